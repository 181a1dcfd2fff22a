"""Paths in; every file under them out, with its bytes, or with the reason why it is passed over.

Only regular files are opened, no link is followed, and nothing is written. A zip is a folder like any
other: what lies in it arrives as so many files.
"""

from __future__ import annotations

import errno
import os
import stat
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.guard.bounds import BOUNDS, MB, TYPES_PART, Bounds, inflate, is_document, read_directory
from toolkit.books.system.windows import is_link
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError, OfficeErrors, UnreadableBook
from toolkit.model.messages import reason_of

ARCHIVE = Bounds(file=200 * MB, inflated=400 * MB)
"""How large a zip of returns may be; each file in it may be as large as a return."""
QUIET_NAMES = ("thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".localized", "icon\r")
"""What Windows and macOS leave in every folder."""
LARGEST_LOCK = 1_000  # bytes; Excel's ~$ file has 165, LibreOffice's .~lock about 100
TRIES, PAUSE_SECONDS = 4, 1.0
"""How often a file that is held, or half written, is looked at, and how long is waited in between."""
_FRESH_SECONDS = 60
_HELD = (32, 33)  # what Windows says of a file that another program has open or locked
_ZIP = b"PK\x03\x04"
_ZIP_END, _ZIP_END_WITHIN = b"PK\x05\x06", 65_557
_APPLE_DOUBLE = b"\x00\x05\x16\x07"
_UTF8_FLAG = 0x800


@dataclass(frozen=True)
class Arrival:
    """A file that arrived: where it lay (in a zip: the zip's path, `/`, its name there), and its bytes.

    `modified` is in seconds since 1970; `refused` says why a zip was not opened, or not the whole of it.
    """

    origin: str
    name: str
    content: bytes
    modified: float
    refused: UnreadableBook | None = None


@dataclass(frozen=True)
class PassedOver:
    """A file that is not taken in, and the reason: a zip whose files arrived is one too.

    `to_do` is True for one that could not be read now and may be a return.
    """

    origin: str
    reason: str
    to_do: bool = False


def iter_arrivals(
    paths: Iterable[Path], skip: Path, *, patient: bool = False
) -> Iterator[Arrival | PassedOver]:
    """Yield every file under the paths once, folders in the order of their names; `skip` is left out.

    `patient`: what is held or half written is looked at again a little later, and left for the next time.

    OfficeErrors before anything is opened where a path is not there.
    """
    given = list(paths)
    lost = [str(path) for path in given if not os.path.lexists(path)]
    if lost:
        raise OfficeErrors(tuple(_tell_lost(path) for path in lost))
    for path in given:
        # Only a folder that somebody names may be a link: what lies in it may not.
        start = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        if skip not in (start, *start.parents):
            yield from _iter_files(start, skip, patient)


def _tell_lost(path: str) -> OfficeError:
    if path.startswith(("http:", "https:", "file:")):
        what = "インターネットのアドレスからは取り込めません。"
        return OfficeError(what, "パソコンに保存してから、その場所を指定してください。", path)
    return OfficeError("ファイルもフォルダもありません。", "場所と名前を確かめてください。", path)


def _iter_files(start: Path, skip: Path, patient: bool) -> Iterator[Arrival | PassedOver]:
    waiting = [start]
    while waiting:
        path = waiting.pop()
        try:
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode) and not is_link(status):
                if path != skip:
                    waiting += sorted(path.iterdir(), reverse=True)
            else:
                yield from _open(path, status, patient)
        except OSError as error:
            reason = f"読み取れません（{reason_of(error)}）。閉じてから、もう一度取り込んでください"
            yield PassedOver(str(path), reason, to_do=True)


def _open(path: Path, status: os.stat_result, patient: bool) -> Iterator[Arrival | PassedOver]:
    reason = _reason_not_to_open(status) or _reason_to_pass_over(path.name, status.st_size)
    if reason:
        yield PassedOver(str(path), reason)
        return
    content = _read_settled(path) if patient else _read(path)
    reason = _reason_to_pass_over(path.name, len(content), content)
    if reason:
        yield PassedOver(str(path), reason)
    elif patient and _is_half(path, content):
        reason = "コピーの途中のようです。終わってから、もう一度取り込んでください"
        yield PassedOver(str(path), reason, to_do=True)
    elif is_archive(content):
        yield from _unpack(Arrival(str(path), path.name, content, status.st_mtime))
    elif len(content) > BOUNDS.file:
        yield PassedOver(str(path), _too_large(len(content)))
    else:
        yield Arrival(str(path), path.name, content, status.st_mtime)


def _reason_not_to_open(status: os.stat_result) -> str:
    if is_link(status):
        return "リンクは開きません"
    if not stat.S_ISREG(status.st_mode):
        return "ファイルではないもの（装置など）は開きません"
    return _too_large(status.st_size) if status.st_size > ARCHIVE.file else ""


def _reason_to_pass_over(name: str, size: int, content: bytes = b"") -> str:
    lowered = name.lower()
    if lowered.startswith(("~$", ".~lock.")) and size <= LARGEST_LOCK:
        return "Excelなどが開いている間だけ作る一時ファイル"
    if lowered in QUIET_NAMES or content.startswith(_APPLE_DOUBLE):
        return "パソコンが自動で作るファイル"
    return ""


def _too_large(size: int) -> str:
    return f"大きすぎるため取り込みません（{size // MB:,}MB）"


def _read_settled(path: Path) -> bytes:
    """Read a file that another program may still hold, or may still be writing: a little later, again."""
    for _ in range(TRIES - 1):
        try:
            content = _read(path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        else:
            if not _is_half(path, content):
                return content
        time.sleep(PAUSE_SECONDS)
    return _read(path)


def _is_half(path: Path, content: bytes) -> bool:
    """Tell whether a file has just been begun: a zip without its end, and no older than a minute."""
    if content and not (content.startswith(_ZIP) and _ZIP_END not in content[-_ZIP_END_WITHIN:]):
        return False
    return time.time() - path.stat().st_mtime < _FRESH_SECONDS


def _read(path: Path) -> bytes:
    """Read a regular file, even where something else took its name a moment ago."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no regular file")
        return file.read(ARCHIVE.file + 1)


# -- zips


def is_archive(content: bytes) -> bool:
    """Tell whether a file is a zip of files, and no document that is stored as a zip."""
    if not content.startswith(_ZIP) or content[30:].startswith(TYPES_PART.encode()):
        return False
    try:
        names = {info.filename for info in read_directory(content, ARCHIVE)}
    except UnreadableBook:
        return False
    return not is_document(names)


def _unpack(archive: Arrival) -> Iterator[Arrival | PassedOver]:
    """Yield the files of a zip, then the zip itself: passed over, or refused for what could not be read."""
    data, count, faults = archive.content, 0, []
    try:
        infos = read_directory(data, ARCHIVE)
        _refuse(infos, len(data))
    except UnreadableBook as refused:
        yield from _refused(archive, refused)
        return
    for info in infos:
        path = member_path(info)
        try:
            content = inflate(data, info)
        except UnreadableBook as refused:
            faults.append(f"「{path}」は{CATALOGUE[refused.code].title}")
            continue
        count += 1
        name = path.rpartition("/")[2]
        origin = f"{archive.origin}/{path}"
        reason = _reason_to_pass_over(name, len(content), content)
        if reason:
            yield PassedOver(origin, reason)
        else:
            yield Arrival(origin, name, content, archive.modified)
    if faults:
        yield from _refused(archive, UnreadableBook("archive", f"（{'、'.join(faults[:5])}）"))
    else:
        yield PassedOver(archive.origin, f"圧縮ファイル。中の{count}件を一つずつ取り込みました")


def _refused(archive: Arrival, refused: UnreadableBook) -> Iterator[Arrival | PassedOver]:
    """Yield a zip as a file to set aside; one larger than any return is not copied."""
    if len(archive.content) > BOUNDS.file:
        yield PassedOver(archive.origin, f"{CATALOGUE[refused.code].title}{refused.detail}")
    else:
        yield Arrival(archive.origin, archive.name, archive.content, archive.modified, refused)


def _refuse(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse a zip that holds nothing, is protected, or would inflate to more than returns ever need."""
    if not infos:
        raise UnreadableBook("archive", "（中にファイルがありません）")
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableBook("encrypted", "（zip）")
    inflated = sum(info.file_size for info in infos)
    if inflated > min(ARCHIVE.inflated, ARCHIVE.ratio * size):
        raise UnreadableBook("too-large", f"（展開すると{inflated / MB:,.0f} MB）")
    vast = [member_path(info) for info in infos if info.file_size > BOUNDS.file]
    if vast:
        raise UnreadableBook("too-large", f"（中の「{vast[0]}」）")


def member_path(info: zipfile.ZipInfo) -> str:
    """Give the name of a file in a zip: Windows writes Shift_JIS there, all others say that it is UTF-8."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename.replace("\\", "/")
    raw = info.orig_filename.encode("cp437", errors="replace")
    # macOS writes UTF-8 without saying so; Japanese in Shift_JIS is next to never valid UTF-8.
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp932", errors="replace")
    return name.replace("\\", "/")
