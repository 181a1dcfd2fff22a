"""The register of the plan of 22 three-year sheets holds what the city printed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.register.register import load_register
from toolkit.model.fields import load_fields
from toolkit.model.plan import Direction, Method, Plan
from toolkit.model.years import FiscalYear
from toolkit.steps.check import check_file as check

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "examples" / "atsugi-2" / "計画台帳.xlsx"
ANSWERS = ROOT / "examples" / "atsugi-2" / "回答例.xlsx"
TEMPLATE = ROOT / "templates_xlsx" / "atsugi-2" / "実施計画シート.xlsx"
R6, R7, R8 = (FiscalYear(begins) for begins in range(2024, 2027))


@pytest.fixture(scope="module")
def plan() -> Plan:
    schema = json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8"))
    return load_register(REGISTER, load_fields(schema))


def test_there_are_22_items_with_60_activities_and_41_indicators(plan: Plan) -> None:
    assert plan.years == (R6, R7, R8)
    sizes = {"I": [0, 0, 0], "II": [0, 0, 0], "III": [0, 0, 0]}
    for item in plan.items:
        size = sizes[item.levels[0].number]
        size[0] += 1
        size[1] += len(item.activities)
        size[2] += len(item.indicators)
    assert sizes == {"I": [9, 31, 21], "II": [7, 17, 12], "III": [6, 12, 8]}
    assert [sum(column) for column in zip(*sizes.values(), strict=True)] == [22, 60, 41]


def test_an_item_has_up_to_5_activities_and_3_indicators(plan: Plan) -> None:
    assert max(len(item.activities) for item in plan.items) == 5
    assert max(len(item.indicators) for item in plan.items) == 3


def test_an_arrow_stands_as_printed_once_per_year_or_drawn_over_two(plan: Plan) -> None:
    each_year = plan.item("I-(2)-ア").activities[0].texts
    assert [each_year[year] for year in plan.years] == ["状況調査 見直しの検討", "→", "→"]
    over_two = plan.item("I-(1)-ア").activities[1].texts
    assert [over_two[year] for year in plan.years] == ["職員の支援", "→", "〃"]
    long_arrow = plan.item("III-(2)-ウ").activities[0].texts
    assert [long_arrow[year] for year in plan.years] == ["取組", "—————→", "〃"]


def test_a_note_may_be_merged_over_all_three_years(plan: Plan) -> None:
    texts = plan.item("II-(2)-ア").activities[2].texts
    assert (texts[R7], texts[R8]) == ("〃", "〃")
    merged = [one for item in plan.items for one in item.activities if one.texts.get(R7) == "〃"]
    assert len(merged) == 1


def test_blank_years_and_dashes_are_kept_apart(plan: Plan) -> None:
    applications, cashless, nursery, _ = plan.item("I-(3)-ウ").activities
    assert R7 not in applications.texts
    assert applications.texts[R8] == "→"
    assert cashless.texts[R8] == "－"
    assert (nursery.texts[R7], nursery.texts[R8]) == ("－", "－")
    assert R8 not in plan.item("II-(3)-ア").activities[0].texts


def test_a_line_may_name_two_departments(plan: Plan) -> None:
    assert plan.item("I-(2)-イ").activities[1].departments == ("行政総務課", "職員課")
    assert plan.item("II-(1)-ア").activities[2].departments == ("企画政策課", "行政経営課")


def test_a_collective_department_is_never_awaited(plan: Plan) -> None:
    item = plan.item("II-(2)-ウ")
    assert item.activities[0].departments == ("各債権担当課",)
    assert plan.department("各債権担当課").collective
    assert item.coordinator == "行政経営課"
    assert len({item.coordinator for item in plan.items}) == 9


def test_one_item_has_remarks_and_fourteen_name_related_plans(plan: Plan) -> None:
    assert [item.id for item in plan.items if "item.remarks" in item.texts] == ["II-(2)-ウ"]
    related = [item for item in plan.items if "item.related_plans" in item.texts]
    assert len(related) == 14
    assert plan.item("III-(2)-イ").texts["item.related_plans"].count("\n") == 2


def test_targets_and_baselines_stand_as_printed(plan: Plan) -> None:
    overtime, leave, _ = plan.item("I-(3)-ア").indicators
    assert (overtime.baseline.text, overtime.targets[R6].text) == ("184時間", "180時間")
    assert overtime.direction is Direction.LOWER
    assert leave.targets[R6].text == "64.0%"
    _, private_finance = plan.item("III-(2)-イ").indicators
    assert [private_finance.targets[year].text for year in plan.years] == ["1件", "0件", "3件"]
    _, cashless = plan.item("I-(3)-ウ").indicators
    assert cashless.targets[R8].text == "－"
    (continuity,) = plan.item("I-(2)-ウ").indicators
    assert (continuity.baseline.text, continuity.method) == ("—", Method.PERSON)


def test_two_indicators_are_better_when_lower(plan: Plan) -> None:
    lower = {
        (item.id, one.number)
        for item in plan.items
        for one in item.indicators
        if one.direction is Direction.LOWER
    }
    assert lower == {("I-(3)-ア", 1), ("I-(3)-イ", 3)}


def test_the_collection_rate_is_the_mean_of_six_parts(plan: Plan) -> None:
    (rate,) = plan.item("II-(2)-ウ").indicators
    assert rate.method is Method.MEAN
    assert rate.baseline.text == "備考に記載"
    assert [part.name for part in rate.parts] == [
        "市税",
        "国民健康保険料",
        "後期高齢者医療保険料",
        "介護保険料",
        "保育料",
        "市営住宅使用料",
    ]


def test_the_counts_of_activities_are_listed_as_printed(plan: Plan) -> None:
    printed = {one.name: one.printed for one in plan.published}
    assert printed["第2期の取組数"] == "60"
    assert int(printed["第2期の新規の取組"]) + int(printed["第2期の継続する取組"]) == 60
    assert (printed["第1期の継続が必要な取組"], printed["第2期の継続する取組"]) == ("42", "41")


def rows_of(sheet: str) -> list[dict[str, object]]:
    """Give the rows of a sheet of the sample answers, by header."""
    headers, *rows = openpyxl.load_workbook(ANSWERS)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def test_the_sample_answers_cover_the_plan_and_all_are_invented(plan: Plan) -> None:
    rows = rows_of("回答")
    assert {(row["年度"], row["別"]) for row in rows + rows_of("変更")} == {("R6", "架空")}
    asked = {
        "活動_取組実績": {(item.id, one.number) for item in plan.items for one in item.activities},
        "指標_実績値": {(item.id, one.number) for item in plan.items for one in item.indicators},
        "内訳_実績値": {("II-(2)-ウ", number) for number in range(1, 7)},
    }
    for field, cells in asked.items():
        assert Counter((row["項目ID"], row["番号"]) for row in rows if row["欄"] == field) == Counter(cells)


def test_only_what_a_person_judges_is_answered_with_a_mark(plan: Plan) -> None:
    judged = {(row["項目ID"], row["番号"]) for row in rows_of("回答") if row["欄"] == "指標_達成"}
    by_person = {
        (item.id, one.number) for item in plan.items for one in item.indicators if one.method is Method.PERSON
    }
    assert judged == by_person
    assert len(by_person) == 8


def test_the_form_has_nothing_to_mend() -> None:
    assert check(TEMPLATE) == []


@needs_ooxml_validator
@pytest.mark.parametrize("path", [REGISTER, ANSWERS, TEMPLATE], ids=lambda path: path.stem)
def test_the_workbooks_are_sound(path: Path) -> None:
    assert ooxml_errors(path) == []
