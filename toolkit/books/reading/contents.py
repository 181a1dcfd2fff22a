"""A book's parts in, what its cells hold in place of values (pictures, linked data) out."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from toolkit.books.package.markup import iter_elements
from toolkit.books.package.parts import Parts, Relation
from toolkit.model.errors import UnreadableBook
from toolkit.model.shown import Content

_PICTURES = ("_localImage", "_webimage")
_ERRORS = ("_error", "")


def read_contents(package: Parts, relations: Sequence[Relation]) -> tuple[Content | None, ...]:
    """Give what the rich values of a book are, in the order in which cells name them (`vm`, from 1).

    None for a mere error, and for what cannot be told: such a cell is an error like any other.
    """
    parts = {relation.kind: relation.target for relation in relations}
    needed = ("sheetMetadata", "rdRichValue", "rdRichValueStructure")
    if not all(parts.get(kind, "") in package for kind in needed):
        return ()
    try:
        metadata, values, structures = (package.tree(parts[kind]) for kind in needed)
        kinds = [one.get("t", "") for one in iter_elements(structures, "s")]
        known = [kinds[int(one.get("s", "0"))] for one in iter_elements(values, "rv")]
        indexes = [int(one.get("i", "0")) for one in iter_elements(metadata, "rvb")]
        marks = (rc for bk in iter_elements(metadata, "valueMetadata") for rc in iter_elements(bk, "rc"))
        return tuple(_content(known[indexes[int(mark.get("v", "0"))]]) for mark in marks)
    except (UnreadableBook, etree.XMLSyntaxError, ValueError, IndexError):
        return ()


def _content(kind: str) -> Content | None:
    if kind in _ERRORS:
        return None
    return Content.PICTURE if kind in _PICTURES else Content.DATA_TYPE
