"""An item of the plan in, the slots it has out: which line of the register each slot of a form stands for.

A form has a fixed number of slots on each axis. The k-th slot is that of the k-th line the item has there, in
the order of the register's numbers: after ② was dropped the second slot is that of ③.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.model.fields import LineAxis, LineId, PartId, Slot
from toolkit.model.plan import Effect, Item
from toolkit.model.years import FiscalYear

LINE_AXES: tuple[LineAxis, ...] = ("indicator", "activity", "part")


@dataclass(frozen=True)
class ItemSlots:
    """The lines of one item by their ids, in the order of their numbers.

    Raises ValueError for an id given twice.
    """

    indicators: tuple[int, ...] = ()
    activities: tuple[int, ...] = ()
    parts: tuple[PartId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an id given twice: two lines would share a slot."""
        for axis in LINE_AXES:
            if len(set(self.lines(axis))) < self.count(axis):
                raise ValueError(f"an id twice: {axis} {self.lines(axis)}")

    def lines(self, axis: LineAxis) -> tuple[LineId, ...]:
        """Give the lines of an axis, the k-th for the k-th slot of a form."""
        match axis:
            case "indicator":
                return self.indicators
            case "activity":
                return self.activities
            case "part":
                return self.parts

    def count(self, axis: LineAxis) -> int:
        """Give how many slots of an axis the item uses."""
        return len(self.lines(axis))

    def slot_at(self, place: Slot) -> Slot | None:
        """Give the item's slot for a place of the template; None for one that the item does not use."""
        slot = place
        for axis in LINE_AXES:
            line = getattr(place, axis)
            if line is not None:
                number = line[1] if isinstance(line, tuple) else line
                if not 1 <= number <= self.count(axis):
                    return None
                slot = slot.at(axis, self.lines(axis)[number - 1])
        return slot

    def place_of(self, slot: Slot) -> Slot | None:
        """Give the template's place of one of the item's slots; None where the item has no such line."""
        place = slot
        for axis in LINE_AXES:
            line = getattr(slot, axis)
            if line is not None:
                if line not in self.lines(axis):
                    return None
                number = self.lines(axis).index(line) + 1
                place = place.at(axis, (0, number) if axis == "part" else number)
        return place

    def as_json(self) -> dict[str, Any]:
        """Give the slots as JSON, axes without a line left out."""
        lists = {
            axis: [list(i) if isinstance(i, tuple) else i for i in self.lines(axis)] for axis in LINE_AXES
        }
        return {axis: ids for axis, ids in lists.items() if ids}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ItemSlots:
        """Load the slots from their JSON."""
        parts = tuple((indicator, number) for indicator, number in data.get("part", ()))
        return cls(tuple(data.get("indicator", ())), tuple(data.get("activity", ())), parts)


def slots_of(item: Item) -> ItemSlots:
    """Give the slots of an item."""
    return ItemSlots(
        tuple(one.id for one in item.indicators),
        tuple(one.id for one in item.activities),
        tuple(part for one in item.indicators for part in one.part_ids),
    )


def number_of(item: Item, slot: Slot) -> int:
    """Give the register's number of the indicator, activity or 内訳 a slot is of; 0 where it is of none.

    Of a line that the item no longer has, its id stands.
    """
    lines = item.activities if slot.activity else item.indicators
    return next((one.number for one in lines if one.id == (slot.activity or slot.indicator)), slot.number)


def effect_slot(effect: Effect, year: FiscalYear, name: str = "actual") -> Slot:
    """Give the slot of an effect's amount in a year: the item's own, or its activity's."""
    key = "effect" if effect.activity is None else "activity"
    return Slot(f"{key}.{name}", activity=effect.activity, year=year)


def find_effect(item: Item, slot: Slot) -> Effect | None:
    """Find the effect a slot is about: that of its activity, or of the item itself."""
    return next((one for one in item.effects if one.activity == slot.activity), None)


def sharing_effects(item: Item, keys: Collection[str]) -> list[list[Effect]]:
    """Give the effects of an item that would share a slot of a form with these fields, each group once."""
    groups: dict[int | None, list[Effect]] = {}
    for effect in item.effects:
        groups.setdefault(effect.activity, []).append(effect)
    return [
        group
        for activity, group in groups.items()
        if len(group) > 1
        and {f"{'effect' if activity is None else 'activity'}.{name}" for name in ("planned", "actual")}
        & {*keys}
    ]
