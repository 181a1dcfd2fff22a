"""The books of a plan with activities, indicators and effects hold what the city printed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_ooxml_validator, ooxml_errors_of
from toolkit.books.register.register import load_register
from toolkit.model.fields import load_fields
from toolkit.model.plan import Indicator, Method, Plan
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.quantities import parse_quantity

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "examples" / "hiratsuka-2024" / "計画台帳.xlsx"
ANSWERS = ROOT / "examples" / "hiratsuka-2024" / "回答例.xlsx"
FORM = ROOT / "templates_xlsx" / "hiratsuka-2024" / "取組結果報告シート.xlsx"
R5, R6, R7, R8, R9 = (FiscalYear(begins) for begins in range(2023, 2028))


@pytest.fixture(scope="module")
def plan() -> Plan:
    schema = json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8"))
    return load_register(REGISTER, load_fields(schema))


def indicators(plan: Plan) -> dict[str, Indicator]:
    return {one.name: one for item in plan.items for one in item.indicators}


def rows_of(book: Path, sheet: str) -> list[dict[str, object]]:
    """Give the rows of a sheet by header."""
    headers, *rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def answers(field: str) -> list[dict[str, object]]:
    return [row for row in rows_of(ANSWERS, "回答") if row["欄"] == field]


def test_22_projects_41_measures_60_activities_under_four_themes(plan: Plan) -> None:
    assert plan.years == (R6, R7, R8, R9)
    assert list(dict.fromkeys(item.levels[0].name for item in plan.items)) == [
        "行政サービスの向上",
        "行政サービスの最適化",
        "健全財政の維持",
        "人・組織の活性化・最適化",
    ]
    assert len({item.levels for item in plan.items}) == 22
    assert len(plan.items) == 41
    assert sum(len(item.activities) for item in plan.items) == 60
    assert min(len(item.activities) for item in plan.items) == 1


def test_ten_indicators_are_yearly_and_two_end_in_r6(plan: Plan) -> None:
    kinds = Counter(one.kind for one in indicators(plan).values())
    assert kinds == {"各年度": 10, "R6まで": 2, "R9まで": 2}
    counted = {name for name, one in indicators(plan).items() if one.targets[R6].text not in ("", "-")}
    assert counted == {name for name, one in indicators(plan).items() if one.kind != "R9まで"}


def test_targets_stand_as_printed(plan: Plan) -> None:
    found = indicators(plan)
    assert found["デジタル化実行層への研修等実施回数"].targets[R6].text == "8回"
    assert found["各課でのBPRに向けた改善策の検討件数"].targets[R6].text == "79件以上"
    assert found["「アナログ規制の見直し方針」の策定"].targets[R6].text == "R6に策定"
    assert found["1回当たりの車両利用に要する所要時間"].targets[R6].text == "5分削減"
    assert found["新たな返礼品の追加数"].targets[R7].text == ""


def test_donations_are_compared_with_the_year_before(plan: Plan) -> None:
    giving = indicators(plan)["ふるさと寄附金の寄附金額"]
    assert (giving.method, giving.targets[R6].text) == (Method.LAST_YEAR, "前年度以上")
    assert (giving.baseline.text, giving.base_year) == ("105,319", R5)


def test_one_indicator_starts_in_r7_and_a_long_term_one_stays_open(plan: Plan) -> None:
    found = indicators(plan)
    assert found["書かない窓口の満足度"].start_year == R7
    online = found["e-kanagawa電子申請によるオンライン申請の利用件数"]
    assert [online.targets[year].text for year in plan.years] == ["-", "-", "-", "20,000件"]
    (actual,) = [row["値"] for row in answers("指標_実績値") if row["値"] == "約36,000件"]
    assert parse_quantity(str(actual), online.unit).value == 36_000


def test_all_60_activities_are_answered_as_the_city_printed() -> None:
    found = answers("活動_進捗")
    assert len({(row["項目ID"], row["番号"]) for row in found}) == len(found) == 60
    assert {(row["値"], row["別"]) for row in found} == {("順調", "原本")}


def test_every_counted_indicator_has_the_printed_actual(plan: Plan) -> None:
    names = {(item.id, one.number): one.name for item in plan.items for one in item.indicators}
    found = {names[str(row["項目ID"]), int(str(row["番号"]))]: row for row in answers("指標_実績値")}
    assert len(found) == 13
    assert {row["別"] for row in found.values()} == {"原本"}
    assert found["職員提案の件数"]["値"] == "66件"
    assert found["ふるさと寄附金の寄附金額"]["値"] == "103,623千円"
    assert found["「アナログ規制の見直し方針」の策定"]["値"] == "策定済"
    judged = {names[str(row["項目ID"]), int(str(row["番号"]))]: row["値"] for row in answers("指標_達成")}
    assert judged == {name: "○" for name, one in indicators(plan).items() if one.method is Method.PERSON}


def test_the_effects_add_up_to_the_two_boxes_and_only_the_rest_is_filled_in(plan: Plan) -> None:
    kinds = {item.id: effect.kind for item in plan.items for effect in item.effects}
    names = {item.id: item.name for item in plan.items}
    totals: Counter[str] = Counter()
    for row in answers("年次_実績効果額"):
        totals[kinds[str(row["項目ID"])]] += int(parse_quantity(str(row["値"]), "万円").value or 0)
    assert totals == {"歳出削減": 40_039, "歳入確保": 30_662}
    assert totals.total() == 70_701
    rest = [row for row in answers("年次_実績効果額") if row["別"] != "原本"]
    assert [(names[str(row["項目ID"])], row["値"], row["別"]) for row in rest] == [
        ("（仮称）その他の歳入確保の取組", "4,876万円", "補完")
    ]


def test_no_department_is_missing_and_no_fault_touches_a_published_figure(plan: Plan) -> None:
    how = {str(row["所属"]): row["提出"] for row in rows_of(ANSWERS, "提出")}
    assert set(how) == {item.coordinator for item in plan.items}
    assert Counter(how.values()) == {"提出": 9, "分割": 1, "重複": 1, "誤りあり": 1}
    (faulty,) = [section for section, way in how.items() if way == "誤りあり"]
    marked = [row for row in rows_of(ANSWERS, "回答") + rows_of(ANSWERS, "変更") if row["備考"]]
    assert {plan.item(str(row["項目ID"])).coordinator for row in marked} == {faulty}
    assert {row["欄"] for row in marked} == {"活動_取組実績", "指標_目標値"}


def test_the_published_amounts_are_the_printed_words() -> None:
    published = {(row["名称"], str(row["印字"])): row["照合"] for row in rows_of(REGISTER, "公表値")}
    assert published["歳出削減", "約4億39万円"] == "効果額.種別[歳出削減].実績効果額.計"
    assert published["財政健全化効果額", "約7億701万円"] == "効果額.実績効果額.計"
    assert published["各年度の指標 達成", "9"] == "指標.種別[各年度].達成"


@needs_ooxml_validator
def test_the_books_are_sound_workbooks() -> None:
    assert ooxml_errors_of([REGISTER, ANSWERS, FORM]) == {REGISTER: [], ANSWERS: [], FORM: []}
