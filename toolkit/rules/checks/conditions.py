"""The rules of チェック条件 as the office typed them in; what they find in an item's answers out.

A rule is looked at wherever its field (欄) is asked. The other fields of its expressions are those of the
same line and year; of a field that runs over more lines than the rule's own, every line is looked at. What
cannot be told, because a value is not known yet or was not asked, is not found fault with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product

from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Field, Fields, LineAxis, Slot
from toolkit.model.findings import Finding
from toolkit.model.profile import CheckRule
from toolkit.model.record import State
from toolkit.model.slots import LINE_AXES, slots_of
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.condition_words import say
from toolkit.rules.figures.calculate import Found, holds
from toolkit.rules.figures.expression import (
    Expression,
    ExpressionError,
    NoValueError,
    Number,
    Operation,
    Percent,
    Term,
    Text,
    iter_terms,
)
from toolkit.rules.figures.headings import Segment
from toolkit.rules.figures.parse import parse
from toolkit.rules.record.read_item import Make, ReadItem, planned_amount, target_at

_JUDGED = ("indicator.rate", "indicator.flag")
_OF_PLAN = ("indicator.target", "effect.planned", "activity.planned")
KNOWN = (*_JUDGED, *_OF_PLAN)
"""Fields that have a value without being asked: what is judged, and what the plan says."""


@dataclass(frozen=True)
class Condition:
    """A rule with its expressions read; `when` is None where it must always hold."""

    rule: CheckRule
    then: Expression
    when: Expression | None


@dataclass(frozen=True)
class CheckRules:
    """The rules of a city: conditions, and by field key the ranges a number must lie in."""

    conditions: tuple[Condition, ...] = ()
    ranges: Mapping[str, CheckRule] = field(default_factory=dict)
    fields: Fields = field(default_factory=lambda: Fields(iter(())))


NO_RULES = CheckRules()


def read_rules(rules: Iterable[CheckRule], fields: Fields) -> CheckRules:
    """Read the expressions of the rules; OfficeErrors with the cells of those that are none."""
    rules = list(rules)
    if mistakes := tuple(iter_rule_mistakes(rules, fields)):
        raise OfficeErrors(mistakes)
    conditions = tuple(
        Condition(rule, read_condition(rule.then, fields), _read_optional(rule.condition, fields))
        for rule in rules
        if rule.then
    )
    ranges = {rule.field.key: rule for rule in rules if rule.low is not None or rule.high is not None}
    return CheckRules(conditions, ranges, fields)


def iter_rule_mistakes(
    rules: Iterable[CheckRule], fields: Fields, asked: Iterable[str] | None = None
) -> Iterator[OfficeError]:
    """Yield the expressions of チェック条件 that are none, or name what is not there, each with its cell.

    `asked` are the keys of the fields that a round asks; None where any may be.
    """
    usable = None if asked is None else {*asked, *KNOWN}
    for rule in rules:
        if usable is not None and rule.field.key not in usable:
            what = f"「{rule.field.name}」は、どの照会でも聞いていません。"
            yield rule.row.wrong("欄", what, "照会項目シートで聞く欄にしてください。")
        for header, text in (("もし", rule.condition), ("ならば", rule.then)):
            try:
                tree = _read_optional(text, fields)
                _check_fields(tree, fields, usable)
            except ExpressionError as mistake:
                what = f"「{header}」の「{text}」: {mistake.what}。"
                mend = f"{mistake.mend}。" if mistake.mend else "式を直してください。"
                yield rule.row.wrong(header, what, mend)


def _read_optional(text: str, fields: Fields) -> Expression | None:
    return read_condition(text, fields) if text.strip() else None


def read_condition(text: str, fields: Fields) -> Expression:
    """Read a condition over the names of fields; a number in it may be written with % or without."""
    tree = _without_percent(parse(text, partial(_find_field, fields)))
    if not (isinstance(tree, Operation) and tree.is_condition):
        mend = "「年次_進捗 = 「遅れ」」「指標_達成率 < 80」のように書いてください"
        raise ExpressionError("条件ではありません", mend)
    return tree


def _find_field(fields: Fields, segments: tuple[Segment, ...], round_id: str = "") -> Term:
    """Find the field that a word of a condition means, as a term of its name."""
    said = ".".join(plain_word(one.word) for one in segments)
    if round_id or len(segments) > 1 or segments[0].choice is not None:
        raise ExpressionError(f"「{said}」は、欄の名前ではありません", "「年次_進捗」のように書いてください")
    if said not in fields.by_name:
        raise ExpressionError(f"「{said}」という欄はありません", "", said, list(fields.by_name))
    return Term((said,))


def _without_percent(tree: Expression) -> Expression:
    match tree:
        case Number(value):
            return Number(value)
        case Percent(of):
            return _without_percent(of)
        case Operation(sign, left, right):
            return Operation(sign, _without_percent(left), _without_percent(right))
    return tree


def _check_fields(tree: Expression | None, fields: Fields, usable: set[str] | None) -> None:
    """Refuse a field that no round asks, and a word that is none of a field's choices."""
    if tree is None:
        return
    for term in iter_terms(tree):
        one = fields.by_name[term.keys[0]]
        if usable is not None and one.key not in usable:
            raise ExpressionError(
                f"「{one.name}」は、どの照会でも聞いていません", "照会で聞く欄にしてください"
            )
    for one, word in _iter_compared(tree, fields):
        if one.choices and one.choices.find(word) is None:
            what = f"「{word}」は「{one.name}」の選択肢にありません"
            raise ExpressionError(what, "", word, one.choices.words)


def _iter_compared(tree: Expression, fields: Fields) -> Iterator[tuple[Field, str]]:
    """Yield each field that is compared with a text, and the text."""
    match tree:
        case Operation(_, Term(keys), Text(word)) | Operation(_, Text(word), Term(keys)):
            yield fields.by_name[keys[0]], word
        case Operation(_, left, right):
            yield from _iter_compared(left, fields)
            yield from _iter_compared(right, fields)


# -- what the rules find


def iter_condition_findings(answered: ReadItem, rules: CheckRules, finding: Make) -> Iterator[Finding]:
    """Yield where an answer breaks a condition: at its field, once for each line and year."""
    for one in rules.conditions:
        for slot in answered.asked.slots:
            if slot.field == one.rule.field.key and _is_broken(one, slot, answered, rules.fields):
                yield _broken(one.rule, slot, finding, say(one.when, one.then, rules.fields))


def _broken(rule: CheckRule, slot: Slot, finding: Make, words: str) -> Finding:
    """Give the finding of a rule that is broken, in the office's own words or else in these."""
    what = rule.message or words
    if rule.is_error:
        return finding("rule-broken", slot, message=what, rule=words)
    return finding("rule-doubted", slot, message=what, rule=words)


def _is_broken(one: Condition, slot: Slot, answered: ReadItem, fields: Fields) -> bool:
    """Tell whether a condition surely does not hold where it should."""
    trees = [one.then] if one.when is None else [one.when, one.then]
    used = [fields.by_name[term.keys[0]] for tree in trees for term in iter_terms(tree)]
    for place in _iter_places(slot, used, answered):
        find = partial(_value, place, answered, fields)
        if (one.when is None or _is_true(one.when, find)) and _is_true(one.then, find) is False:
            return True
    return False


def _is_true(tree: Expression, find: partial[Found]) -> bool | None:
    """Tell whether a condition holds; None where that cannot be told."""
    try:
        return holds(tree, find)
    except ExpressionError:
        return None


def _iter_places(slot: Slot, used: Iterable[Field], answered: ReadItem) -> Iterator[Slot]:
    """Yield the slot with every line and year that the used fields have beyond its own."""
    axes = {axis for one in used for axis in one.axes}
    lines = slots_of(answered.item)
    missing: list[LineAxis] = [axis for axis in LINE_AXES if axis in axes and getattr(slot, axis) is None]
    years: Sequence[FiscalYear | None] = [slot.year]
    if "year" in axes and slot.year is None:
        years = sorted({one.year for one in answered.asked.slots if one.year})
    for year in years:
        for own in product(*(lines.lines(axis) for axis in missing)):
            place = slot._replace(year=year)
            for axis, line in zip(missing, own, strict=True):
                place = place.at(axis, line)
            yield place


def _value(place: Slot, answered: ReadItem, fields: Fields, term: Term) -> Found:
    """Give the value of a field at a line and year.

    NoValueError for a blank; ExpressionError where nobody was asked, so that nothing can be told.
    """
    one = fields.by_name[term.keys[0]]
    slot = Slot(one.key, *(getattr(place, axis) if axis in one.axes else None for axis in _SLOT_AXES))
    if one.key == "indicator.rate" or (one.key == "indicator.flag" and slot not in answered.asked.slots):
        return _judged(slot, answered)
    if one.key in _OF_PLAN:
        said = target_at if one.key == "indicator.target" else planned_amount
        return _found(said(answered.item, slot).text)
    if slot not in answered.asked.slots:
        raise ExpressionError(f"「{one.name}」は聞いていません")
    answer = answered.record.answer(slot)
    if answer.state is State.DOUBT:
        raise ExpressionError(f"「{one.name}」は確認中です")
    if answer.state is State.NOT_SET:
        raise NoValueError(f"「{one.name}」は空欄です")
    if answer.state is State.UNDECIDED:
        return Found(answer.word or answer.raw)
    return Found(answer.value) if answer.value is not None else _found(answer.raw)


_SLOT_AXES = ("indicator", "activity", "year", "part")


def _judged(slot: Slot, answered: ReadItem) -> Found:
    for verdict in answered.verdicts:
        if (verdict.indicator, verdict.year) == (slot.indicator, slot.year):
            if slot.field == "indicator.flag":
                return Found(verdict.judgement.flag.value)
            if verdict.judgement.rate is not None:
                return Found(verdict.judgement.rate)
    raise NoValueError("判定がありません")


def _found(text: str) -> Found:
    if not text.strip():
        raise NoValueError("空欄です")
    return Found(text)
