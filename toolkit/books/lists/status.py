"""提出状況.xlsx: how far every department is in, a row each with a link to its last file and counts out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.books.lists.columns import Column, Shown, ShownFormula
from toolkit.books.lists.links import link_to_return
from toolkit.books.lists.sheet_style import NOTABLE, STRIKING, Area, NewBook, new_book
from toolkit.books.lists.typed import mark_list, response_cells, response_columns
from toolkit.model.progress import Progress, RoundProgress, Stage
from toolkit.model.record import Place
from toolkit.model.typed import HEADINGS, OF_DEPARTMENTS, Responses
from toolkit.model.years import write_date

SHEET = "提出状況"

LOOKS: dict[str, Mapping[str, Any]] = {
    Stage.NONE.value: STRIKING,
    Stage.PART.value: STRIKING,
    Stage.ASKED.value: NOTABLE,
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
    Column("ファイル", "link", limit=24),
    Column("備考", limit=34, optional=True),
)


def write_status(path: Path, progress: RoundProgress, left_out: str, responses: Responses) -> None:
    """Write 提出状況.xlsx whole or not at all: a row per department, live counts per stage above.

    Beside each department a longer deadline can be typed; `left_out` is what the total of actual effects
    leaves out, "" for nothing.
    """
    created = dt.datetime.combine(progress.today, dt.time())  # the day it speaks of, not the clock
    with new_book(path, f"{progress.round}　{SHEET}", created) as book:
        mark_list(book, SHEET, progress.round, responses.made)
        note = f"{write_date(progress.today)}現在。件数は項目の数、要修正・要確認は確認事項の数です。"
        note += "期限を延ばすときは、対応の列に書き込んで保存します。"
        note += f"実績効果額の合計に入らないもの: {left_out}。" if left_out else ""
        sheet = book.add_sheet(SHEET, note)
        rows = [
            [*_cells(number, row, progress.round), *response_cells(beside)]
            for number, (row, beside) in enumerate(zip(progress.rows, responses.beside, strict=True), 1)
        ]
        columns = (*_COLUMNS, *response_columns(OF_DEPARTMENTS, HEADINGS["value"][1]))
        area = book.write_table(sheet, "表_提出状況", columns, rows)
        book.highlight(sheet, area, "状態", LOOKS)
        _write_counts(book, sheet, area, progress)


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


def _write_counts(book: NewBook, sheet: Any, area: Area, progress: RoundProgress) -> None:
    """Write how many departments are at each stage above the table, as one line that stays live."""
    column = area.column("状態")
    parts = [f'"全"&COUNTA({column})&"所属"']
    parts += [f'"　{stage.value} "&COUNTIF({column},"{stage}")' for stage in Stage]
    said = "".join(f"　{stage.value} {progress.count(stage)}" for stage in Stage)
    formula = ShownFormula(f"={'&'.join(parts)}", f"全{len(progress.rows)}所属{said}")
    book.write_cell(sheet, 2, 0, formula, "text", border=0, text_wrap=False, bold=True)
