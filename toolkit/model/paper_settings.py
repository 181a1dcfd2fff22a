"""A [[paper]] of gyokaku.toml (a dict) in, the typed settings of a paper of the meeting (会議資料) out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.model.fields import Field, Fields
from toolkit.model.verdicts import Flag
from toolkit.model.words import plain_word

_OF_NO_ITEM = {
    *("paper.number", "paper.name", "paper.meeting", "paper.date", "paper.city", "paper.plan"),
    *("paper.round", "paper.forecast", "paper.unsettled", "paper.year", "paper.points_at"),
    *("paper.running_number", "paper.circled_number"),
}
"""Fields of papers that say nothing of an item."""

_KEYS = ("number", "name", "file", "per", "form", "rounds", "figures", "only")

Conditions = Mapping[Field, Sequence[str]]
"""For each field the words it may hold."""


@dataclass(frozen=True)
class PaperSettings:
    """A paper of the meeting (会議資料): its number, its template in 様式 and what it shows.

    `per_level` n: the sheet with blocks is made once for each part of level n; 0: once. `forms` add a
    filled sheet of these forms for every item. `figures` gives the expression of each figure; `only` names,
    by sheet, what the fields of an item (of an indicator, an activity) may hold for it to get a row: one set
    of conditions, or several, the rows of which stand in groups one below the other. `rounds` are those it
    is made for; () for every round.
    """

    name: str
    number: str
    file: str
    per_level: int = 0
    forms: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Sequence[Conditions]] = field(default_factory=dict)
    rounds: tuple[str, ...] = ()


def load_paper(data: Mapping[str, Any], name: str, number: str, fields: Fields) -> PaperSettings:
    """Check and type the settings of one paper; ValueError or KeyError for what is wrong or missing."""
    strange = [key for key in data if key not in _KEYS]
    if strange:
        raise ValueError(f"paper に「{strange[0]}」という設定はありません（{'、'.join(_KEYS)}）")
    per = str(data.get("per", ""))
    if per not in ("", "階層1", "階層2", "階層3"):
        raise ValueError(f"paper の per「{per}」は、「階層1」「階層2」「階層3」のどれかです")
    return PaperSettings(
        name=name,
        number=number,
        file=data["file"],
        per_level=int(per[-1]) if per else 0,
        forms=_words(data.get("form", [])),
        figures={str(word): str(path) for word, path in data.get("figures", {}).items()},
        only={sheet: _conditions(one, fields) for sheet, one in data.get("only", {}).items()},
        rounds=_words(data.get("rounds", [])),
    )


def _conditions(data: Any, fields: Fields) -> tuple[Conditions, ...]:
    """Give the conditions of a sheet: one table of them, or a list of tables."""
    tables = data if isinstance(data, list) else [data]
    if not tables or not all(isinstance(table, Mapping) for table in tables):
        raise ValueError('paper の only は、シートごとに { "欄" = "語" } か、それを [ ] に並べて書きます')
    strange = [word for table in tables for word in table if word not in fields.by_name]
    if strange:
        raise ValueError(f"paper の only「{strange[0]}」という欄はありません")
    for table in tables:
        for word, wanted in table.items():
            _check_condition(fields.by_name[word], _words(wanted))
    return tuple({fields.by_name[word]: _words(text) for word, text in table.items()} for table in tables)


def _check_condition(field: Field, words: Sequence[str]) -> None:
    """Refuse a condition that nothing could ever hold: the list would be empty, and nobody told."""
    if field.key.startswith(("book.", "edition.")) or field.key in _OF_NO_ITEM:
        raise ValueError(f"paper の only「{field.name}」は、項目の欄ではありません")
    if not words:
        raise ValueError(f"paper の only「{field.name}」の語がありません")
    flags = {plain_word(flag) for flag in ("", *Flag)}
    for word in words if field.key == "indicator.flag" else ():
        if plain_word(word) not in flags:  # 〇 looks like ○ and is not
            known = "、".join(Flag)
            raise ValueError(f"paper の only「{field.name}」に「{word}」という語はありません（{known}）")


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    """Give one word or several, as they may be written."""
    if not isinstance(value, str | list):
        raise ValueError(f'paper の「{value}」は、"{value}" のように書きます')
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)
