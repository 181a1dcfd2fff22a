"""Any past state of a round is told from what was received and decided by then, and is what was told then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.settings_book import change_settings
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, REGISTER, STATUS, write_register
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.workspace import load_workspace
from toolkit.model.upto import EVERYTHING, Upto, upto_moment
from toolkit.steps import decide
from toolkit.steps.decide import Reason, Spot
from toolkit.steps.generate import generate
from toolkit.steps.request import request

COMPLETE = GOOD["総務課"]["1-①"]
CALLED = Reason("電話で確認")


def now_of(sent: Round) -> Upto:
    """Give the point a round has reached."""
    workspace, round_ = sent.workspace, sent.workspace.profile.round()
    issue = workspace.manifests(round_)[-1].issue
    return Upto(len(workspace.ledger(round_)), len(workspace.decision_book(round_)), issue)


def told(answers: RoundAnswers, sent: Round) -> tuple[object, ...]:
    """Give all that a round's verbs show of it: findings, submissions, every record and verdict."""
    rows = finding_rows(answers, sent.workspace.fields)
    parts = [(one.item, one.record, one.verdicts, one.findings, one.entry) for one in answers.items]
    own = [(one.item, one.record, one.verdicts, one.findings, one.entry) for one in answers.returns]
    return rows, submissions_of(answers), parts, own, answers.entries


def test_a_round_told_as_it_was_at_each_point_is_what_was_told_then(sent: Round) -> None:
    workspace, round_ = sent.workspace, sent.workspace.profile.round()
    header, *rows = REGISTER["項目"]
    renamed = [[cell if cell != "窓口の見直し" else "窓口の統合" for cell in row] for row in rows]

    def issue_again() -> None:
        write_register(workspace.register, {**REGISTER, "項目": [header, *renamed]})
        generate(workspace, round_)

    happened: list[Callable[[], object]] = [
        lambda: None,
        lambda: sent.reply({**COMPLETE, FIRST: "多数"}),
        lambda: request(workspace, round_),
        lambda: sent.reply({**COMPLETE, FIRST: 9, STATUS: None}),
        lambda: decide.correct(workspace, round_, Spot("1-①", "指標_実績値", number=1), "12", CALLED),
        lambda: sent.reply({FIRST: 10, EFFECT: 130}),
        issue_again,
        lambda: decide.withdraw(workspace, round_, 2, CALLED),
        lambda: decide.withdraw(workspace, round_, 2, Reason("取下げは誤り", undo=True)),
        lambda: decide.extend(workspace, round_, "港湾課", "2025-06-13", CALLED),
    ]
    states = []
    for happen in happened:
        happen()
        states.append((now_of(sent), told(sent.read(), sent)))
    later = [told(read_answers(workspace, round_, upto=at), sent) for at, _ in states]
    for (at, then), now in zip(states, later, strict=True):
        assert now == then, at
    # A request alone changes nothing, and taking a decision back leads back.
    assert len({repr(then) for _, then in states}) == len(states) - 2
    assert any("answered-request" in repr(then) for _, then in states)


def test_the_value_that_counted_is_told_at_each_point(sent: Round) -> None:
    workspace, round_ = sent.workspace, sent.workspace.profile.round()
    sent.reply({**COMPLETE, FIRST: 8})
    sent.reply({**COMPLETE, FIRST: 9})
    decide.correct(workspace, round_, Spot("1-①", "指標_実績値", number=1), "12", CALLED)

    def value(upto: Upto) -> object:
        answers = read_answers(workspace, round_, upto=upto)
        return next(one for one in answers.items if one.item.id == "1-①").record.answer(COUNT).value

    points = [Upto(0, 0), Upto(1, 0), Upto(2, 0), Upto(2, 1), EVERYTHING]
    assert [value(point) for point in points] == [None, *map(Decimal, (8, 9, 12, 12))]


def test_a_moment_is_a_point_of_the_three_books(sent: Round) -> None:
    workspace, round_ = sent.workspace, sent.workspace.profile.round()
    sent.reply(COMPLETE)
    decide.extend(workspace, round_, "港湾課", "2025-06-13", CALLED)
    books = workspace.ledger(round_), workspace.decision_book(round_), workspace.manifests(round_)
    second = dt.timedelta(seconds=1)
    assert upto_moment(books[1][0].at, *books) == Upto(1, 1, 1)
    assert upto_moment(books[0][0].received_at - dt.timedelta(days=1), *books) == Upto(0, 0, 0)
    assert upto_moment(books[1][0].at + second, *books) == Upto(1, 1, 1)


@pytest.mark.parametrize("upto", [Upto(0, 0, 0), Upto(0, 0, 1)])
def test_before_anything_came_everybody_is_late(sent: Round, upto: Upto) -> None:
    sent.reply(COMPLETE)
    answers = read_answers(sent.workspace, sent.workspace.profile.round(), upto=upto)
    codes = [row.finding.code for row in finding_rows(answers, sent.workspace.fields)]
    assert codes == ["not-returned"] * 3


def test_a_round_that_was_judged_anew_is_told_as_it_was_judged_before(sent: Round) -> None:
    workspace, round_ = sent.workspace, sent.workspace.profile.round()
    sent.reply({**COMPLETE, FIRST: 9})  # of 10
    change_settings(workspace.root, lambda rows: rows["判定"][0].update(達成とする率=80))
    live = load_workspace(workspace.root)
    decide.rejudge(live, round_, Reason("議会の指摘による"))

    def flag(upto: Upto) -> str:
        answers = read_answers(live, live.profile.round(), upto=upto)
        return next(one for one in answers.items if one.item.id == "1-①").verdicts[0].judgement.flag.value

    assert [flag(Upto(1, 0)), flag(Upto(1, 1)), flag(EVERYTHING)] == ["×", "○", "○"]
