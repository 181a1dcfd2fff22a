"""Targets relative to last year, with the cases two cities printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.model.plan import Direction, Method
from toolkit.model.profile import Judging
from toolkit.model.verdicts import Flag, Judgement
from toolkit.rules.judging.achievement import Chosen, judge
from toolkit.rules.judging.last_year import Condition, read_condition
from toolkit.rules.judging.targets import TargetKind, read_target
from toolkit.rules.numbers.quantities import parse_quantity

ACHIEVED, MISSED, UNDECIDED = Flag.ACHIEVED, Flag.MISSED, Flag.UNDECIDED


def judged(
    target: str, actual: str, last_year: str | None, *, unit: str = "千円", decided: str = ""
) -> Judgement:
    return judge(
        read_target(target, unit, Direction.HIGHER),
        parse_quantity(actual, unit),
        Judging(),
        method=Method.LAST_YEAR,
        decided=Chosen(decided or ""),
        last_year=None if last_year is None else parse_quantity(last_year, unit),
    )


@pytest.mark.parametrize(
    ("target", "last_year", "actual", "flag", "why"),
    [
        pytest.param(
            "前年度以上",
            "105,319千円",
            "103,623千円",
            MISSED,
            "実績値103,623は、前年度の実績値105,319に対する目標「前年度以上」を満たしていません。",
            id="A12-donations",
        ),
        pytest.param(
            "前年度以上",
            "105,319千円",
            "105,319千円",
            ACHIEVED,
            "実績値105,319は、前年度の実績値105,319に対する目標「前年度以上」を満たしています。",
            id="A12-equal",
        ),
        pytest.param(
            "前年度を上回る",
            "105,319千円",
            "105,319千円",
            MISSED,
            "実績値105,319は、前年度の実績値105,319に対する目標「前年度を上回る」を満たしていません。",
            id="A12-strictly",
        ),
        pytest.param(
            "前年度比5%減",
            "184",
            "175",
            MISSED,
            "実績値175は、前年度の実績値184に対する目標「前年度比5%減」（174.8以下）を満たしていません。",
            id="A12-not-quite-5-percent-less",
        ),
        pytest.param(
            "前年度比５％減",
            "184",
            "174.8",
            ACHIEVED,
            "実績値174.8は、前年度の実績値184に対する目標「前年度比５％減」（174.8以下）を満たしています。",
            id="A12-exactly-5-percent-less",
        ),
    ],
)
def test_this_year_is_compared_with_last_year_and_has_no_rate(
    target: str, last_year: str, actual: str, flag: Flag, why: str
) -> None:
    assert judged(target, actual, last_year) == Judgement(flag, why)


@pytest.mark.parametrize(
    ("last_year", "why"),
    [
        pytest.param(
            None,
            "実績値103,623を目標「前年度以上」と比べるための前年度の実績値がないため、まだ判定できません。",
            id="A12-without-last-year",
        ),
        pytest.param(
            "決算後",
            "実績値103,623を目標「前年度以上」と比べるための前年度の実績値が「決算後」のため、まだ判定できません。",
            id="A12-last-year-undecided",
        ),
    ],
)
def test_without_last_years_number_a_person_decides_or_nobody(last_year: str | None, why: str) -> None:
    assert judged("前年度以上", "103,623千円", last_year) == Judgement(UNDECIDED, why)
    assert judged("前年度以上", "103,623千円", last_year, decided="×").flag is MISSED


def test_words_are_judged_by_the_choice_and_a_number_is_not() -> None:
    assert judged("前年度比5%減", "時間外の削減はなし", "184", decided="×") == Judgement(
        MISSED, "目標「前年度比5%減」に対する実績「時間外の削減はなし」を、所属が「×」と判定しました。"
    )
    assert judged("前年度比5%減", "時間外の削減はなし", "184") == Judgement(
        UNDECIDED, "実績値「時間外の削減はなし」は数値でないため、判定できません。"
    )
    assert judged("前年度以上", "1", "2", decided="○").flag is MISSED


def test_a_share_of_a_negative_number_is_not_judged() -> None:
    assert judged("前年度比5%増", "1", "△100").flag is UNDECIDED
    assert judged("前年度以上", "1", "△100").flag is ACHIEVED


@pytest.mark.parametrize(
    ("text", "percent", "higher", "strict"),
    [
        ("前年度以上", "100", True, False),
        ("前年以上", "100", True, False),
        ("対前年度以上", "100", True, False),
        ("前年度実績以上", "100", True, False),
        ("前年度の水準以上", "100", True, False),
        ("前年度以下", "100", False, False),
        ("前年度以内", "100", False, False),
        ("前年度を上回る", "100", True, True),
        ("前年度実績を超える", "100", True, True),
        ("前年度を下回る", "100", False, True),
        ("前年度未満", "100", False, True),
        ("前年度比増", "100", True, True),
        ("前年度より減少", "100", False, True),
        ("前年度比5%減", "95", False, False),
        ("前年度比 ５％ 減", "95", False, False),
        ("前年度比5%以上減", "95", False, False),
        ("前年度比で5%の削減", "95", False, False),
        ("前年度から0.5%縮減", "99.5", False, False),
        ("前年度比3%増加", "103", True, False),
        ("前年度比105%以上", "105", True, False),
        ("前年度比95%以下", "95", False, False),
        ("前年度比50%以上", "50", True, False),  # from half on it is a share; below, who knows
    ],
)
def test_a_condition_is_read_however_it_is_worded(
    text: str, percent: str, higher: bool, strict: bool
) -> None:
    assert read_condition(text) == Condition(Decimal(percent), higher, strict)


@pytest.mark.parametrize(
    "text",
    [
        "前年度比5%以上",
        "前年度比49.9%以上",
        "前年度並み",
        "前年度の見直し",
        "5%減",
        "前年度比5件増",
        "前年度に策定",
        "100以上",
        "前年度比5%以内の増",
    ],
)
def test_other_wordings_are_left_to_a_person(text: str) -> None:
    assert read_condition(text) is None


def test_a_change_by_percent_of_a_rate_is_left_to_a_person() -> None:
    assert read_target("前年度比5%減", "％", Direction.LOWER).kind is TargetKind.WORDS
    assert read_target("前年度以上", "％", Direction.HIGHER).kind is TargetKind.LAST_YEAR
