"""A file of 回収 in, the answers it holds out: one candidate per item, and what is to be said of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.books.names import find_name
from toolkit.books.reader import Book, SheetCells, read_book
from toolkit.books.refs import from_ref
from toolkit.books.template import find_anchors, find_item_id, iter_suffixes
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Plan
from toolkit.model.profile import Round
from toolkit.model.returns import Cell, Place
from toolkit.rules.checks import iter_locked_changes
from toolkit.steps.workspace import RETURNED, Workspace

SUBTOTAL = Slot("item.actual_subtotal")


@dataclass(frozen=True)
class Candidate:
    """One item as one return answers it, with what is to be said of its sheet.

    `touched` is False where every asked cell still holds what it was issued with (a prefilled round);
    `corrected` holds what was typed where the office mended it.
    """

    entry: Entry
    item_id: str
    cells: Mapping[Slot, Cell]
    places: Mapping[Slot, Place]
    findings: tuple[Finding, ...]
    touched: bool = True
    corrected: Mapping[Slot, str] = field(default_factory=dict)


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
    """Read one file of the 受付簿 into candidates and findings.

    Raises OfficeError where a file that was received is no longer in 回収.
    """
    if entry.taken is not Taken.RETURN:
        words = {"round": inbox.round.id, "detail": entry.detail, "found": entry.detail}
        _note(inbox, entry, entry.code, words=words | {"receipt": entry.duplicate_of})
        return
    try:
        book = read_book(inbox.workspace.folder(RETURNED, inbox.round) / entry.file)
    except UnreadableBook as unreadable:
        _note(inbox, entry, unreadable.code, words={"detail": unreadable.detail})
    except FileNotFoundError:
        raise OfficeError(
            "受付簿にあるファイルがありません。",
            "回収フォルダのファイルは動かさないでください。元の場所に戻してください。",
            entry.file,
        ) from None
    else:
        _read_sheets(inbox, entry, book)


def _read_sheets(inbox: Inbox, entry: Entry, book: Book) -> None:
    """Read every sheet or block that is the only one of an item of this book; say what the rest are."""
    manifest = inbox.manifests[entry.issue]
    issued = next(one for one in manifest.books if one.file == entry.book)
    _read_message(inbox, entry, book, issued)
    by_id = {sheet.item_id: sheet for sheet in issued.sheets}
    found: dict[str, list[tuple[str, str]]] = {}
    for sheet in book.sheets:
        if sheet != issued.cover:
            for suffix in list(iter_suffixes(book, sheet)) or [""]:
                found.setdefault(find_item_id(book, sheet, suffix) or "", []).append((sheet, suffix))
    for item_id, places in found.items():
        if item_id not in by_id:
            for name, _ in places:
                _note(inbox, entry, "sheet-unknown", Place(entry.file, name, "A1"), words={"sheet": name})
        elif len(places) > 1:
            words = {"item": item_id, "count": len(places)}
            _note(inbox, entry, "item-twice", Place(entry.file, places[1][0], "A1"), item_id, words)
        else:
            returned = _Returned(entry, book, book.sheets[places[0][0]], places[0][1], by_id[item_id], issued)
            _read_sheet(inbox, returned)


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


def _read_message(inbox: Inbox, entry: Entry, book: Book, issued: IssuedBook) -> None:
    """Pass on what a department wrote in 連絡欄: it must not be lost among the numbers."""
    cover = book.sheets.get(issued.cover)
    name = find_name(book.names, inbox.fields["book.message"].name, issued.cover)
    if cover is None or name is None:
        return
    try:
        refs = find_anchors(name, cover)
    except OfficeError:
        return
    text = cover.cells[refs[0]].raw.strip() if refs[0] in cover.cells else ""
    if text:
        _note(
            inbox,
            entry,
            "message-from-department",
            Place(entry.file, issued.cover, refs[0]),
            words={"value": text},
        )


# -- a sheet


@dataclass(frozen=True)
class _Returned:
    """A sheet (or block) that came back, beside the one that was issued."""

    entry: Entry
    book: Book
    sheet: SheetCells
    suffix: str
    issued: IssuedSheet
    issued_book: IssuedBook

    def place(self, ref: str) -> Place:
        return Place(self.entry.file, self.sheet.name, ref)


def _read_sheet(inbox: Inbox, returned: _Returned) -> None:
    """Find the asked cells by their names; a sheet with any answer becomes a candidate of its item."""
    issued, sheet = returned.issued, returned.sheet
    asked = {slot: ref for ref, slot in issued.asked.items()}
    department = _department_name(inbox, returned.entry)
    found, findings = _find_slots(inbox, returned)
    wanted = [slot for slot in found if slot in asked or slot == SUBTOTAL]
    places = {slot: returned.place(found[slot]) for slot in wanted}
    cells = {slot: sheet.cells.get(found[slot], Cell(found[slot])) for slot in wanted}
    if not any(is_filled(cells[slot]) for slot in wanted if slot in asked):
        return
    shifted = next((slot for slot in wanted if slot in asked and found[slot] != asked[slot]), None)
    if shifted:
        words = {"item": issued.item_id, "field": inbox.fields[shifted.field].name}
        words |= {"issued": asked[shifted], "returned": found[shifted]}
        findings.append(Finding("sheet-shifted", places[shifted], department, issued.item_id, shifted, words))
    else:
        findings += _locked_changes(returned, department, set(found.values()))
    touched = any(
        cells[slot].raw != issued.cells.get(ref, "") for slot, ref in asked.items() if slot in cells
    )
    candidate = Candidate(returned.entry, issued.item_id, cells, places, tuple(findings), touched)
    inbox.candidates.setdefault((returned.issued_book.writer, issued.item_id), []).append(candidate)


def is_filled(cell: Cell) -> bool:
    """Tell whether a department put anything into a cell."""
    return bool(cell.raw.strip()) or cell.formula is not None


def _find_slots(inbox: Inbox, returned: _Returned) -> tuple[dict[Slot, str], list[Finding]]:
    """Give the cell of every slot of the asked fields; a field whose name is gone or torn is a finding."""
    issued = returned.issued
    slots = inbox.manifests[returned.entry.issue].slots[returned.issued_book.form]
    found: dict[Slot, str] = {}
    findings = []
    for key in dict.fromkeys([slot.field for slot in issued.asked.values()] + [SUBTOTAL.field]):
        if key not in slots:
            continue
        refs = _find_refs(returned, inbox.fields[key].name, len(slots[key]))
        if refs is not None:
            found.update(zip(slots[key], refs, strict=True))
        else:
            words = {"field": inbox.fields[key].name}
            department = _department_name(inbox, returned.entry)
            findings.append(
                Finding("field-lost", returned.place("A1"), department, issued.item_id, Slot(key), words)
            )
    return found, findings


def _find_refs(returned: _Returned, field_name: str, count: int) -> tuple[str, ...] | None:
    name = find_name(returned.book.names, field_name + returned.suffix, returned.sheet.name)
    if name is None:
        return None
    try:
        refs = find_anchors(name, returned.sheet)
    except OfficeError:
        return None
    return refs if len(refs) == count else None


def _locked_changes(returned: _Returned, department: str, bound: set[str]) -> Iterator[Finding]:
    issued = returned.issued

    def finding(ref: str, before: str, after: str) -> Finding:
        words = {"issued": before, "returned": after}
        return Finding("locked-changed", returned.place(ref), department, issued.item_id, None, words)

    first, last = issued.rows
    now = {
        ref: cell.raw
        for ref, cell in returned.sheet.cells.items()
        if ref not in issued.asked and cell.formula is None and first <= from_ref(ref)[0] <= last
    }
    kept = {ref: text for ref, text in issued.cells.items() if ref not in issued.asked}
    everything = dict.fromkeys(now, "") | kept
    ours = {ref: text for ref, text in everything.items() if ref in kept or ref not in bound}
    yield from iter_locked_changes(ours, now, finding)
