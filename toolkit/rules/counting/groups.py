"""Rows of a consolidation in, their groups out: by level of the plan, item, activity, 部 and 種別."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolkit.model.counts import Counted, Group
from toolkit.model.summary import EffectRow, IndicatorRow, StatusRow

ACTIVITY, DIVISION, KIND = "活動", "部", "種別"

AnyRow = IndicatorRow | StatusRow | EffectRow
Row = TypeVar("Row", IndicatorRow, StatusRow, EffectRow)
Path = tuple[str, ...]


@dataclass(frozen=True)
class Axes:
    """What rows are grouped by. `divisions` are the 部 in 建制順, which their groups stand in."""

    levels: Sequence[str]
    item_word: str
    divisions: Sequence[str] = ()

    def groups_of(self, row: AnyRow) -> Iterator[tuple[str, Path]]:
        """Yield (axis, path) of every group a row belongs to; effects also by item and activity."""
        for depth, word in enumerate(self.levels[: len(row.path)], 1):
            yield word, row.path[:depth]
        if isinstance(row, EffectRow):
            item = (*row.path, row.item_id)
            yield self.item_word, item
            if row.activity is not None:
                yield ACTIVITY, (*item, f"{row.item_id}#{row.activity}")
        yield DIVISION, (row.division,)
        kind = "" if isinstance(row, StatusRow) else row.kind
        if kind:
            yield KIND, (kind,)

    def group(self, rows: Sequence[Row], count: Callable[[Sequence[Row]], Counted]) -> list[Group[Counted]]:
        """Count every group: levels in the plan's order, then items, activities, 部 in 建制順, 種別."""
        parts: dict[tuple[str, Path], list[Row]] = {}
        for row in rows:
            for group in self.groups_of(row):
                parts.setdefault(group, []).append(row)
        words = [*self.levels, self.item_word, ACTIVITY, DIVISION, KIND]
        divisions = {division: at for at, division in enumerate(self.divisions)}

        def order(group: tuple[str, Path]) -> tuple[int, int]:
            axis, path = group
            return words.index(axis), divisions.get(path[0], 0) if axis == DIVISION else 0

        return [Group(axis, path, count(parts[axis, path])) for axis, path in sorted(parts, key=order)]
