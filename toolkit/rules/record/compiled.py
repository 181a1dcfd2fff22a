"""A JSON schema in, a quick check out: a document it passes is one in which jsonschema finds nothing.

It need not know every keyword, nor be sure of every document: what it does not pass is for jsonschema to
judge. A keyword that is not known here passes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

Check = Callable[[Any], bool]
Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "null": (type(None),),
    "number": (int, float, Decimal),
}
_NUMBERS = _TYPES["number"]
_LOCAL = "#/$defs/"


def compile_schema(schema: Schema) -> Check:
    """Give the check of a schema; a `$ref` leads to its own `$defs`."""
    return _Compiler(schema.get("$defs", {})).check_of(schema)


class _Compiler:
    """Makes the checks of one schema; `definitions` are its `$defs`."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self.definitions = definitions
        self._referred: dict[str, Check] = {}

    def check_of(self, schema: Schema | bool) -> Check:
        """Give the check of a schema or of a part of one: that of all its keywords."""
        if isinstance(schema, bool):
            return _passes_nothing
        keywords = [key for key in schema if key not in _SAY_NOTHING and not key.startswith("x-")]
        if not all(key in _KEYWORDS for key in keywords):
            return _passes_nothing
        return _all([_KEYWORDS[key](self, schema[key], schema) for key in keywords])

    def refer(self, reference: str) -> Check:
        """Give the check of a definition, made once."""
        name = reference.removeprefix(_LOCAL)
        if name not in self.definitions or not reference.startswith(_LOCAL):
            return _passes_nothing
        if name not in self._referred:
            self._referred[name] = lambda value: self._referred[name](value)  # it may refer to itself
            self._referred[name] = self.check_of(self.definitions[name])
        return self._referred[name]


def _passes_nothing(_value: Any) -> bool:
    return False


def _all(checks: Sequence[Check]) -> Check:
    return checks[0] if len(checks) == 1 else lambda value: all(check(value) for check in checks)


def _type(names: Collection[str]) -> Check:
    if not all(name in _TYPES for name in names):
        return _passes_nothing
    types = frozenset(one for name in names for one in _TYPES[name])
    return lambda value: type(value) in types


def _enum(words: Collection[Any]) -> Check:
    """Pass a word or null that is among the choices: when other values are equal, jsonschema knows."""
    choices = frozenset(word for word in words if word is None or isinstance(word, str))
    return lambda value: (value is None or type(value) is str) and value in choices


def _required(names: Collection[str]) -> Check:
    needed = frozenset(names)
    return lambda value: type(value) is not dict or value.keys() >= needed


def _properties(checks: Mapping[str, Check]) -> Check:
    def passes(value: Any) -> bool:
        return type(value) is not dict or all(checks[key](value[key]) for key in value if key in checks)

    return passes


def _additional(check: Check, known: Collection[str]) -> Check:
    def passes(value: Any) -> bool:
        return type(value) is not dict or all(check(value[key]) for key in value if key not in known)

    return passes


def _items(check: Check) -> Check:
    return lambda value: type(value) is not list or all(map(check, value))


def _choose(when: Check, then: Check, otherwise: Check) -> Check:
    """Pass what meets `then`, and `otherwise` too unless `when` is surely met."""
    return lambda value: then(value) and (when(value) or otherwise(value))


_Keyword = Callable[[_Compiler, Any, Schema], Check]
_KEYWORDS: Mapping[str, _Keyword] = {
    "$ref": lambda make, said, _: make.refer(said),
    "type": lambda _make, said, _: _type([said] if isinstance(said, str) else said),
    "enum": lambda _make, said, _: _enum(said),
    "minimum": lambda _make, said, _: lambda value: type(value) not in _NUMBERS or value >= said,
    "maximum": lambda _make, said, _: lambda value: type(value) not in _NUMBERS or value <= said,
    "required": lambda _make, said, _: _required(said),
    "properties": lambda make, said, _: _properties({key: make.check_of(one) for key, one in said.items()}),
    "additionalProperties": lambda make, said, schema: _additional(
        make.check_of(said), schema.get("properties", {})
    ),
    "items": lambda make, said, _: _items(make.check_of(said)),
    "allOf": lambda make, said, _: _all([make.check_of(one) for one in said]),
    "if": lambda make, said, schema: _choose(
        make.check_of(said), make.check_of(schema.get("then", {})), make.check_of(schema.get("else", {}))
    ),
}
_SAY_NOTHING = ("$schema", "$defs", "title", "description", "then", "else")
"""Annotations, and what speaks with its `if`."""
