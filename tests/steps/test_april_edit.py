"""April: a clerk makes next year's round of this year's, in a spreadsheet program, and it goes out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from tests.office import needs_libreoffice, rework, type_into
from tests.steps.toy_city import STATUS, Answers, fill, issued_path, make_city
from toolkit.desk.workspace import load_workspace
from toolkit.model.profile import SETTINGS
from toolkit.model.years import FiscalYear
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

R7 = FiscalYear(2025)
NEXT = "R7_実績"


@needs_libreoffice
def test_a_round_copied_with_its_dates_shifted_and_a_choice_added_goes_out(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    settings = workspace.root / SETTINGS
    rework(settings, "照会", [["copy", "A4:H4", "A6"]])  # 4 and 5 are the rounds of R6
    rework(settings, "照会項目", [["copy", "A4:G7", "A9"]])  # 4 to 7 ask for R6_実績, 8 for R6_上半期
    rework(settings, "選択肢", [["insert", 5], ["copy", "A4:G4", "A5"]])  # between 順調 and 遅れ
    typed = {
        "基本": {"B10": NEXT},
        "照会": {"A6": NEXT, "B6": "Ｒ７", "D6": "令和7年度", "F6": "令和8年5月29日", "G6": "R6_実績"},
        "照会項目": {f"A{row}": NEXT for row in range(9, 13)},
        "選択肢": {"B5": "やや遅れ", "D5": "順調以外"},
    }
    names = [str(row[0].value) for row in openpyxl.load_workbook(settings)["基本"].iter_rows()]
    typed["基本"] = {f"B{names.index('現在の照会') + 1}": NEXT}
    type_into(settings, settings, typed)

    workspace = load_workspace(workspace.root)
    round_ = workspace.profile.round()
    assert (round_.id, round_.years, round_.edition) == (NEXT, (R7,), R7)
    assert (round_.deadline, round_.previous) == (dt.date(2026, 5, 29), "R6_実績")
    assert [ask.field.title for ask in round_.asks] == ["取組実績", "実績値", "実績効果額", "進捗"]
    assert workspace.profile.choices["year.status"].words == ("順調", "やや遅れ", "遅れ")

    generate(workspace, round_)
    book = openpyxl.load_workbook(issued_path(workspace, "港湾課"))
    assert book["はじめに"]["B3"].value == "令和8年5月29日（金）"
    assert "2-②" in book.sheetnames  # begins in R7
    chosen = STATUS.replace("B", "C")  # the column of R7
    answer: Answers = {"1-①": {"C12": "広げた。", "C8": 20, "C9": 80, "C11": 200, chosen: "やや遅れ"}}
    collect(workspace, round_, [fill(workspace, "総務課", answer, tmp_path / "総務課.xlsx")])
    found = [row.finding.code for row in validate(workspace, round_).rows]
    assert "choice-unknown" not in found
