"""A text in, how wide it stands on a screen or in a list out."""

from __future__ import annotations

import functools
import unicodedata


@functools.lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Give the width of the widest line in half-width characters: a full-width one counts 2."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
            for line in text.split("\n")
        ),
        default=0,
    )
