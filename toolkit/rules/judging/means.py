"""Means: the answered parts of an indicator in, the one answer that is judged out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from toolkit.model.numbers import print_number
from toolkit.model.profile import Judging
from toolkit.model.record import Answer, State
from toolkit.rules.numbers.printing import round_off


def mean_of_parts(parts: Sequence[Answer], judging: Judging, names: Sequence[str] = ()) -> Answer:
    """Give the simple mean of an indicator's parts, rounded as rates are; the mean is what is judged (A7).

    A part answered `-` is no member this year. The mean is as open as its least certain part: an unread,
    undecided or blank part leaves it without a value, and `word` or `note` names the part (by `names`, else
    by its number). With a value, `note` holds the parts and their sum.
    """
    named = [
        (names[at] if at < len(names) else f"内訳{at + 1}", part)
        for at, part in enumerate(parts)
        if part.state is not State.NOT_SET
    ]
    for find in (_find_unread, _find_undecided, _find_blank):
        if (opened := find(named)) is not None:
            return opened
    numbers = [part.value for _, part in named if isinstance(part.value, Decimal)]
    if not numbers:
        return Answer("-" if parts else "", State.NOT_SET if parts else State.BLANK)
    total = sum(numbers, Decimal(0))
    mean = round_off(total / len(numbers), judging.rate_digits, judging.truncate)
    listed = "、".join(map(print_number, numbers))
    note = f"{len(numbers)}件（{listed}）の計{print_number(total)}の単純平均"
    return Answer(f"{mean:,f}", State.NUMBER, mean, note=note)


Named = Sequence[tuple[str, Answer]]


def _find_unread(parts: Named) -> Answer | None:
    for name, part in parts:
        if part.state is State.TEXT:
            return Answer(f"{name}：{part.raw}", State.TEXT, f"{name}：{part.raw}")
        if part.state in (State.AMBIGUOUS, State.DOUBT, State.ERROR):
            return Answer(f"{name}：{part.raw}", part.state, note=f"{name}：{part.note}")
    return None


def _find_undecided(parts: Named) -> Answer | None:
    waiting = [(name, part) for name, part in parts if part.state is State.UNDECIDED]
    if not waiting:
        return None
    word = "、".join(f"{name}が{part.word}" for name, part in waiting)
    # The mean is known when its last part is; months of several parts are not put in order.
    dues = dict.fromkeys(part.due for _, part in waiting)
    return Answer(word, State.UNDECIDED, word=word, due=dues.popitem()[0] if len(dues) == 1 else "")


def _find_blank(parts: Named) -> Answer | None:
    blank = [name for name, part in parts if part.state is State.BLANK]
    if not blank:
        return None
    return Answer("", State.BLANK, note=f"{len(parts)}件のうち{'、'.join(blank)}が空欄")
