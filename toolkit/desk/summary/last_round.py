"""A round in, what the last round before it says of the same figures out: from its 取りまとめ表.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toolkit.desk.masters import find_master
from toolkit.desk.workspace import Workspace
from toolkit.model.fields import Slot
from toolkit.model.numbers import print_number
from toolkit.model.profile import Judging, Profile, Round
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import Expression, ExpressionError, iter_terms, put
from toolkit.rules.numbers.quantities import parse_quantity

_VERDICTS = {"indicator.actual": "actual", "indicator.rate": "rate", "indicator.flag": "flag"}


@dataclass(frozen=True)
class LastRound:
    """An earlier round with its 取りまとめ表.json; `year` is the last year it asked."""

    id: str
    year: FiscalYear
    document: Mapping[str, Any]

    def figure(self, tree: Expression, year_placeholder: str) -> str:
        """Give a figure as it was then, `year_placeholder` being that round's year; "" where there was none.

        What names a round is the same figure whenever it is printed: "".
        """
        if any(term.round for term in iter_terms(tree)):
            return ""
        try:
            return calculate(put(tree, year_placeholder, self.year.label), self.document).text
        except ExpressionError:
            return ""

    def verdict(self, item_id: str, slot: Slot) -> str:
        """Give what was said of an indicator's year then: its actual, rate or flag; "" for anything else."""
        key = _VERDICTS.get(slot.field)
        if key is None or slot.year is None:
            return ""
        wanted = (f"{item_id}#{slot.indicator}", slot.year.label)
        found = (v for v in self.document["verdicts"] if (v["indicator_id"], v["year"]) == wanted)
        return next((str(verdict[key]) for verdict in found), "")


def read_last_round(workspace: Workspace, round_: Round) -> LastRound | None:
    """Find the round before this one that was consolidated: 前の照会, else the last one above it."""
    rounds = workspace.profile.rounds
    place = [one.id for one in rounds].index(round_.id)
    named = [one for one in rounds if one.id == round_.previous]
    for earlier in named or reversed(rounds[:place]):
        document = find_master(workspace, earlier)
        if document is not None:
            return LastRound(earlier.id, earlier.years[-1], document)
    return None


def tell_other_rules(profile: Profile, last: LastRound | None, year: FiscalYear) -> str:
    """Say that the two years are judged differently, so that their counts are not the same thing; or ""."""
    if last is None:
        return ""
    before, now = profile.judging_of(last.year), profile.judging_of(year)
    if (before.threshold, before.unset_achieved) == (now.threshold, now.unset_achieved):
        return ""
    rules = (f"{one.label}は{_rule(judging)}" for one, judging in ((last.year, before), (year, now)))
    return f"（達成の数え方が違うので、そのままは比べられません: {'、'.join(rules)}）"


def _rule(judging: Judging) -> str:
    unset = "目標のない指標も達成に含む" if judging.unset_achieved else "目標のない指標を除く"
    return f"達成率{print_number(judging.threshold)}%以上で{unset}"


def tell_change(was: str, now: str | int | Decimal) -> str:
    """Give `23 → 25`, or "" where both say the same (`1,000` and `1000`) or there was nothing then."""
    shown = now if isinstance(now, str) else print_number(Decimal(now))
    if not was or _plain(was) == _plain(shown):
        return ""
    return f"{was} → {shown}"


def _plain(text: str) -> str | Decimal:
    value = parse_quantity(text).value
    return value if isinstance(value, Decimal) else plain_word(text)
