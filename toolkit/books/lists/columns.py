"""The columns of a list: how their cells look and what stands in them in, the text a person sees out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from toolkit.model.numbers import print_number

Style = Literal[
    "text", "right", "centred", "number", "amount", "change", "date", "time", "link", "typed", "typed-date"
]
TYPED: tuple[Style, ...] = ("typed", "typed-date")
"""The kinds of cells that the office fills."""


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
    is hidden where no row fills it, a `hidden` one always; one that is not `printed`, right of those that
    are, is for the screen. A column that is `typed` into is as wide as its limit and offers its `choices`.
    """

    title: str
    kind: Style = "text"
    limit: int = 30
    optional: bool = False
    printed: bool = True
    hidden: bool = False
    choices: tuple[str, ...] = ()


def shown_text(value: Shown, kind: Style) -> str:
    """Give what a cell of this kind shows."""
    match value:
        case Link(text, _):
            return text
        case ShownFormula(_, cached):
            return shown_text(cached, kind)
        case int() | Decimal():
            return print_number(value)
        case dt.date():  # the longest: columns of dates are of one width
            return "令和16年12月31日 23:59" if kind == "time" else "令和16年12月31日（金）"
        case str():
            return value
    return ""
