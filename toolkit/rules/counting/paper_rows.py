"""The rows of a plan and the blocks of a paper in, the blocks in the order they are printed out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from toolkit.model.fields import LineAxis, LineId
from toolkit.model.plan import Item, Level, Plan, Pointer

LEVEL, HEADING, ROW, POINTER, NOTHING, END = "階層", "小見出し", "行", "再掲", "なし", "末"
GROUPED = "組"
"""The blocks a paper may have: `階層1` … a part of the plan, 行 an item, なし where there is no row.

`組1` … heads the rows of the first condition of a sheet. `階層1末`, `組1末` and `行末` close a part, such a
group and an item: a subtotal, a mean.
"""
LINES: Mapping[str, LineAxis] = {"指標": "indicator", "活動": "activity", "内訳": "part"}
"""The blocks that stand for one indicator, activity or 内訳 of an item."""
_DEPTHS = (1, 2, 3)
_ROWS = "|".join((ROW, POINTER, *LINES))
_KNOWN = re.compile(
    rf"{LEVEL}[{''.join(map(str, _DEPTHS))}]({END})?|{GROUPED}[1-9]\d*({END})?|{ROW}{END}"
    rf"|{HEADING}|{NOTHING}|({_ROWS})(_.+)?"
)


@dataclass(frozen=True)
class PlanRow:
    """An item or a pointer in the order of the register; `shown` says whether the paper lists it.

    `lines` are the ids of its indicators, activities and 内訳 that are listed; 0 stands for the blank
    line of an item that has none at all. `group` says by which of several conditions (1, 2 …), 0 where the
    sheet has but one.
    """

    subject: Item | Pointer
    heading: str
    shown: bool = True
    lines: Mapping[LineAxis, Sequence[LineId]] = field(default_factory=dict)
    group: int = 0

    @property
    def levels(self) -> tuple[Level, ...]:
        """The parts of the plan it stands in."""
        return self.subject.levels

    def is_listed(self, blocks: Collection[str]) -> bool:
        """Tell whether a sheet with these blocks prints it."""
        if isinstance(self.subject, Pointer):
            return self.shown and POINTER in blocks
        lines = any(self.lines.get(axis) for block, axis in LINES.items() if block in blocks)
        return self.shown and (ROW in blocks or lines)


@dataclass(frozen=True)
class PaperBlock:
    """One block to print: for a row, for a part of the plan (`levels`), a group, a 小見出し, or なし.

    One of an indicator, activity or 内訳 says which: `axis` and `line_id`. An optional one is printed only
    where it has something to show.
    """

    block: str
    levels: tuple[Level, ...] = ()
    row: PlanRow | None = None
    heading: str = ""
    optional: bool = False
    axis: LineAxis | None = None
    line_id: LineId = 0


def is_block(name: str) -> bool:
    """Tell whether a paper knows a block of this name; it would never print any other."""
    return _KNOWN.fullmatch(name) is not None


def plan_rows(plan: Plan) -> list[PlanRow]:
    """Give the items with the pointers between them, as the register lists them."""
    rows = []
    for at in range(len(plan.items) + 1):
        rows += [PlanRow(pointer, pointer.heading) for pointer in plan.pointers if pointer.after == at]
        if at < len(plan.items):
            rows.append(PlanRow(plan.items[at], plan.items[at].texts.get("item.heading", "")))
    return rows


def order_blocks(rows: Sequence[PlanRow], blocks: Sequence[str]) -> list[PaperBlock]:
    """Give the blocks a sheet prints, of those its template has (`blocks`, from top to bottom).

    The rows of each condition of the sheet stand together. Such a group, and a part of the plan, without a
    row to list is left out, unless the template has a block なし to say so.
    A block `行_…` (or `指標_…`) follows its row where it has something to show.
    """
    groups = groupby(rows, key=lambda row: row.group)
    entries = [entry for number, own in groups for entry in _iter_group(number, list(own), blocks)]
    return entries or ([PaperBlock(NOTHING)] if NOTHING in blocks else [])


def _iter_group(number: int, rows: Sequence[PlanRow], blocks: Sequence[str]) -> Iterator[PaperBlock]:
    """Yield what is printed of the rows of one condition, with what heads and closes them."""
    inside = list(_iter_parts(rows, blocks, 0))
    if number and not any(row.is_listed(blocks) for row in rows):
        if NOTHING not in blocks:
            return
        inside = [PaperBlock(NOTHING)]
    head, end = f"{GROUPED}{number}", f"{GROUPED}{number}{END}"
    yield from (PaperBlock(head) for _ in range(head in blocks))
    yield from inside
    yield from (PaperBlock(end) for _ in range(end in blocks))


def _iter_parts(rows: Sequence[PlanRow], blocks: Sequence[str], above: int) -> Iterator[PaperBlock]:
    """Yield what stands under a part of level `above`: the parts below it, or its rows."""
    deeper = (depth for depth in _DEPTHS if depth > above and _has_level(blocks, depth))
    depth = next(deeper, None)
    if depth is None:
        yield from _iter_rows([row for row in rows if row.is_listed(blocks)], blocks)
        return
    lists = any(block in blocks for block in (ROW, POINTER, *LINES))
    for part, members in groupby(rows, key=lambda row: row.levels[:depth]):
        inside = list(_iter_parts(list(members), blocks, depth))
        if lists and not inside:
            if NOTHING not in blocks:
                continue
            inside = [PaperBlock(NOTHING, part)]
        head, end = f"{LEVEL}{depth}", f"{LEVEL}{depth}{END}"
        is_whole = len(part) == depth  # an item may stand directly under a level above
        yield from (PaperBlock(head, part) for _ in range(is_whole and head in blocks))
        yield from inside
        yield from (PaperBlock(end, part) for _ in range(is_whole and end in blocks))


def _has_level(blocks: Sequence[str], depth: int) -> bool:
    return f"{LEVEL}{depth}" in blocks or f"{LEVEL}{depth}{END}" in blocks


def _iter_rows(rows: Sequence[PlanRow], blocks: Sequence[str]) -> Iterator[PaperBlock]:
    heading = ""
    for row in rows:
        if row.heading != heading and row.heading and HEADING in blocks:
            yield PaperBlock(HEADING, row.levels, heading=row.heading)
        heading = row.heading
        yield from _iter_row(row, blocks)


def _iter_row(row: PlanRow, blocks: Sequence[str]) -> Iterator[PaperBlock]:
    """Yield the blocks of one item or pointer: its own, those of its lines, and what closes it."""
    own = POINTER if isinstance(row.subject, Pointer) else ROW
    if own in blocks:
        yield PaperBlock(own, row.levels, row)
        yield from (PaperBlock(block, row.levels, row, optional=True) for block in _under(own, blocks))
    if own == POINTER:
        return
    for block in blocks:
        for line_id in _line_ids(row, block):
            if line_id or ROW not in blocks:
                axis = LINES[block]
                yield PaperBlock(block, row.levels, row, axis=axis, line_id=line_id)
                yield from (
                    PaperBlock(under, row.levels, row, optional=True, axis=axis, line_id=line_id)
                    for under in _under(block, blocks)
                )
    if f"{ROW}{END}" in blocks:
        yield PaperBlock(f"{ROW}{END}", row.levels, row)


def _line_ids(row: PlanRow, block: str) -> Sequence[LineId]:
    """Give the ids of the lines a block stands for; none where it is of no line of an item."""
    axis = LINES.get(block)
    return row.lines.get(axis, ()) if axis else ()


def _under(block: str, blocks: Sequence[str]) -> list[str]:
    return [one for one in blocks if one.startswith(f"{block}_")]
