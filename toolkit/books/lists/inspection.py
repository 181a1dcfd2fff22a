"""検査結果.xlsx: what was found in the office's own books in, a row each with a link to the cell out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.links import link_to_cell
from toolkit.books.lists.sheet_style import STRIKING, new_book
from toolkit.model.errors import OfficeError
from toolkit.model.years import write_moment

TITLE, SHEET = "検査結果", "検査"
TO_MEND, TO_LOOK_AT = "直すところ", "確認するところ"
_WHOLE = "－"
_COLUMNS = (
    Column("番号", "centred", limit=8),
    Column("重さ", "centred", limit=16),
    Column("ブック", limit=22),
    Column("シート", limit=16),
    Column("セル", "link", limit=10),
    Column("何が", limit=52),
    Column("どう直すか", limit=52),
)


def write_inspection(
    path: Path,
    mistakes: Sequence[OfficeError],
    doubts: Sequence[OfficeError],
    books: Mapping[str, str],
    looked_at: dt.datetime,
) -> None:
    """Write 検査結果.xlsx whole or not at all; `books` gives the path of each book, from where it lies."""
    with new_book(path, TITLE, looked_at) as book:
        note = (
            f"{TO_MEND} {len(mistakes)}件（直すまで配布できません）、{TO_LOOK_AT} {len(doubts)}件"
            f"（そのままでも配布できます）。{write_moment(looked_at)} の検査です。"
            "セルを押すと、そのブックが開きます。"
        )
        sheet = book.add_sheet(SHEET, note)
        found = [(TO_MEND, one) for one in mistakes] + [(TO_LOOK_AT, one) for one in doubts]
        rows = [_row(number, weight, one, books) for number, (weight, one) in enumerate(found, 1)]
        area = book.write_table(sheet, "表_検査", _COLUMNS, rows)
        book.highlight(sheet, area, "重さ", {TO_MEND: STRIKING})


def _row(number: int, weight: str, one: OfficeError, books: Mapping[str, str]) -> list[Shown]:
    path, shown = books.get(one.file, ""), one.cell or _WHOLE
    cell = link_to_cell(path, one.sheet, one.cell, shown) if path else shown
    return [number, weight, one.file or _WHOLE, one.sheet or _WHOLE, cell, one.what, one.mend]
