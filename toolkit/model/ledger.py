"""The 受付簿: one entry per file that reached the office, as a line of JSON in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ASSIGNED, ALTERED, WITHDRAWN = "assigned-by-hand", "altered-since", "withdrawn"
"""The codes of a return that the office gave to its department by hand (its marks were lost), of one that was
saved anew after it was received, and of one that the office withdrew."""
OF_THE_FILE = (ASSIGNED, ALTERED)
"""What is asked of a file as a whole."""


class Taken(StrEnum):
    """How a received file was taken."""

    RETURN = "回答"
    DUPLICATE = "重複"
    SET_ASIDE = "対象外"


@dataclass(frozen=True)
class Entry:
    """A received file: its number, hash, when and from where it came, its name in 回収, what it is.

    `code` (a code of the catalogue) and `detail` say why a file was set aside; `duplicate_of` is the number
    of the first file with the same content. `department` is the id of a department or another writer, `book`
    the file name of the book as issued. `run` is the receipt number of the first file taken in together with
    it, `saved` when it was last saved, as it says itself, `modified` when its file was last written (seconds
    since 1970).
    """

    receipt: int
    sha256: str
    received_at: dt.datetime
    origin: str
    file: str
    taken: Taken
    issue: int = 0
    department: str = ""
    book: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""
    duplicate_of: int = 0
    run: int = 0
    saved: str = ""
    modified: float = 0

    def as_json(self) -> dict[str, Any]:
        """Give the entry as its line of JSON holds it."""
        return vars(self) | {"received_at": self.received_at.isoformat(timespec="seconds")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Entry:
        """Load an entry from its line."""
        return cls(
            **{
                **data,
                "received_at": dt.datetime.fromisoformat(data["received_at"]),
                "taken": Taken(data["taken"]),
                "items": tuple(data["items"]),
            }
        )
