"""Expressions over a small consolidation: the value, the words and the answers under it, side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.figures.test_rests_on import sampled
from tests.small_summary import MONEY, REFORM
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import ExpressionError, NoValueError
from toolkit.rules.figures.figure_words import explain
from toolkit.rules.figures.parse import parse
from toolkit.rules.figures.rests_on import certainties_under


@pytest.mark.parametrize(
    ("text", "value", "words", "rests_on"),
    [
        # Item 1 missed (900 of 1,000), 2 achieved, 3 returned nothing: 3 = ○1 ×1 未1.
        ("指標.達成", "1", "指標のうち、達成（○）の数", {"補完": 1}),
        (
            "指標.達成 + 指標.未達成",
            "2",
            "指標のうち、達成（○）と未達成（×）の数の和",
            {"原本": 1, "補完": 1},
        ),
        (
            "指標.設定あり − (指標.達成 + 指標.未達成)",
            "1",
            "目標のある指標の数（未を含む）から、指標のうち、達成（○）と未達成（×）の数の和を引いた数",
            {"原本": 1, "補完": 1},
        ),
        (
            "(指標.達成 ÷ 指標.設定あり)%",
            "33.3%",
            "指標のうち、達成（○）の数の、目標のある指標の数（未を含む）に対する割合",
            {"補完": 1},
        ),
        (
            "指標.設定あり ÷ 指標.達成 × 2",
            "6",
            "目標のある指標の数（未を含む）を、指標のうち、達成（○）の数で割った値に、2を掛けた数",
            {"補完": 1},
        ),
        # Two 基本方針: 行政サービスの最適化 has item 1, 健全な財政運営 2 and 3; 0 + 1 achieved, 1 + 2 in all.
        (
            "指標.基本方針[すべて].達成",
            "1",
            "基本方針ごとの指標のうち、達成（○）の数の和",
            {"補完": 1},
        ),
        ("指標.基本方針[すべて].指標数", "3", "基本方針ごとの指標の数の和", {}),
        # Planned in R5: 1,500 + 300 (and 9,999 not counted); actual: -20 + 400 = 380.
        (
            "効果額.実績効果額.R5 − 効果額.効果見込額.R5",
            "-1,420",
            "令和5年度の実績効果額の計（計上しないものを除く、千円）から、"
            "令和5年度の効果見込額の計（計上しないものを除く、千円）を引いた額",
            {"原本": 1, "架空": 1},
        ),
        (
            "(効果額.実績効果額.計 ÷ 効果額.効果見込額.R5)%",
            "21.1%",  # 380 ÷ 1,800 = 21.11…
            "回答を求めた年度の実績効果額の計（計上しないものを除く、千円）の、"
            "令和5年度の効果見込額の計（計上しないものを除く、千円）に対する割合",
            {"原本": 1, "架空": 1},
        ),
        (
            "効果額.基本方針[すべて].実績効果額.計",
            "380",
            "基本方針ごとの回答を求めた年度の実績効果額の計（計上しないものを除く、千円）の和",
            {"原本": 1, "架空": 1},
        ),
        (
            f"効果額.基本方針[{MONEY}].効果見込額.計 × 20%",
            "200",  # of 300 + 700
            f"基本方針「{MONEY}」の全年度の効果見込額の計（計上しないものを除く、千円）に、20%を掛けた額",
            {},
        ),
        ("判定[1#1].達成率", "90.0%", "1「項目1」の指標「=件数」の達成率", {"原本": 1}),
        (
            "(判定[1#1].実績値 ÷ 判定[1#1].目標値)%",
            "90.0%",
            "1「項目1」の指標「=件数」の実績値の、1「項目1」の指標「=件数」の目標値に対する割合",
            {"原本": 1},
        ),
        (
            "判定[1#1].達成率 ≥ 80%",
            "○",
            "1「項目1」の指標「=件数」の達成率が、80%以上かどうか（○・×）",
            {"原本": 1},
        ),
        (
            "判定[1#1].達成率 = 90%",  # as numbers: 90.0% is 90%
            "○",
            "1「項目1」の指標「=件数」の達成率が、90%と等しいかどうか（○・×）",
            {"原本": 1},
        ),
        (
            f"指標.基本方針[{REFORM}].達成 + 指標.基本方針[{MONEY}].達成",
            "1",
            f"基本方針「{REFORM}」の指標のうち、達成（○）の数と、"
            f"基本方針「{MONEY}」の指標のうち、達成（○）の数の和",
            {"補完": 1},
        ),
        (
            "判定[3#1].実績値 = 空欄",
            "○",
            "3「項目3」の指標「=件数」の実績値が、空欄と等しいかどうか（○・×）",
            {},
        ),
        (
            "判定[1#1].達成 = 「×」 かつ 進捗.遅れ > 1",
            "×",
            "1「項目1」の指標「=件数」の達成の判定が、「×」と等しい、かつ、"
            "評価が「遅れ」の実施項目の数が、1より大きいかどうか（○・×）",
            {"原本": 2},  # of 1#1, and of the status of item 2
        ),
        (
            f"指標.基本方針[{REFORM}].未達成 = 1 または 指標.達成 = 9",
            "○",
            f"基本方針「{REFORM}」の指標のうち、未達成（×）の数が、1と等しい、または、"
            "指標のうち、達成（○）の数が、9と等しいかどうか（○・×）",
            {"原本": 1, "補完": 1},
        ),
    ],
)
def test_an_expression_has_a_value_words_and_what_it_rests_on(
    text: str, value: str, words: str, rests_on: dict[str, int]
) -> None:
    summary, tree = sampled(), parse(text)
    assert calculate(tree, summary.as_json()).text == value
    assert explain(tree, summary) == words
    assert certainties_under(tree, summary) == rests_on


def test_amounts_keep_their_unit_and_a_quotient_of_two_has_none() -> None:
    document = sampled().as_json()
    units = {
        text: calculate(parse(text), document).unit
        for text in (
            "効果額.効果見込額.計",
            "効果額.基本方針[すべて].効果見込額.計",
            "効果額.効果見込額.計 − 1",
            "効果額.効果見込額.計 ÷ 指標.指標数",
            "効果額.効果見込額.計 ÷ 効果額.実績効果額.計",
            "指標.指標数 × 2",
        )
    }
    assert list(units.values()) == ["千円", "千円", "千円", "千円", "", ""]


def test_a_quotient_is_printed_with_three_decimals() -> None:
    found = calculate(parse("指標.指標数 × 2 ÷ 9"), sampled().as_json())  # 6 ÷ 9 = 0.6666…
    assert (found.printed, found.text) == (Decimal("0.667"), "0.667")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("計画.活動数", "「計画.活動数」の値がありません。"),
        ("計画.活動数 + 1", "「計画.活動数」の値がありません。"),
        ("計画.項目数 ÷ (指標.達成 − 指標.未達成)", "0で割るため、値を出せません。"),  # 1 - 1
        ("判定[3#1].実績値 × 2", "「判定[3#1].実績値」の値がありません。"),
        ("R4_確定: 指標.達成 + 1", "照会「R4_確定」の取りまとめ表がありません。"),
        ("計画.基本方針[財政].項目数", "「基本方針=財政」を選ぶ一覧に、一つもありません。"),
    ],
)
def test_where_there_is_no_value_the_reason_is_said(text: str, why: str) -> None:
    with pytest.raises(NoValueError) as caught:
        calculate(parse(text), sampled().as_json())
    assert caught.value.text == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("進捗.遅滞", "「遅滞」がありません。「遅れ」ではありませんか。"),
        ("効果額.効果見込額.R9", "「R9」がありません。ここに書けるのは、R5、R6です。"),
        (
            "指標.基本方針[健全な財政].達成",
            f"基本方針に「健全な財政」がありません。「{MONEY}」ではありませんか。",
        ),
        ("指標.推進事項[推進].達成", "「推進事項」という区分はありません。ここに書けるのは、基本方針です。"),
        ("判定[1#1].達成 + 1", "「×」は、数値ではありません。計算と大小の比較は、数値だけです。"),
        ("判定[9#1].達成率", "「9#1」がありません。ここに書けるのは、1#1、2#1、3#1です。"),
    ],
)
def test_what_is_not_there_is_named_with_the_nearest_right_word(text: str, why: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        calculate(parse(text), sampled().as_json())
    assert not isinstance(caught.value, NoValueError)
    assert caught.value.text == why


def test_a_condition_stops_at_the_first_side_that_decides() -> None:
    document = sampled().as_json()
    assert calculate(parse("指標.達成 > 5 かつ 計画.活動数 > 1"), document).text == "×"
    assert calculate(parse("指標.達成 = 1 または 計画.活動数 > 1"), document).text == "○"


def test_numbers_no_one_can_print_are_refused() -> None:
    document = sampled().as_json()
    with pytest.raises(ExpressionError, match="桁が大きすぎて"):
        calculate(parse(f"(指標.達成 × {'9' * 40})%"), document)


def test_a_round_is_that_of_one_term() -> None:
    now = sampled().as_json()
    before = {**now, "indicators": {**now["indicators"], "total": {"achieved": 5}}}
    others = {"R4_確定": before}
    assert calculate(parse("R4_確定: 指標.達成 − 指標.達成"), now, others).text == "4"  # 5 - 1
    assert calculate(parse("R5_取組実績・評価: 指標.達成"), now, others).text == "1"
