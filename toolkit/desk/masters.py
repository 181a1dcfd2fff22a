"""A round in, its 取りまとめ表.json (a dict) out, and whether what it says is still so today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.desk.workspace import CONSOLIDATED, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.errors import OfficeError
from toolkit.model.plan import PublishedFigure
from toolkit.model.profile import Round
from toolkit.model.summary import Summary

MASTER = "取りまとめ表.json"


def find_master(workspace: Workspace, round_: Round) -> dict[str, Any] | None:
    """Find 取りまとめ表.json of a round; None where there is none yet, OfficeError where it is torn."""
    path = workspace.folder(CONSOLIDATED, round_) / MASTER
    if not path.is_file():
        return None
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except ValueError:
        what = f"照会「{round_.id}」の{MASTER} が壊れています。"
        raise OfficeError(what, mend_of(round_), path.relative_to(workspace.root).as_posix()) from None


def find_masters(workspace: Workspace, round_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Find 取りまとめ表.json of those of these rounds that the settings have and that were consolidated."""
    rounds = (one for one in workspace.profile.rounds if one.id in set(round_ids))
    found = {one.id: find_master(workspace, one) for one in rounds}
    return {round_id: document for round_id, document in found.items() if document is not None}


def load_master(workspace: Workspace, round_: Round) -> dict[str, Any]:
    """Load 取りまとめ表.json of a round; OfficeError where it was not consolidated yet."""
    found = find_master(workspace, round_)
    if found is None:
        raise OfficeError(f"照会「{round_.id}」の取りまとめ表がまだありません。", mend_of(round_))
    return found


def mend_of(round_: Round) -> str:
    """Say how a master that is missing, torn or behind is made again."""
    return f"先に gyokaku consolidate --round {round_.id}（取りまとめ）を実行してください。"


def find_behind(
    document: Mapping[str, Any], summary: Summary, printed: Sequence[PublishedFigure] | None
) -> str:
    """Say what is newer than 取りまとめ表.json: 回答, or the `printed` 公表値; "" where nothing is."""
    now = json.loads(json.dumps(summary.as_json(), default=float))
    if any(_asking(document, key) != _asking(now, key) for key in now if key != "published"):
        return "回答"
    known = [(row["name"], row["printed"]) for row in document["published"]]
    wanted = [(row.name, row.printed) for row in printed or ()]
    return "" if printed is None or known == wanted else "台帳の公表値"


def _asking(document: Mapping[str, Any], key: str) -> Any:
    """Give a part of 取りまとめ表.json; of the findings not how many only tell (参考: a file sent twice)."""
    part = document.get(key)
    if key != "findings" or not isinstance(part, dict):
        return part
    return {name: count for name, count in part.items() if name != Severity.INFO.name.lower()}
