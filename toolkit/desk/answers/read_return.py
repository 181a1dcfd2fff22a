"""A returned book and what was issued in, what it was found to hold (a kept reading) out."""

from __future__ import annotations

import functools

from toolkit.books.forms.template import find_live_anchors
from toolkit.books.package.names import find_name
from toolkit.books.reading.reader import Book
from toolkit.books.returned.alignment import Alignment
from toolkit.desk.answers.follow import ReturnedSheet, align_sheet, follow
from toolkit.desk.inbox.identity import find_cover, find_doubts, find_sheets, is_reordered
from toolkit.model.fields import Fields
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.read_return import Message, ReadReturn
from toolkit.rules.checks.file_checks import sheets_of


def read_return(book: Book, manifest: Manifest, issued: IssuedBook, fields: Fields) -> ReadReturn:
    """Read a returned book, and the sheet or block of every item that has only one.

    `issued` is the book of the manifest it is a return of. Nothing is judged or worded here.
    """
    cover = find_cover(book, issued, fields["book.message"].name)
    found = find_sheets(book, manifest, issued, cover)

    @functools.cache  # the blocks of a sheet are realigned together
    def aligned(name: str) -> Alignment:
        here = {one.item_id for one in found if one.sheet == name and not one.owner}
        return align_sheet([sheet for sheet in issued.sheets if sheet.item_id in here], book.sheets[name])

    sheets = []
    for sheet in issued.sheets:
        places = sheets_of(found, sheet.item_id)
        if len(places) == 1:
            name, suffix = places[0].sheet, places[0].suffix
            align = functools.partial(aligned, name)
            slots = manifest.slots_on(issued, sheet)
            sheets.append(follow(ReturnedSheet(book, book.sheets[name], suffix, sheet, slots, align), fields))
    return ReadReturn(
        sheets=tuple(sheets),
        found=tuple(found),
        reordered=is_reordered(found, issued),
        message=_find_message(book, cover, fields),
        links=book.links,
        vast=tuple((name, area) for name, sheet in book.sheets.items() for area in sheet.vast),
        doubts=find_doubts(book, manifest, issued),
    )


def _find_message(book: Book, cover: str, fields: Fields) -> Message | None:
    """Find what a department wrote in 連絡欄: it must not be lost among the numbers."""
    name = find_name(book.names, fields["book.message"].name, cover)
    refs = find_live_anchors(name, book.sheets[cover]) if cover and name else ()
    cell = book.sheets[cover].cells.get(refs[0]) if refs else None
    return Message(cover, cell.ref, cell.raw.strip()) if cell and cell.raw.strip() else None
