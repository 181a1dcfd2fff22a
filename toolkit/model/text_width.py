"""A text in, how wide it stands on a screen or in a list out."""

from __future__ import annotations

import functools
import unicodedata


class _Widths(dict[str, int]):
    """The width of every character met so far."""

    def __missing__(self, sign: str) -> int:
        width = self[sign] = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        return width


_width_of = _Widths().__getitem__


@functools.lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Give the width of the widest line in half-width characters: a full-width one counts 2."""
    return max(sum(map(_width_of, line)) for line in text.split("\n"))
