"""厚木市 第2期's set of papers, read back: the year's results, the plan in brief, and the 22 sheets bound."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.books.lint import lint
from tests.demos import demo_of
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate, resave
from tests.papers import opened, plain, stated_figures
from toolkit.books.reading.reader import Book, SheetCells, read_book
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import load_workspace
from toolkit.steps.report import report

ROUND = "R6_取組実績"
FLAGS = ["set", "achieved", "missed", "undecided"]
SUMMARY, LIST, OUTLINE, SHEETS = (
    "資料1_取組状況（総括）.xlsx",
    "資料1_別紙1_取組状況一覧.xlsx",
    "資料2_第2期実施計画の概要.xlsx",
    "資料2_別紙1_実施計画シート.xlsx",
)


@dataclass(frozen=True)
class Papers:
    """The set by file name, 根拠, and what 取りまとめ表.json holds."""

    paths: Mapping[str, Path]
    grounds: Path
    document: Mapping[str, Any]

    def sheet(self, file: str, name: str) -> SheetCells:
        return self.book(file).sheets[name]

    def book(self, file: str) -> Book:
        return read_book(self.paths[file])

    def groups(self, part: str, by: str) -> list[dict[str, Any]]:
        groups = self.document["plan_groups"] if part == "plan" else self.document[part]["groups"]
        return [group for group in groups if group["by"] == by]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = demo_of("atsugi-2", tmp_path_factory)
    workspace = load_workspace(folder)
    done = report(workspace, workspace.profile.round(), Meeting("第1回調査委員会", dt.date(2025, 6, 27)))
    document = json.loads((folder / "取りまとめ" / ROUND / "取りまとめ表.json").read_text("utf-8"))
    return Papers({path.name: path for path in done.papers}, done.grounds, document)


def column(sheet: SheetCells, letter: str) -> list[str]:
    """Give the texts of a column from top to bottom, without the blank cells."""
    refs = sorted((int(ref[1:]), ref) for ref in sheet.cells if re.fullmatch(rf"{letter}\d+", ref))
    return [sheet.cells[ref].raw for _, ref in refs if sheet.cells[ref].raw]


def row_of(sheet: SheetCells, text: str, letter: str = "A") -> int:
    """Give the row in whose column a text stands."""
    return next(
        int(ref[1:])
        for ref, cell in sheet.cells.items()
        if re.fullmatch(rf"{letter}\d+", ref) and cell.raw == text
    )


def numbers(sheet: SheetCells, row: int, letters: str) -> list[Decimal]:
    return [Decimal(sheet.cells[f"{letter}{row}"].raw) for letter in letters]


def test_the_set_has_four_papers(papers: Papers) -> None:
    assert list(papers.paths) == [LIST, SUMMARY, SHEETS, OUTLINE]


# -- 資料1 総括


def test_the_headings_stand_in_the_order_of_the_city(papers: Papers) -> None:
    shown = column(papers.sheet(SUMMARY, "総括"), "A")
    headings = [
        "1 令和6年度取組状況について",
        "■ 全体の成果指標の達成率（令和6年度）…78.0%（32/41）",
        "2 令和6年度取組状況",
        "(1) 全体",
        "令和6年度成果指標設定項目",
        "目標達成項目",
        "目標未達成項目",
        "未定項目",
        "(2) 重点目標別",
        "重点目標",
        "合計",
    ]
    places = [shown.index(heading) for heading in headings]
    assert places == sorted(places)
    missed = papers.sheet(SUMMARY, "未達成項目").cells
    assert missed["A1"].raw == "3 令和6年度目標未達成項目（令和7年6月27日現在）"
    assert [missed[ref].raw for ref in ("A2", "B2", "D2", "D3")] == [
        "分類",
        "指標名",
        "目標",
        "実績（達成率）",
    ]


def test_the_table_of_all_indicators_holds_the_figures_of_the_master(papers: Papers) -> None:
    sheet = papers.sheet(SUMMARY, "総括")
    first = row_of(sheet, "令和6年度成果指標設定項目")
    total = papers.document["indicators"]["total"]
    assert [sheet.cells[f"B{first + at}"].raw for at in range(4)] == [f"{total[key]}項目" for key in FLAGS]
    assert [total[key] for key in FLAGS] == [41, 32, 5, 4]


def test_the_table_of_the_goals_adds_up_to_its_last_row(papers: Papers) -> None:
    sheet = papers.sheet(SUMMARY, "総括")
    head = row_of(sheet, "重点目標")
    assert [sheet.cells[f"{x}{head}"].raw.replace("\n", "") for x in "ABCDE"] == [
        "重点目標",
        "成果指標設定項目",
        "目標達成項目",
        "目標未達成項目",
        "未定項目",
    ]
    goals = papers.groups("indicators", "重点目標")
    rows = [numbers(sheet, head + 1 + at, "BCDE") for at in range(3)]
    assert rows == [[goal[key] for key in FLAGS] for goal in goals]
    total = numbers(sheet, head + 4, "BCDE")
    assert sheet.cells[f"A{head + 4}"].raw == "合計"
    assert total == [sum(parts) for parts in zip(*rows, strict=True)]


def test_the_note_says_from_which_rate_a_target_is_met(papers: Papers) -> None:
    notes = [text for text in column(papers.sheet(SUMMARY, "総括"), "A") if text.startswith("※")]
    assert "達成率が80％以上の成果指標を「達成」" in notes[0]
    assert "令和7年6月27日の時点で" in notes[1]


def test_what_is_not_settled_is_said(papers: Papers) -> None:
    said = "未確定: 危機管理課（未提出）、産業振興課（要修正）"
    assert said in column(papers.sheet(SUMMARY, "総括"), "A")
    assert papers.sheet(SHEETS, "目次").cells["A5"].raw == said


def test_every_missed_indicator_is_listed_with_its_target_actual_and_rate(papers: Papers) -> None:
    sheet = papers.sheet(SUMMARY, "未達成項目")
    missed = [verdict for verdict in papers.document["verdicts"] if verdict["flag"] == "×"]
    rows = [row_of(sheet, verdict["indicator"], "B") for verdict in missed]
    assert len(rows) == 5
    assert rows == sorted(rows)
    for row, verdict in zip(rows, missed, strict=True):
        rate = sheet.cells.get(f"E{row + 1}")
        assert plain(sheet.cells[f"D{row}"].raw) == plain(verdict["target"])
        assert plain(sheet.cells[f"D{row + 1}"].raw) == plain(verdict["actual"])
        assert (rate.raw if rate else "") == verdict["rate"]


def test_a_missed_indicator_shows_why_and_what_will_be_done(papers: Papers) -> None:
    sheet = papers.sheet(SUMMARY, "未達成項目")
    row = row_of(sheet, "職員採用試験申込者数", "B")
    assert sheet.cells[f"A{row}"].raw == "(2)-イ 人材の確保"
    shown = [sheet.cells[f"{x}{row + at}"].raw for at in (2, 3) for x in "BC"]
    assert shown == [
        "未達成の理由",
        "他市と試験日が重なった。",
        "今後の対応策",
        "試験日を早め、説明会を増やす。",
    ]


def test_the_undecided_indicators_say_when_they_will_be_known(papers: Papers) -> None:
    sheet = papers.sheet(SUMMARY, "未定項目")
    undecided = [verdict for verdict in papers.document["verdicts"] if verdict["flag"] == "未"]
    rows = [row_of(sheet, verdict["indicator"], "B") for verdict in undecided]
    cells = [[sheet.cells.get(f"{x}{row}") for x in "DE"] for row in rows]
    assert [[cell.raw if cell else "" for cell in pair] for pair in cells] == [
        ["7月", ""],
        ["", "未確定（未提出）"],
        ["13～14", "未確定（要修正）"],
        ["8月", ""],
    ]
    assert sheet.cells[f"A{rows[-1] + 1}"].raw == "重点目標III　市民協働により公共サービスを向上させる"
    assert sheet.cells[f"A{rows[-1] + 2}"].raw.strip() == "該当する成果指標はありません。"


@needs_libreoffice
def test_the_chart_is_drawn_over_the_three_goals(papers: Papers, tmp_path: Path) -> None:
    drawn = resave(papers.paths[SUMMARY], tmp_path / "保存.xlsx")
    (chart,) = opened(drawn)["総括"]._charts
    first = row_of(papers.sheet(SUMMARY, "総括"), "重点目標") + 1
    areas = [re.sub("[$']", "", series.val.numRef.f) for series in chart.series]
    assert areas == [f"総括!{x}{first}:{x}{first + 2}" for x in "CDE"]
    assert recalculate(drawn)["総括"] == recalculate(papers.paths[SUMMARY])["総括"]


# -- 資料1_別紙1 一覧


def test_the_list_has_every_indicator_with_its_verdict(papers: Papers) -> None:
    book = papers.book(LIST)
    assert list(book.sheets) == ["I", "II", "III"]
    listed = []
    for sheet in book.sheets.values():
        assert [sheet.cells[f"{x}5"].raw for x in "FGHI"] == ["目標", "実績", "達成率", "達成"]
        for row in range(6, 60):
            if f"I{row}" in sheet.cells and sheet.cells[f"I{row}"].raw:
                cells = (sheet.cells.get(f"{x}{row}") for x in "DFHIG")
                listed.append([plain(cell.raw) if cell else "" for cell in cells])
    verdicts = papers.document["verdicts"]
    keys = ["indicator", "target", "rate", "flag"]
    assert [line[:4] for line in listed] == [[plain(verdict[key]) for key in keys] for verdict in verdicts]
    # As it was answered: the mean of the collection rates was typed 98.6%, and is judged as 98.6.
    assert all(
        line[4].startswith(plain(verdict["actual"])) for line, verdict in zip(listed, verdicts, strict=True)
    )
    assert len(listed) == 41


def test_an_item_stands_once_beside_its_indicators(papers: Papers) -> None:
    sheet = papers.sheet(LIST, "I")
    row = row_of(sheet, "イ 職員のモラルとモチベーションの向上")
    assert {f"{x}{row}:{x}{row + 2}" for x in "ABC"} <= set(sheet.merges)
    assert (sheet.cells[f"B{row}"].raw, sheet.cells[f"C{row}"].raw) == ("職員課", "3")


def test_the_heads_of_the_list_count_what_stands_below(papers: Papers) -> None:
    goal = "取組項目 9　取組 31　成果指標 21（達成 17、未達成 2、未定 2）"
    assert papers.sheet(LIST, "I").cells["A2"].raw == f"I 強くしなやかな組織をつくる　　{goal}"
    part = "取組項目 3　取組 8　成果指標 7（達成 7、未達成 0、未定 0）"
    assert papers.sheet(LIST, "I").cells["A6"].raw == f"(1) 職員の能力向上　　{part}"


# -- 資料2 概要


def test_the_count_box_holds_the_printed_figures_of_the_city(papers: Papers) -> None:
    sheet = papers.sheet(OUTLINE, "概要")
    head = row_of(sheet, "第1期実施計画")
    assert sheet.cells[f"E{head}"].raw == "第2期実施計画"
    assert [[sheet.cells[f"{x}{head + at}"].raw for x in "ADEH"] for at in (1, 2, 3)] == [
        ["取組数", "67", "取組数", "60"],
        ["完了した取組", "25", "新規の取組", "19"],
        ["継続が必要な取組", "42", "継続する取組", "41"],
    ]


def test_the_make_up_of_the_plan_is_that_of_the_22_sheets(papers: Papers) -> None:
    sheet = papers.sheet(OUTLINE, "概要")
    head = row_of(sheet, "重点目標・中項目")
    shown = {sheet.cells[f"A{row}"].raw: numbers(sheet, row, "FGH") for row in range(head + 1, head + 14)}
    # The sheets, ①②③ lines and indicators of each 重点目標, counted in the published plan.
    assert shown["I 強くしなやかな組織をつくる"] == [9, 31, 21]
    assert shown["II 強い財政基盤を確立する"] == [7, 17, 12]
    assert shown["III 市民協働により公共サービスを向上させる"] == [6, 12, 8]
    assert shown["合計"] == [22, 60, 41]
    keys = ("items", "activities", "indicators")
    parts = [group for group in papers.document["plan_groups"] if group["by"] in ("重点目標", "中項目")]
    assert sorted(list(shown.values())[:-1]) == sorted([group[key] for key in keys] for group in parts)


def test_the_new_measures_are_marked_new_or_extended(papers: Papers) -> None:
    texts = column(papers.sheet(OUTLINE, "新たな取組"), "B")
    marks = [mark for text in texts for mark in re.findall("【(新規|拡充)】", text)]
    assert (marks.count("拡充"), marks.count("新規")) == (7, 3)


# -- 資料2_別紙1 実施計画シート


def test_the_contents_lead_to_all_22_sheets(papers: Papers) -> None:
    book = opened(papers.paths[SHEETS])
    contents = book["目次"]
    numbered = [row for row in contents.iter_rows(min_row=7) if isinstance(row[3].value, int)]
    assert [row[3].value for row in numbered] == list(range(1, 23))
    targets = [row[3].hyperlink.location.strip("'").partition("!")[0].strip("'") for row in numbered]
    assert targets == book.sheetnames[1:]
    assert book[targets[3]].oddFooter.center.text == "4／22"
    headings = [row[0].value for row in contents.iter_rows(min_row=7) if re.match("I+　", row[0].value or "")]
    assert headings == [
        "I　強くしなやかな組織をつくる",
        "II　強い財政基盤を確立する",
        "III　市民協働により公共サービスを向上させる",
    ]


def test_a_sheet_holds_plan_answer_and_verdict(papers: Papers) -> None:
    cells = papers.sheet(SHEETS, "I-(2)-イ").cells
    assert [cells[ref].raw for ref in ("A1", "B1", "A2")] == ["I", "強くしなやかな組織をつくる", "(2)"]
    assert (cells["C6"].raw, cells["D6"].raw) == ("イ", "人材の確保")
    assert cells["F30"].raw == "配置の調査を行い、2つの職場に配置した。"
    # 742 of 1,000 applicants; of the posts that need a specialist, the share is known in July.
    assert [cells[f"F{row}"].raw for row in range(44, 49)] == [
        "742人",
        "74.2%",
        "×",
        "他市と試験日が重なった。",
        "試験日を早め、説明会を増やす。",
    ]
    assert (cells["F39"].raw, cells["F41"].raw) == ("未（7月）", "未")


def test_every_sheet_shows_the_flags_of_the_master(papers: Papers) -> None:
    book = papers.book(SHEETS)
    rows = {1: 36, 2: 41, 3: 46}
    for verdict in papers.document["verdicts"]:
        item, _, number = verdict["indicator_id"].partition("#")
        cell = book.sheets[item].cells[f"F{rows[int(number)]}"]
        assert cell.raw == verdict["flag"], verdict["indicator_id"]


def test_three_related_plans_have_the_room_they_need(papers: Papers) -> None:
    sheet = opened(papers.paths[SHEETS])["III-(2)-イ"]
    assert sheet["C25"].value.count("\n") == 2
    assert sheet.row_dimensions[25].height >= 3 * sheet["C25"].font.sz * 1.5


def test_the_sheets_are_landscape_a4_and_locked(papers: Papers) -> None:
    for sheet in opened(papers.paths[SHEETS]).worksheets[1:]:
        setup = sheet.page_setup
        assert (int(setup.paperSize), setup.orientation, setup.fitToWidth) == (9, "landscape", 1)
        assert sheet.protection.sheet
        assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


# -- the set


def test_every_figure_of_the_grounds_stands_where_they_say(papers: Papers) -> None:
    figures = stated_figures(papers.grounds, papers.paths.values())
    assert len(figures) > 400
    for one in figures:
        assert plain(one.figure) in plain(one.shown), one.place
        assert one.why


def test_the_header_tells_number_meeting_and_date(papers: Papers) -> None:
    for file, number in ((SUMMARY, "資料1"), (LIST, "資料1_別紙1"), (OUTLINE, "資料2")):
        for sheet in opened(papers.paths[file]).worksheets:
            assert f"第1回調査委員会　{number}　令和7年6月27日" in sheet.oddHeader.right.text
            assert "&P／&N" in sheet.oddFooter.center.text


@needs_ooxml_validator
def test_nothing_is_wrong_in_the_xml(papers: Papers) -> None:
    every = [*papers.paths.values(), papers.grounds]
    assert ooxml_errors_of(every) == {path: [] for path in every}
    assert [lint(path) for path in papers.paths.values()] == [[], [], [], []]
