"""A condition of a paper names a choice of its field; any other word is told with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.books.toys import load_base_fields
from toolkit.desk.papers.check import iter_condition_mistakes
from toolkit.model.choice_words import find_wrong_choice
from toolkit.model.choices import Choice, Choices, Meaning
from toolkit.model.errors import OfficeError, RowPlace
from toolkit.model.fields import Field
from toolkit.model.paper_settings import Conditions, PaperSettings

FIELDS = load_base_fields().by_name
OWN = Choices((Choice("目標達成", (), Meaning.ACHIEVED), Choice("未達成", ("未到達",), Meaning.MISSED)))
FLAG, CATEGORY = replace(FIELDS["指標_達成"], choices=OWN), FIELDS["項目_区分"]


def mistakes(field: Field, *words: str) -> list[OfficeError]:
    """Give the mistakes of one condition, the second on its sheet, in the cell D7 of 資料の条件."""
    row = RowPlace("設定.xlsx", "資料の条件", {"語": "D7"})
    only: Mapping[str, Sequence[Conditions]] = {"未達成項目": ({}, {field: words})}
    paper = PaperSettings(
        "達成状況", "資料1", "資料1.xlsx", only=only, only_rows={("未達成項目", 1, field.name): row}
    )
    return list(iter_condition_mistakes(paper))


def test_choices_synonyms_and_marks_are_conditions() -> None:
    assert mistakes(FLAG, "未達成", "未到達", "×", "〇", "未", "－") == []


def test_a_word_that_is_no_choice_is_told_with_its_cell_and_the_nearest_right_one() -> None:
    (told,) = mistakes(FLAG, "未達成", "未達")
    assert (told.sheet, told.cell) == ("資料の条件", "D7")
    assert told.what == "「未達」は、「指標_達成」の選択肢にありません。"
    assert told.mend.endswith("（もしかして「未達成」ではありませんか。）")


def test_without_choices_of_its_own_達成_knows_the_marks_alone() -> None:
    assert mistakes(FIELDS["指標_達成"], "×", "未") == []
    assert [one.what for one in mistakes(FIELDS["指標_達成"], "未達成")] == [
        "「未達成」は、「指標_達成」の選択肢にありません。"
    ]


def test_a_field_without_choices_may_hold_any_word() -> None:
    assert mistakes(CATEGORY, "Ｒ６新規") == []


def test_a_mark_in_a_sentence_that_names_no_choice_is_told_the_same_way() -> None:
    assert find_wrong_choice(FLAG, "○") is None
    assert find_wrong_choice(FLAG, "未達") == (
        "「未達」は、「指標_達成」の選択肢にありません。",
        "選択肢シートの語（目標達成、未達成）と合わせてください。（もしかして「未達成」ではありませんか。）",
    )
