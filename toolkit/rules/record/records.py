"""The cells of one item's sheet in, its record out; and the record as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.model.fields import Field, Fields, Slot
from toolkit.model.plan import Effect, Item
from toolkit.model.record import BLANK, Answer, Cell, Place, Record, State
from toolkit.model.slots import find_effect, slots_of
from toolkit.model.words import is_blank, plain_word, visible
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.amounts import read_spread
from toolkit.rules.numbers.quantities import clean_text, read_quantity, says_none
from toolkit.rules.numbers.shown import shown_text
from toolkit.rules.record.outside import reaches_outside
from toolkit.rules.record.read_item import EFFECTS, is_set, planned_amount, unit_of
from toolkit.rules.record.seen import foreign_content, is_struck_out, raised_figure

JsonPath = tuple[str | int, ...]


def build_record(
    item: Item, cells: Mapping[Slot, Cell], places: Mapping[Slot, Place], fields: Fields
) -> Record:
    """Read the answers of an item from its cells, each by the kind of its field."""
    answers = {}
    for slot, cell in cells.items():
        field = fields[slot.field]
        answer = read_answer(cell, field, field.unit or unit_of(item, slot))
        answers[slot] = _none_where_nothing_was_planned(item, slot, answer)
    return Record(item.id, answers, places)


def _none_where_nothing_was_planned(item: Item, slot: Slot, answer: Answer) -> Answer:
    """Take なし, 該当なし for － where no amount was planned; beside a planned one it may as well be 0."""
    if slot.field not in EFFECTS or answer.state is not State.TEXT or not says_none(answer.raw):
        return answer
    if is_set(planned_amount(item, slot)):
        return answer
    return Answer(answer.raw, State.NOT_SET, note="効果見込額がないので、実績効果額もないものとします。")


def read_answer(cell: Cell, field: Field, unit: str = "") -> Answer:
    """Read one cell as its field asks; the raw text is kept whatever it means.

    A date or number where words are asked is what the cell showed: 45383 can be 令和6年4月1日. A choice is
    the word of the office's list, however it was typed. What is not to be printed (a picture, what is
    struck) has no raw text either.
    """
    if content := foreign_content(cell):
        return Answer("", State.ERROR, note=f"{content}が入っています。")
    if cell.formula is not None and reaches_outside(cell.formula):
        return Answer(cell.raw, State.ERROR, note="外部を参照する数式です。")
    if is_struck_out(cell):
        return Answer("", State.AMBIGUOUS, note="全体に取消線が引かれています。")
    if cell.shown.merged and not is_blank(cell.raw):
        return Answer(cell.raw, State.AMBIGUOUS, note="結合されたセルの記入です。")
    if field.kind == "quantity":
        if raised_figure(cell):
            return Answer(cell.raw, State.AMBIGUOUS, note="上付き・下付きの数字があります。")
        return read_quantity(cell, unit)
    if cell.kind == "error":
        return Answer(cell.raw, State.ERROR, note=str(cell.value))
    text = shown_text(cell).strip().strip("\u3000\u200b\ufeff")
    if is_blank(text):
        return BLANK if not cell.raw else Answer(cell.raw, State.BLANK)
    if field.kind == "choice":
        word = field.choices.word(text) if field.choices else plain_word(text)
        return Answer(cell.raw, State.TEXT, word)
    return Answer(cell.raw, State.TEXT, text)


def says_same(one: Cell | None, other: Cell | None, field: Field, unit: str) -> bool:
    """Tell whether two cells of a field say the same, however it was typed.

    1,200 and １２００ do, 約34 and 34 do not.
    """
    one, other = one or Cell(""), other or Cell("")
    if visible(one.raw).split() == visible(other.raw).split():
        return True
    was, now = (read_answer(cell, field, unit) for cell in (one, other))
    if was.value is None and was.state not in (State.UNDECIDED, State.NOT_SET):
        return False
    return _meant(was) == _meant(now)


def _meant(answer: Answer) -> tuple[object, ...]:
    """Give what an answer says: its value, when it will be known, how near it is said to be (約34, 30弱)."""
    return answer.state, answer.value, answer.word, answer.due, read_spread(clean_text(answer.raw))


def record_json(record: Record, item: Item) -> dict[str, Any]:
    """Give a record as the JSON of config/base.schema.json, the contract of a return."""
    document: dict[str, Any] = {
        "item": {"id": item.id, "years": {}},
        "indicators": [
            {"id": str(one.id), "method": one.method.value, "years": {}}
            | ({"parts": [{"id": str(part.number), "years": {}} for part in one.parts]} if one.parts else {})
            for one in item.indicators
        ],
        "activities": [{"id": str(one.id), "years": {}} for one in item.activities],
        # An amount may be answered where none was planned.
        "effects": [{"id": str(one.id), "years": {}} for one in item.effects or (Effect({}),)],
        "reviews": [review.as_json() for review in record.reviews],
    }
    for slot, answer in record.answers.items():
        path = json_path(slot, item)
        node: Any = document
        for step in path[:-1] if path else ():
            node = node[step] if isinstance(step, int) else node.setdefault(step, {})
        if path:
            node[path[-1]] = answer.as_json()
    return document


def json_path(slot: Slot, item: Item) -> JsonPath | None:
    """Find where a slot's answer stands in the record's JSON; None where the item has no such line."""
    lines = slots_of(item)
    if lines.place_of(slot) is None:
        return None
    key, _, name = slot.field.partition(".")
    years = ("years", slot.year.label) if slot.year else ()
    match key:
        case "year":
            return ("item", *years, name)
        case "indicator":
            return ("indicators", lines.indicators.index(slot.indicator or 0), *years, name)
        case "activity":
            return ("activities", lines.activities.index(slot.activity or 0), *years, name)
        case "part":
            indicator, number = slot.part or (0, 0)
            at = lines.indicators.index(indicator)
            own = [part.number for part in item.indicators[at].parts]
            return ("indicators", at, "parts", own.index(number), *years, name)
        case "effect":
            effect = find_effect(item, slot)
            return ("effects", item.effects.index(effect) if effect else 0, *years, name)
    return ("item", name)


_GROUPS = {"indicators": "indicator", "parts": "part", "activities": "activity", "effects": "effect"}
_NO_ANSWERS = ("id", "method", "years", "parts")


def slot_at(path: JsonPath, item: Item) -> Slot | None:
    """Give the slot a JSON path leads to (or into); None for a path that leads to no answer."""
    steps = list(path)
    key, line = "", Slot("")
    if steps[:1] == ["item"]:
        key = "item"
        del steps[0]
    while len(steps) > 1 and steps[0] in _GROUPS and isinstance(steps[1], int):
        key = _GROUPS[str(steps[0])]
        line = _line_at(key, steps[1], item, line)
        del steps[:2]
    year = None
    if len(steps) > 2 and steps[0] == "years":
        key, year = "year" if key == "item" else key, FiscalYear.parse(str(steps[1]))
        del steps[:2]
    if not key or not steps or not isinstance(steps[0], str) or steps[0] in _NO_ANSWERS:
        return None
    return line._replace(field=f"{key}.{steps[0]}", year=year)


def _line_at(key: str, at: int, item: Item, within: Slot) -> Slot:
    """Give which line of an item stands at this place of a group; `within` is the indicator of parts."""
    match key:
        case "indicator":
            return Slot("", indicator=item.indicators[at].id)
        case "activity":
            return Slot("", activity=item.activities[at].id)
        case "part":
            indicator = next(one for one in item.indicators if one.id == within.indicator)
            return Slot("", part=indicator.part_ids[at])
    return Slot("")
