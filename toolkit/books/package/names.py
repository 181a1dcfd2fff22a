"""Defined names of a workbook: all names in, the one a sheet sees out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class DefinedName(NamedTuple):
    """A defined name as stored: `sheet` is its scope (None: the whole workbook), `text` has no `=`.

    A hidden one is no person's: programs keep such names for themselves.
    """

    name: str
    sheet: str | None
    text: str
    hidden: bool = False


def find_name(names: Iterable[DefinedName], name: str, sheet: str | None = None) -> DefinedName | None:
    """Find a name as a formula on `sheet` sees it: the sheet's own first, then the workbook's.

    Upper and lower case are the same, as in Excel. The workbook's name may point at another sheet.
    """
    word = name.lower()
    fallback = None
    for candidate in names:
        if candidate.name.lower() == word:
            if candidate.sheet == sheet:
                return candidate
            if candidate.sheet is None:
                fallback = candidate
    return fallback
