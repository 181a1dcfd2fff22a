"""A sheet of the register in, its rows out, each cell found by the text of its header.

Every mistake is noted with its cell and reading goes on, so that the office hears of all of them at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from toolkit.books.package.refs import to_ref
from toolkit.books.reading.shown_figures import to_printed
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.plan import NOTHING, Printed
from toolkit.model.record import Cell
from toolkit.model.words import did_you_mean as did_you_mean
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear

T = TypeVar("T")
OWN_ID = "ID"
"""The column of an id that is given once and never printed; optional on every sheet."""
_NOTES = ("備考", "メモ")  # columns the office adds for itself
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_HEADER_WITHIN = 20  # rows: a title or a note may stand above the table


class Mistakes:
    """The mistakes found so far in one file."""

    def __init__(self, file: str) -> None:
        """Begin with none."""
        self.file = file
        self.found: list[OfficeError] = []

    def add(self, what: str, mend: str, sheet: str = "", cell: str = "") -> None:
        """Note a mistake, once; reading goes on."""
        mistake = OfficeError(what, mend, self.file, sheet, cell)
        if mistake not in self.found:
            self.found.append(mistake)

    def stop_if_any(self) -> None:
        """Raise OfficeErrors with everything found so far, if anything was."""
        if self.found:
            raise OfficeErrors(tuple(self.found))


@dataclass(frozen=True)
class Columns:
    """The headers of a sheet: those it must have, may have, and has per year (`目標値_R5`)."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    yearly: tuple[str, ...] = ()


class TableCell(NamedTuple):
    """A cell of a row; `ref` is "" where the sheet lacks the column."""

    ref: str = ""
    value: Any = None
    number_format: str = "General"


@dataclass(frozen=True)
class TableRow:
    """One row of a sheet. Its methods read a cell and note what is wrong with it."""

    sheet: str
    cells: Mapping[str, TableCell]
    mistakes: Mistakes

    def wrong(self, header: str, what: str, mend: str) -> None:
        """Note a mistake in the cell under this header."""
        entry = self.cells.get(header, TableCell())
        if entry.ref:
            self.mistakes.add(what, mend, self.sheet, entry.ref)

    def printed(self, header: str) -> Printed:
        """Give the figure under this header exactly as it shows."""
        entry = self.cells.get(header, TableCell())
        if entry.value in _ERRORS:
            self.wrong(header, f"計算のエラー（{entry.value}）です。", "数式を消して、値を記入してください。")
            return NOTHING
        shown = to_printed(entry.value, entry.number_format)
        if shown is None:
            self.wrong(
                header,
                f"値「{entry.value}」を表示どおりに読めません（表示形式 {entry.number_format}）。",
                "表示形式を「0」「0.00」「#,##0」「標準」のどれかにするか、文字として記入してください。",
            )
            return NOTHING
        return shown

    def text(self, header: str) -> str:
        """Give the text under this header, "" for a blank."""
        return self.printed(header).text

    def needed(self, header: str) -> str:
        """Give the text under this header; a blank is a mistake."""
        text = self.text(header)
        if not text:
            self.wrong(header, f"「{header}」が空欄です。", "記入してください。")
        return text

    def whole(self, header: str) -> int | None:
        """Give the number 1, 2, 3 … under this header; None for a blank, or, noted, for anything else."""
        shown = self.printed(header)
        if not shown.text:
            return None
        if shown.number is None or shown.number < 1 or shown.number % 1:
            self.wrong(
                header, f"「{header}」の「{shown.text}」は番号ではありません。", "1以上の整数にしてください。"
            )
            return None
        return int(shown.number)

    def word(self, header: str, words: Mapping[str, T], default: T) -> T:
        """Give what the word under this header means; `default` for a blank, or, noted, for another word."""
        text = self.text(header)
        if text and text not in words:
            choices = "".join(f"「{word}」" for word in words)
            self.wrong(
                header,
                f"「{header}」の「{text}」は使えない言葉です。",
                f"{choices}から選んでください。{did_you_mean(text, words)}",
            )
        return words.get(text, default)

    def year(self, header: str) -> FiscalYear | None:
        """Give the fiscal year under this header; None for a blank, or, noted, for anything else."""
        text = self.text(header)
        try:
            return FiscalYear.parse(text) if text else None
        except ValueError:
            self.wrong(header, f"「{text}」は年度として読めません。", "「R6」のように記入してください。")
            return None

    def date(self, header: str) -> dt.date | None:
        """Give the date under this header; None for a blank, or, noted, for anything else."""
        value = self.cells.get(header, TableCell()).value
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        if value is not None:
            self.wrong(
                header,
                f"「{value}」は日付ではありません。",
                "Excelの日付（例 2024/5/31）で記入してください。",
            )
        return None


@dataclass(frozen=True)
class Table:
    """The rows of a sheet, and for each yearly header the years it has columns for."""

    sheet: str
    rows: tuple[TableRow, ...] = ()
    years: Mapping[str, tuple[FiscalYear, ...]] = field(default_factory=dict)


def number_rows(rows: Sequence[TableRow], header: str) -> list[tuple[int, int, TableRow]]:
    """Give an item's rows as (number, id, row), by number; a blank or repeated number is a mistake."""
    found: dict[int, TableRow] = {}
    for at, row in enumerate(rows):
        row.needed(header)
        number = row.whole(header) or -at
        if number in found:
            row.wrong(header, f"同じ項目に{header}{number}が2つあります。", "番号を付け直してください。")
        found.setdefault(number, row)
    numbers = sorted(found)
    with_ids = identify_rows([found[number] for number in numbers], numbers)
    return [(number, id_, row) for number, (id_, row) in zip(numbers, with_ids, strict=True)]


def identify_rows(rows: Sequence[TableRow], numbers: Sequence[int]) -> list[tuple[int, TableRow]]:
    """Give an item's rows with their ids: as the register tells them, else the row's number.

    An id that two rows have is a mistake.
    """
    found: list[tuple[int, TableRow]] = []
    for number, row in zip(numbers, rows, strict=True):
        id_ = row.whole(OWN_ID) or number
        if id_ in dict(found):
            mend = "初めに付けた番号のまま、重ならないように直してください。"
            row.wrong(OWN_ID, f"同じ項目に{OWN_ID}「{id_}」が2つあります。", mend)
        found.append((id_, row))
    return found


def yearly(header: str, year: FiscalYear) -> str:
    """Give the header of a year's column: `目標値_R5`."""
    return f"{header}_{year.label}"


def read_table(sheet: str, grid: Sequence[Sequence[Cell]], columns: Columns, mistakes: Mistakes) -> Table:
    """Read a sheet: `grid` holds its cells row by row, from A1 on.

    The header row is the one with the most known headers near the top. Rows without any value are skipped.
    Noted as mistakes: a required header that is missing, an unknown one (unless it begins with 備考 or メモ),
    one that stands twice.
    """
    top = max(
        range(min(len(grid), _HEADER_WITHIN)), key=lambda at: len(_find_headers(grid[at], columns)), default=0
    )
    headers = grid[top] if grid else ()
    found = _find_headers(headers, columns)
    _check_headers(sheet, top, headers, columns, mistakes)
    rows = []
    for number, cells in enumerate(grid[top + 1 :], start=top + 2):
        entries = {
            header: TableCell(to_ref(number, at + 1), cells[at].value, cells[at].number_format)
            if at < len(cells)
            else TableCell(to_ref(number, at + 1))
            for at, header in found.items()
        }
        if any(str(entry.value).strip() for entry in entries.values() if entry.value is not None):
            rows.append(TableRow(sheet, entries, mistakes))
    years = {name: _years_of(name, found.values()) for name in columns.yearly}
    return Table(sheet, tuple(rows), years)


def _find_headers(cells: Sequence[Cell], columns: Columns) -> dict[int, str]:
    """Give the known header of each column (from 0); of two the same the first counts."""
    known = {plain_word(header): header for header in columns.required + columns.optional}
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        header = known.get(plain_word(str(cell.value))) or _yearly_header(
            plain_word(str(cell.value)), columns
        )
        if header and header not in found.values():
            found[at] = header
    return found


def _yearly_header(text: str, columns: Columns) -> str | None:
    name, _, label = text.rpartition("_")
    header = next((header for header in columns.yearly if plain_word(header) == name), None)
    if header is None:
        return None
    try:
        return yearly(header, FiscalYear.parse(label))
    except ValueError:
        return None


def _years_of(name: str, headers: Iterable[str]) -> tuple[FiscalYear, ...]:
    return tuple(
        sorted(
            FiscalYear.parse(header.rpartition("_")[2])
            for header in headers
            if header.rpartition("_")[0] == name
        )
    )


def _check_headers(sheet: str, top: int, cells: Sequence[Cell], columns: Columns, mistakes: Mistakes) -> None:
    found = _find_headers(cells, columns)
    missing = [header for header in columns.required if header not in found.values()]
    absent = [header for header in columns.required + columns.optional if header not in found.values()]
    for header in missing:
        mistakes.add(
            f"見出し「{header}」の列がありません。", f"見出しの行に「{header}」の列を置いてください。", sheet
        )
    for at, cell in enumerate(cells):
        text = plain_word(str(cell.value)) if cell.value is not None else ""
        if not text or at in found or text.startswith(_NOTES):
            continue
        twice = text in {plain_word(header) for header in found.values()}
        what = (
            f"見出し「{text}」が2つあります。" if twice else f"見出し「{text}」は台帳の見出しにありません。"
        )
        near = "" if twice else did_you_mean(text, absent + [f"{name}_R5" for name in columns.yearly])
        mend = "見出しを直すか、「備考」か「メモ」で始まる名前に変えてください。"
        mistakes.add(what, mend + near, sheet, to_ref(top + 1, at + 1))
