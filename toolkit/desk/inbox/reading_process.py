"""What was issued and a received file in, what the file is out: all that the process which reads them runs.

That process starts anew with every command, and after every file that brings it down, so this module imports
no more than recognising a book needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.books.reading.reader import read_returned
from toolkit.desk.inbox.identity import Recognised, assign, recognise
from toolkit.model.manifest import Manifest


def recognise_file(manifests: Sequence[Manifest], round_id: str, department: str, path: Path) -> Recognised:
    """Tell by content what a file is, as `recognise` does; UnreadableBook where it is no workbook.

    One without marks is the return of `department` where the office says so.
    """
    book = read_returned(path)
    known = recognise(book, manifests, round_id)
    if department and known.code == "not-ours":
        known = assign(book, manifests, department)
    return replace(known, saved=book.saved)
