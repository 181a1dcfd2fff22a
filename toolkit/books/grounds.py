"""根拠.xlsx: the figures of a meeting's papers in, a row each with its path, rows and returns out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from toolkit.books.refs import quote_sheet
from toolkit.books.sheet_style import Column, Link, Value, link_to_return, new_book
from toolkit.model.returns import Place

_FIGURES = (
    Column("番号", "mark", limit=8),
    Column("資料番号", "mark", limit=10),
    Column("資料", limit=20),
    Column("場所", "link", limit=26),
    Column("欄", limit=24),
    Column("項目・区分", limit=28),
    Column("数値", "right", limit=16),
    Column("根拠", limit=60),
    Column("もとの行数", "number", limit=10),
    Column("回答", "link", limit=18),
)
_ROWS = (
    Column("番号", "mark", limit=8),
    Column("項目ID", limit=12),
    Column("項目", limit=34),
    Column("年度", "mark", limit=8),
    Column("値", "right", limit=18),
    Column("内容", limit=50),
    Column("回答", "link", limit=18),
)
_NO_RETURN = "－"


@dataclass(frozen=True)
class Basis:
    """A row that a figure rests on: an answer with its verdict, and the return it came from."""

    item_id: str
    item: str
    year: str
    value: str
    why: str
    source: Place | None = None


@dataclass(frozen=True)
class Ground:
    """A figure as it stands in a paper, why it is so, and the rows it rests on."""

    number: str
    paper: str
    file: str
    sheet: str
    cell: str
    field: str
    about: str
    figure: str | int | Decimal
    why: str
    rests_on: Sequence[Basis] = ()
    source: Place | None = None


def write_grounds(path: Path, title: str, round_id: str, grounds: Sequence[Ground], depth: int) -> None:
    """Write 根拠.xlsx: 数値 (a row per figure) and もとの行 (the rows each rests on).

    `depth` says how many folders below 会議資料/<round> the book lies, so that its links lead to 回収.
    """
    up = "../" * depth
    with new_book(path, title, dt.datetime(2000, 1, 1)) as book:  # noqa: DTZ001 - the same book each time
        sheet = book.add_sheet(
            "数値", f"資料に印字した数値 全{len(grounds)}件。場所を押すと、その資料が開きます。"
        )
        rows = [_figure_row(at, one, round_id, up) for at, one in enumerate(grounds, 1)]
        book.write_table(sheet, "表_数値", _FIGURES, rows)
        sheet = book.add_sheet(
            "もとの行", "番号は、シート「数値」の番号です。回答を押すと、届いたファイルが開きます。"
        )
        bases = [
            _basis_row(at, one, _link(round_id, one.source, up))
            for at, ground in enumerate(grounds, 1)
            for one in ground.rests_on
        ]
        book.write_table(sheet, "表_もとの行", _ROWS, bases)


def _figure_row(at: int, one: Ground, round_id: str, up: str) -> list[Value]:
    url = f"external:{one.file}".replace("%", "%25").replace("#", "%23").replace(" ", "%20")
    return [
        at,
        one.number,
        one.paper,
        Link(f"{one.sheet} {one.cell}", f"{url}#{quote_sheet(one.sheet)}!{one.cell}"),
        one.field,
        one.about,
        one.figure,
        one.why,
        len(one.rests_on) or None,
        _link(round_id, one.source, up),
    ]


def _basis_row(at: int, one: Basis, link: Link) -> list[Value]:
    return [at, one.item_id, one.item, one.year, one.value, one.why, link]


def _link(round_id: str, source: Place | None, up: str) -> Link:
    link = link_to_return(round_id, source, _NO_RETURN)
    return Link(link.text, link.url.replace("external:", f"external:{up}", 1))
