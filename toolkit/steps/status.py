"""The returns of a round and a day in, 提出状況 on the terminal and as .xlsx out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.sheet_style import text_width
from toolkit.books.lists.status import write_status
from toolkit.desk.answers.answer_rows import finding_rows, submissions_of
from toolkit.desk.answers.answers import RoundAnswers, read_answers
from toolkit.desk.workspace import CHECKED, RESULT, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.decisions import About, Kind
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.progress import Progress, RoundProgress, Stage
from toolkit.model.summary import FindingRow, Returned, Submission
from toolkit.model.years import write_date

HEADINGS = ("所属", "状態", "提出", "要修正", "要確認", "期限", "残り", "最終受付")
_RIGHT = ("提出", "要修正", "要確認", "残り")
_GAP = "  "


@dataclass(frozen=True)
class Status:
    """What status found: the workbook and the state of every department."""

    path: Path
    progress: RoundProgress

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: the counts, then a table."""
        counts = "、".join(f"{stage.value}{self.progress.count(stage)}" for stage in Stage)
        yield (
            f"提出状況: {len(self.progress.rows)}所属（{counts}）。"
            f"{write_date(self.progress.today)}現在。一覧は {self.path.relative_to(root)} です。"
        )
        yield from _iter_table([HEADINGS, *(_texts(row) for row in self.progress.rows)])


def status(
    workspace: Workspace,
    round_: Round,
    today: dt.date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Status:
    """Tell how far every awaited department is on a day (by default today), and write 提出状況.xlsx."""
    today = today or dt.datetime.now().astimezone().date()
    answers = read_answers(workspace, round_, progress)
    desk = _Desk(workspace, answers, finding_rows(answers, workspace.fields), today)
    pairs = zip(answers.awaited, submissions_of(answers), strict=True)
    found = RoundProgress(round_.id, today, [desk.progress_of(*pair) for pair in pairs])
    path = workspace.folder(CHECKED, round_) / "提出状況.xlsx"
    with workspace.alone(path.parent):
        write_status(path, found)
    return Status(path, found)


@dataclass(frozen=True)
class _Desk:
    """What the state of each department is told from."""

    workspace: Workspace
    answers: RoundAnswers
    rows: Sequence[FindingRow]
    today: dt.date

    def progress_of(self, department: Department, submission: Submission) -> Progress:
        """Tell how far one department is."""
        severities = [row.finding.severity for row in self.rows if row.department == department.name]
        errors = severities.count(Severity.ERROR)
        extended = self.answers.decisions.find(Kind.EXTENDED, About(department=department.id))
        return Progress(
            submission,
            self._stage(department, submission, errors),
            errors,
            severities.count(Severity.WARNING),
            (self.answers.deadline_of(department) - self.today).days,
            extended is not None,
        )

    def _stage(self, department: Department, submission: Submission, errors: int) -> Stage:
        if submission.state is not Returned.ALL:
            return Stage.NONE if submission.state is Returned.NONE else Stage.PART
        newest = max((receipt.number for receipt in submission.receipts), default=0)
        if errors:
            requests = self.workspace.requests(self.answers.round)
            asked = any(one.department == department.id and one.seen >= newest for one in requests)
            return Stage.ASKED if asked else Stage.RECEIVED
        return Stage.CHECKED if newest <= self._checked() else Stage.RECEIVED

    def _checked(self) -> int:
        """Give the number of the last file that the last validate saw."""
        try:
            path = self.workspace.folder(CHECKED, self.answers.round) / RESULT
            return int(json.loads(path.read_text("utf-8"))["receipts"])
        except (FileNotFoundError, KeyError, ValueError):
            return 0


def _texts(row: Progress) -> tuple[str, ...]:
    submission = row.submission
    newest = max((receipt.received_at for receipt in submission.receipts), default=None)
    return (
        submission.department,
        row.stage.value,
        f"{submission.items_returned}/{submission.items_asked}",
        str(row.errors or ""),
        str(row.warnings or ""),
        f"{submission.deadline:%Y-%m-%d}{'（延長）' if row.extended else ''}",
        row.time_left,
        f"{newest:%m-%d %H:%M}" if newest else "",
    )


def _iter_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows with their columns aligned; a full-width character takes two places."""
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for title, text, width in zip(HEADINGS, row, widths, strict=True):
            space = " " * (width - text_width(text))
            cells.append(space + text if title in _RIGHT else text + space)
        yield _GAP.join(cells).rstrip()
