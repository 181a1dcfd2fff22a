"""What was issued: the manifest of one issue of a round as JSON in and out.

The manifest stays in the workspace; what comes back is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.model.fields import Slot
from toolkit.model.years import FiscalYear


@dataclass(frozen=True)
class IssuedSheet:
    """A sheet as issued: its item, every open cell with what it asks, and the text of every cell."""

    item_id: str
    sheet: str
    asked: Mapping[str, Slot]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class IssuedBook:
    """A book as issued. `mark` is the 32 hex digits it carries, `cover` the name of its first sheet."""

    department: str
    file: str
    mark: str
    cover: str
    sheets: tuple[IssuedSheet, ...]


@dataclass(frozen=True)
class Manifest:
    """One issue of a round. `slots` gives, per field key, what the cells of its name hold, in their order."""

    city: str
    round: str
    edition: FiscalYear
    issue: int
    template_sha256: str
    slots: Mapping[str, Sequence[Slot]]
    books: tuple[IssuedBook, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the manifest as JSON."""
        return {
            "city": self.city,
            "round": self.round,
            "edition": self.edition.label,
            "issue": self.issue,
            "template_sha256": self.template_sha256,
            "slots": {key: [_slot_json(slot) for slot in slots] for key, slots in self.slots.items()},
            "books": [
                {
                    "department": book.department,
                    "file": book.file,
                    "mark": book.mark,
                    "cover": book.cover,
                    "sheets": [
                        {
                            "item_id": sheet.item_id,
                            "sheet": sheet.sheet,
                            "asked": {ref: _slot_json(slot) for ref, slot in sheet.asked.items()},
                            "cells": dict(sheet.cells),
                        }
                        for sheet in book.sheets
                    ],
                }
                for book in self.books
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """Load a manifest from its JSON."""
        return cls(
            city=data["city"],
            round=data["round"],
            edition=FiscalYear.parse(data["edition"]),
            issue=data["issue"],
            template_sha256=data["template_sha256"],
            slots={key: tuple(_slot(slot) for slot in slots) for key, slots in data["slots"].items()},
            books=tuple(_book(book) for book in data["books"]),
        )


def _book(data: Mapping[str, Any]) -> IssuedBook:
    sheets = tuple(
        IssuedSheet(
            sheet["item_id"],
            sheet["sheet"],
            {ref: _slot(slot) for ref, slot in sheet["asked"].items()},
            sheet["cells"],
        )
        for sheet in data["sheets"]
    )
    return IssuedBook(data["department"], data["file"], data["mark"], data["cover"], sheets)


def _slot_json(slot: Slot) -> list[Any]:
    return [slot.field, slot.indicator, slot.activity, slot.year.label if slot.year else None]


def _slot(data: Sequence[Any]) -> Slot:
    field, indicator, activity, year = data
    return Slot(field, indicator, activity, FiscalYear.parse(year) if year else None)
