"""What lies in 回収 in, every item's judged answer out: read → mend → judge → check, the answer that counts.

Shared by validate and consolidate, so that both speak of the same answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from jsonschema import Draft202012Validator

from toolkit.desk.answers.readings import iter_readings
from toolkit.desk.editions import as_issued
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
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
from toolkit.rules.record.sizes import sizes_of
from toolkit.rules.series.answer import Basis, answer_of, iter_candidates, join
from toolkit.rules.series.candidate import Candidate
from toolkit.rules.series.decided import iter_counting
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

    @property
    def departments(self) -> list[Department]:
        """The departments that were asked in 建制順, then the offices."""
        return sorted({answer.department for answer in self.returns}, key=lambda one: one.order)

    @property
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

    Asked and judged is as the round was issued, whatever the settings say by now.
    Raises OfficeError where it was never issued, by then.
    """
    workspace, round_ = as_issued(workspace, round_, upto)
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
        Draft202012Validator(workspace.schema),
        workspace.profile.judging_of,
        entries,
        decisions,
        workspace.requests(round_),
        latest.number_of,
        read_rules(workspace.profile.checks, workspace.fields),
    )
    candidates = _candidates(basis, files)
    items, returns = _judge(_with_sizes(basis, candidates), latest, candidates)
    return RoundAnswers(
        round_, plan, latest, entries, items, returns, _file_findings(basis, latest, files), decisions
    )


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
            read = next(readings)
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
            said = list(iter_file_findings(one.read, one.books.get(""), one.entry.file, name, called))
        later = None if one.books else next((two for two in files if _settles(two, one, latest.books)), None)
        if later:
            said = [settled_finding(finding, later.entry, basis.sender(later.entry)) for finding in said]
        findings += [(one.entry, finding) for finding in said]
    return findings


def _settles(later: _File, earlier: _File, books: Sequence[IssuedBook]) -> bool:
    """Tell whether a return came after a file nobody could read, from who seems to have sent that one."""
    if not later.books or later.entry.receipt < earlier.entry.receipt:
        return False
    if later.entry.sha256 == earlier.entry.sha256:
        return True
    senders = (
        {earlier.entry.department} if earlier.entry.department else seeming_senders(earlier.entry, books)
    )
    return senders == {later.entry.department}


def _candidates(basis: Basis, files: Sequence[_File]) -> dict[tuple[str, str], list[Candidate]]:
    """Give what each writer may have answered of each item, in the order of receipt."""
    candidates: dict[tuple[str, str], list[Candidate]] = {}
    for one in files:
        if one.read and one.books:
            for candidate in iter_candidates(basis, one.read, one.books, one.entry):
                candidates.setdefault((one.books[""].writer, candidate.item_id), []).append(candidate)
    return candidates


def _with_sizes(basis: Basis, candidates: Mapping[tuple[str, str], Sequence[Candidate]]) -> Basis:
    """Add the sizes of what the round's items answered last, which 桁の確認 holds each of them against."""
    by_id = {item.id: item for item in basis.plan.items}
    newest = ((by_id[at], some[-1].cells) for (_, at), some in candidates.items() if at in by_id)
    return replace(basis, sizes=sizes_of(newest, basis.fields))


def _judge(
    basis: Basis, latest: Manifest, candidates: Mapping[tuple[str, str], Sequence[Candidate]]
) -> tuple[list[ItemAnswer], list[ItemAnswer]]:
    """Give every item with the answers of all its writers, and each writer's part of it."""
    asked: dict[str, list[tuple[IssuedBook, IssuedSheet]]] = {}
    for book in latest.books:
        for sheet in book.sheets:
            if sheet.asked:
                asked.setdefault(sheet.item_id, []).append((book, sheet))
    items, returns = [], []
    for item in basis.plan.items:
        parts = [
            answer_of(basis, item, issued, candidates.get((issued[0].writer, item.id), ()))
            for issued in asked.get(item.id, [])
        ]
        returns += parts
        items.append(join(basis, item, parts))
    return items, returns
