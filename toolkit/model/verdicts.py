"""A verdict: a target and an actual judged, with the reason in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from toolkit.model.years import FiscalYear


class Flag(StrEnum):
    """Whether a target was reached."""

    ACHIEVED = "○"
    MISSED = "×"
    UNDECIDED = "未"
    NOT_SET = "－"


@dataclass(frozen=True)
class Judgement:
    """What the rules say of one target and one actual.

    `rate` is the unrounded rate in %, `printed_rate` the rate exactly as printed (`98.0%`) or "";
    `why` is one Japanese sentence with the numbers in it.
    """

    flag: Flag
    why: str
    rate: Decimal | None = None
    printed_rate: str = ""


@dataclass(frozen=True)
class Verdict:
    """A judgement of one indicator in one fiscal year, with what it was judged from (as printed)."""

    item_id: str
    indicator: int
    year: FiscalYear
    target: str
    actual: str
    judgement: Judgement
