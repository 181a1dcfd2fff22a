"""What a person saw in a cell: dates and numbers by their format, in fields that ask for words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.record import Cell, CellValue
from toolkit.rules.numbers.shown import shown_text
from toolkit.rules.record.records import read_answer

DUE = load_base_fields()["indicator.due"]
DAY = dt.date(2024, 4, 1)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (DAY, '[$-411]ggge"年"m"月"d"日"', "令和6年4月1日"),
        (DAY, '[$-1030411]ggge"年"mm"月"dd"日"', "令和6年04月01日"),
        (DAY, "[$-411]ge.m.d", "R6.4.1"),
        (DAY, '[$-411]e"年度"', "6年度"),
        (DAY, 'm"月"d"日"', "4月1日"),
        (DAY, "yyyy/m/d;@", "2024/4/1"),
        (DAY, "mm-dd-yy", "令和6年4月1日"),
        (DAY, 'yyyy"年"m"月"d"日"(aaa)', "2024年4月1日(月)"),
        (dt.date(2019, 4, 30), "[$-411]ge.m.d", "H31.4.30"),
        (dt.date(2019, 5, 1), "[$-411]ge.m.d", "R1.5.1"),
        (dt.datetime.fromisoformat("2024-04-01T09:05"), "yyyy/mm/dd h:mm", "2024/04/01 9:05"),
        (dt.time(10, 0), "h:mm", "10:00"),
        (Decimal("0.985"), "0.0%", "98.5%"),
        (Decimal(6), '"令和"0"年度"', "令和6年度"),
        (Decimal(1234), '#,##0"千円"', "1,234千円"),
        (Decimal(1234), "General", "1234"),
        (Decimal("-1234"), '#,##0;"△ "#,##0', "-1234"),
        (Decimal("0.1"), "General", "0.1"),
        (True, "General", "TRUE"),
    ],
)
def test_a_cell_is_given_as_it_was_shown(value: CellValue, number_format: str, text: str) -> None:
    assert shown_text(Cell("C8", "", "raw", value, None, number_format)) == text


def test_a_month_that_excel_turned_into_a_serial_is_words_again_and_its_raw_is_kept() -> None:
    cell = Cell("C8", "date", "45474", dt.date(2024, 7, 1), None, '[$-411]ggge"年"m"月"')
    answer = read_answer(cell, DUE)
    assert (answer.value, answer.raw) == ("令和6年7月", "45474")


def test_a_text_is_given_as_stored() -> None:
    assert read_answer(Cell("C8", "text", " 7月\u3000", " 7月\u3000"), DUE).value == "7月"
