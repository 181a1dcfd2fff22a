"""The cells that hold something where nothing was printed in, the areas that were pasted there out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.books.package.refs import Box, from_ref, to_area
from toolkit.model.read_return import Change, Pasted

_NEAR = 2
"""Cells so far from each other are of one area: a table may have a blank column."""
_MOST, _MOST_RUNS = 20, 100_000
"""Areas told one by one, and runs of cells looked at; more are told as one area."""


def part_pasted(changes: Iterable[Change]) -> tuple[tuple[Change, ...], tuple[Pasted, ...]]:
    """Part changes into those that are told cell by cell, and the areas of several cells beside the form."""
    told: list[Change] = []
    beside: dict[tuple[int, int], Change] = {}
    for change in changes:
        if change.issued.strip() or not change.returned.strip():
            told.append(change)
        else:
            beside[from_ref(change.cell)] = change
    groups = _groups(sorted(beside))
    if len(groups) > _MOST:
        groups = [[cell for group in groups for cell in group]]
    areas = []
    for cells in groups:
        if len(cells) == 1:
            told.append(beside[cells[0]])
        else:
            areas.append(Pasted(to_area(_box(cells)), len(cells), beside[min(cells)].returned))
    return tuple(told), tuple(areas)


def _box(cells: Sequence[tuple[int, int]]) -> Box:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return Box(min(rows), min(columns), max(rows), max(columns))


def _groups(cells: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Give the cells (in order) that lie near one another, group by group."""
    runs = list(_runs(cells))
    if len(runs) > _MOST_RUNS:
        return [list(cells)]
    leader = list(range(len(runs)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    above = 0
    for at, run in enumerate(runs):
        while run[0][0] - runs[above][0][0] > _NEAR:
            above += 1
        for other in range(above, at):
            first, last = runs[other][0][1], runs[other][-1][1]
            if first - _NEAR <= run[-1][1] and run[0][1] <= last + _NEAR:
                leader[find(at)] = find(other)
    groups: dict[int, list[tuple[int, int]]] = {}
    for at, run in enumerate(runs):
        groups.setdefault(find(at), []).extend(run)
    return list(groups.values())


def _runs(cells: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the cells of a row that lie near one another."""
    run: list[tuple[int, int]] = []
    for cell in cells:
        if run and (cell[0] != run[-1][0] or cell[1] - run[-1][1] > _NEAR):
            yield run
            run = []
        run.append(cell)
    if run:
        yield run
