"""Achievement (達成): a target and an answered actual in, flag, rate and the reason in one sentence out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from toolkit.model.choice_words import find_flag, flag_word
from toolkit.model.choices import Choices
from toolkit.model.numbers import print_number
from toolkit.model.plan import Direction, Method
from toolkit.model.profile import Judging
from toolkit.model.record import Answer, State
from toolkit.model.verdicts import Flag, Judgement
from toolkit.rules.judging.targets import Target, TargetKind
from toolkit.rules.numbers.printing import print_percent
from toolkit.rules.numbers.quantities import clean_text, parse_quantity, split_bracket

_TOTAL_WORDS = re.compile("累計|累積|[:は]")
_CHOSEN = (Flag.ACHIEVED, Flag.MISSED, Flag.UNDECIDED)


class Chosen(NamedTuple):
    """What a person chose of 達成 ("" for nothing), of which choices (目標達成 …); None: of ○ × 未."""

    word: str = ""
    choices: Choices | None = None

    @property
    def flag(self) -> Flag | None:
        """The flag it means; None where it is none of ○ × 未."""
        found = find_flag(self.word, self.choices)
        return found if found in _CHOSEN else None


def judge(
    target: Target,
    actual: Answer,
    judging: Judging,
    *,
    method: Method = Method.NUMBER,
    decided: Chosen | None = None,
    last_year: Answer | None = None,
) -> Judgement:
    """Judge one actual against its target (rules A1-A13, B1-B9, C1, C3, C4, F5).

    `judging` are the settings of the fiscal year; a rate is compared with the threshold unrounded.
    `decided` is the department's own choice (○ × 未), which alone counts for what only a person can
    judge: words are never compared with each other. `last_year` is last year's actual (前年度比).
    """
    chosen = decided or Chosen()
    if unset := _find_unset(target):
        return unset
    if target.is_open:
        return _leave_open(target, actual)
    if actual.state is State.DOUBT:
        return Judgement(Flag.UNDECIDED, _why_open(actual))
    if is_judged_by_person(target, method):
        return _judge_by_person(target, actual, chosen, judging)
    if target.kind is TargetKind.SIGN:
        return _judge_sign(target, actual)
    if target.kind is TargetKind.LAST_YEAR:
        return _judge_last_year(target, actual, chosen, last_year, judging)
    if isinstance(actual.value, Decimal):
        if doubt := bracket_doubt(target, actual, method):
            return Judgement(Flag.UNDECIDED, doubt)
        return _judge_number(target, actual, judging, method)
    if actual.state is State.TEXT and chosen.word:
        return _judge_by_person(target, actual, chosen, judging)
    return Judgement(Flag.UNDECIDED, _why_open(actual))


def _find_unset(target: Target) -> Judgement | None:
    """Give the judgement of a target that asks for nothing yet, whatever was answered (C1, C4)."""
    match target.kind:
        case TargetKind.NOT_SET:
            return Judgement(Flag.NOT_SET, f"目標値が「{target.text}」で設定されていないため、判定しません。")
        case TargetKind.BLANK:
            return Judgement(Flag.NOT_SET, "目標値が空欄のため、判定しません。")
        case TargetKind.UNDECIDED:
            return Judgement(Flag.UNDECIDED, f"目標値が「{target.text}」のため、まだ判定できません。")
    return None


def is_judged_by_person(target: Target, method: Method) -> bool:
    """Tell whether only a person's choice (○ × 未) decides: words, or as the register says (A11, B5)."""
    relative = target.kind is TargetKind.LAST_YEAR
    if method is Method.PERSON or target.kind is TargetKind.WORDS:
        return True
    return method is Method.LAST_YEAR and not relative


def bracket_doubt(target: Target, actual: Answer, method: Method) -> str:
    """Say why an answer to `1 (6)` (this year's and total) must be asked about; "" where it is clear (A8).

    A plain number beside a target with a total could be either; only 増分 and 累計 depend on which. Of 累計
    the two numbers of `4(31)` could be either too, unless the bracket says so (累計31).
    """
    judged = method in (Method.INCREMENT, Method.CUMULATIVE)
    if method is Method.CUMULATIVE and target.cumulative is None and isinstance(actual.value, Decimal):
        inside, total = _bracket(actual)
        if total is not None and "累" not in inside:
            return (
                f"目標値「{target.text}」は累計ですが、実績値「{actual.raw}」のどちらが累計か分かりません。"
            )
    if not judged or target.cumulative is None or not isinstance(actual.value, Decimal):
        return ""
    inside, total = _bracket(actual)
    if total is not None or (method is Method.CUMULATIVE and "累計" in inside):
        return ""
    asked = f"目標値「{target.text}」は今年度分と（累計）です"
    if "累計" in inside:
        return f"{asked}が、実績値「{actual.raw}」は累計だけで、今年度分が分かりません。"
    return f"{asked}が、実績値「{actual.raw}」はどちらか分かりません。"


def _bracket(actual: Answer) -> tuple[str, Decimal | None]:
    """Give what stands in the bracket of `14(20)` or `14(累計20)`, and its number."""
    inside = split_bracket(clean_text(actual.raw))[1]
    total = parse_quantity(_TOTAL_WORDS.sub("", inside)).value
    return inside, total if isinstance(total, Decimal) else None


def _leave_open(target: Target, actual: Answer) -> Judgement:
    judged_in = f"判定は{target.due}に行います"
    if not isinstance(actual.value, Decimal):
        return Judgement(Flag.UNDECIDED, f"目標「{target.text}」は{target.due}の目標のため、{judged_in}。")
    reached = "既に達していますが" if target.is_reached(actual.value) else "まだ達しておらず"
    return Judgement(
        Flag.UNDECIDED,
        f"実績値{print_number(actual.value)}は、{target.due}の目標「{target.text}」に{reached}、{judged_in}。",
    )


def _judge_by_person(target: Target, actual: Answer, chosen: Chosen, judging: Judging) -> Judgement:
    """Take the department's choice; a milestone judged achieved is 100 % (A11)."""
    flag = chosen.flag
    if flag is None:
        if actual.state not in (State.TEXT, State.NUMBER, State.AMBIGUOUS):
            return Judgement(Flag.UNDECIDED, _why_open(actual))
        words = "・".join(flag_word(one, chosen.choices) for one in _CHOSEN)
        lacks = f"「{chosen.word}」は{words}のどれでもなく" if chosen.word else "達成の選択がなく"
        return Judgement(
            Flag.UNDECIDED, f"目標「{target.text}」は人が判定するもので、{lacks}、まだ判定できません。"
        )
    if flag is Flag.UNDECIDED and actual.state is State.UNDECIDED:
        return Judgement(flag, _why_open(actual))
    word = flag_word(flag, chosen.choices)
    why = f"目標「{target.text}」に対する実績「{actual.raw}」を、所属が「{word}」と判定しました。"
    if flag is Flag.ACHIEVED and target.kind is TargetKind.WORDS:
        whole = Decimal(100)
        return Judgement(flag, why, whole, print_percent(whole, judging.rate_digits, judging.truncate))
    return Judgement(flag, why)


def _judge_sign(target: Target, actual: Answer) -> Judgement:
    if isinstance(actual.value, Decimal):
        reached, said = actual.value > 0, print_number(actual.value)
    elif actual.value in ("プラス", "黒字", "マイナス", "赤字"):
        reached, said = actual.value in ("プラス", "黒字"), f"「{actual.value}」"
    else:
        return Judgement(Flag.UNDECIDED, _why_open(actual))
    flag, verb = (Flag.ACHIEVED, "を満たしています") if reached else (Flag.MISSED, "を満たしていません")
    return Judgement(flag, f"実績値{said}は目標「{target.text}」{verb}。")


def _judge_last_year(
    target: Target, actual: Answer, chosen: Chosen, last_year: Answer | None, judging: Judging
) -> Judgement:
    """Compare with last year's actual, without a rate (A12); what is no number, a person decides."""
    assert target.condition is not None
    condition, last = target.condition, last_year.value if last_year else None
    usable = isinstance(last, Decimal) and (condition.percent == 100 or last >= 0)
    if isinstance(actual.value, Decimal) and isinstance(last, Decimal) and usable:
        met = condition.is_met(actual.value, last)
        bound = (
            f"（{print_number(condition.bound(last))}{condition.word}）" if condition.percent != 100 else ""
        )
        return Judgement(
            Flag.ACHIEVED if met else Flag.MISSED,
            f"実績値{print_number(actual.value)}は、前年度の実績値{print_number(last)}に対する"
            f"目標「{target.text}」{bound}を満たしてい{'ます' if met else 'ません'}。",
        )
    if chosen.word:
        return _judge_by_person(target, actual, chosen, judging)
    if not isinstance(actual.value, Decimal):
        return Judgement(Flag.UNDECIDED, _why_open(actual))
    known = f"が「{last_year.raw}」の" if last_year and last_year.raw else "がない"
    return Judgement(
        Flag.UNDECIDED,
        f"実績値{print_number(actual.value)}を目標「{target.text}」と比べるための前年度の実績値{known}ため、"
        "まだ判定できません。",
    )


def _judge_number(target: Target, answer: Answer, judging: Judging, method: Method) -> Judgement:
    actual, mine = answer.value, ""
    assert isinstance(actual, Decimal)
    total = _bracket(answer)[1]
    if method is Method.CUMULATIVE and (target.cumulative is not None or total is not None):
        target = replace(target, number=target.number if target.cumulative is None else target.cumulative)
        actual, mine = actual if total is None else total, "（累計）"
    elif target.cumulative is not None and method is Method.INCREMENT:
        mine = "（今年度分）"
    elif method is Method.MEAN and answer.note:
        mine = f"（{answer.note}）"
    return _judge_value(target, actual, f"実績値{print_number(actual)}{mine}", judging)


def _judge_value(target: Target, actual: Decimal, mine: str, judging: Judging) -> Judgement:
    """Judge a number; `mine` is how the reason names it."""
    rate = _rate(target, actual)
    compared = rate is None or judging.threshold == 100
    # Multiplied out: a quotient cut at 28 digits could fall short of the threshold it meets.
    part, whole = _fraction(target, actual)
    reached = target.is_reached(actual) if compared else part * 100 >= judging.threshold * whole
    flag = Flag.ACHIEVED if reached else Flag.MISSED
    if rate is None:
        return Judgement(flag, _why_compared(target, mine, reached, _why_no_rate(target)))
    printed = print_percent(rate, judging.rate_digits, judging.truncate)
    if compared and target.kind is not TargetKind.NUMBER:
        why = _why_compared(target, mine, reached, f"達成率{printed}")
    else:
        why = _why_rate(target, mine, judging, printed, reached)
    return Judgement(flag, why, rate, printed)


def _fraction(target: Target, actual: Decimal) -> tuple[Decimal, Decimal]:
    """Give what is divided by what: 実績÷目標, or 目標÷実績 where lower is better (A1, A2)."""
    assert target.number is not None
    return (actual, target.number) if target.direction is Direction.HIGHER else (target.number, actual)


def _rate(target: Target, actual: Decimal) -> Decimal | None:
    """Give the unrounded rate in %, not capped (A3); None where a ratio says nothing (A5, A6, negatives)."""
    part, whole = _fraction(target, actual)
    if whole <= 0 or (target.number is not None and target.number <= 0):
        return None
    return part * 100 / whole


def _why_no_rate(target: Target) -> str:
    if target.number == 0:
        return "目標値が0のため達成率は出しません"
    if target.number is not None and target.number < 0:
        return "目標値が負のため達成率は出しません"
    return "実績値が0以下のため達成率は出しません"


def _why_compared(target: Target, mine: str, reached: bool, beside: str) -> str:
    assert target.number is not None
    plain = target.kind is TargetKind.NUMBER
    bound = "以上" if target.direction is Direction.HIGHER else "以下"
    said = f"{print_number(target.number)}{bound}" if plain else f"「{target.text}」"
    return f"{mine}は目標{said}を満たしてい{'ます' if reached else 'ません'}（{beside}）。"


def _why_rate(target: Target, mine: str, judging: Judging, printed: str, reached: bool) -> str:
    assert target.number is not None
    higher = target.direction is Direction.HIGHER
    others = f"目標値{print_number(target.number)}"
    share = f"{mine}は{others}の{printed}" if higher else f"低いほど良い指標で、{others}は{mine}の{printed}"
    threshold = f"{print_number(judging.threshold)}%"
    if not reached and Decimal(printed.rstrip("%")) >= judging.threshold:
        share += f"（丸める前は{threshold}未満）"
    return f"{share}で、達成とする{threshold}に届いてい{'ます' if reached else 'ません'}。"


def _why_open(actual: Answer) -> str:
    match actual.state:
        case State.BLANK:
            return f"実績値が未回答です{f'（{actual.note}）' if actual.note else ''}。"
        case State.UNDECIDED:
            due = f"{actual.due}に分かる予定です" if actual.due else "いつ分かるかの記載がありません"
            return f"実績値は「{actual.word}」で、{due}。"
        case State.NOT_SET:
            return f"目標値があるのに、実績値が「{actual.raw}」です。"
        case State.ERROR:
            return f"実績値がエラーのため判定できません（{actual.note}）。"
        case State.DOUBT if actual.reading is not None:
            return f"実績値「{actual.raw}」を確認中のため、まだ判定しません（{actual.note}）。"
        case State.AMBIGUOUS | State.DOUBT:
            return f"実績値「{actual.raw}」の読み方が一つに決まらないため、判定できません。"
    return f"実績値「{actual.raw}」は数値でないため、判定できません。"
