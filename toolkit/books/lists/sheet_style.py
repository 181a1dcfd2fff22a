"""The look of the workbooks that begin blank: titles, rows and links in, one written .xlsx out."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.books.lists import page_size
from toolkit.books.lists.columns import Column, Link, Shown, ShownFormula, Style
from toolkit.books.lists.fitting import FIRST_ROW, fit, fitting_height
from toolkit.books.lists.stored import decimals, quoted, serial, sheet_class
from toolkit.books.package import meant
from toolkit.books.package.lengths import MAX_HEADING, fit_header, one_line
from toolkit.books.package.markup import cell_text, escape_text
from toolkit.books.package.refs import Box, column_letters, quote_sheet, to_area, to_ref
from toolkit.books.proof import Proof
from toolkit.books.system.collector import uncollected
from toolkit.books.system.disk import whole_file
from toolkit.model.numbers import CHANGE_FORMAT

_FONT = {"font_name": "BIZ UDPゴシック", "font_size": page_size.FONT_POINTS}
_GRID = {"border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": True}
_HEADING = _GRID | {"bold": True, "bg_color": "#E8E8E8", "align": "center", "valign": "vcenter"}
_ERA_DATE = '[$-411]ggge"年"m"月"d"日"'
_KINDS: dict[Style, dict[str, Any]] = {
    "text": {},
    "right": {"align": "right"},
    "centred": {"align": "center"},
    "number": {"align": "right", "num_format": "#,##0.######"},
    "amount": {"align": "right", "num_format": "#,##0;△#,##0;0"},
    "change": {"align": "right", "num_format": CHANGE_FORMAT},
    # As write_date and write_moment write them; the cell holds a real date, to filter and sort by.
    "date": {"align": "center", "num_format": f'{_ERA_DATE}"（"aaa"）"'},
    "time": {"align": "center", "num_format": f"{_ERA_DATE} h:mm"},
    # LibreOffice never wraps a link, so a long one is printed smaller.
    "link": {"font_color": "#0B4A9E", "underline": 1, "text_wrap": False, "shrink": True},
    # What the office types stays as it was typed: Excel would make a date of 3/4 and a number of 007.
    "typed": {"num_format": "@", "bg_color": "#FFFBE6"},
    "typed-date": {"align": "center", "num_format": _ERA_DATE, "bg_color": "#FFFBE6"},
}
# Bold, framed and lightly filled: as plain on a grey print as on the screen, and never dark.
STRIKING: Mapping[str, Any] = {"bold": True, "bg_color": "#E8E8E8", "border": 1, "border_color": "#000000"}
NOTABLE: Mapping[str, Any] = {"bold": True, "bg_color": "#F2F2F2"}
FAINT: Mapping[str, Any] = {"font_color": "#595959"}
_TITLE_HEIGHT = 50  # points that title, note and the row below take


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
        sheet.set_paper(page_size.A4.number)
        sheet.fit_to_pages(1, 0)
        return sheet

    def add_sheet(self, name: str, note: str) -> Any:
        """Add a sheet with the book's title and a note, landscape; title and name stand in the footer too."""
        sheet = self.add_page(name)
        sheet.set_landscape()
        sheet.set_margins(**page_size.MARGINS)
        sheet.set_footer(escape_text(fit_header(lambda put: f"&L{put(self.title)}&C&P／&Nページ&R&A")))
        sheet.hide_gridlines(2)
        heading = self.title if self.title.endswith(name) else f"{self.title}　{name}"
        self.write_text(sheet, 0, 0, heading, bold=True, font_size=14)
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
            self.write_text(sheet, top, number, one_line(column.title, MAX_HEADING), **_HEADING)
            for at, row in enumerate(rows, start=top + 1):
                self.write_cell(sheet, at, number, row[number], column.kind, **look)
        return Area(sheet.get_name(), top + 1, top + max(len(rows), 1), tuple(columns))

    def write_below(self, sheet: Any, area: Area, at: int, cells: Mapping[str, Shown], **look: Any) -> None:
        """Write a row below a table: each value under its heading, nothing under the others."""
        row = [cells.get(column.title) for column in area.columns]
        for number, column in enumerate(area.columns):
            self.write_cell(sheet, at, number, row[number], column.kind, **look)
        sheet.set_row(at, fitting_height(area.columns, area.widths, row))
        sheet.fit_to_pages(1, 0)

    def write_table(
        self, sheet: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Shown]]
    ) -> Area:
        """Write an Excel table below the title: filter, frozen headings repeated in print, fitting widths.

        An Excel table cannot be empty: without rows one line says so.
        """
        if rows:
            titles = [escape_text(one_line(column.title, MAX_HEADING)) for column in columns]
            headings = [{"header": title, "header_format": self.format(**_HEADING)} for title in titles]
            table = {"name": name, "style": None, "columns": headings}
            sheet.add_table(FIRST_ROW, 0, FIRST_ROW + len(rows), len(columns) - 1, table)
        area = self.write_rows(sheet, FIRST_ROW, columns, rows)
        fitted = fit(sheet, columns, rows)
        area = area._replace(widths=fitted.widths)
        head = _TITLE_HEIGHT + fitted.heights[0]
        sheet.fit_to_pages(1, page_size.pages_without_a_scrap(fitted.on_paper, fitted.heights[1:], head))
        sheet.freeze_panes(FIRST_ROW + 1, 1)
        sheet.repeat_rows(0, FIRST_ROW)
        if not columns[-1].printed:
            sheet.print_area(0, 0, area.last, sum(column.printed for column in columns) - 1)
        if not rows:
            self.write_text(sheet, FIRST_ROW + 1, 0, "該当はありません。")
            return area
        for number, column in enumerate(columns):
            if column.choices:
                rule = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(area.first, number, area.last, number, rule)
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
        "default_format_properties": dict(_FONT),  # columns are measured by it
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
