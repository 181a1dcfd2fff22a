"""A template of a paper and what its blocks show in, its sheets filled and what stands in which cell out.

A cell that bears a field's name holds its value alone; `{群_欄}` inside a text is filled where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from toolkit.books.block_layout import BlockCopy, Prototype
from toolkit.books.block_names import load_template
from toolkit.books.blocks import repeat_blocks
from toolkit.books.clone import owned_parts
from toolkit.books.forms import FormSheet, write_value
from toolkit.books.heights import grow_rows
from toolkit.books.markup import WORKSHEET_ORDER, drop_attribute, ensure_child, main
from toolkit.books.package import Package, Sheet
from toolkit.books.pages import break_between_blocks
from toolkit.books.reader import Book
from toolkit.books.refs import from_ref, to_ref
from toolkit.books.template import YEAR_LABEL, bind
from toolkit.books.year_labels import REPORTED
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import FIGURE, Fields, Slot
from toolkit.model.plan import Printed
from toolkit.model.years import FiscalYear, write_year_like

PRINTED_SPACING = 1.5
"""Height of a line in font sizes, at least: a paper is printed whatever fonts a computer has."""
_HEAD_ROOM = 0.65  # inches that a line at the head or foot of a page needs
Shown = str | int | Decimal | Printed | None
Values = Mapping[Slot, Shown]
"""What the fields show; a slot that is not there is blank."""
_WORD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class PaperSheet:
    """A sheet of a paper's template: its fields, its blocks, and the cells with `{群_欄}` inside a text."""

    form: FormSheet
    prototypes: tuple[Prototype, ...]
    sentences: Mapping[str, str]

    @property
    def blocks(self) -> list[str]:
        """The names of the blocks from top to bottom."""
        return [prototype.name for prototype in self.prototypes]

    @property
    def fields(self) -> set[str]:
        """The keys of all fields the sheet shows."""
        known = self.form.fields
        words = (word for text in self.sentences.values() for word in _WORD.findall(text))
        return {*self.form.binding.cells, *(known.by_name[word].key for word in words)}


@dataclass(frozen=True)
class Line:
    """A block to print with what its fields show. `about` is the item or part of the plan it is of.

    An optional one is left out where none of its fields has anything to show; `leads` keeps a heading
    on the page of the block after it.
    """

    block: str
    values: Values = field(default_factory=dict)
    about: str = ""
    optional: bool = False
    leads: bool = False


@dataclass(frozen=True)
class Written:
    """A value as it stands in a paper: the cell, whose it is (an item, a part of the plan, or "")."""

    sheet: str
    cell: str
    slot: Slot
    value: Shown
    about: str


def bind_paper(
    package: Package, book: Book, fields: Fields, years: Sequence[FiscalYear], reported: FiscalYear
) -> tuple[dict[str, PaperSheet], list[OfficeError]]:
    """Bind every sheet of a paper's template and list what is wrong with it: names, words, blocks."""
    sheets, errors = {}, []
    for name, cells in book.sheets.items():
        binding, mistakes = bind(book, name, fields, file=package.file)
        errors += mistakes
        sentences = {
            ref: cell.raw
            for ref, cell in cells.cells.items()
            if cell.kind == "text" and cell.formula is None and _WORD.search(cell.raw)
        }
        errors += _iter_strange_words(sentences, fields, package.file, name)
        try:
            template = load_template(package, name)
        except OfficeErrors as found:
            errors += found.errors
            continue
        form = FormSheet(binding, cells, fields, tuple(years), reported)
        known = () if template is None else template.prototypes
        sheets[name] = PaperSheet(form, known, sentences)
    return sheets, errors


def find_missing(sheets: Iterable[PaperSheet], figures: Iterable[str], file: str) -> list[OfficeError]:
    """Name the figures of the settings that no cell of the template shows."""
    shown = set[str]().union(*(sheet.fields for sheet in sheets))
    return [
        OfficeError(
            f"数値「{word}」を印字する欄（名前「数値_{word}」）が、様式にありません。",
            "数値を印字するセルに名前を付け直すか、[[paper]] の figures から外してください。",
            file,
        )
        for word in figures
        if f"{FIGURE}.{word}" not in shown
    ]


def _iter_strange_words(
    sentences: Mapping[str, str], fields: Fields, file: str, sheet: str
) -> Iterator[OfficeError]:
    for ref, text in sentences.items():
        for word in _WORD.findall(text):
            if word not in fields.by_name:
                what = f"文の中の「{{{word}}}」という欄はありません。"
                mend = "欄の名前（例: {項目_名称}）に直してください。"
                yield OfficeError(what, mend, file, sheet, ref)


# -- filling


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
    for line, copy in zip(lines, copies, strict=True):
        block = by_name[copy.prototype]
        values = {**around.values, **line.values}
        _Pen(sheet, paper, values, line.about, copy.top - block.top).write(block, texts, written)
    pen = _Pen(sheet, paper, around.values, around.about, _grown(paper.prototypes, copies))
    pen.write(None, texts, written)
    pen.write_labels()
    grow_rows(sheet, texts, line_spacing=PRINTED_SPACING)
    _fill_header(package.parts.tree(sheet.part), paper, around.values)
    _drop_chart_caches(package, sheet)
    break_between_blocks(package, name, _units(lines, copies))
    return written


@dataclass(frozen=True)
class _Pen:
    """Writes the fields of one block, or (no prototype) of what stands around the blocks."""

    sheet: Sheet
    paper: PaperSheet
    values: Values
    about: str
    moved: int

    def write(self, block: Prototype | None, texts: dict[str, str], written: list[Written]) -> None:
        """Write every field; `texts` gets what each cell shows, `written` what was written."""
        form = self.paper.form
        for key in form.binding.cells:
            if key == YEAR_LABEL:
                continue
            slots = [(slot, ref) for slot, ref in form.slots(key).items() if self._is_in(block, ref)]
            for slot, ref in slots:
                value = self._value(slot, last=slot == slots[-1][0])
                place = self._place(ref)
                texts[place] = self._put(place, slot, value)
                written.append(Written(self.sheet.name, place, slot, value, self.about))
        for ref, text in self.paper.sentences.items():
            if self._is_in(block, ref):
                place = self._place(ref)
                texts[place] = fill_words(text, form, self.values)
                self.sheet.write(place, texts[place])
                written += [
                    Written(self.sheet.name, place, slot, value, self.about)
                    for slot, value in _named(text, form, self.values)
                ]

    def write_labels(self) -> None:
        """Write the labels of the years in the pattern each shows."""
        form = self.paper.form
        for number, ref in form.binding.labels:
            if self._is_in(None, ref) and (number == REPORTED or number <= len(form.years)):
                place = self._place(ref)
                self.sheet.write(place, write_year_like(self.sheet.text(place), form.year(number)))

    def _value(self, slot: Slot, *, last: bool) -> Shown:
        """Give what a slot shows; the last of a field's cells takes in what has no cell of its own."""
        value = self.values.get(slot)
        if not last or slot.indicator is None:
            return value
        more = [
            show(other)
            for at, other in self.values.items()
            if at.field == slot.field and at.year == slot.year and (at.indicator or 0) > slot.indicator
        ]
        return "\n".join([show(value), *more]) if any(more) else value

    def _put(self, ref: str, slot: Slot, value: Shown) -> str:
        if isinstance(value, int | Decimal) or value is None:
            self.sheet.write(ref, value)
            return show(value)
        return write_value(self.sheet, self.paper.form, ref, slot, value)

    def _is_in(self, block: Prototype | None, ref: str) -> bool:
        row = from_ref(ref)[0]
        if block is not None:
            return block.holds(row, row)
        return not any(prototype.holds(row, row) for prototype in self.paper.prototypes)

    def _place(self, ref: str) -> str:
        row, column = from_ref(ref)
        above = self.paper.prototypes and row < self.paper.prototypes[0].top
        return to_ref(row if above else row + self.moved, column)


def fill_words(text: str, form: FormSheet, values: Values) -> str:
    """Put what the fields show in place of every `{群_欄}` of a text; of the years, the one reported on."""

    def shown(match: re.Match[str]) -> str:
        texts = (show(value) for _, value in _named(match[0], form, values))
        return "\n".join(filter(None, texts))

    return _WORD.sub(shown, text)


def _named(text: str, form: FormSheet, values: Values) -> Iterator[tuple[Slot, Shown]]:
    """Yield what the words of a text stand for; a figure that is not to be had here is None."""
    known = form.fields.by_name
    keys = {known[word].key for word in _WORD.findall(text) if word in known}
    for slot, value in values.items():
        if slot.field in keys and slot.year in (None, form.reported):
            yield slot, value
    for key in sorted(keys):
        if key.startswith(FIGURE) and Slot(key) not in values:
            yield Slot(key), None


def show(value: Shown) -> str:
    """Give a value as a text shows it: `12,345`."""
    if isinstance(value, Printed):
        return value.text
    if isinstance(value, int | Decimal):
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value or ""


def _shows_any(paper: PaperSheet, line: Line) -> bool:
    block = next(prototype for prototype in paper.prototypes if prototype.name == line.block)

    def inside(ref: str) -> bool:
        return block.holds(from_ref(ref)[0], from_ref(ref)[0])

    form = paper.form
    slots = [slot for key in form.binding.cells for slot, ref in form.slots(key).items() if inside(ref)]
    words = [_named(text, form, line.values) for ref, text in paper.sentences.items() if inside(ref)]
    return any(show(line.values.get(slot)) for slot in slots) or any(
        show(value) for named in words for _, value in named
    )


def _grown(prototypes: Sequence[Prototype], copies: Sequence[BlockCopy]) -> int:
    """Give how many rows what stands below the blocks has moved down."""
    if not prototypes:
        return 0
    last = copies[-1].bottom if copies else prototypes[0].top - 1
    return last - prototypes[-1].bottom


def _units(lines: Sequence[Line], copies: Sequence[BlockCopy]) -> list[tuple[int, int]]:
    """Give the rows that stay on one page: a heading with what it leads, an optional row with its own."""
    units: list[tuple[int, int]] = []
    joins = False
    for line, copy in zip(lines, copies, strict=True):
        if units and (joins or line.optional):
            units[-1] = (units[-1][0], copy.bottom)
        else:
            units.append((copy.top, copy.bottom))
        joins = line.leads
    return units


def _fill_header(tree: etree._Element, paper: PaperSheet, general: Values) -> None:
    for part in tree.iterfind(f"{main('headerFooter')}/*"):
        if part.text and _WORD.search(part.text):
            plain = {slot: show(value).replace("&", "&&") for slot, value in general.items()}
            part.text = fill_words(part.text, paper.form, plain)


def print_on_one_page(package: Package, name: str, header: str, footer: str) -> None:
    """Fit a sheet on one page and print these texts at its upper right and in the middle of its foot."""
    tree = package.parts.tree(package.sheet(name).part)
    properties = ensure_child(tree, "sheetPr", WORKSHEET_ORDER)
    fit = properties.find(main("pageSetUpPr"))
    if fit is None:
        fit = etree.SubElement(properties, main("pageSetUpPr"))
    fit.set("fitToPage", "1")
    setup = ensure_child(tree, "pageSetup", WORKSHEET_ORDER)
    drop_attribute(setup, "scale")
    setup.attrib.update({"fitToWidth": "1", "fitToHeight": "1"})
    margins = ensure_child(tree, "pageMargins", WORKSHEET_ORDER)
    for side, room in (("top", _HEAD_ROOM), ("bottom", _HEAD_ROOM)):
        margins.set(side, str(max(room, float(margins.get(side, "0.75")))))
    texts = ensure_child(tree, "headerFooter", WORKSHEET_ORDER)
    texts[:] = []
    texts.attrib.clear()
    for part, text in (("oddHeader", f"&R{header.replace('&', '&&')}"), ("oddFooter", f"&C{footer}")):
        etree.SubElement(texts, main(part)).text = text


def _drop_chart_caches(package: Package, sheet: Sheet) -> None:
    """Let charts be drawn from the cells: what a template's chart remembers are the template's figures."""
    for name in owned_parts(package.parts, sheet.part):
        if package.parts.mentions(name, [b"numCache", b"strCache"]):
            for cache in [*package.parts.tree(name).iter("{*}numCache", "{*}strCache")]:
                holder = cache.getparent()
                if holder is not None:
                    holder.remove(cache)
