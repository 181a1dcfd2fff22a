"""根拠.xlsx: the figures of a meeting's papers in, a row each with why, its rows and its return out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from toolkit.books.lists.columns import Column, Link, Shown
from toolkit.books.lists.fitting import FIRST_ROW
from toolkit.books.lists.links import link_to_cell, link_to_return
from toolkit.books.lists.sheet_style import new_book
from toolkit.books.package.refs import quote_sheet
from toolkit.model.record import Place

_FIGURES = (
    Column("番号", "centred", limit=8),
    Column("資料番号", "centred", limit=10),
    Column("資料", limit=28),
    Column("場所", "link", limit=40),
    Column("欄", limit=22),
    Column("項目・区分", limit=22),
    Column("数値", "number", limit=14),
    Column("前回の照会から", "right", limit=18, optional=True),
    Column("根拠", limit=62),
    Column("前回の資料から", "right", limit=18, optional=True),
    Column("もとの行数", "link", limit=12),
    Column("回答", "link", limit=14),
    Column("取りまとめ表.json", limit=60, printed=False),
)
_TEXTS = (
    *_FIGURES[:6],
    Column("文章", limit=72),
    Column("前回の資料から", "centred", limit=18, optional=True),
    Column("根拠", limit=40),
    Column("回答", "link", limit=14),
)
_ROWS = (
    Column("番号", "centred", limit=8),
    Column("項目ID", limit=12),
    Column("項目", limit=34),
    Column("年度", "centred", limit=8),
    Column("値", "right", limit=18),
    Column("内容", limit=80),
    Column("回答", "link", limit=18),
)
_NO_RETURN = "－"
SHEET, TEXTS, BASES = "数値", "文章", "もとの行"
Figures = Mapping[tuple[str, ...], str]
"""What the papers made before show, by place (`Ground.place`) and how many of that place went before."""


@dataclass(frozen=True)
class BasisRow:
    """A row that a figure rests on: an answer with its verdict, and the return it came from."""

    number: str
    item: str
    year: str
    value: str
    why: str
    source: Place | None = None


@dataclass(frozen=True)
class Ground:
    """A figure as it stands in a paper, why it is so, and the rows it rests on.

    `about` is the id of the item it is of (or what else it is of), `called` what staff call that. `path` is
    where it stands in 取りまとめ表.json, `since` how it changed since the round before
    (`23 → 25`); both "" where there is none. `is_text` tells an answer in sentences from a figure.
    """

    number: str
    paper: str
    file: str
    sheet: str
    cell: str
    field: str
    about: str
    figure: str | int | Decimal
    why: str
    rests_on: Sequence[BasisRow] = ()
    source: Place | None = None
    path: str = ""
    since: str = ""
    is_text: bool = False
    called: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is looked for in the papers made before: paper, sheet, field, and what it is of."""
        return self.number, self.sheet, self.field, self.about


@dataclass(frozen=True)
class Earlier:
    """What figures are compared with: those of the papers made last, and the last round ("" for none).

    `note` says what makes that round's figures another thing (other rules of judging), or is "".
    """

    figures: Figures
    round_id: str = ""
    note: str = ""


def write_grounds(
    path: Path, title: str, round_id: str, grounds: Sequence[Ground], depth: int, earlier: Earlier
) -> None:
    """Write 根拠.xlsx: 数値 (a row per figure), 文章 (answers in sentences), もとの行 (what figures rest on).

    What differs from the papers made last, and from the last round, is marked and counted on top.

    `depth` says how many folders below 会議資料/<round> the book lies, so that its links lead to 回収.
    """
    up = "../" * depth
    changed = list(zip(grounds, _changes(grounds, earlier.figures), strict=True))
    figures = [(one, change) for one, change in changed if not one.is_text]
    texts = [(one, change) for one, change in changed if one.is_text]
    with new_book(path, title, dt.datetime(2000, 1, 1)) as book:  # noqa: DTZ001 - the same book each time
        sheet = book.add_sheet(SHEET, _note(figures, earlier))
        links = _basis_links([one for one, _ in figures])
        rows = [
            [*_start(at, one), one.since, one.why, change, basis, _link(round_id, one.source, up), one.path]
            for at, ((one, change), basis) in enumerate(zip(figures, links, strict=True), 1)
        ]
        book.write_table(sheet, "表_数値", _FIGURES, rows)
        sheet = book.add_sheet(TEXTS, f"資料に印字した回答の文章 全{len(texts)}件。")
        rows = [
            [*_start(at, one), change, one.why, _link(round_id, one.source, up)]
            for at, (one, change) in enumerate(texts, 1)
        ]
        book.write_table(sheet, "表_文章", _TEXTS, rows)
        sheet = book.add_sheet(
            BASES, f"番号は、シート「{SHEET}」の番号です。回答を押すと、届いたファイルが開きます。"
        )
        bases = [
            _basis_row(at, one, _link(round_id, one.source, up))
            for at, (figure, _) in enumerate(figures, 1)
            for one in figure.rests_on
        ]
        book.write_table(sheet, "表_もとの行", _ROWS, bases)


def _note(figures: Sequence[tuple[Ground, str]], earlier: Earlier) -> str:
    """Say how many figures there are, and how many of them changed since when."""
    text = f"資料に印字した数値 全{len(figures)}件。"
    if earlier.round_id:
        number = sum(bool(one.since) for one, _ in figures)
        text += f"前回の照会「{earlier.round_id}」から変わったもの {number}件{earlier.note}。"
    if earlier.figures:
        text += f"前に作った資料から変わったもの {sum(bool(change) for _, change in figures)}件。"
    return f"{text}場所を押すと、その資料が開きます。もとの行数を押すと、数えた行に移ります。"


def number_keys(keys: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Give each key with a number: a field of several years stands in several cells."""
    seen = Counter[tuple[str, ...]]()
    for key in keys:
        seen[key] += 1
        yield (*key, str(seen[key]))


def _changes(grounds: Sequence[Ground], before: Figures) -> Iterator[str]:
    """Yield per figure `12 → 13` (of a text `書き直し`), `新規` for a new one, "" for the same."""
    for one, key in zip(grounds, number_keys(one.place for one in grounds), strict=True):
        was = before.get(key)
        if not before or was == str(one.figure):
            yield ""
        elif was is None:
            yield "新規"
        else:
            yield "書き直し" if one.is_text else f"{was} → {one.figure}"


def _start(at: int, one: Ground) -> list[Shown]:
    """Give the first cells of a row: the number, where the figure stands, what it is of, the figure."""
    place = link_to_cell(one.file, one.sheet, one.cell, f"{one.sheet} {one.cell}")
    return [at, one.number, one.paper, place, one.field, one.called, one.figure]


def _basis_links(grounds: Sequence[Ground]) -> Iterator[Link]:
    """Yield, per figure, how many rows it rests on, leading to the first of them."""
    row = FIRST_ROW + 2
    for one in grounds:
        count = len(one.rests_on)
        yield Link(f"{count}行" if count else "", f"internal:{quote_sheet(BASES)}!A{row}" if count else "")
        row += count


def _basis_row(at: int, one: BasisRow, link: Link) -> list[Shown]:
    return [at, one.number, one.item, one.year, one.value, one.why, link]


def _link(round_id: str, source: Place | None, up: str) -> Link:
    link = link_to_return(round_id, source, _NO_RETURN)
    return Link(link.text, link.url.replace("external:", f"external:{up}", 1))
