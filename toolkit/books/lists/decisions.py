"""事務局処理簿.xlsx: every decision of the office in a round in, a row each, in their order, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.sheet_style import FAINT, new_book
from toolkit.model.decisions import Decision, Kind
from toolkit.model.years import write_day

TITLE = "事務局処理簿"
STANDS, TAKEN_BACK, REPLACED = "有効", "取消し", "改め"
_COLUMNS = (
    Column("番号", "centred", limit=8),
    Column("日時", "time"),
    Column("処理者", limit=14),
    Column("対応", "centred", limit=14),
    Column("いま", "centred", limit=10),
    Column("所属", limit=20),
    Column("項目", limit=26),
    Column("欄", limit=16),
    Column("年度", "centred", limit=8),
    Column("届いた値", limit=14),
    Column("決めた値", limit=14),
    Column("理由", limit=30),
    Column("確認方法", limit=12, optional=True),
    Column("課の確認者", limit=12, optional=True),
)


@dataclass(frozen=True)
class Line:
    """A decision with the words of what it is and is about, and whether it still stands."""

    decision: Decision
    kind: str
    department: str
    item: str
    state: str


def write_decisions(path: Path, round_id: str, lines: Sequence[Line]) -> None:
    """Write 事務局処理簿.xlsx whole or not at all."""
    created = max((line.decision.at for line in lines), default=dt.datetime(2000, 1, 1))  # noqa: DTZ001 - as above
    with new_book(path, f"{round_id}　{TITLE}", created) as book:
        sheet = book.add_sheet(TITLE, f"事務局で決めたこと{len(lines)}件を、決めた順に並べています。")
        rows = [_cells(number, line) for number, line in enumerate(lines, 1)]
        area = book.write_table(sheet, "表_事務局処理簿", _COLUMNS, rows)
        book.highlight(sheet, area, "いま", {TAKEN_BACK: FAINT, REPLACED: FAINT})


def _cells(number: int, line: Line) -> list[Shown]:
    decision, about = line.decision, line.decision.about
    return [
        number,
        decision.at.replace(tzinfo=None),
        decision.who,
        f"{line.kind}の取消し" if decision.undone else line.kind,
        line.state,
        line.department,
        line.item or (f"受付{about.receipt}" if about.receipt else ""),
        about.field,
        about.year,
        about.value,
        _decided_value(decision),
        decision.why,
        decision.how,
        decision.confirmed_by,
    ]


def _decided_value(decision: Decision) -> str:
    if decision.kind is Kind.EXTENDED and decision.value:
        return write_day(dt.date.fromisoformat(decision.value))
    return decision.value if decision.kind is Kind.CORRECTED else ""
