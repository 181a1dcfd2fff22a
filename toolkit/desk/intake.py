"""Files that arrived in; their copies in 回収, and an entry of the 受付簿 each, out."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.books.guard.bounds import MB
from toolkit.books.system.disk import add_lines, write_all
from toolkit.books.system.windows import move
from toolkit.desk.answers.batches import BATCH, Batch, Readers, Told, set_aside
from toolkit.desk.answers.kept import KeptReadings, read_as
from toolkit.desk.answers.reading_process import Asked
from toolkit.desk.inbox.arrivals import Arrival, iter_arrivals
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.errors import UnreadableBook
from toolkit.model.file_names import legal_name
from toolkit.model.ledger import Entry, Taken
from toolkit.model.profile import Round

LARGEST_GROUP = 10 * MB
"""What is copied together at most."""


@dataclass(frozen=True)
class _Arrived:
    """A file with its receipt number. `file` is its name in 回収, "" where its content lies there already."""

    receipt: int
    sha256: str
    at: dt.datetime
    origin: str
    file: str
    modified: float
    refused: UnreadableBook | None


class Intake:
    """Takes files into 回収, a group after the other: they are copied, then read, then entered.

    The bytes of a group are on the disk before one of it is entered: an entry never names a file that is not
    there. With a `department` files that were set aside before are looked at again, one by one, as its own.
    """

    def __init__(
        self, workspace: Workspace, round_: Round, readers: Readers, department: str, ahead: int
    ) -> None:
        """Know what was taken in before; at most `ahead` groups wait to be read."""
        self.entries: list[Entry] = []
        self._folder = workspace.folder(RETURNED, round_)
        self._ledger = workspace.ledger_path(round_)
        self._kept = KeptReadings(workspace, round_)
        self._readers = readers
        self._department = department
        self._size, self._ahead = (1, 0) if department else (BATCH, ahead)
        self._known: dict[str, Entry] = {}
        self._taken: set[tuple[str, float, str]] = set()
        self.receipts = 0
        self._named: set[str] = set()
        for entry in workspace.ledger(round_):
            self._known.setdefault(entry.sha256, entry)
            self._named.add(entry.file)
            self._taken.add((entry.origin, entry.modified, entry.sha256))
            self.receipts = max(self.receipts, entry.receipt)
        self._run = self.receipts + 1
        self._group: list[_Arrived] = []
        self._copies: list[tuple[Path, bytes, float]] = []
        self._coming: set[str] = set()
        self._waiting: deque[tuple[list[_Arrived], Batch | None]] = deque()

    def iter_left(self) -> Iterator[tuple[Arrival, Path]]:
        """Yield the files of 回収 that lack an entry: what is cut off between copy and entry leaves some."""
        files = sorted(self._folder.glob("[0-9]*_*"))
        left = {str(path): path for path in files if path.name not in self._named}
        for arrived in iter_arrivals(left.values(), skip=self._ledger):
            # What lies in a zip that was refused has entries of its own.
            if not isinstance(arrived, Arrival) or arrived.origin not in left:
                continue
            if hashlib.sha256(arrived.content).hexdigest() not in self._known:
                name = arrived.name.partition("_")[2]
                yield replace(arrived, origin=name, name=name), left[arrived.origin]

    def has_taken(self, arrived: Arrival) -> bool:
        """Tell whether this very file was taken in before: the same content, written again, is another."""
        digest = hashlib.sha256(arrived.content).hexdigest()
        return (readable(arrived.origin), arrived.modified, digest) in self._taken

    def take_in(self, arrived: Arrival, lies: Path | None = None) -> None:
        """Give a file its number; `lies` is where in 回収 one lies that was left without an entry."""
        digest = hashlib.sha256(arrived.content).hexdigest()
        first = self._known.get(digest)
        is_new = first is None or (bool(self._department) and first.taken is Taken.SET_ASIDE)
        file = ""
        self.receipts += 1
        if is_new and digest not in self._coming:
            self._coming.add(digest)
            file = self._place(arrived, lies)
        now, origin = dt.datetime.now().astimezone(), readable(arrived.origin)
        about = (now, origin, file, arrived.modified, arrived.refused)
        self._group.append(_Arrived(self.receipts, digest, *about))
        size = sum(len(content) for _, content, _ in self._copies)
        if len(self._group) == self._size or size > LARGEST_GROUP:
            self._close_group()

    def finish(self) -> None:
        """Take in what is left of the last group, and enter all that is not yet entered."""
        if self._group:
            self._close_group()
        self._enter(0)

    def _place(self, arrived: Arrival, lies: Path | None) -> str:
        """Give a file a name in 回収 that nothing there has, and see to it that it gets it."""
        name = legal_name(readable(arrived.name))
        while True:
            target = self._folder / f"{self.receipts:04}_{name}"
            if target == lies:
                break
            if not os.path.lexists(target):
                if lies is None:
                    self._copies.append((target, arrived.content, arrived.modified))
                else:
                    move(lies, target)
                break
            self.receipts += 1
        return target.name

    def _close_group(self) -> None:
        """Copy the files of a group and hand them out to be read."""
        group, copies = self._group, self._copies
        self._group, self._copies = [], []
        write_all(copies)
        asked = [
            Asked(str(self._folder / one.file), self._department)
            for one in group
            if one.file and one.refused is None
        ]
        self._waiting.append((group, self._readers.hand_out(asked) if asked else None))
        self._enter(self._ahead)

    def _enter(self, ahead: int) -> None:
        """Enter the groups that were read, but for so many that are still read meanwhile."""
        while len(self._waiting) > ahead:
            group, batch = self._waiting.popleft()
            told = iter(self._readers.take(batch) if batch else ())
            taken = [self._enter_one(one, told) for one in group]
            add_lines(self._ledger, *(entry.as_json() for entry, _ in taken))
            self._kept.keep((read_as(entry), text) for entry, text in taken if text)
            self.entries += [entry for entry, _ in taken]

    def _enter_one(self, one: _Arrived, told: Iterator[Told]) -> tuple[Entry, str]:
        """Give the entry of a file, and what it holds as JSON, "" where it is no return."""
        if not one.file:
            return self._duplicate(one, self._known[one.sha256]), ""
        found = set_aside(one.refused) if one.refused else next(told)
        if found.refused:
            raise found.refused
        entry = Entry(
            *(one.receipt, one.sha256, one.at, one.origin, one.file),
            **vars(found.known),
            run=self._run,
            modified=one.modified,
        )
        self._known.setdefault(one.sha256, entry)
        self._coming.discard(one.sha256)
        return entry, found.read

    def _duplicate(self, one: _Arrived, first: Entry) -> Entry:
        return replace(
            first,
            receipt=one.receipt,
            received_at=one.at,
            origin=one.origin,
            taken=Taken.DUPLICATE,
            code="exact-duplicate",
            duplicate_of=first.duplicate_of or first.receipt,
            run=self._run,
            modified=one.modified,
        )


def readable(text: str) -> str:
    """Give a path as text; what is no text (a name unpacked from another system's zip) as `?`."""
    return text.encode("utf-8", "replace").decode()
