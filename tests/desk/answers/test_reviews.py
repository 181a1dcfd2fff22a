"""What several writers are asked: each one's answer stays its own, and the last that answered counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.settings_book import ask, change_settings
from tests.steps.sent_round import GRADE, STORY
from tests.steps.toy_city import GOOD, REGISTER, ROUND, STATUS, fill, issued_path, make_city, write_register
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.answers import ItemAnswer
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate

OFFICE, BODY = "事務局", "委員会"


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    """うみべ市, whose 進捗 is asked of the departments (遅れ for 1-①), of 事務局 and of 委員会."""
    root = make_city(tmp_path / "city").root
    change_settings(
        root,
        lambda rows: rows["照会項目"].extend(ask(ROUND, "年次_進捗", by=by) for by in (OFFICE, BODY)),
    )
    three = {name: [row for row in rows if row[0] != "2-②"] for name, rows in REGISTER.items()}
    workspace = load_workspace(write_register(root / "計画台帳.xlsx", three).parent)
    generate(workspace, workspace.profile.round())
    return workspace


def send(city: Workspace, writer: str, grade: str, tmp_path: Path) -> str:
    """Let a writer return its 進捗 of 1-①; give the name of its file in 回収."""
    own = GOOD["総務課"]["1-①"] if writer == "総務課" else {}
    path = fill(city, writer, {"1-①": {**own, STATUS: grade}}, tmp_path / f"{writer}_{grade}.xlsx")
    collect(city, city.profile.round(), [path])
    return city.ledger(city.profile.round())[-1].file


def item(city: Workspace) -> ItemAnswer:
    return next(one for one in read_answers(city, city.profile.round()).items if one.item.id == "1-①")


def consolidated(city: Workspace) -> dict[str, Any]:
    path = consolidate(city, city.profile.round()).path.with_suffix(".json")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def test_every_writers_answer_stands_with_its_own_source_and_the_last_one_counts(
    city: Workspace, tmp_path: Path
) -> None:
    files = [send(city, *sent, tmp_path) for sent in ((BODY, "順調"), ("総務課", "遅れ"), (OFFICE, "遅れ"))]
    body, own, office = files
    assert item(city).record.answer(GRADE).value == "順調"
    assert item(city).record.places[GRADE].file == body
    document = consolidated(city)
    mine = [one for one in document["reviews"] if one["item_id"] == "1-①"]
    common = {"item_id": "1-①", "year": "R6", "field": "年次_進捗", "reason": None}
    assert mine == [
        common | {"by": by, "value": value, "source": {"file": file, "sheet": "1-①", "cell": STATUS}}
        for by, value, file in (("所属", "遅れ", own), (OFFICE, "遅れ", office), (BODY, "順調", body))
    ]
    assert document["status"]["total"] == {"順調": 1, "遅れ": 0}


def test_who_has_not_answered_leaves_the_one_before_it_counting(city: Workspace, tmp_path: Path) -> None:
    send(city, "総務課", "遅れ", tmp_path)
    assert item(city).record.answer(GRADE).value == "遅れ"
    send(city, OFFICE, "順調", tmp_path)
    assert item(city).record.answer(GRADE).value == "順調"
    assert [(one.by, one.value) for one in item(city).record.reviews] == [("所属", "遅れ"), (OFFICE, "順調")]
    assert item(city).record.answer(STORY).value == "窓口を統合した。"


def test_no_writer_finds_anothers_answer_in_its_own_cell(city: Workspace, tmp_path: Path) -> None:
    send(city, "総務課", "遅れ", tmp_path)
    send(city, OFFICE, "順調", tmp_path)
    for writer in (OFFICE, BODY):
        generate(city, city.profile.round(), writer=writer)
    sheets = [read_book(issued_path(city, writer)).sheets["1-①"] for writer in (OFFICE, BODY)]
    assert [STATUS in sheet.cells and sheet.cells[STATUS].raw for sheet in sheets] == ["順調", False]


def test_the_parts_of_the_writers_keep_what_each_wrote(city: Workspace, tmp_path: Path) -> None:
    send(city, "総務課", "遅れ", tmp_path)
    send(city, BODY, "順調", tmp_path)
    returns = read_answers(city, city.profile.round()).returns
    written = {one.writer: one.record.answer(GRADE).value for one in returns if one.item.id == "1-①"}
    assert written == {"所属": "遅れ", OFFICE: None, BODY: "順調"}
