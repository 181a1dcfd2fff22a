"""A point in the life of a round in, how much of its append-only books had been written by then out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.model.decisions import Decision
from toolkit.model.ledger import Entry
from toolkit.model.manifest import Manifest


@dataclass(frozen=True)
class Upto:
    """A point in the life of a round: so many files received, decisions written, issues made; None: all.

    Each of the three only grows, so the numbers tell a past state exactly, whatever the clock said.
    """

    receipts: int | None = None
    decisions: int | None = None
    issue: int | None = None

    def received(self, entries: Sequence[Entry]) -> list[Entry]:
        """Give the entries of the 受付簿 that were there."""
        return [one for one in entries if self.receipts is None or one.receipt <= self.receipts]

    def decided(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Give the lines of the 決定簿 that were there."""
        return list(decisions[: self.decisions])

    def issues(self, manifests: Sequence[Manifest]) -> list[Manifest]:
        """Give the issues that had been made; the first is always there."""
        return [one for one in manifests if self.issue is None or one.issue <= max(self.issue, 1)]


EVERYTHING = Upto()
"""All that a round has brought."""


def upto_moment(
    moment: dt.datetime,
    entries: Sequence[Entry],
    decisions: Sequence[Decision],
    manifests: Sequence[Manifest],
) -> Upto:
    """Give the point a round had reached at a moment, by what the office's clock said (to the second)."""
    received = [one.receipt for one in entries if one.received_at <= moment]
    decided = [one for one in decisions if one.at <= moment]
    issued = [one.issue for one in manifests if one.issued_at is None or one.issued_at <= moment]
    return Upto(max(received, default=0), len(decided), max(issued, default=0))
