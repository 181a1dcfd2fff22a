"""What a consolidation holds: rows, counts and totals in, the JSON of 取りまとめ表.json out.

Nothing is counted here: totals and groups are handed over by the rules. A part the plan does not have
(`indicators`, `statuses`, `effects`) is None, and its numbers are null in the JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from toolkit.model.catalogue import Severity
from toolkit.model.counts import Amounts, Convention, EffectTotals, ExcludedEffect, FlagCounts, Group, OnTrack
from toolkit.model.findings import Finding
from toolkit.model.returns import Place, Review
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear


@dataclass(frozen=True)
class RoundInfo:
    """The round that was consolidated: folder name, fiscal years asked, edition of the plan (`R6`)."""

    id: str
    years: tuple[FiscalYear, ...]
    edition: str


@dataclass(frozen=True)
class PlanSize:
    """How many items, activities and indicators the plan has; None where it has no such thing."""

    items: int
    activities: int | None = None
    indicators: int | None = None


# -- who returned what


class Returned(StrEnum):
    """How far a department has answered."""

    ALL = "提出"
    PART = "一部提出"
    NONE = "未提出"


@dataclass(frozen=True)
class Receipt:
    """A file as received: its number in the 受付簿, its name in 回収, when it came."""

    number: int
    file: str
    received_at: dt.datetime


@dataclass(frozen=True)
class Submission:
    """What an awaited department was asked, in how many books, and what it returned, counted in items.

    `note` says what the office decided about it (期限延長, 取下げ), or "".
    """

    department: str
    deadline: dt.date | None
    items_asked: int
    items_returned: int
    state: Returned
    receipts: tuple[Receipt, ...] = ()
    books: int = 1
    note: str = ""


# -- indicators


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator in one fiscal year with its verdict.

    `path` holds the names of the levels, `department` the section (課). `target` and `final` are as
    printed, `actual` as answered, `value` its number where it is one. `origin` says where the actual is from
    (`回答`, `未提出` …); `source` is None where no return holds it; `mark` tells what a sample answer is
    (原本 …), "" for a real one.
    """

    item_id: str
    item: str
    path: tuple[str, ...]
    division: str
    department: str
    number: int
    indicator: str
    unit: str
    year: FiscalYear
    target: str
    actual: str
    value: Decimal | None
    rate: str
    flag: Flag
    why: str
    origin: str
    category: str = ""
    kind: str = ""
    source: Place | None = None
    mark: str = ""
    final: str = ""
    own_id: int = 0

    @property
    def indicator_id(self) -> str:
        """The id of the indicator: that of its item and its own, `1-(1)-①#2`."""
        return f"{self.item_id}#{self.own_id or self.number}"


@dataclass(frozen=True)
class Indicators:
    """All judged indicators. `total` and `groups` count every row."""

    rows: tuple[IndicatorRow, ...]
    total: FlagCounts
    groups: tuple[Group[FlagCounts], ...] = ()
    conventions: tuple[Convention, ...] = ()


# -- status


@dataclass(frozen=True)
class StatusRow:
    """The status (進捗・評価) of one item or activity; `choice` as answered, "" where nothing was."""

    item_id: str
    item: str
    path: tuple[str, ...]
    division: str
    department: str
    year: FiscalYear
    choice: str
    origin: str
    activity: str = ""
    source: Place | None = None
    mark: str = ""


@dataclass(frozen=True)
class Statuses:
    """All statuses. `name` is the word of the field (評価), `unit` what is counted (実施項目, 活動).

    `total` and `groups` count the rows of each choice; `on_track_choices` are those that are on track.
    """

    name: str
    unit: str
    choices: tuple[str, ...]
    on_track_choices: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    total: Mapping[str, int]
    on_track: OnTrack
    groups: tuple[Group[Mapping[str, int]], ...] = ()


# -- effects


@dataclass(frozen=True)
class EffectRow:
    """One planned effect in one fiscal year with what came of it, in the plan's unit.

    `printed` is the planned amount as printed (`-`, ``, `41,096`), `raw` the actual as answered.
    `counted` says whether totals hold it, `why` the reason where they do not; `activity` is its id.
    """

    item_id: str
    item: str
    path: tuple[str, ...]
    division: str
    department: str
    year: FiscalYear
    planned: Decimal | None
    printed: str
    actual: Decimal | None = None
    raw: str = ""
    counted: bool = True
    why: str = ""
    activity: int | None = None
    kind: str = ""
    origin: str = ""
    source: Place | None = None
    mark: str = ""
    activity_number: int | None = None


@dataclass(frozen=True)
class Effects:
    """All effects. `years` are the plan's years, none where no planned amount is printed at all.

    `actual_years` are those the round asks.
    """

    unit: str
    years: tuple[FiscalYear, ...]
    actual_years: tuple[FiscalYear, ...]
    rows: tuple[EffectRow, ...]
    total: EffectTotals
    groups: tuple[Group[EffectTotals], ...] = ()
    excluded: tuple[ExcludedEffect, ...] = ()


# -- what to look at


@dataclass(frozen=True)
class FindingRow:
    """A finding as staff see it: the file it is about, the words of its item and field, the value now.

    `receipt` is the number in the 受付簿, None where nothing was received.
    """

    finding: Finding
    receipt: int | None
    department: str
    item: str
    field: str
    value: str


@dataclass(frozen=True)
class Difference:
    """A figure a return states that recomputes to another."""

    item_id: str
    field: str
    reported: str
    recomputed: str
    why: str
    source: Place | None = None


@dataclass(frozen=True)
class PublishedCheck:
    """A figure the city printed, recomputed; `rests_on` counts the rows under it by mark (原本 …).

    `path` is its 照合. `agrees` is None where it was not compared: it has no 照合, or belongs to another
    round; `truncated` says that it agrees only as the city cuts its shares (切捨て) and does not round them.
    """

    where: str
    printed: str
    recomputed: str
    agrees: bool | None
    why: str
    rests_on: Mapping[str, int] = field(default_factory=dict)
    name: str = ""
    truncated: bool = False
    path: str = ""


@dataclass(frozen=True)
class Summary:
    """Everything a consolidation holds. `levels` are the words of the plan's levels, `item_word` of an item.

    `level_sizes` says how many parts each level has (基本方針 2, 推進項目 9), `plan_groups` what each holds.
    `reviews` are what each writer said of an item (its id), `numbers` those of the items, by id, as their
    sheets print them. `submissions` and every tuple of rows stand in 建制順 or plan order, as they are to be
    printed.
    """

    city: str
    plan: str
    round: RoundInfo
    judged_at: dt.datetime
    levels: tuple[str, ...]
    item_word: str
    plan_size: PlanSize
    submissions: tuple[Submission, ...]
    indicators: Indicators | None = None
    statuses: Statuses | None = None
    effects: Effects | None = None
    differences: tuple[Difference, ...] = ()
    reviews: tuple[tuple[str, Review], ...] = ()
    findings: tuple[FindingRow, ...] = ()
    published: tuple[PublishedCheck, ...] = ()
    level_sizes: tuple[int, ...] = ()
    plan_groups: tuple[Group[PlanSize], ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)

    def number_of(self, item_id: str) -> str:
        """Give the number staff know an item by; of one that was not issued its id."""
        return self.numbers.get(item_id, item_id)

    def as_json(self) -> dict[str, Any]:
        """Give 取りまとめ表.json (DESIGN §7): every key always present, null = this plan has none."""
        return {
            "city": self.city,
            "plan": self.plan,
            "round": {
                "id": self.round.id,
                "years": [year.label for year in self.round.years],
                "edition": self.round.edition,
            },
            "plan_size": vars(self.plan_size).copy(),
            "plan_groups": [_group(group) | vars(group.counts) for group in self.plan_groups],
            "levels": dict(zip(self.levels, self.level_sizes, strict=False)),
            "received": _received(self.submissions),
            "indicators": _indicators(self.indicators),
            "status": _statuses(self.statuses),
            "effects": _effects(self.effects),
            "verdicts": [_verdict(row, self) for row in self.indicators.rows] if self.indicators else [],
            "differences": [vars(row) | {"source": _source(row.source)} for row in self.differences],
            "reviews": [{"item_id": item_id} | review.as_json() for item_id, review in self.reviews],
            "published": [vars(row) | {"rests_on": dict(row.rests_on)} for row in self.published],
            "findings": self.finding_counts(),
        }

    def finding_counts(self) -> dict[str, int]:
        """Give how many findings there are of each severity: error, warning, info."""
        return {
            severity.name.lower(): sum(row.finding.severity is severity for row in self.findings)
            for severity in Severity
        }


def _received(submissions: tuple[Submission, ...]) -> dict[str, Any]:
    missing = [row.department for row in submissions if row.state is Returned.NONE]
    return {
        "departments": len(submissions),
        "returned": len(submissions) - len(missing),
        "missing": missing,
        "items_asked": sum(row.items_asked for row in submissions),
        "items_returned": sum(row.items_returned for row in submissions),
    }


def _indicators(part: Indicators | None) -> dict[str, Any]:
    if part is None:
        return {"total": dict.fromkeys(FlagCounts.__annotations__), "groups": [], "conventions": []}
    return {
        "total": vars(part.total).copy(),
        "groups": [_group(group) | vars(group.counts) for group in part.groups],
        "conventions": [vars(convention).copy() for convention in part.conventions],
    }


def _statuses(part: Statuses | None) -> dict[str, Any]:
    if part is None:
        return {
            "unit": None,
            "choices": [],
            "total": {},
            "groups": [],
            "on_track": dict.fromkeys(OnTrack.__annotations__),
        }
    return {
        "unit": part.unit,
        "choices": list(part.choices),
        "total": dict(part.total),
        "groups": [_group(group) | {"counts": dict(group.counts)} for group in part.groups],
        "on_track": vars(part.on_track).copy(),
    }


def _effects(part: Effects | None) -> dict[str, Any]:
    if part is None:
        return {
            "unit": None,
            "planned": _amounts(None),
            "actual": _amounts(None),
            "groups": [],
            "excluded": [],
        }
    return {
        "unit": part.unit,
        **_effect_totals(part.total),
        "groups": [_group(group) | _effect_totals(group.counts) for group in part.groups],
        "excluded": [
            {
                "item": row.item,
                "activity": row.activity,
                "planned": _number(row.planned),
                "why": row.why,
            }
            for row in part.excluded
        ],
    }


def _effect_totals(totals: EffectTotals) -> dict[str, Any]:
    return {"planned": _amounts(totals.planned), "actual": _amounts(totals.actual)}


def _amounts(amounts: Amounts | None) -> dict[str, Any]:
    if amounts is None:
        return {"by_year": {}, "total": None}
    by_year = {year.label: _number(amount) for year, amount in amounts.by_year.items()}
    return {"by_year": by_year, "total": _number(amounts.total)}


def _verdict(row: IndicatorRow, summary: Summary) -> dict[str, Any]:
    return {
        "item_id": row.item_id,
        "number": summary.number_of(row.item_id),
        "item": row.item,
        "indicator_id": row.indicator_id,
        "indicator": row.indicator,
        "year": row.year.label,
        "unit": row.unit,
        "target": row.target,
        "final": row.final,
        "actual": row.actual,
        "rate": row.rate,
        "flag": row.flag.value,
        "why": row.why,
        "origin": row.origin,
        "source": _source(row.source),
    }


def _group(group: Group[Any]) -> dict[str, Any]:
    return {"by": group.by, "path": list(group.path)}


def _source(place: Place | None) -> dict[str, str] | None:
    return None if place is None else {"file": place.file, "sheet": place.sheet, "cell": place.cell}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
