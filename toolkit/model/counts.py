"""Counts and totals as the rules make them: what is counted over the plan and over its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

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
class EffectTotals:
    """Planned and actual effects of the counted rows.

    `planned` is None where the plan prints no planned amount at all, `actual` where the round asks none.
    """

    planned: Amounts | None
    actual: Amounts | None


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
