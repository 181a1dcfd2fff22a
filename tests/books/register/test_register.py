"""The office's register becomes a plan, and its mistakes are named all at once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from toolkit.books.register.register import load_published, load_register
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import load_fields
from toolkit.model.plan import (
    Department,
    Direction,
    FinalRelation,
    Level,
    Method,
    Plan,
    Printed,
    PublishedFigure,
)
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.totals import plan_groups

FIELDS = load_fields(json.loads((Path(__file__).parents[3] / "config/base.schema.json").read_text("utf-8")))
R5, R6 = FiscalYear(2023), FiscalYear(2024)

Grid = Sequence[Sequence[Any]]
SHEETS: dict[str, Grid] = {
    "所属": [
        ["建制順", "部", "課", "種別", "期限"],
        [2, "企画部", "財政課", "所属", dt.datetime(2024, 5, 31)],  # noqa: DTZ001 - Excel knows no zone
        [1, "企画部", "企画課", None, None],
        [3, None, "庁内各課", "総称", None],
    ],
    "項目": [
        [
            "項目ID",
            "階層1番号",
            "階層1名称",
            "番号",
            "名称",
            "様式",
            "主管課",
            "関連課",
            "再掲元",
            "取組内容",
            "計画_R5",
            "計画_R6",
            "取組実績_R5",
        ],
        [
            "1-①",
            1,
            "行政サービス",
            "①",
            "業務改善",
            "シート",
            "企画課、財政課",
            "庁内各課",
            None,
            "● 改善する。",
            "・調査",
            "〃",
            "調査した。",
        ],
        ["1-②", 1, "行政サービス", "②", "補助金の見直し", "シート", "財政課", None, None, None, None, None],
        ["2-①", 2, "財政", "①", "業務改善［再］", None, None, None, "1-①", None, None, None],
    ],
    "活動": [["項目ID", "活動番号", "名称"]],
    "指標": [
        [
            "項目ID",
            "指標番号",
            "名称",
            "単位",
            "現状値",
            "基準年度",
            "最終目標値",
            "目標値_R5",
            "目標値_R6",
            "向き",
            "判定方法",
            "最終の関係",
        ],
        ["1-①", 1, "改善件数", "件", "-", "R4", 8, 3, 5, "高いほど良い", "数値", "合計"],
    ],
    "効果額": [
        [
            "項目ID",
            "種別",
            "効果見込額_R5",
            "効果見込額_R6",
            "計上",
            "理由",
            "会計",
            "算定根拠",
            "算定根拠の別",
        ],
        ["1-①", None, 12000, "-", "する", None, "一般会計", "1件当たり4,000千円", "仮"],
    ],
    "公表値": [["箇所", "名称", "印字"], ["概要", "項目数", "2"]],
}


def save(path: Path, changes: Mapping[str, Mapping[str, Any]] | None = None, **sheets: Grid) -> Path:
    """Save the small register; `changes` holds per sheet {cell: value or (value, number format)}."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, grid in (SHEETS | sheets).items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
        for ref, value in (changes or {}).get(name, {}).items():
            cell = sheet[ref]
            cell.value, cell.number_format = value if isinstance(value, tuple) else (value, "General")
    book.save(path)
    return path


def load(folder: Path, changes: Mapping[str, Mapping[str, Any]] | None = None, **sheets: Grid) -> Plan:
    return load_register(save(folder / "計画台帳.xlsx", changes, **sheets), FIELDS)


def mistakes(
    folder: Path, changes: Mapping[str, Mapping[str, Any]] | None = None, **sheets: Grid
) -> list[str]:
    """Give `シート!セル 何が` of every mistake."""
    with pytest.raises(OfficeErrors) as raised:
        load(folder, changes, **sheets)
    assert all(error.file == "計画台帳.xlsx" and error.mend for error in raised.value.errors)
    return [f"{error.sheet}!{error.cell} {error.what}" for error in raised.value.errors]


def test_the_register_becomes_the_plan(tmp_path: Path) -> None:
    plan = load(tmp_path)
    assert plan.years == (R5, R6)
    assert plan.departments == (
        Department(1, "企画部", "企画課"),
        Department(2, "企画部", "財政課", deadline=dt.date(2024, 5, 31)),
        Department(3, "", "庁内各課", collective=True),
    )
    item, second = plan.items
    assert (item.id, item.levels, item.number, item.name) == (
        "1-①",
        (Level("1", "行政サービス"),),
        "①",
        "業務改善",
    )
    assert (item.leads, item.coordinator, item.related) == (("企画課", "財政課"), "企画課", ("庁内各課",))
    assert item.start_year == R5
    assert item.texts == {"item.content": "● 改善する。"}
    assert item.year_texts == {"year.plan": {R5: "・調査", R6: "〃"}, "year.result": {R5: "調査した。"}}
    assert (second.indicators, second.effects, second.texts) == ((), (), {})
    assert plan.published == (PublishedFigure("概要", "項目数", "2"),)


def test_indicators_and_effects_stand_with_their_item(tmp_path: Path) -> None:
    item = load(tmp_path).items[0]
    (indicator,) = item.indicators
    assert indicator.targets == {R5: Printed("3", Decimal(3)), R6: Printed("5", Decimal(5))}
    assert (indicator.baseline, indicator.final) == (Printed("-"), Printed("8", Decimal(8)))
    assert (indicator.direction, indicator.method) == (Direction.HIGHER, Method.NUMBER)
    assert (indicator.final_relation, indicator.base_year) == (FinalRelation.SUM, FiscalYear(2022))
    (effect,) = item.effects
    assert effect.planned == {R5: Printed("12000", Decimal(12000)), R6: Printed("-")}
    assert (effect.counted, effect.account, effect.basis) == (True, "一般会計", "〔仮〕1件当たり4,000千円")


def test_a_second_mention_points_at_an_item_and_is_none(tmp_path: Path) -> None:
    plan = load(tmp_path)
    assert [item.id for item in plan.items] == ["1-①", "1-②"]
    (pointer,) = plan.pointers
    assert (pointer.name, pointer.item_id, pointer.levels) == ("業務改善［再］", "1-①", (Level("2", "財政"),))


def test_a_pointer_can_neither_be_pointed_at_nor_hold_figures(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"項目": {"I4": "2-①"}, "効果額": {"A2": "2-①"}}) == [
        "効果額!A2 項目「2-①」がありません。",
        "項目!I4 再掲元「2-①」の項目がありません。",
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        (12000, "#,##0", Printed("12,000", Decimal(12000), "#,##0")),
        (94.8, "0.00", Printed("94.80", Decimal("94.80"), "0.00")),
        (45.6, "0", Printed("46", Decimal(46), "0")),
        (2.5, "0", Printed("3", Decimal(3), "0")),
        (1234.5, "#,##0.00", Printed("1,234.50", Decimal("1234.50"), "#,##0.00")),
        (98.2, "General", Printed("98.2", Decimal("98.2"))),
        (0, "#,##0", Printed("0", Decimal(0), "#,##0")),
        (-1234, '#,##0;"△ "#,##0', Printed("△ 1,234", Decimal(-1234), '#,##0;"△ "#,##0')),
        (1234, "#,##0;[Red]-#,##0", Printed("1,234", Decimal(1234), "#,##0;[Red]-#,##0")),
        (1234, "#,##0_ ", Printed("1,234", Decimal(1234), "#,##0_ ")),
        ("30億円以内", "General", Printed("30億円以内")),
        ("20億円", "General", Printed("20億円")),
        ("2(78)", "General", Printed("2(78)")),
        ("▲19.6％", "General", Printed("▲19.6％")),
        ("21,254", "General", Printed("21,254", Decimal(21254), "#,##0")),
        ("99.0", "General", Printed("99.0", Decimal("99.0"), "0.0")),
        ("１２", "General", Printed("１２", Decimal(12))),
        ("-", "General", Printed("-")),
        (None, "General", Printed("")),
    ],
)
def test_a_target_is_what_its_cell_shows(
    tmp_path: Path, value: object, number_format: str, printed: Printed
) -> None:
    (item, _) = load(tmp_path, {"指標": {"H2": (value, number_format)}}).items
    assert item.indicators[0].targets[R5] == printed


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (0.985, "0.0%"),
        (123456, '#,##0,"千円"'),
        (0, '0;-0;"－"'),
        (-5, r"0;\(0\)"),
        (45383, "yyyy/m/d"),
        (True, "General"),
    ],
)
def test_a_figure_that_shows_otherwise_than_it_is_stored_is_refused(
    tmp_path: Path, value: object, number_format: str
) -> None:
    (mistake,) = mistakes(tmp_path, {"指標": {"I2": (value, number_format)}})
    assert mistake.startswith("指標!I2 値「")


def test_columns_are_found_by_header_wherever_they_stand(tmp_path: Path) -> None:
    titled: list[Sequence[Any]] = [
        ["指標の一覧（毎年見直し）"],
        [],
        *[[*row[::-1], "覚え"] for row in SHEETS["指標"]],
    ]
    titled[2] = [
        str(header).replace("目標値_R5", "目標値＿Ｒ５").replace("判定方法", "判定\n方法")
        for header in [*titled[2][:-1], "備考（事務局）"]
    ]
    assert load(tmp_path, 指標=titled).items == load(tmp_path).items


def test_every_mistake_is_named_in_one_pass(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        {
            "所属": {"A3": 2, "E3": "5月末"},
            "項目": {"A3": "1-①", "G2": "企画課、財政科", "I4": "9-⑨", "K2": "〃"},
            "指標": {"B2": -1, "F2": "前年", "J2": "低い方", "K2": "人間"},
            "効果額": {"C2": "約1万", "E2": "しない", "A2": "1-③"},
        },
    )
    assert sorted(found) == sorted(
        [
            "所属!A3 建制順「2」が2つあります。",
            "所属!E3 「5月末」は日付として読めません。",
            "項目!A3 項目ID「1-①」が2つあります。",
            "項目!G2 「財政科」は所属シートにありません。",
            "項目!I4 再掲元「9-⑨」の項目がありません。",
            "項目!K2 最初の年度に「〃」があります。",
            "指標!B2 「指標番号」の「-1」は番号ではありません。",
            "指標!F2 「前年」は年度として読めません。",
            "指標!J2 「向き」の「低い方」は使えない言葉です。",
            "指標!K2 「判定方法」の「人間」は使えない言葉です。",
            "効果額!C2 「約1万」は金額として読めません。",
            "効果額!E2 計上しない理由が空欄です。",
            "効果額!A2 項目「1-③」がありません。",
        ]
    )


@pytest.mark.parametrize("number", [0, -1, "1.5", "一"])
def test_what_counts_things_begins_at_one(tmp_path: Path, number: object) -> None:
    assert mistakes(tmp_path, {"指標": {"B2": number}}) == [
        f"指標!B2 「指標番号」の「{number}」は番号ではありません。"
    ]


def test_an_error_value_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"指標": {"H2": "#REF!"}}) == ["指標!H2 計算のエラー（#REF!）です。"]


def test_a_message_says_where_what_and_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(OfficeErrors) as raised:
        load(tmp_path, {"項目": {"G3": "財政科"}})
    assert str(raised.value) == (
        "計画台帳.xlsx［項目］G3: 「財政科」は所属シートにありません。"
        " → 所属シートの「課」と合わせてください。"
        "複数の課は「、」で区切ります。（もしかして「財政課」ではありませんか。）"
    )


def test_a_misspelt_header_or_sheet_gets_the_nearest_word(tmp_path: Path) -> None:
    with pytest.raises(OfficeErrors) as raised:
        load(tmp_path, {"指標": {"B1": "指標番合"}}, 公表地=[["箇所"]], 公表値=SHEETS["公表値"])
    text = str(raised.value)
    assert "見出し「指標番号」の列がありません。" in text
    assert "［指標］B1: 見出し「指標番合」はこのシートの見出しにありません。" in text
    assert "もしかして「指標番号」" in text


def test_a_missing_sheet_is_named_with_the_nearest_name(tmp_path: Path) -> None:
    path = save(tmp_path / "計画台帳.xlsx")
    book = openpyxl.load_workbook(path)
    book["効果額"].title = "効果学"
    book.save(path)
    with pytest.raises(OfficeErrors, match=r"シート「効果学」は読まれません。.*もしかして「効果額」"):
        load_register(path, FIELDS)


def test_a_header_that_stands_twice_or_a_year_outside_the_plan_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"項目": {"M1": "名称"}}) == ["項目!M1 見出し「名称」が2つあります。"]
    assert mistakes(tmp_path, {"項目": {"M1": "計画_R9"}}) == ["項目! 「計画_R9」は計画期間の外です。"]


def test_a_collective_name_cannot_return_an_item(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"項目": {"G3": "庁内各課"}}) == [
        "項目!G3 「庁内各課」は総称で、取りまとめ課になれません。"
    ]


def test_activities_carry_their_indicators_and_effects(tmp_path: Path) -> None:
    activities: Grid = [
        ["項目ID", "活動番号", "名称", "担当課", "計画_R5"],
        ["1-①", 2, "周知", "財政課", None],
        ["1-①", 1, "調査", None, "→"],
    ]
    changes = {"指標": {"M1": "活動番号", "M2": 2}, "効果額": {"J1": "活動番号", "J2": 3}}
    assert mistakes(tmp_path, changes, 活動=activities) == ["効果額!J2 この項目に活動3がありません。"]
    changes["効果額"]["J2"] = 1
    item = load(tmp_path, changes, 活動=activities).items[0]
    assert [(one.number, one.name, one.departments) for one in item.activities] == [
        (1, "調査", ()),
        (2, "周知", ("財政課",)),
    ]
    assert item.activities[0].texts == {R5: "→"}
    assert (item.indicators[0].activity, item.effects[0].activity) == (2, 1)


def test_a_file_that_is_missing_or_no_workbook_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="見つかりません"):
        load_register(tmp_path / "計画台帳.xlsx", FIELDS)
    (tmp_path / "計画台帳.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(OfficeError, match="開けません"):
        load_register(tmp_path / "計画台帳.xlsx", FIELDS)


def test_a_printed_figure_carries_its_path_and_may_have_a_note(tmp_path: Path) -> None:
    rows = [
        ["箇所", "名称", "印字", "照合", "備考"],
        ["概要", "項目数", "２件", "plan_size.items", "再掲を除く"],
    ]
    path = save(tmp_path / "台帳.xlsx", 公表値=rows)
    figure = PublishedFigure("概要", "項目数", "２件", "plan_size.items")
    assert load_register(path, FIELDS).published == (figure,)
    assert load_published(path) == (figure,)


def test_printed_figures_load_alone_while_the_rest_is_being_edited(tmp_path: Path) -> None:
    half_done = [SHEETS["項目"][0], ["9-①", 9, None, None, None, None, "ない課"]]
    path = save(tmp_path / "台帳.xlsx", 項目=half_done)
    with pytest.raises(OfficeErrors):
        load_register(path, FIELDS)
    assert [figure.printed for figure in load_published(path)] == ["2"]


def test_a_printed_figure_without_its_print_is_named_with_its_cell(tmp_path: Path) -> None:
    path = save(tmp_path / "台帳.xlsx", 公表値=[["箇所", "名称", "印字"], ["概要", "項目数", None]])
    with pytest.raises(OfficeErrors) as raised:
        load_published(path)
    assert str(raised.value) == "台帳.xlsx［公表値］C2: 「印字」が空欄です。 → 記入してください。"


def test_a_register_without_the_sheet_of_printed_figures_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "台帳.xlsx")
    with pytest.raises(OfficeErrors, match="シート「公表値」がありません。"):
        load_published(tmp_path / "台帳.xlsx")


@pytest.mark.parametrize(
    "typed", ["企画課、財政課", "企画課,財政課", "企画課\n財政課", "企画部\n企画課、財政課"]
)
def test_departments_in_one_cell_are_parted_by_commas_and_line_breaks(tmp_path: Path, typed: str) -> None:
    assert load(tmp_path, {"項目": {"G2": typed}}).items[0].leads == ("企画課", "財政課")


def test_case_S8_a_level_that_has_numbers_and_no_names_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"項目": {"C1": "メモ"}}) == ["項目! 見出し「階層1名称」の列がありません。"]


def test_case_S8_an_item_may_stand_directly_under_a_level_above(tmp_path: Path) -> None:
    below = {"N1": "階層2番号", "O1": "階層2名称", "N2": "(1)", "O2": "業務"}
    first, second = load(tmp_path, {"項目": below}).items
    assert first.levels == (Level("1", "行政サービス"), Level("(1)", "業務"))
    assert second.levels == (Level("1", "行政サービス"),)
    groups = plan_groups([first, second], ["方針", "項目群"], "取組")
    assert [group.path for group in groups if group.by == "項目群"] == [("行政サービス", "業務")]
