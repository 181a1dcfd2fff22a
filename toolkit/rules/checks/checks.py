"""A record with its verdicts in, the findings (確認事項) out, all of them, in the order of the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.numbers import print_number
from toolkit.model.profile import CheckRule
from toolkit.model.record import State
from toolkit.model.verdicts import Flag
from toolkit.rules.checks.conditions import (
    NO_RULES,
    CheckRules,
    iter_condition_findings,
)
from toolkit.rules.checks.plausibility import (
    iter_bracket_doubts,
    iter_loose_doubts,
    iter_sign_doubts,
    iter_slips,
)
from toolkit.rules.checks.rating_checks import iter_rating_doubts
from toolkit.rules.checks.shown_checks import look_at
from toolkit.rules.checks.typed_results import iter_typed_results
from toolkit.rules.judging.achievement import is_judged_by_person
from toolkit.rules.judging.targets import target_of
from toolkit.rules.record.contract import choices_of, is_settled, iter_faults
from toolkit.rules.record.outside import reaches_outside
from toolkit.rules.record.read_item import (
    EFFECTS,
    Make,
    ReadItem,
    example_of,
    indicator_of,
    is_set,
    planned_amount,
    target_at,
    unit_of,
)

WHEN_MISSED = ("indicator.reason", "indicator.measure")
"""What only a missed target wants: 未達成の理由, 今後の対応策."""
_LATER = "未（令和6年7月）"
"""How a number is written that is not known yet."""


def iter_findings(
    answered: ReadItem, validator: Draft202012Validator, fields: Fields, rules: CheckRules = NO_RULES
) -> Iterator[Finding]:
    """Yield every finding of one item's return; `rules` are the city's own (チェック条件)."""

    def finding(code: str, slot: Slot, **words: object) -> Finding:
        named = {"field": fields[slot.field].name, "title": fields[slot.field].title}
        named["year"] = slot.year.name if slot.year else ""
        place = answered.record.places.get(slot)
        return Finding(code, place, answered.department, answered.item.id, slot, named | words)

    looks, answered = look_at(answered, fields, finding)
    yield from looks
    yield from _formulas(answered, finding)
    yield from _errors(answered, finding)
    yield from _once_per_cell(_readings(answered, validator, fields, rules, finding))
    yield from _required(answered, fields, finding)
    yield from _dashes(answered, finding)
    yield from _effects(answered, fields, finding)
    yield from _quantities(answered, finding)
    yield from _shortfalls(answered, finding)
    yield from _misses(answered, finding)
    yield from iter_typed_results(answered, fields, finding)
    yield from iter_condition_findings(answered, rules, finding)
    yield from iter_rating_doubts(answered, fields, finding)


def _readings(
    answered: ReadItem, validator: Draft202012Validator, fields: Fields, rules: CheckRules, finding: Make
) -> Iterator[Finding]:
    """What a value may not mean, the surest doubt first."""
    yield from _contract(answered, validator, fields, rules, finding)
    yield from iter_bracket_doubts(answered, finding)
    yield from iter_loose_doubts(answered, finding)
    yield from iter_slips(answered, fields, finding)
    yield from iter_sign_doubts(answered, finding)


def _once_per_cell(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Ask about a value once, however many doubts there are."""
    asked: set[Slot | None] = set()
    for finding in findings:
        if finding.slot not in asked:
            asked.add(finding.slot)
            yield finding


def _formulas(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """Formulas where a value was asked: taken by their result, or asked for where there is none."""
    for slot in answered.asked.slots:
        cell = answered.cells.get(slot)
        if cell is None or cell.formula is None or cell.kind == "error":
            continue
        formula = cell.formula
        if reaches_outside(formula):
            yield finding("formula-outside", slot, formula=formula, value=cell.raw)
        elif cell.value is None:
            yield finding("formula-not-calculated", slot, formula=formula)
        elif cell.shown.stale:
            yield finding("formula-maybe-old", slot, formula=formula, value=cell.raw)
        else:
            yield finding("formula-in-input", slot, formula=formula, value=cell.raw)


def _errors(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """Excel's error values, whatever the field wants."""
    for slot in answered.asked.slots:
        cell = answered.cells.get(slot)
        if cell is not None and cell.kind == "error":
            yield finding("error-value", slot, value=cell.value or cell.raw)


def _contract(
    answered: ReadItem, validator: Draft202012Validator, fields: Fields, rules: CheckRules, finding: Make
) -> Iterator[Finding]:
    """What jsonschema finds, worded by our catalogue; one finding per answer."""
    seen: set[Slot] = set()
    for error, slot in iter_faults(answered.record, answered.item, validator):
        if slot not in answered.asked.slots or slot in seen:
            continue
        if not is_settled(error, answered.record.answer(slot)):
            seen.add(slot)
            yield _worded(error, slot, answered, fields, rules, finding)


def _worded(
    error: ValidationError,
    slot: Slot,
    answered: ReadItem,
    fields: Fields,
    rules: CheckRules,
    finding: Make,
) -> Finding:
    answer = answered.record.answer(slot)
    if answer.state is State.AMBIGUOUS:
        return finding(
            "ambiguous", slot, value=answer.raw, note=answer.note, example=example_of(answered.item, slot)
        )
    rule = str(error.validator)
    if rule == "enum" and error.absolute_path[-1] == "value":
        return finding("choice-unknown", slot, value=answer.raw, choices="、".join(choices_of(error)))
    if rule in ("minimum", "maximum"):
        bound = "以上" if rule == "minimum" else "以下"
        limit = f"{print_number(Decimal(str(error.validator_value)))}{bound}"
        return _out_of_range(slot, answer.raw, limit, rules.ranges.get(slot.field), finding)
    if rule in ("enum", "type"):
        unit = fields[slot.field].unit or unit_of(answered.item, slot)
        return finding(
            "number-expected", slot, value=answer.raw, unit=unit, example=example_of(answered.item, slot)
        )
    raise AssertionError(f"the contract has a rule the catalogue has no words for: {rule}")


def _out_of_range(slot: Slot, value: str, limit: str, rule: CheckRule | None, finding: Make) -> Finding:
    """Word a number outside its range, as heavy as the office says, with what else it says of it."""
    message = rule.message if rule else ""
    if rule and rule.is_error:
        return finding("out-of-range-refused", slot, value=value, range=limit, message=message)
    return finding("out-of-range", slot, value=value, range=limit, message=message)


def _required(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    for slot in answered.asked.slots:
        if slot not in answered.asked.required or answered.record.answer(slot).state is not State.BLANK:
            continue
        cell = answered.cells.get(slot)
        if cell is not None and cell.formula is not None:
            continue
        if slot.field in EFFECTS or (slot.indicator and not _is_awaited(answered, slot)):
            continue
        yield finding("blank", slot, example=_LATER if fields[slot.field].kind == "quantity" else "")


def _is_awaited(answered: ReadItem, slot: Slot) -> bool:
    """Tell whether a blank of an indicator lacks anything: some are wanted in some cases only."""
    if slot.year is None:
        return True
    if slot.field in WHEN_MISSED or not is_set(target_at(answered.item, slot)):
        return False
    actual = answered.record.answer(Slot("indicator.actual", slot.indicator, year=slot.year))
    if slot.field == "indicator.due":
        return actual.state is State.UNDECIDED and not actual.due
    if slot.field == "indicator.flag":
        indicator = indicator_of(answered.item, slot)
        assert indicator is not None
        by_person = is_judged_by_person(target_of(indicator, slot.year), indicator.method)
        return actual.state is State.TEXT or (by_person and actual.state is not State.UNDECIDED)
    return True


def _dashes(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A dash where a target is set: neither a number nor a word for when it will be known."""
    for slot in answered.asked.slots:
        answer = answered.record.answer(slot)
        if slot.field == "indicator.actual" and answer.state is State.NOT_SET:
            target = target_at(answered.item, slot)
            if is_set(target):
                yield finding("dash-for-target", slot, value=answer.raw, target=target.text)


def _effects(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    """A planned amount needs an actual one."""
    for slot in answered.asked.slots:
        if slot.field not in EFFECTS or answered.record.answer(slot).state not in (
            State.BLANK,
            State.NOT_SET,
        ):
            continue
        cell = answered.cells.get(slot)
        planned = planned_amount(answered.item, slot)
        if planned.number is not None and not (cell is not None and cell.formula is not None):
            unit, example = fields[slot.field].unit, example_of(answered.item, slot)
            yield finding("effect-missing", slot, planned=planned.text, unit=unit, example=example)


def _quantities(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """未 without its month, and readings worth telling."""
    for slot in answered.asked.slots:
        answer = answered.record.answer(slot)
        if answer.state is State.UNDECIDED and not answer.due:
            yield finding("undecided-without-month", slot, value=answer.raw)
        if answer.note and (isinstance(answer.value, Decimal) or answer.state is State.NOT_SET):
            read = print_number(answer.value) if isinstance(answer.value, Decimal) else "-"
            yield finding("read-as", slot, value=answer.raw, computed=read, note=answer.note)


def _shortfalls(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A missed target wants its story in 取組実績."""
    for verdict in answered.verdicts:
        result = Slot("year.result", year=verdict.year)
        missed = verdict.judgement.flag is Flag.MISSED
        if missed and result in answered.asked.slots and answered.record.answer(result).state is State.BLANK:
            yield finding("shortfall-unexplained", result, actual=verdict.actual, target=verdict.target)


def _misses(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A × wants 未達成の理由 and 今後の対応策, as far as the round asks them (B10)."""
    for verdict in answered.verdicts:
        if verdict.judgement.flag is not Flag.MISSED:
            continue
        for field in WHEN_MISSED:
            slot = Slot(field, verdict.indicator, year=verdict.year)
            if slot not in answered.asked.slots or answered.record.answer(slot).state is not State.BLANK:
                continue
            if slot in answered.asked.required:
                yield finding("miss-unexplained", slot, actual=verdict.actual, target=verdict.target)
            else:
                yield finding("miss-explanation-wanted", slot, actual=verdict.actual, target=verdict.target)
