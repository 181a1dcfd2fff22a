"""A sheet of a finished workbook in, the size at which a printer gives its font out.

Reckoned as Excel does from the widths of the columns, the margins and 拡大縮小印刷, without opening it.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from openpyxl.utils import column_index_from_string, range_boundaries

PAPERS = {9: (8.27, 11.69), 8: (11.69, 16.54)}
"""A4 and A3 in inches, upright."""
FONT = 10.0
EXCEL, OTHER_FONT = 7.0, 8.5
"""Pixels that a character of a column's width takes: in Excel, and where the font has to be replaced."""
_ROW = 15.0


def font_on_paper(sheet: Any, character: float = EXCEL) -> float:
    """Give the size in points at which a font of 10 points is printed; `character` in pixels."""
    setup, margins = sheet.page_setup, sheet.page_margins
    width, height = PAPERS[int(setup.paperSize)]
    if setup.orientation == "landscape":
        width, height = height, width
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    across = 1 if setup.fitToWidth is None else int(setup.fitToWidth)
    room = width - margins.left - margins.right
    scale = _scale_across(_column_inches(sheet, character), _title_columns(sheet), room, across)
    down = 1 if setup.fitToHeight is None else int(setup.fitToHeight)
    if down:
        room = down * (height - margins.top - margins.bottom) * 72
        scale = min(scale, room / (_height(sheet) + (down - 1) * _title_height(sheet)))
    return FONT * scale


def _column_inches(sheet: Any, character: float) -> list[float]:
    widths: dict[int, float] = {}
    for column in sheet.column_dimensions.values():
        widths |= dict.fromkeys(range(column.min, column.max + 1), 0.0 if column.hidden else column.width)
    last = sheet.max_column
    if sheet.print_area:
        last = range_boundaries(str(sheet.print_area).rpartition("!")[2].replace("$", ""))[2]
    return [widths.get(number, 9.14) * character / 96 for number in range(1, last + 1)]


def _title_columns(sheet: Any) -> int:
    columns = sheet.print_title_cols
    return column_index_from_string(columns.replace("$", "").partition(":")[2]) if columns else 0


def _scale_across(columns: list[float], titles: int, room: float, across: int) -> float:
    """Give the greatest scale at which the columns, none of them cut, fill so many pages side by side."""
    scales = (1 - step / 200 for step in count())
    return next(scale for scale in scales if _pages(columns, titles, room / scale) <= across)


def _pages(columns: list[float], titles: int, room: float) -> int:
    pages, used = 1, 0.0
    for number, width in enumerate(columns):
        if used + width > room:
            pages, used = pages + 1, sum(columns[:titles]) if number >= titles else 0.0
        used += width
    return pages


def _height(sheet: Any) -> float:
    return sum(_row_height(sheet, row) for row in range(1, sheet.max_row + 1))


def _title_height(sheet: Any) -> float:
    rows = sheet.print_title_rows
    if not rows:
        return 0.0
    first, _, last = rows.replace("$", "").partition(":")
    return sum(_row_height(sheet, row) for row in range(int(first), int(last) + 1))


def _row_height(sheet: Any, row: int) -> float:
    return sheet.row_dimensions[row].height or _ROW
