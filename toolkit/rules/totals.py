"""Totals: plain rows of effects, or judgements, in; sums, counts and printed shares out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar

from toolkit.model.counts import FlagCounts
from toolkit.model.plan import Printed
from toolkit.model.returns import Answer
from toolkit.model.verdicts import Flag, Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.printing import print_percent


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


class Amounted(Protocol):
    """Any row with a planned and an actual amount: EffectRow, or a row of the consolidation."""

    @property
    def planned(self) -> Decimal | None: ...  # noqa: D102 - as in EffectRow
    @property
    def actual(self) -> Decimal | None: ...  # noqa: D102 - as in EffectRow
    @property
    def counted(self) -> bool: ...  # noqa: D102 - as in EffectRow


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


def subtotal(values: Iterable[Answer | Printed | Decimal | None]) -> Decimal | None:
    """Sum amounts: `-`, 未 and blanks are nothing, 0 is a value; None where all is nothing (D1, D2)."""
    numbers = [number for number in map(_number, values) if number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _number(value: Answer | Printed | Decimal | None) -> Decimal | None:
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
    """Give (achieved, of): of those with a target (C1), or of all with the unset ones as achieved (C2)."""
    if unset_achieved:
        return counts.achieved + counts.not_set, counts.all
    return counts.achieved, counts.set


def printed_share(count: int, of: int, digits: int, truncate: bool) -> str:
    """Give a share in % exactly as printed: 52 of 55 = `94%` truncated, `95%` half-up (C9); `－` of none."""
    return print_percent(Decimal(count) * 100 / of, digits, truncate) if of else "－"
