"""One item's sheet as it was read in, the answer it may be (a candidate) out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.read_return import Lead, ReadSheet
from toolkit.model.record import Cell, Place
from toolkit.model.words import is_blank, visible
from toolkit.rules.record.seen import as_seen


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


def candidate_of(
    read: ReadSheet, issued: tuple[IssuedBook, IssuedSheet], entry: Entry, findings: tuple[Finding, ...]
) -> Candidate:
    """Give the answer a sheet may be, beside what was issued; `findings` are what is to be said of it."""
    book, sheet = issued
    asked = {slot: sheet.cells.get(ref, "") for ref, slot in sheet.asked.items()}
    taken = {one.slot: as_seen(one.cell) for one in read.slots if one.lead is Lead.FOLLOWED and one.cell}
    touched = any(
        one.slot in asked and one.cell and _differs(one.cell, asked[one.slot]) for one in read.slots
    )
    return Candidate(
        entry,
        sheet.item_id,
        taken,
        {slot: Place(entry.file, read.sheet, cell.ref) for slot, cell in taken.items()},
        findings,
        touched,
        questioned=frozenset(one.slot for one in read.slots if one.lead is not Lead.FOLLOWED),
        issued=asked,
        mark=book.mark,
    )


def _differs(cell: Cell, issued: str) -> bool:
    return visible(cell.raw) != visible(issued) or bool(cell.shown.lying)


def is_answered(read: ReadSheet, sheet: IssuedSheet) -> bool:
    """Tell whether a department put anything into, or onto, any asked cell, wherever it is now."""
    asked = set(sheet.asked.values())
    cells = [one.cell for one in read.slots if one.slot in asked and one.cell]
    return any(is_filled(cell) or cell.shown.lying or cell.shown.merged for cell in cells)


def is_filled(cell: Cell) -> bool:
    """Tell whether a department put anything into a cell that a reader sees."""
    return not is_blank(cell.raw) or cell.formula is not None
