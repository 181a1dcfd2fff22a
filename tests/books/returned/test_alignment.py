"""The rows and columns of a sheet are found again by the words printed in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.books.package.refs import from_ref, to_ref
from toolkit.books.returned.alignment import align

FORM = {
    "A1": "番号",
    "B2": "令和5年度",
    "C2": "令和6年度",
    "A3": "目標値",
    "B3": "10",
    "C3": "20",
    "A4": "実績値",
    "A6": "目標値",
    "B6": "5",
    "C6": "-",
    "A7": "実績値",
    "A8": "備考",
}


def moved(form: dict[str, str], row: int = 0, column: int = 0) -> dict[str, str]:
    """Insert a row above `row` and a column before `column`."""
    out = {}
    for ref, text in form.items():
        r, c = from_ref(ref)
        out[to_ref(r + bool(row and r >= row), c + bool(column and c >= column))] = text
    return out


def test_what_did_not_move_is_where_it_was() -> None:
    alignment = align(FORM, FORM)
    assert [alignment.find(ref) for ref in ("B4", "C7", "B5")] == ["B4", "C7", "B5"]
    assert (alignment.rows.added(), alignment.rows.removed()) == ({}, [])


@given(row=st.integers(1, 8), column=st.integers(1, 3))
def test_every_cell_follows_an_added_row_and_column(row: int, column: int) -> None:
    alignment = align(FORM, moved(FORM, row, column))
    for ref in FORM:
        assert {alignment.find(ref): FORM[ref]}.items() <= moved(FORM, row, column).items()
    assert len(alignment.rows.added()) == len(alignment.columns.added()) == 1


def test_a_deleted_row_is_gone_and_only_it() -> None:
    now = {to_ref(r - (r > 3), c): t for ref, t in FORM.items() for r, c in [from_ref(ref)] if r != 3}
    alignment = align(FORM, now)
    assert alignment.rows.removed() == [3]
    assert alignment.find("C3") is None
    assert alignment.find("A4") == "A3"


def test_a_row_without_words_between_two_that_moved_apart_may_be_either() -> None:
    alignment = align(FORM, moved(FORM, 5))
    assert alignment.rows.span(5) == (5, 6)
    assert not alignment.is_sure("B5")
    assert alignment.allows("B5", "B5")
    assert alignment.allows("B5", "B6")
    assert not alignment.allows("B5", "B7")


def test_a_row_that_was_copied_below_itself_may_be_either() -> None:
    now = moved(FORM, 4) | {"A4": "実績値"}
    alignment = align(FORM, now)
    assert alignment.allows("B4", "B4")
    assert alignment.allows("B4", "B5")
    assert not alignment.allows("B4", "B8")


def test_names_tell_of_rows_without_words_but_never_turn_them_around() -> None:
    rows = align(FORM, moved(FORM, 5)).rows
    assert rows.refined([(5, 6)]).now(5) == 6
    assert rows.refined([(5, 2)]).now(5) == 5


@pytest.mark.parametrize("now", [{}, {"A1": "ほかの様式"}])
def test_a_sheet_without_any_of_the_words_moves_nothing(now: dict[str, str]) -> None:
    alignment = align(FORM, now)
    assert alignment.find("B4") == "B4"
    assert alignment.rows.removed() == []
