"""Rows by sheet in, a 設定.xlsx in the official layout out; and the settings of a toy city to change.

The tables are plain ranges with a filter, not Excel tables: on a protected sheet Excel lets nobody add a row
to a table, while rows of a range may be inserted, deleted and sorted where all their cells are open. So the
cells below the headings are open to the last row, and lines and bands come with what is typed.

`python -m tests.settings_book config/*/設定.xlsx` writes books anew after the layout has changed.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.letters import ROWS as LETTERS
from tests.settings_layout import BASICS, LISTS, NOTES, SELDOM, SHEETS, VOCABULARY, Column, Sheet
from toolkit.books.register.settings import load_profile
from toolkit.books.register.settings import read_settings as load_tables
from toolkit.desk.packaged import packaged_data
from toolkit.model.fields import Field, load_fields
from toolkit.model.profile import SETTINGS, Profile
from toolkit.model.text_width import text_width

Rows = Sequence[Mapping[str, object]]
Settings = Mapping[str, Rows | Mapping[str, object]]
"""The rows of each sheet, {column: value}; 基本 may also be {name: value}."""

TITLE, HELP, HEADINGS, FIRST = 0, 1, 2, 3
"""Rows (0-based): the title, the help, the headings and the first row below them."""
SPARE = 40
BASICS_SHEET = "基本"
SCHEMA = Path(__file__).parents[1] / "config" / "base.schema.json"
WRITTEN = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)

_FONT = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
_LINE = {"border": 1, "border_color": "#A6A6A6"}
_OPEN = {"locked": False, "text_wrap": True}
_FORMATS = {
    "text": {"num_format": "@"},
    "date": {"num_format": '[$-411]ggge"年"m"月"d"日"', "align": "left"},
    "number": {"num_format": "General", "align": "right"},
}
_HEADING = _LINE | {"bold": True, "bg_color": "#D9D9D9", "valign": "vcenter", "text_wrap": True}
_ALLOWED = dict.fromkeys(
    ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)
_LAST_COLUMN = re.compile(rb'(<col min="(\d+)" max=")\2(" width="[\d.]+" style="\d+"/></cols>)')
_TO_THE_LAST = rb"\g<1>16384\g<3>"
_FIXED = re.compile(rb'(<row r="(\d+)"[^>]*?) customHeight="1"')
_LINE_HEIGHT, _MOST_HEIGHT = 15, 400  # points; Excel has no row above 409
_FILTER_BUTTON = 3  # half-width characters that the arrow of a filter covers
_AXES = {"year": "年度", "indicator": "指標", "activity": "活動", "part": "内訳", "item": "項目"}
_KINDS = {"quantity": "数", "text": "文", "choice": "選ぶ", "date": "日付", "year": "年度"}


def write_settings(path: Path, settings: Settings) -> Path:
    """Write a 設定.xlsx with every sheet of the layout; give its path.

    A column that the layout does not know stands at the right, as where an office adds one; a sheet that it
    does not know raises KeyError.
    """
    unknown = set(settings) - {sheet.name for sheet in SHEETS}
    if unknown:
        raise KeyError(*unknown)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": "設定", "created": WRITTEN})  # the same settings are the same file
        maker = _Maker(book)
        for sheet in SHEETS:
            maker.write_sheet(sheet, _rows_of(sheet, settings.get(sheet.name, ())))
        maker.write_vocabulary()
        maker.define_lists()
    _finish(written, path)
    return path


def _finish(written: io.BytesIO, path: Path) -> None:
    """Save a book with what XlsxWriter cannot say, or only column by column.

    The heights of rows are a start only, Excel fits a row whose text is changed; the open column at the
    right goes on to the last one.
    """
    with zipfile.ZipFile(written) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in book.infolist():
            data = book.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = _LAST_COLUMN.sub(_TO_THE_LAST, data)
                data = _FIXED.sub(lambda row: row[0] if int(row[2]) <= FIRST else row[1], data)
            out.writestr(entry, data)


def read_rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Read the rows of each sheet back, as openpyxl sees them; blank cells and blank rows are left out."""
    book = openpyxl.load_workbook(path)
    rows = {sheet.name: list(_iter_rows(book[sheet.name])) for sheet in SHEETS}
    book.close()
    return rows


def _iter_rows(page: Any) -> Iterator[dict[str, object]]:
    headings, *rows = page.iter_rows(min_row=HEADINGS + 1, values_only=True)
    for row in rows:
        cells = {heading: _plain(value) for heading, value in zip(headings, row, strict=True) if heading}
        if any(value is not None for value in cells.values()):
            yield {heading: value for heading, value in cells.items() if value is not None}


def _plain(value: object) -> object:
    return value.date() if isinstance(value, dt.datetime) else value


def table(text: str) -> list[dict[str, object]]:
    """Read rows written as `照会|欄` lines, the headings first; a blank cell is left out."""
    headings, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return [{key: cell for key, cell in zip(headings, line, strict=True) if cell} for line in lines]


def toy_settings(**changed: Rows | Mapping[str, object]) -> dict[str, Rows | Mapping[str, object]]:
    """Give the settings of うみべ市, with other rows on the sheets named; of 基本 only the names given."""
    basics = changed.pop("基本", {})
    if not isinstance(basics, Mapping):
        raise TypeError("基本 is changed by name: 基本={'市': …}")
    return {**TOY, **changed, "基本": {**TOY_BASICS, **basics}}


TOY_BASICS: Mapping[str, object] = {
    "市": "うみべ市",
    "計画": "うみべ改革プラン",
    "項目の呼び方": "取組",
    "階層1の名前": "柱",
    "効果額の単位": "千円",
    "事務局": "総務部 改革室",
    "現在の照会": "R6_実績",
}
TOY: Mapping[str, Rows] = {
    "照会": [
        {"照会": "R6_実績", "年度": "R6", "版": "R6", "様式": "シート", "期限": dt.date(2025, 5, 30)},
        {"照会": "R6_上半期", "年度": "R6", "版": "R6", "様式": "シート", "期限": dt.date(2024, 10, 31)},
    ],
    "照会項目": table("""
        照会|欄|年度|回答・評価主体|必須|初期表示
        R6_実績|年次_取組実績|その年|所属|必須|なし
        R6_実績|指標_実績値|その年|所属|必須|なし
        R6_実績|年次_実績効果額|その年|所属|必須|なし
        R6_実績|年次_進捗|その年|所属|必須|なし
        R6_上半期|年次_取組実績|その年|所属|必須|なし
    """),
    "通知文": LETTERS,
    "回答・評価主体": [{"名前": "所属", "敬称": "御中"}, {"名前": "事務局"}, {"名前": "委員会"}],
    "様式": table("""
        様式|ファイル|シート|表紙|作り方
        シート|シート.xlsx|シート|はじめに|項目ごと
    """),
    "選択肢": table("""
        欄|選択肢|数え方
        年次_進捗|順調|順調
        年次_進捗|遅れ|順調以外
    """),
    "判定": [{"達成とする率": 100, "達成率の桁": 1}],
}


def _rows_of(sheet: Sheet, rows: Rows | Mapping[str, object]) -> Rows:
    """Give the rows of a sheet; of 基本 all its names, each with its explanation."""
    if sheet.name != BASICS_SHEET:
        assert not isinstance(rows, Mapping), f"{sheet.name} takes rows"
        return rows
    by_name = (
        {name: {"値": value} for name, value in rows.items()}
        if isinstance(rows, Mapping)
        else {str(row["項目"]): row for row in rows}
    )
    known = {one.name: one.meaning for one in BASICS}
    return [
        {"メモ（説明）": known.get(name, ""), **by_name.get(name, {}), "項目": name}
        for name in dict.fromkeys([*known, *by_name])
    ]


class _Maker:
    """The workbook being written."""

    def __init__(self, book: Any) -> None:
        """Begin with no sheet."""
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._last: dict[str, int] = {}

    def _format(self, **look: object) -> Any:
        key = tuple(sorted((_FONT | look).items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def write_sheet(self, sheet: Sheet, rows: Rows) -> None:
        """Write a sheet: title, help, headings, rows, and what helps to fill in the rows below."""
        columns = _with_notes(sheet, rows)
        page = self._begin(sheet, columns)
        for at, row in enumerate(rows, start=FIRST):
            for number, column in enumerate(columns):
                if (value := row.get(column.title)) not in (None, ""):
                    self._write(page, at, number, value, self._look(sheet, column))
            lines = max(_lines(str(row.get(column.title, "")), column.width) for column in columns)
            if lines > 1:
                page.set_row(at, min(_LINE_HEIGHT * lines, _MOST_HEIGHT))
        last = _last_row(sheet, rows)
        self._last[sheet.name] = last
        if sheet.name == BASICS_SHEET:
            self._help_basics(page)
        else:
            page.autofilter(HEADINGS, 0, last, len(columns) - 1)
            for number, column in enumerate(columns):
                _offer(page, (FIRST, number, last, number), column)
        self._draw_lines(page, last, len(columns), banded=sheet.name != BASICS_SHEET)
        # Numbers and years of a plan are words here, whatever Excel thinks of them.
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) - 1)}{last + 1}"})
        page.protect("", _ALLOWED)

    def _begin(self, sheet: Sheet, columns: Sequence[Column]) -> Any:
        """Add a sheet with its headings, widths and print set-up."""
        page = self._book.add_worksheet(sheet.name)
        page.set_tab_color(sheet.colour)
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width, self._look(sheet, column))
        # Rows can only be deleted where all their cells are open, to the last column.
        page.set_column(len(columns), len(columns), None, self._format(**_OPEN))  # _finish goes on
        width = sum(column.width for column in columns)
        end, title = len(columns) - 1, self._format(bold=True, font_size=14)
        page.merge_range(TITLE, 0, TITLE, end, f"{sheet.name}　{sheet.about}", title)
        page.merge_range(HELP, 0, HELP, end, sheet.help, self._format(text_wrap=True))
        for number, column in enumerate(columns):
            self._write(page, HEADINGS, number, column.title, self._format(**_HEADING))
        lines = max(_lines(column.title, column.width - _FILTER_BUTTON) for column in columns)
        for row, height in (
            (TITLE, 24),
            (HELP, 15 * _lines(sheet.help, width) + 4),
            (HEADINGS, 15 * lines + 6),
        ):
            page.set_row(row, height)
        page.freeze_panes(FIRST, 1)
        first_open = 1 if sheet.name == BASICS_SHEET else 0
        page.set_selection(FIRST, first_open, FIRST, first_open)
        _set_up_print(page, wide=width > 110)
        return page

    def _look(self, sheet: Sheet, column: Column) -> Any:
        """Give the look of a column's cells: open, but for the names and explanations of 基本."""
        if sheet.name == VOCABULARY or (sheet.name == BASICS_SHEET and column.title not in ("値", NOTES)):
            return self._format(text_wrap=True, bg_color="#F2F2F2")
        return self._format(**(_OPEN | _FORMATS[column.kind]))

    def _write(self, page: Any, row: int, column: int, value: object, look: Any) -> None:
        match value:
            case dt.date():
                page.write_datetime(row, column, value, look)
            case int() | float() | Decimal():
                page.write_number(row, column, value, look)
            case _:
                page.write_string(row, column, str(value), look)

    def _help_basics(self, page: Any) -> None:
        """Help with each row of 基本."""
        for at, basic in enumerate(BASICS, start=FIRST):
            _offer(page, (at, 1, at, 1), Column(basic.name, 0, basic.meaning, basic.offer, basic.free))

    def _draw_lines(self, page: Any, last: int, width: int, *, banded: bool) -> None:
        """Draw lines around every row that holds something, and a band on every second one.

        Drawn by rules, so that empty rows print nothing and rows stay striped when they are sorted.
        """
        end = xl_col_to_name(width - 1)
        filled = f"COUNTA($A{FIRST + 1}:${end}{FIRST + 1})>0"
        bands = [(f"=AND({filled},MOD(ROW(),2)=0)", {"bg_color": "#EEF3F8"} | _LINE)] if banded else []
        for formula, look in (*bands, (f"={filled}", _LINE)):
            rule = {"type": "formula", "criteria": formula, "format": self._book.add_format(look)}
            page.conditional_format(FIRST, 0, last, width - 1, rule)

    def write_vocabulary(self) -> None:
        """Write the sheet that lists the fields, which the drop-downs offer."""
        columns = (Column("欄", 34, ""), Column("いくつあるか", 30, ""), Column("記入するもの", 16, ""))
        about = "様式や条件で使える欄の名前（このシートは直しません）"
        text = "ほかのシートの「欄」で選べる名前の一覧です。見るだけで、直しても設定は変わりません。"
        sheet = Sheet(VOCABULARY, about, text, SELDOM, columns)
        page = self._begin(sheet, columns)
        look = self._look(sheet, columns[0])
        fields = _fields()
        for at, field in enumerate(fields, start=FIRST):
            for number, word in enumerate((field.name, _axes(field), _KINDS[field.kind])):
                self._write(page, at, number, word, look)
        page.autofilter(HEADINGS, 0, FIRST + len(fields) - 1, len(columns) - 1)
        self._last[VOCABULARY] = FIRST + len(fields) - 1
        self._draw_lines(page, self._last[VOCABULARY], len(columns), banded=False)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    def define_lists(self) -> None:
        """Name what the drop-downs offer: the cells of a column down to the last that is filled."""
        for name, (sheet, title) in LISTS.items():
            at = 0 if sheet == VOCABULARY else _number(sheet, title)
            letters = xl_col_to_name(at)
            first = f"'{sheet}'!${letters}${FIRST + 1}"
            cells = f"{first}:${letters}${self._last[sheet] + 1}"
            count = f'SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-ROW({first})+1)))'
            self._book.define_name(f"一覧_{name}", f"={first}:INDEX({cells},MAX(1,{count}))")


def _last_row(sheet: Sheet, rows: Rows) -> int:
    """Give the last row (0-based) that is ready to be filled."""
    return FIRST + (len(rows) if sheet.name == BASICS_SHEET else max(sheet.rows, len(rows) + SPARE)) - 1


def _with_notes(sheet: Sheet, rows: Rows) -> list[Column]:
    """Give the columns of a sheet, those its rows add, and 備考 as the last."""
    titles = [column.title for column in sheet.columns]
    added = dict.fromkeys(str(key) for row in rows for key in row if key not in (*titles, NOTES))
    notes = Column(NOTES, 28, "事務局の覚えです。自由に記入できます。")
    return [*sheet.columns, *(Column(title, 20, "事務局の列です。") for title in added), notes]


def _offer(page: Any, box: tuple[int, int, int, int], column: Column) -> None:
    """Put the help of a column, and the words it offers, on an area."""
    title = column.title
    rule: dict[str, object] = {"validate": "any", "input_title": title, "input_message": column.help}
    if column.offer:
        source = f"=一覧_{column.offer}" if isinstance(column.offer, str) else list(column.offer)
        message = "一覧から選んでください。一覧にない言葉は使えません。"
        rule |= {"validate": "list", "source": source, "error_title": title, "error_message": message}
        rule["show_error"] = not column.free
    elif column.most is not None:
        message = f"0から{column.most}までの整数を記入してください。"
        rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.most}
        rule |= {"error_title": title, "error_message": message}
    page.data_validation(*box, rule)


def _set_up_print(page: Any, *, wide: bool) -> None:
    page.set_paper(9)
    if wide:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&A　&P／&N")


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(text_width(line) / width)) for line in text.split("\n"))


def _number(sheet: str, title: str) -> int:
    """Give the place of a column on its sheet."""
    columns = next(one.columns for one in SHEETS if one.name == sheet)
    return [column.title for column in columns].index(title)


def _fields() -> list[Field]:
    """Give the fields that settings may name: not those of a cover or of the register."""
    fields = load_fields(json.loads(SCHEMA.read_text("utf-8"))).by_key.values()
    return [field for field in fields if not field.key.startswith(("book.", "edition."))]


def _axes(field: Field) -> str:
    """Say how many cells a field has: `指標ごと・年度ごと`."""
    return "・".join(f"{_AXES[axis]}ごと" for axis in field.axes) or "項目に1つ"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_settings(Path(name), read_rows(Path(name)))


Typed = dict[str, list[dict[str, object]]]
"""The rows of every sheet as they are typed, to be changed."""


def change_settings(root: Path, change: Callable[[Typed], object]) -> Path:
    """Change the rows of a workspace's 設定.xlsx as an office would, and give its path."""
    path = root / SETTINGS
    rows = read_rows(path)
    change(rows)
    return write_settings(path, rows)


def basic(rows: Typed, name: str, value: object) -> None:
    """Type a value beside a name of 基本."""
    rows["基本"] = [row for row in rows["基本"] if row["項目"] != name] + [{"項目": name, "値": value}]


def ask(
    round_: str,
    field: str,
    *,
    year: str = "その年",
    by: str = "所属",
    required: bool = True,
    prefill: str = "なし",
) -> dict[str, object]:
    """Give a row of 照会項目."""
    return {
        "照会": round_,
        "欄": field,
        "年度": year,
        "回答・評価主体": by,
        "必須": "必須" if required else "任意",
        "初期表示": prefill,
    }


def retype(rows: Typed, sheet: str, column: str, before: str, after: str) -> None:
    """Type `after` for `before` in every cell of a column that holds it."""
    found = [row for row in rows[sheet] if before in str(row.get(column, ""))]
    assert found, f"{sheet} has no {column} with {before}"
    for row in found:
        row[column] = str(row[column]).replace(before, after)


@functools.cache
def profile_of(city: str) -> Profile:
    """Give the settings of a packaged city."""
    return load_profile(
        load_tables(packaged_data("config", city, SETTINGS)), json.loads(SCHEMA.read_text("utf-8"))
    )
