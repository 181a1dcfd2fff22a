"""The fields a form can hold: the base schema (a dict) in, named fields with their axes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from toolkit.model.choices import Choices
from toolkit.model.years import FiscalYear

Axis = Literal["indicator", "activity", "part", "item", "year"]
LineAxis = Literal["indicator", "activity", "part"]
"""What an item has several of."""
FieldKind = Literal["quantity", "text", "choice", "date", "year"]


@dataclass(frozen=True)
class Field:
    """One field of the form.

    `key` is its name in code (`indicator.actual`), `name` the word of templates, rounds and messages
    (`指標_実績値`), `axes` what it is repeated over, `unit` the unit of its numbers or "". `reason` is None
    for what is no evaluation, else the key of the field that says why ("" for none). `choices` are those the
    office declared (選択肢), None where it declared none.
    """

    key: str
    name: str
    axes: tuple[Axis, ...]
    kind: FieldKind
    unit: str = ""
    hide_empty: bool = False
    reason: str | None = None
    choices: Choices | None = None

    @property
    def title(self) -> str:
        """The word without its group: `実績値`."""
        return self.name.partition("_")[2]


PartId = tuple[int, int]
"""The indicator a 内訳 belongs to, and its own number."""
LineId = int | PartId
"""The id of an indicator or activity, or of a 内訳."""


class Slot(NamedTuple):
    """Which value of an item is meant: a field, and of which indicator, activity or 内訳 (by id), which year.

    On a template that is not yet an item's (`model/slots.py`) the ids are places, 1-based, a 内訳 (0, place).
    """

    field: str
    indicator: int | None = None
    activity: int | None = None
    year: FiscalYear | None = None
    part: PartId | None = None

    def at(self, axis: LineAxis, line: LineId) -> Slot:
        """Give the same field of another indicator (activity, 内訳)."""
        return self._replace(**{axis: line})  # type: ignore[arg-type]  # the axis says which kind of id

    @property
    def number(self) -> int:
        """The last number of the indicator's (activity's, 内訳's) id; 0 where the value is of none."""
        return self.indicator or self.activity or (self.part or (0, 0))[1]


class Fields:
    """All fields of a base schema, found by key (code) or by name (templates)."""

    def __init__(self, fields: Iterator[Field]) -> None:
        """Index the fields."""
        self.by_key = {field.key: field for field in fields}
        self.by_name = {field.name: field for field in self.by_key.values()}

    def with_choices(self, choices: Mapping[str, Choices]) -> Fields:
        """Give these fields with the choices a city declared, by key."""
        return Fields(
            replace(field, choices=choices.get(key, field.choices)) for key, field in self.by_key.items()
        )

    def with_figures(self, words: Iterable[str]) -> Fields:
        """Give these fields and one for each figure of a paper: the word 達成 is the field `数値_達成`."""
        figures = (Field(f"{FIGURE}.{word}", f"数値_{word}", (), "quantity") for word in words)
        return Fields(iter([*self.by_key.values(), *figures]))

    def __getitem__(self, key: str) -> Field:
        """Give the field with this key; KeyError names a key the schema lacks."""
        return self.by_key[key]


FIGURE = "figure"
"""Begins the key of a figure that a paper names itself."""
EFFECT_UNIT = "効果額の単位"
"""Stands in a schema for the unit of the city's effect amounts."""


def load_fields(schema: Mapping[str, Any], effect_unit: str = "千円") -> Fields:
    """Find every field of a base schema: a property that states `x-axes`.

    The group word is the title of the object that holds the property, so `指標` + `実績値` = `指標_実績値`;
    the key is the object's `x-key` and the property's own name.
    """
    return Fields(
        replace(field, unit=effect_unit) if field.unit == EFFECT_UNIT else field
        for field in _iter_fields(schema)
    )


def _iter_fields(node: Mapping[str, Any]) -> Iterator[Field]:
    for name, prop in node.get("properties", {}).items():
        if "x-axes" in prop:
            yield Field(
                key=f"{node['x-key']}.{name}",
                name=f"{node['title']}_{prop['title']}",
                axes=tuple(prop["x-axes"]),
                kind=prop["x-kind"],
                unit=prop.get("x-unit", ""),
                hide_empty=prop.get("x-hide-empty", False),
                reason=prop.get("x-reason"),
            )
        else:
            yield from _iter_fields(prop)
    for child in ("items", "additionalProperties"):
        if isinstance(node.get(child), Mapping):
            yield from _iter_fields(node[child])
