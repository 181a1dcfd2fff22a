"""A function and paths in; what it makes of each file out, worked out in a process of its own.

A file that takes too long, needs too much memory or brings a library down costs that process, which is
started anew for the next file, and its own verdict: `reading-failed`.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from toolkit.books.system.windows import ChildJob, limit_memory, limit_seconds
from toolkit.model.errors import OfficeError, UnreadableBook

FAILED = "reading-failed"
PAUSE_SECONDS = 1.0  # before a start that the system refused is tried again
START_SECONDS = 120  # a virus scanner may look at every module of a first start

Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: `seconds`, and `memory` in bytes where the system can limit it."""

    seconds: float = 20
    memory: int = 1 << 30


LIMITS = Limits()


class Worker(Generic[Result]):
    """Runs `work` on one path after the other, in one process that starts with the first of them.

    `work` is a function of a module and what it gives can be pickled: the process is started from
    nothing, on every system alike.
    """

    def __init__(self, work: Callable[[Path], Result], limits: Limits = LIMITS) -> None:
        """Take what is to be run; nothing is started yet."""
        self._work = work
        self._limits = limits
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._job: ChildJob | None = None

    def __enter__(self) -> Worker[Result]:
        """Give the worker; its process ends with the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._stop()

    def run(self, path: Path) -> Result:
        """Give what `work` gives for a file.

        Raises what `work` raises of UnreadableBook and OSError, UnreadableBook("reading-failed") for
        whatever else goes wrong with this file, OfficeError where no process can be started.
        """
        connection = self._connect()
        try:
            connection.send(path)
            if connection.poll(self._limits.seconds):
                answer = connection.recv()
            else:
                answer = UnreadableBook(FAILED, f"（{self._limits.seconds:g}秒で読み終わりません）")
        except (EOFError, OSError):
            answer = UnreadableBook(FAILED, "（読み取りの途中で止まりました）")
        if isinstance(answer, UnreadableBook) and answer.code == FAILED:
            self._stop()
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]  # a pipe carries whatever `work` gives

    def _connect(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self._stop()
            try:
                ours, self._process = self._start()
            except OSError:  # no memory, no handle or no right for another process: for a moment, perhaps
                time.sleep(PAUSE_SECONDS)
                try:
                    ours, self._process = self._start()
                except OSError as fault:
                    raise _cannot_start() from fault
            self._connection = ours
            self._job = ChildJob(self._process.sentinel, self._limits.memory)
            self._hand_over(ours)
        return self._connection

    def _start(self) -> tuple[Connection, BaseProcess]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        try:
            with theirs:
                process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
                process.start()
        except BaseException:
            ours.close()
            raise
        return ours, process

    def _hand_over(self, connection: Connection) -> None:
        """Give the work to a process that is there; one that cannot start is the system's fault, no file's.

        Not as it starts: Python's pipe for that has this end open too, and whoever fills it waits for ever
        for a child that is gone.
        """
        try:
            if connection.poll(START_SECONDS):
                connection.recv()
                connection.send(self._work)
                if connection.poll(START_SECONDS):
                    connection.recv()
                    return
        except (EOFError, OSError):
            pass
        self._stop()
        raise _cannot_start()

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._job is not None:
            self._job.close()
        self._connection = self._process = self._job = None


def _cannot_start() -> OfficeError:
    mend = "パソコンを再起動して、もう一度実行してください。"
    return OfficeError("ファイルを読み取るためのプログラムを始められません。", mend)


def _serve(connection: Connection, limits: Limits) -> None:
    """Take the work, then answer every path with what it gives or raises, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    limit_memory(limits.memory)
    connection.send(None)
    try:
        work: Callable[[Path], object] = connection.recv()
        connection.send(None)
        while True:
            path = connection.recv()
            limit_seconds(limits.seconds)
            connection.send(_attempt(work, path))
    except (EOFError, OSError):
        return


def _attempt(work: Callable[[Path], object], path: Path) -> object:
    try:
        return work(path)
    except (UnreadableBook, OSError) as known:
        return known
    except MemoryError:
        return UnreadableBook(FAILED, "（読み取りに必要なメモリーが多すぎます）")
    except Exception:  # whatever a parser makes of a hostile file is this file's verdict
        return UnreadableBook(FAILED)
