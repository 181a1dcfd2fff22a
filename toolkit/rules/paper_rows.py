"""The rows of a plan and the blocks of a paper in, the blocks in the order they are printed out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit.model.plan import Item, Level, Plan, Pointer

LEVEL, HEADING, ROW, POINTER, NOTHING = "階層", "小見出し", "行", "再掲", "なし"
"""The blocks a paper may have: `階層1` … a part of the plan, 行 an item, なし where there is no row."""


@dataclass(frozen=True)
class PlanRow:
    """An item or a pointer in the order of the register; `shown` says whether the paper lists it."""

    subject: Item | Pointer
    heading: str
    shown: bool = True

    @property
    def levels(self) -> tuple[Level, ...]:
        """The parts of the plan it stands in."""
        return self.subject.levels

    @property
    def block(self) -> str:
        """The block it is printed with."""
        return ROW if isinstance(self.subject, Item) else POINTER


@dataclass(frozen=True)
class Entry:
    """One block to print: for a row, for a part of the plan (`levels`), for a 小見出し, or なし."""

    block: str
    levels: tuple[Level, ...] = ()
    row: PlanRow | None = None
    heading: str = ""
    optional: bool = False


def plan_rows(plan: Plan) -> list[PlanRow]:
    """Give the items with the pointers between them, as the register lists them."""
    rows = []
    for at in range(len(plan.items) + 1):
        rows += [PlanRow(pointer, pointer.heading) for pointer in plan.pointers if pointer.after == at]
        if at < len(plan.items):
            rows.append(PlanRow(plan.items[at], plan.items[at].texts.get("item.heading", "")))
    return rows


def order_blocks(rows: Sequence[PlanRow], blocks: Collection[str]) -> list[Entry]:
    """Give the blocks a sheet prints, of those its template has.

    A part of the plan without a row to list is left out, unless the template has a block なし to say so.
    A block `行_…` follows its row where it has something to show.
    """
    depths = [depth for depth in (1, 2, 3) if f"{LEVEL}{depth}" in blocks]
    lists = ROW in blocks or POINTER in blocks
    entries: list[Entry] = []
    before: tuple[Level, ...] = ()
    for part, members in groupby(rows, key=lambda row: row.levels[: max(depths, default=0)]):
        kept = [row for row in members if row.shown and row.block in blocks]
        if lists and not kept and not (depths and NOTHING in blocks):
            continue
        entries += [
            Entry(f"{LEVEL}{depth}", part[:depth])
            for depth in depths
            if depth <= len(part) and before[:depth] != part[:depth]
        ]
        entries += _iter_rows(kept, blocks)
        entries += [Entry(NOTHING, part)] if lists and not kept else []
        before = part
    return entries or ([Entry(NOTHING)] if NOTHING in blocks else [])


def _iter_rows(rows: Sequence[PlanRow], blocks: Collection[str]) -> Iterator[Entry]:
    heading = ""
    for row in rows:
        if row.heading != heading and row.heading and HEADING in blocks:
            yield Entry(HEADING, row.levels, heading=row.heading)
        heading = row.heading
        yield Entry(row.block, row.levels, row)
        for block in blocks:
            if block.startswith(f"{row.block}_"):
                yield Entry(block, row.levels, row, optional=True)
