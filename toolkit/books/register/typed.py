"""What a cell of the office's own books holds in, the date or the number staff meant out.

ValueError, in a sentence for staff, where it is neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from toolkit.books.package.lengths import MAX_TEXT, units
from toolkit.books.reading.shown_figures import plain_number, to_printed
from toolkit.model.dates import read_date
from toolkit.model.number_formats import read_sections
from toolkit.model.record import Cell, CellValue
from toolkit.model.words import half_width

_MINUS = str.maketrans("−‐–", "---")


def iter_impossible(cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield what no workbook can hold of a text, and how to mend it: other programs store it all the same."""
    if cell.shown.cleaned:
        what = f"見えない制御文字（{'、'.join(cell.shown.cleaned)}）が入っています。"
        yield what, "セルの文字を打ち直してください（ほかから貼り付けた文に紛れ込むことがあります）。"
    if (length := units(cell.raw)) > MAX_TEXT:
        what = f"{length:,}文字あります。1つのセルに入るのは{MAX_TEXT:,}文字までです。"
        yield what, "文字を減らすか、いくつかのセルに分けてください。"


def read_typed_date(value: CellValue, _number_format: str) -> dt.date | None:
    """Give the date of a cell: one that Excel knows as a date, or typed as text; None for a blank."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return read_date(value)
    raise ValueError(f"「{value}」は日付ではありません。")


def read_typed_number(value: CellValue, number_format: str, *, percent: bool) -> Decimal | None:
    """Give the number of a cell as it shows, of a cell that shows 80% the 80; None for a blank."""
    if isinstance(value, Decimal):
        return _shown_number(value, number_format, percent=percent)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text = str(value).upper() if isinstance(value, bool) else str(value)
    plain = half_width(text).strip().translate(_MINUS)
    number = plain_number(plain.removesuffix("%").rstrip() if percent else plain)
    if number is None or not isinstance(value, str):
        raise ValueError(f"「{text}」は数として読めません。")
    return number


def _shown_number(value: Decimal, number_format: str, *, percent: bool) -> Decimal:
    shows_percent = any("%" in section.code for section in read_sections(number_format))
    if shows_percent and not percent:
        raise ValueError(f"「{value.normalize():f}」が、％で表示されています。")
    plain = number_format.replace("%", "") if shows_percent else number_format
    shown = to_printed(value * 100 if shows_percent else value, plain)
    if shown is None or shown.number is None:
        raise ValueError(f"値「{value}」を表示どおりに読めません（表示形式 {number_format}）。")
    return shown.number
