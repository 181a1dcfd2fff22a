"""What comes back after a 修正依頼: which request it answers, what was mended, what else changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rules.small_return import item_of, text_cell
from toolkit.model.fields import Slot, load_fields
from toolkit.model.record import Place
from toolkit.model.requests import AskedCell, Request
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.request_checks import find_request, iter_request_findings

R6 = FiscalYear(2024)
ACTUAL, STATUS, RESULT = (
    Slot("indicator.actual", 1, year=R6),
    Slot("year.status", year=R6),
    Slot("year.result", year=R6),
)
ASKED = AskedCell("1-①", ACTUAL, "number-expected", "1-①", "B8", "多数")
REQUEST = Request("R6_実績", "総務課", "03_総務課.xlsx", 2, "0002_総務課.xlsx", 4, (ASKED,))
FIELDS = load_fields(
    json.loads((Path(__file__).parents[3] / "config" / "base.schema.json").read_text("utf-8"))
)


def codes(*changes: tuple[Slot, str, str], item_id: str = "1-①") -> list[tuple[str, str]]:
    cells = {slot: (text_cell(before, "B8"), text_cell(now, "B8")) for slot, before, now in changes}
    places = {slot: Place("0005_総務課.xlsx", "1-①", "B8") for slot in cells}
    found = iter_request_findings(
        REQUEST, replace(item_of(), id=item_id), cells, places, ("総務部 総務課", FIELDS)
    )
    return [(finding.code, finding.what) for finding in found]


def test_the_asked_cells_come_first_then_every_other_change() -> None:
    found = codes((RESULT, "統合した。", "統合した"), (STATUS, "順調", "順調"), (ACTUAL, "多数", "8"))
    assert found == [
        (
            "answered-request",
            "修正をお願いした「指標_実績値」が、「多数」から「8」に変わりました（受付番号2への修正依頼）。",
        ),
        (
            "changed-besides",
            "修正をお願いしていない「年次_取組実績」が、「統合した。」から「統合した」に変わっています"
            "（受付番号2への修正依頼）。",
        ),
    ]


def test_an_emptied_cell_is_told_as_blank() -> None:
    assert "「8」から「空欄」に" in codes((STATUS, "8", " "))[0][1]


def test_spaces_at_the_ends_are_no_change() -> None:
    assert codes((ACTUAL, "多数", "多数　")) == []


@pytest.mark.parametrize(
    ("before", "now"), [("1,200", "１２００"), ("1200件", "1,200"), ("未（7月）", "未 （７月）"), ("-", "－")]
)
def test_case_D11_the_same_number_typed_otherwise_is_no_change(before: str, now: str) -> None:
    assert codes((ACTUAL, before, now)) == []


@pytest.mark.parametrize(
    ("before", "now"),
    [("1,200", "12,000"), ("多数", "少数"), ("10～15", "10～14"), ("未（7月）", "未（8月）")],
)
def test_case_D11_what_says_something_else_is_a_change(before: str, now: str) -> None:
    assert [code for code, _ in codes((ACTUAL, before, now))] == ["answered-request"]


def test_case_D11_a_text_with_other_line_breaks_is_no_change() -> None:
    assert codes((RESULT, "窓口を統合した。\n次へ。", "窓口を統合した。\r\n次へ。")) == []


def test_the_same_cell_of_another_item_was_not_asked() -> None:
    assert [code for code, _ in codes((ACTUAL, "1", "2"), item_id="1-②")] == ["changed-besides"]


def test_a_return_answers_the_newest_request_made_before_it_came() -> None:
    later = replace(REQUEST, seen=7)
    assert find_request([later, REQUEST], "総務課", "03_総務課.xlsx", 8, "1-①") == later
    assert find_request([later, REQUEST], "総務課", "03_総務課.xlsx", 7, "1-①") == REQUEST
    assert find_request([later, REQUEST], "総務課", "03_総務課.xlsx", 4, "1-①") is None


def test_a_request_is_to_one_department_about_one_book() -> None:
    assert find_request([REQUEST], "港湾課", "03_総務課.xlsx", 8, "1-①") is None
    assert find_request([REQUEST], "総務課", "03_総務課_様式2.xlsx", 8, "1-①") is None


def test_a_request_survives_being_written_down() -> None:
    other = replace(ASKED, slot=None, code="locked-changed")
    request = replace(REQUEST, asked=(ASKED, other), why_unmarked="壊れています。")
    assert Request.from_json(json.loads(json.dumps(request.as_json(), ensure_ascii=False))) == request
