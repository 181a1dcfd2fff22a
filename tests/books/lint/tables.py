"""A worksheet in, what is wrong with its tables and its filter out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lxml import etree

from tests.books.lint.book import Area, Book, M, Sheet, read_area, twice, unescaped, units
from tests.books.lint.workbook import why_no_name

_LONGEST = 255


def iter_table_faults(book: Book, sheet: Sheet) -> Iterator[str]:
    """Yield what is wrong with the tables of a worksheet."""
    tables = [book.trees[part] for part in book.related(sheet.part, "table")]
    parts = sheet.tree.findall(f"{M}tableParts/{M}tablePart")
    if len(parts) != len(tables):
        yield f"{len(parts)} of {len(tables)} tables"
    merges = [read_area(one.get("ref", "")) for one in sheet.tree.iter(f"{M}mergeCell")]
    areas = [(table.get("displayName", ""), read_area(table.get("ref", ""))) for table in tables]
    for (one, first), (other, second) in itertools.combinations(areas, 2):
        if first and second and first.meets(second):
            yield f"tables {one} and {other} overlap"
    for table, (name, area) in zip(tables, areas, strict=True):
        if why := why_no_name(name):
            yield f"table {name!r}: {why}"
        if area is None or area.bottom <= area.top:
            yield f"table {name} has no rows: {table.get('ref')}"
            continue
        if any(merge and merge.meets(area) for merge in merges):
            yield f"merged cells in table {name}"
        yield from _iter_column_faults(book, sheet, table, area)
        filter_ = table.find(f"{M}autoFilter")
        if filter_ is not None and read_area(filter_.get("ref", "")) != area:
            yield f"filter of table {name}: {filter_.get('ref')}"


def _iter_column_faults(book: Book, sheet: Sheet, table: etree._Element, area: Area) -> Iterator[str]:
    columns = list(table.iterfind(f"{M}tableColumns/{M}tableColumn"))
    names = [unescaped(column.get("name", "")) for column in columns]
    yield from twice("column", (name.casefold() for name in names))
    yield from twice("column id", (column.get("id") for column in columns))
    if len(columns) != area.right - area.left + 1:
        yield f"{len(columns)} columns in {table.get('ref')}"
    headings = _texts(book, sheet, area.top)
    for name, column in zip(names, range(area.left, area.right + 1), strict=False):
        if not 0 < units(name) <= _LONGEST:
            yield f"column of {units(name)}"
        if headings.get(column) != name:
            yield f"column {name!r} is headed {headings.get(column)!r}"


def _texts(book: Book, sheet: Sheet, row: int) -> dict[int, str]:
    """Give the texts of a row by column."""
    strings = [one for part in book.related(book.workbook_part, "sharedStrings") for one in book.trees[part]]
    texts: dict[int, str] = {}
    for cell in sheet.tree.iterfind(f"{M}sheetData/{M}row[@r='{row}']/{M}c"):
        place, kind = read_area(cell.get("r", "")), cell.get("t")
        holder = cell.find(f"{M}is") if kind == "inlineStr" else None
        holder = strings[int(cell.findtext(f"{M}v") or 0)] if kind == "s" else holder
        if place and holder is not None:
            texts[place.left] = unescaped("".join(text.text or "" for text in holder.iter(f"{M}t")))
    return texts
