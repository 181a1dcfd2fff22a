"""Received files in, what each of them is and holds out: read in batches, by whatever executor there is.

A batch that fails is read again file by file; what then fails is that file's verdict.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any

from toolkit.books.guard.serve import TOO_MUCH_MEMORY
from toolkit.books.guard.worker import LIMITS, Limits, Processes
from toolkit.desk.answers.reading_process import Asked, read_files
from toolkit.desk.inbox.identity import Recognised
from toolkit.desk.packaged import base_schema_path
from toolkit.desk.workspace import Workspace
from toolkit.model.errors import GyokakuError, UnreadableBook
from toolkit.model.ledger import Taken
from toolkit.model.profile import Round
from toolkit.model.read_return import FAILED

BATCH = 20
"""So many files are handed out together."""
MANY = 200
"""More files than this are worth the start of a second process."""
AHEAD = 3
"""So many batches wait at most for our own processes: who watches is told where they are."""


@dataclass(frozen=True)
class Told:
    """What a file is, and what it holds: a `ReadReturn` as JSON in a text, "" where it holds no return.

    `known` of one that cannot be read says that it is set aside, and why; `refused` is what the system said.
    """

    known: Recognised
    read: str = ""
    refused: OSError | None = None


@dataclass(frozen=True)
class Batch:
    """Files that are being read."""

    asked: Sequence[Asked]
    future: Future[list[dict[str, Any]]]


class Readers:
    """Hands received files of a round out to an executor, and takes in what it tells of them."""

    def __init__(self, workspace: Workspace, round_: Round, executor: Executor) -> None:
        """Say what was issued, by where it lies; OfficeError where nothing was."""
        self._load = partial(workspace.manifests, round_)
        found = ((path, path.stat()) for path in workspace.manifest_paths(round_))
        self._manifests = [(str(path), status.st_size, status.st_mtime_ns) for path, status in found]
        self._schema = str(base_schema_path())
        self._executor = executor

    def hand_out(self, asked: Sequence[Asked]) -> Batch:
        """Let files be read."""
        files = [astuple(one) for one in asked]
        return Batch(asked, self._executor.submit(read_files, self._schema, self._manifests, files))

    def take(self, batch: Batch) -> list[Told]:
        """Give what the files of a batch are and hold, in their order."""
        try:
            answers = batch.future.result()
        except UnreadableBook as unreadable:
            return self._again(batch, unreadable)
        except GyokakuError:
            raise
        except MemoryError:
            return self._again(batch, UnreadableBook(FAILED, TOO_MUCH_MEMORY))
        except Exception:  # of whatever executor: one file's fault
            return self._again(batch, UnreadableBook(FAILED))
        return [_told(asked, answer) for asked, answer in zip(batch.asked, answers, strict=True)]

    def _again(self, batch: Batch, unreadable: UnreadableBook) -> list[Told]:
        self._load()  # the office is told where it is the record of what was issued that is broken
        if len(batch.asked) == 1:
            return [set_aside(unreadable)]
        return [told for one in batch.asked for told in self.take(self.hand_out([one]))]

    def iter_told(self, asked: Sequence[Asked]) -> Iterator[list[Told]]:
        """Yield what files are and hold, batch by batch."""
        waiting: deque[Batch] = deque()
        for at in range(0, len(asked), BATCH):
            waiting.append(self.hand_out(asked[at : at + BATCH]))
            if len(waiting) > AHEAD:
                yield self.take(waiting.popleft())
        while waiting:
            yield self.take(waiting.popleft())


def own_processes(limits: Limits = LIMITS) -> Processes:
    """Give the executor that reads where no other is given."""
    return Processes(limits, second=MANY // BATCH + 1)


def set_aside(unreadable: UnreadableBook) -> Told:
    """Tell that a file cannot be read."""
    return Told(Recognised(Taken.SET_ASIDE, code=unreadable.code, detail=unreadable.detail))


def _told(asked: Asked, answer: Mapping[str, Any]) -> Told:
    match answer:
        case {"unreadable": [code, detail]}:
            return set_aside(UnreadableBook(code, detail))
        case {"refused": [number, why]}:
            fault = OSError(number, why, asked.path)
            return replace(set_aside(UnreadableBook(FAILED)), refused=fault)
    known = dict(answer["known"])
    known |= {"taken": Taken(known["taken"]), "items": tuple(known["items"])}
    return Told(Recognised(**known), answer["read"])
