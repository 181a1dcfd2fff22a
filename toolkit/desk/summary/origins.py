"""An item's answer and a slot of it in, how it came about (回答, 未提出, 事務局修正 …) out."""

from __future__ import annotations

from toolkit.model.answers import ItemAnswer
from toolkit.model.decisions import NOT_USED, Kind
from toolkit.model.fields import Slot


def origin_of(answer: ItemAnswer, slot: Slot) -> str:
    """Tell whether a slot was returned; one that is not asked itself (a mean of parts) came with its item."""
    if not answer.asked:
        return "照会対象外"
    if slot in answer.record.unused:
        return NOT_USED
    if slot in answer.record.corrected:
        return Kind.CORRECTED.value
    returned = slot in answer.record.places or (answer.entry is not None and slot not in answer.asked)
    return "回答" if returned else "未提出"
