"""Answers that read well and the plan in, doubts whether they mean what they say out: bracket, sign, size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.numbers import print_number
from toolkit.model.plan import NOTHING, Item
from toolkit.model.words import half_width
from toolkit.rules.judging.achievement import bracket_doubt
from toolkit.rules.judging.targets import target_of
from toolkit.rules.numbers.amounts import is_slip
from toolkit.rules.record.read_item import EFFECTS, NUMBERS, Make, ReadItem, indicator_of, planned_at, unit_of


def iter_bracket_doubts(answered: ReadItem, finding: Make) -> Iterator[Finding]:
    """A plain number where the target is of this year and a total: which of them it is must be asked (A8)."""
    for slot in answered.asked.slots:
        indicator = indicator_of(answered.item, slot)
        if slot.field != "indicator.actual" or slot.year is None or indicator is None:
            continue
        answer, target = answered.record.answer(slot), target_of(indicator, slot.year)
        if doubt := bracket_doubt(target, answer, indicator.method):
            yield finding("ambiguous", slot, value=answer.raw, note=doubt, example=target.text)


def iter_slips(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    """A number of another size than its target and last year's: most often a slip of the unit."""
    for slot in answered.asked.slots:
        if slot.field not in NUMBERS:
            continue
        value = answered.record.answer(slot).value
        unit = fields[slot.field].unit or unit_of(answered.item, slot)
        known = _references(answered, slot)
        if isinstance(value, Decimal) and is_slip(value, unit, [number for _, number in known]):
            beside = "と".join(name for name, _ in known)
            yield finding(
                "implausible", slot, value=answered.record.answer(slot).raw, beside=beside, unit=unit
            )


def _references(answered: ReadItem, slot: Slot) -> list[tuple[str, Decimal]]:
    """Give what a value is held against, named: its target or planned amount, and last year's actual."""
    known = []
    planned = planned_at(answered.item, slot)
    if planned.number is not None:
        known.append(
            (f"{'効果見込額' if slot.field in EFFECTS else '目標値'}「{planned.text}」", planned.number)
        )
    if slot.year is not None:
        last = slot.year + -1
        before = answered.record.answer(slot._replace(year=last))
        indicator = indicator_of(answered.item, slot)
        told = indicator.actuals.get(last, NOTHING) if indicator else NOTHING
        if isinstance(before.value, Decimal):
            known.append((f"前年度の「{before.raw}」", before.value))
        elif told.number is not None:
            known.append((f"前年度の「{told.text}」", told.number))
    return known


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
        elif (planned.number or 0) > 0 and not _may_be_negative(answered.item, slot):
            note = f"負の数です。{typed}"
        else:
            continue
        yield finding("ambiguous", slot, value=cell.raw, note=note, example=planned.text)


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
