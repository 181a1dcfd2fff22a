"""Printed figures recomputed: the real ones of four cities, those that agree and those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.model.plan import PublishedFigure
from toolkit.model.summary import PublishedCheck
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import ExpressionError
from toolkit.rules.figures.parse import parse
from toolkit.rules.figures.published import NO_PATH, check_all, check_published

Document = dict[str, Any]
ITEM = "effects.groups[改革項目={}].planned.total"


def amounts(total: int, **by_year: int) -> dict[str, Any]:
    return {"planned": {"by_year": by_year, "total": total}, "actual": {"by_year": {}, "total": None}}


def verdict(
    indicator: str, target: str, actual: str, rate: str, year: str = "R5", flag: str = "×"
) -> Document:
    """Give a verdict as the JSON holds it, as far as it is looked at."""
    return {"indicator_id": indicator, "item": "項目", "year": year, "target": target} | {
        "actual": actual,
        "rate": rate,
        "flag": flag,
        "why": f"{target}に対し{actual}です。",
    }


def flags(by: str, name: str, all_: int, achieved: int, missed: int, undecided: int) -> Document:
    return {"by": by, "path": [name], "all": all_, "set": achieved + missed + undecided} | {
        "achieved": achieved,
        "missed": missed,
        "undecided": undecided,
    }


def share(share: str, count: int = 52, of: int = 55) -> Document:
    """Give a document with nothing but a share of those on track."""
    return {"round": {"id": "R3_上半期"}, "status": {"on_track": {"count": count, "of": of, "share": share}}}


def atsugi() -> Document:
    goals = [("強くしなやかな組織をつくる", 7, 10, 8), ("持続可能な財政基盤を築く", 10, 5, 3)]
    total = flags("", "", 55, 23, 16, 13)
    return {
        "round": {"id": "R5_見込み", "years": ["R5"]},
        "plan_size": {"items": 23, "activities": None, "indicators": 55},
        "indicators": {
            "total": {key: total[key] for key in ("all", "set", "achieved", "missed", "undecided")},
            "groups": [flags("重点目標", name, sum(counts), *counts) for name, *counts in goals],
            "conventions": [{"name": "未設定を達成に含める", "achieved": 47, "of": 55, "rate": "85.5%"}],
        },
        "verdicts": [
            verdict("Ⅰ-(2)-ア#2", "70％", "46.2％", "66.0%"),
            verdict("Ⅰ-(3)-ウ#1", "80", "62.2", "77.8%", "R4"),
            verdict("Ⅰ-(3)-ウ#1", "80", "64.3", "80.4%", "R5"),
            verdict("Ⅰ-(2)-ウ#2", "105時間", "175時間", "60.0%", "R4"),
            verdict("Ⅰ-(3)-ア#1", "1 (6)", "14", "1400.0%", flag="○"),
            verdict("Ⅲ-(3)-ア#1", "改定後の使用料", "改定なし", "100.0%", flag="○"),
            verdict("Ⅲ-(3)-イ#1", "前年度比5%減", "削減なし", "", flag="×"),
            verdict("Ⅱ-(3)-イ#1", "4件", "0件", "0.0%"),
            verdict("2-9-①#1", "5分削減", "5分削減", "", flag="○"),
        ],
    }


def hadano() -> Document:
    items = [("3-1", 298513), ("5-1", 614482), ("5-2", 461389)]
    path = "健全な財政"
    return {
        "round": {"id": "R7_実績"},
        "effects": {
            "unit": "千円",
            **amounts(1374384, R6=-2413),
            "groups": [{"by": "改革項目", "path": [path, name], **amounts(total)} for name, total in items],
            "excluded": [{"item": "市有地", "activity": 6, "planned": 211696, "why": "特別会計のため"}],
        },
    }


def hiratsuka_money() -> Document:
    kinds = [("歳出削減", 40039), ("歳入確保", 30662)]
    groups = [{"by": "種別", "path": [kind], **amounts(total, R6=total)} for kind, total in kinds]
    return {
        "round": {"id": "R6_実績"},
        "effects": {"unit": "万円", **amounts(70701), "groups": groups},
        "indicators": {"groups": [flags("種別", "各年度", 10, 9, 1, 0)]},
    }


def check(printed: str, path: str, document: Document) -> PublishedCheck:
    return check_published(PublishedFigure("資料1", "名称", printed, path), document)


# -- figures that do not follow from their own inputs


@pytest.mark.parametrize(
    ("printed", "path", "document", "computed", "why"),
    [
        (
            "66.6％",
            "verdicts[Ⅰ-(2)-ア#2].rate",
            atsugi(),
            "66.0%",
            "印字の「66.6％」に対し計算は46.2÷70＝66.0%で、66.6%になるのは実績が46.6のときです。",
        ),
        (
            "61.0%",  # lower is better: target ÷ actual
            "verdicts[Ⅰ-(2)-ウ#2].rate",
            atsugi(),
            "60.0%",
            "印字の「61.0%」に対し計算は105÷175＝60.0%で、61.0%になるのは実績が172のときです。",
        ),
        (
            "461,390",
            "effects.groups[改革項目=5-2].planned.total",
            hadano(),
            "461,389",
            "印字の「461,390」に対し計算は461,389千円で、差の1千円は千円未満の端数処理によるとみられます。",
        ),
        (
            "９４％",
            "status.on_track.share",
            share("95%"),
            "95%",
            "印字の「９４％」は、52÷55＝94.545…%を切り捨てた値ですが、計算の95%とは端数の扱いが違います。",
        ),
        (
            "95%",
            "status.on_track.share",
            share("94%"),
            "94%",
            "印字の「95%」は、52÷55＝94.545…%を四捨五入した値ですが、計算の94%とは端数の扱いが違います。",
        ),
        (
            "94%",  # nothing beside the share to divide: the computation counts as rounded half-up
            "status.on_track.share",
            {"round": {"id": ""}, "status": {"on_track": {"share": "94.5%"}}},
            "94.5%",
            "印字の「94%」は、計算の94.5%を切り捨てた値ですが、計算の94.5%とは端数の扱いが違います。",
        ),
        (
            "77.7%",
            "verdicts[Ⅰ-(3)-ウ#1@R4].rate",
            atsugi(),
            "77.8%",
            "印字の「77.7%」は、62.2÷80＝77.75%を切り捨てた値ですが、計算の77.8%とは端数の扱いが違います。",
        ),
        (
            "23項目",
            "indicators.total.missed",
            atsugi(),
            "16",
            "印字の「23項目」に対し計算は16で、7の差があります。",
        ),
        (
            "46項目",  # a residue is one of amounts, never of counts
            "indicators.conventions[未設定を達成に含める].achieved",
            atsugi(),
            "47",
            "印字の「46項目」に対し計算は47で、1の差があります。",
        ),
        (
            "85.5%（46/55）",
            "indicators.conventions[未設定を達成に含める].rate",
            atsugi(),
            "85.5%",
            "印字の「85.5%（46/55）」の内訳は46/55ですが、計算は47÷55＝85.5%です。",
        ),
        (
            "97%",
            "status.on_track.share",
            share("95%"),
            "95%",
            "印字の「97%」に対し計算は52÷55＝95%で、2ポイントの差があります。",
        ),
        ("○", "verdicts[Ⅱ-(3)-イ#1].flag", atsugi(), "×", "印字の「○」は、計算の×と一致しません。"),
        (
            "5分延長",
            "verdicts[2-9-①#1].actual",
            atsugi(),
            "5分削減",
            "印字の「5分延長」は、計算の5分削減と一致しません。",
        ),
        (
            "0%",  # compared to last year: no rate is computed (A12)
            "verdicts[Ⅲ-(3)-イ#1].rate",
            atsugi(),
            "",
            "印字の「0%」に対し、計算では値を出していません（前年度比5%減に対し削減なしです）。",
        ),
    ],
)
def test_a_figure_that_differs_says_both_and_why(
    printed: str, path: str, document: Document, computed: str, why: str
) -> None:
    checked = check(printed, path, document)
    assert (checked.recomputed, checked.agrees, checked.truncated) == (computed, False, False)
    assert checked.why == why


# -- figures that agree


@pytest.mark.parametrize(
    ("printed", "path", "document"),
    [
        ("52項目", "indicators.total.set", atsugi()),
        ("25", "indicators.groups[重点目標=強くしなやかな組織をつくる].set", atsugi()),
        ("２５項目", "indicators.groups［重点目標＝強くしなやかな 組織をつくる］.set", atsugi()),
        ("85.5%（47/55）", "indicators.conventions[未設定を達成に含める].rate", atsugi()),
        ("1400.0%", "verdicts[I-(3)-ア#1].rate", atsugi()),
        ("0%", "verdicts[Ⅱ-(3)-イ#1].rate", atsugi()),
        ("80.4", "verdicts[Ⅰ-(3)-ウ#1@R5].rate", atsugi()),
        ("100%", "verdicts[Ⅲ-(3)-ア#1].rate", atsugi()),
        ("改定なし", "verdicts[Ⅲ-(3)-ア#1].actual", atsugi()),
        ("5分削減", "verdicts[2-9-①#1].actual", atsugi()),
        ("46.2%", "verdicts[Ⅰ-(2)-ア#2].actual", atsugi()),
        ("23計画中", "plan_size.items", atsugi()),
        ("合計2３の取組", "plan_size.items", atsugi()),
        ("達成23", "indicators.total.achieved", atsugi()),
        ("23(済)", "indicators.total.achieved", atsugi()),
        ("32指標", "plan_size.indicators - plan_size.items", atsugi()),
        ("△2,413", "effects.planned.by_year.R6", hadano()),
        ("614,482千円", "effects.groups[改革項目=健全な財政/5-1].planned.total", hadano()),
        ("211,696", "effects.excluded[市有地#6].planned", hadano()),
        ("912,995", f"{ITEM.format('3-1')} + {ITEM.format('5-1')}", hadano()),
        ("約4億39万円", "effects.groups[種別=歳出削減].planned.by_year.R6", hiratsuka_money()),
        ("約３億６６２万円", "effects.groups[種別=歳入確保].planned.total", hiratsuka_money()),
        ("7億701万円", "effects.planned.total", hiratsuka_money()),
        ("10", "indicators.groups[種別=各年度].all", hiratsuka_money()),
        ("84%", "status.on_track.share", share("84%", 601, 713)),
        ("94.5%", "status.on_track.share", share("95%")),
        ("95%", "status.on_track.share", share("94.5%")),
    ],
)  # fmt: skip
def test_a_figure_that_agrees_says_so(printed: str, path: str, document: Document) -> None:
    checked = check(printed, path, document)
    assert checked.agrees, checked.why
    assert not checked.truncated
    assert checked.why.endswith(("と一致します。", "とは桁数だけが違います。", "）。"))


def test_a_share_that_agrees_only_as_it_is_cut_is_told() -> None:
    checked = check("９４％", "status.on_track.share", share("94%"))
    assert (checked.agrees, checked.truncated) == (True, True)
    assert checked.why == (
        "印字の「９４％」は、52÷55＝94.545…%を切り捨てた値で、計算の94%と一致します（四捨五入なら95%）。"
    )


def test_a_dash_is_printed_where_no_rate_is_computed() -> None:
    checked = check("－", "verdicts[Ⅲ-(3)-イ#1].rate", atsugi())
    assert (checked.agrees, checked.recomputed) == (True, "")
    assert checked.why == "印字の「－」のとおり、計算でも値を出していません。"


def test_only_a_quotient_is_rounded_to_the_digits_printed() -> None:
    money = {"round": {"id": ""}, "effects": {"unit": "万円", "planned": {"total": 12.5}}}
    assert not check("13", "効果額.効果見込額.計", money).agrees
    assert not check("25", "効果額.効果見込額.計 × 1.98", money).agrees  # 24.75
    divided = check("13", "効果額.効果見込額.計 ÷ 1", money)
    assert divided.agrees
    assert divided.why == "印字の「13」は、計算の12.5万円を四捨五入した値と一致します。"


def test_an_amount_in_prose_is_compared_to_the_place_it_is_rounded_to() -> None:
    money = {"round": {"id": ""}, "effects": {"unit": "万円", **amounts(38705)}}
    checked = check("約3億9,000万円", "effects.planned.total", money)
    assert checked.agrees
    assert "38,705万円の1,000万円未満を四捨五入した値" in checked.why
    assert not check("3億9,000万円", "effects.planned.total", money).agrees


def test_all_37_totals_of_two_cities_agree() -> None:
    choices = ("済", "概ね順調", "遅れ", "未着手", "休止")
    matrix = {
        "民間活力の活用": (0, 8, 1, 1, 0),
        "施設の総合的管理": (1, 5, 0, 0, 0),
        "行政の効率化": (0, 6, 0, 0, 0),
        "収入確保策の推進": (0, 13, 0, 0, 1),
        "身近で利用しやすい行政サービスの推進": (1, 7, 0, 0, 0),
        "ICTの活用推進": (0, 11, 0, 0, 0),
    }
    printed = (2, 50, 1, 1, 1)
    document = hadano() | {
        "status": {
            "total": dict(zip(choices, map(sum, zip(*matrix.values(), strict=True)), strict=True)),
            "groups": [
                {"by": "視点", "path": [name], "counts": dict(zip(choices, row, strict=True))}
                for name, row in matrix.items()
            ],
        }
    }
    figures = [
        PublishedFigure("総括", name, str(number), f"status.groups[視点={name}].counts.{choice}")
        for name, row in matrix.items()
        for choice, number in zip(choices, row, strict=True)
    ]
    figures += [
        PublishedFigure("総括", choice, f"{number}件", f"status.total.{choice}")
        for choice, number in zip(choices, printed, strict=True)
    ]
    figures += [
        PublishedFigure("目標", item, total, ITEM.format(item))
        for item, total in (("3-1", "298,513"), ("5-1", "614,482"))
    ]
    checks = check_all(figures, document)
    assert len(checks) == 37
    assert [one.why for one in checks if not one.agrees] == []


# -- what cannot be compared


def test_a_figure_without_a_path_is_not_compared() -> None:
    checked = check("52項目", "", atsugi())
    assert (checked.recomputed, checked.agrees, checked.why) == ("", None, NO_PATH)


def test_a_figure_of_another_round_is_left_to_that_round() -> None:
    path = "R5_見込み： indicators.total.set"
    assert check("52", path, atsugi()).agrees
    later = check("52", path, atsugi() | {"round": {"id": "R5_確定"}})
    assert (later.agrees, later.why) == (None, "照会「R5_見込み」の取りまとめで照合する数値です。")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("計画.項目", "「計画」の後に、「項目」という見出しはありません。「項目数」ではありませんか。"),
        ("計画.活動数", "「計画.活動数」の値がありません。"),
        (
            "指標.重点目標[強くしなやかな組織].達成",
            "重点目標に「強くしなやかな組織」がありません。「強くしなやかな組織をつくる」ではありませんか。",
        ),
        ("指標.重点目票[ない].達成", "「重点目票」という区分はありません。「重点目標」ではありませんか。"),
        (
            "verdicts[Ⅰ-(3)-ウ#1].rate",
            "「判定[Ⅰ-(3)-ウ#1].達成率」の「Ⅰ-(3)-ウ#1」が2件あり、一つに決まりません。"
            "上の階層から「/」でつなげるか、「@R5」のように年度を付けてください。",
        ),
        (
            "計画.項目数 + 判定[Ⅱ-(3)-イ#1].達成",
            "「×」は、数値ではありません。計算と大小の比較は、数値だけです。",
        ),
        ("計画.項目数 ÷ (計画.項目数 − 23)", "0で割るため、値を出せません。"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path: str, reason: str) -> None:
    checked = check("1", path, atsugi())
    assert (checked.recomputed, checked.agrees) == ("", False)
    assert checked.why == f"照合の式から値を求められません：{reason}"


def test_a_figure_of_several_rounds_is_compared_in_each_where_the_others_are_consolidated() -> None:
    before = atsugi() | {"round": {"id": "R4_確定"}, "indicators": {"total": {"achieved": 20}}}
    figure = PublishedFigure("資料1", "達成の増", "3", "R5_見込み: 指標.達成 − R4_確定: 指標.達成")
    assert check_published(figure, atsugi(), None, {"R4_確定": before}).recomputed == "3"  # 23 - 20
    alone = check_published(figure, atsugi())
    assert (alone.agrees, alone.why) == (None, "照会「R4_確定」の取りまとめがまだなく、照合できません。")
    other = check_published(figure, {"round": {"id": "R3_確定"}})
    assert other.why == "照会「R5_見込み」「R4_確定」の取りまとめで照合する数値です。"


@pytest.mark.parametrize(
    ("printed", "path", "agrees"),
    [
        ("41.8%", "(指標.達成 ÷ 指標.指標数)%", True),  # 23 ÷ 55 = 41.81…
        ("42%", "指標.達成 ÷ 指標.指標数 %", True),
        ("41%", "(指標.達成 ÷ 指標.指標数)%", False),
        ("2.4", "指標.指標数 ÷ 指標.達成", True),  # 55 ÷ 23 = 2.391…
        ("2.3", "指標.指標数 ÷ 指標.達成", False),
        ("○", "指標.達成 ≥ 20 かつ 指標.未達成 < 20", True),
        ("○", "指標.達成 ≥ 24", False),
        ("60.0%", "(判定[Ⅰ-(2)-ウ#2].目標値 ÷ 判定[Ⅰ-(2)-ウ#2].実績値)%", True),  # 105時間 ÷ 175時間
    ],
)
def test_shares_quotients_and_conditions_are_compared_as_they_are_printed(
    printed: str, path: str, agrees: bool
) -> None:
    assert check(printed, path, atsugi()).agrees is agrees


def test_a_text_that_is_no_single_number_is_said_so() -> None:
    checked = check("20～30項目", "plan_size.items", atsugi())
    assert (checked.agrees, checked.recomputed) == (False, "23")
    assert checked.why == "印字の「20～30項目」を一つの数値として読めないため、計算の23と比べられません。"


def test_the_marks_of_the_values_are_counted_where_they_are_given() -> None:
    figures = [
        PublishedFigure("表", "", "52", "indicators.total.set"),
        PublishedFigure("表", "", "23", "plan_size.items"),
    ]
    certainties = {"indicators.total.set": {"原本": 40, "推定": 12}}
    assert [one.rests_on for one in check_all(figures, atsugi(), certainties)] == [
        {"原本": 40, "推定": 12},
        {},
    ]


def test_of_two_printed_figures_with_one_name_the_place_says_which() -> None:
    places = [("3-1 成果指標", "298,513千円"), ("5-1 成果指標", "614,482千円")]
    rows = [{"where": where, "name": "効果額達成状況", "printed": printed} for where, printed in places]
    document = {"round": {"id": "R7_実績"}, "published": rows}
    assert calculate(parse("公表値[5-1 成果指標].印字"), document).text == "614,482千円"
    with pytest.raises(ExpressionError, match="2件あり、一つに決まりません"):
        calculate(parse("公表値[効果額達成状況].印字"), document)
