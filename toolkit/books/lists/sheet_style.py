"""The look of the workbooks that begin blank: titles, rows and links in, one written .xlsx out."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from toolkit.books.lists.stored import decimals, quoted, serial, sheet_class
from toolkit.books.package import meant
from toolkit.books.package.lengths import HIGHEST_ROW, fit_header
from toolkit.books.package.markup import cell_text
from toolkit.books.package.refs import Box, column_letters, quote_sheet, to_area, to_ref
from toolkit.books.proof import Proof
from toolkit.books.system.collector import uncollected
from toolkit.books.system.disk import whole_file
from toolkit.model.numbers import CHANGE_FORMAT, print_number
from toolkit.model.text_width import text_width

FIRST_ROW = 3
"""The row (0-based) of the column headings below title and note."""

Style = Literal["text", "right", "centred", "number", "amount", "change", "date", "time", "link"]

_FONT = {"font_name": "BIZ UDPゴシック", "font_size": 10}
_LINE_HEIGHT = 14  # points that a line of this font takes
_PADDING = 4
_MOST_LINES = int((HIGHEST_ROW - _PADDING) // _LINE_HEIGHT)
_WIDEST = 255  # characters, Excel's limit of a column
_GRID = {"border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": True}
_HEADING = _GRID | {"bold": True, "bg_color": "#D9D9D9", "align": "center", "valign": "vcenter"}
_KINDS: dict[Style, dict[str, Any]] = {
    "text": {},
    "right": {"align": "right"},
    "centred": {"align": "center"},
    "number": {"align": "right", "num_format": "#,##0.######"},
    "amount": {"align": "right", "num_format": "#,##0;△#,##0;0"},
    "change": {"align": "right", "num_format": CHANGE_FORMAT},
    "date": {"align": "center", "num_format": "yyyy/m/d"},
    "time": {"align": "center", "num_format": "yyyy/m/d h:mm"},
    # LibreOffice never wraps a link, so a long one is printed smaller.
    "link": {"font_color": "#0B4A9E", "underline": 1, "text_wrap": False, "shrink": True},
}
_FILTER_BUTTON = 3  # half-width characters that the arrow of a filter covers


class Link(NamedTuple):
    """A text that leads to a place; `url` "" is plain text."""

    text: str
    url: str


class ShownFormula(NamedTuple):
    """A live formula and the value Python has for it."""

    text: str
    value: int | Decimal | str


Shown = str | int | Decimal | dt.date | Link | ShownFormula | None


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, what its cells are, its greatest width (half-width characters).

    Texts and headings wrap at the limit; numbers and dates are never cut by it. An `optional` column
    is hidden where no row fills it.
    """

    title: str
    kind: Style = "text"
    limit: int = 30
    optional: bool = False


class Area(NamedTuple):
    """The rows (0-based, inclusive) and columns of what was written, for formulas over its columns."""

    sheet: str
    first: int
    last: int
    columns: tuple[Column, ...]
    widths: tuple[int, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.title for column in self.columns)

    def column(self, title: str) -> str:
        """Give the cells of a column as a formula holds them: `'効果額'!$H$5:$H$78`."""
        letters = column_letters(self.titles.index(title) + 1)
        return f"{quote_sheet(self.sheet)}!${letters}${self.first + 1}:${letters}${self.last + 1}"


class NewBook:
    """A workbook being written; one format per look."""

    def __init__(self, workbook: Any, title: str) -> None:
        """Begin with no sheet; `title` is printed on every page."""
        self.workbook = workbook
        self.title = title
        self.meant = meant.HeldBook()
        """What was written, for the proof."""
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._known: dict[tuple[Any, ...], Any] = {}

    def format(self, **look: Any) -> Any:
        """Give the format of this look (XlsxWriter's properties), made once."""
        key = tuple(sorted((_FONT | look).items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    def _cell_format(self, kind: Style, look: Mapping[str, Any], **more: Any) -> Any:
        """Give the format of a cell of a table; most cells of a book look like one before."""
        known = (kind, *look.items(), *more.items())
        if known not in self._known:
            self._known[known] = self.format(**{**_GRID, **_KINDS[kind], **look, **more})
        return self._known[known]

    def add_page(self, name: str) -> Any:
        """Add a sheet with nothing on it, set up to print on A4, one page wide."""
        sheet = self.workbook.add_worksheet(name)
        self.meant.sheets[name] = meant.Held()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def add_sheet(self, name: str, note: str) -> Any:
        """Add a sheet with the book's title and a note, set up to print on A4 landscape."""
        sheet = self.add_page(name)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(fit_header(lambda put: f"&L{put(self.title)}&R{put(name)}"))
        sheet.set_footer("&C&P／&Nページ")
        sheet.hide_gridlines(2)
        self.write_text(sheet, 0, 0, f"{self.title}　{name}", bold=True, font_size=14)
        self.write_text(sheet, 1, 0, note)
        return sheet

    def write_text(self, sheet: Any, row: int, column: int, text: str, **look: Any) -> None:
        """Write a text as text, whatever sign it begins with."""
        text = cell_text(text)
        self._put_text(sheet, row, column, text, self.format(**look, **quoted(text)))

    def _put_text(self, sheet: Any, row: int, column: int, text: str, looking: Any) -> None:
        sheet.write_string(row, column, text, looking)
        self._note(sheet, row, column, text)

    def merge(self, sheet: Any, box: Box, **look: Any) -> None:
        """Merge an area (0-based)."""
        sheet.merge_range(*box, "", self.format(**look))
        self.meant.sheets[sheet.get_name()].merges.add(to_area(Box(*(at + 1 for at in box))))

    def _note(self, sheet: Any, row: int, column: int, value: Any, result: Any = None) -> None:
        held, ref = self.meant.sheets[sheet.get_name()], to_ref(row + 1, column + 1)
        if value != "":
            held.cells[ref] = value
        if result is not None:
            held.results[ref] = result

    def write_cell(self, sheet: Any, row: int, column: int, value: Shown, kind: Style, **look: Any) -> None:
        """Write a value in a cell of a table; a text in a column of numbers stands at the right."""
        match value:
            case None | "":
                sheet.write_blank(row, column, None, self._cell_format(kind, look))
            case str():
                text = cell_text(value)
                self._put_text(sheet, row, column, text, self._cell_format(kind, look, **quoted(text)))
            case Link(text, url) if url:
                text = cell_text(text)
                sheet.write_url(row, column, url, self._cell_format(kind, look), string=text)
                self._note(sheet, row, column, text)
            case Link(text, _):
                self.write_text(sheet, row, column, text, **(_GRID | {"font_color": "#000000"}))
            case ShownFormula(text, cached):
                plain = float(cached) if isinstance(cached, Decimal) else cached
                sheet.write_formula(row, column, text, self._cell_format(kind, look), plain)
                self._note(sheet, row, column, meant.Formula(text), plain)
            case int() | Decimal():
                looking = self._cell_format(kind, look, **decimals(value, kind))
                sheet.write_number(row, column, value, looking)
                self._note(sheet, row, column, float(value))
            case dt.date():
                sheet.write_datetime(row, column, value, self._cell_format(kind, look))
                self._note(sheet, row, column, serial(value))

    def write_rows(
        self, sheet: Any, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Shown]], **look: Any
    ) -> Area:
        """Write headings and rows with a grid from column A on; give the area of the rows."""
        for number, column in enumerate(columns):
            self.write_text(sheet, top, number, column.title, **_HEADING)
            for at, row in enumerate(rows, start=top + 1):
                self.write_cell(sheet, at, number, row[number], column.kind, **look)
        return Area(sheet.get_name(), top + 1, top + max(len(rows), 1), tuple(columns))

    def write_below(self, sheet: Any, area: Area, at: int, cells: Mapping[str, Shown], **look: Any) -> None:
        """Write a row below a table: each value under its heading, nothing under the others."""
        row = [cells.get(column.title) for column in area.columns]
        for number, column in enumerate(area.columns):
            self.write_cell(sheet, at, number, row[number], column.kind, **look)
        sheet.set_row(at, _fitting_height(area.columns, area.widths, row))

    def write_table(
        self, sheet: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Shown]]
    ) -> Area:
        """Write an Excel table below the title: filter, frozen headings repeated in print, fitting widths.

        An Excel table cannot be empty: without rows one line says so.
        """
        area = self.write_rows(sheet, FIRST_ROW, columns, rows)
        area = area._replace(widths=fit(sheet, columns, rows))
        sheet.freeze_panes(FIRST_ROW + 1, 1)
        sheet.repeat_rows(0, FIRST_ROW)
        if not rows:
            self.write_text(sheet, FIRST_ROW + 1, 0, "該当はありません。")
            return area
        heading = self.format(**_HEADING)
        headings = [{"header": column.title, "header_format": heading} for column in columns]
        table = {"name": name, "style": None, "columns": headings}
        sheet.add_table(FIRST_ROW, 0, area.last, len(columns) - 1, table)
        # A target is printed as the plan prints it, so some texts look like numbers to Excel.
        sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(len(columns))}{area.last + 1}"})
        return area

    def highlight(self, sheet: Any, area: Area, title: str, looks: Mapping[str, Mapping[str, Any]]) -> None:
        """Give the cells of a column that hold one of these texts a look, also after they are changed."""
        column = area.titles.index(title)
        for text, look in looks.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
            rule["format"] = self.workbook.add_format(dict(look))
            sheet.conditional_format(area.first, column, area.last, column, rule)


@contextmanager
def new_book(path: Path, title: str, created: dt.datetime, proof: Proof | None = None) -> Iterator[NewBook]:
    """Give a book to write; it appears at `path` whole when the block ends well, else not at all.

    With a proof it is read back before it appears there; OfficeError where it is not what was written.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with uncollected(kept=False):
        workbook = xlsxwriter.Workbook(buffer, options)
        workbook.worksheet_class = sheet_class()
        workbook.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        book = NewBook(workbook, title)
        yield book
        workbook.close()
    with whole_file(path) as half:
        half.write_bytes(buffer.getvalue())
        if proof is not None:
            proof.prove_cells(half, path.name, book.meant)


def criterion(cell: str, text: str) -> str:
    """Give what COUNTIFS compares with: the cell, or the quoted text where it holds a wildcard."""
    if not any(sign in text for sign in "*?~"):
        return cell
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return '"' + text.replace('"', '""') + '"'


def fit(
    sheet: Any,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Shown]],
    top: int = FIRST_ROW,
    others: Sequence[Sequence[Shown]] = (),
) -> tuple[int, ...]:
    """Set the widths of the columns and the heights of the rows so that nothing is cut; give the widths.

    `top` is the row (0-based) of the headings; `others` are rows of further tables on the same columns.
    """
    every = [*rows, *others]
    widths = tuple(_fitting_width(column, [row[n] for row in every]) for n, column in enumerate(columns))
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        hidden = column.optional and not any(row[number] not in (None, "") for row in every)
        sheet.set_column(number, number, width, None, {"hidden": hidden})
    titles = [column.title for column in columns]
    for at, row in enumerate([titles, *rows], start=top):
        sheet.set_row(at, _fitting_height(columns, widths, row))
    return widths


def _fitting_height(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Shown]) -> float:
    # Excel would find the heights itself when it opens the book, LibreOffice and previews do not.
    lines = (
        1 if isinstance(value, Link) else line_count(_shown(value, column.kind), width)
        for value, column, width in zip(row, columns, widths, strict=True)
    )
    return min(max(lines) * _LINE_HEIGHT + _PADDING, HIGHEST_ROW)


def _fitting_width(column: Column, values: Sequence[Shown]) -> int:
    widest = max((text_width(_shown(value, column.kind)) for value in values), default=0)
    heading = text_width(column.title) + _FILTER_BUTTON
    if column.kind in ("number", "amount", "change", "date", "time"):
        numbers = [value for value in values if not isinstance(value, str)]
        least = max((text_width(_shown(value, column.kind)) for value in numbers), default=0) + 2
        return max(least, min(max(widest, heading) + 1, column.limit))
    return _wide_enough(min(max(widest + 2, heading), column.limit), [_shown(v, column.kind) for v in values])


def _wide_enough(width: int, texts: Sequence[str]) -> int:
    """Widen a column whose longest text would need a row higher than Excel has any."""
    for text in texts:
        while width < _WIDEST and line_count(text, width) > _MOST_LINES:
            width += 1
    return width


def line_count(text: str, width: int) -> int:
    """Give how many lines a text takes in a cell of this width (half-width characters)."""
    # A full-width character that would straddle the edge moves down whole: the line holds one less.
    return sum(max(1, -(-text_width(line) // (width - 1))) for line in text.split("\n"))


def _shown(value: Shown, kind: Style) -> str:
    match value:
        case Link(text, _):
            return text
        case ShownFormula(_, cached):
            return _shown(cached, kind)
        case int() | Decimal():
            return print_number(value)
        case dt.date():
            return "2024/12/31 23:59" if kind == "time" else "2024/12/31"
        case str():
            return value
    return ""
