"""A plan without indicators, without amounts or without levels goes through the whole round (S8)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books.toys import write_toy
from tests.settings_book import Typed, basic, change_settings
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    GOOD,
    NAMES,
    REGISTER,
    ROUND,
    Rows,
    fill,
    make_city,
    write_register,
    write_template,
)
from toolkit.books.package.package import Package
from toolkit.books.papers.template import bind_paper
from toolkit.books.reading.reader import read_book
from toolkit.books.register.register import iter_register_doubts, load_register
from toolkit.desk.papers.check import iter_layout_mistakes
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeErrors
from toolkit.steps.check import check
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.report import report
from toolkit.steps.validate import validate

PAPER = {"資料番号": "資料1", "名称": "一覧", "様式ファイル": "一覧.xlsx"}


def without_columns(rows: Rows, begin: str) -> Rows:
    """Give the rows of a sheet without the columns whose header begins so."""
    kept = [at for at, header in enumerate(rows[0]) if not str(header).startswith(begin)]
    return [[row[at] for at in kept] for row in rows]


def make_bare(
    root: Path, register: Mapping[str, Rows], without: Collection[str] = (), level: str = "柱"
) -> Workspace:
    """Make うみべ市 with other sheets in its register, a form without some names, and one paper."""
    workspace = make_city(root)
    write_register(workspace.register, {**REGISTER, **register})
    write_template(root / "様式" / "シート.xlsx", {n: area for n, area in NAMES.items() if n not in without})
    write_toy(root / "様式" / "一覧.xlsx", {"A1": "{項目_番号} {項目_名称}"}, {"ブロック_行": "A1:E1"})

    def change(rows: Typed) -> None:
        basic(rows, "階層1の名前", level)
        rows["照会項目"] = [row for row in rows["照会項目"] if row["欄"] not in without]
        rows["資料"].append({**PAPER})

    change_settings(root, change)
    return load_workspace(root)


def whole_round(
    workspace: Workspace, folder: Path, without: Collection[str] = (), sheets: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Issue, answer, collect, check, consolidate and print; give 取りまとめ表.json."""
    round_ = workspace.profile.round()
    assert check(workspace).mistakes == ()
    generate(workspace, round_)
    for section, items in GOOD.items():
        cells = {
            (sheets or {}).get(item, item): {ref: value for ref, value in own.items() if ref not in without}
            for item, own in items.items()
        }
        fill(workspace, section, cells, folder / f"{section}.xlsx")
    collect(workspace, round_, [folder])
    validate(workspace, round_)
    path = consolidate(workspace, round_).path
    done = report(workspace, round_, Meeting("第1回委員会", dt.date(2025, 6, 27)))
    texts = [cell.raw for sheet in read_book(done.papers[0]).sheets.values() for cell in sheet.cells.values()]
    assert any("窓口の見直し" in text for text in texts)
    document: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert document["findings"]["error"] == 0
    return document


INDICATORS = ("指標_名称", "指標_単位", "指標_目標値", "指標_実績値")
AMOUNTS = ("年次_効果見込額", "項目_効果見込額小計", "年次_実績効果額", "項目_実績効果額小計")


@pytest.mark.parametrize(
    "sheet", [[], [REGISTER["指標"][0]], without_columns([REGISTER["指標"][0]], "目標値")]
)
def test_case_S8_a_plan_without_indicators(tmp_path: Path, sheet: Rows) -> None:
    workspace = make_bare(tmp_path / "city", {"指標": sheet}, INDICATORS)
    document = whole_round(workspace, tmp_path / "inbox", [FIRST])
    assert document["indicators"]["total"]["all"] is None
    assert document["plan_size"] == {"items": 4, "activities": None, "indicators": None}
    assert document["effects"]["actual"]["by_year"] == {"R6": 370}
    assert document["status"]["total"] == {"順調": 2, "遅れ": 1}


@pytest.mark.parametrize(
    "sheet", [[], [REGISTER["効果額"][0]], without_columns([REGISTER["効果額"][0]], "効果見")]
)
def test_case_S8_a_plan_without_amounts(tmp_path: Path, sheet: Rows) -> None:
    workspace = make_bare(tmp_path / "city", {"効果額": sheet}, AMOUNTS)
    document = whole_round(workspace, tmp_path / "inbox", [EFFECT])
    assert document["effects"]["planned"] == {"by_year": {}, "total": None}
    assert document["indicators"]["total"]["achieved"] == 2


@pytest.mark.parametrize("blank", [False, True])
def test_case_S8_a_plan_without_levels(tmp_path: Path, blank: bool) -> None:
    header, *rows = without_columns(REGISTER["項目"], "階層")
    numbered = [[row[0], number, *row[2:]] for number, row in enumerate(rows, 1)]
    items: Rows = [header, *numbered]
    if blank:
        items = [[*row, new] for row, new in zip(items, ["階層1名称", None, None, None, None], strict=True)]
    workspace = make_bare(tmp_path / "city", {"項目": items}, ["項目_階層1番号"], level="")
    sheets = {"1-①": "1", "1-②": "2", "2-①": "3"}
    document = whole_round(workspace, tmp_path / "inbox", sheets=sheets)
    assert document["levels"] == {}
    assert document["indicators"]["total"]["achieved"] == 2
    assert {group["by"] for group in document["effects"]["groups"]} == {"取組", "部"}
    overview = openpyxl.load_workbook(tmp_path / "city" / "取りまとめ" / ROUND / "取りまとめ表.xlsx")["概要"]
    texts = [cell.value for cell in overview["A"]]
    assert texts.count("取組") == 2  # heads the one row of indicators and the one of amounts


def test_case_S8_the_years_of_a_plan_without_targets_are_those_of_its_other_columns(tmp_path: Path) -> None:
    workspace = make_bare(tmp_path / "city", {"指標": []}, INDICATORS)
    plan = load_register(workspace.register, workspace.fields)
    assert [year.label for year in plan.years] == ["R6", "R7"]


def test_case_S8_a_plan_without_any_year_is_told_in_one_clear_message(tmp_path: Path) -> None:
    bare = {"指標": [], "効果額": [], "項目": without_columns(REGISTER["項目"], "計画_")}
    workspace = make_bare(tmp_path / "city", bare, (*INDICATORS, *AMOUNTS))
    with pytest.raises(OfficeErrors) as told:
        generate(workspace, workspace.profile.round())
    (mistake,) = told.value.errors
    assert mistake.what == "計画期間の年度が分かりません（年度ごとの列が一つもありません）。"
    assert "「目標値_R5」" in mistake.mend


def test_case_S8_a_year_missing_in_between_is_told(tmp_path: Path) -> None:
    header, *rows = REGISTER["指標"]
    gap = [str(word).replace("目標値_R7", "目標値_R8") for word in header]
    workspace = make_bare(tmp_path / "city", {"指標": [gap, *rows]})
    with pytest.raises(OfficeErrors) as told:
        generate(workspace, workspace.profile.round())
    assert "計画期間（R6〜R8）の途中のR7の列がありません。" in [one.what for one in told.value.errors]


def test_case_S8_a_blank_name_of_a_level_is_told_with_its_cell(tmp_path: Path) -> None:
    header, *rows = REGISTER["項目"]
    name = header.index("階層1名称")
    items = [
        header,
        *([*row[:name], None, *row[name + 1 :]] if at == 1 else row for at, row in enumerate(rows)),
    ]
    workspace = make_bare(tmp_path / "city", {"項目": items})
    with pytest.raises(OfficeErrors) as told:
        generate(workspace, workspace.profile.round())
    assert [str(one) for one in told.value.errors] == [
        "計画台帳.xlsx［項目］C3: 「階層1名称」が空欄です。 → 記入してください。"
    ]


def test_case_S8_a_sheet_that_is_missing_is_asked_about(tmp_path: Path) -> None:
    workspace = make_bare(tmp_path / "city", {}, INDICATORS)
    book = openpyxl.load_workbook(workspace.register)
    del book["指標"]
    book.save(workspace.register)
    assert [one.what for one in iter_register_doubts(workspace.register, workspace.fields)] == [
        "シート「指標」がありません。指標のない計画として読みます。"
    ]
    document = whole_round(workspace, tmp_path / "inbox", [FIRST])
    assert document["plan_size"]["indicators"] is None


def test_case_S8_a_paper_that_counts_on_levels_is_found_before_it_is_made(tmp_path: Path) -> None:
    header, *rows = without_columns(REGISTER["項目"], "階層")
    items: Rows = [header, *([row[0], number, *row[2:]] for number, row in enumerate(rows, 1))]
    workspace = make_bare(tmp_path / "city", {"項目": items}, ["項目_階層1番号"], level="")
    path = write_toy(
        workspace.root / "様式" / "一覧.xlsx",
        {"A1": "{項目_階層1名称}", "A2": "{項目_番号} {項目_名称}", "B3": "=B1*2"},
        {"ブロック_階層1": "A1:E1", "ブロック_行": "A2:E2"},
    )
    plan = load_register(workspace.register, workspace.fields)
    package, fields = Package.open(path), workspace.fields
    sheets, _ = bind_paper(package, read_book(path), fields, plan.years, plan.years[0], {})
    (paper,) = workspace.profile.papers
    assert [str(one) for one in iter_layout_mistakes(package, sheets, paper, plan)] == [
        "一覧.xlsx［様式］B3: 数式「B1*2」の参照するブロックが1件もないため、参照先がなくなります。"
        " → ブロックの行だけに頼らない数式（例: ブロックの上下の行を含む範囲）に直してください。"
    ]
