"""The candidates of an item in, the answer that counts out: chosen, judged and checked.

Supersession is per item: the newest without 要修正 counts, else the newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.model.answers import ItemAnswer
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import ASSIGNED, OF_THE_FILE, Entry
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.plan import Item
from toolkit.model.profile import DEPARTMENTS
from toolkit.model.read_return import ReadReturn, ReadSheet
from toolkit.model.record import Place, Record, State
from toolkit.rules.checks.checks import iter_findings
from toolkit.rules.checks.file_checks import iter_sheet_findings
from toolkit.rules.checks.request_checks import find_request, iter_request_findings
from toolkit.rules.record.read_item import Asked, ReadItem
from toolkit.rules.record.records import build_record
from toolkit.rules.record.reviews import reviews_of
from toolkit.rules.series.basis import Basis
from toolkit.rules.series.candidate import Candidate, candidate_of, is_answered
from toolkit.rules.series.doubts import iter_told, leave_decided, put_in_doubt
from toolkit.rules.series.order import Order
from toolkit.rules.series.series import Series


def iter_candidates(
    basis: Basis, read: ReadReturn, books: Mapping[str, IssuedBook], entry: Entry
) -> Iterator[Candidate]:
    """Yield the answers a returned book may be, one for each item it was read of.

    `books` are the issued ones: that of the file ("") and, by its department, each that a sheet is of. A
    sheet nobody filled is none, but an office that must write nothing may take back all it wrote.
    """
    asks, issued = basis.round.asks, books[""]
    may_clear = issued.writer != DEPARTMENTS and not any(
        ask.required and ask.by == issued.writer for ask in asks
    )
    by_item = {(owner, sheet.item_id): sheet for owner, book in books.items() for sheet in book.sheets}
    for sheet in read.sheets:
        was = by_item[sheet.owner, sheet.item_id]
        if may_clear or is_answered(sheet, was):
            now = replace(was, number=basis.number_of(was.item_id))
            sender = basis.plan.department(sheet.owner).name if sheet.owner else basis.sender(entry)
            findings = iter_sheet_findings(sheet, now, entry.file, sender, basis.fields)
            said = [*_of_the_file(sheet, entry, sender), *findings]
            yield candidate_of(sheet, (books[sheet.owner], was), entry, tuple(said))


def _of_the_file(sheet: ReadSheet, entry: Entry, sender: str) -> Iterator[Finding]:
    """Ask of a file that was given to its department by hand, or saved anew since, whether it is meant so."""
    if entry.code in OF_THE_FILE:
        assigned = {"detail": entry.detail, "department": sender}
        words = assigned if entry.code == ASSIGNED else {"receipt": entry.receipt}
        place = Place(entry.file, sheet.sheet, "A1")
        yield Finding(entry.code, place, sender, sheet.item_id, None, words)


def join(basis: Basis, item: Item, parts: Sequence[ItemAnswer]) -> ItemAnswer:
    """Give an item with the answers of all writers in one record, judged on all of them.

    What several writers were asked counts as the last of them that answered has it; the others stay visible
    among the reviews.
    """
    parts = sorted(parts, key=lambda part: basis.round.writers.index(part.writer))
    own = basis.plan.department(item.coordinator)
    base = next((part for part in parts if part.department == own), None)
    entry = base.entry if base else next((part.entry for part in parts if part.entry), None)
    base = base or ItemAnswer(item, own, (), Record(item.id, {}))
    record = replace(_joined(item, parts), reviews=reviews_of(parts, basis.fields))
    asked = tuple(dict.fromkeys(slot for part in parts for slot in part.asked))
    is_judged = len(parts) == 1 and parts[0].verdicts
    verdicts = parts[0].verdicts if is_judged else basis.judge(item, record) if asked else ()
    return replace(base, record=record, entry=entry, asked=asked, verdicts=verdicts)


def _joined(item: Item, parts: Sequence[ItemAnswer]) -> Record:
    """Give one record of the answers of all writers, the last of them first."""
    if len(parts) == 1:
        return parts[0].record
    counting: dict[Slot, Record] = {}
    for part in parts:
        for slot, answer in part.record.answers.items():
            if slot not in counting or (slot in part.asked and answer.state is not State.BLANK):
                counting[slot] = part.record
    return Record(
        item.id,
        {slot: one.answers[slot] for slot, one in counting.items()},
        {slot: one.places[slot] for slot, one in counting.items() if slot in one.places},
        {slot: one.corrected[slot] for slot, one in counting.items() if slot in one.corrected},
        unused=frozenset(slot for slot, one in counting.items() if slot in one.unused),
    )


def answer_of(
    basis: Basis, item: Item, issued: tuple[IssuedBook, IssuedSheet], returned: Sequence[Candidate]
) -> ItemAnswer:
    """Give one writer's answer that counts; `returned` are its candidates in the order of receipt.

    A sheet that came back as it was prefilled counts only where none was ever touched.
    """
    book, sheet = issued
    department = basis.plan.department(book.department)
    asked = tuple(sheet.asked.values())
    required = basis.required(asked, book.writer)
    awaited = bool(required)
    blank = ItemAnswer(item, department, asked, Record(item.id, {}), awaited=awaited, writer=book.writer)
    is_office = book.writer != DEPARTMENTS and not awaited
    candidates = [one for one in returned if one.touched or is_office] or list(returned[-1:])
    if not candidates:
        return _untouched(basis, blank, sheet)
    if awaited and not candidates[-1].touched:
        unchanged = _finding(
            "prefill-unchanged", blank, _first_place(candidates[-1]), {"item": basis.number_of(item.id)}
        )
        candidates = [replace(candidates[-1], findings=(*candidates[-1].findings, unchanged))]
    series = Series(item, department.name, asked, basis.fields, basis.decisions)
    if is_office:
        filled = series.take_newest(candidates, [slot for slot in asked if basis.is_sourced(slot)])
    else:
        filled = series.fill_blanks(candidates)
    order = Order(item, basis.received, asked, basis.fields, department.name)
    assessed = (_assess(basis, blank, required, one) for one in reversed(series.mend(order.ask(filled))))
    newest = next(assessed)
    used = newest if not newest.errors else next((one for one in assessed if not one.errors), newest)
    replaced = () if used is newest else (_older_used(used, newest),)
    requested = tuple(_since_request(basis, blank, book, candidates, used))
    changes = [one for one in series.iter_changes(filled) if not (requested and _is_of(one, used))]
    return replace(used, findings=(*used.findings, *replaced, *changes, *requested))


def _since_request(
    basis: Basis, blank: ItemAnswer, book: IssuedBook, candidates: Sequence[Candidate], used: ItemAnswer
) -> Iterator[Finding]:
    """Hold the answer that counts against the 修正依頼 it may be the answer to."""
    number = used.entry.receipt if used.entry else 0
    request = find_request(basis.requests_for(book), book.department, book.file, number, blank.item.id)
    before = [one for one in candidates if request and one.entry.receipt <= request.seen]
    if request and before:
        now = next(one for one in candidates if one.entry.receipt == number)
        slots = [slot for slot in blank.asked if slot in before[-1].cells and slot in now.cells]
        pairs = {slot: (before[-1].cells[slot], now.cells[slot]) for slot in slots}
        words = (blank.department.name, basis.fields)
        for finding in iter_request_findings(request, blank.item, pairs, now.places, words):
            yield basis.accepted(blank.item, finding)


def _assess(basis: Basis, blank: ItemAnswer, required: Sequence[Slot], candidate: Candidate) -> ItemAnswer:
    """Read, judge and check one candidate."""
    item = blank.item
    # A slot whose cell is not certain is asked about already.
    asked = [slot for slot in blank.asked if slot in candidate.cells or slot not in candidate.questioned]
    record = build_record(item, candidate.cells, candidate.places, basis.fields)
    record = replace(record, corrected=candidate.corrected) if candidate.corrected else record
    must = Asked(asked, required)

    def judged(record: Record) -> ReadItem:
        verdicts = basis.judge(item, record)
        return ReadItem(
            *(item, record, candidate.cells, verdicts, must, blank.department.name),
            judging_of=basis.judging_of,
            median_beside=lambda *kind: basis.sizes.median_beside(item, kind),
        )

    def check(answered: ReadItem) -> Iterator[Finding]:
        return iter_findings(answered, basis.contract, basis.fields, basis.rules)

    answered = judged(record)
    findings = [*candidate.findings, *check(answered)]
    found = [basis.accepted(item, finding) for finding in leave_decided(findings, answered)]
    if any(one.doubts or one.is_unused for one in found):
        read, answered = answered, judged(put_in_doubt(answered, found))
        still = [*candidate.findings, *check(answered)]
        found = [*iter_told(found, still, read)]
    return replace(
        blank,
        record=answered.record,
        verdicts=answered.verdicts,
        findings=tuple(found),
        entry=candidate.entry,
    )


def _untouched(basis: Basis, blank: ItemAnswer, sheet: IssuedSheet) -> ItemAnswer:
    """A sheet that is untouched or was never sent is asked for, unless nothing on it is required.

    Who sent nothing is told of whole.
    """
    sent = basis.sent_by(blank.department.id)
    holding = [entry for entry in sent if blank.item.id in entry.items]
    if not blank.awaited:
        return replace(blank, entry=holding[-1] if holding else None)
    if not sent:
        return blank
    words: dict[str, object] = {"item": basis.number_of(blank.item.id)}
    finding = _finding("sheet-missing", blank, Place(sent[-1].file, "", ""), words)
    if holding:
        place = Place(holding[-1].file, sheet.sheet, next(iter(sheet.asked)))
        finding = _finding("sheet-empty", blank, place, words | {"count": len(sheet.asked)})
    return replace(blank, findings=(finding,))


def _finding(code: str, answer: ItemAnswer, place: Place | None, words: Mapping[str, object]) -> Finding:
    return Finding(code, place, answer.department.name, answer.item.id, None, words)


def _first_place(candidate: Candidate) -> Place | None:
    return next(iter(candidate.places.values()), None)


def _is_of(finding: Finding, answer: ItemAnswer) -> bool:
    """Tell whether a finding speaks of the return an answer is from."""
    return finding.place is not None and answer.entry is not None and finding.place.file == answer.entry.file


def _older_used(used: ItemAnswer, newer: ItemAnswer) -> Finding:
    words = {
        "newer": newer.entry.receipt if newer.entry else "",
        "used": used.entry.receipt if used.entry else "",
        "titles": "・".join(dict.fromkeys(finding.title for finding in newer.errors)),
    }
    return _finding("older-answer-used", used, newer.errors[0].place, words)
