"""A returned book and what was issued in, what it was found to hold (a kept reading) out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from toolkit.books.forms.template import find_live_anchors
from toolkit.books.reading.reader import Book
from toolkit.books.returned.alignment import Alignment
from toolkit.desk.answers.copies import join_copies
from toolkit.desk.answers.follow import ReturnedSheet, align_sheet, follow
from toolkit.desk.inbox.identity import find_cover, find_doubts, find_sheets, is_reordered
from toolkit.model.fields import Fields
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.read_return import Doubts, FoundSheet, Message, ReadReturn, ReadSheet
from toolkit.model.words import is_blank
from toolkit.rules.record.seen import as_seen


def read_return(
    book: Book, manifest: Manifest, issued: IssuedBook, fields: Fields, *, by_words: bool = False
) -> ReadReturn:
    """Read a returned book, and the sheet or block of every item in it, whoever it was issued to.

    `issued` is the book of the manifest it is a return of; `by_words`: its marks are lost.
    Nothing is judged or worded here.
    """
    cover = find_cover(book, issued, fields["book.message"].name)
    found = find_sheets(book, manifest, issued, cover)

    owners = {one.owner for one in found if one.owner}
    others = manifest.books if owners else ()
    books = [one for one in others if one.department in owners and one.writer == issued.writer]
    own = [one for one in found if not one.owner]
    sheets = _read_book(book, manifest, issued, own, fields, by_words=by_words)
    for other in books:
        theirs = [one for one in found if one.owner == other.department]
        read = _read_book(book, manifest, other, theirs, fields)
        sheets += [replace(sheet, owner=other.department) for sheet in read]
    return ReadReturn(
        sheets=tuple(sheets),
        found=tuple(found),
        reordered=is_reordered(found, issued),
        message=_find_message(book, cover, fields),
        links=book.links,
        vast=tuple((name, area) for name, sheet in book.sheets.items() for area in sheet.vast),
        doubts=Doubts() if by_words else find_doubts(book, manifest, issued),
    )


def _read_book(
    book: Book,
    manifest: Manifest,
    issued: IssuedBook,
    found: Sequence[FoundSheet],
    fields: Fields,
    *,
    by_words: bool = False,
) -> list[ReadSheet]:
    """Read the items of one issued book; `found` are the sheets of a received one that are its own."""

    @functools.cache  # the blocks of a sheet are realigned together
    def aligned(name: str) -> Alignment:
        here = {one.item_id for one in found if one.sheet == name}
        return align_sheet([sheet for sheet in issued.sheets if sheet.item_id in here], book.sheets[name])

    sheets = []
    states = {name: sheet.state for name, sheet in book.sheets.items()}
    for sheet in issued.sheets:
        slots = functools.partial(manifest.slots_of, issued, sheet)
        readings = []
        for place in (one for one in found if one.item_id == sheet.item_id):
            align = functools.partial(aligned, place.sheet)
            here = ReturnedSheet(book, book.sheets[place.sheet], place.suffix, sheet, slots, align, by_words)
            readings.append(follow(here, fields))
        if readings:
            sheets.append(join_copies(readings, states))
    return sheets


def _find_message(book: Book, cover: str, fields: Fields) -> Message | None:
    """Find what a department wrote in 連絡欄: it must not be lost among the numbers."""
    name = book.find_name(fields["book.message"].name, cover)
    refs = find_live_anchors(name, book.sheets[cover]) if cover and name else ()
    found = book.sheets[cover].cells.get(refs[0]) if refs else None
    cell = as_seen(found) if found else None
    return Message(cover, cell.ref, cell.raw.strip()) if cell and not is_blank(cell.raw) else None
