"""What a round's items answered in, the sizes of the others' numbers of a field and unit out (桁の確認)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from toolkit.model.fields import Fields, Slot
from toolkit.model.plan import Item
from toolkit.model.record import Cell
from toolkit.rules.record.read_item import NUMBERS, unit_of
from toolkit.rules.record.records import read_answer

FEWEST = 5
"""A median of fewer numbers says nothing."""

Kind = tuple[str, str]  # a field and its unit


@dataclass(frozen=True)
class Sizes:
    """The numbers of a round, without 0, by field and unit; each with the item it is of."""

    known: Mapping[Kind, Sequence[tuple[str, Decimal]]] = field(default_factory=dict)

    def median_beside(self, item: Item, kind: Kind) -> Decimal | None:
        """Give the median of what the other items answered; None where they are too few."""
        return median_of(number for item_id, number in self.known.get(kind, ()) if item_id != item.id)


NO_SIZES = Sizes()


def median_of(numbers: Iterable[Decimal]) -> Decimal | None:
    """Give the median of the sizes of some numbers, 0 left out; None where they are too few."""
    sizes = [abs(number) for number in numbers if number]
    return median(sizes) if len(sizes) >= FEWEST else None


def sizes_of(answered: Iterable[tuple[Item, Mapping[Slot, Cell]]], fields: Fields) -> Sizes:
    """Read the sizes of a round's numbers from the cells of its items."""
    known: dict[Kind, list[tuple[str, Decimal]]] = {}
    for item, cells in answered:
        for slot, cell in cells.items():
            if slot.field in NUMBERS:
                unit = fields[slot.field].unit or unit_of(item, slot)
                value = read_answer(cell, fields[slot.field], unit).value
                if isinstance(value, Decimal) and value:
                    known.setdefault((slot.field, unit), []).append((item.id, value))
    return Sizes(known)
