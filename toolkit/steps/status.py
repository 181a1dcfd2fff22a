"""The returns of a round and a day in, 提出状況 on the terminal and as .xlsx out, a 督促文 to whom is late.

A 督促文 names what is still owed on that day, and the deadline as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.books.lists.status import write_status
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.editions import as_issued
from toolkit.desk.letters import LETTERS, head_of, write_letter
from toolkit.desk.summary.summarise import summarise
from toolkit.desk.turn import read_progress, what_next
from toolkit.desk.typed.lists import states_of
from toolkit.desk.typed.take_in import TakenIn, take_in
from toolkit.desk.workspace import CHECKED, Workspace
from toolkit.model.letters import REMINDER
from toolkit.model.manifest import IssuedBook
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.progress import Progress, RoundProgress, Stage, Turn
from toolkit.model.text_width import text_width
from toolkit.model.years import write_date, write_day
from toolkit.rules.words.letters import Inquiry, Values

HEADINGS = ("所属", "状態", "提出", "要修正", "要確認", "期限", "残り", "最終受付")
_RIGHT = ("提出", "要修正", "要確認", "残り")
_GAP = "  "


@dataclass(frozen=True)
class Status:
    """What status found: the workbook, the state of every department, whose turn it is.

    `reminders` is the number of 督促文 that were written, `open_amounts` what the total of actual
    effects would leave out today, `taken` what the office had typed into the lists before.
    """

    path: Path
    progress: RoundProgress
    turn: Turn
    reminders: int
    open_amounts: str = ""
    taken: TakenIn = field(default_factory=TakenIn)

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: the counts, a table, and what to do next."""
        yield from self.taken.iter_lines()
        counts = "、".join(f"{stage.value}{self.progress.count(stage)}" for stage in Stage)
        yield (
            f"提出状況: {len(self.progress.rows)}所属（{counts}）。"
            f"{write_date(self.progress.today)}現在。一覧は {self.path.relative_to(root).as_posix()} です。"
        )
        yield from _iter_table([HEADINGS, *(_texts(row) for row in self.progress.rows)])
        if self.open_amounts:
            yield f"実績効果額の合計に入らないもの: {self.open_amounts}"
        if self.reminders:
            where = (self.path.parent / LETTERS).relative_to(root).as_posix()
            yield f"まだ届いていない項目のある{self.reminders}所属の督促文を {where} に作りました。"
        yield self.turn.line


def status(
    workspace: Workspace,
    round_: Round,
    today: dt.date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Status:
    """Tell how far every awaited department is on a day (by default today).

    Writes 提出状況.xlsx, and a 督促文 to every department that has not sent all yet.
    """
    today = today or dt.datetime.now().astimezone().date()
    workspace, round_ = as_issued(workspace, round_)
    taken = take_in(workspace, round_)
    answers = read_answers(workspace, round_, progress)
    found = read_progress(workspace, answers, today)
    path = workspace.folder(CHECKED, round_) / "提出状況.xlsx"
    effects = summarise(answers, workspace).effects
    left_out = effects.total.open.words(effects.unit) if effects else ""
    with workspace.alone(path.parent):
        write_status(path, found, left_out, states_of(workspace, answers, taken.pending))
        reminders = _write_reminders(workspace, answers, today)
    return Status(path, found, what_next(workspace, answers, found), reminders, left_out, taken)


def _write_reminders(workspace: Workspace, answers: RoundAnswers, today: dt.date) -> int:
    """Write the 督促文 of this day, take away those of days before; give how many."""
    folder, letters = workspace.folder(CHECKED, answers.round) / LETTERS, dict[str, Values]()
    issued: dict[str, list[IssuedBook]] = {}
    for book in answers.manifest.books:
        issued.setdefault(book.department, []).append(book)
    for department in answers.awaited:
        books = issued.get(department.id, [])
        if owed := _owed(answers, department, books):
            head = head_of(workspace, answers.round, department.name, today)
            letters[f"{Path(books[0].file).stem}_督促文"] = {**head, **owed.values}
    for path in folder.glob("*_督促文.*"):
        if path.stem not in letters:
            path.unlink()
    for name, values in letters.items():
        write_letter(workspace, REMINDER, values, folder / name)
    return len(letters)


def _owed(answers: RoundAnswers, department: Department, books: Sequence[IssuedBook]) -> Inquiry | None:
    """Give what a department still owes; None where all has come."""
    owed = {one.item.id: one.item for one in answers.of(department) if one.awaited and not one.entry}
    sheets = [(book.file, sheet) for book in books for sheet in book.sheets if sheet.item_id in owed]
    if not sheets:
        return None
    return Inquiry(
        deadline=answers.deadline_of(department),
        files=list(dict.fromkeys(file for file, _ in sheets)),
        items=[(sheet.number, owed[sheet.item_id].name) for _, sheet in sheets],
        cells=sum(len(sheet.asked) for _, sheet in sheets),
    )


def _texts(row: Progress) -> tuple[str, ...]:
    submission = row.submission
    newest = max((receipt.received_at for receipt in submission.receipts), default=None)
    return (
        submission.department,
        row.stage.value,
        f"{submission.items_returned}/{submission.items_asked}",
        str(row.errors or ""),
        str(row.warnings or ""),
        f"{write_day(submission.deadline)}{'（延長）' if row.extended else ''}",
        row.time_left,
        f"{newest.month}月{newest.day}日 {newest.hour}:{newest:%M}" if newest else "",
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
