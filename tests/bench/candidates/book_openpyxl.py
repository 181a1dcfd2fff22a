"""An issued workspace in, CPU seconds per book out: its first book made by openpyxl's copy_worksheet.

What stands in which cell is taken from the manifest before the clock starts. Heights of rows, merged `〃`,
hidden rows, letters and the manifest are left out; what copy_worksheet loses (names, validations, formats
by condition …) is not put back.
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

from toolkit.books.reading.reader import read_book
from toolkit.desk.workspace import load_workspace
from toolkit.model.manifest import IssuedSheet


def main(folder: Path, times: int) -> None:
    workspace = load_workspace(folder)
    settings = workspace.profile.forms[0]
    template = workspace.form_path(settings)
    printed = {ref: cell.raw for ref, cell in read_book(template).sheets[settings.sheet].cells.items()}
    issued = workspace.manifests(workspace.profile.round())[-1].books[0]
    changed = [dict(sheet.cells.items() - printed.items()) for sheet in issued.sheets]
    with tempfile.TemporaryDirectory() as out:
        started = time.process_time()
        for _ in range(times):
            book = openpyxl.load_workbook(template)
            form = book[settings.sheet]
            for made, texts in zip(issued.sheets, changed, strict=True):
                fill(book.copy_worksheet(form), made, texts)
            book.remove(form)
            book.save(Path(out) / "book.xlsx")
        print((time.process_time() - started) / times)


def fill(sheet: Worksheet, made: IssuedSheet, texts: dict[str, str]) -> None:
    sheet.title = made.sheet
    for ref, text in texts.items():
        cell = sheet[ref]
        if isinstance(cell, Cell):  # not one covered by a merged area
            cell.value = text
    for ref in made.asked:
        sheet[ref].protection = Protection(locked=False)
    sheet.protection.sheet = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
