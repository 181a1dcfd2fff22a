"""Figures of several counted fields, by their own words, and of what changed since the round before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.fields import Fields
from toolkit.model.plan import Printed
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import ExpressionError, NoValueError
from toolkit.rules.figures.headings import STATUS_FIELDS
from toolkit.rules.figures.parse import parse, write


def status(field: str, counts: dict[str, int], change: dict[str, int | None]) -> dict[str, Any]:
    group = {"by": "柱", "path": ["便利"]}
    return {
        "field": field,
        "total": counts,
        "groups": [group | {"counts": counts}],
        "on_track": {"count": 3, "of": 7, "share": "42.9%"},
        "changes": {"total": change, "groups": [group | {"counts": change}]},
    }


STATUSES = [
    status("年次_進捗", {"順調": 3, "遅れ": 4}, {"順調": -2, "遅れ": 1, "休止": -1}),
    status("活動_進捗", {"順調": 30, "遅れ": 40}, {"順調": None, "遅れ": None}),
    status("年次_評価", {"S": 5}, {"S": 0}),
]
DOCUMENT: dict[str, Any] = {
    "round": {"id": "R6"},
    "status": STATUSES[0],
    "statuses": STATUSES,
    "effects": {"unit": None},
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("進捗.順調", "3"),
        ("年次_進捗.順調", "3"),
        ("活動_進捗.順調", "30"),
        ("活動_進捗.柱[便利].遅れ", "40"),
        ("評価.S", "5"),
        ("年次_評価.順調の割合.割合", "42.9%"),
        ("進捗.順調.増減", "▲2"),
        ("進捗.遅れ.増減", "1"),
        ("進捗.休止.増減", "▲1"),
        ("評価.S.増減", "0"),
        ("進捗.柱[便利].順調.増減", "▲2"),
        ("進捗.柱[すべて].順調.増減", "▲2"),
        ("進捗.順調.増減 + 進捗.遅れ.増減", "▲1"),
        ("進捗.順調 − 活動_進捗.順調", "-27"),
        ("statuses.評価.changes.total.S", "0"),
    ],
)
def test_a_field_is_reached_by_its_word_and_a_decrease_has_its_sign(text: str, shown: str) -> None:
    assert calculate(parse(text), DOCUMENT).text == shown


def test_a_change_goes_to_papers_as_a_number_with_the_format_that_shows_its_sign() -> None:
    printed = calculate(parse("進捗.順調.増減"), DOCUMENT).printed
    assert printed == Printed("▲2", Decimal(-2), '#,##0;"▲"#,##0')


def test_what_is_not_known_of_the_round_before_has_no_value() -> None:
    with pytest.raises(NoValueError):
        calculate(parse("活動_進捗.順調.増減"), DOCUMENT)


def test_a_field_the_city_does_not_count_is_told_with_those_it_counts() -> None:
    with pytest.raises(ExpressionError, match="「内部評価」は、この計画で数えている欄ではありません") as told:
        calculate(parse("内部評価.S"), DOCUMENT)
    assert told.value.mend == "「評価」ではありませんか"


def test_a_plan_that_counts_one_evaluation_has_it_as_進捗_and_as_評価() -> None:
    only = DOCUMENT | {"status": STATUSES[2], "statuses": STATUSES[2:]}
    assert [calculate(parse(text), only).text for text in ("進捗.S", "評価.S")] == ["5", "5"]
    assert write(parse("評価.S"), keys=True) == "statuses.評価.total.S"


def choices_of(fields: Fields) -> set[str]:
    """Give the fields of choices that stand once an item or activity and year."""
    found = (field for field in fields.by_key.values() if field.kind == "choice")
    return {field.name for field in found if "indicator" not in field.axes}


def test_every_field_of_choices_that_can_be_counted_has_its_headings() -> None:
    assert set(STATUS_FIELDS) == choices_of(load_base_fields())
