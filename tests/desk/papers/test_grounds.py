"""根拠.xlsx of うみべ市: what changed since the last round, what the office corrected, texts apart."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.settings_book import TOY, basic, change_settings, table, toy_settings, write_settings
from tests.steps.test_report import CELLS, NAMES, PAPERS, make, make_template
from tests.steps.toy_city import GOOD, fill, fill_all, make_city
from toolkit.books.reading.reader import read_book
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.profile import SETTINGS
from toolkit.steps import decide
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason, Spot
from toolkit.steps.generate import generate
from toolkit.steps.report import Reported

ROUNDS = table("""
    照会|年度|版|様式|期限
    R6_見込み|R6|R6|シート|2025/3/14
    R6_実績|R6|R6|シート|2025/5/30
    R7_実績|R7|R6|シート|2026/5/29
""")
ASKED = [row for row in TOY["照会項目"] if row["照会"] == "R6_実績"]
FIGURES = table("""
    資料|名称|式
    資料1|見込計|効果額.効果見込額.{年度}
    資料1|見込みの達成|R6_見込み: 指標.達成
""")
SHOWN = {
    **CELLS,
    "C6": "{指標_実績値}",
    "D6": "{指標_達成}",
    "E6": "{指標_達成率}",
    "F6": "{年次_取組実績}",
    "A9": "見込 {数値_見込計}",
    "A10": "{数値_見込みの達成}",
}
FIELDS = {
    **NAMES,
    "資料_通し番号": "G6",
    "ブロック_階層1": "A5:G5",
    "ブロック_行": "A6:G6",
    "ブロック_なし": "A7:G7",
}


@pytest.fixture(scope="module")
def two_rounds_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two_rounds")
    root = make_city(folder / "city").root
    asks = [{**row, "照会": one["照会"]} for one in ROUNDS for row in ASKED]
    papers = {**PAPERS, "資料掲載数値": [*PAPERS["資料掲載数値"], *FIGURES]}
    basics = {"現在の照会": "R6_見込み"}
    write_settings(root / SETTINGS, toy_settings(基本=basics, 照会=ROUNDS, 照会項目=asks, **papers))
    workspace = load_workspace(root)
    make_template(workspace, SHOWN, FIELDS)
    forecast = {**GOOD["総務課"]["1-①"], "B8": 10, "B11": 100}
    answer(workspace, {"1-①": forecast}, folder / "見込み")
    answer(with_current(workspace, "R6_実績"), GOOD["総務課"], folder / "実績")
    return root


@pytest.fixture
def two_rounds(two_rounds_once: Path, tmp_path: Path) -> Workspace:
    """うみべ市 with a forecast (R6_見込み) in which 窓口 counted 10 and saved 100, then R6_実績 with GOOD.

    Forecast: three indicators ○, 100 + 250 = 350 saved; the answers of R6_実績 are in, consolidated.
    """
    return load_workspace(Path(shutil.copytree(two_rounds_once, tmp_path / "city")))


def with_current(workspace: Workspace, round_: str) -> Workspace:
    """Choose the round that is going on now."""
    change_settings(workspace.root, lambda settings: basic(settings, "現在の照会", round_))
    return load_workspace(workspace.root)


def answer(workspace: Workspace, reform: Mapping[str, Mapping[str, str | int | None]], folder: Path) -> None:
    """Issue the current round, answer it with GOOD but for 総務課, consolidate."""
    round_ = workspace.profile.round()
    generate(workspace, round_)
    fill_all(workspace, folder)
    fill(workspace, "総務課", reform, folder / "総務課.xlsx")
    collect(workspace, round_, [folder])
    consolidate(workspace, round_)


def listed(done: Reported, sheet: str = "数値") -> list[dict[str, str]]:
    """Give the rows of a sheet of 根拠.xlsx by heading."""
    cells = read_book(done.grounds).sheets[sheet].cells
    headings = {ref[:-1]: cell.raw for ref, cell in cells.items() if ref[1:] == "4"}
    rows: dict[str, dict[str, str]] = {}
    for ref, cell in cells.items():
        if int(ref[1:]) > 4:
            rows.setdefault(ref[1:], {})[headings[ref[0]]] = cell.raw
    return list(rows.values())


def of_item(done: Reported, item_id: str) -> dict[str, dict[str, str]]:
    """Give the first row of each field of an item."""
    rows: dict[str, dict[str, str]] = {}
    for row in listed(done):
        if row.get("項目・区分") == item_id:
            rows.setdefault(row["欄"], row)
    return rows


def changed(done: Reported) -> dict[tuple[str, str], str]:
    return {
        (row["欄"], row.get("項目・区分", "")): row["前回の照会から"]
        for row in listed(done)
        if row.get("前回の照会から")
    }


def test_figures_say_what_they_were_in_the_last_round(two_rounds: Workspace) -> None:
    assert changed(make(two_rounds)) == {
        ("数値_達成", "便利なまち"): "2 → 1",
        ("数値_実績", "便利なまち"): "350 → 370",
        ("数値_達成計", ""): "3 → 2",
        ("数値_実績計", ""): "350 → 370",
        ("指標_実績値", "1-①"): "10 → 8",
        ("指標_達成", "1-①"): "○ → ×",
        ("指標_達成率", "1-①"): "100.0% → 80.0%",
    }


def test_the_title_says_with_which_round_and_how_many_changed(two_rounds: Workspace) -> None:
    note = read_book(make(two_rounds).grounds).sheets["数値"].cells["A2"].raw
    assert "前回の照会「R6_見込み」から変わったもの 7件。" in note
    assert "前に作った資料" not in note
    note = read_book(make(two_rounds).grounds).sheets["数値"].cells["A2"].raw
    assert "前に作った資料から変わったもの 0件。" in note


def test_a_yearly_figure_is_compared_with_that_of_the_last_rounds_year(two_rounds: Workspace) -> None:
    workspace = with_current(two_rounds, "R7_実績")
    generate(workspace, workspace.profile.round())
    consolidate(workspace, workspace.profile.round())
    found = changed(make(workspace))
    # Planned and counted: 400 in R6, 600 in R7. No answer of R7 came in, so nothing of an item changed.
    assert found["数値_見込計", ""] == "400 → 600"
    assert not [field for field, _ in found if field.startswith("指標")]


def test_the_first_round_is_compared_with_none(two_rounds: Workspace) -> None:
    done = make(with_current(two_rounds, "R6_見込み"))
    assert changed(done) == {}
    assert "前回の照会" not in read_book(done.grounds).sheets["数値"].cells["A2"].raw


def test_a_figure_of_another_round_says_so_and_has_no_rows_of_this_one(two_rounds: Workspace) -> None:
    row = next(row for row in listed(make(two_rounds)) if row["欄"] == "数値_見込みの達成")
    assert row["数値"] == "3"
    assert row["根拠"] == "照会「R6_見込み」の指標のうち、達成（○）の数"
    assert row["取りまとめ表.json"] == "R6_見込み: indicators.total.achieved"
    assert "もとの行数" not in row


def test_the_rows_of_a_figure_lead_to_what_was_counted(two_rounds: Workspace) -> None:
    done = make(two_rounds)
    achieved = next(row for row in listed(done) if row["欄"] == "数値_達成計")
    rows = [row for row in listed(done, "もとの行") if row["番号"] == achieved["番号"]]
    assert achieved["もとの行数"] == "2行"
    assert [row["項目ID"] for row in rows] == ["1-②", "2-①"]
    assert rows[0]["内容"].startswith("「来場者」実績値1,200は目標値1,000の120.0%")


def test_what_was_typed_is_told_from_what_was_planned_and_judged(two_rounds: Workspace) -> None:
    rows = of_item(make(two_rounds), "1-①")
    typed = rows["指標_実績値"]
    assert typed["根拠"] == "指標「統合した窓口」の令和6年度の実績値：回答のとおり"
    assert typed["回答"].endswith(" B8")
    assert rows["指標_達成"]["根拠"].startswith("実績値8は目標値10の80.0%で")
    assert rows["指標_達成"]["回答"] == typed["回答"]


def test_answers_in_sentences_stand_on_a_sheet_of_their_own(two_rounds: Workspace, tmp_path: Path) -> None:
    done = make(two_rounds)
    assert not [row for row in listed(done) if row["欄"] == "年次_取組実績"]
    texts = {row["項目・区分"]: row for row in listed(done, "文章")}
    assert texts["1-②"]["文章"] == "市場を開放した。"
    assert texts["1-②"]["根拠"] == "令和6年度の取組実績：回答のとおり"
    again = {**GOOD["総務課"]["1-①"], "B12": "窓口を一つにした。"}
    late = fill(two_rounds, "総務課", {"1-①": again}, tmp_path / "後から.xlsx")
    collect(two_rounds, two_rounds.profile.round(), [late])
    consolidate(two_rounds, two_rounds.profile.round())
    marks = {row["項目・区分"]: row.get("前回の資料から") for row in listed(make(two_rounds), "文章")}
    assert marks == {"1-①": "書き直し", "1-②": None, "2-①": None}


def test_what_the_office_corrected_is_not_said_to_be_as_answered(two_rounds: Workspace) -> None:
    spot, reason = Spot("1-①", "指標_実績値", number=1), Reason("電話で確認")
    decide.correct(two_rounds, two_rounds.profile.round(), spot, "9", reason)
    consolidate(two_rounds, two_rounds.profile.round())
    rows = of_item(make(two_rounds), "1-①")
    assert (
        rows["指標_実績値"]["根拠"]
        .partition("：")[2]
        .startswith("事務局修正（回答は「8」、理由: 電話で確認（")
    )
    assert rows["指標_実績値"]["前回の照会から"] == "10 → 9"


def test_a_running_number_is_no_figure(two_rounds: Workspace) -> None:
    done = make(two_rounds)
    assert {ref: cell.raw for ref, cell in read_book(done.papers[0]).sheets["様式"].cells.items()}[
        "G6"
    ] == "1"
    assert not [row for row in listed(done) if row["欄"] == "資料_通し番号"]
