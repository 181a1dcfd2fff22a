"""An item of the plan and a bound sheet in, the sheet filled with the plan out.

Fills the locked half of a form: what the register says. Slots the item does not use are hidden, texts
marked `〃` are merged with the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.books.forms.heights import grow_rows
from toolkit.books.forms.template import Binding, Ordinals
from toolkit.books.forms.year_labels import REPORTED
from toolkit.books.package.merges import merged_bounds
from toolkit.books.package.package import Sheet
from toolkit.books.package.refs import Box, bounds, to_area
from toolkit.books.reading.reader import SheetCells
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Axis, Fields, Slot
from toolkit.model.plan import SAME_AS_BEFORE, Item, Printed
from toolkit.model.slots import LINE_AXES, ItemSlots, slots_of
from toolkit.model.years import FiscalYear, write_year_like

Content = Mapping[Slot, str | Printed]
"""What the plan says in each slot, as printed."""


@dataclass(frozen=True)
class FormSheet:
    """A form's sheet: its binding, its cells, the plan's years, the year reported on, and whose it is.

    `lines` are the slots of the item the sheet is for; without them its slots are the template's places.
    """

    binding: Binding
    cells: SheetCells
    fields: Fields
    years: tuple[FiscalYear, ...]
    reported: FiscalYear | None = None
    lines: ItemSlots | None = None

    def of(self, item: Item) -> FormSheet:
        """Give the form as the sheet of an item, its slots those of the item's own numbers."""
        return replace(self, lines=slots_of(item))

    def ref(self, slot: Slot) -> str | None:
        """Give the cell of a slot; None where the form has no such field, or the item no such line."""
        cells = self.binding.cells.get(slot.field, {})
        place = self.lines.place_of(slot) if self.lines and cells else slot
        if place is None:
            return None
        slot = place
        ref = cells.get(self._ordinals(slot))
        if ref is None and slot.year is not None and slot.year == self.year(REPORTED):
            ref = cells.get(self._ordinals(slot, REPORTED))
        return ref

    def year(self, ordinal: int) -> FiscalYear:
        """Give the fiscal year of a year ordinal; `REPORTED` is the year the round asks."""
        return (self.reported or self.years[-1]) if ordinal == REPORTED else self.years[0] + (ordinal - 1)

    def slots(self, key: str) -> dict[Slot, str]:
        """Give the slots of a field that are in use and in the plan's years, with their cells."""
        cells = zip(self.places(key), self.binding.cells.get(key, {}).values(), strict=True)
        slots = ((self.lines.slot_at(place) if self.lines else place, ref) for place, ref in cells)
        return {slot: ref for slot, ref in slots if slot and (slot.year is None or slot.year in self.years)}

    def places(self, key: str) -> list[Slot]:
        """Give the template's places of a field in the order of its cells, years beyond the plan included."""
        field = self.fields[key]
        slots = []
        for ordinals in self.binding.cells.get(key, {}):
            at = dict(zip(field.axes, ordinals, strict=True))
            year = self.year(at["year"]) if "year" in at else None
            part = (0, at["part"]) if "part" in at else None
            slots.append(Slot(key, at.get("indicator"), at.get("activity"), year, part))
        return slots

    def area(self, ref: str) -> Box:
        """Give the merged area of a cell, or the cell itself."""
        return merged_bounds(self.cells.merges).get(ref, bounds(ref))

    def _ordinals(self, slot: Slot, year: int | None = None) -> Ordinals:
        at = {
            "indicator": slot.indicator,
            "activity": slot.activity,
            "part": slot.part and slot.part[1],
            "year": self.years.index(slot.year) + 1 if year is None and slot.year in self.years else year,
        }
        return tuple(at[axis] or 0 for axis in self.fields[slot.field].axes)


def write_item(sheet: Sheet, form: FormSheet, item: Item, content: Content) -> dict[str, str]:
    """Fill one item's sheet with the plan; give what each cell shows, for its row to grow.

    Raises OfficeError naming item, field and both counts where the form has too few slots.
    """
    form = form.of(item)
    used = _used(form)
    check_capacity(form, item)
    same = _merge_same(sheet, form, content)
    texts: dict[str, str] = {}
    for slot, value in content.items():
        ref = form.ref(slot)
        if ref is not None and slot not in same:
            texts[ref] = write_value(sheet, form, ref, slot, value)
    _write_labels(sheet, form)
    sheet.hide_rows(_unused_rows(form, used, content))
    return texts


def _write_labels(sheet: Sheet, form: FormSheet) -> None:
    """Write every year label in the pattern it shows, those that repeat a year too."""
    for number, ref in form.binding.labels:
        if number <= len(form.years):
            sheet.write(ref, write_year_like(sheet.text(ref), form.year(number)))


def _used(form: FormSheet) -> dict[str, int]:
    """Give how many slots of each axis the item of a form has."""
    lines = form.lines or ItemSlots()
    return {axis: lines.count(axis) for axis in LINE_AXES} | {"year": len(form.years)}


def check_capacity(form: FormSheet, item: Item) -> None:
    """Refuse an item that has more indicators, activities or years than the form has slots."""
    for mistake in iter_capacity_mistakes(form, item):
        raise mistake


def iter_capacity_mistakes(form: FormSheet, item: Item) -> Iterator[OfficeError]:
    """Yield of what a form has too few slots for an item; of the years, the same for every item."""
    words: dict[Axis, str] = {"indicator": "指標", "activity": "活動", "part": "内訳", "year": "年度"}
    used = _used(form.of(item))
    for axis, word in words.items():
        capacity = form.binding.capacity.get(axis, used[axis])
        if used[axis] > capacity:
            where = "計画期間" if axis == "year" else f"項目「{item.name}」（項目ID {item.id}）"
            yield OfficeError(
                f"様式の{word}の欄は{capacity}ですが、{where}には{used[axis]}あります。",
                f"様式に{word}の行を足して名前の範囲を広げるか、計画台帳を確かめてください。",
                sheet=form.binding.sheet,
            )


def write_value(sheet: Sheet, form: FormSheet, ref: str, slot: Slot, value: str | Printed) -> str:
    """Write one value as printed and give the text it shows.

    A plain number is written as a number (amounts in the form's own format, other figures in the
    format that shows them as printed), a year into the pattern the form itself shows.
    """
    field = form.fields[slot.field]
    if isinstance(value, Printed):
        if value.number is not None:
            own_format = field.kind == "quantity"
            sheet.write(ref, value.number, number_format=None if own_format else value.number_format)
        else:
            sheet.write(ref, value.text or None)
        return value.text
    if field.kind == "year":
        value = write_year_like(sheet.text(ref), FiscalYear.parse(value))
    sheet.write(ref, value or None)
    return value


def _merge_same(sheet: Sheet, form: FormSheet, content: Content) -> set[Slot]:
    """Merge every `〃` with the year before it; give the slots that were merged away."""
    same = {slot for slot, value in content.items() if value == SAME_AS_BEFORE}
    for slot in content:
        if slot in same or slot.year is None:
            continue
        run = [slot]
        while (after := slot._replace(year=slot.year + len(run))) in same:
            run.append(after)
        refs = [ref for one in run if (ref := form.ref(one)) is not None]
        if len(refs) > 1:
            areas = [form.area(ref) for ref in refs]
            for area in areas:
                if to_area(area) in form.cells.merges:
                    sheet.unmerge(to_area(area))
            whole = Box(
                min(a.top for a in areas), min(a.left for a in areas),
                max(a.bottom for a in areas), max(a.right for a in areas),
            )  # fmt: skip
            sheet.merge(to_area(whole))
    return same


def _unused_rows(form: FormSheet, used: Mapping[str, int], content: Content) -> set[int]:
    """Give the rows that hold only slots this item does not use (or optional fields left empty)."""
    unused: set[int] = set()
    kept: list[set[int]] = []
    for key, cells in form.binding.cells.items():
        field = form.fields[key]
        for ordinals, ref in cells.items():
            at = dict(zip(field.axes, ordinals, strict=True))
            area = form.area(ref)
            rows = set(range(area.top, area.bottom + 1))
            beyond = any(number > used.get(axis, number) for axis, number in at.items())
            empty = field.hide_empty and not any(
                value for slot, value in content.items() if slot.field == key
            )
            if beyond or empty:
                unused |= rows
            else:
                kept.append(rows)
    for rows in kept:
        if rows <= unused:
            unused -= rows
    return unused


NOTHING_BELOW, NOTHING_ASKED = "（次は、ご記入いただくところがありません）", "記入なし"
"""What the cover says of items that ask nothing: the line above them, and in place of the count of cells."""


@dataclass(frozen=True)
class CoverItem:
    """A line of the cover: an item, its number, where its sheet or block begins, how many cells it asks."""

    item: Item
    number: str
    sheet: str
    top: str
    cells: int


def write_cover(
    sheet: Sheet, form: FormSheet, texts: Mapping[str, str | int], items: Sequence[CoverItem]
) -> None:
    """Fill the cover (記入要領): the texts by field key, and a line with a link per item sheet.

    Items that ask nothing stand last, apart where there is a line left. Raises OfficeError where the cover
    has fewer lines than the department has items.
    """
    for mistake in iter_cover_mistakes(form.binding, len(items)):
        raise mistake
    places = form.binding.cells
    values = {ref: text for key, text in texts.items() for ref in places.get(key, {}).values()}
    lines = _cover_lines(items, form.binding.capacity.get("item", 0))
    for number, line in enumerate(lines, 1):
        if line is None:
            values[(places.get("book.item_name") or places["book.item"])[(number,)]] = NOTHING_BELOW
            continue
        words: dict[str, str | int] = {
            "book.item": line.number,
            "book.item_name": line.item.name,
            "book.item_cells": line.cells or NOTHING_ASKED,
        }
        found = {key: places[key][(number,)] for key in words if key in places}
        values |= {ref: words[key] for key, ref in found.items()}
        for key, ref in found.items():
            if key != "book.item_cells":
                sheet.link(ref, sheet=line.sheet, cell=line.top, tooltip=f"{line.item.name}のシートへ")
    for ref, value in values.items():
        sheet.write(ref, value)
    sheet.hide_rows(_unused_rows(form, {"item": len(lines)}, {}))
    grow_rows(sheet, {ref: str(value) for ref, value in values.items()})


def _cover_lines(items: Sequence[CoverItem], room: int) -> list[CoverItem | None]:
    """Give what stands in the list of the cover; None is the line above those that ask nothing."""
    idle: list[CoverItem | None] = [one for one in items if not one.cells]
    above: list[CoverItem | None] = [None] if idle and room > len(items) else []
    return [*(one for one in items if one.cells), *above, *idle]


def iter_cover_mistakes(cover: Binding, items: int) -> Iterator[OfficeError]:
    """Yield that a cover has too few lines for so many items."""
    lines = cover.capacity.get("item", 0)
    if items > lines:
        yield OfficeError(
            f"表紙の項目一覧は{lines}行ですが、{items}項目の所属があります。",
            "表紙の一覧に行を足し、名前「記入_項目」などの範囲を広げてください。",
            sheet=cover.sheet,
        )


def open_cells(sheet: Sheet, form: FormSheet, refs: Iterable[str]) -> None:
    """Lock the whole sheet but these cells (with every cell of their merged areas)."""
    sheet.protect()
    sheet.lock_all()
    sheet.set_locked([to_area(form.area(ref)) for ref in refs], locked=False)


def write_totals(sheet: Sheet, form: FormSheet, totals: Mapping[Slot, Decimal | None]) -> None:
    """Put totals beside their formulas (or in their place): `-` where there is nothing to add (D2)."""
    for slot, total in totals.items():
        ref = form.ref(slot)
        if ref is None:
            continue
        value = "-" if total is None else total
        if sheet.has_formula(ref):
            sheet.write_cached(ref, value)
        else:
            sheet.write(ref, value)
