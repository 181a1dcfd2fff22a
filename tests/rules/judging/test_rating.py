"""A rating given by the rate: bands per year, the lowest of several indicators, no rating without a rate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.choices import Band, Choice, Choices
from toolkit.model.fields import Slot
from toolkit.model.verdicts import Flag, Judgement, Verdict
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.rating import iter_ratings, rate_item

R5, R6, R7 = (FiscalYear.parse(label) for label in ("R5", "R6", "R7"))
GRADES = Choices(
    (Choice("S"), Choice("A"), Choice("B"), Choice("C"), Choice("対象外")),
    (
        *(Band(word, Decimal(rate)) for word, rate in (("C", 0), ("S", 120), ("A", 100), ("B", 80))),
        *(Band(word, Decimal(rate), R6) for word, rate in (("S", 110), ("A", 95), ("B", 60))),
    ),
)
"""S from 120 %, A from 100, B from 80, else C; in R6 S from 110, A from 95, B from 60, below it nothing."""


def verdict(
    rate: str | None, flag: Flag = Flag.ACHIEVED, year: FiscalYear = R5, indicator: int = 1
) -> Verdict:
    given = None if rate is None else Decimal(rate)
    printed = "" if given is None else f"{given:.1f}%"
    return Verdict("1-①", indicator, year, "100", "", Judgement(flag, "", given, printed))


@pytest.mark.parametrize(
    ("rate", "year", "choice"),
    [
        ("120", R5, "S"),
        ("119.99999", R5, "A"),  # printed 120.0%, and still below it
        ("100", R5, "A"),
        ("99.96", R5, "B"),
        ("80", R5, "B"),
        ("79.9", R5, "C"),
        ("0", R5, "C"),
        ("110", R6, "S"),
        ("109.9", R6, "A"),
        ("94.9", R6, "B"),
        ("59.9", R6, ""),
        ("110", R7, "A"),
    ],
)
def test_the_unrounded_rate_lies_in_the_band_of_its_year(rate: str, year: FiscalYear, choice: str) -> None:
    assert rate_item([verdict(rate, year=year)], GRADES, year).choice == choice


def test_of_several_indicators_the_lowest_band_counts() -> None:
    rates = [
        verdict("130", indicator=1),
        verdict("85", Flag.MISSED, indicator=2),
        verdict("100", indicator=3),
    ]
    rating = rate_item(rates, GRADES, R5)
    assert (rating.choice, rating.rate) == ("B", "85.0%")
    assert rating.why == "いちばん低い指標の達成率85.0%が80%以上のため、Bです。"


def test_one_indicator_says_its_rate() -> None:
    assert rate_item([verdict("117.2")], GRADES, R5).why == "達成率117.2%が100%以上のため、Aです。"


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ([verdict(None, Flag.UNDECIDED)], "達成率が出ないため、評価は未定です。"),
        ([verdict(None)], "達成率が出ないため、評価は未定です。"),
        ([verdict("100"), verdict(None, Flag.UNDECIDED)], "達成率の出ない指標があるため、評価は未定です。"),
        ([verdict(None, Flag.NOT_SET)], "目標値のある指標がないため、評価を出しません。"),
        ([], "目標値のある指標がないため、評価を出しません。"),
    ],
)
def test_without_every_rate_there_is_no_rating(others: list[Verdict], why: str) -> None:
    rating = rate_item(others, GRADES, R5)
    assert (rating.choice, rating.why) == ("", why)


def test_an_indicator_without_a_target_and_another_year_take_no_part() -> None:
    verdicts = [verdict("100"), verdict(None, Flag.NOT_SET, indicator=2), verdict("50", Flag.MISSED, R6)]
    assert rate_item(verdicts, GRADES, R5).choice == "A"


def test_only_a_field_nobody_was_asked_for_is_rated_by_the_rate() -> None:
    fields = load_base_fields().with_choices({"year.evaluation": GRADES})
    verdicts = [verdict("100"), verdict("110", year=R6)]
    asked = [Slot("indicator.actual", 1, year=R5)]
    given = [(slot.year, one.choice) for slot, one in iter_ratings(verdicts, fields, asked, (R5, R6, R7))]
    assert given == [(R5, "A"), (R6, "S")]
    asked.append(Slot("year.evaluation", year=R6))
    assert list(iter_ratings(verdicts, fields, asked, (R5, R6))) == []
