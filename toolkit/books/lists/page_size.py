"""The widths of a table's columns in, the paper that carries them legibly, one page wide, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FONT_POINTS = 10
SMALLEST_POINTS = 8.2
"""What the font may shrink to on paper: 8 points, and a little for printers that measure wider."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
"""In inches."""
_SHRUNK = SMALLEST_POINTS / FONT_POINTS
_TIGHT = _SHRUNK + 0.01
_SCRAP = 0.25  # of a page
# Excel takes 7 pixels for a character of our font, a program that has to take another font for it up to 8.5.
_PIXELS_PER_INCH, _PIXELS_PER_CHARACTER, _CELL_EDGE = 96, 8.5, 6
_ROW_POINTS = 18


class Paper(NamedTuple):
    """A sheet of paper, landscape: Excel's number for it, its width and height in inches."""

    number: int
    width: float
    height: float

    @property
    def inside_width(self) -> float:
        """The width between the margins."""
        return self.width - MARGINS["left"] - MARGINS["right"]

    @property
    def inside_height(self) -> float:
        """The height between the margins."""
        return self.height - MARGINS["top"] - MARGINS["bottom"]


A4, A3 = Paper(9, 11.69, 8.27), Paper(8, 16.54, 11.69)


def paper_for(widths: Sequence[float], rows: int = 0) -> Paper:
    """Give A4, or A3 where these columns, or so many rows on one page, would be printed too small on it."""
    return A4 if _inches(widths) <= A4.inside_width and rows <= rows_on(A4) else A3


def rows_on(paper: Paper) -> int:
    """Give how many rows of plain height are legible on one page."""
    return int(paper.inside_height / _SHRUNK * 72 / _ROW_POINTS)


def pages_without_a_scrap(widths: Sequence[float], heights: Sequence[float], head: float) -> int:
    """Give how many pages a table is to take where its last one would hold but a few rows; else 0: any.

    `heights` are those of its rows in points, `head` that of what every page repeats. A little smaller, and
    still legible, such a table takes a page less.
    """
    paper = paper_for(widths)
    scale = min(1, paper.inside_width / (_inches(widths) / _SHRUNK))
    pages = _fill(paper, scale, heights, head)
    is_scrap = sum(pages[-1]) < _SCRAP * (paper.inside_height * 72 / scale - head)
    fewer = len(pages) - 1
    return fewer if is_scrap and 0 < fewer == len(_fill(paper, _TIGHT, heights, head)) else 0


def _fill(paper: Paper, scale: float, heights: Sequence[float], head: float) -> list[list[float]]:
    """Give the heights of the rows that each page holds."""
    room = paper.inside_height * 72 / scale - head
    pages: list[list[float]] = [[]]
    for height in heights:
        if sum(pages[-1]) + height > room:
            pages.append([])
        pages[-1].append(height)
    return pages


def is_too_wide(widths: Sequence[float]) -> bool:
    """Tell whether these columns would be printed too small even on A3."""
    return _inches(widths) > A3.inside_width


def narrow(widths: Sequence[int], least: Sequence[int]) -> tuple[int, ...]:
    """Narrow columns, down to the least of each and the widest most, until all are legible on A3."""
    over = (_inches(widths) - A3.inside_width) / _SHRUNK * _PIXELS_PER_INCH / _PIXELS_PER_CHARACTER
    spare = [max(0, width - floor) for width, floor in zip(widths, least, strict=True)]
    part = min(1.0, over / (sum(spare) or 1))
    return tuple(int(width - part * one) for width, one in zip(widths, spare, strict=True))


def _inches(widths: Sequence[float]) -> float:
    """Give what columns take when they are printed as small as is still legible; 0 is a hidden one."""
    every = sum(_PIXELS_PER_CHARACTER * width + _CELL_EDGE for width in widths if width)
    return every / _PIXELS_PER_INCH * _SHRUNK
