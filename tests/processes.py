"""The number of a process in, whether it still runs out, on every system."""

from __future__ import annotations

import os
import sys


def is_alive(number: int) -> bool:
    """Tell whether a process runs."""
    if sys.platform == "win32":
        import ctypes

        synchronize, still_runs = 0x00100000, 0x102
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, number)
        state = kernel.WaitForSingleObject(handle, 0) if handle else 0
        kernel.CloseHandle(handle)
        return bool(state == still_runs)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
