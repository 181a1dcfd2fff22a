"""The returns of one item in the order of receipt in, each as it is to be judged out.

No blank beats an earlier answer, the office's corrections stand in place of what was typed, and a later
return says what it fills otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.model.decisions import Decision, Decisions, Kind
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.plan import Item
from toolkit.model.record import Cell, Place
from toolkit.model.slots import number_of
from toolkit.rules.record.read_item import unit_of
from toolkit.rules.record.records import says_same
from toolkit.rules.series.candidate import Candidate, is_filled
from toolkit.rules.series.decided import about_cell, correct

_SHOWN = 30
"""So many characters of a text are shown where it is only named."""


@dataclass(frozen=True)
class Series:
    """The returns of one item by one writer; `department` is the writer's name, `asked` the item's slots."""

    item: Item
    department: str
    asked: Sequence[Slot]
    fields: Fields
    decisions: Decisions

    def fill_blanks(self, returned: Sequence[Candidate]) -> list[Candidate]:
        """Let no blank beat a cell that an earlier return filled; each is asked about."""
        return [self._fill_blanks(last, returned[:number]) for number, last in enumerate(returned)]

    def _fill_blanks(self, last: Candidate, earlier: Sequence[Candidate]) -> Candidate:
        cells, places = dict(last.cells), dict(last.places)
        findings = list(last.findings)
        for slot in self.asked:
            if slot not in cells or is_filled(cells[slot]):
                continue
            for candidate in reversed(earlier):
                if slot in candidate.cells and is_filled(candidate.cells[slot]):
                    words = {"value": candidate.cells[slot].raw, "earlier": candidate.entry.receipt}
                    findings.append(self._finding("blank-after-answer", last.places[slot], slot, **words))
                    cells[slot], places[slot] = candidate.cells[slot], candidate.places[slot]
                    break
        return replace(last, cells=cells, places=places, findings=tuple(findings))

    def take_newest(self, returned: Sequence[Candidate], sourced: Collection[Slot]) -> list[Candidate]:
        """Let the newest of an office's books count, with what it cleared; no blank is asked about.

        A cell that is as its book was issued says nothing new: what an earlier book said stands, and the
        departments' text that stands in a cell of `sourced` from the beginning is not the office's own.
        """
        taken: list[Candidate] = []
        for at, last in enumerate(returned):
            cells, places = dict(last.cells), dict(last.places)
            for slot in self.asked:
                text, issued = _typed(cells, slot), last.issued.get(slot, "").strip()
                if slot not in cells or text != issued:
                    continue
                before = taken[-1] if taken and slot in taken[-1].cells else None
                if before and (before.mark != last.mark or _typed(returned[at - 1].cells, slot) == text):
                    cells[slot], places[slot] = before.cells[slot], before.places[slot]
                elif slot in sourced and not any(_typed(one.cells, slot) == text for one in taken):
                    cells[slot] = Cell(cells[slot].ref)
            taken.append(replace(last, cells=cells, places=places))
        return taken

    def mend(self, filled: Sequence[Candidate]) -> list[Candidate]:
        """Put the office's corrections (事務局修正) in place of what was typed."""
        corrections = {}
        for slot in self.asked:
            decision = self.decisions.find(Kind.CORRECTED, about_cell(self.item.id, slot, self.fields))
            if decision:
                corrections[slot] = decision
        mended = []
        for candidate in filled:
            for slot, decision in corrections.items():
                candidate = self._mend(candidate, slot, decision, filled)
            mended.append(candidate)
        return mended

    def _mend(
        self, candidate: Candidate, slot: Slot, decision: Decision, filled: Sequence[Candidate]
    ) -> Candidate:
        """Put in one correction. A later return that fills the cell otherwise counts, and is asked about."""
        text, place = _typed(candidate.cells, slot), candidate.places.get(slot)
        known = [one for one in filled if one.entry.receipt <= decision.receipts]
        is_later = candidate.entry.receipt > decision.receipts
        if is_later and not self._is_same(slot, candidate.cells, known[-1].cells if known else {}):
            if text == decision.value:
                return candidate
            words = {"value": text, "corrected": decision.value, "receipt": candidate.entry.receipt}
            asked = self._finding("correction-differs", place, slot, **words)
            return replace(candidate, findings=(*candidate.findings, asked))
        told = self._finding(
            "corrected-by-office",
            place,
            slot,
            value=text,
            typed=_quote(text),
            corrected=decision.value,
            why=decision.reason,
        )
        # What was to be said of the typed value, or of where it stands, is settled.
        kept = [one for one in candidate.findings if one.slot != slot]
        cell = correct(candidate.cells.get(slot, Cell("")), decision.value)
        return replace(
            candidate,
            cells={**candidate.cells, slot: cell},
            findings=(*kept, told),
            corrected={**candidate.corrected, slot: text},
        )

    def iter_changes(self, filled: Sequence[Candidate]) -> Iterator[Finding]:
        """Yield, per later return, which asked cells differ from the one before it (前回提出との違い)."""
        for before, after in itertools.pairwise(filled):
            changes = {}
            for slot in self.asked:
                old, new = _typed(before.cells, slot), _typed(after.cells, slot)
                if not self._is_same(slot, before.cells, after.cells):
                    changes[slot] = f"{self._title(slot)}{_quote(old)}→{_quote(new)}"
            if changes:
                place = after.places.get(next(iter(changes)))
                words = {"earlier": before.entry.receipt, "count": len(changes)}
                yield self._finding(
                    "changed-since-last", place, None, **words, changes="、".join(changes.values())
                )

    def _is_same(self, slot: Slot, one: Mapping[Slot, Cell], other: Mapping[Slot, Cell]) -> bool:
        field = self.fields[slot.field]
        return says_same(one.get(slot), other.get(slot), field, field.unit or unit_of(self.item, slot))

    def _title(self, slot: Slot) -> str:
        year = slot.year.label if slot.year else ""
        axes = [text for text in (str(number_of(self.item, slot) or ""), year) if text]
        return self.fields[slot.field].name + (f"（{'、'.join(axes)}）" if axes else "")

    def _finding(self, code: str, place: Place | None, slot: Slot | None, **words: object) -> Finding:
        field = {"field": self.fields[slot.field].name} if slot else {}
        return Finding(code, place, self.department, self.item.id, slot, field | words)


def _typed(cells: Mapping[Slot, Cell], slot: Slot) -> str:
    return cells[slot].raw.strip() if slot in cells else ""


def _quote(text: str) -> str:
    plain = " ".join(text.split())
    return f"「{plain if len(plain) <= _SHOWN else plain[:_SHOWN] + '…'}」" if plain else "（空欄）"
