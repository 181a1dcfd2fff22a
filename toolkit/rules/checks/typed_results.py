"""An item's return in, what it computed or judged itself otherwise than we do out: 小計, 計, 達成率, 達成."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from toolkit.model.choice_words import FLAG_FIELD, find_flag, flag_word
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.numbers import print_number
from toolkit.model.verdicts import Flag, Judgement
from toolkit.rules.counting.totals import subtotal
from toolkit.rules.numbers.printing import round_off
from toolkit.rules.record.read_item import Make, ReadItem

_SUBTOTAL, _TOTAL, _RATE = "item.actual_subtotal", "activity.actual_total", "indicator.rate"
_JUDGED = (Flag.ACHIEVED, Flag.MISSED)


def iter_typed_results(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    """Yield a finding with both for every total, rate and flag that is not as we compute it."""
    for slot in answered.record.answers:
        if slot.field in (_SUBTOTAL, _TOTAL):
            yield from _total(answered, slot, finding)
    judged = {(one.indicator, one.year): one.judgement for one in answered.verdicts}
    for slot, answer in answered.record.answers.items():
        judgement = judged.get((slot.indicator or 0, slot.year)) if slot.year else None
        if judgement is None or not answer.raw:
            continue
        if slot.field == _RATE:
            yield from _rate(answered, slot, judgement, finding)
        elif slot.field == FLAG_FIELD:
            yield from _flag(answered, slot, judgement, fields, finding)


def _total(answered: ReadItem, slot: Slot, finding: Make) -> Iterator[Finding]:
    """A typed total that differs from the sum of its years (D1, D2)."""
    part, line = ("effect.actual", None) if slot.field == _SUBTOTAL else ("activity.actual", slot.activity)
    answers = answered.record.answers.items()
    total = subtotal(one for at, one in answers if (at.field, at.activity) == (part, line))
    typed = answered.record.answer(slot)
    # A form's SUM shows 0 where nothing was answered; a dash states no sum to compare.
    if isinstance(typed.value, Decimal) and typed.value != (total or 0):
        shown = "-" if total is None else print_number(total)
        yield finding("subtotal-differs", slot, value=typed.raw, computed=shown)


def _rate(answered: ReadItem, slot: Slot, judgement: Judgement, finding: Make) -> Iterator[Finding]:
    """A typed rate that is ours rounded in no way."""
    typed = answered.record.answer(slot)
    if not isinstance(typed.value, Decimal):
        return
    digits = max(0, -int(typed.value.normalize().as_tuple().exponent))
    ours = judgement.rate
    if ours is not None and typed.value in (round_off(ours, digits, cut) for cut in (True, False)):
        return
    computed = judgement.printed_rate or "－"
    yield finding("rate-differs", slot, value=typed.raw, computed=computed, why=judgement.why)


def _flag(
    answered: ReadItem, slot: Slot, judgement: Judgement, fields: Fields, finding: Make
) -> Iterator[Finding]:
    """A chosen ○ where the numbers give ×, or the reverse; what a person judges is as it was chosen."""
    choices = fields[FLAG_FIELD].choices
    chosen = find_flag(str(answered.record.answer(slot).value or ""), choices)
    if chosen in _JUDGED and judgement.flag in _JUDGED and chosen is not judgement.flag:
        yield finding(
            "flag-differs",
            slot,
            value=answered.record.answer(slot).raw,
            computed=flag_word(judgement.flag, choices),
            why=judgement.why,
        )
