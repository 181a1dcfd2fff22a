"""確認結果: everything to look at in one pass, worded, with its place, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.steps.toy_city import EFFECT, FIRST, GOOD, RESULT, STATUS, fill
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.catalogue import Severity
from toolkit.model.errors import OfficeError
from toolkit.model.profile import SETTINGS
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate
from toolkit.steps.validate import Validated, validate


def validated(workspace: Workspace, *paths: Path) -> Validated:
    round_ = workspace.profile.round()
    collect(workspace, round_, paths)
    return validate(workspace, round_)


def faulty(workspace: Workspace, folder: Path) -> Path:
    """Let 総務課 answer with a word for a number, a blank, and an unknown choice."""
    cells = {FIRST: "多数", EFFECT: "", RESULT: "統合した。", STATUS: "ふつう"}
    return fill(workspace, "総務課", {"1-①": cells}, folder / "総務課.xlsx")


def as_json(result: Validated) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(result.path.with_suffix(".json").read_text("utf-8"))[
        "findings"
    ]
    return findings


def test_good_answers_of_all_have_no_finding(issued: Workspace, inbox: Path) -> None:
    result = validated(issued, inbox)
    assert result.rows == ()
    assert as_json(result) == []
    assert list(result.iter_lines(issued.root)) == [
        "確認: 要修正0件、要確認0件、参考0件。一覧は 確認/R6_実績/確認結果.xlsx です。"
    ]


def test_every_fault_is_told_with_place_value_expectation_and_mend(issued: Workspace, inbox: Path) -> None:
    result = validated(issued, faulty(issued, inbox), inbox / "観光課.xlsx", inbox / "港湾課.xlsx")
    by_cell = {row["source"]["cell"]: row for row in as_json(result)}
    assert {cell: row["code"] for cell, row in by_cell.items()} == {
        "B8": "number-expected",
        "B11": "effect-missing",
        "B14": "choice-unknown",
    }
    assert by_cell["B8"] == {
        "number": 1,
        "code": "number-expected",
        "severity": "error",
        "department": "総務部 総務課",
        "receipt": 1,
        "item_id": "1-①",
        "field": "指標_実績値",
        "year": "R6",
        "source": {"file": "0001_総務課.xlsx", "sheet": "1-①", "cell": "B8"},
        "value": "多数",
        "what": "「多数」は数値として読めません。",
        "expected": "数値（単位：件）",
        "mend": "数値で記入してください。",
        "example": "12,345",
        "accepted": None,
        "doubts": False,
        "reading": None,
        "about": {
            "receipt": 1,
            "item_id": "1-①",
            "field": "指標_実績値",
            "year": "R6",
            "number": 1,
            "code": "number-expected",
            "value": "多数",
        },
    }


def test_the_counts_and_the_departments_are_told_to_the_office(issued: Workspace, inbox: Path) -> None:
    result = validated(issued, faulty(issued, inbox), inbox / "観光課.xlsx")
    assert result.count(Severity.ERROR) == 3
    assert list(result.iter_lines(issued.root)) == [
        "確認: 要修正3件、要確認1件、参考0件。一覧は 確認/R6_実績/確認結果.xlsx です。",
        "  未提出: 産業部 港湾課（0/1項目）",
        "  要修正: 総務部 総務課 3件",
    ]


def test_an_answer_in_parts_is_told_as_such(issued: Workspace, tmp_path: Path) -> None:
    first = fill(issued, "総務課", {"1-①": {FIRST: 8, EFFECT: 120}}, tmp_path / "1.xlsx")
    second = fill(issued, "総務課", {"1-①": {RESULT: "統合した。", STATUS: "遅れ"}}, tmp_path / "2.xlsx")
    lines = list(validated(issued, first, second).iter_lines(issued.root))
    assert "  2回に分けて提出: 総務部 総務課（1/1項目）" in lines


def test_departments_stand_in_the_order_of_the_register_whatever_came_first(
    issued: Workspace, tmp_path: Path
) -> None:
    paths = [
        fill(issued, section, {item: {RESULT: "実施した。"}}, tmp_path / f"{section}.xlsx")
        for section, item in (("総務課", "1-①"), ("観光課", "1-②"), ("港湾課", "2-①"))
    ]
    result = validated(issued, *paths)
    assert list(dict.fromkeys(row.department for row in result.rows)) == [
        "産業部 港湾課",
        "産業部 観光課",
        "総務部 総務課",
    ]


def test_the_workbook_holds_a_line_per_finding(issued: Workspace, inbox: Path) -> None:
    result = validated(issued, faulty(issued, inbox))
    texts = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(result.path)
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert [row.finding.what for row in result.rows if row.finding.what not in texts] == []


def test_validating_again_gives_the_same_and_leaves_one_file(issued: Workspace, inbox: Path) -> None:
    first = validated(issued, inbox)
    before = first.path.with_suffix(".json").read_bytes()
    second = validate(issued, issued.profile.round())
    assert second.path.with_suffix(".json").read_bytes() == before
    assert sorted(path.name for path in second.path.parent.iterdir()) == ["確認結果.json", "確認結果.xlsx"]


def test_nothing_received_yet_means_everybody_is_late(issued: Workspace) -> None:
    result = validate(issued, issued.profile.round())
    assert [row.finding.code for row in result.rows] == ["not-returned"] * 3
    assert result.count(Severity.ERROR) == 0


def test_settings_that_cannot_be_read_are_the_offices_to_mend_before_a_round_goes_out(
    issued: Workspace,
) -> None:
    (issued.root / SETTINGS).write_text("x", "utf-8")
    with pytest.raises(OfficeError, match=r"設定\.xlsx: 開けません。"):
        generate(load_workspace(issued.root), issued.profile.round())


def test_every_department_has_its_own_words(issued: Workspace, tmp_path: Path) -> None:
    paths = [fill(issued, section, GOOD[section], tmp_path / f"{section}.xlsx") for section in GOOD]
    assert validated(issued, *paths).rows == ()
