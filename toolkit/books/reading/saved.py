"""A received file in, when it was last saved out, as the program that saved it wrote that down."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.books.guard.bounds import BOUNDS, inflate, part_name, read_directory

_CORE = "docprops/core.xml"
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_UNSET = 1980
"""What a zip tells that tells no time."""


def saved_at(path: Path) -> str:
    """Give `properties/zip`: the time in the document's properties and the last of its zip, "" where unknown.

    Such texts sort as their times do. The file has been read before: it is a workbook.
    """
    data = path.read_bytes()
    infos = read_directory(data, BOUNDS)
    core = next((info for info in infos if part_name(info.filename).lower() == _CORE), None)
    match = _MODIFIED.search(inflate(data, core)) if core else None
    last = max((info.date_time for info in infos), default=(0,))
    packed = "-".join(f"{number:02}" for number in last) if last[0] > _UNSET else ""
    return f"{match[1].decode() if match else ''}/{packed}".removesuffix("/")
