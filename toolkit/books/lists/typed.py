"""What stands beside the rows of a list in, its cells out; a list that was typed into in, its rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.sheet_style import NewBook
from toolkit.books.package.lengths import MAX_TEXT, units
from toolkit.books.reading.reader import Book, read_book
from toolkit.books.register.register import grid_of
from toolkit.books.register.table import Columns, Mistakes, TableRow, read_table
from toolkit.model.errors import UnreadableBook
from toolkit.model.typed import HEADINGS, KEY, Beside, Response, Typed, TypedRow, key_of, parse_key

LIST, ROUND, MADE = "一覧", "照会", "作成"
"""The custom properties of a list: what it lists, of which round, and when it was made."""
_RESPONSE = HEADINGS["response"][0]
_READ = Columns((KEY, _RESPONSE), tuple(one for some in HEADINGS.values() for one in some))


def response_columns(responses: Sequence[Response], value: str = HEADINGS["value"][0]) -> tuple[Column, ...]:
    """Give the columns of 対応, right of all others; `value` is the heading of what is decided."""
    words = {name: headings[0] for name, headings in HEADINGS.items()}
    return (
        Column(words["response"], "typed", 13, choices=tuple(one.value for one in responses)),
        Column(value, "typed", 16),
        Column(words["why"], "typed", 22),
        Column(words["how"], "typed", 11, printed=False),
        Column(words["confirmed_by"], "typed", 12, printed=False),
        Column(words["who"], "typed", 10, printed=False),
        Column(words["day"], "typed-date", 16, printed=False),
        Column(KEY, "text", 10, printed=False, hidden=True),
    )


@dataclass(frozen=True)
class TypedList:
    """A list as it was found: its round, its rows, and whether it could be read."""

    path: Path
    round: str = ""
    rows: tuple[TypedRow, ...] = ()
    fault: str = ""


def mark_list(book: NewBook, name: str, round_id: str, made: str) -> None:
    """Let a list say of itself what it is."""
    for title, text in ((LIST, name), (ROUND, round_id), (MADE, made)):
        book.workbook.set_custom_property(title, text, "text")


def response_cells(beside: Beside) -> list[Shown]:
    """Give the cells of 対応 of one row; a row too long to know itself offers nothing to take back."""
    text, key = beside.text, key_of(beside.about, beside.standing)
    try:
        day: Shown = dt.date.fromisoformat(text.day)
    except ValueError:
        day = text.day
    words = (text.response, text.value, text.why, text.how, text.confirmed_by, text.who)
    return [*words, day, key if units(key) <= MAX_TEXT else ""]


def read_typed_list(path: Path) -> TypedList | None:
    """Read a list; None for a workbook that is none, or one without columns to type in."""
    try:
        book = read_book(path)
    except UnreadableBook:
        return TypedList(path, fault="ブックとして読めません。")
    if not book.properties.get(LIST):
        return None
    return TypedList(path, book.properties.get(ROUND, ""), tuple(_iter_rows(book, path)))


def _iter_rows(book: Book, path: Path) -> Iterator[TypedRow]:
    for name, sheet in book.sheets.items():
        table = read_table(name, grid_of(sheet), _READ, Mistakes(path.name))
        if table.has(_READ):
            found = (_find_row(row, book.properties.get(MADE, "")) for row in table.rows)
            yield from (row for row in found if row is not None)


def _find_row(row: TableRow, made: str) -> TypedRow | None:
    """Find what a row says; None for one that says not what it is about, as those that staff add."""
    row = replace(row, mistakes=Mistakes(row.mistakes.file))
    try:
        about, shown = parse_key(row.text(KEY))
    except ValueError:
        return None
    now = {name: _text(row, headings) for name, headings in HEADINGS.items() if name != "day"}
    typed = Typed(**now, day=_day(row))
    return TypedRow(about, shown, typed, made, row.place, tuple(row.mistakes.found))


def _text(row: TableRow, headings: Sequence[str]) -> str:
    return "".join(row.text(heading).strip() for heading in headings if heading in row.cells)


def _day(row: TableRow) -> str:
    (heading,) = HEADINGS["day"]
    date = row.date(heading)
    return date.isoformat() if date else row.text(heading).strip()
