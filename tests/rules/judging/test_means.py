"""The mean of an indicator's parts, with the collection rates one city printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.plan import Direction, Method
from toolkit.model.profile import Judging
from toolkit.model.record import Answer, State
from toolkit.model.verdicts import Flag
from toolkit.rules.judging.achievement import judge
from toolkit.rules.judging.means import mean_of_parts
from toolkit.rules.judging.targets import read_target
from toolkit.rules.numbers.quantities import parse_quantity

NAMES = (
    "市税",
    "国民健康保険料",
    "後期高齢者医療保険料",
    "介護保険料",
    "保育料",
    "市営住宅使用料",
    "学校給食費",
)
R5 = "99.4% 93.8% 99.5% 98.7% 99.1% 97.7% 71.0%"
R4 = "99.4% 93.7% 99.5% 99.6% 99.2% 99.8%"
SIX_OF_R5 = "99.4% 93.8% 99.5% 98.7% 99.1% 97.7%"


def answers(texts: str) -> list[Answer]:
    """Read the parts as typed, parted by blanks; _ is a blank cell."""
    return [parse_quantity("" if text == "_" else text, "%") for text in texts.split()]


@pytest.mark.parametrize(
    ("parts", "mean", "note"),
    [
        pytest.param(
            R5,
            "94.2",
            "7件（99.4、93.8、99.5、98.7、99.1、97.7、71）の計659.2の単純平均",
            id="A7-R5-seven-parts",
        ),
        pytest.param(
            R4,
            "98.5",
            "6件（99.4、93.7、99.5、99.6、99.2、99.8）の計591.2の単純平均",
            id="A7-R4-six-parts",
        ),
        pytest.param(
            SIX_OF_R5,
            "98.0",
            "6件（99.4、93.8、99.5、98.7、99.1、97.7）の計588.2の単純平均",
            id="A7-R5-first-six",
        ),
        pytest.param(
            f"{R4} -",
            "98.5",
            "6件（99.4、93.7、99.5、99.6、99.2、99.8）の計591.2の単純平均",
            id="A7-a-dash-is-no-member-this-year",
        ),
    ],
)
def test_the_mean_is_simple_and_rounded_before_it_is_judged(parts: str, mean: str, note: str) -> None:
    answer = mean_of_parts(answers(parts), Judging())
    assert answer == Answer(mean, State.NUMBER, Decimal(mean), note=note)
    judgement = judge(read_target("100%", "%", Direction.HIGHER), answer, Judging(), method=Method.MEAN)
    assert (judgement.flag, judgement.printed_rate) == (Flag.MISSED, f"{mean}%")
    assert judgement.why == (
        f"実績値{Decimal(mean).normalize()}（{note}）は目標値100の{mean}%で、達成とする100%に届いていません。"
    )


def test_the_mean_is_cut_off_where_the_city_cuts_off_and_has_its_digits() -> None:
    assert mean_of_parts(answers(R4), Judging(truncate=True)).value == Decimal("98.5")
    assert mean_of_parts(answers(R5), Judging(truncate=True)).value == Decimal("94.1")
    assert mean_of_parts(answers(R5), Judging(rate_digits=2)).value == Decimal("94.17")
    assert mean_of_parts(answers(R5), Judging(rate_digits=0)).raw == "94"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            "99.4% 93.8% 決算後（7月）",
            Answer(
                "後期高齢者医療保険料が決算後",
                State.UNDECIDED,
                word="後期高齢者医療保険料が決算後",
                due="7月",
            ),
        ),
        (
            "決算後（7月） 93.8% 集計中（8月）",
            Answer(
                "市税が決算後、後期高齢者医療保険料が集計中",
                State.UNDECIDED,
                word="市税が決算後、後期高齢者医療保険料が集計中",
            ),
        ),
        ("99.4% _ 99.5%", Answer("", State.BLANK, note="3件のうち国民健康保険料が空欄")),
        ("99.4% - _", Answer("", State.BLANK, note="2件のうち後期高齢者医療保険料が空欄")),
        ("_ 決算後", Answer("国民健康保険料が決算後", State.UNDECIDED, word="国民健康保険料が決算後")),
        (
            "決算後 10～15",
            Answer(
                "国民健康保険料：10～15",
                State.AMBIGUOUS,
                note="国民健康保険料：数値が複数あります（10、15）。",
            ),
        ),
        ("良好 10", Answer("市税：良好", State.TEXT, "市税：良好")),
        ("- -", Answer("-", State.NOT_SET)),
        ("", Answer("", State.BLANK)),
    ],
)
def test_a_mean_is_as_open_as_its_least_certain_part(parts: str, expected: Answer) -> None:
    assert mean_of_parts(answers(parts), Judging(), NAMES) == expected


def test_parts_without_names_are_told_by_their_number() -> None:
    assert mean_of_parts(answers("99.4% 集計中"), Judging()).word == "内訳2が集計中"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ("99.4% 決算後（7月）", "実績値は「国民健康保険料が決算後」で、7月に分かる予定です。"),
        ("99.4% _", "実績値が未回答です（2件のうち国民健康保険料が空欄）。"),
        (
            "99.4% 10～15",
            "実績値「国民健康保険料：10～15」の読み方が一つに決まらないため、判定できません。",
        ),
    ],
)
def test_the_reason_names_the_part_that_is_open(parts: str, why: str) -> None:
    target = read_target("100%", "%", Direction.HIGHER)
    judgement = judge(target, mean_of_parts(answers(parts), Judging(), NAMES), Judging(), method=Method.MEAN)
    assert (judgement.flag, judgement.why) == (Flag.UNDECIDED, why)


@given(st.lists(st.decimals(0, 200, places=1), min_size=1, max_size=12))
def test_a_mean_lies_between_its_parts_in_any_order(parts: list[Decimal]) -> None:
    read = [Answer(str(part), State.NUMBER, part) for part in parts]
    mean = mean_of_parts(read, Judging()).value
    assert isinstance(mean, Decimal)
    assert min(parts) <= mean <= max(parts)
    assert mean_of_parts(read[::-1], Judging()).value == mean
