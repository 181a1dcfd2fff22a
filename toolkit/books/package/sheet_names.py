"""A text in, a name that Excel takes for a sheet out; and what is wrong with a name that it does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from toolkit.books.package.lengths import MAX_SHEET_NAME, cut, units

_FORBIDDEN = frozenset("[]:*?/\\")
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
"""Kinds of character that Excel takes nowhere in a name; a 外字 (Co) is none of them."""
_RESERVED = {"history", "履歴"}
"""Names that Excel keeps for its own list of changes."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Begins what Excel reads as another character: `_x000D_`."""
_MARK = "・"


def sheet_name(text: str, others: Iterable[str] = ()) -> str:
    """Give a text as the name of a sheet, less what none may hold, and unlike the names of the others."""
    plain = "".join(_MARK if c in _FORBIDDEN else " " if _is_unseen(c) else c for c in text)
    plain = _ESCAPE.sub(_MARK, plain).strip().strip("'") or _MARK
    taken = {other.casefold() for other in others} | _RESERVED
    name, number = cut(plain, MAX_SHEET_NAME).strip("'"), 1
    while name.casefold() in taken:
        number += 1
        end = f"（{number}）"
        name = f"{cut(plain, MAX_SHEET_NAME - units(end))}{end}"
    return name


def sheet_names(texts: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Give the names of several sheets, no two alike."""
    names: list[str] = []
    for text in texts:
        names.append(sheet_name(text, [*others, *names]))
    return names


def why_no_sheet_name(name: str, others: Iterable[str]) -> str:
    """Say why Excel does not take a name, "" where it does."""
    if not name.strip() or units(name) > MAX_SHEET_NAME:
        return f"シート名「{name}」は1文字以上{MAX_SHEET_NAME}文字以内にする必要があります。"
    if set(name) & _FORBIDDEN or "'" in (name[0], name[-1]) or any(map(_is_unseen, name)):
        return f"シート名「{name}」に使えない文字（[ ] : * ? / \\ や両端の '）があります。"
    if name.casefold() in _RESERVED:
        return f"シート名「{name}」は、Excelが変更履歴に使う名前です。"
    if name.casefold() in {other.casefold() for other in others}:
        return f"シート名「{name}」が重なっています。"
    return ""


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
