"""What papers print of an indicator, with the units, years and brackets a reader needs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from toolkit.model.plan import NOTHING, Indicator, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.words.indicator_words import actual_words, baseline_words, final_words, target_words

R5, R6, R7, R9 = (FiscalYear(begins) for begins in (2023, 2024, 2025, 2027))


def indicator(unit: str = "件", **targets: str) -> Indicator:
    """Give an indicator with these targets, each as text: `indicator(R6="43件以上")`."""
    found = {FiscalYear.parse(year): Printed(text) for year, text in targets.items()}
    return Indicator(1, "職員提案の件数", unit, NOTHING, NOTHING, found)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ({"R6": "43件以上", "R9": "60件以上"}, "43件以上"),
        ({"R6": "-", "R7": "-", "R9": "20,000件"}, "R9に20,000件"),
        ({"R6": "R6に策定", "R7": "-"}, "R6に策定"),
        ({"R6": "-", "R9": "R9に20,000件"}, "R9に20,000件"),  # the year is not said twice
        ({"R5": "8件", "R6": "", "R7": "-"}, ""),
    ],
)
def test_a_year_without_a_target_shows_the_next_one_with_its_year(
    targets: dict[str, str], expected: str
) -> None:
    assert target_words(indicator(**targets), R6) == expected


def test_a_number_gets_its_unit_and_words_do_not() -> None:
    number = Printed("20,000", Decimal(20000))
    one = replace(indicator(), final=number, targets={R9: number})
    assert (final_words(one), target_words(one, R6)) == ("20,000件", "R9に20,000件")
    assert final_words(replace(one, unit="-")) == "20,000"
    assert final_words(replace(one, final=Printed("策定"))) == "策定"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("13", "13件"), ("1,234", "1,234件"), ("約36,000件", "約36,000件"), ("策定済", "策定済"), ("", "")],
)
def test_an_actual_is_printed_with_its_unit_once(actual: str, expected: str) -> None:
    assert actual_words(indicator(), R6, actual) == expected


def test_an_indicator_that_starts_later_says_when() -> None:
    later = replace(indicator("%"), start_year=R7)
    assert actual_words(later, R6, "") == "R7から進捗管理"
    assert actual_words(later, R7, "82") == "82%"


def test_the_baseline_stands_in_brackets_with_its_year() -> None:
    giving = replace(indicator("千円"), baseline=Printed("105,319", Decimal(105319)), base_year=R5)
    assert baseline_words(giving) == "（R5:105,319千円）"
    assert baseline_words(replace(giving, base_year=None)) == "（105,319千円）"
    assert baseline_words(indicator()) == ""
    assert baseline_words(replace(giving, baseline=Printed("-"))) == ""
