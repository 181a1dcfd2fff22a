"""What a printed figure rests on: the answered rows under its 照合, counted by certainty."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.small_summary import MONEY, REFORM, small_summary
from toolkit.model.summary import Summary
from toolkit.rules.figures.parse import parse
from toolkit.rules.figures.rests_on import certainties_under


def sampled() -> Summary:
    """Give the small summary with the certainties of its answers, as 回答例.xlsx would give them.

    1 missed (原本), 2 achieved (補完), 3 returned nothing; statuses of 1 and 2 are 推定 and 原本; actual
    effects in R5: -20 of 1 (原本), 400 of 2 (架空), 50 of 3 (原本) which is not counted.
    """
    full = small_summary()
    assert full.indicators
    (part,) = full.statuses
    assert full.effects
    indicators = {"1": "原本", "2": "補完", "3": ""}
    statuses = {"1": "推定", "2": "原本"}
    effects = {"1": "原本", "2": "架空", "3": "原本"}
    amounts = [
        replace(row, certainty=effects[row.item_id]) if row.year.label == "R5" else row
        for row in full.effects.rows
    ]
    amounts[4] = replace(amounts[4], actual=Decimal(50))
    return replace(
        full,
        indicators=replace(
            full.indicators,
            rows=tuple(replace(row, certainty=indicators[row.item_id]) for row in full.indicators.rows),
        ),
        statuses=(
            replace(part, rows=tuple(replace(row, certainty=statuses[row.item_id]) for row in part.rows)),
        ),
        effects=replace(full.effects, rows=tuple(amounts)),
    )


@pytest.mark.parametrize(
    ("path", "rests_on"),
    [
        ("verdicts[1#1].rate", {"原本": 1}),
        ("verdicts[2#1@R5].flag", {"補完": 1}),
        ("verdicts[3#1].actual", {}),
        ("indicators.total.missed", {"原本": 1}),
        ("indicators.total.achieved", {"補完": 1}),
        ("indicators.total.achieved + indicators.total.missed", {"原本": 1, "補完": 1}),
        ("indicators.conventions[未設定を分母から除く].rate", {"原本": 1, "補完": 1}),
        ("indicators.conventions[未設定を分母から除く].achieved", {"補完": 1}),
        (f"indicators.groups[基本方針={REFORM}].missed", {"原本": 1}),
        (f"indicators.groups[基本方針={MONEY}].missed", {}),
        (f"indicators.groups[推進項目={MONEY}／推進].achieved", {"補完": 1}),
        ("status.total.遅れ", {"原本": 1}),
        (f"status.groups[基本方針={REFORM}].counts.計画どおり", {"推定": 1}),
        ("status.on_track.count", {"推定": 1}),
        ("status.on_track.share", {"原本": 1, "推定": 1}),
        ("effects.actual.total", {"原本": 1, "架空": 1}),
        ("effects.actual.by_year.R5", {"原本": 1, "架空": 1}),
        ("effects.actual.by_year.R6", {}),
        (f"effects.groups[基本方針={MONEY}].actual.total", {"架空": 1}),
        (
            "effects.groups[実施項目=1].actual.total - effects.groups[実施項目=2].actual.total",
            {"原本": 1, "架空": 1},
        ),
    ],
)
def test_a_figure_rests_on_the_answers_it_counts(path: str, rests_on: dict[str, int]) -> None:
    assert certainties_under(parse(path), sampled()) == rests_on


@pytest.mark.parametrize(
    "path",
    [
        "plan_size.items",
        "levels.基本方針",
        "received.items_asked",
        "indicators.total.all",
        "indicators.total.set",
        "verdicts[1#1].target",
        "effects.planned.total",
        f"effects.groups[基本方針={REFORM}].planned.by_year.R5",
        "effects.excluded[項目3].planned",
    ],
)
def test_what_the_register_says_rests_on_no_answer(path: str) -> None:
    assert certainties_under(parse(path), sampled()) == {}


def test_a_row_under_two_paths_counts_once() -> None:
    both = "indicators.total.missed + indicators.total.missed + verdicts[1#1].actual"
    assert certainties_under(parse(both), sampled()) == {"原本": 1}


def test_figures_of_this_round_rest_on_its_answers_and_those_of_another_on_none() -> None:
    assert certainties_under(parse("R5_取組実績・評価: indicators.total.missed"), sampled()) == {"原本": 1}
    assert certainties_under(parse("R4_確定: indicators.total.missed"), sampled()) == {}


def test_real_answers_have_no_marks() -> None:
    assert certainties_under(parse("indicators.total.missed"), small_summary()) == {}


def test_a_plan_without_a_part_has_nothing_under_it() -> None:
    bare = replace(sampled(), indicators=None, statuses=(), effects=None)
    paths = ("verdicts[1#1].rate", "indicators.total.missed", "status.total.遅れ", "effects.actual.total")
    assert [certainties_under(parse(path), bare) for path in paths] == [{}] * 4
