"""A parsed expression in, the sentence a colleague would write for it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.model.catalogue import Severity
from toolkit.model.counts import Group
from toolkit.model.summary import IndicatorRow, Statuses, Summary
from toolkit.model.verdicts import Flag
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.groups import ACTIVITY, DIVISION
from toolkit.rules.figures.amount_words import Phrase, amount_phrase
from toolkit.rules.figures.calculate import FALSE, TRUE, is_called
from toolkit.rules.figures.expression import (
    BOTH,
    EITHER,
    Expression,
    Operation,
    Percent,
    Term,
    iter_terms,
)
from toolkit.rules.figures.parse import write
from toolkit.rules.figures.status_terms import CHANGES, find_statuses

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
_EXCLUDED = {"planned": ("合計に入れない", "の効果見込額"), "why": ("", "を合計に入れない理由")}
_COMPARED = {"=": "と等しい", "≠": "と違う", "<": "より小さい", "≤": "以下", ">": "より大きい", "≥": "以上"}


def explain(tree: Expression, summary: Summary) -> str:
    """Say in one Japanese phrase what an expression counts.

    The words of the plan - its levels, its item, the status and its choices, names - are those of the
    summary. What is of another round begins with its name. What is not understood is given back as it is
    typed.
    """
    rounds = {term.round for term in iter_terms(tree)}
    other = rounds.pop() if len(rounds) == 1 else ""
    if other not in ("", summary.round.id):
        return f"照会「{other}」の{_Words(summary, other).say(tree) or write(tree)}"
    return _Words(summary).say(tree) or write(tree)


class _UnknownError(LookupError):
    """A word of the expression is none of the plan."""


@dataclass(frozen=True)
class _Words:
    """Puts trees in words; terms of `round` are not said to be of it, for all are."""

    summary: Summary
    round: str = ""

    def say(self, tree: Expression) -> str:
        """Give the phrase; "" where anything in it is not understood."""
        try:
            return self._said(tree)
        except (_UnknownError, ValueError):
            return ""

    def _said(self, tree: Expression) -> str:
        match tree:
            case Term():
                return self._term(tree).text
            case Percent(Operation(sign="÷") as share):
                return f"{self._said(share.left)}の、{self._said(share.right)}に対する割合"
            case Percent():
                return f"{self._said(tree.of)}を百分率にした値"
            case Operation(sign="+" | "−"):
                return self._added(tree)
            case Operation(sign="×"):
                return f"{self._said(tree.left)}に、{self._said(tree.right)}を掛けた{_kind(tree.left)}"
            case Operation(sign="÷"):
                return f"{self._said(tree.left)}を、{self._said(tree.right)}で割った値"
            case Operation():
                return f"{self._condition(tree)}かどうか（{TRUE}・{FALSE}）"
        return write(tree)

    def _condition(self, tree: Expression) -> str:
        assert isinstance(tree, Operation)
        if tree.sign in (BOTH, EITHER):
            return f"{self._condition(tree.left)}、{tree.sign}、{self._condition(tree.right)}"
        return f"{self._said(tree.left)}が、{self._said(tree.right)}{_COMPARED[tree.sign]}"

    def _added(self, tree: Operation) -> str:
        """Put a chain of + and − in words: what is added up, less what is taken away."""
        parts = list(_iter_added(tree))
        added = [self._phrase(part) for sign, part in parts if sign == "+"]
        taken = [self._phrase(part) for sign, part in parts if sign != "+"]
        text = _sum(added)
        return f"{text}から、{_sum(taken)}を引いた{_kind(parts[0][1])}" if taken else text

    def _phrase(self, tree: Expression) -> Phrase:
        return self._term(tree) if isinstance(tree, Term) else Phrase(self._said(tree), "", "")

    def _term(self, term: Term) -> Phrase:
        phrase = _phrase(term, self.summary)
        if phrase is None:
            raise _UnknownError
        if term.is_sum:
            phrase = phrase._replace(what=f"{phrase.what}の和")
        if term.round not in ("", self.round, self.summary.round.id):
            phrase = phrase._replace(of=f"照会「{term.round}」の{phrase.of}")
        return phrase


def _iter_added(tree: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield what a chain of + and − joins, each with its sign."""
    if isinstance(tree, Operation) and tree.sign in ("+", "−"):
        yield from _iter_added(tree.left)
        yield tree.sign, tree.right
    else:
        yield "+", tree


def _kind(tree: Expression) -> str:
    first = next(iter_terms(tree), None)
    return "額" if first and first.keys[0] == "effects" else "数"


def _sum(phrases: Sequence[Phrase]) -> str:
    """Join phrases to one; choices of the same are listed: `指標のうち、達成（○）と未達成（×）の数の和`."""
    first, *more = phrases
    if not more:
        return first.text
    if first.which and all((one.of, one.what) == (first.of, first.what) for one in more):
        return f"{first.of}{'と'.join(one.which for one in phrases)}{first.what}の和"
    return f"{'と、'.join(one.text for one in phrases)}の和"


def _phrase(term: Term, summary: Summary) -> Phrase | None:
    """Put one term in words; None where it is not known."""
    choice, of = term.choice, _of(term.choice, summary) if "groups" in term.keys else ""
    if of_field := find_statuses(term.keys, summary.statuses):
        return _status(of, *of_field)
    match term.keys:
        case ["plan_size" | "levels" | "received" | "findings" as part, key]:
            return _size(part, key, summary)
        case ["plan_groups", key]:
            size, part_of = _size("plan_size", key, summary), _of(choice, summary)
            return size and size._replace(of=f"台帳の{part_of.removesuffix('の')}にある")
        case ["indicators", "conventions", key]:
            return _convention(choice, key)
        case ["indicators", _, key]:
            among, which, what = _FLAGS[key]
            return Phrase(of + among, which, what)
        case ["effects", "excluded", key]:
            item, _, activity = choice.partition("#")
            activity = _activity_number(activity, item, summary)
            before, after = _EXCLUDED[key]
            return Phrase(before, f"「{item}」{f'の{ACTIVITY}{activity}' if activity else ''}", after)
        case ["effects", *_]:
            return amount_phrase(of, term, summary)
        case ["verdicts", key]:
            return _verdict(choice, key, summary)
        case ["published", key]:
            return Phrase(f"公表値「{choice}」", "", _PUBLISHED[key])
    return None


def _size(part: str, key: str, summary: Summary) -> Phrase | None:
    """Say what is counted of the register, the returns or the findings."""
    item = summary.item_word
    words = {plain_word(level): level for level in summary.levels}
    known = {
        ("plan_size", "items"): Phrase("台帳にある", "", f"{item}の数"),
        ("plan_size", "activities"): Phrase("台帳にある", "", f"{ACTIVITY}の数"),
        ("plan_size", "indicators"): Phrase("台帳にある", "", "指標の数"),
        ("received", "departments"): Phrase("回答を求めた", "", "所属の数"),
        ("received", "returned"): Phrase("回答のあった", "", "所属の数"),
        ("received", "items_asked"): Phrase("回答を求めた", "", f"{item}の数"),
        ("received", "items_returned"): Phrase("回答のあった", "", f"{item}の数"),
    }
    known |= {
        ("findings", one.name.lower()): Phrase("確認事項のうち、", one.value, "の数") for one in Severity
    }
    if part == "levels" and plain_word(key) in words:
        return Phrase("台帳にある", "", f"{words[plain_word(key)]}の数")
    return known.get((part, key))


def _convention(name: str, key: str) -> Phrase | None:
    for end, (besides, of) in _CONVENTIONS.items():
        if plain_word(name).endswith(end):
            among = f"{besides}、{of}" if besides else of
            known = {
                "rate": Phrase("達成した指標の割合", "", f"（{among}に対して）"),
                "achieved": Phrase("達成した指標の数", "", f"（{besides}る）" if besides else ""),
                "of": Phrase("達成の割合の分母：", "", f"{of}の数"),
            }
            return known.get(key)
    return None


def _status(of: str, statuses: Statuses, keys: Sequence[str]) -> Phrase | None:
    """Say what is counted of a field: its share on track, a choice, or by how many that changed."""
    if keys[0] == "on_track":
        return _on_track(statuses, keys[-1])
    phrase = _choice(of, statuses, keys[-1])
    if phrase is None or keys[0] != CHANGES:
        return phrase
    return phrase._replace(what=f"{phrase.what}の、照会「{statuses.changes.round}」からの増減")


def _on_track(statuses: Statuses, key: str) -> Phrase | None:
    chosen = f"{statuses.name}が{'か'.join(f'「{choice}」' for choice in statuses.on_track_choices)}の"
    without = (
        f"（{''.join(f'「{choice}」' for choice in statuses.outside)}を除く）" if statuses.outside else ""
    )
    answered = f"{statuses.name}の回答がある{without}"
    known = {
        "count": Phrase("", "", f"{chosen}{statuses.unit}の数"),
        "of": Phrase("", "", f"{answered}{statuses.unit}の数"),
        "share": Phrase("", "", f"{chosen}{statuses.unit}の割合（{answered}{statuses.unit}に対して）"),
    }
    return known.get(key)


def _choice(of: str, statuses: Statuses, choice: str) -> Phrase | None:
    known = {plain_word(word): word for word in (*statuses.choices, *statuses.changes.total)}
    if plain_word(choice) not in known:
        return None
    return Phrase(f"{of}{statuses.name}が", f"「{known[plain_word(choice)]}」", f"の{statuses.unit}の数")


def _verdict(wanted: str, key: str, summary: Summary) -> Phrase:
    """Name the indicator by its words where the plan has it, else by its id."""
    indicator, _, label = wanted.partition("@")
    year = f"{FiscalYear.parse(label).name}の" if label else ""
    ids = ((row, plain_word(row.indicator_id)) for row in _rows(summary))
    row = next((row for row, known in ids if known == plain_word(indicator)), None)
    name = f"{summary.number_of(row.item_id)}「{row.item}」の" if row else ""
    name += f"指標「{row.indicator if row else indicator}」"
    return Phrase(f"{name}の", "", f"{year}{_VERDICTS[key]}")


def _rows(summary: Summary) -> Sequence[IndicatorRow]:
    return summary.indicators.rows if summary.indicators else ()


# -- parts of the plan


def _of(choice: str, summary: Summary) -> str:
    """Name the part that the brackets of a group choose: `基本方針「…」の`."""
    by, _, name = choice.partition("=")
    if Term((), choice).is_sum:
        above = "／".join(re.split("[/／]", name)[:-1])
        return f"「{above}」の{by}ごとの" if above else f"{by}ごとの"
    found = next((one for one in _groups(summary) if is_called(vars(one), choice)), None)
    if found is not None:
        by, name = found.by, found.path[-1]
    if plain_word(by) == plain_word(summary.item_word) and _item_name(name, summary):
        return f"{summary.item_word}{summary.number_of(name)}「{_item_name(name, summary)}」の"
    if found is None:
        return f"{by}「{name}」の"
    if found.by == DIVISION:
        return f"{name}の"
    same = {one.path for one in _groups(summary) if (one.by, one.path[-1]) == (found.by, name)}
    told = found.path[-1:] if len(same) == 1 else found.path
    return f"{found.by}「{'／'.join(_called(one, summary) for one in told)}」の"


def _activity_number(activity: str, item: str, summary: Summary) -> str:
    """Give the number of an activity whose amount is left out, by its id and the name of its item."""
    for one in summary.effects.excluded if summary.effects else ():
        if (plain_word(one.item), str(one.activity)) == (plain_word(item), activity):
            return str(one.activity_number or activity)
    return activity


def _called(name: str, summary: Summary) -> str:
    """Give what staff call a part of the plan: an item's id and that of its activity become numbers."""
    item, mark, activity = name.rpartition("#")
    if not mark:
        return summary.number_of(name)
    rows = summary.effects.rows if summary.effects else ()
    numbers = {(one.item_id, str(one.activity)): one.activity_number for one in rows}
    return f"{summary.number_of(item)}#{numbers.get((item, activity)) or activity}"


def _groups(summary: Summary) -> Iterator[Group[Any]]:
    for part in (summary.indicators, *summary.statuses, summary.effects):
        yield from part.groups if part else ()


def _item_name(item_id: str, summary: Summary) -> str:
    for part in (summary.indicators, *summary.statuses, summary.effects):
        for row in part.rows if part else ():
            if row.item_id == item_id:
                return row.item
    return ""
