"""The 照合 of a printed figure and the JSON of 取りまとめ表 in, the value it points at out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from toolkit.model.numbers import print_number
from toolkit.model.words import half_width, plain_word

_STEP = re.compile(r"\s*([^.\[\]]+?)\s*(?:\[([^\]]*)\])?\s*(?:\.|$)")
_SIGN = re.compile(r"\s([+\-−])\s(?![^\[]*\])")
_ROUND = re.compile(r"([^.\[\]:]+):(.*)", re.DOTALL)
_SHOWN = 6  # names listed where one was not found


class NothingThereError(LookupError):
    """The path leads to nothing; the message says at which word, in Japanese."""


class NoValueError(NothingThereError):
    """The path leads to a place of the master that holds no value (yet)."""


@dataclass(frozen=True)
class Found:
    """What a path leads to: a number, or a text ("" for a rate that was not computed), and what holds it.

    `unit` is the unit of an amount, "" elsewhere; `holder` is empty for a sum of several paths.
    """

    value: Decimal | str
    unit: str = ""
    holder: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as printed: `461,389`, `66.0%`."""
        return self.value if isinstance(self.value, str) else print_number(self.value)


def split_round(path: str) -> tuple[str, str]:
    """Part `R5_見込み: indicators.total.set` = (round id, path); without a round ("", path)."""
    match = _ROUND.fullmatch(path.replace("：", ":"))
    return (match[1].strip(), match[2].strip()) if match else ("", path.strip())


def resolve(path: str, document: Mapping[str, Any]) -> Found:
    """Follow a path (`effects.groups[改革項目=3-1].planned.total`), or paths joined by ` + ` and ` - `.

    Steps are the keys of 取りまとめ表.json. In brackets stands which entry of a list: of groups
    `by=last part of the path` (or more of it, joined by `/`), of verdicts the indicator's id, with `@R5`
    where there are several years, of excluded effects `item` or `item#activity`, of conventions the name, of
    printed figures 名称 or 箇所.
    Words are compared as plain words. Raises NothingThereError.
    """
    (_, first), *rest = split_sum(path)
    found = _follow(first, document)
    for sign, term in rest:
        other = _follow(term, document)
        if not isinstance(found.value, Decimal) or not isinstance(other.value, Decimal):
            raise NothingThereError("「+」「-」でつなげるのは、数値だけです")
        value = found.value + other.value if sign == "+" else found.value - other.value
        found = Found(value, found.unit or other.unit)
    return found


def iter_terms(path: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the steps of each path that ` + ` and ` - ` join: key, and what stands in its brackets or "".

    Raises NothingThereError for what is no path.
    """
    for _, term in split_sum(path):
        yield list(_steps(term))


def split_sum(path: str) -> list[tuple[str, str]]:
    """Part what ` + ` and ` - ` join: (sign, path) each, the first with `+`."""
    parts = ["+", *_SIGN.split(half_width(path))]
    return list(zip(parts[::2], parts[1::2], strict=True))


def is_called(entry: Any, wanted: str) -> bool:
    """Tell whether an entry of a list is the one that brackets name."""
    return plain_word(wanted) in {plain_word(name) for name in _names(entry)}


def _follow(path: str, document: Mapping[str, Any]) -> Found:
    at: Any = document
    holder: Mapping[str, Any] = {}
    for key, entry in _steps(path):
        if at is None:
            raise NoValueError(f"「{key}」の前に、値がありません")
        if not isinstance(at, Mapping):
            raise NothingThereError(f"「{key}」の前が、値で終わっています")
        holder, at = at, _entry_of(at, key)
        if entry:
            at = _select(at, key, entry)
    if isinstance(at, Mapping | list):
        raise NothingThereError(f"「{path.strip()}」は、値まで届いていません")
    if at is None:
        raise NoValueError(f"「{path.strip()}」の値がありません")
    if isinstance(at, str):
        return Found(at, holder=holder)
    amounts = path.strip().startswith("effects")
    return Found(Decimal(str(at)), str(document["effects"]["unit"] or "") if amounts else "", holder)


def _steps(path: str) -> Iterator[tuple[str, str]]:
    """Yield each step with what stands in its brackets, or ""."""
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            raise NothingThereError(f"「{path[at:].strip()}」を式として読めません")
        yield match[1], match[2] or ""
        at = match.end()


def _entry_of(holder: Mapping[str, Any], key: str) -> Any:
    for name, value in holder.items():
        if plain_word(name) == plain_word(key):
            return value
    raise NothingThereError(f"「{key}」がありません{_list(holder)}")


def _select(entries: Any, key: str, wanted: str) -> Any:
    if not isinstance(entries, list):
        raise NothingThereError(f"「{key}」は、[ ] で選ぶ一覧ではありません")
    if not entries:
        raise NoValueError(f"「{key}」には、一つもありません")
    found = [entry for entry in entries if is_called(entry, wanted)]
    if len(found) > 1:
        raise NothingThereError(f"「{key}」に「{wanted}」が{len(found)}件あり、一つに決まりません")
    if not found:
        raise NothingThereError(f"「{key}」に「{wanted}」がありません")
    return found[0]


def _names(entry: Any) -> list[str]:
    """Give the words by which an entry of a list may be called."""
    match entry:
        case {"by": by, "path": path}:
            return [f"{by}={'/'.join(path[at:])}" for at in range(len(path))]
        case {"indicator_id": indicator, "year": year}:
            return [indicator, f"{indicator}@{year}"]
        case {"item": item, "activity": activity}:
            return [item, f"{item}#{activity}"]
        case {"where": where, "name": name}:
            return [name, where]
        case {"name": name}:
            return [name]
    return []


def _list(names: Mapping[str, Any]) -> str:
    known = list(names)[:_SHOWN]
    return f"（あるのは {'、'.join(known)}{'など' if len(names) > _SHOWN else ''}）" if known else ""
