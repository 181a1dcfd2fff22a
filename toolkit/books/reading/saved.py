"""A received workbook in, when it was last saved out, as the program that saved it wrote that down."""

from __future__ import annotations

import re

from toolkit.books.guard.bounds import Received

_CORE = "docprops/core.xml"
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_UNSET = 1980
"""What a zip tells that tells no time."""


def saved_at(received: Received) -> str:
    """Give `properties/zip`: the time in the document's properties and the last of its zip, "" where unknown.

    Such texts sort as their times do.
    """
    core = next((part for name, part in received.parts.items() if name.lower() == _CORE), b"")
    match = _MODIFIED.search(core)
    packed = received.packed
    last = "-".join(f"{number:02}" for number in packed) if packed[0] > _UNSET else ""
    return f"{match[1].decode() if match else ''}/{last}".removesuffix("/")
