"""The entries of a round in, which of its returns came last out, and where nothing tells that.

Files taken in together are in the order they were saved in: their names say nothing (`x (2).xlsx`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.plan import Item
from toolkit.model.record import Cell
from toolkit.rules.record.read_item import unit_of
from toolkit.rules.record.records import says_same
from toolkit.rules.series.candidate import Candidate, is_filled

_SHOWN = 5
"""So many fields that differ are named."""
_TIE = "保存された日時では前後が決まりません"
_AGAIN = "受付{first}と同じファイルが、受付{newer}のあとにもう一度届きました"


def in_saved_order(entries: Iterable[Entry]) -> list[Entry]:
    """Put entries in the order of their runs, and those of one run in the order they were saved in."""
    return sorted(entries, key=lambda one: (one.run or one.receipt, one.saved, one.receipt))


def why_unordered(first: Entry, newer: Entry, entries: Sequence[Entry]) -> str:
    """Say why nobody can tell which of two files is the department's last word, "" where it is plain."""
    if first.run and first.run == newer.run and _is_tie(first.saved, newer.saved):
        return _TIE
    if any(_is_again(one, first, newer, entries) for one in entries):
        return _AGAIN.format(first=first.receipt, newer=newer.receipt)
    return ""


def _is_tie(one: str, other: str) -> bool:
    """Tell whether two times are alike, or of two kinds: properties and zip do not count alike."""
    return one == other or bool(one.partition("/")[0]) != bool(other.partition("/")[0])


def _is_again(again: Entry, first: Entry, newer: Entry, entries: Sequence[Entry]) -> bool:
    """Tell whether an entry is the first file sent once more, after the newer one.

    Not so where the file only lies where it lay before, or beside the newer one.
    """
    if again.taken is not Taken.DUPLICATE or again.sha256 != first.sha256 or again.receipt < newer.receipt:
        return False
    lay = any(one.origin == again.origin and one.receipt < again.receipt for one in entries)
    beside = any(one.sha256 == newer.sha256 and (one.run or one.receipt) == again.run for one in entries)
    return not lay and not beside


@dataclass(frozen=True)
class Order:
    """What the order of a writer's returns of one item is told by; `asked` are the item's slots."""

    item: Item
    entries: Sequence[Entry]
    asked: Sequence[Slot]
    fields: Fields
    department: str

    def ask(self, returned: Sequence[Candidate]) -> list[Candidate]:
        """Let every return ask which one counts, where another says something else and may be the last."""
        return [replace(one, findings=(*one.findings, *self._ask(one, returned))) for one in returned]

    def _ask(self, one: Candidate, returned: Sequence[Candidate]) -> Iterator[Finding]:
        for other in returned:
            first, newer = in_saved_order((one.entry, other.entry))
            why = why_unordered(first, newer, self.entries) if other is not one else ""
            differing = [
                slot
                for slot in self.asked
                if why and self._differs(slot, one.cells.get(slot), other.cells.get(slot))
            ]
            if differing:
                yield self._finding(one, other, why, differing)

    def _finding(self, one: Candidate, other: Candidate, why: str, differing: Sequence[Slot]) -> Finding:
        names = list(dict.fromkeys(self.fields[slot.field].name for slot in differing))
        used, beside = one.entry.receipt, other.entry.receipt
        words = {
            "used": used,
            "other": beside,
            "why": why,
            "fields": "、".join(names[:_SHOWN]) + ("など" if len(names) > _SHOWN else ""),
            "value": f"受付{used}・受付{beside}",
        }
        return Finding(
            "order-unclear", one.places.get(differing[0]), self.department, one.item_id, None, words
        )

    def _differs(self, slot: Slot, one: Cell | None, other: Cell | None) -> bool:
        if one is None or other is None or not is_filled(one) or not is_filled(other):
            return False
        field = self.fields[slot.field]
        return not says_same(one, other, field, field.unit or unit_of(self.item, slot))
