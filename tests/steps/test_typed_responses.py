"""The office decides by typing into 確認結果.xlsx: taken in by the next command, kept, and taken back.

総務課 sends 12,000 千円 where 100 were planned (桁の確認), and 多数 where a number is asked.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.steps.sent_round import Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD
from toolkit.model.decisions import Kind
from toolkit.model.typed import KEY
from toolkit.steps.consolidate import consolidate
from toolkit.steps.status import status
from toolkit.steps.validate import Validated, validate

SIZE, WORDS = "桁の確認", "数値を読めない"


@pytest.fixture
def asked(sent: Round) -> Round:
    sent.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], EFFECT: 12_000, FIRST: "多数"}})
    sent.send("観光課", GOOD["観光課"])
    sent.send("港湾課", GOOD["港湾課"])
    check(sent)
    return sent


def check(sent: Round) -> Validated:
    return validate(sent.workspace, sent.workspace.profile.round())


def list_of(sent: Round) -> Path:
    return sent.workspace.folder("確認", sent.workspace.profile.round()) / "確認結果.xlsx"


def type_in(
    path: Path, name: str, cells: Mapping[str, str | None], sheet: str = "確認事項", heading: str = "欄"
) -> None:
    """Type into the cells of the first row that has this name under a heading."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    headings = {str(cell.value): at for at, cell in enumerate(page[4], 1)}
    row = next(at for at in range(5, page.max_row + 1) if page.cell(at, headings[heading]).value == name)
    for title, text in cells.items():
        page.cell(row, headings[title]).value = text
    book.save(path)


def read(path: Path, sheet: str = "確認事項") -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(path)[sheet]
    headings, *rows = page.iter_rows(min_row=4, values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def row_of(path: Path, field: str, sheet: str = "確認事項") -> dict[str, Any]:
    return next(row for row in read(path, sheet) if row["欄"] == field)


def actual(sent: Round) -> Any:
    effects = consolidate(sent.workspace, sent.workspace.profile.round()).summary.effects
    return effects.total.actual.total if effects and effects.total.actual else None


AMOUNT, COUNT = "年次_実績効果額", "指標_実績値"


def test_what_is_typed_as_written_counts_and_stays_in_the_list(asked: Round) -> None:
    assert actual(asked) == 250  # 観光課's alone: 12,000 is in doubt
    type_in(list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認", "確認方法": "電話"})
    lines = list(check(asked).iter_lines(asked.workspace.root))
    assert lines[0] == "対応: 一覧に書かれた1件を取り込みました。"
    assert lines[1].startswith(
        "  原文どおり: 1-① 年次_実績効果額 R6 桁の確認。理由：契約額を確認（確認方法：電話、"
    )
    assert actual(asked) == 12_250
    row = row_of(list_of(asked), AMOUNT)
    assert (row["対応"], row["理由"], row["確認方法"]) == ("原文どおり", "契約額を確認", "電話")
    assert row["処理者"]
    assert row["区分"] == "参考"


def test_the_master_takes_in_what_is_typed_too(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    assert actual(asked) == 12_250


def test_a_correction_is_typed_with_its_value_and_can_be_changed(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "事務局修正", "修正値": "120", "理由": "円で書いたため"})
    check(asked)
    assert actual(asked) == 370
    done = row_of(list_of(asked), AMOUNT)
    assert (done["対応"], done["修正値"], done["今の値"]) == ("事務局修正", "120", "12000")
    type_in(list_of(asked), AMOUNT, {"修正値": "130"})
    check(asked)
    assert actual(asked) == 380


def test_what_was_decided_about_a_finding_that_is_gone_can_still_be_taken_back(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    check(asked)
    asked.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], EFFECT: 130}})
    check(asked)
    done = row_of(list_of(asked), AMOUNT, "対応済")
    assert (done["対応"], done["届いた値"]) == ("原文どおり", "130")
    type_in(list_of(asked), AMOUNT, {"対応": None, "理由": None}, "対応済")
    assert len(check(asked).taken.decided) == 1
    assert "対応済" not in openpyxl.load_workbook(list_of(asked)).sheetnames


def test_a_cleared_response_is_taken_back(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "使わない", "理由": "積算が違う"})
    check(asked)
    nothing = dict.fromkeys(("対応", "理由", "処理者", "処理日"))
    type_in(list_of(asked), AMOUNT, nothing)
    lines = list(check(asked).iter_lines(asked.workspace.root))
    assert lines[1] == "  使わないの取消し: 1-① 年次_実績効果額 R6 桁の確認"
    assert row_of(list_of(asked), AMOUNT)["対応"] is None
    assert asked.workspace.decisions(asked.workspace.profile.round()).standing == {}


def test_a_department_that_is_being_asked_is_noted_and_nothing_counts_yet(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "課に確認中", "理由": "担当が不在"})
    check(asked)
    row = row_of(list_of(asked), AMOUNT)
    assert (row["対応"], row["区分"]) == ("課に確認中", "要確認")
    assert actual(asked) == 250


UNCLEAR = [
    ({"対応": "原文通り", "理由": "x"}, "対応の「原文通り」は使えない言葉です。"),
    ({"対応": "原文どおり"}, "理由がありません。"),
    ({"理由": "電話で確認"}, "対応が選ばれていません。"),
    ({"対応": "事務局修正", "理由": "x"}, "修正値がありません。"),
    ({"対応": "事務局修正", "修正値": "10～15", "理由": "x"}, "「10～15」は使えません。"),
    ({"対応": "原文どおり", "修正値": "5", "理由": "x"}, "対応が「原文どおり」なのに、修正値があります。"),
]


@pytest.mark.parametrize(("cells", "what"), UNCLEAR)
def test_what_is_not_clear_is_told_with_its_cell_and_stays_as_it_was_typed(
    asked: Round, cells: dict[str, str], what: str
) -> None:
    type_in(list_of(asked), AMOUNT, cells)
    (wrong,) = check(asked).taken.untaken
    assert what in wrong.what
    assert (wrong.file, wrong.sheet) == ("確認結果.xlsx", "確認事項")
    assert wrong.cell
    kept = row_of(list_of(asked), AMOUNT)
    assert {heading: kept[heading] for heading in cells} == cells
    assert len(check(asked).taken.untaken) == 1  # asked again until it is clear


def test_rows_that_were_sorted_are_known_by_what_they_are_about(asked: Round) -> None:
    path = list_of(asked)
    type_in(path, AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    book = openpyxl.load_workbook(path)
    page = book["確認事項"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    for at, row in enumerate(reversed(rows), 5):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    book.save(path)
    check(asked)
    assert actual(asked) == 12_250


def test_a_copy_of_an_old_list_is_taken_once(asked: Round) -> None:
    copy = list_of(asked).with_name("確認結果 - コピー.xlsx")
    shutil.copyfile(list_of(asked), copy)
    type_in(copy, AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    check(asked)
    assert actual(asked) == 12_250
    type_in(list_of(asked), AMOUNT, {"対応": None, "理由": None})
    check(asked)  # taken back, and the copy still says 原文どおり
    assert actual(asked) == 250


def test_two_lists_that_disagree_are_asked_about(asked: Round) -> None:
    copy = list_of(asked).with_name("確認結果（山田）.xlsx")
    shutil.copyfile(list_of(asked), copy)
    type_in(list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    type_in(copy, AMOUNT, {"対応": "使わない", "理由": "積算が違う"})
    (wrong,) = check(asked).taken.untaken
    assert "「確認結果（山田）.xlsx」の同じ行と、書いてあることが違います" in wrong.what
    assert actual(asked) == 250


def test_a_stale_copy_does_not_undo_what_was_decided_since(asked: Round) -> None:
    copy = list_of(asked).with_name("確認結果（山田）.xlsx")
    shutil.copyfile(list_of(asked), copy)
    type_in(list_of(asked), AMOUNT, {"対応": "使わない", "理由": "積算が違う"})
    check(asked)
    type_in(copy, AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    (wrong,) = check(asked).taken.untaken
    assert "この一覧を作ったあとに、別の対応（使わない、積算が違う）が記録されています" in wrong.what


def test_a_list_made_again_with_nothing_new_is_the_same_to_the_byte(asked: Round) -> None:
    type_in(list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    check(asked)
    before = list_of(asked).read_bytes()
    check(asked)
    assert list_of(asked).read_bytes() == before


def test_who_decided_is_the_login_unless_somebody_wrote_a_name(asked: Round) -> None:
    type_in(
        list_of(asked), AMOUNT, {"対応": "原文どおり", "理由": "確認", "処理者": "山田", "処理日": "R8.6.3"}
    )
    check(asked)
    (decision,) = asked.workspace.decisions(asked.workspace.profile.round()).standing.values()
    assert (decision.kind, decision.who, decision.at.date().isoformat()) == (
        Kind.ACCEPTED,
        "山田",
        "2026-06-03",
    )


def test_the_hidden_column_is_the_last_and_hidden(asked: Round) -> None:
    page = openpyxl.load_workbook(list_of(asked))["確認事項"]
    last = page.cell(4, page.max_column)
    assert last.value == KEY
    assert page.column_dimensions[last.column_letter].hidden


def state_list(sent: Round) -> Path:
    status(sent.workspace, sent.workspace.profile.round())
    return list_of(sent).with_name("提出状況.xlsx")


def test_a_longer_deadline_is_typed_beside_the_department(asked: Round) -> None:
    path = state_list(asked)
    longer = {"対応": "期限延長", "延長後の期限": "R8.6.14", "理由": "議会対応"}
    type_in(path, "総務部 総務課", longer, "提出状況", "所属")
    told = status(asked.workspace, asked.workspace.profile.round())
    assert next(words for _, words in told.taken.decided).startswith(
        "期限延長: 総務部 総務課「令和8年6月14日」。理由：議会対応（"
    )
    row = next(row for row in read(path, "提出状況") if row["所属"] == "総務部 総務課")
    assert (row["期限"].date().isoformat(), row["延長後の期限"]) == ("2026-06-14", "令和8年6月14日")
    assert "対応済" not in openpyxl.load_workbook(list_of(asked)).sheetnames
    type_in(path, "総務部 総務課", {"対応": None, "延長後の期限": None, "理由": None}, "提出状況", "所属")
    status(asked.workspace, asked.workspace.profile.round())
    assert asked.workspace.decisions(asked.workspace.profile.round()).standing == {}


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"対応": "期限延長", "理由": "議会対応"}, "延ばしたあとの期限がありません。"),
        (
            {"対応": "期限延長", "延長後の期限": "6月末", "理由": "議会対応"},
            "「6月末」は日付として読めません。",
        ),
        ({"対応": "原文どおり", "理由": "確認"}, "対応の「原文どおり」は使えない言葉です。"),
    ],
)
def test_a_deadline_that_is_not_clear_is_told(asked: Round, cells: dict[str, str], what: str) -> None:
    type_in(state_list(asked), "総務部 総務課", cells, "提出状況", "所属")
    (wrong,) = status(asked.workspace, asked.workspace.profile.round()).taken.untaken
    assert wrong.what == f"総務部 総務課：{what}"
    assert (wrong.file, wrong.sheet) == ("提出状況.xlsx", "提出状況")
