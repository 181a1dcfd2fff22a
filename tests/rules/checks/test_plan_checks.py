"""What is worth asking about the targets of a register, with the cases three plans print."""

from __future__ import annotations

import pytest

from toolkit.model.catalogue import Severity
from toolkit.model.plan import NOTHING, Direction, FinalRelation, Indicator, Method, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.plan_checks import iter_plan_warnings

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def year(label: str) -> FiscalYear:
    return FiscalYear.parse(label)


def indicator(
    targets: str,
    *,
    unit: str = "件",
    baseline: str = "-",
    base_year: str = "R4",
    actual: str = "",
    direction: Direction = HIGHER,
    method: Method = Method.NUMBER,
    relation: FinalRelation = FinalRelation.LEVEL,
    final: str = "",
) -> Indicator:
    """Build an indicator; targets stand as `R6:13 R7:15`, the actual of a year as `R5:14`."""
    years = dict(pair.split(":") for pair in targets.split())
    done = dict(pair.split(":") for pair in actual.split())
    return Indicator(
        1,
        "指標名",
        unit,
        Printed(baseline),
        Printed(final) if final else NOTHING,
        {year(label): Printed(text) for label, text in years.items()},
        base_year=year(base_year),
        direction=direction,
        method=method,
        final_relation=relation,
        actuals={year(label): Printed(text) for label, text in done.items()},
    )


@pytest.mark.parametrize(
    ("given", "what"),
    [
        pytest.param(
            indicator("R6:38.3% R7:39.3% R8:40.3%", unit="％", baseline="41.8%"),
            "指標「指標名」の目標値（R6 38.3%、R7 39.3%、R8 40.3%）が、"
            "現状値「41.8%（R4）」を下回っています。",
            id="B11-F6-survey-of-R4",
        ),
        pytest.param(
            indicator("R6:33.3% R7:66.7% R8:100%", unit="％", baseline="100%", base_year="R5"),
            "指標「指標名」の目標値（R6 33.3%、R7 66.7%）が、現状値「100%（R5）」を下回っています。",
            id="B11-F6-programme-of-R5",
        ),
        pytest.param(
            indicator("R5:16,000 R6:16,000", unit="千円", baseline="16,262"),
            "指標「指標名」の目標値（R5 16,000、R6 16,000）が、現状値「16,262（R4）」を下回っています。",
            id="B11-sheet-67",
        ),
        pytest.param(
            indicator("R5:23,583 R9:21,254", unit="トン", baseline="22,931", direction=LOWER),
            "指標「指標名」の目標値（R5 23,583）が、現状値「22,931（R4）」を上回っています。",
            id="B11-sheet-10-lower-is-better",
        ),
    ],
)
def test_a_target_behind_where_things_stand_is_asked_about(given: Indicator, what: str) -> None:
    (warning,) = iter_plan_warnings(given, "(1)-①")
    assert (warning.code, warning.severity) == ("target-behind-baseline", Severity.WARNING)
    assert (warning.item_id, warning.what) == ("(1)-①", what)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        pytest.param(
            indicator("R6:13件 R7:15件 R8:17件", baseline="9件", actual="R5:14件"),
            "指標「指標名」の目標値（R6 13件）は、R5の実績値「14件」がすでに超えています。",
            id="B11-new-factories",
        ),
        pytest.param(
            indicator("R6:180 R7:175 R8:170", unit="時間", baseline="184", actual="R5:172", direction=LOWER),
            "指標「指標名」の目標値（R6 180、R7 175）は、R5の実績値「172」がすでに超えています。",
            id="B11-lower-is-better",
        ),
    ],
)
def test_a_target_that_was_passed_already_is_told(given: Indicator, what: str) -> None:
    (warning,) = iter_plan_warnings(given)
    assert (warning.code, warning.severity) == ("target-already-passed", Severity.INFO)
    assert warning.what == what


@pytest.mark.parametrize(
    ("given", "what"),
    [
        pytest.param(
            indicator("R8:672 R9:680", unit="人", final="672"),
            "指標「指標名」の最終目標値672は、R9の目標値680と異なります（R8の目標値とは同じです）。",
            id="E4-sheet-15",
        ),
        pytest.param(
            indicator("R5:3 R6:3", final="6"),
            "指標「指標名」の最終目標値6は、R6の目標値3と異なり、各年度の合計と一致します"
            "（最終の関係は「合計」では）。",
            id="E2-registered-as-level",
        ),
    ],
)
def test_a_final_target_that_does_not_follow_is_asked_about(given: Indicator, what: str) -> None:
    (warning,) = iter_plan_warnings(given)
    assert (warning.code, warning.what) == ("final-target-differs", what)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(indicator("R5:34 R6:35", baseline="33"), id="better-than-now"),
        pytest.param(indicator("R5:33", baseline="33", actual="R4:33"), id="kept-as-it-is"),
        pytest.param(indicator("R5:30億円以内", unit="億円", baseline="16.1億円"), id="a-limit"),
        pytest.param(indicator("R5:2(78)", baseline="5（76）", method=Method.INCREMENT), id="an-increment"),
        pytest.param(indicator("R5:3 R6:3", baseline="8", relation=FinalRelation.SUM, final="6"), id="a-sum"),
        pytest.param(indicator("R5:運用 R6:-", baseline="検討"), id="words"),
        pytest.param(indicator("R5:5", baseline="備考に記載"), id="a-baseline-in-words"),
        pytest.param(indicator("R5:5", actual="R6:9"), id="passed-only-later"),
        pytest.param(indicator("R5:5", actual="R3:9 R4:4"), id="passed-once-but-no-more"),
        pytest.param(indicator("R5:5", actual="R4:集計中"), id="last-year-is-not-known"),
        pytest.param(indicator("R5:5", actual="R5:9"), id="surpassed-in-its-own-year"),
    ],
)
def test_an_ordinary_plan_has_no_warning(given: Indicator) -> None:
    assert list(iter_plan_warnings(given)) == []
