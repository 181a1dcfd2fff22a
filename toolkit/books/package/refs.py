"""Cell addresses: A1 text in, rows and columns (1-based) out, and back; areas of a defined name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_SHEET = r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!,()\s]+))!"
_AREA = re.compile(rf"(?:{_SHEET})?(?P<area>\$?[A-Za-z]{{1,3}}\$?\d+(?::\$?[A-Za-z]{{1,3}}\$?\d+)?)")


class Box(NamedTuple):
    """An area by its first and last row and column, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Tell whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Box) -> bool:
        """Tell whether the two areas have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@functools.lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Give the number of a column: A = 1, Z = 26, AA = 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@functools.lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Give the letters of a column: 1 = A, 27 = AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@functools.lru_cache(maxsize=4096)  # the same few hundred addresses stand on every sheet of a form
def to_ref(row: int, column: int) -> str:
    """Give the address of a cell: (8, 3) = C8."""
    return f"{column_letters(column)}{row}"


@functools.lru_cache(maxsize=4096)
def from_ref(ref: str) -> tuple[int, int]:
    """Give (row, column) of an address, `$` allowed; ValueError if it is none."""
    match = _REF.fullmatch(ref)
    if match is None:
        raise ValueError(f"not a cell address: {ref!r}")
    return int(match[2]), column_number(match[1])


@functools.lru_cache(maxsize=4096)
def bounds(area: str) -> Box:
    """Give the bounds of `C8:H9` or of the single cell `C8`."""
    first, _, last = area.partition(":")
    top, left = from_ref(first)
    bottom, right = from_ref(last or first)
    return Box(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def to_area(area: Box) -> str:
    """Give the address of an area, a single cell without a colon."""
    first, last = to_ref(area.top, area.left), to_ref(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def iter_refs(area: str) -> Iterator[str]:
    """Yield every cell address of an area, row by row."""
    top, left, bottom, right = bounds(area)
    if (top, left) == (bottom, right):  # as most areas of a form's names
        return iter((to_ref(top, left),))
    return (to_ref(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def quote_sheet(name: str) -> str:
    """Give a sheet name as a formula holds it: `'(8)-⑧'`. Always quoted: it is never wrong."""
    return "'" + name.replace("'", "''") + "'"


def iter_areas(formula: str) -> Iterator[tuple[str | None, str]]:
    """Yield (sheet, area without `$`) of a defined name's text, a union in its order.

    ValueError where the text is anything but plain areas: a dead `#REF!`, a function, a constant.
    """
    position = 0
    text = formula.strip().lstrip("=").strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    while position < len(text):
        match = _AREA.match(text, position)
        if match is None:
            raise ValueError(f"not an area: {formula!r}")
        quoted, plain = match["quoted"], match["plain"]
        sheet = quoted.replace("''", "'") if quoted else plain
        yield (sheet.lstrip("$") if sheet else None), match["area"].replace("$", "")
        position = match.end()
        if position < len(text):
            if text[position] != ",":
                raise ValueError(f"not an area: {formula!r}")
            position += 1
