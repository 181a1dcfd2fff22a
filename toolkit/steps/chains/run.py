"""A workspace in; everything the office does between two looks at its lists, done (一括), out.

What lies in 受け箱 is taken in, what was typed into the lists is decided, and every list, letter and request
is made again. Whatever was done before is not done twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.outcome import TITLE, Line, Outcome, write_outcome
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.decision_lines import write_decision_lines
from toolkit.desk.editions import as_issued
from toolkit.desk.workspace import Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.ledger import Taken
from toolkit.model.profile import Round
from toolkit.model.progress import Turn
from toolkit.steps.collect import Collected, collect
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.request import Requested, request
from toolkit.steps.status import Status, status
from toolkit.steps.validate import Validated, validate


@dataclass(frozen=True)
class Ran:
    """What a run did, step by step; `path` is 処理結果.xlsx, `decisions` 事務局処理簿.xlsx."""

    path: Path
    inbox: Path
    decisions: Path
    collected: Collected
    validated: Validated
    requested: Requested
    consolidated: Consolidated
    status: Status

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to mend, and all that was typed was taken."""
        return not (self.validated.count(Severity.ERROR) or self.validated.taken.untaken or self.left)

    @property
    def left(self) -> list[tuple[str, str]]:
        """The files that could not be taken in this time, with the reason."""
        return [(Path(one.origin).name, one.reason) for one in self.collected.passed_over if one.to_do]

    def lines(self, root: Path) -> list[Line]:
        """Give what was done, what is open and what is next, with the file that shows it."""

        def at(path: Path) -> str:
            return path.relative_to(root).as_posix()

        came = Counter(entry.taken for entry in self.collected.entries)
        counts = "、".join(f"{taken.value}{came[taken]}件" for taken in Taken if came[taken])
        taken = self.validated.taken
        severities = "、".join(f"{one.value}{self.validated.count(one)}件" for one in Severity)
        stages = Counter(row.stage for row in self.status.progress.rows)
        states = "、".join(f"{stage.value}{number}" for stage, number in stages.items())
        lines = [
            Line(
                "届いたもの",
                f"{len(self.collected.entries)}件（{counts}）" if counts else "新しく届いたものはありません",
            ),
            Line(
                "対応",
                f"取り込み{len(taken.decided)}件、取り込んでいないもの{len(taken.untaken)}件",
                at(self.decisions),
            ),
            Line("確認事項", severities, at(self.validated.path)),
            Line("提出状況", f"{len(self.status.progress.rows)}所属（{states}）", at(self.status.path)),
            Line("修正依頼", f"{len(self.requested.papers)}件", at(self.requested.folder)),
            Line("取りまとめ", _totals(self.consolidated), at(self.consolidated.path)),
        ]
        if self.left:
            what = "、".join(f"{name}（{reason}）" for name, reason in self.left)
            lines.insert(
                1, Line("取り込めなかったもの", what, at(self.inbox) if root in self.inbox.parents else "")
            )
        return [*lines, Line("次にすること", _next(self.status.turn))]

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office in a few lines."""
        for line in self.lines(root):
            yield f"{line.title}: {line.text}" + (f"（{line.path}）" if line.path else "")
        yield from (f"  {wrong}" for wrong in self.validated.taken.untaken)
        yield f"まとめ: {self.path.relative_to(root).as_posix()}"


_INSTEAD = {
    "collect": "受け箱に入れて、もう一度実行してください。",
    "validate": "確認結果.xlsx の「対応」に書いて、もう一度実行してください。",
}
"""What takes the place of these commands where all of them are run together."""


def _next(turn: Turn) -> str:
    """Say whose turn it is; who is to run it all again needs no other command."""
    told = turn.line.removeprefix("次にすること: ")
    if turn.verb not in _INSTEAD:
        return told
    return f"{told.partition(' → ')[0]}{_INSTEAD[turn.verb]}"


def _totals(done: Consolidated) -> str:
    indicators = done.summary.indicators
    if indicators is None:
        return "作り直しました"
    total = indicators.total
    return f"目標のある指標{total.set}件（○{total.achieved} ×{total.missed} 未{total.undecided}）"


def run(
    workspace: Workspace,
    round_: Round,
    paths: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Ran:
    """Take in what came (to 受け箱, or the paths), and make every list, letter and request again.

    Raises OfficeError where the round was never issued, or the 受け箱 that the settings name is not there.
    """
    inbox = workspace.inbox()
    collected = collect(workspace, round_, [*paths, inbox], progress, only_new=True)
    validated = validate(workspace, round_, progress)
    requested = request(workspace, round_, progress)
    consolidated = consolidate(workspace, round_, progress)
    told = status(workspace, round_, progress=progress)
    answers = read_answers(*as_issued(workspace, round_))
    decided = write_decision_lines(workspace, answers)
    path = workspace.root / f"{TITLE}.xlsx"
    done = Ran(path, inbox, decided, collected, validated, requested, consolidated, told)
    taken = [*validated.taken.decided, *consolidated.taken.decided]
    write_outcome(
        path,
        Outcome(
            round_.id,
            dt.datetime.now().astimezone().replace(microsecond=0),
            done.lines(workspace.root),
            collected.entries,
            done.left,
            [words for _, words in taken],
            validated.taken.untaken,
            told.progress,
        ),
    )
    return done
