"""The tree of a sheet and addresses in, rows and cells out, made in their place when missing."""

from __future__ import annotations

from bisect import bisect
from functools import lru_cache

from lxml import etree

from toolkit.books.package.markup import main
from toolkit.books.package.refs import Box, bounds, from_ref, to_area, to_ref

# The sheets of a book are filled at the same addresses.
_place = lru_cache(maxsize=10_000)(from_ref)
_ROW, _CELL, _COL = main("row"), main("c"), main("col")


class Grid:
    """Finds and makes rows and cells of a `<worksheet>`; `spans` and `dimension` stay right."""

    def __init__(self, tree: etree._Element) -> None:
        """Index the rows; ValueError if the tree is no worksheet."""
        self._tree = tree
        data = tree.find(main("sheetData"))
        if data is None:
            raise ValueError("the sheet has no sheetData")
        self._data = data
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        number = 0
        for row in data.iterchildren(_ROW):
            # A writer may leave r out: the row then follows the one before.
            given = row.get("r")
            number = int(given) if given else number + 1
            if not given:
                row.set("r", str(number))
            self._rows[number] = row
        self._order = list(self._rows)

    def name_cells(self) -> None:
        """Give every cell its address where a writer left it out."""
        for row in self._order:
            self._columns(row)

    def find_row(self, row: int) -> etree._Element | None:
        """Give the row, None if the sheet does not hold it."""
        return self._rows.get(row)

    def row(self, row: int) -> etree._Element:
        """Give the row, made in its place if missing."""
        found = self._rows.get(row)
        if found is None:
            found = etree.Element(_ROW, r=str(row))
            position = bisect(self._order, row)
            self._data.insert(position, found)
            self._order.insert(position, row)
            self._rows[row] = found
        return found

    def find_cell(self, ref: str) -> etree._Element | None:
        """Give the cell, None if the sheet does not hold it."""
        row, column = _place(ref)
        return self._columns(row).get(column) if row in self._rows else None

    def cell(self, ref: str) -> etree._Element:
        """Give the cell, made in its place with the style of its row or column if missing."""
        row, column = _place(ref)
        columns = self._cells.get(row)
        found = None if columns is None else columns.get(column)
        return self._make_cell(row, column) if found is None else found

    def _make_cell(self, row: int, column: int) -> etree._Element:
        element = self.row(row)
        columns = self._columns(row)
        found = columns.get(column)
        if found is None:
            found = etree.Element(_CELL, r=to_ref(row, column))
            style = self._empty_style(element, column)
            if style != "0":
                found.set("s", style)
            element.insert(sum(1 for other in columns if other < column), found)
            columns[column] = found
            self._widen(element, row, column)
        return found

    def column(self, column: int) -> etree._Element | None:
        """Give the `<col>` that describes a column, None if it has the defaults."""
        for col in self._tree.iterfind(f"{main('cols')}/{_COL}"):
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0")):
                return col
        return None

    def _columns(self, row: int) -> dict[int, etree._Element]:
        known = self._cells.get(row)
        if known is None:
            known = self._cells[row] = {}
            column = 0
            for cell in self._rows[row].iterchildren(_CELL):
                ref = cell.get("r")
                column = _place(ref)[1] if ref else column + 1
                if not ref:
                    cell.set("r", to_ref(row, column))
                known[column] = cell
        return known

    def _empty_style(self, row: etree._Element, column: int) -> str:
        if row.get("customFormat") in ("1", "true"):
            return row.get("s", "0")
        col = self.column(column)
        return "0" if col is None else col.get("style", "0")

    def _widen(self, element: etree._Element, row: int, column: int) -> None:
        spans = element.get("spans")
        if spans:
            first, last = spans.split()[0].split(":")
            element.set("spans", f"{min(int(first), column)}:{max(int(last), column)}")
        dimension = self._tree.find(main("dimension"))
        if dimension is not None:
            box = bounds(dimension.get("ref", "A1"))
            wide = Box(min(box.top, row), min(box.left, column), max(box.bottom, row), max(box.right, column))
            dimension.set("ref", to_area(wide))
