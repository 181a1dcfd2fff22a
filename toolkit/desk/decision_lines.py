"""The decisions of a round in, 事務局処理簿.xlsx out: all of them in their order, and which of them stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.books.lists.decisions import REPLACED, STANDS, TAKEN_BACK, TITLE, Line, write_decisions
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.workspace import Workspace
from toolkit.model.decisions import About, Decision, Kind
from toolkit.model.typed import Response, response_of


def write_decision_lines(workspace: Workspace, answers: RoundAnswers) -> Path:
    """Write 事務局処理簿.xlsx at the root of the workspace."""
    path = workspace.root / f"{TITLE}.xlsx"
    write_decisions(path, answers.round.id, _lines(answers, workspace.decision_book(answers.round)))
    return path


def _lines(answers: RoundAnswers, decisions: Iterable[Decision]) -> list[Line]:
    lines: list[Line] = []
    last: dict[tuple[Kind, About], int] = {}
    for decision in decisions:
        key = (decision.kind, decision.about)
        before = lines[last[key]] if key in last else None
        if before is not None and before.state == STANDS:
            state = TAKEN_BACK if decision.undone else REPLACED
            lines[last[key]] = Line(before.decision, before.kind, before.department, before.item, state)
        # What is taken back is called as it was called when it was decided.
        kind = before.kind if decision.undone and before else _kind(decision)
        last[key] = len(lines)
        lines.append(
            Line(decision, kind, *_about(answers, decision.about), "－" if decision.undone else STANDS)
        )
    return lines


def _kind(decision: Decision) -> str:
    return response_of(decision).value if decision.kind.value in _RESPONSES else decision.kind.value


_RESPONSES = {Kind.ACCEPTED.value, *(one.value for one in Response)}


def _about(answers: RoundAnswers, about: About) -> tuple[str, str]:
    """Give the department and the item a decision is about, as staff call them; "" where it is about none."""
    answer = next((one for one in answers.returns if about.item_id and one.item.id == about.item_id), None)
    if answer:
        return answer.department.name, answers.called(answer.item)
    named = next((one.name for one in answers.departments if one.id == about.department), about.department)
    return named, ""
