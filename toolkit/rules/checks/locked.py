"""The locked cells of a sheet as issued and as returned in, each that holds something else out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.model.read_return import Change
from toolkit.model.words import visible


def iter_locked_changes(issued: Mapping[str, str], returned: Mapping[str, str]) -> Iterator[Change]:
    """Yield each locked cell whose text is not what was issued."""
    for cell, text in issued.items():
        now = returned.get(cell, "")
        if now != text and not _is_same(now, text):
            yield Change(cell, text, now)


def _is_same(text: str, other: str) -> bool:
    """Tell whether two stored texts show the same: programs write 0.1 and line breaks in their own ways."""
    try:
        return float(text) == float(other)
    except ValueError:
        return visible(text).replace("\r", "").rstrip() == visible(other).replace("\r", "").rstrip()
