"""Prototype rows and the order of their copies in, the row every cell and reference moves to out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from toolkit.books.package.formulas import LAST_ROW
from toolkit.books.package.refs import Box
from toolkit.model.errors import OfficeError

BLOCK = "ブロック_"
"""What the name of prototype rows begins with."""
SUFFIX = r"__\d{2,}"
"""What the names of the second copy and of those after it end in."""


@dataclass(frozen=True, slots=True)
class Prototype:
    """Rows of a template that are repeated; its name is `ブロック_` and `name`."""

    name: str
    top: int
    bottom: int

    def holds(self, top: int, bottom: int) -> bool:
        """Tell whether all these rows are its own."""
        return self.top <= top and bottom <= self.bottom

    def meets(self, top: int, bottom: int) -> bool:
        """Tell whether one of these rows is its own."""
        return self.top <= bottom and top <= self.bottom


@dataclass(frozen=True, slots=True)
class BlockCopy:
    """One printed copy of a prototype: its number among those (1-based), the suffix of its names ("" or
    `__02`), and its first and last row."""

    prototype: str
    number: int
    suffix: str
    top: int
    bottom: int


def suffix_of(number: int) -> str:
    """Give what ends the names of a copy: "" for the first, `__02`, `__03`, … `__100`."""
    return "" if number == 1 else f"__{number:02d}"


class Layout:
    """Where the rows of a sheet go when its prototypes are repeated. Rows are 1-based.

    References follow these rules: what lies in the reader's own copy stays with that copy; a range that
    covers a whole prototype covers all its copies; any other reference into a prototype means its first.
    """

    def __init__(self, prototypes: Sequence[Prototype], order: Sequence[str]) -> None:
        """Lay the copies out; `prototypes` stand below one another without a gap, top first."""
        self.prototypes = tuple(prototypes)
        self.top, self.bottom = prototypes[0].top, prototypes[-1].bottom
        self._by_name = {prototype.name: prototype for prototype in prototypes}
        count: Counter[str] = Counter()
        copies, row = [], self.top
        for name in order:
            count[name] += 1
            last = row + self._by_name[name].bottom - self._by_name[name].top
            copies.append(BlockCopy(name, count[name], suffix_of(count[name]), row, last))
            row = last + 1
        self.copies = tuple(copies)
        self.grown = row - 1 - self.bottom
        """How many rows what stands below moves down (up, if negative)."""
        self.rows = lru_cache(maxsize=4096)(self._rows)

    @cached_property
    def copies_of(self) -> dict[str, tuple[BlockCopy, ...]]:
        """The copies of each prototype, in order."""
        return {
            prototype.name: tuple(copy for copy in self.copies if copy.prototype == prototype.name)
            for prototype in self.prototypes
        }

    def meets(self, top: int, bottom: int) -> bool:
        """Tell whether one of these rows belongs to a prototype."""
        return self.top <= bottom and top <= self.bottom

    def owner(self, top: int, bottom: int) -> Prototype | None:
        """Give the prototype that all these rows belong to."""
        return next((p for p in self.prototypes if p.holds(top, bottom)), None)

    def cuts(self, top: int, bottom: int) -> bool:
        """Tell whether rows take a part of a prototype, and not all of it."""
        parts = (p for p in self.prototypes if p.meets(top, bottom))
        return any(not (top <= p.top and p.bottom <= bottom) for p in parts)

    def below(self, row: int) -> int:
        """Give the new place of a row outside the prototypes; the last row of all stays the last."""
        return row if row < self.top else min(row + self.grown, LAST_ROW)

    def offset(self, copy: BlockCopy | None, row: int) -> int:
        """Give how many rows a row moves down in this copy, None for a row outside."""
        return self.below(row) - row if copy is None else copy.top - self._by_name[copy.prototype].top

    def pieces(self, area: Box) -> Iterator[tuple[Box, BlockCopy | None]]:
        """Yield the parts of an area by what becomes of them: the same part once for each copy."""
        if area.top < self.top:
            yield area._replace(bottom=min(area.bottom, self.top - 1)), None
        for prototype in self.prototypes:
            if prototype.meets(area.top, area.bottom):
                top, bottom = max(area.top, prototype.top), min(area.bottom, prototype.bottom)
                for copy in self.copies_of[prototype.name]:
                    yield area._replace(top=top, bottom=bottom), copy
        if area.bottom > self.bottom:
            yield area._replace(top=max(area.top, self.bottom + 1)), None

    def place(self, piece: Box, copy: BlockCopy | None) -> Box:
        """Give where a piece goes."""
        offset = self.offset(copy, piece.top)
        return piece._replace(top=piece.top + offset, bottom=min(piece.bottom + offset, LAST_ROW))

    def _rows(
        self, top: int, bottom: int, is_range: bool, reader: BlockCopy | None
    ) -> tuple[int, int] | None:
        """Give the rows a reference read in `reader` (None: outside) becomes; None if nothing is left.

        OfficeError where a range would take in copies of a prototype it did not name.
        """
        if not self.meets(top, bottom):
            return self.below(top), self.below(bottom)
        own = None if reader is None else self._by_name[reader.prototype]
        if own is not None and own.holds(top, bottom):
            offset = self.offset(reader, top)
            return top + offset, bottom + offset
        spans = list(self._spans(top, bottom, is_range, reader))
        if not spans:
            return None
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        if own is not None and own.meets(top, bottom):
            return first, last  # a running total, from the head of the table to this copy
        for stranger in (p for p in self.prototypes if not p.meets(top, bottom)):
            if any(first <= copy.top <= last for copy in self.copies_of[stranger.name]):
                raise OfficeError(
                    f"{top}行目から{bottom}行目までの範囲の中に、別のブロック「{stranger.name}」が並びます。",
                    f"範囲をブロックの全部（{self.top}行目から{self.bottom}行目まで）に広げてください。",
                )
        return first, last

    def _spans(
        self, top: int, bottom: int, is_range: bool, reader: BlockCopy | None
    ) -> Iterator[tuple[int, int]]:
        if top < self.top:
            yield top, self.top - 1
        for prototype in self.prototypes:
            if prototype.meets(top, bottom):
                first, last = max(top, prototype.top), min(bottom, prototype.bottom)
                for copy in self._read(
                    prototype, is_range and first == prototype.top and last == prototype.bottom, reader
                ):
                    offset = copy.top - prototype.top
                    yield first + offset, last + offset
        if bottom > self.bottom:
            yield self.below(self.bottom + 1), self.below(bottom)

    def _read(self, prototype: Prototype, whole: bool, reader: BlockCopy | None) -> tuple[BlockCopy, ...]:
        if reader is not None and reader.prototype == prototype.name:
            return (reader,)
        copies = self.copies_of[prototype.name]
        return copies if whole else copies[:1]
