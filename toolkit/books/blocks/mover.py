"""A formula and where it stands in, the formula as it reads once the blocks are repeated out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.books.blocks.layout import BlockCopy, Layout
from toolkit.books.package.formulas import move_rows, relative_form, shift
from toolkit.books.package.refs import Box
from toolkit.model.errors import OfficeError

_DEAD = "#REF!"
_EMPTY_SUM = re.compile(r"\bSUM\((?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?#REF!\)", re.IGNORECASE)
_RELATIVE_ROW = re.compile(r"R\[(-?\d+)\]")


class Spread(NamedTuple):
    """Areas of a rule that share the same formulas, these as they read from the first area's first cell."""

    areas: tuple[Box, ...]
    formulas: tuple[str, ...]


class Mover:
    """Moves references to one sheet as its layout says; `names` are those each prototype repeats."""

    def __init__(self, sheet: str, layout: Layout, names: Mapping[str, Sequence[str]]) -> None:
        """Take the sheet's name, the layout, and the names by prototype."""
        self.sheet = sheet
        self.layout = layout
        self._names = names
        self._known: dict[tuple[str, BlockCopy | None, bool], str] = {}
        self._renamed: dict[BlockCopy, dict[str, str]] = {}

    def text(self, formula: str, reader: BlockCopy | None = None, *, at_home: bool = True) -> str:
        """Give a formula of the sheet (`at_home`) or of another; `reader` is the copy it stands in.

        OfficeError where it would lose what it refers to. The sum of a block without copies is `SUM(0)`.
        """
        key = (formula, reader, at_home)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._move(formula, reader, at_home)
        return known

    def names_of(self, prototype: str) -> frozenset[str]:
        """Give the names a prototype repeats, casefolded."""
        return frozenset(name.casefold() for name in self._names.get(prototype, ()))

    def _move(self, formula: str, reader: BlockCopy | None, at_home: bool) -> str:
        def move(top: int, bottom: int, is_range: bool) -> tuple[int, int] | None:
            return self.layout.rows(top, bottom, is_range, reader)

        moved = move_rows(formula, self.sheet, move, at_home=at_home, names=self._names_in(reader))
        if moved.count(_DEAD) > formula.count(_DEAD):
            moved = _EMPTY_SUM.sub("SUM(0)", moved)
        if moved.count(_DEAD) > formula.count(_DEAD):
            raise OfficeError(
                f"数式「{formula}」の参照するブロックが1件もないため、参照先がなくなります。",
                "ブロックの行だけに頼らない数式（例: ブロックの上下の行を含む範囲）に直してください。",
            )
        return moved

    def _names_in(self, reader: BlockCopy | None) -> Mapping[str, str]:
        if reader is None or not reader.suffix:
            return {}
        if reader not in self._renamed:
            names = self._names.get(reader.prototype, ())
            self._renamed[reader] = {name.casefold(): name + reader.suffix for name in names}
        return self._renamed[reader]

    def spread(self, areas: Sequence[Box], formulas: Sequence[str]) -> list[Spread]:
        """Give where the areas of a rule go, once for each different reading of its formulas.

        A rule's formulas are written for the first row and column that its areas touch.
        """
        if not areas:
            return []
        top, left = min(area.top for area in areas), min(area.left for area in areas)
        groups: dict[tuple[object, ...], list[tuple[Box, tuple[str, ...]]]] = {}
        for area in areas:
            for piece, copy in self._even_pieces(area, top, left, formulas):
                new = self.layout.place(piece, copy)
                moved = tuple(
                    self.text(shift(formula, piece.top - top, piece.left - left), copy)
                    for formula in formulas
                )
                forms = tuple(relative_form(formula, new.top, new.left) for formula in moved)
                # Programs disagree which cell of several columns a formula is written for.
                key = (forms, new.left if any("[" in form for form in forms) else 0)
                groups.setdefault(key, []).append((new, moved))
        return [_joined(pieces) for pieces in groups.values()]

    def _even_pieces(
        self, area: Box, top: int, left: int, formulas: Sequence[str]
    ) -> Iterator[tuple[Box, BlockCopy | None]]:
        """Yield pieces small enough that each reference of the formulas moves alike for all of its rows."""
        offsets = {
            int(offset)
            for formula in formulas
            for offset in _RELATIVE_ROW.findall(relative_form(formula, top, left))
        }
        edges = {edge for p in self.layout.prototypes for edge in (p.top, p.bottom + 1)}
        cuts = sorted({edge - offset for edge in edges for offset in offsets})
        for piece, copy in self.layout.pieces(area):
            first = piece.top
            for cut in [cut for cut in cuts if piece.top < cut <= piece.bottom]:
                yield piece._replace(top=first, bottom=cut - 1), copy
                first = cut
            yield piece._replace(top=first), copy


def _joined(pieces: list[tuple[Box, tuple[str, ...]]]) -> Spread:
    pieces.sort(key=lambda piece: (piece[0].top, piece[0].left))
    return Spread(join_areas([area for area, _ in pieces]), pieces[0][1])


def join_areas(areas: Sequence[Box]) -> tuple[Box, ...]:
    """Join areas that stand right below one another; the result runs from top to bottom."""
    joined: dict[tuple[int, int], list[Box]] = {}
    for area in sorted(areas):
        column = joined.setdefault((area.left, area.right), [])
        if column and column[-1].top <= area.top <= column[-1].bottom + 1:
            column[-1] = column[-1]._replace(bottom=max(column[-1].bottom, area.bottom))
        else:
            column.append(area)
    return tuple(sorted(area for column in joined.values() for area in column))
