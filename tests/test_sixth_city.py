"""A sixth, invented plan of workbooks and config alone goes through two rounds by the public steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books.lint import lint
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, type_into
from tests.sixth_city import BLOCK_FORM, COVER, FIRST, PLAN_FORM, SECOND, make_sixth_city
from toolkit.books.package.package import Package
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.workspace import Workspace
from toolkit.model.manifest import IssuedBook
from toolkit.model.years import FiscalYear
from toolkit.steps.audit import audit
from toolkit.steps.check import check_file as check
from toolkit.steps.collect import Collected, collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.validate import Validated, validate

TOOLKIT = Path(__file__).parents[1] / "toolkit"

Typed = str | int | Decimal
Answers = Mapping[tuple[str, str, str], Typed]
"""(項目ID, 欄 with #2 for the second indicator or activity, 年度) → what is typed."""
Edits = dict[str, dict[str, Typed]]

FIRST_ANSWERS: Answers = {
    ("1-1-①", "年次_取組実績", "R6"): "申請を増やした。",
    ("1-1-①", "指標_実績値", "R6"): 18,
    ("1-1-①", "活動_実績効果額", "R6"): Decimal("1.2"),
    ("1-1-①", "活動_実績効果額#2", "R6"): "350万円",
    ("1-1-②", "年次_取組実績", "R6"): "紙面を減らした。",
    ("1-1-②", "指標_実績値", "R6"): 80,
    ("1-2-①", "年次_取組実績", "R6"): "窓口を一つにした。",
    ("1-2-①", "指標_実績値", "R6"): 15,
    ("1-2-①", "指標_実績値#2", "R6"): "未（令和7年7月）",
    ("1-2-②", "年次_取組実績", "R6"): "機器を置いた。",
    ("1-2-②", "指標_実績値", "R6"): 55,
    ("2-1-①", "年次_取組実績", "R6"): "催告を早めた。",
    ("2-1-①", "指標_実績値", "R6"): Decimal("97.5"),
    ("1-1-①", "年次_内部評価", "R6"): "S",
    ("1-1-②", "年次_内部評価", "R6"): "C",
    ("1-2-①", "年次_内部評価", "R6"): "A",
    ("1-2-②", "年次_内部評価", "R6"): "A",
    ("2-1-①", "年次_内部評価", "R6"): "B",
    ("2-1-①", "年次_内部評価の理由", "R6"): "あと一歩。",
}
SECOND_ANSWERS: Answers = {
    ("1-1-①", "指標_実績値", "R6"): 21,  # it was to be 18; all other figures of R6 stand as prefilled
    ("1-1-①", "年次_差の原因", "R6"): "年度末に申請が増えたため。",
    ("1-2-①", "指標_実績値#2", "R6"): 82,
    ("1-1-①", "年次_取組実績", "R7"): "画面を入れ替えた。",
    ("1-1-①", "指標_実績値", "R7"): 30,
    ("1-1-①", "活動_実績効果額", "R7"): 2,
    ("1-1-①", "活動_実績効果額#2", "R7"): Decimal("4.5"),
    ("1-1-②", "年次_取組実績", "R7"): "閲覧を数えた。",
    ("1-1-②", "指標_実績値", "R7"): 120,
    ("1-2-①", "年次_取組実績", "R7"): "受付を見直した。",
    ("1-2-①", "指標_実績値", "R7"): 14,
    ("1-2-①", "指標_実績値#2", "R7"): "未（令和8年7月）",
    ("1-2-②", "年次_取組実績", "R7"): "周知した。",
    ("1-2-②", "指標_実績値", "R7"): 60,
    ("2-1-①", "年次_取組実績", "R7"): "催告を続けた。",
    ("2-1-①", "指標_実績値", "R7"): Decimal("98.5"),
    **{(item, "年次_内部評価", "R7"): "A" for item in ("1-1-①", "1-1-②", "1-2-①", "1-2-②", "2-1-①")},
}


def edits_of(workspace: Workspace, book: IssuedBook, answers: Answers) -> Edits:
    """Give what a writer types into a book, by sheet and cell."""
    edits: Edits = {}
    for sheet in book.sheets:
        for ref, slot in sheet.asked.items():
            number = slot.indicator or slot.activity or 1
            field = workspace.fields[slot.field].name + ("" if number == 1 else f"#{number}")
            key = (sheet.item_id, field, str(slot.year))
            if key in answers:
                edits.setdefault(sheet.sheet, {})[ref] = answers[key]
    return edits


def run_round(
    workspace: Workspace, round_id: str, answers: Answers, inbox: Path
) -> tuple[Collected, Validated, dict[str, Any]]:
    """Generate, type, collect, validate, consolidate; give what each of the last three made."""
    round_ = workspace.profile.round(round_id)
    issued = generate(workspace, round_)
    inbox.mkdir()
    for book in issued.manifest.books:
        package = Package.open(issued.folder / book.file)
        for sheet, cells in edits_of(workspace, book, answers).items():
            for ref, value in cells.items():
                package.sheet(sheet).write(ref, value)
        package.save(inbox / book.file)
    collected = collect(workspace, round_, [inbox])
    validated = validate(workspace, round_)
    path = consolidate(workspace, round_).path.with_suffix(".json")
    return collected, validated, json.loads(path.read_text("utf-8"))


Ran = tuple[Workspace, dict[str, tuple[Collected, Validated, dict[str, Any]]]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Both rounds, one after the other."""
    folder = tmp_path_factory.mktemp("sixth")
    workspace = make_sixth_city(folder / "plan")
    rounds = ((FIRST, FIRST_ANSWERS), (SECOND, SECOND_ANSWERS))
    return workspace, {name: run_round(workspace, name, answers, folder / name) for name, answers in rounds}


def unlocked(path: Path) -> dict[str, list[str]]:
    """Give the open cells of every sheet, as openpyxl sees them."""
    return {
        sheet.title: [
            cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        ]
        for sheet in openpyxl.load_workbook(path).worksheets
    }


def books_of(workspace: Workspace, round_id: str) -> dict[str, IssuedBook]:
    return {book.file: book for book in workspace.manifests(workspace.profile.round(round_id))[-1].books}


def path_of(workspace: Workspace, round_id: str, file: str) -> Path:
    return workspace.folder("配布", workspace.profile.round(round_id)) / file


# -- the plan is data


def test_no_word_of_the_plan_stands_in_the_toolkit() -> None:
    source = "".join(path.read_text("utf-8") for path in TOOLKIT.rglob("*.py"))
    words = ("ほしぞら", PLAN_FORM, BLOCK_FORM, '百万円"', "病院", "政策課", "届く市役所")
    assert [word for word in words if word in source] == []


def test_its_forms_have_nothing_to_mend(ran: Ran) -> None:
    forms = sorted((ran[0].root / "様式").iterdir())
    assert [path.stem for path in forms] == [BLOCK_FORM, PLAN_FORM]
    assert [check(path) for path in forms] == [[], []]


# -- who gets what


def test_each_department_gets_a_book_per_form_and_the_committee_its_own(ran: Ran) -> None:
    assert {
        file: [sheet.item_id for sheet in book.sheets] for file, book in books_of(ran[0], FIRST).items()
    } == {
        "01_企画部_政策課.xlsx": ["1-1-①", "1-1-②"],
        "01_企画部_政策課_点検表.xlsx": ["2-1-①"],
        "02_市民部_窓口課.xlsx": ["1-2-①", "1-2-②"],
        "委員会.xlsx": ["1-1-①", "1-1-②"],
        "委員会_点検表.xlsx": ["1-2-①", "1-2-②", "2-1-①", "2-1-②"],
    }


def test_a_department_book_has_exactly_its_cells_open(ran: Ran) -> None:
    assert unlocked(path_of(ran[0], FIRST, "01_企画部_政策課.xlsx")) == {
        COVER: ["B12", "B13"],
        "1-1-①": ["D7", "D10", "D13", "D14"],
        "1-1-②": ["D7", "D14"],  # no activities: their rows are hidden, their cells locked
    }
    # The second block stands nine rows below the first; its item has one indicator.
    assert unlocked(path_of(ran[0], FIRST, "02_市民部_窓口課.xlsx"))[BLOCK_FORM] == [
        *("D5", "D7", "D9"),
        *("D14", "D16"),
    ]


def test_the_committees_books_have_exactly_its_cells_open(ran: Ran) -> None:
    assert unlocked(path_of(ran[0], FIRST, "委員会.xlsx")) == {
        COVER: ["B12", "B13"],
        "1-1-①": ["D16", "D17"],
        "1-1-②": ["D16", "D17"],
    }
    # Three blocks are asked; the fourth, 2-1-② in rows 31-39, is evaluated elsewhere.
    assert unlocked(path_of(ran[0], FIRST, "委員会_点検表.xlsx"))[BLOCK_FORM] == [
        *("D11", "D12"),
        *("D20", "D21"),
        *("D29", "D30"),
    ]


def test_what_stood_below_the_block_stands_below_its_copies(ran: Ran) -> None:
    sheet = openpyxl.load_workbook(path_of(ran[0], FIRST, "委員会_点検表.xlsx"))[BLOCK_FORM]
    assert [sheet[f"B{row}"].value for row in (4, 13, 22, 31)] == ["①", "②", "①", "②"]
    assert sheet["A40"].value == "目標に届かないときは、その事情も書いてください。"


def test_rows_of_activities_an_item_does_not_have_are_hidden(ran: Ran) -> None:
    book = openpyxl.load_workbook(path_of(ran[0], FIRST, "01_企画部_政策課.xlsx"))
    hidden = {s.title: [row for row, d in s.row_dimensions.items() if d.hidden] for s in book.worksheets[1:]}
    assert hidden == {"1-1-①": [], "1-1-②": [8, 9, 10, 11, 12, 13]}


@needs_ooxml_validator
def test_no_book_of_the_city_has_an_error(ran: Ran) -> None:
    books = {path.read_bytes(): path for path in ran[0].root.rglob("*.xlsx")}.values()
    assert {path.name: errors for path, errors in ooxml_errors_of(books).items() if errors} == {}
    assert {path.name: faults for path in books if (faults := lint(path))} == {}


def test_the_cover_says_what_its_book_asks_and_of_which_year(ran: Ran) -> None:
    asked = {
        (name, file): openpyxl.load_workbook(path_of(ran[0], name, file))[COVER]["B4"].value
        for name in (FIRST, SECOND)
        for file in ("01_企画部_政策課.xlsx", "02_市民部_窓口課.xlsx", "委員会.xlsx")
    }
    assert list(asked.values()) == [
        "令和6年度（見込み）の取組実績、実績値、実績効果額（百万円）",
        "令和6年度（見込み）の取組実績、実績値",
        "令和6年度（見込み）の内部評価、内部評価の理由",
        "令和6年度の実績値、実績効果額（百万円）、差の原因"
        "／令和7年度（見込み）の取組実績、実績値、実績効果額（百万円）",
        "令和6年度の実績値、差の原因／令和7年度（見込み）の取組実績、実績値",
        "令和7年度（見込み）の内部評価",
    ]


# -- the first round


def test_everything_asked_comes_back_and_the_item_evaluated_elsewhere_is_not_awaited(ran: Ran) -> None:
    collected, validated, result = ran[1][FIRST]
    assert [entry.taken.value for entry in collected.entries] == ["回答"] * 5
    assert result["received"] == {
        "departments": 3,  # 政策課, 窓口課, 委員会; 病院総務課 has only the item evaluated elsewhere
        "returned": 3,
        "missing": [],
        "items_asked": 3 + 2 + 5,
        "items_returned": 3 + 2 + 5,
    }
    assert result["plan_size"] == {"items": 6, "activities": 2, "indicators": 7}
    assert [row.finding.code for row in validated.rows] == ["read-as"]  # 350万円


def test_the_indicators_of_the_first_round_are_judged(ran: Ran) -> None:
    result = ran[1][FIRST][2]
    assert flags(result) == {
        ("1-1-①#1", "R6"): ("×", "90.0%"),  # 18 of 20
        ("1-1-②#1", "R6"): ("－", ""),  # no target in R6
        ("1-2-①#1", "R6"): ("○", "100.0%"),  # 15 minutes, at most 15
        ("1-2-①#2", "R6"): ("未", ""),
        ("1-2-②#1", "R6"): ("○", "110.0%"),  # 55 of 50
        ("2-1-①#1", "R6"): ("×", "99.5%"),  # 97.5 of 98
    }
    counted = {"all": 6, "not_set": 1, "set": 5, "achieved": 2, "missed": 2, "undecided": 1}
    assert result["indicators"]["total"] == counted
    by_policy = {tuple(g["path"]): (g["set"], g["missed"]) for g in groups(result, "indicators", "柱")}
    assert by_policy == {("届く市役所",): (4, 1), ("続く市役所",): (1, 1)}
    by_field = {tuple(g["path"]): g["all"] for g in groups(result, "indicators", "分野")}
    assert by_field == {
        ("届く市役所", "手続", "電子化"): 1,
        ("届く市役所", "手続", "広報"): 1,
        ("届く市役所", "窓口", "待たない窓口"): 3,
        ("続く市役所", "財源", "収納"): 1,
    }


def flags(result: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one["indicator_id"], one["year"]): (one["flag"], one["rate"]) for one in result["verdicts"]}


def groups(result: Mapping[str, Any], part: str, by: str) -> Iterator[Mapping[str, Any]]:
    return (group for group in result[part]["groups"] if group["by"] == by)


def test_amounts_are_added_in_the_citys_unit_by_year_kind_and_item(ran: Ran) -> None:
    effects = ran[1][FIRST][2]["effects"]
    assert effects["unit"] == "百万円"
    assert effects["planned"] == {"by_year": {"R6": Decimal("4.5"), "R7": 6, "R8": 2}, "total": 12.5}
    assert effects["actual"] == {"by_year": {"R6": 4.7}, "total": 4.7}  # 1.2 + 350万円
    by_kind = {
        g["path"][0]: (g["planned"]["total"], g["actual"]["total"])
        for g in effects["groups"]
        if g["by"] == "種別"
    }
    assert by_kind == {"歳入確保": (5.5, 1.2), "歳出削減": (7, 3.5)}
    assert effects["excluded"] == [
        {"item": "病院の経営", "activity": None, "planned": 10, "why": "企業会計のため"}
    ]


def test_the_committees_ratings_are_counted_as_the_status(ran: Ran) -> None:
    status = ran[1][FIRST][2]["status"]
    assert status["choices"] == ["S", "A", "B", "C"]
    assert status["total"] == {"S": 1, "A": 2, "B": 1, "C": 1}
    assert status["on_track"] == {"count": 3, "of": 5, "share": "60%"}
    by_policy = {tuple(g["path"]): g["counts"] for g in status["groups"] if g["by"] == "柱"}
    assert by_policy[("続く市役所",)] == {"S": 0, "A": 0, "B": 1, "C": 0}


def test_the_printed_figures_are_compared_in_their_own_unit(ran: Ran) -> None:
    checks = {check.name: check for check in audit(ran[0], ran[0].profile.round(FIRST)).checks}
    assert checks["令和6年度の効果見込額"].agrees is True  # 450万円 = 4.5百万円
    assert checks["S・Aの割合"].agrees is False  # printed 75%, 3 of 5 is 60%
    assert checks["S・Aの割合"].recomputed == "60%"


# -- the second round


def test_what_was_forecast_stands_in_the_open_cells_of_the_second_round(ran: Ran) -> None:
    path = path_of(ran[0], SECOND, "01_企画部_政策課.xlsx")
    assert unlocked(path)["1-1-①"] == ["D7", "E7", "D10", "E10", "D13", "E13", "E14", "D15"]
    sheet = openpyxl.load_workbook(path)["1-1-①"]
    assert [sheet[ref].value for ref in ("D7", "D10", "D13")] == [18, 1.2, "350万円"]
    assert [sheet[ref].value for ref in ("E7", "E10", "E13", "E14", "D15")] == [None] * 5
    blocks = openpyxl.load_workbook(path_of(ran[0], SECOND, "02_市民部_窓口課.xlsx"))[BLOCK_FORM]
    assert [blocks[ref].value for ref in ("D7", "D9", "D16")] == [15, "未（令和7年7月）", 55]


def test_confirmed_and_forecast_years_are_judged_each_for_itself(ran: Ran) -> None:
    _, validated, result = ran[1][SECOND]
    assert flags(result) == {
        ("1-1-①#1", "R6"): ("○", "105.0%"),  # 21 of 20: confirmed
        ("1-1-①#1", "R7"): ("○", "100.0%"),
        ("1-1-②#1", "R6"): ("－", ""),
        ("1-1-②#1", "R7"): ("○", "120.0%"),
        ("1-2-①#1", "R6"): ("○", "100.0%"),
        ("1-2-①#1", "R7"): ("×", "85.7%"),  # 12 / 14
        ("1-2-①#2", "R6"): ("○", "102.5%"),  # 82 of 80: now known
        ("1-2-①#2", "R7"): ("未", ""),
        ("1-2-②#1", "R6"): ("○", "110.0%"),
        ("1-2-②#1", "R7"): ("○", "100.0%"),
        ("2-1-①#1", "R6"): ("×", "99.5%"),
        ("2-1-①#1", "R7"): ("○", "100.0%"),
    }
    assert result["effects"]["actual"] == {"by_year": {"R6": 4.7, "R7": 6.5}, "total": 11.2}
    assert result["status"]["total"] == {"S": 0, "A": 5, "B": 0, "C": 0}
    assert {row.finding.code for row in validated.rows} == {"read-as"}


def test_the_cause_of_a_difference_is_kept_with_the_year_it_explains(ran: Ran) -> None:
    answers = read_answers(ran[0], ran[0].profile.round(SECOND))
    record = next(one.record for one in answers.items if one.item.id == "1-1-①")
    causes = {
        slot.year: answer.value for slot, answer in record.answers.items() if slot.field == "year.cause"
    }
    assert causes == {FiscalYear.parse("R6"): "年度末に申請が増えたため。"}


def test_the_first_round_still_says_what_it_said(ran: Ran) -> None:
    workspace = ran[0]
    round_ = workspace.profile.round(FIRST)
    before = ran[1][FIRST][2]
    again = json.loads(consolidate(workspace, round_).path.with_suffix(".json").read_text("utf-8"))
    assert again == before


def test_a_committee_that_is_late_is_missing_alone(
    make_round: Callable[[], Workspace], tmp_path: Path
) -> None:
    workspace = make_round()
    late = {key: value for key, value in FIRST_ANSWERS.items() if "内部評価" not in key[1]}
    _, validated, result = run_round(workspace, FIRST, late, tmp_path / "受信")
    assert result["received"]["missing"] == ["委員会"]
    assert [row.department for row in validated.rows if row.finding.code == "not-returned"] == ["委員会"]
    assert set(result["status"]["total"].values()) == {0}
    assert {one["origin"] for one in result["verdicts"]} == {"回答"}
    assert result["indicators"]["total"]["achieved"] == 2


def test_departments_that_are_late_leave_the_committees_ratings(
    make_round: Callable[[], Workspace], tmp_path: Path
) -> None:
    early = {key: value for key, value in FIRST_ANSWERS.items() if "内部評価" in key[1]}
    _, _, result = run_round(make_round(), FIRST, early, tmp_path / "受信")
    assert result["received"]["missing"] == ["企画部 政策課", "市民部 窓口課"]
    assert result["status"]["total"] == {"S": 1, "A": 2, "B": 1, "C": 1}
    assert {one["origin"] for one in result["verdicts"]} == {"未提出"}
    assert result["effects"]["planned"]["total"] == 12.5


def test_the_committee_sees_what_was_answered_when_the_round_is_issued_again(
    make_round: Callable[[], Workspace], tmp_path: Path
) -> None:
    workspace = make_round()
    run_round(workspace, FIRST, FIRST_ANSWERS, tmp_path / "受信")
    again = generate(workspace, workspace.profile.round(FIRST))
    (book,) = [one for one in again.manifest.books if one.writer == "委員会" and one.form == PLAN_FORM]
    sheet = openpyxl.load_workbook(again.folder / book.file)["1-1-①"]
    shown = {cell.value for row in sheet.iter_rows() for cell in row if cell.protection.locked}
    assert {"申請を増やした。", "18"} <= {str(value) for value in shown}


def test_a_prefilled_sheet_nobody_touched_is_asked_about_and_never_beats_an_answer(
    make_round: Callable[[], Workspace], tmp_path: Path
) -> None:
    workspace = make_round()
    run_round(workspace, FIRST, FIRST_ANSWERS, tmp_path / "受信1")
    round_ = workspace.profile.round(SECOND)
    issued = generate(workspace, round_)
    file = "01_企画部_政策課.xlsx"
    collect(workspace, round_, [issued.folder / file])
    assert codes_of(workspace, SECOND, "1-1-①").count("prefill-unchanged") == 1
    run = Package.open(issued.folder / file)
    run.sheet("1-1-①").write("D7", 21)
    run.save(tmp_path / "直し.xlsx")
    collect(workspace, round_, [tmp_path / "直し.xlsx", issued.folder / "02_市民部_窓口課.xlsx"])
    assert "prefill-unchanged" not in codes_of(workspace, SECOND, "1-1-①")


def codes_of(workspace: Workspace, round_id: str, item_id: str) -> list[str]:
    answers = read_answers(workspace, workspace.profile.round(round_id))
    return [finding.code for one in answers.returns if one.item.id == item_id for finding in one.findings]


# -- typed by a person


@needs_libreoffice
@pytest.mark.parametrize("file", ["01_企画部_政策課.xlsx", "02_市民部_窓口課.xlsx", "委員会_点検表.xlsx"])
def test_a_book_of_each_form_typed_into_in_libreoffice_is_read_the_same(
    ran: Ran, file: str, tmp_path: Path, make_round: Callable[[], Workspace]
) -> None:
    workspace = make_round()
    round_ = workspace.profile.round(FIRST)
    issued = generate(workspace, round_)
    book = next(one for one in issued.manifest.books if one.file == file)
    typed = {
        sheet: {ref: str(value) for ref, value in cells.items()}
        for sheet, cells in edits_of(workspace, book, FIRST_ANSWERS).items()
    }
    back = type_into(issued.folder / file, tmp_path / "戻り.xlsx", typed)
    collect(workspace, round_, [back])
    mine = {one.item.id: one for one in read_answers(workspace, round_).returns if one.entry}
    theirs = read_answers(ran[0], ran[0].profile.round(FIRST)).returns
    assert mine.keys() == {sheet.item_id for sheet in book.sheets if sheet.asked}
    for other in theirs:
        if other.item.id in mine and other.department.section == book.department:
            assert mine[other.item.id].record.answers == other.record.answers
            assert mine[other.item.id].errors == []


@pytest.fixture
def make_round(tmp_path: Path) -> Callable[[], Workspace]:
    return lambda: make_sixth_city(tmp_path / "plan")
