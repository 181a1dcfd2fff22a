"""What floats over a sheet and a mover in; comments repeated, pictures, charts and controls moved out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from toolkit.books.blocks.layout import Layout
from toolkit.books.blocks.mover import Mover
from toolkit.books.blocks.rules import renew_uids
from toolkit.books.package.clone import SHAPES_PER_BLOCK, shape_blocks
from toolkit.books.package.markup import iter_elements, local_name, main
from toolkit.books.package.parts import Parts
from toolkit.books.package.refs import Box, bounds, to_area

_POINTS = 12700  # EMU, the unit of drawings, in a point
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_KIND = re.compile(r"""ObjectType=["'](\w+)""")
_ANCHOR = re.compile(r"(<x:Anchor>)([\d\s,]+)(</x:Anchor>)")
_NOTE_ROW = re.compile(r"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_NOTE_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_SHAPE_ID = re.compile(r"_x0000_s(\d+)")
_ID_MAP = re.compile(r"""(<o:idmap\b[^>]*?\bdata=["'])([\d,]+)""")
_TOP, _BOTTOM, _BOTTOM_OFFSET = 2, 6, 7  # places in an x:Anchor

Heights = Callable[[int], float]
"""The height of a row (1-based) in points."""


# ---- drawings and controls


def iter_on_rows(parts: Parts, part: str, heights: Heights) -> Iterator[tuple[str, int, int]]:
    """Yield each drawing and control of a sheet (comments aside): what it is called, first and last row."""
    for anchor in _anchors(parts, part):
        named = next((e.get("name", "") for e in iter_elements(anchor, "cNvPr")), "")
        yield named or _control_name(anchor), *_rows_of(anchor, heights)
    for name in _comment_drawings(parts, part):
        for match in _SHAPE.finditer(parts.text(name)):
            kind = _KIND.search(match[0])
            at = _ANCHOR.search(match[0])
            if at is not None and kind is not None and kind[1] != "Note":
                corners = [int(number) for number in at[2].split(",")]
                yield kind[1], corners[_TOP] + 1, corners[_BOTTOM] + (corners[_BOTTOM_OFFSET] > 0)


def move_drawings(parts: Parts, part: str, layout: Layout) -> None:
    """Move what is anchored below the blocks; nothing is anchored on them."""
    for anchor in _anchors(parts, part):
        rows = list(iter_elements(anchor, "row"))  # of its two corners; no other element is called so
        if rows and int(rows[0].text or "0") + 1 > layout.bottom:
            for row in rows:
                row.text = str(int(row.text or "0") + layout.grown)


def _anchors(parts: Parts, part: str) -> list[etree._Element]:
    found = list(iter_elements(parts.tree(part), "anchor"))  # of the controls
    for relation in parts.relations(part):
        if relation.kind == "drawing":
            tree = parts.tree(relation.target)
            found += iter_elements(tree, "twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
    return found


def _control_name(anchor: etree._Element) -> str:
    control = next((e for e in anchor.iterancestors() if local_name(e) == "control"), None)
    return "" if control is None else control.get("name", "")


def _rows_of(anchor: etree._Element, heights: Heights) -> tuple[int, int]:
    """Give the first and last row (1-based) an anchor covers."""
    corners = [_corner(e) for e in iter_elements(anchor, "from", "to")]
    if len(corners) == 2:
        (top, _), (bottom, offset) = corners
        return top + 1, max(bottom + (1 if offset else 0), top + 1)
    size = next(iter_elements(anchor, "ext")).get("cy", "0")
    if corners:
        return corners[0][0] + 1, _row_at(corners[0][0] + 1, corners[0][1] + int(size), heights)
    top = int(next(iter_elements(anchor, "pos")).get("y", "0"))
    return _row_at(1, top, heights), _row_at(1, top + int(size), heights)


def _corner(element: etree._Element) -> tuple[int, int]:
    texts = {local_name(child): child.text or "0" for child in element}
    return int(texts.get("row", "0")), int(texts.get("rowOff", "0"))


def _row_at(row: int, emu: int, heights: Heights) -> int:
    """Give the row that ends so far below the upper edge of another."""
    left = emu - heights(row) * _POINTS
    while left > 0:
        row += 1
        left -= max(heights(row), 1) * _POINTS
    return row


# ---- comments


def repeat_comments(parts: Parts, part: str, mover: Mover) -> None:
    """Repeat the comments of the prototypes with their boxes, and move the others."""
    for relation in parts.relations(part):
        if relation.kind == "comments":
            _repeat_texts(parts.tree(relation.target), mover.layout)
    for name in _comment_drawings(parts, part):
        _repeat_boxes(parts, name, mover.layout)


def _repeat_texts(tree: etree._Element, layout: Layout) -> None:
    for holder in tree.iter(main("commentList")):
        placed: dict[Box, etree._Element] = {}
        for comment in holder.iterchildren(main("comment")):
            for number, (piece, copy) in enumerate(layout.pieces(bounds(comment.get("ref", "")))):
                place = layout.place(piece, copy)
                twin = placed[place] = deepcopy(comment)
                twin.set("ref", to_area(place))
                if number:
                    renew_uids(twin, to_area(place))
        holder[:] = [placed[place] for place in sorted(placed)]


def _repeat_boxes(parts: Parts, name: str, layout: Layout) -> None:
    ids = _FreeShapes(parts, name)
    old = parts.text(name)

    def repeat(match: re.Match[str]) -> str:
        shape = match[0]
        kind, row, column = _KIND.search(shape), _NOTE_ROW.search(shape), _NOTE_COLUMN.search(shape)
        if kind is None or kind[1] != "Note" or row is None or column is None:
            at = _ANCHOR.search(shape)
            below = at is not None and int(at[2].split(",")[_TOP]) + 1 > layout.bottom
            return _moved_box(shape, layout.grown) if below else shape
        cell = Box(int(row[2]) + 1, int(column[1]) + 1, int(row[2]) + 1, int(column[1]) + 1)
        boxes = []
        for number, (piece, copy) in enumerate(layout.pieces(cell)):
            box = _moved_box(shape, layout.offset(copy, piece.top))
            boxes.append(_SHAPE_ID.sub(ids.take(), box) if number else box)
        return "".join(boxes)

    new = _SHAPE.sub(repeat, old)
    if new != old:
        parts.put_text(name, ids.declare(new))


def _moved_box(shape: str, rows: int) -> str:
    def move(match: re.Match[str]) -> str:
        corners = [int(number) for number in match[2].split(",")]
        for corner in (_TOP, _BOTTOM):
            corners[corner] = max(0, corners[corner] + rows)
        return match[1] + ", ".join(map(str, corners)) + match[3]

    shape = _ANCHOR.sub(move, shape)
    return _NOTE_ROW.sub(lambda match: f"{match[1]}{int(match[2]) + rows}{match[3]}", shape)


class _FreeShapes:
    """Numbers for new shapes of a VML drawing: of its own blocks first, then of blocks nobody uses."""

    def __init__(self, parts: Parts, name: str) -> None:
        text = parts.text(name)
        drawings = (part for part in parts if part.endswith(".vml"))
        self._used = {block for drawing in drawings for block in shape_blocks(parts.text(drawing))}
        self._blocks = sorted(shape_blocks(text)) or [max(self._used, default=0) + 1]
        self._declared = len(self._blocks)
        numbers = [int(match[1]) for match in _SHAPE_ID.finditer(text)]
        self._last = max(numbers, default=self._blocks[-1] * SHAPES_PER_BLOCK)

    def take(self) -> str:
        """Give the id of a new shape."""
        self._last += 1
        if self._last // SHAPES_PER_BLOCK not in self._blocks:
            self._blocks.append(max([*self._used, *self._blocks]) + 1)
            self._last = self._blocks[-1] * SHAPES_PER_BLOCK + 1
        return f"_x0000_s{self._last}"

    def declare(self, vml: str) -> str:
        """Write the blocks that were begun into the drawing's list of them."""
        new = "".join(f",{block}" for block in self._blocks[self._declared :])
        return _ID_MAP.sub(lambda match: match[1] + match[2] + new, vml) if new else vml


def _comment_drawings(parts: Parts, part: str) -> list[str]:
    legacy = {e.get(key) for e in parts.tree(part).iter(main("legacyDrawing")) for key in e.attrib}
    return [r.target for r in parts.relations(part) if r.kind == "vmlDrawing" and r.id in legacy]
