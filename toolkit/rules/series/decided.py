"""The office's decisions in, what they do to entries, cells and findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from toolkit.model.decisions import NOT_USED, About, Decisions, Kind
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import OF_THE_FILE, WITHDRAWN, Entry, Taken
from toolkit.model.record import Cell
from toolkit.model.summary import FindingRow


def iter_counting(entries: Iterable[Entry], decisions: Decisions) -> Iterator[Entry]:
    """Yield every entry as it counts now: one that was withdrawn is set aside with the reason.

    A file with the same content that came after its first return was withdrawn is a return again; the very
    file that still lies where it was taken from is not.
    """
    first: dict[str, Entry] = {}
    lying: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.taken is Taken.DUPLICATE and entry.sha256 in first:
            sent_again = (entry.sha256, entry.origin) not in lying
            entry = _duplicate(entry, first[entry.sha256], decisions, sent_again=sent_again)
        lying.add((entry.sha256, entry.origin))
        if entry.taken is not Taken.DUPLICATE:
            first[entry.sha256] = entry
            withdrawn = decisions.find(Kind.WITHDRAWN, About(receipt=entry.receipt))
            if withdrawn:
                entry = replace(entry, taken=Taken.SET_ASIDE, code=WITHDRAWN, detail=withdrawn.reason)
        yield entry


def _duplicate(entry: Entry, first: Entry, decisions: Decisions, *, sent_again: bool) -> Entry:
    withdrawn = decisions.find(Kind.WITHDRAWN, About(receipt=first.receipt))
    if withdrawn and entry.receipt > withdrawn.receipts and sent_again:
        return replace(first, receipt=entry.receipt, received_at=entry.received_at, origin=entry.origin)
    return replace(entry, duplicate_of=first.receipt)


def about_cell(item_id: str, slot: Slot, fields: Fields) -> About:
    """Tell which cell a slot of an item is, as a decision names it."""
    return About(
        item_id=item_id,
        field=fields[slot.field].name,
        year=_year(slot),
        number=slot.number,
        indicator=slot.part[0] if slot.part else 0,
    )


def cell_of(about: About) -> About:
    """Tell which cell a finding speaks of, as a decision about the cell names it."""
    return About(
        item_id=about.item_id,
        field=about.field,
        year=about.year,
        number=about.number,
        indicator=about.indicator,
    )


def _year(slot: Slot) -> str:
    return slot.year.label if slot.year else ""


def correct(cell: Cell, value: str) -> Cell:
    """Give a cell as if the department had typed `value` into it."""
    if re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        return Cell(cell.ref, "number", value, Decimal(value))
    return Cell(cell.ref, "text", value, value)


def item_row(called: str, finding: Finding, receipts: Mapping[str, int], fields: Fields) -> FindingRow:
    """Give a finding about an item as staff see it, who know the item as `called`.

    `receipts` are by the name of the file in 回収.
    """
    field = fields[finding.slot.field].name if finding.slot else ""
    value = str(finding.words.get("value", finding.words.get("returned", "")))
    receipt = receipts.get(finding.place.file) if finding.place else None
    return FindingRow(finding, receipt, finding.department, called, field, value)


def about_finding(row: FindingRow) -> About:
    """Tell which finding a row is, as a decision names it: the same after every later return.

    What is asked of a whole file is one thing, whatever items it holds.
    """
    finding, place = row.finding, row.finding.place
    if finding.code in OF_THE_FILE:
        return About(receipt=row.receipt or 0, code=finding.code)
    return About(
        receipt=row.receipt or 0,
        department="" if row.receipt else row.department,
        item_id=finding.item_id,
        field=row.field,
        year=_year(finding.slot) if finding.slot else "",
        number=finding.slot.number if finding.slot else 0,
        indicator=finding.slot.part[0] if finding.slot and finding.slot.part else 0,
        code=finding.code,
        cell=f"{place.sheet} {place.cell}".strip() if place and not finding.slot else "",
        value=row.value,
    )


def accept(row: FindingRow, decisions: Decisions) -> FindingRow:
    """Give a finding as it stands: with the reason where the office accepted it, or leaves the value out."""
    decision = decisions.find(Kind.ACCEPTED, about_finding(row))
    if decision is None:
        return row
    is_unused = decision.value == NOT_USED
    return replace(row, finding=replace(row.finding, accepted=decision.reason, is_unused=is_unused))
