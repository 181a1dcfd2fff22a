"""A small consolidation built by hand: three items of two departments, one of which is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from toolkit.model.counts import Amounts, EffectTotals, ExcludedEffect, FlagCounts, Group, OnTrack
from toolkit.model.findings import Finding
from toolkit.model.record import Place
from toolkit.model.summary import (
    EffectRow,
    Effects,
    FindingRow,
    IndicatorRow,
    Indicators,
    PlanSize,
    Receipt,
    ReturnState,
    RoundInfo,
    Statuses,
    StatusRow,
    Submission,
    Summary,
)
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear

R5, R6 = FiscalYear.parse("R5"), FiscalYear.parse("R6")
JST = dt.timezone(dt.timedelta(hours=9))
FILE = "01_企画部 経営#1.xlsx"
REFORM, MONEY = "行政サービスの最適化", "健全な財政運営"
PLANNER, FINANCE = "企画部 経営企画課", "総務部 財政課"


def small_summary() -> Summary:
    """Give a Summary with every part; item 3 is 財政課's, which returned nothing, and is not counted."""
    return Summary(
        city="伊勢原市",
        plan="第６次行財政改革推進計画",
        round=RoundInfo("R5_取組実績・評価", (R5,), "R6"),
        judged_at=dt.datetime(2024, 6, 3, 10, 0, tzinfo=JST),
        levels=("基本方針", "推進項目"),
        item_word="実施項目",
        plan_size=PlanSize(3, None, 3),
        level_sizes=(2, 2),
        submissions=small_submissions(),
        indicators=_indicators(),
        statuses=(_statuses(),),
        effects=_effects(),
        findings=small_findings(),
    )


def small_submissions() -> tuple[Submission, ...]:
    """Give one department that returned and one that did not."""
    deadline = dt.date(2024, 5, 31)
    receipt = Receipt(1, FILE, dt.datetime(2024, 5, 30, 9, 15, tzinfo=JST))
    return (
        Submission(PLANNER, deadline, 2, 2, ReturnState.ALL, (receipt,)),
        Submission(FINANCE, deadline, 1, 0, ReturnState.NONE),
    )


def small_findings() -> tuple[FindingRow, ...]:
    """Give a finding of each department, not yet in 建制順."""
    late = {"department": FINANCE, "items": "1件", "deadline": "5月31日"}
    choice = {"value": "@良好", "choices": "計画どおり、遅れ"}
    place = Place(FILE, "(1)", "H20")
    return (
        FindingRow(Finding("not-returned", None, FINANCE, words=late), None, FINANCE, "", "", ""),
        FindingRow(
            Finding("choice-unknown", place, PLANNER, "1", words=choice), 1, PLANNER, "項目1", "評価", "@良好"
        ),
    )


def _indicators() -> Indicators:
    rows = (
        _indicator("1", REFORM, "1,000", "900", Flag.MISSED),
        _indicator("2", MONEY, "前年度以上", "=1+1", Flag.ACHIEVED),
        _indicator("3", MONEY, "5", "", Flag.UNDECIDED),
    )
    groups = (
        Group("基本方針", (REFORM,), FlagCounts(1, 0, 1, 0, 1, 0)),
        Group("基本方針", (MONEY,), FlagCounts(2, 0, 2, 1, 0, 1)),
    )
    return Indicators(rows, FlagCounts(3, 0, 3, 1, 1, 1), groups)


def _indicator(item: str, level: str, target: str, actual: str, flag: Flag) -> IndicatorRow:
    return IndicatorRow(
        item_id=item,
        item=f"項目{item}",
        path=(level, "推進"),
        division="企画部",
        department="経営企画課",
        number=1,
        indicator="=件数",
        unit="件",
        final="2,000",
        year=R5,
        target=target,
        actual=actual,
        value=Decimal(actual) if actual.isdigit() else None,
        rate="90.0%" if actual.isdigit() else "",
        flag=flag,
        why=f"{target}に対し{actual}",
        origin="回答" if actual else "未提出",
        source=Place(FILE, f"({item})", "D20") if actual else None,
    )


def _statuses() -> Statuses:
    good, late = "計画どおり", "遅れ"
    source = Place(FILE, "(1)", "H20")
    rows = (
        StatusRow("1", "項目1", (REFORM, "推進"), "企画部", "経営企画課", R5, good, "回答", source=source),
        StatusRow("2", "項目2", (MONEY, "推進"), "企画部", "経営企画課", R5, late, "回答"),
    )
    return Statuses(
        "評価",
        "実施項目",
        (good, late),
        (good,),
        rows,
        {good: 1, late: 1},
        OnTrack(1, 2, "50%"),
        field_name="年次_評価",
    )


def _effects() -> Effects:
    special = "特別会計のため"
    rows = (
        _effect("1", REFORM, R5, 1500, -20),
        _effect("1", REFORM, R6, None),
        _effect("2", MONEY, R5, 300, 400),
        _effect("2", MONEY, R6, 700),
        _effect("3", MONEY, R5, 9999, why=special),
        _effect("3", MONEY, R6, None, why=special),
    )
    groups = (
        Group("基本方針", (REFORM,), _totals(1500, 0, -20)),
        Group("基本方針", (MONEY,), _totals(300, 700, 400)),
    )
    excluded = (ExcludedEffect("3", "項目3", None, Decimal(9999), special),)
    return Effects("千円", (R5, R6), (R5,), rows, _totals(1800, 700, 380), groups, excluded)


def _effect(
    item: str, level: str, year: FiscalYear, planned: int | None, actual: int | None = None, why: str = ""
) -> EffectRow:
    return EffectRow(
        item_id=item,
        item=f"項目{item}",
        path=(level, "推進"),
        division="企画部",
        department="経営企画課",
        year=year,
        planned=None if planned is None else Decimal(planned),
        printed="-" if planned is None else f"{planned:,}",
        actual=None if actual is None else Decimal(actual),
        raw="" if actual is None else str(actual),
        counted=not why,
        why=why,
        source=None if actual is None else Place(FILE, f"({item})", "D21"),
    )


def _totals(r5: int, r6: int, actual: int) -> EffectTotals:
    planned = Amounts({R5: Decimal(r5), R6: Decimal(r6)}, Decimal(r5 + r6))
    return EffectTotals(planned, Amounts({R5: Decimal(actual)}, Decimal(actual)))
