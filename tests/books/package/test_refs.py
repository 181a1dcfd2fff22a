"""Addresses of cells, areas and defined names."""

from __future__ import annotations

import pytest

from toolkit.books.package.merges import refuse_vast
from toolkit.books.package.refs import (
    Box,
    bounds,
    from_ref,
    iter_areas,
    iter_refs,
    quote_sheet,
    to_area,
    to_ref,
)
from toolkit.model.errors import OfficeError


@pytest.mark.parametrize(
    ("ref", "cell"), [("A1", (1, 1)), ("$C$8", (8, 3)), ("AA10", (10, 27)), ("XFD1048576", (1048576, 16384))]
)
def test_an_address_is_a_row_and_a_column(ref: str, cell: tuple[int, int]) -> None:
    assert from_ref(ref) == cell
    assert to_ref(*cell) == ref.replace("$", "")


def test_an_area_runs_row_by_row() -> None:
    assert list(iter_refs("B2:C3")) == ["B2", "C2", "B3", "C3"]
    assert bounds("C3:B2") == Box(2, 2, 3, 3)
    assert to_area(bounds("B2:B2")) == "B2"
    assert bounds("B2:C3").holds(2, 3)
    assert not bounds("B2:C3").holds(4, 3)


def test_a_union_of_areas_keeps_its_order_and_its_sheet() -> None:
    text = "'(8)-⑧'!$C$10,'(8)-⑧'!$C$8:$H$8,It!$A$1"
    assert list(iter_areas(text)) == [("(8)-⑧", "C10"), ("(8)-⑧", "C8:H8"), ("It", "A1")]
    assert list(iter_areas("'O''Neil'!$B$2")) == [("O'Neil", "B2")]


@pytest.mark.parametrize(
    "text", ["#REF!", "'a'!#REF!", "SUM(A1:A3)", '"R6-002"', "'a'!$A$1,'a'!#REF!", "様式!$A:$B"]
)
def test_what_is_not_a_plain_area_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an area"):
        list(iter_areas(text))


def test_a_sheet_name_is_quoted_as_excel_does() -> None:
    assert quote_sheet("(8)-⑧") == "'(8)-⑧'"
    assert quote_sheet("O'Neil") == "'O''Neil'"


@pytest.mark.parametrize("areas", [["A1:A100001"], ["A1:B50001"], ["C3:XFD10"], ["A1:A60000", "B1:B60000"]])
def test_areas_larger_than_any_form_are_refused_before_they_are_walked(areas: list[str]) -> None:
    with pytest.raises(OfficeError, match="様式より広い範囲"):
        refuse_vast(areas)


@pytest.mark.parametrize("areas", [[], ["A1"], ["A1:A100000"], ["B2:C50001"], ["D4:XFD9"]])
def test_areas_of_the_largest_form_are_not(areas: list[str]) -> None:
    refuse_vast(areas)
