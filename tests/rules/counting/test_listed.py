"""Which items, indicators and activities a sheet lists: an item of two indicators and two activities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.choices import Choice, Choices, Meaning
from toolkit.model.fields import Field, Slot
from toolkit.model.plan import NOTHING, Activity, Indicator, Item, Level, Part
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.listed import listed_lines

R6 = FiscalYear(2024)
FIELDS = load_base_fields().by_name
FLAG, KIND, STATUS, CATEGORY = (FIELDS[name] for name in ("指標_達成", "指標_種別", "活動_進捗", "項目_区分"))


def indicator(number: int) -> Indicator:
    return Indicator(number, f"指標{number}", "件", NOTHING, NOTHING, {}, parts=(Part(1, "市税"),))


ITEM = Item(
    "1-①", (Level("1", "便利"),), "①", "窓口", "様式", ("総務課",), "総務課", R6,
    indicators=(indicator(1), indicator(2)), activities=(Activity(1, "導入"), Activity(2, "周知")),
)  # fmt: skip
TEXTS = {
    Slot("indicator.flag", 1, year=R6): "○",
    Slot("indicator.flag", 2, year=R6): "×",
    Slot("indicator.flag", 1, year=R6 + -1): "×",
    Slot("indicator.kind", 1): "各年度",
    Slot("indicator.kind", 2): "Ｒ６まで",
    Slot("activity.status", activity=1, year=R6): "遅れ",
    Slot("activity.status", activity=2, year=R6): "順調",
    Slot("item.category"): "新規",
}
ALL = {"indicator": [1, 2], "activity": [1, 2], "part": [(1, 1), (2, 1)]}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, (True, ALL)),
        ({FLAG: ["×"]}, (True, ALL | {"indicator": [2]})),  # R5's × of the first does not count
        ({FLAG: ["○", "×"]}, (True, ALL)),
        ({FLAG: ["未"]}, (False, ALL | {"indicator": []})),
        ({FLAG: ["×"], KIND: ["R6まで"]}, (True, ALL | {"indicator": [2]})),
        ({FLAG: ["×"], KIND: ["各年度"]}, (False, ALL | {"indicator": []})),
        ({STATUS: ["遅れ", "休止"]}, (True, ALL | {"activity": [1]})),
        ({CATEGORY: ["新規"]}, (True, ALL)),
        ({CATEGORY: ["継続"]}, (False, ALL)),
        ({CATEGORY: [""]}, (False, ALL)),
    ],
)
def test_a_line_is_listed_where_it_holds_every_condition(
    conditions: dict[Field, list[str]], expected: object
) -> None:
    assert listed_lines(ITEM, TEXTS, conditions, R6) == expected


def test_an_item_without_indicators_has_one_blank_line_unless_they_are_chosen() -> None:
    bare = replace(ITEM, indicators=(), activities=())
    none = {"indicator": [0], "activity": [0], "part": [0]}
    assert listed_lines(bare, TEXTS, {}, R6) == (True, none)
    assert listed_lines(bare, TEXTS, {FLAG: ["×"]}, R6) == (False, none | {"indicator": []})


def test_a_condition_may_be_written_in_marks_or_in_the_citys_words() -> None:
    own = replace(FLAG, choices=Choices((Choice("未達成", (), Meaning.MISSED),)))
    rated = replace(STATUS, choices=Choices((Choice("遅れ", ("やや遅れ",)), Choice("順調"))))
    texts = TEXTS | {Slot("activity.status", activity=1, year=R6): "「遅れ」"}
    for words in (["×"], ["✕"], ["未達成"]):
        assert listed_lines(ITEM, texts, {own: words}, R6)[1]["indicator"] == [2]
    assert listed_lines(ITEM, texts, {rated: ["やや遅れ"]}, R6)[1]["activity"] == [1]
