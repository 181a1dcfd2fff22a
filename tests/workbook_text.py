"""A workbook in, its cells, merged areas and names as lines of text out: what `git diff` shows of one.

    git config diff.workbook.textconv "python -m tests.workbook_text"
    git diff -- '*.xlsx'

`.gitattributes` says which files are workbooks; git calls this from the root of the repository.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit.books.package.refs import bounds
from toolkit.books.reading.reader import Book, read_book


def iter_lines(book: Book) -> Iterator[str]:
    """Yield a line per name, then for each sheet a line per merged area and per cell that holds something."""
    for name in sorted(book.names, key=lambda one: (one.sheet or "", one.name)):
        yield f"名前 {name.sheet or '（ブック）'} {name.name} {name.text}"
    for sheet in book.sheets.values():
        yield from (f"{sheet.name} 結合 {merge}" for merge in sorted(sheet.merges, key=bounds))
        for ref, cell in sheet.cells.items():
            shown = cell.raw if cell.formula is None else cell.formula
            yield f"{sheet.name} {ref} {shown}".replace("\n", "⏎")


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(*iter_lines(read_book(Path(sys.argv[1]))), sep="\n")
