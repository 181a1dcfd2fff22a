"""A step in; the same step stopped at its n-th touch of the disk, killed or refused by the system, out.

Each runs in a forked process, whose audit hook counts what opens for writing, moves, makes or deletes.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.steps.toy_city import GOOD
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.messages import message_of

KILLED, REFUSED, TRACEBACK = 9, 2, 70
_MOVES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.utime", "os.link"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

Step = Callable[[], object]


def fork(work: Step, lives: float | None = None) -> int:
    """Run work in a forked process; give its exit code: 0, REFUSED for an OSError, or TRACEBACK.

    It is killed after so many seconds.
    """
    child = os.fork()
    if child:
        if lives is not None:
            time.sleep(lives)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = TRACEBACK
    try:
        work()
        code = 0
    except OSError as error:
        code = REFUSED if error.filename else TRACEBACK
    except BaseException:  # whatever it is, the parent is told by the code alone
        traceback.print_exc()
    finally:
        os._exit(code)


def is_touch(event: str, arguments: tuple[object, ...], root: Path) -> bool:
    """Tell whether an audit event changes something below root."""
    if event == "open":
        path, _, flags = arguments
        return isinstance(flags, int) and bool(flags & _WRITES) and str(path).startswith(str(root))
    return event in _MOVES and any(str(one).startswith(str(root)) for one in arguments)


def stop_at(number: int, root: Path, stop: Callable[..., None]) -> None:
    """Let `stop` be called, with what is touched, before the n-th touch of the disk below root."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if is_touch(event, arguments, root):
            count += 1
            if count == number:
                stop(*(arguments[:2] if event == "os.rename" else arguments[:1]))

    sys.addaudithook(hook)


def refuse(fault: int, path: object, other: object = None) -> None:
    """Raise what the system raises where it refuses."""
    raise OSError(fault, os.strerror(fault), path, None, other)


def killed(number: int, root: Path, work: Step) -> bool:
    """Run work until it touches the disk for the n-th time and kill it there; False where it ends first."""

    def doomed() -> None:
        stop_at(number, root, lambda *_: os._exit(KILLED))
        work()

    code = fork(doomed)
    assert code in (0, KILLED), code
    return code == KILLED


def refused(number: int, root: Path, work: Step, fault: int) -> bool:
    """Run work and let the system refuse its n-th touch; False where it ends first."""
    seen = []

    def fail(*paths: object) -> None:
        seen.append(paths)
        refuse(fault, *paths)

    def doomed() -> None:
        stop_at(number, root, fail)
        work()
        os._exit(REFUSED if seen else 0)  # a folder that is there need not be made, a leftover may stay

    code = fork(doomed)
    assert code in (0, REFUSED), code
    return code == REFUSED


def cut_short(size: int, work: Step) -> bool:
    """Run work where no file may grow beyond a size, as on a disk that fills up; False where all fit."""

    def doomed() -> None:
        import resource  # unknown to Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        work()

    code = fork(doomed)
    assert code in (0, REFUSED), code
    return code == REFUSED


def message(number: int, root: Path, work: Step) -> str:
    """Give what is said where the disk is full at the n-th touch; "" where work ends first."""
    reading, writing = os.pipe()

    def tell() -> None:
        stop_at(number, root, partial(refuse, errno.ENOSPC))
        try:
            work()
        except Exception as error:
            os.write(writing, message_of(error).encode())

    assert fork(tell) == 0
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        return said.read().decode()


# -- what a workspace is held against


def check_whole(workspace: Workspace) -> None:
    """Assert that whatever stands under a name of its own is whole."""
    for path in workspace.root.rglob("*"):
        if any(part.startswith(".") and part.endswith(".tmp") for part in path.parts):
            continue
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                assert book.testzip() is None
        elif path.suffix == ".jsonl" and path.parent.name != "read":  # what is kept of readings may be torn
            assert [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    folder = workspace.folder("回収", workspace.profile.round())
    for entry in workspace.ledger(workspace.profile.round()):
        assert hashlib.sha256((folder / entry.file).read_bytes()).hexdigest() == entry.sha256


def left_over(workspace: Workspace) -> list[Path]:
    """Give what a killed writer left."""
    return list(workspace.root.rglob(".*.tmp"))


def recorded(workspace: Workspace) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Give what the ledger holds of files, apart from numbers, times and duplicates."""
    ledger = load_workspace(workspace.root).ledger(workspace.profile.round())
    firsts = [entry for entry in ledger if not entry.duplicate_of]
    assert len({entry.sha256 for entry in firsts}) == len(firsts)
    return sorted((entry.sha256, entry.taken, entry.department, entry.items) for entry in firsts)


def taken(workspace: Workspace) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Give the same; assert that numbers run on and that every file of 回収 has its entry."""
    ledger = load_workspace(workspace.root).ledger(workspace.profile.round())
    assert [entry.receipt for entry in ledger] == list(range(1, len(ledger) + 1))
    folder = workspace.folder("回収", workspace.profile.round())
    assert {path.name for path in folder.iterdir()} - {"受付簿.jsonl"} == {entry.file for entry in ledger}
    return recorded(workspace)


def send_some(folder: Path) -> int:
    """Put a file that is no return beside the answers; give how many files there are."""
    (folder / "メモ.txt").write_text("よろしくお願いします。", "utf-8")
    return len(GOOD) + 1
