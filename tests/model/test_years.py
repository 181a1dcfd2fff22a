"""Fiscal years as they are written in a city, in every spelling staff use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.years import FiscalYear, write_date, write_day, write_moment, write_year_like

years = st.integers(1926, 2100).map(FiscalYear)


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("R6", 2024),
        ("r6", 2024),
        ("Ｒ６", 2024),
        ("令和6年度", 2024),
        ("令和６年度", 2024),
        ("令和 6 年度", 2024),
        ("令和6", 2024),
        ("令和6年", 2024),
        ("2024", 2024),
        ("２０２４年度", 2024),
        (" R6　", 2024),
        ("令和元年度", 2019),
        ("R1", 2019),
        ("H30", 2018),
        ("平成30年度", 2018),
        ("平成元年度", 1989),
        ("S63", 1988),
        ("昭和63年度", 1988),
    ],
)
def test_a_fiscal_year_is_read_however_it_is_written(label: str, begins: int) -> None:
    assert FiscalYear.parse(label) == FiscalYear(begins)


@pytest.mark.parametrize(
    "label", ["", "6", "24", "1899", "R", "R0", "R6-7", "令和六年度", "R100", "R6年5月", "X6"]
)
def test_what_is_no_fiscal_year_is_refused_with_the_text(label: str) -> None:
    with pytest.raises(ValueError, match="年度として読めません"):
        FiscalYear.parse(label)


@given(years)
def test_a_year_is_read_back_from_its_label_and_from_its_name(year: FiscalYear) -> None:
    assert FiscalYear.parse(year.label) == FiscalYear.parse(year.name) == year


@given(years, st.integers(0, 50))
def test_later_years_are_greater(year: FiscalYear, later: int) -> None:
    assert (year + later > year) == (later > 0)


def test_labels_and_names() -> None:
    assert (FiscalYear(2024).label, FiscalYear(2024).name) == ("R6", "令和6年度")
    assert (FiscalYear(2019).label, FiscalYear(2019).name) == ("R1", "令和元年度")
    assert (FiscalYear(2018).label, FiscalYear(2018).name) == ("H30", "平成30年度")
    assert f"{FiscalYear(2024) + -1}" == "R5"


def test_a_year_before_all_eras_has_no_name() -> None:
    with pytest.raises(ValueError, match="昭和より前"):
        FiscalYear(1925).name  # noqa: B018 - the property is what raises


@pytest.mark.parametrize(
    ("sample", "written"),
    [
        ("令和６年度の取組方針", "令和７年度の取組方針"),
        ("令和6年度", "令和7年度"),
        ("R6", "R7"),
        ("Ｒ６", "Ｒ７"),
        ("R05実績", "R7実績"),
        ("平成30年度", "令和7年度"),
        ("H30", "R7"),
        ("令和元年度の目標", "令和7年度の目標"),
        ("年度", "令和7年度"),
        ("", "令和7年度"),
        ("CH4の削減", "令和7年度"),
        ("令和4年度から令和8年度", "令和7年度から令和8年度"),
    ],
)
def test_a_year_takes_the_place_of_the_samples_year_in_the_samples_style(sample: str, written: str) -> None:
    assert write_year_like(sample, FiscalYear(2025)) == written


def test_case_S15_the_first_year_of_an_era_is_written_as_the_sample_writes_years() -> None:
    assert write_year_like("令和元年度の目標", FiscalYear(2019)) == "令和元年度の目標"
    assert write_year_like("令和６年度", FiscalYear(2019)) == "令和元年度"
    assert write_year_like("令和１年度", FiscalYear(2019)) == "令和１年度"
    assert write_year_like("Ｒ６", FiscalYear(2019)) == "Ｒ１"
    assert write_year_like("R元", FiscalYear(2019)) == "R1"
    assert write_year_like("令和6年度", FiscalYear(2018)) == "平成30年度"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2024, 5, 31), "令和6年5月31日（金）"),
        (dt.date(2019, 5, 1), "令和元年5月1日（水）"),
        (dt.date(2019, 4, 30), "平成31年4月30日（火）"),
        (dt.date(2023, 12, 31), "令和5年12月31日（日）"),
    ],
)
def test_a_day_is_written_with_its_era_and_weekday(day: dt.date, written: str) -> None:
    assert write_date(day) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2026, 12, 1), "令和8年12月1日"),
        (dt.date(1989, 1, 7), "昭和64年1月7日"),
        (dt.date(1989, 1, 8), "平成元年1月8日"),
        (dt.date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_a_day_is_written_by_the_era_it_lies_in(day: dt.date, written: str) -> None:
    assert write_day(day) == written


def test_a_moment_is_written_to_the_minute() -> None:
    assert write_moment(dt.datetime.fromisoformat("2024-05-31T09:05:59+09:00")) == "令和6年5月31日 9:05"
