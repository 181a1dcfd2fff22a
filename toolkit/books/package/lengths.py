"""A text in, what Excel has room for out: lengths in UTF-16 units, headers whose codes stay codes.

Excel counts 𠮷 and 😀 as two. Whatever is escaped is cut before, or half an escape would stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MAX_TEXT = 32767
"""What a cell holds."""
MAX_SHEET_NAME, MAX_HEADER, MAX_TIP, MAX_PROPERTY, MAX_HEADING = 31, 255, 255, 255, 255
MAX_PATH = 218
"""Of a file with all its folders; Windows itself allows a few more."""
HIGHEST_ROW = 409.5
"""Points."""

_BREAKS = re.compile(r"[\t\n\r\v\f]+")
_FILLED = "\0"
_JOINS = re.compile(rf"((?<!&)(?:&&)*(?:&\d+{_FILLED}+(?=\d)|&[PN]{_FILLED}+(?=[+-]\d)))")


def units(text: str) -> int:
    """Give the length as Excel counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, most: int) -> str:
    """Give what fits, ending in … where something was left out; no character is halved."""
    if units(text) <= most:
        return text
    while units(text) >= most:
        text = text[: len(text) - max(1, (units(text) - most) // 2)]
    return f"{text}…"


def one_line(text: str, most: int) -> str:
    """Give what fits of a text where no line may break: a property, the heading of a table."""
    return cut(_BREAKS.sub(" ", text), most)


def fit_header(fill: Callable[[Callable[[str], str]], str]) -> str:
    """Give a header filled by `fill`, to which we say how a text is put into it.

    A blank keeps a text apart from a code it would join (`&9` and 2024 are size 92), and all texts are
    cut alike until the whole header fits.
    """
    for most in range(MAX_HEADER, 0, -5):
        header = fill(lambda text, most=most: _FILLED + cut(text, most).replace("&", "&&"))  # type: ignore[misc]
        header = _JOINS.sub(r"\1 ", header).replace(_FILLED, "")
        if units(header) <= MAX_HEADER:
            break
    return header
