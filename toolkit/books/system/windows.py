"""What Windows does otherwise than all other systems: names in use, links, locks, a child that ends with us.

Each function does on every system what the rest of the code means; nothing else asks which system it is.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

PLACES_OF_LIBREOFFICE = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
"""Where LibreOffice lies on Windows without being on the PATH."""
_JUNCTION = 0xA0000003  # a folder of Windows that stands for another
_IN_USE = (5, 32, 33)  # access denied (what a file in use says to its successor), sharing, lock violation
_PATIENCE = (0.05, 0.1, 0.2, 0.4)  # seconds: so long a virus scanner may look at a file that is new


def move(source: Path, target: Path) -> None:
    """Move a file or folder to another name on the same disk; a file that has the name makes way.

    Windows moves nothing that a program holds open: what holds it for a moment only is waited for.
    """
    for seconds in _PATIENCE if sys.platform == "win32" else ():
        try:
            source.replace(target)
        except PermissionError as held:
            if getattr(held, "winerror", None) not in _IN_USE:
                raise
            time.sleep(seconds)
        else:
            return
    source.replace(target)


def is_link(status: os.stat_result) -> bool:
    """Tell whether a name stands for another file or folder: a link, or a junction of Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _AT_ONCE, _FOR_US_ALONE = 1, 2
    _LOCKED = 33  # ERROR_LOCK_VIOLATION
    _BEHIND_THE_TEXT = 1 << 20  # a lock of Windows hides from others what it covers
    _LIMITS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY, _END_WITH_US = 0x100, 0x2000
    _PUT_IN_A_JOB = 0x101  # PROCESS_SET_QUOTA, PROCESS_TERMINATE

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("smallest_working_set", ctypes.c_size_t),
            ("largest_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Limits(ctypes.Structure):
        _fields_ = (
            ("basic", _BasicLimits),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )


def seize(number: int) -> bool:
    """Lock an open file unless another process holds it; True too on a file server that knows no locks."""
    if sys.platform == "win32":
        handle, where = wintypes.HANDLE(msvcrt.get_osfhandle(number)), _Overlapped(offset=_BEHIND_THE_TEXT)
        how = _AT_ONCE | _FOR_US_ALONE
        done = _kernel.LockFileEx(handle, how, 0, 1, 0, ctypes.byref(where))
        is_ours = bool(done) or ctypes.get_last_error() != _LOCKED
    else:
        import fcntl

        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = True
        except OSError as refused:
            is_ours = not isinstance(refused, BlockingIOError)
    return is_ours


class ChildJob:
    """A process of ours that ends when we end, however that is, and takes no more than `memory` bytes.

    Windows does both for what is in a job. Where it does not let us, and on other systems, this does
    nothing: there the child limits itself (`limit_memory`, `limit_seconds`).
    """

    def __init__(self, process: int, memory: int) -> None:
        """Take the number of a process that was just started."""
        self._job = 0
        if sys.platform == "win32":
            flags = _PROCESS_MEMORY | _END_WITH_US
            limits = _Limits(basic=_BasicLimits(flags=flags), process_memory=memory)
            self._job = _kernel.CreateJobObjectW(None, None) or 0
            job, size = wintypes.HANDLE(self._job), ctypes.sizeof(limits)
            _kernel.SetInformationJobObject(job, _LIMITS, ctypes.byref(limits), size)
            child = wintypes.HANDLE(_kernel.OpenProcess(_PUT_IN_A_JOB, False, process))
            _kernel.AssignProcessToJobObject(job, child)
            _kernel.CloseHandle(child)

    def close(self) -> None:
        """Let go of the process; one that still runs ends."""
        if sys.platform == "win32" and self._job:
            _kernel.CloseHandle(wintypes.HANDLE(self._job))
        self._job = 0


def limit_memory(memory: int) -> None:
    """Limit what this process takes, in bytes; on Windows its job does (ChildJob)."""
    if sys.platform != "win32":
        import resource

        try:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        except (ValueError, OSError):  # macOS knows the limit but refuses to set it
            return


def limit_seconds(seconds: float | None) -> None:
    """End this process by itself when the time is over, None: never; on Windows it ends with its parent."""
    if sys.platform != "win32":
        signal.alarm(0 if seconds is None else int(seconds) + 5)
