"""The A4 page of a letter: its form, how it prints, and that nothing of it is cut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books.lint import lint
from tests.letters import standard_letters
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, render_png
from toolkit.books.lists.letter import write_letter_page
from toolkit.books.proof import Proof
from toolkit.model.letters import Letter, Paragraph
from toolkit.model.text_width import text_width
from toolkit.rules.words.letters import Inquiry, fill, head_values

LONG = "学校給食費の公会計化と、保護者負担の軽減に向けた徴収事務の一元化及び収納率の向上に関する取組（続き）"
EXCELS_HIGHEST = 409.5


def make_inquiry(items: int, name: str = "窓口の見直し", department: str = "総務部 総務課") -> Letter:
    asked = [(f"1-({number})", name) for number in range(1, items + 1)]
    about = Inquiry(dt.date(2024, 5, 31), ["01_総務課.xlsx"], asked, items * 6)
    to = (department, "御中")
    head = head_values("行革プラン", "令和5年度 実績", "総務部 改革室", to, dt.date(2024, 5, 7))
    return fill(standard_letters("照会文")["照会文"], {**head, **about.values})


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "照会文.xlsx"
    write_letter_page(path, make_inquiry(2), Proof())
    return path


def test_it_has_the_form_of_an_official_letter(page: Path) -> None:
    sheet = openpyxl.load_workbook(page)["照会文"]
    stands = [
        (cell.value, cell.alignment.horizontal) for (cell, *_) in sheet.iter_rows(max_col=1) if cell.value
    ]
    assert stands[:5] == [
        ("行革第12号", "right"),
        ("令和6年5月7日", "right"),
        ("総務部 総務課　御中", None),
        ("総務部 改革室", "right"),
        ("【照会】行革プラン 令和5年度 実績について（令和6年5月31日（金）まで）", "center"),
    ]
    assert stands[5] == ("　お疲れさまです。総務部 改革室です。", None)
    assert ("記", "center") in stands
    assert ("　・1-(2)　窓口の見直し", None) in stands
    assert stands[-1] == ("以上", "right")


def test_it_prints_on_a4_upright_one_page_wide(page: Path) -> None:
    sheet: Any = openpyxl.load_workbook(page)["照会文"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area == f"'照会文'!$A$1:$B${sheet.max_row}"
    assert not sheet.oddFooter.center.text


@pytest.mark.parametrize("items", [1, 12, 60])
def test_every_row_is_high_enough_for_what_it_holds(tmp_path: Path, items: int) -> None:
    path = tmp_path / "照会文.xlsx"
    write_letter_page(path, make_inquiry(items, LONG, f"こども部 {LONG}"), Proof())
    sheet: Any = openpyxl.load_workbook(path)["照会文"]
    width = sheet.column_dimensions["A"].width
    for cell, *_ in sheet.iter_rows(max_col=1):
        lines = -(-text_width(str(cell.value or "")) // (width - 2))
        height = sheet.row_dimensions[cell.row].height
        assert lines * 15 <= height <= EXCELS_HIGHEST, cell.value
        assert cell.value is None or cell.alignment.wrap_text


def test_a_letter_of_more_than_a_page_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "照会文.xlsx"
    write_letter_page(path, make_inquiry(60), Proof())
    sheet: Any = openpyxl.load_workbook(path)["照会文"]
    assert sheet.oddFooter.center.text == "&P／&N"


def test_a_text_of_three_thousand_characters_goes_on_in_the_next_row(tmp_path: Path) -> None:
    letter = Letter("照会文", (Paragraph("本文", "あ" * 3000),))
    write_letter_page(tmp_path / "照会文.xlsx", letter, Proof())
    sheet = openpyxl.load_workbook(tmp_path / "照会文.xlsx")["照会文"]
    texts = [str(cell.value) for (cell, *_) in sheet.iter_rows(max_col=1) if cell.value]
    assert "".join(texts) == "　" + "あ" * 3000
    assert all(sheet.row_dimensions[row].height <= EXCELS_HIGHEST for row in range(1, sheet.max_row + 1))


def test_a_text_of_several_rows_is_parted_where_a_sentence_ends_and_nothing_of_it_is_lost(
    tmp_path: Path,
) -> None:
    text = "".join(f"第{number}の取組を進めた。" for number in range(1, 400))
    write_letter_page(tmp_path / "照会文.xlsx", Letter("照会文", (Paragraph("記", text),)), Proof())
    sheet = openpyxl.load_workbook(tmp_path / "照会文.xlsx")["照会文"]
    rows = [str(cell.value) for (cell, *_) in sheet.iter_rows(min_row=3, max_col=1) if cell.value][:-1]
    assert "".join(rows) == text
    assert [row[-1] for row in rows] == ["。"] * len(rows)
    assert len(rows) == 5


@pytest.mark.parametrize(("characters", "height"), [(38, 19), (40, 35), (76, 35), (80, 51)])
def test_a_line_is_taken_for_shorter_than_the_paper_is_wide(
    tmp_path: Path, characters: int, height: float
) -> None:
    # 41 characters of 11 points fit in a line; but none begins with 。 and none ends in 「.
    letter = Letter("照会文", (Paragraph("記", "あ" * characters),))
    write_letter_page(tmp_path / "照会文.xlsx", letter, Proof())
    sheet = openpyxl.load_workbook(tmp_path / "照会文.xlsx")["照会文"]
    assert sheet["A3"].value == "あ" * characters
    assert sheet.row_dimensions[3].height == pytest.approx(height, abs=0.5)


def test_a_paragraph_that_begins_with_a_mark_is_not_moved_in(tmp_path: Path) -> None:
    texts = ("次のとおり", "・一つ", "「二つ」", "　三つ")
    letter = Letter("照会文", tuple(Paragraph("本文", text) for text in texts))
    write_letter_page(tmp_path / "照会文.xlsx", letter, Proof())
    sheet = openpyxl.load_workbook(tmp_path / "照会文.xlsx")["照会文"]
    shown = [cell.value for (cell, *_) in sheet.iter_rows(max_col=1) if cell.value]
    assert shown == ["　次のとおり", "・一つ", "「二つ」", "　三つ"]


@needs_ooxml_validator
def test_nothing_in_it_is_for_excel_to_repair(page: Path) -> None:
    assert ooxml_errors(page) == []
    assert lint(page) == []


@needs_libreoffice
def test_twelve_items_are_printed_on_two_pages_at_most(tmp_path: Path) -> None:
    path = tmp_path / "照会文.xlsx"
    write_letter_page(path, make_inquiry(12), Proof())
    assert len(render_png(path, tmp_path)) <= 2
