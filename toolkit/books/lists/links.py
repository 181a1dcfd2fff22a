"""The place of a value in a return, or a cell of the office's books, in; the link that leads there out."""

from __future__ import annotations

from toolkit.books.lists.columns import Link
from toolkit.books.package.refs import quote_sheet
from toolkit.model.record import Place

_URL_ESCAPES = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '%#" <>[]^`{}'})


def link_to_return(round_id: str, place: Place | None, otherwise: str = "", shown: str = "") -> Link:
    """Give the link from 取りまとめ/<round>/ or 確認/<round>/ to a cell of a return.

    It shows `shown`, else the receipt number (files in 回収 begin with it) and the cell: `受付12 J11`.
    Without a place it is the plain text `otherwise`; without a cell it leads to the file and shows its name.
    """
    if place is None or not place.file:
        return Link(otherwise, "")
    path = f"../../回収/{round_id}/{place.file}"
    if not place.cell:
        return link_to_cell(path, "", "", shown or place.file)
    number = place.file.partition("_")[0]
    receipt = f"受付{int(number)}" if number.isdecimal() else place.file
    return link_to_cell(path, place.sheet, place.cell, shown or f"{receipt} {place.cell}")


def link_to_cell(path: str, sheet: str, cell: str, shown: str) -> Link:
    """Give the link to a cell of a workbook (`path` from where the list lies); without one to its sheet."""
    url = f"external:{path}".translate(_URL_ESCAPES)
    return Link(shown, f"{url}#{quote_sheet(sheet)}!{cell or 'A1'}" if sheet else url)
