"""One item of one return, read and judged; and where the plan says what an answer is held against."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.plan import NOTHING, Indicator, Item, Printed
from toolkit.model.profile import Judging
from toolkit.model.record import Cell, Record, State
from toolkit.model.slots import find_effect
from toolkit.model.verdicts import Verdict
from toolkit.model.words import half_width
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.targets import has_started
from toolkit.rules.numbers.amounts import split_unit
from toolkit.rules.numbers.quantities import parse_quantity

EFFECTS = ("effect.actual", "activity.actual")
"""The fields of actual effect amounts, of an item and of an activity."""

NUMBERS = ("indicator.actual", *EFFECTS)
"""The numbers that are held against the plan."""

_DIGITS = ("12", "345")

Make = Callable[..., Finding]


@dataclass(frozen=True)
class Asked:
    """What the round asks of an item: its slots, and those that must not stay empty."""

    slots: Collection[Slot]
    required: Collection[Slot]


@dataclass(frozen=True)
class ReadItem:
    """One item of one return, read and judged, as the checks need it.

    `median_beside` is the median of what the round's other items answered, by field and unit.
    """

    item: Item
    record: Record
    cells: Mapping[Slot, Cell]
    verdicts: tuple[Verdict, ...]
    asked: Asked
    department: str = ""
    judging_of: Callable[[FiscalYear], Judging] = lambda _: Judging()
    median_beside: Callable[[str, str], Decimal | None] = lambda _field, _unit: None


def is_set(target: Printed) -> bool:
    """Tell whether a target is set this year: neither blank nor a dash (C1)."""
    return parse_quantity(target.text).state not in (State.BLANK, State.NOT_SET)


def planned_amount(item: Item, slot: Slot) -> Printed:
    """Give the planned effect amount beside an actual one."""
    effect = find_effect(item, slot)
    return effect.planned.get(slot.year, NOTHING) if effect and slot.year else NOTHING


def planned_at(item: Item, slot: Slot) -> Printed:
    """Give the planned figure of a number: the planned amount, or the target."""
    return planned_amount(item, slot) if slot.field in EFFECTS else target_at(item, slot)


def indicator_of(item: Item, slot: Slot) -> Indicator | None:
    """Find the indicator a slot is about."""
    return next((one for one in item.indicators if one.id == slot.indicator), None)


def target_at(item: Item, slot: Slot) -> Printed:
    """Give the target of a slot's year; nothing before the indicator starts."""
    indicator = indicator_of(item, slot)
    if indicator is None or slot.year is None or not has_started(indicator, slot.year):
        return NOTHING
    return indicator.targets.get(slot.year, NOTHING)


def unit_of(item: Item, slot: Slot) -> str:
    """Give the unit of the indicator a slot is about, itself or a part of it, or ""."""
    number = slot.part[0] if slot.part else slot.indicator
    return next((one.unit for one in item.indicators if one.id == number), "")


def example_of(item: Item, slot: Slot) -> str:
    """Show how an answer is written, never the planned figure: what is shown would be copied.

    A figure planned as one in brackets beside another (`7 (22)`) is answered so, too.
    """
    planned = half_width(planned_at(item, slot).text)
    if "(" in planned:
        digits = iter(_DIGITS)
        return re.sub(r"\d[\d,.]*", lambda _: next(digits, "6"), planned)
    return "12.3" if split_unit(half_width(unit_of(item, slot))).base == "%" else "12,345"
