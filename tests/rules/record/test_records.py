"""Cells become a record, and the record the JSON that the schemas describe."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.rules.small_return import (
    ACTUAL,
    ASKED,
    EFFECT,
    FIELDS,
    GRADE,
    R5,
    RESULT,
    item_of,
    number_cell,
    return_of,
    schema_of,
    text_cell,
)
from toolkit.model.fields import Field, Slot
from toolkit.model.plan import NOTHING, Activity, Indicator, Item, Part
from toolkit.model.record import BLANK, Answer, Cell, Record, State
from toolkit.model.slots import slots_of
from toolkit.model.years import FiscalYear
from toolkit.rules.record.records import build_record, json_path, read_answer, record_json, slot_at

RECORDED = [
    field for field in FIELDS.by_key.values() if field.key.split(".")[0] not in ("edition", "book", "paper")
]
NUMBERS = (1, 3, 4, 7)
"""The numbers of indicators, activities and 内訳: ②, ⑤ and ⑥ were dropped."""
PARTS = tuple(Part(number, f"内訳{number}") for number in NUMBERS)
GAPS = replace(
    item_of(),
    indicators=tuple(Indicator(n, f"指標{n}", "件", NOTHING, NOTHING, {}, parts=PARTS) for n in NUMBERS),
    activities=tuple(Activity(n, f"活動{n}") for n in NUMBERS),
)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """Give a slot of a field of `GAPS`, with exactly the axes the field has."""
    field = draw(st.sampled_from(RECORDED))
    axes, numbers = field.axes, st.sampled_from(NUMBERS)
    return Slot(
        field.key,
        draw(numbers) if "indicator" in axes else None,
        draw(numbers) if "activity" in axes else None,
        FiscalYear(draw(st.integers(1989, 2060))) if "year" in axes else None,
        draw(st.tuples(numbers, numbers)) if "part" in axes else None,
    )


def path_of(slot: Slot) -> tuple[str | int, ...]:
    path = json_path(slot, GAPS, slots_of(GAPS))
    assert path is not None
    return path


@given(slots())
def test_a_path_leads_back_to_the_slot_it_came_from(slot: Slot) -> None:
    assert slot_at(path_of(slot), GAPS) == slot


@given(slots())
def test_a_path_into_an_answer_leads_to_its_slot(slot: Slot) -> None:
    assert slot_at((*path_of(slot), "state"), GAPS) == slot
    assert slot_at((*path_of(slot), "value"), GAPS) == slot


@given(slots(), slots())
def test_no_two_slots_share_a_path(one: Slot, other: Slot) -> None:
    assert (path_of(one) == path_of(other)) == (one == other)


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("item",),
        ("item", "id"),
        ("item", "years"),
        ("item", "years", "R5"),
        ("indicators",),
        ("indicators", 0),
        ("indicators", 0, "id"),
        ("indicators", 0, "method"),
        ("indicators", 0, "years", "R5"),
        ("effects", 0, "id"),
        ("reviews", 0, "grade"),
    ],
)
def test_a_path_to_no_answer_leads_to_no_slot(path: tuple[str | int, ...]) -> None:
    assert slot_at(path, GAPS) is None


def test_every_field_a_round_can_ask_stands_where_the_schema_describes_it() -> None:
    assert path_of(Slot("year.result", year=R5)) == ("item", "years", "R5", "result")
    assert path_of(Slot("indicator.actual", 3, year=R5)) == ("indicators", 1, "years", "R5", "actual")
    assert path_of(Slot("indicator.baseline", 3)) == ("indicators", 1, "baseline")
    assert path_of(Slot("activity.status", None, 4, R5)) == ("activities", 2, "years", "R5", "status")
    assert path_of(Slot("part.name", part=(7, 3))) == ("indicators", 3, "parts", 1, "name")
    assert path_of(Slot("effect.actual", year=R5)) == ("effects", 0, "years", "R5", "actual")
    assert path_of(Slot("item.remarks")) == ("item", "remarks")


def test_a_line_that_the_item_does_not_have_has_no_path() -> None:
    assert json_path(Slot("indicator.actual", 2, year=R5), GAPS, slots_of(GAPS)) is None
    assert json_path(Slot("part.actual", part=(3, 2), year=R5), GAPS, slots_of(GAPS)) is None


CHOICE, TEXT, QUANTITY = FIELDS["year.evaluation"], FIELDS["year.result"], FIELDS["indicator.actual"]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        (TEXT, text_cell("  統合した。\n"), ("text", "統合した。")),
        (TEXT, text_cell("\u3000"), ("blank", None)),
        (TEXT, text_cell("\u200b"), ("blank", None)),
        (TEXT, Cell("C9"), ("blank", None)),
        (TEXT, number_cell("3"), ("text", "3")),
        (TEXT, Cell("C9", "error", "#N/A", "#N/A"), ("error", None)),
        (CHOICE, text_cell("計画どおり　"), ("text", "計画どおり")),
        (CHOICE, text_cell("計画 どおり"), ("text", "計画どおり")),
        (CHOICE, text_cell("計画\nどおり"), ("text", "計画どおり")),
        (CHOICE, text_cell("Ａ"), ("text", "A")),
        (QUANTITY, text_cell("１，２３４件"), ("number", Decimal(1234))),
        (QUANTITY, text_cell("未（7月）"), ("undecided", None)),
        (QUANTITY, text_cell("-"), ("not_set", None)),
        (QUANTITY, Cell("C8", "error", "#DIV/0!", "#DIV/0!"), ("error", None)),
    ],
)
def test_a_cell_is_read_by_the_kind_of_its_field(
    field: Field, cell: Cell, expected: tuple[str, object]
) -> None:
    answer = read_answer(cell, field, "件")
    assert (answer.state.value, answer.value) == expected
    assert answer.raw == cell.raw


def test_an_indicator_is_read_in_its_own_unit_and_an_effect_in_thousand_yen() -> None:
    cells = {ACTUAL: text_cell("98.5％"), EFFECT: text_cell("1,234千円")}
    record = build_record(item_of(unit="％"), cells, {}, FIELDS)
    assert record.answer(ACTUAL).value == Decimal("98.5")
    assert record.answer(EFFECT).value == 1234
    in_yen = build_record(item_of(), {EFFECT: text_cell("5,000,000円")}, {}, FIELDS)
    assert in_yen.answer(EFFECT).value == 5000


def test_a_slot_nobody_bound_is_blank() -> None:
    assert Record("(1)-①", {}).answer(ACTUAL) is BLANK


def with_activity(item: Item) -> Item:
    return Item(**{**vars(item), "activities": (Activity(1, "窓口"), Activity(2, "電話"))})


def test_a_record_as_json_holds_every_part_even_where_nothing_was_answered() -> None:
    assert record_json(Record("(1)-①", {}), with_activity(item_of())) == {
        "item": {"id": "(1)-①", "years": {}},
        "indicators": [{"id": "1", "method": "数値", "years": {}}],
        "activities": [{"id": "1", "years": {}}, {"id": "2", "years": {}}],
        "effects": [{"id": "1", "years": {}}],
        "reviews": [],
    }


def test_an_answer_stands_in_the_json_as_it_was_typed_and_as_it_was_read() -> None:
    document = record_json(return_of({ACTUAL: text_cell("約1,100件")}).record, item_of())
    assert document["indicators"][0]["years"]["R5"]["actual"] == {
        "raw": "約1,100件",
        "value": Decimal(1100),
        "state": "number",
        "note": "「約」付きの値",
    }


def test_an_answer_beyond_the_items_indicators_is_left_out() -> None:
    far = Slot("indicator.actual", 2, year=R5)
    document = record_json(Record("(1)-①", {far: Answer("5", State.NUMBER, Decimal(5))}), item_of())
    assert len(document["indicators"]) == 1


def test_an_effect_of_an_item_that_plans_none_is_in_the_json_all_the_same() -> None:
    item = Item(**{**vars(item_of()), "effects": ()})
    record = build_record(item, {EFFECT: text_cell("五百")}, {}, FIELDS)
    assert record_json(record, item)["effects"][0]["years"]["R5"]["actual"]["state"] == "text"


def test_a_good_record_meets_the_contract_of_the_base_and_of_the_city() -> None:
    document = record_json(return_of().record, item_of())
    assert list(Draft202012Validator(schema_of()).iter_errors(document)) == []
    Draft202012Validator.check_schema(schema_of())


def test_the_contract_is_not_met_by_a_word_where_a_number_belongs() -> None:
    document = record_json(return_of({ACTUAL: text_cell("たくさん")}).record, item_of())
    assert len(list(Draft202012Validator(schema_of()).iter_errors(document))) == 1


typed = st.one_of(
    st.text(max_size=12).map(text_cell),
    st.integers(-(10**6), 10**6).map(lambda number: number_cell(str(number))),
    st.sampled_from(["未（7月）", "-", "△5", "1,234千円", "10～15", "決算後", ""]).map(text_cell),
)


@given(st.fixed_dictionaries({RESULT: typed, ACTUAL: typed, EFFECT: typed, GRADE: typed}))
def test_whatever_is_typed_the_record_is_json_and_keeps_the_raw_text(cells: dict[Slot, Cell]) -> None:
    record = build_record(item_of(), cells, {}, FIELDS)
    document = record_json(record, item_of())
    json.dumps(document, ensure_ascii=False, default=str)
    assert {slot: record.answer(slot).raw for slot in ASKED} == {slot: cells[slot].raw for slot in ASKED}
