"""Amounts as one city prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rules.numbers.amounts import number_styles
from toolkit.rules.numbers.printing import print_oku_man, print_oku_man_in_prose
from toolkit.rules.numbers.quantities import parse_quantity


@pytest.mark.parametrize(
    ("man", "about", "printed"),
    [
        pytest.param("40039", True, "約4億39万円", id="D11-cut"),
        pytest.param("30662", True, "約3億662万円", id="D11-earned"),
        pytest.param("70701", True, "約7億701万円", id="D11-D12-together"),
        pytest.param("38705", False, "3億8,705万円", id="D11-comma"),
        pytest.param("1334", False, "1,334万円", id="D11-below-1-oku"),
        pytest.param("11750", False, "1億1,750万円", id="D11-land"),
        pytest.param("40000", False, "4億円", id="D11-nothing-behind-oku"),
        pytest.param("9999.5", False, "1億円", id="D11-half-goes-up"),
        pytest.param("123450039", False, "12345億39万円", id="D11-no-comma-in-oku"),
        pytest.param("-40039", False, "△4億39万円", id="D11-negative"),
        pytest.param("0", False, "0万円", id="D11-zero"),
    ],
)
def test_an_amount_in_man_is_printed_without_padding(man: str, about: bool, printed: str) -> None:
    assert print_oku_man(Decimal(man), about=about) == printed


@pytest.mark.parametrize(
    ("man", "printed"),
    [
        pytest.param("38705", "約3億9,000万円", id="D14-private-operators"),
        pytest.param("11750", "約1億2,000万円", id="D14-land"),
        pytest.param("11500", "約1億2,000万円", id="D14-half-goes-up"),
        pytest.param("11499", "約1億1,000万円", id="D14-down"),
        pytest.param("39600", "約4億円", id="D14-up-to-a-whole-oku"),
        pytest.param("5210", "約5,210万円", id="D14-below-1-oku-as-it-is"),
    ],
)
def test_prose_rounds_to_ten_million_yen(man: str, printed: str) -> None:
    assert print_oku_man_in_prose(Decimal(man)) == printed


@given(st.integers(-(10**9), 10**9))
def test_what_is_printed_reads_back(man: int) -> None:
    assert parse_quantity(print_oku_man(Decimal(man)), "万円").value == man
    assert parse_quantity(print_oku_man(Decimal(man), about=True), "万円").value == man


@pytest.mark.parametrize(
    ("unit", "amount", "printed"),
    [
        ("万円", 40039, "4億39万円"),
        ("千円", 400390, "4億39万円"),
        ("百万円", Decimal("450.5"), "4億5,050万円"),
        ("円", 13344999, "1,334万円"),
        ("億円", 3, "3億円"),
    ],
)
def test_an_amount_in_any_unit_is_written_in_oku_and_man(
    unit: str, amount: int | Decimal, printed: str
) -> None:
    assert number_styles(unit)["億万円"](Decimal(amount)) == printed


def test_what_is_no_money_has_no_such_style() -> None:
    assert number_styles("人") == {}
