"""A date is read in every way staff write it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.dates import read_date
from toolkit.model.years import write_date


@pytest.mark.parametrize(
    "typed",
    [
        "2024/6/7",
        "2024/06/07",
        "2024-06-07",
        "2024.6.7",
        "2024年6月7日",
        "20240607",
        "令和6年6月7日",
        "R6.6.7",
        "R6/6/7",
        "r6-6-7",
        "R06.06.07",
        "令和６年６月７日(金)",
        "令和６年６月７日（金曜日）",
        "令和 6年 6月 7日",
        "２０２４／６／７",
        "Ｒ６．６．７",
        "2024ー6ー7",
        "2024−6−7",
        "平成36年6月7日",
        "2024-06-07T00:00:00",
        "2024-06-07 00:00:00",
        " 2024/6/7　",
    ],
)
def test_case_S17_a_date_is_read_however_it_is_written(typed: str) -> None:
    assert read_date(typed) == dt.date(2024, 6, 7)


def test_case_S17_the_first_year_of_an_era_has_its_own_word() -> None:
    assert read_date("令和元年5月1日") == dt.date(2019, 5, 1)
    assert read_date("平成元.1.8") == dt.date(1989, 1, 8)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "5月末", "6/7", "24/6/7", "R6.6", "2024/6-7", "2024年6月", "6月7日", "45450", "R0.6.7"),
        *("令和6年6月7日まで", "2024-06-07 17:00"),
    ],
)
def test_case_S17_what_is_no_date_is_refused_with_the_text(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^「{typed}」は"):
        read_date(typed)


def test_case_S17_a_day_the_calendar_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^「R6\.2.30」は、暦にない日です。$"):
        read_date("R6.2.30")
    with pytest.raises(ValueError, match=r"^「2024/13/1」は、暦にない日です。$"):
        read_date("2024/13/1")


def test_case_S17_a_weekday_that_is_not_the_days_own_is_refused() -> None:
    with pytest.raises(ValueError, match=r"曜日が合いません（2024年6月7日は金曜日です）。$"):
        read_date("令和6年6月7日(土)")


@given(st.dates(dt.date(1989, 1, 8), dt.date(2099, 12, 31)))
def test_a_date_as_letters_print_it_is_read_back(day: dt.date) -> None:
    assert read_date(write_date(day)) == day
