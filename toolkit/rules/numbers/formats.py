"""Number formats: the format code of a cell in, what the stored number means out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from toolkit.model.number_formats import Section, read_sections
from toolkit.model.words import half_width
from toolkit.rules.numbers.amounts import MINUS, SCALES

_MONEY = re.compile("(兆|億|千万|百万|万|千)?円")


class FormatMeaning(NamedTuple):
    """How a format shows a number: as %, with ¥, and what one stored unit is worth in 円 where it tells."""

    percent: bool = False
    yen_sign: bool = False
    worth: Decimal | None = None


@lru_cache(maxsize=256)
def read_format(number_format: str) -> FormatMeaning | None:
    """Give what a format says of its numbers; None where its sections contradict each other.

    `#,##0,"千円"` shows thousands of what is stored, so one stored unit is worth 1 円.
    """
    found = {_shown(section) for section in read_sections(number_format) if _has_digits(section)}
    return (found or {FormatMeaning()}).pop() if len(found) < 2 else None


@lru_cache(maxsize=256)
def divides(number_format: str) -> bool:
    """Tell whether a format shows less than is stored (`#,##0,`)."""
    return any(_divisor(section) != 1 for section in read_sections(number_format))


def shows_era(number_format: str) -> bool:
    """Tell whether a format dresses a number as a year: `"令和"0"年度"` shows 6 as 令和6年度."""
    return any(re.search("令和|平成", section.literal) for section in read_sections(number_format))


def shows_zero_as_dash(number_format: str) -> bool:
    """Tell whether a zero is shown as a dash; Excel's comma style does so."""
    sections = read_sections(number_format)
    if len(sections) < 3 or _has_digits(sections[2]):
        return False
    return any(mark in MINUS for mark in half_width(sections[2].code + sections[2].literal))


def _has_digits(section: Section) -> bool:
    return any(token.kind in ("digits", "general") for token in section.tokens)


def _divisor(section: Section) -> Decimal:
    # A comma with no digit place behind it divides what is shown by a thousand.
    commas = re.search(r"[0#?](,+)(?![0#?,])", section.code)
    return Decimal(1000) ** len(commas[1]) if commas else Decimal(1)


def _shown(section: Section) -> FormatMeaning:
    literal = half_width(section.literal)
    divisor = _divisor(section)
    money = _MONEY.search(literal)
    worth = None
    if money or divisor != 1:
        worth = (SCALES[money[1] or ""] if money else divisor) / divisor
    return FormatMeaning("%" in section.code, "¥" in literal, worth)
