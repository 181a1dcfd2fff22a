"""The register of the first example city holds what the city printed."""

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
from toolkit.model.plan import Direction, FinalRelation, Method, Plan, Printed
from toolkit.model.years import FiscalYear

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "examples" / "isehara" / "計画台帳.xlsx"
ANSWERS = ROOT / "examples" / "isehara" / "回答例.xlsx"
R5, R6, R7, R8, R9 = (FiscalYear(begins) for begins in range(2023, 2028))


@pytest.fixture(scope="module")
def plan() -> Plan:
    schema = json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8"))
    return load_register(REGISTER, load_fields(schema))


def planned(plan: Plan, year: FiscalYear, item_id: str = "") -> Decimal:
    effects = [effect for item in plan.items if item_id in ("", item.id) for effect in item.effects]
    return sum((effect.planned[year].number or Decimal(0) for effect in effects), Decimal(0))


def test_there_are_74_items_and_the_five_repeated_ones_are_not_counted(plan: Plan) -> None:
    assert plan.years == (R5, R6, R7, R8, R9)
    assert len(plan.items) == 74
    assert {pointer.item_id for pointer in plan.pointers} == {"(7)-④", "(7)-⑤", "(7)-①", "(7)-②", "(2)-①"}
    assert [pointer.number for pointer in plan.pointers] == ["②", "⑤", "⑥", "⑬", "①"]
    assert not {pointer.name for pointer in plan.pointers} & {item.name for item in plan.items}


def test_three_items_start_in_r6_and_have_no_plan_before(plan: Plan) -> None:
    new = [item for item in plan.items if item.start_year == R6]
    assert [item.id for item in new] == ["(1)-⑤", "(1)-⑥", "(6)-④"]
    assert {item.category for item in new} == {"Ｒ６新規"}
    assert all(R5 not in item.year_texts["year.plan"] for item in new)
    assert {item.start_year for item in plan.items if item not in new} == {R5}


def test_28_departments_return_the_items_and_come_first(plan: Plan) -> None:
    returning = {item.coordinator for item in plan.items}
    assert len(returning) == 28
    assert {one.section for one in plan.departments if one.order <= 28} == returning
    assert plan.department("経営企画課").order == 1
    assert plan.department("経営企画課").name == "企画部 経営企画課"
    assert plan.department("消防総務課").order == 28


def test_a_joint_item_is_returned_by_the_first_of_its_departments(plan: Plan) -> None:
    assert plan.item("(3)-⑥").leads == ("職員課", "経営企画課")
    assert plan.item("(3)-⑥").coordinator == "職員課"


def test_collective_names_are_not_departments(plan: Plan) -> None:
    collective = {one.section for one in plan.departments if one.collective}
    assert {"庁内各課", "窓口関連課", "総務部各課", "土木管理課等"} <= collective
    assert not collective & {item.coordinator for item in plan.items}


@pytest.mark.parametrize(
    ("year", "total"), [(R5, 228520), (R6, 347736), (R7, 1246430), (R8, 389389), (R9, 459274)]
)
def test_planned_effects_add_up_to_the_year(plan: Plan, year: FiscalYear, total: int) -> None:
    assert planned(plan, year) == total


def test_every_printed_subtotal_is_the_sum_of_its_years(plan: Plan) -> None:
    printed = {one.where: one.printed for one in plan.published if one.name == "効果見込額小計"}
    assert len(printed) == 22
    assert printed["(2)-①"] == "126,633"
    for item_id, subtotal in printed.items():
        assert f"{sum(planned(plan, year, item_id) for year in plan.years):,}" == subtotal


def test_every_printed_figure_says_where_it_is_recomputed(plan: Plan) -> None:
    paths = {one.where: one.path for one in plan.published if one.name == "効果見込額小計"}
    assert all(path == f"効果額.実施項目[{item}].効果見込額.計" for item, path in paths.items())
    counts = {one.printed: one.path for one in plan.published if one.name != "効果見込額小計"}
    assert counts == {
        "71件": "R5_取組実績・評価: 回収.照会した項目",
        "７４件": "計画.項目数",
        "３件": "R5_取組実績・評価: 計画.項目数 − R5_取組実績・評価: 回収.照会した項目",
    }


def test_targets_stand_as_printed(plan: Plan) -> None:
    def target(item_id: str, year: FiscalYear) -> Printed:
        (indicator,) = plan.item(item_id).indicators
        return indicator.targets[year]

    assert target("(10)-①", R5) == Printed("30億円以内")
    assert target("(5)-⑤", R5) == Printed("2(78)")
    assert target("(9)-④", R6) == Printed("94.80", Decimal("94.80"), "0.00")
    assert target("(2)-④", R5) == Printed("23,583", Decimal(23583), "#,##0")
    assert target("(8)-⑥", R9) == Printed("46", Decimal(46), "0")
    assert target("(1)-④", R5) == Printed("-")
    assert target("(1)-⑤", R5) == Printed("")
    assert target("(6)-①", R8) == Printed("")
    assert target("(1)-②", R5) == Printed("0", Decimal(0), "0")


def test_baselines_and_final_targets_stand_as_printed(plan: Plan) -> None:
    (giving,) = plan.item("(8)-②").indicators
    assert (giving.baseline.text, giving.base_year) == ("41,096千円(令和3年度）", FiscalYear(2021))
    assert giving.final == Printed("120,000千円")
    (staff,) = plan.item("(3)-①").indicators
    assert (staff.final.text, staff.targets[R9].text) == ("672", "680")
    assert staff.base_year == FiscalYear(2022)


def test_effect_amounts_tell_a_dash_from_a_blank_and_from_zero(plan: Plan) -> None:
    (education,) = plan.item("(4)-⑫").effects
    assert [education.planned[year].text for year in plan.years] == ["0", "0", "752", "752", "752"]
    (donations,) = plan.item("(8)-③").effects
    assert [donations.planned[year].text for year in plan.years] == ["10,000", "10,000", "-", "-", "-"]
    (automation,) = plan.item("(6)-①").effects
    assert [automation.planned[year].text for year in plan.years] == ["4,471", "5,588", "6,985", "", ""]
    assert plan.item("(10)-①").effects == ()


def test_how_each_indicator_is_judged(plan: Plan) -> None:
    indicators = {item.id: item.indicators[0] for item in plan.items}
    lower = {item_id for item_id, one in indicators.items() if one.direction is Direction.LOWER}
    assert lower == {"(2)-③", "(2)-④", "(3)-④", "(10)-①", "(10)-④"}
    summed = {item_id for item_id, one in indicators.items() if one.final_relation is FinalRelation.SUM}
    assert summed == {"(1)-②", "(4)-⑧", "(4)-⑮", "(5)-⑥", "(5)-⑦", "(8)-⑤", "(9)-②"}
    assert indicators["(8)-③"].method is Method.CUMULATIVE
    assert indicators["(5)-⑤"].method is Method.INCREMENT
    assert indicators["(1)-④"].method is Method.PERSON
    assert indicators["(1)-①"].method is Method.NUMBER


def test_a_plan_text_may_be_merged_over_all_five_years(plan: Plan) -> None:
    texts = plan.item("(2)-⑧").year_texts["year.plan"]
    assert [texts[year] for year in (R6, R7, R8, R9)] == ["〃"] * 4


def test_every_item_has_its_own_wording(plan: Plan) -> None:
    for key in ("item.content", "item.issues", "item.approach", "item.vision"):
        assert len({item.texts[key] for item in plan.items}) == 74


def rows_of(sheet: str) -> list[dict[str, object]]:
    """Give the rows of a sheet of the sample answers, by header."""
    headers, *rows = openpyxl.load_workbook(ANSWERS)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def test_the_sample_answers_hold_every_asked_value_once_and_all_are_invented(plan: Plan) -> None:
    fields = ("年次_取組実績", "指標_実績値", "年次_実績効果額", "年次_評価")
    asked = Counter((item.id, field) for item in plan.items if item.start_year == R5 for field in fields)
    assert len(asked) == 71 * 4
    assert Counter((row["項目ID"], row["欄"]) for row in rows_of("回答")) == asked
    assert {(row["年度"], row["別"]) for row in rows_of("回答") + rows_of("変更")} == {("R5", "架空")}


def test_effects_are_answered_where_the_plan_expects_one(plan: Plan) -> None:
    answered = {
        row["項目ID"] for row in rows_of("回答") if row["欄"] == "年次_実績効果額" and row["値"] != "-"
    }
    expected = {item.id for item in plan.items for one in item.effects if one.planned[R5].number is not None}
    assert answered == expected
    assert len(expected) == 22


def test_the_departments_return_in_every_way_a_department_does(plan: Plan) -> None:
    how = {str(row["所属"]): row["提出"] for row in rows_of("提出")}
    assert set(how) == {item.coordinator for item in plan.items}
    assert Counter(how.values()) == {"提出": 24, "未提出": 1, "誤りあり": 1, "重複": 1, "分割": 1}
    assert how["経営企画課"] == "分割"
    (late,) = [section for section, way in how.items() if way == "未提出"]
    assert len([item for item in plan.items if item.coordinator == late]) == 1
    faulty = {
        item.coordinator
        for item in plan.items
        for row in rows_of("回答")
        if row["備考"] and row["項目ID"] == item.id
    }
    assert [how[section] for section in faulty] == ["誤りあり"]


@needs_ooxml_validator
@pytest.mark.parametrize("path", [REGISTER, ANSWERS], ids=["計画台帳", "回答例"])
def test_the_examples_are_sound_workbooks(path: Path) -> None:
    assert ooxml_errors(path) == []
