"""A sheet of the register in, its rows out, each cell found by the text of its header.

Every mistake is noted with its cell and reading goes on, so that the office hears of all of them at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

from toolkit.books.package.refs import column_letters, to_ref
from toolkit.books.reading.shown_figures import as_typed, to_printed
from toolkit.books.register.typed import iter_impossible, read_typed_date, read_typed_number
from toolkit.model.errors import OfficeError, OfficeErrors, RowPlace
from toolkit.model.plan import NOTHING, Printed
from toolkit.model.record import Cell, CellValue
from toolkit.model.words import did_you_mean, plain_word, split_words
from toolkit.model.years import FiscalYear

T = TypeVar("T")
OWN_ID = "ID"
"""The column of an id that is given once and never printed; optional on every sheet."""
OWN_COLUMNS = ("備考", "メモ")
"""How the columns begin that the office adds for itself; nothing reads them."""
OWN_SHEETS = ("使い方", *OWN_COLUMNS)
"""How the sheets begin that are words for people."""
_MARKS = dict.fromkeys(("○", "〇", "◯", "はい"), True) | dict.fromkeys(("×", "いいえ", "-"), False)
_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
_HEADER_WITHIN = 20  # rows: a title or a note may stand above the table


class Mistakes:
    """The mistakes found so far in one file; and its `doubts`, which stop nothing but are asked (要確認)."""

    def __init__(self, file: str) -> None:
        """Begin with none."""
        self.file = file
        self.found: list[OfficeError] = []
        self.doubts: list[OfficeError] = []

    def add(self, what: str, mend: str, sheet: str = "", cell: str = "") -> None:
        """Note a mistake, once; reading goes on."""
        mistake = OfficeError(what, mend, self.file, sheet, cell)
        if mistake not in self.found:
            self.found.append(mistake)

    def ask(self, what: str, mend: str, sheet: str = "", cell: str = "") -> None:
        """Note a doubt, once; nothing stops for it."""
        doubt = OfficeError(what, mend, self.file, sheet, cell)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

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

    @cached_property
    def by_word(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The headers, and those that a year is added to, by the word that is compared."""
        own = (*self.required, *self.optional)
        return {plain_word(one): one for one in own}, {plain_word(one): one for one in self.yearly}


class TableCell(NamedTuple):
    """A cell of a row; `ref` is "" where the sheet lacks the column."""

    ref: str = ""
    value: Any = None
    number_format: str = "General"


_NO_CELL = TableCell()


@dataclass(frozen=True)
class TableRow:
    """One row of a sheet. Its methods read a cell and note what is wrong with it."""

    sheet: str
    cells: Mapping[str, TableCell]
    mistakes: Mistakes

    @property
    def place(self) -> RowPlace:
        """Where the row stands, for what is found wrong with it later."""
        cells = {header: entry.ref for header, entry in self.cells.items() if entry.ref}
        return RowPlace(self.mistakes.file, self.sheet, cells)

    def wrong(self, header: str, what: str, mend: str) -> None:
        """Note a mistake in the cell under this header."""
        entry = self.cells.get(header, _NO_CELL)
        if entry.ref:
            self.mistakes.add(what, mend, self.sheet, entry.ref)

    def printed(self, header: str) -> Printed:
        """Give the figure under this header exactly as it shows."""
        entry = self.cells.get(header, _NO_CELL)
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
        value = self.cells.get(header, _NO_CELL).value
        return (
            as_typed(value) if isinstance(value, str) and value not in _ERRORS else self.printed(header).text
        )

    def needed(self, header: str) -> str:
        """Give the text under this header; a blank is a mistake."""
        self.note_blank(header)
        return self.text(header)

    def note_blank(self, header: str) -> None:
        """Note it where the cell under this header holds nothing."""
        value = self.cells.get(header, _NO_CELL).value
        if value is None or not str(value).strip():
            self.wrong(header, f"「{header}」が空欄です。", "記入してください。")

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
        by_plain = {plain_word(word): meant for word, meant in words.items()}
        if text and plain_word(text) not in by_plain:
            first = {meant: word for word, meant in reversed(list(words.items()))}  # not every way to type it
            choices = "".join(f"「{word}」" for word in words if first[words[word]] == word)
            self.wrong(
                header,
                f"「{header}」の「{text}」は使えない言葉です。",
                f"{choices}から選んでください。{did_you_mean(text, words)}",
            )
        return by_plain.get(plain_word(text), default)

    def mark(self, header: str) -> bool:
        """Tell whether the cell under this header is marked: ○, はい, or a ticked box of Excel's."""
        value = self.cells.get(header, _NO_CELL).value
        return value if isinstance(value, bool) else self.word(header, _MARKS, False)

    def words_list(self, header: str) -> tuple[str, ...]:
        """Give the words under this header, parted by 、 , or line breaks; 「…」 keeps one whole."""
        try:
            return split_words(self.text(header))
        except ValueError as why:
            self.wrong(header, str(why), "「 と 」を対にしてください。言葉は「、」で区切ります。")
            return ()

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
        return self._typed(header, read_typed_date, "Excelの日付（例 2024/5/31）で記入してください。")

    def number(self, header: str, *, percent: bool = False) -> Decimal | None:
        """Give the number under this header; None for a blank, or, noted, for anything else.

        With `percent` 80, `80%` typed as text, and 0.8 in a cell that shows `80%` are all 80.
        """
        example = "80 か 80%" if percent else "80"
        return self._typed(
            header,
            partial(read_typed_number, percent=percent),
            f"数だけを記入してください（例 {example}）。",
        )

    def _typed(self, header: str, read: Callable[[CellValue, str], T | None], mend: str) -> T | None:
        entry = self.cells.get(header, _NO_CELL)
        try:
            return read(entry.value, entry.number_format)
        except ValueError as why:
            self.wrong(header, str(why), mend)
            return None


@dataclass(frozen=True)
class Table:
    """The rows of a sheet, for each yearly header the years it has columns for, and the headers it has."""

    sheet: str
    rows: tuple[TableRow, ...] = ()
    years: Mapping[str, tuple[FiscalYear, ...]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()

    def has(self, columns: Columns) -> bool:
        """Tell whether every header it must have is there."""
        return set(columns.required) <= set(self.headers)


def yearly(header: str, year: FiscalYear) -> str:
    """Give the header of a year's column: `目標値_R5`."""
    return f"{header}_{year.label}"


def read_table(sheet: str, grid: Sequence[Sequence[Cell]], columns: Columns, mistakes: Mistakes) -> Table:
    """Read a sheet: `grid` holds its cells row by row, from A1 on.

    The header row is the one with the most known headers near the top. Rows without any value are skipped.
    Noted as mistakes: a required header that is missing, an unknown one (unless it begins with 備考 or メモ),
    one that stands twice. Asked about: what stands in a column without a header.
    """
    top = max(
        range(min(len(grid), _HEADER_WITHIN)), key=lambda at: len(_find_headers(grid[at], columns)), default=0
    )
    headers = grid[top] if grid else ()
    found = _find_headers(headers, columns)
    _check_headers(sheet, top, headers, columns, mistakes)
    _ask_unread(sheet, top, grid, mistakes)
    rows, columns_ = [], [(at, header, column_letters(at + 1)) for at, header in found.items()]
    for number, cells in enumerate(grid[top + 1 :], start=top + 2):
        entries = {
            header: TableCell(f"{letters}{number}", cells[at].value, cells[at].number_format)
            if at < len(cells)
            else TableCell(f"{letters}{number}")
            for at, header, letters in columns_
        }
        impossible = ((at, *one) for at in found if at < len(cells) for one in iter_impossible(cells[at]))
        for at, what, mend in impossible:
            mistakes.add(what, mend, sheet, to_ref(number, at + 1))
        if any(str(entry.value).strip() for entry in entries.values() if entry.value is not None):
            rows.append(TableRow(sheet, entries, mistakes))
    years = {name: _years_of(name, found.values()) for name in columns.yearly}
    return Table(sheet, tuple(rows), years, tuple(found.values()))


def _ask_unread(sheet: str, top: int, grid: Sequence[Sequence[Cell]], mistakes: Mistakes) -> None:
    """Ask about what stands below the headers in a column that has none: nobody would read it."""
    headed = {at for at, cell in enumerate(grid[top]) if str(cell.value or "").strip()} if grid else set()
    first: dict[int, tuple[str, str]] = {}
    for number, cells in enumerate(grid[top + 1 :], start=top + 2):
        for at, cell in enumerate(cells):
            if at not in headed and str(cell.value or "").strip():
                first.setdefault(at, (to_ref(number, at + 1), str(cell.value).strip()))
    for ref, text in first.values():
        what = f"見出しのない列に「{text}」があります。見出しのない列は読みません。"
        mend = "読んでほしい内容なら正しい列に移し、覚えなら「メモ」で始まる見出しを付けてください。"
        mistakes.ask(what, mend, sheet, ref)


def _find_headers(cells: Sequence[Cell], columns: Columns) -> dict[int, str]:
    """Give the known header of each column (from 0); of two the same the first counts."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        header = _known_header(plain_word(str(cell.value)), columns)
        if header and header not in found.values():
            found[at] = header
    return found


def _known_header(text: str, columns: Columns) -> str | None:
    """Find the header a text means; that of a year's column may have the year in any spelling."""
    headers, yearly_headers = columns.by_word
    if text in headers:
        return headers[text]
    name, _, label = text.rpartition("_")
    header = yearly_headers.get(name)
    try:
        return yearly(header, FiscalYear.parse(label)) if header else None
    except ValueError:
        return None


def _years_of(name: str, headers: Iterable[str]) -> tuple[FiscalYear, ...]:
    parted = (header.rpartition("_") for header in headers)
    return tuple(sorted(FiscalYear.parse(label) for word, _, label in parted if word == name))


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
        if not text or at in found or text.startswith(OWN_COLUMNS):
            continue
        twice = _known_header(text, columns)
        what = (
            f"見出し「{twice}」が2つあります。"
            if twice
            else f"見出し「{text}」はこのシートの見出しにありません。"
        )
        near = "" if twice else did_you_mean(text, absent + [f"{name}_R5" for name in columns.yearly])
        mend = "見出しを直すか、「備考」か「メモ」で始まる名前に変えてください。"
        mistakes.add(what, mend + near, sheet, to_ref(top + 1, at + 1))


def check_sheets(
    names: Iterable[str], required: Iterable[str], optional: Iterable[str], mistakes: Mistakes
) -> None:
    """Note every sheet that is missing, and every one whose name no sheet of such a book has.

    Names that begin with 使い方, 備考 or メモ are the office's own.
    """
    names, required, optional = list(names), list(required), list(optional)
    for sheet in required:
        if sheet not in names:
            near = did_you_mean(sheet, set(names) - {*required, *optional})
            mistakes.add(f"シート「{sheet}」がありません。", f"シートの名前を確かめてください。{near}")
    for name in names:
        if name not in (*required, *optional) and not name.startswith(OWN_SHEETS):
            near = did_you_mean(name, {*required, *optional} - set(names))
            mend = f"シートの名前を直すか、「備考」か「メモ」で始まる名前に変えてください。{near}"
            mistakes.add(f"シート「{name}」は読まれません。", mend, name)
