"""The tables of a register in, the plan out; every mistake in the cells is noted."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from toolkit.books.register.departments import Departments
from toolkit.books.register.numbered import identify_rows, number_rows
from toolkit.books.register.outline import read_level_names, read_years
from toolkit.books.register.table import Mistakes, Table, TableRow, yearly
from toolkit.model.fields import Fields
from toolkit.model.plan import (
    SAME_AS_BEFORE,
    Activity,
    Department,
    Direction,
    Effect,
    FinalRelation,
    Indicator,
    Item,
    Level,
    Method,
    Part,
    Plan,
    Pointer,
    Printed,
)
from toolkit.model.words import did_you_mean, plain_word
from toolkit.model.years import FiscalYear

DEPARTMENTS, ITEMS, ACTIVITIES = "所属", "項目", "活動"
INDICATORS, PARTS, EFFECTS, PUBLISHED = "指標", "内訳", "効果額", "公表値"
OPTIONAL = (ACTIVITIES, INDICATORS, PARTS, EFFECTS)
"""Sheets a plan may do without."""
ID = "項目ID"
YEAR_TEXTS = ("year.plan", "year.result")
"""What an item may say year by year: what is planned, and what was reported of years that are over."""
_NOT_A_FREE_TEXT = {"item.number", "item.name", "item.lead", "item.related", "item.category"} | {
    f"item.level{depth}_{part}" for depth in (1, 2, 3) for part in ("number", "name")
}
_DASHES = ("-", "－", "―", "—", "ー", "‐", "−")
W = TypeVar("W", bound=StrEnum)


@functools.cache
def _words(words: type[W]) -> dict[str, W]:
    return {word.value: word for word in words}


def _ids(departments: Iterable[Department]) -> tuple[str, ...]:
    return tuple(one.id for one in departments)


def find_free_texts(fields: Fields) -> tuple[str, ...]:
    """Give the keys of an item's free texts (取組内容 …): text fields that have no other use here."""
    return tuple(
        key
        for key, field in fields.by_key.items()
        if key.startswith("item.") and field.kind == "text" and not field.axes and key not in _NOT_A_FREE_TEXT
    )


class Register:
    """The tables of one register while the plan is made of them."""

    def __init__(
        self, tables: Mapping[str, Table], fields: Fields, mistakes: Mistakes, offices: Sequence[str]
    ) -> None:
        """Read departments and years; note columns of years outside the plan."""
        self.tables = tables
        self.titles = {key: field.title for key, field in fields.by_key.items()}
        self.free_texts = find_free_texts(fields)
        self.years = read_years(tables, self.titles, mistakes)
        self.level_names = read_level_names(tables[ITEMS], self.titles, mistakes)
        if not self.years:
            mistakes.stop_if_any()  # without them no yearly column means anything
        self._check_unique(tables[DEPARTMENTS].rows, "建制順")
        self.departments = Departments(tables[DEPARTMENTS].rows, offices)
        self.parts: dict[str, list[TableRow]] = {}
        for row in tables.get(PARTS, Table(PARTS)).rows:
            self.parts.setdefault(row.text(ID), []).append(row)

    def plan(self) -> Plan:
        """Give the plan, all but its printed figures."""
        rows = self.tables[ITEMS].rows
        self._check_unique(rows, ID)
        own = {row.text(ID): row for row in rows if not row.text("再掲元")}
        activities = {item: self._activities(lines) for item, lines in self._by_item(ACTIVITIES, own)}
        indicators = {
            item: self._indicators(lines, activities.get(item, ()))
            for item, lines in self._by_item(INDICATORS, own)
        }
        effects = {
            item: self._effects(lines, activities.get(item, ()))
            for item, lines in self._by_item(EFFECTS, own)
        }
        items = tuple(
            replace(
                self._item(row),
                activities=activities.get(row.text(ID), ()),
                indicators=indicators.get(row.text(ID), ()),
                effects=effects.get(row.text(ID), ()),
            )
            for row in rows
            if not row.text("再掲元")
        )
        self._check_parts(indicators, own)
        return Plan(self.years, self.departments.all, items, tuple(self._iter_pointers(rows, own)))

    def _item(self, row: TableRow) -> Item:
        title = self.titles
        leads = self.departments.named(row, title["item.lead"])
        if not leads:
            row.needed(title["item.lead"])
        coordinator = (self.departments.named(row, "取りまとめ課") or leads)[:1]
        for one in coordinator:
            if one.collective:
                mend = "回答する課を一つ記入してください。"
                row.wrong(title["item.lead"], f"「{one.section}」は総称で、取りまとめ課になれません。", mend)
        return Item(
            id=row.needed(ID),
            levels=self._levels(row),
            number=row.text(title["item.number"]),
            name=row.needed(title["item.name"]),
            form=row.needed("様式"),
            leads=_ids(leads),
            coordinator="".join(_ids(coordinator)),
            start_year=row.year("開始年度") or self.years[0],
            related=_ids(self.departments.named(row, title["item.related"])),
            category=row.text(title["item.category"]),
            priority=row.mark("重点"),
            evaluator=row.text("評価主体"),
            texts={key: text for key in self.free_texts if (text := row.text(title[key]))},
            year_texts={key: texts for key in YEAR_TEXTS if (texts := self._year_texts(row, title[key]))},
            row=row.place,
        )

    def _iter_pointers(self, rows: Sequence[TableRow], own: Mapping[str, TableRow]) -> Iterator[Pointer]:
        after = 0
        for row in rows:
            if row.text("再掲元"):
                yield self._pointer(row, own, after)
            else:
                after += 1

    def _pointer(self, row: TableRow, own: Mapping[str, TableRow], after: int) -> Pointer:
        target = row.text("再掲元")
        if target not in own:
            mend = f"項目IDを確かめてください（再掲の行は指せません）。{did_you_mean(target, own)}"
            row.wrong("再掲元", f"再掲元「{target}」の項目がありません。", mend)
        title = self.titles
        return Pointer(
            levels=self._levels(row),
            number=row.text(title["item.number"]),
            name=row.needed(title["item.name"]),
            item_id=target,
            after=after,
            heading=row.text(title["item.heading"]),
            row=row.place,
        )

    def _levels(self, row: TableRow) -> tuple[Level, ...]:
        """Give the parts an item stands in, from the first level down; none may be unnamed."""
        levels = [
            Level(row.text(self.titles[f"item.level{depth}_number"]), row.text(name))
            for depth, name in enumerate(self.level_names, 1)
        ]
        while len(levels) > 1 and levels[-1] == Level("", ""):
            levels.pop()
        for name, _ in zip(self.level_names, levels, strict=False):
            row.needed(name)
        return tuple(levels)

    def _year_texts(self, row: TableRow, header: str) -> dict[FiscalYear, str]:
        texts = {year: row.text(yearly(header, year)) for year in self.years}
        if texts[self.years[0]] == SAME_AS_BEFORE:
            mend = "最初の年度には、文を記入してください。"
            row.wrong(yearly(header, self.years[0]), f"最初の年度に「{SAME_AS_BEFORE}」があります。", mend)
        return {year: text for year, text in texts.items() if text}

    def _activities(self, rows: Sequence[TableRow]) -> tuple[Activity, ...]:
        title = self.titles
        return tuple(
            Activity(
                number,
                row.needed(title["activity.name"]),
                _ids(self.departments.named(row, title["activity.departments"])),
                self._year_texts(row, title["activity.plan"]),
                self._figures(row, title["activity.target"]),
                row.text(title["activity.number"]) or str(number),
                id_,
            )
            for number, id_, row in number_rows(rows, "活動番号")
        )

    def _figures(self, row: TableRow, header: str) -> dict[FiscalYear, Printed]:
        """Give the yearly figures under a header, blanks left out."""
        figures = {year: row.printed(yearly(header, year)) for year in self.years}
        return {year: one for year, one in figures.items() if one.text}

    def _parts(self, item_id: str, indicator: int) -> tuple[Part, ...]:
        """Give the parts of an indicator, in the order of the sheet 内訳."""
        rows = [row for row in self.parts.get(item_id, ()) if row.whole("指標番号") == indicator]
        return tuple(
            Part(number, row.needed(self.titles["part.name"]))
            for number, _, row in number_rows(rows, "内訳番号")
        )

    def _check_parts(
        self, indicators: Mapping[str, Sequence[Indicator]], own: Mapping[str, TableRow]
    ) -> None:
        """Note every row of 内訳 whose item or indicator there is not: nobody would be asked for it."""
        for item, rows in self._by_item(PARTS, own):
            numbers = {indicator.number for indicator in indicators.get(item, ())}
            for row in rows if item in own else ():
                row.needed("指標番号")
                number = row.whole("指標番号")
                if number is not None and number not in numbers:
                    mend = "指標シートの指標番号と合わせてください。"
                    row.wrong("指標番号", f"項目「{item}」に指標{number}がありません。", mend)

    def _indicators(self, rows: Sequence[TableRow], activities: Sequence[Activity]) -> tuple[Indicator, ...]:
        title = self.titles
        return tuple(
            Indicator(
                number=number,
                name=row.needed(title["indicator.name"]),
                unit=row.text(title["indicator.unit"]),
                baseline=row.printed(title["indicator.baseline"]),
                final=row.printed(title["indicator.final"]),
                targets={year: row.printed(yearly(title["indicator.target"], year)) for year in self.years},
                activity=self._activity_number(row, activities),
                base_year=row.year("基準年度"),
                direction=row.word("向き", _words(Direction), Direction.HIGHER),
                method=row.word("判定方法", _words(Method), Method.NUMBER),
                final_relation=row.word("最終の関係", _words(FinalRelation), FinalRelation.LEVEL),
                start_year=row.year("計上開始年度"),
                kind=row.text(title["indicator.kind"]),
                parts=self._parts(row.text(ID), number),
                actuals=self._figures(row, title["indicator.actual"]),
                id=id_,
            )
            for number, id_, row in number_rows(rows, "指標番号")
        )

    def _effects(self, rows: Sequence[TableRow], activities: Sequence[Activity]) -> tuple[Effect, ...]:
        effects = []
        seen: set[tuple[int | None, str]] = set()
        for id_, row in identify_rows(rows, range(1, len(rows) + 1)):
            activity, kind = self._activity_number(row, activities), row.text("種別")
            if (activity, kind) in seen:
                row.wrong(
                    ID, "同じ項目の効果額が2行あります。", "1行にまとめるか、「種別」で区別してください。"
                )
            seen.add((activity, kind))
            counted, why = row.word("計上", {"する": True, "しない": False}, True), row.text("理由")
            if not counted and not why:
                row.wrong("計上", "計上しない理由が空欄です。", "「理由」の列に記入してください。")
            basis, sort = row.text("算定根拠"), row.text("算定根拠の別")
            planned = {year: self._amount(row, year) for year in self.years}
            effects.append(
                Effect(
                    planned,
                    activity,
                    kind,
                    counted,
                    why,
                    row.text("会計"),
                    f"〔{sort}〕{basis}" if sort else basis,
                    id_,
                    row.place,
                )
            )
        return tuple(effects)

    def _amount(self, row: TableRow, year: FiscalYear) -> Printed:
        """Give a planned amount; words without a digit (`-`, 調整中) are no amount, as printed."""
        header = yearly(self.titles["effect.planned"], year)
        amount = row.printed(header)
        if amount.number is None and any(c.isdigit() for c in amount.text):
            mend = "数値か「-」を記入するか、空欄にしてください。"
            row.wrong(header, f"「{amount.text}」は金額として読めません。", mend)
        return amount

    def _activity_number(self, row: TableRow, activities: Sequence[Activity]) -> int | None:
        """Give the id of the activity a row names by its number."""
        number = row.whole("活動番号")
        ids = {activity.number: activity.id for activity in activities}
        if number is not None and number not in ids:
            row.wrong(
                "活動番号", f"この項目に活動{number}がありません。", "活動シートの番号と合わせてください。"
            )
        return ids.get(number or 0)

    def _by_item(self, sheet: str, own: Mapping[str, TableRow]) -> Iterable[tuple[str, list[TableRow]]]:
        """Group a sheet's rows by their item; an id that is no item is a mistake."""
        grouped: dict[str, list[TableRow]] = {}
        for row in self.tables.get(sheet, Table(sheet)).rows:
            item = row.needed(ID)
            if item and item not in own:
                mend = (
                    f"項目シートの項目IDと合わせてください（再掲の行は使えません）。{did_you_mean(item, own)}"
                )
                row.wrong(ID, f"項目「{item}」がありません。", mend)
            grouped.setdefault(item, []).append(row)
        return grouped.items()

    def _check_unique(self, rows: Iterable[TableRow], header: str) -> None:
        seen: set[str] = set()
        for row in rows:
            text = plain_word(row.text(header))
            if text and text in seen:
                row.wrong(
                    header,
                    f"{header}「{row.text(header)}」が2つあります。",
                    "重ならないように直してください。",
                )
            seen.add(text)
