"""What received files were found to hold, kept from one command to the next: `.gyokaku/read/<round>.jsonl`.

A line is a reading, found by all that made it: the program, the file's bytes, the issue and book it was read
as. What is torn, old or another's is none, and is made again; deleting the file changes nothing.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from toolkit.books.system.disk import sweep, whole_file
from toolkit.desk.code_version import code_version
from toolkit.desk.workspace import Workspace
from toolkit.model.ledger import ASSIGNED, Entry
from toolkit.model.profile import Round
from toolkit.model.read_return import ReadReturn

STALE = 100
"""So many more lines of other programs than of this one may stand there."""
_LINE = re.compile(rb'\{"by":"(\w{16})","of":"(\w{64})","sum":"(\w{16})","read":(\{.*\})\}')


class ReadAs(NamedTuple):
    """What makes a reading: the SHA-256 of the file, the issue and book it is a return of, and how.

    `by_words`: by the printed words alone, as the office gave it to its department by hand.
    """

    sha256: str
    issue: int
    book: str
    by_words: bool


def read_as(entry: Entry) -> ReadAs:
    """Tell as what the file of an entry is read."""
    return ReadAs(entry.sha256, entry.issue, entry.book, entry.code == ASSIGNED)


class KeptReadings:
    """The readings of a round that were kept. Several commands at once may use them."""

    def __init__(self, workspace: Workspace, round_: Round) -> None:
        """Find the lines that this program wrote."""
        self._path = workspace.readings_path(round_)
        self._records = workspace.issued_records(round_)
        self._by = code_version()
        self._lines: dict[str, re.Match[bytes]] = {}
        self._stale = 0
        lines: list[bytes] = []
        with suppress(OSError):  # there is none, or another program holds it
            lines = self._path.read_bytes().split(b"\n")
        for line in lines:
            match = _LINE.fullmatch(line)
            if match and match[1] == self._by.encode():
                self._lines[match[2].decode()] = match
            elif line:
                self._stale += 1

    def find(self, how: ReadAs) -> ReadReturn | None:
        """Find a reading; None where it was not kept, or is not as it was kept."""
        key = self._key(how)
        line = self._lines.get(key)
        if line is None or line[3].decode() != self._sum(key, line[4]):
            return None
        return parse_reading(line[4].decode("utf-8", "surrogatepass"))

    def keep(self, readings: Iterable[tuple[ReadAs, str]]) -> None:
        """Keep readings, each as the JSON that `parse_reading` reads; where that is refused, none is kept."""
        lines = b"".join(self._line(self._key(how), text) for how, text in readings)
        with suppress(OSError):
            if self._stale > len(self._lines) + STALE:
                sweep(self._path.parent)
                with whole_file(self._path) as half:
                    half.write_bytes(b"".join(line[0] + b"\n" for line in self._lines.values()) + lines)
                self._stale = 0
            elif lines:
                _append(self._path, lines)

    def _key(self, how: ReadAs) -> str:
        parts = (how.sha256, self._issued(how.issue), how.book, str(how.by_words))
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @functools.cache  # noqa: B019 - as long as the command
    def _issued(self, issue: int) -> str:
        """Give the digest of what an issue asked: a sheet of another book of it may have come in this one."""
        return hashlib.sha256((self._records / f"{issue:02}" / "manifest.json").read_bytes()).hexdigest()

    def _line(self, key: str, text: str) -> bytes:
        read = text.encode("utf-8", "surrogatepass")
        return b'{"by":"%b","of":"%b","sum":"%b","read":%b}\n' % (
            self._by.encode(),
            key.encode(),
            self._sum(key, read).encode(),
            read,
        )

    def _sum(self, key: str, read: bytes) -> str:
        return hashlib.sha256(self._by.encode() + key.encode() + read).hexdigest()[:16]


def parse_reading(text: str) -> ReadReturn:
    """Load a reading from its JSON."""
    return ReadReturn.from_json(json.loads(text))


def _append(path: Path, lines: bytes) -> None:
    """Add lines with one write; one that was torn before them is closed and stays none."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b", buffering=0) as book:
        if book.seek(0, 2) and book.seek(-1, 2) >= 0 and book.read(1) != b"\n":
            lines = b"\n" + lines
        book.write(lines)
