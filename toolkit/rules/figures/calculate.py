"""An expression and the JSON of 取りまとめ表 in, the value it gives out, or why it gives none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from toolkit.model.numbers import CHANGE_FORMAT, print_change, print_number
from toolkit.model.plan import Printed
from toolkit.model.words import plain_word
from toolkit.rules.figures.expression import (
    BOTH,
    EITHER,
    EVERY,
    Blank,
    Expression,
    ExpressionError,
    NoValueError,
    Number,
    Operation,
    Percent,
    Term,
    Text,
)
from toolkit.rules.figures.headings import spell
from toolkit.rules.figures.status_terms import CHANGES, entry_of
from toolkit.rules.numbers.amounts import LARGEST
from toolkit.rules.numbers.printing import print_percent, round_off
from toolkit.rules.numbers.quantities import parse_quantity

TRUE, FALSE = "○", "×"
_QUOTIENT_DIGITS = 3
_DIGITS = 1
"""Decimals of a percentage that an expression computes, as those of shares are printed."""
_LISTS = ("groups", "plan_groups", "conventions", "excluded", "verdicts", "published")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What an expression gives: a number, or a text ("" for a rate that was not computed), and what holds it.

    `unit` is the unit of an amount, "" elsewhere; `holder` is what in the document holds the value (of a
    percentage what it was divided from), empty for anything computed. `divided` tells a quotient, whose
    digits may never end, `signed` an increase or decrease (増減).
    """

    value: Decimal | str
    unit: str = ""
    holder: Mapping[str, Any] = field(default_factory=dict)
    divided: bool = False
    signed: bool = False

    @property
    def printed(self) -> Decimal | str | Printed:
        """The value as papers take it: a quotient rounded half-up to three decimals, a decrease with ▲."""
        if isinstance(self.value, str):
            return self.value
        if self.signed:
            return Printed(print_change(self.value), self.value, CHANGE_FORMAT)
        return round_off(self.value, _QUOTIENT_DIGITS, False) if self.divided else self.value

    @property
    def text(self) -> str:
        """The value as printed: `461,389`, `66.0%`, `▲3`."""
        shown = self.printed
        if isinstance(shown, Printed):
            return shown.text
        return shown if isinstance(shown, str) else print_number(shown)


@dataclass(frozen=True)
class _Amount:
    """A number on its way; a percentage is its ratio, `parts` what it was divided from."""

    number: Decimal
    unit: str = ""
    percent: bool = False
    parts: tuple[Decimal, Decimal] | None = None
    divided: bool = False
    signed: bool = False


def calculate(tree: Expression, document: Document, others: Mapping[str, Document] | None = None) -> Found:
    """Compute an expression from the 取りまとめ表.json of a round; `others` are those of other rounds, by id.

    A condition gives ○ or ×. Which entry of a list a term means: of groups `by=last part of the path` (or
    more of it, joined by `/`; `*` last: the sum of all of them), of verdicts the indicator's id, with `@R5`
    where there are several years, of excluded effects `item` or `item#activity`, of conventions the name,
    of printed figures 名称 or 箇所. Words are compared by NFKC, without blanks.
    Raises NoValueError where something holds no value or 0 divides, ExpressionError for what is not there.
    """
    return _calculate(tree, _Calculator(document, others or {}))


def _calculate(tree: Expression, calculator: _Calculator) -> Found:
    match tree:
        case Term():
            return calculator.term(tree)
        case Operation() if tree.is_condition:
            return Found(TRUE if calculator.holds(tree) else FALSE)
    amount = calculator.amount(tree)
    if abs(amount.number) >= LARGEST:
        raise ExpressionError("桁が大きすぎて、計算できません", "もとの数値を確かめてください")
    if not amount.percent:
        return Found(amount.number, amount.unit, divided=amount.divided, signed=amount.signed)
    above, below = amount.parts or (None, None)
    holder = {"count": print_number(above), "of": print_number(below)} if above and below else {}
    return Found(print_percent(amount.number * 100, _DIGITS, False), holder=holder)


def holds(tree: Expression, find: Callable[[Term], Found]) -> bool:
    """Tell whether a condition is true; `find` gives the value of each term.

    Raises NoValueError and ExpressionError as `calculate` does.
    """
    return _Calculator({}, {}, find).holds(tree)


def is_called(entry: Any, wanted: str) -> bool:
    """Tell whether an entry of a list is the one that brackets name, or of a sum over a level one of them."""
    plain = plain_word(wanted)
    every = plain.endswith((f"={EVERY}", f"/{EVERY}"))
    return any(plain == plain_word(name) for name in _names(entry, every))


@dataclass(frozen=True)
class _Calculator:
    document: Document
    others: Mapping[str, Document]
    find: Callable[[Term], Found] | None = None

    def term(self, term: Term) -> Found:
        """Give the value a term leads to, or the sum of those of every part of a level."""
        if self.find:
            return self.find(term)
        document = self._document(term.round)
        if not term.is_sum:
            found = _follow(term, document, term.keys, document)
            assert found is not None
            return found
        key = next(key for key in term.keys if key in _LISTS)
        at = term.keys.index(key) + 1
        held: Any = document
        for before in term.keys[:at]:
            held = _entry(held, before)
        entries = _select(held, key, term.choice)
        parts = [_follow(term, document, term.keys[at:], entry, blank=True) for entry in entries]
        values = [part.value for part in parts if part is not None and isinstance(part.value, Decimal)]
        if not values:
            raise NoValueError(f"「{spell(term)}」の値がありません")
        return Found(sum(values, Decimal(0)), _unit(term, document), signed=CHANGES in term.keys)

    def amount(self, tree: Expression) -> _Amount:
        """Give the number of a tree; ExpressionError where it is none."""
        match tree:
            case Number():
                return _Amount(tree.ratio, percent=tree.percent)
            case Term():
                return _as_amount(self.term(tree), spell(tree))
            case Percent():
                return replace(self.amount(tree.of), percent=True, unit="", divided=False)
            case Operation() if not tree.is_condition:
                return _compute(tree.sign, self.amount(tree.left), self.amount(tree.right))
            case Text():
                raise _no_number(tree.text)
        raise ExpressionError("計算のできない式です", "数値を指す見出しを書いてください")

    def holds(self, tree: Expression) -> bool:
        """Tell whether a condition is true."""
        assert isinstance(tree, Operation)
        if tree.sign == BOTH:
            return self.holds(tree.left) and self.holds(tree.right)
        if tree.sign == EITHER:
            return self.holds(tree.left) or self.holds(tree.right)
        compare = _COMPARE[tree.sign]
        if isinstance(tree.left, Blank) or isinstance(tree.right, Blank):
            return compare(self._text(tree.left), self._text(tree.right))
        if tree.sign in ("=", "≠") and not (self._is_number(tree.left) and self._is_number(tree.right)):
            return compare(self._text(tree.left), self._text(tree.right))
        return compare(self.amount(tree.left).number, self.amount(tree.right).number)

    def _is_number(self, tree: Expression) -> bool:
        try:
            self.amount(tree)
        except NoValueError:
            raise
        except ExpressionError:
            return False
        return True

    def _text(self, tree: Expression) -> str:
        """Give what = and ≠ compare as texts; "" for 空欄 and for what holds no value."""
        match tree:
            case Blank():
                return ""
            case Text():
                return plain_word(tree.text)
            case Term():
                try:
                    return plain_word(self.term(tree).text)
                except NoValueError:
                    return ""
        return print_number(self.amount(tree).number)

    def _document(self, round_id: str) -> Document:
        if round_id in ("", self.document["round"]["id"]):
            return self.document
        if round_id not in self.others:
            raise NoValueError(f"照会「{round_id}」の取りまとめ表がありません")
        return self.others[round_id]


# -- following the keys


def _follow(
    term: Term, document: Document, keys: Sequence[str], start: Any, *, blank: bool = False
) -> Found | None:
    """Follow keys from `start` to a value; None for none where `blank`, else NoValueError."""
    at, holder = start, start
    for key in keys:
        if at is None:
            raise NoValueError(f"「{spell(term)}」の値がありません")
        if blank and isinstance(at, Mapping) and key not in at:
            return None
        holder, at = at, _entry(at, key)
        if key in _LISTS:
            found = _select(at, key, term.choice)
            if len(found) > 1:
                mend = "上の階層から「/」でつなげるか、「@R5」のように年度を付けてください"
                what = f"「{spell(term)}」の「{term.choice}」が{len(found)}件あり、一つに決まりません"
                raise ExpressionError(what, mend)
            at = found[0]
    if at is None:
        if blank:
            return None
        raise NoValueError(f"「{spell(term)}」の値がありません")
    if isinstance(at, str):
        return Found(at, holder=holder)
    return Found(Decimal(str(at)), _unit(term, document), holder, signed=CHANGES in term.keys)


def _entry(holder: Any, key: str) -> Any:
    if isinstance(holder, list):
        return entry_of(holder, key)
    if key in holder:
        return holder[key]
    for name, value in holder.items():
        if plain_word(name) == plain_word(key):
            return value
    raise ExpressionError(f"「{key}」がありません", "", key, list(holder))


def _select(entries: Sequence[Any], key: str, wanted: str) -> list[Any]:
    """Give the entries that brackets name; of the same name several, of a sum over a level all."""
    if not entries:
        raise NoValueError(f"「{wanted}」を選ぶ一覧に、一つもありません")
    found = [entry for entry in entries if is_called(entry, wanted)]
    if found:
        return found
    by, _, name = wanted.partition("=")
    if key in ("groups", "plan_groups") and name:
        axes = list(dict.fromkeys(str(entry["by"]) for entry in entries))
        if plain_word(by) not in map(plain_word, axes):
            raise ExpressionError(f"「{by}」という区分はありません", "", by, axes)
        names = [entry["path"][-1] for entry in entries if plain_word(entry["by"]) == plain_word(by)]
        raise ExpressionError(f"{by}に「{name}」がありません", "", name, names)
    names = [name for entry in entries for name in _names(entry, False)[:1]]
    raise ExpressionError(f"「{wanted}」がありません", "", wanted, names)


def _names(entry: Any, every: bool) -> list[str]:
    """Give the words by which an entry of a list may be called; `every`: as one of those summed up."""
    match entry:
        case {"by": by, "path": path}:
            if every:
                return [f"{by}={'/'.join((*path[at:-1], EVERY))}" for at in range(len(path))]
            return [f"{by}={'/'.join(path[at:])}" for at in range(len(path))]
        case {"indicator_id": indicator, "year": year}:
            return [indicator, f"{indicator}@{year}"]
        case {"item": item, "activity": activity}:
            return [item, f"{item}#{activity}"]
        case {"where": where, "name": name}:
            return [name, where]
        case {"name": name}:
            return [name]
    return []


def _unit(term: Term, document: Document) -> str:
    is_amount = term.keys[0] == "effects" and term.keys[-1] != "count"
    return str(document["effects"]["unit"] or "") if is_amount else ""


# -- computing


def _as_amount(found: Found, said: str) -> _Amount:
    """Take a value as a number: `66.0%` is a percentage, `46.2％` too, `13件` is 13."""
    if isinstance(found.value, Decimal):
        return _Amount(found.value, found.unit, signed=found.signed)
    if not found.value:
        raise NoValueError(f"「{said}」の値がありません")
    number = parse_quantity(found.value).value
    if not isinstance(number, Decimal):
        raise _no_number(found.value)
    return _Amount(number / 100, percent=True) if "%" in plain_word(found.value) else _Amount(number)


def _no_number(text: str) -> ExpressionError:
    return ExpressionError(f"「{text}」は、数値ではありません", "計算と大小の比較は、数値だけです")


def _compute(sign: str, one: _Amount, other: _Amount) -> _Amount:
    unit, divided = one.unit or other.unit, one.divided or other.divided
    signed = one.signed and other.signed and sign in "+−"
    match sign:
        case "+":
            number, percent = one.number + other.number, one.percent and other.percent
        case "−":
            number, percent = one.number - other.number, one.percent and other.percent
        case "×":
            number, percent = one.number * other.number, False
        case _:
            if not other.number:
                raise NoValueError("0で割るため、値を出せません")
            unit = "" if one.unit and other.unit else one.unit
            parts = (one.number, other.number)
            return _Amount(one.number / other.number, unit, parts=parts, divided=True)
    return _Amount(number, unit, percent, divided=divided, signed=signed)
