"""処理結果.xlsx: what one run of the office's loop did in, a book that leads to everything it made out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.links import link_to_cell
from toolkit.books.lists.sheet_style import NewBook, new_book
from toolkit.books.lists.status import LOOKS
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import Entry
from toolkit.model.progress import RoundProgress
from toolkit.model.years import write_moment

TITLE = "処理結果"
_SUMMARY = (Column("項目", limit=22), Column("結果", limit=70), Column("開く", "link", limit=44))
_ARRIVED = (
    Column("受付番号", "centred", limit=10),
    Column("ファイル", limit=44),
    Column("扱い", "centred", limit=10),
    Column("内容", limit=60),
    Column("開く", "link", limit=30),
)
_DECIDED = (
    Column("結果", "centred", limit=18),
    Column("内容", limit=80),
    Column("直し方", limit=40, optional=True),
)
_DEPARTMENTS = (
    Column("所属", limit=30),
    Column("状態", "centred", limit=14),
    Column("誰の番", "centred", limit=10),
    Column("要修正", "number"),
    Column("要確認", "number"),
    Column("期限", "date"),
    Column("残り", "centred", limit=12),
)


@dataclass(frozen=True)
class Line:
    """A line of the summary: what, how it stands, and the file (from the workspace's root) that shows it."""

    title: str
    text: str
    path: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one run did: its lines, the files that came, what was decided and what could not be."""

    round: str
    at: dt.datetime
    lines: Sequence[Line]
    entries: Sequence[Entry]
    left: Sequence[tuple[str, str]]
    decided: Sequence[str]
    untaken: Sequence[OfficeError]
    progress: RoundProgress


def write_outcome(path: Path, outcome: Outcome) -> None:
    """Write 処理結果.xlsx whole or not at all."""
    with new_book(path, f"{outcome.round}　{TITLE}", outcome.at) as book:
        note = f"{write_moment(outcome.at)} に実行した結果です。「開く」を押すと、そのファイルが開きます。"
        sheet = book.add_sheet(TITLE, note)
        rows: list[list[Shown]] = [
            [line.title, line.text, link_to_cell(line.path, "", "", line.path) if line.path else ""]
            for line in outcome.lines
        ]
        book.write_table(sheet, "表_処理結果", _SUMMARY, rows)
        _write_arrived(book, outcome)
        _write_decided(book, outcome)
        _write_departments(book, outcome.progress)


def _write_arrived(book: NewBook, outcome: Outcome) -> None:
    sheet = book.add_sheet("届いたもの", "今回取り込んだファイルと、取り込めずに残っているファイルです。")
    rows: list[list[Shown]] = [
        [
            entry.receipt,
            Path(entry.origin.replace("\\", "/")).name,
            entry.taken.value,
            _about(entry),
            link_to_cell(f"回収/{outcome.round}/{entry.file}", "", "", entry.file),
        ]
        for entry in outcome.entries
    ]
    rows += [["－", name, "未取込", reason, ""] for name, reason in outcome.left]
    book.write_table(sheet, "表_届いたもの", _ARRIVED, rows)


def _about(entry: Entry) -> str:
    if entry.duplicate_of:
        return f"受付{entry.duplicate_of}と同じ内容です。"
    return f"{CATALOGUE[entry.code].title} {entry.detail}".strip() if entry.code else ""


def _write_decided(book: NewBook, outcome: Outcome) -> None:
    sheet = book.add_sheet(
        "対応", "一覧に書かれた対応のうち、今回取り込んだものと、取り込んでいないものです。"
    )
    rows: list[list[Shown]] = [["取り込みました", words, ""] for words in outcome.decided]
    rows += [
        ["取り込んでいません", f"{one.file}［{one.sheet}］{one.cell}：{one.what}", one.mend]
        for one in outcome.untaken
    ]
    book.write_table(sheet, "表_対応", _DECIDED, rows)


def _write_departments(book: NewBook, progress: RoundProgress) -> None:
    sheet = book.add_sheet("所属", "所属ごとの、いまの状態です。")
    rows: list[list[Shown]] = [
        [
            row.submission.department,
            row.stage.value,
            "所属" if row.is_awaited else "事務局" if row.errors or row.warnings else "－",
            row.errors,
            row.warnings,
            row.submission.deadline,
            row.time_left,
        ]
        for row in progress.rows
    ]
    area = book.write_table(sheet, "表_所属", _DEPARTMENTS, rows)
    book.highlight(sheet, area, "状態", LOOKS)
