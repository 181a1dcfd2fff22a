"""The tree of a sheet and a mover in, the sheet with its blocks repeated and all below moved out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from toolkit.books.block_layout import BlockCopy
from toolkit.books.block_mover import Mover, Spread
from toolkit.books.clone import renewed_id
from toolkit.books.markup import REL_ID, X14, XM, drop_attribute, iter_elements, local_name, main
from toolkit.books.parts import Parts
from toolkit.books.refs import Bounds, bounds, to_area

_F, _CELL, _ROW, _BREAK = main("f"), main("c"), main("row"), main("brk")
_DIGITS = "0123456789"
_SQREF = f"{{{XM}}}sqref"
_LAST_BREAK = 1_048_575
EXTENSIONS = {"conditionalFormattings", "dataValidations", "sparklineGroups"}
_RULES = {
    main("conditionalFormatting"),
    main("dataValidation"),
    f"{{{X14}}}conditionalFormatting",
    f"{{{X14}}}dataValidation",
}
_CONTROL_CELLS = ("linkedCell", "listFillRange")
_RANGES = {main("protectedRange"), main("ignoredError")}
_UID = re.compile(r"\{http://schemas\.microsoft\.com/office/spreadsheetml/[^}]*\}uid")


# ---- rows


def iter_formulas(tree: etree._Element, mover: Mover) -> Iterator[tuple[str, str, BlockCopy | None]]:
    """Yield each formula of the sheet with its cell, for every copy it will stand in (None: outside)."""
    layout = mover.layout
    for formula in _data(tree).iter(_F):
        cell = formula.getparent()
        ref = "" if cell is None else cell.get("r", "")
        for _, reader in layout.pieces(bounds(ref)):
            yield ref, formula.text or "", reader


def repeat_rows(tree: etree._Element, mover: Mover) -> None:
    """Repeat the rows of the prototypes, move those below, and re-point every formula."""
    layout, data = mover.layout, _data(tree)
    by_number = {int(row.get("r", "0")): row for row in _rows(tree)}
    above = [row for number, row in by_number.items() if number < layout.top]
    below = [row for number, row in by_number.items() if number > layout.bottom]
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
            if formula.get("ref"):
                formula.set("ref", ref)  # a matrix formula of one cell; larger ones are refused


def _rows(tree: etree._Element) -> Iterator[etree._Element]:
    return _data(tree).iterchildren(_ROW)


def _data(tree: etree._Element) -> etree._Element:
    data = tree.find(main("sheetData"))
    if data is None:
        raise ValueError("the sheet has no sheetData")
    return data


# ---- rules: validations and conditional formats, of 2007 and of 2010


def iter_rules(tree: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that put formulas on areas."""
    yield from tree.iter(*_RULES)


def spread_of(rule: etree._Element, mover: Mover) -> list[Spread]:
    """Give where a rule goes."""
    return mover.spread(_areas(rule), [_formula(*slot) for slot in _slots(rule)])


def _move_rule(rule: etree._Element, mover: Mover) -> None:
    spreads = spread_of(rule, mover)
    if not spreads:
        _remove(rule)
        return
    twins = [rule, *(deepcopy(rule) for _ in spreads[1:])]
    for twin, spread in reversed(list(zip(twins, spreads, strict=True))):
        _set_areas(twin, spread.areas)
        for (element, attribute), text in zip(_slots(twin), spread.formulas, strict=True):
            if attribute:
                element.set(attribute, text)
            else:
                element.text = text
        if twin is not rule:
            _renew_ids(twin, _sqref(spread.areas))
            rule.addnext(twin)
    _count(rule)


def _slots(rule: etree._Element) -> list[tuple[etree._Element, str]]:
    """Give the places of a rule that hold a formula: an element with an attribute, or "" for its text."""
    found = []
    for element in iter_elements(rule, "formula", "formula1", "formula2", "f", "cfvo"):
        if local_name(element) == "cfvo":
            if element.get("type") == "formula" and element.get("val"):
                found.append((element, "val"))
        elif element.text and element.text.strip():
            found.append((element, ""))
    return found


def _formula(element: etree._Element, attribute: str) -> str:
    return (element.get(attribute) if attribute else element.text) or ""


def _areas(element: etree._Element) -> list[Bounds]:
    text = element.get("sqref") or element.findtext(_SQREF) or ""
    return [bounds(area) for area in text.split()]


def _set_areas(element: etree._Element, areas: tuple[Bounds, ...]) -> None:
    inner = element.find(_SQREF)
    if inner is None:
        element.set("sqref", _sqref(areas))
    else:
        inner.text = _sqref(areas)


def _sqref(areas: tuple[Bounds, ...]) -> str:
    return " ".join(map(to_area, areas))


def _renew_ids(twin: etree._Element, salt: str) -> None:
    """Give a copied rule ids of its own; a 2007 rule and its 2010 half get the same one."""
    for element in twin.iter(f"{{{X14}}}cfRule"):
        if element.get("id"):
            element.set("id", renewed_id(element.get("id", ""), salt))
    for element in twin.iter(f"{{{X14}}}id"):
        if element.text:
            element.text = renewed_id(element.text, salt)
    renew_uids(twin, salt)


def renew_uids(element: etree._Element, salt: str) -> None:
    """Give a copied element a revision id of its own."""
    for key, value in element.attrib.items():
        if _UID.fullmatch(str(key)):
            element.set(key, renewed_id(str(value), salt))


def _renumber_priorities(tree: etree._Element) -> None:
    """Give every conditional format a place of its own in the order they are tried."""
    rules = [rule for rule in iter_elements(tree, "cfRule") if rule.get("priority")]
    if len({rule.get("priority") for rule in rules}) < len(rules):
        rules.sort(key=lambda rule: int(rule.get("priority", "0")))
        for number, rule in enumerate(rules, start=1):
            rule.set("priority", str(number))


# ---- what else stands on cells


def move_children(tree: etree._Element, mover: Mover, parts: Parts, part: str) -> None:
    """Move and repeat all that a sheet holds beside its rows."""
    for rule in list(iter_rules(tree)):
        _move_rule(rule, mover)
    _renumber_priorities(tree)
    for element in list(tree.iter(*_RANGES)):
        pieces = mover.spread(_areas(element), ())
        if pieces:
            _set_areas(element, pieces[0].areas)
        else:
            _remove(element)
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
        _remove(merges)


def _move_ref(element: etree._Element, mover: Mover) -> None:
    """Move an area that stands once on the sheet, and those inside it: autofilter, sorting, dimension."""
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
        for piece, copy in layout.pieces(Bounds(row, 1, row, 1)):
            twin = deepcopy(brk)
            twin.set("id", str(layout.place(piece, copy).top))
            placed[layout.place(piece, copy).top] = twin
    breaks[:] = [placed[row] for row in sorted(placed)]
    breaks.set("count", str(len(placed)))
    breaks.set("manualBreakCount", str(sum(brk.get("man") in ("1", "true") for brk in breaks)))
    if not placed:
        _remove(breaks)


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
        for area in _areas(line):
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
            _remove(link)
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


def _by_copy(area: Bounds, mover: Mover) -> list[tuple[BlockCopy | None, Bounds]]:
    layout = mover.layout
    if not layout.owner(area.top, area.bottom):
        rows = layout.rows(area.top, area.bottom, True, None)
        return [] if rows is None else [(None, area._replace(top=rows[0], bottom=rows[1]))]
    return [(copy, layout.place(piece, copy)) for piece, copy in layout.pieces(area)]


def _move_sparklines(tree: etree._Element, mover: Mover) -> None:
    for line in list(tree.iter(f"{{{X14}}}sparkline")):
        places = [place for area in _areas(line) for place in _by_copy(area, mover)]
        data = line.find(f"{{{XM}}}f")
        formula = "" if data is None else data.text or ""
        if not places:
            _remove(line)
        for number, (copy, area) in enumerate(places, start=1):
            twin = line if number == len(places) else deepcopy(line)
            _set_areas(twin, (area,))
            text = twin.find(f"{{{XM}}}f")
            if text is not None and formula:
                text.text = mover.text(formula, copy)
            if twin is not line:
                line.addprevious(twin)
    for group in list(tree.iter(f"{{{X14}}}sparklineGroup")):
        if group.find(f"{{{X14}}}sparklines") is None:
            _remove(group)
        axis = group.find(f"{{{XM}}}f")
        if axis is not None and axis.text:
            axis.text = mover.text(axis.text)


def _count(element: etree._Element) -> None:
    holder = element.getparent()
    if holder is not None and holder.get("count"):
        holder.set("count", str(len(holder)))


def _remove(element: etree._Element) -> None:
    """Remove an element, and a list that held nothing else."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if len(holder) == 0 and holder.getparent() is not None:
        _remove(holder)
    elif holder.get("count"):
        holder.set("count", str(len(holder)))
