"""The base schema and what a city declared (選択肢, チェック条件) in, the contract of its returns out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from toolkit.model.fields import Fields
from toolkit.model.profile import Profile

_INSIDE = ("items", "additionalProperties")


def narrow(base: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """Give the base schema narrowed to a city: the choices of its fields, the ranges of its numbers."""
    own: dict[str, Any] = {}
    for key, choices in profile.choices.items():
        _put(own, base, key, {"enum": [None, *choices.words]})
    for check in profile.checks:
        limits = {"minimum": check.low, "maximum": check.high}
        given = {name: _number(limit) for name, limit in limits.items() if limit is not None}
        if given:
            _put(own, base, check.field.key, {"type": ["number", "null"], **given})
    return {"$defs": base["$defs"], "allOf": [base, own]}


def is_answered(base: Mapping[str, Any], fields: Fields, key: str) -> bool:
    """Tell whether a field is one that a return answers, so that choices and ranges can hold of it."""
    return key in fields.by_key and bool(_path(base, key))


def _put(own: dict[str, Any], base: Mapping[str, Any], key: str, rule: Mapping[str, Any]) -> None:
    """Put what the value of a field's answers must be where the base schema has the field."""
    node = own
    for step in (*_path(base, key), "properties", "value"):
        node = node.setdefault(step, {})
    node.update(rule)


def _path(node: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Give the steps through a schema that lead to a field; () where it has no such field."""
    for name, prop in node.get("properties", {}).items():
        if "x-axes" in prop:
            if f"{node['x-key']}.{name}" == key:
                return "properties", name
        elif inside := _path(prop, key):
            return "properties", name, *inside
    for step in _INSIDE:
        if isinstance(node.get(step), Mapping) and (inside := _path(node[step], key)):
            return step, *inside
    return ()


def _number(limit: Decimal) -> int | float:
    return int(limit) if limit == limit.to_integral_value() else float(limit)
