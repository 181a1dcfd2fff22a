"""取りまとめ表.xlsx: what a person reads in it, and that a spreadsheet program counts the same."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, recalculate
from toolkit.books.master import write_master
from toolkit.model.counts import Amounts, EffectTotals, ExcludedEffect, FlagCounts, Group, OnTrack
from toolkit.model.findings import Finding
from toolkit.model.returns import Place
from toolkit.model.summary import (
    EffectRow,
    Effects,
    FindingRow,
    IndicatorRow,
    Indicators,
    PlanSize,
    Receipt,
    Returned,
    RoundInfo,
    Statuses,
    StatusRow,
    Submission,
    Summary,
)
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear

R5, R6 = FiscalYear.parse("R5"), FiscalYear.parse("R6")
ROUND = RoundInfo("R5_取組実績・評価", (R5,), "R6")
FILE = "01_企画部 経営#1.xlsx"
REFORM, MONEY = "行政サービスの最適化", "健全な財政運営"


def planned(r5: int, r6: int, actual: int) -> EffectTotals:
    return EffectTotals(
        Amounts({R5: Decimal(r5), R6: Decimal(r6)}, Decimal(r5 + r6)), Amounts({R5: Decimal(actual)}, Decimal(actual))
    )


def indicator(item: str, level: str, section: str, target: str, actual: str, flag: Flag, **more: Any) -> IndicatorRow:
    value = Decimal(actual.replace(",", "")) if actual.replace(",", "").isdigit() else None
    source = Place(FILE, f"({item})", "D20") if actual else None
    return IndicatorRow(
        item, f"項目{item}", (level, "推進"), "企画部", section, 1, "=件数", "件", R5, target, actual, value,
        "90.0%" if value else "", flag, f"{target}に対し{actual}", "回答" if actual else "未提出", source=source, **more,
    )  # fmt: skip


def effect(item: str, level: str, year: FiscalYear, amount: int | None, actual: int | None = None, why: str = "") -> EffectRow:
    return EffectRow(
        item, f"項目{item}", (level, "推進"), "企画部", "経営企画課", year,
        None if amount is None else Decimal(amount), "-" if amount is None else f"{amount:,}",
        None if actual is None else Decimal(actual), "" if actual is None else f"{actual:,}",
        counted=not why, why=why, source=Place(FILE, f"({item})", "D21") if actual is not None else None,
    )  # fmt: skip


def small_summary() -> Summary:
    """Three items of two departments, one of which is missing; item 3's effect is not counted."""
    received = dt.datetime(2024, 5, 30, 9, 15)
    return Summary(
        city="伊勢原市",
        plan="第６次行財政改革推進計画",
        round=ROUND,
        judged_at=dt.datetime(2024, 6, 3, 10, 0),
        levels=("基本方針", "推進項目"),
        item_word="実施項目",
        plan_size=PlanSize(3, None, 3),
        submissions=(
            Submission("企画部 経営企画課", dt.date(2024, 5, 31), 2, 2, Returned.ALL, (Receipt(1, FILE, received),)),
            Submission("総務部 財政課", dt.date(2024, 5, 31), 1, 0, Returned.NONE),
        ),
        indicators=Indicators(
            rows=(
                indicator("1", REFORM, "経営企画課", "1,000", "900", Flag.MISSED),
                indicator("2", MONEY, "経営企画課", "前年度以上", "=1+1", Flag.ACHIEVED),
                indicator("3", MONEY, "財政課", "5", "", Flag.UNDECIDED),
            ),
            total=FlagCounts(3, 0, 3, 1, 1, 1),
            groups=(
                Group("基本方針", (REFORM,), FlagCounts(1, 0, 1, 0, 1, 0)),
                Group("基本方針", (MONEY,), FlagCounts(2, 0, 2, 1, 0, 1)),
            ),
        ),
        statuses=Statuses(
            "評価", "実施項目", ("計画どおり", "遅れ"), ("計画どおり",),
            (StatusRow("1", "項目1", (REFORM, "推進"), "企画部", "経営企画課", R5, "計画どおり", "回答", source=Place(FILE, "(1)", "H20")),
             StatusRow("2", "項目2", (MONEY, "推進"), "企画部", "経営企画課", R5, "遅れ", "回答")),
            {"計画どおり": 1, "遅れ": 1}, OnTrack(1, 2, "50%"),
        ),
        effects=Effects(
            "千円", (R5, R6), (R5,),
            (effect("1", REFORM, R5, 1500, -20), effect("1", REFORM, R6, None),
             effect("2", MONEY, R5, 300, 400), effect("2", MONEY, R6, 700),
             effect("3", MONEY, R5, 9999, why="特別会計のため"), effect("3", MONEY, R6, None, why="特別会計のため")),
            planned(1800, 700, 380),
            (Group("基本方針", (REFORM,), planned(1500, 0, -20)), Group("基本方針", (MONEY,), planned(300, 700, 400))),
            (ExcludedEffect("3", "項目3", "", Decimal(9999), "特別会計のため"),),
        ),
        findings=(
            FindingRow(Finding("not-returned", None, "総務部 財政課", "3", words={"department": "財政課", "items": "1件", "deadline": "5月31日"}), None, "総務部 財政課", "項目3", "", ""),
            FindingRow(Finding("choice-unknown", Place(FILE, "(1)", "H20"), "企画部 経営企画課", "1", words={"value": "@良好", "choices": "計画どおり"}), 1, "企画部 経営企画課", "項目1", "評価", "@良好"),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("master") / "取りまとめ表.xlsx"
    write_master(path, small_summary())
    return path


def find_row(sheet: Any, text: str) -> dict[str, Any]:
    """Give the row whose first cell is this text, by the headings above the first table of the sheet."""
    headings = [cell.value for cell in sheet[4]]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == text)
    return dict(zip(headings, row, strict=True))


@needs_libreoffice
def test_a_spreadsheet_program_recalculates_every_formula_to_the_cached_value(master: Path) -> None:
    cached, formulas = openpyxl.load_workbook(master, data_only=True), openpyxl.load_workbook(master)
    recalculated = recalculate(master)
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = cached[sheet.title][cell.coordinate].value
                    assert (sheet.title, cell.coordinate, recalculated[sheet.title][cell.coordinate]) == (
                        sheet.title, cell.coordinate, value)  # fmt: skip
                    compared += 1
    assert compared > 40
