"""The choices of 指標_達成 in, the city's words for ○, × and 未 out; and a word in, the flag it means out."""

from __future__ import annotations

from toolkit.model.choices import Choices, Meaning, spelling
from toolkit.model.verdicts import Flag

FLAG_FIELD = "indicator.flag"
_MARKS = {spelling(flag): flag for flag in Flag}


def flag_word(flag: Flag, choices: Choices | None) -> str:
    """Give the city's word for a flag: 目標達成 for ○; the mark itself where it has none."""
    own = choices.meaning(Meaning(flag)) if choices and flag is not Flag.NOT_SET else ()
    return own[0] if own else flag.value


def find_flag(word: str, choices: Choices | None) -> Flag | None:
    """Find the flag a word means: a choice of the city by its 数え方, or a mark; None for any other."""
    choice = choices.find(word) if choices else None
    if choice and choice.meaning:
        return Flag(choice.meaning)
    return _MARKS.get(spelling(word))
