"""The readings of several sheets of one item in one book in, one reading out.

Sheets that answer alike are one. Where they differ no program can tell which was meant: the field is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.model.read_return import Lead, ReadSheet, ReadSlot

VISIBLE = "visible"


def join_copies(readings: Sequence[ReadSheet], states: Mapping[str, str]) -> ReadSheet:
    """Give one reading of an item's sheets: that of the first one people see, its differing fields asked.

    `states` tells of every sheet whether it is shown.
    """
    first, *others = sorted(readings, key=lambda one: states[one.sheet] != VISIBLE)
    if not others:
        return first
    beside = [{one.slot: one for one in reading.slots} for reading in others]
    slots = tuple(_joined(one, [held.get(one.slot) for held in beside]) for one in first.slots)
    copies = tuple((one.sheet, states[one.sheet]) for one in (first, *others))
    return replace(first, slots=slots, copies=copies)


def _joined(own: ReadSlot, others: Sequence[ReadSlot | None]) -> ReadSlot:
    if all(one is not None and _held(one) == _held(own) for one in others):
        return own
    filled = (one.cell for one in (own, *others) if one and one.cell and one.cell.raw.strip())
    return replace(own, lead=Lead.SEVERAL, cell=next(filled, own.cell))


def _held(one: ReadSlot) -> tuple[Lead, str, str | None]:
    return one.lead, one.cell.raw.strip() if one.cell else "", one.cell.formula if one.cell else None
