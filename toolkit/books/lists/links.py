"""The place of a value in a return, or a cell of the office's books, in; the link that leads there out."""

from __future__ import annotations

from urllib.parse import quote

from toolkit.books.lists.columns import Link
from toolkit.books.package.refs import quote_sheet
from toolkit.model.record import Place

_ESCAPED = frozenset('%#"<>[]^`{}|')
"""What an address may not hold as it is, besides blanks of any width."""


def link_to_return(round_id: str, place: Place | None, otherwise: str = "", shown: str = "") -> Link:
    """Give the link from 取りまとめ/<round>/ or 確認/<round>/ to a cell of a return.

    It shows `shown`, else the receipt number (files in 回収 begin with it) and the cell: `受付12 J11`.
    Without a place it is the plain text `otherwise`; without a cell it leads to the file: `受付12`.
    """
    if place is None or not place.file:
        return Link(otherwise, "")
    path = f"../../回収/{round_id}/{place.file}"
    number = place.file.partition("_")[0]
    receipt = f"受付{int(number)}" if number.isdecimal() else place.file
    sheet = place.sheet if place.cell else ""
    return link_to_cell(path, sheet, place.cell, shown or f"{receipt} {place.cell}".strip())


def link_to_cell(path: str, sheet: str, cell: str, shown: str) -> Link:
    """Give the link to a cell of a workbook (`path` from where the list lies); without one to its sheet."""
    url = "external:" + "".join(quote(c) if c in _ESCAPED or c.isspace() else c for c in path)
    return Link(shown, f"{url}#{quote_sheet(sheet)}!{cell or 'A1'}" if sheet else url)
