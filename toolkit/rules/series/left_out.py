"""The last answer of an item that a later issue no longer asks in, what the office is told of it out."""

from __future__ import annotations

from toolkit.model.fields import Fields
from toolkit.model.findings import Finding
from toolkit.rules.series.candidate import Candidate, is_filled

_SHOWN = 30
"""So many characters of an answer are shown."""


def left_out_finding(last: Candidate, number: str, department: str, fields: Fields) -> Finding | None:
    """Tell what an item was answered before it was taken out of its round; None where nothing was.

    `number` is that of the item as its sheet prints it.
    """
    filled = [(slot, cell) for slot, cell in last.cells.items() if slot in last.issued and is_filled(cell)]
    if not filled or not last.touched:
        return None
    said = "、".join(f"{fields[slot.field].title}「{cell.raw[:_SHOWN]}」" for slot, cell in filled)
    words = {"item": number, "answers": said}
    return Finding("item-left-out", last.places[filled[0][0]], department, last.item_id, None, words)
