"""Cells to look at in, the same sheet with them shown in colour out; the cells themselves stay as they are.

The colour is a conditional format: a cell's own style is not touched, the highlight wins over the form's own
conditional formats, and it can be taken off again without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from lxml import etree

from toolkit.books.package.graft import STYLES_ORDER, find_or_add, styles_of
from toolkit.books.package.markup import MAIN, WORKSHEET_ORDER, ensure_child, iter_elements, main, parse
from toolkit.books.package.package import Package
from toolkit.books.package.refs import bounds, from_ref

Highlight = Literal["mend", "look"]
WORD = "ご確認事項"
"""Stands in the condition of a highlight, by which it is known again whatever program saved the book."""

_SIDES = "".join(
    f'<{side} style="thin"><color rgb="FFC00000"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_LOOK = (
    '<dxf xmlns="{main}"><font><color rgb="FF7F0000"/></font><fill><patternFill patternType="solid">'
    '<fgColor rgb="{colour}"/><bgColor rgb="{colour}"/></patternFill></fill><border>{sides}</border></dxf>'
)
COLOURS: dict[Highlight, str] = {"mend": "FFFFC7A8", "look": "FFFFF2B3"}


def highlight_cells(package: Package, sheet: str, refs: Iterable[str], highlight: Highlight) -> None:
    """Show cells in the colour of what is to be mended or looked at; a merged area as a whole."""
    wanted = list(refs)
    if not wanted:
        return
    areas = areas_of(package.sheet(sheet).merges(), wanted)
    tree = package.parts.tree(package.sheet(sheet).part)
    for rule in iter_elements(tree, "cfRule"):
        if rule.get("priority"):
            rule.set("priority", str(int(rule.get("priority", "0")) + 1))
    first = ensure_child(tree, "conditionalFormatting", WORKSHEET_ORDER)
    place = first
    if len(first):
        place = etree.Element(main("conditionalFormatting"))
        first.addprevious(place)
    place.set("sqref", " ".join(areas))
    number = str(_look(package, highlight))
    rule = etree.SubElement(place, main("cfRule"), type="expression", dxfId=number, priority="1")
    etree.SubElement(rule, main("formula")).text = f'LEN("{WORD}")>0'


def highlighted_areas(package: Package, sheet: str) -> set[str]:
    """Give the areas of a sheet that are highlighted."""
    tree = package.parts.tree(package.sheet(sheet).part)
    formats = tree.iter(main("conditionalFormatting"))
    highlighted = [one for one in formats if any(WORD in (text or "") for text in one.itertext())]
    return {area for one in highlighted for area in one.get("sqref", "").split()}


def clear_highlights(package: Package) -> None:
    """Take every highlight off a book that comes back with them."""
    for tab, part in package.tabs():
        del tab
        if not package.parts.mentions(part, [WORD.encode()]):
            continue
        tree = package.parts.tree(part)
        for rule in [*tree.iter(main("cfRule"))]:
            holder = rule.getparent()
            if holder is not None and any(WORD in (child.text or "") for child in rule):
                holder.remove(rule)
                if not len(holder):
                    tree.remove(holder)


def areas_of(merges: Iterable[str], refs: Iterable[str]) -> list[str]:
    """Give what is highlighted of these cells: a merged area as a whole."""
    boxes = [(bounds(merge), merge) for merge in merges]
    areas = [next((area for box, area in boxes if box.holds(*from_ref(ref))), ref) for ref in refs]
    return list(dict.fromkeys(areas))


def _look(package: Package, highlight: Highlight) -> int:
    looks = ensure_child(styles_of(package), "dxfs", STYLES_ORDER)
    text = _LOOK.format(main=MAIN, colour=COLOURS[highlight], sides=_SIDES)
    return find_or_add(looks, parse(text.encode()))
