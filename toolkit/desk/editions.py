"""A workspace and a round in; both with what asks and judges as it was when the round was issued, out.

A round keeps the settings it was issued with beside its manifest: what it asks (照会項目, 様式, 選択肢,
チェック条件), and how it judges (判定, 選択肢). Deadlines, letters and papers stay as they are now. The
office may judge anew on purpose: the 決定簿 then holds the rows it took, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings import SettingsTables
from toolkit.books.register.table import TableCell, TableRow
from toolkit.desk.settings import load_settings
from toolkit.desk.workspace import Workspace
from toolkit.model.decisions import About, Decisions, Kind
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.profile import SETTINGS, Judging, Profile, Round
from toolkit.model.upto import EVERYTHING, Upto
from toolkit.model.words import plain_word

JUDGING = (sheets.JUDGING, sheets.CHOICES)
"""The sheets that judge."""
OF_JUDGING = About(field="判定")
"""What a decision to judge anew is about."""
_ASKED = ("年度", "見込みの年度", "版", "様式")
"""What of a round's own row asks; its deadline may move."""
_WORDS = {
    "threshold": "達成とする率",
    "rate_digits": "達成率の桁",
    "truncate": "達成率の端数",
    "unset_achieved": "目標のない指標",
    "share_digits": "割合の桁",
    "share_truncate": "割合の端数",
    "slip": sheets.SLIP,
    "slip_amount": sheets.SLIP_AMOUNT,
    "slip_percent": sheets.SLIP_PERCENT,
}
_ROUNDING, _UNSET = ({value: word for word, value in one.items()} for one in (sheets.ROUNDING, sheets.UNSET))
_SAID = {"truncate": _ROUNDING, "share_truncate": _ROUNDING, "unset_achieved": _UNSET}


def as_issued(workspace: Workspace, round_: Round, upto: Upto = EVERYTHING) -> tuple[Workspace, Round]:
    """Give the workspace and the round as the round was issued last; as they are where nothing was kept.

    With `upto` as that was at a point of the round's life.
    """
    record = find_record(workspace, round_, upto)
    if record is None or (workspace.pinned == record and upto == EVERYTHING):
        return workspace, round_
    settings = _merge(workspace.settings, _load_kept(record / SETTINGS, workspace.root), round_.id)
    decisions = Decisions.of(upto.decided(workspace.decision_book(round_)))
    if decided := decisions.find(Kind.REJUDGED, OF_JUDGING):
        for sheet, rows in json.loads(decided.value).items():
            settings = settings.with_rows(sheet, rows)
    pinned = Workspace(workspace.root, record, settings)
    return pinned, pinned.profile.round(round_.id)


def _load_kept(path: Path, root: Path) -> SettingsTables:
    """Load the settings of an issue; OfficeError where they are gone or torn: none but they ask and judge."""
    try:
        return load_settings(path)
    except (OfficeError, OfficeErrors):
        what = "配布したときの設定の控えがないか、壊れています。"
        mend = "作業フォルダの控えから元に戻すか、もう一度 gyokaku generate（配布）を実行してください。"
        raise OfficeError(what, mend, path.relative_to(root).as_posix()) from None


def find_record(workspace: Workspace, round_: Round, upto: Upto = EVERYTHING) -> Path | None:
    """Find the folder of the last issue of a round, up to a point."""
    kept = (path.parent for path in workspace.issued_records(round_).glob("[0-9]*/manifest.json"))
    made = [folder for folder in kept if upto.issue is None or int(folder.name) <= max(upto.issue, 1)]
    return max(made, key=lambda folder: int(folder.name), default=None)


def judging_now(workspace: Workspace) -> str:
    """Give the rows that judge in the settings of today, as a decision keeps them."""
    now = Workspace(workspace.root).settings
    return json.dumps({sheet: now.rows(sheet) for sheet in JUDGING}, ensure_ascii=False, sort_keys=True)


def tell_rejudging(workspace: Workspace, round_: Round) -> str:
    """Say what in the settings of today would judge a round otherwise, old and new; or ""."""
    if find_record(workspace, round_) is None:
        return ""
    issued, _ = as_issued(workspace, round_)
    return _tell_judged(issued.profile, Workspace(workspace.root).profile)


def _tell_judged(issued: Profile, live: Profile) -> str:
    was, is_ = (dict(_iter_judged(one)) for one in (issued, live))
    changed = [key for key in dict.fromkeys([*was, *is_]) if was.get(key) != is_.get(key)]
    return "、".join(f"{key} {was.get(key, '（なし）')} → {is_.get(key, '（なし）')}" for key in changed)


def tell_changes(workspace: Workspace, round_: Round) -> tuple[str, ...]:
    """Say in a line each what the settings of today would judge otherwise, and ask otherwise."""
    if find_record(workspace, round_) is None:
        return ()
    lines = []
    issued, live = as_issued(workspace, round_)[0].profile, Workspace(workspace.root).profile
    if changes := _tell_judged(issued, live):
        lines.append(
            f"判定の設定が、この照会で使っているものと違います（{changes}）。"
            "いまの設定で判定し直すときは gyokaku consolidate --rejudge --why 理由 を実行してください。"
        )
    if _asking(issued, round_.id) != _asking(live, round_.id):
        lines.append(
            "聞く欄や様式、選択肢の設定が、配布したときと違います。この照会は配布したときのままで確かめます"
            "（新しい設定で聞くときは、もう一度 gyokaku generate（配布）を実行してください）。"
        )
    return tuple(lines)


def _merge(now: SettingsTables, kept: SettingsTables, round_id: str) -> SettingsTables:
    """Give the settings of today with what asked and judged when the round was issued."""
    own = next(_iter_named(kept, sheets.ROUNDS, "照会", [round_id]))
    rounds = [
        _with_cells(row, {header: own.cells[header] for header in _ASKED if header in own.cells})
        if _name(row, "照会") == plain_word(round_id)
        else row
        for row in now.tables[sheets.ROUNDS].rows
    ]
    asked = [*_iter_named(kept, sheets.ASKS, "照会", [round_id])]
    asks = [*_iter_others(now, sheets.ASKS, "照会", [round_id]), *asked]
    used = own.words_list("様式")
    forms = [
        *_iter_named(kept, sheets.FORMS, "様式", used),
        *_iter_others(now, sheets.FORMS, "様式", used),
    ]
    changed = {
        sheets.BASICS: _basics(now, kept),
        sheets.ROUNDS: rounds,
        sheets.ASKS: asks,
        sheets.FORMS: forms,
        sheets.WRITERS: _writers(now, kept),
        **{sheet: kept.tables[sheet].rows for sheet in (sheets.CHOICES, sheets.CHECKS, sheets.JUDGING)},
    }
    for sheet, rows in changed.items():
        now = now.with_table(sheet, replace(now.tables[sheet], rows=tuple(rows)))
    return now


def _basics(now: SettingsTables, kept: SettingsTables) -> list[TableRow]:
    """Give the rows of 基本 with the unit of amounts as it was."""
    unit = [sheets.UNIT]
    return [
        *_iter_others(now, sheets.BASICS, "項目", unit),
        *_iter_named(kept, sheets.BASICS, "項目", unit),
    ]


def _writers(now: SettingsTables, kept: SettingsTables) -> list[TableRow]:
    """Give the writers in the order that counted, each as it is now where it still is; then the new ones."""
    live = {_name(row, "名前"): row for row in now.tables[sheets.WRITERS].rows}
    before = {_name(row, "名前"): row for row in kept.tables[sheets.WRITERS].rows}
    return [live.get(name, row) for name, row in before.items()] + [
        row for name, row in live.items() if name not in before
    ]


def _name(row: TableRow, header: str) -> str:
    return plain_word(row.text(header))


def _iter_named(
    settings: SettingsTables, sheet: str, header: str, names: list[str] | tuple[str, ...]
) -> Iterator[TableRow]:
    plain = {plain_word(name) for name in names}
    yield from (row for row in settings.tables[sheet].rows if _name(row, header) in plain)


def _iter_others(
    settings: SettingsTables, sheet: str, header: str, names: list[str] | tuple[str, ...]
) -> Iterator[TableRow]:
    plain = {plain_word(name) for name in names}
    yield from (row for row in settings.tables[sheet].rows if _name(row, header) not in plain)


def _with_cells(row: TableRow, cells: Mapping[str, TableCell]) -> TableRow:
    return replace(row, cells={**row.cells, **cells})


def _asking(profile: Profile, round_id: str) -> list[Any]:
    """Give what of the settings a round asks with, to compare."""
    round_ = profile.round(round_id)
    return [
        (round_.years, round_.edition, round_.forms, round_.forecast, profile.effect_unit),
        [
            (ask.field.key, ask.years, ask.by, ask.required, ask.prefill, ask.source and ask.source.key)
            for ask in round_.asks
        ],
        [form for form in profile.forms if form.name in round_.forms],
        {key: [(c.word, c.synonyms) for c in one.all] for key, one in profile.choices.items()},
        [(one.field.key, one.low, one.high, one.condition, one.then, one.is_error) for one in profile.checks],
    ]


def _iter_judged(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield every setting that judges, in the words staff read, with its value."""
    for label, judging in profile.judging.items():
        of = f"{label}の" if label else ""
        changed = (
            key for key in _WORDS if not label or _value(judging, key) != _value(profile.judging[""], key)
        )
        yield from ((f"{of}{_WORDS[key]}", _value(judging, key)) for key in changed)
    for key, choices in profile.choices.items():
        name = profile.fields[key].name
        for choice in choices.all:
            if choice.meaning:
                yield f"{name}「{choice.word}」の数え方", choice.meaning.value
        for band in choices.bands:
            of = f"{band.year}の" if band.year else ""
            yield f"{name}「{band.choice}」の{of}達成率", f"{band.from_rate}以上"


def _value(judging: Judging, key: str) -> str:
    value = getattr(judging, key)
    return _SAID[key][value] if key in _SAID else str(value)
