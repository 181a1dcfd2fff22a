"""Small templates for the tests: cells, merges and names in, a workbook out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from toolkit.books.package.refs import bounds
from toolkit.model.fields import Fields, load_fields

SHEET = "様式"
SCHEMA = Path(__file__).parents[2] / "config" / "base.schema.json"


def load_base_fields() -> Fields:
    return load_fields(json.loads(SCHEMA.read_text("utf-8")))


def write_toy(
    path: Path,
    cells: Mapping[str, str | int | float],
    names: Mapping[str, str],
    *,
    merges: Sequence[str] = (),
    row_heights: Mapping[int, float] | None = None,
    widths: Mapping[str, float] | None = None,
) -> Path:
    """Write a template with one sheet `様式`. A name's text lists its areas: `"C3:C4 C6"` is a union.

    Formulas begin with `=`. Every cell of a merged area and every named cell has a border and wraps.
    """
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for row, height in (row_heights or {}).items():
            sheet.set_row(row - 1, height)
        for columns, width in (widths or {}).items():
            sheet.set_column(columns, width)
        for merge in merges:
            sheet.merge_range(merge, cells.get(merge.partition(":")[0], ""), framed)
        anchors = {merge.partition(":")[0] for merge in merges}
        for ref, value in cells.items():
            if ref not in anchors:
                sheet.write(ref, value, framed)
        for name, areas in names.items():
            parts = [f"'{SHEET}'!{_absolute(area)}" for area in areas.split()]
            book.define_name(f"'{SHEET}'!{name}", "=" + ",".join(parts))
    return path


def _absolute(area: str) -> str:
    box = bounds(area)
    first = xlsxwriter.utility.xl_rowcol_to_cell(box.top - 1, box.left - 1, True, True)
    last = xlsxwriter.utility.xl_rowcol_to_cell(box.bottom - 1, box.right - 1, True, True)
    return str(first if first == last else f"{first}:{last}")
