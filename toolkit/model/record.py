"""What came back: a cell as it stands in a file, and the answer that was read from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from toolkit.model.fields import Slot
from toolkit.model.shown import PLAIN, Shown

CellValue = str | Decimal | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file name in 回収, sheet, cell (`C8`)."""

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        """Give the place as staff read it."""
        return f"{self.file}［{self.sheet}］{self.cell}"


class Cell(NamedTuple):
    """A cell as stored. `raw` is the stored text, but for what no file can hold; `value` the typed value.

    `kind` is blank, text, number, boolean, date or error. A number is a Decimal of its shortest form
    (0.1 is 0.1). For a formula, `formula` holds its text and `value` the cached result (None when
    the program that saved it did not calculate). An error cell's value is its code, `#DIV/0!`. `shown` is
    what a person sees of it beside the value.
    """

    ref: str
    kind: str = "blank"
    raw: str = ""
    value: CellValue = None
    formula: str | None = None
    number_format: str = "General"
    shown: Shown = PLAIN


IN_DOUBT = "確認中"
"""What stands for a value that is asked about."""


class State(StrEnum):
    """How an answer is to be taken."""

    NUMBER = "number"
    TEXT = "text"
    UNDECIDED = "undecided"  # 未・決算後・集計中
    NOT_SET = "not_set"  # －
    BLANK = "blank"
    AMBIGUOUS = "ambiguous"
    DOUBT = "doubt"  # asked about: the office has not decided yet
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """A value as answered: the raw text as typed, what it means, and how sure that is.

    `value` is a Decimal for a number, the text for a text, None otherwise. `word` is the word used for
    未, `due` the month it will be known as typed (`令和6年7月`), `note` why it is ambiguous or how it was
    converted (`全角の数字を読み替え`), in Japanese. Of a doubt `reading` is what it could be read as, None
    where it cannot, and `note` what is asked about.
    """

    raw: str
    state: State
    value: Decimal | str | None = None
    word: str = ""
    due: str = ""
    note: str = ""
    reading: Decimal | str | None = None

    @property
    def shown(self) -> str:
        """The answer as it is told of: as typed; of a doubt that it is one."""
        return self.raw if self.reading is None else f"{IN_DOUBT}（{self.raw.strip()}）"

    def as_json(self) -> dict[str, Any]:
        """Give the answer as the record's JSON holds it."""
        filled = {"word": self.word, "due": self.due, "note": self.note}
        own = {"raw": self.raw, "value": self.value, "state": self.state.value}
        own |= {"reading": self.reading} if self.state is State.DOUBT else {}
        return own | {key: text for key, text in filled.items() if text}


BLANK = Answer("", State.BLANK)


@dataclass(frozen=True)
class Review:
    """What one writer answered where several do: an evaluation, or what more than one was asked.

    `by` is the writer (所属, 事務局, 委員会), `field` the field's name (`年次_内部評価`), `value` as it was
    read, `reason` what the writer gave as its reason; None where it gave none. `source` is None for nothing
    that was returned.
    """

    by: str
    year: str | None
    field: str
    value: Decimal | str | None
    reason: str | None
    source: Place | None

    def as_json(self) -> dict[str, Any]:
        """Give the review as JSON; a number as it was read, in digits."""
        source = self.source
        place = {"file": source.file, "sheet": source.sheet, "cell": source.cell} if source else None
        value = None if self.value is None else str(self.value)
        own = {"by": self.by, "year": self.year, "field": self.field, "value": value}
        return own | {"reason": self.reason, "source": place}


@dataclass(frozen=True)
class Record:
    """The answers of one item from one return, each with its place.

    `corrected` holds, for each answer the office mended (事務局修正), the text the department had typed.
    `reviews` are what each writer said, in a record that holds the answers of all; `unused` the answers the
    office leaves out (使わない).
    """

    item_id: str
    answers: Mapping[Slot, Answer]
    places: Mapping[Slot, Place] = field(default_factory=dict)
    corrected: Mapping[Slot, str] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    unused: frozenset[Slot] = frozenset()

    def answer(self, slot: Slot) -> Answer:
        """Give the answer of a slot; a slot that was never bound is blank."""
        return self.answers.get(slot, BLANK)
