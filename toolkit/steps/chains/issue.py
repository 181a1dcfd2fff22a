"""A workspace and a round in; the whole folder looked through first, then the books of the round, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toolkit.desk.workspace import Workspace
from toolkit.steps.check import Checked, check
from toolkit.steps.generate import Issued, generate


@dataclass(frozen=True)
class CheckedIssue:
    """What the look found (None where an office's books alone are made again), and what was issued then."""

    workspace: Workspace
    checked: Checked | None
    issued: Issued | None

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office: all that was found where nothing was issued, else how much."""
        if self.checked and not self.issued:
            yield from self.checked.iter_lines()
            yield "直すところがあるため、配布していません。直してから、もう一度実行してください。"
        if self.issued:
            yield from self.issued.iter_lines(self.workspace.root)
        if self.checked and self.issued and self.checked.doubts:
            yield self.checked.summary


def issue(
    workspace: Workspace,
    round_id: str = "",
    progress: Callable[[str], None] = lambda _: None,
    writer: str = "",
    *,
    proof: bool = True,
) -> CheckedIssue:
    """Make the books of a round ("": the current one) if nothing in the workspace must be mended first.

    With a writer the books of 事務局 or a body of evaluation alone, from the settings as they were issued.
    """
    checked = None if writer else check(workspace, round_id)
    if checked and checked.mistakes:
        return CheckedIssue(workspace, checked, None)
    issued = generate(workspace, workspace.profile.round(round_id), progress, writer, proof=proof)
    return CheckedIssue(workspace, checked, issued)
