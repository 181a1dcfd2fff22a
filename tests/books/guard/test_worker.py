"""One bad file costs its own verdict: whatever reading it does to the process, the next file is read."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.processes import is_alive
from toolkit.books.guard.worker import Limits, Worker
from toolkit.model.errors import OfficeError, UnreadableBook

QUICK = Limits(seconds=0.5)


def act(path: Path) -> str:
    """Do what a file's name says; this runs in the worker."""
    match path.name:
        case "forever":
            while True:
                pass
        case "greedy":
            return str(len([bytes(100_000_000) for _ in range(40)]))
        case "crash":
            os.abort()
        case "fault":
            raise KeyError(path.name)
        case "deep":
            return act(path)
        case "refused":
            raise UnreadableBook("macro", "（マクロ）")
        case "gone":
            raise FileNotFoundError(2, "No such file", str(path))
    return f"{path.name} {os.getpid()}"


def act_with(known: bytes, path: Path) -> str:
    """Do what a file's name says, knowing much; this runs in the worker."""
    return f"{len(known)} {act(path)}"


class NeverThere:
    """Work that ends the process as it arrives there."""

    def __call__(self, path: Path) -> str:
        return path.name

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


@pytest.fixture
def worker() -> Iterator[Worker[str]]:
    with Worker(act, QUICK) as started:
        yield started


def pid(worker: Worker[str]) -> int:
    return int(worker.run(Path("good")).partition(" ")[2])


def verdict(worker: Worker[str], name: str) -> tuple[str, str]:
    with pytest.raises(UnreadableBook) as refused:
        worker.run(Path(name))
    return refused.value.code, refused.value.detail


def test_every_file_is_read_in_the_same_other_process(worker: Worker[str]) -> None:
    assert pid(worker) == pid(worker) != os.getpid()


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("forever", "（0.5秒で読み終わりません）"),
        ("crash", "（読み取りの途中で止まりました）"),
        ("fault", ""),
        ("deep", ""),
    ],
)
def test_a_file_that_cannot_be_read_costs_its_own_verdict_only(
    worker: Worker[str], name: str, detail: str
) -> None:
    before = pid(worker)
    assert verdict(worker, name) == ("reading-failed", detail)
    assert pid(worker) != before


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to limit what a process takes")
@pytest.mark.not_under_wine("Wine 8 takes a job's limit of memory and does not hold a process to it")
def test_a_file_that_needs_too_much_memory_is_refused(worker: Worker[str]) -> None:
    assert verdict(worker, "greedy") == ("reading-failed", "（読み取りに必要なメモリーが多すぎます）")
    assert pid(worker)


def test_a_verdict_of_the_reader_is_passed_on_and_the_process_stays(worker: Worker[str]) -> None:
    before = pid(worker)
    assert verdict(worker, "refused") == ("macro", "（マクロ）")
    assert pid(worker) == before


def test_a_file_that_is_gone_is_no_verdict(worker: Worker[str]) -> None:
    with pytest.raises(FileNotFoundError):
        worker.run(Path("gone"))


def test_nothing_is_started_before_there_is_something_to_read(worker: Worker[str]) -> None:
    assert children() == set()
    pid(worker)
    assert len(children()) == 1


def test_the_process_ends_with_the_block() -> None:
    with Worker(act, QUICK) as worker:
        ended = pid(worker)
    assert not is_alive(ended)


def test_a_worker_killed_between_two_files_is_started_anew(worker: Worker[str]) -> None:
    before = pid(worker)
    (child,) = multiprocessing.active_children()
    child.kill()
    child.join()
    assert pid(worker) != before


def test_a_process_that_cannot_start_is_no_verdict_on_a_file() -> None:
    with Worker(NeverThere(), QUICK) as worker, pytest.raises(OfficeError, match="始められません"):
        worker.run(Path("good"))


STARTS_DEAD = """
import multiprocessing, sys
from functools import partial
from pathlib import Path
from tests.books.guard.test_worker import act_with
from toolkit.books.guard.worker import Worker
from toolkit.model.errors import OfficeError

multiprocessing.set_executable(sys.argv[1])
try:
    Worker(partial(act_with, b"x" * 300_000)).run(Path("good"))
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
    root = Path(__file__).parents[3]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=root, timeout=120, check=True)
    assert ran.stdout == "ファイルを読み取るためのプログラムを始められません。\n"


def test_case_S18_a_process_is_told_more_than_a_pipe_holds() -> None:
    with Worker(partial(act_with, b"x" * 300_000), QUICK) as worker:
        assert worker.run(Path("good")).startswith("300000 ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows sets no limit on open handles")
@pytest.mark.parametrize("left", [0, 2, 3])
def test_a_system_that_gives_no_more_handles_is_named_and_the_next_file_read(
    worker: Worker[str], left: int
) -> None:
    with handles_left(left), pytest.raises(OfficeError, match="始められません"):
        worker.run(Path("good"))
    assert pid(worker)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows sets no limit on open handles")
def test_what_the_system_refuses_for_a_moment_only_is_asked_for_again(
    worker: Worker[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as moment:
        moment.enter_context(handles_left(0))
        monkeypatch.setattr("time.sleep", lambda _: moment.close())
        assert pid(worker)


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


def children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}
