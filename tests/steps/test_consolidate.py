"""取りまとめ表: the totals of a city small enough to add up by hand."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.settings_book import Typed, change_settings, table
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    GOOD,
    REGISTER,
    RESULT,
    STATUS,
    fill,
    fill_all,
    make_city,
    write_register,
)
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.generate import generate


def consolidated(workspace: Workspace, *paths: Path) -> Consolidated:
    round_ = workspace.profile.round()
    if paths:
        collect(workspace, round_, paths)
    return consolidate(workspace, round_)


def summary(workspace: Workspace, *paths: Path) -> dict[str, Any]:
    path = consolidated(workspace, *paths).path.with_suffix(".json")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def groups(document: dict[str, Any], part: str, by: str) -> dict[str, dict[str, Any]]:
    return {group["path"][-1]: group for group in document[part]["groups"] if group["by"] == by}


def test_the_totals_are_those_one_adds_up_by_hand(issued: Workspace, inbox: Path) -> None:
    document = summary(issued, inbox)
    assert document["received"] == {
        "departments": 3,
        "returned": 3,
        "missing": [],
        "items_asked": 3,
        "items_returned": 3,
    }
    assert document["plan_size"] == {"items": 4, "activities": None, "indicators": 5}
    assert document["indicators"]["total"] == {
        "all": 4,
        "not_set": 1,
        "set": 3,
        "achieved": 2,
        "missed": 1,
        "undecided": 0,
    }
    assert [(one["achieved"], one["of"], one["rate"]) for one in document["indicators"]["conventions"]] == [
        (2, 3, "66.7%"),
        (3, 4, "75.0%"),
    ]
    assert document["status"]["total"] == {"順調": 2, "遅れ": 1}
    assert document["status"]["on_track"] == {"count": 2, "of": 3, "share": "67%"}
    assert document["effects"]["planned"] == {"by_year": {"R6": 400, "R7": 600}, "total": 1000}
    assert document["effects"]["actual"] == {"by_year": {"R6": 370}, "total": 370}
    assert document["effects"]["excluded"] == [
        {"item": "桟橋の貸付け", "activity": None, "planned": 1000, "why": "特別会計のため"}
    ]
    assert document["findings"] == {"error": 0, "warning": 0, "info": 0}


def test_a_round_of_two_years_counts_as_its_first_year_does(tmp_path: Path) -> None:
    root = make_city(tmp_path / "city").root

    def ask_two_years(settings: Typed) -> None:
        settings["照会"][0]["年度"] = "R6、R7"
        settings["判定"] += table("""
            年度|達成率の桁|割合の桁|目標のない指標
            R6||1|達成に含める
            R7|0||
        """)

    change_settings(root, ask_two_years)
    workspace = load_workspace(root)
    generate(workspace, workspace.profile.round())
    document = summary(workspace, fill_all(workspace, tmp_path / "受信"))
    # R6: 2 ○, 1 ×, 1 without a target; R7: five targets, nothing asked of them yet
    assert [tuple(one.values()) for one in document["indicators"]["conventions"]] == [
        ("未設定を達成に含める", 3, 9, "33.3%"),
        ("未設定を分母から除く", 2, 8, "25.0%"),
    ]
    assert document["status"]["on_track"] == {"count": 2, "of": 3, "share": "66.7%"}


def test_parts_add_up_to_the_whole(issued: Workspace, inbox: Path) -> None:
    document = summary(issued, inbox)
    pillars, divisions = (groups(document, "effects", by) for by in ("柱", "部"))
    assert [pillars[name]["planned"]["total"] for name in ("便利なまち", "続くまち")] == [600, 400]
    assert [divisions[name]["planned"]["total"] for name in ("産業部", "総務部")] == [700, 300]
    assert [divisions[name]["actual"]["total"] for name in ("産業部", "総務部")] == [250, 120]
    counts = groups(document, "indicators", "柱")
    assert [counts[name]["achieved"] for name in ("便利なまち", "続くまち")] == [1, 1]


def test_divisions_stand_in_the_order_of_the_register(issued: Workspace, inbox: Path) -> None:
    document = summary(issued, inbox)
    for part in ("indicators", "status", "effects"):
        assert list(groups(document, part, "部")) == ["産業部", "総務部"]
        assert list(groups(document, part, "柱")) == ["便利なまち", "続くまち"]


def test_every_verdict_names_its_file_sheet_and_cell_and_says_why(issued: Workspace, inbox: Path) -> None:
    verdict = summary(issued, inbox)["verdicts"][0]
    assert verdict == {
        "item_id": "1-①",
        "number": "1-①",
        "item": "窓口の見直し",
        "indicator_id": "1-①#1",
        "indicator": "統合した窓口",
        "unit": "件",
        "final": "20",
        "year": "R6",
        "target": "10",
        "actual": "8",
        "rate": "80.0%",
        "flag": "×",
        "why": "実績値8は目標値10の80.0%で、達成とする100%に届いていません。",
        "origin": "回答",
        "source": {"file": "0002_総務課.xlsx", "sheet": "1-①", "cell": "B8"},
    }


def test_a_missing_departments_planned_effects_are_still_counted(issued: Workspace, inbox: Path) -> None:
    document = summary(issued, inbox / "観光課.xlsx")
    assert document["received"]["missing"] == ["産業部 港湾課", "総務部 総務課"]
    assert document["effects"]["planned"] == {"by_year": {"R6": 400, "R7": 600}, "total": 1000}
    assert document["effects"]["actual"]["total"] == 250
    assert document["indicators"]["total"]["undecided"] == 2
    assert document["status"]["on_track"] == {"count": 1, "of": 1, "share": "100%"}  # of those that answered
    missing = next(row for row in document["verdicts"] if row["item_id"] == "1-①")
    assert (missing["flag"], missing["origin"], missing["source"]) == ("未", "未提出", None)


def test_nothing_received_yet_is_a_plan_with_nothing_done(issued: Workspace) -> None:
    document = summary(issued)
    assert document["effects"]["planned"]["total"] == 1000
    assert document["effects"]["actual"]["total"] == 0
    assert document["indicators"]["total"]["undecided"] == 3
    assert document["status"]["on_track"] == {"count": 0, "of": 0, "share": "－"}


def without_receipts(document: dict[str, Any]) -> dict[str, Any]:
    """Take the receipt numbers from the names of files: the one thing the order of receipt decides."""
    for verdict in document["verdicts"]:
        if verdict["source"]:
            verdict["source"]["file"] = verdict["source"]["file"].partition("_")[2]
    return document


def test_the_order_in_which_returns_arrive_changes_nothing(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    seen = []
    for number, order in enumerate(itertools.permutations(GOOD)):
        workspace = load_workspace(Path(shutil.copytree(issued.root, tmp_path / str(number))))
        paths = [inbox / f"{section}.xlsx" for section in order]
        for path in paths:
            collect(workspace, workspace.profile.round(), [path])
        seen.append(without_receipts(summary(workspace)))
    assert len(seen) == 6
    assert all(document == seen[0] for document in seen)


def test_consolidating_again_gives_the_same(issued: Workspace, inbox: Path) -> None:
    assert summary(issued, inbox) == summary(issued)


def test_the_workbook_and_the_json_lie_side_by_side_and_agree(issued: Workspace, inbox: Path) -> None:
    done = consolidated(issued, inbox)
    assert sorted(path.name for path in done.path.parent.iterdir()) == [
        "取りまとめ表.json",
        "取りまとめ表.xlsx",
    ]
    texts = {
        str(cell.value)
        for sheet in openpyxl.load_workbook(done.path)
        for row in sheet.iter_rows()
        for cell in row
    }
    assert {"窓口の見直し", "魚市場の開放", "桟橋の貸付け", "特別会計のため"} <= texts


def test_the_office_is_told_the_totals(issued: Workspace, inbox: Path) -> None:
    assert list(consolidated(issued, inbox).iter_lines(issued.root)) == [
        "取りまとめ: 取りまとめ/R6_実績/取りまとめ表.xlsx",
        "  指標 目標のある3件中 ○2 ×1 未0（目標の設定なし 1件）",
        "  効果見込額 R6 400、R7 600、計 1,000千円",
        "  実績効果額 R6 370千円",
    ]


def test_what_only_a_minus_and_a_unit_tell_is_added_with_its_sign(issued: Workspace, inbox: Path) -> None:
    cells = {**GOOD["総務課"]["1-①"], EFFECT: "△90千円"}
    fill(issued, "総務課", {"1-①": cells}, inbox / "総務課.xlsx")
    document = summary(issued, inbox)
    assert document["effects"]["actual"]["total"] == 250 - 90
    assert document["findings"]["error"] == 0


def test_a_subtotal_that_was_typed_over_is_a_difference_and_not_a_figure(
    issued: Workspace, inbox: Path
) -> None:
    cells = {**GOOD["総務課"]["1-①"], "D11": 999}
    fill(issued, "総務課", {"1-①": cells}, inbox / "総務課.xlsx")
    document = summary(issued, inbox)
    assert document["effects"]["actual"]["total"] == 370
    assert [(one["item_id"], one["reported"], one["recomputed"]) for one in document["differences"]] == [
        ("1-①", "999", "120")
    ]
    assert document["differences"][0]["source"]["cell"] == "D11"


def test_an_unknown_status_is_in_no_total(issued: Workspace, inbox: Path) -> None:
    cells = {**GOOD["総務課"]["1-①"], STATUS: "ふつう"}
    fill(issued, "総務課", {"1-①": cells}, inbox / "総務課.xlsx")
    document = summary(issued, inbox)
    assert document["status"]["total"] == {"順調": 2, "遅れ": 0}
    assert document["status"]["on_track"] == {"count": 2, "of": 2, "share": "100%"}


@pytest.mark.parametrize("typed", ["Ａ　順調", "A順調", "A 順調　"])
def test_a_status_counts_as_the_choice_it_means_however_the_city_writes_it(
    tmp_path: Path, typed: str
) -> None:
    workspace = make_city(tmp_path / "city")
    change_settings(workspace.root, lambda settings: settings["選択肢"][0].update(選択肢="Ａ　順調"))
    workspace = load_workspace(workspace.root)
    generate(workspace, workspace.profile.round())
    inbox = fill_all(workspace, tmp_path / "受信")
    fill(workspace, "観光課", {"1-②": {**GOOD["観光課"]["1-②"], STATUS: typed}}, inbox / "観光課.xlsx")
    document = summary(workspace, inbox / "観光課.xlsx")
    assert document["status"]["total"] == {"Ａ　順調": 1, "遅れ": 0}
    assert document["findings"]["error"] == 0


def test_an_effect_where_none_was_planned_is_counted_and_not_lost(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    amounts = [row for row in REGISTER["効果額"] if row[0] != "1-②"]
    write_register(workspace.register, {**REGISTER, "効果額": amounts})
    generate(workspace, workspace.profile.round())
    document = summary(workspace, fill_all(workspace, tmp_path / "受信"))
    assert document["effects"]["planned"]["by_year"] == {"R6": 100, "R7": 600}
    assert document["effects"]["actual"]["total"] == 370


def issued_again(workspace: Workspace) -> Workspace:
    """Issue the round again, with the settings as they are now."""
    edited = load_workspace(workspace.root)
    generate(edited, edited.profile.round())
    return edited


def test_a_plan_without_statuses_has_null_and_no_total(issued: Workspace, inbox: Path) -> None:
    change_settings(issued.root, lambda settings: settings["選択肢"].clear())
    document = summary(issued_again(issued), inbox)
    assert document["status"]["unit"] is None
    assert document["status"]["total"] == {}
    assert document["indicators"]["total"]["all"] == 4


def test_an_undecided_answer_is_undecided_and_counts_for_nothing(issued: Workspace, inbox: Path) -> None:
    cells = {FIRST: "未（7月）", EFFECT: "決算後（7月）", RESULT: "統合した。", STATUS: "遅れ"}
    fill(issued, "総務課", {"1-①": cells}, inbox / "総務課.xlsx")
    document = summary(issued, inbox)
    assert document["indicators"]["total"]["undecided"] == 1
    assert document["effects"]["actual"]["total"] == 250
    assert document["findings"] == {"error": 0, "warning": 0, "info": 0}
    assert document["verdicts"][0]["why"] == "実績値は「未」で、7月に分かる予定です。"


def test_a_threshold_of_the_settings_decides(issued: Workspace, inbox: Path) -> None:
    change_settings(issued.root, lambda settings: settings["判定"][0].update(達成とする率=80))
    document = summary(issued_again(issued), inbox)
    assert document["indicators"]["total"]["achieved"] == 3


def test_a_round_that_was_never_issued_cannot_be_consolidated(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "new")
    with pytest.raises(OfficeError, match="まだ配布していません"):
        consolidated(workspace)
    assert not (workspace.root / "取りまとめ").exists()
