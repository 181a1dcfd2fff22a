"""What the other items of a round answered: its median, however many numbers an item has of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.small_return import item_of
from toolkit.rules.record.sizes import Sizes, median_of

KIND = ("indicator.actual", "件")


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(-9, 9).filter(bool).map(Decimal)), max_size=20)
)
def test_the_median_is_that_of_the_others(known: list[tuple[str, Decimal]]) -> None:
    beside = Sizes({KIND: known}).median_beside(replace(item_of(), id="甲"), KIND)
    assert beside == median_of(number for item_id, number in known if item_id != "甲")


def test_a_size_has_no_sign_and_the_items_own_is_left_out() -> None:
    known = [("他", Decimal(number)) for number in (-1, 2, -3, 4, 5)]
    sizes = Sizes({KIND: [*known, ("甲", Decimal(900)), ("甲", Decimal(800))]})
    assert sizes.median_beside(replace(item_of(), id="甲"), KIND) == 3
    assert sizes.median_beside(replace(item_of(), id="乙"), KIND) == 4
