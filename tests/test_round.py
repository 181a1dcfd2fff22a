"""One whole round on the packaged city, as a user runs it: the demo, and books typed into in LibreOffice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books.lint import lint
from tests.demos import demo_of, ending_of
from tests.office import (
    needs_libreoffice,
    needs_ooxml_validator,
    ooxml_errors_of,
    recalculate,
    resave,
    type_into,
)
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.workspace import Workspace, init, load_workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.catalogue import Severity
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate

CITY = "isehara"
ROUND = "R5_取組実績・評価"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give the folder of a demo and what it printed."""
    code, lines = ending_of(CITY, tmp_path_factory)
    assert code == 1  # a sample return holds mistakes
    return demo_of(CITY, tmp_path_factory), "\n".join(lines)


@pytest.fixture(scope="module")
def consolidated(demo: tuple[Path, str]) -> dict[str, Any]:
    path = demo[0] / "取りまとめ" / ROUND / "取りまとめ表.json"
    return dict(json.loads(path.read_text("utf-8")))


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose round has been issued and nothing returned yet."""
    workspace = init(tmp_path_factory.mktemp("issued") / "W", CITY)
    generate(workspace, workspace.profile.round())
    return workspace


# -- what the demo shows


def test_planned_effects_are_the_citys_own_figures(consolidated: Mapping[str, Any]) -> None:
    planned = consolidated["effects"]["planned"]
    assert planned["by_year"] == {"R5": 228520, "R6": 347736, "R7": 1246430, "R8": 389389, "R9": 459274}
    assert planned["total"] == 2671349
    by_policy = [g["planned"]["total"] for g in consolidated["effects"]["groups"] if g["by"] == "基本方針"]
    assert by_policy == [328046, 26431, 17044, 0, 2299828]


def test_the_plan_and_what_was_asked_are_counted(consolidated: Mapping[str, Any]) -> None:
    assert consolidated["plan_size"]["items"] == 74
    assert consolidated["received"]["items_asked"] == 71
    assert consolidated["received"]["departments"] == 28
    assert consolidated["received"]["missing"] == ["経済環境部 環境対策課"]


def test_the_flags_add_up(consolidated: Mapping[str, Any]) -> None:
    total = consolidated["indicators"]["total"]
    assert total["all"] == 71
    assert total["set"] == total["achieved"] + total["missed"] + total["undecided"] == 71 - total["not_set"]
    policies = [group for group in consolidated["indicators"]["groups"] if group["by"] == "基本方針"]
    for key in total:
        assert sum(group[key] for group in policies) == total[key]


def test_every_verdict_says_why_and_names_its_cell(consolidated: Mapping[str, Any]) -> None:
    for verdict in consolidated["verdicts"]:
        assert verdict["why"].endswith("。")
        assert (verdict["source"] is None) == (verdict["origin"] == "未提出")


def test_every_figure_the_city_printed_recomputes(
    consolidated: Mapping[str, Any], demo: tuple[Path, str]
) -> None:
    checks = consolidated["published"]
    assert [check["why"] for check in checks if check["agrees"] is not True] == []
    assert [check["recomputed"] for check in checks[:4]] == ["71", "74", "3", "126,633"]
    assert len(checks) == 3 + 22
    command = [sys.executable, "-X", "utf8", "-m", "toolkit.cli", "audit", "-C", str(demo[0])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "照合: 公表値25件（一致25件、不一致0件、照合していないもの0件）。\n"


def test_the_command_names_the_late_the_faulty_the_twice_sent_and_the_split(demo: tuple[Path, str]) -> None:
    printed = demo[1]
    assert "未提出: 経済環境部 環境対策課（0/1項目）" in printed
    assert re.search(r"要修正: 経済環境部 商工観光課 \d件", printed)
    assert re.search(r"10_総務部_収納課（再送）.xlsx: 受付\d+と同じ内容です（重複）", printed)
    assert "2回に分けて提出: 企画部 経営企画課（14/14項目）" in printed


def test_returns_lie_in_the_inbox_byte_for_byte_as_they_came(demo: tuple[Path, str]) -> None:
    arrived = {path.name: path.read_bytes() for path in (demo[0] / "届いたファイル（見本）").rglob("*.xlsx")}
    kept = {path.name.partition("_")[2]: path.read_bytes() for path in (demo[0] / "回収").rglob("*.xlsx")}
    assert kept.keys() == arrived.keys() - {"10_総務部_収納課（再送）.xlsx"}
    assert all(arrived[name] == content for name, content in kept.items())


def test_an_item_that_begins_later_goes_out_without_an_open_cell(issued: Workspace) -> None:
    path = issued.folder("配布", issued.profile.round()) / "07_総務部_財産管理課.xlsx"
    book = openpyxl.load_workbook(path)
    unlocked = {
        sheet.title: [
            cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        ]
        for sheet in book.worksheets[1:]
    }
    assert unlocked["(1)-⑥"] == []
    # 取組実績 F11:I12 (merged), 実績値 J11, 実績効果額 J12, 評価 K12: R5 and nothing else.
    assert unlocked["(8)-⑨"] == ["F11", "G11", "H11", "I11", "J11", "F12", "G12", "H12", "I12", "J12", "K12"]
    assert all(sheet.protection.sheet for sheet in book.worksheets)


def test_a_joint_sheet_goes_to_its_coordinator_alone(issued: Workspace) -> None:
    (manifest,) = issued.manifests(issued.profile.round())
    holders = [
        book.department for book in manifest.books for sheet in book.sheets if sheet.item_id == "(3)-⑥"
    ]
    assert holders == ["職員課"]


# -- the workbooks themselves


@needs_ooxml_validator
def test_no_workbook_has_an_error_in_the_open_xml_sdk(demo: tuple[Path, str]) -> None:
    books = {path.read_bytes(): path for path in sorted(demo[0].rglob("*.xlsx"))}.values()
    # 配布, 回収; settings, register, form and three templates; 確認結果, 取りまとめ表; three papers and 根拠
    assert len(books) == 28 + 28 + 6 + 2 + 4
    assert {path.name: errors for path, errors in ooxml_errors_of(books).items() if errors} == {}


def test_no_workbook_has_what_excel_would_repair(demo: tuple[Path, str]) -> None:
    faults = {path.name: lint(path) for path in demo[0].rglob("*.xlsx")}
    assert {name: found for name, found in faults.items() if found} == {}


@needs_libreoffice
@pytest.mark.parametrize("name", ["取りまとめ/{}/取りまとめ表.xlsx", "確認/{}/確認結果.xlsx"])
def test_every_formula_recalculates_to_its_cached_value(demo: tuple[Path, str], name: str) -> None:
    path = demo[0] / name.format(ROUND)
    fresh = recalculate(path)
    compared = 0
    for sheet, cells in read_book(path).sheets.items():
        for ref, cell in cells.cells.items():
            if cell.formula is not None:
                value = fresh[sheet][ref]
                shown = Decimal(str(value)) if isinstance(value, int | float) else value
                assert shown == cell.value, f"{sheet}!{ref} {cell.formula}"
                compared += 1
    assert compared > 50


@needs_libreoffice
def test_a_generated_sheet_prints_like_the_template_page(issued: Workspace, tmp_path: Path) -> None:
    """Labels that the template prints stand at the same place of one page, to a point."""
    settings = issued.profile.form("進捗管理シート")
    template = label_places(resave(issued.form_path(settings), tmp_path / "template.pdf"), page=2)
    book = issued.folder("配布", issued.profile.round()) / "10_総務部_収納課.xlsx"
    pdf = resave(book, tmp_path / "book.pdf")
    sheet = label_places(pdf, page=2)
    labels = [
        "実施項目",
        "改革の推進項目",
        "単位",
        "指標の現状値",
        "計画最終年度の目標値",
        "年度",
        "評価",
        "全期間総合評価",
    ]
    for label in labels:
        assert template[label]
        assert sheet[label] == pytest.approx(template[label], abs=1.0), label
    assert page_count(pdf) == 2  # the cover and the item, a page each


def label_places(pdf: Path, page: int) -> dict[str, tuple[float, float]]:
    """Give where each word of a page begins (its first occurrence), in points."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    places: dict[str, tuple[float, float]] = {}
    for x, y, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', text):
        places.setdefault(word, (float(x), float(y)))
    return places


def page_count(pdf: Path) -> int:
    text = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, encoding="utf-8", check=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", text)[0])


# -- typed by a person


@needs_libreoffice
def test_what_a_person_types_in_libreoffice_is_read_as_a_person_would_say(
    tmp_path: Path,
) -> None:
    workspace = init(tmp_path / "W", CITY)
    round_ = workspace.profile.round()
    generate(workspace, round_)
    book = workspace.folder("配布", round_) / "02_企画部_財政課.xlsx"
    typed = {
        "(8)-②": {
            "F11": "返礼品を12品増やした。\n（令和6年3月末）",
            "J11": "８８，５００",
            "J12": "△1,234",
            "K12": "計画どおり",
        },
        "(9)-②": {"F11": "補助金を3件見直した。", "J11": "１", "J12": "100千円", "K12": "計画どおり"},
        "(10)-①": {"F11": "18億円を発行した。", "J11": "18.4億円", "J12": "-", "K12": "計画以上"},
        "(10)-③": {
            "F11": "決算を待っている。",
            "J11": "決算後（令和6年8月）",
            "J12": "ー",
            "K12": "計画どおり",
        },
        "(10)-④": {"F11": "歳出を抑えた。", "J11": "89.5%", "J12": "-", "K12": "計画以上"},
    }
    back = type_into(book, tmp_path / "戻り.xlsx", typed)
    collect(workspace, round_, [back])
    answers = {one.item.id: one for one in read_answers(workspace, round_).items if one.entry}
    values = {
        (item, slot.field): answer.value
        for item, one in answers.items()
        for slot, answer in one.record.answers.items()
    }
    assert values["(8)-②", "indicator.actual"] == Decimal(88500)
    amount = answer_of(answers["(8)-②"], "effect.actual")
    assert (amount.state, amount.reading) == (
        "doubt",
        Decimal(-1234),
    )  # below nothing: asked
    assert values["(8)-②", "year.result"] == "返礼品を12品増やした。\n（令和6年3月末）"
    assert values["(9)-②", "year.result"] == "補助金を3件見直した。"
    assert values["(9)-②", "effect.actual"] == Decimal(100)
    assert values["(10)-①", "indicator.actual"] == Decimal("18.4")
    assert values["(10)-④", "indicator.actual"] == Decimal("89.5")
    undecided = answer_of(answers["(10)-③"], "indicator.actual")
    assert (undecided.state, undecided.word, undecided.due) == ("undecided", "決算後", "令和6年8月")
    errors = [f for one in answers.values() for f in one.findings if f.severity is Severity.ERROR]
    assert errors == []


def answer_of(one: ItemAnswer, field: str) -> Any:
    return next(answer for slot, answer in one.record.answers.items() if slot.field == field)


def test_a_workspace_is_found_again_by_its_folder(issued: Workspace) -> None:
    assert load_workspace(issued.root).profile.city == issued.profile.city
