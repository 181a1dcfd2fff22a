"""The plan as the register tells it: departments, items, activities, indicators, effects."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from toolkit.model.errors import NOWHERE, RowPlace
from toolkit.model.fields import PartId
from toolkit.model.years import FiscalYear

SAME_AS_BEFORE = "〃"
"""A yearly text of the register that is merged with the year before."""


@dataclass(frozen=True)
class Printed:
    """A figure of the plan exactly as printed, and its number where it is a plain one.

    `text` "" is a blank; `number` is None for a blank, `-`, or words (`30億円以内`).
    `number_format` is how a spreadsheet shows the number as printed (`#,##0`, `0.00`).
    """

    text: str
    number: Decimal | None = None
    number_format: str = "General"


NOTHING = Printed("")


@dataclass(frozen=True)
class Department:
    """A department that answers, or a collective name (総称) that is never awaited. `order` is the 建制順.

    `id` is given once and never printed; without one it is the 課.
    """

    order: int
    division: str
    section: str
    collective: bool = False
    deadline: dt.date | None = None
    id: str = ""
    is_office: bool = False

    def __post_init__(self) -> None:
        """Let the 課 be the id where none is given."""
        if not self.id:
            object.__setattr__(self, "id", self.section)

    @property
    def name(self) -> str:
        """Division and section as printed: `企画部 経営企画課`."""
        return f"{self.division} {self.section}".strip()


_AFTER_ALL_DEPARTMENTS = 1001


def offices_of(writers: Iterable[tuple[str, dt.date | None]]) -> tuple[Department, ...]:
    """Give those who write of every item (name, own deadline) as departments, after all others."""
    return tuple(
        Department(order, "", name, deadline=deadline, is_office=True)
        for order, (name, deadline) in enumerate(writers, _AFTER_ALL_DEPARTMENTS)
    )


@dataclass(frozen=True)
class Level:
    """One level of the plan's tree: its number as printed and its name."""

    number: str
    name: str


class Direction(StrEnum):
    """Which way an indicator should move (向き)."""

    HIGHER = "高いほど良い"
    LOWER = "低いほど良い"


class Method(StrEnum):
    """How an indicator is judged (判定方法)."""

    NUMBER = "数値"
    PERSON = "人"
    LAST_YEAR = "前年度比"
    MEAN = "平均"
    INCREMENT = "増分"
    CUMULATIVE = "累計"


class FinalRelation(StrEnum):
    """How the final target follows from the yearly ones (最終の関係): the last one, or their sum."""

    LEVEL = "水準"
    SUM = "合計"


@dataclass(frozen=True)
class Part:
    """One of the figures an indicator's value is the mean of (内訳)."""

    number: int
    name: str


@dataclass(frozen=True)
class Indicator:
    """An indicator of an item, its targets exactly as printed.

    `id` is given once and tells it from the others of its item; its `number` may change. `kind` is the city's
    own word (活動指標, 各年度 …); it counts from `start_year` on. `actuals` are those of years no round has
    asked, as the register tells them.
    """

    number: int
    name: str
    unit: str
    baseline: Printed
    final: Printed
    targets: Mapping[FiscalYear, Printed]
    activity: int | None = None
    base_year: FiscalYear | None = None
    direction: Direction = Direction.HIGHER
    method: Method = Method.NUMBER
    final_relation: FinalRelation = FinalRelation.LEVEL
    start_year: FiscalYear | None = None
    kind: str = ""
    parts: tuple[Part, ...] = ()
    actuals: Mapping[FiscalYear, Printed] = field(default_factory=dict)
    id: int = 0

    def __post_init__(self) -> None:
        """Let the number be the id where none is given."""
        object.__setattr__(self, "id", self.id or self.number)

    @property
    def part_ids(self) -> tuple[PartId, ...]:
        """The ids of its parts."""
        return tuple((self.id, part.number) for part in self.parts)


@dataclass(frozen=True)
class Activity:
    """A numbered line inside an item, with its plan and its targets by year as printed.

    `id` is given once and tells it from the others of its item; its `number` may change.
    """

    number: int
    name: str
    departments: tuple[str, ...] = ()
    texts: Mapping[FiscalYear, str] = field(default_factory=dict)
    targets: Mapping[FiscalYear, Printed] = field(default_factory=dict)
    label: str = ""
    id: int = 0

    def __post_init__(self) -> None:
        """Let the number be the id where none is given."""
        object.__setattr__(self, "id", self.id or self.number)


@dataclass(frozen=True)
class Effect:
    """The planned effect amounts of an item (or of one activity, by its id), in the register's unit.

    `id` is given once and tells it from the others of its item. `counted` says whether the totals
    hold it; `why` is the reason where they do not.
    """

    planned: Mapping[FiscalYear, Printed]
    activity: int | None = None
    kind: str = ""
    counted: bool = True
    why: str = ""
    account: str = ""
    basis: str = ""
    id: int = 1
    row: RowPlace = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Item:
    """The unit that is answered as one. `texts` and `year_texts` are keyed by field key (`item.approach`).

    `leads`, `related`, the `coordinator` and the departments of activities are ids of departments. `row` is
    where it stands in the register.
    """

    id: str
    levels: tuple[Level, ...]
    number: str
    name: str
    form: str
    leads: tuple[str, ...]
    coordinator: str
    start_year: FiscalYear
    related: tuple[str, ...] = ()
    category: str = ""
    priority: bool = False
    evaluator: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    year_texts: Mapping[str, Mapping[FiscalYear, str]] = field(default_factory=dict)
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    effects: tuple[Effect, ...] = ()
    row: RowPlace = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Pointer:
    """A 再掲 row: a second mention that points at an item and is never counted.

    `after` says how many items stand above it in the register, `heading` is its 小見出し.
    """

    levels: tuple[Level, ...]
    number: str
    name: str
    item_id: str
    after: int = 0
    heading: str = ""
    row: RowPlace = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class PublishedFigure:
    """A figure the city printed (公表値).

    `path` is the expression that gives the same figure (照合), "" where it cannot be recomputed.
    """

    where: str
    name: str
    printed: str
    path: str = ""
    row: RowPlace = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Plan:
    """The whole plan."""

    years: tuple[FiscalYear, ...]
    departments: tuple[Department, ...]
    items: tuple[Item, ...]
    pointers: tuple[Pointer, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    offices: tuple[Department, ...] = ()

    def department(self, id_: str) -> Department:
        """Give the department of this id; KeyError where the register has none."""
        return self._by_id[id_]

    def short_name(self, id_: str) -> str:
        """Give the 課 of a department; of those whose 課 are named alike 部 and 課."""
        department = self.department(id_)
        return department.name if self._sections[department.section] > 1 else department.section

    def item(self, item_id: str) -> Item:
        """Give the item of this id; KeyError where the register has none."""
        return self._items[item_id]

    @cached_property
    def _by_id(self) -> Mapping[str, Department]:
        return {one.id: one for one in (*self.departments, *self.offices)}

    @cached_property
    def _sections(self) -> Counter[str]:
        return Counter(one.section for one in self.departments)

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return {one.id: one for one in self.items}
