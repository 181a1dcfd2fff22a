"""An item's answers and what a round asks in, the words the reform office prints of it (事務局の文言) out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.model.fields import Slot
from toolkit.model.profile import Ask, Round
from toolkit.model.record import Answer, Record, State

LEFT_OUT = "掲載しない"
"""What the office says of a text that is not to be printed; a blank means that it is."""


@dataclass(frozen=True)
class _Words:
    """A field of papers: the field its text is asked in, and the one that says whether to print it."""

    text: str
    choice: str = ""


_PRINTED = {
    "paper.listed_text": _Words("year.listed_text", "year.listed_text_choice"),
    "paper.listed_next": _Words("year.listed_next", "year.listed_next_choice"),
    "paper.note": _Words("year.note"),
}


def printed_words(record: Record, round_: Round) -> dict[Slot, str]:
    """Give what papers print of an item for the year a round reports on.

    The office's own text; where it has written none, the departments' text its cell is prefilled with
    (`prefill` of the ask). A text the office says 掲載しない of is not printed.
    """
    return {Slot(key): _printed(words, record, round_) for key, words in _PRINTED.items()}


def _printed(words: _Words, record: Record, round_: Round) -> str:
    return _join(_behind(words, record, round_), record.answers)


def slots_behind(key: str, record: Record, round_: Round) -> list[Slot]:
    """Give the answers whose text papers print in a field (`paper.listed_text`): the office's, or theirs.

    [] for a field that prints no such words, and where nothing is printed.
    """
    return _behind(_PRINTED[key], record, round_) if key in _PRINTED else []


def _behind(words: _Words, record: Record, round_: Round) -> list[Slot]:
    year = round_.years[-1]
    if words.choice and record.answer(Slot(words.choice, year=year)).value == LEFT_OUT:
        return []
    slot = Slot(words.text, year=year)
    if _text(record.answer(slot)):
        return [slot]
    sources = (_sources(ask, slot, record.answers) for ask in round_.asks if ask.covers(slot))
    return next(filter(None, sources), [])


def source_text(ask: Ask, slot: Slot, answers: Mapping[Slot, Answer]) -> str:
    """Give the text that stands in an open cell before the office writes: of the field `ask.source`.

    A field that is answered several times (取組実績 of each activity) gives a line for each, in order.
    """
    return _join(_sources(ask, slot, answers), answers)


def _sources(ask: Ask, slot: Slot, answers: Mapping[Slot, Answer]) -> list[Slot]:
    if ask.source is None:
        return []
    beside = [one for one in answers if one.field == ask.source.key and _is_beside(one, slot)]
    return [one for one in sorted(beside, key=_position) if _text(answers[one])]


def _join(slots: Iterable[Slot], answers: Mapping[Slot, Answer]) -> str:
    return "\n".join(_text(answers[slot]) for slot in slots)


def _text(answer: Answer) -> str:
    """Give an answer as words, "" for none, for an error of Excel, and for what is asked about (確認中)."""
    if answer.state in (State.BLANK, State.ERROR) or answer.reading is not None:
        return ""
    return answer.value if isinstance(answer.value, str) else answer.raw.strip()


def _is_beside(source: Slot, slot: Slot) -> bool:
    """Tell whether two slots are about the same: of every axis both have, they stand at the same place."""
    pairs = zip(source[1:], slot[1:], strict=True)
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _position(slot: Slot) -> tuple[int, int, tuple[int, int], int]:
    return slot.indicator or 0, slot.activity or 0, slot.part or (0, 0), slot.year.begins if slot.year else 0
