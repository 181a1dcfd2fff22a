"""Texts and the areas they stand in in, rows high enough for them out.

Heights are estimated: no library knows how a program breaks Japanese lines in the fonts of an office.
"""

from __future__ import annotations

import bisect
import functools
import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.books.package.lengths import HIGHEST_ROW
from toolkit.books.package.merges import bounds_first
from toolkit.books.package.refs import bounds
from toolkit.books.package.sheet import Sheet
from toolkit.books.package.styles import TextLook

LINE_SPACING = 1.28
"""Height of a line in font sizes: what LibreOffice and Excel give Japanese fonts."""
FULL_WIDTH = 2.1
"""Column-width units one full-width character takes at the default font size."""

STACKED, UPRIGHT = 255, 90
"""How Excel numbers a text whose letters stand one below the other, and one turned up by a right angle."""
POINTS_PER_WIDTH = 0.5
"""Font sizes that one width unit of a text is long: a full-width letter is as wide as it is high."""


def grow_rows(sheet: Sheet, texts: Mapping[str, str], line_spacing: float = LINE_SPACING) -> None:
    """Grow rows, never shrink them, until the estimated height of every text fits what is shown of its area.

    A text that runs across and does not break its lines needs no more height than one line has.
    """
    places = _places(sheet, texts)
    # What stands in one row first: a text over several rows needs only what those leave.
    for ref in sorted(places, key=lambda ref: len(places[ref].rows)):
        place = places[ref]
        _grow(sheet, place.rows, _needed_height(texts[ref], place.width, sheet.look(ref), line_spacing))


def cut_texts(
    sheet: Sheet, texts: Mapping[str, str], ending: str, line_spacing: float = LINE_SPACING
) -> dict[str, str]:
    """Give those texts that need more height than any row has, as much of each as fits, and the ending."""
    cut = {}
    for ref, place in _places(sheet, texts).items():
        text, look, room = texts[ref], sheet.look(ref), HIGHEST_ROW * len(place.rows)

        def needs(length: int, text: str = text, width: float = place.width, look: TextLook = look) -> float:
            return _needed_height(text[:length] + ending, width, look, line_spacing)

        if _needed_height(text, place.width, look, line_spacing) > room:
            fits = bisect.bisect_right(range(len(text)), room, key=needs)
            cut[ref] = text[: max(fits - 1, 0)] + ending
    return cut


class _Place(NamedTuple):
    """The rows a text stands in that are shown, and their width."""

    rows: Sequence[int]
    width: float


def _places(sheet: Sheet, texts: Mapping[str, str]) -> dict[str, _Place]:
    """Give where the texts stand, but for blank ones and those in hidden rows."""
    width_of = functools.cache(sheet.column_width)  # growing rows leaves the columns as they are
    merged = {bounds_first(merge): bounds(merge) for merge in sheet.merges()}
    places = {}
    for ref in (ref for ref, text in texts.items() if text):
        area = merged.get(ref, bounds(ref))
        rows = [row for row in range(area.top, area.bottom + 1) if not sheet.is_hidden_row(row)]
        if rows:
            places[ref] = _Place(rows, sum(width_of(column) for column in range(area.left, area.right + 1)))
    return places


def _grow(sheet: Sheet, rows: Sequence[int], need: float) -> None:
    """Grow rows alike until they are so high together; where one is as high as can be, the others more."""
    open_rows = list(rows)
    while open_rows:
        heights = {row: sheet.row_height(row) for row in rows}
        free = sum(heights[row] for row in open_rows)
        factor = (need - sum(heights.values()) + free) / free if free else 0
        if factor <= 1:
            return
        for row in open_rows:
            sheet.set_row_height(row, round(heights[row] * factor, 1))
        open_rows = [row for row in open_rows if sheet.row_height(row) < HIGHEST_ROW]
        if all(heights[row] * factor <= HIGHEST_ROW for row in rows):
            return


def _needed_height(text: str, width: float, look: TextLook, line_spacing: float) -> float:
    """Estimate the height in points that a text needs in a cell `width` characters wide."""
    if look.rotation == STACKED:
        lines = text.split("\n") if look.wraps else [text]
        return max(map(len, lines)) * look.points * line_spacing + 2
    turned = abs(look.rotation if look.rotation <= UPRIGHT else look.rotation - UPRIGHT)
    if turned:
        length = max(text_width(line) for line in text.split("\n")) * look.points * POINTS_PER_WIDTH
        return length * math.sin(math.radians(turned)) + look.points * line_spacing
    if not look.wraps:
        return look.points * line_spacing + 2
    return text_height(text, width, look.points, line_spacing)


def text_height(
    text: str, width: float, font_size: float, line_spacing: float = LINE_SPACING, default_size: float = 11
) -> float:
    """Estimate the height in points of a wrapped text in a cell `width` characters wide."""
    room = max(width - 1, 1) * default_size / font_size
    lines = sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))
    return lines * font_size * line_spacing + 2


def text_width(line: str) -> float:
    """Give the width of a line in column-width units: a full-width character counts two."""
    return sum(FULL_WIDTH if unicodedata.east_asian_width(c) in "WFA" else 1.05 for c in line)
