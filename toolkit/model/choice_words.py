"""A field of choices and a word of it in, the word of the office's list, or the flag, that it means out.

Of 指標_達成 the city may have its own words for ○, × and 未 (目標達成): one is as good as the other.
"""

from __future__ import annotations

from toolkit.model.choices import Choices, Meaning, spelling
from toolkit.model.fields import Field
from toolkit.model.verdicts import Flag
from toolkit.model.words import did_you_mean

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


def listed_word(field: Field, text: str) -> str:
    """Give the word of the list (選択肢) for a choice as it was typed; any other text as it is.

    Of 指標_達成 the marks ○, × and 未 are the city's own words for them.
    """
    return find_listed(field, text) or text


def find_wrong_choice(field: Field, text: str) -> tuple[str, str] | None:
    """Find what is wrong with a word the office compares a field with, and the mend; None where nothing is.

    A field without choices may hold any word.
    """
    if not (field.choices or field.key == FLAG_FIELD) or find_listed(field, text) is not None:
        return None
    known = field.choices.words if field.choices else tuple(Flag)
    mend = f"選択肢シートの語（{'、'.join(known)}）と合わせてください。{did_you_mean(text, known)}"
    return f"「{text}」は、「{field.name}」の選択肢にありません。", mend


def find_listed(field: Field, text: str) -> str | None:
    """Find the word of the list a text means; None where it is none of the field's."""
    if field.key == FLAG_FIELD:
        flag = find_flag(text, field.choices)
        return flag_word(flag, field.choices) if flag else None
    choice = field.choices.find(text) if field.choices else None
    return choice.word if choice else None
