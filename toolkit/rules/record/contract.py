"""A record and the contract it must meet in, what jsonschema finds at which answer out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from toolkit.model.fields import Slot
from toolkit.model.plan import Item
from toolkit.model.record import Answer, Record, State
from toolkit.model.words import plain_word
from toolkit.rules.record.compiled import compile_schema
from toolkit.rules.record.records import record_json, slot_at

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


class Contract:
    """The contract of a city's returns: jsonschema finds, but most records are clean at a quick look."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Take the narrowed schema."""
        self._schema = schema
        self._is_clean = compile_schema(schema)

    @cached_property
    def _validator(self) -> Draft202012Validator:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self._schema)

    def iter_faults(self, record: Record, item: Item) -> Iterator[tuple[ValidationError, Slot]]:
        """Yield every error with the slot it is about."""
        document = record_json(record, item)
        for error in () if self._is_clean(document) else self._validator.iter_errors(document):
            for leaf in _iter_leaves(error):
                slot = slot_at(tuple(leaf.absolute_path), item)
                if slot is None:
                    raise AssertionError(f"the contract asks for what is no answer's own: {leaf.message}")
                yield leaf, slot


def _iter_leaves(error: ValidationError) -> Iterator[ValidationError]:
    if error.context:
        for inner in error.context:
            yield from _iter_leaves(inner)
    else:
        yield error


def is_settled(error: ValidationError, answer: Answer) -> bool:
    """Tell whether an error needs no words: Excel's own has them, or the choice is only typed otherwise."""
    if error.validator != "enum" or error.absolute_path[-1] != "value":
        return answer.state is State.ERROR
    return answer.value in {plain_word(choice) for choice in choices_of(error)}


def choices_of(error: ValidationError) -> list[str]:
    """Give the choices a value is not among."""
    listed = error.validator_value
    return [str(one) for one in listed if one is not None] if isinstance(listed, list) else []
