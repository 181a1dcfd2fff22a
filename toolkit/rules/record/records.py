"""The cells of one item's sheet in, its record out; and the record as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.model.fields import Field, Fields, Slot
from toolkit.model.plan import Item
from toolkit.model.returns import BLANK, Answer, Cell, Place, Record, State
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.quantities import read_quantity
from toolkit.rules.numbers.shown import shown_text
from toolkit.rules.record.outside import reaches_outside

JsonPath = tuple[str | int, ...]


def build_record(
    item: Item, cells: Mapping[Slot, Cell], places: Mapping[Slot, Place], fields: Fields
) -> Record:
    """Read the answers of an item from its cells, each by the kind of its field."""
    units = {indicator.number: indicator.unit for indicator in item.indicators}
    answers = {}
    for slot, cell in cells.items():
        field = fields[slot.field]
        unit = field.unit or units.get(slot.indicator or 0, "")
        answers[slot] = read_answer(cell, field, unit)
    return Record(item.id, answers, places)


def read_answer(cell: Cell, field: Field, unit: str = "") -> Answer:
    """Read one cell as its field asks; the raw text is kept whatever it means.

    A date or number where words are asked is what the cell showed: 45383 can be 令和6年4月1日.
    """
    if cell.formula is not None and reaches_outside(cell.formula):
        return Answer(cell.raw, State.ERROR, note="外部を参照する数式です。")
    if field.kind == "quantity":
        return read_quantity(cell, unit)
    if cell.kind == "error":
        return Answer(cell.raw, State.ERROR, note=str(cell.value))
    text = shown_text(cell).strip().strip("\u3000\u200b\ufeff")
    if not text:
        return BLANK if not cell.raw else Answer(cell.raw, State.BLANK)
    if field.kind == "choice":
        return Answer(cell.raw, State.TEXT, plain_word(text))
    return Answer(cell.raw, State.TEXT, text)


def record_json(record: Record, item: Item) -> dict[str, Any]:
    """Give a record as the JSON of config/base.schema.json, the contract of a return."""
    document: dict[str, Any] = {
        "item": {"id": item.id, "years": {}},
        "indicators": [
            {"id": str(one.number), "method": one.method.value, "years": {}}
            | ({"parts": [{"id": str(part.number), "years": {}} for part in one.parts]} if one.parts else {})
            for one in item.indicators
        ],
        "activities": [{"id": str(one.number), "years": {}} for one in item.activities],
        # An amount may be answered where none was planned.
        "effects": [{"id": str(number), "years": {}} for number in range(1, max(len(item.effects), 1) + 1)],
        "reviews": [review.as_json() for review in record.reviews],
    }
    mean = next((at for at, one in enumerate(item.indicators) if one.parts), 0)
    for slot, answer in record.answers.items():
        path = json_path(slot, mean)
        node: Any = document
        for step in path[:-1]:
            if isinstance(step, int):
                if step >= len(node):
                    break
                node = node[step]
            else:
                node = node.setdefault(step, {})
        else:
            node[path[-1]] = answer.as_json()
    return document


def json_path(slot: Slot, mean: int = 0) -> JsonPath:
    """Give where a slot's answer stands in the record's JSON.

    `mean` is the place (from 0) of the indicator whose parts are meant.
    """
    key, _, name = slot.field.partition(".")
    years = ("years", slot.year.label) if slot.year else ()
    match key:
        case "year":
            return ("item", *years, name)
        case "indicator":
            return ("indicators", (slot.indicator or 1) - 1, *years, name)
        case "activity":
            return ("activities", (slot.activity or 1) - 1, *years, name)
        case "part":
            return ("indicators", mean, "parts", (slot.part or 1) - 1, *years, name)
        case "effect":
            return ("effects", 0, *years, name)
    return ("item", name)


_GROUPS = {"indicators": "indicator", "parts": "part", "activities": "activity", "effects": "effect"}
_NO_ANSWERS = ("id", "method", "years", "parts")


def slot_at(path: JsonPath) -> Slot | None:
    """Give the slot a JSON path leads to (or into); None for a path that leads to no answer."""
    steps = list(path)
    key, axes = "", {}
    if steps[:1] == ["item"]:
        key = "item"
        del steps[0]
    while len(steps) > 1 and steps[0] in _GROUPS and isinstance(steps[1], int):
        key = _GROUPS[str(steps[0])]
        axes = {} if key == "effect" else {key: steps[1] + 1}
        del steps[:2]
    year = None
    if len(steps) > 2 and steps[0] == "years":
        key, year = "year" if key == "item" else key, FiscalYear.parse(str(steps[1]))
        del steps[:2]
    if not key or not steps or not isinstance(steps[0], str) or steps[0] in _NO_ANSWERS:
        return None
    return Slot(f"{key}.{steps[0]}", year=year, **axes)
