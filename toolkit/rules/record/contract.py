"""A record and the contract it must meet in, what jsonschema finds at which answer out."""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from toolkit.model.fields import Slot
from toolkit.model.plan import Item
from toolkit.model.record import Answer, Record, State
from toolkit.model.words import plain_word
from toolkit.rules.record.records import record_json, slot_at


def iter_faults(
    record: Record, item: Item, validator: Draft202012Validator
) -> Iterator[tuple[ValidationError, Slot]]:
    """Yield every error with the slot it is about."""
    for error in validator.iter_errors(record_json(record, item)):
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
