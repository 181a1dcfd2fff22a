"""The register and the sample answers of a plan with statuses only hold what the city printed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_ooxml_validator, ooxml_errors_of
from toolkit.books.register.register import load_register
from toolkit.model.fields import load_fields
from toolkit.model.plan import Plan
from toolkit.model.years import FiscalYear

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "examples" / "hiratsuka-2020" / "計画台帳.xlsx"
ANSWERS = ROOT / "examples" / "hiratsuka-2020" / "回答例.xlsx"
FORM = ROOT / "templates_xlsx" / "hiratsuka-2020" / "取組状況報告シート.xlsx"
WORDS = FORM.with_name("会議資料の文言.xlsx")
VIEWS = [
    "民間活力の活用",
    "施設の総合的管理",
    "行政の効率化",
    "収入確保策の推進",
    "身近で利用しやすい行政サービスの推進",
    "ICTの活用推進",
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    schema = json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8"))
    return load_register(REGISTER, load_fields(schema))


def rows_of(book: Path, sheet: str) -> list[dict[str, object]]:
    """Give the rows of a sheet by header."""
    headers, *rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def statuses() -> dict[str, dict[str, object]]:
    return {str(row["項目ID"]): row for row in rows_of(ANSWERS, "回答") if row["欄"] == "年次_進捗"}


def test_29_projects_hold_55_measures_under_six_views(plan: Plan) -> None:
    assert plan.years == tuple(FiscalYear(begins) for begins in range(2020, 2024))
    by_view = Counter(item.levels[0].name for item in plan.items)
    assert [by_view[view] for view in VIEWS] == [10, 6, 6, 14, 8, 11]
    assert len({item.levels for item in plan.items}) == 29


def test_the_printed_names_stand_and_all_others_are_marked(plan: Plan) -> None:
    printed = [item.name for item in plan.items if "仮称" not in item.name]
    assert printed == [
        "龍城ケ丘ゾーン公園の設計",
        "龍城ケ丘ゾーン公園整備工事",
        "クラウドファンディングに関する取組",
    ]
    projects = {item.levels[1].name for item in plan.items if "仮称" not in item.levels[1].name}
    assert len(projects) == 10
    assert {"寄附金活用事業", "ICT活用推進事業【重点】"} < projects
    assert all("仮称" in one.section for one in plan.departments)


def test_priority_is_counted_by_its_column(plan: Plan) -> None:
    priority = {item.levels[1].name for item in plan.items if item.priority}
    assert len(priority) == 7
    assert priority == {
        item.levels[1].name for item in plan.items if item.levels[1].name.endswith("【重点】")
    }


def test_the_plan_has_neither_indicators_nor_activities_nor_effects(plan: Plan) -> None:
    assert not any(item.indicators or item.activities or item.effects for item in plan.items)


def test_the_sample_answers_give_the_printed_table(plan: Plan) -> None:
    table = Counter((item.levels[0].name, statuses()[item.id]["値"]) for item in plan.items)
    counted = [[table[view, word] for word in ("済", "概ね順調", "遅れ", "未着手", "休止")] for view in VIEWS]
    assert counted == [
        [0, 8, 1, 1, 0],
        [1, 5, 0, 0, 0],
        [0, 6, 0, 0, 0],
        [0, 13, 0, 0, 1],
        [1, 7, 0, 0, 0],
        [0, 11, 0, 0, 0],
    ]
    assert [sum(column) for column in zip(*counted, strict=True)] == [2, 50, 1, 1, 1]


def test_only_the_three_named_measures_are_as_printed(plan: Plan) -> None:
    names = {item.id: item.name for item in plan.items}
    as_printed = {names[item]: row["値"] for item, row in statuses().items() if row["別"] == "原本"}
    assert as_printed == {
        "龍城ケ丘ゾーン公園の設計": "遅れ",
        "龍城ケ丘ゾーン公園整備工事": "未着手",
        "クラウドファンディングに関する取組": "休止",
    }
    assert Counter(row["別"] for row in statuses().values()) == {"原本": 3, "推定": 38, "補完": 14}


def test_no_department_is_missing_and_no_fault_touches_a_status(plan: Plan) -> None:
    how = {str(row["所属"]): row["提出"] for row in rows_of(ANSWERS, "提出")}
    assert set(how) == {item.coordinator for item in plan.items}
    assert Counter(how.values()) == {"提出": 9, "分割": 1, "重複": 1, "誤りあり": 1}
    (faulty,) = [section for section, way in how.items() if way == "誤りあり"]
    marked = [
        row for row in rows_of(ANSWERS, "回答") + rows_of(ANSWERS, "変更") if "誤り" in str(row["備考"])
    ]
    assert {plan.item(str(row["項目ID"])).coordinator for row in marked} == {faulty}
    assert "年次_進捗" not in {row["欄"] for row in marked}


def test_the_office_lists_measures_of_the_eight_projects_the_city_printed(plan: Plan) -> None:
    words = [row for row in rows_of(ANSWERS, "回答") if row["書き手"] == "事務局"]
    listed = [str(row["項目ID"]) for row in words if (row["欄"], row["値"]) == ("年次_掲載", "掲載する")]
    projects = dict.fromkeys(plan.item(item).levels[1].name.removesuffix("【重点】") for item in listed)
    assert list(projects) == [
        "民間活力活用事業",
        "公立幼稚園・保育園再編等事業",
        "公共施設総合的管理事業",
        "職員提案・業務改善推進事業",
        "債権徴収の推進事業",
        "行政手続オンライン化推進事業",
        "マイナンバーカード普及促進事業",
        "ICT活用推進事業",
    ]
    assert {row["別"] for row in words} == {"推定", "架空"}  # which measures, and every sentence


def test_the_published_share_is_the_printed_one_in_full_width() -> None:
    published = {str(row["名称"]): row for row in rows_of(REGISTER, "公表値")}
    assert published["順調に進捗している割合"]["印字"] == "９４％"
    assert published["順調に進捗している割合"]["照合"] == "進捗.順調の割合.割合"
    assert published["取組数"]["印字"] == "5５の取組"


@needs_ooxml_validator
def test_the_books_are_sound_workbooks() -> None:
    books = [REGISTER, ANSWERS, FORM, WORDS]
    assert ooxml_errors_of(books) == {book: [] for book in books}
