"""Whether the Windows the tests run on is Wine."""

from __future__ import annotations

import sys


def is_wine() -> bool:
    """Tell Wine from Windows by a function that only Wine has."""
    if sys.platform == "win32":
        import ctypes

        found = hasattr(ctypes.windll.ntdll, "wine_get_version")
    else:
        found = False
    return found
