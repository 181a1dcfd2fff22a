"""The place of a value in a return in, the link of a list that leads there out."""

from __future__ import annotations

from toolkit.books.lists.sheet_style import Link
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
    url = f"external:../../回収/{round_id}/{place.file}".translate(_URL_ESCAPES)
    if not place.cell:
        return Link(shown or place.file, url)
    number = place.file.partition("_")[0]
    receipt = f"受付{int(number)}" if number.isdecimal() else place.file
    return Link(shown or f"{receipt} {place.cell}", f"{url}#{quote_sheet(place.sheet)}!{place.cell}")
