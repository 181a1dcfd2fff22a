"""The path of a figure in 取りまとめ表.json in, the sentence a colleague would write for it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from toolkit.model.catalogue import Severity
from toolkit.model.counts import Group
from toolkit.model.summary import IndicatorRow, Statuses, Summary
from toolkit.model.verdicts import Flag
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.groups import ACTIVITY, DIVISION
from toolkit.rules.figures.figure_path import (
    NothingThereError,
    is_called,
    iter_terms,
    split_round,
    split_sum,
)

_FLAGS = {
    "all": ("", "", "指標の数"),
    "set": ("", "", f"目標のある指標の数（{Flag.UNDECIDED}を含む）"),
    "not_set": ("指標のうち、", "目標の設定のないもの", "の数"),
    "achieved": ("指標のうち、", f"達成（{Flag.ACHIEVED}）", "の数"),
    "missed": ("指標のうち、", f"未達成（{Flag.MISSED}）", "の数"),
    "undecided": ("指標のうち、", f"未定（{Flag.UNDECIDED}）", "の数"),
}
_CONVENTIONS = {
    "分母から除く": ("", "目標のある指標"),
    "達成に含める": ("目標の設定のない指標も達成に数え", "すべての指標"),
}
"""By how the name of a way of counting ends: what counts besides (a verb's stem), of what it is a share."""
_VERDICTS = {
    "rate": "達成率",
    "flag": "達成の判定",
    "actual": "実績値",
    "target": "目標値",
    "why": "判定の理由",
}
_PUBLISHED = {"printed": "に印字されたとおり", "recomputed": "を計算し直した値"}
_AMOUNTS = {"planned": "効果見込額", "actual": "実績効果額"}
_EXCLUDED = {"planned": ("合計に入れない", "の効果見込額"), "why": ("", "を合計に入れない理由")}
_TOTALS = {"planned": "全年度の", "actual": "回答を求めた年度の"}


class _Phrase(NamedTuple):
    """A figure in words: of what, which of it ("" where it has no choices), what; as they are read."""

    of: str
    which: str
    what: str

    @property
    def text(self) -> str:
        return "".join(self)


def explain(path: str, summary: Summary) -> str:
    """Say in one Japanese phrase what a path (or paths joined by ` + ` and ` - `) counts.

    The words of the plan - its levels, its item, the status and its choices, names - are those of the
    summary. A path of another round begins with its name. What is not understood is given back as it is.
    """
    round_id, plain = split_round(path)
    try:
        signs = [sign for sign, _ in split_sum(plain)]
        phrases = [_phrase(steps, summary) for steps in iter_terms(plain)]
    except (NothingThereError, ValueError):
        return path
    known = [phrase for phrase in phrases if phrase]
    if len(known) < len(phrases) or not known:
        return path
    added = [phrase for sign, phrase in zip(signs, known, strict=True) if sign == "+"]
    taken = [phrase for sign, phrase in zip(signs, known, strict=True) if sign != "+"]
    text = _sum(added)
    if taken:
        text += f"から、{_sum(taken)}を引いた{'額' if '額' in known[0].which + known[0].what else '数'}"
    return text if round_id in ("", summary.round.id) else f"照会「{round_id}」の{text}"


def _sum(phrases: Sequence[_Phrase]) -> str:
    """Join phrases to one; choices of the same are listed: `指標のうち、達成（○）と未達成（×）の数の和`."""
    first, *more = phrases
    if not more:
        return first.text
    if first.which and all((one.of, one.what) == (first.of, first.what) for one in more):
        return f"{first.of}{'と'.join(one.which for one in phrases)}{first.what}の和"
    return f"{'と、'.join(one.text for one in phrases)}の和"


def _phrase(steps: Sequence[tuple[str, str]], summary: Summary) -> _Phrase | None:
    """Put one path in words; None where it is not known."""
    keys = [key for key, _ in steps]
    match keys:
        case ["plan_size" | "levels" | "received" | "findings" as part, key]:
            return _size(part, key, summary)
        case ["plan_groups", key]:
            size, of = _size("plan_size", key, summary), _of(("groups", steps[0][1]), summary)
            return size and size._replace(of=f"台帳の{of.removesuffix('の')}にある")
        case ["indicators", "conventions", key]:
            return _convention(steps[1][1], key)
        case ["indicators", "total" | "groups", key] if key in _FLAGS:
            of, which, what = _FLAGS[key]
            return _Phrase(_of(steps[1], summary) + of, which, what)
        case ["status", part, *_, key] if summary.statuses:
            on_track = part == "on_track"
            of = _of(steps[1], summary)
            return _on_track(summary.statuses, key) if on_track else _choice(of, summary.statuses, key)
        case ["effects", "excluded", key] if key in _EXCLUDED:
            item, _, activity = steps[1][1].partition("#")
            before, after = _EXCLUDED[key]
            return _Phrase(before, f"「{item}」{f'の{ACTIVITY}{activity}' if activity else ''}", after)
        case ["effects", "groups", kind, *when] | ["effects", kind, *when] if kind in _AMOUNTS:
            return _amount(_of(steps[1], summary), kind, when, summary)
        case ["verdicts", key] if key in _VERDICTS:
            return _verdict(steps[0][1], key, summary)
        case ["published", key] if key in _PUBLISHED:
            return _Phrase(f"公表値「{steps[0][1]}」", "", _PUBLISHED[key])
    return None


def _size(part: str, key: str, summary: Summary) -> _Phrase | None:
    """Say what is counted of the register, the returns or the findings."""
    item = summary.item_word
    words = {plain_word(level): level for level in summary.levels}
    known = {
        ("plan_size", "items"): _Phrase("台帳にある", "", f"{item}の数"),
        ("plan_size", "activities"): _Phrase("台帳にある", "", f"{ACTIVITY}の数"),
        ("plan_size", "indicators"): _Phrase("台帳にある", "", "指標の数"),
        ("received", "departments"): _Phrase("回答を求めた", "", "所属の数"),
        ("received", "returned"): _Phrase("回答のあった", "", "所属の数"),
        ("received", "items_asked"): _Phrase("回答を求めた", "", f"{item}の数"),
        ("received", "items_returned"): _Phrase("回答のあった", "", f"{item}の数"),
    }
    known |= {
        ("findings", one.name.lower()): _Phrase("確認事項のうち、", one.value, "の数") for one in Severity
    }
    if part == "levels" and plain_word(key) in words:
        return _Phrase("台帳にある", "", f"{words[plain_word(key)]}の数")
    return known.get((part, key))


def _convention(name: str, key: str) -> _Phrase | None:
    for end, (besides, of) in _CONVENTIONS.items():
        if plain_word(name).endswith(end):
            among = f"{besides}、{of}" if besides else of
            known = {
                "rate": _Phrase("達成した指標の割合", "", f"（{among}に対して）"),
                "achieved": _Phrase("達成した指標の数", "", f"（{besides}る）" if besides else ""),
                "of": _Phrase("達成の割合の分母：", "", f"{of}の数"),
            }
            return known.get(key)
    return None


def _on_track(statuses: Statuses, key: str) -> _Phrase | None:
    chosen = f"{statuses.name}が{'か'.join(f'「{choice}」' for choice in statuses.on_track_choices)}の"
    answered = f"{statuses.name}の回答がある"
    known = {
        "count": _Phrase("", "", f"{chosen}{statuses.unit}の数"),
        "of": _Phrase("", "", f"{answered}{statuses.unit}の数"),
        "share": _Phrase("", "", f"{chosen}{statuses.unit}の割合（{answered}{statuses.unit}に対して）"),
    }
    return known.get(key)


def _choice(of: str, statuses: Statuses, choice: str) -> _Phrase | None:
    known = {plain_word(word): word for word in statuses.choices}
    if plain_word(choice) not in known:
        return None
    return _Phrase(f"{of}{statuses.name}が", f"「{known[plain_word(choice)]}」", f"の{statuses.unit}の数")


def _amount(of: str, kind: str, when: Sequence[str], summary: Summary) -> _Phrase | None:
    match when:
        case ["total"]:
            year = _TOTALS[kind]
        case ["by_year", label]:
            year = f"{FiscalYear.parse(label).name}の"
        case _:
            return None
    effects = summary.effects
    notes = ["計上しないものを除く"] if effects and effects.excluded else []
    notes += [effects.unit] if effects else []
    aside = f"（{'、'.join(notes)}）" if notes else ""
    return _Phrase(of, f"{year}{_AMOUNTS[kind]}", f"の計{aside}")


def _verdict(wanted: str, key: str, summary: Summary) -> _Phrase:
    """Name the indicator by its words where the plan has it, else by its id."""
    indicator, _, label = wanted.partition("@")
    year = f"{FiscalYear.parse(label).name}の" if label else ""
    row = next((row for row in _rows(summary) if row.indicator_id == indicator), None)
    name = f"{row.item_id}「{row.item}」の指標「{row.indicator}」" if row else f"指標「{indicator}」"
    return _Phrase(f"{name}の", "", f"{year}{_VERDICTS[key]}")


def _rows(summary: Summary) -> Sequence[IndicatorRow]:
    return summary.indicators.rows if summary.indicators else ()


# -- parts of the plan


def _of(step: tuple[str, str], summary: Summary) -> str:
    """Name the part that the brackets of `groups` choose: `基本方針「…」の`; "" for the whole plan."""
    key, wanted = step
    if key != "groups":
        return ""
    found = next((one for one in _groups(summary) if is_called(vars(one), wanted)), None)
    by, _, name = wanted.partition("=") if found is None else (found.by, "", found.path[-1])
    if by == plain_word(summary.item_word) and _item_name(name, summary):
        return f"{summary.item_word}{name}「{_item_name(name, summary)}」の"
    if found is None:
        return f"{by}「{name}」の"
    if found.by == DIVISION:
        return f"{name}の"
    same = {one.path for one in _groups(summary) if (one.by, one.path[-1]) == (found.by, name)}
    return f"{found.by}「{name if len(same) == 1 else '／'.join(found.path)}」の"


def _groups(summary: Summary) -> Iterator[Group[Any]]:
    for part in (summary.indicators, summary.statuses, summary.effects):
        yield from part.groups if part else ()


def _item_name(item_id: str, summary: Summary) -> str:
    for part in (summary.indicators, summary.statuses, summary.effects):
        for row in part.rows if part else ():
            if row.item_id == item_id:
                return row.item
    return ""
