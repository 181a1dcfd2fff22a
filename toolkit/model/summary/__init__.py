"""What a consolidation holds: `rows` and parts, and the `whole` with its JSON."""

from __future__ import annotations

from toolkit.model.summary.rows import (
    Difference,
    EffectRow,
    Effects,
    FindingRow,
    IndicatorRow,
    Indicators,
    PublishedCheck,
    Receipt,
    ReturnState,
    StatusChanges,
    Statuses,
    StatusRow,
    Submission,
)
from toolkit.model.summary.whole import PlanSize, RoundInfo, Summary

__all__ = [
    "Difference",
    "EffectRow",
    "Effects",
    "FindingRow",
    "IndicatorRow",
    "Indicators",
    "PlanSize",
    "PublishedCheck",
    "Receipt",
    "ReturnState",
    "RoundInfo",
    "StatusChanges",
    "StatusRow",
    "Statuses",
    "Submission",
    "Summary",
]
