"""A city's settings (gyokaku.toml as a dict) in, typed settings out: judging, forms, rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field, Fields
from toolkit.model.years import FiscalYear


@dataclass(frozen=True)
class Judging:
    """How indicators are judged: achieved from `threshold` % on; rates printed with `rate_digits` decimals.

    `truncate` is 切捨て instead of 四捨五入; `unset_achieved` counts indicators without a target as achieved
    (rules C1, C2).
    """

    threshold: Decimal = Decimal(100)
    rate_digits: int = 1
    truncate: bool = False
    unset_achieved: bool = False


@dataclass(frozen=True)
class StatusSettings:
    """The field that holds the status (進捗・評価), its choices, and those that are on track."""

    field: str
    choices: tuple[str, ...]
    on_track: tuple[str, ...]


@dataclass(frozen=True)
class FormSettings:
    """A form: its workbook in 様式, its sheet, the cover sheet, and how it is used (`item`)."""

    name: str
    file: str
    sheet: str
    cover: str
    per: str


@dataclass(frozen=True)
class Ask:
    """What a round asks: a field, for which years, of whom (`所属`, `事務局`, `委員会`)."""

    field: Field
    years: tuple[FiscalYear, ...]
    by: str
    required: bool


@dataclass(frozen=True)
class Round:
    """One asking (照会). `edition` is the fiscal year of the plan's edition the round was issued on."""

    id: str
    years: tuple[FiscalYear, ...]
    edition: FiscalYear
    form: str
    deadline: dt.date
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Profile:
    """All settings of a city."""

    city: str
    plan: str
    item_word: str
    levels: tuple[str, ...]
    effect_unit: str
    office: str
    current_round: str
    judging: Mapping[str, Judging]
    statuses: StatusSettings | None
    forms: tuple[FormSettings, ...]
    rounds: tuple[Round, ...]

    def round(self, round_id: str = "") -> Round:
        """Give a round by its id, the current one by default; OfficeError where there is none."""
        wanted = round_id or self.current_round
        for one in self.rounds:
            if one.id == wanted:
                return one
        known = "、".join(one.id for one in self.rounds)
        raise OfficeError(
            f"照会「{wanted}」がありません。",
            f"[[round]] の id を確かめてください（ある照会: {known}）。",
            "gyokaku.toml",
        )

    def form(self, name: str) -> FormSettings:
        """Give a form by its name; OfficeError where there is none."""
        for one in self.forms:
            if one.name == name:
                return one
        raise OfficeError(
            f"様式「{name}」がありません。", "[[form]] の name を確かめてください。", "gyokaku.toml"
        )

    def judging_of(self, year: FiscalYear) -> Judging:
        """Give how a fiscal year is judged: its own settings, or the general ones."""
        return self.judging.get(year.label, self.judging[""])


def load_profile(data: Mapping[str, Any], fields: Fields, file: str = "gyokaku.toml") -> Profile:
    """Check and type a city's settings; OfficeError names the key that is missing or wrong."""
    try:
        return Profile(
            city=data["city"],
            plan=data["plan"],
            item_word=data["item_word"],
            levels=tuple(data["levels"]),
            effect_unit=data["effect_unit"],
            office=data["office"],
            current_round=data["current_round"],
            judging=_judging(data.get("judging", {})),
            statuses=_statuses(data.get("statuses")),
            forms=tuple(
                FormSettings(one["name"], one["file"], one["sheet"], one["cover"], one["per"])
                for one in data["form"]
            ),
            rounds=tuple(_round(one, fields) for one in data["round"]),
        )
    except KeyError as missing:
        raise OfficeError(f"設定{missing}がありません。", "設定を書き足してください。", file) from None
    except (TypeError, ValueError) as wrong:
        raise OfficeError(
            f"設定が正しくありません（{wrong}）。", "書き方を確かめてください。", file
        ) from None


def _judging(data: Mapping[str, Any]) -> dict[str, Judging]:
    general = {key: value for key, value in data.items() if not isinstance(value, Mapping)}
    by_year = {key: {**general, **value} for key, value in data.items() if isinstance(value, Mapping)}
    return {key: _one_judging(values) for key, values in {"": general, **by_year}.items()}


def _one_judging(data: Mapping[str, Any]) -> Judging:
    return Judging(
        threshold=Decimal(str(data.get("threshold", 100))),
        rate_digits=int(data.get("rate_digits", 1)),
        truncate=_choice(data, "rounding", "四捨五入", "切捨て"),
        unset_achieved=_choice(data, "unset", "分母から除く", "達成に含める"),
    )


def _choice(data: Mapping[str, Any], key: str, first: str, second: str) -> bool:
    word = data.get(key, first)
    if word not in (first, second):
        raise ValueError(f"{key} は「{first}」か「{second}」です")
    return bool(word == second)


def _statuses(data: Mapping[str, Any] | None) -> StatusSettings | None:
    if data is None:
        return None
    return StatusSettings(data["field"], tuple(data["choices"]), tuple(data["on_track"]))


def _round(data: Mapping[str, Any], fields: Fields) -> Round:
    years = tuple(FiscalYear.parse(label) for label in data["years"])
    return Round(
        id=data["id"],
        years=years,
        edition=FiscalYear.parse(data["edition"]),
        form=data["form"],
        deadline=data["deadline"],
        asks=tuple(_ask(ask, years, fields) for ask in data["asks"]),
    )


def _ask(data: Mapping[str, Any], years: tuple[FiscalYear, ...], fields: Fields) -> Ask:
    if data["field"] not in fields.by_name:
        raise ValueError(f"asks の field「{data['field']}」という欄はありません")
    shift = int(data["year"])
    return Ask(
        fields.by_name[data["field"]], tuple(year + shift for year in years), data["by"], data["required"]
    )
