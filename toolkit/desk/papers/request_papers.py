"""What is asked of a department about one of its books in, the files it is to mend out.

Every file that is asked about is marked, a copy each. Where one cannot be answered so (its cells moved or are
gone, its marks were lost, the cell is locked), the book is made again with the answers in it, and that alone
is marked.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from toolkit.books.returned.request_copy import RequestPaper, write_request_copy, write_request_list
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.documents import write_json
from toolkit.desk.issue.again import make_again
from toolkit.desk.workspace import REQUESTED, RETURNED, Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.findings import Finding
from toolkit.model.ledger import OF_THE_FILE, Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.record import Place
from toolkit.model.requests import AskedCell, Request
from toolkit.model.summary import FindingRow

_LOCKED = ("locked-changed", "pasted-beside")
"""What can be put right in the file itself only where its sheet is not protected."""
_PUT_BACK = (*_LOCKED, "sheet-shifted", "lines-removed")
"""What is as it was issued where the book is made again."""
_AGAIN = "配布したブックに、いただいた回答を入れ直したもの"
_RESTORED = (
    "行や列、記入欄でないセルは配布したときのとおりに戻し、読み取れた回答を入れてあります。"
    "色の付いたセルと、空いている記入欄をご記入ください。いただいたファイルは、お使いにならないでください。"
)
_MARKED = "色の付いたセルを直して、このファイルをお送りください。このシートと色は、そのままで構いません。"


@dataclass(frozen=True)
class RequestDesk:
    """What every paper of a round is written with; `entries` by the name of the file in 回収."""

    workspace: Workspace
    round: Round
    answers: RoundAnswers
    title: str
    entries: Mapping[str, Entry]

    @property
    def folder(self) -> Path:
        """Where the papers lie."""
        return self.workspace.folder(REQUESTED, self.round)

    @cached_property
    def manifests(self) -> list[Manifest]:
        """Every issue of the round."""
        return self.workspace.manifests(self.round)

    @cached_property
    def known(self) -> list[Request]:
        """The requests made before."""
        return self.workspace.requests(self.round)

    def entry_of(self, row: FindingRow) -> Entry | None:
        """Find the file a finding is about."""
        place = row.finding.place
        return self.entries.get(place.file) if place else None

    def returns_of(self, department: Department) -> list[Entry]:
        """Give what a department sent, in the order of receipt; a second copy of a file is no other."""
        own = (one for one in self.answers.entries if one.department == department.id)
        return [entry for entry in own if entry.taken is not Taken.DUPLICATE]

    def sheet_of(self, entry: Entry, item_id: str) -> IssuedSheet | None:
        """Find the sheet of an item as it was issued in the book an entry is a return of."""
        books = (book for one in self.manifests if one.issue == entry.issue for book in one.books)
        sheets = (sheet for book in books if book.file == entry.book for sheet in book.sheets)
        return next((sheet for sheet in sheets if sheet.item_id == item_id), None)


@dataclass(frozen=True)
class AskedPaper:
    """A file that goes to a department: what was asked, where it lies, its rows, and what it is.

    `called` is what the letter says of the file, "" where the department sees that itself.
    """

    request: Request
    path: Path
    rows: Sequence[FindingRow]
    called: str = ""


def ask_about_book(
    desk: RequestDesk, department: Department, book: str, rows: Sequence[FindingRow]
) -> list[AskedPaper]:
    """Write what goes to a department about one book; `rows` are all that is asked about it.

    What lies there from before stays while nothing has changed.
    """
    entries = {entry.receipt: entry for row in rows if (entry := desk.entry_of(row))}
    files = [entries[receipt] for receipt in sorted(entries)]
    if any(_is_out_of_place(desk, department, entry, rows) for entry in files):
        return [_AgainPaper(desk, department, book, files, rows).write()]
    papers: list[AskedPaper] = []
    for entry in files:
        own = [row for row in rows if desk.entry_of(row) == entry]
        made, why = _write_copy(desk, department, entry, files, own)
        if made is None:
            for paper in papers:
                paper.path.unlink()
            return [_AgainPaper(desk, department, book, files, rows, why).write()]
        papers.append(made)
    return papers


def _is_out_of_place(
    desk: RequestDesk, department: Department, entry: Entry, rows: Sequence[FindingRow]
) -> bool:
    """Tell whether a department could not answer in a copy of its file."""
    if entry.code in OF_THE_FILE or entry.department != department.id:
        return True
    own = [row for row in rows if desk.entry_of(row) == entry]
    asked = {row.finding.item_id for row in own}
    answers = [one for one in desk.answers.of(department) if one.awaited or one.entry]
    if any(_is_moved(desk, entry, one) for one in answers if one.item.id in asked):
        return True
    opened = {
        finding.place.sheet
        for sent, finding in desk.answers.findings
        if sent.file == entry.file and finding.code == "protection-removed" and finding.place
    }
    return any(
        row.finding.code in _LOCKED and row.finding.place and row.finding.place.sheet not in opened
        for row in own
    )


def _is_moved(desk: RequestDesk, entry: Entry, answer: ItemAnswer) -> bool:
    """Tell whether an item's answers do not all stand in this file where they were asked."""
    sheet = desk.sheet_of(entry, answer.item.id)
    codes = {finding.code for finding in answer.findings}
    if answer.entry is None:
        return "sheet-missing" in codes
    if answer.entry != entry or sheet is None or "item-twice" in codes:
        return False
    if "sheet-shifted" in codes or "lines-removed" in codes:
        return True
    places = answer.record.places
    return any(
        slot not in places or (places[slot].file, places[slot].cell) != (entry.file, ref)
        for ref, slot in sheet.asked.items()
    )


def _write_copy(
    desk: RequestDesk,
    department: Department,
    entry: Entry,
    files: Sequence[Entry],
    rows: Sequence[FindingRow],
) -> tuple[AskedPaper | None, str]:
    """Write a file with its cells marked; None and the reason where it cannot have marks."""
    stem = Path(entry.book or entry.file).stem
    several = len(files) > 1
    path = desk.folder / (f"{stem}_受付{entry.receipt}.xlsx" if several else f"{stem}.xlsx")
    made = _request(desk, department, entry, rows)
    called = f"受付番号{entry.receipt}「{Path(entry.origin).name}」の写し" if several else ""
    paper = AskedPaper(made, path, rows, called)
    if made in desk.known and path.exists():
        return paper, ""
    notes = [
        _heading(desk),
        f"受付番号{entry.receipt}「{Path(entry.origin).name}」について書いています。",
        *_others(desk, department, entry, files),
        f"「場所」を押すと、そのセルへ移ります。{_MARKED}",
    ]
    why = write_request_copy(
        desk.workspace.folder(RETURNED, desk.round) / entry.file,
        path,
        RequestPaper(
            f"{desk.title}　修正のお願い",
            entry.file,
            _number(desk, entry),
            rows,
            notes,
            _newest(desk, department, entry),
        ),
    )
    if why:
        return None, why
    write_json(desk.workspace.request_path(desk.round, made), made.as_json())
    return paper, ""


def _others(desk: RequestDesk, department: Department, entry: Entry, files: Sequence[Entry]) -> Iterator[str]:
    """Say which other files of the department there are, and that they have a copy of their own."""
    others = [one for one in desk.returns_of(department) if one.receipt != entry.receipt]
    if marked := _named(one for one in others if one in files):
        yield f"{marked}には、別の写しに印を付けました。"
    if unmarked := _named(one for one in others if one not in files):
        yield f"このほかに、{unmarked}もいただいています。"


def _named(entries: Iterable[Entry]) -> str:
    return "、".join(f"受付番号{one.receipt}「{Path(one.origin).name}」" for one in entries)


@dataclass(frozen=True)
class _AgainPaper:
    """A book made again in place of the files that came; `why` is why one of them cannot be marked."""

    desk: RequestDesk
    department: Department
    book: str
    files: Sequence[Entry]
    rows: Sequence[FindingRow]
    why: str = ""

    def write(self) -> AskedPaper:
        """Write the book, or where even that cannot be made the list alone."""
        desk, issued = self.desk, self._issued()
        desk.folder.mkdir(parents=True, exist_ok=True)
        if issued is None:
            return self._write_list(self.why or "このブックは、いまの配布にありません。")
        path = desk.folder / f"{Path(issued.file).stem}_入れ直し.xlsx"
        rows = [placed for row in self.rows for placed in _placed(row, issued, path.name)]
        made = replace(_request(desk, self.department, self.files[-1], rows), book=issued.file)
        if made not in desk.known or not path.exists():
            why = self._make(issued, path, rows)
            if why:
                return self._write_list(self.why or why)
            write_json(desk.workspace.request_path(desk.round, made), made.as_json())
        return AskedPaper(made, path, rows, _AGAIN)

    def _issued(self) -> IssuedBook | None:
        """Find the book as it is issued now; of a sheet that another department sent, its own."""
        own = [one for one in self.desk.answers.manifest.books if one.department == self.department.id]
        items = {row.finding.item_id for row in self.rows}
        named = [one for one in own if one.file == self.book]
        held = [one for one in own if items & {sheet.item_id for sheet in one.sheets}]
        return next(iter([*named, *held]), None)

    def _make(self, issued: IssuedBook, path: Path, rows: Sequence[FindingRow]) -> str:
        desk = self.desk
        with tempfile.TemporaryDirectory() as temporary:
            try:
                make_again(desk.workspace, desk.answers, desk.manifests, issued, Path(temporary))
                paper = self._paper(path.name, rows, _RESTORED)
                return write_request_copy(Path(temporary) / issued.file, path, paper)
            except OfficeErrors as refused:
                return refused.errors[0].what
            except OfficeError as refused:
                return refused.what

    def _write_list(self, why: str) -> AskedPaper:
        desk = self.desk
        alone = desk.folder / f"{Path(self.book).stem}_ご確認事項.xlsx"
        made = replace(_request(desk, self.department, self.files[-1], self.rows), why_unmarked=why)
        if made not in desk.known or not alone.exists():
            note = f"いただいたファイルには、安全に印を付けられませんでした（{why}）。"
            write_request_list(alone, self._paper(self.files[-1].file, self.rows, note))
            write_json(desk.workspace.request_path(desk.round, made), made.as_json())
        return AskedPaper(made, alone, self.rows)

    def _paper(self, file: str, rows: Sequence[FindingRow], how: str) -> RequestPaper:
        notes = [_heading(self.desk), f"{_named(self.files)}について書いています。", how]
        notes += [_MARKED] if how == _RESTORED else []
        title, number = f"{self.desk.title}　修正のお願い", _number(self.desk, self.files[-1])
        return RequestPaper(
            title, file, number, rows, notes, _newest(self.desk, self.department, self.files[-1])
        )


def _placed(row: FindingRow, issued: IssuedBook, file: str) -> Iterator[FindingRow]:
    """Give a finding at the cells of the book made again; what is about no field is told of its sheet."""
    finding = row.finding
    sheet, slot = next((one for one in issued.sheets if one.item_id == finding.item_id), None), finding.slot
    if sheet is None:
        yield replace(row, finding=replace(finding, place=Place(file, "", "")))
        return
    cells = {ref: one for ref, one in sheet.asked.items() if one == slot}
    if slot and not cells:  # a field that is lost is told of as a whole
        cells = {ref: one for ref, one in sheet.asked.items() if one.field == slot.field}
    for ref, one in cells.items():
        yield replace(row, finding=replace(finding, slot=one, place=Place(file, sheet.sheet, ref)))
    if finding.code in _PUT_BACK:
        place, words = Place(file, sheet.sheet, ""), {"said": finding.what}
        put = Finding("put-back", place, finding.department, finding.item_id, None, words)
        yield replace(row, finding=put)
    elif not cells:
        was = finding.place.cell if finding.place and finding.code == "sheet-empty" else ""
        yield replace(row, finding=replace(finding, place=Place(file, sheet.sheet, was)))


def _request(desk: RequestDesk, department: Department, entry: Entry, rows: Sequence[FindingRow]) -> Request:
    returns = [entry, *desk.returns_of(department)]
    asked = tuple(_asked_cell(row) for row in rows)
    newest = max(one.receipt for one in returns)
    return Request(desk.round.id, department.id, entry.book, entry.receipt, entry.file, newest, asked)


def _asked_cell(row: FindingRow) -> AskedCell:
    finding, place = row.finding, row.finding.place
    sheet, cell = (place.sheet, place.cell) if place else ("", "")
    return AskedCell(finding.item_id, finding.slot, finding.code, sheet, cell, row.value)


def _heading(desk: RequestDesk) -> str:
    office = desk.workspace.profile.office
    return f"{desk.title}の回答について、直していただくところと、ご確認いただくところです（{office}）。"


def _number(desk: RequestDesk, entry: Entry) -> str:
    return f"{desk.round.id}|{entry.receipt}"


def _newest(desk: RequestDesk, department: Department, entry: Entry) -> dt.datetime:
    """Give when the department's last file came: the same returns give the same paper."""
    return max(one.received_at for one in [entry, *desk.returns_of(department)])
