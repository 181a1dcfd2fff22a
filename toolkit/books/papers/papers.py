"""A bound template of a paper and what its blocks show in, its sheets filled and what stands where out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import groupby

from lxml import etree

from toolkit.books.blocks.layout import BlockCopy, Prototype
from toolkit.books.blocks.repeat import repeat_blocks
from toolkit.books.forms.forms import write_value
from toolkit.books.forms.heights import cut_texts, grow_rows
from toolkit.books.forms.pages import break_between_blocks
from toolkit.books.forms.template import YEAR_LABEL
from toolkit.books.forms.year_labels import REPORTED
from toolkit.books.package.clone import owned_parts
from toolkit.books.package.lengths import fit_header
from toolkit.books.package.markup import escape_text, main
from toolkit.books.package.package import Package, Sheet
from toolkit.books.package.refs import Box, bounds, from_ref, to_area, to_ref
from toolkit.books.papers.template import WORD, PaperSheet, PaperValue, Values, fill_words, named, show
from toolkit.model.fields import FIGURE, LineAxis, LineId, Slot
from toolkit.model.plan import Printed
from toolkit.model.slots import ItemSlots
from toolkit.model.years import write_year_like

_OF_THE_LINE = ("paper.running_number", "paper.circled_number")
"""Fields without an axis that are different on every line."""
ABSENT = "-"
"""What stands where a figure or total is of nothing."""
PRINTED_SPACING = 1.5
"""Height of a line in font sizes, at least: a paper is printed whatever fonts a computer has."""


@dataclass(frozen=True)
class Line:
    """A block to print with what its fields show. `about` is the item or part of the plan it is of.

    An optional one is left out where none of its fields has anything to show (`-` is nothing); `leads` keeps
    a heading on the page of the block after it, `closes` a subtotal on that of the block before it. A line
    of one indicator (activity, 内訳) says which: `axis`, `line_id`; `lines` are all those of its item.
    """

    block: str
    values: Values = field(default_factory=dict)
    about: str = ""
    optional: bool = False
    leads: bool = False
    closes: bool = False
    axis: LineAxis | None = None
    line_id: LineId = 0
    lines: ItemSlots | None = None

    def slot(self, place: Slot) -> Slot:
        """Give which value a cell of the template stands for on this line; of a place not in use none."""
        if self.axis and getattr(place, self.axis) is not None:
            return place.at(self.axis, self.line_id)
        if self.lines is None:
            return place
        return self.lines.slot_at(place) or Slot(place.field, year=place.year)

    def place(self, slot: Slot) -> int:
        """Give which slot of its axis a value has, 0 where it has none."""
        place = self.lines.place_of(slot) if self.lines else slot
        return place.number if place else 0


REST = "…（続きは、根拠.xlsxのシート「文章」にあります）"
"""What a text ends with that is longer than the highest row of a paper."""


@dataclass(frozen=True)
class Written:
    """A value as it stands in a paper: the cell, whose it is (an item, a part of the plan, or "").

    `is_cut`: the paper holds the beginning of the text alone.
    """

    sheet: str
    cell: str
    slot: Slot
    value: PaperValue
    about: str
    is_cut: bool = False


def write_to_fit(sheet: Sheet, texts: dict[str, str], written: Sequence[Written]) -> list[Written]:
    """Let every text be read on paper: rows grow, and a text too long for any row says where the rest is."""
    cut = cut_texts(sheet, texts, REST, PRINTED_SPACING)
    for ref, text in cut.items():
        sheet.write(ref, text)
    grow_rows(sheet, texts | cut, line_spacing=PRINTED_SPACING)
    return [replace(one, is_cut=one.cell in cut) for one in written]


def fill_sheet(
    package: Package, name: str, paper: PaperSheet, lines: Sequence[Line], around: Line
) -> list[Written]:
    """Fill a sheet: its blocks with the lines, all else with `around`; give what was written where.

    `paper` is bound to the sheet, or to the one it was copied from. A line also shows what `around` holds.
    """
    lines = [line for line in lines if not line.optional or _shows_any(paper, line)]
    copies = repeat_blocks(package, name, [line.block for line in lines]) if paper.prototypes else ()
    sheet = package.sheet(name)
    written: list[Written] = []
    texts: dict[str, str] = {}
    by_name = {prototype.name: prototype for prototype in paper.prototypes}
    for run in _runs(lines, copies):
        shared = _shared_cells(paper, by_name[run[0][0].block], run[0][0])
        for at, (line, copy) in enumerate(run):
            block = by_name[copy.prototype]
            own = replace(line, values={**around.values, **line.values})
            pen = _Pen(sheet, paper, own, copy.top - block.top, shared if at else frozenset())
            pen.write(block, texts, written)
        _merge_shared(sheet, paper, shared, run, by_name)
    pen = _Pen(sheet, paper, around, _grown(paper.prototypes, copies))
    pen.write(None, texts, written)
    pen.write_labels()
    written = write_to_fit(sheet, texts, written)
    _fill_header(package.parts.tree(sheet.part), paper, around.values)
    _drop_chart_caches(package, sheet)
    break_between_blocks(package, name, _units(lines, copies))
    return written


_Run = list[tuple[Line, BlockCopy]]


def _runs(lines: Sequence[Line], copies: Sequence[BlockCopy]) -> Iterator[_Run]:
    """Yield the lines that stand together: those of one item's indicators (activities), else each alone."""
    numbered = enumerate(zip(lines, copies, strict=True))
    for _, run in groupby(numbered, key=lambda one: _run_key(*one)):
        yield [pair for _, pair in run]


def _run_key(at: int, pair: tuple[Line, BlockCopy]) -> tuple[object, ...]:
    line, _ = pair
    return (line.axis, line.about) if line.axis else (at,)


def _shared_cells(paper: PaperSheet, block: Prototype, line: Line) -> frozenset[str]:
    """Give the cells as high as the block that show the item itself, not one of its indicators."""
    if line.axis is None:
        return frozenset()
    fields, form = paper.form.fields, paper.form
    refs = {ref for cells in form.binding.cells.values() for ref in cells.values()} | {*paper.sentences}
    return frozenset(
        ref
        for ref in refs
        if (form.area(ref).top, form.area(ref).bottom) == (block.top, block.bottom)
        and (keys := paper.keys_at(ref))
        and not any(line.axis in fields[key].axes or key in _OF_THE_LINE for key in keys)
    )


def _merge_shared(
    sheet: Sheet, paper: PaperSheet, shared: frozenset[str], run: _Run, by_name: dict[str, Prototype]
) -> None:
    """Let what an item shows stand once, in a cell as high as all its lines."""
    first, last = run[0][1], run[-1][1]
    if first is last:
        return
    moved = first.top - by_name[first.prototype].top
    for ref in sorted(shared):
        area = paper.form.area(ref)
        whole = Box(area.top + moved, area.left, last.bottom, area.right)
        for other in map(bounds, sheet.merges()):
            inside = other.top >= whole.top and other.bottom <= whole.bottom
            if inside and other.left <= whole.right and other.right >= whole.left:
                sheet.unmerge(to_area(other))
        sheet.merge(to_area(whole))


@dataclass(frozen=True)
class _Pen:
    """Writes the fields of one block, or (no prototype) of what stands around the blocks."""

    sheet: Sheet
    paper: PaperSheet
    line: Line
    moved: int
    skipped: frozenset[str] = frozenset()

    def write(self, block: Prototype | None, texts: dict[str, str], written: list[Written]) -> None:
        """Write every field; `texts` gets what each cell shows, `written` what was written."""
        form = self.paper.form
        for key in form.binding.cells:
            if key == YEAR_LABEL:
                continue
            slots = [
                (self.line.slot(slot), ref)
                for slot, ref in form.slots(key).items()
                if self._is_in(block, ref)
            ]
            last = {slot.year: slot for slot, _ in slots}
            for slot, ref in slots:
                value = self._value(slot, last=slot == last[slot.year])
                place = self._place(ref)
                texts[place] = self._put(place, slot, value)
                written.append(Written(self.sheet.name, place, slot, value, self.line.about))
        for ref, text in self.paper.sentences.items():
            if self._is_in(block, ref):
                place = self._place(ref)
                texts[place] = fill_words(text, self.paper, self.line.values)
                self.sheet.write(place, texts[place])
                written += [
                    Written(self.sheet.name, place, slot, value, self.line.about)
                    for slot, value in named(text, form, self.line.values)
                ]

    def write_labels(self) -> None:
        """Write the labels of the years in the pattern each shows."""
        form = self.paper.form
        for number, ref in form.binding.labels:
            if self._is_in(None, ref) and (number == REPORTED or number <= len(form.years)):
                place = self._place(ref)
                self.sheet.write(place, write_year_like(self.sheet.text(place), form.year(number)))

    def _value(self, slot: Slot, *, last: bool) -> PaperValue:
        """Give what a slot shows; the last of a field's cells of a year takes in what has none of its own."""
        value = self.line.values.get(slot)
        if not last or not slot.number:
            return value
        place = self.line.place(slot)
        more = [
            show(other)
            for at, other in self.line.values.items()
            if at.field == slot.field and at.year == slot.year and self.line.place(at) > place
        ]
        return "\n".join([show(value), *more]) if any(more) else value

    def _put(self, ref: str, slot: Slot, value: PaperValue) -> str:
        if isinstance(value, int | Decimal) or value is None:
            self.sheet.write(ref, value)
            return show(value)
        if isinstance(value, Printed) and slot.field.startswith(FIGURE):
            self.sheet.write(ref, value.number, number_format=value.number_format)
            return value.text
        return write_value(self.sheet, self.paper.form, ref, slot, value)

    def _is_in(self, block: Prototype | None, ref: str) -> bool:
        row = from_ref(ref)[0]
        if ref in self.skipped:
            return False
        if block is not None:
            return block.holds(row, row)
        return not any(prototype.holds(row, row) for prototype in self.paper.prototypes)

    def _place(self, ref: str) -> str:
        row, column = from_ref(ref)
        above = self.paper.prototypes and row < self.paper.prototypes[0].top
        return to_ref(row if above else row + self.moved, column)


def _shows_any(paper: PaperSheet, line: Line) -> bool:
    block = next(prototype for prototype in paper.prototypes if prototype.name == line.block)

    def inside(ref: str) -> bool:
        return block.holds(from_ref(ref)[0], from_ref(ref)[0])

    form = paper.form
    slots = [
        line.slot(slot) for key in form.binding.cells for slot, ref in form.slots(key).items() if inside(ref)
    ]
    words = [named(text, form, line.values) for ref, text in paper.sentences.items() if inside(ref)]
    values = [line.values.get(slot) for slot in slots] + [value for some in words for _, value in some]
    return any(show(value) not in ("", ABSENT) for value in values)


def _grown(prototypes: Sequence[Prototype], copies: Sequence[BlockCopy]) -> int:
    """Give how many rows what stands below the blocks has moved down."""
    if not prototypes:
        return 0
    last = copies[-1].bottom if copies else prototypes[0].top - 1
    return last - prototypes[-1].bottom


def _units(lines: Sequence[Line], copies: Sequence[BlockCopy]) -> list[list[tuple[int, int]]]:
    """Give the rows that stay on one page: a heading with what it leads, an optional row with its own.

    An item's lines stay together, where they are too many for a page they part line by line; the item's
    own row above the first of them and the one that closes them stay with those they stand beside.
    """
    units: list[list[tuple[int, int]]] = []
    joins, before = False, None
    for line, copy in zip(lines, copies, strict=True):
        of_item = before is not None and before.about == line.about != "" and (before.axis or line.axis)
        beside = of_item and not (before and before.axis and line.axis)
        if units and (joins or line.optional or line.closes or beside):
            units[-1][-1] = (units[-1][-1][0], copy.bottom)
        elif units and of_item:
            units[-1].append((copy.top, copy.bottom))
        else:
            units.append([(copy.top, copy.bottom)])
        joins, before = line.leads, line
    return units


def _fill_header(tree: etree._Element, paper: PaperSheet, general: Values) -> None:
    for part in tree.iterfind(f"{main('headerFooter')}/*"):
        if part.text and WORD.search(part.text):
            part.text = escape_text(fit_header(partial(_filled_header, part.text, paper, general)))


def _filled_header(text: str, paper: PaperSheet, general: Values, put: Callable[[str], str]) -> str:
    return fill_words(text, paper, {slot: put(show(value)) for slot, value in general.items()})


def _drop_chart_caches(package: Package, sheet: Sheet) -> None:
    """Let charts be drawn from the cells: what a template's chart remembers are the template's figures."""
    for name in owned_parts(package.parts, sheet.part):
        if package.parts.mentions(name, [b"numCache", b"strCache"]):
            for cache in [*package.parts.tree(name).iter("{*}numCache", "{*}strCache")]:
                holder = cache.getparent()
                if holder is not None:
                    holder.remove(cache)
