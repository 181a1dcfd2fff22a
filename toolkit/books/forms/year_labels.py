"""The year labels of a form (`年次_年度`) in, the year each cell belongs to out.

A form may print its years more than once (計画と取組状況 … 目標と実績 …): labels that show the same year are
the same year, and a field stands beside one run of labels. A label that stands alone beside such runs
(令和5年度 over 達成率・達成・未達成の理由), or is the only one of its sheet, is that of the year the round
reports on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.books.package.merges import merged_bounds
from toolkit.books.package.refs import Box, bounds, from_ref
from toolkit.books.reading.reader import SheetCells
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field
from toolkit.model.years import find_year

REPORTED = 0
"""The year ordinal of a label that stands alone: the year reported on."""


@dataclass(frozen=True)
class YearLabel:
    """A label: its cell and area, which year of the plan it shows (1-based, or `REPORTED`), in which run."""

    ref: str
    area: Box
    year: int
    run: int


def read_labels(refs: Sequence[str], cells: SheetCells) -> tuple[YearLabel, ...]:
    """Give the labels of a sheet in order; a run ends where the years begin anew."""
    merged = merged_bounds(cells.merges)
    known: dict[object, int] = {}
    labels: list[YearLabel] = []
    run = 1
    for ref in refs:
        text = cells.cells[ref].raw if ref in cells.cells else ""
        year = known.setdefault(find_year(text) or text or ref, len(known) + 1)
        if labels and year <= labels[-1].year:
            run += 1
        labels.append(YearLabel(ref, merged.get(ref, bounds(ref)), year, run))
    sizes = Counter(label.run for label in labels)
    if len(labels) > 1 and len(set(sizes.values())) == 1:
        return tuple(labels)
    return tuple(replace(one, year=REPORTED) if sizes[one.run] == 1 else one for one in labels)


def labels_beside(field: Field, refs: Sequence[str], labels: Sequence[YearLabel]) -> list[YearLabel]:
    """Give, for each cell of a field, the one label whose rows (or columns) hold it.

    Raises OfficeError where a cell stands beside none or several, or the cells beside different runs.
    """
    if len(labels) == 1:
        return [labels[0]] * len(refs)
    stacked = len({label.area.left for label in labels}) == 1
    found = []
    for ref in refs:
        label = _nearest(ref, labels, stacked)
        if label is None:
            raise OfficeError(
                f"名前「{field.name}」のセル{ref}が、どの年度の欄か分かりません。",
                "年度の見出し（年次_年度）と同じ行（横並びのときは同じ列）に置いてください。",
                cell=ref,
            )
        found.append(label)
    if len({label.run for label in found}) > 1:
        raise OfficeError(
            f"名前「{field.name}」のセルが、二組の年度の見出しにまたがっています。",
            "ひと組の見出しに並ぶセルだけを指すように直してください。",
            cell=refs[0],
        )
    return found


def _nearest(ref: str, labels: Sequence[YearLabel], stacked: bool) -> YearLabel | None:
    """Find the label in the rows (or the column) of a cell; of several the nearest before it."""
    row, column = from_ref(ref)
    if stacked:
        beside = [label for label in labels if label.area.top <= row <= label.area.bottom]
        return beside[0] if len(beside) == 1 else None
    beside = [label for label in labels if label.area.left <= column <= label.area.right]
    above = [label for label in beside if label.area.bottom < row]
    return max(above or beside, key=lambda label: label.area.bottom, default=None)
