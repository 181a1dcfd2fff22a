"""Rows grow for what would not be seen otherwise: lines that break, letters that stand upright."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from toolkit.books.forms.heights import cut_texts, grow_rows
from toolkit.books.package.package import Package, Sheet

TITLE = "第６次行財政改革推進計画アクションプラン進捗管理シート（令和６年度）"


def sheet_with(path: Path, look: dict[str, Any], *, merge: str = "") -> Sheet:
    """Give a sheet of rows of 24 points whose column A is ten characters wide, A1 in a look of its own."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("様式")
        page.set_column("A:A", 10)
        for row in range(6):
            page.set_row(row, 24)
        own = book.add_format({"font_size": 11, **look})
        if merge:
            page.merge_range(merge, "題", own)
        else:
            page.write("A1", "題", own)
    return Package.open(path).sheet("様式")


def heights_after(sheet: Sheet, text: str, rows: int = 1) -> list[float]:
    grow_rows(sheet, {"A1": text})
    return [sheet.row_height(row) for row in range(1, rows + 1)]


@pytest.mark.parametrize("look", [{}, {"align": "center"}, {"shrink": True}])
def test_case_S16_a_title_that_does_not_wrap_leaves_its_row_as_it_is(
    tmp_path: Path, look: dict[str, Any]
) -> None:
    assert heights_after(sheet_with(tmp_path / "a.xlsx", look), TITLE) == [24]
    assert heights_after(sheet_with(tmp_path / "b.xlsx", look), f"{TITLE}\n{TITLE}") == [24]


@pytest.mark.parametrize("look", [{"text_wrap": True}, {"align": "justify"}, {"valign": "vjustify"}])
def test_case_S16_a_row_grows_where_lines_break(tmp_path: Path, look: dict[str, Any]) -> None:
    (height,) = heights_after(sheet_with(tmp_path / "a.xlsx", look), TITLE)
    assert height > 8 * 11  # 34 full-width letters, four on a line


def test_case_S16_a_merged_title_grows_only_where_it_wraps(tmp_path: Path) -> None:
    plain = sheet_with(tmp_path / "a.xlsx", {}, merge="A1:A3")
    assert heights_after(plain, TITLE, 3) == [24, 24, 24]
    wrapped = sheet_with(tmp_path / "b.xlsx", {"text_wrap": True}, merge="A1:A3")
    first, *rest = heights_after(wrapped, TITLE, 3)
    assert first > 24
    assert rest == [first, first]


def test_case_S16_stacked_letters_need_a_line_each(tmp_path: Path) -> None:
    (height,) = heights_after(sheet_with(tmp_path / "a.xlsx", {"rotation": 270}), "改革の視点")
    assert height == pytest.approx(5 * 11 * 1.28 + 2, abs=0.1)


@pytest.mark.parametrize("rotation", [90, -90])
def test_case_S16_a_turned_text_needs_its_length(tmp_path: Path, rotation: int) -> None:
    (height,) = heights_after(sheet_with(tmp_path / "a.xlsx", {"rotation": rotation}), "改革の視点")
    assert 5 * 11 < height < 7 * 11


def test_case_S16_a_turned_title_over_many_rows_leaves_them(tmp_path: Path) -> None:
    sheet = sheet_with(tmp_path / "a.xlsx", {"rotation": 90, "text_wrap": True}, merge="A1:A6")
    assert heights_after(sheet, "改革の視点", 6) == [24] * 6


def test_case_R17_where_one_row_is_as_high_as_can_be_the_others_take_the_rest(tmp_path: Path) -> None:
    sheet = sheet_with(tmp_path / "a.xlsx", {"text_wrap": True}, merge="A1:A2")
    sheet.set_row_height(2, 240)
    grow_rows(sheet, {"A1": "あ\n" * 40})  # 41 lines of 14 points: 579, of which the second row takes 409.5
    low, high = sheet.row_height(1), sheet.row_height(2)
    assert high == 409.5
    assert low + high == pytest.approx(41 * 11 * 1.28 + 2, abs=0.1)


def test_case_R17_a_text_too_long_for_its_rows_is_cut_where_they_end(tmp_path: Path) -> None:
    sheet = sheet_with(tmp_path / "a.xlsx", {"text_wrap": True})
    text = "\n".join(str(number) for number in range(100))
    assert cut_texts(sheet, {"A1": "\n".join("あ" * 20), "A2": text}, "…") == {}  # A2 does not wrap
    # 409.5 points hold 28 lines of 14.08: the last one ends in the mark.
    assert cut_texts(sheet, {"A1": text}, "…") == {"A1": text[: text.index("\n28")] + "…"}


def test_case_R17_a_hidden_row_holds_nothing_of_a_text(tmp_path: Path) -> None:
    sheet = sheet_with(tmp_path / "a.xlsx", {"text_wrap": True}, merge="A1:A2")
    sheet.hide_rows([2])
    text = "\n".join(str(number) for number in range(100))
    # The one row that is shown holds 28 lines, the two would hold 58.
    assert cut_texts(sheet, {"A1": text}, "…") == {"A1": text[: text.index("\n28")] + "…"}
    grow_rows(sheet, {"A1": "あ\n" * 20})  # 21 lines of 14.08 points
    assert sheet.row_height(1) == pytest.approx(21 * 11 * 1.28 + 2, abs=0.1)
