"""Laws of where rows go, for any prototypes in any order."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.books.blocks.layout import BlockCopy, Layout, Prototype
from toolkit.books.package.refs import Box
from toolkit.model.errors import OfficeError

LAST = 20  # rows looked at; the prototypes end well above


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw one to three prototypes of one to three rows from row 3 on, and an order of up to six copies."""
    prototypes, row = [], 3
    for name in "甲乙丙"[: draw(st.integers(1, 3))]:
        height = draw(st.integers(1, 3))
        prototypes.append(Prototype(name, row, row + height - 1))
        row += height
    names = [prototype.name for prototype in prototypes]
    return Layout(prototypes, draw(st.lists(st.sampled_from(names), max_size=6)))


def places(layout: Layout, row: int) -> list[int]:
    """Give every new place of a row of the template."""
    return [layout.place(piece, copy).top for piece, copy in layout.pieces(Box(row, 1, row, 1))]


@given(layout=layouts())
def test_no_two_rows_come_to_one_place_and_no_place_is_left_out(layout: Layout) -> None:
    new = [place for row in range(1, LAST + 1) for place in places(layout, row)]
    assert sorted(new) == list(range(1, LAST + layout.grown + 1))


@given(layout=layouts())
def test_copies_stand_below_one_another_in_order(layout: Layout) -> None:
    row = layout.top
    for copy in layout.copies:
        assert copy.top == row
        row = copy.bottom + 1
    assert row == layout.bottom + layout.grown + 1


@given(layout=layouts(), ends=st.tuples(st.integers(1, LAST), st.integers(1, LAST)))
def test_a_range_over_whole_blocks_holds_all_their_copies_and_nothing_else(
    layout: Layout, ends: tuple[int, int]
) -> None:
    top, bottom = sorted(ends)
    assume(not layout.cuts(top, bottom))
    expected = sorted(place for row in range(top, bottom + 1) for place in places(layout, row))
    try:
        rows = layout.rows(top, bottom, True, None)
    except OfficeError:
        # Refused, since other copies would stand among them.
        assert expected != list(range(expected[0], expected[-1] + 1))
    else:
        assert expected == ([] if rows is None else list(range(rows[0], rows[1] + 1)))


@given(layout=layouts(), ends=st.tuples(st.integers(3, 11), st.integers(3, 11)))
def test_what_a_copy_reads_of_itself_moves_with_it(layout: Layout, ends: tuple[int, int]) -> None:
    top, bottom = sorted(ends)
    owner = layout.owner(top, bottom)
    assume(owner is not None)
    for copy in layout.copies:
        if owner is not None and copy.prototype == owner.name:
            offset = copy.top - owner.top
            assert layout.rows(top, bottom, True, copy) == (top + offset, bottom + offset)


def test_copies_are_numbered_by_prototype() -> None:
    layout = Layout([Prototype("甲", 2, 2), Prototype("乙", 3, 4)], ["乙", "甲", "乙"])
    assert layout.copies == (
        BlockCopy("乙", 1, "", 2, 3),
        BlockCopy("甲", 1, "", 4, 4),
        BlockCopy("乙", 2, "__02", 5, 6),
    )
    assert layout.grown == 2
