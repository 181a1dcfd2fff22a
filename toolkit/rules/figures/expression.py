"""The parts an expression is made of in, one small frozen tree out, and what can be asked of any tree."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.model.words import plain_word

EVERY = "*"
"""Stands in the choice of a group for every part of its level: the term is their sum."""
COMPARED = ("=", "≠", "<", "≤", ">", "≥")
BOTH, EITHER = "かつ", "または"
_ALIKE = 0.5  # 指票 and 指標 share one of two characters
_SHOWN = 6  # words listed where one was not found


class ExpressionError(LookupError):
    """What is wrong with an expression, and how to mend it: each Japanese, without the last 。.

    `word` is what was found instead of one of `known`: the nearest of them is looked for only when asked.
    """

    def __init__(self, what: str, mend: str = "", word: str = "", known: Sequence[str] = ()) -> None:
        """Keep what is wrong, with the mend or what to find the right word among."""
        super().__init__(what)
        self.what, self._mend, self._word, self._known = what, mend, word, known

    @property
    def mend(self) -> str:
        """How to mend it: as it was said, or the right word nearest to the wrong one, or the right ones."""
        if self._mend or not self._known:
            return self._mend
        near = difflib.get_close_matches(self._word, self._known, 1, _ALIKE)
        if near and _letters(near[0]) != _letters(self._word):
            return f"「{near[0]}」ではありませんか"
        more = "など" if len(self._known) > _SHOWN else ""
        return f"ここに書けるのは、{'、'.join(self._known[:_SHOWN])}{more}です"

    @property
    def text(self) -> str:
        """The whole message in one or two sentences."""
        return f"{self.what}。{self.mend}。" if self.mend else f"{self.what}。"


class NoValueError(ExpressionError):
    """The expression is right, and what it leads to holds no value (yet)."""


@dataclass(frozen=True)
class Number:
    """A number as it was written; `percent`: in hundredths (`80%`)."""

    value: Decimal
    percent: bool = False

    @property
    def ratio(self) -> Decimal:
        """What is computed with: 0.8 for `80%`."""
        return self.value / 100 if self.percent else self.value


@dataclass(frozen=True)
class Text:
    """A text in 「 」, to compare with."""

    text: str


@dataclass(frozen=True)
class Blank:
    """空欄: no value at all."""


@dataclass(frozen=True)
class Term:
    """A figure of 取りまとめ表.json: the keys that lead to it, and what the brackets choose ("" for none).

    Of groups the choice is `基本方針=健全な財政`, of verdicts the id of an indicator. `round` is the id of
    another round whose figure it is, "" for the round that is looked at.
    """

    keys: tuple[str, ...]
    choice: str = ""
    round: str = ""

    @property
    def is_sum(self) -> bool:
        """Whether it is the sum over every part of a level."""
        return plain_word(self.choice).endswith((f"={EVERY}", f"/{EVERY}"))


@dataclass(frozen=True)
class Percent:
    """A ratio shown in hundredths: `(指標.達成 ÷ 指標.設定あり)%`."""

    of: Expression


@dataclass(frozen=True)
class Operation:
    """Two expressions joined by + − × ÷, a comparison, かつ or または."""

    sign: str
    left: Expression
    right: Expression

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, no number."""
        return self.sign in (*COMPARED, BOTH, EITHER)


Expression = Number | Text | Blank | Term | Percent | Operation


def iter_terms(tree: Expression) -> Iterator[Term]:
    """Yield the terms from left to right."""
    match tree:
        case Term():
            yield tree
        case Percent():
            yield from iter_terms(tree.of)
        case Operation():
            yield from iter_terms(tree.left)
            yield from iter_terms(tree.right)


def has_placeholder(tree: Expression, placeholder: str) -> bool:
    """Tell whether a placeholder such as `{年度}` stands anywhere in the tree."""
    return any(placeholder in text for term in iter_terms(tree) for text in (term.choice, *term.keys))


def put(tree: Expression, placeholder: str, instead: str) -> Expression:
    """Give the tree with every `placeholder` (`{年度}`) replaced."""
    match tree:
        case Term():
            keys = tuple(key.replace(placeholder, instead) for key in tree.keys)
            return replace(tree, keys=keys, choice=tree.choice.replace(placeholder, instead))
        case Percent():
            return Percent(put(tree.of, placeholder, instead))
        case Operation():
            return replace(
                tree, left=put(tree.left, placeholder, instead), right=put(tree.right, placeholder, instead)
            )
    return tree


def _letters(text: str) -> str:
    """Give a word without its digits: another year or number is another thing, no misspelling."""
    return re.sub(r"\d", "", text)
