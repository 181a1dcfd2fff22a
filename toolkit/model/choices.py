"""The choices of a field (選択肢) as the office declared them: a typed word in, the choice it is out.

Declared once, they give the form's list, the contract of a return, the counting and the city's own words
for ○, × and 未.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from toolkit.model.errors import RowPlace
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear


class Meaning(StrEnum):
    """What a choice counts as (数え方)."""

    ACHIEVED = "○"
    MISSED = "×"
    UNDECIDED = "未"
    ON_TRACK = "順調"
    OFF_TRACK = "順調以外"
    OUTSIDE = "分母に入れない"


@dataclass(frozen=True)
class Choice:
    """One choice: the word of the list, other words typed for it, and what it counts as (None: nothing)."""

    word: str
    synonyms: tuple[str, ...] = ()
    meaning: Meaning | None = None


@dataclass(frozen=True)
class Band:
    """From which rate on (%, unrounded) a choice is given; `year` None holds for years without their own."""

    choice: str
    from_rate: Decimal
    year: FiscalYear | None = None


_QUOTED = re.compile("[「｢『](.*)[」｣』]")
_ONE_MARK = str.maketrans(
    dict.fromkeys("−ー―—–‐‑─", "-") | dict.fromkeys("〇◯", "○") | dict.fromkeys("✕✖", "×")
)
"""The marks an input method offers for the same one; a word of several letters keeps its own (センター)."""


@dataclass(frozen=True)
class Choices:
    """The choices of one field, in the order of the list, and the bands of the rate that give them.

    `row` is where the first of them stands in the settings.
    """

    all: tuple[Choice, ...]
    bands: tuple[Band, ...] = ()
    row: RowPlace = field(default=RowPlace(), compare=False, repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the list, in order."""
        return tuple(choice.word for choice in self.all)

    @property
    def is_counted(self) -> bool:
        """Whether the master counts the field as a status: a choice of it is on track, off it or outside."""
        return any(c.meaning in (Meaning.ON_TRACK, Meaning.OFF_TRACK, Meaning.OUTSIDE) for c in self.all)

    def meaning(self, *meanings: Meaning) -> tuple[str, ...]:
        """Give the words that mean one of these."""
        return tuple(choice.word for choice in self.all if choice.meaning in meanings)

    def find(self, typed: str) -> Choice | None:
        """Find the choice that was typed: its word or a synonym, however it was spelt (`spelling`)."""
        wanted = spelling(typed)
        return next((one for one in self.all if wanted in _spellings(one)), None)

    def word(self, typed: str) -> str:
        """Give the word of the list for a typed one; what is no choice comes back as it is compared."""
        found = self.find(typed)
        return found.word if found else plain_word(typed)


def spelling(typed: str) -> str:
    """Give the form in which two spellings are one choice.

    Width, blanks, the case of Latin letters and brackets around it make no difference (`「Ａ 」`, `a`), nor
    which dash, circle or cross stands alone (`－`, `ー`, `〇`).
    """
    plain = plain_word(typed).casefold()
    if quoted := _QUOTED.fullmatch(plain):
        plain = quoted[1]
    return plain.translate(_ONE_MARK) if len(plain) == 1 else plain


def _spellings(choice: Choice) -> Iterator[str]:
    yield from map(spelling, (choice.word, *choice.synonyms))
