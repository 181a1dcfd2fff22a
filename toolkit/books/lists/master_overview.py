"""The sheet 概要 of 取りまとめ表.xlsx: counts, totals and one chart over the other sheets' tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from toolkit.books.lists import page_size
from toolkit.books.lists.columns import Column, Shown, ShownFormula
from toolkit.books.lists.fitting import fitting_height
from toolkit.books.lists.master_rows import COUNTED, OPEN, TOTAL_LOOK
from toolkit.books.lists.sheet_style import Area, NewBook, criterion
from toolkit.books.package.refs import Box
from toolkit.model.catalogue import Severity
from toolkit.model.counts import Counted, EffectTotals, FlagCounts, Group
from toolkit.model.summary import Effects, Indicators, ReturnState, Statuses, Summary
from toolkit.model.verdicts import Flag

SHEET = "概要"
_Chart = Callable[[], Any]
_LABEL_WIDTH, _WIDTH, _COLUMNS = 34, 14, 8
_TOP = 4  # the row (0-based) where the small blocks and the chart begin
_CHART_LEFT = 3
_CHANGE = "増減"
_CHART_COLUMN = 7 * _WIDTH + 5  # pixels
_NAMES = 8  # departments named in the sentence before it says ほか
_GREYS = {"達成 ○": "#404040", "未達成 ×": "#FFFFFF", "未定 未": "#BFBFBF"}


@dataclass(frozen=True)
class Areas:
    """Where the tables of the other sheets stand."""

    indicators: Area | None
    statuses: tuple[Area, ...]
    effects: Area | None
    submissions: Area
    findings: Area


@dataclass
class _Page:
    """The sheet, the next free row (0-based) of its blocks, and the most columns right of the labels."""

    book: NewBook
    sheet: Any
    row: int
    columns: int = _COLUMNS

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the columns so far."""
        return (_LABEL_WIDTH, *[_WIDTH] * self.columns)

    def write(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Shown]], *, total: bool
    ) -> Area:
        """Write a titled block, its last row as a total where it is one, and leave a free row below."""
        self.book.write_text(self.sheet, self.row, 0, title, bold=True)
        looks = [Column(columns[0])]
        looks += [Column(name, "change" if name == _CHANGE else "amount") for name in columns[1:]]
        area = self.book.write_rows(self.sheet, self.row + 1, looks, rows, valign="vcenter")
        self.columns = max(self.columns, len(columns) - 1)
        for at, row in enumerate([columns, *rows], start=self.row + 1):
            self.sheet.set_row(at, fitting_height(looks, self.widths[: len(looks)], row))
        if total:
            for column, value in enumerate(rows[-1]):
                kind = looks[column].kind
                self.book.write_cell(self.sheet, area.last, column, value, kind, **TOTAL_LOOK)
        self.row = area.last + 2
        return area

    @property
    def first(self) -> int:
        """The row number (1-based) of the first row of the next block."""
        return self.row + 3


def write_overview(book: NewBook, sheet: Any, summary: Summary, areas: Areas) -> None:
    """Write 概要: what is still missing in one sentence, counts, totals, a chart."""
    page = _Page(book, sheet, _TOP)
    _write_sentence(page, _state_sentence(summary))
    _write_submissions(page, summary, areas.submissions)
    _write_findings(page, summary, areas.findings)
    chart: _Chart | None = None
    left = _CHART_LEFT
    for statuses, area in zip(summary.statuses, areas.statuses, strict=True):
        block = _write_statuses(page, statuses, area)
        chart = chart or partial(_status_chart, book, block, len(statuses.choices))
        left = max(left, len(block.titles) + 1) if statuses.changes.are_known else left
    height = page.row - _TOP
    if summary.effects and areas.effects and _effect_values(summary.effects, summary.effects.total):
        block = _write_effects(page, summary, summary.effects, areas.effects)
        chart = partial(_effect_chart, book, block, summary.effects.unit)
    if summary.indicators and areas.indicators:
        block = _write_indicators(page, summary, summary.indicators, areas.indicators)
        chart = partial(_flag_chart, book, block) if summary.indicators.total.set else chart
    if chart is not None:
        drawing = chart()
        size = {"width": _CHART_COLUMN * (_COLUMNS + 1 - left), "height": 24 * max(height - 1, 12)}
        drawing.set_size(size)
        sheet.insert_chart(_TOP, left, drawing, {"object_position": 1})
    _set_paper(page)


def _write_sentence(page: _Page, text: str) -> None:
    look = {"text_wrap": True, "valign": "top"}
    page.book.merge(page.sheet, Box(2, 0, 2, _COLUMNS), **look)
    page.book.write_text(page.sheet, 2, 0, text, **look)
    page.sheet.set_row(2, fitting_height([Column("")], [sum(page.widths)], [text]))


def _set_paper(page: _Page) -> None:
    """Set the widths, and the paper that carries all on one page; on several where it would be too small."""
    page.sheet.set_column(0, 0, _LABEL_WIDTH)
    page.sheet.set_column(1, page.columns, _WIDTH)
    page.sheet.set_paper(page_size.paper_for(page.widths, page.row).number)
    page.sheet.fit_to_pages(1, 1 if page.row <= page_size.rows_on(page_size.A3) else 0)


def _state_sentence(summary: Summary) -> str:
    missing = [row.department for row in summary.submissions if row.state is ReturnState.NONE]
    returned = len(summary.submissions) - len(missing)
    named = "、".join(missing[:_NAMES]) + (
        f"ほか{len(missing) - _NAMES}所属" if len(missing) > _NAMES else ""
    )
    sentences = [f"照会した{len(summary.submissions)}所属のうち、{returned}所属から提出がありました。"]
    if missing:
        sentences.append(f"まだ届いていないのは、{named}です。")
    undecided = summary.indicators.total.undecided if summary.indicators else 0
    if undecided:
        sentences.append(f"判定が「未」の指標が{undecided}件あり、実績が確定すると数字が変わります。")
    if left_out := summary.effects and summary.effects.total.open.words(summary.effects.unit):
        sentences.append(f"実績効果額の合計は、{left_out}を含みません。")
    if missing and summary.effects and summary.effects.total.planned:
        sentences.append("効果見込額は、未提出の所属の分も計画台帳の額で集計しています。")
    return "".join(sentences)


def _write_submissions(page: _Page, summary: Summary, area: Area) -> None:
    states = [row.state for row in summary.submissions]
    column = area.column("状態")
    asked = sum(row.items_asked for row in summary.submissions)
    returned = sum(row.items_returned for row in summary.submissions)
    rows: list[list[Shown]] = [["照会した所属", ShownFormula(f"=COUNTA({column})", len(states))]]
    rows += [
        [state.value, ShownFormula(f'=COUNTIF({column},"{state}")', states.count(state))]
        for state in ReturnState
    ]
    rows += [
        [f"照会した{summary.item_word}", ShownFormula(f"=SUM({area.column('照会件数')})", asked)],
        [f"提出された{summary.item_word}", ShownFormula(f"=SUM({area.column('提出件数')})", returned)],
    ]
    page.write("提出状況", ["状態", "件数"], rows, total=False)


def _write_findings(page: _Page, summary: Summary, area: Area) -> None:
    column, counts = area.column("区分"), summary.finding_counts()
    rows: list[list[Shown]] = [
        [severity.value, ShownFormula(f'=COUNTIF({column},"{severity}")', counts[severity.name.lower()])]
        for severity in Severity
    ]
    page.write("確認事項", ["区分", "件数"], rows, total=False)


def _write_statuses(page: _Page, part: Statuses, area: Area) -> Area:
    """Write how often each choice was made, and beside it by how many that changed since the round before."""
    column, first, changes = area.column(part.name), page.first, part.changes
    known, gone = changes.are_known, [word for word in changes.total if word not in part.choices]
    rows: list[list[Shown]] = []
    on_track: list[int] = []
    for row, choice in enumerate((*part.choices, *gone), start=first):
        formula, count = f"=COUNTIF({column},{criterion(f'$A{row}', choice)})", part.total.get(choice, 0)
        change = changes.total[choice] if known else None
        since: list[Shown] = [] if change is None else [count - change, _difference(row, change)]
        rows.append([choice, ShownFormula(formula, count), *since])
        on_track += [row] if choice in part.on_track_choices else []
    if on_track:
        counted = part.on_track
        without = f"、{'・'.join(part.outside)}を除く" if part.outside else ""
        share = f"順調（{counted.of}{part.unit}中 {counted.share}{without}）"
        more = sum(changes.total[word] or 0 for word in part.on_track_choices) if known else None
        at = first + len(rows)
        then = ShownFormula(f"={'+'.join(f'C{one}' for one in on_track)}", counted.count - (more or 0))
        now = ShownFormula(f"={'+'.join(f'B{one}' for one in on_track)}", counted.count)
        rows.append([share, now, *([then, _difference(at, more)] if more is not None else [])])
    beside = f"。増減は、照会「{changes.round}」と比べて" if known else ""
    titles = [part.name, "件数", *(["前回", _CHANGE] if known else [])]
    block = page.write(f"{part.name}（単位：{part.unit}{beside}）", titles, rows, total=bool(on_track))
    if changes.round and changes.why:
        page.book.write_text(page.sheet, page.row - 1, 0, changes.why)
        page.row += 1
    return block


def _difference(row: int, change: int) -> ShownFormula:
    return ShownFormula(f"=B{row}-C{row}", change)


def _write_indicators(page: _Page, summary: Summary, part: Indicators, area: Area) -> Area:
    level, groups = _first_level(summary, part.groups)
    rows: list[list[Shown]] = []
    for row, group in enumerate(groups, start=page.first):
        name = group.path[0]
        only = f"{area.column(level)},{criterion(f'$A{row}', name)}"
        rows.append([name, *_flag_formulas(area, row, group.counts, only)])
    rows.append(["合計", *_flag_formulas(area, page.first + len(groups), part.total, "")])
    titles = [level, "指標数", "設定なし －", "設定あり", *_GREYS]
    block = page.write("指標の判定（単位：指標数）", titles, rows, total=True)
    if part.conventions:
        shares: list[list[Shown]] = [
            [each.name, each.achieved, each.of, each.rate] for each in part.conventions
        ]
        page.write("達成の割合", ["数え方", "達成", "分母", "割合"], shares, total=False)
    return block


def _first_level(summary: Summary, groups: Sequence[Group[Counted]]) -> tuple[str, list[Group[Counted]]]:
    """Give the word of the first level and its groups; a plan without levels has but its total."""
    level = summary.levels[0] if summary.levels else ""
    return level or summary.item_word, [group for group in groups if level and group.by == level]


def _flag_formulas(area: Area, row: int, counts: FlagCounts, only: str) -> list[Shown]:
    flags = area.column("判定")
    head = f"{only}," if only else ""

    def count(flag: Flag, value: int) -> ShownFormula:
        return ShownFormula(f'=COUNTIFS({head}{flags},"{flag}")', value)

    return [
        ShownFormula(f"=COUNTIFS({only})" if only else f"=COUNTA({flags})", counts.all),
        count(Flag.NOT_SET, counts.not_set),
        ShownFormula(f"=B{row}-C{row}", counts.set),
        count(Flag.ACHIEVED, counts.achieved),
        count(Flag.MISSED, counts.missed),
        count(Flag.UNDECIDED, counts.undecided),
    ]


def _write_effects(page: _Page, summary: Summary, part: Effects, area: Area) -> Area:
    level, groups = _first_level(summary, part.groups)
    rows: list[list[Shown]] = []
    for row, group in enumerate(groups, start=page.first):
        name = group.path[0]
        only = f"{area.column(level)},{criterion(f'$A{row}', name)},"
        rows.append([name, *_effect_formulas(area, part, group.counts, only)])
    rows.append(["合計", *_effect_formulas(area, part, part.total, "")])
    titles = [title for title in area.titles if title in _effect_values(part, part.total)]
    for year in part.total.open.by_year:
        titles += [f"{year}{OPEN}件数", *([f"{year}{OPEN}見込額"] if part.years else [])]
    return page.write(f"効果額（単位：{part.unit}。計上する分）", [level, *titles], rows, total=True)


def _effect_formulas(area: Area, part: Effects, totals: EffectTotals, only: str) -> list[Shown]:
    condition = f'{only}{area.column("計上")},"{COUNTED}"'
    values = _effect_values(part, totals)
    sums: list[Shown] = [
        ShownFormula(f"=SUMIFS({area.column(title)},{condition})", value) for title, value in values.items()
    ]
    for year, left_out in totals.open.by_year.items():
        left = f'{condition},{area.column(f"{year}{OPEN}")},"{OPEN}"'
        sums.append(ShownFormula(f"=COUNTIFS({left})", left_out.count))
        if part.years:
            planned = area.column(f"{year}見込額")
            sums.append(ShownFormula(f"=SUMIFS({planned},{left})", left_out.planned))
    return sums


def _effect_values(part: Effects, totals: EffectTotals) -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    if totals.planned:
        by_year = totals.planned.by_year
        values = {f"{year}見込額": by_year.get(year, Decimal(0)) for year in part.years}
        values["見込額計"] = totals.planned.total
    if totals.actual:
        by_year = totals.actual.by_year
        values |= {f"{year}実績額": by_year.get(year, Decimal(0)) for year in part.actual_years}
    return values


def _flag_chart(book: NewBook, block: Area) -> Any:
    """Make a stacked bar of ○ × 未 per part of the plan; its greys keep apart in print."""
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    parts = (block.first, block.last - 1) if block.last > block.first else (block.first, block.last)
    for column, (name, grey) in enumerate(_GREYS.items(), start=4):
        label = {
            "value": True,
            "num_format": "0;;",
            "font": {"color": "#FFFFFF" if grey == "#404040" else "#000000"},
        }
        chart.add_series(
            {
                "name": name,
                "categories": [SHEET, parts[0], 0, parts[1], 0],
                "values": [SHEET, parts[0], column, parts[1], column],
                "fill": {"color": grey},
                "border": {"color": "#404040"},
                "data_labels": label,
                "gap": 50,
            }
        )
    chart.set_title({"name": "指標の判定（目標の設定がある指標の数）", "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
    chart.set_legend({"position": "bottom"})
    return chart


def _effect_chart(book: NewBook, block: Area, unit: str) -> Any:
    """Make columns of the planned amounts by year; of the actual ones where none was planned."""
    planned = "見込額計" in block.titles
    last = block.titles.index("見込額計") - 1 if planned else sum("実績額" in one for one in block.titles)
    years = [SHEET, block.first - 1, 1, block.first - 1, last]
    title = f"{'効果見込額' if planned else '実績効果額'}（単位：{unit}。計上する分）"
    return _plain_chart(book, "column", title, years, [SHEET, block.last, 1, block.last, last])


def _status_chart(book: NewBook, block: Area, choices: int) -> Any:
    """Make a bar per choice of the status."""
    last = block.first + choices - 1
    names, counts = [SHEET, block.first, 0, last, 0], [SHEET, block.first, 1, last, 1]
    chart = _plain_chart(book, "bar", block.titles[0], names, counts)
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _plain_chart(book: NewBook, kind: str, title: str, categories: list[Any], values: list[Any]) -> Any:
    chart = book.workbook.add_chart({"type": kind})
    chart.add_series(
        {
            "categories": categories,
            "values": values,
            "fill": {"color": "#808080"},
            "border": {"color": "#404040"},
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart
