"""The checked returns in, a 受領票 per file and a 修正依頼 per department with 要修正 out.

A department with 要確認 alone gets a letter (確認のお願い) and no book.

A 修正依頼 is the department's own file with the cells highlighted, or the book made again with its answers
in it where that file cannot be answered in; 回収 is only read. What was asked is kept
in .gyokaku/requests, so that the next return can be held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.editions import as_issued
from toolkit.desk.issue.orders import round_title
from toolkit.desk.letters import LETTERS, head_of, questions_path, write_letter
from toolkit.desk.papers.receipts import RECEIPTS, write_receipts
from toolkit.desk.papers.request_papers import AskedPaper, RequestDesk, ask_about_book
from toolkit.desk.workspace import CHECKED, REQUESTED, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.ledger import Taken
from toolkit.model.letters import QUESTIONS, REQUEST
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.requests import Request
from toolkit.model.summary import FindingRow
from toolkit.rules.words.letters import AskedPoint, Correction, Questions

DONE = "済"
_REQUEST = "_修正依頼文"


@dataclass(frozen=True)
class Requested:
    """What request made: a paper per request with what was asked, and how many 受領票 there are.

    `questions` are the departments that got a 確認のお願い, each with its number of points.
    """

    folder: Path
    papers: Sequence[tuple[Request, Path, Department]]
    receipts: int
    questions: Sequence[tuple[Department, int]] = ()

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office."""
        yield f"修正依頼: {len(self.papers)}件を {self.folder.relative_to(root).as_posix()} に作りました。"
        for request, path, department in self.papers:
            why = f"（印は付けられません：{request.why_unmarked}）" if request.why_unmarked else ""
            yield f"  {department.name}: {path.name}（{len(request.asked)}か所）{why}"
        if self.questions:
            some = "、".join(f"{department.name}（{number}件）" for department, number in self.questions)
            yield f"  確認のお願い（要確認だけの所属。文は「{LETTERS}」にあります）: {some}"
        yield f"  受領票{self.receipts}件は 確認/{self.folder.name}/{RECEIPTS} にあります。"


def request(
    workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None
) -> Requested:
    """Write the 受領票 of every file and the 修正依頼 of every department that has something to mend.

    A request already made stays as it is while nothing has changed; one that has had its answer moves to 済.
    """
    workspace, round_ = as_issued(workspace, round_)
    answers = read_answers(workspace, round_, progress)
    rows = finding_rows(answers, workspace.fields)
    title = f"{workspace.profile.plan} {round_title(round_)}"
    entries = {entry.file: entry for entry in answers.entries if entry.taken is not Taken.DUPLICATE}
    desk = RequestDesk(workspace, round_, answers, title, entries)
    folder = workspace.folder(REQUESTED, round_)
    papers, questions = [], []
    with workspace.alone(folder, workspace.folder(CHECKED, round_)):
        write_receipts(workspace, answers, rows, title)
        for department in answers.departments:
            own = [row for row in rows if row.department == department.name]
            own = [row for row in own if _is_asked(row) and not _is_overtaken(desk, department, row)]
            if any(row.finding.severity is Severity.ERROR for row in own):
                papers += _ask_department(desk, department, own)
            elif own:
                questions.append((department, len(own)))
                _write_questions(desk, department, own)
        _move_answered(folder, _kept(desk, papers, questions))
    return Requested(folder, papers, len(answers.entries), questions)


def _letters(desk: RequestDesk) -> Path:
    return desk.folder / LETTERS


# -- 修正依頼


def _ask_department(
    desk: RequestDesk, department: Department, rows: Sequence[FindingRow]
) -> list[tuple[Request, Path, Department]]:
    """Write a department's papers about each book it was sent, and the one letter that goes with them."""
    ordered = sorted(rows, key=lambda row: row.finding.severity is not Severity.ERROR)
    books = dict.fromkeys(entry.book for row in ordered if (entry := desk.entry_of(row)))
    errors = {_book_of(desk, row) for row in rows if row.finding.severity is Severity.ERROR}
    papers: list[AskedPaper] = []
    for book in (one for one in books if one in errors):
        about = [row for row in ordered if _book_of(desk, row) == book]
        papers += ask_about_book(desk, department, book, about)
    if papers:
        _write_letter(desk, department, papers)
    return [(one.request, one.path, department) for one in papers]


def _is_asked(row: FindingRow) -> bool:
    return row.finding.severity is not Severity.INFO and row.finding.place is not None


def _is_overtaken(desk: RequestDesk, department: Department, row: FindingRow) -> bool:
    """Tell whether a finding is about a file whose items all have their answers from later ones."""
    entry = desk.entry_of(row)
    if entry is None:
        return False
    items = {row.finding.item_id} if row.finding.item_id else set(entry.items)
    answers = [one for one in desk.answers.of(department) if one.item.id in items]
    return bool(answers) and all(one.entry and one.entry.receipt > entry.receipt for one in answers)


def _book_of(desk: RequestDesk, row: FindingRow) -> str | None:
    entry = desk.entry_of(row)
    return None if entry is None else entry.book


def _write_letter(desk: RequestDesk, department: Department, papers: Sequence[AskedPaper]) -> None:
    books = {one.request.book for one in papers if one.called} | {""}
    used = {one.request.receipt for one in papers}
    others = [e for e in desk.returns_of(department) if e.receipt not in used and e.book not in books]
    rows = [(one, row) for one in papers for row in one.rows]
    rows.sort(key=lambda pair: pair[1].finding.severity is not Severity.ERROR)
    asked = [
        (row.finding.severity, _asked(row, paper.path.name if len(papers) > 1 else "")) for paper, row in rows
    ]
    about = Correction(
        marked=[(one.path.name, one.called) for one in papers if not one.request.why_unmarked],
        lists=[one.path.name for one in papers if one.request.why_unmarked],
        others=[Path(one.origin).name for one in others],
        errors=[point for severity, point in asked if severity is Severity.ERROR],
        warnings=[point for severity, point in asked if severity is Severity.WARNING],
    )
    head = head_of(desk.workspace, desk.round, department.name)
    path = _letters(desk) / f"{papers[0].path.stem}{_REQUEST}"
    write_letter(desk.workspace, REQUEST, {**head, **about.values}, path)


def _write_questions(desk: RequestDesk, department: Department, rows: Sequence[FindingRow]) -> None:
    entries = {entry.receipt: entry for row in rows if (entry := desk.entry_of(row))}
    files = [Path(entries[receipt].origin).name for receipt in sorted(entries)]
    about = Questions(files, [_asked(row) for row in rows])
    head = head_of(desk.workspace, desk.round, department.name)
    path = questions_path(desk.workspace, desk.answers, department)
    write_letter(desk.workspace, QUESTIONS, {**head, **about.values}, path)


def _kept(
    desk: RequestDesk,
    papers: Sequence[tuple[Request, Path, Department]],
    questions: Sequence[tuple[Department, int]],
) -> set[str]:
    """Give the names, without ending, of what is to be sent now."""
    stems = {path.stem for _, path, _ in papers}
    letters = {questions_path(desk.workspace, desk.answers, one).name for one, _ in questions}
    return stems | {f"{stem}{_REQUEST}" for stem in stems} | letters


def _asked(row: FindingRow, file: str = "") -> AskedPoint:
    finding, place = row.finding, row.finding.place
    where = f"{place.sheet} {place.cell}".strip() if place else ""
    named = f"「{file}」" if file else ""
    words = "　".join(filter(None, (named, where, row.field)))
    return AskedPoint(words, finding.what, finding.mend, finding.example)


def _move_answered(folder: Path, current: set[str]) -> None:
    """Move what has had its answer to 済: what is left is to be sent."""
    if not folder.is_dir():
        return
    for path in [*folder.glob("*.xlsx"), *(folder / LETTERS).glob("*")]:
        if not path.name.startswith("~$") and path.stem not in current:
            target = folder / DONE / path.name
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
