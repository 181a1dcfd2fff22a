"""Choices declared once give the forms' lists, the counting, the ratings, the change, the papers' words.

Every number here can be counted by hand from the runs of answers of `answered`.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.settings_book import change_settings
from tests.steps.rated_city import (
    FIRST_ROUND,
    ITEMS,
    LAST,
    LIST,
    ROUND,
    answer_round,
    drop_choice,
    make_rated_city,
    runs,
)
from toolkit.books.proof import Proof
from toolkit.desk.issue.lists import iter_impossible_lists, iter_list_differences
from toolkit.desk.issue.orders import prepare
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import CONSOLIDATED, ISSUED, Workspace, load_workspace
from toolkit.model.errors import OfficeErrors
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.generate import generate
from toolkit.steps.report import Reported, report

LAST_YEAR = {
    "実績値": runs((125, 10), (100, 15), (85, 35), (10, 8), ("検討中", 1)),
    "達成": runs((None, 68), ("未定", 1)),
    "進捗": runs(("順調", 30), ("やや遅れ", 10), ("遅れ", 3), ("休止", 2), ("対象外", 24)),
}
"""By the bands of every year: S 10, A 15, B 35, C 8, none for 検討中."""
THIS_YEAR = {
    "実績値": runs((130, 5), (125, 20), (75, 35), (10, 8), ("見直し済み", 1)),
    "達成": runs((None, 68), ("「達成」", 1)),
    "進捗": runs(("順調", 19), ("予定 どおり", 1), ("やや遅れ", 15), ("遅れ", 8), ("対象外", 26)),
}
"""By those of R6: S 5, A 20 + the milestone, B 35, C 8. On track 20 of 69 − 26 = 43: 46.51…%."""


class City(NamedTuple):
    """つきみ市 with both years consolidated."""

    workspace: Workspace
    first: Consolidated
    second: Consolidated

    @property
    def document(self) -> Any:
        path = self.workspace.folder(CONSOLIDATED, self.workspace.profile.round(ROUND)) / "取りまとめ表.json"
        return json.loads(path.read_text("utf-8"))

    def status(self, name: str) -> Any:
        return next(one for one in self.document["statuses"] if one["field"] == name)


def answered(year: dict[str, list[object]]) -> dict[int, tuple[object, ...]]:
    return {item: tuple(column[item - 1] for column in year.values()) for item in ITEMS}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    root = tmp_path_factory.mktemp("rated")
    workspace = make_rated_city(root / "city")
    first = answer_round(workspace, FIRST_ROUND, answered(LAST_YEAR), root / "R5")
    workspace = drop_choice(workspace, "休止")
    second = answer_round(workspace, ROUND, answered(THIS_YEAR), root / "R6")
    return City(workspace, first, second)


def test_every_form_offers_the_choices_in_its_open_cells_alone(city: City) -> None:
    (book,) = city.workspace.folder(ISSUED, city.workspace.profile.round(ROUND)).glob("*.xlsx")
    rules = openpyxl.load_workbook(book)["1"].data_validations.dataValidation
    assert {str(rule.sqref): rule.formula1 for rule in rules} == {
        "B8": '"順調,遅れ"',
        "C6": '"目標達成,未達成,未定"',
        "C8": '"順調,やや遅れ,遅れ,対象外"',
    }


def test_what_stands_outside_the_denominator_is_counted_and_no_share_is_of_it(city: City) -> None:
    status = city.status("年次_進捗")
    assert status["total"] == {"順調": 20, "やや遅れ": 15, "遅れ": 8, "対象外": 26}
    assert status["on_track"] == {"count": 20, "of": 43, "share": "46.5%"}
    assert (status["outside"], sum(status["total"].values())) == (["対象外"], 69)


def test_the_rate_gives_the_rating_by_the_bands_of_its_year(city: City) -> None:
    ratings = city.status("年次_評価")
    assert ratings["total"] == {"S": 5, "A": 21, "B": 35, "C": 8}
    assert ratings["on_track"] == {"count": 26, "of": 69, "share": "37.7%"}


def test_two_axes_of_69_items_stand_side_by_side_each_with_its_change(city: City) -> None:
    progress, ratings = city.document["statuses"]
    assert (progress["field"], ratings["field"]) == ("年次_進捗", "年次_評価")
    assert city.document["status"] == {key: progress[key] for key in progress if key != "field"}
    assert progress["changes"]["total"] == {"順調": -10, "やや遅れ": 5, "遅れ": 5, "対象外": 2, "休止": -2}
    assert ratings["changes"]["total"] == {"S": -5, "A": 6, "B": 0, "C": 0}
    groups = {one["path"][0]: one["counts"] for one in progress["changes"]["groups"] if one["by"] == "柱"}
    assert groups["便利なまち"] == {"順調": -10, "やや遅れ": 5, "遅れ": 5, "対象外": 0, "休止": 0}
    assert groups["続くまち"] == {"順調": 0, "やや遅れ": 0, "遅れ": 0, "対象外": 2, "休止": -2}


def test_without_a_round_before_a_change_is_none_and_says_why(city: City) -> None:
    changes = city.first.summary.statuses[0].changes
    assert set(changes.total.values()) == {None}
    assert changes.why == "照会シートの「前の照会」が空欄のため、増減は出しません。"
    assert not any("増減" in line for line in city.first.iter_lines(city.workspace.root))


def test_a_flag_in_the_citys_words_is_judged_and_stays_a_mark_in_the_json(city: City) -> None:
    verdict = next(one for one in city.document["verdicts"] if one["item_id"] == str(LAST))
    assert (verdict["flag"], verdict["rate"]) == ("○", "100.0%")
    assert verdict["why"].endswith("所属が「目標達成」と判定しました。")
    total = city.document["indicators"]["total"]
    assert (total["achieved"], total["missed"], total["undecided"]) == (26, 43, 0)


def shown(city: City, sheet: str) -> list[list[object]]:
    book = openpyxl.load_workbook(city.second.path, data_only=True)
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


def test_the_master_shows_both_axes_with_last_years_counts_and_the_choice_that_is_gone(city: City) -> None:
    overview = shown(city, "概要")
    at = overview.index(["進捗", "件数", "前回", "増減"])
    assert overview[at + 1 : at + 7] == [
        ["順調", 20, 30, -10],
        ["やや遅れ", 15, 10, 5],
        ["遅れ", 8, 3, 5],
        ["対象外", 26, 24, 2],
        ["休止", 0, 2, -2],
        ["順調（43取組中 46.5%、対象外を除く）", 20, 30, -10],
    ]
    at = overview.index(["評価", "件数", "前回", "増減"])
    assert overview[at + 1] == ["S", 5, 10, -5]
    assert len([row for row in shown(city, "評価") if "達成率から" in row]) == 69
    formats = openpyxl.load_workbook(city.second.path)["概要"]
    assert "▲" in {cell.number_format[7:8] for row in formats.iter_rows() for cell in row}


@pytest.fixture(scope="module")
def papers(city: City) -> Reported:
    return report(
        city.workspace, city.workspace.profile.round(ROUND), Meeting("委員会", dt.date(2025, 6, 27))
    )


def test_papers_print_the_citys_words_the_computed_rating_and_a_decrease_with_its_sign(
    papers: Reported,
) -> None:
    sheet = openpyxl.load_workbook(papers.papers[0])[LIST]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=4)]
    assert rows == [[str(n), "●", "目標達成", "S"] for n in range(1, 6)]  # ● for ○, nothing for 未達成
    assert [sheet[ref].value for ref in ("A1", "B1", "C1")] == [-10, -5, 0]
    assert sheet["A1"].number_format == '#,##0;"▲"#,##0'


def test_the_grounds_say_since_when_it_changed_and_why_an_item_is_rated_so(papers: Reported) -> None:
    book = openpyxl.load_workbook(papers.grounds)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert f"進捗が「順調」の取組の数の、照会「{FIRST_ROUND}」からの増減" in texts
    assert "達成率130.0%が130%以上のため、Sです。" in texts


def test_an_items_own_sheet_prints_the_same_words(papers: Reported) -> None:
    book = openpyxl.load_workbook(papers.papers[0])
    assert [book["1"][ref].value for ref in ("C6", "C8", "C9")] == ["目標達成", "順調", "S"]
    assert [book["69"][ref].value for ref in ("C5", "C6", "C9")] == ["見直し済み", "目標達成", "A"]
    assert book["20"]["C8"].value == "順調"  # typed 予定 どおり


def test_without_a_round_before_the_papers_leave_the_change_blank(city: City) -> None:
    done = report(
        city.workspace, city.workspace.profile.round(FIRST_ROUND), Meeting("", dt.date(2024, 6, 27))
    )
    sheet = openpyxl.load_workbook(done.papers[0])[LIST]
    assert [sheet[ref].value for ref in ("A1", "B1", "C1")] == [None, None, None]


def test_a_round_before_that_was_never_consolidated_is_said_and_never_0(city: City, tmp_path: Path) -> None:
    root = Path(shutil.copytree(city.workspace.root, tmp_path / "city"))
    shutil.rmtree(root / CONSOLIDATED / FIRST_ROUND)
    workspace = load_workspace(root)
    done = consolidate(workspace, workspace.profile.round(ROUND))
    why = f"前の照会「{FIRST_ROUND}」の取りまとめ表がまだないため、増減は空欄です。"
    told = [line.strip() for line in done.iter_lines(root) if "増減" in line]
    assert told == [f"進捗: {why}", f"評価: {why}"]
    assert [part["changes"]["total"]["S"] for part in done.summary.as_json()["statuses"][1:]] == [None]
    made = report(workspace, workspace.profile.round(ROUND), Meeting("", dt.date(2025, 6, 27)))
    assert [line.strip() for line in made.iter_lines(root) if "増減" in line] == told
    sheet = openpyxl.load_workbook(done.path)["概要"]
    assert [cell.value for row in sheet.iter_rows() for cell in row].count(why) == 2


def test_case_s10_a_forms_list_that_is_not_the_offices_is_told_before_anything_is_issued(city: City) -> None:
    job = prepare(city.workspace, city.workspace.profile.round(ROUND), Proof())
    (told,) = iter_list_differences(job.round, job.forms)
    assert told.what == (
        "「年次_進捗」の一覧（順調、遅れ）が、選択肢シートの選択肢（順調、やや遅れ、遅れ、対象外）と違います。"
    )
    assert (told.file, told.sheet, told.cell) == ("シート.xlsx", "シート", "C8")
    assert list(iter_impossible_lists(job.round, job.forms)) == []


def test_case_s10_choices_no_cell_can_offer_stop_the_issue_with_their_cell(tmp_path: Path) -> None:
    workspace = make_rated_city(tmp_path / "city")
    change_settings(workspace.root, lambda rows: rows["選択肢"][3].update(選択肢="順調,または完了"))
    workspace = load_workspace(workspace.root)
    with pytest.raises(OfficeErrors) as stopped:
        generate(workspace, workspace.profile.round(ROUND))
    (told,) = stopped.value.errors
    assert (told.file, told.sheet, told.cell) == ("設定.xlsx", "選択肢", "B7")
    assert told.what.startswith("「年次_進捗」: 選択肢「順調,または完了」は入力規則に入れられません")


def test_what_the_round_before_said_of_a_flag_is_told_in_the_citys_words(city: City, tmp_path: Path) -> None:
    root = Path(shutil.copytree(city.workspace.root, tmp_path / "city"))
    master = root / CONSOLIDATED / FIRST_ROUND / "取りまとめ表.json"
    document = json.loads(master.read_text("utf-8"))
    document["verdicts"][0] |= {"year": "R6", "flag": "×"}  # as a forecast for R6 would have it
    master.write_text(json.dumps(document), "utf-8")
    workspace = load_workspace(root)
    done = report(workspace, workspace.profile.round(ROUND), Meeting("", dt.date(2025, 6, 27)))
    book = openpyxl.load_workbook(done.grounds)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {text for text in texts if " → 目標達成" in text} == {"未達成 → 目標達成"}
    assert not any("× → " in text for text in texts)
