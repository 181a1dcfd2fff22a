"""What was issued: the manifest of one issue of a round as JSON in and out.

The manifest stays in the workspace; what comes back is held against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.model.fields import Slot
from toolkit.model.shown import Lying, parse_lying
from toolkit.model.slots import ItemSlots
from toolkit.model.years import FiscalYear


@dataclass(frozen=True)
class IssuedSheet:
    """A sheet (or a block of one) as issued: its item, every open cell with what it asks, every text.

    `suffix` is what the names of its block end in ("" or `__02`), `rows` the first and last row it takes;
    `formulas` are the computed cells with their formulas, `lines` what the form's slots stand for, `number`
    what is printed as the item's number, `lying` the form's own comments and pictures.
    """

    item_id: str
    sheet: str
    asked: Mapping[str, Slot]
    cells: Mapping[str, str]
    suffix: str = ""
    rows: tuple[int, int] = (1, 1_048_576)
    formulas: Mapping[str, str] = field(default_factory=dict)
    lines: ItemSlots = field(default_factory=ItemSlots)
    number: str = ""
    lying: tuple[Lying, ...] = ()


@dataclass(frozen=True)
class IssuedBook:
    """A book as issued. `mark` is the 32 hex digits it carries, `cover` the name of its first sheet.

    `department` is the id of a department or, for the book of another `writer`, that writer's name; `name`
    is what the book calls it.
    """

    department: str
    file: str
    mark: str
    cover: str
    sheets: tuple[IssuedSheet, ...]
    form: str
    writer: str
    name: str = ""


@dataclass(frozen=True)
class Manifest:
    """One issue of a round.

    `slots` gives, per form and field key, the template's place of each cell of the field's name, in order;
    `templates` the SHA-256 of each form's workbook. `issued_at` is None for an issue made before its moment
    was kept. `numbers` are those of the plan's items by id, as their sheets print them.
    """

    city: str
    round: str
    edition: FiscalYear
    issue: int
    templates: Mapping[str, str]
    slots: Mapping[str, Mapping[str, Sequence[Slot]]]
    books: tuple[IssuedBook, ...]
    issued_at: dt.datetime | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)

    def number_of(self, item_id: str) -> str:
        """Give what staff call an item: the number its sheet prints; its id where its form was not used."""
        return self.numbers.get(item_id, item_id)

    @cached_property
    def printed(self) -> Mapping[tuple[str, str], Sequence[tuple[IssuedBook, IssuedSheet]]]:
        """Every sheet by the writer of its book and the number it prints, in the order of the books."""
        found: dict[tuple[str, str], list[tuple[IssuedBook, IssuedSheet]]] = {}
        for book in self.books:
            for sheet in book.sheets:
                found.setdefault((book.writer, sheet.number), []).append((book, sheet))
        return found

    def slots_of(self, book: IssuedBook, sheet: IssuedSheet, key: str) -> Sequence[Slot | None]:
        """Give the slot of each cell of a field's name on an issued sheet; None for one not in use."""
        at = (book.form, key, sheet.lines)  # many items have lines of the same ids
        known = self._known_slots.get(at)
        if known is None:
            places = self.slots[book.form].get(key, ())
            known = self._known_slots[at] = tuple(sheet.lines.slot_at(place) for place in places)
        return known

    @cached_property
    def _known_slots(self) -> dict[tuple[str, str, ItemSlots], Sequence[Slot | None]]:
        return {}

    def as_json(self) -> dict[str, Any]:
        """Give the manifest as JSON."""
        return {
            "city": self.city,
            "round": self.round,
            "edition": self.edition.label,
            "issue": self.issue,
            "issued_at": self.issued_at.isoformat(timespec="seconds") if self.issued_at else None,
            "templates": dict(self.templates),
            "numbers": dict(self.numbers),
            "slots": {
                form: {key: [slot_json(slot) for slot in slots] for key, slots in fields.items()}
                for form, fields in self.slots.items()
            },
            "books": [
                {
                    "department": book.department,
                    "file": book.file,
                    "mark": book.mark,
                    "cover": book.cover,
                    "form": book.form,
                    "writer": book.writer,
                    "name": book.name,
                    "sheets": [_sheet_json(sheet) for sheet in book.sheets],
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
            templates=data["templates"],
            numbers=data["numbers"],
            slots={
                form: {key: tuple(parse_slot(slot) for slot in slots) for key, slots in fields.items()}
                for form, fields in data["slots"].items()
            },
            books=tuple(_book(book) for book in data["books"]),
            issued_at=dt.datetime.fromisoformat(data["issued_at"]) if data.get("issued_at") else None,
        )


def _sheet_json(sheet: IssuedSheet) -> dict[str, Any]:
    return {
        "item_id": sheet.item_id,
        "sheet": sheet.sheet,
        "suffix": sheet.suffix,
        "rows": list(sheet.rows),
        "asked": {ref: slot_json(slot) for ref, slot in sheet.asked.items()},
        "cells": dict(sheet.cells),
        "formulas": dict(sheet.formulas),
        "lines": sheet.lines.as_json(),
        "number": sheet.number,
    } | ({"lying": [list(one) for one in sheet.lying]} if sheet.lying else {})


def _book(data: Mapping[str, Any]) -> IssuedBook:
    sheets = tuple(
        IssuedSheet(
            sheet["item_id"],
            sheet["sheet"],
            {ref: parse_slot(slot) for ref, slot in sheet["asked"].items()},
            sheet["cells"],
            sheet["suffix"],
            (sheet["rows"][0], sheet["rows"][1]),
            sheet["formulas"],
            ItemSlots.from_json(sheet["lines"]),
            sheet["number"],
            parse_lying(sheet.get("lying", ())),
        )
        for sheet in data["sheets"]
    )
    return IssuedBook(
        data["department"],
        data["file"],
        data["mark"],
        data["cover"],
        sheets,
        data["form"],
        data["writer"],
        data["name"],
    )


def slot_json(slot: Slot) -> list[Any]:
    """Give a slot as JSON."""
    part = list(slot.part) if slot.part else None
    return [slot.field, slot.indicator, slot.activity, slot.year.label if slot.year else None, part]


def parse_slot(data: Sequence[Any]) -> Slot:
    """Load a slot from its JSON."""
    field, indicator, activity, year, part = data
    return Slot(
        field,
        indicator,
        activity,
        FiscalYear.parse(year) if year else None,
        (part[0], part[1]) if part else None,
    )
