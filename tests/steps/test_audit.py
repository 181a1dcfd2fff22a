"""照合: what the city printed, against a round one can add up by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.steps.toy_city import FIRST, GOOD, REGISTER, Rows, fill, fill_all, make_city, write_register
from toolkit.desk.documents import write_json
from toolkit.desk.workspace import Workspace
from toolkit.model.certainty import certainties_json
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.summary import PublishedCheck
from toolkit.model.years import FiscalYear
from toolkit.steps.audit import Audited, audit
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate

ROOT = Path(__file__).parents[2]


def print_figures(workspace: Workspace, *rows: Sequence[str]) -> None:
    """Enter printed figures in the register, as the office does after the papers went out."""
    book = openpyxl.load_workbook(workspace.register)
    book.remove(book["公表値"])
    sheet = book.create_sheet("公表値")
    for row in (("箇所", "名称", "印字", "照合"), *rows):
        sheet.append(row)
    book.save(workspace.register)


FIGURES = (
    ("概要", "効果見込額", "1,000千円", "effects.planned.total"),
    ("1-①", "小計", "301", "effects.groups[取組=1-①].planned.total"),
    ("概要", "順調の割合", "66%", "status.on_track.share"),
    ("本文", "ことば", "約1割", ""),
)


@pytest.fixture
def done(issued: Workspace, inbox: Path) -> Workspace:
    """A consolidated round; then the figures are printed: R6 100 + R7 200 = 300 of 1-①, 2 of 3 on track."""
    round_ = issued.profile.round()
    collect(issued, round_, [inbox])
    consolidate(issued, round_)
    print_figures(issued, *FIGURES)
    return issued


def test_figures_printed_after_the_round_was_issued_are_compared(done: Workspace) -> None:
    audited = audit(done, done.profile.round())
    assert [check.agrees for check in audited.checks] == [True, False, False, None]
    assert list(audited.iter_lines()) == [
        "照合: 公表値4件（一致1件、不一致2件、照合していないもの1件）。",
        "  不一致: 1-① 小計　印字の「301」に対し計算は300千円で、"
        "差の1千円は千円未満の端数処理によるとみられます。",
        "  不一致: 概要 順調の割合　印字の「66%」は、2÷3＝66.666…%を切り捨てた値ですが、"
        "計算の67%とは端数の扱いが違います。",
    ]


def test_consolidate_writes_the_same_into_master_and_json(done: Workspace) -> None:
    result = consolidate(done, done.profile.round())
    published = json.loads(result.path.with_suffix(".json").read_text("utf-8"))["published"]
    assert [(one["name"], one["recomputed"], one["agrees"]) for one in published] == [
        ("効果見込額", "1,000", True),
        ("小計", "300", False),
        ("順調の割合", "67%", False),
        ("ことば", "", None),
    ]
    assert result.summary.published == audit(done, done.profile.round()).checks
    sheet = openpyxl.load_workbook(result.path)["公表値照合"]
    assert [row[4] for row in sheet.iter_rows(min_row=5, values_only=True)] == ["○", "×", "×", "－"]
    assert "  公表値 4件のうち2件が計算と一致しません。" in result.iter_lines(done.root)


def test_figures_rest_on_the_marks_of_the_sample_answers(done: Workspace) -> None:
    round_ = done.profile.round()
    status = Slot("year.status", year=FiscalYear.parse("R6"))
    certainties = {("1-①", status): "補完", ("1-②", status): "原本", ("2-①", status): "原本"}
    write_json(done.sample_certainties_path(round_), certainties_json(certainties))
    consolidated = consolidate(done, round_).summary.published
    assert [check.rests_on for check in consolidated] == [{}, {}, {"原本": 2, "補完": 1}, {}]
    assert audit(done, round_).checks == consolidated


def test_one_yen_of_the_unit_may_be_rounding_and_no_other_difference_is(done: Workspace) -> None:
    path = "effects.groups[取組=1-①].planned.total"  # 300
    figures = ("299", "301", "300.4", "302", "310")
    print_figures(done, *(("1-①", "小計", printed, path) for printed in figures))
    audited = audit(done, done.profile.round())
    rounding = "差の1千円は千円未満の端数処理によるとみられます。"
    assert [check.why.rpartition("計算は300千円で、")[2] for check in audited.checks] == [
        rounding,
        rounding,
        "0.4千円の差があります。",
        "2千円の差があります。",
        "10千円の差があります。",
    ]


def test_a_rate_rests_on_what_is_not_decided_too_and_a_count_on_what_it_counts(
    issued: Workspace, inbox: Path
) -> None:
    fill(issued, "観光課", {"1-②": {**GOOD["観光課"]["1-②"], FIRST: "未確定"}}, inbox / "観光課.xlsx")
    round_, actual = issued.profile.round(), Slot("indicator.actual", 1, year=FiscalYear.parse("R6"))
    collect(issued, round_, [inbox])
    certainties = {("1-①", actual): "原本", ("1-②", actual): "架空", ("2-①", actual): "補完"}  # × 未 ○
    write_json(issued.sample_certainties_path(round_), certainties_json(certainties))
    way = "indicators.conventions[未設定を分母から除く]"
    paths = [f"{way}.rate", f"{way}.achieved", "indicators.total.missed", "indicators.total.undecided"]
    print_figures(issued, *(("概要", "指標", "33.3%", path) for path in paths))
    published = consolidate(issued, round_).summary.published
    assert [check.recomputed for check in published] == ["33.3%", "1", "1", "1"]
    assert [check.rests_on for check in published] == [
        {"原本": 1, "補完": 1, "架空": 1},
        {"補完": 1},
        {"原本": 1},
        {"架空": 1},
    ]


@pytest.mark.parametrize("weak", [1, 2])
def test_a_verdict_of_parts_rests_on_the_weakest_of_them(tmp_path: Path, weak: int) -> None:
    workspace = make_city(tmp_path / "city")
    parts: Rows = [["項目ID", "指標番号", "内訳番号", "名称"], ["1-①", 1, 1, "本庁"], ["1-①", 1, 2, "支所"]]
    write_register(workspace.register, {**REGISTER, "内訳": parts})
    round_ = workspace.profile.round()
    generate(workspace, round_)
    collect(workspace, round_, [fill_all(workspace, tmp_path / "受信")])
    slots = [Slot("part.actual", year=FiscalYear.parse("R6"), part=(1, number)) for number in (1, 2)]
    certainties = {("1-①", slot): "架空" if slot.part == (1, weak) else "原本" for slot in slots}
    write_json(workspace.sample_certainties_path(round_), certainties_json(certainties))
    print_figures(workspace, ("概要", "未達成", "1", "indicators.total.missed"))  # 1-①: 8 of 10
    (check,) = consolidate(workspace, round_).summary.published
    assert (check.agrees, check.rests_on) == (True, {"架空": 1})


def test_a_share_that_is_cut_is_told_although_it_agrees() -> None:
    cut = PublishedCheck(
        "総括", "９４％", "94%", True, "切り捨てた値で一致します。", {}, "順調", truncated=True
    )
    audited = Audited((cut, replace(cut, truncated=False)))
    assert audited.differing == []
    assert list(audited.iter_lines()) == [
        "照合: 公表値2件（一致2件、不一致0件、照合していないもの0件）。",
        "  端数: 総括 順調　切り捨てた値で一致します。",
    ]


@pytest.mark.parametrize(("figures", "code"), [(FIGURES, 1), (FIGURES[::3], 0)])
def test_the_command_ends_with_1_where_a_figure_differs(
    done: Workspace, figures: Sequence[Sequence[str]], code: int
) -> None:
    print_figures(done, *figures)
    command = [sys.executable, "-X", "utf8", "-m", "toolkit.cli", "照合", "-C", str(done.root)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (code, "")
    assert ran.stdout.startswith(f"照合: 公表値{len(figures)}件")


def test_a_round_that_was_not_consolidated_cannot_be_compared(issued: Workspace) -> None:
    with pytest.raises(OfficeError, match="取りまとめ表がまだありません"):
        audit(issued, issued.profile.round())
