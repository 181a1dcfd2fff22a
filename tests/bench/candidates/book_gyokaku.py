"""A workspace in, CPU seconds per book out: the first department's book made from its form."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from toolkit.books.forms import FormSheet, item_content, open_cells, sheet_name_for, write_item
from toolkit.books.package import Package
from toolkit.books.reader import read_book
from toolkit.books.register import load_register
from toolkit.books.template import load_binding
from toolkit.steps.generate import asked_slots
from toolkit.steps.workspace import load_workspace


def main(folder: Path, times: int) -> None:
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    plan = load_register(workspace.register, workspace.fields)
    settings = workspace.profile.form(round_.form)
    template = workspace.form_path(settings)
    book = read_book(template)
    binding = load_binding(book, settings.sheet, workspace.fields, file=settings.file)
    form = FormSheet(binding, book.sheets[settings.sheet], workspace.fields, plan.years)
    items = [item for item in plan.items if item.coordinator == plan.departments[0].section]
    with tempfile.TemporaryDirectory() as out:
        started = time.process_time()
        for _ in range(times):
            package = Package.open(template)
            for item in items:
                sheet = package.clone_sheet(settings.sheet, sheet_name_for(item.id))
                write_item(sheet, form, item, item_content(item, plan, round_.edition))
                open_cells(sheet, form, asked_slots(item, form, round_).values())
            package.remove_sheet(settings.sheet)
            package.select_first_sheet()
            package.save(Path(out) / "book.xlsx")
        print((time.process_time() - started) / times)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
