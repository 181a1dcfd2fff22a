"""Achievement (達成): a target and an answered actual in, flag, rate and the reason in one sentence out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from toolkit.model.plan import Direction, Method
from toolkit.model.profile import Judging
from toolkit.model.returns import Answer, State
from toolkit.model.verdicts import Flag, Judgement
from toolkit.rules.printing import print_number, print_percent, round_off
from toolkit.rules.targets import Target, TargetKind

# The marks an input method offers for the same choice.
_DECIDED = dict.fromkeys("○〇◯", Flag.ACHIEVED) | dict.fromkeys("×✕✖", Flag.MISSED)
_DECIDED |= {"未": Flag.UNDECIDED}


def judge(
    target: Target,
    actual: Answer,
    judging: Judging,
    *,
    method: Method = Method.NUMBER,
    decided: str | None = None,
) -> Judgement:
    """Judge one actual against its target (rules A1-A6, A11, A13, B1-B9, C1, C3, C4).

    `judging` are the settings of the fiscal year; a rate is compared with the threshold unrounded.
    `decided` is the department's own choice (○ × 未), which alone counts for what only a person can
    judge: words are never compared with each other.
    """
    if target.kind is TargetKind.NOT_SET:
        return Judgement(Flag.NOT_SET, f"目標値が「{target.text}」で設定されていないため、判定しません。")
    if target.kind is TargetKind.BLANK:
        return Judgement(Flag.NOT_SET, "目標値が空欄のため、判定しません。")
    if target.kind is TargetKind.UNDECIDED:
        return Judgement(Flag.UNDECIDED, f"目標値が「{target.text}」のため、まだ判定できません。")
    if method in (Method.PERSON, Method.LAST_YEAR) or target.kind is TargetKind.WORDS:
        return _judge_by_person(target, actual, decided)
    if target.kind is TargetKind.SIGN:
        return _judge_sign(target, actual)
    if isinstance(actual.value, Decimal):
        return _judge_number(target, actual.value, judging)
    if actual.state is State.TEXT and decided:
        return _judge_by_person(target, actual, decided)
    return Judgement(Flag.UNDECIDED, _why_open(actual))


def mean_rate(rates: Sequence[Decimal], digits: int, truncate: bool) -> Decimal:
    """Give the simple mean of sub-rates, rounded; the mean is what is judged (A7). One is needed at least."""
    return round_off(sum(rates, Decimal(0)) / len(rates), digits, truncate)


def _judge_by_person(target: Target, actual: Answer, decided: str | None) -> Judgement:
    choice = (decided or "").strip()
    flag = _DECIDED.get(choice)
    if flag is None:
        if actual.state not in (State.TEXT, State.NUMBER, State.AMBIGUOUS):
            return Judgement(Flag.UNDECIDED, _why_open(actual))
        chosen = f"「{choice}」は○・×・未のどれでもなく" if choice else "達成の選択がなく"
        return Judgement(
            Flag.UNDECIDED, f"目標「{target.text}」は人が判定するもので、{chosen}、まだ判定できません。"
        )
    if flag is Flag.UNDECIDED and actual.state is State.UNDECIDED:
        return Judgement(flag, _why_open(actual))
    return Judgement(
        flag, f"目標「{target.text}」に対する実績「{actual.raw}」を、所属が「{flag}」と判定しました。"
    )


def _judge_sign(target: Target, actual: Answer) -> Judgement:
    if isinstance(actual.value, Decimal):
        reached, said = actual.value > 0, print_number(actual.value)
    elif actual.value in ("プラス", "黒字", "マイナス", "赤字"):
        reached, said = actual.value in ("プラス", "黒字"), f"「{actual.value}」"
    else:
        return Judgement(Flag.UNDECIDED, _why_open(actual))
    flag, verb = (Flag.ACHIEVED, "を満たしています") if reached else (Flag.MISSED, "を満たしていません")
    return Judgement(flag, f"実績値{said}は目標「{target.text}」{verb}。")


def _judge_number(target: Target, actual: Decimal, judging: Judging) -> Judgement:
    assert target.number is not None
    rate = _rate(target, actual)
    compared = rate is None or judging.threshold == 100
    # Multiplied out: a quotient cut at 28 digits could fall short of the threshold it meets.
    part, whole = _fraction(target, actual)
    reached = target.is_reached(actual) if compared else part * 100 >= judging.threshold * whole
    flag = Flag.ACHIEVED if reached else Flag.MISSED
    if rate is None:
        return Judgement(flag, _why_compared(target, actual, reached, _why_no_rate(target)))
    printed = print_percent(rate, judging.rate_digits, judging.truncate)
    if compared and target.kind is not TargetKind.NUMBER:
        why = _why_compared(target, actual, reached, f"達成率{printed}")
    else:
        why = _why_rate(target, actual, judging, printed, reached)
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


def _why_compared(target: Target, actual: Decimal, reached: bool, beside: str) -> str:
    assert target.number is not None
    plain = target.kind is TargetKind.NUMBER
    bound = "以上" if target.direction is Direction.HIGHER else "以下"
    said = f"{print_number(target.number)}{bound}" if plain else f"「{target.text}」"
    return (
        f"実績値{print_number(actual)}は目標{said}を満たしてい{'ます' if reached else 'ません'}（{beside}）。"
    )


def _why_rate(target: Target, actual: Decimal, judging: Judging, printed: str, reached: bool) -> str:
    assert target.number is not None
    higher = target.direction is Direction.HIGHER
    mine, others = f"実績値{print_number(actual)}", f"目標値{print_number(target.number)}"
    share = f"{mine}は{others}の{printed}" if higher else f"低いほど良い指標で、{others}は{mine}の{printed}"
    threshold = f"{print_number(judging.threshold)}%"
    if not reached and Decimal(printed.rstrip("%")) >= judging.threshold:
        share += f"（丸める前は{threshold}未満）"
    return f"{share}で、達成とする{threshold}に届いてい{'ます' if reached else 'ません'}。"


def _why_open(actual: Answer) -> str:
    match actual.state:
        case State.BLANK:
            return "実績値が未回答です。"
        case State.UNDECIDED:
            due = f"{actual.due}に分かる予定です" if actual.due else "いつ分かるかの記載がありません"
            return f"実績値は「{actual.word}」で、{due}。"
        case State.NOT_SET:
            return f"目標値があるのに、実績値が「{actual.raw}」です。"
        case State.ERROR:
            return f"実績値がエラーのため判定できません（{actual.note}）。"
        case State.AMBIGUOUS:
            return f"実績値「{actual.raw}」の読み方が一つに決まらないため、判定できません。"
    return f"実績値「{actual.raw}」は数値でないため、判定できません。"
