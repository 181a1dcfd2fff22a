"""Every writer's answers of an item in, what each said where several speak (reviews) out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolkit.model.answers import ItemAnswer
from toolkit.model.fields import Fields, Slot
from toolkit.model.record import Record, Review, State


def reviews_of(parts: Sequence[ItemAnswer], fields: Fields) -> tuple[Review, ...]:
    """Give what each writer answered of an item's evaluations, and of what more than one of them was asked.

    `parts` are in the order of the writers; a blank is no review.
    """
    asked = Counter(slot for part in parts for slot in set(part.asked)) if len(parts) > 1 else Counter[Slot]()
    return tuple(
        _review(part.writer, slot, part.record, fields)
        for part in parts
        for slot in part.asked
        if asked[slot] > 1 or fields[slot.field].reason is not None
        if part.record.answer(slot).state is not State.BLANK
    )


def _review(by: str, slot: Slot, record: Record, fields: Fields) -> Review:
    answer, field = record.answer(slot), fields[slot.field]
    reason = record.answer(slot._replace(field=field.reason)).value if field.reason else None
    return Review(
        by,
        slot.year.label if slot.year else None,
        field.name,
        answer.raw if answer.value is None else answer.value,
        None if reason is None else str(reason),
        record.places.get(slot),
    )
