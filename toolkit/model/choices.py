"""The choices of a field (選択肢) as the office declared them: a typed word in, the choice it is out.

Declared once, they give the form's list, the contract of a return, the counting and the city's own words
for ○, × and 未.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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


@dataclass(frozen=True)
class Choices:
    """The choices of one field, in the order of the list, and the bands of the rate that give them."""

    all: tuple[Choice, ...]
    bands: tuple[Band, ...] = ()

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
        """Find the choice that was typed: its word or a synonym, whatever its width or blanks."""
        plain = plain_word(typed)
        return next((one for one in self.all if plain in _spellings(one)), None)


def _spellings(choice: Choice) -> Iterator[str]:
    yield from map(plain_word, (choice.word, *choice.synonyms))
