"""A round and its bound forms in; 取りまとめ表.json as it is while nothing has come back, out.

It has every key, group and indicator the round will have, so an expression that leads to nothing in it is
misspelt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.issue.orders import BoundForm, asked_slots, forms_of, numbers_of
from toolkit.desk.summary.summarise import summarise
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.decisions import Decisions
from toolkit.model.fields import Slot
from toolkit.model.manifest import Manifest
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Profile, Round
from toolkit.model.record import Record
from toolkit.rules.figures.published import check_summary
from toolkit.rules.record.contract import Contract
from toolkit.rules.series.basis import Basis


def blank_document(
    workspace: Workspace, round_: Round, plan: Plan, forms: Mapping[str, BoundForm]
) -> Mapping[str, Any]:
    """Give the 取りまとめ表.json of a round that nobody has answered; `workspace` holds its settings."""
    profile = workspace.profile
    numbers = numbers_of(plan, forms, round_.edition)
    manifest = Manifest(profile.city, round_.id, round_.edition, 1, {}, {}, (), numbers=numbers)
    nothing = Decisions.of([])
    basis = Basis(
        *(round_, plan, profile.fields, Contract(workspace.schema), profile.judging_of),
        *((), nothing, (), manifest.number_of),
    )
    items = [_unanswered(basis, item, _asked(profile, round_, item, forms)) for item in plan.items]
    answers = RoundAnswers(round_, plan, manifest, (), items, (), (), nothing)
    return check_summary(plan.published, summarise(answers, workspace)).as_json()


def _asked(profile: Profile, round_: Round, item: Item, forms: Mapping[str, BoundForm]) -> tuple[Slot, ...]:
    own = (
        (writer.name, form)
        for writer in profile.writers
        for form in forms_of(forms, writer.name)
        if form.settings.by or item.form == form.settings.name
    )
    return tuple(
        dict.fromkeys(slot for by, form in own for slot in asked_slots(item, form.sheet, round_, by))
    )


def _unanswered(basis: Basis, item: Item, asked: tuple[Slot, ...]) -> ItemAnswer:
    record = Record(item.id, {})
    verdicts = basis.judge(item, record) if asked else ()
    return ItemAnswer(item, basis.plan.department(item.coordinator), asked, record, verdicts)
