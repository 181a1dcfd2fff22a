"""A term of effects (planned, actual, or left out as 未確定) in, a colleague's words for it out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from toolkit.model.counts import OpenAmount
from toolkit.model.numbers import print_number
from toolkit.model.summary import Effects, Summary
from toolkit.model.years import FiscalYear
from toolkit.rules.figures.calculate import is_called
from toolkit.rules.figures.expression import Term

OPEN = "open"
_AMOUNTS = {"planned": "効果見込額", "actual": "実績効果額"}
_TOTALS = {"planned": "全年度の", "actual": "回答を求めた年度の", OPEN: "回答を求めた年度の"}
_LEFT_OUT = {"count": ("", "の件数"), "planned": ("効果見込額", "の計")}


class Phrase(NamedTuple):
    """A figure in words: of what, which of it ("" where it has no choices), what; as they are read."""

    of: str
    which: str
    what: str

    @property
    def text(self) -> str:
        """The phrase as one text."""
        return "".join(self)


def amount_phrase(of: str, term: Term, summary: Summary) -> Phrase | None:
    """Say what is added up `of` a part of the plan, and what that leaves out; None where it is not known."""
    kind, *when = (key for key in term.keys if key not in ("effects", "groups"))
    key = when.pop() if kind == OPEN else ""
    match when:
        case ["total"]:
            year = _TOTALS[kind]
        case ["by_year", label]:
            year = f"{FiscalYear.parse(label).name}の"
        case _:
            return None
    if kind == OPEN:
        what, end = _LEFT_OUT[key]
        return Phrase(
            of, f"{year}実績効果額が未確定（未回答、未、確認中）のものの{what}".removesuffix("の"), end
        )
    effects = summary.effects
    notes = ["計上しないものを除く"] if effects and effects.excluded else []
    notes += [effects.unit] if effects else []
    notes += _left_out(term, when, effects) if effects and kind == "actual" else []
    return Phrase(of, f"{year}{_AMOUNTS[kind]}", f"の計（{'、'.join(notes)}）" if notes else "の計")


def _left_out(term: Term, when: Sequence[str], effects: Effects) -> list[str]:
    """Say how many amounts are not in a total of actual ones, and what was planned of them."""
    parts = [effects.total.open]
    if "groups" in term.keys:
        parts = [one.counts.open for one in effects.groups if is_called(vars(one), term.choice)]
    left_out: list[OpenAmount] = []
    for part in parts:
        by_label = {year.label: one for year, one in part.by_year.items()} | {"total": part.total}
        left_out += [by_label[when[-1]]] if when[-1] in by_label else []
    count, planned = sum(one.count for one in left_out), sum((one.planned for one in left_out), Decimal(0))
    return [f"未確定の{count}件（見込{print_number(planned)}{effects.unit}）を含まない"] if count else []
