"""A figure's path in a sentence: what a colleague would say it counts, in the words of the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.settings_book import profile_of
from tests.small_summary import MONEY, REFORM, small_summary
from toolkit.desk.packaged import packaged_cities
from toolkit.model.choices import Meaning
from toolkit.model.counts import FlagCounts, Group
from toolkit.model.profile import Profile
from toolkit.model.summary import StatusChanges, Summary
from toolkit.rules.figures.expression import put
from toolkit.rules.figures.figure_words import explain
from toolkit.rules.figures.parse import parse, write

WAYS = ("未設定を分母から除く", "未設定を達成に含める")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("plan_size.items", "台帳にある実施項目の数"),
        ("plan_size.activities", "台帳にある活動の数"),
        ("plan_size.indicators", "台帳にある指標の数"),
        ("levels.基本方針", "台帳にある基本方針の数"),
        ("received.departments", "回答を求めた所属の数"),
        ("received.returned", "回答のあった所属の数"),
        ("received.items_asked", "回答を求めた実施項目の数"),
        ("received.items_returned", "回答のあった実施項目の数"),
        ("indicators.total.all", "指標の数"),
        ("indicators.total.set", "目標のある指標の数（未を含む）"),
        ("indicators.total.not_set", "指標のうち、目標の設定のないものの数"),
        ("indicators.total.undecided", "指標のうち、未定（未）の数"),
        (
            f"indicators.groups[基本方針={REFORM}].achieved",
            f"基本方針「{REFORM}」の指標のうち、達成（○）の数",
        ),
        (f"indicators.groups[基本方針={MONEY}].all", f"基本方針「{MONEY}」の指標の数"),
        ("indicators.groups[部=企画部].missed", "部「企画部」の指標のうち、未達成（×）の数"),
        (f"indicators.conventions[{WAYS[0]}].rate", "達成した指標の割合（目標のある指標に対して）"),
        (
            f"indicators.conventions[{WAYS[1]}].rate",
            "達成した指標の割合（目標の設定のない指標も達成に数え、すべての指標に対して）",
        ),
        (f"indicators.conventions[{WAYS[0]}].achieved", "達成した指標の数"),
        (
            f"indicators.conventions[{WAYS[1]}].achieved",
            "達成した指標の数（目標の設定のない指標も達成に数える）",
        ),
        (f"indicators.conventions[{WAYS[0]}].of", "達成の割合の分母：目標のある指標の数"),
        ("status.total.遅れ", "評価が「遅れ」の実施項目の数"),
        (
            f"status.groups[基本方針={MONEY}].counts.遅れ",
            f"基本方針「{MONEY}」の評価が「遅れ」の実施項目の数",
        ),
        ("status.on_track.count", "評価が「計画どおり」の実施項目の数"),
        ("status.on_track.of", "評価の回答がある実施項目の数"),
        (
            "status.on_track.share",
            "評価が「計画どおり」の実施項目の割合（評価の回答がある実施項目に対して）",
        ),
        ("effects.planned.by_year.R5", "令和5年度の効果見込額の計（計上しないものを除く、千円）"),
        ("effects.planned.total", "全年度の効果見込額の計（計上しないものを除く、千円）"),
        (
            f"effects.groups[基本方針={REFORM}].actual.total",
            f"基本方針「{REFORM}」の回答を求めた年度の実績効果額の計（計上しないものを除く、千円）",
        ),
        (
            "効果額.実施項目[9].効果見込額.計",
            "実施項目「9」の全年度の効果見込額の計（計上しないものを除く、千円）",
        ),
        ("effects.excluded[項目3].planned", "合計に入れない「項目3」の効果見込額"),
        ("effects.excluded[項目3#2].why", "「項目3」の活動2を合計に入れない理由"),
        (f"plan_groups[基本方針={MONEY}].activities", f"台帳の基本方針「{MONEY}」にある活動の数"),
        ("verdicts[1#1].rate", "1「項目1」の指標「=件数」の達成率"),
        ("verdicts[1#1@R5].flag", "1「項目1」の指標「=件数」の令和5年度の達成の判定"),
        ("verdicts[9#1].actual", "指標「9#1」の実績値"),
        ("published[第1期の取組数].printed", "公表値「第1期の取組数」に印字されたとおり"),
        ("findings.error", "確認事項のうち、要修正の数"),
        (
            "indicators.total.achieved + indicators.total.missed",
            "指標のうち、達成（○）と未達成（×）の数の和",
        ),
        (
            "status.groups[部=甲].counts.遅れ + status.groups[部=甲].counts.計画どおり",
            "部「甲」の評価が「遅れ」と「計画どおり」の実施項目の数の和",
        ),
        (
            "indicators.total.achieved + indicators.total.not_set",
            "指標のうち、達成（○）と目標の設定のないものの数の和",
        ),
        (
            "plan_size.items + received.items_asked",
            "台帳にある実施項目の数と、回答を求めた実施項目の数の和",
        ),
        (
            "plan_size.items - received.items_asked",
            "台帳にある実施項目の数から、回答を求めた実施項目の数を引いた数",
        ),
        (
            "indicators.total.set - indicators.total.achieved - indicators.total.missed",
            "目標のある指標の数（未を含む）から、指標のうち、達成（○）と未達成（×）の数の和を引いた数",
        ),
        ("R4_確定: indicators.total.achieved", "照会「R4_確定」の指標のうち、達成（○）の数"),
        ("R5_取組実績・評価: indicators.total.achieved", "指標のうち、達成（○）の数"),
    ],
)
def test_a_path_is_said_in_the_words_of_the_plan(path: str, sentence: str) -> None:
    assert explain(parse(path), small_summary()) == sentence


def test_amounts_without_exclusions_say_only_their_unit() -> None:
    full = small_summary()
    assert full.effects
    summary = replace(full, effects=replace(full.effects, excluded=()))
    path = "effects.actual.by_year.R5 - effects.planned.by_year.R5"
    sentence = "令和5年度の実績効果額の計（千円）から、令和5年度の効果見込額の計（千円）を引いた額"
    assert explain(parse(path), summary) == sentence


def test_a_part_is_named_as_the_plan_prints_it_and_in_full_where_two_bear_its_name() -> None:
    counts = FlagCounts(1, 0, 1, 0, 1, 0)
    paths = [(REFORM, "連携･協働"), (MONEY, "推進"), (REFORM, "推進")]
    full = small_summary()
    assert full.indicators
    groups = tuple(Group("推進項目", path, counts) for path in paths)
    summary = replace(full, indicators=replace(full.indicators, groups=groups))
    # Paths compare by NFKC, where the half-width dot becomes a full-width one; the sentence keeps the plan's.
    assert (
        explain(parse("indicators.groups[推進項目=連携・協働].all"), summary)
        == "推進項目「連携･協働」の指標の数"
    )
    path = f"indicators.groups[推進項目={MONEY}/推進].all"
    assert explain(parse(path), summary) == f"推進項目「{MONEY}／推進」の指標の数"


def test_an_item_is_named_by_its_number_and_name() -> None:
    full = small_summary()
    assert full.effects
    totals = full.effects.total
    groups = (Group("実施項目", (REFORM, "推進", "1"), totals),)
    summary = replace(full, effects=replace(full.effects, groups=groups, excluded=()))
    sentence = "実施項目1「項目1」の全年度の効果見込額の計（千円）"
    assert explain(parse("effects.groups[実施項目=1].planned.total"), summary) == sentence


@pytest.mark.parametrize(
    "text", ["進捗.良好", "階層.章", "計画.項目数 + 進捗.良好", "計画.項目数 × 進捗.良好"]
)
def test_what_the_plan_has_no_word_for_is_given_back(text: str) -> None:
    assert explain(parse(text), small_summary()) == text


def test_every_counted_field_is_said_with_its_change_and_what_stands_outside_its_share() -> None:
    full = small_summary()
    (first,) = full.statuses
    rated = replace(first, name="進捗", unit="活動", field_name="活動_進捗", choices=("順調", "対象外"))
    rated = replace(rated, outside=("対象外",), changes=StatusChanges("R4_実績", "", {"順調": 1, "休止": -2}))
    summary = replace(full, statuses=(first, rated))
    for text, sentence in (
        ("評価.遅れ", "評価が「遅れ」の実施項目の数"),
        ("進捗.遅れ", "評価が「遅れ」の実施項目の数"),
        ("活動_進捗.順調", "進捗が「順調」の活動の数"),
        ("活動_進捗.休止.増減", "進捗が「休止」の活動の数の、照会「R4_実績」からの増減"),
        ("活動_進捗.順調の割合.分母", "進捗の回答がある（「対象外」を除く）活動の数"),
        ("内部評価.遅れ", "内部評価.遅れ"),
    ):
        assert explain(parse(text), summary) == sentence


def in_words_of(profile: Profile) -> Summary:
    """Give the small summary with a city's words for its levels, its item and its statuses."""
    full = small_summary()
    (part,) = full.statuses
    own = replace(full, levels=profile.levels, item_word=profile.item_word, statuses=())
    if not profile.counted:
        return own
    (field,) = profile.counted
    choices = profile.choices[field.key]
    status = replace(
        part,
        field_name=field.name,
        name=field.title,
        unit=profile.item_word,
        choices=choices.words,
        on_track_choices=choices.meaning(Meaning.ON_TRACK),
    )
    return replace(own, statuses=(status,))


@pytest.mark.parametrize("city", packaged_cities())
def test_every_figure_of_every_citys_papers_is_said_in_a_sentence(city: str) -> None:
    profile = profile_of(city)
    summary = in_words_of(profile)
    for path in (path for paper in profile.papers for path in paper.figures.values()):
        asked = put(put(parse(path), "{群}", f"{profile.levels[0]}=部分"), "{項目}", "1")
        asked = put(asked, "{年度}", profile.round().years[-1].label)
        sentence = explain(asked, summary)
        assert sentence != write(asked), path
        assert not set("{}[]") & set(sentence), path
