"""A workspace in, CPU seconds per book out: the same book by openpyxl's copy_worksheet.

What it puts into which cell is looked up before the clock starts. Heights of rows, merged `〃` and
hidden rows are left out; what copy_worksheet loses (names, validations, formats by condition …) is not
put back.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from tests.bench.candidates.book import Book, load_first_book
from toolkit.books.forms import item_content, sheet_name_for
from toolkit.model.plan import Item, Printed
from toolkit.steps.generate import asked_slots

Filling = tuple[str, dict[str, str | float], list[str]]  # sheet name, values by cell, open cells


def main(folder: Path, times: int) -> None:
    ready = load_first_book(folder)
    fillings = [prepare(ready, item) for item in ready.items]
    with tempfile.TemporaryDirectory() as out:
        started = time.process_time()
        for _ in range(times):
            book = openpyxl.load_workbook(ready.template)
            form = book[ready.sheet]
            for name, values, unlocked in fillings:
                sheet = book.copy_worksheet(form)
                sheet.title = name
                fill(sheet, values, unlocked)
            book.remove(form)
            book.save(Path(out) / "book.xlsx")
        print((time.process_time() - started) / times)


def prepare(book: Book, item: Item) -> Filling:
    content = item_content(item, book.plan, book.round.edition)
    values = {ref: plain(value) for slot, value in content.items() if (ref := book.form.ref(slot))}
    return sheet_name_for(item.id), values, list(asked_slots(item, book.form, book.round).values())


def plain(value: str | Printed) -> str | float:
    if isinstance(value, Printed):
        return value.text if value.number is None else float(value.number)
    return value


def fill(sheet: Worksheet, values: dict[str, str | float], unlocked: list[str]) -> None:
    for ref, value in values.items():
        cell = sheet[ref]
        if isinstance(cell, Cell):  # not one covered by a merged area
            cell.value = value
    for ref in unlocked:
        sheet[ref].protection = Protection(locked=False)
    sheet.protection.sheet = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
