"""Totals and counts come out as the cities' own figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.counts import FlagCounts
from toolkit.model.plan import Effect, Item, Level, Plan, Pointer, Printed
from toolkit.model.returns import Answer, State
from toolkit.model.verdicts import Flag, Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.quantities import parse_quantity
from toolkit.rules.totals import (
    EffectRow,
    EffectSum,
    achieved_of,
    count_flags,
    printed_share,
    subtotal,
    total_by,
)

YEARS = tuple(FiscalYear(begins) for begins in range(2023, 2028))

# The 22 items of 伊勢原市's R6 action plan that have amounts (千円), and one item of 基本方針 4 without:
# sheet, 基本方針, 部, R5 … R9, the printed 小計. "_" is a blank cell, "-" is printed so.
SHEETS = """
1  1 企画部     -      -      -       -       -       -
7  1 企画部     12,000 66,633 15,000  15,000  18,000  126,633
10 1 経済環境部 7,766  21,450 12,496  12,100  5,192   59,004
11 1 土木部     24     28     32      36      40      160
18 1 総務部     9,483  18,966 28,450  37,933  47,417  142,249
29 2 子ども部   0      0      752     752     752     2,256
36 2 都市部     1,000  1,000  1,000   1,000   1,000   5,000
37 2 都市部     1,365  1,400  1,435   1,470   1,505   7,175
38 2 経済環境部 1,600  1,600  1,600   1,600   1,600   8,000
39 2 土木部     600    700    800     900     1,000   4,000
40 3 企画部     4,471  5,588  6,985   _       _       17,044
52 4 市民生活部 _      _      _       _       _       -
56 5 総務部     17,000 34,000 68,000  102,000 136,000 357,000
57 5 企画部     84,000 90,000 100,000 110,000 120,000 504,000
58 5 企画部     10,000 10,000 -       -       -       20,000
62 5 企画部     6,600  6,600  6,600   6,600   6,600   33,000
63 5 企画部     6,800  7,000  7,200   7,400   7,600   36,000
64 5 総務部     2,250  2,300  2,350   2,400   2,450   11,750
65 5 経済環境部 3,358  3,534  3,534   3,534   3,710   17,670
66 5 教育部     170    170    170     170     170     850
67 5 土木部     11,522 26,129 36,299  62,010  80,672  216,632
68 5 企画部     100    100    200     100     100     600
69 5 総務部     30,000 30,000 931,000 -       -       991,000
70 5 保健福祉部 18,411 20,538 22,527  24,384  25,466  111,326
"""


def printed(text: str) -> Printed:
    plain = text.replace(",", "")
    return Printed("" if text == "_" else text, Decimal(plain) if plain.isdigit() else None)


def isehara() -> tuple[Plan, dict[str, str]]:
    """Build the plan with its five 再掲 rows, and give the printed 小計 of each item."""
    items, subtotals = [], {}
    for line in SHEETS.split("\n")[1:-1]:
        sheet, policy, division, *amounts, total = line.split()
        effect = Effect(dict(zip(YEARS, map(printed, amounts), strict=True)))
        items.append(
            Item(
                sheet,
                (Level(policy, policy),),
                sheet,
                "",
                "",
                (division,),
                division,
                YEARS[0],
                effects=(effect,),
            )
        )
        subtotals[sheet] = total
    pointers = tuple(Pointer((), "", "［再］", item_id) for item_id in ("52", "53", "49", "50", "7"))
    return Plan(YEARS, (), tuple(items), pointers), subtotals


def rows_of(plan: Plan) -> list[EffectRow]:
    return [
        EffectRow(item.id, (item.levels[0].name,), item.coordinator, year, effect.planned[year].number, None)
        for item in plan.items
        for effect in item.effects
        for year in plan.years
    ]


def test_the_totals_of_a_whole_plan_come_out_and_pointers_add_nothing_rules_d3_and_c7() -> None:
    plan, _ = isehara()
    assert len(plan.pointers) == 5
    rows = rows_of(plan)
    by_year = total_by(rows, lambda row: row.year.label)
    assert {year: total.planned for year, total in by_year.items()} == {
        "R5": 228_520,
        "R6": 347_736,
        "R7": 1_246_430,
        "R8": 389_389,
        "R9": 459_274,
    }
    by_policy = total_by(rows, lambda row: row.path)
    assert {path: total.planned for path, total in by_policy.items()} == {
        ("1",): 328_046,
        ("2",): 26_431,
        ("3",): 17_044,
        ("4",): 0,
        ("5",): 2_299_828,
    }
    assert total_by(rows, lambda _: "計") == {"計": EffectSum(Decimal(2_671_349), Decimal(0))}


def test_the_totals_by_division_come_out() -> None:
    by_division = total_by(rows_of(isehara()[0]), lambda row: row.division)
    assert by_division["企画部"].planned == 737_277
    assert by_division["総務部"].planned == 1_501_999
    assert by_division["市民生活部"].planned == 0


def test_every_printed_subtotal_is_the_sum_of_its_years_rules_d1_and_d2() -> None:
    plan, subtotals = isehara()
    for item in plan.items:
        total = subtotal(item.effects[0].planned.values())
        assert (f"{total:,}" if total is not None else "-") == subtotals[item.id], item.id


def test_nothing_is_nothing_and_zero_is_a_value_rules_d1_and_d2() -> None:
    assert subtotal([printed("-"), printed("_"), None]) is None
    assert subtotal([]) is None
    assert subtotal([printed("0"), printed("-")]) == 0
    answers = [parse_quantity(text, "千円") for text in ("1,200", "－", "", "未（7月）", "△200")]
    assert subtotal(answers) == 1000
    assert subtotal([Answer("済", State.TEXT, "済")]) is None


def effect_row(amount: str, *, counted: bool = True, actual: str | None = None, item: str = "1") -> EffectRow:
    done = Decimal(actual) if actual is not None else None
    return EffectRow(
        item, ("5",), "財政部", YEARS[0], Decimal(amount), done, counted, "" if counted else "特別会計"
    )


def test_rows_the_register_does_not_count_are_left_out_and_negatives_subtracted_rules_d5_and_d7() -> None:
    # 秦野市 5-1: 614,482 without the row of a special account, 826,178 with it.
    rows = [effect_row("614482"), effect_row("211696", counted=False)]
    assert total_by(rows, lambda row: row.path)[("5",)].planned == 614_482
    # 秦野市 5-2-2: the fourth year is △2,413.
    rows = [effect_row(amount) for amount in ("6218", "34547", "522", "-2413", "26090")]
    assert total_by(rows, lambda row: row.path)[("5",)].planned == 64_964
    assert total_by([effect_row("5", counted=False)], lambda row: row.path) == {("5",): EffectSum()}


def test_planned_and_actual_are_summed_apart() -> None:
    rows = [effect_row("100", actual="80"), effect_row("50")]
    assert total_by(rows, lambda row: row.division) == {"財政部": EffectSum(Decimal(150), Decimal(80))}


def judgements(achieved: int, missed: int, undecided: int, not_set: int) -> list[Judgement]:
    pairs = (
        (Flag.ACHIEVED, achieved),
        (Flag.MISSED, missed),
        (Flag.UNDECIDED, undecided),
        (Flag.NOT_SET, not_set),
    )
    return [Judgement(flag, "") for flag, count in pairs for _ in range(count)]


@pytest.mark.parametrize(
    ("achieved", "missed", "undecided", "set_"),
    [(7, 10, 8, 25), (10, 5, 3, 18), (6, 1, 2, 9), (23, 16, 13, 52)],
    ids=["C3-25", "C3-18", "C3-9", "C3-52"],
)
def test_undecided_indicators_stay_among_those_set(
    achieved: int, missed: int, undecided: int, set_: int
) -> None:
    counts = count_flags(judgements(achieved, missed, undecided, 3))
    assert counts == FlagCounts(set_ + 3, 3, set_, achieved, missed, undecided)


def test_indicators_without_a_target_are_left_out_or_counted_as_achieved_rules_c1_and_c2() -> None:
    r5 = count_flags(judgements(23, 16, 13, 3))
    assert achieved_of(r5, unset_achieved=False) == (23, 52)
    assert printed_share(23, 52, 1, False) == "44.2%"
    r4 = count_flags(judgements(44, 8, 0, 3))
    assert achieved_of(r4, unset_achieved=True) == (47, 55)
    assert printed_share(47, 55, 1, False) == "85.5%"


@pytest.mark.parametrize(
    ("count", "of", "digits", "truncate", "printed"),
    [
        pytest.param(52, 55, 0, True, "94%", id="C9-truncated"),
        pytest.param(52, 55, 0, False, "95%", id="C9-half-up"),
        pytest.param(52, 55, 1, False, "94.5%", id="C9-one-digit"),
        pytest.param(601, 713, 0, True, "84%", id="C9-713"),
        pytest.param(23, 39, 1, False, "59.0%", id="C3-of-determined"),
        pytest.param(1, 8, 0, False, "13%", id="half-goes-up"),
        pytest.param(0, 5, 1, False, "0.0%", id="none-of-some"),
        pytest.param(0, 0, 1, False, "－", id="none-of-none"),
    ],
)
def test_a_share_is_printed_exactly(count: int, of: int, digits: int, truncate: bool, printed: str) -> None:
    assert printed_share(count, of, digits, truncate) == printed


amounts = st.none() | st.decimals(-(10**9), 10**9, places=1)
rows = st.lists(
    st.builds(
        EffectRow,
        item_id=st.sampled_from("abc"),
        path=st.sampled_from([("1", "x"), ("1", "y"), ("2", "x")]),
        division=st.sampled_from(["企画部", "総務部"]),
        year=st.sampled_from(YEARS),
        planned=amounts,
        actual=amounts,
        counted=st.booleans(),
    )
)


@given(st.data(), rows)
def test_the_total_of_parts_is_the_total_in_any_order(data: st.DataObject, rows: list[EffectRow]) -> None:
    whole = total_by(rows, lambda _: "計").get("計", EffectSum())
    shuffled = data.draw(st.permutations(rows))
    for key in (lambda row: row.path, lambda row: row.division, lambda row: row.year):
        parts = total_by(rows, key)
        assert parts == total_by(shuffled, key)
        assert sum((part.planned for part in parts.values()), Decimal(0)) == whole.planned
        assert sum((part.actual for part in parts.values()), Decimal(0)) == whole.actual


@given(st.lists(st.sampled_from(list(Flag))), st.lists(st.sampled_from(list(Flag))))
def test_counts_of_parts_add_up_to_the_count_of_all(one: list[Flag], other: list[Flag]) -> None:
    def counted(flags: list[Flag]) -> list[int]:
        counts = count_flags(Judgement(flag, "") for flag in flags)
        assert counts.all == counts.set + counts.not_set
        assert counts.set == counts.achieved + counts.missed + counts.undecided
        return [counts.all, counts.set, counts.not_set, counts.achieved, counts.missed, counts.undecided]

    assert counted([*one, *other]) == [a + b for a, b in zip(counted(one), counted(other), strict=True)]


@given(st.integers(1, 1000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.integers(0, 3))
def test_a_truncated_share_is_never_above_the_rounded_one(pair: tuple[int, int], digits: int) -> None:
    down, near = (Decimal(printed_share(*pair, digits, cut).rstrip("%")) for cut in (True, False))
    assert 0 <= near - down <= Decimal(1).scaleb(-digits)
    assert near <= 100
