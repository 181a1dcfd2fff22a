"""Paths of received files in, what each of them is and holds out, as JSON: all that a reading process runs.

Such a process starts anew with every command, and after every file that brings it down, so this module
imports no more than reading needs, and loads what was issued once. It keeps nothing and writes nothing.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.books.reading.reader import Book, read_returned
from toolkit.desk.answers.read_return import read_return
from toolkit.desk.inbox.identity import Issues, Recognised, assign, find_sheets, items_of, recognise
from toolkit.model.errors import UnreadableBook
from toolkit.model.fields import Fields, load_fields
from toolkit.model.ledger import ASSIGNED, Taken
from toolkit.model.manifest import Manifest
from toolkit.model.read_return import FoundSheet, ReadReturn


@dataclass(frozen=True)
class Asked:
    """A file to read: as the return of `book` of an issue, else what it is has to be told first.

    `department` is whose return one without marks is, as the office says; `by_words`: its marks are lost.
    """

    path: str
    department: str = ""
    issue: int = 0
    book: str = ""
    by_words: bool = False


def read_files(
    schema: str, manifests: Sequence[Sequence[Any]], asked: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    """Tell of each file what it is (`known`) and holds (`read`, JSON as text); or `unreadable`, `refused`.

    `schema` is the path of the base schema, `manifests` (path, size, time) of each issue, `asked` the fields
    of an `Asked` each. What else goes wrong with one file is raised: its process may be the worse for it.
    """
    fields, issues = _load_fields(schema), _load_issues(tuple((str(one[0]), *one[1:]) for one in manifests))
    return [_told(Asked(*one), issues, fields) for one in asked]


@functools.cache
def _load_fields(schema: str) -> Fields:
    return load_fields(json.loads(Path(schema).read_text("utf-8")))


@functools.lru_cache(maxsize=8)
def _load_issues(manifests: Sequence[Sequence[Any]]) -> Issues:
    """Load what was issued; an issue's manifest never changes, but a folder may be another's by now."""
    return Issues([Manifest.from_json(json.loads(Path(one[0]).read_text("utf-8"))) for one in manifests])


def _told(asked: Asked, issues: Issues, fields: Fields) -> dict[str, Any]:
    try:
        known, read = _read(asked, issues, fields)
    except UnreadableBook as unreadable:
        return {"unreadable": [unreadable.code, unreadable.detail]}
    except OSError as refused:
        return {"refused": [refused.errno, refused.strerror]}
    text = json.dumps(read.as_json(), ensure_ascii=False, separators=(",", ":")) if read else ""
    return {"known": vars(known), "read": text}


def _read(asked: Asked, issues: Issues, fields: Fields) -> tuple[Recognised, ReadReturn | None]:
    path = Path(asked.path)
    book = read_returned(path)
    if asked.book:
        manifest, issued = issues.book(asked.issue, asked.book)
        known = Recognised(Taken.RETURN, asked.issue, issued.department, issued.file)
        return known, read_return(book, manifest, issued, fields, by_words=asked.by_words)
    known = recognise(book, issues)
    if asked.department and known.code == "not-ours":
        known = assign(book, issues, asked.department)
    known = replace(known, saved=book.saved)
    return _with_items(book, known, issues, fields) if known.taken is Taken.RETURN else (known, None)


def _with_items(
    book: Book, known: Recognised, issues: Issues, fields: Fields
) -> tuple[Recognised, ReadReturn | None]:
    """Read a return, and tell the items of its sheets; one that is known is one though it cannot be read."""
    manifest, issued = issues.book(known.issue, known.book)
    read = None
    try:
        read = read_return(book, manifest, issued, fields, by_words=known.code == ASSIGNED)
    except MemoryError:
        raise
    except Exception:  # it is a return all the same: whose reads it later is told that it cannot be read
        found: Sequence[FoundSheet] = find_sheets(book, manifest, issued)
    else:
        found = read.found
    return replace(known, items=known.items or items_of(found)), read
