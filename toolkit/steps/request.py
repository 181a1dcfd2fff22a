"""The checked returns in, a 受領票 per file and a 修正依頼 per department with 要修正 out.

A department with 要確認 alone gets a letter (確認のお願い) and no book.

A 修正依頼 is the department's own file with the cells highlighted; 回収 is only read. What was asked is kept
in .gyokaku/requests, so that the next return can be held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.books.returned.request_copy import RequestPaper, write_request_copy, write_request_list
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.editions import as_issued
from toolkit.desk.issue.orders import round_title
from toolkit.desk.letters import LETTERS, head_of, write_letter
from toolkit.desk.papers.receipts import RECEIPTS, write_receipts
from toolkit.desk.workspace import CHECKED, RETURNED, Workspace, write_json
from toolkit.model.catalogue import Severity
from toolkit.model.ledger import Entry, Taken
from toolkit.model.letters import QUESTIONS, REQUEST
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.requests import AskedCell, Request
from toolkit.model.summary import FindingRow
from toolkit.rules.words.letters import AskedPoint, Correction, Questions

REQUESTED, DONE = "修正依頼", "済"
_REQUEST, _QUESTIONS = "_修正依頼文", "_確認のお願い"


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
    desk = _Desk(workspace, round_, answers, title, entries)
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


@dataclass(frozen=True)
class _Desk:
    """What every paper of a round is written with; `entries` by the name of the file in 回収."""

    workspace: Workspace
    round: Round
    answers: RoundAnswers
    title: str
    entries: Mapping[str, Entry]

    @property
    def office(self) -> str:
        return self.workspace.profile.office

    @property
    def letters(self) -> Path:
        return self.workspace.folder(REQUESTED, self.round) / LETTERS

    def entry_of(self, row: FindingRow) -> Entry | None:
        place = row.finding.place
        return self.entries.get(place.file) if place else None


# -- 修正依頼


def _ask_department(
    desk: _Desk, department: Department, rows: Sequence[FindingRow]
) -> list[tuple[Request, Path, Department]]:
    """Write a department's papers (one per book it was sent) and the one letter that goes with them."""
    errors = [row for row in rows if row.finding.severity is Severity.ERROR]
    newest: dict[str, Entry] = {}
    for row in errors:
        entry = desk.entry_of(row)
        if entry and entry.receipt >= newest.get(entry.book, entry).receipt:
            newest[entry.book] = entry
    papers, asked = [], []
    for book, entry in newest.items():
        about = [row for row in rows if _book_of(desk, row) == book]
        ordered = sorted(about, key=lambda row: row.finding.severity is not Severity.ERROR)
        papers.append(_write_paper(desk, department, entry, ordered))
        asked += ordered
    if papers:
        _write_letter(desk, department, papers, asked)
    return [(made, path, department) for made, path in papers]


def _is_asked(row: FindingRow) -> bool:
    return row.finding.severity is not Severity.INFO and row.finding.place is not None


def _is_overtaken(desk: _Desk, department: Department, row: FindingRow) -> bool:
    """Tell whether a finding is about a file whose items all have their answers from later ones."""
    entry = desk.entry_of(row)
    if entry is None:
        return False
    items = {row.finding.item_id} if row.finding.item_id else set(entry.items)
    answers = [one for one in desk.answers.of(department) if one.item.id in items]
    return bool(answers) and all(one.entry and one.entry.receipt > entry.receipt for one in answers)


def _book_of(desk: _Desk, row: FindingRow) -> str | None:
    entry = desk.entry_of(row)
    return None if entry is None else entry.book


def _write_paper(
    desk: _Desk, department: Department, entry: Entry, rows: Sequence[FindingRow]
) -> tuple[Request, Path]:
    """Write the file with highlights, or the list where it cannot have them; nothing where it is there."""
    others = [one for one in _returns_of(desk, department) if one.receipt != entry.receipt]
    made = Request(
        desk.round.id,
        department.id,
        entry.book,
        entry.receipt,
        entry.file,
        max(one.receipt for one in [entry, *others]),
        tuple(_asked_cell(row) for row in rows),
    )
    stem = Path(entry.book or entry.file).stem
    folder = desk.workspace.folder(REQUESTED, desk.round)
    folder.mkdir(parents=True, exist_ok=True)
    copy, alone = folder / f"{stem}.xlsx", folder / f"{stem}_ご確認事項.xlsx"
    for known in desk.workspace.requests(desk.round):
        path = alone if known.why_unmarked else copy
        if replace(known, why_unmarked="") == made and path.exists():
            return known, path
    paper = _paper(desk, entry, others, rows)
    why = write_request_copy(desk.workspace.folder(RETURNED, desk.round) / entry.file, copy, paper)
    if why:
        note = f"いただいたファイルには、安全に印を付けられませんでした（{why}）。"
        write_request_list(alone, replace(paper, notes=[*paper.notes[:-1], note]))
    made = replace(made, why_unmarked=why)
    write_json(desk.workspace.request_path(desk.round, made), made.as_json())
    return made, alone if why else copy


def _paper(desk: _Desk, entry: Entry, others: Sequence[Entry], rows: Sequence[FindingRow]) -> RequestPaper:
    notes = [
        f"{desk.title}の回答について、直していただくところと、ご確認いただくところです（{desk.office}）。",
        f"受付番号{entry.receipt}「{Path(entry.origin).name}」について書いています。",
    ]
    if others:
        files = "、".join(f"受付番号{one.receipt}「{Path(one.origin).name}」" for one in others)
        notes.append(f"このほかに、{files}もいただいています。")
    if any(row.finding.code in ("locked-changed", "pasted-beside") for row in rows):
        notes.append(
            "記入欄でないセルが保護されていて直せないときは、そのままお送りいただき、その旨をお知らせください。"
        )
    notes.append(
        "「場所」を押すと、そのセルへ移ります。色の付いたセルを直して、このファイルをお送りください。"
        "このシートと色は、そのままで構いません。"
    )
    created = max(one.received_at for one in [entry, *others])
    number = f"{desk.round.id}|{entry.receipt}"
    return RequestPaper(f"{desk.title}　修正のお願い", entry.file, number, rows, notes, created)


def _asked_cell(row: FindingRow) -> AskedCell:
    finding, place = row.finding, row.finding.place
    sheet, cell = (place.sheet, place.cell) if place else ("", "")
    return AskedCell(finding.item_id, finding.slot, finding.code, sheet, cell, row.value)


def _returns_of(desk: _Desk, department: Department) -> list[Entry]:
    """Give what a department sent, in the order of receipt; a second copy of the same file is no other."""
    return [
        entry
        for entry in desk.answers.entries
        if entry.department == department.id and entry.taken is not Taken.DUPLICATE
    ]


def _write_letter(
    desk: _Desk, department: Department, papers: Sequence[tuple[Request, Path]], rows: Sequence[FindingRow]
) -> None:
    used = {made.receipt for made, _ in papers}
    about = Correction(
        marked=[path.name for made, path in papers if not made.why_unmarked],
        lists=[path.name for made, path in papers if made.why_unmarked],
        others=[Path(e.origin).name for e in _returns_of(desk, department) if e.receipt not in used],
        errors=[_asked(row) for row in rows if row.finding.severity is Severity.ERROR],
        warnings=[_asked(row) for row in rows if row.finding.severity is Severity.WARNING],
    )
    head = head_of(desk.workspace, desk.round, department.name)
    path = desk.letters / f"{papers[0][1].stem}{_REQUEST}"
    write_letter(desk.workspace, REQUEST, {**head, **about.values}, path)


def _write_questions(desk: _Desk, department: Department, rows: Sequence[FindingRow]) -> None:
    entries = {entry.receipt: entry for row in rows if (entry := desk.entry_of(row))}
    files = [Path(entries[receipt].origin).name for receipt in sorted(entries)]
    about = Questions(files, [_asked(row) for row in rows])
    head = head_of(desk.workspace, desk.round, department.name)
    path = desk.letters / _questions_name(desk, department)
    write_letter(desk.workspace, QUESTIONS, {**head, **about.values}, path)


def _questions_name(desk: _Desk, department: Department) -> str:
    """Give the name of a department's 確認のお願い, by the first of its books."""
    books = desk.answers.manifest.books
    first = next((book.file for book in books if book.department == department.id), department.section)
    return f"{Path(first).stem}{_QUESTIONS}"


def _kept(
    desk: _Desk,
    papers: Sequence[tuple[Request, Path, Department]],
    questions: Sequence[tuple[Department, int]],
) -> set[str]:
    """Give the names, without ending, of what is to be sent now."""
    stems = {path.stem for _, path, _ in papers}
    letters = {_questions_name(desk, department) for department, _ in questions}
    return stems | {f"{stem}{_REQUEST}" for stem in stems} | letters


def _asked(row: FindingRow) -> AskedPoint:
    finding, place = row.finding, row.finding.place
    where = f"{place.sheet} {place.cell}".strip() if place else ""
    return AskedPoint(
        "　".join(filter(None, (where, row.field))), finding.what, finding.mend, finding.example
    )


def _move_answered(folder: Path, current: set[str]) -> None:
    """Move what has had its answer to 済: what is left is to be sent."""
    if not folder.is_dir():
        return
    for path in [*folder.glob("*.xlsx"), *(folder / LETTERS).glob("*")]:
        if not path.name.startswith("~$") and path.stem not in current:
            target = folder / DONE / path.name
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
