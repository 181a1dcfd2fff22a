"""What was renumbered is shown by its number of today, everywhere staff look; what is kept holds the id.

In うみべ市 魚市場の開放 (ID 1-②) has become ③, and its indicator 来場者 (ID 2) has become ①.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from tests.books.toys import write_toy
from tests.settings_book import table
from tests.steps.test_report import PAPERS, make_template, with_papers
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    REGISTER,
    RESULT,
    SECOND,
    STATUS,
    Rows,
    fill,
    insert_row,
    make_city,
    write_register,
)
from toolkit.books.package.package import Package
from toolkit.cli import cli
from toolkit.desk.workspace import Workspace, load_workspace

OLD, NEW = "1-②", "1-③"
SHOWN = ("配布", "確認", "修正依頼", "取りまとめ", "会議資料")
SHEETS = {
    "資料": table("""
        資料番号|名称|様式ファイル|つづる様式
        資料9|個票|会議資料/目次.xlsx|シート
    """)
}
ANSWERS: Mapping[str, str | int] = {
    FIRST: 1200,
    SECOND: 30,
    EFFECT: 250,
    RESULT: "市場を開放した。",
    STATUS: "順調",
}


def renumbered(root: Path, **numbers: str) -> Workspace:
    """Make the city; `numbers` are further items (by name) and their new numbers."""
    workspace = make_city(root / "city")
    header, *rows = REGISTER["項目"]
    number, name, related = (header.index(one) for one in ("番号", "名称", "関連課"))
    items = [list(row) for row in rows]
    for item in items:
        item[number] = {"魚市場の開放": "③", **numbers}.get(str(item[name]), item[number])
        item[related] = "図書課" if item[name] == "魚市場の開放" else None
    head, *lines = REGISTER["指標"]
    own: Rows = [
        [OLD, 1, "来場者", "人", "-", None, 2000, 1000, 2000, None, None, None, 2],
        [OLD, 2, "出店者", "者", "-", None, 40, 40, 40, None, None, None, 1],
    ]
    indicators: Rows = [[*head, "ID"], *own, *([*line, None] for line in lines if line[0] != OLD)]
    write_register(workspace.register, {**REGISTER, "項目": [header, *items], "指標": indicators})
    make_template(workspace)
    contents = {"ブロック_行": "A2:B2", "項目_番号": "A2", "項目_名称": "B2"}
    write_toy(workspace.root / "様式" / "会議資料" / "目次.xlsx", {"A1": "目次"}, contents)
    return with_papers(workspace, PAPERS, SHEETS)


def gyokaku(workspace: Workspace, *words: str) -> str:
    """Run a command and give all that it says."""
    ran = CliRunner().invoke(cli, [*words, "-C", str(workspace.root)])
    assert ran.exit_code in (0, 1), ran.output
    return ran.output


def texts_of(path: Path) -> Iterator[str]:
    """Yield all that is to be read in a file: cells, tabs, title and headers of a workbook, a letter."""
    if path.suffix == ".txt":
        yield path.read_text("utf-8")
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        yield book.properties.title or ""
        for sheet in book.worksheets:
            yield sheet.title
            yield from (
                str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
            )
        with zipfile.ZipFile(path) as parts:
            pages = [parts.read(one).decode() for one in parts.namelist() if "worksheets/sheet" in one]
        yield from (text for page in pages for text in re.findall(r"<odd\w+>[^<]*", page))


@pytest.fixture
def told(tmp_path: Path) -> tuple[Workspace, dict[str, str]]:
    """A whole round of 観光課 (a return to mend, one mended) with all that was said and can be read."""
    workspace = renumbered(tmp_path)
    said = [gyokaku(workspace, "配布"), gyokaku(workspace, "照会用コピー")]
    bad = fill(workspace, "観光課", {NEW: {**ANSWERS, FIRST: "約千人", RESULT: None}}, tmp_path / "1.xlsx")
    said += [gyokaku(workspace, *words) for words in (("回収", str(bad)), ("確認",), ("修正依頼",))]
    requested = list((workspace.root / "修正依頼").rglob("*.xlsx"))
    assert len(requested) == 1
    good = fill(workspace, "観光課", {NEW: {**ANSWERS, SECOND: 31}}, tmp_path / "2.xlsx")
    package = Package.open(good)
    package.sheet(NEW).write("A12", "実績")  # a locked cell: something to accept
    package.save(good)
    said += [gyokaku(workspace, *words) for words in (("回収", str(good)), ("確認",))]
    result = json.loads((workspace.root / "確認/R6_実績/確認結果.json").read_text("utf-8"))
    (changed,) = [one["number"] for one in result["findings"] if one["code"] == "locked-changed"]
    mend = ("修正", NEW, "指標_実績値", "1300", "--number", "1", "--why", "電話で確認")
    accept = ("確認", "--accept", str(changed), "--why", "見出しの違い")
    said += [
        gyokaku(workspace, *words)
        for words in (accept, mend, ("確認",), ("取りまとめ",), ("会議資料",), ("状況",))
    ]
    shown = {"画面": "\n".join(said)}
    for kind in SHOWN:
        for path in (workspace.root / kind).rglob("*"):
            shown[path.relative_to(workspace.root).as_posix()] = "\n".join(texts_of(path))
    return workspace, shown


def test_nothing_staff_see_shows_the_old_number(told: tuple[Workspace, dict[str, str]]) -> None:
    _, shown = told
    assert [name for name, text in shown.items() if OLD in name or OLD in text] == []
    with_new = {name.partition("/")[0] for name, text in shown.items() if NEW in text}
    assert with_new == {"画面", *SHOWN}
    assert "配布/R6_実績/照会用コピー/観光課/1-③_図書課.xlsx" in shown


def test_what_is_kept_holds_the_id(told: tuple[Workspace, dict[str, str]]) -> None:
    workspace, _ = told
    round_ = workspace.profile.round()
    issued = {sheet.item_id: sheet for book in workspace.manifests(round_)[-1].books for sheet in book.sheets}
    assert (issued[OLD].number, issued[OLD].sheet) == (NEW, NEW)
    assert {one.items for one in workspace.ledger(round_)} == {(OLD,)}
    about = [one.about for one in workspace.decision_book(round_)]
    assert [(one.item_id, one.number) for one in about] == [(OLD, 0), (OLD, 2)]
    master: dict[str, Any] = json.loads(
        (workspace.root / "取りまとめ/R6_実績/取りまとめ表.json").read_text("utf-8")
    )
    rows = [row for row in master["verdicts"] if row["item_id"] == OLD]
    assert [(row["number"], row["indicator_id"], row["actual"], row["rate"]) for row in rows] == [
        (NEW, "1-②#2", "1300", "130.0%"),  # 1,300 of 1,000 visitors, mended by the office
        (NEW, "1-②#1", "31", "77.5%"),  # 31 of 40 stalls
    ]


def test_indicators_are_named_by_their_numbers_of_today(told: tuple[Workspace, dict[str, str]]) -> None:
    """来場者 (ID 2) is ①, 出店者 (ID 1) is ②: of the second only the actual changed since it was asked."""
    _, shown = told
    assert "事務局修正: 1-③ 指標_実績値 R6 1 「1200」→「1300」" in shown["画面"]
    assert "1-③ 魚市場の開放" in shown["確認/R6_実績/確認結果.xlsx"].splitlines()
    assert re.search("事務局了承: 番号\\d+ 産業部 観光課 1-③ ", shown["画面"])


def untouched(_: Path) -> None:
    """Leave the book as it went out."""


def with_a_row_more(path: Path) -> None:
    insert_row(path, NEW, 5)


def with_another_tab(path: Path) -> None:
    package = Package.open(path)
    package.rename_sheet(NEW, "魚市場")
    package.save(path)


def with_another_number(path: Path) -> None:
    package = Package.open(path)
    package.sheet(NEW).write("C1", "⑧")
    package.save(path)


@pytest.mark.parametrize(
    ("answers", "change", "words"),
    [
        ({}, untouched, "項目1-③のシートに、まだ何も記入されていません。"),
        (ANSWERS, with_a_row_more, "項目1-③のシートに、5行目が追加されています。"),
        (ANSWERS, with_another_tab, "シート「魚市場」は、配布時の「1-③」（項目1-③）です。"),
        (
            ANSWERS,
            with_another_number,
            "名前と内容から項目1-③と判断しましたが、印字された番号は「1-⑧」です。",
        ),
    ],
)
def test_what_is_said_of_a_file_names_the_item_by_its_number(
    tmp_path: Path, answers: Mapping[str, str | int], change: Callable[[Path], None], words: str
) -> None:
    workspace = renumbered(tmp_path)
    gyokaku(workspace, "配布")
    path = fill(workspace, "観光課", {NEW: answers}, tmp_path / "1.xlsx")
    change(path)
    gyokaku(workspace, "回収", str(path))
    gyokaku(workspace, "確認")
    findings = "\n".join(texts_of(workspace.root / "確認" / "R6_実績" / "確認結果.xlsx"))
    assert words in findings
    assert OLD not in findings


def test_an_item_that_begins_later_is_shown_by_its_number_too(tmp_path: Path) -> None:
    """港湾課 has two items; 海の家の公募 (ID 2-②) begins in R7, and has become ④."""
    workspace = renumbered(tmp_path, 海の家の公募="④")
    gyokaku(workspace, "配布")
    gyokaku(workspace, "取りまとめ")
    shown = list(texts_of(workspace.root / "取りまとめ" / "R6_実績" / "取りまとめ表.xlsx"))
    assert "2-④" in shown
    assert "2-②" not in shown


@pytest.mark.parametrize("called", [NEW, OLD, "1-③ 魚市場の開放"])
def test_an_item_is_named_by_its_number_its_id_or_as_the_findings_do(tmp_path: Path, called: str) -> None:
    workspace = renumbered(tmp_path)
    gyokaku(workspace, "配布")
    gyokaku(workspace, "回収", str(fill(workspace, "観光課", {NEW: ANSWERS}, tmp_path / "1.xlsx")))
    said = gyokaku(workspace, "修正", called, "進捗", "遅れ", "--why", "電話で確認")
    assert said.startswith("事務局修正: 1-③ 年次_進捗 R6 「順調」→「遅れ」。理由：電話で確認（")


def test_the_number_of_one_item_that_is_the_id_of_another_is_refused(tmp_path: Path) -> None:
    """窓口の見直し (ID 1-①) has taken the ② that 魚市場の開放 (ID 1-②) had."""
    workspace = renumbered(tmp_path, 窓口の見直し="②")
    gyokaku(workspace, "配布")
    own = fill(workspace, "総務課", {OLD: {**ANSWERS, SECOND: None}}, tmp_path / "1.xlsx")
    gyokaku(workspace, "回収", str(own))
    words = ["進捗", "遅れ", "--why", "電話で確認", "-C", str(workspace.root)]
    ran = CliRunner().invoke(cli, ["修正", OLD, *words])
    assert str(ran.exception) == (
        "項目「1-②」は、今の番号と項目IDのどちらのことか決まりません。"
        " → 次のどれかを指定してください: 「1-② 窓口の見直し」、「1-③ 魚市場の開放」"
    )
    said = CliRunner().invoke(cli, ["修正", "1-② 窓口の見直し", *words]).output
    assert said.startswith("事務局修正: 1-② 年次_進捗 R6 「順調」→「遅れ」")
    (decided,) = load_workspace(workspace.root).decision_book(workspace.profile.round())
    assert decided.about.item_id == "1-①"
