"""A file of 回収 in, the answers it holds out: one candidate per item, and what is to be said of the file."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.books.forms.template import find_live_anchors
from toolkit.books.package.names import find_name
from toolkit.books.reading.reader import Book, read_book
from toolkit.books.returned.alignment import Alignment
from toolkit.desk.answers.returned import Returned, align_sheet, follow
from toolkit.desk.inbox.identity import FoundSheet, find_cover, find_sheets, is_reordered, iter_doubts
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.plan import Plan
from toolkit.model.profile import OFFICE_WRITERS, Round
from toolkit.model.returns import Cell, Place

LINKS_NAMED = 5
"""A book with links is named with so many of them."""


@dataclass(frozen=True)
class Candidate:
    """One item as one return answers it, with what is to be said of its sheet.

    `touched` is False where every asked cell still holds what it was issued with (a prefilled round);
    `corrected` holds what was typed where the office mended it, `questioned` the slots whose cell is not
    certain: they have no value, and their finding asks for it. `issued` is what stood in the cells as the
    book of this `mark` was issued.
    """

    entry: Entry
    item_id: str
    cells: Mapping[Slot, Cell]
    places: Mapping[Slot, Place]
    findings: tuple[Finding, ...]
    touched: bool = True
    corrected: Mapping[Slot, str] = field(default_factory=dict)
    questioned: frozenset[Slot] = frozenset()
    issued: Mapping[Slot, str] = field(default_factory=dict)
    mark: str = ""


@dataclass
class Inbox:
    """What every file of a round is read with; grows as they are read.

    `candidates` are by writer and item, in the order of receipt; `findings` are those about files.
    """

    workspace: Workspace
    round: Round
    plan: Plan
    manifests: Mapping[int, Manifest]
    candidates: dict[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    findings: list[tuple[Entry, Finding]] = field(default_factory=list)

    @property
    def fields(self) -> Fields:
        """The fields a form can hold."""
        return self.workspace.fields


def read_entry(inbox: Inbox, entry: Entry) -> None:
    """Read one file of the 受付簿 into candidates and findings; one that cannot be read is a finding.

    Raises OfficeError where a file that was received is no longer in 回収.
    """
    if entry.taken is not Taken.RETURN:
        words = {"round": inbox.round.id, "detail": entry.detail, "found": entry.detail}
        _note(inbox, entry, entry.code, words=words | {"receipt": entry.duplicate_of})
        return
    try:
        _read_sheets(inbox, entry, read_book(inbox.workspace.folder(RETURNED, inbox.round) / entry.file))
    except UnreadableBook as unreadable:
        _note(inbox, entry, unreadable.code, words={"detail": unreadable.detail})
    except FileNotFoundError:
        raise OfficeError(
            "受付簿にあるファイルがありません。",
            "回収フォルダのファイルは動かさないでください。元の場所に戻してください。",
            entry.file,
        ) from None
    except OfficeError:
        raise
    except Exception as fault:  # no single return may keep the office from all others
        _note(inbox, entry, "reading-failed", words={"detail": f"（{type(fault).__name__}）"})


def _read_sheets(inbox: Inbox, entry: Entry, book: Book) -> None:
    """Read every sheet or block that is the only one of an item of this book; say what the rest are."""
    manifest = inbox.manifests[entry.issue]
    issued = next(one for one in manifest.books if one.file == entry.book)
    cover = find_cover(book, issued, inbox.fields["book.message"].name)
    _read_message(inbox, entry, book, cover)
    if book.links:
        _note(inbox, entry, "external-link", words={"target": "、".join(book.links[:LINKS_NAMED])})
    doubts = "、".join(iter_doubts(book, manifest, issued))
    if doubts:
        _note(inbox, entry, "identity-differs", words={"detail": f"（{doubts}）", "book": issued.file})
    found = find_sheets(book, manifest, issued, cover)
    if is_reordered(found, issued):
        _note(inbox, entry, "sheets-reordered")
    for one in found:
        _note_sheet(inbox, entry, book, one)
    _read_items(inbox, entry, book, issued, [one for one in found if one.item_id and not one.owner])


def _read_items(
    inbox: Inbox, entry: Entry, book: Book, issued: IssuedBook, found: Sequence[FoundSheet]
) -> None:
    """Read the sheet or block of every item that has only one."""

    @functools.cache  # the blocks of a sheet are realigned together
    def aligned(name: str) -> Alignment:
        here = {one.item_id for one in found if one.sheet == name}
        return align_sheet([sheet for sheet in issued.sheets if sheet.item_id in here], book.sheets[name])

    for sheet in issued.sheets:
        places = [one for one in found if one.item_id == sheet.item_id]
        if not places:
            continue
        one, place = places[0], Place(entry.file, places[-1].sheet, "A1")
        if len(places) > 1:
            words: dict[str, object] = {"item": sheet.item_id, "count": len(places)}
            _note(inbox, entry, "item-twice", place, sheet.item_id, words)
            continue
        if one.renamed and not one.suffix:
            words = {"sheet": one.sheet, "item": sheet.item_id, "issued": sheet.sheet}
            _note(inbox, entry, "sheet-renamed", place, sheet.item_id, words)
        returned = Returned(
            entry,
            book,
            book.sheets[one.sheet],
            one.suffix,
            sheet,
            inbox.manifests[entry.issue].slots_on(issued, sheet),
            _department_name(inbox, entry),
            functools.partial(aligned, one.sheet),
        )
        _read_sheet(inbox, issued, returned)


def _note_sheet(inbox: Inbox, entry: Entry, book: Book, one: FoundSheet) -> None:
    """Say what is odd about a sheet as a whole."""
    place, words = Place(entry.file, one.sheet, "A1"), {"sheet": one.sheet, "item": one.item_id}
    if one.owner:
        _note(inbox, entry, "sheet-of-another", place, words=words | {"owner": _short_name(inbox, one.owner)})
    elif not one.item_id:
        _note(inbox, entry, "sheet-unknown", place, words=words)
    elif one.printed:
        _note(inbox, entry, "sheet-id-differs", place, one.item_id, words | {"printed": one.printed})
    if one.item_id and not one.suffix and not book.sheets[one.sheet].protected:
        _note(inbox, entry, "protection-removed", place, words=words)


def _note(
    inbox: Inbox,
    entry: Entry,
    code: str,
    place: Place | None = None,
    item_id: str = "",
    words: Mapping[str, object] | None = None,
) -> None:
    finding = Finding(
        code, place or Place(entry.file, "", ""), _department_name(inbox, entry), item_id, None, words or {}
    )
    inbox.findings.append((entry, finding))


def _department_name(inbox: Inbox, entry: Entry) -> str:
    """Give the department of a return; one that a later edition of the plan renamed keeps its old name."""
    try:
        return inbox.plan.department(entry.department).name if entry.department else ""
    except KeyError:
        return entry.department


def _short_name(inbox: Inbox, department: str) -> str:
    try:
        return inbox.plan.short_name(department)
    except KeyError:
        return department


def _read_message(inbox: Inbox, entry: Entry, book: Book, cover: str) -> None:
    """Pass on what a department wrote in 連絡欄: it must not be lost among the numbers."""
    name = find_name(book.names, inbox.fields["book.message"].name, cover)
    refs = find_live_anchors(name, book.sheets[cover]) if cover and name else ()
    cell = book.sheets[cover].cells.get(refs[0]) if refs else None
    if cell and cell.raw.strip():
        place = Place(entry.file, cover, cell.ref)
        _note(inbox, entry, "message-from-department", place, words={"value": cell.raw.strip()})


# -- a sheet


def _read_sheet(inbox: Inbox, issued_book: IssuedBook, returned: Returned) -> None:
    """Follow the asked fields; a sheet with any answer becomes a candidate of its item."""
    issued = returned.issued
    followed = follow(returned, inbox.fields)
    asked = {slot: ref for ref, slot in issued.asked.items()}
    answers = {**followed.found, **followed.questioned}
    filled = any(is_filled(returned.cell(ref)) for slot, ref in answers.items() if slot in asked and ref)
    if not filled and not _may_clear(inbox.round, issued_book.writer):
        return
    cells = {slot: returned.cell(ref) for slot, ref in followed.found.items()}
    places = {slot: returned.place(ref) for slot, ref in followed.found.items()}
    touched = any(
        returned.cell(answers[slot]).raw != issued.cells.get(ref, "")
        for slot, ref in asked.items()
        if answers.get(slot)
    )
    candidate = Candidate(
        returned.entry,
        issued.item_id,
        cells,
        places,
        tuple(followed.findings),
        touched,
        questioned=frozenset(followed.questioned),
        issued={slot: issued.cells.get(ref, "") for slot, ref in asked.items()},
        mark=issued_book.mark,
    )
    inbox.candidates.setdefault((issued_book.writer, issued.item_id), []).append(candidate)


def _may_clear(round_: Round, writer: str) -> bool:
    """Tell whether a writer may take back all it wrote of an item: an office that must write nothing."""
    required = any(ask.required and ask.by == writer for ask in round_.asks)
    return writer in OFFICE_WRITERS and not required


def is_filled(cell: Cell) -> bool:
    """Tell whether a department put anything into a cell."""
    return bool(cell.raw.strip()) or cell.formula is not None
