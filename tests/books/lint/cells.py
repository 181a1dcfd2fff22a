"""A worksheet in, what is wrong with its rows, columns and cells out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree

from tests.books.lint.book import (
    LAST_COLUMN,
    LAST_ROW,
    Book,
    M,
    Sheet,
    column_number,
    out_of_order,
    read_area,
)
from tests.books.lint.formulas import iter_formula_faults
from tests.books.lint.workbook import iter_string_faults

_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
)
_HIGHEST, _WIDEST, _DEEPEST = 409.5, 255, 7
_ZOOM = range(10, 401)
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}


def iter_cell_faults(book: Book, sheet: Sheet) -> Iterator[str]:
    """Yield what is wrong with a worksheet's cells and what holds them."""
    tree = sheet.tree
    yield from out_of_order(tree, _ORDER, repeated="conditionalFormatting")
    dimension = tree.find(f"{M}dimension")
    if dimension is not None and read_area(dimension.get("ref", "")) is None:
        yield f"dimension {dimension.get('ref')}"
    yield from _iter_view_faults(tree)
    yield from _iter_column_faults(tree, book.count_of("cellXfs"))
    yield from _iter_row_faults(book, tree)


def _iter_view_faults(tree: etree._Element) -> Iterator[str]:
    for view in tree.iter(f"{M}sheetView"):
        for key in ("zoomScale", "zoomScaleNormal", "zoomScaleSheetLayoutView", "zoomScalePageLayoutView"):
            if view.get(key) and int(view.get(key, "")) not in _ZOOM and view.get(key) != "0":
                yield f"{key} {view.get(key)}"
        pane = view.find(f"{M}pane")
        panes = {"topLeft"}
        if pane is not None:
            across, down = float(pane.get("xSplit", "0")) > 0, float(pane.get("ySplit", "0")) > 0
            panes |= _panes(across, down)
            if pane.get("activePane", "topLeft") not in panes:
                yield f"pane {pane.get('activePane')}"
        for selection in view.iter(f"{M}selection"):
            if selection.get("pane", "topLeft") not in panes:
                yield f"selection in {selection.get('pane')}"
            if any(read_area(one) is None for one in selection.get("sqref", "A1").split()):
                yield f"selection {selection.get('sqref')}"


def _panes(across: bool, down: bool) -> set[str]:
    named = {"topRight": across, "bottomLeft": down, "bottomRight": across and down}
    return {name for name, there in named.items() if there}


def _iter_column_faults(tree: etree._Element, looks: int) -> Iterator[str]:
    last = 0
    for column in tree.iterfind(f"{M}cols/{M}col"):
        first, end = int(column.get("min", "0")), int(column.get("max", "0"))
        if not last < first <= end <= LAST_COLUMN:
            yield f"columns {first} to {end} after {last}"
        last = max(last, end)
        if not 0 <= float(column.get("width", "0")) <= _WIDEST:
            yield f"column {first} {column.get('width')} wide"
        if int(column.get("style", "0")) >= looks or int(column.get("outlineLevel", "0")) > _DEEPEST:
            yield f"column {first} has style {column.get('style')}, level {column.get('outlineLevel')}"
    for empty in tree.iterfind(f"{M}cols"):
        if not len(empty):
            yield "cols without a column"


def _iter_row_faults(book: Book, tree: etree._Element) -> Iterator[str]:
    looks, last = book.count_of("cellXfs"), 0
    strings = [len(book.trees[part]) for part in book.related(book.workbook_part, "sharedStrings")] or [0]
    for row in tree.iter(f"{M}row"):
        number = int(row.get("r") or last + 1)
        if not last < number <= LAST_ROW:
            yield f"row {number} after {last}"
        last = number
        if not 0 <= float(row.get("ht", "0")) <= _HIGHEST:
            yield f"row {number} {row.get('ht')} high"
        if int(row.get("s", "0")) >= looks or int(row.get("outlineLevel", "0")) > _DEEPEST:
            yield f"row {number} has style {row.get('s')}, level {row.get('outlineLevel')}"
        column = 0
        for cell in row.iterfind(f"{M}c"):
            ref = cell.get("r", "")
            match = _REF.fullmatch(ref)
            if ref and (match is None or int(match[2]) != number):
                yield f"cell {ref} in row {number}"
            here = column_number(match[1]) if match else column + 1
            if here <= column or here > LAST_COLUMN:
                yield f"cell {ref} out of order"
            column = here
            if int(cell.get("s", "0")) >= looks:
                yield f"{ref} has style {cell.get('s')} of {looks}"
            yield from (f"{ref}: {fault}" for fault in _iter_value_faults(book, cell, strings[0]))


def _iter_value_faults(book: Book, cell: etree._Element, strings: int) -> Iterator[str]:
    kind, value, formula = cell.get("t", "n"), cell.findtext(f"{M}v"), cell.find(f"{M}f")
    inline = cell.find(f"{M}is")
    if value and not _is_value(kind, value, strings):
        yield f"type {kind} and value {value!r}"
    if (kind == "inlineStr") != (inline is not None) and len(cell):
        yield f"type {kind} and inline text"
    if inline is not None:
        yield from iter_string_faults(inline)
    if kind not in ("n", "inlineStr") and value is None and formula is None:
        yield f"type {kind} without a value"
    if formula is None:
        return
    if formula.text:
        yield from iter_formula_faults(book, formula.text)
    elif formula.get("t") != "shared":
        yield "empty formula"
    if formula.get("t") == "array" and read_area(formula.get("ref", "")) is None:
        yield f"matrix {formula.get('ref')}"


def _is_value(kind: str, value: str, strings: int) -> bool:
    match kind:
        case "s":
            return value.isdecimal() and int(value) < strings
        case "n":
            return _is_number(value)
        case "b":
            return value in ("0", "1")
        case "e":
            return value in _ERRORS
    return kind in ("str", "d")


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value)) and value == value.strip() and "_" not in value
    except ValueError:
        return False
