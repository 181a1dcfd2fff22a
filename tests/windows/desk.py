"""A PC of the office: gyokaku run as its user does, and files that another program has open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READERS_MAY, NOBODY_MAY = 1, 0
"""How a program opens a file: Excel lets others read what it edits; some let them do nothing."""
_HOLD = """
import ctypes, sys
from ctypes import wintypes
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = wintypes.HANDLE
read_and_write, must_be_there = 0xC0000000, 3
held = kernel.CreateFileW(sys.argv[1], read_and_write, int(sys.argv[2]), None, must_be_there, 0, None)
print("held" if held not in (None, 2**64 - 1) else ctypes.get_last_error(), flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it printed, as the console shows it."""

    code: int
    said: str


def gyokaku(*words: str | Path, cwd: Path, encoding: str = "cp932") -> Ran:
    """Run a command in a console of an encoding; nothing of Python's own may be seen."""
    done = subprocess.run(
        [sys.executable, "-m", "toolkit.cli", *map(str, words)],
        cwd=cwd,
        env=environment(encoding),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(encoding)
    assert "Traceback" not in said, said
    return Ran(done.returncode, said)


def environment(encoding: str = "utf-8") -> Mapping[str, str]:
    """Give the environment of a command that prints in an encoding and finds this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}


@contextmanager
def held(path: Path, others: int = READERS_MAY) -> Iterator[None]:
    """Let another process have a file open, as Excel has the book it shows."""
    with start("-c", _HOLD, str(path), str(others)) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        yield


@contextmanager
def start(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a Python of its own; it is ended with the block."""
    process = subprocess.Popen(
        [sys.executable, *words],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, by its path, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
