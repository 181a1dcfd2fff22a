"""What the office crossed out or hid in its own books is read all the same, and asked about."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font

from toolkit.books.register.office_doubts import iter_form_doubts, iter_office_doubts
from toolkit.books.register.table import Columns

STRUCK, RED = InlineFont(strike=True), InlineFont(color=Color("FFFF0000"))


def register(path: Path, change: Callable[[Any], None]) -> Path:
    """Save a book whose sheet 指標 has three rows and a column of notes, changed by a person."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指標"
    for row in (
        ["項目ID", "名称", "目標値_R6", "備考"],
        ["1-①", "開館日", 34, "春に見直す"],
        ["1-②", "利用者", 1500, None],
        ["1-③", "貸出し", 7, None],
    ):
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def doubts(path: Path) -> list[str]:
    found = list(iter_office_doubts(path))
    assert all(one.file == path.name and one.mend for one in found)
    return [f"{one.sheet}!{one.cell} {one.what}" for one in found]


def test_case_S12_a_struck_piece_of_a_cell_is_asked_about(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["B2"] = CellRichText(TextBlock(STRUCK, "開館日"), TextBlock(RED, "開館日数"))

    assert doubts(register(tmp_path / "台帳.xlsx", strike)) == [
        "指標!B2 「開館日開館日数」のうち「開館日」に取り消し線が引かれています。"
    ]


def test_case_S12_a_struck_cell_is_asked_about_whatever_it_holds(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["C3"].font = Font(strike=True)
        sheet["C3"].number_format = "#,##0"
        sheet["B4"].value = dt.datetime(2024, 6, 7)  # noqa: DTZ001 - Excel knows no zone
        sheet["B4"].font = Font(strike=True)

    assert doubts(register(tmp_path / "台帳.xlsx", strike)) == [
        "指標!C3 「1,500」に取り消し線が引かれています。",
        "指標!B4 「令和6年6月7日（金）」に取り消し線が引かれています。",
    ]


def test_case_S12_a_wholly_struck_row_is_one_question(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        for ref in ("A3", "B3", "C3"):
            sheet[ref].font = Font(strike=True)

    assert doubts(register(tmp_path / "台帳.xlsx", strike)) == [
        "指標!A3 3行目の全体に取り消し線が引かれています。"
    ]


def test_case_S12_a_piece_with_a_font_of_its_own_is_not_struck_with_its_cell(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "台帳.xlsx") as book:
        sheet = book.add_worksheet("指標")
        plain, struck = book.add_format({"color": "red"}), book.add_format({"font_strikeout": True})
        sheet.write_rich_string("A1", "旧", plain, "新", struck)
    assert doubts(tmp_path / "台帳.xlsx") == ["指標!A1 「旧新」のうち「旧」に取り消し線が引かれています。"]


def test_case_S12_hidden_rows_and_columns_are_asked_about_once_each(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.row_dimensions[9].hidden = True  # nothing stands there
        sheet.column_dimensions["C"].hidden = True

    assert doubts(register(tmp_path / "台帳.xlsx", hide)) == [
        "指標!A3 3〜4行目が非表示です。",
        "指標!C1 C列が非表示です。",
    ]


def test_case_S12_a_filtered_row_is_told_as_such(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(0, ["1-①", "1-③"])
        sheet.row_dimensions[3].hidden = True

    assert doubts(register(tmp_path / "台帳.xlsx", hide)) == [
        "指標!A3 3行目が非表示です（フィルターで隠れています）。"
    ]


def test_case_S12_a_row_that_a_tables_filter_hides_is_told_as_such(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "設定.xlsx") as book:
        sheet = book.add_worksheet("選択肢")
        sheet.add_table("A1:A3", {"columns": [{"header": "欄"}], "data": [["進捗"], ["評価"]]})
        sheet.set_row(2, options={"hidden": True})
    path = tmp_path / "設定.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    table = "xl/tables/table1.xml"
    chosen = b'<filterColumn colId="0"><filters><filter val="A"/></filters></filterColumn></autoFilter>'
    parts[table] = re.sub(rb"(<autoFilter[^/]*)/>", rb"\1>" + chosen, parts[table])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert doubts(path) == ["選択肢!A3 3行目が非表示です（フィルターで隠れています）。"]


def test_case_S12_what_nobody_reads_is_not_asked_about(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["D2"].font = Font(strike=True)
        sheet.column_dimensions["D"].hidden = True
        guide = sheet.parent.create_sheet("使い方")
        guide["A1"] = "昔の説明"
        guide["A1"].font = Font(strike=True)

    path = register(tmp_path / "台帳.xlsx", strike)
    assert list(iter_office_doubts(path, {"指標": Columns(("項目ID", "名称"))})) == []
    assert list(iter_office_doubts(path, {"効果額": Columns(("項目ID",))})) == []


def test_case_S12_a_column_of_remarks_that_is_printed_is_asked_about(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["D2"].font = Font(strike=True)

    path = register(tmp_path / "台帳.xlsx", strike)
    (doubt,) = iter_office_doubts(path, {"指標": Columns(("項目ID",), ("備考",))})
    assert (doubt.cell, doubt.what) == ("D2", "「春に見直す」に取り消し線が引かれています。")


def test_case_S12_a_struck_heading_of_a_form_is_asked_about(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["A1"] = CellRichText("令和", TextBlock(STRUCK, "5"), TextBlock(RED, "6"), "年度")

    (doubt,) = iter_form_doubts(register(tmp_path / "様式.xlsx", strike))
    assert (doubt.file, doubt.sheet, doubt.cell) == ("様式.xlsx", "指標", "A1")
    assert doubt.what == "「令和56年度」のうち「5」に取り消し線が引かれています。"
    assert "印字" in doubt.mend


def test_case_S12_a_font_that_says_it_is_not_struck_is_not(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        sheet["B2"].font = Font(strike=False)
        sheet["B3"] = CellRichText(TextBlock(InlineFont(strike=False), "利用"), "者")

    assert doubts(register(tmp_path / "台帳.xlsx", strike)) == []


def test_case_S12_a_row_or_a_column_shrunk_to_nothing_is_hidden_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "台帳.xlsx") as book:
        sheet = book.add_worksheet("指標")
        sheet.write_column("A1", ["項目ID", "1-①"])
        sheet.write_column("B1", ["名称", "開館日"])
        sheet.set_row(1, 0)
        sheet.set_column("B:B", 0)
    assert doubts(tmp_path / "台帳.xlsx") == ["指標!A2 2行目が非表示です。", "指標!B1 B列が非表示です。"]
