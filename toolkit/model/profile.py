"""A city's settings (gyokaku.toml as a dict) in, typed settings out: judging, forms, rounds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field, Fields, Slot
from toolkit.model.file_names import NAME_RULE, is_file_name
from toolkit.model.letters import Letter
from toolkit.model.paper_settings import PaperSettings, load_paper
from toolkit.model.standard_letters import STANDARD
from toolkit.model.words import half_width
from toolkit.model.years import FiscalYear

OFFICE = "事務局"
OFFICE_WRITERS = (OFFICE, "委員会")
WRITERS = ("所属", *OFFICE_WRITERS)
NO_PREFILL = "none"


@dataclass(frozen=True)
class Judging:
    """How indicators are judged: achieved from `threshold` % on; rates printed with `rate_digits` decimals.

    `truncate` is 切捨て instead of 四捨五入; `unset_achieved` counts indicators without a target as achieved
    (rules C1, C2). Shares (順調の割合) are printed with `share_digits` decimals, cut off where
    `share_truncate` (C9).
    """

    threshold: Decimal = Decimal(100)
    rate_digits: int = 1
    truncate: bool = False
    unset_achieved: bool = False
    share_digits: int = 0
    share_truncate: bool = False


@dataclass(frozen=True)
class StatusSettings:
    """The field that holds the status (進捗・評価), its choices, and those that are on track."""

    field: str
    choices: tuple[str, ...]
    on_track: tuple[str, ...]


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

    def covers(self, slot: Slot) -> bool:
        """Tell whether this asks for a slot, by its field and year."""
        in_year = self.years is None or slot.year is None or slot.year in self.years
        return slot.field == self.field.key and in_year


@dataclass(frozen=True)
class Round:
    """One asking (照会). `edition` is the fiscal year of the plan's edition the round was issued on.

    `forms` are the forms it uses, `forecast` the years whose values are only expected (見込み).
    """

    id: str
    years: tuple[FiscalYear, ...]
    edition: FiscalYear
    forms: tuple[str, ...]
    deadline: dt.date
    asks: tuple[Ask, ...]
    forecast: tuple[FiscalYear, ...] = ()

    @property
    def writers(self) -> tuple[str, ...]:
        """Who is asked: `所属` first, then the offices."""
        return tuple(writer for writer in WRITERS if any(ask.by == writer for ask in self.asks))


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
    papers: tuple[PaperSettings, ...] = ()
    letters: Mapping[str, Letter] = field(default_factory=lambda: STANDARD)

    def papers_of(self, round_: Round) -> tuple[PaperSettings, ...]:
        """Give the papers that are made for a round."""
        return tuple(paper for paper in self.papers if not paper.rounds or round_.id in paper.rounds)

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

    def has_own_form(self, round_: Round, writer: str) -> bool:
        """Tell whether an office has a form of its own in a round (会議資料の文言)."""
        return any(self.form(name).by == writer for name in round_.forms)

    def judging_of(self, year: FiscalYear) -> Judging:
        """Give how a fiscal year is judged: its own settings, or the general ones."""
        return self.judging.get(year.label, self.judging[""])


def load_profile(data: Mapping[str, Any], fields: Fields, file: str = "gyokaku.toml") -> Profile:
    """Check and type a city's settings; OfficeError names the key that is missing or wrong."""
    try:
        return Profile(
            city=_name(data, "city"),
            plan=data["plan"],
            item_word=data["item_word"],
            levels=tuple(data["levels"]),
            effect_unit=data["effect_unit"],
            office=data["office"],
            current_round=data["current_round"],
            judging=_judging(data.get("judging", {})),
            statuses=_statuses(data.get("statuses"), fields),
            forms=tuple(map(_form, _tables(data, "form"))),
            rounds=_rounds(_tables(data, "round"), fields),
            papers=_papers(data, fields),
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
    try:
        threshold = Decimal(str(data.get("threshold", 100)))
    except InvalidOperation:
        raise ValueError(f"threshold「{data['threshold']}」は数値ではありません") from None
    return Judging(
        threshold=threshold,
        rate_digits=int(data.get("rate_digits", 1)),
        truncate=_choice(data, "rounding", "四捨五入", "切捨て"),
        unset_achieved=_choice(data, "unset", "分母から除く", "達成に含める"),
        share_digits=int(data.get("share_digits", 0)),
        share_truncate=_choice(data, "share_rounding", "四捨五入", "切捨て"),
    )


def _choice(data: Mapping[str, Any], key: str, first: str, second: str) -> bool:
    word = data.get(key, first)
    if word not in (first, second):
        raise ValueError(f"{key} は「{first}」か「{second}」です")
    return bool(word == second)


def _tables(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    tables = data[key]
    if not isinstance(tables, list):
        raise ValueError(f"[{key}] は [[{key}]] と書きます")
    return tables


def _name(data: Mapping[str, Any], key: str) -> str:
    """Give a name that can be part of a path and of the mark in a book."""
    name = str(data[key])
    if not is_file_name(name):
        raise ValueError(f"{key}「{name}」は、フォルダやファイルの名前に使えません。{NAME_RULE}")
    return name


def _form(data: Mapping[str, Any]) -> FormSettings:
    by = str(data.get("by", ""))
    if by not in ("", *OFFICE_WRITERS):
        raise ValueError(
            f"form の by「{by}」は、{'・'.join(OFFICE_WRITERS)}のどれかです（所属の様式には書きません）"
        )
    return FormSettings(data["name"], data["file"], data["sheet"], data["cover"], data["per"], by)


def _statuses(data: Mapping[str, Any] | None, fields: Fields) -> StatusSettings | None:
    if data is None:
        return None
    if data["field"] not in fields.by_name:
        raise ValueError(f"statuses の field「{data['field']}」という欄はありません")
    strange = [word for word in data["on_track"] if word not in data["choices"]]
    if strange:
        raise ValueError(f"on_track の「{'」「'.join(strange)}」が choices にありません")
    return StatusSettings(data["field"], tuple(data["choices"]), tuple(data["on_track"]))


def _papers(data: Mapping[str, Any], fields: Fields) -> tuple[PaperSettings, ...]:
    tables = _tables(data, "paper") if "paper" in data else ()
    papers = tuple(load_paper(one, _name(one, "name"), _name(one, "number"), fields) for one in tables)
    known = {one["id"] for one in _tables(data, "round")}
    for paper in papers:
        if paper.per_level > len(data["levels"]):
            raise ValueError(f"会議資料「{paper.name}」の per の階層が、levels にありません")
        strange = [name for name in paper.rounds if name not in known]
        if strange:
            raise ValueError(f"会議資料「{paper.name}」の rounds「{strange[0]}」という照会はありません")
    # Files whose names differ only in width or case are one file on Windows.
    files = [half_width(f"{one.number}_{one.name}").casefold() for one in papers]
    twice = [one for one, file in zip(papers, files, strict=True) if files.count(file) > 1]
    if twice:
        raise ValueError(
            f"会議資料「{twice[0].number}_{twice[0].name}」が重なっています。number か name を変えてください"
        )
    return papers


def _rounds(data: Sequence[Mapping[str, Any]], fields: Fields) -> tuple[Round, ...]:
    rounds = tuple(_round(one, fields) for one in data)
    ids = [one.id for one in rounds]
    twice = [one for one in ids if ids.count(one) > 1]
    if twice:
        raise ValueError(f"照会の id「{twice[0]}」が重なっています")
    return rounds


def _round(data: Mapping[str, Any], fields: Fields) -> Round:
    years = tuple(FiscalYear.parse(label) for label in data["years"])
    if not isinstance(data["deadline"], dt.date):
        raise ValueError(f"deadline「{data['deadline']}」は、引用符を付けずに 2024-05-31 のように書きます")
    return Round(
        id=_name(data, "id"),
        years=years,
        edition=FiscalYear.parse(data["edition"]),
        forms=tuple(data["forms"] if "forms" in data else [data["form"]]),
        deadline=data["deadline"],
        asks=tuple(_ask(ask, years, fields) for ask in data["asks"]),
        forecast=tuple(FiscalYear.parse(label) for label in data.get("forecast", [])),
    )


def _ask(data: Mapping[str, Any], years: tuple[FiscalYear, ...], fields: Fields) -> Ask:
    if data["field"] not in fields.by_name:
        raise ValueError(f"asks の field「{data['field']}」という欄はありません")
    if data["by"] not in WRITERS:
        raise ValueError(f"asks の by「{data['by']}」は、{'・'.join(WRITERS)}のどれかです")
    asked = None if data["year"] == "all" else tuple(year + _shift(data["year"]) for year in years)
    prefill = data.get("prefill", NO_PREFILL)
    source = fields.by_name.get(prefill)
    if source and data["by"] not in OFFICE_WRITERS:
        raise ValueError(
            f"prefill に欄「{prefill}」を書けるのは、by が{'・'.join(OFFICE_WRITERS)}のときだけです"
        )
    return Ask(
        fields.by_name[data["field"]],
        asked,
        data["by"],
        data["required"],
        "" if source or prefill == NO_PREFILL else prefill,
        source,
    )


def _shift(year: str) -> int:
    """Read `0`, `-1`: how many years from those of the round."""
    if not re.fullmatch(r"-?\d", str(year)):
        raise ValueError(f"asks の year「{year}」は、「0」「-1」「all」のように書きます")
    return int(year)
