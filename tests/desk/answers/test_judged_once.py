"""In one process a round's answers are judged once; whatever they are made of makes them be judged anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest

from tests.settings_book import change_settings
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import FIRST, GOOD
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.workspace import RETURNED, load_workspace
from toolkit.model.upto import Upto
from toolkit.steps import decide
from toolkit.steps.decide import Reason, Spot
from toolkit.steps.generate import generate
from toolkit.steps.request import request

COMPLETE = GOOD["総務課"]["1-①"]


@pytest.fixture
def judged(sent: Round) -> Round:
    """A round with one return that has something to mend."""
    sent.reply({**COMPLETE, FIRST: "多数"})
    return sent


def test_what_was_judged_is_given_again_whoever_opens_the_folder(judged: Round) -> None:
    first = judged.read()
    workspace = load_workspace(judged.workspace.root)
    assert read_answers(workspace, workspace.profile.round()) is first


def _save_again(sent: Round) -> None:
    """Change one letter of the received file, and let its time and size be as they were."""
    folder = sent.workspace.folder(RETURNED, sent.workspace.profile.round())
    (path,) = folder.glob("*.xlsx")
    before, content = path.stat(), bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Round], object]] = {
    "another return": lambda sent: sent.reply(COMPLETE),
    "a decision": lambda sent: decide.correct(
        sent.workspace,
        sent.workspace.profile.round(),
        Spot("1-①", "指標_実績値", number=1),
        "12",
        Reason("電話"),
    ),
    "a request": lambda sent: request(sent.workspace, sent.workspace.profile.round()),
    "another issue": lambda sent: generate(sent.workspace, sent.workspace.profile.round()),
    "the received file": _save_again,
    "a deadline": lambda sent: change_settings(
        sent.workspace.root,
        lambda rows: rows["照会"][0].update(期限=dt.date(2030, 1, 31)),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_answers_are_made_of_makes_them_be_judged_anew(
    judged: Round, change: Callable[[Round], object]
) -> None:
    first = judged.read()
    change(judged)
    workspace = load_workspace(judged.workspace.root)
    now = read_answers(workspace, workspace.profile.round())
    assert now is not first


def test_a_corrected_value_is_seen_at_once(judged: Round) -> None:
    workspace, round_ = judged.workspace, judged.workspace.profile.round()
    assert judged.answer().record.answer(COUNT).value == "多数"
    decide.correct(workspace, round_, Spot("1-①", "指標_実績値", number=1), "12", Reason("電話で確認"))
    assert judged.answer().record.answer(COUNT).value == 12


def test_an_earlier_state_of_a_round_is_another(judged: Round) -> None:
    workspace, round_ = judged.workspace, judged.workspace.profile.round()
    now, before = judged.read(), read_answers(workspace, round_, upto=Upto(receipts=0))
    assert [one.entry is None for one in now.returns].count(True) + 1 == len(before.returns)
    assert all(one.entry is None for one in before.returns)
