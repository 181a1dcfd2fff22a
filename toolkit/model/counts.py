"""Counts and totals as the rules make them: what is counted over the plan and over its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from toolkit.model.numbers import print_number
from toolkit.model.years import FiscalYear

Counted = TypeVar("Counted")


@dataclass(frozen=True)
class Group(Generic[Counted]):
    """The counts of one part of the plan: `by` says which axis (基本方針, 部 …), `path` which part of it.

    A level of the plan has the path from the first level down to it; any other axis has a path of one.
    """

    by: str
    path: tuple[str, ...]
    counts: Counted


@dataclass(frozen=True)
class FlagCounts:
    """How many indicators: all = not set (－) + set; set = achieved (○) + missed (×) + undecided (未)."""

    all: int
    not_set: int
    set: int
    achieved: int
    missed: int
    undecided: int


@dataclass(frozen=True)
class Convention:
    """The share of achieved indicators by one way of counting; `rate` exactly as printed."""

    name: str
    achieved: int
    of: int
    rate: str


@dataclass(frozen=True)
class OnTrack:
    """The share of rows that are on track; `share` exactly as printed."""

    count: int
    of: int
    share: str


@dataclass(frozen=True)
class Amounts:
    """Amounts by fiscal year and their total."""

    by_year: Mapping[FiscalYear, Decimal]
    total: Decimal


@dataclass(frozen=True)
class OpenAmount:
    """What a total of actual effects leaves out as not settled: how many, and how much was planned of it."""

    count: int
    planned: Decimal


@dataclass(frozen=True)
class OpenAmounts:
    """What is left out (未確定) by fiscal year, and in all."""

    by_year: Mapping[FiscalYear, OpenAmount]
    total: OpenAmount

    def words(self, unit: str) -> str:
        """Say it beside a total: `うち未確定 4件、見込117,291千円`; "" where nothing is left out."""
        several = len(self.by_year) > 1
        left_out = [
            f"{year.label if several else ''} {one.count}件、見込{print_number(one.planned)}{unit}".strip()
            for year, one in self.by_year.items()
            if one.count
        ]
        return f"うち未確定 {'、'.join(left_out)}" if left_out else ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OpenAmounts:
        """Load it from 取りまとめ表.json."""

        def loaded(one: Mapping[str, Any]) -> OpenAmount:
            return OpenAmount(one["count"], Decimal(str(one["planned"])))

        by_year = {FiscalYear.parse(label): loaded(one) for label, one in data["by_year"].items()}
        return cls(by_year, loaded(data["total"]))


NOTHING_OPEN = OpenAmounts({}, OpenAmount(0, Decimal(0)))


@dataclass(frozen=True)
class EffectTotals:
    """Planned and actual effects of the counted rows.

    `planned` is None where the plan prints no planned amount at all, `actual` where the round asks none;
    `open` is what the actual ones leave out.
    """

    planned: Amounts | None
    actual: Amounts | None
    open: OpenAmounts = NOTHING_OPEN


@dataclass(frozen=True)
class ExcludedEffect:
    """A planned effect that no total holds: its sum over the years and why it is left out.

    `activity` is the id of the activity it is of, `activity_number` its number.
    """

    item_id: str
    item: str
    activity: int | None
    planned: Decimal | None
    why: str
    activity_number: int | None = None
