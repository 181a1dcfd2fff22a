"""What the quick check passes jsonschema finds nothing in; what it does not know it does not pass."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.rules.small_return import ACTUAL, item_of, return_of, schema_of, text_cell
from toolkit.rules.record.compiled import compile_schema
from toolkit.rules.record.records import record_json

SCHEMA = schema_of()
IS_CLEAN = compile_schema(SCHEMA)

VALUES = st.sampled_from(
    [
        "number",
        "blank",
        "人",
        "順調",
        "掲載する",
        "",
        None,
        True,
        False,
        0,
        1,
        1.0,
        7.5,
        Decimal(1),
        Decimal("7.6"),
    ]
)
NAMES = st.sampled_from(["raw", "value", "state", "years", "R5", "actual"])
DOCUMENTS = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def schemas(*references: str) -> st.SearchStrategy[dict[str, Any]]:
    """Make schemas of the keywords that contracts use, one inside the other."""

    def around(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries(
            {},
            optional={
                "properties": st.dictionaries(NAMES, inner, max_size=2),
                "additionalProperties": inner,
                "items": inner,
                "allOf": st.lists(inner, min_size=1, max_size=2),
                "if": inner,
                "then": inner,
                "else": inner,
            }
            | ({"$ref": st.sampled_from([f"#/$defs/{name}" for name in references])} if references else {}),
        )

    types = st.sampled_from(["object", "array", "string", "null", "number"])
    plain = st.fixed_dictionaries(
        {},
        optional={
            "type": types | st.lists(types, min_size=1, unique=True),
            "enum": st.lists(VALUES, min_size=1),
            "required": st.lists(NAMES, max_size=2),
            "minimum": st.sampled_from([0, 1, 7.5]),
            "maximum": st.sampled_from([0, 1, 7.5]),
            "title": st.just("題"),
            "x-axes": st.just([]),
        },
    )
    return st.recursive(plain, around, max_leaves=6)


DEFINITIONS = st.fixed_dictionaries({"one": schemas("other"), "other": schemas()})


@given(schemas("one", "other"), DEFINITIONS, DOCUMENTS)
def test_jsonschema_finds_nothing_in_what_the_check_passes(
    schema: dict[str, Any], definitions: dict[str, Any], document: Any
) -> None:
    whole = {**schema, "$defs": definitions}
    if compile_schema(whole)(document):
        assert list(Draft202012Validator(whole).iter_errors(document)) == []


@st.composite
def records(draw: st.DrawFn) -> Any:
    """Give the JSON of a good return, with something else at one place of it."""
    document = record_json(return_of().record, item_of())
    node: Any = document
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or draw(st.booleans()):
            node[key] = draw(DOCUMENTS)
            break
        node = node[key]
    return document


@given(records())
def test_it_never_passes_a_record_that_breaks_the_contract(document: Any) -> None:
    errors = list(Draft202012Validator(SCHEMA).iter_errors(document))
    assert not (errors and IS_CLEAN(document))


def test_it_passes_a_good_record_and_not_a_word_where_a_number_belongs() -> None:
    assert IS_CLEAN(record_json(return_of().record, item_of()))
    assert not IS_CLEAN(record_json(return_of({ACTUAL: text_cell("たくさん")}).record, item_of()))


@pytest.mark.parametrize(
    ("schema", "passed", "refused"),
    [
        ({"type": "string"}, "a", 1),
        ({"type": ["number", "null"], "maximum": 100}, Decimal(100), Decimal("100.1")),
        ({"enum": [None, "済"]}, "済", "未"),
        ({"required": ["raw"]}, {"raw": ""}, {}),
        ({"additionalProperties": {"type": "string"}}, {"R5": "a"}, {"R5": 1}),
        ({"items": {"minimum": 1}}, [1, 2], [1, 0]),
        ({"if": {"enum": ["人"]}, "else": {"type": "null"}}, "人", "数値"),
        ({"$ref": "#/$defs/word", "$defs": {"word": {"type": "string"}}}, "a", 1),
    ],
)
def test_every_keyword_of_a_contract_passes_and_refuses(
    schema: dict[str, Any], passed: Any, refused: Any
) -> None:
    assert compile_schema(schema)(passed)
    assert not compile_schema(schema)(refused)


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ({"pattern": "a*"}, "a"),
        ({"type": "integer"}, 5),
        ({"enum": [5]}, 5),
        ({"items": True}, ["a"]),
        ({"$ref": "other.json#/word"}, "a"),
    ],
)
def test_what_it_does_not_know_is_left_to_jsonschema(schema: dict[str, Any], document: Any) -> None:
    assert not compile_schema(schema)(document)
