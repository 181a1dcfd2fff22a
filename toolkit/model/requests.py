"""What a department was asked to mend (修正依頼): as JSON in and out, to hold against what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from toolkit.model.fields import Slot
from toolkit.model.manifest import parse_slot, slot_json


@dataclass(frozen=True)
class AskedCell:
    """One thing that was asked: which cell (`slot` None where it is no answer), why, and what stood there."""

    item_id: str
    slot: Slot | None
    code: str
    sheet: str
    cell: str
    value: str


@dataclass(frozen=True)
class Request:
    """One request: to whom, on which returned file (`receipt`, `file`), what was asked.

    `book` is the file name of the book as issued. `seen` is the newest receipt of the department when it was
    asked: what came later may be the answer. `why_unmarked` says why the returned file could not be marked.
    """

    round: str
    department: str
    book: str
    receipt: int
    file: str
    seen: int
    asked: tuple[AskedCell, ...]
    why_unmarked: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the request as JSON."""
        cells = [asdict(cell) | {"slot": slot_json(cell.slot) if cell.slot else None} for cell in self.asked]
        return asdict(self) | {"asked": cells}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Request:
        """Load a request from its JSON."""
        asked = (
            cell | {"slot": parse_slot(cell["slot"]) if cell["slot"] else None} for cell in data["asked"]
        )
        return cls(**{**data, "asked": tuple(AskedCell(**cell) for cell in asked)})
