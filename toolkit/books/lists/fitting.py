"""The columns and rows of a table in; paper, widths and heights that show them whole out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from toolkit.books.lists import page_size
from toolkit.books.lists.columns import TYPED, Column, Link, Shown, shown_text
from toolkit.books.package.lengths import HIGHEST_ROW
from toolkit.model.text_width import text_width

FIRST_ROW = 3
"""The row (0-based) of the column headings below title and note."""

_LINE_HEIGHT = 14  # points that a line of this font takes
_PADDING = 4
_MOST_LINES = int((HIGHEST_ROW - _PADDING) // _LINE_HEIGHT)
_WIDEST = 254  # characters: what is written is a little wider, and Excel's limit is 255
_NARROWEST = 8  # characters that a column of texts keeps
_UNBROKEN = ("number", "amount", "change", "date", "time")
_FILTER_BUTTON = 3  # half-width characters that the arrow of a filter covers


class Fitted(NamedTuple):
    """What was set: the widths of all columns, of those printed (else 0), the heights of the rows."""

    widths: tuple[int, ...]
    on_paper: tuple[int, ...]
    heights: tuple[float, ...]


def fit(
    sheet: Any,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Shown]],
    top: int = FIRST_ROW,
    others: Sequence[Sequence[Shown]] = (),
) -> Fitted:
    """Set paper, widths and heights so that nothing is cut, or printed too small.

    `top` is the row (0-based) of the headings; `others` are rows of further tables on the same columns.
    """
    values = [[row[number] for row in (*rows, *others)] for number in range(len(columns))]
    hidden = [
        column.hidden or (column.optional and not any(value not in (None, "") for value in own))
        for column, own in zip(columns, values, strict=True)
    ]
    widths = tuple(map(_fitting_width, columns, values))
    on_paper = tuple(
        width if column.printed and not is_hidden else 0
        for column, width, is_hidden in zip(columns, widths, hidden, strict=True)
    )
    if page_size.is_too_wide(on_paper):
        least = [_least_width(*one) for one in zip(columns, values, on_paper, strict=True)]
        on_paper = page_size.narrow(on_paper, least)
        widths = tuple(narrowed or width for narrowed, width in zip(on_paper, widths, strict=True))
    sheet.set_paper(page_size.paper_for(on_paper).number)
    for number, (width, is_hidden) in enumerate(zip(widths, hidden, strict=True)):
        sheet.set_column(number, number, width, None, {"hidden": is_hidden})
    titles = [column.title for column in columns]
    heights = tuple(fitting_height(columns, widths, row) for row in [titles, *rows])
    for at, height in enumerate(heights, start=top):
        sheet.set_row(at, height)
    return Fitted(widths, on_paper, heights)


def fitting_height(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Shown]) -> float:
    """Give the height in points that a row needs."""
    # Excel would find the heights itself when it opens the book, LibreOffice and previews do not.
    lines = (
        1 if isinstance(value, Link) or column.hidden else line_count(shown_text(value, column.kind), width)
        for value, column, width in zip(row, columns, widths, strict=True)
    )
    return min(max(lines) * _LINE_HEIGHT + _PADDING, HIGHEST_ROW)


def _fitting_width(column: Column, values: Sequence[Shown]) -> int:
    if column.kind in TYPED or column.hidden:
        return column.limit
    texts = [shown_text(value, column.kind) for value in values]
    widest = max(map(text_width, texts), default=0)
    heading = text_width(column.title) + _FILTER_BUTTON
    if column.kind in _UNBROKEN:
        numbers = [text for text, value in zip(texts, values, strict=True) if not isinstance(value, str)]
        least = max(map(text_width, numbers), default=0) + 2
        return max(least, min(max(widest, heading) + 1, column.limit))
    return _wide_enough(min(max(widest + 2, heading), column.limit), texts)


def _least_width(column: Column, values: Sequence[Shown], width: int) -> int:
    """Give how narrow a column may become: texts wrap, numbers, dates and links do not."""
    if column.kind in (*_UNBROKEN, "link", *TYPED):
        return width
    return min(width, _wide_enough(_NARROWEST, [shown_text(value, column.kind) for value in values]))


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
