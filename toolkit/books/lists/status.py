"""提出状況.xlsx: how far every department is in, a row each with a link to its last file and counts out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from toolkit.books.lists.links import link_to_return
from toolkit.books.lists.sheet_style import Area, Column, NewBook, Shown, ShownFormula, new_book
from toolkit.model.progress import Progress, RoundProgress, Stage
from toolkit.model.record import Place
from toolkit.model.years import write_date

SHEET = "提出状況"

# Weight and depth of grey tell the stages apart on a black-and-white print too.
_LOOKS: dict[str, dict[str, Any]] = {
    Stage.NONE.value: {"bold": True, "font_color": "#FFFFFF", "bg_color": "#595959"},
    Stage.PART.value: {"bold": True, "bg_color": "#A6A6A6"},
    Stage.ASKED.value: {"bold": True, "bg_color": "#D9D9D9"},
    Stage.RECEIVED.value: {"italic": True},
    Stage.OPEN.value: {"italic": True},
}
_COLUMNS = (
    Column("順", "centred"),
    Column("所属", limit=30),
    Column("状態", "centred", limit=14),
    Column("照会件数", "number"),
    Column("提出件数", "number"),
    Column("要修正", "number"),
    Column("要確認", "number"),
    Column("期限", "date"),
    Column("残り", "centred", limit=12),
    Column("受付番号", "centred", limit=16),
    Column("最終受付", "time"),
    Column("ファイル", "link", limit=36),
    Column("備考", limit=34, optional=True),
)


def write_status(path: Path, progress: RoundProgress, left_out: str) -> None:
    """Write 提出状況.xlsx whole or not at all: a row per department and live counts per stage.

    `left_out` is what the total of actual effects leaves out, "" for nothing.
    """
    created = dt.datetime.combine(progress.today, dt.time())  # the day it speaks of, not the clock
    with new_book(path, f"{progress.round}　{SHEET}", created) as book:
        note = f"{write_date(progress.today)}現在。件数は項目の数、要修正・要確認は確認事項の数です。"
        beside = f"実績効果額の合計に入らないもの: {left_out}。" if left_out else ""
        sheet = book.add_sheet(SHEET, note + beside)
        rows = [_cells(number, row, progress.round) for number, row in enumerate(progress.rows, 1)]
        area = book.write_table(sheet, "表_提出状況", _COLUMNS, rows)
        book.highlight(sheet, area, "状態", _LOOKS)
        _write_counts(book, area, progress)


def _cells(number: int, row: Progress, round_id: str) -> list[Shown]:
    submission = row.submission
    newest = max(submission.receipts, key=lambda receipt: receipt.number, default=None)
    return [
        number,
        submission.department,
        row.stage.value,
        submission.items_asked,
        submission.items_returned,
        row.errors,
        row.warnings,
        submission.deadline,
        row.time_left,
        "、".join(str(receipt.number) for receipt in submission.receipts),
        newest.received_at if newest else None,
        link_to_return(round_id, Place(newest.file, "", "") if newest else None, "－"),
        submission.note,
    ]


def _write_counts(book: NewBook, area: Area, progress: RoundProgress) -> None:
    sheet = book.add_sheet("集計", "状態ごとの所属の数。提出状況の表から数式で数えています。")
    column = area.column("状態")
    body: list[list[Shown]] = [
        [stage.value, ShownFormula(f"=COUNTIFS({column},$A{number})", progress.count(stage))]
        for number, stage in enumerate(Stage, start=5)
    ]
    last = 4 + len(body)
    total: list[Shown] = ["合計", ShownFormula(f"=SUM(B5:B{last})", len(progress.rows))]
    book.write_rows(sheet, 3, [Column("状態"), Column("所属の数", "number")], [*body, total])
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 12)
