"""What lies in 回収 in, every item's judged answer out: read → mend → judge → check, the answer that counts.

Shared by validate and consolidate, so that both speak of the same answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from jsonschema import Draft202012Validator

from toolkit.books.register.register import load_register
from toolkit.desk.answers.returns import Candidate, Inbox, read_entry
from toolkit.desk.answers.series import Series
from toolkit.desk.workspace import Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.decisions import About, Decisions, Kind
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import OFFICE_WRITERS, Round
from toolkit.model.requests import Request
from toolkit.model.returns import Place, Record
from toolkit.model.verdicts import Verdict
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.checks import iter_findings
from toolkit.rules.checks.corrections import find_request, iter_corrections
from toolkit.rules.judging.item import judge_item
from toolkit.rules.record.answered import Asked, Return
from toolkit.rules.record.records import build_record
from toolkit.rules.series.decided import accept, item_row, iter_counting


@dataclass(frozen=True)
class ItemAnswer:
    """An item with the answer that counts: its record, verdicts and findings.

    `entry` is None where nothing was returned; `asked` is empty for an item the round does not ask;
    `awaited` is False where nothing of what is asked is required: it may come back as it went.
    """

    item: Item
    department: Department
    asked: tuple[Slot, ...]
    record: Record
    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    entry: Entry | None = None
    awaited: bool = True

    @property
    def errors(self) -> list[Finding]:
        """The findings that must be mended."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


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

    def deadline_of(self, department: Department) -> dt.date:
        """The day a department's answers are due, as it was extended if it was."""
        extended = self.decisions.find(Kind.EXTENDED, About(department=department.id))
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
    workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None
) -> RoundAnswers:
    """Read, judge and check every return of a round; OfficeError where it was never issued."""
    manifests = {manifest.issue: manifest for manifest in workspace.manifests(round_)}
    latest = manifests[max(manifests)]
    plan = load_register(workspace.edition_register(round_, latest.issue), workspace.fields)
    inbox = Inbox(workspace, round_, plan, manifests)
    decisions = workspace.decisions(round_)
    entries = list(iter_counting(workspace.ledger(round_), decisions))
    for entry in entries:
        progress(entry.file)
        read_entry(inbox, entry)
    judging = _Judging(inbox, Draft202012Validator(workspace.schema), entries, decisions)
    asked: dict[str, list[tuple[IssuedBook, IssuedSheet]]] = {}
    for book in latest.books:
        for sheet in book.sheets:
            if sheet.asked:
                asked.setdefault(sheet.item_id, []).append((book, sheet))
    items, returns = [], []
    for item in plan.items:
        parts = [judging.answer_of(item, book, sheet) for book, sheet in asked.get(item.id, [])]
        returns += parts
        items.append(judging.join(item, parts))
    return RoundAnswers(round_, plan, latest, entries, items, returns, inbox.findings, decisions)


@dataclass(frozen=True)
class _Judging:
    """Chooses, judges and checks the answer of one item after the other."""

    inbox: Inbox
    validator: Draft202012Validator
    entries: Sequence[Entry]
    decisions: Decisions

    @cached_property
    def _receipts(self) -> dict[str, int]:
        return {entry.file: entry.receipt for entry in self.entries}

    @cached_property
    def _requests(self) -> list[Request]:
        return self.inbox.workspace.requests(self.inbox.round)

    def join(self, item: Item, parts: Sequence[ItemAnswer]) -> ItemAnswer:
        """Give an item with the answers of all writers in one record, judged on all of them."""
        own = self.inbox.plan.department(item.coordinator)
        first = next((part for part in parts if part.department == own), None)
        base = first or ItemAnswer(item, own, (), Record(item.id, {}))
        if len(parts) > 1 or (parts and first is None):
            answers = {
                slot: answer for part in reversed(parts) for slot, answer in part.record.answers.items()
            }
            places = {slot: place for part in reversed(parts) for slot, place in part.record.places.items()}
            corrected = {slot: text for part in parts for slot, text in part.record.corrected.items()}
            entry = base.entry if first else next((part.entry for part in parts if part.entry), None)
            base = replace(base, record=Record(item.id, answers, places, corrected), entry=entry)
        asked = tuple(slot for part in parts for slot in part.asked)
        return replace(base, asked=asked, verdicts=self._judge(item, base.record) if asked else ())

    def answer_of(self, item: Item, book: IssuedBook, sheet: IssuedSheet) -> ItemAnswer:
        """Give one writer's answer that counts: the newest without 要修正, else the newest.

        A sheet that came back as it was prefilled counts only where none was ever touched.
        """
        department = self.inbox.plan.department(book.department)
        asked = tuple(sheet.asked.values())
        awaited = bool(self._required(asked, book.writer))
        blank = ItemAnswer(item, department, asked, Record(item.id, {}), awaited=awaited)
        returned = self.inbox.candidates.get((book.writer, item.id), [])
        is_office = book.writer in OFFICE_WRITERS and not awaited
        candidates = [one for one in returned if one.touched or is_office] or returned[-1:]
        if not candidates:
            return self._untouched(blank, sheet)
        if awaited and not candidates[-1].touched:
            unchanged = _finding(
                "prefill-unchanged", blank, _first_place(candidates[-1]), None, {"item": item.id}
            )
            candidates = [replace(candidates[-1], findings=(*candidates[-1].findings, unchanged))]
        series = Series(item.id, department.name, blank.asked, self.inbox.fields, self.decisions)
        if is_office:
            filled = series.take_newest(candidates, [slot for slot in asked if self._is_sourced(slot)])
        else:
            filled = series.fill_blanks(candidates)
        assessed = [self._assess(blank, candidate, book.writer) for candidate in series.mend(filled)]
        newest = assessed[-1]
        used = next((answer for answer in reversed(assessed) if not answer.errors), newest)
        replaced = () if used is newest else (_older_used(used, newest),)
        requested = tuple(self._since_request(blank, book, candidates, used))
        changes = [one for one in series.iter_changes(filled) if not (requested and _is_of(one, used))]
        return replace(used, findings=(*used.findings, *replaced, *changes, *requested))

    def _since_request(
        self, blank: ItemAnswer, book: IssuedBook, candidates: Sequence[Candidate], used: ItemAnswer
    ) -> Iterator[Finding]:
        """Hold the answer that counts against the 修正依頼 it may be the answer to."""
        number = used.entry.receipt if used.entry else 0
        request = find_request(self._requests, book.department, book.file, number)
        before = [one for one in candidates if request and one.entry.receipt <= request.seen]
        if request and before:
            now = next(one for one in candidates if one.entry.receipt == number)
            slots = [slot for slot in blank.asked if slot in before[-1].cells and slot in now.cells]
            pairs = {slot: (before[-1].cells[slot], now.cells[slot]) for slot in slots}
            words = (blank.department.name, self.inbox.fields)
            for finding in iter_corrections(request, blank.item.id, pairs, now.places, words):
                row = item_row(blank.item, finding, self._receipts, self.inbox.fields)
                yield accept(row, self.decisions).finding

    def _required(self, asked: Iterable[Slot], writer: str) -> list[Slot]:
        """Give the slots that a writer must not leave empty."""
        must = [ask for ask in self.inbox.round.asks if ask.required and ask.by == writer]
        return [slot for slot in asked if any(ask.covers(slot) for ask in must)]

    def _is_sourced(self, slot: Slot) -> bool:
        """Tell whether a cell of an office begins with what the departments wrote."""
        return any(ask.source is not None and ask.covers(slot) for ask in self.inbox.round.asks)

    def _assess(self, blank: ItemAnswer, candidate: Candidate, writer: str) -> ItemAnswer:
        """Read, judge and check one candidate; what the office accepted (事務局了承) is no error."""
        item = blank.item
        # A slot whose cell is not certain is asked about already.
        asked = [slot for slot in blank.asked if slot in candidate.cells or slot not in candidate.questioned]
        record = build_record(item, candidate.cells, candidate.places, self.inbox.fields)
        record = replace(record, corrected=candidate.corrected)
        verdicts = self._judge(item, record)
        required = self._required(asked, writer)
        answered = Return(
            item, record, candidate.cells, verdicts, Asked(asked, required), blank.department.name
        )
        findings = [*candidate.findings, *iter_findings(answered, self.validator, self.inbox.fields)]
        rows = (item_row(blank.item, finding, self._receipts, self.inbox.fields) for finding in findings)
        accepted = tuple(accept(row, self.decisions).finding for row in rows)
        return replace(blank, record=record, verdicts=verdicts, findings=accepted, entry=candidate.entry)

    def _untouched(self, blank: ItemAnswer, sheet: IssuedSheet) -> ItemAnswer:
        """A sheet that is untouched or was never sent is asked for, unless nothing on it is required.

        Who sent nothing is told of whole.
        """
        own = blank.department.id
        sent = [one for one in self.entries if one.taken is Taken.RETURN and one.department == own]
        holding = [entry for entry in sent if blank.item.id in entry.items]
        if not blank.awaited:
            return replace(blank, entry=holding[-1] if holding else None)
        if not sent:
            return blank
        words: dict[str, object] = {"item": blank.item.id}
        finding = _finding("sheet-missing", blank, Place(sent[-1].file, "", ""), None, words)
        if holding:
            place = Place(holding[-1].file, sheet.sheet, next(iter(sheet.asked)))
            words |= {"count": len(sheet.asked)}
            finding = _finding("sheet-empty", blank, place, None, words)
        return replace(blank, findings=(finding,))

    def _judge(self, item: Item, record: Record) -> tuple[Verdict, ...]:
        return judge_item(item, record, self._judged_years(), self.inbox.workspace.profile.judging_of)

    def _judged_years(self) -> list[FiscalYear]:
        judged = ("indicator.actual", "part.actual")
        asks = [ask for ask in self.inbox.round.asks if ask.field.key in judged]
        years = {year for ask in asks for year in (ask.years or self.inbox.plan.years)}
        return sorted(years)


def _finding(
    code: str, answer: ItemAnswer, place: Place | None, slot: Slot | None, words: dict[str, object]
) -> Finding:
    return Finding(code, place, answer.department.name, answer.item.id, slot, words)


def _first_place(candidate: Candidate) -> Place | None:
    return next(iter(candidate.places.values()), None)


def _is_of(finding: Finding, answer: ItemAnswer) -> bool:
    """Tell whether a finding speaks of the return an answer is from."""
    return finding.place is not None and answer.entry is not None and finding.place.file == answer.entry.file


def _older_used(used: ItemAnswer, newer: ItemAnswer) -> Finding:
    words: dict[str, object] = {
        "newer": newer.entry.receipt if newer.entry else "",
        "used": used.entry.receipt if used.entry else "",
        "titles": "・".join(dict.fromkeys(finding.title for finding in newer.errors)),
    }
    return _finding("older-answer-used", used, newer.errors[0].place, None, words)
