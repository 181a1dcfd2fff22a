"""The slots of a form are those of the register's own numbers, from the book that goes out to the master."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.settings_book import TOY, ask, toy_settings, write_settings
from tests.steps.toy_city import (
    CELLS,
    EFFECT,
    FIRST,
    NAMES,
    REGISTER,
    RESULT,
    ROUND,
    SECOND,
    STATUS,
    Answers,
    Rows,
    fill,
    issued_path,
    make_city,
    write_register,
    write_template,
)
from toolkit.books.package.package import Package
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.profile import SETTINGS
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason, Spot, correct
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate


def city(
    root: Path,
    sheets: Mapping[str, Rows],
    names: Mapping[str, str] = NAMES,
    asks: Sequence[str] = (),
    cells: Mapping[str, str | int] = CELLS,
) -> Workspace:
    """Make うみべ市 with these sheets of the register and names of the form, asking these fields if any."""
    workspace = make_city(root / "city")
    write_template(workspace.root / "様式" / "シート.xlsx", names, cells)
    write_register(workspace.register, {**REGISTER, **sheets})
    if asks:
        first_half = [row for row in TOY["照会項目"] if row["照会"] != ROUND]
        rows = [*(ask(ROUND, field) for field in asks), *first_half]
        write_settings(workspace.root / SETTINGS, toy_settings(照会項目=rows))
    return load_workspace(workspace.root)


def issue(workspace: Workspace) -> None:
    generate(workspace, workspace.profile.round())


def outcome(workspace: Workspace, folder: Path, answers: Mapping[str, Answers]) -> dict[str, Any]:
    """Let departments answer, and give 取りまとめ表.json."""
    paths = [fill(workspace, section, one, folder / f"{section}.xlsx") for section, one in answers.items()]
    round_ = workspace.profile.round()
    collect(workspace, round_, paths)
    validate(workspace, round_)
    master: dict[str, Any] = json.loads(
        consolidate(workspace, round_).path.with_suffix(".json").read_text("utf-8")
    )
    return master


def verdicts(master: dict[str, Any], item: str = "1-①") -> dict[str, tuple[str, str, str]]:
    """Give (actual, rate, flag) of an item's indicators by id."""
    rows = (row for row in master["verdicts"] if row["item_id"] == item)
    return {row["indicator_id"]: (row["actual"], row["rate"], row["flag"]) for row in rows}


def indicators(*rows: Sequence[Any]) -> Rows:
    """Give the sheet 指標 with these of 1-① (number, name, target) and those of the other items."""
    header, *others = REGISTER["指標"]
    own = [
        ["1-①", number, name, "件", "-", None, 20, target, 20, None, None, None]
        for number, name, target in rows
    ]
    return [header, *own, *[row for row in others if row[0] != "1-①"]]


def open_cells(workspace: Workspace, section: str, sheet: str) -> set[str]:
    page = Package.open(issued_path(workspace, section)).sheet(sheet)
    return {
        f"{column}{row}" for row in range(1, 16) for column in "ABCD" if not page.is_locked(f"{column}{row}")
    }


def hidden_rows(workspace: Workspace, section: str, sheet: str) -> set[int]:
    page = openpyxl.load_workbook(issued_path(workspace, section))[sheet]
    return {row for row, line in page.row_dimensions.items() if line.hidden}


def mistakes(workspace: Workspace) -> list[str]:
    with pytest.raises(OfficeErrors) as caught:
        issue(workspace)
    assert not (workspace.root / "配布").exists()
    return [str(error) for error in caught.value.errors]


# -- S1: numbers with gaps

GAP = {"指標": indicators((1, "統合した窓口", 10), (3, "予約の件数", 40))}


def test_case_S1_the_second_slot_is_that_of_the_third_indicator(tmp_path: Path) -> None:
    workspace = city(tmp_path, GAP, {**NAMES, "指標_番号": "$D$8:$D$9"})
    issue(workspace)
    page = openpyxl.load_workbook(issued_path(workspace, "総務課"))["1-①"]
    assert [page[ref].value for ref in ("A6", "A7", "B6", "B7")] == ["統合した窓口", "予約の件数", 10, 40]
    assert [page[ref].value for ref in ("D8", "D9")] == ["1", "3"]
    assert hidden_rows(workspace, "総務課", "1-①") == set()
    assert {FIRST, SECOND} <= open_cells(workspace, "総務課", "1-①")


def test_case_S1_the_answer_of_the_third_indicator_is_judged_as_its_own(tmp_path: Path) -> None:
    workspace = city(tmp_path, GAP)
    issue(workspace)
    cells: Answers = {"1-①": {FIRST: 10, SECOND: 30, EFFECT: 100, RESULT: "統合した。", STATUS: "順調"}}
    master = outcome(workspace, tmp_path, {"総務課": cells})
    assert verdicts(master) == {"1-①#1": ("10", "100.0%", "○"), "1-①#3": ("30", "75.0%", "×")}
    (third,) = [row for row in master["verdicts"] if row["indicator_id"] == "1-①#3"]
    assert (third["indicator"], third["target"]) == ("予約の件数", "40")
    assert third["source"] == {"file": "0001_総務課.xlsx", "sheet": "1-①", "cell": SECOND}
    assert master["findings"]["error"] == 0


def test_case_S1_the_only_indicator_left_is_asked_and_the_unused_slot_is_hidden(tmp_path: Path) -> None:
    workspace = city(tmp_path, {"指標": indicators((3, "予約の件数", 40))})
    issue(workspace)
    assert FIRST in open_cells(workspace, "総務課", "1-①")
    assert SECOND not in open_cells(workspace, "総務課", "1-①")
    assert hidden_rows(workspace, "総務課", "1-①") == {7, 9}
    cells: Answers = {"1-①": {FIRST: 41, EFFECT: 100, RESULT: "受けた。", STATUS: "順調"}}
    assert verdicts(outcome(workspace, tmp_path, {"総務課": cells})) == {"1-①#3": ("41", "102.5%", "○")}


def test_case_S1_the_office_mends_the_third_indicator_by_its_number(tmp_path: Path) -> None:
    workspace = city(tmp_path, GAP)
    issue(workspace)
    cells: Answers = {"1-①": {FIRST: 10, SECOND: 30, EFFECT: 100, RESULT: "統合した。", STATUS: "順調"}}
    outcome(workspace, tmp_path, {"総務課": cells})
    round_ = workspace.profile.round(ROUND)
    correct(workspace, round_, Spot("1-①", "実績値", "R6", 3), "40", Reason("電話で確認"))
    master = json.loads(consolidate(workspace, round_).path.with_suffix(".json").read_text("utf-8"))
    assert verdicts(master)["1-①#3"] == ("40", "100.0%", "○")


ACTIVITIES: Rows = [
    ["項目ID", "活動番号", "名称", "計画_R6"],
    ["1-①", 2, "電話", "導入"],
    ["1-①", 5, "窓口", "改修"],
]
ACTIVITY_NAMES = {
    name: area for name, area in NAMES.items() if not name.startswith(("指標", "年次_効果", "年次_実績"))
}
ACTIVITY_NAMES |= {
    "活動_番号": "$D$6:$D$7",
    "活動_名称": "$A$6:$A$7",
    "活動_計画": "$B$6:$C$7",
    "活動_取組実績": "$B$8:$C$9",
}
ACTIVITY_NAMES |= {"項目_実績効果額小計": "$D$11"}


def test_case_S1_activities_are_asked_by_their_own_numbers_and_print_them(tmp_path: Path) -> None:
    asks = ["活動_取組実績", "年次_取組実績", "年次_進捗"]
    workspace = city(tmp_path, {"活動": ACTIVITIES}, ACTIVITY_NAMES, asks)
    issue(workspace)
    page = openpyxl.load_workbook(issued_path(workspace, "総務課"))["1-①"]
    assert [page[ref].value for ref in ("D6", "A6", "B6", "D7", "A7", "B7")] == [
        "2",
        "電話",
        "導入",
        "5",
        "窓口",
        "改修",
    ]
    assert {"B8", "B9"} <= open_cells(workspace, "総務課", "1-①")


def test_too_few_slots_are_refused_with_item_field_and_both_counts(tmp_path: Path) -> None:
    three = indicators((1, "統合した窓口", 10), (3, "予約の件数", 40), (4, "待ち時間", 5))
    workspace = city(tmp_path, {"指標": three})
    said = "様式の指標の欄は2ですが、項目「窓口の見直し」（項目ID 1-①）には3あります。"
    with pytest.raises(OfficeErrors, match=said):
        issue(workspace)
    assert not (workspace.root / "配布").exists()


# -- S2: two effects in one slot


def effects(*rows: Sequence[Any]) -> Rows:
    return [["項目ID", "活動番号", "種別", "効果見込額_R6", "効果見込額_R7", "計上"], *rows]


def test_case_S2_two_kinds_of_one_activity_are_refused_before_anything_goes_out(tmp_path: Path) -> None:
    names = {
        **{name: area for name, area in NAMES.items() if not name.startswith("年次_効果")},
        "活動_名称": "$A$3:$A$3", "活動_効果見込額": "$B$10:$C$10", "活動_実績効果額": "$B$11:$C$11",
    }  # fmt: skip
    names.pop("年次_実績効果額")
    rows = effects(["1-①", 2, "歳入", 100, 200, "する"], ["1-①", 2, "歳出", 50, 60, "する"])
    sheets: Mapping[str, Rows] = {"活動": [ACTIVITIES[0], ACTIVITIES[1]], "効果額": rows}
    asks = ["活動_実績効果額", "年次_取組実績", "指標_実績値", "年次_進捗"]
    (mistake,) = mistakes(city(tmp_path, sheets, names, asks))
    assert (
        "項目1-①の活動2には効果額の行が2つ「歳入」「歳出」ありますが、様式の効果額の欄は1つです。" in mistake
    )
    assert "1行にまとめるか、種別ごとに活動を分けて" in mistake


def test_case_S2_two_kinds_of_one_item_are_refused_too(tmp_path: Path) -> None:
    rows = effects(["1-①", None, "歳入", 100, 200, "する"], ["1-①", None, "歳出", 50, 60, "する"])
    (mistake,) = mistakes(city(tmp_path, {"効果額": rows}))
    assert "項目1-①には効果額の行が2つ「歳入」「歳出」ありますが" in mistake


def test_an_amount_that_two_effects_share_is_counted_once(tmp_path: Path) -> None:
    rows = effects(["1-①", None, "歳入", 100, 200, "する"])
    workspace = city(tmp_path, {"効果額": rows})
    issue(workspace)
    cells: Answers = {"1-①": {FIRST: 10, EFFECT: 120, RESULT: "統合した。", STATUS: "順調"}}
    outcome(workspace, tmp_path, {"総務課": cells})
    kept = next((workspace.root / ".gyokaku").rglob("計画台帳.xlsx"))
    split = effects(["1-①", None, "歳入", 60, 200, "する"], ["1-①", None, "歳出", 40, 0, "する"])
    write_register(kept, {**REGISTER, "効果額": split})
    master = json.loads(
        consolidate(workspace, workspace.profile.round()).path.with_suffix(".json").read_text("utf-8")
    )
    assert master["effects"]["planned"]["by_year"]["R6"] == 100
    assert master["effects"]["actual"]["by_year"]["R6"] == 120


# -- amounts answered where none was planned

BY_ACTIVITY = {name: area for name, area in ACTIVITY_NAMES.items() if "小計" not in name} | {
    "活動_実績効果額": "$B$10:$C$11"
}
PHONE, WINDOW = "B10", "B11"
"""Where 1-① is asked what 電話 (②) and 窓口 (⑤) brought in R6."""


@pytest.mark.parametrize(
    ("planned", "rows"),
    [
        ([["1-①", 2, None, 100, 200, "する"]], [(2, 120, 100), (5, 30, None)]),  # 窓口 has no row
        ([], [(2, 120, None), (5, 30, None)]),  # nor has 電話
        ([["1-①", None, None, 100, 200, "する"]], [(None, None, 100), (2, 120, None), (5, 30, None)]),
    ],
)
def test_an_amount_of_an_activity_that_planned_none_is_counted(
    tmp_path: Path, planned: Rows, rows: list[tuple[int | None, int | None, int | None]]
) -> None:
    cells = {ref: text for ref, text in CELLS.items() if ref not in ("D10", "D11")}
    sheets = {"活動": ACTIVITIES, "効果額": effects(*planned)}
    asks = ["活動_実績効果額", "活動_取組実績", "年次_進捗"]
    workspace = city(tmp_path, sheets, BY_ACTIVITY, asks, cells)
    issue(workspace)
    answers: Answers = {"1-①": {PHONE: 120, WINDOW: 30, "B8": "改めた。", "B9": "改めた。", STATUS: "順調"}}
    collect(workspace, workspace.profile.round(), [fill(workspace, "総務課", answers, tmp_path / "1.xlsx")])
    summary = consolidate(workspace, workspace.profile.round()).summary
    assert summary.effects is not None
    found = [row for row in summary.effects.rows if row.year.label == "R6" and row.item_id == "1-①"]
    assert [(row.activity_number, row.actual, row.planned) for row in found] == rows
    amounts = summary.as_json()["effects"]["actual"]
    assert amounts == {"by_year": {"R6": 150}, "total": 150}


# -- S5, S6: 内訳

PART_NAMES = {
    name: area for name, area in NAMES.items() if "効果" not in name and name != "指標_実績値"
} | {"内訳_名称": "$A$8:$A$11", "内訳_実績値": "$B$8:$C$11"}  # fmt: skip
MEANS: Rows = [
    REGISTER["指標"][0],
    ["1-①", 1, "収納率", "%", "-", None, 20, 10, 20, None, "平均", None],
    ["1-①", 3, "有収率", "%", "-", None, 50, 40, 50, None, "平均", None],
    *[row for row in REGISTER["指標"][1:] if row[0] != "1-①"],
]
PARTS: Rows = [
    ["項目ID", "指標番号", "内訳番号", "名称"],
    ["1-①", 3, 1, "水道"],
    ["1-①", 3, 4, "下水道"],
    ["1-①", 1, 1, "市税"],
    ["1-①", 1, 2, "国保"],
]


def city_with_parts(root: Path, parts: Rows = PARTS) -> Workspace:
    asks = ["年次_取組実績", "内訳_実績値", "年次_進捗"]
    return city(root, {"指標": MEANS, "内訳": parts}, PART_NAMES, asks)


def test_case_S5_two_indicators_are_each_judged_from_their_own_parts(tmp_path: Path) -> None:
    workspace = city_with_parts(tmp_path)
    issue(workspace)
    page = openpyxl.load_workbook(issued_path(workspace, "総務課"))["1-①"]
    assert [page[f"A{row}"].value for row in (8, 9, 10, 11)] == ["市税", "国保", "水道", "下水道"]
    cells: Answers = {"1-①": {"B8": 10, "B9": 12, "B10": 30, "B11": 40, RESULT: "徴収した。", STATUS: "順調"}}
    master = outcome(workspace, tmp_path, {"総務課": cells})
    # (10 + 12) / 2 = 11 of 10; (30 + 40) / 2 = 35 of 40
    assert verdicts(master) == {"1-①#1": ("11.0", "110.0%", "○"), "1-①#3": ("35.0", "87.5%", "×")}


def test_case_S5_a_part_left_blank_leaves_only_its_own_indicator_open(tmp_path: Path) -> None:
    workspace = city_with_parts(tmp_path)
    issue(workspace)
    cells: Answers = {"1-①": {"B8": 10, "B9": 12, "B10": 30, RESULT: "徴収した。", STATUS: "順調"}}
    master = outcome(workspace, tmp_path, {"総務課": cells})
    assert {id_: flag for id_, (_, _, flag) in verdicts(master).items()} == {"1-①#1": "○", "1-①#3": "未"}
    result = workspace.folder("確認", workspace.profile.round()) / "確認結果.json"
    blanks = [row for row in json.loads(result.read_text("utf-8"))["findings"] if row["code"] == "blank"]
    assert [row["source"]["cell"] for row in blanks if row["item_id"] == "1-①"] == ["B11"]


def test_case_S5_the_office_mends_a_part_of_the_indicator_it_names(tmp_path: Path) -> None:
    workspace = city_with_parts(tmp_path)
    issue(workspace)
    cells: Answers = {"1-①": {"B8": 10, "B9": 12, "B10": 30, "B11": 40, RESULT: "徴収した。", STATUS: "順調"}}
    outcome(workspace, tmp_path, {"総務課": cells})
    round_ = workspace.profile.round()
    with pytest.raises(OfficeError, match="どのセルのことか決まりません"):
        correct(workspace, round_, Spot("1-①", "内訳_実績値", "R6", 1), "50", Reason("電話で確認"))
    correct(workspace, round_, Spot("1-①", "内訳_実績値", "R6", 1, indicator=3), "50", Reason("電話で確認"))
    master = json.loads(consolidate(workspace, round_).path.with_suffix(".json").read_text("utf-8"))
    # (50 + 40) / 2 = 45 of 40, the other as it was
    assert verdicts(master) == {"1-①#1": ("11.0", "110.0%", "○"), "1-①#3": ("45.0", "112.5%", "○")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["9-⑨", 1, 1, "市税"], "計画台帳.xlsx［内訳］A2: 項目「9-⑨」がありません。"),
        (["1-①", 2, 1, "市税"], "計画台帳.xlsx［内訳］B2: 項目「1-①」に指標2がありません。"),
        (["1-①", None, 1, "市税"], "計画台帳.xlsx［内訳］B2: 「指標番号」が空欄です。"),
        (["1-①", 1, None, "市税"], "計画台帳.xlsx［内訳］C2: 「内訳番号」が空欄です。"),
    ],
)
def test_case_S6_parts_of_nothing_are_refused_with_sheet_and_row(
    tmp_path: Path, row: Sequence[Any], said: str
) -> None:
    (mistake,) = mistakes(city_with_parts(tmp_path, [PARTS[0], row]))
    assert mistake.startswith(said)


# -- S7: departments

ALIKE: Rows = [
    ["建制順", "部", "課", "種別", "期限"],
    [3, "総務部", "総務課", "所属", None],
    [1, "産業部", "総務課", "所属", None],
    [2, "産業部", "観光課", "所属", None],
    [4, "教育部", "図書課", "所属", None],
]


def items(**leads: str) -> Rows:
    """Give the sheet 項目 with other 主管課 (by id, `_` for the hyphen)."""
    header, *rows = REGISTER["項目"]
    at = header.index("主管課")
    return [header, *([*row[:at], leads.get(str(row[0]), row[at]), *row[at + 1 :]] for row in rows)]


LEADS = {"1-①": "総務部 総務課", "2-①": "産業部総務課", "2-②": "産業部　総務課"}


def test_case_S7_departments_named_alike_in_two_divisions_each_get_and_return_their_own(
    tmp_path: Path,
) -> None:
    rows = [[cell if cell != "港湾課、観光課" else "観光課" for cell in row] for row in items(**LEADS)]
    workspace = city(tmp_path, {"所属": ALIKE, "項目": rows})
    issue(workspace)
    folder = workspace.folder("配布", workspace.profile.round())
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [
        "01_産業部_総務課.xlsx", "02_産業部_観光課.xlsx", "03_総務部_総務課.xlsx",
    ]  # fmt: skip
    answers: Mapping[str, Answers] = {
        "産業部_総務課": {"2-①": {FIRST: 50, EFFECT: 900, RESULT: "貸した。", STATUS: "順調"}},
    }
    outcome(workspace, tmp_path, answers)
    master = json.loads(
        (workspace.folder("取りまとめ", workspace.profile.round()) / "取りまとめ表.json").read_text("utf-8")
    )
    assert master["received"]["returned"] == 1
    assert master["received"]["missing"] == ["産業部 観光課", "総務部 総務課"]
    assert verdicts(master, "2-①") == {"2-①#1": ("50", "100.0%", "○")}
    assert verdicts(master)["1-①#1"] == ("", "", "未")


def test_case_S7_a_name_that_could_be_either_is_refused(tmp_path: Path) -> None:
    mended = items(**{"2-①": "産業部 総務課", "2-②": "産業部 総務課", "1-②": "観光課"})
    (mistake,) = mistakes(city(tmp_path, {"所属": ALIKE, "項目": mended}))
    assert "「総務課」という課は2つあります（「産業部 総務課」、「総務部 総務課」）。" in mistake
    assert "部も付けて記入してください。" in mistake


@pytest.mark.parametrize("word", ["事務局", "委員会", "所属", "事 務局"])
def test_case_S7_a_department_may_not_be_called_as_another_writer(tmp_path: Path, word: str) -> None:
    rows = [*REGISTER["所属"], [5, "総務部", word, "所属", None]]
    (mistake,) = mistakes(city(tmp_path, {"所属": rows}))
    assert mistake.startswith(
        f"計画台帳.xlsx［所属］C6: 「{word}」は、このツールが回答・評価の主体に使う言葉です。"
    )


# -- ids


def test_what_was_renumbered_keeps_the_id_it_was_given(tmp_path: Path) -> None:
    header, *rows = GAP["指標"]
    rows = [[*row, 7 if row[:2] == ["1-①", 3] else None] for row in rows]
    workspace = city(tmp_path, {"指標": [[*header, "ID"], *rows]})
    issue(workspace)
    cells: Answers = {"1-①": {FIRST: 10, SECOND: 30, EFFECT: 100, RESULT: "統合した。", STATUS: "順調"}}
    assert verdicts(outcome(workspace, tmp_path, {"総務課": cells})) == {
        "1-①#1": ("10", "100.0%", "○"),
        "1-①#7": ("30", "75.0%", "×"),
    }


@pytest.mark.parametrize("given", [[1, 1], [None, 1], [3, None]])
def test_an_id_given_twice_is_refused(tmp_path: Path, given: Sequence[int | None]) -> None:
    header, first, third, *rows = GAP["指標"]
    own = [[*first, given[0]], [*third, given[1]]]
    (mistake,) = mistakes(city(tmp_path, {"指標": [[*header, "ID"], *own, *[[*row, None] for row in rows]]}))
    assert mistake.startswith("計画台帳.xlsx［指標］M3: 同じ項目にID")


def test_a_department_that_was_renamed_keeps_the_id_it_was_given(tmp_path: Path) -> None:
    header, *rows = REGISTER["所属"]
    named = [[*row, "A1" if row[2] == "総務課" else None] for row in rows]
    workspace = city(tmp_path, {"所属": [[*header, "ID"], *named]})
    issue(workspace)
    (manifest,) = workspace.manifests(workspace.profile.round())
    assert [book.department for book in manifest.books] == ["港湾課", "観光課", "A1"]
    cells: Answers = {"1-①": {FIRST: 10, EFFECT: 100, RESULT: "統合した。", STATUS: "順調"}}
    assert outcome(workspace, tmp_path, {"総務課": cells})["received"]["returned"] == 1
    (entry,) = workspace.ledger(workspace.profile.round())
    assert entry.department == "A1"


def test_a_department_id_given_twice_is_refused(tmp_path: Path) -> None:
    header, *rows = REGISTER["所属"]
    named = [[*row, "A1" if row[2] in ("総務課", "観光課") else None] for row in rows]
    (mistake,) = mistakes(city(tmp_path, {"所属": [[*header, "ID"], *named]}))
    assert mistake.startswith("計画台帳.xlsx［所属］F4: 所属のID「A1」は使われています。")


def test_an_item_that_was_renumbered_is_known_by_its_id_and_prints_its_number(tmp_path: Path) -> None:
    """窓口の見直し（ID 1-①）は②に、魚市場の開放（ID 1-②）は①になった。"""
    header, *rows = REGISTER["項目"]
    at = header.index("番号")
    swapped = {"1-①": "②", "1-②": "①"}
    renumbered = [[*row[:at], swapped.get(str(row[0]), row[at]), *row[at + 1 :]] for row in rows]
    workspace = city(tmp_path, {"項目": [header, *renumbered]})
    issue(workspace)
    assert openpyxl.load_workbook(issued_path(workspace, "総務課")).sheetnames[1] == "1-②"
    cells: Answers = {"1-②": {FIRST: 8, EFFECT: 120, RESULT: "窓口を統合した。", STATUS: "遅れ"}}
    master = outcome(workspace, tmp_path, {"総務課": cells})
    (first, *_) = master["verdicts"]
    assert (first["item_id"], first["number"], first["item"]) == ("1-①", "1-②", "窓口の見直し")
    assert (first["indicator_id"], first["actual"], first["source"]["sheet"]) == ("1-①#1", "8", "1-②")
    assert master["received"]["missing"] == ["産業部 港湾課", "産業部 観光課"]
    book = openpyxl.load_workbook(
        workspace.folder("取りまとめ", workspace.profile.round()) / "取りまとめ表.xlsx"
    )["指標と判定"]
    numbers = [row[0].value for row in book.iter_rows() if row[0].value in ("1-①", "1-②")]
    assert numbers == ["1-②", "1-②", "1-①"]


def test_two_items_of_one_number_would_not_be_told_apart(tmp_path: Path) -> None:
    header, *rows = REGISTER["項目"]
    at = header.index("番号")
    same = [[*row[:at], "①", *row[at + 1 :]] if row[0] in ("2-①", "2-②") else row for row in rows]
    workspace = city(tmp_path, {"項目": [header, *same]})
    (mistake,) = mistakes(workspace)
    assert "項目「海の家の公募」（項目ID 2-②）は、印字される番号で見分けられません" in mistake
    assert "（項目「桟橋の貸付け」（項目ID 2-①）と同じ番号「2-①」）" in mistake
