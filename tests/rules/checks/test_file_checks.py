"""What is said of a file and of its sheets is made of its reading alone."""

from __future__ import annotations

import pytest

from tests.rules.small_return import ACTUAL, EFFECT, FIELDS, R5, R6, RESULT
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.read_return import (
    Change,
    Doubts,
    FoundSheet,
    Lead,
    Lines,
    Message,
    ReadReturn,
    ReadSheet,
    ReadSlot,
)
from toolkit.model.record import Cell, Place
from toolkit.model.shown import Shown, Unseen
from toolkit.rules.checks.file_checks import iter_file_findings, iter_sheet_findings

FILE, DEPARTMENT, ITEM = "0001_総務課.xlsx", "総務部 総務課", "1-①"
BOOK = IssuedBook(
    "総務課", "03_総務課.xlsx", "", "表紙", (IssuedSheet(ITEM, "1-①", {}, {}),), "シート", "所属"
)
GOOD = FoundSheet("1-①", "", ITEM, protected=True)


def of_file(read: ReadReturn) -> list[tuple[str, str]]:
    """Give code and sheet of all that is said of a file."""
    findings = list(iter_file_findings(read, BOOK, FILE, DEPARTMENT))
    assert {one.department for one in findings} <= {DEPARTMENT}
    return [(one.code, one.place.sheet if one.place else "?") for one in findings]


def of_sheet(*slots: ReadSlot, **facts: object) -> list[tuple[str, Place | None, str]]:
    sheet = ReadSheet(ITEM, "1-①", slots, **facts)  # type: ignore[arg-type]
    asked = dict(zip("ABC", (ACTUAL, EFFECT, RESULT), strict=True))
    issued = IssuedSheet(ITEM, "1-①", asked, {}, number="1-③")
    found = iter_sheet_findings(sheet, issued, FILE, DEPARTMENT, FIELDS)
    return [(one.code, one.place, one.what) for one in found]


def at(cell: str) -> Place:
    return Place(FILE, "1-①", cell)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (ReadReturn(found=(GOOD,)), []),
        (ReadReturn(found=(GOOD,), reordered=True), [("sheets-reordered", "")]),
        (ReadReturn(message=Message("表紙", "B13", "速報です。")), [("message-from-department", "表紙")]),
        (ReadReturn(links=("x.xlsx",)), [("external-link", "")]),
        (ReadReturn(doubts=Doubts(unmarked=True)), [("identity-differs", "")]),
        (ReadReturn(found=(FoundSheet("メモ", "", ""),)), [("sheet-unknown", "メモ")]),
        (
            ReadReturn(found=(FoundSheet("2-①", "", "2-①", "港湾課", protected=True),)),
            [("sheet-of-another", "2-①")],
        ),
        (
            ReadReturn(found=(FoundSheet("1-①", "", ITEM, printed="", protected=True),)),
            [("sheet-id-differs", "1-①")],
        ),
        (ReadReturn(found=(FoundSheet("1-①", "", ITEM),)), [("protection-removed", "1-①")]),
        (
            ReadReturn(found=(FoundSheet("窓口", "", ITEM, renamed="1-①", protected=True),)),
            [("sheet-renamed", "窓口")],
        ),
        # A block shares its sheet's name and protection with others.
        (ReadReturn(found=(FoundSheet("一覧", "__02", ITEM, renamed="様式"),)), []),
    ],
)
def test_a_fact_of_a_file_is_said_once_with_its_sheet(read: ReadReturn, said: list[tuple[str, str]]) -> None:
    assert of_file(read) == said


def test_of_a_file_that_could_not_be_read_only_that_is_said() -> None:
    read = ReadReturn(unreadable="damaged", detail="（部品）")
    (finding,) = iter_file_findings(read, None, FILE, DEPARTMENT)
    assert (finding.code, finding.place, finding.words["detail"]) == (
        "damaged",
        Place(FILE, "", ""),
        "（部品）",
    )


def test_doubts_about_whose_file_it_is_are_named_one_by_one() -> None:
    doubts = Doubts(other_round="R4_実績", properties=(("照会", "R4_実績"), ("版", "R5")))
    (finding,) = iter_file_findings(ReadReturn(doubts=doubts), BOOK, FILE, DEPARTMENT)
    assert finding.words["detail"] == (
        "（ファイルの印は別の配布ブック（照会「R4_実績」）のもの、"
        "文書のプロパティは照会「R4_実績」、版「R5」）"
    )


def test_a_questioned_field_names_both_cells_and_a_lost_one_where_the_words_say_it_was() -> None:
    moved = ReadSlot(EFFECT, Lead.QUESTIONED, Cell("B16", "text", "120", "120"), Cell("B11"))
    lost = ReadSlot(ACTUAL, Lead.LOST, Cell("B9"))
    assert [one[:2] for one in of_sheet(moved, lost)] == [
        ("field-moved", at("B16")),
        ("field-lost", at("B9")),
    ]
    assert "名前ではB16（「120」）、見出しではB11（空欄）" in of_sheet(moved)[0][2]
    nowhere = ReadSlot(EFFECT, Lead.QUESTIONED, Cell("B16"))
    assert "見出しでは見つからない行・列" in of_sheet(nowhere)[0][2]


def test_several_lost_cells_of_one_field_are_one_finding() -> None:
    lost = [ReadSlot(Slot("year.result", year=year), Lead.LOST, None) for year in (R5, R6)]
    read, issued = ReadSheet(ITEM, "1-①", tuple(lost)), IssuedSheet(ITEM, "1-①", {}, {})
    (finding,) = iter_sheet_findings(read, issued, FILE, DEPARTMENT, FIELDS)
    assert (finding.code, finding.place, finding.slot) == ("field-lost", at("A1"), Slot("year.result"))


def test_only_an_answer_that_is_taken_and_filled_is_told_to_be_hidden() -> None:
    in_hidden_row = Shown(unseen=(Unseen.ROW,))
    filled = Cell("B8", "text", "34", "34", shown=in_hidden_row)
    blank = Cell("B8", "text", " ", " ", shown=in_hidden_row)
    assert [one[:2] for one in of_sheet(ReadSlot(ACTUAL, Lead.FOLLOWED, filled))] == [
        ("hidden-answer", at("B8"))
    ]
    assert of_sheet(ReadSlot(ACTUAL, Lead.FOLLOWED, blank)) == []
    assert of_sheet(ReadSlot(Slot("item.actual_subtotal"), Lead.FOLLOWED, filled)) == []
    assert of_sheet(ReadSlot(ACTUAL, Lead.FOLLOWED, Cell("B8", "text", "34", "34"))) == []


def test_case_R15_a_field_lost_in_a_merged_cell_is_named_with_the_merged_area() -> None:
    merged = ReadSlot(EFFECT, Lead.LOST, Cell("B9", shown=Shown(merged="B8:B9")))
    assert of_sheet(merged) == [
        ("field-merged", at("B9"), "「年次_実績効果額」の欄が、ほかのセルと結合されています（B8:B9）。")
    ]


def test_rows_columns_and_changed_cells_are_said_in_the_order_of_a_sheet() -> None:
    said = of_sheet(
        added=Lines((12, 14), ("C",), ("一", "二", "三", "四")),
        removed=Lines((7,)),
        locked=(Change("A5", "計画", ""), Change("D9", "", "注")),
        overwritten=(Change("D10", "=SUM(B10:C10)", "5"),),
    )
    assert [(code, place) for code, place, _ in said] == [
        ("sheet-shifted", at("A12")),
        ("lines-removed", at("A1")),
        ("locked-changed", at("A5")),
        ("locked-changed", at("D9")),
        ("formula-overwritten", at("D10")),
    ]
    assert "12行目、14行目、C列" in said[0][2]
    assert "「一」「二」「三」などとあります" in said[0][2]
    assert "（空欄）" in said[2][2]


def test_an_added_column_is_pointed_at_in_its_first_row() -> None:
    assert of_sheet(added=Lines((), ("C",)))[0][1] == at("C1")
