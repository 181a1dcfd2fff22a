"""An item's answers and what is asked of them in, the answers that nothing counts yet (確認中) out.

What a finding doubts, by its code alone, has no value until the office takes it as it reads (原文どおり),
mends it (事務局修正) or leaves it out (使わない).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.numbers import print_number
from toolkit.model.record import Answer, Record, State
from toolkit.rules.judging.achievement import bracket_doubt
from toolkit.rules.judging.targets import target_of
from toolkit.rules.record.read_item import ReadItem, indicator_of

_NOTHING_READ = (State.BLANK, State.ERROR)
_READ_AS_TYPED = (State.UNDECIDED, State.NOT_SET)


def put_in_doubt(answered: ReadItem, findings: Iterable[Finding]) -> Record:
    """Give the record with every doubted answer without its value; what it reads as stays beside it.

    One that the office leaves out is blank.
    """
    record, answers, unused = answered.record, dict(answered.record.answers), set[Slot]()
    for finding in findings:
        for slot in _slots_of(finding, answered) if finding.doubts or finding.is_unused else ():
            one = record.answer(slot)
            if finding.is_unused:
                unused.add(slot)
                answers[slot] = Answer("", State.BLANK, note=f"「{one.raw}」は、事務局が使わないと決めました")
            elif one.state not in _NOTHING_READ and slot not in unused:
                note = one.note if one.state is State.AMBIGUOUS else finding.title
                answers[slot] = Answer(one.raw, State.DOUBT, note=note, reading=_candidate(one))
    return replace(record, answers=answers, unused=frozenset(unused))


def leave_decided(findings: Iterable[Finding], answered: ReadItem) -> Iterator[Finding]:
    """Yield the findings but for doubts of what the office itself wrote, where that is one thing."""
    for finding in findings:
        slot = finding.slot
        decided = finding.doubts and slot in answered.record.corrected
        if not (decided and slot and _reading(slot, answered) is not None):
            yield finding


def iter_told(found: Iterable[Finding], still: Iterable[Finding], answered: ReadItem) -> Iterator[Finding]:
    """Yield what is to be said: the doubts, with what the value reads as, and what holds without it too.

    `found` is what was found of the answers as read (`answered`), `still` with the doubted ones left out.
    """
    holding = {(one.code, one.slot) for one in still}
    for one in found:
        if one.doubts:
            reading = _reading(one.slot, answered) if one.slot else ""
            text = print_number(reading) if isinstance(reading, Decimal) else reading
            yield replace(one, words={**one.words, "reading": text})
        elif one.is_unused or (one.code, one.slot) in holding:
            yield one


def _slots_of(finding: Finding, answered: ReadItem) -> Iterable[Slot]:
    """Give the answers a finding is about: of one about a whole sheet or file all that were asked."""
    return (finding.slot,) if finding.slot else answered.asked.slots


def _reading(slot: Slot, answered: ReadItem) -> Decimal | str | None:
    """Give the one thing an answer reads as; None where there are several, or none."""
    answer, indicator = answered.record.answer(slot), indicator_of(answered.item, slot)
    of_year = slot.field == "indicator.actual" and slot.year
    if of_year and indicator and bracket_doubt(target_of(indicator, of_year), answer, indicator.method):
        return None
    return _candidate(answer)


def _candidate(answer: Answer) -> Decimal | str | None:
    """Give what an answer could be read as."""
    return answer.raw.strip() if answer.state in _READ_AS_TYPED else answer.value
