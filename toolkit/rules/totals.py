"""Totals: plain rows of effects, or judgements, in; sums, counts and printed shares out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from toolkit.model.fields import Slot
from toolkit.model.plan import Effect, Item, Plan, Printed
from toolkit.model.returns import Answer, Record
from toolkit.model.verdicts import Flag, Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.printing import print_percent

Key = TypeVar("Key")
NOTHING_SHARED = "－"


@dataclass(frozen=True)
class EffectRow:
    """The effect of one item (or activity) in one year, in the register's unit; None is no amount.

    `path` is the item's levels by name, `division` its 部; `why` is the reason where it is not `counted`.
    """

    item_id: str
    path: tuple[str, ...]
    division: str
    year: FiscalYear
    planned: Decimal | None
    actual: Decimal | None
    counted: bool = True
    why: str = ""
    activity: int | None = None


class EffectTotal(NamedTuple):
    """Sums of planned and actual effects; 0 where no row has an amount."""

    planned: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)


class Share(NamedTuple):
    """So many achieved, of so many."""

    achieved: int
    of: int


class Excluded(NamedTuple):
    """Planned effects that no total holds, and why."""

    item_id: str
    activity: int | None
    planned: Decimal
    why: str


def iter_effect_rows(plan: Plan, records: Mapping[str, Record]) -> Iterator[EffectRow]:
    """Yield a row per effect and year of the plan, with the actual of the item's record if there is one.

    再掲 rows are pointers, not items: they yield nothing, so nothing is counted twice (C7).
    """
    for item in plan.items:
        division = plan.department(item.coordinator).division
        answered: set[int | None] = set()
        for effect in item.effects:
            # A sheet asks one amount per activity: of several kinds of effect the first carries it.
            record = None if effect.activity in answered else records.get(item.id)
            answered.add(effect.activity)
            for year in plan.years:
                yield _effect_row(item, division, effect, year, record)


def _effect_row(
    item: Item, division: str, effect: Effect, year: FiscalYear, record: Record | None
) -> EffectRow:
    slot = Slot("effect.actual", activity=effect.activity, year=year)
    return EffectRow(
        item.id,
        tuple(level.name for level in item.levels),
        division,
        year,
        planned=subtotal([effect.planned.get(year)]),
        actual=subtotal([record.answer(slot)]) if record else None,
        counted=effect.counted,
        why=effect.why,
        activity=effect.activity,
    )


def total_by(rows: Iterable[EffectRow], key: Callable[[EffectRow], Key]) -> dict[Key, EffectTotal]:
    """Sum the counted rows of each group (D3, D5); a group with nothing to count stands with 0.

    `key` names the group: `lambda row: row.year`, `lambda row: row.path[:1]`, `lambda row: row.division`.
    """
    totals: dict[Key, EffectTotal] = {}
    for row in rows:
        group = key(row)
        total = totals.get(group, EffectTotal())
        if row.counted:
            total = EffectTotal(total.planned + (row.planned or 0), total.actual + (row.actual or 0))
        totals[group] = total
    return totals


def list_excluded(rows: Iterable[EffectRow]) -> list[Excluded]:
    """Give the planned effects that are not counted, one entry per item and activity, with the reason."""
    sums: dict[tuple[str, int | None, str], Decimal] = {}
    for row in rows:
        if not row.counted:
            place = (row.item_id, row.activity, row.why)
            sums[place] = sums.get(place, Decimal(0)) + (row.planned or 0)
    return [Excluded(item_id, activity, planned, why) for (item_id, activity, why), planned in sums.items()]


def subtotal(values: Iterable[Answer | Printed | Decimal | None]) -> Decimal | None:
    """Sum amounts: `-`, 未 and blanks are nothing, 0 is a value; None where all is nothing (D1, D2)."""
    numbers = [number for number in map(_number, values) if number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _number(value: Answer | Printed | Decimal | None) -> Decimal | None:
    if isinstance(value, Answer):
        value = value.value if isinstance(value.value, Decimal) else None
    return value.number if isinstance(value, Printed) else value


@dataclass(frozen=True)
class FlagCount:
    """How many indicators there are, have a target, and were achieved, missed or are undecided.

    set = achieved + missed + undecided (C3); all = set + not_set.
    """

    not_set: int = 0
    achieved: int = 0
    missed: int = 0
    undecided: int = 0

    @property
    def set(self) -> int:
        """Those with a target this year."""
        return self.achieved + self.missed + self.undecided

    @property
    def all(self) -> int:
        """All of them."""
        return self.set + self.not_set

    def share(self, *, unset_achieved: bool) -> Share:
        """Give the achieved ones: of those with a target (C1), or of all, unset ones as achieved (C2)."""
        if unset_achieved:
            return Share(self.achieved + self.not_set, self.all)
        return Share(self.achieved, self.set)

    def __add__(self, other: FlagCount) -> FlagCount:
        """Join the counts of two groups."""
        return FlagCount(
            self.not_set + other.not_set,
            self.achieved + other.achieved,
            self.missed + other.missed,
            self.undecided + other.undecided,
        )


def count_flags(judgements: Iterable[Judgement]) -> FlagCount:
    """Count judgements by their flag; the same indicator under two items counts twice (C5)."""
    flags = [judgement.flag for judgement in judgements]
    return FlagCount(
        not_set=flags.count(Flag.NOT_SET),
        achieved=flags.count(Flag.ACHIEVED),
        missed=flags.count(Flag.MISSED),
        undecided=flags.count(Flag.UNDECIDED),
    )


def printed_share(count: int, of: int, digits: int, truncate: bool) -> str:
    """Give a share in % exactly as printed: 52 of 55 = `94%` truncated, `95%` half-up (C9); `－` of none."""
    return print_percent(Decimal(count) * 100 / of, digits, truncate) if of else NOTHING_SHARED
