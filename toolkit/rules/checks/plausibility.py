"""Answers that read well and the plan in, doubts whether they mean what they say out: bracket, sign, size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.numbers import print_number
from toolkit.model.plan import Item, Method, Printed
from toolkit.model.verdicts import Flag
from toolkit.model.words import half_width
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.achievement import bracket_doubt, judge
from toolkit.rules.judging.targets import read_target, target_of
from toolkit.rules.numbers.amounts import is_slip, read_spread, split_unit
from toolkit.rules.numbers.quantities import clean_text
from toolkit.rules.record.read_item import (
    EFFECTS,
    NUMBERS,
    Make,
    ReadItem,
    example_of,
    indicator_of,
    planned_at,
    unit_of,
)
from toolkit.rules.record.sizes import median_of


def iter_bracket_doubts(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A plain number where the target is of this year and a total: which of them it is must be asked (A8)."""
    for slot in answered.asked.slots:
        indicator = indicator_of(answered.item, slot)
        if slot.field != "indicator.actual" or slot.year is None or indicator is None:
            continue
        answer, target = answered.record.answer(slot), target_of(indicator, slot.year)
        is_total = indicator.method is Method.NUMBER and "累計" in indicator.name + indicator.unit
        if doubt := bracket_doubt(target, answer, Method.CUMULATIVE if is_total else indicator.method):
            yield finding(
                "ambiguous", slot, value=answer.raw, note=doubt, example=example_of(answered.item, slot)
            )


def iter_loose_doubts(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A number said to be near (30弱, 約30) where what it leaves open decides whether the target is met."""
    for verdict in answered.verdicts:
        slot = Slot("indicator.actual", verdict.indicator, year=verdict.year)
        indicator, answer = indicator_of(answered.item, slot), answered.record.answer(slot)
        if slot not in answered.asked.slots or indicator is None or not isinstance(answer.value, Decimal):
            continue
        low, high = read_spread(clean_text(answer.raw))
        target = target_of(indicator, verdict.year)
        ends = {low, (low + 1) / 2, Decimal(1), (high + 1) / 2, high}
        flags = {
            judge(
                target,
                replace(answer, value=answer.value * end),
                answered.judging_of(verdict.year),
                method=indicator.method,
            ).flag
            for end in ends
        }
        if Flag.ACHIEVED in flags and Flag.MISSED in flags:
            note = f"目標「{target.text}」に届いたかどうかが、この書き方では決まりません。"
            yield finding(
                "ambiguous", slot, value=answer.raw, note=note, example=example_of(answered.item, slot)
            )


class _Witness(NamedTuple):
    """What a number is held against: its name, the number, and how many times off is too much."""

    name: str
    number: Decimal
    factor: Decimal


def iter_slips(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    """A number of another size than what is known of it: most often a slip of the unit."""
    for slot in answered.asked.slots:
        value = answered.record.answer(slot).value
        if slot.field not in NUMBERS or not isinstance(value, Decimal):
            continue
        unit = fields[slot.field].unit or unit_of(answered.item, slot)
        known = _witnesses(answered, slot, unit)
        if is_slip(value, unit, [(one.number, one.factor) for one in known]):
            beside = "と".join(one.name for one in known)
            yield finding(
                "implausible", slot, value=answered.record.answer(slot).raw, beside=beside, unit=unit
            )


def _witnesses(answered: ReadItem, slot: Slot, unit: str) -> list[_Witness]:
    """Give what a value is held against: its own plan and past; where it has none, the round's others."""
    if slot.year is None:
        return []
    judging = answered.judging_of(slot.year)
    general = judging.slip_percent if split_unit(half_width(unit)).base == "%" else judging.slip
    known = []
    if slot.field in EFFECTS:
        planned = planned_at(answered.item, slot)
        known.append(
            _Witness(f"効果見込額「{planned.text}」", planned.number or Decimal(0), judging.slip_amount)
        )
    elif target := _nearest_target(answered.item, slot):
        known.append(_Witness(*target, general))
    past = _past(answered, slot)
    if last := past.get(slot.year + -1):
        known.append(_Witness(f"前年度の「{last.text}」", last.number or Decimal(0), general))
    usual = median_of(one.number for one in past.values() if one.number)
    if usual is not None:
        known.append(_Witness(f"これまでの値の中央値{print_number(usual)}", usual, general))
    known = [one for one in known if one.number]
    others = None if known else answered.median_beside(slot.field, unit)
    if others is not None:
        known.append(_Witness(f"ほかの項目の値の中央値{print_number(others)}", others, general))
    return known


def _nearest_target(item: Item, slot: Slot) -> tuple[str, Decimal] | None:
    """Give the target of a year, named; where it has none, the next one, the final one or the baseline."""
    indicator = indicator_of(item, slot)
    if indicator is None or slot.year is None:
        return None
    later = sorted(year for year in indicator.targets if year >= slot.year)
    printed = [("目標値", indicator.targets[year]) for year in later]
    for name, one in (*printed, ("最終目標値", indicator.final), ("現状値", indicator.baseline)):
        number = read_target(one.text, indicator.unit, indicator.direction).number
        if number:
            return f"{name}「{one.text}」", number
    return None


def _past(answered: ReadItem, slot: Slot) -> dict[FiscalYear, Printed]:
    """Give what is known of the years before: as the register tells it, and as this round answers it."""
    assert slot.year is not None
    indicator = indicator_of(answered.item, slot)
    past = dict(indicator.actuals) if indicator else {}
    for other, answer in answered.record.answers.items():
        if other.year and other == slot._replace(year=other.year) and isinstance(answer.value, Decimal):
            past[other.year] = Printed(answer.raw, answer.value)
    return {year: told for year, told in past.items() if year < slot.year}


def iter_sign_doubts(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A stored negative number that may have been typed as `(78)`: Excel makes -78 of it."""
    for slot in answered.asked.slots:
        cell, value = answered.cells.get(slot), answered.record.answer(slot).value
        if slot.field not in NUMBERS or cell is None or cell.kind != "number" or cell.formula is not None:
            continue
        if not isinstance(value, Decimal) or value >= 0 or re.search("[△▲]", cell.number_format):
            continue
        planned = planned_at(answered.item, slot)
        typed = f"「({print_number(-value)})」と入力すると、Excelが負の数に変えます。"
        if "(" in half_width(planned.text):
            note = f"目標値「{planned.text}」には括弧があります。{typed}"
        elif _is_positive(planned, slot) and not _may_be_negative(answered.item, slot):
            note = f"負の数です。{typed}"
        else:
            continue
        yield finding("ambiguous", slot, value=cell.raw, note=note, example=example_of(answered.item, slot))


def _is_positive(planned: Printed, slot: Slot) -> bool:
    """Tell whether the plan expects a positive number; of an amount also where nothing was planned."""
    return (planned.number or 0) > 0 or (slot.field in EFFECTS and not planned.number)


def _may_be_negative(item: Item, slot: Slot) -> bool:
    """Tell whether the plan knows negative numbers here: printed so, or by the indicator's name."""
    indicator = indicator_of(item, slot)
    if indicator is None:
        figures = [figure for effect in item.effects for figure in effect.planned.values()]
    else:
        figures = [*indicator.targets.values(), *indicator.actuals.values()]
        figures += [indicator.baseline, indicator.final]
        if re.search("増減|収支|損益|黒字|赤字|差|比|伸び|変化", indicator.name + indicator.unit):
            return True
    return any((figure.number or 0) < 0 or re.match("[△▲]", figure.text) for figure in figures)
