"""Which line of the register each slot of a form stands for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.fields import Slot
from toolkit.model.plan import NOTHING, Activity, Effect, Indicator, Item, Part
from toolkit.model.slots import ItemSlots, effect_slot, find_effect, number_of, sharing_effects, slots_of
from toolkit.model.years import FiscalYear

R6 = FiscalYear.parse("R6")
ITEM = Item(
    "1-①", (), "①", "窓口", "様式", ("総務課",), "総務課", R6,
    activities=(Activity(2, "電話"), Activity(5, "窓口", id=4)),
    indicators=(
        Indicator(1, "収納率", "%", NOTHING, NOTHING, {}, parts=(Part(1, "市税"), Part(3, "国保"))),
        Indicator(2, "有収率", "%", NOTHING, NOTHING, {}, parts=(Part(1, "水道"),), id=3),
    ),
    effects=(Effect({}), Effect({}, 4, "歳入"), Effect({}, 4, "歳出")),
)  # fmt: skip
SLOTS = slots_of(ITEM)


def test_the_slots_of_a_form_are_the_lines_in_the_order_of_their_numbers_by_id() -> None:
    assert ItemSlots((1, 3), (2, 4), ((1, 1), (1, 3), (3, 1))) == SLOTS
    assert SLOTS.slot_at(Slot("indicator.actual", 2, year=R6)) == Slot("indicator.actual", 3, year=R6)
    assert SLOTS.slot_at(Slot("part.actual", part=(0, 3), year=R6)) == Slot(
        "part.actual", part=(3, 1), year=R6
    )
    assert SLOTS.place_of(Slot("activity.plan", activity=4)) == Slot("activity.plan", activity=2)
    assert SLOTS.slot_at(Slot("item.name")) == Slot("item.name")


def test_a_slot_that_the_item_does_not_use_stands_for_nothing() -> None:
    assert SLOTS.slot_at(Slot("indicator.actual", 3)) is None
    assert SLOTS.slot_at(Slot("part.actual", part=(0, 4))) is None
    assert SLOTS.place_of(Slot("indicator.actual", 2)) is None


@given(st.integers(1, 3).map(lambda place: Slot("part.name", part=(0, place))))
def test_a_place_leads_to_a_slot_and_back(place: Slot) -> None:
    slot = SLOTS.slot_at(place)
    assert slot is not None
    assert SLOTS.place_of(slot) == place


def test_slots_are_the_same_after_they_were_json() -> None:
    assert ItemSlots.from_json(json.loads(json.dumps(SLOTS.as_json()))) == SLOTS


def test_an_id_given_twice_is_no_set_of_slots() -> None:
    with pytest.raises(ValueError, match="an id twice: indicator"):
        ItemSlots((1, 3, 3))


def test_the_number_staff_know_a_line_by_is_the_registers() -> None:
    slots = [Slot("indicator.actual", 3), Slot("activity.plan", activity=4), Slot("part.actual", part=(1, 3))]
    assert [number_of(ITEM, slot) for slot in slots] == [2, 5, 3]
    assert number_of(ITEM, Slot("item.name")) == 0


def test_effects_that_would_share_a_cell_are_found_where_a_form_has_one() -> None:
    assert effect_slot(ITEM.effects[1], R6) == Slot("activity.actual", activity=4, year=R6)
    assert find_effect(ITEM, Slot("effect.actual", year=R6)) is ITEM.effects[0]
    assert sharing_effects(ITEM, ["effect.actual"]) == []
    assert sharing_effects(ITEM, ["activity.planned"]) == [list(ITEM.effects[1:])]
