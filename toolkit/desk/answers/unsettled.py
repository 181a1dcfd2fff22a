"""The returns of a round in, whose answers are not settled yet (未確定) out, in 建制順.

Missing, 要修正 or 確認中.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.model.answers import ItemAnswer
from toolkit.model.record import IN_DOUBT


def state_of(answer: ItemAnswer) -> str:
    """Say whether one writer's answer of an item is 未確定: missing, 要修正 or 確認中; "" where settled."""
    if answer.asked and answer.awaited and answer.entry is None:
        return "未確定（未提出）"
    if answer.errors:
        return "未確定（要修正）"
    return f"未確定（{IN_DOUBT}）" if answer.in_doubt else ""


def unsettled(returns: Sequence[ItemAnswer]) -> str:
    """Say whose answers are not settled yet, "" where all are."""
    words = list(dict.fromkeys(_iter_unsettled(returns)))
    return f"未確定: {'、'.join(words)}" if words else ""


def _iter_unsettled(returns: Sequence[ItemAnswer]) -> Iterator[str]:
    names = Counter(one.section for one in {answer.department for answer in returns})
    for answer in sorted(returns, key=lambda one: one.department.order):
        state, who = state_of(answer), answer.department
        if state:
            yield f"{who.name if names[who.section] > 1 else who.section}{state.removeprefix('未確定')}"
    offices = {one.department for one in returns if one.department.is_office}
    for office in sorted(
        offices, key=lambda one: one.order
    ):  # need not write of every item, but its book must have come back
        own = [answer for answer in returns if answer.department == office]
        if own and not any(answer.entry for answer in own):
            yield f"{office.section}（未提出）"
