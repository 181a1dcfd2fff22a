"""The state of a round is the same in whatever order its files are collected, as far as order means nothing.

What order means: of several returns of an item the newest without 要修正 counts, so the returns of one
department keep their order among themselves here. Free of order are: which department's files come first,
where a second copy of a file comes behind the first, where a file comes that is no return at all, and how
the files are spread over calls of collect. Receipt numbers, names in 回収 and times do follow the order;
here a file is called by whose it is and of which kind.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steps.edits import save_at
from tests.steps.toy_city import COVER, EFFECT, FIRST, GOOD, RESULT, SECOND, STATUS, fill
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.ledger import Taken
from toolkit.steps import decide
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate

KINDS: Mapping[str, Mapping[str, str | int | None]] = {
    "good": {FIRST: 40, EFFECT: 120, RESULT: "実施した。", STATUS: "順調"},
    "better": {FIRST: 60, SECOND: 70, EFFECT: 130, RESULT: "よく実施した。", STATUS: "順調"},
    "faulty": {FIRST: "多数", EFFECT: 120, RESULT: "実施した。", STATUS: "ふつう"},
    "partial": {FIRST: 50, RESULT: "途中まで。"},
    "rest": {EFFECT: "未（7月）", STATUS: "遅れ"},
    "blank": {},
    "locked": {FIRST: 40, EFFECT: 120, RESULT: "実施した。", STATUS: "順調", "A5": "予定"},
    "message": {FIRST: 1},
}
SECTIONS = (*GOOD, "")
"""Who sends something; "" sends what is no return."""
NO_RETURNS = ("text", "cut")
COPIES = 3

Sent = tuple[str, str, int]
"""A file: whose it is, of which kind, and which copy of it."""
Calls = Sequence[Sequence[Sent]]


class City:
    """The issued round, and every file that can be sent."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        workspace = load_workspace(root)
        for section, kind in itertools.product(GOOD, KINDS):
            (item,) = GOOD[section]
            answers: dict[str, Mapping[str, str | int | None]] = {item: KINDS[kind]}
            if kind == "message":
                answers[COVER] = {"B13": "よろしくお願いします。"}
            path = fill(workspace, section, answers, self.path((section, kind, 0)))
            save_at(path, f"2024-06-03T{list(KINDS).index(kind):02}:00:00Z")
        self.path(("", "text", 0)).write_text("こんにちは", "utf-8")
        whole = self.path(("総務課", "good", 0)).read_bytes()
        self.path(("", "cut", 0)).write_bytes(whole[: len(whole) // 2])
        originals = list(folder.iterdir())
        self.names = {hashlib.sha256(path.read_bytes()).hexdigest(): path.stem[:-1] for path in originals}
        for path, copy in itertools.product(originals, range(1, COPIES + 1)):
            shutil.copyfile(path, path.with_stem(f"{path.stem[:-1]}{copy}"))

    def path(self, sent: Sent) -> Path:
        return self.folder / f"{'-'.join(map(str, sent))}.xlsx"

    def after(self, calls: Calls, then: Callable[[Workspace], None] = lambda _: None) -> dict[str, Any]:
        """Give the state of a fresh workspace after these calls of collect and what is done then."""
        with tempfile.TemporaryDirectory() as folder:
            workspace = load_workspace(Path(shutil.copytree(self.root, Path(folder) / "city")))
            for call in calls:
                collect(workspace, workspace.profile.round(), [self.path(one) for one in call])
            then(workspace)
            return self.state_of(workspace)

    def state_of(self, workspace: Workspace) -> dict[str, Any]:
        """Give all that is known of a round, files called by whose and of which kind they are."""
        names = {one.receipt: self.names[one.sha256] for one in workspace.ledger(workspace.profile.round())}
        text = json.dumps(numbered_state(workspace, names), ensure_ascii=False, default=str)
        text = re.sub(r"\d{4}_([^\s\"［]+)-\d\.xlsx", r"\1", text)
        text = re.sub(r"受付(番号)?(\d+)", lambda found: f"受付{names[int(found[2])]}", text)
        state: dict[str, Any] = json.loads(re.sub(r"（\d+年\d+月\d+日 [^（）]+）", "", text))
        return state | {"entries": sorted(state["entries"]), "findings": sorted(state["findings"])}


def numbered_state(workspace: Workspace, names: Mapping[int, str]) -> dict[str, Any]:
    """Give what is known of a round; numbers of receipts still stand in texts and names of files."""
    answers = read_answers(workspace, workspace.profile.round())
    entries = [
        [names[one.receipt], one.taken, one.department, one.items, one.code, names.get(one.duplicate_of, "")]
        for one in answers.entries
    ]
    submissions = [
        [
            one.department,
            one.state,
            one.items_returned,
            sorted(names[r.number] for r in one.receipts),
            one.note,
        ]
        for one in submissions_of(answers)
    ]
    items = [
        [
            one.item.id,
            one.department.name,
            names[one.entry.receipt] if one.entry else "",
            sorted([str(slot), answer.as_json()] for slot, answer in one.record.answers.items()),
            sorted([str(slot), str(place)] for slot, place in one.record.places.items()),
            sorted(map(str, one.record.corrected.items())),
            [str(verdict) for verdict in one.verdicts],
        ]
        for one in (*answers.items, *answers.returns)
    ]
    findings = [
        [row.department, row.item, row.field, one.code, one.severity, one.what, str(one.place), one.accepted]
        for row in finding_rows(answers, workspace.fields)
        for one in [row.finding]
    ]
    master = consolidate(workspace, answers.round).summary.as_json()
    return {
        "entries": entries,
        "submissions": submissions,
        "items": items,
        "findings": findings,
        "master": master,
    }


@pytest.fixture(scope="module")
def city(issued_once: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(issued_once, tmp_path_factory.mktemp("files"))


@st.composite
def mixes(draw: st.DrawFn) -> list[Sent]:
    """Draw what reaches the office, in an order: any mix of kinds, each file up to three times."""
    sent: list[Sent] = []
    for section in draw(st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=8)):
        kind = draw(st.sampled_from(list(KINDS) if section else NO_RETURNS))
        copy = sum(one[:2] == (section, kind) for one in sent)
        if copy < COPIES:
            sent.append((section, kind, copy))
    return sent


@st.composite
def reorderings(draw: st.DrawFn, sent: Sequence[Sent]) -> list[Sent]:
    """Draw another order of the files of one run: which was saved last tells which counts."""
    left, ordered = list(sent), []
    while left:
        free = [one for one in left if one[2] == 0 or (*one[:2], one[2] - 1) not in left]
        ordered.append(draw(st.sampled_from(free)))
        left.remove(ordered[-1])
    return ordered


@settings(max_examples=20, deadline=None)
@given(data=st.data(), sent=mixes())
def test_any_order_of_collecting_gives_the_same_state(
    city: City, data: st.DataObject, sent: list[Sent]
) -> None:
    cut = data.draw(st.integers(0, len(sent)))
    calls = [call for call in (sent[:cut], sent[cut:]) if call]
    others = [data.draw(reorderings(call)) for call in calls]
    assert city.after(others) == city.after(calls)


@settings(max_examples=8, deadline=None)
@given(data=st.data(), sent=mixes())
def test_what_the_office_decides_means_the_same_in_any_order(
    city: City, data: st.DataObject, sent: list[Sent]
) -> None:
    section, kind, _ = data.draw(st.sampled_from(sent))
    sent = [*sent, ("総務課", "good", sum(one[:2] == ("総務課", "good") for one in sent))]

    def decided(workspace: Workspace) -> None:
        round_, reason = workspace.profile.round(), decide.Reason("電話で確認")
        decide.correct(workspace, round_, decide.Spot("1-①", "実績値", number=1), "77", reason)
        entry = next(
            one for one in workspace.ledger(round_) if city.names[one.sha256] == f"{section}-{kind}-"
        )
        decide.withdraw(workspace, round_, entry.receipt, reason)

    other = data.draw(reorderings(sent))
    assert city.after([other], decided) == city.after([sent], decided)


@settings(max_examples=8, deadline=None)
@given(sent=mixes())
def test_collecting_the_same_files_again_adds_duplicates_and_changes_nothing(
    city: City, sent: list[Sent]
) -> None:
    def known(state: dict[str, Any]) -> dict[str, Any]:
        entries = [one for one in state["entries"] if one[1] != Taken.DUPLICATE.value]
        findings = [one for one in state["findings"] if one[3] != "exact-duplicate"]
        master = {key: value for key, value in state["master"].items() if key != "findings"}
        return state | {"entries": entries, "findings": findings, "master": master}

    once, twice = city.after([sent]), city.after([sent, sent])
    assert known(twice) == known(once)
    assert len(twice["entries"]) == 2 * len(once["entries"]) == 2 * len(sent)


def test_the_law_would_see_that_the_order_of_one_departments_returns_means_something(city: City) -> None:
    first, second = ("総務課", "good", 0), ("総務課", "better", 0)
    assert city.after([[first], [second]]) != city.after([[second], [first]])
