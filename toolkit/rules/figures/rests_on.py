"""An expression and a consolidation in, the rows it rests on, and how many of which certainty, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from toolkit.model.certainty import CERTAINTIES
from toolkit.model.summary import EffectRow, IndicatorRow, Indicators, Statuses, StatusRow, Summary
from toolkit.model.verdicts import Flag
from toolkit.model.words import plain_word
from toolkit.rules.counting.groups import AnyRow, Axes
from toolkit.rules.figures.amount_words import OPEN
from toolkit.rules.figures.calculate import is_called
from toolkit.rules.figures.expression import Expression, Term, iter_terms
from toolkit.rules.figures.status_terms import find_statuses

_FLAGS = {
    "achieved": {Flag.ACHIEVED},
    "missed": {Flag.MISSED},
    "undecided": {Flag.UNDECIDED},
    "rate": {Flag.ACHIEVED, Flag.MISSED, Flag.UNDECIDED},
}
"""Which verdicts a number counts; how many have a target at all (all, set, not_set, of) the register says."""


def certainties_under(tree: Expression, summary: Summary) -> dict[str, int]:
    """Count by certainty (原本 …) the answered rows a printed figure rests on, each row once.

    A count rests on the rows it counts, a share on those it is a share of, an amount on the actuals it
    adds up. What the register says alone (plan_size, targets, planned effects) rests on no answer: {}.
    """
    found = Counter(row.certainty for row in rows_under(tree, summary))
    return {certainty: found[certainty] for certainty in CERTAINTIES if found[certainty]}


def rows_under(tree: Expression, summary: Summary) -> tuple[AnyRow, ...]:
    """Give the answered rows of this round that a figure rests on (see `certainties_under`), each once."""
    terms = (term for term in iter_terms(tree) if term.round in ("", summary.round.id))
    return tuple(dict.fromkeys(row for term in terms for row in _rows_under(term, summary)))


def _rows_under(term: Term, summary: Summary) -> Iterable[AnyRow]:
    """Give the rows under one term; none where it leads to what the register says, or to nothing."""
    chosen = _inside(Axes(summary.levels, summary.item_word), term)
    if of_field := find_statuses(term.keys, summary.statuses):
        statuses, keys = of_field
        return _iter_statuses(filter(chosen, statuses.rows), statuses, keys[0], keys[-1])
    match term.keys:
        case ["verdicts", "rate" | "flag" | "actual"] if summary.indicators:
            return _iter_verdicts(summary.indicators, term.choice)
        case ["indicators", _, count] if summary.indicators:
            return _iter_flags(filter(chosen, summary.indicators.rows), _FLAGS.get(count, set()))
        case ["effects", "actual", *when] | ["effects", "groups", "actual", *when] if summary.effects:
            return _iter_actuals(filter(chosen, summary.effects.rows), when)
        case ["effects", *_] if OPEN in term.keys and summary.effects:
            years = term.keys[term.keys.index(OPEN) + 2 : -1]
            every = [year.label for year in summary.effects.actual_years]
            return _iter_open(filter(chosen, summary.effects.rows), years or every)
    return ()


def _inside(axes: Axes, term: Term) -> Callable[[AnyRow], bool]:
    """Give what tells whether a row is of the group that brackets name; of anything but groups, every row."""

    def chosen(row: AnyRow) -> bool:
        groups = ({"by": by, "path": group} for by, group in axes.groups_of(row))
        return "groups" not in term.keys or any(is_called(group, term.choice) for group in groups)

    return chosen


def _iter_verdicts(part: Indicators, wanted: str) -> Iterator[IndicatorRow]:
    for row in part.rows:
        if is_called({"indicator_id": row.indicator_id, "year": row.year.label}, wanted):
            yield row


def _iter_flags(rows: Iterable[IndicatorRow], counted: set[Flag]) -> Iterator[IndicatorRow]:
    return (row for row in rows if row.flag in counted)


def _iter_statuses(
    rows: Iterable[StatusRow], statuses: Statuses, part: str, count: str
) -> Iterator[StatusRow]:
    choices = {plain_word(choice): [choice] for choice in statuses.choices}
    counted: Sequence[str] = choices.get(plain_word(count), [])
    if part == "on_track":
        shared = [choice for choice in statuses.choices if choice not in statuses.outside]
        counted = statuses.on_track_choices if count == "count" else shared
    return (row for row in rows if row.choice in counted)


def _iter_open(rows: Iterable[EffectRow], years: Sequence[str]) -> Iterator[EffectRow]:
    """Yield the counted rows of these years whose actual is still to come."""
    return (row for row in rows if row.counted and row.is_open and row.year.label in years)


def _iter_actuals(rows: Iterable[EffectRow], when: Sequence[str]) -> Iterator[EffectRow]:
    """Yield the counted rows with an actual: of one year after `by_year`, else of every year."""
    year = when[-1] if when[0] == "by_year" else ""
    for row in rows:
        if row.counted and row.actual is not None and year in ("", row.year.label):
            yield row
