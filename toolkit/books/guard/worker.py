"""Calls of functions in; what these give out, worked out in processes of their own, an executor like others.

A file that takes too long, needs too much memory or brings a library down costs such a process, which is
started anew for the next call, and its own verdict: `reading-failed`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import IO, Any, TypeVar

from toolkit.books.guard.serve import GIVEN, WHY_NOT, serve
from toolkit.books.system.windows import ChildJob
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.read_return import FAILED

PAUSE_SECONDS = 1.0  # before a start that the system refused is tried again
START_SECONDS = 120  # a virus scanner may look at every module of a first start
MOST = 2
"""So many processes at most: more would take from an office PC what its user works with."""
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    f"from {serve.__module__} import {serve.__name__}; {serve.__name__}()"
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What a call may cost: `seconds`, and `memory` in bytes where the system can limit it."""

    seconds: float = 20
    memory: int = 1 << 30


LIMITS = Limits()


class Processes(Executor):
    """Runs functions of one module on what JSON can say, in a process that starts with the first call.

    A second one starts with the `second`-th call where there is another core. The future of a call raises
    UnreadableBook("reading-failed") where it failed, OfficeError where no process can be started.
    """

    def __init__(self, limits: Limits = LIMITS, second: float = math.inf) -> None:
        """Take what a call may cost; nothing is started yet."""
        self._threads = ThreadPoolExecutor(MOST)
        self._processes = [_Process(limits) for _ in range(min(MOST, os.cpu_count() or 1))]
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._idle.put(self._processes[0])
        self._waiting, self._second, self._calls = self._processes[1:], second, 0

    def submit(  # type: ignore[override]  # a call of a function of a module, by its place alone
        self, function: Callable[..., Result], /, *arguments: Any
    ) -> Future[Result]:
        """Let a function be called with arguments that JSON can say."""
        self._calls += 1
        if self._waiting and self._calls >= self._second:
            self._idle.put(self._waiting.pop())
        call = json.dumps([function.__name__, arguments]).encode() + b"\n"
        return self._threads.submit(self._run, function.__module__, call)

    def _run(self, module: str, call: bytes) -> Any:
        process = self._idle.get()
        try:
            return process.run(module, call)
        finally:
            self._idle.put(process)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: when all is done, or at once where what waits is cancelled."""
        if cancel_futures:
            for process in self._processes:
                process.end()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for process in self._processes:
            process.stop()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, at once where the block ended with an error."""
        self.shutdown(cancel_futures=kind is not None)


class _Process:
    """A process that calls the functions of a module; used by one thread at a time, but `end` by any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._job: ChildJob | None = None
        self._ended = False

    def run(self, module: str, call: bytes) -> Any:
        """Give what a call gives; UnreadableBook or OfficeError where that is nothing."""
        self._start_if_needed(module)
        seconds = self._limits.seconds
        answer, in_time = self._ask(call, seconds)
        if answer and GIVEN in answer and in_time:
            return answer[GIVEN]
        self.stop()
        if not in_time:
            raise UnreadableBook(FAILED, f"（{seconds:g}秒で読み終わりません）")
        raise UnreadableBook(FAILED, answer[WHY_NOT] if answer else "（読み取りの途中で止まりました）")

    def end(self) -> None:
        """End the process for good, whatever it is doing."""
        self._ended = True
        self._kill()

    def stop(self) -> None:
        """End the process; the next call starts another."""
        self._kill()
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # what was not sent stays unsent
                    _there(pipe).close()
            self._process.wait()
        self._process = self._job = None

    def _kill(self) -> None:
        process, job = self._process, self._job
        if process is not None:
            process.kill()
        if job is not None:  # the whole of it: a virtual environment of Windows starts a process in a process
            job.close()

    def _ask(self, line: bytes, seconds: float) -> tuple[dict[str, Any] | None, bool]:
        """Give the answer to a line, None where the process ended without one, and whether it was in time."""
        process = self._process
        assert process is not None
        end = time.monotonic() + seconds
        timer = Timer(seconds, self._kill)
        timer.daemon = True
        timer.start()
        try:
            _there(process.stdin).write(line)
            _there(process.stdin).flush()
            said = _there(process.stdout).readline()
        except OSError:
            said = b""
        finally:
            timer.cancel()
        answer = json.loads(said.decode("utf-8", "surrogatepass")) if said.endswith(b"\n") else None
        return answer, time.monotonic() < end

    def _start_if_needed(self, module: str) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        try:
            self._start(module)
        except OSError:  # no memory, no handle or no right for another process: for a moment, perhaps
            time.sleep(PAUSE_SECONDS)
            try:
                self._start(module)
            except OSError as fault:
                raise _cannot_start() from fault

    def _start(self, module: str) -> None:
        """Start a process; one that does not come so far as to say so is the system's fault, no file's."""
        command = [sys.executable, "-X", "utf8", "-c", _START, *sys.path]
        pipe, none = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=none)  # noqa: S603 - our own
        self._job = ChildJob(self._process.pid, self._limits.memory)
        if self._ended:  # while it started
            self._kill()
        told = {"seconds": self._limits.seconds, "memory": self._limits.memory, "module": module}
        said, in_time = self._ask(json.dumps(told).encode() + b"\n", START_SECONDS)
        if said is None or not in_time:
            self.stop()
            raise _cannot_start()


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _cannot_start() -> OfficeError:
    mend = "パソコンを再起動して、もう一度実行してください。"
    return OfficeError("ファイルを読み取るためのプログラムを始められません。", mend)
