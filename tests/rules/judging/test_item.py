"""An item's answers judged: each indicator in each year it has begun, and what its last year is told by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.rules.small_return import ACTUAL, FIELDS, R5, R6, item_of, number_cell, printed
from toolkit.model.fields import Slot
from toolkit.model.plan import NOTHING, Indicator, Item
from toolkit.model.profile import Judging
from toolkit.model.record import Cell
from toolkit.rules.judging.item import judge_item
from toolkit.rules.record.records import build_record

SECOND = Slot("indicator.actual", 2, year=R5)


def of_two(first: Indicator, second: Indicator) -> Item:
    return replace(item_of(), indicators=(first, replace(second, number=2, id=2)))


def judged(item: Item, cells: Mapping[Slot, Cell]) -> list[tuple[int, str, str, str]]:
    verdicts = judge_item(item, build_record(item, cells, {}, FIELDS), (R5, R6), lambda _: Judging())
    return [
        (one.indicator, one.year.label, one.judgement.printed_rate, one.judgement.flag.value)
        for one in verdicts
    ]


def test_an_indicator_that_begins_later_leaves_the_next_one_judged() -> None:
    (now,) = item_of("100").indicators
    later = replace(now, start_year=R6, targets={R6: printed("50")})
    cells = {SECOND: number_cell("80"), ACTUAL._replace(year=R6): number_cell("60")}
    assert judged(of_two(later, now), cells) == [
        (2, "R5", "80.0%", "×"),
        (1, "R6", "120.0%", "○"),
        (2, "R6", "", "－"),  # has no target of R6
    ]


def test_an_item_that_begins_later_is_judged_from_then_on() -> None:
    (now,) = item_of("100").indicators
    item = replace(item_of(), start_year=R6, indicators=(replace(now, targets={R6: printed("50")}),))
    cells = {ACTUAL: number_cell("80"), ACTUAL._replace(year=R6): number_cell("60")}
    assert judged(item, cells) == [(1, "R6", "120.0%", "○")]


def test_last_year_is_what_was_answered_else_what_the_register_tells_else_the_baseline_of_that_year() -> None:
    (plain,) = item_of().indicators
    told = replace(plain, targets={R6: printed("前年度以上")}, start_year=R6)
    answer = {ACTUAL._replace(year=R6): number_cell("60")}

    def flag(indicator: Indicator, cells: Mapping[Slot, Cell]) -> str:
        item = replace(item_of(), indicators=(indicator,))
        ((_, _, _, found),) = judged(item, cells)
        return found

    assert flag(told, answer) == "未"
    by_register = replace(told, actuals={R5: printed("70")}, baseline=printed("50"), base_year=R5)
    assert flag(by_register, answer) == "×"
    assert flag(by_register, answer | {ACTUAL: number_cell("55")}) == "○"
    assert flag(replace(by_register, actuals={}), answer) == "○"
    assert flag(replace(by_register, actuals={}, base_year=None), answer) == "未"
    assert flag(replace(by_register, actuals={}, baseline=NOTHING), answer) == "未"
