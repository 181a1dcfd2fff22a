"""Targets as printed, and whether the final target follows from the yearly ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.plan import Direction, FinalRelation, Indicator, Printed
from toolkit.model.profile import Judging
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.achievement import judge
from toolkit.rules.judging.targets import (
    FinalCheck,
    Target,
    TargetKind,
    check_final,
    has_started,
    read_target,
    same_target,
    target_of,
)
from toolkit.rules.numbers.quantities import parse_quantity

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
K = TargetKind


@pytest.mark.parametrize(
    ("text", "unit", "direction", "kind", "number", "better"),
    [
        pytest.param("8", "件", HIGHER, K.NUMBER, "8", HIGHER, id="B1-plain"),
        pytest.param("11.4", "時間", LOWER, K.NUMBER, "11.4", LOWER, id="A2-lower-is-better"),
        pytest.param("23,583", "トン/年", LOWER, K.NUMBER, "23583", LOWER, id="A2-sheet-10"),
        pytest.param("50%以上", "％", HIGHER, K.AT_LEAST, "50", HIGHER, id="B2-percent"),
        pytest.param("2,300人以上", "人", HIGHER, K.AT_LEAST, "2300", HIGHER, id="B2-people"),
        pytest.param("5件以上/年", "件/年", HIGHER, K.AT_LEAST, "5", HIGHER, id="B2-per-year"),
        pytest.param("30億円以内", "億円", HIGHER, K.AT_MOST, "30", LOWER, id="B3-sheet-71"),
        pytest.param("30億円以内/年", "億円", LOWER, K.AT_MOST, "30", LOWER, id="B3-overview"),
        pytest.param("30億円以内", "千円", LOWER, K.AT_MOST, "3000000", LOWER, id="D10-converted"),
        pytest.param("10件以下", "件", HIGHER, K.AT_MOST, "10", LOWER, id="B3-ika"),
        pytest.param("90％未満", "％", LOWER, K.BELOW, "90", LOWER, id="B4-sheet-74"),
        pytest.param("100人超", "人", HIGHER, K.ABOVE, "100", HIGHER, id="B4-above"),
        pytest.param("▲19.6％", "％", LOWER, K.NUMBER, "-19.6", LOWER, id="D7-sheet-9"),
        pytest.param("20億円", "億円", HIGHER, K.NUMBER, "20", HIGHER, id="E7-sheet-73"),
        pytest.param("120,000千円", "千円/年", HIGHER, K.NUMBER, "120000", HIGHER, id="E7-sheet-57"),
        pytest.param("0", "件", HIGHER, K.NUMBER, "0", HIGHER, id="A5-sheet-2"),
    ],
)
def test_a_target_with_a_number_says_which_way_it_binds(
    text: str, unit: str, direction: Direction, kind: TargetKind, number: str, better: Direction
) -> None:
    assert read_target(text, unit, direction) == Target(text, kind, better, Decimal(number))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("-", K.NOT_SET, id="C1-hyphen"),
        pytest.param("－", K.NOT_SET, id="C1-full-width"),
        pytest.param("—", K.NOT_SET, id="C1-dash"),
        pytest.param("", K.BLANK, id="E3-blank"),
        pytest.param("（未定）", K.UNDECIDED, id="C4-sheet-9"),
        pytest.param("(未定)", K.UNDECIDED, id="C4-sheet-30"),
        pytest.param("調整中", K.UNDECIDED, id="C4-adjusting"),
        pytest.param("プラス", K.SIGN, id="A13"),
        pytest.param("運用中", K.WORDS, id="E6-sheet-8"),
        pytest.param("（一部）導入", K.WORDS, id="E6-sheet-6"),
        pytest.param("導入方針の決定", K.WORDS, id="E6-sheet-4"),
        pytest.param("改善", K.WORDS, id="E6-sheet-5"),
        pytest.param("検討 (28)", K.WORDS, id="E6-wifi"),
        pytest.param("運用開始(R7）", K.WORDS, id="E8-sheet-13"),
        pytest.param("R6に策定", K.WORDS, id="B5"),
        pytest.param("5分削減", K.WORDS, id="B5-minutes"),
        pytest.param("①2件", K.WORDS, id="G-circled"),
    ],
)
def test_a_target_without_a_number_keeps_its_words(text: str, kind: TargetKind) -> None:
    assert read_target(text, "件", HIGHER) == Target(text, kind, HIGHER)


@pytest.mark.parametrize(
    ("text", "new", "total"),
    [
        pytest.param("2(78)", 2, 78, id="A10-R5"),
        pytest.param("2（78）", 2, 78, id="A10-full-width"),
        pytest.param("2(86)", 2, 86, id="A10-R9"),
        pytest.param("1（76）", 1, 76, id="A10-baseline"),
        pytest.param("2団体/年(86団体)", 2, 86, id="A10-overview"),
    ],
)
def test_new_per_year_and_total_are_both_kept(text: str, new: int, total: int) -> None:
    target = read_target(text, "団体", HIGHER)
    assert target.kind is K.NUMBER
    assert (target.number, target.cumulative) == (Decimal(new), Decimal(total))


@pytest.mark.parametrize(
    ("text", "direction", "reached", "not_reached"),
    [
        ("5", HIGHER, "5", "4.9"),
        ("5", LOWER, "5", "5.1"),
        ("5以上", LOWER, "5", "4.9"),
        ("5以内", HIGHER, "5", "5.1"),
        ("5未満", HIGHER, "4.9", "5"),
        ("5超", LOWER, "5.1", "5"),
    ],
)
def test_a_bound_is_inclusive_or_not_as_it_is_worded_rules_b1_to_b4(
    text: str, direction: Direction, reached: str, not_reached: str
) -> None:
    target = read_target(text, "件", direction)
    assert target.is_reached(Decimal(reached))
    assert not target.is_reached(Decimal(not_reached))


def indicator(
    final: str, targets: str, unit: str = "件", relation: FinalRelation = FinalRelation.LEVEL
) -> Indicator:
    """Build an indicator whose yearly targets R5… stand in one text, parted by blanks; _ is a blank cell."""
    years = {
        FiscalYear(2023) + number: Printed("" if text == "_" else text)
        for number, text in enumerate(targets.split())
    }
    return Indicator(1, "指標", unit, Printed("-"), Printed(final), years, final_relation=relation)


@pytest.mark.parametrize(
    ("final", "unit", "targets", "follows", "why"),
    [
        pytest.param("8", "件", "3 4 6 7 8", True, "最終目標値8は、R9の目標値8と一致します。", id="E1-1"),
        pytest.param(
            "38",
            "台",
            "34 35 36 37 38",
            True,
            "最終目標値38は、R9の目標値38と一致します。",
            id="E1-63",
        ),
        pytest.param(
            "2（86）",
            "団体",
            "2(78) 2(80) 2(82) 2(84) 2(86)",
            True,
            "最終目標値2（86）は、R9の目標値2(86)と一致します。",
            id="A10-37",
        ),
        pytest.param(
            "120,000千円",
            "千円/年",
            "84,000 90,000 100,000 110,000 120,000",
            True,
            "最終目標値120,000千円は、R9の目標値120,000と一致します。",
            id="E7-57",
        ),
        pytest.param(
            "30億円以内",
            "億円",
            "30億円以内 30億円以内",
            True,
            "最終目標値30億円以内は、R6の目標値30億円以内と一致します。",
            id="B3-71",
        ),
        pytest.param(
            "2,500",
            "時間/年",
            "1,600 2,000 2,500 _ _",
            True,
            "最終目標値2,500は、R7の目標値2,500と一致します（それより後の年度は値がありません）。",
            id="E3-40",
        ),
        pytest.param(
            "3",
            "",
            "_ 2 3 _ _",
            True,
            "最終目標値3は、R7の目標値3と一致します（それより後の年度は値がありません）。",
            id="E3-43",
        ),
        pytest.param(
            "22,000",
            "申請数/年",
            "18,500 20,000 22,000 _ _",
            True,
            "最終目標値22,000は、R7の目標値22,000と一致します（それより後の年度は値がありません）。",
            id="E3-44",
        ),
        pytest.param(
            "24,000",
            "アクセス数/年",
            "18,500 21,000 24,000 _ _",
            True,
            "最終目標値24,000は、R7の目標値24,000と一致します（それより後の年度は値がありません）。",
            id="E3-46",
        ),
        pytest.param(
            "30,800",
            "千円",
            "20,800 30,800 - - -",
            True,
            "最終目標値30,800は、R6の目標値30,800と一致します（それより後の年度は値がありません）。",
            id="E3-58",
        ),
        pytest.param(
            "100",
            "％",
            "3 6 100 - -",
            True,
            "最終目標値100は、R7の目標値100と一致します（それより後の年度は値がありません）。",
            id="E3-69",
        ),
        pytest.param(
            "672",
            "人",
            "666 667 672 672 680",
            False,
            "最終目標値672は、R9の目標値680と異なります（R8の目標値とは同じです）。",
            id="E4-15",
        ),
        pytest.param(
            "60",
            "件/年",
            "40 51 50 50 60",
            True,
            "最終目標値60は、R9の目標値60と一致します。",
            id="E9-7-revised-in-R6",
        ),
        pytest.param(
            "45.6",
            "ha",
            "33 33 41 44 46",
            True,
            "最終目標値45.6は、R9の目標値46と、整数に丸めて一致します。",
            id="E5-61",
        ),
        pytest.param(
            "15",
            "事業",
            "3 3 3 3 3",
            False,
            "最終目標値15は、R9の目標値3と異なり、各年度の合計と一致します（最終の関係は「合計」では）。",
            id="E2-32-registered-as-level",
        ),
        pytest.param("9", "件", "3 4", False, "最終目標値9は、R6の目標値4と異なります。", id="neither"),
        pytest.param(
            "2(88)",
            "団体",
            "2(78) 2(86)",
            False,
            "最終目標値2(88)は、R6の目標値2(86)と異なります。",
            id="A10-total-differs",
        ),
        pytest.param(
            "運用中",
            "-",
            "- - - - -",
            None,
            "最終目標値「運用中」は数値でないため、各年度の目標値と比べません。",
            id="E6-8",
        ),
        pytest.param(
            "（未定）",
            "％",
            "_ _ _ _ _",
            None,
            "最終目標値「（未定）」は数値でないため、各年度の目標値と比べません。",
            id="C4-9",
        ),
        pytest.param(
            "3",
            "件",
            "- - - - -",
            None,
            "各年度の目標値に数値がないため、最終目標値と比べません。",
            id="nothing-yearly",
        ),
    ],
)
def test_the_final_target_is_the_last_yearly_one_that_has_a_value(
    final: str, unit: str, targets: str, follows: bool | None, why: str
) -> None:
    assert check_final(indicator(final, targets, unit)) == FinalCheck(follows, why)


@pytest.mark.parametrize(
    ("final", "targets"),
    [
        pytest.param("3", "0 0 1 1 1", id="E2-2"),
        pytest.param("3", "0 0 0 1 2", id="E2-25"),
        pytest.param("15", "3 3 3 3 3", id="E2-32"),
        pytest.param("150", "30 30 30 30 30", id="E2-38"),
        pytest.param("40", "6 7 8 9 10", id="E2-39"),
        pytest.param("17", "5 4 1 4 3", id="E2-60"),
        pytest.param("6", "1 1 2 1 1", id="E2-68"),
    ],
)
def test_the_final_target_is_the_sum_of_the_yearly_ones_where_the_register_says_so(
    final: str, targets: str
) -> None:
    check = check_final(indicator(final, targets, relation=FinalRelation.SUM))
    assert check == FinalCheck(True, f"最終目標値{final}は、各年度の目標値の合計{final}と一致します。")


def test_a_sum_that_does_not_come_out_is_said_with_both_numbers() -> None:
    check = check_final(indicator("16", "3 3 3 3 3", relation=FinalRelation.SUM))
    assert check == FinalCheck(False, "最終目標値16は、各年度の目標値の合計15と一致しません。")


@pytest.mark.parametrize(
    ("overview", "sheet", "unit", "same"),
    [
        pytest.param("導入準備完了", "運用", "-", False, id="E8-12"),
        pytest.param("運用開始(R7）", "運用中", "-", False, id="E8-8"),
        pytest.param("運用開始(R7)", "運用中", "-", False, id="E8-13"),
        pytest.param("導入完了(R5)", "運用", "-", False, id="E8-45"),
        pytest.param("導入･運用(R7)", "運用", "-", False, id="E8-48"),
        pytest.param("120,000千円/年", "120,000千円", "千円/年", True, id="E8-E7-57"),
        pytest.param("20億円", "20", "億円", True, id="E7-73"),
        pytest.param("30億円以内/年", "30億円以内", "億円", True, id="E7-E8-71"),
        pytest.param("90％未満", "90%未満", "％", True, id="E7-74"),
        pytest.param("90％未満", "90％以内", "％", False, id="E8-another-bound"),
        pytest.param("2団体/年(86団体)", "2（86）", "団体", True, id="E8-37"),
        pytest.param("2団体/年(86団体)", "2（84）", "団体", False, id="E8-another-total"),
        pytest.param("11.4時間/月", "11.4", "時間", True, id="E8-18"),
        pytest.param("未定", "（未定）", "％", True, id="E8-9"),
        pytest.param("導入･運用", "導入・運用", "-", True, id="E8-another-dot"),
        pytest.param("-", "—", "件", True, id="E8-another-dash"),
    ],
)
def test_the_overview_and_the_sheet_may_print_different_targets(
    overview: str, sheet: str, unit: str, same: bool
) -> None:
    assert same_target(overview, sheet, unit) is same
    assert same_target(sheet, overview, unit) is same


R5, R6, R9 = FiscalYear(2023), FiscalYear(2024), FiscalYear(2027)


@pytest.mark.parametrize(
    ("targets", "in_r5", "in_r6"),
    [
        pytest.param("40 51 50 50 60", "40", "51", id="E9-sheet-7-R6-is-the-revised-one"),
        pytest.param("_ 2 3 _ _", None, "2", id="E9-sheet-43-starts-at-R6"),
        pytest.param("_ - - - -", None, None, id="E9-sheet-5-starts-at-R6"),
    ],
)
def test_a_year_asks_what_the_edition_prints_for_it(
    targets: str, in_r5: str | None, in_r6: str | None
) -> None:
    revised = indicator("-", targets)
    numbers = [target_of(revised, year).number for year in (R5, R6)]
    assert numbers == [None if text is None else Decimal(text) for text in (in_r5, in_r6)]


@pytest.mark.parametrize(
    ("text", "unit", "number", "due"),
    [
        pytest.param("R9に20,000件", "件", "20000", R9, id="F5-applications"),
        pytest.param("令和9年度までに20,000件", "件", "20000", R9, id="F5-era-name"),
        pytest.param("90%以上（令和9年度）", "％", "90", R9, id="B2-behind-in-brackets"),
        pytest.param("7,350時間（令和９年度まで累積）", "時間", "7350", R9, id="F5-accumulated"),
        pytest.param("R5に3件", "件", "3", R5, id="F5-a-past-year"),
    ],
)
def test_a_target_may_name_its_year(text: str, unit: str, number: str, due: FiscalYear) -> None:
    target = read_target(text, unit, HIGHER)
    assert (target.number, target.due) == (Decimal(number), due)
    assert target.text == text
    printed = Indicator(1, "", unit, Printed(""), Printed(""), {R6: Printed(text)})
    assert target_of(printed, R6).is_open == (due > R6)


@pytest.mark.parametrize(
    ("target", "actual", "flag", "why"),
    [
        pytest.param(
            "R9に20,000件",
            "約36,000件",
            Flag.UNDECIDED,
            "実績値36,000は、R9の目標「R9に20,000件」に既に達していますが、判定はR9に行います。",
            id="F5-passed-early-stays-open",
        ),
        pytest.param(
            "R9に20,000件",
            "12,000件",
            Flag.UNDECIDED,
            "実績値12,000は、R9の目標「R9に20,000件」にまだ達しておらず、判定はR9に行います。",
            id="F5-not-yet",
        ),
        pytest.param(
            "R9に20,000件",
            "集計中",
            Flag.UNDECIDED,
            "目標「R9に20,000件」はR9の目標のため、判定はR9に行います。",
            id="F5-no-number",
        ),
        pytest.param(
            "R6に20,000件",
            "36,000件",
            Flag.ACHIEVED,
            "実績値36,000は目標値20,000の180.0%で、達成とする100%に届いています。",
            id="F5-due-this-year",
        ),
    ],
)
def test_a_long_term_target_is_judged_in_its_year(target: str, actual: str, flag: Flag, why: str) -> None:
    printed = Indicator(1, "", "件", Printed(""), Printed(""), {R6: Printed(target)})
    judgement = judge(target_of(printed, R6), parse_quantity(actual, "件"), Judging())
    assert (judgement.flag, judgement.why) == (flag, why)


@pytest.mark.parametrize(
    ("start", "year", "counts"),
    [
        pytest.param("R7", "R6", False, id="F4-not-among-the-10-and-2-of-R6"),
        pytest.param("R7", "R7", True, id="F4-from-R7-on"),
        pytest.param("", "R6", True, id="F4-from-the-beginning"),
    ],
)
def test_an_indicator_that_starts_later_is_in_no_number(start: str, year: str, counts: bool) -> None:
    later = replace(indicator("80%以上", ""), start_year=FiscalYear.parse(start) if start else None)
    assert has_started(later, FiscalYear.parse(year)) is counts


@pytest.mark.parametrize(
    ("target", "unit", "forecast", "final", "flags"),
    [
        pytest.param("100%", "％", "決算後", "94.2%", "未×", id="F1-decided-when-it-is-final"),
        pytest.param("8回", "回", "9回（見込み）", "9回", "○○", id="F1-a-forecast-is-judged-as-it-is"),
        pytest.param("298,513千円", "千円", "300,000（見込み）", "298,512", "○×", id="F2-replaced-in-July"),
    ],
)
def test_the_final_value_is_judged_in_place_of_the_forecast(
    target: str, unit: str, forecast: str, final: str, flags: str
) -> None:
    asked = read_target(target, unit, HIGHER)
    judged = [judge(asked, parse_quantity(text, unit), Judging()).flag.value for text in (forecast, final)]
    assert "".join(judged) == flags


@given(st.decimals(-(10**6), 10**6, places=1), st.sampled_from(["以上", "以内", "未満", "超", ""]))
def test_exactly_one_side_of_every_target_reaches_it(number: Decimal, bound: str) -> None:
    target = read_target(f"{number}件{bound}", "件", HIGHER)
    assert target.number == number
    assert target.is_reached(number - 1) != target.is_reached(number + 1)
