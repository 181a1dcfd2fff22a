"""Where the values of sample answers are from: marks by item and slot, as JSON in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.model.fields import Slot
from toolkit.model.manifest import parse_slot, slot_json

MARKS = ("原本", "推定", "補完", "架空")
"""Printed, inferred, filled so that a printed total holds, invented: the surest first."""

Marks = Mapping[tuple[str, Slot], str]
"""The mark of each value a sample return holds, by item id and slot."""


def weakest(marks: Iterable[str]) -> str:
    """Give the least sure of some marks, "" where there is none."""
    return max((mark for mark in marks if mark in MARKS), key=MARKS.index, default="")


def marks_json(marks: Marks) -> list[Any]:
    """Give marks as JSON."""
    return [[item_id, slot_json(slot), mark] for (item_id, slot), mark in marks.items()]


def parse_marks(data: Sequence[Any]) -> dict[tuple[str, Slot], str]:
    """Load marks from their JSON."""
    return {(item_id, parse_slot(slot)): mark for item_id, slot, mark in data}
