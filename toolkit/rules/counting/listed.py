"""What an item shows and the conditions of a paper's sheet in, which of its lines the sheet lists out."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.fields import Field, LineAxis, Slot
from toolkit.model.paper_settings import Conditions
from toolkit.model.plan import Item
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.paper_rows import LINES


def listed_lines(
    item: Item, texts: Mapping[Slot, str], conditions: Conditions, reported: FiscalYear
) -> tuple[bool, dict[LineAxis, list[int]]]:
    """Tell whether a sheet lists an item, and which of its indicators, activities and 内訳 (by number).

    A condition on an indicator's field is held by an indicator, all of them by the same one; an item none of
    whose indicators holds them is not listed. An item that has none at all, where nothing is asked of them,
    gets the one line 0. Of yearly fields the year reported on counts.
    """

    def holds(field: Field, axis: LineAxis | None = None, number: int = 0) -> bool:
        slot = Slot(field.key, year=reported if "year" in field.axes else None)
        slot = slot.at(axis, number) if axis else slot
        return plain_word(texts.get(slot, "")) in {plain_word(word) for word in conditions[field]}

    shown = all(holds(field) for field in conditions if not set(field.axes) & set(LINES.values()))
    lines: dict[LineAxis, list[int]] = {}
    for axis, count in _counts(item).items():
        own = [field for field in conditions if axis in field.axes]
        lines[axis] = [n for n in range(1, count + 1) if all(holds(field, axis, n) for field in own)]
        if own:
            shown = shown and bool(lines[axis])
        elif not count:
            lines[axis] = [0]
    return shown, lines


def _counts(item: Item) -> dict[LineAxis, int]:
    return {
        "indicator": len(item.indicators),
        "activity": len(item.activities),
        "part": sum(len(indicator.parts) for indicator in item.indicators),
    }
