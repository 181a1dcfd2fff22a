"""Targets relative to last year: words (`前年度比5%減`) in, what they ask of two numbers out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from toolkit.model.words import plain_word

_LAST_YEAR = r"対?前年度?の?(?:実績値?|水準|同期)?"
_BOUNDS = {
    "以上": (True, False),
    "以下": (False, False),
    "以内": (False, False),
    "超": (True, True),
    "を超える": (True, True),
    "を上回る": (True, True),
    "未満": (False, True),
    "を下回る": (False, True),
}
"""Which way a bound points (True = up), and whether it leaves out the bound itself."""
_BOUND = "|".join(_BOUNDS)
_CHANGED = re.compile(
    rf"{_LAST_YEAR}(?:比|より|から|に比べ|に対し)[でにのて]?(?P<number>\d+(?:\.\d+)?)%(?:以上)?の?"
    r"(?P<way>増|減|削減|縮減|上昇|低下)[加少]?(?:以上)?"
)
_SHARE = re.compile(rf"{_LAST_YEAR}(?:比|の)(?P<number>\d+(?:\.\d+)?)%(?P<bound>{_BOUND})")
_PLAIN = re.compile(rf"{_LAST_YEAR}(?P<bound>{_BOUND})")
_MOVED = re.compile(rf"{_LAST_YEAR}(?:比|より|から)(?P<way>増|減)[加少]?")


@dataclass(frozen=True)
class Condition:
    """What is asked of this year's actual: to be at least (or at most) so many percent of last year's.

    `strict` leaves out the bound itself (`前年度を上回る`).
    """

    percent: Decimal
    higher: bool
    strict: bool = False

    def is_met(self, actual: Decimal, last: Decimal) -> bool:
        """Compare this year's actual with last year's, without a quotient that could be rounded (A12)."""
        mine, others = actual * 100, last * self.percent
        if mine == others:
            return not self.strict
        return (mine > others) is self.higher

    def bound(self, last: Decimal) -> Decimal:
        """Give the number last year's actual comes to: 174.8 for 184 and 5%減."""
        return last * self.percent / 100

    @property
    def word(self) -> str:
        """The word for the comparison, as it stands behind a number."""
        return ("超" if self.strict else "以上") if self.higher else ("未満" if self.strict else "以下")


def read_condition(text: str) -> Condition | None:
    """Read a target that is relative to last year (A12); None for any other wording.

    `前年度比95%以下` is a share of last year's; `前年度比5%以上` could be a share or a change, so a person
    judges.
    """
    plain = plain_word(text)
    if match := _CHANGED.fullmatch(plain):
        higher = match["way"] in ("増", "上昇")
        change = Decimal(match["number"])
        return Condition(100 + change if higher else 100 - change, higher)
    if (match := _SHARE.fullmatch(plain)) and Decimal(match["number"]) >= 50:
        return Condition(Decimal(match["number"]), *_BOUNDS[match["bound"]])
    if match := _PLAIN.fullmatch(plain):
        return Condition(Decimal(100), *_BOUNDS[match["bound"]])
    if match := _MOVED.fullmatch(plain):
        return Condition(Decimal(100), match["way"] == "増", strict=True)
    return None
