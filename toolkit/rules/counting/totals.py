"""Totals: plain rows of effects, judgements or items in; sums, counts and printed shares out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar

from toolkit.model.counts import FlagCounts, Group, OpenAmount, OpenAmounts
from toolkit.model.plan import Item, Printed
from toolkit.model.record import Answer
from toolkit.model.summary import PlanSize
from toolkit.model.verdicts import Flag, Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.printing import print_percent

AnyAmount = Answer | Printed | Decimal | None


class Amounted(Protocol):
    """Any row with a planned and an actual amount (None: no amount), counted or not."""

    @property
    def planned(self) -> Decimal | None: ...  # noqa: D102 - told above
    @property
    def actual(self) -> Decimal | None: ...  # noqa: D102 - told above
    @property
    def counted(self) -> bool: ...  # noqa: D102 - told above


class OpenRow(Amounted, Protocol):
    """A row of one year that tells whether its actual amount is still to come."""

    @property
    def year(self) -> FiscalYear: ...  # noqa: D102 - told above
    @property
    def is_open(self) -> bool: ...  # noqa: D102 - told above


Row = TypeVar("Row", bound=Amounted)
Key = TypeVar("Key")


class EffectSum(NamedTuple):
    """Sums of planned and actual effects; 0 where no row has an amount."""

    planned: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)


def total_by(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, EffectSum]:
    """Sum the counted rows of each group (D3, D5, D7); a group with nothing to count stands with 0.

    `key` names the group: `lambda row: row.year`, `lambda row: row.path[:1]`, `lambda row: row.division`.
    再掲 rows of the plan are pointers, not items; they have no effects, so nothing is counted twice (C7).
    """
    totals: dict[Key, EffectSum] = {}
    for row in rows:
        group = key(row)
        total = totals.get(group, EffectSum())
        if row.counted:
            total = EffectSum(total.planned + (row.planned or 0), total.actual + (row.actual or 0))
        totals[group] = total
    return totals


def count_open(rows: Iterable[OpenRow], years: Iterable[FiscalYear]) -> OpenAmounts:
    """Count what the totals of these years leave out, and add up what was planned of it."""
    left_out = [row for row in rows if row.counted and row.is_open]

    def total(some: Sequence[OpenRow]) -> OpenAmount:
        return OpenAmount(len(some), sum((row.planned or Decimal(0) for row in some), Decimal(0)))

    by_year = {year: total([row for row in left_out if row.year == year]) for year in years}
    return OpenAmounts(by_year, total([row for row in left_out if row.year in by_year]))


def subtotal(values: Iterable[AnyAmount]) -> Decimal | None:
    """Sum amounts: `-`, 未 and blanks are nothing, 0 is a value; None where all is nothing (D1, D2)."""
    numbers = [number for number in map(_number, values) if number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _number(value: AnyAmount) -> Decimal | None:
    if isinstance(value, Answer):
        return value.value if isinstance(value.value, Decimal) else None
    return value.number if isinstance(value, Printed) else value


def count_flags(judgements: Iterable[Judgement]) -> FlagCounts:
    """Count judgements by their flag; 未 is among those set (C3), an indicator under two items twice (C5)."""
    flags = [judgement.flag for judgement in judgements]
    not_set = flags.count(Flag.NOT_SET)
    return FlagCounts(
        all=len(flags),
        not_set=not_set,
        set=len(flags) - not_set,
        achieved=flags.count(Flag.ACHIEVED),
        missed=flags.count(Flag.MISSED),
        undecided=flags.count(Flag.UNDECIDED),
    )


def achieved_of(counts: FlagCounts, *, unset_achieved: bool) -> tuple[int, int]:
    """Give (achieved, of): of those with a target (C1), or of all with the unset ones as achieved (C2).

    Where no target is set at all nothing can have been achieved: 0 of 0, whichever way it is counted.
    """
    if unset_achieved and counts.set:
        return counts.achieved + counts.not_set, counts.all
    return counts.achieved, counts.set


def printed_share(count: int, of: int, digits: int, truncate: bool) -> str:
    """Give a share in % exactly as printed: 52 of 55 = `94%` truncated, `95%` half-up (C9); `－` of none."""
    return print_percent(Decimal(count) * 100 / of, digits, truncate) if of else "－"


def count_choices(chosen: Iterable[str], choices: Sequence[str]) -> dict[str, int]:
    """Count how often each choice (済, 概ね順調 …) was made, in the order they are offered (C8)."""
    made = list(chosen)
    return {choice: made.count(choice) for choice in choices}


def plan_size(items: Sequence[Item]) -> PlanSize:
    """Count items, activities (the ①②③ lines, not the sheets: C6) and indicators; None where there are none.

    再掲 rows are pointers of the plan and no items (C7); an indicator under two items is two (C5).
    """
    return PlanSize(
        len(items),
        sum(len(item.activities) for item in items) or None,
        sum(len(item.indicators) for item in items) or None,
    )


def plan_groups(items: Sequence[Item], levels: Sequence[str], item_word: str) -> list[Group[PlanSize]]:
    """Give the size of every part of the plan, level by level, and of every item (by its id)."""
    parts: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for item in items:
        names = tuple(level.name for level in item.levels)
        for depth, word in enumerate(levels[: len(names)], 1):
            parts.setdefault((word, names[:depth]), []).append(item)
        parts[item_word, (*names, item.id)] = [item]
    words = [*levels, item_word]
    ordered = sorted(parts, key=lambda part: words.index(part[0]))
    return [Group(word, path, plan_size(parts[word, path])) for word, path in ordered]


def level_sizes(items: Iterable[Item]) -> tuple[int, ...]:
    """Count the parts of the plan on each level, from the first down: 事業 above 取組 (C10)."""
    paths = [tuple((level.number, level.name) for level in item.levels) for item in items]
    deepest = max(map(len, paths), default=0)
    return tuple(
        len({path[:depth] for path in paths if len(path) >= depth}) for depth in range(1, deepest + 1)
    )
