"""A workbook and an ordered list of prototypes in, their rows repeated in that order out; nothing is lost.

Prototype rows are named `ブロック_<名>` on their sheet. Where references go is told by `layout.Layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from toolkit.books.blocks.checks import find_obstacles
from toolkit.books.blocks.drawings import move_drawings, repeat_comments
from toolkit.books.blocks.layout import BLOCK, BlockCopy, Layout
from toolkit.books.blocks.mover import Mover
from toolkit.books.blocks.names import Template, iter_name_texts, load_template, repeat_names
from toolkit.books.blocks.rules import iter_rules, spread_of
from toolkit.books.blocks.sheet import (
    check_limits,
    iter_formulas,
    iter_other_texts,
    move_children,
    repeat_rows,
)
from toolkit.books.package import meant
from toolkit.books.package.clone import owned_parts
from toolkit.books.package.formulas import LAST_ROW
from toolkit.books.package.meant import Stretch
from toolkit.books.package.package import Package, Sheet
from toolkit.books.package.references import Rewrite, repoint
from toolkit.books.package.refs import bounds, iter_areas, to_area
from toolkit.model.errors import OfficeError, OfficeErrors

__all__ = ["BlockCopy", "find_block_obstacles", "repeat_blocks"]


def find_block_obstacles(package: Package, sheet: str) -> list[OfficeError]:
    """Give every reason why the blocks of a sheet could not be repeated; [] if it has none or all is well."""
    try:
        template = load_template(package, sheet)
    except OfficeErrors as errors:
        return list(errors.errors)
    return [] if template is None else find_obstacles(package, template)


def repeat_blocks(package: Package, sheet: str, order: Sequence[str]) -> tuple[BlockCopy, ...]:
    """Print the prototypes of a sheet in this order, each 0, 1 or many times; give where each copy stands.

    The first copy keeps the names of its prototype, the others have names that end in `__02`, `__03` …;
    the names of a prototype that is not printed, and `ブロック_` names, are deleted. What stood below moves.
    Raises OfficeError, before anything has changed, where something could not be repeated or moved.
    """
    obstacles = find_block_obstacles(package, sheet)
    if obstacles:
        raise obstacles[0]
    template = load_template(package, sheet)
    if template is None:
        raise OfficeError(
            f"このシートには「{BLOCK}…」という名前の行がありません。",
            f"繰り返す行に「{BLOCK}」で始まる名前を付けてください。",
            package.file,
            sheet,
        )
    known = [prototype.name for prototype in template.prototypes]
    for name in order:
        if name not in known:
            raise OfficeError(
                f"「{BLOCK}{name}」という名前がありません（あるブロック: {'、'.join(known)}）。",
                "様式の名前を確かめてください。",
                package.file,
                template.sheet,
            )
    layout = Layout(template.prototypes, order)
    _move_all(package, template, mover_of(template, layout))
    return layout.copies


def mover_of(template: Template, layout: Layout) -> Mover:
    """Give what moves the references of a template to where a layout puts its rows."""
    names = {
        prototype: [element.get("name", "") for element in elements]
        for prototype, elements in template.names.items()
    }
    return Mover(template.sheet, layout, names)


def _move_all(package: Package, template: Template, mover: Mover) -> None:
    package.drop_leftovers()
    page, parts = package.sheet(template.sheet), package.parts
    tree = parts.tree(page.part)
    page.name_cells()
    page.expand_shared_formulas()
    _check(package, template, mover)
    repeat_comments(parts, page.part, mover)
    move_drawings(parts, page.part, mover.layout)
    repeat_rows(tree, mover)
    move_children(tree, mover, parts, page.part)
    repeat_names(package, template, mover)
    for name, rewrite in _iter_readers(package, page, mover):
        repoint(parts, name, rewrite)
    page.reload({place for ref in page.cached_refs for place in _places(ref, mover.layout)})
    names = {prototype.name: mover.names_of(prototype.name) for prototype in template.prototypes}
    printed = {name for copy in mover.layout.copies for name in names[copy.prototype]}
    gone = {f"{BLOCK}{name}".casefold() for name in names} | {
        n for own in names.values() for n in own
    } - printed
    elsewhere = partial(mover.text, at_home=False)
    package.orders.add(meant.repeat, page.name, list(_stretches(mover)), frozenset(gone), elsewhere)


def _stretches(mover: Mover) -> Iterator[Stretch]:
    """Yield the rows above the blocks, each copy, and the rows below, as they have moved."""
    layout = mover.layout
    yield Stretch(1, layout.top - 1, 0, mover.text)
    for copy in layout.copies:
        prototype = next(one for one in layout.prototypes if one.name == copy.prototype)
        read, names = partial(mover.text, reader=copy), mover.names_of(copy.prototype)
        yield Stretch(prototype.top, prototype.bottom, copy.top - prototype.top, read, names, copy.suffix)
    yield Stretch(layout.bottom + 1, LAST_ROW, layout.grown, mover.text)


def _check(package: Package, template: Template, mover: Mover) -> None:
    """Read every reference as it will be, so that one that cannot be stops the work before it begins."""
    for mistake in iter_lost_references(package, template, mover):
        raise mistake


def iter_lost_references(package: Package, template: Template, mover: Mover) -> Iterator[OfficeError]:
    """Yield, with its place, everything that could not be read once the blocks are repeated so."""
    page = package.sheet(template.sheet)
    for cell, read in _iter_readings(package, template, mover):
        try:
            read()
        except OfficeError as mistake:
            yield replace(mistake, file=package.file, sheet=page.name, cell=cell)


def _iter_readings(
    package: Package, template: Template, mover: Mover
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every place that refers to cells, with what reads it as it will be."""
    page = package.sheet(template.sheet)
    tree = package.parts.tree(page.part)
    yield "", partial(check_limits, tree, mover)
    for cell, formula, reader in iter_formulas(tree, mover):
        yield cell, partial(mover.text, formula, reader)
    for rule in iter_rules(tree):
        yield rule.get("sqref", ""), partial(spread_of, rule, mover)
    for text, reader in iter_other_texts(tree, mover):
        yield "", partial(mover.text, text, reader)
    for name, text, reader, at_home in iter_name_texts(package, template, mover):
        yield f"（名前「{name}」）", partial(mover.text, text, reader, at_home=at_home)
    for name, rewrite in _iter_readers(package, page, mover):
        yield f"（{name}）", partial(repoint, package.parts, name, _reading(rewrite))


def _reading(rewrite: Rewrite) -> Rewrite:
    def read(text: str) -> str:
        rewrite(text)
        return text

    return read


def _iter_readers(package: Package, page: Sheet, mover: Mover) -> Iterator[tuple[str, Rewrite]]:
    """Yield every other part that may refer to the sheet, with what re-points its formulas."""
    words = [page.name.encode(), escape(page.name).encode()]
    for _, part in package.tabs():
        own = part == page.part
        if not own and package.parts.mentions(part, words):
            package.expand_shared_formulas_of(part)
            yield part, partial(mover.text, at_home=False)
        for owned in owned_parts(package.parts, part):
            if own or package.parts.mentions(owned, words):
                in_chart = package.parts.mentions(owned, [b"chartSpace"])
                yield owned, partial(_chart_text if in_chart else Mover.text, mover, at_home=own)


def _chart_text(mover: Mover, text: str, *, at_home: bool) -> str:
    """Move a reference of a chart: what is drawn is always a list, even where the template has one cell."""
    try:
        areas = list(iter_areas(text))
    except ValueError:
        areas = []
    if len(areas) == 1 and ":" not in text and areas[0][0] == mover.sheet:
        row = bounds(areas[0][1]).top
        if mover.layout.meets(row, row):
            text = f"{text}:{text.rpartition('!')[2]}"
    return mover.text(text, at_home=at_home)


def _places(ref: str, layout: Layout) -> Iterator[str]:
    for piece, copy in layout.pieces(bounds(ref)):
        yield to_area(layout.place(piece, copy))
