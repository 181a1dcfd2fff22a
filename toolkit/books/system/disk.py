"""A path in; a file written whole or not at all, a line added whole, one writer at a time, out.

Power fails, disks fill and people close the window: what stands under its own name is always whole.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import platform
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from toolkit.books.system.windows import move, seize
from toolkit.model.errors import OfficeError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes the place of `path` only when all went well.

    An OSError names `path`, as the name beside it tells nobody anything.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{secrets.token_hex(8)}.tmp")  # not mkstemp: its files are closed to all others
    try:
        with _naming(path, half):
            yield half
            with half.open("r+b") as written:
                os.fsync(written.fileno())
            move(half, path)
    finally:
        with suppress(OSError):  # what went wrong before is what is told
            half.unlink(missing_ok=True)


@contextmanager
def half_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder inside `folder` to make files in before they are moved to their place (`move_all`).

    Not mkdtemp: what begins in its folder is closed to colleagues on a file server, on Windows for good.
    """
    half = folder / f".{secrets.token_hex(8)}.tmp"
    half.mkdir(parents=True)
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def move_all(moves: Sequence[tuple[Path, Path]]) -> None:
    """Move files and folders (from, to) to their places, in this order: all of them, or none.

    The folders they go to are made. Raises OSError for the one that could not be moved: Windows moves
    nothing that a program holds open.
    """
    done: list[tuple[Path, Path]] = []
    made = [folder for folder in dict.fromkeys(target.parent for _, target in moves) if not folder.exists()]
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            move(source, target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            with suppress(OSError):  # what went wrong before is what is told
                move(target, source)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def sweep(folder: Path) -> None:
    """Delete what killed writers left in a folder and below (`.….tmp`); hold the lock meanwhile."""
    for left in list(folder.rglob(".*.tmp")):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def add_line(path: Path, document: Any) -> None:
    """Add a line of JSON to a book that only grows; a last line that was torn is set right first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = (json.dumps(document, ensure_ascii=False) + "\n").encode()
    with _naming(path), path.open("a+b", buffering=0) as book:
        _mend_last_line(book)
        if book.write(line) != len(line):  # the disk took what it had room for
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(book.fileno())


def whole_lines(content: bytes) -> bytes:
    """Give a book of lines without the last line where it was torn: neither ended nor JSON."""
    end = content.rfind(b"\n") + 1
    try:
        json.loads(content[end:].decode("utf-8-sig"))
    except ValueError:
        return content[:end]
    return content


def _mend_last_line(book: BinaryIO) -> None:
    if not book.seek(0, os.SEEK_END):
        return
    book.seek(-1, os.SEEK_END)
    if book.read(1) == b"\n":
        return
    book.seek(0)
    content = book.read()
    whole = whole_lines(content)
    book.truncate(len(whole))
    if not whole.endswith(b"\n"):
        book.write(b"\n")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock file; OfficeError where another process holds it.

    The lock is the system's own: it ends with the process, however that ends, and it holds for other
    computers on the same file server. What is written in the file is only told.
    """
    with lock.open("a+b", buffering=0) as file:  # what a full disk refuses is told now, and once
        if not seize(file.fileno()):
            file.seek(0)
            holder = file.read().decode("utf-8", "replace").strip()
            raise OfficeError(
                f"ほかの gyokaku が、この作業フォルダを使っています（{holder}）。",
                "終わるのを待って、もう一度実行してください。",
            )
        with _naming(lock):
            file.truncate(0)
            now = dt.datetime.now().astimezone()
            told = f"{platform.node()}、{now:%Y-%m-%d %H:%M:%S}から、プロセス番号{os.getpid()}\n"
            file.write(told.encode())
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def _naming(path: Path, half: Path | None = None) -> Iterator[None]:
    """Let an OSError that names no file, or the one beside `path`, name `path`."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename) == str(half):
            error.filename, error.filename2 = str(path), None
        raise
