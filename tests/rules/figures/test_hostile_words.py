"""Expressions over a plan whose levels and parts are called what an expression might take for signs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.steps.hostile_city import HOSTILE
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import ExpressionError
from toolkit.rules.figures.parse import parse, write

OTHERS = ("1.5", "順調 の", "市（一）", "「特」課", "x=y", "達成")


def document(level: str, part: str) -> dict[str, Any]:
    """Give a 取りまとめ表.json in which 3 indicators of a part are achieved, and 1 of another."""
    groups = [{"by": level, "path": [part], "achieved": 3}, {"by": level, "path": ["ほか"], "achieved": 1}]
    return {"round": {"id": "R6"}, "indicators": {"groups": groups}}


@pytest.mark.parametrize("part", [*HOSTILE, *OTHERS])
def test_a_part_of_any_name_is_chosen_in_brackets(part: str) -> None:
    for text in (f"指標.柱[{part}].達成", f"indicators.groups[柱={part}].achieved"):
        assert calculate(parse(text), document("柱", part)).value == 3
        assert parse(write(parse(text))) == parse(text)  # and written so that it is read again


@pytest.mark.parametrize("level", [one for one in (*HOSTILE, *OTHERS) if "「" not in one])
def test_a_level_of_any_name_is_read_in_quotation_marks(level: str) -> None:
    assert calculate(parse(f"指標.「{level}」[健全].達成"), document(level, "健全")).value == 3


@pytest.mark.parametrize("part", ["a]b", "a[b", "]課[", "［特"])
def test_a_bracket_that_stands_alone_is_told_or_stands_in_quotation_marks(part: str) -> None:
    with pytest.raises(ExpressionError):
        calculate(parse(f"指標.柱[{part}].達成"), document("柱", part))
    for text in (f"指標.柱[「{part}」].達成", f"indicators.groups[柱=「{part}」].achieved"):
        assert calculate(parse(text), document("柱", part)).value == 3
        assert parse(write(parse(text))) == parse(text)
        assert parse(write(parse(text), keys=True)) == parse(text)
