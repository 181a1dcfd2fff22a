"""Python's search for garbage that holds itself in circles: left out while much is made that is all kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, kept: bool) -> Iterator[None]:
    """Search nothing meanwhile; `kept`: nor ever in what is there then, as it stays to the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        if kept and not gc.get_freeze_count():  # of a process that goes on, only once
            gc.freeze()
    finally:
        if was_on:
            gc.enable()
