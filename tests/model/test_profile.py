"""A city's settings are checked when they are read, and what is wrong is named."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.errors import OfficeError
from toolkit.model.profile import Judging, Profile, load_profile
from toolkit.model.years import FiscalYear

FIELDS = load_base_fields()
SETTINGS = """
city = "うみべ市"
plan = "改革プラン"
item_word = "取組"
levels = ["柱"]
effect_unit = "千円"
office = "総務部 改革室"
current_round = "R6_実績"

[judging]
threshold = 90

[judging.R7]
threshold = 99.5
rounding = "切捨て"
share_digits = 1
share_rounding = "切捨て"
unset = "達成に含める"

[statuses]
field = "年次_進捗"
choices = ["順調", "遅れ"]
on_track = ["順調"]

[[form]]
name = "シート"
file = "シート.xlsx"
sheet = "シート"
cover = "はじめに"
per = "item"

[[round]]
id = "R6_実績"
years = ["R6"]
edition = "R6"
form = "シート"
deadline = 2025-05-30
asks = [{ field = "指標_実績値", year = "0", by = "所属", required = true, prefill = "none" }]

[[round]]
id = "R7_見込み"
years = ["R6", "R7"]
edition = "R7"
form = "シート"
deadline = 2025-11-28
asks = [{ field = "年次_取組実績", year = "-1", by = "所属", required = false, prefill = "none" }]
"""
DATA = tomllib.loads(SETTINGS)
R5, R6, R7 = FiscalYear(2023), FiscalYear(2024), FiscalYear(2025)


def changed(change: Callable[[dict[str, Any]], object]) -> Profile:
    data = copy.deepcopy(DATA)
    change(data)
    return load_profile(data, FIELDS)


def refused(change: Callable[[dict[str, Any]], object]) -> str:
    with pytest.raises(OfficeError) as stopped:
        changed(change)
    assert stopped.value.file == "gyokaku.toml"
    return str(stopped.value)


def test_settings_are_typed() -> None:
    profile = load_profile(DATA, FIELDS)
    round_ = profile.round()
    assert (round_.id, round_.years, round_.edition) == ("R6_実績", (R6,), R6)
    assert round_.deadline == dt.date(2025, 5, 30)
    assert (round_.asks[0].field.key, round_.asks[0].years, round_.asks[0].required) == (
        "indicator.actual",
        (R6,),
        True,
    )
    assert profile.form("シート").cover == "はじめに"
    assert profile.statuses is not None
    assert profile.statuses.on_track == ("順調",)


def test_a_round_may_ask_for_the_year_before() -> None:
    asks = load_profile(DATA, FIELDS).round("R7_見込み").asks
    assert asks[0].years == (R5, R6)


def test_a_year_is_judged_by_its_own_settings_on_top_of_the_general_ones() -> None:
    profile = load_profile(DATA, FIELDS)
    assert profile.judging_of(R6) == Judging(Decimal(90))
    assert profile.judging_of(R7) == Judging(
        Decimal("99.5"), 1, truncate=True, unset_achieved=True, share_digits=1, share_truncate=True
    )
    plain = changed(lambda data: data.pop("judging"))
    assert plain.judging_of(R7) == Judging(Decimal(100), 1, truncate=False, unset_achieved=False)


def test_settings_without_a_status_have_none() -> None:
    assert changed(lambda data: data.pop("statuses")).statuses is None


@pytest.mark.parametrize("key", ["city", "plan", "item_word", "levels", "office", "form", "round"])
def test_a_setting_that_is_missing_is_named(key: str) -> None:
    assert key in refused(lambda data: data.pop(key))


@pytest.mark.parametrize("key", ["id", "years", "edition", "form", "deadline", "asks"])
def test_a_rounds_setting_that_is_missing_is_named(key: str) -> None:
    assert key in refused(lambda data: data["round"][0].pop(key))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["judging"].update(rounding="切上げ"), "rounding は「四捨五入」か「切捨て」です"),
        (
            lambda data: data["judging"].update(share_rounding="切上げ"),
            "share_rounding は「四捨五入」か「切捨て」です",
        ),
        (lambda data: data["judging"].update(unset="無視"), "unset は「分母から除く」か「達成に含める」です"),
        (lambda data: data["judging"].update(threshold="百"), "threshold"),
        (lambda data: data["round"][0].update(years=["令和六年度"]), "令和六年度"),
        (lambda data: data["round"][0].update(deadline="2025-05-30"), "deadline"),
        (lambda data: data["round"][0]["asks"][0].update(field="指標_実積値"), "指標_実積値"),
        (lambda data: data["round"][0]["asks"][0].update(by="所属課"), "所属課"),
        (lambda data: data["round"][0].update(id="R6/上半期"), "R6/上半期"),
        (lambda data: data["round"][0].update(id="R6|実績"), "R6|実績"),
        (lambda data: data["round"][0].update(id=""), "id"),
        (lambda data: data.update(city="うみ|べ市"), "うみ|べ市"),
        (lambda data: data["statuses"].update(field="年次_進ちょく"), "年次_進ちょく"),
        (lambda data: data["statuses"].update(on_track=["概ね順調"]), "概ね順調"),
        (lambda data: data["round"].append(data["round"][0]), "R6_実績"),
    ],
)
def test_a_setting_that_is_wrong_is_quoted(change: Callable[[dict[str, Any]], object], said: str) -> None:
    assert said in refused(change)


def test_a_form_typed_as_one_table_is_refused_with_its_name() -> None:
    assert "form" in refused(lambda data: data.update(form=data["form"][0]))


def test_an_unknown_round_or_form_is_told_what_there_is() -> None:
    profile = load_profile(DATA, FIELDS)
    with pytest.raises(OfficeError, match="ある照会: R6_実績、R7_見込み"):
        profile.round("R5_実績")
    with pytest.raises(OfficeError, match="様式「別紙」がありません"):
        profile.form("別紙")


def test_the_packaged_cities_settings_can_be_read() -> None:
    config = Path(__file__).parents[2] / "config"
    for path in config.glob("*/profile.toml"):
        load_profile(tomllib.loads(path.read_text("utf-8")), FIELDS)


# -- the office's own form, the papers


def test_only_an_office_may_have_a_form_of_its_own() -> None:
    assert "事務局・委員会" in refused(lambda data: data["form"][0].update(by="所属"))
    profile = changed(lambda data: data["form"][0].update(by="事務局"))
    assert profile.has_own_form(profile.round(), "事務局")
    assert not profile.has_own_form(profile.round(), "委員会")


def test_only_an_offices_cells_can_begin_with_what_the_departments_wrote() -> None:
    ask = {"field": "年次_掲載文", "year": "0", "required": False, "prefill": "年次_取組実績"}
    assert "by が事務局・委員会のときだけ" in refused(
        lambda data: data["round"][0]["asks"].append(ask | {"by": "所属"})
    )
    asks = changed(lambda data: data["round"][0]["asks"].append(ask | {"by": "事務局"})).round().asks
    assert (asks[-1].source, asks[-1].prefill) == (FIELDS.by_name["年次_取組実績"], "")


PAPER: dict[str, Any] = {"number": "資料1", "name": "総括", "file": "会議資料/総括.xlsx"}


def with_paper(**more: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.update(paper=[PAPER | more])


def test_a_paper_is_made_for_every_round_unless_it_names_some() -> None:
    of_all, of_one = changed(with_paper()), changed(with_paper(rounds=["R7_見込み"]))
    assert [len(of_all.papers_of(one)) for one in of_all.rounds] == [1, 1]
    assert [len(of_one.papers_of(one)) for one in of_one.rounds] == [0, 1]
    assert "「R8_見込み」という照会はありません" in refused(with_paper(rounds="R8_見込み"))


def test_a_sheet_may_have_one_set_of_conditions_or_several() -> None:
    flag, kind = FIELDS.by_name["指標_達成"], FIELDS.by_name["指標_種別"]
    one = changed(with_paper(only={"一覧": {"指標_達成": "×"}})).papers[0]
    several = changed(
        with_paper(only={"一覧": [{"指標_達成": ["×", "未"]}, {"指標_種別": "各年度"}]})
    ).papers[0]
    assert one.only == {"一覧": ({flag: ("×",)},)}
    assert several.only == {"一覧": ({flag: ("×", "未")}, {kind: ("各年度",)})}
    assert "「指標_たっせい」という欄はありません" in refused(
        with_paper(only={"一覧": {"指標_たっせい": "×"}})
    )


@pytest.mark.parametrize(
    ("only", "why"),
    [
        ({"一覧": {"指標_達成": "〇"}}, "「〇」という語はありません（○、×、未、－）"),
        ({"一覧": {"資料_会議": "第1回"}}, "「資料_会議」は、項目の欄ではありません"),
        ({"一覧": {"記入_所属": "総務課"}}, "「記入_所属」は、項目の欄ではありません"),
        ({"一覧": []}, "only は、シートごとに"),
        ({"一覧": "各年度"}, "only は、シートごとに"),
        ({"一覧": {"指標_達成": []}}, "「指標_達成」の語がありません"),
        ({"一覧": {"指標_単位": 1}}, '"1" のように書きます'),
    ],
)
def test_a_condition_that_nothing_could_hold_is_refused(only: Any, why: str) -> None:
    assert why in refused(with_paper(only=only))


@pytest.mark.parametrize("name", ["総括", "総括Ａ", "総括a"])
def test_two_papers_cannot_be_one_file(name: str) -> None:
    one = {"number": "資料1", "name": name, "file": "会議資料/総括.xlsx"}
    other = one | {"name": name.replace("Ａ", "A").replace("a", "A")}
    assert f"「資料1_{name}」が重なっています" in refused(lambda data: data.update(paper=[one, other]))


def test_a_setting_of_papers_that_does_not_exist_is_named() -> None:
    assert "「round」という設定はありません" in refused(with_paper(round="R6_実績"))
    assert "per の階層が、levels にありません" in refused(with_paper(per="階層2"))  # the plan has one level
