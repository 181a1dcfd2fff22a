"""The answers of a round in, its counted fields (進捗, 評価) out, each with what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.masters import find_master
from toolkit.desk.summary.origins import origin_of
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.certainty import Certainties, weakest
from toolkit.model.fields import Field, Fields, Slot
from toolkit.model.summary import Statuses, StatusRow
from toolkit.rules.counting.groups import Axes
from toolkit.rules.counting.statuses import count_statuses, with_changes
from toolkit.rules.judging.rating import iter_ratings

RATED = "達成率から"
"""How a rating came about that nobody was asked for."""


def statuses_of(
    answers: RoundAnswers, workspace: Workspace, axes: Axes, certainties: Certainties
) -> tuple[Statuses, ...]:
    """Give every field the city counts, in the order of 選択肢."""
    profile, round_ = workspace.profile, answers.round
    before = find_master(workspace, profile.round(round_.previous)) if round_.previous else None
    judging, parts = profile.judging_of(round_.years[0]), []
    for field in profile.counted:
        rows = [
            row
            for answer in answers.items
            for some in (_rows(answer, field, certainties), _rated(answer, field, answers, certainties))
            for row in some
        ]
        part = count_statuses(field, profile.choices[field.key], rows, axes, judging)
        parts.append(with_changes(part, round_.previous, before))
    return tuple(parts)


def _rows(answer: ItemAnswer, field: Field, certainties: Certainties) -> Iterator[StatusRow]:
    for slot in answer.asked:
        if slot.field == field.key and slot.year is not None:
            word = str(answer.record.answer(slot).value or "")
            yield _row(answer, slot, word, origin_of(answer, slot), certainties)


def _rated(
    answer: ItemAnswer, field: Field, answers: RoundAnswers, certainties: Certainties
) -> Iterator[StatusRow]:
    """Yield the ratings that the rates give where nobody was asked; as certain as the rates are."""
    rated = Fields(iter([field]))
    for slot, rating in iter_ratings(answer.verdicts, rated, answers.asked, answers.round.years):
        actuals = [Slot("indicator.actual", one.indicator, year=slot.year) for one in answer.verdicts]
        certainty = weakest(certainties.get((answer.item.id, one), "") for one in actuals)
        yield replace(_row(answer, slot, rating.choice, RATED, certainties), certainty=certainty)


def _row(answer: ItemAnswer, slot: Slot, choice: str, origin: str, certainties: Certainties) -> StatusRow:
    activities = {activity.id: activity.name for activity in answer.item.activities}
    assert slot.year is not None
    return StatusRow(
        item_id=answer.item.id,
        item=answer.item.name,
        path=tuple(level.name for level in answer.item.levels),
        division=answer.department.division,
        department=answer.department.section,
        year=slot.year,
        choice=choice,
        origin=origin,
        activity=activities.get(slot.activity or 0, ""),
        source=answer.record.places.get(slot),
        certainty=certainties.get((answer.item.id, slot), ""),
    )
