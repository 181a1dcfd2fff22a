"""The returns of a round and a day in, 提出状況 on the terminal and as .xlsx out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.status import write_status
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.editions import as_issued
from toolkit.desk.turn import read_progress, what_next
from toolkit.desk.workspace import CHECKED, Workspace
from toolkit.model.profile import Round
from toolkit.model.progress import Progress, RoundProgress, Stage, Turn
from toolkit.model.text_width import text_width
from toolkit.model.years import write_date

HEADINGS = ("所属", "状態", "提出", "要修正", "要確認", "期限", "残り", "最終受付")
_RIGHT = ("提出", "要修正", "要確認", "残り")
_GAP = "  "


@dataclass(frozen=True)
class Status:
    """What status found: the workbook, the state of every department, and whose turn it is."""

    path: Path
    progress: RoundProgress
    turn: Turn

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: the counts, a table, and what to do next."""
        counts = "、".join(f"{stage.value}{self.progress.count(stage)}" for stage in Stage)
        yield (
            f"提出状況: {len(self.progress.rows)}所属（{counts}）。"
            f"{write_date(self.progress.today)}現在。一覧は {self.path.relative_to(root).as_posix()} です。"
        )
        yield from _iter_table([HEADINGS, *(_texts(row) for row in self.progress.rows)])
        yield self.turn.line


def status(
    workspace: Workspace,
    round_: Round,
    today: dt.date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Status:
    """Tell how far every awaited department is on a day (by default today), and write 提出状況.xlsx."""
    today = today or dt.datetime.now().astimezone().date()
    workspace, round_ = as_issued(workspace, round_)
    answers = read_answers(workspace, round_, progress)
    found = read_progress(workspace, answers, today)
    path = workspace.folder(CHECKED, round_) / "提出状況.xlsx"
    with workspace.alone(path.parent):
        write_status(path, found)
    return Status(path, found, what_next(workspace, answers, found))


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
