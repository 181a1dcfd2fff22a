"""The reading of a returned file in, what is to be said of the file and of its sheets out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from toolkit.model.catalogue import Severity
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.read_return import Doubts, FoundSheet, Lead, Lines, ReadReturn, ReadSheet, ReadSlot
from toolkit.model.record import Cell, Place
from toolkit.model.words import is_blank
from toolkit.rules.record.read_item import Make
from toolkit.rules.record.seen import as_seen, lying_words, unseen_words

LINKS_NAMED = 5
"""A book with links is named with so many of them."""
_QUOTED = 3  # texts of an added or removed row
_NOTHING = "（空欄）"
_STATES = {"hidden": "非表示", "veryHidden": "再表示の一覧に出ない非表示"}


class Called(NamedTuple):
    """What staff call a department and an item, by their ids."""

    department: Callable[[str], str] = str
    item: Callable[[str], str] = str


_BY_ID = Called()


def set_aside_finding(entry: Entry, round_id: str, department: str) -> Finding:
    """Say why a file is no return of this round, or not counted as one."""
    words = {"round": round_id, "detail": entry.detail, "found": entry.detail, "receipt": entry.duplicate_of}
    return Finding(entry.code, Place(entry.file, "", ""), department, words=words)


def settled_finding(finding: Finding, later: Entry, department: str) -> Finding:
    """Say of a file that could not be taken that a later one of the same department was; else as it is."""
    if finding.severity is not Severity.ERROR:
        return finding
    words = {"title": finding.title, "later": later.receipt, "department": department}
    return Finding("settled-later", finding.place, department, words=words)


def seeming_senders(entry: Entry, books: Sequence[IssuedBook]) -> set[str]:
    """Tell by its name whose file seems to be what nobody could read: it begins as the book it was given."""
    name = entry.file.partition("_")[2].rpartition(".")[0]
    return {book.department for book in books if name.startswith(book.file.rpartition(".")[0])}


def iter_file_findings(
    read: ReadReturn,
    issued: IssuedBook | None,
    file: str,
    department: str,
    called: Called = _BY_ID,
) -> Iterator[Finding]:
    """Yield what is to be said of a returned file as a whole; `file` is its name in 回収.

    `issued` is the book it is a return of; None where it could not be read.
    """

    def finding(code: str, tab: str = "", cell: str = "", item_id: str = "", **words: object) -> Finding:
        return Finding(code, Place(file, tab, cell), department, item_id, None, words)

    if issued is None:
        yield finding(read.unreadable, detail=read.detail)
        return
    yield from _of_book(read, issued, finding)
    for one in read.found:
        owner = called.department(one.owner) if one.owner else ""
        yield from _of_sheet(replace(one, owner=owner), called.item(one.item_id), finding)
    for sheet in issued.sheets:
        places = sheets_of(read.found, sheet.item_id)
        if len(places) == 1 and places[0].renamed and not places[0].suffix:
            words = {"sheet": places[0].sheet, "item": called.item(sheet.item_id), "issued": sheet.sheet}
            yield finding("sheet-renamed", places[0].sheet, "A1", sheet.item_id, **words)


def _of_book(read: ReadReturn, issued: IssuedBook, finding: Make) -> Iterator[Finding]:
    if read.message:
        sheet, cell, text = read.message
        yield finding("message-from-department", sheet, cell, value=text)
    if read.links:
        yield finding("external-link", target="、".join(read.links[:LINKS_NAMED]))
    if read.doubts:
        yield finding("identity-differs", detail=f"（{_words_of(read.doubts)}）", book=issued.file)
    if read.vast:
        sheet, area = read.vast[0]
        more = f"など{len(read.vast):,}か所" if len(read.vast) > 1 else ""
        yield finding("vast-merge", sheet, area.partition(":")[0], sheet=sheet, area=area, more=more)
    if read.reordered:
        yield finding("sheets-reordered")


def _of_sheet(one: FoundSheet, number: str, finding: Make) -> Iterator[Finding]:
    """What is odd about a sheet as a whole; `number` is that of its item."""
    if one.owner:
        yield finding("sheet-of-another", one.sheet, "A1", sheet=one.sheet, item=number, owner=one.owner)
    elif not one.item_id:
        yield finding("sheet-unknown", one.sheet, "A1", sheet=one.sheet, item="")
    elif one.printed is not None:
        words = {"sheet": one.sheet, "item": number, "printed": one.printed or "（なし）"}
        yield finding("sheet-id-differs", one.sheet, "A1", one.item_id, **words)
    if one.item_id and not one.suffix and not one.protected:
        yield finding("protection-removed", one.sheet, "A1", sheet=one.sheet, item=number)


def sheets_of(found: Sequence[FoundSheet], item_id: str) -> list[FoundSheet]:
    """Give the sheets and blocks of a file that are an item's of its own department."""
    return [one for one in found if one.item_id == item_id and not one.owner]


def _words_of(doubts: Doubts) -> str:
    words = ["ファイルの印（名前 _issue）がない"] if doubts.unmarked else []
    if doubts.other_round is not None:
        words.append(f"ファイルの印は別の配布ブック（照会「{doubts.other_round}」）のもの")
    if doubts.properties:
        different = "、".join(f"{name}「{text}」" for name, text in doubts.properties)
        words.append(f"文書のプロパティは{different}")
    return "、".join(words)


def iter_sheet_findings(
    read: ReadSheet, issued: IssuedSheet, file: str, department: str, fields: Fields
) -> Iterator[Finding]:
    """Yield what was changed on an item's sheet beside its answers, and which fields are in doubt.

    `issued` is the sheet as issued, with the item's number of today; `file` is the file's name in 回収.
    """
    asked = {*issued.asked.values()}

    def finding(code: str, ref: str, slot: Slot | None = None, **words: object) -> Finding:
        return Finding(code, Place(file, read.sheet, ref), department, read.item_id, slot, words)

    if read.copies:
        yield _of_copies(read, issued, fields, finding)
    yield from _in_doubt(read.slots, fields, finding)
    if read.added != Lines():
        lines, detail = _lines_words(read.added, "とあります")
        yield finding("sheet-shifted", read.added.first, item=issued.number, lines=lines, detail=detail)
    if read.removed != Lines():
        lines, detail = _lines_words(read.removed, "とありました")
        yield finding("lines-removed", "A1", item=issued.number, lines=lines, detail=detail)
    for cell, was, returned in read.locked:
        yield finding("locked-changed", cell, issued=was or _NOTHING, returned=returned or _NOTHING)
    yield from _of_pasted(read, finding)
    for cell, formula, value in read.overwritten:
        yield finding("formula-overwritten", cell, formula=formula, value=value or _NOTHING)
    if read.lying:
        area = read.lying[0].area.partition(":")[0]
        yield finding("note-beside", area, item=issued.number, lying=lying_words(read.lying))
    for one in read.slots:
        # Answers that nobody sees: taken, and told.
        taken = one.cell if one.lead is Lead.FOLLOWED and one.slot in asked else None
        if taken and not is_blank(taken.raw) and (why := unseen_words(taken)):
            yield finding("hidden-answer", taken.ref, one.slot, value=as_seen(taken).raw, why=why)


def _in_doubt(slots: Sequence[ReadSlot], fields: Fields, finding: Make) -> Iterator[Finding]:
    """The fields whose name and words disagree, then those that nothing leads to: one finding a field."""
    for one in slots:
        if one.lead is Lead.QUESTIONED and one.cell:
            field, named, beside = fields[one.slot.field].name, _named(one.cell), _named(one.expected)
            yield finding("field-moved", one.cell.ref, one.slot, field=field, named=named, beside=beside)
    lost: dict[str, list[ReadSlot]] = {}
    for one in slots:
        merged = one.cell.shown.merged if one.cell else ""
        if one.lead is Lead.LOST and one.cell and merged:
            yield finding(
                "field-merged", one.cell.ref, one.slot, field=fields[one.slot.field].name, area=merged
            )
        elif one.lead is Lead.LOST:
            lost.setdefault(one.slot.field, []).append(one)
    for key, those in lost.items():
        place = next((one.cell.ref for one in those if one.cell), "A1")
        slot = those[0].slot if len(those) == 1 else Slot(key)
        yield finding("field-lost", place, slot, field=fields[key].name)


def _of_copies(read: ReadSheet, issued: IssuedSheet, fields: Fields, finding: Make) -> Finding:
    """Tell of several sheets of the item in one book: alike, or which fields they answer differently."""
    shown = "、".join(f"「{sheet}」（{_STATES.get(state, '表示')}）" for sheet, state in read.copies)
    asked = {*issued.asked.values()}
    several = (one.slot for one in read.slots if one.lead is Lead.SEVERAL and one.slot in asked)
    different = "、".join(dict.fromkeys(fields[slot.field].name for slot in several))
    code, more = ("item-twice", {"different": different}) if different else ("item-copied", {})
    return finding(code, "A1", item=issued.number, count=len(read.copies), sheets=shown, **more)


def _of_pasted(read: ReadSheet, finding: Make) -> Iterator[Finding]:
    for area, count, text in read.pasted:
        yield finding("pasted-beside", area.partition(":")[0], area=area, count=f"{count:,}", value=text)


def _named(cell: Cell | None) -> str:
    if cell is None:
        return "見つからない行・列"
    return f"{cell.ref}（{f'「{cell.raw}」' if cell.raw else '空欄'}）"


def _lines_words(lines: Lines, said: str) -> tuple[str, str]:
    """Name rows and columns, with what stands in them."""
    named = [*(f"{row}行目" for row in lines.rows), *(f"{column}列" for column in lines.columns)]
    more = "など" if len(lines.texts) > _QUOTED else ""
    quoted = "".join(f"「{text}」" for text in lines.texts[:_QUOTED]) + more
    return "、".join(named), f"（{quoted}{said}）" if quoted else ""
