"""What papers print in the office's words: its own text, else the departments', nothing where it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from toolkit.model.fields import Field, Slot
from toolkit.model.profile import Ask, Round
from toolkit.model.record import Answer, Record, State
from toolkit.model.years import FiscalYear
from toolkit.rules.words.office_words import printed_words, source_text

R5, R6 = FiscalYear.parse("R5"), FiscalYear.parse("R6")
TEXT, TEXT_CHOICE = Slot("year.listed_text", year=R6), Slot("year.listed_text_choice", year=R6)
NEXT, NEXT_CHOICE = Slot("year.listed_next", year=R6), Slot("year.listed_next_choice", year=R6)
NOTE, RESULT, CHALLENGE = (Slot(f"year.{key}", year=R6) for key in ("note", "result", "challenge"))


def field(key: str, *axes: str) -> Field:
    return Field(key, key, axes, "text")  # type: ignore[arg-type]


def ask(key: str, source: Field | None = None) -> Ask:
    return Ask(field(key, "year"), (R6,), "事務局", required=False, source=source)


ROUND = Round(
    "R6_実績",
    (R6,),
    R6,
    ("シート", "文言"),
    dt.date(2025, 5, 30),
    (
        ask("year.listed_text", field("year.result", "year")),
        ask("year.listed_next", field("year.challenge", "year")),
        ask("year.note"),
    ),
)


def text(words: str) -> Answer:
    return Answer(words, State.TEXT, words)


def printed(answers: Mapping[Slot, str]) -> tuple[str, str, str]:
    """Give 掲載文, 今後の掲載文 and 注記 as papers print them."""
    record = Record(
        "1-①", {slot: text(words) if words else Answer("", State.BLANK) for slot, words in answers.items()}
    )
    words = printed_words(record, ROUND)
    return words[Slot("paper.listed_text")], words[Slot("paper.listed_next")], words[Slot("paper.note")]


DEPARTMENT = {RESULT: "窓口をまとめました", CHALLENGE: "人が足りません"}


@pytest.mark.parametrize(
    ("office", "shown"),
    [
        ({}, ("窓口をまとめました", "人が足りません", "")),
        ({TEXT: "窓口を統合した。"}, ("窓口を統合した。", "人が足りません", "")),
        ({TEXT: "", NEXT: ""}, ("窓口をまとめました", "人が足りません", "")),
        ({TEXT_CHOICE: "掲載する"}, ("窓口をまとめました", "人が足りません", "")),
        ({TEXT_CHOICE: "掲載しない"}, ("", "人が足りません", "")),
        ({TEXT: "窓口を統合した。", TEXT_CHOICE: "掲載しない"}, ("", "人が足りません", "")),
        ({NEXT_CHOICE: "掲載しない"}, ("窓口をまとめました", "", "")),
        ({NOTE: "決算後に確定"}, ("窓口をまとめました", "人が足りません", "決算後に確定")),
        ({Slot("year.listed", year=R6): "掲載しない"}, ("窓口をまとめました", "人が足りません", "")),
        ({TEXT._replace(year=R5): "前の年度の文"}, ("窓口をまとめました", "人が足りません", "")),
    ],
    ids=[
        "所属のまま",
        "直した",
        "消した",
        "掲載する",
        "掲載しない",
        "直したが掲載しない",
        "今後だけ掲載しない",
        "注記",
        "項目の掲載は文によらない",
        "前の年度",
    ],
)
def test_the_offices_own_text_is_printed_else_the_departments(
    office: Mapping[Slot, str], shown: tuple[str, str, str]
) -> None:
    assert printed({**DEPARTMENT, **office}) == shown


def test_nothing_is_printed_where_nobody_has_written() -> None:
    assert printed({}) == ("", "", "")


def test_the_words_of_an_error_of_excel_are_not_printed() -> None:
    record = Record("1-①", {RESULT: text("窓口をまとめました"), TEXT: Answer("#REF!", State.ERROR)})
    assert printed_words(record, ROUND)[Slot("paper.listed_text")] == "窓口をまとめました"


def test_a_field_of_several_activities_gives_a_line_for_each_in_order() -> None:
    one = ask("year.listed_text", field("activity.result", "activity", "year"))
    answers = {
        Slot("activity.result", activity=at, year=R6): text(f"活動{at}を終えた。") for at in (10, 2, 1)
    }
    answers[Slot("activity.result", activity=3, year=R6)] = Answer("", State.BLANK)
    answers[Slot("activity.result", activity=4, year=R5)] = text("前の年度のこと。")
    assert source_text(one, TEXT, answers) == "活動1を終えた。\n活動2を終えた。\n活動10を終えた。"


def test_an_ask_that_names_no_field_gives_nothing() -> None:
    assert source_text(ask("year.note"), NOTE, {RESULT: text("窓口をまとめました")}) == ""
