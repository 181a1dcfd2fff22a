"""What lies in 回収 in, every item's judged answer out: read → mend → judge → check, the answer that counts.

Shared by validate and consolidate, so that both speak of the same answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from toolkit.desk.answers.judge_returns import Kept, failed_finding, judge_returns
from toolkit.desk.answers.judged_once import judged_once
from toolkit.desk.answers.readings import iter_readings
from toolkit.desk.editions import as_issued
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import ALTERED, Entry, Taken
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import Round
from toolkit.model.read_return import FAILED, ReadReturn
from toolkit.model.upto import EVERYTHING, Upto
from toolkit.rules.checks.conditions import read_rules
from toolkit.rules.checks.file_checks import (
    Called,
    iter_file_findings,
    seeming_senders,
    set_aside_finding,
    settled_finding,
)
from toolkit.rules.record.contract import Contract
from toolkit.rules.series.basis import Basis
from toolkit.rules.series.candidate import Candidate
from toolkit.rules.series.decided import iter_counting
from toolkit.rules.series.left_out import left_out_finding
from toolkit.rules.series.order import in_saved_order


@dataclass(frozen=True)
class RoundAnswers:
    """Everything a round has brought so far.

    `items` holds every item of the plan, in its order, with the answers of all writers in one record;
    `returns` holds each writer's part of each item. `findings` are those about files, with the file's entry.
    `entries` are as they count now: a return that was withdrawn is set aside.
    """

    round: Round
    plan: Plan
    manifest: Manifest
    entries: Sequence[Entry]
    items: Sequence[ItemAnswer]
    returns: Sequence[ItemAnswer]
    findings: Sequence[tuple[Entry, Finding]]
    decisions: Decisions

    @cached_property
    def asked(self) -> frozenset[Slot]:
        """What any writer was asked of any item."""
        return frozenset(slot for answer in self.items for slot in answer.asked)

    @cached_property
    def departments(self) -> list[Department]:
        """The departments that were asked in 建制順, then the offices."""
        return sorted({answer.department for answer in self.returns}, key=lambda one: one.order)

    @cached_property
    def awaited(self) -> list[Department]:
        """Those of them that must answer something; the office's own words (事務局の文言) need not come."""
        return [one for one in self.departments if any(answer.awaited for answer in self.of(one))]

    def of(self, department: Department) -> list[ItemAnswer]:
        """The items a department was asked, with their answers."""
        return self._by_department.get(department, [])

    def called(self, item: Item) -> str:
        """Give what staff call an item: its number as its sheet prints it, and its name."""
        return f"{self.manifest.number_of(item.id)} {item.name}"

    def find_extension(self, department: Department) -> Decision | None:
        """Find the office's decision that gave a department more time (期限延長)."""
        return self.decisions.find(Kind.EXTENDED, About(department=department.id))

    def deadline_of(self, department: Department) -> dt.date:
        """The day a department's answers are due, as it was extended if it was."""
        extended = self.find_extension(department)
        if extended:
            return dt.date.fromisoformat(extended.value)
        return department.deadline or self.round.deadline

    @cached_property
    def _by_department(self) -> dict[Department, list[ItemAnswer]]:
        grouped: dict[Department, list[ItemAnswer]] = {}
        for answer in self.returns:
            grouped.setdefault(answer.department, []).append(answer)
        return grouped


def read_answers(
    workspace: Workspace,
    round_: Round,
    progress: Callable[[str], None] = lambda _: None,
    upto: Upto = EVERYTHING,
) -> RoundAnswers:
    """Read, judge and check every return of a round; with `upto` as it stood at that point of its life.

    Asked and judged is as the round was issued, whatever the settings say by now. In one process that is
    done once, as long as nothing has changed. Raises OfficeError where it was never issued, by then.
    """
    workspace, round_ = as_issued(workspace, round_, upto)
    return judged_once(workspace, round_, upto, lambda: _read_answers(workspace, round_, progress, upto))


def _read_answers(
    workspace: Workspace, round_: Round, progress: Callable[[str], None], upto: Upto
) -> RoundAnswers:
    manifests = {one.issue: one for one in upto.issues(workspace.manifests(round_))}
    latest = manifests[max(manifests)]
    plan = workspace.load_plan(workspace.edition_register(round_, latest.issue))
    decisions = Decisions.of(upto.decided(workspace.decision_book(round_)))
    entries = list(iter_counting(upto.received(workspace.ledger(round_)), decisions))
    files = list(_iter_files(workspace, round_, in_saved_order(entries), manifests, progress))
    basis = Basis(
        round_,
        plan,
        workspace.fields,
        Contract(workspace.schema),
        workspace.profile.judging_of,
        entries,
        decisions,
        workspace.requests(round_),
        latest.number_of,
        read_rules(workspace.profile.checks, workspace.fields),
    )
    taken = [(one.entry, one.read, one.books) for one in files if one.read and one.books]
    judged = judge_returns(basis, latest, taken)
    findings = [*_file_findings(basis, latest, files), *_iter_left_out(basis, manifests, judged.candidates)]
    return RoundAnswers(round_, plan, latest, entries, judged.items, judged.returns, findings, decisions)


@dataclass(frozen=True)
class _File:
    """A file of 回収 as it was read, beside the book as issued ("") and those its other sheets are of."""

    entry: Entry
    read: ReadReturn | None = None
    books: Mapping[str, IssuedBook] = field(default_factory=dict)


def _iter_files(
    workspace: Workspace,
    round_: Round,
    entries: Sequence[Entry],
    manifests: Mapping[int, Manifest],
    progress: Callable[[str], None],
) -> Iterator[_File]:
    """Yield what every file holds; OfficeError where one that was received is no longer in 回収."""
    books = {(issue, book.file): book for issue, one in manifests.items() for book in one.books}
    returns = [one for one in entries if one.taken is Taken.RETURN and (one.issue, one.book) in books]
    readings = iter_readings(workspace, round_, returns)
    for entry in entries:
        progress(entry.file)
        issued = books.get((entry.issue, entry.book))
        if entry.taken is not Taken.RETURN:
            yield _File(entry)
        elif issued is None:  # no single return may keep the office from all others
            yield _File(entry, ReadReturn(unreadable=FAILED))
        else:
            read, as_it_was = next(readings)
            if not as_it_was and not entry.code:
                entry = replace(entry, code=ALTERED)
            owners = {sheet.owner for sheet in read.sheets if sheet.owner}
            books_of = manifests[entry.issue].books if owners else ()
            others = [one for one in books_of if one.department in owners and one.writer == issued.writer]
            own = {} if read.unreadable else {"": issued}
            yield _File(entry, read, own | {one.department: one for one in others})


def _file_findings(basis: Basis, latest: Manifest, files: Sequence[_File]) -> list[tuple[Entry, Finding]]:
    findings: list[tuple[Entry, Finding]] = []
    for one in files:
        name, called = basis.sender(one.entry), Called(basis.called, basis.number_of)
        if one.read is None:
            said = [set_aside_finding(one.entry, basis.round.id, name)]
        else:
            said = _said_of(one, name, called)
        later = None if one.books else _find_settling(files, one, latest.books)
        if later:
            said = [settled_finding(finding, later.entry, basis.sender(later.entry)) for finding in said]
        findings += [(one.entry, finding) for finding in said]
    return findings


def _said_of(one: _File, department: str, called: Called) -> list[Finding]:
    assert one.read is not None
    try:
        return list(iter_file_findings(one.read, one.books.get(""), one.entry.file, department, called))
    except Exception:  # as for what is judged of it
        return [failed_finding(one.entry, department)]


def _find_settling(files: Sequence[_File], earlier: _File, books: Sequence[IssuedBook]) -> _File | None:
    """Find a return that came after a file nobody could read, from who seems to have sent that one."""
    own = earlier.entry
    senders = {own.department} if own.department else seeming_senders(own, books)
    for later in files:
        is_later = later.books and later.entry.receipt >= own.receipt
        if is_later and (later.entry.sha256 == own.sha256 or senders == {later.entry.department}):
            return later
    return None


def _iter_left_out(
    basis: Basis, manifests: Mapping[int, Manifest], candidates: Kept[Candidate]
) -> Iterator[tuple[Entry, Finding]]:
    """Yield what was answered of items that the newest issue no longer asks of their writer."""
    latest = manifests[max(manifests)]
    asked = {(book.writer, sheet.item_id) for book in latest.books for sheet in book.sheets}
    for item_id, by_writer in candidates.items():
        for last in (some[-1] for writer, some in by_writer.items() if (writer, item_id) not in asked):
            number = manifests[last.entry.issue].number_of(item_id)
            told = left_out_finding(last, number, basis.sender(last.entry), basis.fields)
            if told:
                yield last.entry, told
