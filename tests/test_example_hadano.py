"""The register of the plan with three page variants holds what the city printed."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.register.register import load_register
from toolkit.model.fields import load_fields
from toolkit.model.plan import Effect, Method, Plan
from toolkit.model.years import FiscalYear
from toolkit.steps.check import check_file as check

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "examples" / "hadano" / "計画台帳.xlsx"
ANSWERS = ROOT / "examples" / "hadano" / "回答例.xlsx"
TEMPLATES = sorted((ROOT / "templates_xlsx" / "hadano").glob("*.xlsx"))
R3, R4, R5, R6, R7 = (FiscalYear(begins) for begins in range(2021, 2026))


@pytest.fixture(scope="module")
def plan() -> Plan:
    schema = json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8"))
    return load_register(REGISTER, load_fields(schema))


def total(effect: Effect) -> Decimal:
    return sum((amount.number or Decimal(0) for amount in effect.planned.values()), Decimal(0))


def effect(plan: Plan, item_id: str, activity: int) -> Effect:
    (found,) = [one for one in plan.item(item_id).effects if one.activity == activity]
    return found


def test_there_are_8_items_under_5_pillars_with_39_activities_and_24_indicators(plan: Plan) -> None:
    assert plan.years == (R3, R4, R5, R6, R7)
    assert [item.id for item in plan.items] == ["1-1", "1-2", "2-1", "3-1", "3-2", "4-1", "5-1", "5-2"]
    assert [len(item.activities) for item in plan.items] == [5, 5, 4, 6, 5, 0, 6, 8]
    assert sum(len(item.indicators) for item in plan.items) == 24
    assert {item.levels[0].name for item in plan.items} == {
        "仕事の改革",
        "職員づくりの改革",
        "担い手をつくる改革",
        "公共施設の改革",
        "歳入・歳出の改革",
    }


def test_the_page_of_an_item_is_one_of_three_forms(plan: Plan) -> None:
    forms = {item.id: item.form for item in plan.items}
    assert {item_id for item_id, form in forms.items() if form == "実行計画"} == {"1-1", "1-2", "2-1"}
    assert {item_id for item_id, form in forms.items() if form == "実行計画_目標"} == {"3-2"}
    assert Counter(forms.values())["実行計画_効果額"] == 4


@pytest.mark.parametrize(
    ("item_id", "counted", "with_all_rows"),
    [("3-1", 298513, 298513), ("5-1", 614482, 826178), ("5-2", 461389, 695333)],
)
def test_counted_amounts_add_up_to_the_printed_outcome(
    plan: Plan, item_id: str, counted: int, with_all_rows: int
) -> None:
    effects = plan.item(item_id).effects
    assert sum(total(one) for one in effects if one.counted) == counted
    assert sum(total(one) for one in effects) == with_all_rows


def test_four_rows_are_left_out_and_each_says_why(plan: Plan) -> None:
    left_out = {
        (item.id, one.activity or 0): (int(total(one)), one.account, one.why)
        for item in plan.items
        for one in item.effects
        if not one.counted
    }
    assert left_out == {
        ("3-1", 6): (0, "企業会計", "企業会計の取組で、金額も調整中のため"),
        ("5-1", 6): (211696, "特別会計", "特別会計の取組のため"),
        ("5-2", 7): (110499, "特別会計", "特別会計の取組のため"),
        ("5-2", 8): (123445, "特別会計", "特別会計の取組のため"),
    }


def test_a_name_that_holds_the_words_special_account_is_counted_all_the_same(plan: Plan) -> None:
    name = plan.item("5-2").activities[0].name
    assert name == "5-2-1. 国民健康保険事業特別会計繰出金の抑制"
    assert effect(plan, "5-2", 1).counted
    assert total(effect(plan, "5-2", 1)) == 233944


def test_a_repeated_activity_with_the_only_amount_is_counted(plan: Plan) -> None:
    for item_id, activity, amount in (("5-1", 3, 263070), ("5-2", 3, 25523), ("5-2", 6, 105058)):
        assert "再掲】" in plan.item(item_id).activities[activity - 1].name
        assert effect(plan, item_id, activity).counted
        assert total(effect(plan, item_id, activity)) == amount
    assert plan.item("3-2").effects == ()


def test_amounts_stand_as_printed(plan: Plan) -> None:
    staff = effect(plan, "5-2", 2).planned
    assert [staff[year].text for year in plan.years] == ["6,218", "34,547", "522", "△2,413", "26,090"]
    assert staff[R6].number == -2413
    assert effect(plan, "3-1", 1).planned[R3].text == ""
    assert effect(plan, "3-1", 6).planned[R3].text == "調整中"
    assert effect(plan, "3-1", 6).planned[R3].number is None


def test_every_printed_row_total_is_the_sum_of_its_years(plan: Plan) -> None:
    printed = {one.where.split()[0]: one.printed for one in plan.published if one.where.endswith("5年計")}
    assert len(printed) == 21
    for number, text in printed.items():
        item_id, _, activity = number.rpartition("-")
        if item_id == "3-2":
            targets = plan.item(item_id).activities[int(activity) - 1].targets
            years = sum(one.number or 0 for one in targets.values())
        else:
            years = total(effect(plan, item_id, int(activity)))
        assert f"{years:,}" == text
    assert (printed["3-2-3"], printed["3-2-4"]) == ("179", "550")


def test_the_one_figure_that_does_not_recompute_is_listed_as_printed(plan: Plan) -> None:
    outcomes = {one.where: (one.printed, one.path) for one in plan.published if "成果指標" in one.where}
    assert outcomes == {
        "3-1 成果指標": ("298,513千円", "効果額.改革項目[3-1].効果見込額.計"),
        "5-1 成果指標": ("614,482千円", "効果額.改革項目[5-1].効果見込額.計"),
        "5-2 成果指標": ("461,390千円", "効果額.改革項目[5-2].効果見込額.計"),
    }


def test_indicators_have_a_target_in_the_last_year_only_as_printed(plan: Plan) -> None:
    first, rpa, felt, _ = plan.item("1-1").indicators
    assert (first.kind, first.final.text) == ("活動指標", "100%取組みを実施（令和7年度）")
    assert (rpa.kind, rpa.method, rpa.targets[R7].text) == ("活動指標", Method.CUMULATIVE, "7,350時間")
    assert (felt.kind, felt.final.text, felt.targets[R6].text) == ("成果指標", "50%以上（令和7年度）", "")
    assert plan.item("1-2").indicators[1].targets[R7].text == "〇〇〇手続数以上"
    assert plan.item("4-1").indicators[1].final.text == ""


def test_activity_indicators_come_before_outcome_indicators(plan: Plan) -> None:
    for item in plan.items:
        kinds = [one.kind for one in item.indicators]
        assert kinds == sorted(kinds, reverse=True)
        assert set(kinds) == {"活動指標", "成果指標"}


def rows_of(sheet: str) -> list[dict[str, object]]:
    """Give the rows of a sheet of the sample answers, by header."""
    headers, *rows = openpyxl.load_workbook(ANSWERS)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def test_every_sample_answer_is_invented() -> None:
    assert {row["別"] for row in rows_of("回答") + rows_of("変更")} == {"架空"}


def test_last_years_forecast_is_answered_again_as_an_actual(plan: Plan) -> None:
    def actuals(round_id: str, year: str) -> set[tuple[object, object]]:
        return {
            (row["項目ID"], row["番号"])
            for row in rows_of("回答")
            if (row["照会"], row["欄"], row["年度"]) == (round_id, "指標_実績値", year)
        }

    all_of_them = {(item.id, one.number) for item in plan.items for one in item.indicators}
    assert actuals("R5_見込み", "R5") == all_of_them
    assert actuals("R6_実績・見込み", "R5") == all_of_them
    assert actuals("R6_実績・見込み", "R6") == all_of_them


def test_the_committee_reviews_every_item_in_both_rounds(plan: Plan) -> None:
    reviews = Counter((row["照会"], row["欄"]) for row in rows_of("回答") if row["書き手"] == "委員会")
    fields = ("年次_内部評価", "年次_内部評価の理由", "年次_外部評価", "年次_外部評価の意見")
    rounds = ("R5_見込み", "R6_実績・見込み")
    assert reviews == {(round_id, field): len(plan.items) for round_id in rounds for field in fields}


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_the_forms_have_nothing_to_mend(path: Path) -> None:
    assert check(path) == []


@needs_ooxml_validator
@pytest.mark.parametrize("path", [REGISTER, ANSWERS, *TEMPLATES], ids=lambda path: path.stem)
def test_the_workbooks_are_sound(path: Path) -> None:
    assert ooxml_errors(path) == []
