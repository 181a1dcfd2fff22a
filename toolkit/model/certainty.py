"""How sure the values of sample answers are (原本 …): by item and slot, as JSON in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.model.fields import Slot
from toolkit.model.manifest import parse_slot, slot_json

CERTAINTIES = ("原本", "推定", "補完", "架空")
"""Printed, inferred, filled so that a printed total holds, invented: the surest first."""

Certainties = Mapping[tuple[str, Slot], str]
"""The certainty of each value a sample return holds, by item id and slot."""


def weakest(certainties: Iterable[str]) -> str:
    """Give the least sure of some certainties, "" where there is none."""
    return max(
        (certainty for certainty in certainties if certainty in CERTAINTIES),
        key=CERTAINTIES.index,
        default="",
    )


def certainties_json(certainties: Certainties) -> list[Any]:
    """Give certainties as JSON."""
    return [[item_id, slot_json(slot), certainty] for (item_id, slot), certainty in certainties.items()]


def parse_certainties(data: Sequence[Any]) -> dict[tuple[str, Slot], str]:
    """Load certainties from their JSON."""
    return {(item_id, parse_slot(slot)): certainty for item_id, slot, certainty in data}
