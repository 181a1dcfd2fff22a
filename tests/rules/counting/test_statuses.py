"""How often each choice was made, the share on track, and by how many that changed since the round before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.books.toys import load_base_fields
from toolkit.model.choices import Choice, Choices, Meaning
from toolkit.model.counts import OnTrack
from toolkit.model.profile import Judging
from toolkit.model.summary import Statuses, StatusRow
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.groups import Axes
from toolkit.rules.counting.statuses import count_statuses, with_changes

R6 = FiscalYear.parse("R6")
STATUS = load_base_fields()["year.status"]
CHOICES = Choices(
    (
        Choice("順調", (), Meaning.ON_TRACK),
        Choice("遅れ", (), Meaning.OFF_TRACK),
        Choice("検討中"),
        Choice("対象外", (), Meaning.OUTSIDE),
    )
)


ONE_DIGIT = Judging(share_digits=1)


def counted(*chosen: str, judging: Judging = ONE_DIGIT) -> Statuses:
    """Count answers of items of 柱 便利 and, from the fourth on, 続く."""
    rows = [
        StatusRow(str(n), f"取組{n}", ("便利" if n <= 3 else "続く",), "企画部", "企画課", R6, word, "回答")
        for n, word in enumerate(chosen, 1)
    ]
    return count_statuses(STATUS, CHOICES, rows, Axes(("柱",), "取組"), judging)


def document(field: str = "年次_進捗", groups: Any = (), **total: int) -> dict[str, Any]:
    return {"statuses": [{"field": field, "total": total, "groups": list(groups)}]}


OTHER = document("年次_評価", 順調=1)


def test_a_choice_outside_the_denominator_is_counted_alone_and_a_blank_not_at_all() -> None:
    part = counted("順調", "遅れ", "検討中", "対象外", "", "良好")
    assert part.total == {"順調": 1, "遅れ": 1, "検討中": 1, "対象外": 1}
    assert (part.on_track, part.outside) == (OnTrack(1, 3, "33.3%"), ("対象外",))


@pytest.mark.parametrize(
    ("judging", "share"),
    [(Judging(), "67%"), (Judging(share_truncate=True), "66%"), (Judging(share_digits=2), "66.67%")],
)
def test_the_share_is_printed_as_the_city_declared(judging: Judging, share: str) -> None:
    assert counted("順調", "順調", "遅れ", "対象外", judging=judging).on_track.share == share


def test_where_all_stand_outside_there_is_no_share() -> None:
    assert counted("対象外", "対象外").on_track == OnTrack(0, 0, "－")


def test_a_change_is_counted_in_all_and_in_each_group_that_was_there() -> None:
    then = document(
        順調=3, 休止=2, 廃止=0, groups=[{"by": "柱", "path": ["便利"], "counts": {"順調": 3, "休止": 1}}]
    )
    changes = with_changes(counted("順調", "遅れ", "遅れ", "順調"), "R5", then).changes
    assert changes.total == {"順調": -1, "遅れ": 2, "検討中": 0, "対象外": 0, "休止": -2}
    groups = {group.path: group.counts for group in changes.groups if group.by == "柱"}
    assert groups[("便利",)] == {"順調": -2, "遅れ": 2, "検討中": 0, "対象外": 0, "休止": -1}
    assert set(groups[("続く",)].values()) == {None}  # was no part of the plan then
    assert changes.are_known


@pytest.mark.parametrize(
    ("round_id", "before", "why"),
    [
        ("", None, "照会シートの「前の照会」が空欄のため、増減は出しません。"),
        ("R5", None, "前の照会「R5」の取りまとめ表がまだないため、増減は空欄です。"),
        (
            "R5",
            document("年次_評価", 順調=1),
            "前の照会「R5」では「進捗」を数えていないため、増減は空欄です。",
        ),
    ],
)
def test_what_cannot_be_compared_is_none_and_says_why(round_id: str, before: Any, why: str) -> None:
    changes = with_changes(counted("順調"), round_id, before).changes
    assert set(changes.total.values()) == {None}
    assert (changes.why, changes.are_known) == (why, False)
