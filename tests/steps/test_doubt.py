"""A value that may not mean what it reads counts nowhere, and totals say so, until the office decides."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from tests.books.toys import write_toy
from tests.demos import demo_of
from tests.settings_book import Rows, Typed, change_settings, table
from tests.steps.sent_round import AMOUNT, COUNT, GRADE, STORY, Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, RESULT
from toolkit.books.package.package import Package
from toolkit.desk.answers.unsettled import unsettled
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError
from toolkit.model.findings import Finding
from toolkit.model.record import State
from toolkit.model.verdicts import Flag
from toolkit.rules.record.read_item import Asked, ReadItem
from toolkit.rules.record.records import record_json
from toolkit.rules.series.doubts import put_in_doubt
from toolkit.steps import decide
from toolkit.steps.check import check
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.decide import Reason, Spot
from toolkit.steps.report import report
from toolkit.steps.status import status
from toolkit.steps.validate import validate

CALLED = Reason("電話で確認")
NONE: Mapping[str, str | int] = {}
TOO_MUCH = 12_000
"""千円 where 100千円 are planned."""


def send(sent: Round, cells: Mapping[str, str | int] = NONE) -> None:
    """Let 総務課 send 1-① with these cells (実績 8 of 10 件, 120 of 100千円), the others all they have."""
    sent.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], **cells}})
    sent.send("観光課", GOOD["観光課"])
    sent.send("港湾課", GOOD["港湾課"])


def effects(workspace: Workspace) -> dict[str, Any]:
    path = consolidate(workspace, workspace.profile.round()).path.with_suffix(".json")
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))["effects"]
    return held


def numbers_of(workspace: Workspace, code: str) -> list[int]:
    """Give the numbers of these findings in 確認結果."""
    done = validate(workspace, workspace.profile.round())
    return [at for at, row in enumerate(done.rows, 1) if row.finding.code == code]


def test_case_D1_a_doubted_amount_has_a_reading_and_no_value(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    answer = sent.answer().record.answer(AMOUNT)
    assert answer.state is State.DOUBT
    assert answer.reading == TOO_MUCH
    assert answer.as_json() == {
        "raw": "12000",
        "value": None,
        "state": "doubt",
        "reading": TOO_MUCH,
        "note": "桁の確認",
    }


def test_case_D1_a_record_with_doubts_keeps_the_contract(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH, FIRST: "10～15"})
    answer = sent.answer()
    document = record_json(answer.record, answer.item)
    assert document["indicators"][0]["years"]["R6"]["actual"]["state"] == "doubt"
    assert list(Draft202012Validator(sent.workspace.schema).iter_errors(document)) == []


def test_a_finding_about_a_whole_sheet_doubts_all_that_was_answered_on_it(sent: Round) -> None:
    send(sent, {RESULT: ""})
    answer = sent.answer()
    read = ReadItem(answer.item, answer.record, {}, (), Asked(answer.asked, ()))
    whole = Finding("out-of-range", item_id="1-①", words={"value": "", "range": "", "message": ""})
    answers = put_in_doubt(read, [whole]).answers
    assert answers[COUNT].state is State.DOUBT
    assert answers[COUNT].reading == 8
    assert (answers[GRADE].value, answers[GRADE].reading) == (None, "遅れ")
    assert answers[STORY].state is State.BLANK
    assert put_in_doubt(read, [replace(whole, accepted="電話で確認")]).answers == answer.record.answers


def test_case_D1_a_doubted_amount_is_out_of_the_total_of_the_plan_and_of_its_part(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    held = effects(sent.workspace)
    assert held["actual"] == {"by_year": {"R6": 250}, "total": 250}
    left_out = {"by_year": {"R6": {"count": 1, "planned": 100}}, "total": {"count": 1, "planned": 100}}
    assert held["open"] == left_out
    parts = {group["path"][-1]: group["open"]["total"] for group in held["groups"] if group["by"] == "柱"}
    assert parts == {"便利なまち": {"count": 1, "planned": 100}, "続くまち": {"count": 0, "planned": 0}}


def test_case_D1_a_doubted_actual_is_not_judged_until_it_is_decided(sent: Round) -> None:
    send(sent, {FIRST: 4_545})
    (first, _) = sent.answer().verdicts
    assert (first.judgement.flag, first.actual) == (Flag.UNDECIDED, "確認中（4545）")
    assert first.judgement.why == "実績値「4545」を確認中のため、まだ判定しません（桁の確認）。"
    decide.accept(
        sent.workspace, sent.workspace.profile.round(), numbers_of(sent.workspace, "implausible"), CALLED
    )
    (first, _) = sent.answer().verdicts
    assert (first.judgement.flag, first.judgement.printed_rate) == (Flag.ACHIEVED, "45450.0%")


def test_case_D1_taken_as_typed_the_amount_counts_and_taken_back_it_does_not(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    numbers, round_ = numbers_of(sent.workspace, "implausible"), sent.workspace.profile.round()
    decide.accept(sent.workspace, round_, numbers, CALLED)
    held = effects(sent.workspace)
    assert (held["actual"]["total"], held["open"]["total"]["count"]) == (12_250, 0)
    taken = validate(sent.workspace, round_).rows
    numbers = [at for at, row in enumerate(taken, 1) if row.finding.accepted]
    decide.accept(sent.workspace, round_, numbers, Reason("まちがえた", undo=True))
    assert effects(sent.workspace)["actual"]["total"] == 250


def test_case_D1_mended_by_the_office_the_mended_amount_counts(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    spot = Spot("1-①", "年次_実績効果額", "R6")
    decide.correct(sent.workspace, sent.workspace.profile.round(), spot, "120", CALLED)
    held = effects(sent.workspace)
    assert (held["actual"]["total"], held["open"]["total"]["count"]) == (370, 0)


def test_case_D1_what_the_office_itself_wrote_is_not_doubted(sent: Round) -> None:
    send(sent)
    spot = Spot("1-①", "年次_実績効果額", "R6")
    decide.correct(sent.workspace, sent.workspace.profile.round(), spot, "12000", CALLED)
    assert effects(sent.workspace)["actual"]["total"] == 12_250
    assert numbers_of(sent.workspace, "implausible") == []


def test_case_D1_what_the_office_does_not_use_is_out_and_no_longer_open(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    round_ = sent.workspace.profile.round()
    done = decide.leave_out(sent.workspace, round_, numbers_of(sent.workspace, "implausible"), CALLED)
    (line,) = done.iter_lines()
    assert line.startswith("使わない: 番号")
    held = effects(sent.workspace)
    assert (held["actual"]["total"], held["open"]["total"]["count"]) == (250, 0)
    assert sent.codes() == ["implausible"]  # and no 「実績効果額がありません」
    assert sent.answer().findings[0].accepted.startswith("電話で確認")


def test_case_D1_only_a_doubted_value_can_be_left_out(sent: Round) -> None:
    send(sent, {RESULT: ""})
    numbers = numbers_of(sent.workspace, "blank")
    with pytest.raises(OfficeError, match="値を使うかどうかの確認ではありません"):
        decide.leave_out(sent.workspace, sent.workspace.profile.round(), numbers, CALLED)


def test_case_D1_a_newer_return_without_the_slip_counts(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    sent.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], EFFECT: 130}})
    assert effects(sent.workspace)["actual"]["total"] == 380


def test_case_D1_what_reads_in_two_ways_cannot_be_taken_as_typed(sent: Round) -> None:
    send(sent, {EFFECT: "100～120"})
    numbers = numbers_of(sent.workspace, "ambiguous")
    with pytest.raises(OfficeError, match="「100～120」は読み方が一つに決まらず") as refused:
        decide.accept(sent.workspace, sent.workspace.profile.round(), numbers, CALLED)
    assert refused.value.mend == "所属に確かめて、correct（修正）で、正しい値を書いてください。"
    assert effects(sent.workspace)["open"]["total"] == {"count": 1, "planned": 100}


def test_case_R5_a_stored_minus_that_may_have_been_brackets_is_out_until_it_is_decided(sent: Round) -> None:
    send(sent, {EFFECT: -120, FIRST: -8})
    held, (first, _) = effects(sent.workspace), sent.answer().verdicts
    assert (held["actual"]["total"], held["open"]["total"]["planned"]) == (250, 100)
    assert (first.judgement.flag, first.judgement.printed_rate) == (Flag.UNDECIDED, "")
    round_ = sent.workspace.profile.round()
    decide.accept(sent.workspace, round_, numbers_of(sent.workspace, "ambiguous"), CALLED)
    assert effects(sent.workspace)["actual"]["total"] == 130
    assert sent.answer().record.answer(COUNT).value == -8


def test_case_D1_what_only_the_doubted_value_says_is_not_said(sent: Round) -> None:
    send(sent, {FIRST: -8, RESULT: ""})
    assert sent.codes() == ["ambiguous", "blank"]  # not 「目標に届いていません」


def test_case_D1_whose_answer_is_in_doubt_is_among_the_unsettled(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    assert unsettled(sent.read().returns) == "未確定: 総務課（確認中）"


def test_case_D2_a_planned_amount_that_is_undecided_or_missing_is_said_beside_the_total(sent: Round) -> None:
    sent.send("総務課", {"1-①": {**GOOD["総務課"]["1-①"], EFFECT: "未（7月）"}})
    sent.send("港湾課", GOOD["港湾課"])
    round_ = sent.workspace.profile.round()
    done = consolidate(sent.workspace, round_)
    lines = list(done.iter_lines(sent.workspace.root))
    assert "  実績効果額 R6 0千円（うち未確定 2件、見込400千円は含めていません）" in lines
    told = list(status(sent.workspace, round_, dt.date(2025, 5, 1)).iter_lines(sent.workspace.root))
    assert "実績効果額の合計に入らないもの: うち未確定 2件、見込400千円" in told


def test_case_D2_the_master_counts_what_is_left_out_with_formulas(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    path = consolidate(sent.workspace, sent.workspace.profile.round()).path
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    rows = list(values["概要"].iter_rows())
    (head,) = (row for row in rows if row[0].value == "柱" and "R6未確定件数" in [cell.value for cell in row])
    titles = {cell.value: cell.column for cell in head if cell.value}
    total = next(row[0].row for row in rows[head[0].row :] if row[0].value == "合計")

    def at(book: Any, title: str) -> object:
        return book["概要"].cell(total, titles[title]).value

    assert [at(values, title) for title in ("R6実績額", "R6未確定件数", "R6未確定見込額")] == [250, 1, 100]
    assert str(at(formulas, "R6未確定件数")).startswith("=COUNTIFS(")
    assert "うち未確定 1件、見込100千円を含みません" in str(values["概要"]["A3"].value)
    marks = {row[0].value: [cell.value for cell in row] for row in values["効果額"].iter_rows(min_row=5)}
    assert "確認中（12000）" in marks["1-①"] or "確認中（12000）" in marks["①"]


# -- papers


PAPER: Mapping[str, Rows] = {
    "資料": table("""
        資料番号|名称|様式ファイル
        資料1|総括|会議資料/総括.xlsx
    """),
    "資料掲載数値": table("""
        資料|名称|式
        資料1|実績|効果額.{群}.実績効果額.{年度}
        資料1|実績計|効果額.実績効果額.計
        資料1|件数|効果額.未確定.計.件数
    """),
}
CELLS = {"A1": "{資料_未確定の効果額}", "A2": "{項目_階層1名称}", "A3": "合計", "A4": "{数値_件数}"}
NAMES = {
    "ブロック_階層1": "A2:D2",
    "数値_実績": "B2",
    "資料_未確定の効果額": "C2",
    "数値_実績計": "B3",
}


def with_paper(sent: Round, cells: Mapping[str, str] = CELLS, figures: int = 3) -> Workspace:
    """Give うみべ市 with a paper: 資料1, which prints what was achieved of each 柱 and in all."""
    path = sent.workspace.root / "様式" / "会議資料" / "総括.xlsx"
    path.parent.mkdir(exist_ok=True)
    own = {
        name: area for name, area in NAMES.items() if figures == 3 or name.startswith(("ブロック", "数値"))
    }
    write_toy(path, dict(cells), own)

    def add(settings: Typed) -> None:
        settings["資料"] += [dict(row) for row in PAPER["資料"]]
        settings["資料掲載数値"] += [dict(row) for row in PAPER["資料掲載数値"][:figures]]

    change_settings(sent.workspace.root, add)
    return load_workspace(sent.workspace.root)


def test_case_D2_a_paper_says_it_beside_the_total_and_beside_each_part(sent: Round) -> None:
    send(sent, {EFFECT: TOO_MUCH})
    workspace = with_paper(sent)
    consolidate(workspace, workspace.profile.round())
    made = report(workspace, workspace.profile.round(), Meeting("", dt.date(2025, 6, 27)))
    sheet = openpyxl.load_workbook(made.papers[0], data_only=True).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [row for row in rows if row] == [
        ["実績効果額のうち未確定 1件、見込100千円（合計に含めていません）"],
        ["便利なまち", 250, "うち未確定 1件、見込100千円"],
        ["続くまち", 0],
        ["合計", 250],
        ["1"],
    ]
    assert made.unsettled == "未確定: 総務課（確認中）"
    grounds = openpyxl.load_workbook(made.grounds, data_only=True)
    rests_on = [[str(cell) for cell in row] for row in grounds["もとの行"].iter_rows(values_only=True)]
    assert sum("確認中（12000）" in row for row in rests_on) == 3  # of the plan, of 便利なまち, of the 件数


def test_case_D2_a_paper_that_has_nothing_left_out_prints_nothing_of_it(sent: Round) -> None:
    send(sent)
    workspace = with_paper(sent)
    consolidate(workspace, workspace.profile.round())
    made = report(workspace, workspace.profile.round(), Meeting("", dt.date(2025, 6, 27)))
    assert not any("未確定" in text for text in iter_shown(made.papers[0]))


def test_case_D2_check_asks_for_a_paper_that_prints_a_total_without_it(sent: Round) -> None:
    bare = {ref: text for ref, text in CELLS.items() if ref in ("A2", "A3")}
    workspace = with_paper(sent, bare, figures=2)
    asked = [str(one) for one in check(workspace).doubts if "未確定" in one.what]
    assert asked == [
        "総括.xlsx［様式］: 実績効果額の合計（数値_実績）のそばに、"
        "未確定で合計に入らない分の印字がありません。"
        " → 近くのセルに {資料_未確定の効果額} と書いてください（未確定がなければ、印字されません）。"
    ]
    told = with_paper(sent, CELLS | {"A4": ""}, figures=2)
    assert [one for one in check(told).doubts if "未確定" in one.what] == []


# -- the demo's round


def iter_shown(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's round after 1,200,000千円 came for (5)-⑥, of which 1,600 are planned and 1,813 had come."""
    workspace = load_workspace(demo_of("isehara", tmp_path_factory))
    round_ = workspace.profile.round()
    (entry,) = (one for one in workspace.ledger(round_) if "(5)-⑥" in one.items)
    issued = next(
        (book, sheet)
        for book in workspace.manifests(round_)[-1].books
        for sheet in book.sheets
        if sheet.item_id == "(5)-⑥" and book.file == entry.book
    )
    ref = next(ref for ref, slot in issued[1].asked.items() if slot.field == "effect.actual")
    package = Package.open(workspace.folder("回収", round_) / entry.file)
    package.sheet(issued[1].sheet).write(ref, 1_200_000)
    again = tmp_path_factory.mktemp("again") / "訂正.xlsx"
    package.save(again)
    collect(workspace, round_, [again])
    return workspace.root


@pytest.fixture
def city(doubted: Path, tmp_path: Path) -> Workspace:
    return load_workspace(Path(shutil.copytree(doubted, tmp_path / "city")))


def settle(workspace: Workspace) -> tuple[Consolidated, dict[str, Any]]:
    done = consolidate(workspace, workspace.profile.round())
    held: dict[str, Any] = json.loads(done.path.with_suffix(".json").read_text("utf-8"))["effects"]
    return done, held


def test_case_D1_the_demo_leaves_out_twelve_hundred_million_and_says_so(city: Workspace) -> None:
    done, held = settle(city)
    assert held["actual"]["by_year"] == {"R5": 196_973 - 1_813}
    assert held["open"]["by_year"] == {"R5": {"count": 4, "planned": 33_291 + 1_600}}
    said = "うち未確定 4件、見込34,891千円"
    assert f"  実績効果額 R5 195,160千円（{said}は含めていません）" in list(done.iter_lines(city.root))
    assert any(said in text for text in iter_shown(done.path))
    made = report(city, city.profile.round(), Meeting("", dt.date(2024, 6, 28)))
    (paper,) = (path for path in made.papers if path.name.startswith("資料1-1_"))
    shown = list(iter_shown(paper))
    assert f"実績効果額の{said}（合計に含めていません）" in shown
    assert "195160" in shown
    grounds = list(iter_shown(paper.parent / "根拠.xlsx"))
    assert any("未確定の4件（見込34,891千円）を含まない" in text for text in grounds)
    assert not any(text in ("1200000", "1,200,000") for path in made.papers for text in iter_shown(path))


def test_case_D1_the_demos_value_counts_once_it_was_taken(city: Workspace) -> None:
    (number,) = [
        at
        for at, row in enumerate(validate(city, city.profile.round()).rows, 1)
        if row.finding.code == "implausible" and row.finding.item_id == "(5)-⑥"
    ]
    decide.accept(city, city.profile.round(), [number], CALLED)
    _, held = settle(city)
    assert held["actual"]["total"] == 195_160 + 1_200_000
    assert held["open"]["total"] == {"count": 3, "planned": 33_291}


def test_case_D1_of_the_demos_value_the_mended_one_counts(city: Workspace) -> None:
    decide.correct(city, city.profile.round(), Spot("(5)-⑥", "年次_実績効果額", "R5"), "1200", CALLED)
    _, held = settle(city)
    assert held["actual"]["total"] == 195_160 + 1_200
    assert held["open"]["total"]["count"] == 3
