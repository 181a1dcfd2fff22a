"""The parts of a consolidation, row by row, with their totals and groups.

Nothing is counted here: totals and groups are handed over by the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from toolkit.model.counts import Convention, EffectTotals, ExcludedEffect, FlagCounts, Group, OnTrack
from toolkit.model.findings import Finding
from toolkit.model.record import Place
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear

# -- who returned what


class ReturnState(StrEnum):
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
    deadline: dt.date
    items_asked: int
    items_returned: int
    state: ReturnState
    receipts: tuple[Receipt, ...] = ()
    books: int = 1
    note: str = ""


# -- indicators


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator in one fiscal year with its verdict.

    `path` holds the names of the levels, `department` the section (課). `target` and `final` are as
    printed, `actual` as answered, `value` its number where it is one. `origin` says where the actual is from
    (`回答`, `未提出` …); `source` is None where no return holds it; `certainty` tells what a sample answer is
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
    certainty: str = ""
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
    certainty: str = ""


@dataclass(frozen=True)
class StatusChanges:
    """By how many each choice is more (or less) than in the round before (増減): in all, and in each group.

    `round` is the id of that round, "" for none; `why` says why there is nothing to compare with, and every
    number is None then. A choice that only the round before had stands here too.
    """

    round: str = ""
    why: str = ""
    total: Mapping[str, int | None] = field(default_factory=dict)
    groups: tuple[Group[Mapping[str, int | None]], ...] = ()

    @property
    def are_known(self) -> bool:
        """Whether there is anything to compare with."""
        return bool(self.round) and not self.why


@dataclass(frozen=True)
class Statuses:
    """All statuses of one field. `name` is its word (評価), `unit` what is counted (実施項目, 活動).

    `total` and `groups` count the rows of each choice; `on_track_choices` are those that are on track,
    `outside` those that stand outside the share. `field_name` tells two fields of one word apart (活動_進捗).
    """

    name: str
    unit: str
    choices: tuple[str, ...]
    on_track_choices: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    total: Mapping[str, int]
    on_track: OnTrack
    groups: tuple[Group[Mapping[str, int]], ...] = ()
    field_name: str = ""
    outside: tuple[str, ...] = ()
    changes: StatusChanges = field(default_factory=StatusChanges)


# -- effects


@dataclass(frozen=True)
class EffectRow:
    """One planned effect in one fiscal year with what came of it, in the plan's unit.

    `printed` is the planned amount as printed (`-`, ``, `41,096`), `raw` the actual as answered.
    `counted` says whether totals hold it, `why` the reason where they do not; `activity` is its id.
    `is_open`: an amount is still to come (未回答, 未, 確認中), which the total of actuals leaves out.
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
    certainty: str = ""
    activity_number: int | None = None
    is_open: bool = False


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
    """A figure the city printed, recomputed; `rests_on` counts the rows under it by certainty (原本 …).

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
