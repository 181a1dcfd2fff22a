"""設定.xlsx is read strictly: what a clerk types becomes settings, what is wrong is named with its cell."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.settings_book import (
    SCHEMA,
    Typed,
    ask,
    basic,
    change_settings,
    profile_of,
    toy_settings,
    write_settings,
)
from toolkit.books.register.settings import load_profile, read_settings
from toolkit.desk.packaged import packaged_cities
from toolkit.model.choices import Band, Choice, Choices, Meaning
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.profile import SETTINGS, Judging, Profile
from toolkit.model.years import FiscalYear

R5, R6, R7 = FiscalYear(2023), FiscalYear(2024), FiscalYear(2025)
ROUND = "R6_実績"


def load(path: Path, change: Callable[[Typed], object] = lambda _: None) -> Profile:
    write_settings(path / SETTINGS, toy_settings())
    return load_profile(read_settings(change_settings(path, change)), json.loads(SCHEMA.read_text("utf-8")))


def refused(path: Path, change: Callable[[Typed], object]) -> OfficeError:
    """Give the one mistake that a change makes."""
    with pytest.raises(OfficeErrors) as stopped:
        load(path, change)
    (mistake,) = stopped.value.errors
    assert mistake.file == "設定.xlsx"
    return mistake


def test_settings_are_typed(tmp_path: Path) -> None:
    profile = load(tmp_path)
    round_ = profile.round()
    assert (profile.city, profile.levels, profile.effect_unit) == ("うみべ市", ("柱",), "千円")
    assert (round_.id, round_.years, round_.edition) == (ROUND, (R6,), R6)
    assert (round_.deadline, round_.writers) == (dt.date(2025, 5, 30), ("所属",))
    first = round_.asks[0]
    assert (first.field.key, first.years, first.required) == ("year.result", (R6,), True)
    assert profile.form("シート").cover == "はじめに"
    assert profile.choices["year.status"] == Choices(
        (Choice("順調", (), Meaning.ON_TRACK), Choice("遅れ", (), Meaning.OFF_TRACK))
    )
    assert [field.name for field in profile.counted] == ["年次_進捗"]


@pytest.mark.parametrize("city", packaged_cities())
def test_the_packaged_cities_settings_can_be_read(city: str) -> None:
    profile = profile_of(city)
    assert profile.round().id == profile.current_round
    assert [writer.name for writer in profile.writers] == ["所属", "事務局", "委員会"]


# -- in every way staff write it


@pytest.mark.parametrize(
    "typed",
    [
        "2024/6/7",
        "2024-06-07",
        "令和6年6月7日",
        "令和６年６月７日",
        "R6.6.7",
        "Ｒ６．６．７",
        dt.date(2024, 6, 7),
    ],
)
def test_case_S17_a_deadline_is_read_in_every_way_staff_write_it(tmp_path: Path, typed: object) -> None:
    profile = load(tmp_path, lambda rows: rows["照会"][0].update(期限=typed))
    assert profile.round().deadline == dt.date(2024, 6, 7)


@pytest.mark.parametrize("typed", ["R6、R7", "令和6年度，令和7年度", "Ｒ６\nＲ７", "2024年度、2025年度"])
def test_several_years_stand_in_one_cell(tmp_path: Path, typed: str) -> None:
    assert load(tmp_path, lambda rows: rows["照会"][0].update(年度=typed)).round().years == (R6, R7)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("その年", (R6,)),
        ("前年", (R5,)),
        ("翌年", (R7,)),
        ("-1", (R5,)),
        ("－１", (R5,)),
        ("＋1", (R7,)),
        ("すべて", None),
    ],
)
def test_a_round_may_ask_for_other_years(tmp_path: Path, typed: str, years: object) -> None:
    profile = load(tmp_path, lambda rows: rows["照会項目"][0].update(年度=typed))
    assert profile.round().asks[0].years == years


@pytest.mark.parametrize("typed", ["80", "８０", "80%", "80％", 80])
def test_a_rate_is_read_in_every_way_staff_write_it(tmp_path: Path, typed: object) -> None:
    profile = load(tmp_path, lambda rows: rows["判定"][0].update(達成とする率=typed))
    assert profile.judging_of(R6).threshold == 80


def test_a_year_is_judged_by_what_its_row_fills_and_else_by_the_row_of_all(tmp_path: Path) -> None:
    own = {"年度": "令和7年度", "達成とする率": "99.5", "達成率の端数": "切捨て", "割合の桁": 1}
    own |= {"割合の端数": "切捨て", "目標のない指標": "達成に含める"}
    profile = load(tmp_path, lambda rows: rows["判定"].append(own))
    assert profile.judging_of(R6) == Judging(Decimal(100), 1)
    assert profile.judging_of(R7) == Judging(
        Decimal("99.5"), 1, truncate=True, unset_achieved=True, share_digits=1, share_truncate=True
    )


@pytest.mark.parametrize("typed", ["R5～R7", "令和5年度〜令和7年度", "Ｒ５-Ｒ７", "R5からR7"])
def test_the_period_of_the_plan_is_read_in_every_way_staff_write_it(tmp_path: Path, typed: str) -> None:
    assert load(tmp_path, lambda rows: basic(rows, "計画期間", typed)).period == (R5, R6, R7)
    assert load(tmp_path, lambda rows: basic(rows, "計画期間", "R6")).period == (R6,)
    wrong = refused(tmp_path, lambda rows: basic(rows, "計画期間", "R7～R5"))
    assert (wrong.sheet, wrong.what) == ("基本", "「R7～R5」は期間として読めません。")


def test_cells_may_begin_with_what_another_round_or_field_holds(tmp_path: Path) -> None:
    def change(rows: Typed) -> None:
        rows["照会項目"][0]["初期表示"] = "照会「R6_上半期」"
        rows["照会項目"].append(ask(ROUND, "年次_掲載文", by="事務局", prefill="欄「年次_取組実績」"))

    asks = load(tmp_path, change).round().asks
    assert (asks[0].prefill, asks[0].source) == ("R6_上半期", None)
    assert (asks[-1].prefill, asks[-1].source and asks[-1].source.name) == ("", "年次_取組実績")


def test_who_evaluates_is_a_row_and_answers_after_those_above_it(tmp_path: Path) -> None:
    def change(rows: Typed) -> None:
        rows["回答・評価主体"].append({"名前": "行革審議会", "敬称": "様"})
        rows["照会項目"].append(ask(ROUND, "年次_進捗", by="行革審議会"))
        rows["照会項目"].append(ask(ROUND, "年次_進捗", by="委員会"))

    profile = load(tmp_path, change)
    assert profile.round().writers == ("所属", "委員会", "行革審議会")
    assert profile.writers[-1].honorific == "様"


def test_a_choice_may_have_synonyms_a_meaning_and_bands_by_year(tmp_path: Path) -> None:
    typed: list[dict[str, object]] = [
        {
            "欄": "年次_評価",
            "選択肢": "S",
            "同じ意味の語": "Ｓ評価、特Ａ",
            "数え方": "順調",
            "達成率（以上）": 120,
        },
        {"欄": "年次_評価", "選択肢": "S", "年度": "R7", "達成率（以上）": 110},
        {"欄": "年次_評価", "選択肢": "対象外", "数え方": "分母に入れない"},
    ]
    choices = load(tmp_path, lambda rows: rows["選択肢"].extend(typed)).choices["year.evaluation"]
    assert choices.all == (
        Choice("S", ("Ｓ評価", "特Ａ"), Meaning.ON_TRACK),
        Choice("対象外", (), Meaning.OUTSIDE),
    )
    assert choices.bands == (Band("S", Decimal(120)), Band("S", Decimal(110), R7))


PAPER: Mapping[str, object] = {"資料番号": "資料1", "名称": "総括", "様式ファイル": "会議資料/総括.xlsx"}


def with_paper(*conditions: Mapping[str, object], **more: object) -> Callable[[Typed], object]:
    def change(rows: Typed) -> None:
        rows["資料"] = [{**PAPER, **more}]
        rows["資料の条件"] = [{"資料": "資料1", "シート": "一覧", **one} for one in conditions]

    return change


def test_a_paper_is_made_for_every_round_unless_it_names_some(tmp_path: Path) -> None:
    of_all, of_one = load(tmp_path, with_paper()), load(tmp_path, with_paper(照会="R6_上半期"))
    assert [len(of_all.papers_of(one)) for one in of_all.rounds] == [1, 1]
    assert [len(of_one.papers_of(one)) for one in of_one.rounds] == [0, 1]


def test_a_sheet_may_have_one_set_of_conditions_or_several(tmp_path: Path) -> None:
    flag = {"欄": "指標_達成", "語": "×、未"}
    one = load(tmp_path, with_paper(flag)).papers[0].only["一覧"]
    several = load(
        tmp_path,
        with_paper({**flag, "組": 1}, {"欄": "指標_種別", "語": "「A、B」", "組": 2}, {**flag, "組": 2}),
    ).papers[0]
    names = [{field.name: words for field, words in group.items()} for group in several.only["一覧"]]
    assert [{field.name: words for field, words in group.items()} for group in one] == [
        {"指標_達成": ("×", "未")}
    ]
    assert names == [
        {"指標_達成": ("×", "未")},
        {"指標_種別": ("A、B",), "指標_達成": ("×", "未")},
    ]


# -- what is wrong is named, with its cell and the nearest right word


@pytest.mark.parametrize(
    ("change", "cell", "said", "mend"),
    [
        (lambda s: basic(s, "現在の照会", "R6_実積"), "", "「R6_実積」は照会シートにありません", "R6_実績"),
        (lambda s: basic(s, "市", "うみ/べ市"), "", "「うみ/べ市」は、フォルダ", "改行を含まず"),
        (lambda s: s["照会"][0].update(様式="シー卜"), "E4", "「シー卜」は様式シートにありません", "シート"),
        (lambda s: s["照会"][0].update(年度="令和六年度"), "B4", "「令和六年度」は年度として", "R6"),
        (lambda s: s["照会"][0].update(期限="2024/13/1"), "F4", "2024/13/1", "2024/5/31"),
        (lambda s: s["照会項目"][1].update(欄="指標_実積値"), "B5", "「指標_実積値」という欄", "指標_実績値"),
        (lambda s: s["照会項目"][1].update({"回答・評価主体": "所属課"}), "D5", "「所属課」は", "所属"),
        (lambda s: s["照会項目"][1].update(必須="要"), "E5", "「要」は使えない言葉", "任意"),
        (lambda s: s["照会項目"][1].update(年度="今年"), "C5", "「今年」は使えない言葉", "その年"),
        (
            lambda s: s["照会項目"][1].update(初期表示="前回"),
            "F5",
            "「前回」は使えない言葉",
            "照会「R5_見込み」",
        ),
        (
            lambda s: s["照会項目"][1].update(初期表示="欄「年次_取組実績」"),
            "F5",
            "所属に聞く欄には使えません",
            "なし",
        ),
        (lambda s: s["判定"][0].update(達成とする率="百"), "B4", "百", "80"),
        (lambda s: s["判定"][0].update(達成率の桁="1.5"), "C4", "「1.5」は、小数点より下の桁", "整数"),
        (lambda s: s["判定"][0].update({"桁の確認の倍率": 1}), "H4", "「1」は、桁を確かめる倍率", "2以上"),
        (lambda s: s["判定"][0].update(達成率の端数="切上げ"), "D4", "「切上げ」は使えない言葉", "切捨て"),
        (
            lambda s: s["選択肢"].append({"欄": "年次_計画", "選択肢": "多い"}),
            "A6",
            "一覧から選ぶ欄ではありません",
            "達成",
        ),
        (
            lambda s: s["選択肢"][1].update(同じ意味の語="順 調"),
            "C5",
            "「順調」と「遅れ」の両方に",
            "一方だけ",
        ),
        (lambda s: s["様式"][0].update(作り方="項目毎"), "E4", "「項目毎」は使えない言葉", "項目ごと"),
        (
            lambda s: s["様式"][0].update(だれの="審議会"),
            "F4",
            "「審議会」は回答・評価主体シート",
            "合わせて",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(
    tmp_path: Path, change: Callable[[Typed], object], cell: str, said: str, mend: str
) -> None:
    mistake = refused(tmp_path, change)
    assert said in mistake.what
    assert mend in mistake.mend
    assert mistake.cell == cell or not cell


@pytest.mark.parametrize(
    ("id_", "said"),
    [("Ｒ６_実績", "「Ｒ６_実績」の行が2つあります"), ("R6|上半期", "「R6|上半期」は、フォルダやファイル")],
)
def test_a_round_needs_a_name_of_its_own_that_a_folder_may_have(tmp_path: Path, id_: str, said: str) -> None:
    with pytest.raises(OfficeErrors) as stopped:
        load(tmp_path, lambda s: s["照会"][1].update(照会=id_))
    assert ("照会", "A5") in [(one.sheet, one.cell) for one in stopped.value.errors if said in one.what]


@pytest.mark.parametrize("name", ["総括", "総括Ａ", "総括a"])
def test_two_papers_cannot_be_one_file(tmp_path: Path, name: str) -> None:
    other: dict[str, object] = {**PAPER, "名称": name.replace("Ａ", "A").replace("a", "A")}

    def change(rows: Typed) -> None:
        rows["資料"] = [{**PAPER, "名称": name}, other]

    assert "が2つあります" in str(refused(tmp_path, change))


@pytest.mark.parametrize(
    ("conditions", "more", "why"),
    [
        ([{"欄": "資料_会議", "語": "第1回"}], {}, "「資料_会議」は、項目の欄ではありません"),
        ([{"欄": "記入_所属", "語": "総務課"}], {}, "「記入_所属」は、項目の欄ではありません"),
        ([{"欄": "指標_達成"}], {}, "「語」が空欄です"),
        ([{"欄": "指標_達成", "語": "×", "資料": "資料7"}], {}, "資料「資料7」がありません"),
        ([], {"照会": "R8_見込み"}, "「R8_見込み」は照会シートにありません"),
        ([], {"作り方": "階層2ごと"}, "当たる階層が、この計画にはありません"),
    ],
)
def test_a_paper_that_could_not_be_made_is_refused(
    tmp_path: Path, conditions: list[Mapping[str, object]], more: dict[str, object], why: str
) -> None:
    assert why in str(refused(tmp_path, with_paper(*conditions, **more)))


def test_every_mistake_is_told_in_one_pass(tmp_path: Path) -> None:
    def change(rows: Typed) -> None:
        basic(rows, "市", "")
        rows["照会"][0]["期限"] = ""
        rows["照会項目"][0]["欄"] = "取組実績"
        rows["判定"][0]["達成とする率"] = 0

    with pytest.raises(OfficeErrors) as stopped:
        load(tmp_path, change)
    assert {(one.sheet, one.cell) for one in stopped.value.errors} == {
        ("基本", "B4"),
        ("照会", "F4"),
        ("照会項目", "B4"),
        ("判定", "B4"),
    }


def test_case_S3_a_sheet_or_heading_that_nothing_reads_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = write_settings(tmp_path / "設定.xlsx", toy_settings())
    book = openpyxl.load_workbook(path)
    book["判定"]["B3"] = "達成とする達率"
    book["チェック条件"].title = "チエック条件"
    book.save(path)
    with pytest.raises(OfficeErrors) as stopped:
        read_settings(path)
    said = str(stopped.value)
    assert "見出し「達成とする達率」はこのシートの見出しにありません" in said
    assert "もしかして「達成とする率」" in said
    assert "シート「チェック条件」がありません" in said
    assert "もしかして「チエック条件」" in said


def test_an_unknown_round_or_form_is_told_what_there_is(tmp_path: Path) -> None:
    profile = load(tmp_path)
    with pytest.raises(OfficeError, match="ある照会: R6_実績、R6_上半期"):
        profile.round("R5_実績")
    with pytest.raises(OfficeError, match="様式「別紙」がありません"):
        profile.form("別紙")


def test_case_R19_how_many_times_off_is_asked_about_is_set_per_year(tmp_path: Path) -> None:
    def change(rows: Typed) -> None:
        rows["判定"][0]["桁の確認の倍率"] = 50
        rows["判定"].append({"年度": "R7", "桁の確認の倍率（効果額）": 20, "桁の確認の倍率（%）": 30})

    profile = load(tmp_path, change)
    of = [(one.slip, one.slip_amount, one.slip_percent) for one in map(profile.judging_of, (R6, R7))]
    assert of == [tuple(map(Decimal, one)) for one in ((50, 10, 10), (50, 20, 30))]
