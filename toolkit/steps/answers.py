"""What lies in 回収 in, every item's judged answer out: read → judge → check, the latest that counts.

Shared by validate and consolidate, so that both speak of the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jsonschema import Draft202012Validator

from toolkit.books.names import find_name
from toolkit.books.reader import Book, SheetCells, read_book
from toolkit.books.register import load_register
from toolkit.books.template import find_anchors, find_item_id
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding, Severity
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import NOTHING, Department, Item, Plan
from toolkit.model.profile import Profile, Round
from toolkit.model.returns import Cell, Place, Record, State
from toolkit.model.verdicts import Verdict
from toolkit.rules.achievement import judge
from toolkit.rules.checks import Asked, Return, iter_findings, iter_locked_changes
from toolkit.rules.records import build_record
from toolkit.rules.targets import read_target
from toolkit.steps.workspace import Workspace

SUBTOTAL = Slot("item.actual_subtotal")


@dataclass(frozen=True)
class ItemAnswer:
    """An item with the answer that counts: its record, verdicts and findings.

    `entry` is None where nothing was returned; `asked` is empty for an item the round does not ask.
    """

    item: Item
    department: Department
    asked: tuple[Slot, ...]
    record: Record
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    entry: Entry | None = None


@dataclass(frozen=True)
class RoundAnswers:
    """Everything a round has brought so far. `findings` are those about files, with the entry they are about."""

    plan: Plan
    manifest: Manifest
    entries: Sequence[Entry]
    items: Sequence[ItemAnswer]
    findings: Sequence[tuple[Entry | None, Finding]]


@dataclass(frozen=True)
class _Candidate:
    """One item as one return answers it."""

    entry: Entry
    cells: Mapping[Slot, Cell]
    places: Mapping[Slot, Place]
    sheet_findings: tuple[Finding, ...]


@dataclass
class _Reading:
    """What every file of a round is read with, and what was found on the way."""

    workspace: Workspace
    round: Round
    plan: Plan
    manifests: Mapping[int, Manifest]
    validator: Draft202012Validator
    candidates: dict[str, list[_Candidate]] = field(default_factory=dict)
    findings: list[tuple[Entry | None, Finding]] = field(default_factory=list)

    @property
    def fields(self) -> Fields:
        return self.workspace.fields


def read_answers(
    workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None
) -> RoundAnswers:
    """Read, judge and check every return of a round; OfficeError where it was never issued."""
    manifests = {manifest.issue: manifest for manifest in workspace.manifests(round_)}
    latest = manifests[max(manifests)]
    plan = load_register(workspace.edition_register(round_, latest.issue), workspace.fields)
    reading = _Reading(workspace, round_, plan, manifests, Draft202012Validator(workspace.schema))
    entries = workspace.ledger(round_)
    for entry in entries:
        progress(entry.file)
        _read_entry(reading, entry)
    items = [_answer_of(reading, issued, sheet) for issued in latest.books for sheet in issued.sheets]
    return RoundAnswers(plan, latest, entries, items, reading.findings)


# -- a file


def _read_entry(reading: _Reading, entry: Entry) -> None:
    if entry.taken is not Taken.RETURN:
        words = {
            "round": reading.round.id,
            "detail": entry.detail,
            "found": entry.detail,
            "receipt": entry.duplicate_of,
        }
        _note(reading, entry, entry.code, words=words)
        return
    manifest = reading.manifests[entry.issue]
    issued = next(book for book in manifest.books if book.department == entry.department)
    path = reading.workspace.folder("回収", reading.round) / entry.file
    try:
        book = read_book(path)
    except UnreadableBook as unreadable:
        _note(reading, entry, unreadable.code, words={"detail": unreadable.detail})
        return
    except FileNotFoundError:
        raise OfficeError(
            "受付簿にあるファイルがありません。",
            "回収フォルダのファイルは動かさないでください。元の場所に戻してください。",
            entry.file,
        ) from None
    _read_message(reading, entry, book, issued)
    sheets: dict[str, list[str]] = {}
    for sheet in book.sheets:
        if sheet != issued.cover:
            sheets.setdefault(find_item_id(book, sheet) or "", []).append(sheet)
    for lost in sheets.pop("", []):
        _note(reading, entry, "sheet-unknown", Place(entry.file, lost, "A1"), words={"sheet": lost})
    by_id = {sheet.item_id: sheet for sheet in issued.sheets}
    for item_id, names in sheets.items():
        if item_id not in by_id:
            _note(
                reading, entry, "sheet-unknown", Place(entry.file, names[0], "A1"), words={"sheet": names[0]}
            )
        elif len(names) > 1:
            words = {"item": item_id, "count": len(names)}
            _note(reading, entry, "item-twice", Place(entry.file, names[1], "A1"), item_id, words)
        else:
            _read_sheet(reading, entry, book, book.sheets[names[0]], by_id[item_id], manifest)


def _note(
    reading: _Reading,
    entry: Entry,
    code: str,
    place: Place | None = None,
    item_id: str = "",
    words: Mapping[str, object] | None = None,
) -> None:
    finding = Finding(
        code, place or Place(entry.file, "", ""), _department_name(reading, entry), item_id, None, words or {}
    )
    reading.findings.append((entry, finding))


def _department_name(reading: _Reading, entry: Entry) -> str:
    return reading.plan.department(entry.department).name if entry.department else ""


def _read_message(reading: _Reading, entry: Entry, book: Book, issued: IssuedBook) -> None:
    """Pass on what a department wrote in 連絡欄: it must not be lost among the numbers."""
    cover = book.sheets.get(issued.cover)
    name = find_name(book.names, reading.fields["book.message"].name, issued.cover)
    if cover is None or name is None:
        return
    try:
        refs = find_anchors(name, cover)
    except OfficeError:
        return
    text = cover.cells[refs[0]].raw.strip() if refs[0] in cover.cells else ""
    if text:
        _note(
            reading,
            entry,
            "message-from-department",
            Place(entry.file, issued.cover, refs[0]),
            words={"value": text},
        )


# -- a sheet


def _read_sheet(
    reading: _Reading, entry: Entry, book: Book, sheet: SheetCells, issued: IssuedSheet, manifest: Manifest
) -> None:
    """Find the asked cells by their names and keep them as a candidate answer of the item."""
    asked = {slot: ref for ref, slot in issued.asked.items()}
    department = _department_name(reading, entry)
    findings: list[Finding] = []
    found: dict[Slot, str] = {}
    for key in dict.fromkeys([slot.field for slot in asked] + [SUBTOTAL.field]):
        refs = _find_refs(book, sheet, reading.fields[key].name, len(manifest.slots.get(key, ())))
        if refs is not None:
            found.update(zip(manifest.slots.get(key, ()), refs, strict=True))
        elif key in manifest.slots:
            place = Place(entry.file, sheet.name, "A1")
            words = {"field": reading.fields[key].name}
            findings.append(Finding("field-lost", place, department, issued.item_id, Slot(key), words))
    wanted = [slot for slot in found if slot in asked or slot == SUBTOTAL]
    places = {slot: Place(entry.file, sheet.name, found[slot]) for slot in wanted}
    cells = {slot: sheet.cells.get(found[slot], Cell(found[slot])) for slot in wanted}
    if not asked or not any(
        cell.raw.strip() or cell.formula for slot, cell in cells.items() if slot in asked
    ):
        return
    shifted = next((slot for slot in wanted if slot in asked and found[slot] != asked[slot]), None)
    if shifted:
        words = {"item": issued.item_id, "field": reading.fields[shifted.field].name}
        words |= {"issued": asked[shifted], "returned": found[shifted]}
        findings.append(Finding("sheet-shifted", places[shifted], department, issued.item_id, shifted, words))
    else:
        findings += _locked_changes(entry, sheet, issued, department, set(found.values()))
    candidate = _Candidate(entry, cells, places, tuple(findings))
    reading.candidates.setdefault(issued.item_id, []).append(candidate)


def _find_refs(book: Book, sheet: SheetCells, field_name: str, count: int) -> tuple[str, ...] | None:
    name = find_name(book.names, field_name, sheet.name)
    if name is None:
        return None
    try:
        refs = find_anchors(name, sheet)
    except OfficeError:
        return None
    return refs if len(refs) == count else None


def _locked_changes(
    entry: Entry, sheet: SheetCells, issued: IssuedSheet, department: str, bound: set[str]
) -> Iterator[Finding]:
    def finding(ref: str, before: str, after: str) -> Finding:
        place = Place(entry.file, sheet.name, ref)
        return Finding(
            "locked-changed", place, department, issued.item_id, None, {"issued": before, "returned": after}
        )

    returned = {
        ref: cell.raw for ref, cell in sheet.cells.items() if ref not in issued.asked and cell.formula is None
    }
    kept = {ref: text for ref, text in issued.cells.items() if ref not in issued.asked}
    everything = dict.fromkeys(returned, "") | kept
    ours = {ref: text for ref, text in everything.items() if ref in kept or ref not in bound}
    yield from iter_locked_changes(ours, returned, finding)


# -- an item


def _answer_of(reading: _Reading, issued: IssuedBook, sheet: IssuedSheet) -> ItemAnswer:
    item = reading.plan.item(sheet.item_id)
    department = reading.plan.department(issued.department)
    asked = tuple(sheet.asked.values())
    candidates = reading.candidates.get(item.id, [])
    if not asked or not candidates:
        record = Record(item.id, {}, {})
        verdicts = _judge(reading, item, record) if asked else ()
        findings = _not_answered(reading, item, department, sheet) if asked else ()
        return ItemAnswer(item, department, asked, record, verdicts, findings)
    assessed = [_assess(reading, item, department, asked, candidate) for candidate in candidates]
    clean = [answer for answer in assessed if not _errors(answer)]
    chosen = clean[-1] if clean else assessed[-1]
    at = assessed.index(chosen)
    filled, findings = _fill_blanks(reading, item, department, asked, candidates[: at + 1])
    if findings:
        chosen = _assess(reading, item, department, asked, filled)
    if at < len(assessed) - 1:
        findings += (_older_used(assessed[at], assessed[-1]),)
    return ItemAnswer(
        item,
        department,
        asked,
        chosen.record,
        chosen.verdicts,
        chosen.findings + findings,
        candidates[at].entry,
    )


def _errors(answer: ItemAnswer) -> list[Finding]:
    return [finding for finding in answer.findings if finding.severity is Severity.ERROR]


def _assess(
    reading: _Reading, item: Item, department: Department, asked: tuple[Slot, ...], candidate: _Candidate
) -> ItemAnswer:
    """Read, judge and check one candidate."""
    record = build_record(item, candidate.cells, candidate.places, reading.fields)
    verdicts = _judge(reading, item, record)
    required = [slot for slot in asked if _is_required(reading.round, slot)]
    answered = Return(item, record, candidate.cells, verdicts, Asked(asked, required), department.name)
    findings = tuple(iter_findings(answered, reading.validator, reading.fields))
    return ItemAnswer(
        item, department, asked, record, verdicts, candidate.sheet_findings + findings, candidate.entry
    )


def _is_required(round_: Round, slot: Slot) -> bool:
    return any(ask.field.key == slot.field and ask.required for ask in round_.asks)


def _fill_blanks(
    reading: _Reading,
    item: Item,
    department: Department,
    asked: tuple[Slot, ...],
    candidates: Sequence[_Candidate],
) -> tuple[_Candidate, tuple[Finding, ...]]:
    """Let no blank beat a cell that an earlier return of the round filled; each is asked about."""
    *earlier, last = candidates
    cells, places = dict(last.cells), dict(last.places)
    findings = []
    for slot in asked:
        now = cells.get(slot)
        if now is None or now.raw.strip() or now.formula is not None:
            continue
        for candidate in reversed(earlier):
            before = candidate.cells.get(slot)
            if before is not None and before.raw.strip():
                cells[slot], places[slot] = before, candidate.places[slot]
                words = {"field": reading.fields[slot.field].name, "value": before.raw}
                words["earlier"] = str(candidate.entry.receipt)
                findings.append(
                    Finding("blank-after-answer", last.places[slot], department.name, item.id, slot, words)
                )
                break
    return _Candidate(last.entry, cells, places, last.sheet_findings), tuple(findings)


def _older_used(used: ItemAnswer, newer: ItemAnswer) -> Finding:
    titles = "・".join(dict.fromkeys(finding.title for finding in _errors(newer)))
    words = {
        "newer": newer.entry.receipt if newer.entry else "",
        "used": used.entry.receipt if used.entry else "",
        "titles": titles,
    }
    place = next(iter(newer.record.places.values()), None)
    return Finding("older-answer-used", place, used.department.name, used.item.id, None, words)


def _not_answered(
    reading: _Reading, item: Item, department: Department, sheet: IssuedSheet
) -> tuple[Finding, ...]:
    """A sheet that came back untouched is asked for; a department that sent nothing is told of as a whole."""
    returned = [
        e
        for e in reading.workspace.ledger(reading.round)
        if e.taken is Taken.RETURN and e.department == department.section
    ]
    holding = [entry for entry in returned if item.id in entry.items]
    if not holding:
        return ()
    place = Place(holding[-1].file, sheet.sheet, next(iter(sheet.asked)))
    words = {"item": item.id, "count": len(sheet.asked)}
    return (Finding("sheet-empty", place, department.name, item.id, None, words),)


def _judge(reading: _Reading, item: Item, record: Record) -> tuple[Verdict, ...]:
    """Judge every indicator of an item in every year of the round the item takes part in."""
    profile: Profile = reading.workspace.profile
    verdicts = []
    for year in reading.round.years:
        judging = profile.judging_of(year)
        for indicator in item.indicators:
            printed = indicator.targets.get(year, NOTHING)
            target = read_target(printed.text, indicator.unit, indicator.direction)
            actual = record.answer(Slot("indicator.actual", indicator.number, year=year))
            flag = record.answer(Slot("indicator.flag", indicator.number, year=year))
            judgement = judge(
                target,
                actual,
                direction=indicator.direction,
                method=indicator.method,
                threshold=judging.threshold,
                rate_digits=judging.rate_digits,
                truncate=judging.truncate,
                decided=str(flag.value) if flag.state is State.TEXT else None,
            )
            verdicts.append(Verdict(item.id, indicator.number, year, printed.text, actual.raw, judgement))
    return tuple(verdicts)
