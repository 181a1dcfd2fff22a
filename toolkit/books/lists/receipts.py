"""受領票: what is known of one received file in, a workbook for the office's records out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.books.lists import page_size
from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.fitting import fit
from toolkit.books.lists.sheet_style import NewBook, new_book

_ROW_HEIGHT = 15.0  # points
_PAIR = (Column("事項", limit=22), Column("内容", limit=80))
_ITEM = (
    Column("項目", limit=22),
    Column("この提出の扱い", limit=80),
    Column("要修正", "number"),
    Column("要確認", "number"),
    Column("参考", "number"),
)


@dataclass(frozen=True)
class ReceiptPaper:
    """What a 受領票 says: what was received, what of each item counts, what was checked and what was not.

    `items` are (item, how it is used, 要修正, 要確認, 参考); the last row is about the whole file.
    """

    title: str
    received: Sequence[tuple[str, str]]
    items: Sequence[tuple[str, str, int, int, int]]
    checked: Sequence[tuple[str, str]]
    unchecked: Sequence[tuple[str, str]]
    created: dt.datetime


def write_receipt_paper(path: Path, paper: ReceiptPaper) -> None:
    """Write the 受領票 of one file whole or not at all."""
    with new_book(path, paper.title, paper.created) as book:
        sheet = book.add_sheet(
            "受領票", "事務局の控えです。届いたファイルは、回収フォルダにそのまま残しています。"
        )
        tables: list[tuple[str, Sequence[Column], Sequence[Sequence[Shown]]]] = [
            ("受け取ったもの", _PAIR, paper.received),
            ("項目ごとの扱いと件数", _ITEM, paper.items),
            ("確かめたこと", _PAIR, paper.checked),
            ("確かめていないこと", _PAIR, paper.unchecked),
        ]
        _write_tables(book, sheet, [table for table in tables if table[2]])


def _write_tables(
    book: NewBook, sheet: Any, tables: Sequence[tuple[str, Sequence[Column], Sequence[Sequence[Shown]]]]
) -> None:
    """Write the tables one below the other on the same columns."""
    padded = [[*row, *[None] * (len(_ITEM) - len(row))] for _, _, rows in tables for row in rows]
    at, heights, widths = 3, [_ROW_HEIGHT] * 3, tuple[int, ...]()
    for title, columns, rows in tables:
        book.write_text(sheet, at, 0, title, bold=True, font_size=12)
        area = book.write_rows(sheet, at + 1, columns, rows)
        full = [[*row, *[None] * (len(_ITEM) - len(row))] for row in rows]
        fitted = fit(sheet, _ITEM, full, at + 1, padded)
        heights += [_ROW_HEIGHT, *fitted.heights, _ROW_HEIGHT]
        widths = fitted.on_paper
        at = area.last + 2
    sheet.fit_to_pages(1, page_size.pages_without_a_scrap(widths, heights, 0))
