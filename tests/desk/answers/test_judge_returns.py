"""What one return makes a rule raise is a finding on that return: all others are judged, no command stops.

No content is known that a rule cannot deal with, so a rule is made to fail at one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.steps.sent_round import Round
from tests.steps.toy_city import FIRST, GOOD, RESULT
from toolkit.model.catalogue import Severity
from toolkit.model.findings import Finding
from toolkit.model.read_return import ReadSheet
from toolkit.model.record import Cell
from toolkit.rules.series import answer
from toolkit.steps.consolidate import consolidate
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

BAD = "これで不具合が起きる"
ITEM = "1-①"


def send(sent: Round, **cells: str | int) -> None:
    sent.send("総務課", {ITEM: {**GOOD["総務課"][ITEM], **cells}})


@pytest.fixture(params=["iter_findings", "build_record", "candidate_of", "iter_sheet_findings"])
def failing(sent: Round, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Round:
    """A round in which one rule fails at a cell of this text."""
    name = request.param
    rule: Callable[..., Any] = getattr(answer, name)

    def holds(one: object) -> bool:
        match one:
            case ReadSheet():
                return any(slot.cell and slot.cell.raw == BAD for slot in one.slots)
            case Cell():
                return one.raw == BAD
        return BAD in repr(getattr(one, "record", one))

    def rigged(*given: Any, **named: Any) -> Any:
        if any(holds(one) for one in given):
            raise ArithmeticError("nobody foresaw it")
        return rule(*given, **named)

    monkeypatch.setattr(answer, name, rigged)
    return sent


def failed_of(sent: Round) -> Iterator[Finding]:
    read = sent.read()
    told = [finding for _, finding in read.findings]
    told += [finding for one in read.returns for finding in one.findings]
    yield from (one for one in told if one.code == "judging-failed")


def test_what_fails_is_a_finding_of_that_file_and_the_others_count(failing: Round) -> None:
    send(failing, **{RESULT: BAD})
    failing.send("観光課", GOOD["観光課"])
    (found,) = failed_of(failing)
    assert found.place
    assert (found.place.file, found.department, found.severity) == (
        "0001_1.xlsx",
        "総務部 総務課",
        Severity.ERROR,
    )
    assert found.what.startswith("項目1-①の記入を確かめる途中で、予期しない不具合が起きました。")
    assert failing.values("1-①") == (None, None, None, None)
    assert failing.values("1-②") == (1200, 250, "市場を開放した。", "順調")


def test_no_command_stops_at_it(failing: Round) -> None:
    send(failing, **{RESULT: BAD})
    workspace, round_ = failing.workspace, failing.workspace.profile.round()
    rows = validate(workspace, round_).rows
    assert "judging-failed" in {row.finding.code for row in rows if row.department == "総務部 総務課"}
    assert not {"sheet-empty", "sheet-missing"} & {row.finding.code for row in rows}
    consolidate(workspace, round_)
    status(workspace, round_)
    assert [department.section for _, _, department in request(workspace, round_).papers] == ["総務課"]


def test_an_earlier_return_that_can_be_judged_counts(failing: Round) -> None:
    send(failing)
    again: dict[str, str | int] = {RESULT: BAD, FIRST: 9}
    send(failing, **again)
    assert failing.values() == (8, 120, "窓口を統合した。", "遅れ")
    assert [found.place and found.place.file for found in failed_of(failing)] == ["0002_2.xlsx"]


def test_a_file_of_which_nothing_can_be_said_is_told_of_as_a_whole(
    sent: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Iterator[Finding]:
        raise LookupError

    monkeypatch.setattr("toolkit.desk.answers.round_answers.iter_file_findings", fails)
    send(sent)
    (found,) = failed_of(sent)
    assert found.what.startswith("このファイルを確かめる途中で")
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")
