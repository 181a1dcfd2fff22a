"""What a returned file was found to hold (a kept reading): plain facts as JSON in and out.

No sentence and no parsed quantity stands here: findings and record are made from it by the rules, so that a
reading stays true when a rule or a wording changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from toolkit.model.fields import Slot
from toolkit.model.manifest import parse_slot, slot_json
from toolkit.model.record import Cell, CellValue
from toolkit.model.shown import Lying, Shown, parse_lying

FAILED = "reading-failed"
"""The code of a file that nothing could be made of: what went wrong is our reader's, or takes too much."""


class Lead(StrEnum):
    """How surely a cell is the one a field asks for."""

    FOLLOWED = "followed"  # its name and the words around it agree
    QUESTIONED = "questioned"  # they disagree
    LOST = "lost"  # no name leads to it any more
    SEVERAL = "several"  # several sheets of the item answer it differently


@dataclass(frozen=True, slots=True)
class ReadSlot:
    """A field of a sheet and the cell it was found in; only a followed one may be taken for its value.

    `cell` is None where nothing leads to one; `expected` is where the printed words lead, when its name leads
    elsewhere.
    """

    slot: Slot
    lead: Lead
    cell: Cell | None
    expected: Cell | None = None


class Change(NamedTuple):
    """A cell nobody was asked about: its address now, its text (or formula) as issued and as it came back."""

    cell: str
    issued: str
    returned: str


class Pasted(NamedTuple):
    """An area beside the form that was filled: where, how many cells, and the text of the first."""

    area: str
    cells: int
    text: str


@dataclass(frozen=True)
class Lines:
    """Whole rows (numbers) and columns (letters) that were added or taken away, and the texts in them."""

    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The address of the first cell of these lines."""
        return f"A{self.rows[0]}" if self.rows else f"{self.columns[0]}1" if self.columns else "A1"


@dataclass(frozen=True)
class ReadSheet:
    """The sheet (or block) of an item; of several in one book (`copies`, with the state of each) the first.

    `locked` are printed cells that hold something else, `pasted` areas beside the form, `overwritten`
    computed cells that compute no more, `removed` lines stand as they were issued, `added` ones as they stand
    now. `lying` was put beside the fields. `owner` is the department it was issued to where another one sent
    it.
    """

    item_id: str
    sheet: str
    slots: tuple[ReadSlot, ...]
    locked: tuple[Change, ...] = ()
    pasted: tuple[Pasted, ...] = ()
    overwritten: tuple[Change, ...] = ()
    added: Lines = Lines()
    removed: Lines = Lines()
    lying: tuple[Lying, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    owner: str = ""


@dataclass(frozen=True)
class FoundSheet:
    """A sheet (or block) of a received book: its item, "" where nothing tells it.

    `owner` is the department it belongs to where that is another; `printed` the id printed on it ("" for
    none) where it is not the item's, else None; `renamed` its name as issued where that was changed.
    """

    sheet: str
    suffix: str
    item_id: str
    owner: str = ""
    printed: str | None = None
    renamed: str = ""
    protected: bool = False


@dataclass(frozen=True)
class Doubts:
    """Which marks of a made book a file lacks or contradicts.

    `unmarked`: its name `_issue` is gone; `other_round`: that name is another book's, of this round (None: it
    is not); `properties`: the custom properties that say something else.
    """

    unmarked: bool = False
    other_round: str | None = None
    properties: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any doubt."""
        return self != Doubts()


class Message(NamedTuple):
    """What the department wrote in 連絡欄, and where that stands."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True)
class ReadReturn:
    """A returned file as it was read. `vast` are whole rows or columns that were merged, by their sheet.

    `found` tells every sheet of it, `sheets` what stands in those that are the only one of an item. An
    unreadable file has nothing but its code of the catalogue (`unreadable`) and a detail.
    """

    sheets: tuple[ReadSheet, ...] = ()
    found: tuple[FoundSheet, ...] = ()
    reordered: bool = False
    message: Message | None = None
    links: tuple[str, ...] = ()
    vast: tuple[tuple[str, str], ...] = ()
    doubts: Doubts = Doubts()
    unreadable: str = ""
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the reading as JSON; what is as it should be is left out."""
        own = vars(self) | {"sheets": [_sheet_json(sheet) for sheet in self.sheets]}
        own |= {"found": [_filled(vars(one)) for one in self.found], "doubts": _filled(vars(self.doubts))}
        return _filled(own)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReadReturn:
        """Load a reading from its JSON."""
        doubts = dict(data.get("doubts", {}))
        doubts["properties"] = tuple((name, text) for name, text in doubts.get("properties", ()))
        known = {
            "sheets": tuple(_parse_sheet(sheet) for sheet in data.get("sheets", ())),
            "found": tuple(_parse_found(one) for one in data.get("found", ())),
            "message": Message(*data["message"]) if "message" in data else None,
            "links": tuple(data.get("links", ())),
            "vast": tuple((sheet, area) for sheet, area in data.get("vast", ())),
            "doubts": Doubts(**doubts),
        }
        return cls(**{**data, **known})


_NONE_OR_TEXT = ("printed", "other_round")
"""Facts whose "" says something else than None."""


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is as a plain return has it: None, False, "" and empty lists."""
    return {key: value for key, value in data.items() if value or (key in _NONE_OR_TEXT and value == "")}


def _parse_found(data: Mapping[str, Any]) -> FoundSheet:
    return FoundSheet(**{"sheet": "", "suffix": "", "item_id": "", **data})


def _sheet_json(sheet: ReadSheet) -> dict[str, Any]:
    return _filled(
        {
            "item_id": sheet.item_id,
            "sheet": sheet.sheet,
            "slots": [_slot_json(one) for one in sheet.slots],
            "locked": [list(change) for change in sheet.locked],
            "pasted": [list(area) for area in sheet.pasted],
            "overwritten": [list(change) for change in sheet.overwritten],
            "added": _filled(vars(sheet.added)),
            "removed": _filled(vars(sheet.removed)),
            "lying": [list(one) for one in sheet.lying],
            "copies": [list(copy) for copy in sheet.copies],
            "owner": sheet.owner,
        }
    )


def _parse_sheet(data: Mapping[str, Any]) -> ReadSheet:
    return ReadSheet(
        data.get("item_id", ""),
        data.get("sheet", ""),
        tuple(_parse_read_slot(one) for one in data.get("slots", ())),
        tuple(Change(*change) for change in data.get("locked", ())),
        tuple(Pasted(*area) for area in data.get("pasted", ())),
        tuple(Change(*change) for change in data.get("overwritten", ())),
        _parse_lines(data.get("added", {})),
        _parse_lines(data.get("removed", {})),
        parse_lying(data.get("lying", ())),
        tuple((sheet, state) for sheet, state in data.get("copies", ())),
        data.get("owner", ""),
    )


def _parse_lines(data: Mapping[str, Sequence[Any]]) -> Lines:
    return Lines(**{name: tuple(values) for name, values in data.items()})


def _slot_json(one: ReadSlot) -> dict[str, Any]:
    cell = _cell_json(one.cell) if one.cell else None
    expected = _cell_json(one.expected) if one.expected else None
    found = {"lead": one.lead.value, "cell": cell, "expected": expected}
    return {"slot": slot_json(one.slot)} | _filled(found)


def _parse_read_slot(data: Mapping[str, Any]) -> ReadSlot:
    cell, expected = data.get("cell"), data.get("expected")
    return ReadSlot(
        parse_slot(data["slot"]),
        Lead(data["lead"]),
        _parse_cell(cell) if cell else None,
        _parse_cell(expected) if expected else None,
    )


_PLAIN = Cell("")


def _cell_json(cell: Cell) -> dict[str, Any]:
    """Give a cell as JSON; what a blank cell has is left out."""
    own = {name: getattr(cell, name) for name in Cell._fields}
    told = {key: value for key, value in own.items() if value != getattr(_PLAIN, key)}
    if "shown" in told:
        told["shown"] = cell.shown.as_json()
    return told | ({"value": _value_json(cell.value)} if "value" in told else {})


def _parse_cell(data: Mapping[str, Any]) -> Cell:
    value = {"value": _parse_value(data["value"])} if "value" in data else {}
    shown = {"shown": Shown.from_json(data["shown"])} if "shown" in data else {}
    return Cell(**{"ref": "", **data, **value, **shown})


def _value_json(value: CellValue) -> Any:
    """Give a typed value as JSON: a text and a truth as they are, all else with its type."""
    match value:
        case None | str() | bool():
            return value
        case Decimal():
            return {"number": str(value)}
        case dt.timedelta():
            return {"duration": [value.days, value.seconds, value.microseconds]}
        case _:
            return {type(value).__name__: value.isoformat()}


def _parse_value(data: Any) -> CellValue:
    match data:
        case None | str() | bool():
            return data
        case {"number": text}:
            return Decimal(text)
        case {"duration": parts}:
            return dt.timedelta(*parts)
        case {"datetime": text}:
            return dt.datetime.fromisoformat(text)
        case {"date": text}:
            return dt.date.fromisoformat(text)
        case {"time": text}:
            return dt.time.fromisoformat(text)
    raise ValueError(f"no value of a cell: {data!r}")
