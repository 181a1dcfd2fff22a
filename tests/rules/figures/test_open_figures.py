"""What a total of actual effects leaves out (未確定): the figure, its words and the rows under it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.small_summary import MONEY, R5, REFORM, small_summary
from toolkit.model.counts import NOTHING_OPEN, OpenAmount, OpenAmounts
from toolkit.model.summary import Summary
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.totals import count_open
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.figure_words import explain
from toolkit.rules.figures.parse import parse
from toolkit.rules.figures.rests_on import rows_under

R6 = FiscalYear.parse("R6")


def waiting() -> Summary:
    """Give the small summary where item 2's actual is awaited: 300千円 planned in R5, under 健全な財政運営.

    Item 3 is awaited too, and not counted; item 2's 700千円 of R6 are not asked.
    """
    full = small_summary()
    assert full.effects
    rows = tuple(
        replace(row, is_open=True, actual=None, raw="確認中（400）") if row.item_id != "1" else row
        for row in full.effects.rows
    )

    def counted(name: str) -> OpenAmounts:
        return count_open([row for row in rows if name in ("", row.path[0])], [R5])

    groups = tuple(
        replace(group, counts=replace(group.counts, open=counted(group.path[0])))
        for group in full.effects.groups
    )
    total = replace(full.effects.total, open=counted(""))
    return replace(full, effects=replace(full.effects, rows=rows, groups=groups, total=total))


def test_only_what_is_counted_and_asked_is_left_out() -> None:
    effects = waiting().effects
    assert effects
    one = OpenAmount(1, Decimal(300))
    assert effects.total.open == OpenAmounts({R5: one}, one)
    assert [group.counts.open.total.count for group in effects.groups] == [0, 1]


@pytest.mark.parametrize(
    ("text", "value", "unit", "words", "rows"),
    [
        (
            "効果額.未確定.R5.件数",
            "1",
            "",
            "令和5年度の実績効果額が未確定（未回答、未、確認中）のものの件数",
            ["2"],
        ),
        (
            "効果額.未確定.計.見込額",
            "300",
            "千円",
            "回答を求めた年度の実績効果額が未確定（未回答、未、確認中）のものの効果見込額の計",
            ["2"],
        ),
        (
            f"効果額.基本方針[{REFORM}].未確定.R5.件数",
            "0",
            "",
            f"基本方針「{REFORM}」の令和5年度の実績効果額が未確定（未回答、未、確認中）のものの件数",
            [],
        ),
        (
            f"effects.groups[基本方針={MONEY}].open.by_year.R5.planned",
            "300",
            "千円",
            f"基本方針「{MONEY}」の令和5年度の実績効果額が未確定（未回答、未、確認中）のものの効果見込額の計",
            ["2"],
        ),
        (
            "効果額.実績効果額.R5",
            "380",
            "千円",
            "令和5年度の実績効果額の計（計上しないものを除く、千円、未確定の1件（見込300千円）を含まない）",
            ["1"],
        ),
        (
            f"効果額.基本方針[{REFORM}].実績効果額.R5",
            "-20",
            "千円",
            f"基本方針「{REFORM}」の令和5年度の実績効果額の計（計上しないものを除く、千円）",
            ["1"],
        ),
    ],
)
def test_case_D2_a_figure_says_what_it_counts_and_what_it_leaves_out(
    text: str, value: str, unit: str, words: str, rows: list[str]
) -> None:
    summary = waiting()
    found = calculate(parse(text), summary.as_json())
    assert (found.text, found.unit) == (value, unit)
    assert explain(parse(text), summary) == words
    assert [row.item_id for row in rows_under(parse(text), summary)] == rows


def test_what_is_left_out_is_said_by_year_where_there_are_several() -> None:
    three, one = OpenAmount(3, Decimal(1200)), OpenAmount(1, Decimal(0))
    assert OpenAmounts({R5: three}, three).words("千円") == "うち未確定 3件、見込1,200千円"
    both = OpenAmounts({R5: three, R6: one}, OpenAmount(4, Decimal(1200)))
    assert both.words("千円") == "うち未確定 R5 3件、見込1,200千円、R6 1件、見込0千円"
    assert NOTHING_OPEN.words("千円") == ""
