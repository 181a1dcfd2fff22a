"""What a cell of a returned book shows beside its value (struck, hidden, covered …), as JSON in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple


class Run(NamedTuple):
    """A piece of a cell's text that looks alike; `raised` is superscript, subscript or ""."""

    text: str
    struck: bool = False
    raised: str = ""


class Unseen(StrEnum):
    """Why nobody sees what stands in a cell."""

    ROW = "row"
    COLUMN = "column"
    SHEET = "sheet"
    ZERO = "zero"  # a 0 on a sheet that shows none
    PALE = "pale"  # written in the colour of its ground
    TINY = "tiny"  # written in letters too small to be seen


class Content(StrEnum):
    """What stands in a cell in place of a value."""

    PICTURE = "picture"
    DATA_TYPE = "data type"


class On(StrEnum):
    """What may lie on a cell."""

    COMMENT = "comment"
    TEXT = "text"
    PICTURE = "picture"
    SHAPE = "shape"
    OBJECT = "object"


class Lying(NamedTuple):
    """Something that lies on a cell, the words in it, and the cells it covers."""

    kind: On
    text: str
    area: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a cell beside its value; by default nothing but the value.

    `runs` are the pieces of a text that do not all look alike; `struck`: its style strikes all of it;
    `merged` is the area it became part of, with other cells that ask something or as one that shows nothing;
    `stale`: it is computed, in a book that does not compute by itself; `cleaned` names the characters that
    no file can hold and were left out (`U+000B`); `lying` is what was put on it.
    """

    runs: tuple[Run, ...] = ()
    struck: bool = False
    unseen: tuple[Unseen, ...] = ()
    content: Content | None = None
    merged: str = ""
    stale: bool = False
    cleaned: tuple[str, ...] = ()
    lying: tuple[Lying, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON; what is as in a plain cell is left out."""
        known = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in known.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Shown:
        """Load it from its JSON."""
        known = {
            "runs": tuple(Run(*run) for run in data.get("runs", ())),
            "unseen": tuple(Unseen(why) for why in data.get("unseen", ())),
            "content": Content(data["content"]) if "content" in data else None,
            "cleaned": tuple(data.get("cleaned", ())),
            "lying": parse_lying(data.get("lying", ())),
        }
        return cls(**{**data, **known})


def parse_lying(data: Iterable[Sequence[str]]) -> tuple[Lying, ...]:
    """Load from JSON what lies on a sheet."""
    return tuple(Lying(On(kind), text, area) for kind, text, area in data)


PLAIN = Shown()
"""What most cells show: their value."""
