"""Number formats: the format code of a cell in, what the stored number means out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from toolkit.model.number_formats import Section, Token, read_sections
from toolkit.model.words import half_width
from toolkit.rules.numbers.amounts import MINUS, SCALES, SIGN_WORDS, split_unit

_SIGN = re.compile(rf"[+{re.escape(MINUS)}]|{SIGN_WORDS}")
_NEGATIVE = re.compile(rf"[{re.escape(MINUS)}(]|減|マイナス|赤字|負")
_CONDITION = re.compile(r"(?P<sign>[<>]=?|=|<>)(?P<bound>-?\d+(?:\.\d+)?)")
_MONEY = re.compile("(兆|億|千万|百万|万|千)?円")


class FormatMeaning(NamedTuple):
    """How a format shows a number: as %, with ¥, and what one stored unit is worth in 円 where it tells."""

    percent: bool = False
    yen_sign: bool = False
    worth: Decimal | None = None


class Beside(NamedTuple):
    """What a format shows before and behind one number; `hides_sign`: it shows another sign than it has."""

    before: str = ""
    behind: str = ""
    hides_sign: bool = False

    @property
    def words(self) -> str:
        """What is shown beside the number but a sign."""
        return _SIGN.sub("", self.before).strip("() ") + self.behind.strip("() ")

    @property
    def per(self) -> str:
        """What stands behind "/": 月 of `0"千円/月"`."""
        return split_unit(half_width(self.behind)).per

    def typed(self, figure: str) -> str:
        """Give a figure without its sign as it would have been typed."""
        before = _SIGN.sub("", self.before)
        both = before.strip().startswith("(") and self.behind.strip().endswith(")")
        return (
            f"{before.strip('( ')}{figure}{self.behind.strip(') ')}"
            if both
            else f"{before}{figure}{self.behind}"
        )


@lru_cache(maxsize=256)
def words_beside(number_format: str, value: Decimal) -> Beside:
    """Give what a format shows beside a number; nothing where its section shows no number."""
    sections = read_sections(number_format)
    section, has_own_sign = _section_of(sections, value)
    at = [at for at, one in enumerate(section.tokens) if one.kind in ("digits", "general")]
    if not at:
        return Beside()
    before, behind = (_texts(some) for some in (section.tokens[: at[0]], section.tokens[at[-1] + 1 :]))
    negative = _NEGATIVE.search(half_width(before)) or re.match(_SIGN, half_width(behind))
    is_red = any(one.kind == "bracket" and one.text.lower() in ("red", "赤") for one in section.tokens)
    if value < 0:
        hides = bool(negative) if not has_own_sign else not (negative or is_red)
    else:
        hides = value > 0 and negative is not None
    return Beside(before, behind, hides)


def _section_of(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """Give the section that shows a number, and whether a minus stands only where the section has it."""
    conditions = [_condition(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(condition, value):
                return section, condition is not None and condition["sign"][0] == "<"
        return sections[min(2, len(sections) - 1)], False
    if len(sections) > 1 and value < 0:
        return sections[1], True
    return sections[2 if len(sections) > 2 and value == 0 else 0], False


def _condition(section: Section) -> re.Match[str] | None:
    texts = (one.text for one in section.tokens if one.kind == "bracket")
    return next(filter(None, map(_CONDITION.fullmatch, texts)), None)


def _holds(condition: re.Match[str], value: Decimal) -> bool:
    bound = Decimal(condition["bound"])
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[condition["sign"]]


def _texts(tokens: tuple[Token, ...]) -> str:
    """Give what tokens show, a sign of currency too: `千円`, `(`; no colour, gap or percent."""
    shown = []
    for one in tokens:
        if one.kind == "bracket" and one.text.startswith("$"):
            shown.append(one.text[1:].partition("-")[0])
        elif one.kind in ("text", "other"):
            shown.append(one.text)
    return "".join(shown)


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
