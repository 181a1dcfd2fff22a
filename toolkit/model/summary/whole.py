"""A consolidation as a whole: its parts in, the JSON of 取りまとめ表.json out.

A part the plan does not have (`indicators`, `effects`) is None, and its numbers are null in the JSON.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from toolkit.model.catalogue import Severity
from toolkit.model.counts import (
    NOTHING_OPEN,
    Amounts,
    EffectTotals,
    FlagCounts,
    Group,
    OnTrack,
    OpenAmount,
    OpenAmounts,
)
from toolkit.model.record import Place, Review
from toolkit.model.summary.rows import (
    Difference,
    Effects,
    FindingRow,
    IndicatorRow,
    Indicators,
    PublishedCheck,
    ReturnState,
    StatusChanges,
    Statuses,
    Submission,
)
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


@dataclass(frozen=True)
class Summary:
    """Everything a consolidation holds. `levels` are the words of the plan's levels, `item_word` of an item.

    `level_sizes` says how many parts each level has (基本方針 2, 推進項目 9), `plan_groups` what each holds.
    `statuses` are the counted fields, the first of them what 進捗 means; `reviews` what each writer said of
    an item (its id), `numbers` the numbers of the items, by id, as their sheets print them. `submissions` and
    every tuple of rows stand in 建制順 or plan order, as they are to be printed.
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
    statuses: tuple[Statuses, ...] = ()
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
            "status": _status(self.statuses[0] if self.statuses else None),
            "statuses": [{"field": part.field_name} | _status(part) for part in self.statuses],
            "effects": _effects(self.effects),
            "verdicts": [_verdict(row, self) for row in self.indicators.rows] if self.indicators else [],
            "differences": [vars(row) | {"source": _source(row.source)} for row in self.differences],
            "reviews": [{"item_id": item_id} | review.as_json() for item_id, review in self.reviews],
            "published": [vars(row) | {"rests_on": dict(row.rests_on)} for row in self.published],
            "findings": self.finding_counts(),
        }

    def iter_unknown_changes(self) -> Iterator[str]:
        """Yield for each counted field why its 増減 is blank although the settings name a round before."""
        for part in self.statuses:
            if part.changes.round and part.changes.why:
                yield f"  {part.name}: {part.changes.why}"

    def finding_counts(self) -> dict[str, int]:
        """Give how many findings there are of each severity: error, warning, info."""
        found = Counter(row.finding.severity for row in self.findings)
        return {severity.name.lower(): found[severity] for severity in Severity}


def _received(submissions: tuple[Submission, ...]) -> dict[str, Any]:
    missing = [row.department for row in submissions if row.state is ReturnState.NONE]
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


def _status(part: Statuses | None) -> dict[str, Any]:
    if part is None:
        return {
            "unit": None,
            "choices": [],
            "total": {},
            "groups": [],
            "on_track": dict.fromkeys(OnTrack.__annotations__),
            "outside": [],
            "changes": _changes(StatusChanges()),
        }
    return {
        "unit": part.unit,
        "choices": list(part.choices),
        "total": dict(part.total),
        "groups": [_group(group) | {"counts": dict(group.counts)} for group in part.groups],
        "on_track": vars(part.on_track).copy(),
        "outside": list(part.outside),
        "changes": _changes(part.changes),
    }


def _changes(changes: StatusChanges) -> dict[str, Any]:
    return {
        "round": changes.round or None,
        "why": changes.why,
        "total": dict(changes.total),
        "groups": [_group(group) | {"counts": dict(group.counts)} for group in changes.groups],
    }


def _effects(part: Effects | None) -> dict[str, Any]:
    if part is None:
        return {
            "unit": None,
            "planned": _amounts(None),
            "actual": _amounts(None),
            "open": _open(NOTHING_OPEN),
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
    return {
        "planned": _amounts(totals.planned),
        "actual": _amounts(totals.actual),
        "open": _open(totals.open),
    }


def _open(amounts: OpenAmounts) -> dict[str, Any]:
    def told(one: OpenAmount) -> dict[str, Any]:
        return {"count": one.count, "planned": _number(one.planned)}

    by_year = {year.label: told(one) for year, one in amounts.by_year.items()}
    return {"by_year": by_year, "total": told(amounts.total)}


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
