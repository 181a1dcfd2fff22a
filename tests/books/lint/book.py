"""A workbook in, its parts, relationships and worksheets out, as the lint looks at them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_COLUMNS, _ROWS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})"), re.compile(r"\$?(\d+):\$?(\d+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Area(NamedTuple):
    """First and last row and column of an area."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Area) -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


class Relation(NamedTuple):
    """The end of a relationship's type, where it leads, and whether out of the book."""

    kind: str
    target: str
    external: bool


@dataclass
class Sheet:
    """A worksheet: its name, its part and the part's tree."""

    name: str
    part: str
    tree: etree._Element


@dataclass
class Book:
    """A workbook: what its zip holds, its well-formed parts, the relationships of each part by id."""

    entries: list[zipfile.ZipInfo]
    parts: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    relations: dict[str, dict[str, Relation]] = field(default_factory=dict)

    @property
    def workbook(self) -> etree._Element:
        return self.trees[self.workbook_part]

    @property
    def workbook_part(self) -> str:
        roots = self.relations.get("", {}).values()
        return next(one.target for one in roots if one.kind == "officeDocument")

    @property
    def tabs(self) -> list[etree._Element]:
        return list(self.workbook.iterfind(f"{M}sheets/{M}sheet"))

    @property
    def sheets(self) -> list[Sheet]:
        """The worksheets in the order of their tabs."""
        own = self.relations.get(self.workbook_part, {})
        found = [
            (tab.get("name", ""), own[tab.get(f"{R}id", "")]) for tab in self.tabs if tab.get(f"{R}id") in own
        ]
        return [
            Sheet(name, one.target, self.trees[one.target])
            for name, one in found
            if one.target in self.trees and self.trees[one.target].tag == f"{M}worksheet"
        ]

    def related(self, part: str, kind: str) -> list[str]:
        """Give the parts a part relates to by this kind of relationship."""
        found = self.relations.get(part, {}).values()
        return [one.target for one in found if one.kind == kind and one.target in self.trees]

    def styles(self) -> etree._Element:
        return self.trees[self.related(self.workbook_part, "styles")[0]]

    def count_of(self, list_name: str) -> int:
        """Give how many entries a list of the style sheet has."""
        entries = self.styles().find(f"{M}{list_name}")
        return 0 if entries is None else len(entries)

    def names(self) -> list[etree._Element]:
        return list(self.workbook.iter(f"{M}definedName"))


def open_book(path: Path) -> Book:
    """Read a workbook's zip, whatever is wrong with it."""
    with zipfile.ZipFile(path) as file:
        entries = file.infolist()
        book = Book(entries, {one.filename: file.read(one) for one in entries})
    for name, data in book.parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            try:
                book.trees[name] = etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                book.broken.append(f"{name} is not well-formed: {error}")
    for name, tree in book.trees.items():
        if name.endswith(".rels"):
            source = _source_of(name)
            book.relations[source] = {one.get("Id", ""): _relation(source, one) for one in tree}
    return book


def _source_of(name: str) -> str:
    folder, file = posixpath.split(name)
    above = posixpath.dirname(folder)
    return posixpath.join(above, file.removesuffix(".rels")) if file != ".rels" else ""


def _relation(source: str, element: etree._Element) -> Relation:
    target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
    if element.get("TargetMode") == "External" or target.startswith("#"):
        return Relation(kind, target, True)
    folder = posixpath.dirname(source)
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"), False)


def units(text: str) -> int:
    """Give a length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def unescaped(text: str) -> str:
    """Give a text as Excel reads it: `_x000D_` is one character."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def twice(what: str, values: Iterable[object]) -> Iterator[str]:
    """Yield every value that is there more than once."""
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{what} twice: {value}"


def out_of_order(tree: etree._Element, order: str, repeated: str = "") -> Iterator[str]:
    """Yield the children that stand where Excel does not look for them."""
    known, last, seen = order.split(), -1, set()
    for child in tree:
        if not isinstance(child.tag, str) or not child.tag.startswith(M):
            continue
        name = child.tag.removeprefix(M)
        if name not in known:
            yield f"<{name}> in <{etree.QName(tree).localname}>"
            continue
        if known.index(name) < last or (name in seen and name not in repeated.split()):
            yield f"<{name}> out of order in <{etree.QName(tree).localname}>"
        seen.add(name)
        last = max(last, known.index(name))


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_area(text: str) -> Area | None:
    """Give the area of `B2:C3`, `B2`, `B:C` or `2:3`; None where it is none, or turned round."""
    if match := _COLUMNS.fullmatch(text):
        return Area(1, column_number(match[1]), LAST_ROW, column_number(match[2]))
    if match := _ROWS.fullmatch(text):
        return Area(int(match[1]), 1, int(match[2]), LAST_COLUMN)
    corners = [_CELL.fullmatch(corner) for corner in text.split(":")]
    if not 1 <= len(corners) <= 2 or not all(corners):
        return None
    places = [(int(one[2]), column_number(one[1])) for one in corners if one]
    (top, left), (bottom, right) = places[0], places[-1]
    fits = top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN
    return Area(top, left, bottom, right) if fits else None


def read_areas(text: str) -> list[Area] | None:
    """Give the areas of a `sqref`; None where it has none, or one that is none."""
    areas = [read_area(one) for one in text.split()]
    return [one for one in areas if one] if areas and None not in areas else None
