"""A sheet's part in, what lies on its cells out: comments, text boxes, pictures, embedded objects.

Nothing of it is a value; what cannot be read of it is passed over, for the answers beside must be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from toolkit.books.package.markup import clean, iter_elements, local_name, unescape_text
from toolkit.books.package.parts import Parts
from toolkit.books.package.refs import Box, bounds, to_area
from toolkit.model.errors import UnreadableBook
from toolkit.model.shown import Lying, On

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_THREAD = "tc="  # the author of the plain copy of a threaded comment
_KINDS = {"pic": On.PICTURE, "graphicFrame": On.OBJECT, "contentPart": On.SHAPE, "cxnSp": On.SHAPE}
_VML_SHAPE = re.compile(r"<(?:\w+:)?shape\b")
_VML_KIND = re.compile(r"""ObjectType=["'](\w+)["']""")
_VML_ANCHOR = re.compile(r"<x:Anchor>([^<]*)</x:Anchor>")


def read_lying(package: Parts, part: str) -> tuple[Lying, ...]:
    """Give what lies on the cells of a worksheet, in the order it was put there."""
    found: list[Lying] = []
    readers = {
        "comments": _comments,
        "threadedComment": _threads,
        "drawing": _drawn,
        "vmlDrawing": _embedded,
    }
    try:
        relations = package.relations(part)
    except (UnreadableBook, etree.XMLSyntaxError):
        return ()
    for relation in relations:
        reader = readers.get(relation.kind)
        if reader is not None and not relation.external and relation.target in package:
            try:
                found += (one._replace(text=clean(one.text)) for one in reader(package, relation.target))
            except (UnreadableBook, etree.XMLSyntaxError, ValueError, IndexError):
                continue
    return tuple(dict.fromkeys(found))


def _comments(package: Parts, part: str) -> Iterator[Lying]:
    tree = package.tree(part)
    authors = ["".join(str(text) for text in one.itertext()) for one in iter_elements(tree, "author")]
    for comment in iter_elements(tree, "comment"):
        author = authors[int(comment.get("authorId", "0"))] if authors else ""
        if author.startswith(_THREAD):
            continue
        texts = (t.text or "" for t in iter_elements(comment, "t"))
        # Excel begins a comment with who writes it.
        text = unescape_text("".join(texts)).strip().removeprefix(f"{author}:").strip()
        if text:
            yield Lying(On.COMMENT, text, to_area(bounds(comment.get("ref", ""))))


def _threads(package: Parts, part: str) -> Iterator[Lying]:
    for comment in iter_elements(package.tree(part), "threadedComment"):
        text = "".join(t.text or "" for t in iter_elements(comment, "text")).strip()
        if text:
            yield Lying(On.COMMENT, text, to_area(bounds(comment.get("ref", ""))))


def _drawn(package: Parts, part: str) -> Iterator[Lying]:
    tree = package.tree(part)
    for anchor in iter_elements(tree, *_ANCHORS):
        area = to_area(_box(anchor))
        for one in _iter_shapes(anchor):
            text = "\n".join(
                "".join(t.text or "" for t in iter_elements(line, "t")) for line in iter_elements(one, "p")
            ).strip()
            kind = _KINDS.get(local_name(one), On.TEXT if text else On.SHAPE)
            yield Lying(kind, text, area)


def _iter_shapes(holder: etree._Element) -> Iterator[etree._Element]:
    """Yield the shapes of a drawing, those of a group one by one; of two ways to say it the newer one."""
    for child in holder:
        name = local_name(child)
        if name == "AlternateContent":
            choice = next(iter_elements(child, "Choice"), None)
            if choice is not None:
                yield from _iter_shapes(choice)
        elif name == "grpSp":
            yield from _iter_shapes(child)
        elif name == "sp" or name in _KINDS:
            yield child


def _box(anchor: etree._Element) -> Box:
    """Give the cells an anchor covers; a place where it only touches the next row or column is none.

    What is bound to the page, not to cells, is told of at the sheet's first cell.
    """
    corners = {}
    for corner in anchor:
        if local_name(corner) in ("from", "to"):
            corners[local_name(corner)] = {local_name(one): int(one.text or "0") for one in corner}
    first = corners.get("from", {"row": 0, "col": 0})
    last = corners.get("to", first)
    bottom = last["row"] - (last.get("rowOff", 0) <= 0 and last["row"] > first["row"])
    right = last["col"] - (last.get("colOff", 0) <= 0 and last["col"] > first["col"])
    return Box(first["row"] + 1, first["col"] + 1, bottom + 1, right + 1)


def _embedded(package: Parts, part: str) -> Iterator[Lying]:
    """Give the objects and controls of the old drawing part; it may be no XML."""
    for shape in _VML_SHAPE.split(package.text(part))[1:]:
        kind, anchor = _VML_KIND.search(shape), _VML_ANCHOR.search(shape)
        if kind and anchor and kind[1] != "Note":
            left, _, top, _, right, _, bottom, _ = (int(one) for one in anchor[1].split(","))
            yield Lying(On.OBJECT, "", to_area(Box(top + 1, left + 1, bottom + 1, right + 1)))
