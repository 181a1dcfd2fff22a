"""Entries of the 受付簿 in, what each return holds out: as it was kept, else read anew from 回収.

What was kept is taken only for a file that still is, bit by bit, the one its entry names.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.books.guard.bounds import BOUNDS
from toolkit.desk.answers.kept import KeptReadings, parse_reading, read_as
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import Entry
from toolkit.model.profile import Round
from toolkit.model.read_return import ReadReturn

_PUT_BACK = (
    "届いたままのファイルを、控えやメールから回収フォルダに戻してください。"
    "戻せないときは、collect --withdraw {receipt}（取下げ）で使わないことにできます。"
)


def iter_readings(
    workspace: Workspace, round_: Round, entries: Sequence[Entry]
) -> Iterator[tuple[ReadReturn, bool]]:
    """Yield what the file of each return holds, and whether it is still what was received.

    Those not kept are read as they were at first, with limits. OfficeError where one is no longer in 回収.
    """
    folder = workspace.folder(RETURNED, round_)
    kept = KeptReadings(workspace, round_)
    same = [_digest(folder, one) == one.sha256 for one in entries]
    found = [
        kept.find(read_as(one)) if as_it_was else None for one, as_it_was in zip(entries, same, strict=True)
    ]
    left = [entry for entry, read in zip(entries, found, strict=True) if read is None]
    anew = _iter_anew(workspace, round_, kept, left)
    for read, as_it_was in zip(found, same, strict=True):
        yield (next(anew) if read is None else read), as_it_was


def _iter_anew(
    workspace: Workspace, round_: Round, kept: KeptReadings, entries: Sequence[Entry]
) -> Iterator[ReadReturn]:
    """Read files again and keep what they hold, if they are what they were when they were received."""
    # Where all is kept, a command need not load what reads.
    from toolkit.desk.answers.batches import Readers, own_processes
    from toolkit.desk.answers.reading_process import Asked

    folder = workspace.folder(RETURNED, round_)
    asked = [Asked(str(folder / one.file), "", *read_as(one)[1:]) for one in entries]
    waiting = iter(entries)
    with own_processes() as processes:
        for batch in Readers(workspace, round_, processes).iter_told(asked):
            told = [(next(waiting), one) for one in batch]
            for entry, one in told:
                if isinstance(one.refused, FileNotFoundError):
                    raise _missing(entry)
            kept.keep(
                (read_as(entry), one.read)
                for entry, one in told
                if one.read and _digest(folder, entry) == entry.sha256
            )
            for _, one in told:
                why = one.known
                yield (
                    parse_reading(one.read)
                    if one.read
                    else ReadReturn(unreadable=why.code, detail=why.detail)
                )


def _digest(folder: Path, entry: Entry) -> str:
    """Give the SHA-256 of a file that was received; "" of what is no file, or larger than any return."""
    path = folder / entry.file
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > BOUNDS.file:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise _missing(entry) from None


def _missing(entry: Entry) -> OfficeError:
    what = f"受付簿にあるファイル（受付番号{entry.receipt}）がありません。"
    return OfficeError(what, _PUT_BACK.format(receipt=entry.receipt), entry.file)
