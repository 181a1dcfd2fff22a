"""A field and a word of it in, the word of the office's list it means out: what papers print and compare."""

from __future__ import annotations

from toolkit.model.fields import Field
from toolkit.model.flag_words import FLAG_FIELD, find_flag, flag_word


def listed_word(field: Field, text: str) -> str:
    """Give the word of the list (選択肢) for a choice as it was typed; any other text as it is.

    Of 指標_達成 the marks ○, × and 未 are the city's own words for them.
    """
    return find_listed(field, text) or text


def find_listed(field: Field, text: str) -> str | None:
    """Find the word of the list a text means; None where it is none of the field's."""
    if field.key == FLAG_FIELD:
        flag = find_flag(text, field.choices)
        return flag_word(flag, field.choices) if flag else None
    choice = field.choices.find(text) if field.choices else None
    return choice.word if choice else None
