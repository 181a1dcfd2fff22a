"""A workspace and a round in; both with what asks and judges as it was when the round was issued, out.

A round keeps the settings it was issued with beside its manifest: what it asks (asks, forms, the contract
of a return), and how it judges. Deadlines, letters and papers stay as they are now. The office may judge
anew on purpose: the 決定簿 then holds the settings it took, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit.desk.settings import SCHEMA, SETTINGS, load_settings
from toolkit.desk.workspace import Workspace
from toolkit.model.decisions import About, Decisions, Kind
from toolkit.model.profile import Round
from toolkit.model.upto import EVERYTHING, Upto

JUDGING = ("judging", "statuses")
"""The tables of the settings that judge."""
OF_JUDGING = About(field="判定")
"""What a decision to judge anew is about."""
_ASKING = ("effect_unit", "form")
_ASKED = ("years", "edition", "form", "forms", "forecast", "asks")
"""What of a round's own table asks; its deadline may move."""
_WORDS = {
    "threshold": "達成とする達成率",
    "rate_digits": "達成率の小数の桁",
    "rounding": "達成率の端数",
    "unset": "目標のない指標",
    "share_digits": "割合の小数の桁",
    "share_rounding": "割合の端数",
    "choices": "進捗・評価の選択肢",
    "on_track": "順調とする選択肢",
    "field": "進捗・評価の欄",
}


def as_issued(workspace: Workspace, round_: Round, upto: Upto = EVERYTHING) -> tuple[Workspace, Round]:
    """Give the workspace and the round as the round was issued last; as they are where nothing was kept.

    With `upto` as that was at a point of the round's life.
    """
    record = find_record(workspace, round_, upto)
    if record is None or (workspace.pinned == record and upto == EVERYTHING):
        return workspace, round_
    kept = load_settings(record / SETTINGS)
    settings = _merge(workspace.settings, kept, round_.id) | _judged(workspace, round_, kept, upto)
    pinned = Workspace(workspace.root, record, settings)
    return pinned, pinned.profile.round(round_.id)


def find_record(workspace: Workspace, round_: Round, upto: Upto = EVERYTHING) -> Path | None:
    """Find the folder of the last issue of a round, up to a point, that kept its settings."""
    kept = (path.parent for path in workspace.issued_records(round_).glob(f"*/{SETTINGS}"))
    made = [folder for folder in kept if upto.issue is None or int(folder.name) <= max(upto.issue, 1)]
    return max(made, key=lambda folder: int(folder.name), default=None)


def tell_rejudging(workspace: Workspace, round_: Round) -> str:
    """Say what in the settings of today would judge a round otherwise, old and new; or ""."""
    record = find_record(workspace, round_)
    if record is None:
        return ""
    judged = _judged(workspace, round_, load_settings(record / SETTINGS))
    return "、".join(_iter_changes(judged, Workspace(workspace.root).settings))


def tell_changes(workspace: Workspace, round_: Round) -> tuple[str, ...]:
    """Say in a line each what the settings of today would judge otherwise, and ask otherwise."""
    record = find_record(workspace, round_)
    if record is None:
        return ()
    now, kept = Workspace(workspace.root).settings, load_settings(record / SETTINGS)
    lines = []
    if changes := tell_rejudging(workspace, round_):
        lines.append(
            f"判定の設定が、この照会で使っているものと違います（{changes}）。"
            "いまの設定で判定し直すときは gyokaku consolidate --rejudge --why 理由 を実行してください。"
        )
    live, issued = (_asking(one, round_.id) for one in (now, kept))
    schemas = [(folder / SCHEMA).read_bytes() for folder in (workspace.root, record)]
    if live != issued or schemas[0] != schemas[1]:
        lines.append(
            "聞く欄や様式、選択肢の設定が、配布したときと違います。この照会は配布したときのままで確かめます"
            "（新しい設定で聞くときは、もう一度 gyokaku generate（配布）を実行してください）。"
        )
    return tuple(lines)


def judging_now(workspace: Workspace) -> str:
    """Give what judges in the settings of today, as a decision keeps it."""
    now = Workspace(workspace.root).settings
    return json.dumps({key: now[key] for key in JUDGING if key in now}, ensure_ascii=False, sort_keys=True)


def _merge(now: Mapping[str, Any], kept: Mapping[str, Any], round_id: str) -> dict[str, Any]:
    """Give the settings of today with what asked when the round was issued."""
    own = _of_round(kept, round_id)
    asked = {key: own[key] for key in _ASKED if key in own}
    editable = {key: value for key, value in _of_round(now, round_id).items() if key not in _ASKED}
    rounds = [editable | asked if one["id"] == round_id else one for one in now["round"]]
    asking = {key: kept[key] for key in _ASKING if key in kept}
    return {key: value for key, value in now.items() if key not in JUDGING} | asking | {"round": rounds}


def _judged(
    workspace: Workspace, round_: Round, kept: Mapping[str, Any], upto: Upto = EVERYTHING
) -> dict[str, Any]:
    """Give what judges a round: as it was issued, or as the office decided since."""
    decisions = Decisions.of(upto.decided(workspace.decision_book(round_)))
    decided = decisions.find(Kind.REJUDGED, OF_JUDGING)
    source: Mapping[str, Any] = json.loads(decided.value) if decided else kept
    return {key: source[key] for key in JUDGING if key in source}


def _of_round(settings: Mapping[str, Any], round_id: str) -> Mapping[str, Any]:
    nothing: Mapping[str, Any] = {}
    return next((one for one in settings["round"] if one["id"] == round_id), nothing)


def _asking(settings: Mapping[str, Any], round_id: str) -> list[Any]:
    own = _of_round(settings, round_id)
    return [*(settings.get(key) for key in _ASKING), *(own.get(key) for key in _ASKED)]


def _iter_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield each setting that judges otherwise: `達成とする達成率 100 → 80`."""
    was, is_ = (dict(_iter_flat(one)) for one in (before, now))
    for key in dict.fromkeys([*was, *is_]):
        if was.get(key) != is_.get(key):
            yield f"{key} {was.get(key, '（なし）')} → {is_.get(key, '（なし）')}"


def _iter_flat(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every setting that judges, in the words staff read, with its value."""
    for table in JUDGING:
        for key, value in (settings.get(table) or {}).items():
            if isinstance(value, Mapping):
                yield from ((f"{key}の{_WORDS.get(one, one)}", str(own)) for one, own in value.items())
            else:
                text = "・".join(map(str, value)) if isinstance(value, list) else str(value)
                yield _WORDS.get(key, key), text
