"""The answers of a round in, the rows its papers show of them out: who returned what, and every finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.model.fields import Fields
from toolkit.model.findings import Finding
from toolkit.model.ledger import OF_THE_FILE, Entry, Taken
from toolkit.model.manifest import Manifest
from toolkit.model.plan import Department
from toolkit.model.summary import FindingRow, Receipt, ReturnState, Submission
from toolkit.model.years import write_date
from toolkit.rules.series.decided import accept, item_row


def submissions_of(answers: RoundAnswers) -> tuple[Submission, ...]:
    """Tell, per awaited department in 建制順, what it was asked and what it returned."""
    books = Counter(book.department for book in answers.manifest.books)
    received: dict[str, list[Entry]] = {}
    for entry in answers.entries:
        received.setdefault(entry.department, []).append(entry)
    return tuple(
        _submission(answers, one, books[one.id], received.get(one.id, ())) for one in answers.awaited
    )


def _submission(
    answers: RoundAnswers, department: Department, books: int, received: Sequence[Entry]
) -> Submission:
    asked = [answer for answer in answers.of(department) if answer.awaited]
    returned = sum(answer.entry is not None for answer in asked)
    state = ReturnState.ALL if returned == len(asked) else ReturnState.PART if returned else ReturnState.NONE
    receipts = tuple(
        Receipt(one.receipt, one.file, one.received_at) for one in received if one.taken is Taken.RETURN
    )
    deadline, note = answers.deadline_of(department), "、".join(_notes(answers, department, received))
    return Submission(department.name, deadline, len(asked), returned, state, receipts, books, note)


def _notes(answers: RoundAnswers, department: Department, received: Sequence[Entry]) -> Iterator[str]:
    """Tell what the office decided about a department's deadline and returns."""
    extended = answers.find_extension(department)
    if extended:
        yield f"{extended.kind.value}：{extended.reason}"
    for entry in received:
        if entry.code == "withdrawn":
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
    """Yield the rows; what is asked of a whole file is said once, not of each item."""
    said = set[tuple[int | None, str]]()
    for row in rows:
        if row.finding.code in OF_THE_FILE:
            if (row.receipt, row.finding.code) in said:
                continue
            said.add((row.receipt, row.finding.code))
            row = replace(row, item="", finding=replace(row.finding, item_id=""))
        yield row


def _file_row(entry: Entry, finding: Finding, manifest: Manifest) -> FindingRow:
    about_the_file = finding.code == entry.code
    value = Path(entry.origin).name if about_the_file else str(finding.words.get("value", ""))
    item = manifest.number_of(finding.item_id)
    return FindingRow(finding, entry.receipt, finding.department, item, "", value)
