"""A function of a workbook's parts in, the same function out that works out the same bytes only once.

The returns of a round are saved by a few programs, each of which writes styles, types and relations alike.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

LARGEST = 200_000
"""Bytes of what is kept: a hostile part is larger, and hundreds of them would fill the memory."""
_KEPT = 64

Made = TypeVar("Made")


def once_for_same_bytes(make: Callable[..., Made]) -> Callable[..., Made]:
    """Keep what the last few calls gave; what is given are texts and bytes, what is made nobody changes."""
    kept = functools.lru_cache(maxsize=_KEPT)(make)

    @functools.wraps(make)
    def look_up(*parts: bytes | str) -> Made:
        return (kept if sum(map(len, parts)) <= LARGEST else make)(*parts)

    return look_up
