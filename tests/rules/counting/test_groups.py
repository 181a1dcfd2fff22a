"""Groups of rows: every axis of the plan, in the order the papers show them."""

from __future__ import annotations

from dataclasses import replace

from tests.small_summary import MONEY, REFORM, small_summary
from toolkit.model.summary import EffectRow
from toolkit.rules.counting.groups import Axes

AXES = Axes(("基本方針", "推進項目"), "実施項目", ("総務部", "企画部"))


def effects() -> tuple[EffectRow, ...]:
    """Give the effects of the small summary in R5: one each of items 1 (REFORM), 2 and 3 (MONEY)."""
    part = small_summary().effects
    assert part
    return tuple(row for row in part.rows if row.year.label == "R5")


def test_an_effect_of_an_activity_has_a_group_of_its_own_below_its_item() -> None:
    row = replace(effects()[0], activity=3, kind="歳出削減")
    assert list(AXES.groups_of(row)) == [
        ("基本方針", (REFORM,)),
        ("推進項目", (REFORM, "推進")),
        ("実施項目", (REFORM, "推進", "1")),
        ("活動", (REFORM, "推進", "1", "1#3")),
        ("部", ("企画部",)),
        ("種別", ("歳出削減",)),
    ]


def test_an_effect_of_an_item_has_no_group_by_activity_and_a_verdict_none_by_item() -> None:
    assert [by for by, _ in AXES.groups_of(effects()[0])] == ["基本方針", "推進項目", "実施項目", "部"]
    part = small_summary().indicators
    assert part
    assert [by for by, _ in AXES.groups_of(part.rows[0])] == ["基本方針", "推進項目", "部"]


def test_groups_stand_by_axis_in_the_order_of_the_plan_and_divisions_in_that_of_the_register() -> None:
    one, two, three = effects()
    rows = (replace(one, division="企画部"), replace(two, division="総務部"), replace(three, activity=1))
    counted = [(group.by, group.path[-1], group.counts) for group in AXES.group(rows, len)]
    assert counted == [
        ("基本方針", REFORM, 1),
        ("基本方針", MONEY, 2),
        ("推進項目", "推進", 1),
        ("推進項目", "推進", 2),
        ("実施項目", "1", 1),
        ("実施項目", "2", 1),
        ("実施項目", "3", 1),
        ("活動", "3#1", 1),
        ("部", "総務部", 1),
        ("部", "企画部", 2),
    ]
