"""A sheet as issued and as returned in; the cell of every asked field, and what is to be said, out.

A field is followed by its name and held against the printed words around it. Where the two disagree the
field is a question, never a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.books.forms.template import find_live_anchors
from toolkit.books.package.names import find_name
from toolkit.books.package.refs import column_letters, from_ref, to_ref
from toolkit.books.reading.reader import Book, SheetCells
from toolkit.books.returned.alignment import Alignment, align
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry
from toolkit.model.manifest import IssuedSheet
from toolkit.model.returns import Cell, Place
from toolkit.rules.checks.checks import iter_locked_changes

SUBTOTAL = Slot("item.actual_subtotal")
_SHOWN = 3  # texts quoted of an added or removed row


@dataclass(frozen=True)
class Returned:
    """A sheet (or block) that came back, beside the one that was issued.

    `slots` gives what the cells of each field's name hold, in their order; `department` is its name;
    `align` finds where the rows and columns of the whole sheet stand now.
    """

    entry: Entry
    book: Book
    sheet: SheetCells
    suffix: str
    issued: IssuedSheet
    slots: Mapping[str, Sequence[Slot | None]]
    department: str
    align: Callable[[], Alignment]

    def place(self, ref: str) -> Place:
        """Give the place of a cell of this sheet."""
        return Place(self.entry.file, self.sheet.name, ref)

    def finding(self, code: str, ref: str, slot: Slot | None = None, **words: object) -> Finding:
        """Make a finding about a cell of this sheet."""
        return Finding(code, self.place(ref), self.department, self.issued.item_id, slot, words)

    def cell(self, ref: str) -> Cell:
        """Give a cell of this sheet, blank where it holds nothing."""
        return self.sheet.cells.get(ref, Cell(ref))


@dataclass
class Followed:
    """Where the asked fields of a sheet are now.

    `found` gives the cell of a slot whose value may be taken; `questioned` holds the slots that may not,
    with their cells by name.
    """

    found: dict[Slot, str] = field(default_factory=dict)
    questioned: dict[Slot, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def follow(returned: Returned, fields: Fields) -> Followed:
    """Find the cells of the asked fields, and everything that was changed beside them."""
    named = _named_cells(returned, fields)
    followed = Followed({slot: refs[0] for slot, (refs, torn) in named.items() if not torn})
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    if all(followed.found.get(slot) == ref for slot, ref in asked.items()):
        followed.findings = list(_locked_changes(returned, followed, None))
        if not followed.findings:
            followed.findings += _lost(returned, fields, followed, None)
            followed.findings += _overwritten(returned, None)
            followed.findings += _hidden(returned, followed)
            return followed
    return _realigned(returned, fields, named)


class _Named(NamedTuple):
    """The cells a slot may have by its name: its own, or all that are left where the name was torn."""

    refs: tuple[str, ...]
    torn: bool


def align_sheet(issued: Iterable[IssuedSheet], sheet: SheetCells) -> Alignment:
    """Find where the rows and columns of a sheet, with all items on it, stand now."""
    printed = {
        ref: text
        for one in issued
        for ref, text in one.cells.items()
        if ref not in one.asked and text.strip()
    }
    return align(printed, {ref: cell.raw for ref, cell in sheet.cells.items() if cell.formula is None})


def _named_cells(returned: Returned, fields: Fields) -> dict[Slot, _Named]:
    named: dict[Slot, _Named] = {}
    wanted = set(returned.issued.asked.values()) | {SUBTOTAL}
    for key in dict.fromkeys(slot.field for slot in (*returned.issued.asked.values(), SUBTOTAL)):
        slots = returned.slots.get(key, ())
        name = find_name(returned.book.names, fields[key].name + returned.suffix, returned.sheet.name)
        refs = find_live_anchors(name, returned.sheet) if name else ()
        torn = len(refs) != len(slots)
        for at, slot in enumerate(slots):
            if slot is not None and slot in wanted:
                named[slot] = _Named(refs if torn else refs[at : at + 1], torn)
    return named


def _realigned(returned: Returned, fields: Fields, named: Mapping[Slot, _Named]) -> Followed:
    """Hold the names against the printed words; only where both agree is a field followed."""
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    alignment = returned.align()
    followed = Followed()
    for slot, (refs, torn) in named.items():
        agreed = [ref for ref in refs if slot not in asked or alignment.allows(asked[slot], ref)]
        # A torn name tells no more than that its cells are among those left.
        if len(agreed) == 1 and (not torn or slot not in asked or alignment.is_sure(asked[slot])):
            followed.found[slot] = agreed[0]
        elif agreed or not torn:
            followed.questioned[slot] = (agreed or refs)[0]
    alignment = alignment.refined((asked[slot], ref) for slot, ref in followed.found.items() if slot in asked)
    followed.findings += _iter_questions(returned, fields, followed, alignment)
    followed.findings += _lost(returned, fields, followed, alignment)
    followed.findings += _moved_lines(returned, alignment)
    followed.findings += _locked_changes(returned, followed, alignment)
    followed.findings += _overwritten(returned, alignment)
    followed.findings += _hidden(returned, followed)
    return followed


def _iter_questions(
    returned: Returned, fields: Fields, followed: Followed, alignment: Alignment
) -> Iterator[Finding]:
    """A name that went one way and printed words that went another (cut and paste moves the name)."""
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    for slot, ref in followed.questioned.items():
        expected = alignment.find(asked[slot])
        beside = f"{expected}（{_shown(returned.cell(expected))}）" if expected else "見つからない行・列"
        yield returned.finding(
            "field-moved",
            ref,
            slot,
            field=fields[slot.field].name,
            named=f"{ref}（{_shown(returned.cell(ref))}）",
            beside=beside,
        )


def _lost(
    returned: Returned, fields: Fields, followed: Followed, alignment: Alignment | None
) -> Iterator[Finding]:
    """Fields that nothing leads to any more: one finding per field."""
    asked = {slot: ref for ref, slot in returned.issued.asked.items()}
    lost: dict[str, dict[Slot, str]] = {}
    for slot in (*asked, SUBTOTAL):
        is_there = slot in followed.found or slot in followed.questioned
        if not is_there and slot in returned.slots.get(slot.field, ()):
            place = alignment.find(asked[slot]) if alignment and slot in asked else None
            lost.setdefault(slot.field, {})[slot] = place or ""
            if slot in asked:
                followed.questioned[slot] = place or ""
    for key, places in lost.items():
        ref = next(filter(None, places.values()), "A1")
        slot = next(iter(places)) if len(places) == 1 else Slot(key)
        yield returned.finding("field-lost", ref, slot, field=fields[key].name)


# -- rows and columns


def _moved_lines(returned: Returned, alignment: Alignment) -> Iterator[Finding]:
    """Rows and columns that were added or taken away, each told once."""
    first, last = returned.issued.rows
    rows = [row for row, above in alignment.rows.added().items() if first <= above <= last]
    # The blocks of a sheet share its columns: the first one tells of them.
    columns = [] if returned.suffix else list(alignment.columns.added())
    if rows or columns:
        now = {ref: cell.raw for ref, cell in returned.sheet.cells.items()}
        ref = to_ref(*((rows[0], 1) if rows else (1, columns[0])))
        lines, detail = _words_of(rows, columns, now, "とあります")
        item_id = returned.issued.item_id
        yield returned.finding("sheet-shifted", ref, item=item_id, lines=lines, detail=detail)
    rows = [row for row in alignment.rows.removed() if first <= row <= last]
    columns = [] if returned.suffix else alignment.columns.removed()
    if rows or columns:
        lines, detail = _words_of(rows, columns, returned.issued.cells, "とありました")
        item_id = returned.issued.item_id
        yield returned.finding("lines-removed", "A1", item=item_id, lines=lines, detail=detail)


def _words_of(rows: list[int], columns: list[int], texts: Mapping[str, str], said: str) -> tuple[str, str]:
    """Name rows and columns, with what stands in them."""
    lines = [*(f"{row}行目" for row in rows), *(f"{column_letters(column)}列" for column in columns)]
    places = ((from_ref(ref), text) for ref, text in texts.items())
    inside = [text for (row, column), text in places if (row in rows or column in columns) and text.strip()]
    quoted = "".join(f"「{text}」" for text in inside[:_SHOWN]) + ("など" if len(inside) > _SHOWN else "")
    return "、".join(lines), (f"（{quoted}{said}）" if inside else "")


def _shown(cell: Cell) -> str:
    return f"「{cell.raw}」" if cell.raw else "空欄"


# -- what was locked


def _locked_changes(returned: Returned, followed: Followed, alignment: Alignment | None) -> Iterator[Finding]:
    """Printed cells that hold something else; after rows were added, each is compared where it went."""
    issued = returned.issued
    answers = {*followed.found.values(), *followed.questioned.values()}
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

    def finding(ref: str, before: str, after: str) -> Finding:
        place = places.get(ref) or (alignment.find(ref) if alignment else None) or ref
        return returned.finding("locked-changed", place, issued=before, returned=after)

    yield from iter_locked_changes(dict.fromkeys(now, "") | kept, now, finding)


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


def _overwritten(returned: Returned, alignment: Alignment | None) -> Iterator[Finding]:
    """Computed cells that no longer compute: told, never believed."""
    for ref, formula in returned.issued.formulas.items():
        place = alignment.find(ref) if alignment else ref
        if place is None or ref in returned.issued.asked:
            continue
        cell = returned.cell(place)
        if cell.formula is None:
            yield returned.finding(
                "formula-overwritten", place, formula=formula, value=cell.raw or "（空欄）"
            )


def _hidden(returned: Returned, followed: Followed) -> Iterator[Finding]:
    """Answers in rows nobody sees: taken, and told."""
    sheet = returned.sheet
    asked = set(returned.issued.asked.values())
    for slot, ref in followed.found.items():
        hidden = sheet.state != "visible" or from_ref(ref)[0] in sheet.hidden_rows
        if hidden and slot in asked and returned.cell(ref).raw.strip():
            yield returned.finding("hidden-answer", ref, slot, value=returned.cell(ref).raw)
