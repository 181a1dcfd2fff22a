"""取りまとめ表.xlsx: what a person reads in it, and that a spreadsheet program counts the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate
from tests.small_summary import MONEY, REFORM, small_summary
from toolkit.books.lists.master import write_master
from toolkit.model.summary import PublishedCheck, Summary


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("master") / "取りまとめ表.xlsx"
    write_master(path, small_summary())
    return path


def find_row(sheet: Any, text: str) -> dict[str, Any]:
    """Give the cells of the row that begins with this text, by the headings of the sheet's table."""
    headings = [cell.value for cell in sheet[4]]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == text)
    return dict(zip(headings, row, strict=True))


def block(sheet: Any, title: str) -> dict[str, list[Any]]:
    """Give the rows of a block of 概要 below its title: first cell to the other cells."""
    top = next(cell.row for cell in sheet["A"] if cell.value == title)
    rows: dict[str, list[Any]] = {}
    for row in sheet.iter_rows(min_row=top + 1, values_only=True):
        if row[0] is None:
            break
        rows[row[0]] = [value for value in row[1:] if value is not None]
    return rows


def test_the_overview_says_what_is_missing_and_counts_it(master: Path) -> None:
    sheet = openpyxl.load_workbook(master, data_only=True)["概要"]
    assert sheet["A1"].value == "伊勢原市　第６次行財政改革推進計画　概要"
    assert sheet["A2"].value == "照会：R5_取組実績・評価（令和5年度）　計画：R6版　判定：令和6年6月3日 10:00"
    assert sheet["A3"].value == (
        "照会した2所属のうち、1所属から提出がありました。まだ届いていないのは、総務部 財政課です。"
        "判定が「未」の指標が1件あり、実績が確定すると数字が変わります。"
        "効果見込額は、未提出の所属の分も計画台帳の額で集計しています。"
    )
    assert block(sheet, "提出状況") == {
        "状態": ["件数"], "照会した所属": [2], "提出": [1], "一部提出": [0], "未提出": [1],
        "照会した実施項目": [3], "提出された実施項目": [2],
    }  # fmt: skip
    assert block(sheet, "確認事項") == {"区分": ["件数"], "要修正": [1], "要確認": [1], "参考": [0]}


def test_the_overview_shows_indicators_statuses_and_effects_by_the_first_level(master: Path) -> None:
    sheet = openpyxl.load_workbook(master, data_only=True)["概要"]
    assert block(sheet, "指標の判定（単位：指標数）") == {
        "基本方針": ["指標数", "設定なし －", "設定あり", "達成 ○", "未達成 ×", "未定 未"],
        REFORM: [1, 0, 1, 0, 1, 0],
        MONEY: [2, 0, 2, 1, 0, 1],
        "合計": [3, 0, 3, 1, 1, 1],
    }
    assert block(sheet, "評価（単位：実施項目）") == {
        "評価": ["件数"], "計画どおり": [1], "遅れ": [1], "順調（2実施項目中 50%）": [1],
    }  # fmt: skip
    assert block(sheet, "効果額（単位：千円。計上する分）") == {
        "基本方針": ["R5見込額", "R6見込額", "見込額計", "R5実績額"],
        REFORM: [1500, 0, 1500, -20],
        MONEY: [300, 700, 1000, 400],
        "合計": [1800, 700, 2500, 380],
    }


def test_an_effect_that_is_not_counted_is_listed_with_its_reason_and_left_out(master: Path) -> None:
    sheet = openpyxl.load_workbook(master, data_only=True)["効果額"]
    row = find_row(sheet, "3")
    assert [row[title].value for title in ("R5見込額", "R6見込額", "見込額計", "計上", "理由")] == [
        9999, "-", 9999, "対象外", "特別会計のため",
    ]  # fmt: skip
    total = {heading.value: cell.value for heading, cell in zip(sheet[4], sheet[8], strict=True)}
    assert (total["実施項目"], total["R5見込額"], total["見込額計"], total["R5実績額"]) == (
        "合計", 1800, 2500, 380,
    )  # fmt: skip
    assert sheet["A10"].value == "合計に含めない効果見込額（単位：千円）"
    assert [cell.value for cell in sheet[11] if cell.value is not None] == [
        "3",
        "項目3",
        9999,
        "特別会計のため",
    ]


def test_a_text_that_begins_like_a_formula_stays_text(master: Path) -> None:
    row = find_row(openpyxl.load_workbook(master)["指標と判定"], "2")
    for title, text in (("指標", "=件数"), ("実績値", "=1+1")):
        assert (row[title].value, row[title].data_type, row[title].quotePrefix) == (text, "s", True)


def test_a_row_leads_to_the_cell_of_the_return_and_a_missing_return_says_so(master: Path) -> None:
    book = openpyxl.load_workbook(master)
    answered = find_row(book["指標と判定"], "1")["回答の場所"]
    assert answered.value == "受付1 D20"
    target = answered.hyperlink.target.replace("\\", "/")
    assert target == "../../回収/R5_取組実績・評価/01_企画部%20経営%231.xlsx"
    assert answered.hyperlink.location == "'(1)'!D20"
    missing = find_row(book["指標と判定"], "3")["回答の場所"]
    assert (missing.value, missing.hyperlink) == ("未提出", None)
    assert find_row(book["効果額"], "1")["回答の場所"].hyperlink.location == "'(1)'!D21"


def test_every_sheet_filters_freezes_and_prints_in_landscape(master: Path) -> None:
    book: Any = openpyxl.load_workbook(master)
    assert book.sheetnames == ["概要", "指標と判定", "進捗", "効果額", "提出状況", "確認事項"]
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        footer = sheet.oddFooter
        assert footer.left.text == "伊勢原市　第６次行財政改革推進計画"
        assert (footer.center.text, footer.right.text) == ("&P／&Nページ", "&A")
        if sheet.title != "概要":
            (table,) = sheet.tables.values()
            assert table.autoFilter is not None
            assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$1:$4")
    assert len(book["概要"]._charts) == 1


def test_a_plan_without_indicators_or_effects_has_no_such_sheets(tmp_path: Path) -> None:
    bare = replace(small_summary(), indicators=None, effects=None, statuses=(), findings=())
    write_master(tmp_path / "表.xlsx", bare)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert book.sheetnames == ["概要", "提出状況", "確認事項"]
    assert book["確認事項"]["A5"].value == "該当はありません。"


def without_planned_amounts() -> Summary:
    """Give the small summary of a plan that prints no planned amount: only what came of it is counted."""
    full = small_summary()
    assert full.effects
    rows = tuple(replace(row, planned=None, printed="") for row in full.effects.rows)
    groups = tuple(
        replace(group, counts=replace(group.counts, planned=None)) for group in full.effects.groups
    )
    total = replace(full.effects.total, planned=None)
    excluded = (replace(full.effects.excluded[0], planned=None),)
    effects = replace(full.effects, years=(), rows=rows, total=total, groups=groups, excluded=excluded)
    return replace(full, effects=effects, indicators=None, statuses=())


def test_a_plan_without_planned_amounts_has_no_columns_for_them(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_master(path, without_planned_amounts())
    book: Any = openpyxl.load_workbook(path, data_only=True)
    headings = [cell.value for cell in book["効果額"][4]]
    assert headings[-5:] == ["R5実績額", "R5未確定", "計上", "理由", "回答の場所"]
    assert [title for title in headings if "見込" in title] == []
    total = dict(zip(headings, [cell.value for cell in book["効果額"][8]], strict=True))
    assert (total["実施項目"], total["R5実績額"]) == ("合計", 380)
    assert block(book["概要"], "効果額（単位：千円。計上する分）") == {
        "基本方針": ["R5実績額"], REFORM: [-20], MONEY: [400], "合計": [380],
    }  # fmt: skip
    assert "効果見込額は" not in book["概要"]["A3"].value
    (chart,) = book["概要"]._charts
    assert chart.title.tx.rich.p[0].r[0].t == "実績効果額（単位：千円。計上する分）"


def with_printed_figures() -> Summary:
    """Give the small summary with a printed figure that agrees, one that does not, one not compared."""
    return replace(
        small_summary(),
        published=(
            PublishedCheck("概要", "３件", "3", True, "一致します。", {"原本": 2, "推定": 1}, "項目数"),
            PublishedCheck("1", "1,501", "1,500", False, "差の1千円は端数です。", name="効果見込額小計"),
            PublishedCheck("本文", "約1割", "", None, "照合の式がありません。", name="割合"),
        ),
    )


def test_printed_figures_stand_beside_what_was_computed(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_master(path, with_printed_figures())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[-1] == "公表値照合"
    rows = list(book["公表値照合"].iter_rows(min_row=4, values_only=True))
    assert rows == [
        ("箇所", "名称", "印字", "計算", "一致", "理由", "根拠"),
        ("概要", "項目数", "３件", "3", "○", "一致します。", "原本2・推定1"),
        ("1", "効果見込額小計", "1,501", "1,500", "×", "差の1千円は端数です。", None),
        ("本文", "割合", "約1割", None, "－", "照合の式がありません。", None),
    ]
    (rule,) = book["公表値照合"].conditional_formatting
    assert (str(rule.sqref), rule.rules[0].formula) == ("E5:E7", ['"×"'])


def test_the_same_summary_gives_the_same_bytes_and_leaves_no_draft(master: Path, tmp_path: Path) -> None:
    write_master(tmp_path / "表.xlsx", small_summary())
    assert (tmp_path / "表.xlsx").read_bytes() == master.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


def test_nothing_is_written_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_text("前回の表", encoding="utf-8")
    broken = replace(small_summary(), levels=None)  # type: ignore[arg-type]  # what no code gives
    with pytest.raises(TypeError):
        write_master(path, broken)
    assert path.read_text(encoding="utf-8") == "前回の表"


@needs_libreoffice
def test_a_spreadsheet_program_recalculates_every_formula_to_the_cached_value(master: Path) -> None:
    assert_recalculated_as_cached(master, at_least=40)


@needs_libreoffice
def test_without_planned_amounts_the_formulas_still_hold(tmp_path: Path) -> None:
    write_master(tmp_path / "表.xlsx", without_planned_amounts())
    assert_recalculated_as_cached(tmp_path / "表.xlsx", at_least=10)


@needs_libreoffice
def test_a_name_with_a_wildcard_is_counted_as_the_name_it_is(tmp_path: Path) -> None:
    text = "R5~R9の*見直し"
    summary = small_summary()
    assert summary.indicators is not None
    rows = tuple(
        replace(row, path=(text,)) if row.path[0] == REFORM else row for row in summary.indicators.rows
    )
    groups = (replace(summary.indicators.groups[0], path=(text,)), summary.indicators.groups[1])
    path = tmp_path / "表.xlsx"
    write_master(path, replace(summary, indicators=replace(summary.indicators, rows=rows, groups=groups)))
    assert (
        block(openpyxl.load_workbook(path, data_only=True)["概要"], "指標の判定（単位：指標数）")[text][0]
        == 1
    )
    assert_recalculated_as_cached(path, at_least=40)


@needs_ooxml_validator
def test_the_validator_finds_no_error(master: Path, tmp_path: Path) -> None:
    bare = tmp_path / "表.xlsx"
    write_master(bare, replace(small_summary(), indicators=None, effects=None, statuses=(), findings=()))
    printed = tmp_path / "公表値.xlsx"
    write_master(printed, with_printed_figures())
    unplanned = tmp_path / "見込なし.xlsx"
    write_master(unplanned, without_planned_amounts())
    books = [master, bare, printed, unplanned]
    assert ooxml_errors_of(books) == {book: [] for book in books}


def assert_recalculated_as_cached(path: Path, at_least: int) -> None:
    """Let LibreOffice recalculate hard and compare every formula cell; `at_least` so many are there."""
    cached, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    recalculated = recalculate(path)
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells) >= at_least
    places = [(cell.parent.title, cell.coordinate) for cell in cells]
    assert {place: recalculated[place[0]][place[1]] for place in places} == {
        place: cached[place[0]][place[1]].value for place in places
    }
