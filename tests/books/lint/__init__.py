"""A workbook in, what Excel would "repair" or show wrongly and the Open XML SDK does not see, out.

[] if nothing. `package` looks at the parts, `workbook` at sheets, names, looks and strings, `cells` and
`furniture` at what a worksheet holds. Lengths are counted in UTF-16 units, as Excel does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.books.lint.book import Book, open_book
from tests.books.lint.cells import iter_cell_faults
from tests.books.lint.furniture import iter_furniture_faults
from tests.books.lint.package import iter_package_faults
from tests.books.lint.tables import iter_table_faults
from tests.books.lint.workbook import iter_workbook_faults

__all__ = ["lint"]


def lint(path: Path) -> list[str]:
    """Give every fault as one sentence."""
    return list(_iter_faults(open_book(path)))


def _iter_faults(book: Book) -> Iterator[str]:
    yield from iter_package_faults(book)
    yield from iter_workbook_faults(book)
    for sheet in book.sheets:
        for fault in (
            *iter_cell_faults(book, sheet),
            *iter_furniture_faults(book, sheet),
            *iter_table_faults(book, sheet),
        ):
            yield f"{sheet.name}: {fault}"
