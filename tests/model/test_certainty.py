"""Certainties of sample answers: the least sure one counts, and they survive the workspace."""

from __future__ import annotations

import json

from toolkit.model.certainty import certainties_json, parse_certainties, weakest
from toolkit.model.fields import Slot
from toolkit.model.years import FiscalYear


def test_a_value_is_as_sure_as_the_least_sure_of_what_it_is_made_of() -> None:
    assert weakest(["原本", "補完", "推定"]) == "補完"
    assert weakest(["", "原本", ""]) == "原本"
    assert weakest(["", "不明"]) == ""


def test_marks_come_back_from_their_json() -> None:
    r5 = FiscalYear.parse("R5")
    certainties = {
        ("1-①", Slot("indicator.actual", 2, year=r5)): "原本",
        ("1-①", Slot("part.actual", year=r5, part=(1, 7))): "推定",
        ("2", Slot("activity.status", activity=3, year=r5)): "架空",
    }
    assert parse_certainties(json.loads(json.dumps(certainties_json(certainties)))) == certainties
