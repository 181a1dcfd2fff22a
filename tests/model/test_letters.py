"""通知文: what is wrong in a letter as the office wrote it is named with its cell, before one is made."""

from __future__ import annotations

import pytest

from tests.letters import ON_PAPER, ROWS, make_letters, standard_letters
from toolkit.model.letters import KINDS, PLACEHOLDERS, Paragraph, iter_letter_mistakes

Row = tuple[str, str, str]


def mistakes(*added: Row) -> list[tuple[str, str]]:
    """Give (cell, sentence) of what is wrong where these rows stand below the standard ones."""
    rows = [*ROWS, *({"通知文": kind, "部分": part, "文": text} for kind, part, text in added)]
    found = list(iter_letter_mistakes(make_letters(rows), "設定.xlsx", "通知文"))
    assert all((one.file, one.sheet) == ("設定.xlsx", "通知文") for one in found)
    return [(one.cell, f"{one.what} → {one.mend}") for one in found]


OF_AN_INQUIRY = (
    "照会文で使えるのは、{計画}、{照会}、{事務局}、{所属}、{敬称}、{今日}、{期限}、"
    "{項目一覧}、{項目数}、{記入か所数}、{ファイル名}です。"
)
NEXT = f"C{5 + len(ROWS)}"
"""The cell of the text of the first row that is added."""


def test_the_standard_letters_have_nothing_wrong() -> None:
    assert mistakes() == []
    asked = [kind for kind in KINDS if kind != "受領票"]
    assert list(iter_letter_mistakes(standard_letters(*asked), "設定.xlsx", "通知文")) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            ("照会文", "本文", "{項目一欄}です。"),
            f"「{{項目一欄}}」という言葉はありません。 → {OF_AN_INQUIRY}"
            "（もしかして「項目一覧」ではありませんか。）",
        ),
        (
            ("照会文", "本文", "受付番号は{受付番号}です。"),
            f"「{{受付番号}}」（受付簿の番号）は、照会文では使えません。 → {OF_AN_INQUIRY}",
        ),
        (
            ("督促文", "本文", "{期限までにお願いします。"),
            "「{」と「}」の片方がありません。 → 入れる言葉を { と } ではさんでください（例　{期限}）。",
        ),
        (
            ("督促文", "本分", "お願いします。"),
            "部分「本分」は使えない言葉です。"
            " → 文書番号、日付、あて名、差出人、件名、本文、記のどれかにしてください。"
            "（もしかして「本文」ではありませんか。）",
        ),
        (("督促文", "件名", "もう一つの件名"), "「督促文」に件名が2つあります。 → 1行にまとめてください。"),
        (
            ("受領票", "文書番号", "行革第12号"),
            "受領票に文書番号は使えません。"
            " → この行を消してください。受領票は、メールに貼る文と事務局の控えだけを作ります。",
        ),
        (
            ("催促文", "本文", "お願いします。"),
            "通知文「催促文」は使えない言葉です。"
            " → 照会文、督促文、確認のお願い、修正依頼、受領票、関連課への送付文のどれかにしてください。"
            "（もしかして「督促文」ではありませんか。）",
        ),
    ],
)
def test_case_S3_a_mistake_is_told_with_its_cell_and_the_nearest_right_word(row: Row, told: str) -> None:
    assert mistakes(row) == [(NEXT, told)]


def test_a_kind_that_is_missing_is_told_by_name() -> None:
    letters = standard_letters()
    del letters["督促文"], letters["受領票"]
    (mistake,) = iter_letter_mistakes(letters, "設定.xlsx", "通知文")
    assert mistake.what == "「督促文」、「受領票」の文がありません。"


def test_a_letter_without_a_body_is_told() -> None:
    letters = make_letters([row for row in ROWS if row["通知文"] != "受領票"])
    letters |= make_letters([{"通知文": "受領票", "部分": "件名", "文": "受領しました"}])
    (mistake,) = iter_letter_mistakes(letters, "設定.xlsx", "通知文")
    assert mistake.what == "「受領票」に本文がありません。"


@pytest.mark.parametrize("text", ["{期限}", "｛期限｝", "{ 期限 }", "｛期　限}"])
def test_a_placeholder_may_be_typed_with_wide_braces_and_blanks(text: str) -> None:
    paragraph = Paragraph("本文", f"{text}まで")
    assert paragraph.words == ("期限",)
    assert paragraph.filled({"期限": "5月31日"}).text == "5月31日まで"


def test_a_letter_with_a_number_or_a_date_is_wanted_on_paper() -> None:
    letters = standard_letters("照会文")
    assert [kind for kind in KINDS if letters[kind].is_on_paper] == ["照会文"]
    assert ON_PAPER[0][0] == "文書番号"


def test_no_placeholder_stands_twice_and_each_is_of_kinds_there_are() -> None:
    words = [one.word for one in PLACEHOLDERS]
    assert len(words) == len(set(words))
    assert {kind for one in PLACEHOLDERS for kind in one.kinds} == set(KINDS)
