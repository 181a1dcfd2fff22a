"""A number that may not mean what it reads is asked about; what was computed otherwise is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.rules.small_return import (
    ACTUAL,
    ASKED,
    CHOSEN,
    EFFECT,
    R5,
    REFS,
    SUBTOTAL,
    codes_of,
    findings_of,
    item_of,
    number_cell,
    printed,
    return_of,
    text_cell,
)
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.plan import Direction, Item, Method
from toolkit.model.profile import Judging
from toolkit.model.record import Cell, State
from toolkit.rules.record.read_item import ReadItem
from toolkit.rules.record.sizes import Sizes, median_of

RATE = Slot("indicator.rate", 1, year=R5)


def one_of(answered: ReadItem, code: str) -> Finding:
    (found,) = [one for one in findings_of(answered) if one.code == code]
    return found


def actual(text: str, item: Item | None = None) -> ReadItem:
    return return_of({ACTUAL: text_cell(text)}, item)


def effect(value: str, planned: str = "5,000") -> ReadItem:
    return return_of({EFFECT: number_cell(value, "C10")}, item_of(planned=planned))


def with_history(*values: str, target: str = "-") -> Item:
    """Give an item with one indicator and its actuals of R4, R3 … as the register tells them."""
    item = item_of(target=target)
    told = {R5 + -at: printed(value) for at, value in enumerate(values, 1)}
    return replace(item, indicators=(replace(item.indicators[0], actuals=told),))


def test_case_R5_what_may_mean_something_else_raises_a_doubt() -> None:
    assert {code for code, wording in CATALOGUE.items() if wording.doubts} >= {"ambiguous", "implausible"}
    assert one_of(return_of({ACTUAL: number_cell("-34")}, item_of(target="30")), "ambiguous").slot == ACTUAL
    assert one_of(effect("-1813", "1,813"), "ambiguous").slot == EFFECT
    assert one_of(effect("-1813", "-"), "ambiguous").slot == EFFECT


@pytest.mark.parametrize("text", ["なし", "該当なし", "無", "－（該当なし）"])
def test_case_R10_none_beside_no_planned_amount_is_read_and_told(text: str) -> None:
    answered = return_of({EFFECT: text_cell(text, "C10")}, item_of(planned="-"))
    assert answered.record.answer(EFFECT).state is State.NOT_SET
    told = one_of(answered, "read-as")
    assert told.what.startswith(f"「{text}」を「-」と読みました。")
    assert codes_of(answered) == ["read-as"]


def test_case_R10_none_beside_a_planned_amount_is_asked() -> None:
    answered = return_of({EFFECT: text_cell("なし", "C10")}, item_of(planned="5,000"))
    assert codes_of(answered) == ["number-expected"]


@pytest.mark.parametrize(
    ("value", "planned", "is_asked"),
    [
        pytest.param("160", "1,600", True, id="a-tenth-of-the-plan"),
        pytest.param("16000", "1,600", True, id="ten-times-the-plan"),
        pytest.param("170", "1,600", False, id="a-bad-year"),
        pytest.param("15000", "1,600", False, id="a-good-year"),
        pytest.param("0", "1,600", False, id="zero-is-a-value"),
    ],
)
def test_case_R19_an_amount_is_held_against_its_plan(value: str, planned: str, is_asked: bool) -> None:
    assert ("implausible" in codes_of(effect(value, planned))) is is_asked


def test_case_R19_a_percentage_is_held_against_its_target() -> None:
    item = item_of(target="56", unit="％")
    assert "implausible" in codes_of(return_of({ACTUAL: number_cell("1683")}, item))
    assert "implausible" not in codes_of(return_of({ACTUAL: number_cell("168.3")}, item))


@pytest.mark.parametrize(
    ("others", "is_asked"),
    [
        pytest.param(("4000", "5000", "6000", "7000", "8000"), True, id="200-times-the-median"),
        pytest.param(("4000", "5000", "6000", "7000"), False, id="four-say-nothing"),
        pytest.param(("4000", "5000", "600000", "700000", "800000"), False, id="twice-the-median"),
    ],
)
def test_case_R19_an_amount_without_a_plan_is_held_against_the_rounds_others(
    others: tuple[str, ...], is_asked: bool
) -> None:
    sizes = Sizes({("effect.actual", "千円"): [(f"他{at}", Decimal(one)) for at, one in enumerate(others)]})
    answered = effect("1200000", "-")
    answered = replace(answered, median_beside=lambda *kind: sizes.median_beside(answered.item, kind))
    unit_known = [one for one in findings_of(answered) if one.code == "implausible"]
    assert bool(unit_known) is is_asked
    if is_asked:
        assert "ほかの項目の値の中央値6,000と桁が大きく違います" in unit_known[0].what


def test_case_R19_the_items_own_numbers_are_none_of_the_others() -> None:
    sizes = Sizes({("effect.actual", "千円"): [("(1)-①", Decimal(one)) for one in range(1, 9)]})
    assert sizes.median_beside(item_of(), ("effect.actual", "千円")) is None
    assert median_of(map(Decimal, (0, 1, 2, 3, 4))) is None  # 0 is no size
    assert median_of(map(Decimal, (-9, 1, 2, 3, 4))) == 3


def test_case_R19_a_number_is_held_against_the_items_own_history() -> None:
    five = with_history("10", "12", "11", "9", "10")
    asked = one_of(return_of({ACTUAL: number_cell("1100")}, five), "implausible")
    assert "前年度の「10」とこれまでの値の中央値10と桁が大きく違います" in asked.what
    assert "implausible" not in codes_of(return_of({ACTUAL: number_cell("900")}, five))


def test_case_R19_the_office_sets_how_many_times_is_too_much() -> None:
    answered = effect("16000", "1,600")
    patient = replace(answered, judging_of=lambda _: Judging(slip_amount=Decimal(20)))
    assert "implausible" in codes_of(answered)
    assert "implausible" not in codes_of(patient)


@pytest.mark.parametrize(
    ("text", "target", "method", "name"),
    [
        ("4(31)", "15", Method.CUMULATIVE, "件数"),
        ("31(4)", "15", Method.CUMULATIVE, "件数"),
        ("4(31)", "15", Method.NUMBER, "件数（累計）"),
    ],
)
def test_case_R20_which_number_is_the_accumulated_one_is_asked(
    text: str, target: str, method: Method, name: str
) -> None:
    item = item_of(target=target, method=method)
    item = replace(item, indicators=(replace(item.indicators[0], name=name),))
    asked = one_of(actual(text, item), "ambiguous")
    assert f"目標値「15」は累計ですが、実績値「{text}」のどちらが累計か分かりません。" in asked.what


def test_case_R20_the_number_that_is_called_accumulated_is_judged() -> None:
    answered = actual("4(累計31)", item_of(target="15", method=Method.CUMULATIVE))
    assert codes_of(answered) == ["read-as"]
    (verdict,) = answered.verdicts
    assert (verdict.judgement.flag.value, verdict.judgement.printed_rate) == ("○", "206.7%")


@pytest.mark.parametrize(
    ("text", "target", "direction", "is_asked"),
    [
        ("30弱", "30", Direction.HIGHER, True),
        ("30件弱", "30", Direction.HIGHER, True),
        ("約30", "30", Direction.HIGHER, True),
        ("30程度", "30", Direction.HIGHER, True),
        ("30強", "30", Direction.HIGHER, False),
        ("30強", "30", Direction.LOWER, True),
        ("30弱", "30", Direction.LOWER, False),
        ("50弱", "30", Direction.HIGHER, False),
        ("約20", "30", Direction.HIGHER, False),
        ("延べ30", "30", Direction.HIGHER, False),
    ],
)
def test_case_R21_near_a_target_is_asked_where_it_decides(
    text: str, target: str, direction: Direction, is_asked: bool
) -> None:
    item = item_of(target=target)
    item = replace(item, indicators=(replace(item.indicators[0], direction=direction),))
    assert ("ambiguous" in codes_of(actual(text, item))) is is_asked


@pytest.mark.parametrize(("chosen", "number", "ours"), [("×", "1100", "○"), ("○", "900", "×")])
def test_case_R23_another_flag_than_the_numbers_give_is_asked(chosen: str, number: str, ours: str) -> None:
    cells: Mapping[Slot, Cell] = {ACTUAL: number_cell(number), CHOSEN: text_cell(chosen, "I8")}
    answered = return_of(cells, asked=(*ASKED, CHOSEN))
    asked = one_of(answered, "flag-differs")
    assert asked.what.startswith(f"達成は「{chosen}」ですが、実績値からは「{ours}」です。")
    assert asked.severity.value == "要確認"


@pytest.mark.parametrize(("chosen", "number"), [("○", "1100"), ("×", "900"), ("未", "900")])
def test_case_R23_the_same_flag_is_not_asked_about(chosen: str, number: str) -> None:
    cells: Mapping[Slot, Cell] = {ACTUAL: number_cell(number), CHOSEN: text_cell(chosen, "I8")}
    assert "flag-differs" not in codes_of(return_of(cells, asked=(*ASKED, CHOSEN)))


@pytest.fixture
def rate_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REFS, RATE, "K8")


@pytest.mark.usefixtures("rate_cell")
@pytest.mark.parametrize(
    ("rate", "number", "is_told"),
    [("110", "1100", False), ("98", "1100", True), ("98.7", "986.6", False), ("98.6", "986.6", False)],
)
def test_case_R23_a_rate_of_another_arithmetic_is_told_with_both(
    rate: str, number: str, is_told: bool
) -> None:
    answered = return_of({ACTUAL: number_cell(number), RATE: number_cell(rate, "K8")})
    assert ("rate-differs" in codes_of(answered)) is is_told
    if is_told:
        told = one_of(answered, "rate-differs")
        assert told.what.startswith("達成率は「98」と記入されていますが、計算では「110.0%」です。")


def test_case_R23_a_total_of_another_arithmetic_is_told_with_both() -> None:
    told = one_of(return_of({SUBTOTAL: number_cell("5300", "F10")}), "subtotal-differs")
    assert told.what == "小計は「5300」ですが、各年度を足すと「5,200」です。"
