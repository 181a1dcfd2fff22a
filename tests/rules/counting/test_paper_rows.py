"""Which blocks a paper prints, in which order: a plan of two parts, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from toolkit.model.fields import LineAxis
from toolkit.model.plan import Item, Level, Plan, Pointer
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.paper_rows import PlanRow, is_block, order_blocks, plan_rows

ONE, TWO = Level("1", "便利なまち"), Level("2", "続くまち")


def item(number: str, level: Level, heading: str = "") -> Item:
    texts = {"item.heading": heading} if heading else {}
    id_ = f"{level.number}-{number}"
    return Item(
        id_, (level,), number, f"項目{number}", "様式", ("総務課",), "総務課", FiscalYear(2024), texts=texts
    )


PLAN = Plan(
    years=(FiscalYear(2024),),
    departments=(),
    items=(item("①", ONE), item("②", ONE, "窓口"), item("④", ONE, "窓口"), item("①", TWO)),
    pointers=(Pointer((ONE,), "③", "再掲の項目", "2-①", after=2, heading="窓口"),),
)


def printed(rows: list[PlanRow], blocks: list[str]) -> list[str]:
    """Give each block as `block:what`."""
    return [
        f"{entry.block}:{entry.row.subject.number if entry.row else entry.heading or entry.levels[-1].name}"
        for entry in order_blocks(rows, blocks)
    ]


def test_a_pointer_stands_where_the_register_has_it() -> None:
    assert [row.subject.number for row in plan_rows(PLAN)] == ["①", "②", "③", "④", "①"]


def test_headings_stand_before_what_they_head_and_once() -> None:
    assert printed(plan_rows(PLAN), ["階層1", "小見出し", "行", "再掲"]) == [
        "階層1:便利なまち",
        "行:①",
        "小見出し:窓口",
        "行:②",
        "再掲:③",
        "行:④",
        "階層1:続くまち",
        "行:①",
    ]


def test_what_the_template_has_no_block_for_is_not_printed() -> None:
    assert printed(plan_rows(PLAN), ["行"]) == ["行:①", "行:②", "行:④", "行:①"]
    assert printed(plan_rows(PLAN), ["階層1"]) == ["階層1:便利なまち", "階層1:続くまち"]


def test_a_row_is_listed_by_its_row_or_by_any_of_its_lines_that_the_sheet_has_a_block_for() -> None:
    (row, *_) = plan_rows(PLAN)
    one = replace(row, lines={"indicator": (1,)})
    assert [one.is_listed(blocks) for blocks in (["指標", "活動"], ["指標"], ["活動"], ["行"], [])] == [
        *(True, True, False, True, False)
    ]
    assert not replace(one, shown=False).is_listed(["指標", "行"])
    assert not row.is_listed(["指標", "活動"])


def test_a_part_without_rows_is_left_out_or_says_so() -> None:
    rows = [replace(row, shown=row.levels == (TWO,)) for row in plan_rows(PLAN)]
    assert printed(rows, ["階層1", "行"]) == ["階層1:続くまち", "行:①"]
    with_none = ["階層1", "行", "なし"]
    assert printed(rows, with_none) == ["階層1:便利なまち", "なし:便利なまち", "階層1:続くまち", "行:①"]


def test_the_rows_of_several_conditions_stand_in_groups_with_their_heading_and_end() -> None:
    first = [replace(row, group=1, shown=row.subject.number == "②") for row in plan_rows(PLAN)]
    second = [replace(row, group=2, shown=row.subject.number == "①") for row in plan_rows(PLAN)]
    entries = order_blocks([*first, *second], ["組1", "組2", "行", "組1末", "組2末"])
    assert [entry.row.subject.number if entry.row else entry.block for entry in entries] == [
        *("組1", "②", "組1末"),
        *("組2", "①", "①", "組2末"),
    ]


def test_a_group_without_rows_is_left_out_or_says_so() -> None:
    rows = [replace(row, group=group, shown=group == 1) for group in (1, 2) for row in plan_rows(PLAN)[-1:]]
    assert [entry.block for entry in order_blocks(rows, ["組1", "組2", "行"])] == ["組1", "行"]
    with_none = [entry.block for entry in order_blocks(rows, ["組1", "組2", "行", "なし"])]
    assert with_none == ["組1", "行", "組2", "なし"]


def test_a_list_without_any_row_prints_nothing_or_nashi_once() -> None:
    rows = [replace(row, shown=False) for row in plan_rows(PLAN)]
    assert order_blocks(rows, ["行"]) == []
    assert [entry.block for entry in order_blocks(rows, ["行", "なし"])] == ["なし"]


def test_an_optional_block_follows_its_row() -> None:
    entries = order_blocks(plan_rows(PLAN)[-1:], ["行", "行_理由"])
    assert [(entry.block, entry.optional) for entry in entries] == [("行", False), ("行_理由", True)]


def with_lines(number: str, lines: dict[LineAxis, Sequence[int]]) -> PlanRow:
    return PlanRow(item(number, ONE), "", lines=lines)


def numbered(rows: list[PlanRow], blocks: list[str]) -> list[str]:
    """Give each block with the item and, of a line, its number: `指標:①2`."""
    return [
        f"{entry.block}:{entry.row.subject.number if entry.row else entry.levels[-1].number}"
        f"{entry.line_id if entry.axis else ''}"
        for entry in order_blocks(rows, blocks)
    ]


def test_the_indicators_of_an_item_stand_below_its_row() -> None:
    rows = [with_lines("①", {"indicator": [1, 3]}), with_lines("②", {"indicator": [0]})]
    assert numbered(rows, ["行", "指標"]) == ["行:①", "指標:①1", "指標:①3", "行:②"]


def test_without_rows_of_items_one_without_indicators_has_a_blank_line() -> None:
    rows = [with_lines("①", {"indicator": [1, 3]}), with_lines("②", {"indicator": [0]})]
    assert numbered(rows, ["指標"]) == ["指標:①1", "指標:①3", "指標:②0"]


def test_an_item_none_of_whose_indicators_is_listed_is_left_out_with_its_part() -> None:
    rows = [with_lines("①", {"indicator": []})]
    assert numbered(rows, ["階層1", "指標"]) == []


def test_reasons_stand_under_their_indicator_and_the_mean_after_all() -> None:
    rows = [with_lines("①", {"indicator": [1, 2], "part": [1]})]
    blocks = ["指標", "指標_理由", "内訳", "行末"]
    assert numbered(rows, blocks) == [
        "指標:①1",
        "指標_理由:①1",
        "指標:①2",
        "指標_理由:①2",
        "内訳:①1",
        "行末:①",
    ]


def test_a_subtotal_closes_each_part() -> None:
    rows = plan_rows(PLAN)
    assert printed(rows, ["行", "階層1末"]) == [
        "行:①",
        "行:②",
        "行:④",
        "階層1末:便利なまち",
        "行:①",
        "階層1末:続くまち",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "階層1",
        "階層3末",
        "小見出し",
        "行",
        "行_理由",
        "行末",
        "再掲",
        "なし",
        "指標",
        "指標_対応策",
        "活動",
        "内訳",
        "組1",
        "組12末",
    ],
)
def test_a_block_papers_know(name: str) -> None:
    assert is_block(name)


@pytest.mark.parametrize("name", ["ぎょう", "階層4", "指標末", "行_", "項目", "組", "組0", "小見出し末"])
def test_a_block_that_would_never_be_printed(name: str) -> None:
    assert not is_block(name)
