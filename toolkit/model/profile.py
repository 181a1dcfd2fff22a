"""A city's settings, typed: how it judges, its forms, rounds, writers and letters."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from toolkit.model.choices import Choices
from toolkit.model.errors import NOWHERE, OfficeError, RowPlace
from toolkit.model.fields import Field, Fields, Slot
from toolkit.model.letters import Letter
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.plan import Department, offices_of
from toolkit.model.words import did_you_mean, same_word
from toolkit.model.years import FiscalYear

SETTINGS = "設定.xlsx"
DEFAULT_INBOX = "受け箱"
DEPARTMENTS, OFFICE = "所属", "事務局"
UNREAD_YEAR = FiscalYear(0)
"""Stands for a year of a round that could not be read, and was told of; nothing is made with it."""


@dataclass(frozen=True)
class Judging:
    """How indicators are judged: achieved from `threshold` % on; rates printed with `rate_digits` decimals.

    `truncate` is 切捨て instead of 四捨五入; `unset_achieved` counts indicators without a target as achieved
    (rules C1, C2). Shares (順調の割合) are printed with `share_digits` decimals, cut off where
    `share_truncate` (C9).

    桁の確認 asks about a number that is `slip` times above or below what it is held against; an amount
    about `slip_amount` times its plan, a percentage about `slip_percent` times.
    """

    threshold: Decimal = Decimal(100)
    rate_digits: int = 1
    truncate: bool = False
    unset_achieved: bool = False
    share_digits: int = 0
    share_truncate: bool = False
    slip: Decimal = Decimal(100)
    slip_amount: Decimal = Decimal(10)
    slip_percent: Decimal = Decimal(10)


@dataclass(frozen=True)
class FormSettings:
    """A form: its workbook in 様式, its sheet, the cover sheet, and how it is used (`item`, `department`).

    `by` is the office (事務局, 委員会) whose own form it is: it gets every item in it, nobody else gets it.
    """

    name: str
    file: str
    sheet: str
    cover: str
    per: str
    by: str = ""
    row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Writer:
    """Who answers (回答・評価主体): 所属, 事務局, or a body of evaluation; `honorific` follows its name.

    A body may have a cover sheet of its own in every form, and a deadline of its own.
    """

    name: str
    honorific: str = "御中"
    cover: str = ""
    deadline: dt.date | None = None
    row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Ask:
    """What a round asks: a field, for which years (None: all), of whom (`所属`, `事務局`, `委員会`).

    `prefill` is the id of the earlier round whose answers stand in the open cells, or ""; `source` the
    field of the same round whose answers stand in them (an office's cells only).
    """

    field: Field
    years: tuple[FiscalYear, ...] | None
    by: str
    required: bool
    prefill: str = ""
    source: Field | None = None
    row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    def covers(self, slot: Slot) -> bool:
        """Tell whether this asks for a slot, by its field and year."""
        in_year = self.years is None or slot.year is None or slot.year in self.years
        return slot.field == self.field.key and in_year


@dataclass(frozen=True)
class Round:
    """One asking (照会). `edition` is the fiscal year of the plan's edition the round was issued on.

    `forms` are the forms it uses, `forecast` the years whose values are only expected (見込み), `previous`
    the id of the round before it (前の照会) or "". `writers` are those who are asked, in the settings' order.
    """

    id: str
    years: tuple[FiscalYear, ...]
    edition: FiscalYear
    forms: tuple[str, ...]
    deadline: dt.date
    asks: tuple[Ask, ...]
    forecast: tuple[FiscalYear, ...] = ()
    previous: str = ""
    writers: tuple[str, ...] = ()
    row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class CheckRule:
    """A rule of チェック条件: a range a number must lie in, or what must hold where a condition does.

    `condition` (もし) and `then` (ならば) are expressions over the words of fields, as they were typed.
    `is_error`: 要修正, else 要確認. `message` tells the department; "" leaves the words to the catalogue.
    """

    field: Field
    low: Decimal | None = None
    high: Decimal | None = None
    condition: str = ""
    then: str = ""
    is_error: bool = True
    message: str = ""
    row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Profile:
    """All settings of a city.

    `levels` are the names of the plan's levels (() for a plan without), `fields` those of the forms in the
    city's unit and with its choices; `choices` are by field key, in the order of 選択肢. `judging` is by
    fiscal year, "" for the general one. `period` are the plan's years as the office
    states them (計画期間), () where it does not; `inbox` is the folder (受け箱) in which returns are put, as
    seen from the workspace; `basics_row` is where the names of 基本 stand.
    """

    city: str
    plan: str
    item_word: str
    levels: tuple[str, ...]
    effect_unit: str
    office: str
    current_round: str
    fields: Fields = dataclasses.field(compare=False, repr=False)
    judging: Mapping[str, Judging]
    forms: tuple[FormSettings, ...]
    rounds: tuple[Round, ...]
    writers: tuple[Writer, ...]
    choices: Mapping[str, Choices]
    checks: tuple[CheckRule, ...] = ()
    letters: Mapping[str, Letter] = dataclasses.field(default_factory=dict)
    papers: tuple[PaperSettings, ...] = ()
    period: tuple[FiscalYear, ...] = ()
    inbox: str = DEFAULT_INBOX
    basics_row: RowPlace = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    @property
    def counted(self) -> tuple[Field, ...]:
        """The fields whose choices the master counts (進捗, 評価), in the order of 選択肢."""
        return tuple(self.fields[key] for key, choices in self.choices.items() if choices.is_counted)

    def papers_of(self, round_: Round) -> tuple[PaperSettings, ...]:
        """Give the papers that are made for a round."""
        return tuple(paper for paper in self.papers if not paper.rounds or round_.id in paper.rounds)

    def round(self, round_id: str = "") -> Round:
        """Give a round by its id, the current one by default; OfficeError where there is none."""
        wanted = round_id or self.current_round
        for one in self.rounds:
            if same_word(one.id, wanted):
                return one
        ids = [one.id for one in self.rounds]
        mend = f"照会の名前を確かめてください（ある照会: {'、'.join(ids)}）。"
        raise OfficeError(
            f"照会「{wanted}」がありません。{did_you_mean(wanted, ids)}", mend, SETTINGS, "照会"
        )

    def form(self, name: str) -> FormSettings:
        """Give a form by its name; OfficeError where there is none."""
        for one in self.forms:
            if one.name == name:
                return one
        known = "、".join(one.name for one in self.forms)
        mend = f"様式の名前を確かめてください（ある様式: {known}）。"
        raise OfficeError(f"様式「{name}」がありません。", mend, SETTINGS, "様式")

    @property
    def offices(self) -> tuple[Department, ...]:
        """Those who write of every item (事務局, bodies of evaluation), as departments after all others."""
        return offices_of((one.name, one.deadline) for one in self.writers[1:])

    def honorific_of(self, writer: str) -> str:
        """Give what follows the name of an office, or of any department."""
        return next((one.honorific for one in self.writers if one.name == writer), self.writers[0].honorific)

    def has_own_form(self, round_: Round, writer: str) -> bool:
        """Tell whether an office has a form of its own in a round (会議資料の文言)."""
        return any(self.form(name).by == writer for name in round_.forms)

    def judging_of(self, year: FiscalYear) -> Judging:
        """Give how a fiscal year is judged: its own settings, or the general ones."""
        return self.judging.get(year.label, self.judging[""])
