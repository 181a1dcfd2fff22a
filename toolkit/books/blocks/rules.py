"""A rule of a sheet (a validation, a conditional format) and a mover in, the rule for every copy out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from toolkit.books.blocks.mover import Mover, Spread
from toolkit.books.package.clone import renewed_id
from toolkit.books.package.markup import X14, XM, iter_elements, local_name, main, remove
from toolkit.books.package.refs import Box, bounds, to_area

_SQREF = f"{{{XM}}}sqref"
_RULES = (  # of 2007 and of 2010
    main("conditionalFormatting"),
    main("dataValidation"),
    f"{{{X14}}}conditionalFormatting",
    f"{{{X14}}}dataValidation",
)
_UID = re.compile(r"\{http://schemas\.microsoft\.com/office/spreadsheetml/[^}]*\}uid")


def iter_rules(tree: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that put formulas on areas."""
    yield from tree.iter(*_RULES)


def spread_of(rule: etree._Element, mover: Mover, other_half: Sequence[str] = ()) -> list[Spread]:
    """Give where a rule goes; its own formulas come first, then those of its other half."""
    return mover.spread(areas_under(rule), [*_formulas(rule), *other_half])


def move_rules(tree: etree._Element, mover: Mover) -> None:
    """Move and repeat every rule of a sheet, apart where copies read its formulas differently."""
    rules = list(iter_rules(tree))
    # A rule of 2007 and its half of 2010 know each other by an id, so they are split alike.
    halves: dict[str, list[str]] = {}
    for rule in rules:
        for element, attribute in _ids(rule):
            halves.setdefault(_formula(element, attribute), []).extend(_formulas(rule))
    for rule in rules:
        ids = [_formula(*place) for place in _ids(rule)]
        _move_rule(rule, mover, [formula for id_ in ids for formula in halves[id_]])
    _renumber_priorities(tree)


def _move_rule(rule: etree._Element, mover: Mover, other_half: Sequence[str]) -> None:
    spreads = spread_of(rule, mover, other_half)
    if not spreads:
        remove(rule)
        return
    twins = [rule, *(deepcopy(rule) for _ in spreads[1:])]
    for twin, spread in reversed(list(zip(twins, spreads, strict=True))):
        set_areas(twin, spread.areas)
        for slot, text in zip(_slots(twin), spread.formulas, strict=False):
            _set(*slot, text)
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


def _formulas(rule: etree._Element) -> list[str]:
    return [_formula(*slot) for slot in _slots(rule)]


def _formula(element: etree._Element, attribute: str) -> str:
    return (element.get(attribute) if attribute else element.text) or ""


def _set(element: etree._Element, attribute: str, text: str) -> None:
    if attribute:
        element.set(attribute, text)
    else:
        element.text = text


def _ids(rule: etree._Element) -> list[tuple[etree._Element, str]]:
    """Give the places that hold the id by which the two halves of a rule know each other."""
    found = [(element, "id") for element in rule.iter(f"{{{X14}}}cfRule") if element.get("id")]
    return found + [(element, "") for element in rule.iter(f"{{{X14}}}id") if element.text]


def areas_under(element: etree._Element) -> list[Box]:
    """Give the areas an element of the sheet stands on (its `sqref`)."""
    text = element.get("sqref") or element.findtext(_SQREF) or ""
    return [bounds(area) for area in text.split()]


def set_areas(element: etree._Element, areas: tuple[Box, ...]) -> None:
    """Let an element stand on other areas."""
    inner = element.find(_SQREF)
    if inner is None:
        element.set("sqref", _sqref(areas))
    else:
        inner.text = _sqref(areas)


def _sqref(areas: tuple[Box, ...]) -> str:
    return " ".join(map(to_area, areas))


def _renew_ids(twin: etree._Element, salt: str) -> None:
    """Give a copied rule ids of its own; a 2007 rule and its 2010 half get the same one."""
    for element, attribute in _ids(twin):
        _set(element, attribute, renewed_id(_formula(element, attribute), salt))
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


def _count(element: etree._Element) -> None:
    holder = element.getparent()
    if holder is not None and holder.get("count"):
        holder.set("count", str(len(holder)))
