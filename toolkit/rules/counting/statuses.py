"""The answers of a field of choices in, how often each was made, in all and in groups, out; and the change.

A choice that stands outside the denominator (対象外) is counted, and no share is a share of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from toolkit.model.choices import Choices, Meaning
from toolkit.model.counts import Group, OnTrack
from toolkit.model.fields import Field
from toolkit.model.profile import Judging
from toolkit.model.summary import StatusChanges, Statuses, StatusRow
from toolkit.rules.counting.groups import Axes
from toolkit.rules.counting.totals import count_choices, printed_share

Document = Mapping[str, Any]
_Change = Mapping[str, int | None]


def count_statuses(
    field: Field, choices: Choices, rows: Sequence[StatusRow], axes: Axes, judging: Judging
) -> Statuses:
    """Count the rows of a field; shares are printed as `judging` says (C8, C9)."""

    def count(some: Sequence[StatusRow]) -> dict[str, int]:
        return count_choices((row.choice for row in some), choices.words)

    total, outside = count(rows), choices.meaning(Meaning.OUTSIDE)
    on_track = choices.meaning(Meaning.ON_TRACK)
    of = sum(number for word, number in total.items() if word not in outside)
    good = sum(total[word] for word in on_track)
    share = printed_share(good, of, judging.share_digits, judging.share_truncate)
    return Statuses(
        name=field.title,
        unit="活動" if "activity" in field.axes else axes.item_word,
        choices=choices.words,
        on_track_choices=on_track,
        rows=tuple(rows),
        total=total,
        on_track=OnTrack(good, of, share),
        groups=tuple(axes.group(rows, count)),
        field_name=field.name,
        outside=outside,
    )


def with_changes(part: Statuses, round_id: str, before: Document | None) -> Statuses:
    """Give the counts with what changed since a round: `before` is its 取りまとめ表.json, None for none.

    What cannot be compared (no such round, field or group) has None, never 0.
    """
    counted = before.get("statuses", []) if before is not None else []
    then = next((one for one in counted if one["field"] == part.field_name), None)
    why = _why_unknown(part, round_id, before, then)
    if then is None:
        unknown: _Change = dict.fromkeys(part.choices)
        none = tuple(Group(group.by, group.path, unknown) for group in part.groups)
        return replace(part, changes=StatusChanges(round_id, why, unknown, none))
    groups_then = {(one["by"], tuple(one["path"])): one["counts"] for one in then["groups"]}
    gone = [word for word, number in then["total"].items() if number and word not in part.choices]
    words = [*part.choices, *gone]
    changed = (_change(words, one.counts, groups_then.get((one.by, one.path))) for one in part.groups)
    groups = tuple(Group(one.by, one.path, change) for one, change in zip(part.groups, changed, strict=True))
    return replace(
        part, changes=StatusChanges(round_id, why, _change(words, part.total, then["total"]), groups)
    )


def _why_unknown(part: Statuses, round_id: str, before: Document | None, then: Document | None) -> str:
    if then is not None:
        return ""
    if not round_id:
        return "照会シートの「前の照会」が空欄のため、増減は出しません。"
    if before is None:
        return f"前の照会「{round_id}」の取りまとめ表がまだないため、増減は空欄です。"
    return f"前の照会「{round_id}」では「{part.name}」を数えていないため、増減は空欄です。"


def _change(words: Sequence[str], now: Mapping[str, int], then: Mapping[str, int] | None) -> _Change:
    if then is None:
        return dict.fromkeys(words)
    return {word: now.get(word, 0) - then.get(word, 0) for word in words}
