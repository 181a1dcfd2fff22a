"""An expression as the office types it in, its tree out; a tree in, the text that means the same out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from toolkit.rules.figures.expression import (
    BOTH,
    COMPARED,
    EITHER,
    Blank,
    Expression,
    ExpressionError,
    Number,
    Operation,
    Percent,
    Term,
    Text,
)
from toolkit.rules.figures.headings import QUOTED_CHOICE, Segment, find_term, lone_bracket, spell

BLANK = "空欄"
_LEVELS = ((EITHER,), (BOTH,), COMPARED, ("+", "−"), ("×", "÷"))
"""What joins, the loosest first."""
_PRODUCT = len(_LEVELS) - 1
_TYPED = {
    "<=": "≤",
    ">=": "≥",
    "<>": "≠",
    "!=": "≠",
    "≦": "≤",
    "≧": "≥",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "＋": "+",
    "-": "−",
    "－": "−",
    "*": "×",
    "＊": "×",
    "/": "÷",
    "／": "÷",
    **{sign: sign for level in _LEVELS for sign in level},
}
"""What may be typed for a sign; the longer ones are looked for first."""
_MOST_PARTS = 100
_SIGN = re.compile("|".join(map(re.escape, sorted(_TYPED, key=len, reverse=True))))
_NUMBER = re.compile(r"[-－−]?\s*\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\s.．\[\]［］()（）+＋\-－−*＊×/／÷%％=＝≠<＜≤≦>＞≥≧!:：「」]+")
_QUOTED = re.compile("「([^「」]+)」")
_AFTER_NUMBER = re.compile(r"\s*[.．:：\[［]")


Finder = Callable[..., Term]
"""Gives the term that the headings between dots mean, and the round before them."""


def parse(text: str, find: Finder = find_term) -> Expression:
    """Read an expression; ExpressionError says what is wrong with it and how to mend it.

    `find` gives the terms: headings of 取りまとめ表 unless it says otherwise.

    Headings are joined by dots (`指標.基本方針[健全な財政].達成`), or the keys of 取りまとめ表.json are
    (`indicators.groups[基本方針=健全な財政].achieved`); `R5_見込み:` before a term takes it from that round.
    Full-width signs, `-`, `*` and `/` are read too; a word that holds a sign stands in 「 」.
    """
    return _read(text) if find is find_term else _Reader(text, find).whole()


@functools.cache
def _read(text: str) -> Expression:
    return _Reader(text, find_term).whole()


def write(tree: Expression, *, keys: bool = False) -> str:
    """Write a tree so that `parse` reads it again: in headings, or in the `keys` of 取りまとめ表.json."""
    match tree:
        case Number():
            sign = "-" if keys or tree.value >= 0 else "−"
            text = f"{tree.value:f}".replace("-", sign)
            return f"{text}%" if tree.percent else text
        case Text():
            return f"「{tree.text}」"
        case Blank():
            return BLANK
        case Term():
            return spell(tree, keys=keys)
        case Percent():
            inner = write(tree.of, keys=keys)
            return f"{inner}%" if isinstance(tree.of, Term | Percent) else f"({inner})%"
    return _write_operation(tree, keys=keys)


def _write_operation(tree: Operation, *, keys: bool) -> str:
    level = _level(tree)
    left, right = write(tree.left, keys=keys), write(tree.right, keys=keys)
    if _level(tree.left) < level:
        left = f"({left})"
    if _level(tree.right) <= level:
        right = f"({right})"
    sign = "-" if keys and tree.sign == "−" else tree.sign
    return f"{left} {sign} {right}"


def _level(tree: Expression) -> int:
    """Say how tightly a tree is joined: the level of its sign; anything without one is tighter still."""
    match tree:
        case Operation():
            return next(at for at, signs in enumerate(_LEVELS) if tree.sign in signs)
        case Percent():
            return _PRODUCT
    return len(_LEVELS)


class _Reader:
    """Goes through a text once, from left to right."""

    def __init__(self, text: str, find: Finder) -> None:
        self._text, self._at, self._parts, self._find = text, 0, 0, find

    def whole(self) -> Expression:
        if not self._text.strip():
            raise ExpressionError("式がありません", "「指標.達成」のように書いてください")
        tree = self._joined(0)
        if self._rest():
            before, after = self._text[: self._at].strip(), self._rest()
            if after[0] in ")）]］":
                what = f"「{before}」の後の「{after[0]}」に当たる括弧がありません"
                raise ExpressionError(what, "括弧の数をそろえてください")
            mend = "+ − × ÷、= や ≥、「かつ」などでつないでください。記号を含む言葉は「 」で囲みます"
            raise ExpressionError(f"「{before}」の後に「{after}」が続いています", mend)
        return tree

    def _joined(self, level: int) -> Expression:
        """Read what is joined by the signs of a level, or tighter ones."""
        if level == len(_LEVELS):
            return self._single()
        tree = self._joined(level + 1)
        while True:
            if level == _PRODUCT and self._take(r"[%％]"):
                tree = Percent(tree)
            elif sign := self._sign(_LEVELS[level]):
                tree = _join(sign, tree, self._joined(level + 1))
            else:
                return tree

    def _single(self) -> Expression:
        """Read a number, a text, 空欄, what stands in brackets, or a term."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            mend = "いくつかの式に分けるか、[すべて] で合計してください"
            raise ExpressionError(f"式が長すぎます（見出しと括弧は{_MOST_PARTS}個まで）", mend)
        if self._take("[(（]"):
            tree = self._joined(0)
            if not self._take("[)）]"):
                raise ExpressionError("「(」に当たる「)」がありません", "括弧の数をそろえてください")
            return tree
        number = self._number()
        return number if number is not None else self._text_or_term()

    def _number(self) -> Number | None:
        match = _NUMBER.match(self._text, self._skip())
        if (
            match is None
            or _WORD.match(self._text, match.end())
            or _AFTER_NUMBER.match(self._text, match.end())
        ):
            return None
        self._at = match.end()
        digits = re.sub(r"[\s,]", "", match[0]).translate(str.maketrans("－−", "--"))
        return Number(Decimal(digits), self._take("[%％]"))

    def _text_or_term(self) -> Expression:
        quoted = _QUOTED.match(self._text, self._skip())
        word = self._word()
        if self._take("[:：]"):
            return self._find(self._segments(self._word()), word)
        if quoted and not re.match(r"[.．\[［]", self._rest()):
            return Text(word)
        if word == BLANK:
            return Blank()
        return self._find(self._segments(word))

    def _segments(self, word: str) -> Sequence[Segment]:
        segments = [Segment(word, self._choice())]
        while self._take("[.．]"):
            segments.append(Segment(self._word(), self._choice()))
        return segments

    def _word(self) -> str:
        start = self._skip()
        match = _QUOTED.match(self._text, start) or _WORD.match(self._text, start)
        if match is not None:
            self._at = match.end()
            return match[match.lastindex or 0]
        before = self._text[:start].strip()
        where = f"「{before}」の後に" if before else "初めに"
        if not self._rest():
            raise ExpressionError(
                f"「{before}」の後に、何もありません", "続きを書くか、終わりの記号を消してください"
            )
        if self._rest()[0] == "「":
            raise ExpressionError("「「」に当たる「」」がありません", "囲む記号の数をそろえてください")
        mend = "そこに見出しか数値を書いてください。記号を含む言葉は「 」で囲みます"
        raise ExpressionError(f"{where}「{self._rest()[0]}」があり、見出しがありません", mend)

    def _choice(self) -> str | None:
        """Read what stands in [ ]; None where none follow. Brackets in it stand in pairs, or in 「 」."""
        if not self._take(r"[\[［]"):
            return None
        if (quoted := QUOTED_CHOICE.match(self._text, self._at)) and lone_bracket(quoted[2]):
            self._at = quoted.end()
            return f"{quoted[1] or ''}{quoted[2]}"
        start, depth = self._at, 1
        for at in range(start, len(self._text)):
            depth += {"[": 1, "［": 1, "]": -1, "］": -1}.get(self._text[at], 0)
            if not depth:
                self._at = at + 1
                return self._text[start:at].strip()
        raise ExpressionError("「[」に当たる「]」がありません", "括弧の数をそろえてください")

    def _sign(self, signs: Sequence[str]) -> str:
        match = _SIGN.match(self._text, self._skip())
        if match is None or _TYPED[match[0]] not in signs:
            return ""
        self._at = match.end()
        return _TYPED[match[0]]

    def _take(self, pattern: str) -> bool:
        match = re.compile(pattern).match(self._text, self._skip())
        self._at = match.end() if match else self._at
        return match is not None

    def _skip(self) -> int:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at

    def _rest(self) -> str:
        return self._text[self._skip() :].strip()


def _join(sign: str, left: Expression, right: Expression) -> Operation:
    """Join two expressions, each of which must be what the sign joins: conditions, or values."""
    for one in (left, right):
        is_condition = isinstance(one, Operation) and one.is_condition
        if sign in (BOTH, EITHER) and not is_condition:
            mend = f"「{write(one)} ≥ 1」のように書いてください"
            raise ExpressionError(f"「{sign}」でつなぐ「{write(one)}」が、条件ではありません", mend)
        if sign not in (BOTH, EITHER) and is_condition:
            mend = f"条件どうしは、「{BOTH}」「{EITHER}」でつないでください"
            raise ExpressionError(f"「{write(one)}」は条件で、「{sign}」ではつなげません", mend)
        if isinstance(one, Blank) and sign not in ("=", "≠"):
            mend = f"「= {BLANK}」「≠ {BLANK}」のように書いてください"
            raise ExpressionError(f"「{BLANK}」は、「{sign}」ではつなげません", mend)
    return Operation(sign, left, right)
