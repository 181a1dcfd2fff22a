"""A round and what judges it in, its answers out: in one process judged once, as long as nothing changes.

What they are made of is known by what it holds, never by time or size: every file of 回収 with 受付簿 and
決定簿, every issue with its manifest and register, every 修正依頼, and the settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from toolkit.books.guard.bounds import BOUNDS
from toolkit.books.register.settings import SettingsTables
from toolkit.books.system.collector import uncollected
from toolkit.books.system.same_content import digest_of
from toolkit.desk.workspace import REGISTER, RETURNED, Workspace
from toolkit.model.profile import Round
from toolkit.model.upto import Upto

Judged = TypeVar("Judged")
_Key = tuple[SettingsTables, str]

_last: dict[_Key, Any] = {}
"""The answers that were judged last: one round's are enough to hold."""


def judged_once(workspace: Workspace, round_: Round, upto: Upto, judge: Callable[[], Judged]) -> Judged:
    """Give what `judge` gives of a round up to a point; what it gave before, where nothing has changed."""
    made_of = None if workspace.as_read else _digest(workspace, round_, upto)
    if made_of is None:
        return judge()
    key = (workspace.settings, made_of)
    if key not in _last:
        _last.clear()
        with uncollected(kept=True):
            _last[key] = judge()
    judged: Judged = _last[key]
    return judged


def _digest(workspace: Workspace, round_: Round, upto: Upto) -> str | None:
    """Give the digest of all that is read of a round; None where that cannot be read, or is too large."""
    told = hashlib.sha256(f"{workspace.root}\n{round_.id}\n{upto}\n".encode("utf-8", "surrogatepass"))
    try:
        for path in _iter_sources(workspace, round_):
            if path.stat().st_size > BOUNDS.file:
                return None
            told.update(f"{path.name}\n{digest_of(path)}\n".encode("utf-8", "surrogatepass"))
    except OSError:
        return None
    return told.hexdigest()


def _iter_sources(workspace: Workspace, round_: Round) -> Iterator[Path]:
    records = workspace.issued_records(round_)
    yield from sorted(path for path in workspace.folder(RETURNED, round_).glob("*") if path.is_file())
    yield from sorted([*records.glob("[0-9]*/manifest.json"), *records.glob(f"[0-9]*/{REGISTER}")])
    yield from sorted(workspace.requests_folder(round_).glob("*.json"))
