"""A workbook of the office in; what a person sees as crossed out or hidden in each sheet out.

A reader of values joins struck words with the others and reads hidden rows like any: here is what it passes
over. `read_book` stays as fast as it is; this is a pass of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from toolkit.books.guard.bounds import read_parts
from toolkit.books.package.markup import iter_elements, local_name, unescape_text
from toolkit.books.package.parts import Parts
from toolkit.books.package.refs import from_ref, to_ref

_TRUE = ("1", "true")
_OFF = ("0", "false")


class Run(NamedTuple):
    """A piece of a cell's text, and whether it is struck; None: as the cell is."""

    text: str
    struck: bool | None


@dataclass(frozen=True)
class Marked:
    """What a sheet shows crossed out or does not show: cells and rows that hold a value.

    `texts` are the values as they are stored, by cell; `struck` the struck part of each, where there is one.
    """

    texts: Mapping[str, str]
    struck: Mapping[str, str]
    wholly_struck: frozenset[str]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    is_filtered: bool = False

    def in_row(self, row: int) -> list[str]:
        """Give the cells of a row that hold a value."""
        return [ref for ref in self.texts if from_ref(ref)[0] == row]


def read_marked(path: Path) -> dict[str, Marked]:
    """Read what is struck or hidden, sheet by sheet. UnreadableBook as `read_book` raises it."""
    parts = Parts(read_parts(path))
    book = parts.related("", "officeDocument") or ""
    targets = {relation.id: relation for relation in parts.relations(book)}
    by_kind = {relation.kind: relation.target for relation in targets.values()}
    fonts = _struck_styles(parts.tree(by_kind["styles"])) if "styles" in by_kind else []
    strings = (
        [_runs(item) for item in iter_elements(parts.tree(by_kind["sharedStrings"]), "si")]
        if "sharedStrings" in by_kind
        else []
    )
    found = {}
    for tab in iter_elements(parts.tree(book), "sheet"):
        id_ = next((str(value) for key, value in tab.attrib.items() if str(key).endswith("}id")), "")
        if id_ in targets and targets[id_].kind == "worksheet":
            sheet = _read_sheet(parts.tree(targets[id_].target), strings, fonts)
            found[tab.get("name", "")] = replace(sheet, is_filtered=_is_filtered(parts, targets[id_].target))
    return found


def _struck_styles(tree: etree._Element) -> list[bool]:
    """Tell of every cell style whether its font is struck."""
    fonts = [_is_struck(font) or False for holder in iter_elements(tree, "fonts") for font in holder]
    formats = [xf for holder in iter_elements(tree, "cellXfs") for xf in holder]
    numbers = (int(xf.get("fontId", "0")) for xf in formats)
    return [number < len(fonts) and fonts[number] for number in numbers]


def _is_struck(properties: etree._Element) -> bool | None:
    """Tell whether a font is struck, None where it has no word on it; `val="0"` is no strike."""
    strike = next(iter_elements(properties, "strike"), None)
    return None if strike is None else strike.get("val", "1") not in _OFF


def _runs(item: etree._Element) -> list[Run]:
    """Give the pieces of a text; one with a format of its own follows the cell's no more."""
    found = []
    for child in item:
        if local_name(child) == "t":
            found.append(Run(unescape_text(child.text or ""), None))
        elif local_name(child) == "r":
            own = next(iter_elements(child, "rPr"), None)
            text = "".join(t.text or "" for t in iter_elements(child, "t"))
            found.append(Run(unescape_text(text), None if own is None else _is_struck(own) or False))
    return found


def _read_sheet(tree: etree._Element, strings: Sequence[list[Run]], fonts: Sequence[bool]) -> Marked:
    texts: dict[str, str] = {}
    struck: dict[str, str] = {}
    hidden: dict[int, None] = {}
    for row, number, cells in _iter_rows(tree):
        for ref, cell in cells:
            style = int(cell.get("s", "0"))
            is_struck = style < len(fonts) and fonts[style]
            runs = _content(cell, strings)
            if not "".join(run.text for run in runs).strip():
                continue
            texts[ref] = "".join(run.text for run in runs)
            crossed = "".join(r.text for r in runs if (is_struck if r.struck is None else r.struck))
            if crossed.strip():
                struck[ref] = crossed
            if _is_hidden(row, "ht"):
                hidden[number] = None
    columns = {from_ref(ref)[1] for ref in texts}
    gone = {column for column in _iter_hidden_columns(tree) if column in columns}
    whole = frozenset(ref for ref, part in struck.items() if part.strip() == texts[ref].strip())
    return Marked(texts, struck, whole, tuple(hidden), tuple(sorted(gone)))


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Tell whether a row or a column is hidden, or shrunk to nothing."""
    return element.get("hidden") in _TRUE or float(element.get(size, "1")) == 0


def _is_filtered(parts: Parts, part: str) -> bool:
    """Tell whether a filter of the sheet, or of a table on it, chooses rows."""
    tables = [relation.target for relation in parts.relations(part) if relation.kind == "table"]
    filters = (iter_elements(parts.tree(one), "filterColumn") for one in (part, *tables))
    return any(next(some, None) is not None for some in filters)


Row = tuple[etree._Element, int, list[tuple[str, etree._Element]]]


def _iter_rows(tree: etree._Element) -> Iterator[Row]:
    """Yield each row with its number and its cells; without an address it follows the one before."""
    number = 0
    for row in iter_elements(tree, "row"):
        number = int(row.get("r") or number + 1)
        column, cells = 0, []
        for cell in row:
            ref = cell.get("r") or to_ref(number, column + 1)
            column = from_ref(ref)[1]
            cells.append((ref, cell))
        yield row, number, cells


def _content(cell: etree._Element, strings: Sequence[list[Run]]) -> list[Run]:
    for child in cell:
        if local_name(child) == "is":
            return _runs(child)
        if local_name(child) == "v":
            text = child.text or ""
            is_shared = cell.get("t") == "s" and text.isdigit() and int(text) < len(strings)
            return strings[int(text)] if is_shared else [Run(unescape_text(text), None)]
    return []


def _iter_hidden_columns(tree: etree._Element) -> Iterator[int]:
    for column in iter_elements(tree, "col"):
        if _is_hidden(column, "width"):
            yield from range(int(column.get("min", "1")), int(column.get("max", "1")) + 1)
