"""One bad file costs its own verdict: whatever reading it does to the process, the next call is answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.processes import is_alive
from toolkit.books.guard.worker import Limits, Processes
from toolkit.model.errors import OfficeError, UnreadableBook

QUICK = Limits(seconds=0.5)
ROOT = Path(__file__).parents[3]


def act(name: str) -> str:
    """Do what a name says; this runs in another process."""
    match name:
        case "forever":
            while True:
                pass
        case "greedy":
            return str(len([bytes(100_000_000) for _ in range(40)]))
        case "crash":
            os.abort()
        case "fault":
            raise KeyError(name)
        case "deep":
            return act(name)
        case "chatty":
            print("何か")
            os.write(1, b"{}\n")
        case "half a character":
            return "\ud83d"
        case "slow":
            time.sleep(0.3)
    return f"{name} {os.getpid()}"


def act_with(known: str, name: str) -> str:
    """Do what a name says, knowing much; this runs in another process."""
    return f"{len(known)} {act(name)}"


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes(QUICK) as started:
        yield started


def run(processes: Processes, name: str) -> str:
    return processes.submit(act, name).result()


def pid(processes: Processes) -> int:
    return int(run(processes, "good").partition(" ")[2])


def verdict(processes: Processes, name: str) -> tuple[str, str]:
    with pytest.raises(UnreadableBook) as refused:
        run(processes, name)
    return refused.value.code, refused.value.detail


def test_every_call_is_answered_by_the_same_other_process(processes: Processes) -> None:
    assert pid(processes) == pid(processes) != os.getpid()


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("forever", "（0.5秒で読み終わりません）"),
        ("crash", "（読み取りの途中で止まりました）"),
        ("fault", ""),
        ("deep", ""),
    ],
)
def test_a_call_that_fails_costs_its_own_verdict_only(processes: Processes, name: str, detail: str) -> None:
    before = pid(processes)
    assert verdict(processes, name) == ("reading-failed", detail)
    assert pid(processes) != before


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to limit what a process takes")
@pytest.mark.not_under_wine("Wine 8 takes a job's limit of memory and does not hold a process to it")
def test_a_call_that_needs_too_much_memory_is_refused(processes: Processes) -> None:
    assert verdict(processes, "greedy") == ("reading-failed", "（読み取りに必要なメモリーが多すぎます）")
    assert pid(processes)


def test_what_a_library_prints_is_no_answer(processes: Processes) -> None:
    assert run(processes, "chatty").startswith("chatty ")
    assert pid(processes)


def test_text_that_no_file_could_be_written_with_comes_back_as_it_is(processes: Processes) -> None:
    assert run(processes, "half a character") == "\ud83d"


def test_nothing_is_started_before_there_is_something_to_do(started: list[int]) -> None:
    with Processes(QUICK) as processes:
        assert started == []
        assert started == [pid(processes)]


def test_the_process_ends_with_the_block() -> None:
    with Processes(QUICK) as processes:
        ended = pid(processes)
    assert not is_alive(ended)


def test_a_block_that_ends_with_an_error_waits_for_nothing() -> None:
    seen: list[int] = []

    def interrupted() -> None:
        with Processes(Limits(seconds=600)) as processes:
            seen.append(pid(processes))
            processes.submit(act, "forever")
            processes.submit(act, "forever")
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - begun < 60
    assert not is_alive(seen[0])


def test_a_process_killed_between_two_calls_is_started_anew(processes: Processes) -> None:
    before = pid(processes)
    os.kill(before, signal.SIGTERM)
    while is_running(before):
        time.sleep(0.01)
    assert pid(processes) != before


@pytest.mark.parametrize(("cores", "many"), [(2, 2), (1, 1)])
def test_a_second_process_helps_where_there_is_much_to_do_and_another_core(
    monkeypatch: pytest.MonkeyPatch, cores: int, many: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    with Processes(second=3) as processes:
        few = {pid(processes), pid(processes)}
        calls = [processes.submit(act, "slow") for _ in range(6)]
        assert len(few) == 1
        assert len({call.result() for call in calls}) == many


STARTS_DEAD = """
import sys
from tests.books.guard.test_worker import act_with
from toolkit.books.guard.worker import Processes
from toolkit.model.errors import OfficeError

sys.executable = sys.argv[1]
with Processes() as processes:
    try:
        processes.submit(act_with, "x" * 300_000, "good").result()
    except OfficeError as error:
        print(error.what)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a program that only ends is a file of Unix")
def test_case_S18_a_process_that_dies_as_it_starts_hangs_nothing_however_much_it_is_to_know(
    tmp_path: Path,
) -> None:
    dead = tmp_path / "python"
    dead.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    dead.chmod(0o755)
    command = [sys.executable, "-X", "utf8", "-c", STARTS_DEAD, str(dead)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=True)
    assert ran.stdout == "ファイルを読み取るためのプログラムを始められません。\n"


def test_case_S18_a_process_is_told_more_than_a_pipe_holds(processes: Processes) -> None:
    assert processes.submit(act_with, "x" * 300_000, "good").result().startswith("300000 ")


UNGUARDED = """
from tests.books.guard.test_worker import act
from toolkit.books.guard.worker import Processes

with Processes() as processes:
    print(processes.submit(act, "good").result().partition(" ")[0])
"""


def test_the_program_that_calls_is_not_run_again_in_the_process(tmp_path: Path) -> None:
    script = tmp_path / "calls.py"
    script.write_text(UNGUARDED, "utf-8")
    ran = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=True,
    )
    assert ran.stdout == "good\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows sets no limit on open handles")
@pytest.mark.parametrize("left", [0, 2, 3])
def test_a_system_that_gives_no_more_handles_is_named_and_the_next_file_read(
    processes: Processes, left: int
) -> None:
    with handles_left(left), pytest.raises(OfficeError, match="始められません"):
        run(processes, "good")
    assert pid(processes)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows sets no limit on open handles")
def test_what_the_system_refuses_for_a_moment_only_is_asked_for_again(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as moment:
        moment.enter_context(handles_left(0))
        monkeypatch.setattr("time.sleep", lambda _: moment.close())
        assert pid(processes)


@contextmanager
def handles_left(count: int) -> Iterator[None]:
    """Let this process open no more than so many further files."""
    import resource

    free = [os.dup(0) for _ in range(count + 1)]
    for descriptor in free:
        os.close(descriptor)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free[count], hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give the ids of the processes that are started, as they are."""
    begun: list[int] = []

    class Seen(subprocess.Popen[Any]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            begun.append(self.pid)

    monkeypatch.setattr("subprocess.Popen", Seen)
    return begun


def is_running(number: int) -> bool:
    """Tell whether a child of ours still runs; one that ended and was not yet asked after does not."""
    if sys.platform == "win32":
        return is_alive(number)
    return Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
