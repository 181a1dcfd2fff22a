"""The answers of a round in, the rows its papers show of them out: who returned what, and every finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.model.fields import Fields
from toolkit.model.findings import Finding
from toolkit.model.ledger import ASSIGNED, Entry, Taken
from toolkit.model.manifest import Manifest
from toolkit.model.plan import Department
from toolkit.model.summary import FindingRow, Receipt, ReturnState, Submission
from toolkit.model.years import write_date
from toolkit.rules.series.decided import accept, item_row


def submissions_of(answers: RoundAnswers) -> tuple[Submission, ...]:
    """Tell, per awaited department in 建制順, what it was asked and what it returned."""
    rows = []
    for department in answers.awaited:
        asked = [answer for answer in answers.of(department) if answer.awaited]
        returned = sum(answer.entry is not None for answer in asked)
        state = (
            ReturnState.ALL if returned == len(asked) else ReturnState.PART if returned else ReturnState.NONE
        )
        receipts = tuple(
            Receipt(entry.receipt, entry.file, entry.received_at)
            for entry in answers.entries
            if entry.department == department.id and entry.taken is Taken.RETURN
        )
        deadline = answers.deadline_of(department)
        books = sum(book.department == department.id for book in answers.manifest.books)
        note = "、".join(_notes(answers, department))
        rows.append(Submission(department.name, deadline, len(asked), returned, state, receipts, books, note))
    return tuple(rows)


def _notes(answers: RoundAnswers, department: Department) -> Iterator[str]:
    """Tell what the office decided about a department's deadline and returns."""
    extended = answers.find_extension(department)
    if extended:
        yield f"{extended.kind.value}：{extended.reason}"
    for entry in answers.entries:
        if entry.department == department.id and entry.code == "withdrawn":
            yield f"受付{entry.receipt}を取下げ：{entry.detail}"


def finding_rows(answers: RoundAnswers, fields: Fields) -> tuple[FindingRow, ...]:
    """Give every finding with the words staff know it by: files first, then items in 建制順."""
    rows = [_file_row(entry, finding, answers.manifest) for entry, finding in answers.findings]
    receipts = {entry.file: entry.receipt for entry in answers.entries}
    for department in answers.departments:
        asked = answers.of(department)
        awaited = [answer for answer in asked if answer.awaited]
        if awaited and not any(answer.entry for answer in asked):
            words = {"department": department.name, "items": f"{len(awaited)}項目"}
            deadline = write_date(answers.deadline_of(department))
            finding = Finding("not-returned", None, department.name, words=words | {"deadline": deadline})
            rows.append(FindingRow(finding, None, department.name, "", "", ""))
        for answer in asked:
            called = answers.called(answer.item)
            rows += [item_row(called, finding, receipts, fields) for finding in answer.findings]
    return tuple(accept(row, answers.decisions) for row in _iter_once_a_file(rows))


def _iter_once_a_file(rows: Iterable[FindingRow]) -> Iterator[FindingRow]:
    """Yield the rows; that a file was given to its department by hand is said once, not of each item."""
    said = set[int | None]()
    for row in rows:
        if row.finding.code == ASSIGNED:
            if row.receipt in said:
                continue
            said.add(row.receipt)
            row = replace(row, item="", finding=replace(row.finding, item_id=""))
        yield row


def _file_row(entry: Entry, finding: Finding, manifest: Manifest) -> FindingRow:
    about_the_file = finding.code == entry.code
    value = Path(entry.origin).name if about_the_file else str(finding.words.get("value", ""))
    item = manifest.number_of(finding.item_id)
    return FindingRow(finding, entry.receipt, finding.department, item, "", value)
