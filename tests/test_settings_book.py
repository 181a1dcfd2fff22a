"""The maker of 設定.xlsx: what it writes is whole, says how it is filled in, and lets a clerk add rows."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.books.lint import lint
from tests.office import (
    needs_libreoffice,
    needs_ooxml_validator,
    ooxml_errors_of,
    recalculate,
    rework,
    type_into,
)
from tests.settings_book import read_rows, table, toy_settings, write_settings
from tests.settings_layout import BASICS, SHEETS
from toolkit.model.text_width import text_width

PACKAGED = sorted((Path(__file__).parents[1] / "config").glob("*/設定.xlsx"))


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return write_settings(tmp_path / "設定.xlsx", toy_settings())


def opened(path: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(path)
    return {page.title: page for page in book.worksheets}


def offered(page: Worksheet, ref: str) -> Any:
    """Give the rule of the drop-down on a cell."""
    return next(rule for rule in page.data_validations.dataValidation if ref in rule.sqref)


def test_the_sheets_stand_in_the_order_of_their_use_and_those_seldom_edited_are_grey(toy: Path) -> None:
    pages = opened(toy)
    assert list(pages) == [
        *("基本", "照会", "照会項目", "通知文", "資料", "資料の条件", "資料掲載数値"),
        *("回答・評価主体", "様式", "選択肢", "チェック条件", "判定", "語彙"),
    ]
    colours = {name: page.sheet_properties.tabColor for name, page in pages.items()}
    grey = [name for name, colour in colours.items() if colour and colour.rgb == "FF8C8C8C"]
    assert grey == ["回答・評価主体", "様式", "選択肢", "チェック条件", "判定", "語彙"]


def test_what_is_written_is_read_back_by_another_reader(tmp_path: Path) -> None:
    changed = toy_settings(
        基本={"市": "やまべ市"},
        判定=[{"達成とする率": 80, "割合の端数": "切捨て"}, {"年度": "R4", "達成とする率": 75.5}],
        資料=table("""
            資料番号|名称|様式ファイル|備考
            1-1|概要|会議資料/概要.xlsx|全角ではない
        """),
    )
    rows = read_rows(write_settings(tmp_path / "設定.xlsx", changed))
    basics = {row["項目"]: row.get("値") for row in rows["基本"]}
    assert list(basics) == [one.name for one in BASICS]
    assert (basics["市"], basics["計画"], basics["計画期間"]) == ("やまべ市", "うみべ改革プラン", None)
    assert rows["照会"][0]["期限"] == dt.date(2025, 5, 30)
    assert rows["資料"] == [
        {"資料番号": "1-1", "名称": "概要", "様式ファイル": "会議資料/概要.xlsx", "備考": "全角ではない"}
    ]
    assert rows["判定"][1] == {"年度": "R4", "達成とする率": 75.5}
    assert rows["選択肢"] == [
        {"欄": "年次_進捗", "選択肢": "順調", "数え方": "順調"},
        {"欄": "年次_進捗", "選択肢": "遅れ", "数え方": "順調以外"},
    ]


def test_a_test_may_add_a_column_but_no_sheet(tmp_path: Path) -> None:
    rows = [{"年度": "R4", "達成率": 80}]
    page = opened(write_settings(tmp_path / "設定.xlsx", toy_settings(判定=rows)))["判定"]
    assert [cell.value for cell in page[3]][-2:] == ["達成率", "備考"]
    with pytest.raises(KeyError, match="照合"):
        write_settings(tmp_path / "設定.xlsx", toy_settings(照合=rows))


def test_every_sheet_is_protected_without_a_password_and_open_below_its_headings(toy: Path) -> None:
    for name, page in opened(toy).items():
        assert (page.protection.sheet, page.protection.password) == (True, None), name
        assert page["A3"].protection.locked, name
        if name not in ("基本", "語彙"):
            # To Excel's last column: a row is only deleted where all its cells are open.
            columns = list(page.column_dimensions.values())
            assert columns[-1].max == 16384, name
            assert not any(column.protection.locked for column in columns), name
            allowed = page.protection
            assert not any((allowed.insertRows, allowed.deleteRows, allowed.sort, allowed.autoFilter)), name
            assert not page.tables, name


def test_in_基本_only_values_and_notes_are_open(toy: Path) -> None:
    page = opened(toy)["基本"]
    assert [page[ref].protection.locked for ref in ("A4", "B4", "C4")] == [True, False, True]


def test_the_drop_downs_reach_over_the_rows_that_are_still_blank(toy: Path) -> None:
    pages = opened(toy)
    assert offered(pages["照会項目"], "A300").formula1 == "一覧_照会"
    assert offered(pages["照会項目"], "B300").formula1 == "一覧_欄"
    assert offered(pages["照会項目"], "D300").formula1 == "一覧_主体"
    assert offered(pages["照会項目"], "E300").formula1 == '"必須,任意"'
    assert offered(pages["資料掲載数値"], "A300").formula1 == "一覧_資料"
    assert offered(pages["基本"], "B12").formula1 == "一覧_照会", "現在の照会"


def test_a_cell_that_takes_several_words_offers_them_and_refuses_none(toy: Path) -> None:
    pages = opened(toy)
    forms, by = offered(pages["照会"], "E5"), offered(pages["照会項目"], "D5")
    assert (forms.formula1, forms.showErrorMessage) == ("一覧_様式", False)
    assert (by.formula1, by.showErrorMessage) == ("一覧_主体", True)


def test_every_cell_helps_within_what_excel_shows(toy: Path) -> None:
    for name, page in opened(toy).items():
        rules = page.data_validations.dataValidation
        assert name == "語彙" or rules
        for rule in rules:
            assert 0 < len(str(rule.prompt).encode("utf-16-le")) // 2 <= 255, (name, rule.prompt)


def test_what_excel_would_take_for_dates_or_formulas_is_text(toy: Path) -> None:
    pages = opened(toy)
    spare = {"資料": "A", "資料の条件": "E", "資料掲載数値": "C", "通知文": "C", "照会": "B"}
    assert {name: pages[name].column_dimensions[at].number_format for name, at in spare.items()} == (
        dict.fromkeys(spare, "@")
    )
    assert pages["照会"].column_dimensions["F"].number_format == '[$-411]ggge"年"m"月"d"日"'


def test_every_sheet_prints_one_page_wide_with_its_headings_and_nothing_cut(tmp_path: Path) -> None:
    text = "あ" * 44 + "\n" + "い" * 45  # the column is 88 half-width characters wide: one line and two
    letter = [{"通知文": "照会文", "部分": "本文", "文": text}]
    path = write_settings(tmp_path / "設定.xlsx", toy_settings(通知文=letter))
    pages = opened(path)
    for name, page in pages.items():
        assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0), name
        assert (page.print_title_rows, page.freeze_panes) == ("$3:$3", "B4"), name
    # The height is a start only: a row whose height is fixed would not grow with its text.
    with zipfile.ZipFile(path) as book:
        rows = re.findall(r"<row [^>]*>", book.read("xl/worksheets/sheet4.xml").decode())
    assert [re.findall(r'(?:ht|customHeight)="\w+"', row) for row in rows[2:4]] == [
        ['ht="21"', 'customHeight="1"'],
        ['ht="45"'],
    ]


def test_a_heading_is_not_cut_by_the_button_of_its_filter() -> None:
    narrow = [(s.name, c.title) for s in SHEETS for c in s.columns if text_width(c.title) + 3 > c.width]
    assert narrow == []


@needs_libreoffice
def test_the_lists_grow_with_what_is_typed(toy: Path, tmp_path: Path) -> None:
    typed = type_into(toy, tmp_path / "typed.xlsx", {"照会": {"A7": "R7_実績"}})  # row 6 stays blank
    book = openpyxl.load_workbook(typed)
    book.create_sheet("メモ")["A1"] = "=ROWS(一覧_照会)"
    book["メモ"]["A2"] = "=INDEX(一覧_照会,4)"
    book["メモ"]["A3"] = "=ROWS(一覧_様式)"
    book.save(typed)
    assert recalculate(typed)["メモ"] == {"A1": 4, "A2": "R7_実績", "A3": 1}


@needs_libreoffice
def test_a_clerk_inserts_and_deletes_rows_but_writes_on_no_heading(toy: Path, tmp_path: Path) -> None:
    rework(toy, "選択肢", [["insert", 5], ["type", "A5", "年次_進捗"], ["type", "B5", "休止"]])
    assert [row["選択肢"] for row in read_rows(toy)["選択肢"]] == ["順調", "休止", "遅れ"]
    rework(toy, "選択肢", [["delete", 6]])
    assert [row["選択肢"] for row in read_rows(toy)["選択肢"]] == ["順調", "休止"]
    for sheet, ref in (("選択肢", "A3"), ("選択肢", "A1"), ("基本", "A4"), ("語彙", "A9")):
        with pytest.raises(RuntimeError, match="locked"):
            type_into(toy, tmp_path / "out.xlsx", {sheet: {ref: "x"}})


@needs_ooxml_validator
def test_the_books_are_valid(toy: Path) -> None:
    assert len(PACKAGED) == 6
    for path, errors in ooxml_errors_of([toy, *PACKAGED]).items():
        assert [*errors, *lint(path)] == [], path


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: path.parent.name)
def test_a_packaged_city_has_the_official_layout(path: Path, tmp_path: Path) -> None:
    again = write_settings(tmp_path / "設定.xlsx", read_rows(path))
    assert again.read_bytes() == path.read_bytes(), "python -m tests.settings_book config/*/設定.xlsx"
