"""Columns find the paper that carries them: at 8.2 points A4 has room for 1274 pixels, A3 for 1842."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.printed import OTHER_FONT, font_on_paper
from toolkit.books.lists.columns import Column, Shown
from toolkit.books.lists.page_size import (
    A3,
    A4,
    is_too_wide,
    narrow,
    pages_without_a_scrap,
    paper_for,
    rows_on,
)
from toolkit.books.lists.sheet_style import new_book

TEN = [14] * 10  # 10 x (14 x 8.5 + 6) = 1250 pixels


@pytest.mark.parametrize(
    ("widths", "paper"),
    [
        pytest.param(TEN, A4, id="1250"),
        pytest.param([*TEN, 10], A3, id="1341"),
        pytest.param([*TEN, 0, 0], A4, id="hidden-columns-take-nothing"),
    ],
)
def test_case_D13_a_table_takes_a4_where_it_is_legible_on_it_and_a3_else(
    widths: list[int], paper: object
) -> None:
    assert paper_for(widths) == paper


def test_case_D13_what_is_to_stand_on_one_page_takes_a3_where_it_is_too_high() -> None:
    assert (rows_on(A4), rows_on(A3)) == (34, 51)
    assert paper_for(TEN, rows=34) == A4
    assert paper_for(TEN, rows=35) == A3


def test_case_D13_what_is_too_wide_even_for_a3_has_its_widest_columns_narrowed() -> None:
    widths = [12, 40, 60, 12, 40, 60, 60]  # 2456 pixels
    assert is_too_wide(widths)
    narrowed = narrow(widths, least=[12, 8, 8, 12, 8, 8, 60])
    assert narrowed == (12, 26, 37, 12, 26, 37, 60)
    assert not is_too_wide(narrowed)


def test_case_D13_columns_that_cannot_give_stay_as_they_are() -> None:
    assert narrow([200, 200], least=[200, 200]) == (200, 200)


def test_case_D13_a_last_page_of_a_few_rows_is_drawn_onto_the_one_before() -> None:
    # A4, printed at full size, has room for 516 points: 50 that every page repeats, then 25 rows of 18.
    assert pages_without_a_scrap([10], [18] * 25, 50) == 0  # they fit
    assert pages_without_a_scrap([10], [18] * 27, 50) == 1  # two over: one page, a little smaller
    assert pages_without_a_scrap([10], [18] * 40, 50) == 0  # the second page is more than half full
    assert pages_without_a_scrap([10], [18] * 52, 50) == 2
    assert pages_without_a_scrap([10], [300, 300], 50) == 0  # nothing can be drawn together


def test_case_D13_a_table_of_twenty_wide_columns_is_still_legible(tmp_path: Path) -> None:
    columns = [*(Column(f"文{at}") for at in range(10)), *(Column(f"R{at}額", "amount") for at in range(10))]
    row: list[Shown] = [*["ながい文章が入る欄" * 4] * 10, *[1_234_567] * 10]
    with new_book(tmp_path / "表.xlsx", "表", dt.datetime(2024, 6, 3)) as book:  # noqa: DTZ001 - no zones
        book.write_table(book.add_sheet("一覧", ""), "表_一覧", columns, [row])
    sheet: Any = openpyxl.load_workbook(tmp_path / "表.xlsx")["一覧"]
    assert font_on_paper(sheet, OTHER_FONT) >= 8
    assert sheet.column_dimensions["K"].width > 11  # 1,234,567 is not cut
