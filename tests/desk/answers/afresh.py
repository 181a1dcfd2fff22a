"""Entries of the 受付簿 in, what their files hold out, read here and now: no process, nothing kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pytest

from toolkit.books.reading.reader import read_returned
from toolkit.desk.answers import round_answers
from toolkit.desk.answers.read_return import read_return
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.errors import UnreadableBook
from toolkit.model.ledger import ASSIGNED, Entry
from toolkit.model.profile import Round
from toolkit.model.read_return import ReadReturn


def iter_afresh(workspace: Workspace, round_: Round, entries: Sequence[Entry]) -> Iterator[ReadReturn]:
    """Read each file as if none had ever been read."""
    manifests = {one.issue: one for one in workspace.manifests(round_)}
    for entry in entries:
        manifest = manifests[entry.issue]
        issued = next(one for one in manifest.books if one.file == entry.book)
        path = workspace.folder(RETURNED, round_) / entry.file
        by_words = entry.code == ASSIGNED
        try:
            yield read_return(read_returned(path), manifest, issued, workspace.fields, by_words=by_words)
        except UnreadableBook as unreadable:
            yield ReadReturn(unreadable=unreadable.code, detail=unreadable.detail)


def read_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command read everything afresh."""

    def iter_readings(
        workspace: Workspace, round_: Round, entries: Sequence[Entry]
    ) -> Iterator[tuple[ReadReturn, bool]]:
        folder = workspace.folder(RETURNED, round_)
        for entry, read in zip(entries, iter_afresh(workspace, round_, entries), strict=True):
            digest = hashlib.sha256((folder / entry.file).read_bytes()).hexdigest()
            yield read, digest == entry.sha256

    monkeypatch.setattr(round_answers, "iter_readings", iter_readings)
