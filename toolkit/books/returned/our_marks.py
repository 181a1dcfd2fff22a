"""The names of a received book in, what of ours it holds besides an issued book out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.books.package.lengths import cut
from toolkit.books.package.names import DefinedName, find_name

REQUEST = "_request"
"""A name of the sheet ご確認事項, by which the sheet is known again when it comes back."""
RELATED_COPY = "_related_copy"
"""A name of a 照会用コピー, in place of the mark of issue."""
_PARTING = re.compile(r'[|"\s]+')
_LONGEST = 60


def request_sheets(names: Iterable[DefinedName]) -> set[str]:
    """Give the sheets of a received book that are our own ご確認事項."""
    return {name.sheet for name in names if name.name == REQUEST and name.sheet is not None}


@dataclass(frozen=True)
class RelatedCopy:
    """Whom a copy is for, as it says itself: round, 主管課, number of the item, 関連課."""

    round: str
    lead: str
    number: str
    related: str

    @property
    def mark(self) -> str:
        """What the name in the book holds: four words, all as long as a formula's text may be."""
        words = (self.round, self.lead, self.number, self.related)
        return "|".join(cut(_PARTING.sub(" ", word), _LONGEST) for word in words)

    @property
    def words(self) -> str:
        """What a message says of it."""
        return f"項目{self.number}、{self.related}から{self.lead}へ"


def find_related_copy(names: Iterable[DefinedName]) -> RelatedCopy | None:
    """Find the mark of a 照会用コピー among the names of a received book; None where it is none."""
    name = find_name(names, RELATED_COPY)
    parts = name.text.strip('"').split("|") if name else []
    return RelatedCopy(*parts) if len(parts) == 4 else None
