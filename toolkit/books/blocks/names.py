"""The defined names of a workbook in, the prototypes of a sheet and the names each repeats out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from toolkit.books.blocks.layout import BLOCK, BlockCopy, Prototype
from toolkit.books.blocks.mover import Mover
from toolkit.books.package.leftovers import is_leftover
from toolkit.books.package.package import Package
from toolkit.books.package.refs import Box, bounds, iter_areas
from toolkit.model.errors import OfficeError, OfficeErrors

_ROWS = re.compile(
    r"=?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!,()\s]+))!"
    r"\$?(?:[A-Za-z]{1,3}\$?)?(?P<top>\d+)(?::\$?(?:[A-Za-z]{1,3}\$?)?(?P<bottom>\d+))?"
)


@dataclass(frozen=True)
class Template:
    """A sheet's prototypes from top to bottom, and the elements of the names that each of them repeats."""

    sheet: str
    prototypes: tuple[Prototype, ...]
    names: Mapping[str, Sequence[etree._Element]]

    @property
    def rows(self) -> tuple[int, int]:
        """The first and last row of all prototypes."""
        return self.prototypes[0].top, self.prototypes[-1].bottom


def load_template(package: Package, sheet: str) -> Template | None:
    """Load the prototypes of a sheet; None if it has none.

    Raises OfficeErrors where a `ブロック_` name is dead, or prototypes overlap or leave a gap.
    """
    sheet = package.sheet(sheet).name
    found, mistakes = [], []
    for element, _ in _scoped(package, sheet):
        name = element.get("name", "")
        if name.startswith(BLOCK):
            match = _ROWS.fullmatch((element.text or "").strip())
            if match is None:
                mistakes.append(_dead(name, element.text or ""))
            else:
                rows = sorted((int(match["top"]), int(match["bottom"] or match["top"])))
                found.append(Prototype(name.removeprefix(BLOCK), rows[0], rows[1]))
    found.sort(key=lambda prototype: prototype.top)
    mistakes += [
        OfficeError(
            f"「{BLOCK}{upper.name}」（{upper.bottom}行目まで）と「{BLOCK}{lower.name}」（{lower.top}行目から）"
            "が、すき間なく上下に並んでいません。",
            "二つのブロックの行が重ならず、続くように名前の範囲を直してください。",
        )
        for upper, lower in pairwise(found)
        if upper.bottom + 1 != lower.top
    ]
    if mistakes:
        placed = (OfficeError(m.what, m.mend, package.file, sheet) for m in mistakes)
        raise OfficeErrors(tuple(placed))
    if not found:
        return None
    names: dict[str, list[etree._Element]] = {prototype.name: [] for prototype in found}
    for element, _ in _scoped(package, sheet):
        owner = _owner(element, sheet, found)
        if owner is not None:
            names[owner.name].append(element)
    return Template(sheet, tuple(found), names)


def _dead(name: str, text: str) -> OfficeError:
    return OfficeError(
        f"名前「{name}」の参照先が、このシートの行の範囲ではありません（{text}）。",
        "［数式］→［名前の管理］で、繰り返す行（例: $A$8:$N$15）を指すように直してください。",
    )


def _scoped(package: Package, sheet: str) -> Iterator[tuple[etree._Element, str | None]]:
    """Yield the sheet's names, and those of the book that point at it and are not hidden by its own."""
    scopes = package.name_list.scopes()
    own = {element.get("name", "").casefold() for element, scope in scopes if scope == sheet}
    for element, scope in scopes:
        wide = scope is None and element.get("name", "").casefold() not in own
        if is_leftover(element):
            continue  # dropped before anything moves
        if scope == sheet or (wide and _is_on(element.text or "", sheet)):
            yield element, scope


def _is_on(text: str, sheet: str) -> bool:
    rows = _ROWS.fullmatch(text.strip())
    if rows is not None:
        return (rows["quoted"] or rows["plain"]).replace("''", "'").casefold() == sheet.casefold()
    areas = areas_of(text, sheet)
    return bool(areas)


def areas_of(text: str, sheet: str) -> list[Box]:
    """Give the areas of a name's text; [] where it is anything but areas of this sheet."""
    try:
        areas = list(iter_areas(text))
    except ValueError:
        return []
    ours = all((name or sheet).casefold() == sheet.casefold() for name, _ in areas)
    return [bounds(area) for _, area in areas] if ours else []


def _owner(element: etree._Element, sheet: str, prototypes: Sequence[Prototype]) -> Prototype | None:
    """Give the prototype that a field's name belongs to with all its areas."""
    areas = areas_of(element.text or "", sheet)
    if not areas or element.get("name", "").startswith((BLOCK, "_xlnm.")):
        return None
    owners = (p for p in prototypes if all(p.holds(area.top, area.bottom) for area in areas))
    return next(owners, None)


def iter_straddling(package: Package, template: Template) -> Iterator[tuple[str, str]]:
    """Yield the names that lie on a prototype and also outside it, with their text."""
    top, bottom = template.rows
    own = {element for elements in template.names.values() for element in elements}
    for element, _ in _scoped(package, template.sheet):
        name, text = element.get("name", ""), element.text or ""
        if element in own or name.startswith((BLOCK, "_xlnm.")):
            continue
        if any(area.top <= bottom and top <= area.bottom for area in areas_of(text, template.sheet)):
            yield name, text


def iter_name_texts(
    package: Package, template: Template, mover: Mover
) -> Iterator[tuple[str, str, BlockCopy | None, bool]]:
    """Yield name and text of every name that stays, the copy it belongs to, and whether it is the sheet's."""
    owners = _owners(template)
    for element, scope in package.name_list.scopes():
        name, text = element.get("name", ""), element.text or ""
        owner = owners.get(element)
        if owner is not None:
            for copy in mover.layout.copies_of[owner]:
                yield name, text, copy, True
        elif not name.startswith(BLOCK) or scope not in (template.sheet, None):
            yield name, text, None, scope == template.sheet


def repeat_names(package: Package, template: Template, mover: Mover) -> None:
    """Give each copy its names, move all others, and delete the names of the prototypes themselves."""
    owners, names = _owners(template), package.name_list
    blocks = {
        element
        for element, _ in _scoped(package, template.sheet)
        if element.get("name", "").startswith(BLOCK)
    }
    for element, scope in names.scopes():
        text, owner = element.text or "", owners.get(element)
        if element in blocks:
            names.remove(element)
        elif owner is None:
            element.text = mover.text(text, at_home=scope == template.sheet)
        else:
            for copy in mover.layout.copies_of[owner][1:]:
                name = element.get("name", "") + copy.suffix
                names.add_copy(element, name, mover.text(text, copy), template.sheet)
            first = mover.layout.copies_of[owner][:1]
            if first:
                element.text = mover.text(text, first[0])
            else:
                names.remove(element)


def _owners(template: Template) -> dict[etree._Element, str]:
    return {element: name for name, elements in template.names.items() for element in elements}
