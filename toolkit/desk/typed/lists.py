"""The lists of a round in, the rows typed into out; and what stands beside the rows of a new list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from toolkit.books.lists.typed import TypedList, read_typed_list
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.workspace import Workspace
from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.fields import Fields
from toolkit.model.profile import Round
from toolkit.model.summary import FindingRow
from toolkit.model.typed import Beside, Responses, Settled, Typed, standing
from toolkit.rules.series.decided import about_cell, about_finding, cell_of

_OF_FINDINGS = (Kind.CORRECTED, Kind.ACCEPTED, Kind.ASKING)
_KINDS = (*_OF_FINDINGS, Kind.EXTENDED)
"""What can be decided in a list; of several about one thing the first is shown."""


def read_lists(folder: Path, round_: Round) -> list[TypedList]:
    """Read every list of a round that lies in a folder: the lists themselves first, then their copies."""
    paths = sorted(folder.glob("*.xlsx"), key=lambda path: (len(path.stem), path.name))
    found = (read_typed_list(path) for path in paths if not path.name.startswith(("~$", ".")))
    return [one for one in found if one is not None and one.round in ("", round_.id)]


def find_standing(decisions: Decisions, about: About) -> Decision | None:
    """Find the decision that stands about a finding (or the cell it speaks of) or a department."""
    found = (decisions.find(kind, subject_of(kind, about)) for kind in _KINDS)
    return next((one for one in found if one), None)


def subject_of(kind: Kind, about: About) -> About:
    """Tell what a decision of a kind is about: a correction is about the cell, not about the finding."""
    return cell_of(about) if kind is Kind.CORRECTED else about


def states_of(workspace: Workspace, answers: RoundAnswers, pending: Mapping[About, Typed]) -> Responses:
    """Give what stands beside the departments of a new 提出状況."""
    abouts = (About(department=department.id) for department in answers.awaited)
    beside = _beside(answers.decisions, abouts, pending)
    return Responses(_made(workspace, answers), beside)


def responses_of(
    workspace: Workspace, answers: RoundAnswers, rows: Sequence[FindingRow], pending: Mapping[About, Typed]
) -> Responses:
    """Give what stands beside the findings of a new list, and what stands about what is none any more."""
    decisions = answers.decisions
    beside = _beside(decisions, map(about_finding, rows), pending)
    listed = {one.about for one in beside} | {cell_of(one.about) for one in beside}
    settled = (
        _settled(answers, decision, workspace.fields)
        for decision in decisions.standing.values()
        if decision.kind in _OF_FINDINGS and decision.about not in listed
    )
    return Responses(_made(workspace, answers), beside, tuple(settled))


def _beside(
    decisions: Decisions, abouts: Iterable[About], pending: Mapping[About, Typed]
) -> tuple[Beside, ...]:
    return tuple(
        Beside(about, standing(find_standing(decisions, about)), pending.get(about)) for about in abouts
    )


def _made(workspace: Workspace, answers: RoundAnswers) -> str:
    """Tell a list from those made before and after it: by what had come and what had been decided."""
    lines = len(workspace.decision_book(answers.round))
    newest = max((entry.receipt for entry in answers.entries), default=0)
    return f"{newest}-{lines}"


def _settled(answers: RoundAnswers, decision: Decision, fields: Fields) -> Settled:
    about = decision.about
    found = next((one for one in answers.returns if one.item.id == about.item_id), None)
    slots = found.asked if found else ()
    slot = next((one for one in slots if about_cell(about.item_id, one, fields) == cell_of(about)), None)
    return Settled(
        found.department.name if found else "",
        answers.called(found.item) if found else "",
        about.field,
        about.year,
        found.record.answer(slot).raw if found and slot else about.value,
        Beside(about, standing(decision)),
    )
