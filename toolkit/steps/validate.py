"""The returns of a round in, 確認結果.xlsx and .json out: everything to look at, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.books.lists.findings import in_order, write_findings
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.documents import write_json
from toolkit.desk.editions import as_issued, tell_changes
from toolkit.desk.typed.lists import responses_of
from toolkit.desk.typed.take_in import TakenIn, take_in
from toolkit.desk.workspace import CHECKED, RESULT, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.profile import Round
from toolkit.model.summary import FindingRow, ReturnState, Submission
from toolkit.rules.series.decided import about_finding


@dataclass(frozen=True)
class Validated:
    """What validate found: the workbook, the rows, who returned what, and which settings have changed.

    `taken` is what the office had typed into the list before.
    """

    path: Path
    rows: tuple[FindingRow, ...]
    submissions: tuple[Submission, ...]
    changes: tuple[str, ...] = ()
    taken: TakenIn = field(default_factory=TakenIn)

    def count(self, severity: Severity) -> int:
        """Give how many findings have this severity."""
        return sum(row.finding.severity is severity for row in self.rows)

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: the counts, who is late or sent parts, who has something to mend."""
        yield from self.taken.iter_lines()
        counts = "、".join(f"{severity.value}{self.count(severity)}件" for severity in Severity)
        yield f"確認: {counts}。一覧は {self.path.relative_to(root).as_posix()} です。"
        yield from (f"  {line}" for line in self.changes)
        for one in self.submissions:
            items = f"{one.department}（{one.items_returned}/{one.items_asked}項目）"
            if one.state is not ReturnState.ALL:
                yield f"  {one.state.value}: {items}"
            elif len(one.receipts) > one.books:
                yield f"  {len(one.receipts)}回に分けて提出: {items}"
        errors = Counter(row.department for row in self.rows if row.finding.severity is Severity.ERROR)
        for department, number in errors.items():
            yield f"  要修正: {department or '（所属不明）'} {number}件"


def validate(
    workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None
) -> Validated:
    """Check every return of a round and write 確認結果."""
    workspace, round_ = as_issued(workspace, round_)
    taken = take_in(workspace, round_)
    answers = read_answers(workspace, round_, progress)
    submissions = submissions_of(answers)
    departments = [submission.department for submission in submissions]
    rows = tuple(in_order(finding_rows(answers, workspace.fields), departments))
    folder = workspace.folder(CHECKED, round_)
    path = folder / "確認結果.xlsx"
    newest = max((entry.receipt for entry in answers.entries), default=0)
    findings = [_row_json(number, row) for number, row in enumerate(rows, 1)]
    responses = responses_of(workspace, answers, rows, taken.pending)
    with workspace.alone(folder):
        write_findings(path, round_.id, rows, submissions, responses)
        write_json(folder / RESULT, {"round": round_.id, "receipts": newest, "findings": findings})
    return Validated(path, rows, submissions, tell_changes(workspace, round_), taken)


def _row_json(number: int, row: FindingRow) -> dict[str, Any]:
    finding = row.finding
    place = finding.place
    return {
        "number": number,
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "department": row.department,
        "receipt": row.receipt,
        "item_id": finding.item_id or None,
        "field": row.field or None,
        "year": finding.slot.year.label if finding.slot and finding.slot.year else None,
        "source": {"file": place.file, "sheet": place.sheet, "cell": place.cell} if place else None,
        "value": row.value,
        "what": finding.what,
        "expected": finding.expected,
        "mend": finding.mend,
        "example": finding.example,
        "accepted": finding.accepted or None,
        "doubts": finding.doubts,
        "reading": finding.words.get("reading"),
        "about": about_finding(row).as_json(),
    }
