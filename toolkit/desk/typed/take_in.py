"""What the office typed into the lists of a round in, a line of the 決定簿 each out, and what was not clear.

Rows are known by what they are about, never by their place. A copy of an old list is as good as the list:
what was decided since it was made is asked, what was taken from it before is not taken again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.typed.deciding import Desk
from toolkit.desk.typed.lists import read_lists
from toolkit.desk.workspace import CHECKED, Workspace
from toolkit.model.decisions import About, Decision
from toolkit.model.errors import OfficeError
from toolkit.model.profile import Round
from toolkit.model.typed import Typed, TypedRow


@dataclass(frozen=True)
class TakenIn:
    """What was taken from the lists, each with its words; what could not be, and what was typed there."""

    decided: Sequence[tuple[Decision, str]] = ()
    untaken: Sequence[OfficeError] = ()
    pending: Mapping[About, Typed] = field(default_factory=dict)

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office; nothing where nothing was typed."""
        if self.decided:
            yield f"対応: 一覧に書かれた{len(self.decided)}件を取り込みました。"
            yield from (f"  {words}" for _, words in self.decided)
        if self.untaken:
            yield f"対応: 次の{len(self.untaken)}件は、取り込んでいません。"
            yield from (f"  {wrong}" for wrong in self.untaken)


def take_in(workspace: Workspace, round_: Round) -> TakenIn:
    """Take in what was typed into the lists in 確認 since they were made.

    Nothing of a row is taken that is not clear; all other rows are.
    """
    lists = read_lists(workspace.folder(CHECKED, round_), round_)
    taken = {decision.typed for decision in workspace.decision_book(round_) if decision.typed}
    changed: dict[About, list[TypedRow]] = {}
    for row in (row for one in lists for row in one.rows if row.is_changed and row.mark not in taken):
        changed.setdefault(row.about, []).append(row)
    desk = Desk(workspace, round_, read_answers(workspace, round_)) if changed else None
    decided: list[tuple[Decision, str]] = []
    untaken = [
        OfficeError(one.fault, "Excelで開けるか確かめてください。", one.path.name)
        for one in lists
        if one.fault
    ]
    pending = {}
    for about, rows in changed.items():
        try:
            decided += desk.decide(about, rows) if desk else ()
        except OfficeError as wrong:
            untaken.append(wrong)
            pending[about] = rows[0].now
    return TakenIn(decided, untaken, pending)
