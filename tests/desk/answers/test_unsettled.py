"""Whose answers are not settled yet (未確定), in the order the office lists its departments in."""

from __future__ import annotations

from tests.steps.sent_round import Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD
from toolkit.desk.answers.unsettled import unsettled


def test_case_D8_the_unsettled_stand_in_the_order_of_the_departments_not_of_their_items(sent: Round) -> None:
    # 1-① is of 総務課 (3rd), 1-② of 観光課 (2nd), 2-① of 港湾課 (1st).
    assert unsettled(sent.read().returns) == "未確定: 港湾課（未提出）、観光課（未提出）、総務課（未提出）"
    sent.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], FIRST: "多数"}})
    sent.send("観光課", {"1-②": {**GOOD["観光課"]["1-②"], EFFECT: 30_000}})
    assert unsettled(sent.read().returns) == "未確定: 港湾課（未提出）、観光課（確認中）、総務課（要修正）"
