"""A part of a book and a change of sheet or table names in, the part with every reference re-pointed out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote

from lxml import etree

from toolkit.books.package.formulas import rename_sheets, rename_tables
from toolkit.books.package.markup import iter_elements, local_name
from toolkit.books.package.parts import Parts, relations_part

# Where a part may name a sheet: the text of these elements, whatever their namespace …
_FORMULAS = (
    "f",
    "formula",
    "formula1",
    "formula2",
    "calculatedColumnFormula",
    "totalsRowFormula",
    "sqref",  # of a chart; elsewhere it names no sheet
    "definedName",
)
# … and these attributes.
_ATTRIBUTES = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "controlPr": ("linkedCell", "listFillRange"),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"),
    "sp": ("textlink",),
    "cameraTool": ("cellRange",),
}
_VML_FORMULA = re.compile(r"(<x:Fmla\w+>)([^<]*)(</x:Fmla)")

Rewrite = Callable[[str], str]


def rewriter(sheets: Mapping[str, str | None], tables: Mapping[str, str] | None = None) -> Rewrite:
    """Give the function that re-points a formula: names casefolded → new name, None → `#REF!`."""
    if tables:
        return lambda formula: rename_tables(rename_sheets(formula, sheets), tables)
    return lambda formula: rename_sheets(formula, sheets)


def repoint(parts: Parts, name: str, rewrite: Rewrite) -> None:
    """Re-point every reference of one part, and of the links its relationships hold."""
    if name.endswith(".vml"):
        _repoint_vml(parts, name, rewrite)
    else:
        _repoint_tree(parts.tree(name), rewrite)
    if relations_part(name) in parts:
        _repoint_links(parts.tree(relations_part(name)), rewrite)


def _repoint_tree(tree: etree._Element, rewrite: Rewrite) -> None:
    for element in iter_elements(tree, *_FORMULAS, *_ATTRIBUTES):
        names = _ATTRIBUTES.get(local_name(element))
        if names is None:
            if element.text:
                element.text = rewrite(element.text)
            continue
        for attribute in names:
            value = element.get(attribute)
            if value:
                element.set(attribute, rewrite(value))


def _repoint_vml(parts: Parts, name: str, rewrite: Rewrite) -> None:
    # Excel's VML is not always well-formed XML (<br> in a comment box), so it stays text.
    old = parts.text(name)
    new = _VML_FORMULA.sub(lambda m: m[1] + escape(rewrite(unescape(m[2])), quote=False) + m[3], old)
    if new != old:
        parts.put_text(name, new)


def _repoint_links(relations: etree._Element, rewrite: Rewrite) -> None:
    for relation in relations:
        target = relation.get("Target", "")
        if not target.startswith("#"):
            continue
        place = unquote(target[1:])
        new = rewrite(place)
        if new != place:
            relation.set("Target", "#" + (quote(new, safe="!'$:") if "%" in target else new))
