"""A sheet as issued and as returned in; the cell of every asked field, and what was changed beside, out.

A field is followed by its name and held against the printed words around it. Where the two disagree the
field is a question, never a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from toolkit.books.forms.template import find_live_anchors
from toolkit.books.package.merges import bounds_first, covered_cells, merged_bounds
from toolkit.books.package.names import find_name
from toolkit.books.package.refs import bounds, column_letters, from_ref, to_ref
from toolkit.books.reading.reader import Book, SheetCells
from toolkit.books.returned.alignment import Alignment, align
from toolkit.books.returned.pasted import part_pasted
from toolkit.model.fields import Fields, Slot
from toolkit.model.manifest import IssuedSheet
from toolkit.model.read_return import Change, Lead, Lines, ReadSheet, ReadSlot
from toolkit.model.record import Cell
from toolkit.model.shown import Lying, On, Unseen
from toolkit.model.words import visible
from toolkit.rules.checks.file_checks import iter_locked_changes

COMPUTED = ("item.actual_subtotal", "activity.actual_total", "indicator.rate")
"""What is computed of answers: never taken from a form, but who typed it is told the difference."""


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet (or block) that came back, beside the one that was issued.

    `by_words`: its names are lost, the printed words alone lead to its fields.

    `slots` gives what the cells of each field's name hold, in their order; `align` finds where the rows and
    columns of the whole sheet stand now.
    """

    book: Book
    sheet: SheetCells
    suffix: str
    issued: IssuedSheet
    slots: Mapping[str, Sequence[Slot | None]]
    align: Callable[[], Alignment]
    by_words: bool = False

    def cell(self, ref: str) -> Cell:
        """Give a cell of this sheet, blank where it holds nothing."""
        return self.sheet.cells.get(ref, Cell(ref))

    def found(self, slot: Slot, lead: Lead, ref: str | None, expected: str | None = None) -> ReadSlot:
        """Tell of a field and the cell it leads to."""
        if not ref:
            return ReadSlot(slot, lead, None)
        return ReadSlot(slot, lead, self._shown(ref), self.cell(expected) if expected else None)

    def _shown(self, ref: str) -> Cell:
        """Give a cell with what its sheet and its book make of it."""
        cell, sheet = self.cell(ref), self.sheet
        row, column = from_ref(ref)
        hides = {
            Unseen.ROW: row in sheet.hidden_rows,
            Unseen.COLUMN: sheet.is_hidden_column(column),
            Unseen.SHEET: sheet.state != "visible",
            Unseen.ZERO: sheet.hides_zeros and cell.kind == "number" and cell.value == 0,
        }
        unseen = tuple(why for why, is_so in hides.items() if is_so)
        box = merged_bounds(sheet.merges).get(ref, bounds(ref)) if self.lying else None
        lying = tuple(one for one in self.lying if box and box.meets(bounds(one.area)))
        stale = self.book.is_manual and cell.formula is not None
        if not (unseen or lying or stale):
            return cell
        own = cell.shown
        return replace(cell, shown=replace(own, unseen=unseen + own.unseen, lying=lying, stale=stale))

    @cached_property
    def lying(self) -> tuple[Lying, ...]:
        """What was put on the sheet since it was issued; what moved with its rows is known by its words."""
        was = self.issued.lying
        words = {(one.kind, one.text) for one in was if one.text}
        return tuple(one for one in self.sheet.lying if one not in was and one[:2] not in words)

    def lying_beside(self, found: Iterable[ReadSlot]) -> tuple[Lying, ...]:
        """Give what was put beside the fields of this item; mere lines and arrows say nothing."""
        on_fields = {one for slot in found if slot.cell for one in slot.cell.shown.lying}
        first, last = self.issued.rows
        beside = (one for one in self.lying if one not in on_fields and one.kind is not On.SHAPE)
        return tuple(one for one in beside if first <= bounds(one.area).top <= last)


def follow(returned: ReturnedSheet, fields: Fields) -> ReadSheet:
    """Find the cells of the asked fields, and everything that was changed beside them."""
    named = _named_cells(returned, fields)
    found = [returned.found(slot, Lead.FOLLOWED, refs[0]) for slot, (refs, torn) in named.items() if not torn]
    at = _places(found)
    if all(at.get(slot) == ref for ref, slot in returned.issued.asked.items()):
        found += _lost(returned, found, None)
        if not any(_locked_changes(returned, found, None)):
            return replace(_blank_sheet(returned, found), overwritten=tuple(_overwritten(returned, None)))
    return _realigned(returned, named)


def _blank_sheet(returned: ReturnedSheet, found: Sequence[ReadSlot]) -> ReadSheet:
    lying = returned.lying_beside(found)
    return ReadSheet(returned.issued.item_id, returned.sheet.name, tuple(found), lying=lying)


def _places(found: Iterable[ReadSlot]) -> dict[Slot, str]:
    """Give the address of each field that leads to one."""
    return {one.slot: one.cell.ref for one in found if one.cell}


class _Named(NamedTuple):
    """The cells a slot may have by its name: its own, or all that are left where the name was torn."""

    refs: tuple[str, ...]
    torn: bool


def align_sheet(issued: Iterable[IssuedSheet], sheet: SheetCells) -> Alignment:
    """Find where the rows and columns of a sheet, with all items on it, stand now."""
    printed = {
        ref: visible(text)
        for one in issued
        for ref, text in one.cells.items()
        if ref not in one.asked and text.strip()
    }
    return align(
        printed, {ref: visible(cell.raw) for ref, cell in sheet.cells.items() if cell.formula is None}
    )


def _named_cells(returned: ReturnedSheet, fields: Fields) -> dict[Slot, _Named]:
    named: dict[Slot, _Named] = {}
    wanted = {*returned.issued.asked.values(), *_computed(returned)}
    for key in dict.fromkeys(slot.field for slot in wanted):
        slots = returned.slots.get(key, ())
        name = find_name(returned.book.names, fields[key].name + returned.suffix, returned.sheet.name)
        refs = find_live_anchors(name, returned.sheet) if name else ()
        torn = len(refs) != len(slots)
        for at, slot in enumerate(slots):
            if slot is not None and slot in wanted:
                named[slot] = _Named(refs if torn else refs[at : at + 1], torn)
    return named


def _computed(returned: ReturnedSheet) -> Iterator[Slot]:
    """Yield the computed slots of a form that what is asked leads to: totals, and the rates of its years."""
    asked = returned.issued.asked.values()
    years = {slot.year for slot in asked if slot.field in ("indicator.actual", "part.actual")}
    for key in COMPUTED:
        for slot in returned.slots.get(key, ()):
            if slot is not None and slot not in asked and (slot.year is None or slot.year in years):
                yield slot


def _realigned(returned: ReturnedSheet, named: Mapping[Slot, _Named]) -> ReadSheet:
    """Hold the names against the printed words; only where both agree is a field followed."""
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    alignment = returned.align()
    followed: dict[Slot, str] = {}
    questioned: dict[Slot, str] = {}
    for slot, (refs, torn) in named.items():
        agreed = [ref for ref in refs if slot not in asked or alignment.allows(asked[slot], ref)]
        # A torn name tells no more than that its cells are among those left.
        if len(agreed) == 1 and (not torn or slot not in asked or alignment.is_sure(asked[slot])):
            followed[slot] = agreed[0]
        elif agreed or not torn:
            questioned[slot] = (agreed or refs)[0]
    alignment = alignment.refined((asked[slot], ref) for slot, ref in followed.items() if slot in asked)
    found = [returned.found(slot, Lead.FOLLOWED, ref) for slot, ref in followed.items()]
    for slot, ref in questioned.items():  # cut and paste moves a name away from its words
        expected = alignment.find(asked[slot]) if slot in asked else None
        found.append(returned.found(slot, Lead.QUESTIONED, ref, expected))
    found = _merged(returned, found + _lost(returned, found, alignment))
    locked, pasted = part_pasted(_locked_changes(returned, found, alignment))
    return replace(
        _blank_sheet(returned, found),
        locked=locked,
        pasted=pasted,
        overwritten=tuple(_overwritten(returned, alignment)),
        added=_added(returned, alignment),
        removed=_removed(returned, alignment),
    )


def _lost(returned: ReturnedSheet, found: Sequence[ReadSlot], alignment: Alignment | None) -> list[ReadSlot]:
    """Give the fields that nothing leads to any more, with the cell where the words say they were."""
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    there = {one.slot for one in found}
    lost = []
    for slot in (*asked, *_computed(returned)):
        if slot not in there and slot in returned.slots.get(slot.field, ()):
            ref = alignment.find(asked[slot]) if alignment and slot in asked else None
            sure = returned.by_words and alignment and ref and alignment.is_sure(asked[slot])
            if slot in asked or not returned.by_words:
                lost.append(returned.found(slot, Lead.FOLLOWED if sure else Lead.LOST, ref))
    return lost


def _merged(returned: ReturnedSheet, found: Sequence[ReadSlot]) -> list[ReadSlot]:
    """Mark the fields that are lost because their cell was merged, and those whose cell took them in."""
    covered = covered_cells(returned.sheet.merges)
    lost = {one.cell.ref for one in found if one.lead is Lead.LOST and one.cell}
    areas = {bounds_first(area): area for area in returned.sheet.merges}
    taken = {covered[ref]: areas[covered[ref]] for ref in lost if ref in covered}
    marked = []
    for one in found:
        area = taken.get(covered.get(one.cell.ref, one.cell.ref), "") if one.cell else ""
        if one.cell and area:
            shown = replace(one.cell.shown, merged=area)
            one = replace(one, cell=replace(one.cell, shown=shown))
        marked.append(one)
    return marked


# -- rows and columns


def _added(returned: ReturnedSheet, alignment: Alignment) -> Lines:
    """Give the rows and columns that were added."""
    first, last = returned.issued.rows
    rows = [row for row, above in alignment.rows.added().items() if first <= above <= last]
    # The blocks of a sheet share its columns: the first one tells of them.
    columns = [] if returned.suffix else list(alignment.columns.added())
    return _lines(rows, columns, {ref: cell.raw for ref, cell in returned.sheet.cells.items()})


def _removed(returned: ReturnedSheet, alignment: Alignment) -> Lines:
    """Give the rows and columns that were taken away."""
    first, last = returned.issued.rows
    rows = [row for row in alignment.rows.removed() if first <= row <= last]
    columns = [] if returned.suffix else alignment.columns.removed()
    return _lines(rows, columns, returned.issued.cells)


def _lines(rows: Sequence[int], columns: Sequence[int], texts: Mapping[str, str]) -> Lines:
    if not rows and not columns:
        return Lines()
    places = ((from_ref(ref), text) for ref, text in texts.items())
    inside = (text for (row, column), text in places if (row in rows or column in columns) and text.strip())
    return Lines(tuple(rows), tuple(column_letters(column) for column in columns), tuple(inside))


# -- what was locked


def _locked_changes(
    returned: ReturnedSheet, found: Iterable[ReadSlot], alignment: Alignment | None
) -> Iterator[Change]:
    """Printed cells that hold something else; after rows were added, each is compared where it went."""
    issued = returned.issued
    answers = {one.cell.ref for one in found if one.cell}
    skipped = {*issued.asked, *issued.formulas}
    now: dict[str, str] = {}
    places: dict[str, str] = {}
    back = _Back(alignment, issued.rows)
    for ref, cell in returned.sheet.cells.items():
        before = back.find(ref)
        if before is not None and before not in skipped and ref not in answers:
            now[before] = cell.raw if cell.formula is None else cell.formula
            places[before] = ref
    kept = {
        ref: text
        for ref, text in issued.cells.items()
        if ref not in skipped and (alignment is None or alignment.find(ref))
    }
    for change in iter_locked_changes(dict.fromkeys(now, "") | kept, now):
        ref = change.cell
        place = places.get(ref) or (alignment.find(ref) if alignment else None) or ref
        yield change._replace(cell=place)


class _Back:
    """Finds the cell as issued of a cell as it stands now."""

    def __init__(self, alignment: Alignment | None, rows: tuple[int, int]) -> None:
        self._alignment = alignment
        self._range = rows
        if alignment is not None:
            self._rows, self._columns = alignment.rows.back(), alignment.columns.back()

    def find(self, ref: str) -> str | None:
        """Find the address as issued; None for a cell of an added row or column, or of another item."""
        row, column = from_ref(ref)
        lines = self._alignment
        if lines is not None:
            row = self._rows.get(row, row - lines.rows.shift_below() if row > max(self._rows) else 0)
            beyond = column > max(self._columns)
            column = self._columns.get(column, column - lines.columns.shift_below() if beyond else 0)
        if column < 1 or not self._range[0] <= row <= self._range[1]:
            return None
        return to_ref(row, column) if lines is not None else ref


def _overwritten(returned: ReturnedSheet, alignment: Alignment | None) -> Iterator[Change]:
    """Computed cells that no longer compute."""
    for ref, formula in returned.issued.formulas.items():
        place = alignment.find(ref) if alignment else ref
        if place is None or ref in returned.issued.asked:
            continue
        cell = returned.cell(place)
        if cell.formula is None:
            yield Change(place, formula, cell.raw)
