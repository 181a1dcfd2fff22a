"""A received workbook and what was issued in; whose return of which issue it is, and its sheets' items, out.

Told by what the file holds, never by its name: the majority of the marks a made book carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.books.forms.template import ISSUE, find_item_id, iter_suffixes
from toolkit.books.package.names import find_name
from toolkit.books.package.properties import property_text
from toolkit.books.reading.reader import Book
from toolkit.books.returned.our_marks import find_related_copy, request_sheets
from toolkit.model.ledger import ASSIGNED, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.read_return import Doubts, FoundSheet

_ALL, _MOST = 3, 2  # the marks of a made book, and how many of them are enough
ALIKE, ALIKE_UNNAMED = 0.9, 0.5
"""A sheet is still the item's of its tab when it holds this share of its printed texts: where another id is
printed on it, and where none is."""
ROUND, EDITION, DEPARTMENT, NUMBER = "照会", "版", "所属", "発行番号"
"""The custom properties of a made book."""


@dataclass(frozen=True)
class Recognised:
    """What a file is: the fields an entry of the 受付簿 takes over."""

    taken: Taken
    issue: int = 0
    department: str = ""
    book: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""
    saved: str = ""


def recognise(book: Book, manifests: Sequence[Manifest], round_id: str) -> Recognised:
    """Tell by content whose return of which issue a workbook is, or why it is none.

    Two of three marks must agree (the signed `_issue`, the custom properties, the printed ids). The
    signature alone is enough, for nobody else can make it; one that is not ours refuses the file.
    """
    copy = find_related_copy(book.names)
    if copy:
        return Recognised(Taken.SET_ASIDE, code="related-copy", detail=copy.words)
    mark, printed = _read_mark(book), [id_ for id_ in _printed_ids(book) if id_]
    issued_books = [(manifest, issued) for manifest in manifests for issued in manifest.books]
    signed = [pair for pair in issued_books if mark and pair[1].mark == mark[4]]
    if mark and not signed:
        return _refuse(book, manifests, round_id)
    votes = [(_count_marks(book, printed, *pair), pair) for pair in signed]
    if not votes or votes[0][0] < _ALL:
        votes += [(_count_marks(book, printed, *pair), pair) for pair in issued_books if pair not in signed]
    # Of several with as many marks, the signed one, else that of the newest issue.
    most = max((count for count, _ in votes), default=0)
    likely = [pair for count, pair in votes if count == most]
    if most < _MOST and not signed:
        return _refuse(book, manifests, round_id)
    manifest, issued = likely[0] if likely[0] in signed else max(likely, key=lambda pair: pair[0].issue)
    found = find_sheets(book, manifest, issued)
    items = tuple(dict.fromkeys(one.item_id for one in found if one.item_id and not one.owner))
    return Recognised(Taken.RETURN, manifest.issue, issued.department, issued.file, items)


def assign(book: Book, manifests: Sequence[Manifest], department: str) -> Recognised:
    """Take a workbook without marks for the return of a department, as the office says; its newest book."""
    newest = max(manifests, key=lambda one: one.issue)
    issued = [one for one in newest.books if one.department == department]
    found = {
        one.file: [two.item_id for two in find_sheets(book, newest, one) if two.item_id] for one in issued
    }
    likely = max(issued, key=lambda one: len(found[one.file]))
    items = tuple(dict.fromkeys(found[likely.file]))
    why = _missing_marks(book)
    return Recognised(Taken.RETURN, newest.issue, department, likely.file, items, ASSIGNED, why)


def _refuse(book: Book, manifests: Sequence[Manifest], round_id: str) -> Recognised:
    """Say what a workbook is that is no return of this round."""
    mark = _read_mark(book)
    city, edition, found = mark[:3] if mark else ("", "", book.properties.get(ROUND, ""))
    cities = {manifest.city for manifest in manifests}
    if mark and city not in cities:
        return Recognised(Taken.SET_ASIDE, code="other-city", detail=city)
    if found and found != round_id:
        return Recognised(Taken.SET_ASIDE, code="other-round", detail=found)
    if mark and edition not in {manifest.edition.label for manifest in manifests}:
        return Recognised(Taken.SET_ASIDE, code="other-round", detail=f"{found}（{edition}版）")
    why = "この作業フォルダから配布したものではありません。" if mark else _missing_marks(book)
    return Recognised(Taken.SET_ASIDE, code="not-ours", detail=why)


def _missing_marks(book: Book) -> str:
    """Say which marks of a made book a file lacks: some programs drop them when they save."""
    lacking = ["名前 _issue"]
    lacking += [] if any(book.properties.get(name) for name in (ROUND, DEPARTMENT)) else ["文書のプロパティ"]
    lacking += [] if any(_printed_ids(book)) else ["項目番号のセルの名前"]
    return f"配布したときの印（{'、'.join(lacking)}）がありません。"


def _read_mark(book: Book) -> list[str] | None:
    """Read `city|edition|round|issue|mark` from the book's own name; None where there is none."""
    name = find_name(book.names, ISSUE)
    parts = name.text.strip('"').split("|") if name else []
    return parts if len(parts) == 5 else None


def _count_marks(book: Book, printed: Sequence[str], manifest: Manifest, issued: IssuedBook) -> int:
    """Count the marks of a file, with the ids printed in it, that are those of an issued book."""
    mark = _read_mark(book)
    numbers = {sheet.number for sheet in issued.sheets}
    known = book.properties and not any(_iter_contradictions(book.properties, manifest, issued, lacking=True))
    return sum(
        (
            mark is not None and mark[4] == issued.mark,
            bool(known),
            sum(number in numbers for number in printed) * 2 > len(printed),
        )
    )


def _printed_ids(book: Book) -> list[str | None]:
    return [
        find_item_id(book, sheet, suffix) for sheet in book.sheets for suffix in iter_suffixes(book, sheet)
    ]


def _iter_contradictions(
    properties: Mapping[str, str], manifest: Manifest, issued: IssuedBook, *, lacking: bool
) -> Iterator[tuple[str, str]]:
    """Yield the custom properties (name, text) that are not an issued book's.

    `lacking`: those that are not there too.
    """
    known = {ROUND: manifest.round, EDITION: manifest.edition.label, NUMBER: str(manifest.issue)}
    for name, text in known.items():
        if properties.get(name, "" if lacking else text) != text:
            yield name, properties.get(name, "")
    known_name = property_text(issued.name)
    department = properties.get(DEPARTMENT, "" if lacking else known_name)
    if department != known_name:
        yield DEPARTMENT, department


def find_doubts(book: Book, manifest: Manifest, issued: IssuedBook) -> Doubts:
    """Find the marks of a recognised file that are gone or say something else."""
    mark = _read_mark(book)
    other = mark[2] if mark and mark[4] != issued.mark else None
    different = _iter_contradictions(book.properties, manifest, issued, lacking=False)
    return Doubts(mark is None, other, tuple(different))


# -- its sheets


def find_cover(book: Book, issued: IssuedBook, field: str) -> str:
    """Give the cover's sheet: as issued, else the one with a name for this field; "" for none."""
    if issued.cover in book.sheets:
        return issued.cover
    named = (name.sheet for name in book.names if name.name == field and name.sheet in book.sheets)
    return next((sheet for sheet in named if sheet), "")


def find_sheets(book: Book, manifest: Manifest, issued: IssuedBook, cover: str = "") -> list[FoundSheet]:
    """Tell the item of every sheet by the majority of printed id, tab and printed texts.

    The cover and our own ご確認事項 have none.
    """
    own = {sheet.number: sheet for sheet in issued.sheets}
    by_tab = {(sheet.sheet, sheet.suffix): sheet for sheet in issued.sheets}
    # A book of 事務局 holds the items of all departments: an id is another's only among its writer's books.
    others = {
        sheet.number: (other, sheet)
        for other in manifest.books
        if other.writer == issued.writer and other is not issued
        for sheet in other.sheets
    }
    found = []
    for sheet in book.sheets:
        if sheet in (cover, issued.cover, *request_sheets(book.names)):
            continue
        for suffix in list(iter_suffixes(book, sheet)) or [""]:
            printed = find_item_id(book, sheet, suffix) or ""
            rivals = _Rivals(own.get(printed), by_tab.get((sheet, suffix)), others.get(printed))
            one = _decide(book, sheet, suffix, printed, rivals)
            found.append(replace(one, protected=book.sheets[sheet].protected))
    return found


class _Rivals(NamedTuple):
    """What a sheet may be: by its printed id, by its tab, and another department's by its printed id."""

    printed: IssuedSheet | None
    tab: IssuedSheet | None
    other: tuple[IssuedBook, IssuedSheet] | None


def _decide(book: Book, sheet: str, suffix: str, printed: str, rivals: _Rivals) -> FoundSheet:
    texts = {cell.raw for cell in book.sheets[sheet].cells.values()}
    by_id, tab = rivals.printed, rivals.tab
    if by_id is not None:
        if tab is None or tab is by_id or _likeness(by_id, texts) >= _likeness(tab, texts):
            renamed = by_id.sheet if by_id.sheet != sheet else ""
            return FoundSheet(sheet, suffix, by_id.item_id, renamed=renamed)
        return FoundSheet(sheet, suffix, tab.item_id, printed=printed)
    other = _likeness(rivals.other[1], texts) if rivals.other else 0.0
    least = max(ALIKE if printed else ALIKE_UNNAMED, other)
    if tab is not None and _likeness(tab, texts) >= least:
        return FoundSheet(sheet, suffix, tab.item_id, printed=printed)
    if rivals.other:
        other_book, other_sheet = rivals.other
        return FoundSheet(sheet, suffix, other_sheet.item_id, owner=other_book.department)
    return FoundSheet(sheet, suffix, "")


def _likeness(issued: IssuedSheet, texts: set[str]) -> float:
    """Give the share of an issued sheet's printed texts that a sheet holds."""
    printed = {text for ref, text in issued.cells.items() if ref not in issued.asked}
    return len(printed & texts) / len(printed) if printed else 0.0


def is_reordered(found: Iterable[FoundSheet], issued: IssuedBook) -> bool:
    """Tell whether the sheets stand in another order than they were issued in."""
    order = {sheet.item_id: at for at, sheet in enumerate(issued.sheets)}
    items = dict.fromkeys(one.item_id for one in found if one.item_id in order and not one.owner)
    places = [order[item_id] for item_id in items]
    return places != sorted(places)
