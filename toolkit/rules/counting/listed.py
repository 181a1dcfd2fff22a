"""What an item shows and the conditions of a paper's sheet in, which of its lines the sheet lists out."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.choice_words import listed_word
from toolkit.model.fields import Field, LineAxis, LineId, Slot
from toolkit.model.paper_settings import Conditions
from toolkit.model.plan import Item
from toolkit.model.slots import LINE_AXES, slots_of
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.paper_rows import LINES


def listed_lines(
    item: Item, texts: Mapping[Slot, str], conditions: Conditions, reported: FiscalYear
) -> tuple[bool, dict[LineAxis, list[LineId]]]:
    """Tell whether a sheet lists an item, and which of its indicators, activities and 内訳 (by id).

    A condition on an indicator's field is held by an indicator, all of them by the same one; an item none of
    whose indicators holds them is not listed. An item that has none at all, where nothing is asked of them,
    gets the one line 0. Of yearly fields the year reported on counts. A choice is compared as the word of
    the office's list: ○ and 目標達成 are one.
    """

    def holds(field: Field, axis: LineAxis | None = None, line: LineId = 0) -> bool:
        slot = Slot(field.key, year=reported if "year" in field.axes else None)
        slot = slot.at(axis, line) if axis else slot
        shown, *wanted = (
            plain_word(listed_word(field, word)) for word in (texts.get(slot, ""), *conditions[field])
        )
        return shown in wanted

    shown = all(holds(field) for field in conditions if not set(field.axes) & set(LINES.values()))
    lines: dict[LineAxis, list[LineId]] = {}
    slots = slots_of(item)
    for axis in LINE_AXES:
        own = [field for field in conditions if axis in field.axes]
        lines[axis] = [line for line in slots.lines(axis) if all(holds(field, axis, line) for field in own)]
        if own:
            shown = shown and bool(lines[axis])
        elif not lines[axis]:
            lines[axis] = [0]
    return shown, lines
