"""A workspace in, CPU seconds per book out: the first department's book made from its form."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.candidates.book import load_first_book
from toolkit.books.forms import item_content, open_cells, sheet_name_for, write_item
from toolkit.books.package import Package
from toolkit.steps.generate import asked_slots


def main(folder: Path, times: int) -> None:
    book = load_first_book(folder)
    with tempfile.TemporaryDirectory() as out:
        started = time.process_time()
        for _ in range(times):
            package = Package.open(book.template)
            for item in book.items:
                sheet = package.clone_sheet(book.sheet, sheet_name_for(item.id))
                write_item(sheet, book.form, item, item_content(item, book.plan, book.round.edition))
                open_cells(sheet, book.form, asked_slots(item, book.form, book.round).values())
            package.remove_sheet(book.sheet)
            package.select_first_sheet()
            package.save(Path(out) / "book.xlsx")
        print((time.process_time() - started) / times)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
