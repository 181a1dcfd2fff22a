"""Totals and counts come out as the cities' own figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.counts import FlagCounts
from toolkit.model.plan import (
    NOTHING,
    Activity,
    Effect,
    Indicator,
    Item,
    Level,
    Plan,
    Pointer,
    Printed,
    PublishedFigure,
)
from toolkit.model.record import Answer, State
from toolkit.model.summary import EffectRow
from toolkit.model.verdicts import Flag, Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.totals import (
    EffectSum,
    achieved_of,
    count_choices,
    count_flags,
    level_sizes,
    plan_groups,
    plan_size,
    printed_share,
    subtotal,
    total_by,
)
from toolkit.rules.figures.published import check_published
from toolkit.rules.numbers.quantities import parse_quantity

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


def row(
    item_id: str,
    path: tuple[str, ...],
    division: str,
    year: FiscalYear,
    planned: Decimal | None,
    actual: Decimal | None = None,
    *,
    counted: bool = True,
) -> EffectRow:
    return EffectRow(item_id, "", path, division, "", year, planned, "", actual, counted=counted)


def rows_of(plan: Plan) -> list[EffectRow]:
    return [
        row(item.id, (item.levels[0].name,), item.coordinator, year, effect.planned[year].number)
        for item in plan.items
        for effect in item.effects
        for year in plan.years
    ]


@pytest.mark.parametrize(
    ("key", "planned"),
    [
        pytest.param(
            lambda row: row.year.label,
            {"R5": 228_520, "R6": 347_736, "R7": 1_246_430, "R8": 389_389, "R9": 459_274},
            id="D3-by-year",
        ),
        pytest.param(
            lambda row: row.path[0],
            {"1": 328_046, "2": 26_431, "3": 17_044, "4": 0, "5": 2_299_828},
            id="D3-by-policy",
        ),
        pytest.param(lambda _: "計", {"計": 2_671_349}, id="D3-in-all"),
    ],
)
def test_the_totals_of_a_whole_plan_come_out(
    key: Callable[[EffectRow], str], planned: dict[str, int]
) -> None:
    totals = total_by(rows_of(isehara()[0]), key)
    assert {group: total.planned for group, total in totals.items()} == planned


@pytest.mark.parametrize("pointed_at", [pytest.param("7", id="C7-D4-sheet-7-is-pointed-at-by-9-1")])
def test_a_pointer_is_no_item_and_adds_no_amount(pointed_at: str) -> None:
    plan, _ = isehara()
    assert [pointer.item_id for pointer in plan.pointers].count(pointed_at) == 1
    amounts = [row for row in rows_of(plan) if row.item_id == pointed_at]
    assert sum(row.planned or 0 for row in amounts) == 126_633


@pytest.mark.parametrize(
    ("items", "pointers", "rows"), [pytest.param(74, 5, 79, id="C7-79-rows-are-74-sheets")]
)
def test_the_size_of_a_plan_leaves_pointers_out(items: int, pointers: int, rows: int) -> None:
    plan = Plan(YEARS, (), tuple(item_of() for _ in range(items)), (POINTER,) * pointers)
    assert plan_size(plan.items).items + len(plan.pointers) == rows
    assert plan_size(plan.items).items == 71 + 3


def item_of(path: str = "1", lines: int = 0, indicators: int = 0) -> Item:
    """Give an item below the levels `path` (`Ⅰ/1`), with so many ①②③ lines and indicators."""
    return Item(
        path,
        tuple(Level(number, number) for number in path.split("/")),
        "",
        "",
        "",
        (),
        "",
        YEARS[0],
        activities=tuple(Activity(number + 1, "") for number in range(lines)),
        indicators=tuple(INDICATOR for _ in range(indicators)),
    )


POINTER = Pointer((), "", "［再］", "7")
INDICATOR = Indicator(1, "やりがいを感じている", "％", NOTHING, NOTHING, {YEARS[0]: Printed("90%")})


# 厚木市: how many ①②③ lines each 計画 of phase 1 and each sheet of phase 2 has, by 重点目標.
PHASE_1 = {"Ⅰ": (3, 3, 2, 4, 3, 2, 4, 2, 5, 3), "Ⅱ": (3, 3, 3, 4, 2, 2, 3, 4), "Ⅲ": (2, 4, 2, 2, 2)}
PHASE_2 = {"Ⅰ": (2, 3, 3, 4, 4, 1, 5, 5, 4), "Ⅱ": (4, 1, 3, 2, 1, 3, 3), "Ⅲ": (1, 4, 3, 1, 2, 1)}


@pytest.mark.parametrize(
    ("lines", "sheets", "measures", "by_goal"),
    [
        pytest.param(PHASE_1, 23, 67, (31, 24, 12), id="C6-phase-1-67=25+42"),
        pytest.param(PHASE_2, 22, 60, (31, 17, 12), id="C6-phase-2-60=19+41"),
    ],
)
def test_measures_are_the_lines_and_not_the_sheets(
    lines: dict[str, tuple[int, ...]], sheets: int, measures: int, by_goal: tuple[int, ...]
) -> None:
    items = [
        item_of(f"{goal}/{at}", count) for goal, counts in lines.items() for at, count in enumerate(counts)
    ]
    assert (plan_size(items).items, plan_size(items).activities) == (sheets, measures)
    parts = [[item for item in items if item.levels[0].number == goal] for goal in lines]
    assert tuple(plan_size(part).activities for part in parts) == by_goal


def test_every_part_of_the_plan_and_every_item_has_its_size() -> None:
    """厚木市 phase 2: the nine sheets of Ⅰ hold 31 lines, the six of Ⅲ hold 12."""
    items = [
        item_of(f"{goal}/{at}", count, indicators=1)
        for goal, counts in PHASE_2.items()
        for at, count in enumerate(counts)
    ]
    groups = plan_groups(items, ["重点目標"], "取組項目")
    goals = [group for group in groups if group.by == "重点目標"]
    assert [(one.counts.items, one.counts.activities, one.counts.indicators) for one in goals] == [
        (9, 31, 9),
        (7, 17, 7),
        (6, 12, 6),
    ]
    first = next(group for group in groups if group.by == "取組項目")
    assert (first.path, first.counts.activities) == (("Ⅰ", "0", "Ⅰ/0"), 2)


@pytest.mark.parametrize("paths", [pytest.param(("Ⅰ/(1)/イ", "Ⅰ/(2)/ア"), id="C5-やりがい-90-82.5")])
def test_an_indicator_under_two_items_is_two(paths: tuple[str, str]) -> None:
    items = [item_of(path, indicators=1) for path in paths]
    assert plan_size(items).indicators == 2
    assert count_flags([Judgement(Flag.MISSED, "82.5は90の91.7%") for _ in items]).missed == 2


@pytest.mark.parametrize(
    ("projects", "measures", "lines"),
    [
        pytest.param(29, 55, None, id="C10-29-projects-55-measures"),
        pytest.param(22, 41, 60, id="C10-22-projects-41-measures-60-activities"),
    ],
)
def test_projects_stand_above_measures_and_those_above_activities(
    projects: int, measures: int, lines: int | None
) -> None:
    extra = (lines or measures) - measures
    items = [
        item_of(f"視点/{min(at, projects - 1)}", (1 + (at < extra)) if lines else 0) for at in range(measures)
    ]
    assert level_sizes(items) == (1, projects)
    assert (plan_size(items).items, plan_size(items).activities) == (measures, lines)
    assert level_sizes([]) == ()


def test_a_level_that_some_items_do_not_have_is_counted_among_those_that_do() -> None:
    assert level_sizes([item_of("Ⅰ/1"), item_of("Ⅰ/2"), item_of("Ⅱ")]) == (2, 2)


# 平塚市, first half of R3: 済 概ね順調 遅れ 未着手 休止 and the printed 合計 of each 視点.
MATRIX = """
(1) 0 8  1 1 0 10
(2) 1 5  0 0 0 6
(3) 0 6  0 0 0 6
(4) 0 13 0 0 1 14
(5) 1 7  0 0 0 8
(6) 0 11 0 0 0 11
"""
CHOICES = ("済", "概ね順調", "遅れ", "未着手", "休止")


@pytest.mark.parametrize(
    ("whole", "rows"),
    [pytest.param((2, 50, 1, 1, 1), (10, 6, 6, 14, 8, 11), id="C8-F3-first-half-of-R3")],
)
def test_the_matrix_of_statuses_adds_up_both_ways(whole: tuple[int, ...], rows: tuple[int, ...]) -> None:
    printed_counts = [[int(text) for text in line.split()[1:]] for line in MATRIX.split("\n")[1:-1]]
    chosen = [
        [choice for choice, count in zip(CHOICES, counts, strict=False) for _ in range(count)]
        for counts in printed_counts
    ]
    parts = [count_choices(part, CHOICES) for part in chosen]
    assert [(*part.values(), sum(part.values())) for part in parts] == [tuple(one) for one in printed_counts]
    assert tuple(sum(part.values()) for part in parts) == rows
    assert tuple(count_choices(chain.from_iterable(chosen), CHOICES).values()) == whole
    assert sum(whole) == sum(rows) == 55


def test_what_is_no_choice_is_not_counted() -> None:
    assert count_choices(["済", "", "順調", "済"], CHOICES[:2]) == {"済": 2, "概ね順調": 0}


def test_the_totals_by_division_come_out() -> None:
    by_division = total_by(rows_of(isehara()[0]), lambda row: row.division)
    assert by_division["企画部"].planned == 737_277
    assert by_division["総務部"].planned == 1_501_999
    assert by_division["市民生活部"].planned == 0


@pytest.mark.parametrize(
    "line", [pytest.param(line, id=f"D1-D2-sheet-{line.split()[0]}") for line in SHEETS.split("\n")[1:-1]]
)
def test_every_printed_subtotal_is_the_sum_of_its_years(line: str) -> None:
    _, _, _, *years, stated = line.split()
    total = subtotal(map(printed, years))
    assert (f"{total:,}" if total is not None else "-") == stated


def test_nothing_is_nothing_and_zero_is_a_value() -> None:
    assert subtotal([printed("-"), printed("_"), None]) is None
    assert subtotal([]) is None
    assert subtotal([printed("0"), printed("-")]) == 0
    answers = [parse_quantity(text, "千円") for text in ("1,200", "－", "", "未（7月）", "△200")]
    assert subtotal(answers) == 1000
    assert subtotal([Answer("済", State.TEXT, "済")]) is None


# The money rows of 秦野市's plan (千円): number, tags, R3 … R7, the printed 5年計. "_" is blank.
MONEY_ROWS = """
3-1-1 -        _      31,919 31,919 31,919 31,919 127,676
3-1-2 -        _      14,561 14,561 14,561 14,561 58,244
3-1-3 -        _      _      19,779 19,779 19,779 59,337
3-1-4 -        _      _      6,956  6,956  6,956  20,868
3-1-5 -        _      _      10,796 10,796 10,796 32,388
5-1-1 -        45,000 45,000 45,000 50,000 50,000 235,000
5-1-2 -        18,000 18,500 19,000 19,500 20,000 95,000
5-1-3 再掲     52,614 52,614 52,614 52,614 52,614 263,070
5-1-4 -        280    520    520    520    400    2,240
5-1-5 -        4,106  3,846  3,752  3,725  3,743  19,172
5-1-6 特別会計 6,387  1,217  58,960 68,451 76,681 211,696
5-2-1 -        32,723 38,111 43,002 54,421 65,687 233,944
5-2-2 -        6,218  34,547 522    △2,413 26,090 64,964
5-2-3 一部再掲 13,003 18,694 △2,058 △2,058 △2,058 25,523
5-2-4 -        3,437  3,437  3,437  3,437  3,437  17,185
5-2-5 -        _      1,471  2,943  4,415  5,886  14,715
5-2-6 再掲     15,537 15,777 17,057 10,467 46,220 105,058
5-2-7 特別会計 22,197 22,800 22,428 21,885 21,189 110,499
5-2-8 特別会計 10,526 15,311 20,574 32,536 44,498 123,445
"""


def answered(text: str) -> Answer:
    return parse_quantity("" if text == "_" else text, "千円")


MONEY = [line.split() for line in MONEY_ROWS.split("\n")[1:-1]]
NAMES = {
    "5-2-1": "国民健康保険事業特別会計繰出金の抑制",
    "5-2-7": "国民健康保険レセプト点検の強化【特別会計】",
}


def counted_rows(*left_out: str) -> list[EffectRow]:
    """Give a row per amount; those whose 計上 column says no are named in `left_out`."""
    return [
        row(
            NAMES.get(number, number),
            (number[:3],),
            "",
            YEARS[0],
            subtotal(answered(text) for text in years),
            counted=number not in left_out,
        )
        for number, _, *years, _ in MONEY
    ]


SPECIAL = ("5-1-6", "5-2-7", "5-2-8")
REPEATED = ("5-1-3", "5-2-3", "5-2-6")


@pytest.mark.parametrize(
    ("reform", "left_out", "planned"),
    [
        pytest.param("3-1", SPECIAL, 298_513, id="D5-3-1"),
        pytest.param("5-1", SPECIAL, 614_482, id="D5-5-1-as-printed"),
        pytest.param("5-1", (), 826_178, id="D5-5-1-with-211,696"),
        pytest.param("5-2", SPECIAL, 461_389, id="D5-5-2"),
        pytest.param("5-2", (), 695_333, id="D5-5-2-with-110,499-and-123,445"),
        pytest.param("5-1", SPECIAL + REPEATED, 351_412, id="D4-5-1-without-the-only-amount-263,070"),
        pytest.param("5-2", SPECIAL + REPEATED, 330_808, id="D4-5-2-without-25,523-and-105,058"),
        pytest.param("5-2", (*SPECIAL, "5-2-1"), 227_445, id="D6-without-233,944"),
    ],
)
def test_what_is_counted_is_what_the_column_says(
    reform: str, left_out: tuple[str, ...], planned: int
) -> None:
    totals = total_by(counted_rows(*left_out), lambda row: row.path)
    assert totals[(reform,)].planned == planned


def test_a_group_of_which_nothing_is_counted_stands_with_0() -> None:
    left_out = row("1", ("5",), "財政部", YEARS[0], Decimal(5), counted=False)
    assert total_by([left_out], lambda one: one.path) == {("5",): EffectSum()}


@pytest.mark.parametrize(
    ("years", "total"),
    [
        pytest.param("6,218 34,547 522 △2,413 26,090", 64_964, id="D7-5-2-2"),
        pytest.param("13,003 18,694 △2,058 △2,058 △2,058", 25_523, id="D7-5-2-3"),
        pytest.param("▲19.6 _ _ _ _", Decimal("-19.6"), id="D7-black-triangle"),
    ],
)
def test_negatives_are_subtracted(years: str, total: Decimal) -> None:
    assert subtotal(answered(text) for text in years.split()) == total


def print_total(parts: Sequence[str], printed: str) -> tuple[bool | None, str]:
    """Give what 照合 says of a printed total whose parts are the yearly amounts of the plan."""
    total = subtotal(map(answered, parts))
    amounts = {"total": None if total is None else int(total)}
    document = {"round": {"id": "R5"}, "effects": {"unit": "千円", "planned": amounts}}
    check = check_published(PublishedFigure("計画", "計", printed, "effects.planned.total"), document)
    return check.agrees, check.why


@pytest.mark.parametrize("row", [pytest.param(row, id=f"D8-{row[0]}") for row in MONEY])
def test_every_printed_total_of_a_row_equals_its_years(row: list[str]) -> None:
    _, _, *years, printed = row
    assert print_total(years, printed) == (True, f"印字の「{printed}」は、計算の{printed}千円と一致します。")


@pytest.mark.parametrize(
    ("parts", "printed", "agrees", "why"),
    [
        pytest.param(
            "50 50 100 150 200", "550", True, "印字の「550」は、計算の550千円と一致します。", id="D8-counts"
        ),
        pytest.param(
            "50 50 100 150 200",
            "560",
            False,
            "印字の「560」に対し計算は550千円で、10千円の差があります。",
            id="D8-wrong",
        ),
        pytest.param(
            "35 35 36 36 37",
            "179",
            True,
            "印字の「179」は、計算の179千円と一致します。",
            id="D9-groups-using-a-centre",
        ),
        pytest.param(
            "40,039 30,662",
            "70,701",
            True,
            "印字の「70,701」は、計算の70,701千円と一致します。",
            id="D12-two-boxes",
        ),
        pytest.param(
            "9,483 18,966 28,450 37,933 47,417",
            "142,249",
            True,
            "印字の「142,249」は、計算の142,249千円と一致します。",
            id="D15-sheet-18",
        ),
        pytest.param(
            "17,000 34,000 68,000 102,000 136,000",
            "357,000",
            True,
            "印字の「357,000」は、計算の357,000千円と一致します。",
            id="D15-sheet-56",
        ),
        pytest.param(
            "233,944 64,964 25,523 17,185 14,715 105,058",
            "461,390",
            False,
            "印字の「461,390」に対し計算は461,389千円で、差の1千円は千円未満の端数処理によるとみられます。",
            id="D16-5-2",
        ),
        pytest.param(
            "1 2",
            "5",
            False,
            "印字の「5」に対し計算は3千円で、2千円の差があります。",
            id="D16-more-than-1",
        ),
    ],
)
def test_a_printed_total_is_compared_with_the_sum_of_its_parts(
    parts: str, printed: str, agrees: bool, why: str
) -> None:
    assert print_total(parts.split(), printed) == (agrees, why)


@pytest.mark.parametrize(
    "parts",
    [pytest.param("- - - - -", id="D2-sheet-1"), pytest.param("_ _", id="D2-blanks")],
)
def test_nothing_has_no_total(parts: str) -> None:
    assert subtotal(map(answered, parts.split())) is None


@pytest.mark.parametrize(
    ("hours_cut", "planned"),
    [
        pytest.param(2, 18_966, id="D16-sheet-18-18,966.8"),
        pytest.param(3, 28_450, id="D16-sheet-18-28,450.2"),
        pytest.param(4, 37_933, id="D16-sheet-18-37,933.6"),
        pytest.param(5, 47_417, id="D16-sheet-18-47,417.0"),
    ],
)
def test_a_multiple_of_an_unrounded_amount_leaves_less_than_one(hours_cut: int, planned: int) -> None:
    total = subtotal([Decimal("9483.4")] * hours_cut)
    assert total is not None
    assert abs(total - planned) < 1


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        pytest.param("1億円", "千円", 100_000, id="D10-1-oku"),
        pytest.param("30億円", "千円", 3_000_000, id="D10-sheet-71"),
        pytest.param("4億39万円", "万円", 40_039, id="D10-man"),
        pytest.param("40,039万円", "千円", 400_390, id="D10-man-in-thousands"),
    ],
)
def test_a_written_unit_is_converted_to_that_of_the_field(text: str, unit: str, number: int) -> None:
    assert subtotal([parse_quantity(text, unit)]) == number


def test_planned_and_actual_are_summed_apart() -> None:
    first = row("1", ("5",), "財政部", YEARS[0], Decimal(100), Decimal(80))
    second = row("2", ("5",), "財政部", YEARS[0], Decimal(50))
    totals = total_by([first, second], lambda row: row.division)
    assert totals == {"財政部": EffectSum(Decimal(150), Decimal(80))}


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


@pytest.mark.parametrize(
    ("flags", "unset_achieved", "counted", "share"),
    [
        pytest.param((23, 16, 13, 3), False, (23, 52), "44.2%", id="C1-R5-three-of-55-not-set"),
        pytest.param((44, 8, 0, 3), True, (47, 55), "85.5%", id="C2-R4-47-of-55"),
        pytest.param((23, 16, 13, 3), True, (26, 55), "47.3%", id="C2-R5-in-the-other-way"),
    ],
)
def test_indicators_without_a_target_are_left_out_or_counted_as_achieved(
    flags: tuple[int, int, int, int], unset_achieved: bool, counted: tuple[int, int], share: str
) -> None:
    counts = count_flags(judgements(*flags))
    assert counts.all == 55
    assert achieved_of(counts, unset_achieved=unset_achieved) == counted
    assert printed_share(*counted, 1, False) == share


@pytest.mark.parametrize("unset_achieved", [False, True])
def test_case_D14_where_no_target_is_set_there_is_no_rate_in_either_way(unset_achieved: bool) -> None:
    counts = count_flags(judgements(0, 0, 0, 48))
    assert achieved_of(counts, unset_achieved=unset_achieved) == (0, 0)
    assert printed_share(0, 0, 1, False) == "－"


def test_case_D14_one_target_that_was_missed_is_enough_for_a_rate() -> None:
    counts = count_flags(judgements(0, 1, 0, 3))
    assert achieved_of(counts, unset_achieved=True) == (3, 4)


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
        row,
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
