"""A template with blocks in; what would go wrong when its rows are repeated out, before any book is made.

`repeat_blocks` refuses what it cannot move when it meets it: with the rows of a real paper, long after the
answers are in. Here the same references are read for the orders that may come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.books.blocks.layout import Layout
from toolkit.books.blocks.names import Template, load_template
from toolkit.books.blocks.repeat import find_block_obstacles, iter_lost_references, mover_of
from toolkit.books.blocks.sheet import iter_formulas
from toolkit.books.package.formulas import move_rows
from toolkit.books.package.package import Package
from toolkit.model.errors import OfficeError


def rehearse_blocks(package: Package, sheet: str, order: Sequence[str] = ()) -> list[OfficeError]:
    """Give every reason why the blocks of a sheet cannot be repeated, or a formula would read too few.

    `order` is how they will stand; without one each of them stands twice. The package is read through and
    must not be saved afterwards.
    """
    obstacles = find_block_obstacles(package, sheet)
    template = None if obstacles else load_template(package, sheet)
    if template is None:
        return obstacles
    page = package.sheet(template.sheet)
    page.name_cells()
    page.expand_shared_formulas()
    blocks = [prototype.name for prototype in template.prototypes]
    layout = Layout(template.prototypes, order or blocks * 2)
    lost = list(iter_lost_references(package, template, mover_of(template, layout)))
    return list(dict.fromkeys([*lost, *_iter_partial(package, template, layout)]))


def _iter_partial(package: Package, template: Template, layout: Layout) -> Iterator[OfficeError]:
    """Yield the formulas outside the blocks whose range holds a part of one: only its first would count."""
    tree = package.parts.tree(package.sheet(template.sheet).part)
    for cell, formula, reader in iter_formulas(tree, mover_of(template, layout)):
        if reader is None and _cuts(formula, template.sheet, layout):
            what = f"数式「={formula}」の範囲が、ブロックの行の途中で切れています。"
            first, last = template.rows
            mend = f"ブロックの行の全部（{first}行目から{last}行目まで）を含む範囲に直してください。"
            yield OfficeError(what, mend, package.file, template.sheet, cell)


def _cuts(formula: str, sheet: str, layout: Layout) -> bool:
    """Tell whether a range of a formula takes in a part of a block."""
    cut: list[bool] = []

    def look(top: int, bottom: int, is_range: bool) -> tuple[int, int]:
        cut.append(is_range and layout.cuts(top, bottom))
        return top, bottom

    move_rows(formula, sheet, look, at_home=True, names={})
    return any(cut)
