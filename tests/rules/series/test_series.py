"""The returns of one item one after the other: what stands in a cell when several spoke of it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rules.small_return import ACTUAL, FIELDS, R5, RESULT, number_cell, text_cell
from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.fields import Slot
from toolkit.model.ledger import Entry, Taken
from toolkit.model.plan import NOTHING, Indicator, Item
from toolkit.model.record import Place
from toolkit.rules.series.candidate import Candidate
from toolkit.rules.series.series import Series

NOTE, TEXT = Slot("year.note", year=R5), Slot("year.listed_text", year=R5)
ITEM = "(1)-①"
MOMENT = dt.datetime.fromisoformat("2024-06-03T10:00+09:00")
ABOUT = About(item_id=ITEM, field="指標_実績値", year="R5", number=1)
REFS = {ACTUAL: "C8", RESULT: "C9", NOTE: "C7", TEXT: "C5"}


def candidate(
    receipt: int, cells: dict[Slot, str], issued: dict[Slot, str] | None = None, mark: str = "a"
) -> Candidate:
    """Give a return whose cells hold these texts; its book was issued with `issued` in them."""
    file = f"{receipt}.xlsx"
    entry = Entry(receipt, "", MOMENT, file, file, Taken.RETURN)
    typed = {slot: text_cell(text, REFS[slot]) for slot, text in cells.items()}
    places = {slot: Place(file, ITEM, REFS[slot]) for slot in cells}
    return Candidate(entry, ITEM, typed, places, (), issued=issued or {}, mark=mark)


def series(*asked: Slot, decisions: Decisions | None = None) -> Series:
    own = Indicator(3, "件数", "件", NOTHING, NOTHING, {}, id=1)  # renumbered since it got its id
    item = Item(ITEM, (), "①", "広報", "シート", ("経営企画課",), "経営企画課", R5, indicators=(own,))
    return Series(item, "企画部 経営企画課", asked, FIELDS, decisions or Decisions())


def texts(candidates: list[Candidate], slot: Slot) -> list[str]:
    return [one.cells[slot].raw for one in candidates]


# -- no blank beats an answer


def test_a_blank_takes_the_latest_filled_cell_before_it_and_its_place() -> None:
    returned = [candidate(1, {NOTE: "一"}), candidate(2, {NOTE: "二"}), candidate(3, {NOTE: " "})]
    filled = series(NOTE).fill_blanks(returned)
    assert texts(filled, NOTE) == ["一", "二", "二"]
    assert filled[2].places[NOTE].file == "2.xlsx"
    assert [(one.code, one.words["earlier"]) for one in filled[2].findings] == [("blank-after-answer", 2)]


def test_a_cell_that_is_not_certain_takes_nothing_from_before() -> None:
    filled = series(NOTE).fill_blanks([candidate(1, {NOTE: "一"}), candidate(2, {})])
    assert filled[1].cells == {}


# -- an office's book may be cleared


def test_of_an_offices_books_the_newest_counts_with_what_it_cleared() -> None:
    issued = {NOTE: "速報"}
    returned = [candidate(1, {NOTE: "確報"}, issued), candidate(2, {NOTE: ""}, issued)]
    taken = series(NOTE).take_newest(returned, [])
    assert texts(taken, NOTE) == ["確報", ""]
    assert taken[1].findings == ()


def test_a_cell_as_its_book_was_issued_leaves_what_another_book_said() -> None:
    first = candidate(1, {NOTE: "確報"}, {NOTE: ""}, mark="a")
    as_issued = candidate(2, {NOTE: ""}, {NOTE: ""}, mark="b")
    assert texts(series(NOTE).take_newest([first, as_issued], []), NOTE) == ["確報", "確報"]
    put_back = candidate(2, {NOTE: ""}, {NOTE: ""}, mark="a")
    assert texts(series(NOTE).take_newest([first, put_back], []), NOTE) == ["確報", ""]


@pytest.mark.parametrize(("sourced", "now"), [([TEXT], ""), ([], "所属の文")])
def test_the_departments_text_is_not_the_offices_own_where_its_cell_began_with_it(
    sourced: list[Slot], now: str
) -> None:
    only = candidate(1, {TEXT: "所属の文"}, {TEXT: "所属の文"})
    assert texts(series(TEXT).take_newest([only], sourced), TEXT) == [now]


# -- what the office mended


def mended(value: str, receipts: int) -> Decisions:
    decision = Decision(Kind.CORRECTED, ABOUT, "山田", MOMENT, "電話で確認", receipts, value)
    return Decisions.of([decision])


def test_a_correction_stands_in_every_return_it_knew_and_keeps_what_was_typed() -> None:
    (one,) = series(ACTUAL, decisions=mended("34", 1)).mend([candidate(1, {ACTUAL: "約34"})])
    assert one.cells[ACTUAL] == number_cell("34")
    assert one.corrected == {ACTUAL: "約34"}
    assert [finding.code for finding in one.findings] == ["corrected-by-office"]


def test_a_later_return_that_says_otherwise_counts_and_is_asked_about() -> None:
    returned = [candidate(1, {ACTUAL: "約34"}), candidate(2, {ACTUAL: "40"})]
    _, later = series(ACTUAL, decisions=mended("34", 1)).mend(returned)
    assert (later.cells[ACTUAL].raw, later.corrected) == ("40", {})
    assert [finding.code for finding in later.findings] == ["correction-differs"]


@pytest.mark.parametrize(("typed", "codes"), [("34", []), ("約34", ["corrected-by-office"])])
def test_a_later_return_that_agrees_or_repeats_what_was_mended_asks_nothing(
    typed: str, codes: list[str]
) -> None:
    returned = [candidate(1, {ACTUAL: "約34"}), candidate(2, {ACTUAL: typed})]
    _, later = series(ACTUAL, decisions=mended("34", 1)).mend(returned)
    assert (later.cells[ACTUAL].raw, [one.code for one in later.findings]) == ("34", codes)


# -- what changed


def test_changes_are_told_of_each_later_return_against_the_one_before_it() -> None:
    """The indicator is the item's ③ by now, whatever its id."""
    returned = [
        candidate(1, {ACTUAL: "30", RESULT: "実施"}),
        candidate(2, {ACTUAL: "34", RESULT: ""}),
        candidate(3, {ACTUAL: "34", RESULT: ""}),
    ]
    (change,) = series(ACTUAL, RESULT).iter_changes(returned)
    assert (change.words["earlier"], change.words["count"]) == (1, 2)
    assert change.words["changes"] == (
        "指標_実績値（3、R5）「30」→「34」、年次_取組実績（R5）「実施」→（空欄）"
    )
    assert change.place == Place("2.xlsx", ITEM, "C8")


def test_a_cell_that_is_there_no_more_is_a_blank() -> None:
    (change,) = series(NOTE).iter_changes([candidate(1, {NOTE: "速報"}), candidate(2, {})])
    assert change.words["changes"] == "年次_注記（R5）「速報」→（空欄）"


def test_case_D11_the_same_number_typed_otherwise_is_no_difference_since_the_last_return() -> None:
    texts = ("1,200", "１２００件", "12000")
    returned = [candidate(at, {ACTUAL: text}) for at, text in enumerate(texts, 1)]
    (told,) = series(ACTUAL).iter_changes(returned)
    assert (told.words["earlier"], told.words["count"]) == (2, 1)
