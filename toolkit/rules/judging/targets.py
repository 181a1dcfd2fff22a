"""Targets as printed in, what they ask for out; and whether the final target follows from the yearly ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from toolkit.model.numbers import print_number
from toolkit.model.plan import NOTHING, Direction, FinalRelation, Indicator
from toolkit.model.record import State
from toolkit.model.words import half_width
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.last_year import Condition, read_condition
from toolkit.rules.judging.names import same_name
from toolkit.rules.numbers.amounts import split_unit
from toolkit.rules.numbers.printing import round_off
from toolkit.rules.numbers.quantities import clean_text, parse_quantity, split_bracket


class TargetKind(StrEnum):
    """What a target asks for."""

    NUMBER = "数値"
    AT_LEAST = "以上"
    AT_MOST = "以内"
    BELOW = "未満"
    ABOVE = "超"
    WORDS = "文章"
    SIGN = "プラス"
    LAST_YEAR = "前年度比"
    NOT_SET = "未設定"
    UNDECIDED = "未定"
    BLANK = "空欄"


_BOUNDS = {
    "以上": TargetKind.AT_LEAST,
    "以内": TargetKind.AT_MOST,
    "以下": TargetKind.AT_MOST,
    "未満": TargetKind.BELOW,
    "超": TargetKind.ABOVE,
    "を超える": TargetKind.ABOVE,
    "を下回る": TargetKind.BELOW,
}
_BOUND = re.compile(rf"(?P<body>.+?)(?P<bound>{'|'.join(_BOUNDS)})(?P<per>[/／][^/／]+)?")
_PER = re.compile(r"[/／][^/／()（）\d]+(?=[(（]|$)")
_YEAR = r"(?P<year>(?:令和|R)\s*(?:元|\d{1,2})(?:年度)?)"
_DUE_BEFORE = re.compile(rf"{_YEAR}(?:末|中)?(?:まで)?(?:に|の)(?P<rest>.*\d.*)", re.DOTALL)
_DUE_BEHIND = re.compile(rf"(?P<rest>[^()]*\d[^()]*)\({_YEAR}末?(?:まで(?:に|の?累積)?)?\)", re.DOTALL)
_STATES = {
    State.BLANK: TargetKind.BLANK,
    State.NOT_SET: TargetKind.NOT_SET,
    State.UNDECIDED: TargetKind.UNDECIDED,
}


@dataclass(frozen=True)
class Target:
    """What one year asks for. `text` is as printed, the numbers stand in the indicator's unit.

    `direction` is which way is better: that of the bound (以内 = lower), else the indicator's.
    `cumulative` is the total in brackets of `2(78)` (A10); `condition` what 前年度比 asks (A12); `due` the
    year the words name (`R9に20,000件`). `is_open` is a target that is due in a later year (F5).
    """

    text: str
    kind: TargetKind
    direction: Direction
    number: Decimal | None = None
    cumulative: Decimal | None = None
    condition: Condition | None = None
    due: FiscalYear | None = None
    is_open: bool = False

    def is_reached(self, actual: Decimal) -> bool:
        """Compare an actual with a target that has a number (B1-B4: 以上 and 以内 hold the bound itself)."""
        if self.number is None:
            raise ValueError(f"not a target with a number: {self.text!r}")
        if self.kind is TargetKind.ABOVE:
            return actual > self.number
        if self.kind is TargetKind.BELOW:
            return actual < self.number
        return actual >= self.number if self.direction is Direction.HIGHER else actual <= self.number


@lru_cache(maxsize=4096)  # asked again for every check of an answer
def read_target(text: str, unit: str, direction: Direction) -> Target:
    """Read a target as printed (B1-B5, A10, A12, A13, C1, C4): `30億円以内`, `▲19.6％`, `2(78)`, `-`, words.

    A plain number asks for at least that much where higher is better, else for at most that much.
    """
    plain = clean_text(text)
    if half_width(plain) in ("プラス", "黒字"):
        return Target(text, TargetKind.SIGN, direction)
    condition = read_condition(plain)
    # A change by 5% of a rate could also be meant in points, or be the rate itself: a person judges.
    if condition and (condition.percent == 100 or split_unit(half_width(unit)).base != "%"):
        return Target(text, TargetKind.LAST_YEAR, direction, condition=condition)
    plain, due = _split_due(plain)
    kind = TargetKind.NUMBER
    bounded = _BOUND.fullmatch(plain)
    if bounded and re.search(r"\d", bounded["body"]):
        kind = _BOUNDS[bounded["bound"]]
        plain = bounded["body"] + (bounded["per"] or "")
        higher = kind in (TargetKind.AT_LEAST, TargetKind.ABOVE)
        direction = Direction.HIGHER if higher else Direction.LOWER
    # 2団体/年 and 11.4時間/月 say what the unit leaves out: the office printed them so.
    answer = parse_quantity(plain if split_unit(half_width(unit)).per else _PER.sub("", plain), unit)
    if answer.state in _STATES:
        return Target(text, _STATES[answer.state], direction)
    if not isinstance(answer.value, Decimal):
        return Target(text, TargetKind.WORDS, direction)
    bracket = parse_quantity(split_bracket(plain)[1], unit).value
    cumulative = bracket if isinstance(bracket, Decimal) else None
    return Target(text, kind, direction, answer.value, cumulative, due=due)


def _split_due(text: str) -> tuple[str, FiscalYear | None]:
    """Part a target from the year it names: `R9に20,000件` = (`20,000件`, R9)."""
    plain = half_width(text)
    match = _DUE_BEFORE.fullmatch(plain) or _DUE_BEHIND.fullmatch(plain)
    return (match["rest"].strip(), FiscalYear.parse(match["year"])) if match else (text, None)


def has_started(indicator: Indicator, year: FiscalYear) -> bool:
    """Tell whether an indicator counts in a year: one that starts later is in no number at all (F4)."""
    return indicator.start_year is None or year >= indicator.start_year


def target_of(indicator: Indicator, year: FiscalYear) -> Target:
    """Read what an indicator asks of a year; a target of a later year stays open until then (F5)."""
    printed = indicator.targets.get(year, NOTHING)
    target = read_target(printed.text, indicator.unit, indicator.direction)
    return replace(target, is_open=True) if target.due is not None and target.due > year else target


def same_target(one: str, other: str, unit: str) -> bool:
    """Tell whether two tables print the same target (E7, E8): `120,000千円/年` is `120,000`."""
    first, second = (read_target(text, unit, Direction.HIGHER) for text in (one, other))
    if first.kind is not second.kind:
        return False
    if first.number is None:
        return first.kind in _STATES.values() or same_name(one, other)
    return (first.number, first.cumulative) == (second.number, second.cumulative)


@dataclass(frozen=True)
class FinalCheck:
    """Whether the final target follows from the yearly ones; None where there is nothing to compare."""

    follows: bool | None
    why: str


def check_final(indicator: Indicator) -> FinalCheck:
    """Tell whether the final target follows from the yearly targets as the register says (E1-E6).

    水準: it is the last yearly target that has a value, printed perhaps as a whole number; 合計: it is
    their sum. `why` is one sentence.
    """
    final = read_target(indicator.final.text, indicator.unit, indicator.direction)
    targets = {
        year: read_target(printed.text, indicator.unit, indicator.direction)
        for year, printed in sorted(indicator.targets.items())
    }
    numbers = {year: target.number for year, target in targets.items() if target.number is not None}
    if final.number is None:
        return FinalCheck(None, f"最終目標値「{final.text}」は数値でないため、各年度の目標値と比べません。")
    if not numbers:
        return FinalCheck(None, "各年度の目標値に数値がないため、最終目標値と比べません。")
    if indicator.final_relation is FinalRelation.SUM:
        return _check_sum(final.number, numbers)
    return _check_last(final, targets, numbers)


def _check_sum(final: Decimal, numbers: Mapping[FiscalYear, Decimal]) -> FinalCheck:
    total = sum(numbers.values(), Decimal(0))
    same = total == final
    relation = "一致します" if same else "一致しません"
    return FinalCheck(
        same,
        f"最終目標値{print_number(final)}は、各年度の目標値の合計{print_number(total)}と{relation}。",
    )


def _check_last(
    final: Target, targets: Mapping[FiscalYear, Target], numbers: Mapping[FiscalYear, Decimal]
) -> FinalCheck:
    assert final.number is not None
    year = max(numbers)
    said = f"最終目標値{final.text}は、{year}の目標値{targets[year].text}"
    if (numbers[year], targets[year].cumulative) == (final.number, final.cumulative):
        later = "" if year == max(targets) else "（それより後の年度は値がありません）"
        return FinalCheck(True, f"{said}と一致します{later}。")
    whole = round_off(final.number, 0, truncate=False)
    if numbers[year] == whole != final.number:
        return FinalCheck(True, f"{said}と、整数に丸めて一致します。")
    if sum(numbers.values(), Decimal(0)) == final.number:
        return FinalCheck(False, f"{said}と異なり、各年度の合計と一致します（最終の関係は「合計」では）。")
    same = [
        earlier.label
        for earlier, target in targets.items()
        if (target.number, target.cumulative) == (final.number, final.cumulative)
    ]
    hint = f"（{same[-1]}の目標値とは同じです）" if same else ""
    return FinalCheck(False, f"{said}と異なります{hint}。")
