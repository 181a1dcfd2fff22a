"""What a round's items answered in, the sizes of the others' numbers of a field and unit out (桁の確認)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
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
        own = [abs(number) for number in self._of_items.get((item.id, kind), ())]
        return _median_without(self._in_order.get(kind, ()), own)

    @cached_property
    def _in_order(self) -> Mapping[Kind, Sequence[Decimal]]:
        return {kind: sorted(abs(number) for _, number in some) for kind, some in self.known.items()}

    @cached_property
    def _of_items(self) -> Mapping[tuple[str, Kind], Sequence[Decimal]]:
        of_items: dict[tuple[str, Kind], list[Decimal]] = {}
        for kind, some in self.known.items():
            for item_id, number in some:
                of_items.setdefault((item_id, kind), []).append(number)
        return of_items


NO_SIZES = Sizes()


def median_of(numbers: Iterable[Decimal]) -> Decimal | None:
    """Give the median of the sizes of some numbers, 0 left out; None where they are too few."""
    sizes = [abs(number) for number in numbers if number]
    return median(sizes) if len(sizes) >= FEWEST else None


def _median_without(ordered: Sequence[Decimal], own: Sequence[Decimal]) -> Decimal | None:
    """Give the median of ordered sizes but for an item's own, which are among them; None of too few."""
    left_out = sorted(bisect_left(ordered, one) + own[:at].count(one) for at, one in enumerate(own))
    count = len(ordered) - len(own)
    if count < FEWEST:
        return None

    def at(place: int) -> Decimal:
        for one in left_out:
            place += one <= place
        return ordered[place]

    return median(at(place) for place in {(count - 1) // 2, count // 2})


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
