"""A function that reads a file in; one that reads the same content only once, however often it is asked, out.

Time and size of a file do not tell that it is the same: what it holds does.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def digest_of(path: Path) -> str:
    """Give the SHA-256 of what a file holds; "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def once_for_same_content(keep: int) -> Callable[[Callable[[Path], Made]], Callable[[Path], Made]]:
    """Keep what was read of the last few files, by name and content; nobody changes what was read."""

    def decorate(read: Callable[[Path], Made]) -> Callable[[Path], Made]:
        kept: dict[tuple[str, str], Made] = {}

        @functools.wraps(read)
        def look_up(path: Path) -> Made:
            key = (path.name, digest_of(path))
            if key not in kept:
                made = read(path)
                while len(kept) >= keep:
                    del kept[next(iter(kept))]
                kept[key] = made
            return kept[key]

        return look_up

    return decorate
