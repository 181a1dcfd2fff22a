"""What was issued and a received file in, what the file is out: all that the process which reads them runs.

That process starts anew with every command, and after every file that brings it down, so this module imports
no more than recognising a book needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.books.reading.reader import read_returned
from toolkit.books.reading.saved import saved_at
from toolkit.desk.inbox.identity import Recognised, recognise
from toolkit.model.manifest import Manifest


def recognise_file(manifests: Sequence[Manifest], round_id: str, path: Path) -> Recognised:
    """Tell by content what a file is, as `recognise` does; UnreadableBook where it is no workbook."""
    return replace(recognise(read_returned(path), manifests, round_id), saved=saved_at(path))
