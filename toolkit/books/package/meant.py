"""Every order given to a book in, what it is meant to hold out: cells, names, choices, merged areas, locks.

The orders are kept beside the trees they change and are read by the proof alone: carried out on what a second
reader finds in the template, they give what the same reader must find in the book that was made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec

from toolkit.books.package.content import Value
from toolkit.books.package.formulas import mentions_sheet
from toolkit.books.package.references import Rewrite, rewriter
from toolkit.books.package.refs import bounds, from_ref, iter_refs, to_area, to_ref

P = ParamSpec("P")


class Formula(NamedTuple):
    """A formula with its `=`; of a matrix formula also the area it fills."""

    text: str
    area: str = ""


class Rule(NamedTuple):
    """What a cell lets one choose or type: the kind of the rule, its formulas as they read at this cell."""

    kind: str
    formulas: tuple[str, ...]


class Look(NamedTuple):
    """What a conditional format does to a cell: the colours of fill and frame; "" where it does nothing."""

    fill: str
    frame: str


class Shade(NamedTuple):
    """A conditional format as it reads at a cell: its kind, its formulas there, what it does."""

    kind: str
    formulas: tuple[str, ...]
    look: Look


class Stretch(NamedTuple):
    """Rows that move as one: by how many, how a formula in them reads there, the names this copy has."""

    top: int
    bottom: int
    offset: int
    read: Rewrite
    names: frozenset[str] = frozenset()
    suffix: str = ""


@dataclass
class Held:
    """What a sheet holds. Names are known by their casefolded words; `results` are what formulas show.

    Of the `shades` of a cell the first wins.
    """

    cells: dict[str, Value | float | Formula] = field(default_factory=dict)
    results: dict[str, Value] = field(default_factory=dict)
    merges: set[str] = field(default_factory=set)
    rules: dict[str, Rule] = field(default_factory=dict)
    shades: dict[str, tuple[Shade, ...]] = field(default_factory=dict)
    locks: dict[str, bool] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    protected: bool = False

    def copy(self) -> Held:
        """Give a sheet of its own that holds the same."""
        return Held(
            dict(self.cells), dict(self.results), set(self.merges), dict(self.rules), dict(self.shades),
            dict(self.locks), dict(self.names), self.protected,
        )  # fmt: skip


@dataclass
class HeldBook:
    """What a book holds: its sheets by name, and the names of the whole book."""

    sheets: dict[str, Held] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def copy(self) -> HeldBook:
        """Give a book of its own that holds the same."""
        return HeldBook({name: held.copy() for name, held in self.sheets.items()}, dict(self.names))


class Orders:
    """The orders given to one book since it was opened from a file, in their order."""

    def __init__(self, file: Path) -> None:
        """Begin with none; `file` is the template."""
        self.file = file
        self._given: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def add(self, order: Callable[Concatenate[HeldBook, P], None], *given: P.args, **_: P.kwargs) -> None:
        """Keep an order: one of the functions below, with all but the book it is carried out on."""
        self._given.append((order, given))

    def add_sheet(self, name: str, source: Orders) -> None:
        """Keep the order to take over a sheet of another book, as that one is meant."""
        self._given.append((_take, (name, source)))

    def meant(self, read: Callable[[Path], HeldBook]) -> HeldBook:
        """Give what the book is meant to hold; `read` tells what a template holds."""
        book, others = read(self.file).copy(), dict[Orders, HeldBook]()
        for order, given in self._given:
            for other in given:
                if isinstance(other, Orders) and other not in others:
                    others[other] = other.meant(read)
            order(book, *(others[one] if isinstance(one, Orders) else one for one in given))
        return book


# ---- orders about cells


def put(book: HeldBook, sheet: str, ref: str, value: Value) -> None:
    """Put a value in place of what the cell holds; None or "" empties it."""
    held = book.sheets[sheet]
    held.cells.pop(ref, None)
    held.results.pop(ref, None)
    if value is not None and value != "":
        held.cells[ref] = value


def show(book: HeldBook, sheet: str, ref: str, value: Value) -> None:
    """Let a formula show a result."""
    book.sheets[sheet].results[ref] = value


def lock(book: HeldBook, sheet: str, areas: Sequence[str], locked: bool) -> None:
    """Lock or open cells."""
    for area in areas:
        book.sheets[sheet].locks.update(dict.fromkeys(iter_refs(area), locked))


def lock_all(book: HeldBook, sheet: str) -> None:
    """Lock every cell there is."""
    held = book.sheets[sheet]
    held.locks = dict.fromkeys([*held.locks, *held.cells], True)


def protect(book: HeldBook, sheet: str) -> None:
    """Put the sheet under protection."""
    book.sheets[sheet].protected = True


def merge(book: HeldBook, sheet: str, area: str) -> None:
    """Merge an area: what it covers is gone."""
    book.sheets[sheet].merges.add(area)


def unmerge(book: HeldBook, sheet: str, area: str) -> None:
    """Take a merged area apart."""
    book.sheets[sheet].merges.discard(area)


def choose(book: HeldBook, sheet: str, areas: Sequence[str], choices: str) -> None:
    """Let cells offer a list, in place of any rule they had."""
    refs = [ref for area in areas for ref in iter_refs(area)]
    book.sheets[sheet].rules.update(dict.fromkeys(refs, Rule("list", (choices, ""))))


def shade(book: HeldBook, sheet: str, area: str, condition: str, look: Look) -> None:
    """Let the cells of an area look so where the condition holds, behind what else shades them."""
    shades, new = book.sheets[sheet].shades, (Shade("expression", (condition,), look),)
    shades.update((ref, shades.get(ref, ()) + new) for ref in iter_refs(area))


# ---- orders about sheets and names


def clone(book: HeldBook, source: str, name: str, rewrite: Rewrite) -> None:
    """Add a copy of a sheet, with the names of the book that point at the source as its own."""
    own = book.sheets[source]
    wide = {word: one for word, one in book.names.items() if mentions_sheet(one[1], source)}
    copy = book.sheets[name] = own.copy()
    copy.names = wide | own.names
    _rewrite(copy, rewrite)


def remove(book: HeldBook, name: str) -> None:
    """Remove a sheet; names that point at it go, formulas lose what they refer to."""
    del book.sheets[name]
    book.names = {word: one for word, one in book.names.items() if not mentions_sheet(one[1], name)}
    _repoint(book, rewriter({name.casefold(): None}))


def rename(book: HeldBook, old: str, new: str) -> None:
    """Rename a sheet; what points at it follows."""
    book.sheets = {new if name == old else name: held for name, held in book.sheets.items()}
    _repoint(book, rewriter({old.casefold(): new}))


def set_name(book: HeldBook, name: str, text: str, sheet: str | None) -> None:
    """Add or replace a name of a sheet, or of the whole book."""
    (book if sheet is None else book.sheets[sheet]).names[name.casefold()] = (name, text)


def delete_name(book: HeldBook, name: str, sheet: str | None) -> None:
    """Delete a name."""
    (book if sheet is None else book.sheets[sheet]).names.pop(name.casefold(), None)


def repeat(
    book: HeldBook, sheet: str, stretches: Sequence[Stretch], gone: frozenset[str], elsewhere: Rewrite
) -> None:
    """Move the rows of a sheet stretch by stretch, rows of a prototype once for each of its copies.

    The names `gone` were those of the prototypes; `elsewhere` is how other sheets read the sheet's cells.
    """
    outside, repeated = stretches[0].read, frozenset[str]().union(*(one.names for one in stretches))
    own = book.sheets[sheet].names
    held = book.sheets[sheet] = _moved(book.sheets[sheet], stretches)
    for word, (name, text) in (book.names | own).items():
        copies = [one for one in stretches if word in one.names and (word in own or one.suffix)]
        for one in copies:
            held.names[(name + one.suffix).casefold()] = (name + one.suffix, one.read(text))
        if word in own and word not in repeated | gone:
            held.names[word] = (name, outside(text))
    for other in book.sheets.values():
        if other is not held:
            _rewrite(other, elsewhere)
    book.names = {w: (name, elsewhere(text)) for w, (name, text) in book.names.items() if w not in gone}


# ---- inside


def _take(book: HeldBook, name: str, source: HeldBook) -> None:
    book.sheets[name] = source.sheets[name].copy()


def _moved(held: Held, stretches: Sequence[Stretch]) -> Held:
    """Give the sheet with its rows moved, its names left out."""
    new = Held(protected=held.protected)
    for ref, value in held.cells.items():
        for at, one in _places(ref, stretches):
            new.cells[at] = _read(value, one) if isinstance(value, Formula) else value
    for ref, result in held.results.items():
        new.results.update((at, result) for at, _ in _places(ref, stretches))
    for ref, rule in held.rules.items():
        for at, one in _places(ref, stretches):
            new.rules[at] = rule._replace(formulas=tuple(map(one.read, rule.formulas)))
    for ref, shades in held.shades.items():
        for at, one in _places(ref, stretches):
            new.shades[at] = _reread_shades(shades, one.read)
    for ref, locked in held.locks.items():
        new.locks.update((at, locked) for at, _ in _places(ref, stretches))
    new.merges = {area for merge in held.merges for area in _areas(merge, stretches) if ":" in area}
    return new


def _places(ref: str, stretches: Iterable[Stretch]) -> Iterator[tuple[str, Stretch]]:
    """Yield every cell a cell becomes, with the rows it moved with."""
    row, column = from_ref(ref)
    for one in stretches:
        if one.top <= row <= one.bottom:
            yield to_ref(row + one.offset, column) if one.offset else ref, one


def _read(formula: Formula, one: Stretch) -> Formula:
    area = formula.area
    if area and one.offset:
        box = bounds(area)
        area = to_area(box._replace(top=box.top + one.offset, bottom=box.bottom + one.offset))
    return Formula("=" + one.read(formula.text[1:]), area)


def _areas(merge: str, stretches: Sequence[Stretch]) -> Iterator[str]:
    """Yield where a merged area goes: with each copy of the rows it lies in, else over all they become."""
    box = bounds(merge)
    inside = [one for one in stretches if one.top <= box.top and box.bottom <= one.bottom]
    met = inside or [one for one in stretches if one.top <= box.bottom and box.top <= one.bottom]
    rows = [(max(box.top, one.top) + one.offset, min(box.bottom, one.bottom) + one.offset) for one in met]
    if met and not inside:
        rows = [(min(top for top, _ in rows), max(bottom for _, bottom in rows))]
    yield from (to_area(box._replace(top=top, bottom=bottom)) for top, bottom in rows)


def _repoint(book: HeldBook, rewrite: Rewrite) -> None:
    book.names = _reread(book.names, rewrite)
    for held in book.sheets.values():
        _rewrite(held, rewrite)


def _rewrite(held: Held, rewrite: Rewrite) -> None:
    held.names = _reread(held.names, rewrite)
    for ref, value in held.cells.items():
        if isinstance(value, Formula):
            held.cells[ref] = Formula("=" + rewrite(value.text[1:]), value.area)
    for ref, rule in held.rules.items():
        held.rules[ref] = rule._replace(formulas=tuple(map(rewrite, rule.formulas)))
    held.shades = {ref: _reread_shades(shades, rewrite) for ref, shades in held.shades.items()}


def _reread_shades(shades: tuple[Shade, ...], rewrite: Rewrite) -> tuple[Shade, ...]:
    return tuple(one._replace(formulas=tuple(map(rewrite, one.formulas))) for one in shades)


def _reread(names: Mapping[str, tuple[str, str]], rewrite: Rewrite) -> dict[str, tuple[str, str]]:
    return {word: (name, rewrite(text)) for word, (name, text) in names.items()}
