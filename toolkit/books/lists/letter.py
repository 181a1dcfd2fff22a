"""A filled letter in, an A4 page out as offices write it: number, date, あて名, 差出人, 件名, 本文, 記."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from toolkit.books.lists.fitting import line_count
from toolkit.books.lists.sheet_style import new_book
from toolkit.books.package.markup import clean
from toolkit.books.proof import Proof
from toolkit.model.letters import BODY, DATE, DETAILS, FROM, NUMBER, SUBJECT, TO, Letter
from toolkit.model.text_width import text_width

_FONT = {"font_name": "BIZ UD明朝 Medium", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_WIDTH = 86  # half-width characters: the paper less 25 mm at the left and 20 mm at the right
_FILLED = 78  # of them in a line: no line begins with 。or ends in 「
_LINE_HEIGHT, _PADDING = 16, 3  # points
_PAGE_HEIGHT = 714  # points between the margins
_MOST_LINES = 25  # in a cell: Excel has no row higher than 409.5 points
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same letter is the same file
Look = Mapping[str, str | int]
_PLAIN: Look = {}
_RIGHT: Look = {"align": "right", "indent": 1}
_CENTRED: Look = {"align": "center"}


class _Line(NamedTuple):
    """A row of the page: its text and how it stands."""

    text: str
    look: Look


def write_letter_page(path: Path, letter: Letter, proof: Proof | None = None) -> None:
    """Write a letter as a workbook of one sheet, whole or not at all; with a proof it is read back."""
    lines = [piece for line in _iter_lines(letter) for piece in _iter_pieces(line)]
    title = "　".join(letter.of(SUBJECT)) or letter.kind
    with new_book(path, title, _CREATED, proof) as book:
        sheet = book.add_page(letter.kind)
        sheet.set_margins(left=0.98, right=0.79, top=0.98, bottom=0.79)
        sheet.center_horizontally()
        sheet.set_column(0, 0, _WIDTH)
        heights = [line_count(line.text, _FILLED) * _LINE_HEIGHT + _PADDING for line in lines]
        for at, (line, height) in enumerate(zip(lines, heights, strict=True)):
            sheet.set_row(at, height)
            if line.text:
                book.write_text(sheet, at, 0, line.text, **_FONT, **line.look)
        sheet.set_column(1, 1, 1)  # LibreOffice fits no page to the width of a single column
        sheet.print_area(0, 0, len(lines) - 1, 1)
        if sum(heights) > _PAGE_HEIGHT:
            sheet.set_footer("&C&P／&N")


def _iter_lines(letter: Letter) -> Iterator[_Line]:
    """Yield the rows from the top; a paragraph takes a row per line, and a blank row stands between parts."""
    yield from _rows([*letter.of(NUMBER), *letter.of(DATE)], _RIGHT)
    yield from _rows(letter.of(TO), _PLAIN)
    yield from _rows(letter.of(FROM), _RIGHT)
    yield from _rows(letter.of(SUBJECT), _CENTRED)
    yield from _rows([_indented(text) for text in letter.of(BODY)], _PLAIN)
    details = letter.of(DETAILS)
    if details:
        yield from _rows(["記"], _CENTRED)
        for text in details:
            yield from _rows([text], _PLAIN)
        yield _Line("以上", _RIGHT)


def _rows(texts: Sequence[str], look: Look) -> Iterator[_Line]:
    """Yield the lines of the paragraphs of a part and a blank row below; nothing where there are none."""
    for text in texts:
        yield from (_Line(line, look) for line in text.split("\n"))
    if texts:
        yield _Line("", _PLAIN)


def _indented(text: str) -> str:
    """Begin a paragraph one character further in, unless it begins with a blank or a mark (・ ■ 「)."""
    return f"　{text}" if text[:1].isalnum() else text


def _iter_pieces(line: _Line) -> Iterator[_Line]:
    """Yield a line in as many rows as it needs, each as high as a row can be; parted where a sentence is."""
    rest = clean(line.text)
    while line_count(rest, _FILLED) > _MOST_LINES:
        room = _MOST_LINES * (_FILLED - 1)
        most = next(at for at, width in enumerate(accumulate(map(text_width, rest))) if width > room)
        end = max(rest.rfind(sign, most // 2, most) + 1 for sign in "。、　 ") or most
        yield _Line(rest[:end], line.look)
        rest = rest[end:]
    yield _Line(rest, line.look)
