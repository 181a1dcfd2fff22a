"""The tree of a sheet and a mover in, the sheet with its blocks repeated and all below moved out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from toolkit.books.blocks.layout import BlockCopy
from toolkit.books.blocks.mover import Mover
from toolkit.books.blocks.rules import areas_under, move_rules, renew_uids, set_areas
from toolkit.books.package.formulas import LAST_ROW
from toolkit.books.package.markup import (
    REL_ID,
    X14,
    XM,
    drop_attribute,
    iter_elements,
    local_name,
    main,
    remove,
)
from toolkit.books.package.parts import Parts
from toolkit.books.package.refs import Box, bounds, to_area
from toolkit.model.errors import OfficeError

_F, _CELL, _ROW, _BREAK = main("f"), main("c"), main("row"), main("brk")
_DIGITS = "0123456789"
_LAST_BREAK = 1_048_575
EXTENSIONS = {"conditionalFormattings", "dataValidations", "sparklineGroups"}
MAX_BREAKS = 1023
_TOO_MANY = "ブロックの件数を減らす（ブックを分ける）か、ブロックの中の改ページを外してください。"
_CONTROL_CELLS = ("linkedCell", "listFillRange")
_RANGES = {main("protectedRange"), main("ignoredError")}


# ---- rows


def iter_formulas(tree: etree._Element, mover: Mover) -> Iterator[tuple[str, str, BlockCopy | None]]:
    """Yield each formula of the sheet with its cell, for every copy it will stand in (None: outside)."""
    layout = mover.layout
    for formula in _data(tree).iter(_F):
        cell = formula.getparent()
        ref = "" if cell is None else cell.get("r", "")
        for _, reader in layout.pieces(bounds(ref)):
            yield ref, formula.text or "", reader


def check_limits(tree: etree._Element, mover: Mover) -> None:
    """Refuse, with OfficeError, copies that Excel has no room for: rows, and breaks between pages."""
    layout = mover.layout
    last = max((int(row.get("r", "0")) for row in _rows(tree) if any(len(cell) for cell in row)), default=0)
    if last + layout.grown > LAST_ROW:
        raise OfficeError(
            f"ブロックを{len(layout.copies)}件並べると、Excelの行数の上限を超えます。", _TOO_MANY
        )
    rows = [int(brk.get("id", "0")) for brk in tree.iterfind(f"{main('rowBreaks')}/{_BREAK}")]
    breaks = sum(1 for row in rows for _ in layout.pieces(Box(row, 1, row, 1)))
    if breaks > MAX_BREAKS:
        raise OfficeError(
            f"ブロックを{len(layout.copies)}件並べると改ページが{breaks}か所になり、Excelの上限（{MAX_BREAKS}）を超えます。",
            _TOO_MANY,
        )


def repeat_rows(tree: etree._Element, mover: Mover) -> None:
    """Repeat the rows of the prototypes, move those below, and re-point every formula."""
    layout, data = mover.layout, _data(tree)
    by_number = {int(row.get("r", "0")): row for row in _rows(tree)}
    above = [row for number, row in by_number.items() if number < layout.top]
    # LibreOffice may leave a blank last row behind: there is no room below it.
    below = [row for number, row in by_number.items() if layout.bottom < number <= LAST_ROW - layout.grown]
    for row in [*above, *below]:
        _renumber(row, layout.below(int(row.get("r", "0"))), None, mover)
    inside: list[etree._Element] = []
    for copy in reversed(layout.copies):  # the first copy is the prototype itself and comes last
        prototype = next(p for p in layout.prototypes if p.name == copy.prototype)
        for number in range(prototype.bottom, prototype.top - 1, -1):
            if number in by_number:
                row = by_number[number]
                twin = row if copy.number == 1 else deepcopy(row)
                _renumber(twin, copy.top + number - prototype.top, copy, mover)
                inside.append(twin)
    data[:] = [*above, *reversed(inside), *below]


def _renumber(row: etree._Element, number: int, reader: BlockCopy | None, mover: Mover) -> None:
    row.set("r", str(number))
    for cell in row.iterchildren(_CELL):
        ref = f"{cell.get('r', '').rstrip(_DIGITS)}{number}"
        cell.set("r", ref)
        for formula in cell.iterchildren(_F):
            if formula.text:
                formula.text = mover.text(formula.text, reader)
            if formula.get("ref"):  # of a matrix formula; one of several cells stands above the blocks
                box = bounds(formula.get("ref", ""))
                formula.set("ref", to_area(box._replace(top=number, bottom=number + box.bottom - box.top)))


def _rows(tree: etree._Element) -> Iterator[etree._Element]:
    return _data(tree).iterchildren(_ROW)


def _data(tree: etree._Element) -> etree._Element:
    data = tree.find(main("sheetData"))
    if data is None:
        raise ValueError("the sheet has no sheetData")
    return data


# ---- what else stands on cells


def move_children(tree: etree._Element, mover: Mover, parts: Parts, part: str) -> None:
    """Move and repeat all that a sheet holds beside its rows."""
    move_rules(tree, mover)
    for element in list(tree.iter(*_RANGES)):
        pieces = mover.spread(areas_under(element), ())
        if pieces:
            set_areas(element, pieces[0].areas)
        else:
            remove(element)
    for child in list(tree):
        move = _MOVES.get(local_name(child))
        if move is not None:
            move(child, mover)
    _move_links(tree, mover, parts, part)
    _move_sparklines(tree, mover)
    for element in iter_elements(tree, "controlPr"):
        for attribute in _CONTROL_CELLS:
            if element.get(attribute):
                element.set(attribute, mover.text(element.get(attribute, "")))


def _move_merges(merges: etree._Element, mover: Mover) -> None:
    layout, areas = mover.layout, []
    for merge in merges:
        box = bounds(merge.get("ref", ""))
        if layout.owner(box.top, box.bottom):
            areas += [layout.place(piece, copy) for piece, copy in layout.pieces(box)]
        else:
            rows = layout.rows(box.top, box.bottom, True, None)
            areas += [] if rows is None else [box._replace(top=rows[0], bottom=rows[1])]
    merges[:] = [
        etree.Element(main("mergeCell"), ref=to_area(area)) for area in areas if ":" in to_area(area)
    ]
    merges.set("count", str(len(merges)))
    if not len(merges):
        remove(merges)


def _move_ref(element: etree._Element, mover: Mover) -> None:
    """Move an area that stands once on the sheet, and those inside it: autofilter, sorting."""
    for holder in element.iter(main("autoFilter"), main("sortState"), main("sortCondition")):
        box = bounds(holder.get("ref", "A1"))
        rows = mover.layout.rows(box.top, box.bottom, True, None)
        if rows is not None:
            holder.set("ref", to_area(box._replace(top=rows[0], bottom=rows[1])))


def _move_dimension(element: etree._Element, mover: Mover) -> None:
    box, layout = bounds(element.get("ref", "A1")), mover.layout
    if box.bottom >= layout.top:
        bottom = max(box.bottom, layout.bottom) + layout.grown
        element.set("ref", to_area(box._replace(top=min(box.top, max(bottom, 1)), bottom=max(bottom, 1))))


def _move_row_breaks(breaks: etree._Element, mover: Mover) -> None:
    """A break stands below the row it names: within a block in every copy, else once."""
    layout, placed = mover.layout, {}
    for brk in breaks.iterchildren(_BREAK):
        row = int(brk.get("id", "0"))
        for piece, copy in layout.pieces(Box(row, 1, row, 1)):
            twin = deepcopy(brk)
            twin.set("id", str(layout.place(piece, copy).top))
            placed[layout.place(piece, copy).top] = twin
    breaks[:] = [placed[row] for row in sorted(placed)]
    breaks.set("count", str(len(placed)))
    breaks.set("manualBreakCount", str(sum(brk.get("man") in ("1", "true") for brk in breaks)))
    if not placed:
        remove(breaks)


def _move_column_breaks(breaks: etree._Element, mover: Mover) -> None:
    for brk in breaks.iterchildren(_BREAK):
        last = int(brk.get("max", "0"))
        if mover.layout.bottom <= last + 1 <= _LAST_BREAK:
            brk.set("max", str(last + mover.layout.grown))


def _move_views(views: etree._Element, mover: Mover) -> None:
    """Let the cell that is selected and the first one shown stay what they were."""
    for element in iter_elements(views, "sheetView", "pane", "selection"):
        for attribute in ("topLeftCell", "activeCell"):
            cell = element.get(attribute)
            if cell is not None:
                box = bounds(cell)
                if box.top >= mover.layout.top:
                    rows = mover.layout.rows(box.top, box.top, False, None)
                    row = mover.layout.top if rows is None else rows[0]
                    cell = to_area(box._replace(top=row, bottom=row))
                    element.set(attribute, cell)
                    if attribute == "activeCell":
                        element.set("sqref", cell)
                        drop_attribute(element, "activeCellId")


_MOVES: dict[str, Callable[[etree._Element, Mover], None]] = {
    "dimension": _move_dimension,
    "sheetViews": _move_views,
    "autoFilter": _move_ref,
    "sortState": _move_ref,
    "mergeCells": _move_merges,
    "rowBreaks": _move_row_breaks,
    "colBreaks": _move_column_breaks,
}


def iter_other_texts(tree: etree._Element, mover: Mover) -> Iterator[tuple[str, BlockCopy | None]]:
    """Yield the references of links, sparklines and controls, for every copy they will stand in."""
    for link in tree.iter(main("hyperlink")):
        for copy, _ in _by_copy(bounds(link.get("ref", "")), mover):
            yield link.get("location", ""), copy
    for line in tree.iter(f"{{{X14}}}sparkline"):
        for area in areas_under(line):
            for copy, _ in _by_copy(area, mover):
                yield line.findtext(f"{{{XM}}}f") or "", copy
    for group in tree.iter(f"{{{X14}}}sparklineGroup"):
        yield group.findtext(f"{{{XM}}}f") or "", None
    for control in iter_elements(tree, "controlPr"):
        yield from ((control.get(key, ""), None) for key in _CONTROL_CELLS)


def _move_links(tree: etree._Element, mover: Mover, parts: Parts, part: str) -> None:
    for link in list(tree.iter(main("hyperlink"))):
        location, places = link.get("location"), _by_copy(bounds(link.get("ref", "")), mover)
        if not places:
            if link.get(REL_ID):
                parts.unrelate(part, link.get(REL_ID, ""))
            remove(link)
        for number, (copy, area) in enumerate(places, start=1):
            twin = link if number == len(places) else deepcopy(link)
            twin.set("ref", to_area(area))
            if location:
                twin.set("location", mover.text(location, copy))
            if twin is not link:
                renew_uids(twin, to_area(area))
                if link.get(REL_ID):
                    twin.set(REL_ID, parts.relate_again(part, link.get(REL_ID, "")))
                link.addprevious(twin)


def _by_copy(area: Box, mover: Mover) -> list[tuple[BlockCopy | None, Box]]:
    layout = mover.layout
    if not layout.owner(area.top, area.bottom):
        rows = layout.rows(area.top, area.bottom, True, None)
        return [] if rows is None else [(None, area._replace(top=rows[0], bottom=rows[1]))]
    return [(copy, layout.place(piece, copy)) for piece, copy in layout.pieces(area)]


def _move_sparklines(tree: etree._Element, mover: Mover) -> None:
    for line in list(tree.iter(f"{{{X14}}}sparkline")):
        places = [place for area in areas_under(line) for place in _by_copy(area, mover)]
        data = line.find(f"{{{XM}}}f")
        formula = "" if data is None else data.text or ""
        if not places:
            remove(line)
        for number, (copy, area) in enumerate(places, start=1):
            twin = line if number == len(places) else deepcopy(line)
            set_areas(twin, (area,))
            text = twin.find(f"{{{XM}}}f")
            if text is not None and formula:
                text.text = mover.text(formula, copy)
            if twin is not line:
                line.addprevious(twin)
    for group in list(tree.iter(f"{{{X14}}}sparklineGroup")):
        if group.find(f"{{{X14}}}sparklines") is None:
            remove(group)
        axis = group.find(f"{{{XM}}}f")
        if axis is not None and axis.text:
            axis.text = mover.text(axis.text)
