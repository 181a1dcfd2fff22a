"""The sheets of rows of 取りまとめ表.xlsx: a Summary in, a table per sheet and its area out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from toolkit.books.lists.columns import Column, Link, Shown, ShownFormula
from toolkit.books.lists.fitting import FIRST_ROW
from toolkit.books.lists.links import link_to_return
from toolkit.books.lists.sheet_style import FAINT, NOTABLE, STRIKING, Area, NewBook
from toolkit.books.package.refs import column_letters
from toolkit.model.record import Place
from toolkit.model.summary import (
    EffectRow,
    Effects,
    IndicatorRow,
    PublishedCheck,
    ReturnState,
    Statuses,
    StatusRow,
    Submission,
    Summary,
)
from toolkit.model.verdicts import Flag

COUNTED, NOT_COUNTED = "計上", "対象外"
OPEN = "未確定"
REGISTER = "計画台帳"
_AGREES = {True: "○", False: "×", None: "－"}
TOTAL_LOOK = {"bold": True, "valign": "vcenter", "top": 2, "bg_color": "#F2F2F2"}

FLAG_LOOKS: dict[str, Mapping[str, Any]] = {
    Flag.ACHIEVED.value: {"bold": True},
    Flag.MISSED.value: STRIKING,
    Flag.UNDECIDED.value: {"italic": True, "bg_color": "#F2F2F2"},
    Flag.NOT_SET.value: FAINT,
}


def write_indicators(book: NewBook, summary: Summary) -> Area | None:
    """Write 指標と判定: a row per indicator and year; None where the plan has no indicators."""
    if summary.indicators is None:
        return None
    note = (
        "目標値と実績値の単位は「単位」の欄、達成率は％。判定：○達成　×未達成　未＝未定　－＝目標の設定なし"
    )
    sheet = book.add_sheet("指標と判定", note)
    columns = [
        *_item_columns(summary),
        Column("区分", limit=9, optional=True),
        Column("指標", limit=22),
        Column("単位", "centred", limit=8),
        Column("年度", "centred", limit=6),
        Column("目標値", "right", limit=12),
        Column("実績値", "number", limit=12),
        Column("達成率", "right", limit=9),
        Column("判定", "centred", limit=6),
        Column("理由", limit=30),
        Column("根拠", limit=8),
        Column("回答の場所", "link", limit=24),
    ]
    rows = [_indicator_cells(row, summary) for row in summary.indicators.rows]
    area = book.write_table(sheet, "表_指標と判定", columns, rows)
    book.highlight(sheet, area, "判定", FLAG_LOOKS)
    return area


def _indicator_cells(row: IndicatorRow, summary: Summary) -> list[Shown]:
    return [
        *_item_cells(row, summary),
        row.category,
        row.indicator,
        row.unit,
        row.year.label,
        row.target,
        row.actual if row.value is None else row.value,
        row.rate,
        row.flag.value,
        row.why,
        row.origin,
        _source(summary, row.source, row.origin),
    ]


def write_statuses(book: NewBook, summary: Summary) -> tuple[Area, ...]:
    """Write 進捗, a row per item or activity and year, and a sheet like it for each other counted field."""
    words = [part.name for part in summary.statuses]
    names = [part.name if words.count(part.name) == 1 else part.field_name for part in summary.statuses]
    sheets = ["進捗", *names[1:]]
    return tuple(
        _write_statuses(book, summary, part, sheet)
        for part, sheet in zip(summary.statuses, sheets, strict=False)
    )


def _write_statuses(book: NewBook, summary: Summary, part: Statuses, name: str) -> Area:
    outside = f"（{'・'.join(part.outside)}は、割合の分母に入れません）" if part.outside else ""
    about = f"{part.name}（単位：{part.unit}）。選択肢：{'・'.join(part.choices)}{outside}"
    sheet = book.add_sheet(name, about)
    columns = [
        *_item_columns(summary, Column("活動", limit=22, optional=True)),
        Column("年度", "centred"),
        Column(part.name, "centred", limit=18),
        Column("根拠", limit=10),
        Column("回答の場所", "link", limit=24),
    ]
    rows: list[list[Shown]] = [
        [
            *_item_cells(row, summary, row.activity),
            row.year.label,
            row.choice,
            row.origin,
            _source(summary, row.source, row.origin),
        ]
        for row in part.rows
    ]
    return book.write_table(sheet, f"表_{name}", columns, rows)


def write_effects(book: NewBook, summary: Summary) -> Area | None:
    """Write 効果額: a row per effect with its years, the total, what is left out; None without effects."""
    part = summary.effects
    if part is None:
        return None
    sheet = book.add_sheet(
        "効果額",
        f"単位：{part.unit}。合計は「計上」の行だけを足しています。未確定＝未回答・未・確認中で、実績額の合計に入っていないもの",
    )
    planned = [Column(f"{year}見込額", "amount") for year in part.years]
    columns = [
        *_item_columns(summary),
        Column("活動", "centred", limit=8, optional=True),
        Column("種別", limit=10, optional=True),
        *planned,
        *([Column("見込額計", "amount")] if planned else []),
        *(Column(f"{year}実績額", "amount") for year in part.actual_years),
        *(Column(f"{year}{OPEN}", "centred", limit=8) for year in part.actual_years),
        Column("計上", "centred", limit=8),
        Column("理由", limit=20),
        Column("回答の場所", "link", limit=24),
    ]
    first = columns.index(planned[0]) + 1 if planned else 0
    rows = []
    for row, line in enumerate(_by_effect(part.rows), start=FIRST_ROW + 2):
        ends = [f"{column_letters(column)}{row}" for column in (first, first + len(planned) - 1) if planned]
        rows.append(_effect_cells(summary, part, line, ":".join(ends)))
    area = book.write_table(sheet, "表_効果額", columns, rows)
    _write_effect_total(book, sheet, summary, part, area)
    _write_excluded(book, sheet, summary, part, area)
    return area


def _by_effect(rows: Sequence[EffectRow]) -> list[list[EffectRow]]:
    effects: dict[tuple[str, int | None, str], list[EffectRow]] = {}
    for row in rows:
        effects.setdefault((row.item_id, row.activity, row.kind), []).append(row)
    return list(effects.values())


def _effect_cells(summary: Summary, part: Effects, line: list[EffectRow], years: str) -> list[Shown]:
    by_year = {row.year: row for row in line}
    planned = [by_year.get(year) for year in part.years]
    amounts = [row.planned for row in planned if row and row.planned is not None]
    subtotal = sum(amounts, Decimal(0)) if amounts else "-"
    answered = [by_year.get(year) for year in part.actual_years]
    sources = [row.source for row in answered if row and row.source]
    origin = next((row.origin for row in answered if row), "") if part.actual_years else REGISTER
    head = line[0]
    return [
        *_item_cells(head, summary),
        head.activity_number or head.activity,
        head.kind,
        *((row.printed if row.planned is None else row.planned) if row else None for row in planned),
        *([ShownFormula(f'=IF(COUNT({years})=0,"-",SUM({years}))', subtotal)] if years else []),
        *((row.raw if row.actual is None else row.actual) if row else None for row in answered),
        *(OPEN if row and row.is_open else None for row in answered),
        COUNTED if head.counted else NOT_COUNTED,
        head.why,
        _source(summary, sources[-1] if sources else None, origin),
    ]


def _write_effect_total(book: NewBook, sheet: Any, summary: Summary, part: Effects, area: Area) -> None:
    planned, actual = part.total.planned, part.total.actual
    values: dict[str, Decimal] = {}
    if planned:
        values = {f"{year}見込額": planned.by_year.get(year, Decimal(0)) for year in part.years}
        values["見込額計"] = planned.total
    if actual:
        values |= {f"{year}実績額": actual.by_year.get(year, Decimal(0)) for year in part.actual_years}
    condition = f'{area.column("計上")},"{COUNTED}"'
    cells: dict[str, Shown] = {summary.item_word: "合計"}
    for title, value in values.items():
        cells[title] = ShownFormula(f"=SUMIFS({area.column(title)},{condition})", value)
    book.write_below(sheet, area, area.last + 1, cells, **TOTAL_LOOK)


def _write_excluded(book: NewBook, sheet: Any, summary: Summary, part: Effects, area: Area) -> None:
    if not part.excluded:
        return
    top = area.last + 3
    book.write_text(sheet, top, 0, f"合計に含めない効果見込額（単位：{part.unit}）", bold=True)
    for at, row in enumerate(part.excluded, start=top + 1):
        cells: dict[str, Shown] = {
            "番号": summary.number_of(row.item_id),
            summary.item_word: row.item,
            "活動": row.activity_number or row.activity,
            "見込額計": row.planned if row.planned is not None else "-",
            "理由": row.why,
        }
        book.write_below(sheet, area, at, cells)


def write_submissions(book: NewBook, summary: Summary) -> Area:
    """Write 提出状況: a row per awaited department in 建制順."""
    sheet = book.add_sheet("提出状況", f"単位：{summary.item_word}の件数。ファイルは最後に届いたものです。")
    columns = [
        Column("順", "centred"),
        Column("所属", limit=34),
        Column("期限", "date"),
        Column("照会件数", "number"),
        Column("提出件数", "number"),
        Column("状態", "centred"),
        Column("受付番号", "centred", limit=16),
        Column("最終受付", "time"),
        Column("ファイル", "link", limit=24),
        Column("備考", limit=34, optional=True),
    ]
    rows = [_submission_cells(n, row, summary) for n, row in enumerate(summary.submissions, start=1)]
    area = book.write_table(sheet, "表_提出状況", columns, rows)
    looks = {
        ReturnState.NONE.value: STRIKING,
        ReturnState.PART.value: NOTABLE,
    }
    book.highlight(sheet, area, "状態", looks)
    return area


def _submission_cells(number: int, row: Submission, summary: Summary) -> list[Shown]:
    newest = max(row.receipts, key=lambda receipt: receipt.number, default=None)
    return [
        number,
        row.department,
        row.deadline,
        row.items_asked,
        row.items_returned,
        row.state.value,
        "、".join(str(receipt.number) for receipt in row.receipts),
        newest.received_at if newest else None,
        _source(summary, Place(newest.file, "", "") if newest else None, ""),
        row.note,
    ]


def write_published(book: NewBook, summary: Summary) -> None:
    """Write 公表値照合: a row per figure the city printed; nothing where the register has none."""
    if not summary.published:
        return
    note = "市の資料に印字された数値と、この取りまとめの計算。一致：○一致　×不一致　－照合していない"
    if any(row.rests_on for row in summary.published):
        note += "　根拠：もとになる見本の回答の件数（原本＝市の印字、推定、補完＝計に合わせたもの、架空）"
    sheet = book.add_sheet("公表値照合", note)
    columns = [
        Column("箇所", limit=28),
        Column("名称", limit=34),
        Column("印字", "right", limit=20),
        Column("計算", "right", limit=16),
        Column("一致", "centred", limit=6),
        Column("理由", limit=60),
        Column("根拠", limit=16, optional=True),
    ]
    rows = [_published_cells(row) for row in summary.published]
    area = book.write_table(sheet, "表_公表値照合", columns, rows)
    book.highlight(sheet, area, "一致", {_AGREES[False]: STRIKING})


def _published_cells(row: PublishedCheck) -> list[Shown]:
    certainties = "・".join(f"{certainty}{count}" for certainty, count in row.rests_on.items())
    return [row.where, row.name, row.printed, row.recomputed, _AGREES[row.agrees], row.why, certainties]


def _item_columns(summary: Summary, *more: Column) -> list[Column]:
    levels = [Column(level, limit=22) for level in summary.levels]
    item = Column(summary.item_word, limit=24)
    return [Column("番号", limit=12), *levels, item, *more, Column("部", limit=10), Column("課", limit=14)]


def _item_cells(row: IndicatorRow | StatusRow | EffectRow, summary: Summary, *more: Shown) -> list[Shown]:
    path = [*row.path, *[""] * len(summary.levels)][: len(summary.levels)]
    return [summary.number_of(row.item_id), *path, row.item, *more, row.division, row.department]


def _source(summary: Summary, place: Place | None, origin: str) -> Link:
    return link_to_return(summary.round.id, place, origin or ReturnState.NONE.value)
