"""A condition over fields in, the words that tell a department of it out."""

from __future__ import annotations

from toolkit.model.fields import Fields
from toolkit.model.numbers import print_number
from toolkit.rules.figures.expression import (
    BOTH,
    EITHER,
    Blank,
    Expression,
    Number,
    Operation,
    Term,
    Text,
)
from toolkit.rules.figures.parse import write

_COMPARED = {"<": "未満", "≤": "以下", ">": "を超える", "≥": "以上"}


def say(when: Expression | None, then: Expression, fields: Fields) -> str:
    """Say what must hold, and where: `進捗が「遅れ」のときは、課題と改善点を記入してください。`"""
    head = f"{_phrase(when, fields)}ときは、" if when is not None else ""
    match then:
        case Operation("≠", Term(keys), Blank()) | Operation("≠", Blank(), Term(keys)):
            return f"{head}{_title(keys[0], fields)}を記入してください。"
        case Operation("=", Term(keys), Blank()) | Operation("=", Blank(), Term(keys)):
            return f"{head}{_title(keys[0], fields)}は空欄にしてください。"
    return f"{head}{_phrase(then, fields)}ことになっています。"


def _phrase(tree: Expression, fields: Fields) -> str:
    """Say a condition so that ときは or ことに may follow."""
    match tree:
        case Operation(sign, left, right) if sign in (BOTH, EITHER):
            return f"{_phrase(left, fields)}、{sign}{_phrase(right, fields)}"
        case Operation("=", left, Blank()) | Operation("=", Blank(), left):
            return f"{_value(left, fields)}が空欄である"
        case Operation("≠", left, Blank()) | Operation("≠", Blank(), left):
            return f"{_value(left, fields)}が空欄でない"
        case Operation("=", left, right):
            return f"{_value(left, fields)}が{_value(right, fields)}である"
        case Operation("≠", left, right):
            return f"{_value(left, fields)}が{_value(right, fields)}でない"
        case Operation(">", left, right):
            return f"{_value(left, fields)}が{_value(right, fields)}を超える"
        case Operation(sign, left, right) if sign in _COMPARED:
            return f"{_value(left, fields)}が{_value(right, fields)}{_COMPARED[sign]}である"
    return _value(tree, fields)


def _value(tree: Expression, fields: Fields) -> str:
    match tree:
        case Term(keys):
            return _title(keys[0], fields)
        case Text(text):
            return f"「{text}」"
        case Number(value):
            return print_number(value)
        case Operation(sign, left, right):
            return f"{_value(left, fields)} {sign} {_value(right, fields)}"
    return write(tree)


def _title(name: str, fields: Fields) -> str:
    return fields.by_name[name].title
