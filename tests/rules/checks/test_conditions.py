"""チェック条件: what the office's own rules find in an answer, and what is wrong with how they are typed.

The return of these tests (tests/rules/small_return.py): target 1,000, answered 1,100 (110 %), planned effect
5,000, answered 5,200, 評価 計画どおり, 取組実績 窓口を統合した。
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from tests.rules.small_return import (
    ACTUAL,
    ASKED,
    BASE,
    EFFECT,
    FIELDS,
    GRADE,
    REASON,
    RESULT,
    number_cell,
    return_of,
    schema_of,
    text_cell,
)
from toolkit.model.catalogue import Severity
from toolkit.model.choices import Choice, Choices
from toolkit.model.errors import OfficeErrors, RowPlace
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.profile import CheckRule
from toolkit.model.record import Cell
from toolkit.rules.checks.checks import iter_findings
from toolkit.rules.checks.conditions import iter_rule_mistakes, read_rules

GRADED = FIELDS.with_choices({"year.evaluation": Choices((Choice("計画どおり"), Choice("遅れ")))})
CELLS = {"欄": "A4", "もし": "D4", "ならば": "E4"}


def rule(field: str, when: str, then: str, *, is_error: bool = True, message: str = "") -> CheckRule:
    place = RowPlace("設定.xlsx", "チェック条件", CELLS)
    return CheckRule(GRADED.by_name[field], None, None, when, then, is_error, message, place)


def told(one: CheckRule, changed: Mapping[Slot, Cell] | None = None) -> list[Finding]:
    """Give what one rule finds in the return with some cells changed."""
    answered = return_of(changed, asked=(*ASKED, REASON))
    rules = read_rules([one], GRADED)
    found = iter_findings(answered, Draft202012Validator(BASE), GRADED, rules)
    return [one for one in found if one.code in ("rule-broken", "rule-doubted", "out-of-range-refused")]


LATE = rule("年次_取組実績", "年次_評価 = 「遅れ」", "年次_取組実績 ≠ 空欄")
SHORT = rule("指標_未達成の理由", "指標_達成率 < 80", "指標_未達成の理由 ≠ 空欄")


def test_what_must_hold_where_a_condition_does_is_asked_at_its_field() -> None:
    blank = {GRADE: text_cell("遅れ"), RESULT: text_cell("")}
    (finding,) = told(LATE, blank)
    assert finding.code == "rule-broken"
    assert finding.slot == RESULT
    assert finding.place is not None
    assert finding.place.cell == "C9"
    assert (
        finding.what == "市の決まりに合っていません。評価が「遅れ」であるときは、取組実績を記入してください。"
    )


@pytest.mark.parametrize(
    "cells",
    [
        {},  # 計画どおり: the condition does not hold
        {RESULT: text_cell("")},
        {GRADE: text_cell("遅れ")},  # 取組実績 is written
        {GRADE: text_cell(""), RESULT: text_cell("")},  # nobody knows whether it is late
    ],
)
def test_nothing_is_asked_where_the_condition_does_not_hold(cells: dict[Slot, Cell]) -> None:
    assert told(LATE, cells) == []


@pytest.mark.parametrize(
    ("actual", "count"),
    [("799", 1), ("800", 0), ("1100", 0)],  # of 1,000: 79.9 %, 80 %, 110 %
)
def test_a_rate_is_compared_as_it_was_judged(actual: str, count: int) -> None:
    assert len(told(SHORT, {ACTUAL: number_cell(actual)})) == count


def test_a_percentage_may_be_typed_with_its_sign() -> None:
    typed = rule("指標_未達成の理由", "指標_達成率 < 80%", "指標_未達成の理由 ≠ 空欄")
    assert len(told(typed, {ACTUAL: number_cell("799")})) == 1
    assert told(typed, {ACTUAL: number_cell("800")}) == []


def test_what_is_not_known_yet_breaks_nothing() -> None:
    assert told(SHORT, {ACTUAL: text_cell("未（7月）")}) == []
    above = rule("指標_実績値", "", "指標_実績値 ≥ 2000")
    assert told(above, {ACTUAL: text_cell("未（7月）")}) == []
    assert len(told(above)) == 1


def test_a_word_for_not_yet_can_be_asked_for() -> None:
    waits = rule("指標_実績値", "", "指標_実績値 ≠ 「未」")
    assert len(told(waits, {ACTUAL: text_cell("未（7月）")})) == 1
    assert told(waits) == []


def test_what_was_not_asked_is_no_blank() -> None:
    late = rule("年次_取組実績", "年次_進捗 = 空欄", "年次_取組実績 = 空欄")
    assert told(late) == []


def test_a_dash_is_a_blank() -> None:
    planned = rule("年次_実績効果額", "", "年次_実績効果額 ≠ 空欄")
    assert len(told(planned, {EFFECT: text_cell("-")})) == 1
    assert told(planned) == []


def test_an_amount_is_held_against_the_plan() -> None:
    twice = rule("年次_実績効果額", "", "年次_実績効果額 ≤ 年次_効果見込額 × 2", is_error=False)
    assert told(twice, {EFFECT: number_cell("10000")}) == []
    (finding,) = told(twice, {EFFECT: number_cell("10001")})
    assert finding.code == "rule-doubted"
    assert (
        finding.what == "市の決まりに合っていません。実績効果額が効果見込額 × 2以下であることになっています。"
    )


def test_a_field_of_the_year_is_held_against_every_indicator() -> None:
    story = rule("年次_取組実績", "指標_達成率 < 100 または 年次_評価 = 「遅れ」", "年次_取組実績 ≠ 空欄")
    assert len(told(story, {ACTUAL: number_cell("999"), RESULT: text_cell("")})) == 1
    assert told(story, {ACTUAL: number_cell("1000"), RESULT: text_cell("")}) == []


def test_the_office_says_it_in_its_own_words() -> None:
    own = rule("年次_取組実績", LATE.condition, LATE.then, message="遅れの理由を書いてください。")
    (finding,) = told(own, {GRADE: text_cell("遅れ"), RESULT: text_cell("")})
    assert finding.what == "市の決まりに合っていません。遅れの理由を書いてください。"
    assert finding.expected == "評価が「遅れ」であるときは、取組実績を記入してください。"


def test_a_range_weighs_what_the_office_says() -> None:
    too_much = return_of({EFFECT: number_cell("10000001")})  # the packaged range ends at 10,000,000

    def codes(*, is_error: bool, message: str = "") -> list[str]:
        limit = Decimal(10_000_000)
        one = CheckRule(GRADED.by_name["年次_実績効果額"], None, limit, is_error=is_error, message=message)
        found = iter_findings(too_much, Draft202012Validator(schema_of()), GRADED, read_rules([one], GRADED))
        return [finding.code for finding in found if finding.slot == EFFECT]

    assert codes(is_error=True) == ["out-of-range-refused"]
    assert codes(is_error=False) == ["out-of-range"]


def test_a_value_outside_a_range_is_in_doubt_also_where_the_office_says_it_in_its_own_words() -> None:
    said = "円で書いていませんか。"
    one = CheckRule(
        GRADED.by_name["年次_実績効果額"], None, Decimal(10_000_000), is_error=False, message=said
    )
    too_much = return_of({EFFECT: number_cell("10000001")})
    found = iter_findings(too_much, Draft202012Validator(schema_of()), GRADED, read_rules([one], GRADED))
    (finding,) = [finding for finding in found if finding.slot == EFFECT]
    assert (finding.code, finding.severity, finding.doubts) == ("out-of-range", Severity.WARNING, True)
    assert finding.what == f"「10000001」は、通常の範囲（10,000,000以下）の外です。{said}"


@pytest.mark.parametrize(
    ("when", "then", "cell", "what", "mend"),
    [
        (
            "年次_評価 = 「おくれ」",
            "年次_取組実績 ≠ 空欄",
            "D4",
            "「おくれ」は「年次_評価」の選択肢に",
            "遅れ",
        ),
        (
            "年次_進ちょく = 「遅れ」",
            "年次_取組実績 ≠ 空欄",
            "D4",
            "「年次_進ちょく」という欄は",
            "年次_進捗",
        ),
        ("年次_評価", "年次_取組実績 ≠ 空欄", "D4", "条件ではありません", "年次_進捗 = "),
        ("年次_評価 = ", "年次_取組実績 ≠ 空欄", "D4", "何もありません", "続きを書くか"),
        ("", "年次_取組実績 ≠ ", "E4", "何もありません", "続きを書くか"),
        ("", "指標.達成 ≥ 1", "E4", "欄の名前ではありません", "年次_進捗"),
        ("", "年次_注記 ≠ 空欄", "E4", "どの照会でも聞いていません", "照会で聞く欄"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_with_its_cell(
    when: str, then: str, cell: str, what: str, mend: str
) -> None:
    one = rule("年次_取組実績", when, then)
    asked = {"year.result", "year.evaluation"}
    (mistake,) = iter_rule_mistakes([one], GRADED, asked)
    assert (mistake.sheet, mistake.cell) == ("チェック条件", cell)
    assert what in mistake.what
    assert mend in mistake.mend


def test_a_rule_that_cannot_be_read_stops_what_would_need_it() -> None:
    with pytest.raises(OfficeErrors, match="チェック条件］D4"):
        read_rules([rule("年次_取組実績", "年次_評価 =", "年次_取組実績 ≠ 空欄")], GRADED)
