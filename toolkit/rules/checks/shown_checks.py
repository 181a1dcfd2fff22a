"""Answers with what their cells show in, what is to be said of that out: struck, raised, merged, covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.record import Cell
from toolkit.model.shown import Lying, On
from toolkit.model.words import is_blank
from toolkit.rules.record.read_item import Make, ReadItem
from toolkit.rules.record.seen import (
    foreign_content,
    is_plain,
    is_struck_out,
    lying_words,
    raised_figure,
    short,
    stored_text,
    struck_pieces,
)


def look_at(answered: ReadItem, fields: Fields, finding: Make) -> tuple[list[Finding], ReadItem]:
    """Give what is to be said of what cells show, and the item without the answers that are asked about so.

    Whatever else such an answer may mean is not said: nobody knows yet what it says.
    """
    findings = list(_iter_findings(answered, fields, finding))
    unclear = {one.slot for one in findings if _leaves_open(one.code)}
    if not unclear:
        return findings, answered
    slots = [slot for slot in answered.asked.slots if slot not in unclear]
    return findings, replace(answered, asked=replace(answered.asked, slots=slots))


def _leaves_open(code: str) -> bool:
    wording = CATALOGUE[code]
    return wording.doubts or wording.severity is Severity.ERROR


def _iter_findings(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    told: set[Lying] = set()
    for slot in answered.asked.slots:
        cell = answered.cells.get(slot)
        if cell is not None and not is_plain(cell):
            yield from _of_value(cell, slot, fields, finding)
            yield from _of_what_lies_there(cell, slot, finding, told)


def _of_value(cell: Cell, slot: Slot, fields: Fields, finding: Make) -> Iterator[Finding]:
    """What a reader sees otherwise than a program reads it: one finding, the surest doubt first."""
    if content := foreign_content(cell):
        yield finding("not-a-value", slot, content=content)
    elif is_struck_out(cell):
        yield finding("struck-answer", slot, value=short(cell.raw))
    elif cell.shown.merged and not is_blank(cell.raw):
        yield finding("merged-answer", slot, value=short(cell.raw), area=cell.shown.merged)
    elif fields[slot.field].kind == "quantity" and (raised := raised_figure(cell)):
        yield finding("raised-figure", slot, value=cell.raw, raised=raised)
    elif struck := struck_pieces(cell):
        value, read = short(stored_text(cell)), short(cell.raw)
        yield finding("struck-left-out", slot, value=value, struck=short(struck), read=read)
    if cell.shown.cleaned:
        yield finding("text-cleaned", slot, signs="、".join(cell.shown.cleaned))


def _of_what_lies_there(cell: Cell, slot: Slot, finding: Make, told: set[Lying]) -> Iterator[Finding]:
    """What was put on a cell: of a blank one all, of a filled one each thing once."""
    is_empty = is_blank(cell.raw) and cell.formula is None
    lying = tuple(one for one in cell.shown.lying if is_empty or one.kind is On.COMMENT or one not in told)
    told |= set(cell.shown.lying)
    if lying and is_empty:
        yield finding("note-on-blank", slot, lying=lying_words(lying))
    elif lying:
        yield finding("note-on-answer", slot, lying=lying_words(lying))
