"""A returned book is read into facts alone, and all that is said of it can be said of the kept reading."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.desk.answers.afresh import read_afresh
from tests.steps.edits import insert_rows
from tests.steps.sent_round import AMOUNT, COUNT, STORY, Round
from tests.steps.toy_city import COVER, EFFECT, FIRST, GOOD, fill
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.read_return import read_return
from toolkit.model.read_return import Change, FoundSheet, Lead, Lines, Message, ReadReturn, ReadSheet
from toolkit.model.record import Cell

SHEET = "1-①"


@pytest.fixture
def path(sent: Round) -> Path:
    return fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "edited.xlsx")


def read(sent: Round, path: Path) -> ReadReturn:
    (manifest,) = sent.workspace.manifests(sent.workspace.profile.round())
    issued = next(one for one in manifest.books if one.department == "総務課")
    return read_return(read_book(path), manifest, issued, sent.workspace.fields)


def sheet_of(sent: Round, path: Path) -> ReadSheet:
    (sheet,) = read(sent, path).sheets
    return sheet


def test_a_good_return_is_its_cells_and_nothing_else(sent: Round, path: Path) -> None:
    reading = read(sent, path)
    (sheet,) = reading.sheets
    assert reading == ReadReturn((sheet,), (FoundSheet(SHEET, "", SHEET, protected=True),))
    assert sheet == ReadSheet(SHEET, SHEET, sheet.slots)
    assert {one.lead for one in sheet.slots} == {Lead.FOLLOWED}
    cells = {one.slot: one.cell for one in sheet.slots}
    assert cells[COUNT] == Cell(FIRST, "number", "8", Decimal(8))
    assert cells[STORY] == Cell("B12", "text", "窓口を統合した。", "窓口を統合した。")


def test_a_cell_that_shows_a_unit_and_a_formula_is_kept_with_both(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET][EFFECT].value = "=60*2"
    book[SHEET][EFFECT].number_format = '0"千円"'
    book.save(path)
    cell = next(one.cell for one in sheet_of(sent, path).slots if one.slot == AMOUNT)
    assert cell is not None
    assert (cell.formula, cell.value, cell.number_format) == ("=60*2", None, '0"千円"')


def test_a_row_that_was_added_and_a_printed_cell_that_was_changed_are_facts_with_their_places(
    sent: Round, path: Path
) -> None:
    insert_rows(path, SHEET, 12)
    package = Package.open(path)
    package.sheet(SHEET).write("B12", "来年度も続ける。")
    package.sheet(SHEET).write("A5", "予定")
    package.save(path)
    sheet = sheet_of(sent, path)
    assert sheet.added == Lines((12,), (), ("来年度も続ける。",))
    assert sheet.locked == (Change("A5", "計画", "予定"),)
    assert [one.cell.ref for one in sheet.slots if one.slot == STORY and one.cell] == ["B13"]


def test_a_field_whose_name_and_words_disagree_is_questioned_with_both_cells(sent: Round, path: Path) -> None:
    package = Package.open(path)
    package.set_name("年次_実績効果額", f"'{SHEET}'!$B$16:$C$16", SHEET)
    package.sheet(SHEET).write("B16", 120)
    package.save(path)
    (one,) = [one for one in sheet_of(sent, path).slots if one.slot == AMOUNT]
    assert (one.lead, one.cell and one.cell.ref, one.expected and one.expected.ref) == (
        Lead.QUESTIONED,
        "B16",
        EFFECT,
    )


def test_what_stands_in_the_message_box_is_kept_with_its_place(sent: Round) -> None:
    answered = {**GOOD["総務課"], COVER: {"B13": "　速報値です。"}}
    path = fill(sent.workspace, "総務課", answered, sent.folder / "message.xlsx")
    assert read(sent, path).message == Message(COVER, "B13", "速報値です。")


def test_all_that_is_said_of_a_return_is_said_of_its_kept_reading(
    sent: Round, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert_rows(path, SHEET, 12)
    package = Package.open(path)
    package.sheet(SHEET).write("B12", "来年度も続ける。")
    package.sheet(SHEET).write("A5", "予定")
    package.sheet(SHEET).write(FIRST, "多数")
    package.set_name("_issue", '"別の市"')
    package.save(path)
    sent.take(path)
    kept = sent.read()
    assert {"sheet-shifted", "locked-changed", "ambiguous"} & set(sent.codes())
    read_afresh(monkeypatch)
    now = sent.read()
    assert (kept.items, kept.returns, kept.findings) == (now.items, now.returns, now.findings)
