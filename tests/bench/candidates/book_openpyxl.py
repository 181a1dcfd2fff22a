"""A workspace in, CPU seconds per book out: the same book by openpyxl's copy_worksheet.

What it puts into which cell is looked up before the clock starts. Heights of rows, merged `〃` and
hidden rows are left out; what copy_worksheet loses (names, validations, protection …) is not put back.
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

from toolkit.books.forms import FormSheet, item_content, sheet_name_for
from toolkit.books.reader import read_book
from toolkit.books.register import load_register
from toolkit.books.template import load_binding
from toolkit.model.plan import Printed
from toolkit.steps.generate import asked_slots
from toolkit.steps.workspace import load_workspace

Filling = tuple[str, dict[str, str | float], list[str]]  # sheet name, values by cell, open cells


def main(folder: Path, times: int) -> None:
    template, sheet_name, fillings = prepare(folder)
    with tempfile.TemporaryDirectory() as out:
        started = time.process_time()
        for _ in range(times):
            book = openpyxl.load_workbook(template)
            form = book[sheet_name]
            for name, values, unlocked in fillings:
                sheet = book.copy_worksheet(form)
                sheet.title = name
                fill(sheet, values, unlocked)
            book.remove(form)
            book.save(Path(out) / "book.xlsx")
        print((time.process_time() - started) / times)


def prepare(folder: Path) -> tuple[Path, str, list[Filling]]:
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    plan = load_register(workspace.register, workspace.fields)
    settings = workspace.profile.form(round_.form)
    template = workspace.form_path(settings)
    book = read_book(template)
    binding = load_binding(book, settings.sheet, workspace.fields, file=settings.file)
    form = FormSheet(binding, book.sheets[settings.sheet], workspace.fields, plan.years)
    fillings = []
    for item in plan.items:
        if item.coordinator == plan.departments[0].section:
            content = item_content(item, plan, round_.edition)
            values = {ref: plain(value) for slot, value in content.items() if (ref := form.ref(slot))}
            fillings.append((sheet_name_for(item.id), values, [*asked_slots(item, form, round_).values()]))
    return template, settings.sheet, fillings


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
