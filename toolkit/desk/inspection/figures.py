"""Expressions of papers and printed figures in; those that lead to nothing, each with its cell, out.

They are followed in a round that nobody has answered (`blank_round.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.desk.papers.check import figure_mistake, is_unanswered_year, parse_figure
from toolkit.model.errors import OfficeError
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.plan import Plan
from toolkit.model.profile import Profile, Round
from toolkit.model.words import did_you_mean
from toolkit.rules.figures.calculate import calculate
from toolkit.rules.figures.expression import (
    Expression,
    ExpressionError,
    NoValueError,
    has_placeholder,
    iter_terms,
    put,
)
from toolkit.rules.figures.headings import ITEM, PART, YEAR
from toolkit.rules.figures.parse import parse

Documents = Mapping[str, Mapping[str, Any]]
"""取りまとめ表.json of every round, by its id."""


def iter_figure_mistakes(
    paper: PaperSettings, round_: Round, profile: Profile, plan: Plan, documents: Documents
) -> Iterator[OfficeError]:
    """Yield the figures of a paper that lead to nothing in a round; those that are no expression are left."""
    for word in paper.figures:
        try:
            tree = parse_figure(paper, word)
        except OfficeError:
            continue
        tree = put(tree, YEAR, round_.years[-1].label)
        wrong = [_why_nothing(one, round_, plan, documents) for one in _iter_places(tree, profile, plan)]
        if wrong and all(wrong):
            yield figure_mistake(paper, word, next(filter(None, wrong)))


def iter_published_mistakes(plan: Plan, round_: Round, documents: Documents) -> Iterator[OfficeError]:
    """Yield the printed figures (公表値) whose 照合 is no expression or leads to nothing."""
    for figure in plan.published:
        if not figure.path.strip():
            continue
        try:
            why = _why_nothing(parse(figure.path), round_, plan, documents)
        except ExpressionError as mistake:
            why = mistake
        if why is not None:
            what = f"公表値「{figure.name}」の照合「{figure.path}」: {why.what}。"
            yield figure.row.wrong("照合", what, f"{why.mend}。" if why.mend else "式を直してください。")


def _iter_places(tree: Expression, profile: Profile, plan: Plan) -> Iterator[Expression]:
    """Yield an expression for every part of the plan, or item, that it may stand for; itself for neither."""
    if has_placeholder(tree, PART):
        for levels in _parts(plan, len(profile.levels)):
            yield put(tree, PART, f"{profile.levels[len(levels) - 1]}={'/'.join(levels)}")
    elif has_placeholder(tree, ITEM):
        yield from (put(tree, ITEM, item.id) for item in plan.items)
    else:
        yield tree


def _parts(plan: Plan, depth: int) -> Sequence[tuple[str, ...]]:
    names = [tuple(level.name for level in item.levels) for item in plan.items]
    return list(dict.fromkeys(one[:at] for one in names for at in range(1, min(len(one), depth) + 1)))


def _why_nothing(tree: Expression, round_: Round, plan: Plan, documents: Documents) -> ExpressionError | None:
    """Say why an expression leads to nothing; None where it only has no value yet."""
    for term in iter_terms(tree):
        if term.round and term.round not in documents:
            near = did_you_mean(term.round, documents).strip("（）。") or "照会シートの名前と合わせてください"
            return ExpressionError(f"照会「{term.round}」がありません", near)
    try:
        calculate(tree, documents[round_.id], documents)
    except NoValueError:
        return None
    except ExpressionError as mistake:
        return None if is_unanswered_year(tree, plan.years) else mistake
    return None
