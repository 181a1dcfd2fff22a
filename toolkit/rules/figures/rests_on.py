"""A 照合 and the rows of a consolidation in, how many of the rows it rests on have which mark out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from toolkit.model.marks import MARKS
from toolkit.model.summary import EffectRow, IndicatorRow, Indicators, Statuses, StatusRow, Summary
from toolkit.model.verdicts import Flag
from toolkit.model.words import plain_word
from toolkit.rules.counting.groups import AnyRow, Axes
from toolkit.rules.figures.figure_path import (
    NothingThereError,
    is_called,
    iter_terms,
    split_round,
)

Steps = Sequence[tuple[str, str]]

_FLAGS = {
    "achieved": {Flag.ACHIEVED},
    "missed": {Flag.MISSED},
    "undecided": {Flag.UNDECIDED},
    "rate": {Flag.ACHIEVED, Flag.MISSED, Flag.UNDECIDED},
}
"""Which verdicts a number counts; how many have a target at all (all, set, not_set, of) the register says."""


def marks_under(path: str, summary: Summary) -> dict[str, int]:
    """Count by mark (原本 …) the answered rows a printed figure rests on, each row once.

    A count rests on the rows it counts, a share on those it is a share of, an amount on the actuals it
    adds up. What the register says alone (plan_size, targets, planned effects) rests on no answer: {}.
    """
    found = Counter(row.mark for row in rows_under(path, summary))
    return {mark: found[mark] for mark in MARKS if found[mark]}


def rows_under(path: str, summary: Summary) -> tuple[AnyRow, ...]:
    """Give the answered rows a figure rests on (see `marks_under`), each once; () for a path to nothing."""
    round_id, path = split_round(path)
    if round_id not in ("", summary.round.id):
        return ()
    try:
        return tuple(dict.fromkeys(row for steps in iter_terms(path) for row in _rows_under(steps, summary)))
    except NothingThereError:
        return ()


def _rows_under(steps: Steps, summary: Summary) -> Iterable[AnyRow]:
    """Give the rows under one path; none where it leads to what the register says, or to nothing."""
    axes = Axes(summary.levels, summary.item_word)
    match [key for key, _ in steps]:
        case ["verdicts", "rate" | "flag" | "actual"] if summary.indicators:
            return _iter_verdicts(summary.indicators, steps[0][1])
        case ["indicators", part, count] if summary.indicators:
            chosen = _inside(axes, part, steps[1][1])
            return _iter_flags(filter(chosen, summary.indicators.rows), _FLAGS.get(count, set()))
        case ["status", part, *_, count] if summary.statuses:
            chosen = _inside(axes, part, steps[1][1])
            return _iter_statuses(filter(chosen, summary.statuses.rows), summary.statuses, part, count)
        case ["effects", "actual", *_] if summary.effects:
            return _iter_actuals(summary.effects.rows, steps)
        case ["effects", "groups" as part, "actual", *_] if summary.effects:
            chosen = _inside(axes, part, steps[1][1])
            return _iter_actuals(filter(chosen, summary.effects.rows), steps)
    return ()


def _inside(axes: Axes, part: str, wanted: str) -> Callable[[AnyRow], bool]:
    """Give what tells whether a row is of the group that brackets name; of anything but groups, every row."""

    def chosen(row: AnyRow) -> bool:
        groups = ({"by": by, "path": group} for by, group in axes.groups_of(row))
        return part != "groups" or any(is_called(group, wanted) for group in groups)

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
        counted = statuses.on_track_choices if count == "count" else statuses.choices
    return (row for row in rows if row.choice in counted)


def _iter_actuals(rows: Iterable[EffectRow], steps: Steps) -> Iterator[EffectRow]:
    """Yield the counted rows with an actual: of one year after `by_year`, else of every year."""
    year = plain_word(steps[-1][0]) if steps[-2][0] == "by_year" else ""
    for row in rows:
        if row.counted and row.actual is not None and year in ("", row.year.label):
            yield row
