"""確認結果.xlsx: a row per finding that leads to its cell, and counts a spreadsheet program agrees with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, recalculate
from tests.small_summary import FILE, FINANCE, PLANNER, small_findings, small_submissions
from toolkit.books.lists.findings import in_order, write_findings
from toolkit.model.decisions import About
from toolkit.model.findings import Finding
from toolkit.model.record import Place
from toolkit.model.summary import FindingRow, Submission
from toolkit.model.typed import KEY, Beside, Responses, Typed, key_of

ROUND = "R5_取組実績・評価"


def write(path: Path, rows: Sequence[FindingRow], submissions: Sequence[Submission]) -> None:
    """Write the list; beside each finding stands what was decided about it."""
    ordered = in_order(rows, [submission.department for submission in submissions])
    decided = [row.finding.accepted for row in ordered]
    beside = (Beside(About(), Typed("原文どおり", why=why) if why else Typed()) for why in decided)
    write_findings(path, ROUND, ordered, submissions, Responses("1-0", tuple(beside)))


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "確認結果.xlsx"
    write(path, small_findings(), small_submissions())
    return path


def test_a_finding_says_where_what_and_how_to_mend_it(book_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_path)["確認事項"]
    row = {heading.value: cell.value for heading, cell in zip(sheet[4], sheet[5], strict=True)}
    assert row == {
        "番号": 1,
        "所属": PLANNER,
        "受付番号": 1,
        "区分": "要修正",
        "内容": "選択肢にない",
        "項目": "項目1",
        "欄": "評価",
        "場所": "(1) H20",
        "今の値": "@良好",
        "確認してほしいこと": "「@良好」は選択肢にありません。",
        "正しい形": "計画どおり、遅れ",
        "直し方": "一覧から選び直してください。",
        "例": None,
        **dict.fromkeys(("対応", "修正値", "理由", "確認方法", "課の確認者", "処理者", "処理日")),
        KEY: key_of(About(), Typed()),
    }
    link = sheet["H5"].hyperlink
    assert link is not None
    assert link.target is not None
    assert link.target.replace("\\", "/") == f"../../回収/{ROUND}/01_企画部%20経営%231.xlsx"
    assert link.location == "'(1)'!H20"
    assert sheet["I5"].quotePrefix


def test_case_D13_what_is_to_be_mended_stands_first_and_what_is_only_told_last(tmp_path: Path) -> None:
    def read(number: int) -> FindingRow:
        words = {"value": "３", "computed": "3", "note": "全角の数字を読み替え"}
        found = Finding("read-as", Place(FILE, "(1)", f"D{number}"), PLANNER, "1", words=words)
        return FindingRow(found, 1, PLANNER, "項目1", "実績値", "３")

    rows = [*(read(number) for number in range(20, 63)), *small_findings()]
    write(tmp_path / "表.xlsx", rows, small_submissions())
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["確認事項"]
    assert sheet["A2"].value == (
        "要修正1件、要確認1件、参考43件（この順に、1行に1件）。場所を押すと、届いたファイルのそのセルが開きます。"
        "対応の列に書き込んで保存すると、次に実行したときに取り込みます。"
    )
    assert [sheet[f"D{row}"].value for row in range(5, 50)] == ["要修正", "要確認", *["参考"] * 43]


def test_case_D13_a_finding_that_was_accepted_keeps_its_number(tmp_path: Path) -> None:
    """The numbers of a printed list hold while it is worked on."""
    warned, faulty = small_findings()
    settled = replace(faulty, finding=replace(faulty.finding, accepted="電話で確認"))
    write(tmp_path / "表.xlsx", [warned, settled], small_submissions())
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["確認事項"]
    assert [
        (row[0], row[1], row[3], row[13], row[15]) for row in sheet.iter_rows(min_row=5, values_only=True)
    ] == [
        (1, PLANNER, "参考", "原文どおり", "電話で確認"),
        (2, FINANCE, "要確認", None, None),
    ]


def test_findings_stand_in_the_order_of_departments_items_and_cells(tmp_path: Path) -> None:
    def finding(item: str, cell: str) -> FindingRow:
        found = Finding("error-value", Place(FILE, "(1)", cell), PLANNER, item, words={"value": "#DIV/0!"})
        return FindingRow(found, 1, PLANNER, item, "実績値", cell)

    rows = [*small_findings(), finding("項目2", "C8"), finding("項目1", "AA3"), finding("項目1", "B10")]
    write(tmp_path / "表.xlsx", rows, small_submissions())
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["確認事項"]
    assert [(row[1], row[5], row[8]) for row in sheet.iter_rows(min_row=5, values_only=True)] == [
        (PLANNER, "項目1", "AA3"),
        (PLANNER, "項目1", "B10"),
        (PLANNER, "項目1", "@良好"),
        (PLANNER, "項目2", "C8"),
        (FINANCE, None, None),
    ]


def test_findings_are_counted_by_department_and_severity(book_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_path, data_only=True)["集計"]
    assert list(sheet.iter_rows(min_row=4, values_only=True)) == [
        ("所属", "要修正", "要確認", "参考", "計"),
        (PLANNER, 1, 0, 0, 1),
        (FINANCE, 0, 1, 0, 1),
        ("合計", 1, 1, 0, 2),
    ]


def test_a_file_of_no_known_department_is_listed_below_those_that_are_known(tmp_path: Path) -> None:
    found = Finding("legacy-xls", Place("実績.xls", "", ""))
    rows = [FindingRow(found, 7, "", "", "", ""), *small_findings()]
    write(tmp_path / "表.xlsx", rows, small_submissions())
    book: Any = openpyxl.load_workbook(tmp_path / "表.xlsx", data_only=True)
    last = book["確認事項"][6]  # above what is no fault
    assert (last[1].value, last[2].value, last[7].value) == ("（所属不明）", 7, "実績.xls")
    assert last[7].hyperlink.location is None
    assert [cell.value for cell in book["集計"][7]] == ["（所属不明）", 1, 0, 0, 1]


@needs_libreoffice
def test_a_spreadsheet_program_counts_the_same(book_path: Path) -> None:
    counts = recalculate(book_path)["集計"]
    assert [counts[ref] for ref in ("B5", "C6", "E6", "B7", "C7", "D7", "E7")] == [1, 1, 1, 1, 1, 0, 2]


@needs_ooxml_validator
def test_the_validator_finds_no_error(book_path: Path) -> None:
    assert ooxml_errors(book_path) == []


def test_no_finding_is_a_book_too(tmp_path: Path) -> None:
    write(tmp_path / "表.xlsx", [], [replace(small_submissions()[0], receipts=())])
    book = openpyxl.load_workbook(tmp_path / "表.xlsx", data_only=True)
    assert book["確認事項"]["A5"].value == "該当はありません。"
    assert [cell.value for cell in book["集計"][6]] == ["合計", 0, 0, 0, 0]
