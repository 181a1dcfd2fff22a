"""An item with the answer that counts, by one writer or by all of them."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.model.catalogue import Severity
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry
from toolkit.model.plan import Department, Item
from toolkit.model.profile import DEPARTMENTS
from toolkit.model.record import Record, State
from toolkit.model.verdicts import Verdict


@dataclass(frozen=True)
class ItemAnswer:
    """An item with the answer that counts: its record, verdicts and findings.

    `entry` is None where nothing was returned; `asked` is empty for an item the round does not ask;
    `awaited` is False where nothing of what is asked is required: it may come back as it went. `writer` is
    whose answer it is (所属, 事務局, 委員会).
    """

    item: Item
    department: Department
    asked: tuple[Slot, ...]
    record: Record
    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    entry: Entry | None = None
    awaited: bool = True
    writer: str = DEPARTMENTS

    @property
    def errors(self) -> list[Finding]:
        """The findings that must be mended."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]

    @property
    def in_doubt(self) -> bool:
        """Whether any of what is asked is still to be decided by the office (確認中)."""
        return any(self.record.answer(slot).state is State.DOUBT for slot in self.asked)
