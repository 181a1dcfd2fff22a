"""Findings (確認事項): a code of the catalogue and the words of one case in, a worded finding out.

A finding without a code of the catalogue cannot be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.fields import Slot
from toolkit.model.record import Place


@dataclass(frozen=True)
class Finding:
    """One thing to look at: what (code), where (place), about which answer, with the words of the case.

    `accepted` is why the office accepted it (事務局了承), or ""; `is_unused` that the value is then not used.
    """

    code: str
    place: Place | None = None
    department: str = ""
    item_id: str = ""
    slot: Slot | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    accepted: str = ""
    is_unused: bool = False

    def __post_init__(self) -> None:
        """Refuse a code the catalogue does not hold, and words its sentences need but lack."""
        wording = CATALOGUE[self.code]
        for text in (wording.what, wording.expected, wording.mend, wording.example):
            text.format_map(self.words)

    @property
    def severity(self) -> Severity:
        """The severity of the code; what the office accepted asks nothing any more."""
        return Severity.INFO if self.accepted else CATALOGUE[self.code].severity

    @property
    def doubts(self) -> bool:
        """Whether the value it is about may not be counted before the office has decided."""
        return CATALOGUE[self.code].doubts and not self.accepted

    @property
    def title(self) -> str:
        """The code in a few words."""
        return CATALOGUE[self.code].title

    @property
    def what(self) -> str:
        """What is wrong, as a sentence."""
        return CATALOGUE[self.code].what.format_map(self.words)

    @property
    def expected(self) -> str:
        """What is expected."""
        return CATALOGUE[self.code].expected.format_map(self.words)

    @property
    def mend(self) -> str:
        """How to mend it."""
        return CATALOGUE[self.code].mend.format_map(self.words)

    @property
    def example(self) -> str:
        """An example of a good value, or ""."""
        return CATALOGUE[self.code].example.format_map(self.words)
