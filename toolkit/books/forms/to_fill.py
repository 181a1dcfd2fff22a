"""A sheet and its open cells in, the same sheet with those still to be filled in pale yellow out.

The colour is a conditional format: it is gone as soon as something stands in the cell, the cell's own style
is not touched, and where the form has conditional formats of its own these win. The label of a year is shown
so as long as one of its cells is blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lxml import etree

from toolkit.books.forms.forms import FormSheet
from toolkit.books.forms.year_labels import REPORTED
from toolkit.books.package import meant
from toolkit.books.package.graft import STYLES_ORDER, find_or_add, styles_of
from toolkit.books.package.lengths import units
from toolkit.books.package.markup import MAIN, WORKSHEET_ORDER, ensure_child, iter_elements, main, parse
from toolkit.books.package.package import Package
from toolkit.books.package.refs import bounds, column_letters, to_area
from toolkit.model.fields import Slot

TINT, FRAME = "FFFFFAD1", "FFBF9000"
"""A yellow that prints nearly white, and the darker one of the frame, which prints as a line."""
TO_FILL, TO_LOOK_AT = meant.Look(TINT, FRAME), meant.Look("", FRAME)
_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="{0}"/><bgColor rgb="{0}"/></patternFill></fill>'
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="{{0}}"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_LONGEST = 200
"""A text up to this length is compared with what was issued; of a longer one the length alone."""
_TOGETHER = 100
"""So many cells one condition asks about: Excel allows 8,192 characters."""


def show_to_fill(
    package: Package,
    form: FormSheet,
    asked: Sequence[tuple[Slot, str]],
    issued: Mapping[str, str | Decimal],
) -> None:
    """Tint the open cells that are blank and frame the labels of their years.

    A cell that was `issued` with something in it is framed alone, and only until it is changed.
    """
    sheet, rules = package.sheet(form.binding.sheet), list(_iter_rules(form, asked, issued))
    tree = package.parts.tree(sheet.part)
    looks = ensure_child(styles_of(package), "dxfs", STYLES_ORDER)
    known = [int(rule.get("priority") or 0) for rule in iter_elements(tree, "cfRule")]
    for priority, (ref, condition, look) in enumerate(rules, max(known, default=0) + 1):
        area = to_area(form.area(ref))
        _add_rule(tree, area, condition, find_or_add(looks, _look(look)), priority)
        package.orders.add(meant.shade, sheet.name, area, condition, look)


def _iter_rules(
    form: FormSheet, asked: Sequence[tuple[Slot, str]], issued: Mapping[str, str | Decimal]
) -> Iterator[tuple[str, str, meant.Look]]:
    """Yield what is to be shown: the cell, the condition and the look."""
    blank = [(slot, ref) for slot, ref in asked if ref not in issued]
    for _, ref in blank:
        yield ref, _is_blank(_anchor(form, ref)), TO_FILL
    for ref, value in issued.items():
        yield ref, _is_as_issued(_anchor(form, ref), value), TO_LOOK_AT
    for number, label in form.binding.labels:
        cells = [_absolute(ref) for slot, ref in blank if slot.year and _is_of(form, number, slot)]
        for at in range(0, len(cells), _TOGETHER):
            yield label, f"OR({','.join(map(_is_blank, cells[at : at + _TOGETHER]))})", TO_FILL


def _is_of(form: FormSheet, number: int, slot: Slot) -> bool:
    """Tell whether a label is that of a slot's year."""
    return (number == REPORTED or number <= len(form.years)) and form.year(number) == slot.year


def _anchor(form: FormSheet, ref: str) -> str:
    """Give how a condition names the cell: a single one moves along when copied, a merged area is one."""
    box = form.area(ref)
    return to_area(box) if box.top == box.bottom and box.left == box.right else _absolute(ref)


def _absolute(ref: str) -> str:
    box = bounds(ref)
    return f"${column_letters(box.left)}${box.top}"


def _is_blank(ref: str) -> str:
    return f'LEN(TRIM(SUBSTITUTE({ref},"　","")))=0'


def _is_as_issued(ref: str, value: str | Decimal) -> str:
    text = str(value).replace("\r\n", "\n")
    if len(text) > _LONGEST or "\n" in text:
        return f"LEN({ref})={units(text)}"
    quoted = text.replace('"', '""')
    return f'EXACT({ref},"{quoted}")'


def _add_rule(tree: etree._Element, area: str, condition: str, look: int, priority: int) -> None:
    """Add a rule behind all the sheet has."""
    place = ensure_child(tree, "conditionalFormatting", WORKSHEET_ORDER)
    if len(place):
        *_, last = tree.iterchildren(main("conditionalFormatting"))
        place = etree.Element(main("conditionalFormatting"))
        last.addnext(place)
    place.set("sqref", area)
    rule = etree.SubElement(place, main("cfRule"), type="expression", dxfId=str(look), priority=str(priority))
    etree.SubElement(rule, main("formula")).text = condition


def _look(look: meant.Look) -> etree._Element:
    fill = _FILL.format(look.fill) if look.fill else ""
    return parse(f'<dxf xmlns="{MAIN}">{fill}<border>{_SIDES.format(look.frame)}</border></dxf>'.encode())
