"""A workspace in; how far every awaited department is, and whose turn it is with the next command, out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.editions import as_issued
from toolkit.desk.letters import questions_path
from toolkit.desk.masters import find_behind, find_master
from toolkit.desk.summary.summarise import summarise
from toolkit.desk.workspace import CHECKED, RESULT, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.ledger import Taken
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.progress import Progress, RoundProgress, Stage, Turn
from toolkit.model.summary import FindingRow, ReturnState, Submission


def what_next(
    workspace: Workspace, answers: RoundAnswers | None = None, progress: RoundProgress | None = None
) -> Turn:
    """Tell whose turn it is in a round, by default the current one, and what the office starts next.

    `answers` and `progress` are those of the round, where they are known.
    """
    round_ = answers.round if answers else workspace.profile.round()
    if answers is None:
        if not any(workspace.issued_records(round_).glob("*/manifest.json")):
            return _office(workspace, round_, "まだ配布していません", "generate")
        answers = read_answers(workspace, round_)
    workspace, round_ = as_issued(workspace, round_)
    progress = progress or read_progress(workspace, answers, dt.datetime.now().astimezone().date())
    if _has_unchecked(workspace, answers):
        return _office(workspace, round_, "確認していない提出があります", "validate")
    if progress.count(Stage.RECEIVED):
        why = f"要修正のある所属が{progress.count(Stage.RECEIVED)}あります"
        return _office(workspace, round_, why, "request")
    if awaited := tuple(row.submission.department for row in progress.rows if row.is_awaited):
        return Turn(awaited, "提出を待っています。届いたら", *_command(workspace, round_, "collect"))
    if questioned := [row for row in progress.rows if row.stage is Stage.OPEN]:
        return _questions(workspace, answers, questioned)
    master = find_master(workspace, round_)
    if master is None or find_behind(master, summarise(answers, workspace), None):
        return _office(workspace, round_, "すべて確認済で、取りまとめがまだです", "consolidate")
    if workspace.profile.papers_of(round_):
        return _office(workspace, round_, "取りまとめまで済みました", "report")
    return _office(workspace, round_, "取りまとめまで済みました", "audit")


def _questions(workspace: Workspace, answers: RoundAnswers, rows: Sequence[Progress]) -> Turn:
    """Tell whose 要確認 are open: a 確認のお願い goes to each, then the office decides by what it hears."""
    count = sum(row.warnings for row in rows)
    some = "、".join(f"{row.submission.department}{row.warnings}件" for row in rows[:3])
    more = f" ほか{len(rows) - 3}所属" if len(rows) > 3 else ""
    why = f"要確認が{count}件残っています（{some}{more}）"
    named = {one.name: one for one in answers.departments}
    if not all(_is_asked(workspace, answers, named[row.submission.department], row) for row in rows):
        return _office(workspace, answers.round, why, "request")
    verb, line = _command(workspace, answers.round, "validate")
    why += "。確認のお願いは作ってあります。返事を聞いて、よければ了承し、違えば直してください"
    why += "（残したままでも、取りまとめはできます）"
    return Turn((), f"{why}。", verb, f"{line} --accept 番号 --why 理由")


def _is_asked(workspace: Workspace, answers: RoundAnswers, department: Department, row: Progress) -> bool:
    """Tell whether a department's 確認のお願い was made since its last file came."""
    path = questions_path(workspace, answers, department)
    letter = path.with_name(f"{path.name}.txt")
    newest = max((one.received_at.timestamp() for one in row.submission.receipts), default=0.0)
    return letter.is_file() and letter.stat().st_mtime >= newest


def _has_unchecked(workspace: Workspace, answers: RoundAnswers) -> bool:
    """Tell whether a file came that the last validate has not seen; one sent twice is none."""
    came = (entry.receipt for entry in answers.entries if entry.taken is not Taken.DUPLICATE)
    return max(came, default=0) > _checked(workspace, answers.round)


def _office(workspace: Workspace, round_: Round, why: str, verb: str) -> Turn:
    return Turn((), f"{why}。", *_command(workspace, round_, verb))


def _command(workspace: Workspace, round_: Round, verb: str) -> tuple[str, str]:
    """Give a verb and its command line, as it is typed in the folder of the workspace."""
    other = "" if round_.id == workspace.profile.current_round else f" --round {round_.id}"
    files = " 届いたファイル" if verb == "collect" else ""
    return verb, f"gyokaku {verb}{files}{other}"


def read_progress(workspace: Workspace, answers: RoundAnswers, today: dt.date) -> RoundProgress:
    """Tell how far every awaited department is on a day."""
    desk = _Desk(workspace, answers, finding_rows(answers, workspace.fields), today)
    pairs = zip(answers.awaited, submissions_of(answers), strict=True)
    return RoundProgress(answers.round.id, today, [desk.progress_of(*pair) for pair in pairs])


def _checked(workspace: Workspace, round_: Round) -> int:
    """Give the number of the last file that the last validate saw."""
    try:
        path = workspace.folder(CHECKED, round_) / RESULT
        return int(json.loads(path.read_text("utf-8"))["receipts"])
    except (FileNotFoundError, KeyError, ValueError):
        return 0


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
        errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
        return Progress(
            submission,
            self._stage(department, submission, errors, warnings),
            errors,
            warnings,
            (self.answers.deadline_of(department) - self.today).days,
            self.answers.find_extension(department) is not None,
        )

    def _stage(self, department: Department, submission: Submission, errors: int, warnings: int) -> Stage:
        if submission.state is not ReturnState.ALL:
            return Stage.NONE if submission.state is ReturnState.NONE else Stage.PART
        newest = max((receipt.number for receipt in submission.receipts), default=0)
        if errors:
            requests = self.workspace.requests(self.answers.round)
            asked = any(one.department == department.id and one.seen >= newest for one in requests)
            return Stage.ASKED if asked else Stage.RECEIVED
        if newest > _checked(self.workspace, self.answers.round):
            return Stage.RECEIVED
        return Stage.OPEN if warnings else Stage.CHECKED
