"""A city that exists nowhere: its form, register and settings made here, a workspace out.

うみべ市 has four items. In R6 it asks three departments about three of them (2-② begins in R7); 図書課
is only a related department. 建制順: 港湾課, 観光課, 総務課, 図書課. Planned and counted: R6 100 + 300
= 400, R7 200 + 400 = 600; the 1,000 of 2-① are not counted (特別会計).
"""

from __future__ import annotations

import functools
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.settings_book import toy_settings, write_settings
from toolkit.books.package.package import Package
from toolkit.desk.workspace import ISSUED, Workspace, load_workspace
from toolkit.model.profile import SETTINGS

FORM, COVER = "シート", "はじめに"
ROUND = "R6_実績"

# 項目 1-①'s sheet: the cells a department may fill in R6.
RESULT, FIRST, SECOND, EFFECT, STATUS, SUBTOTAL = "B12", "B8", "B9", "B11", "B14", "D11"

CELLS: Mapping[str, str | int] = {
    "A1": "番号",
    "B4": "令和4年度",
    "C4": "令和5年度",
    "A5": "計画",
    "A10": "効果見込額（千円）",
    "A11": "実績効果額（千円）",
    "A12": "取組実績",
    "A14": "進捗",
    "D10": "=SUM(B10:C10)",
    "D11": "=SUM(B11:C11)",
}
NAMES: Mapping[str, str] = {
    "_item_id": "$B$1,'シート'!$C$1",
    "項目_階層1番号": "$B$1",
    "項目_番号": "$C$1",
    "項目_名称": "$D$1",
    "項目_主管課": "$B$2",
    "項目_関連課": "$D$2",
    "年次_年度": "$B$4:$C$4",
    "年次_計画": "$B$5:$C$5",
    "指標_名称": "$A$6:$A$7",
    "指標_単位": "$D$6:$D$7",
    "指標_目標値": "$B$6:$C$7",
    "指標_実績値": "$B$8:$C$9",
    "年次_効果見込額": "$B$10:$C$10",
    "項目_効果見込額小計": "$D$10",
    "年次_実績効果額": "$B$11:$C$11",
    "項目_実績効果額小計": "$D$11",
    "年次_取組実績": "$B$12:$C$13",
    "年次_進捗": "$B$14:$C$14",
}
COVER_NAMES: Mapping[str, str] = {
    "記入_照会": "$B$1",
    "記入_所属": "$B$2",
    "記入_期限": "$B$3",
    "記入_記入欄": "$B$4",
    "記入_項目": "$A$6:$A$8",
    "記入_項目名": "$B$6:$B$8",
    "記入_項目セル数": "$C$6:$C$8",
    "記入_回答者": "$B$10",
    "記入_内線": "$B$11",
    "記入_連絡欄": "$B$13",
}
MERGES = ("B12:B13", "C12:C13")

Rows = Sequence[Sequence[str | int | None]]


def _table(text: str) -> Rows:
    return [[cell or None for cell in line.strip().split("|")] for line in text.strip().splitlines()]


REGISTER: Mapping[str, Rows] = {
    "所属": [
        ["建制順", "部", "課", "種別", "期限"],
        [3, "総務部", "総務課", "所属", None],
        [1, "産業部", "港湾課", "所属", None],
        [2, "産業部", "観光課", "所属", None],
        [4, "教育部", "図書課", "所属", None],
    ],
    "項目": _table("""
        項目ID|階層1番号|階層1名称|番号|名称|様式|主管課|関連課|取りまとめ課|開始年度|計画_R6|計画_R7
        1-①|1|便利なまち|①|窓口の見直し|シート|総務課|図書課|||調査|実施
        1-②|1|便利なまち|②|魚市場の開放|シート|港湾課、観光課||観光課||実施|〃
        2-①|2|続くまち|①|桟橋の貸付け|シート|港湾課||||実施|実施
        2-②|2|続くまち|②|海の家の公募|シート|港湾課|||R7||公募
    """),
    "活動": [["項目ID", "活動番号", "名称"]],
    "指標": [
        [
            "項目ID",
            "指標番号",
            "名称",
            "単位",
            "現状値",
            "基準年度",
            "最終目標値",
            "目標値_R6",
            "目標値_R7",
            "向き",
            "判定方法",
            "最終の関係",
        ],
        ["1-①", 1, "統合した窓口", "件", "-", None, 20, 10, 20, None, None, None],
        ["1-①", 2, "満足度", "%", "-", None, 80, "-", 80, None, None, None],
        ["1-②", 1, "来場者", "人", "-", None, 2000, 1000, 2000, None, None, None],
        ["2-①", 1, "貸付け", "件", "-", None, 50, 50, 50, None, None, None],
        ["2-②", 1, "応募", "者", "-", None, 3, "-", 3, None, None, None],
    ],
    "効果額": [
        ["項目ID", "効果見込額_R6", "効果見込額_R7", "計上", "理由"],
        ["1-①", 100, 200, "する", None],
        ["1-②", 300, "-", "する", None],
        ["2-①", 1000, "-", "しない", "特別会計のため"],
        ["2-②", "-", 400, "する", None],
    ],
    "公表値": [["箇所", "名称", "印字"]],
}

Answers = Mapping[str, Mapping[str, str | int | None]]
GOOD: Mapping[str, Answers] = {
    "総務課": {"1-①": {FIRST: 8, EFFECT: 120, RESULT: "窓口を統合した。", STATUS: "遅れ"}},
    "観光課": {"1-②": {FIRST: 1200, EFFECT: 250, RESULT: "市場を開放した。", STATUS: "順調"}},
    "港湾課": {"2-①": {FIRST: 50, EFFECT: 900, RESULT: "桟橋を貸した。", STATUS: "順調"}},
}
"""Actual and counted: 120 + 250 = 370. Indicators: 8 of 10 ×, 1,200 of 1,000 ○, 50 of 50 ○, one not set."""

JOINT: Answers = {
    "1-①": GOOD["総務課"]["1-①"],
    "1-②": GOOD["観光課"]["1-②"],
    "2-①": GOOD["港湾課"]["2-①"],
}
"""The same answers where 総務課 returns all three items (`make_joint_city`)."""


def write_template(
    path: Path, names: Mapping[str, str] = NAMES, cells: Mapping[str, str | int] = CELLS
) -> Path:
    """Write the form: a cover and one item sheet; every cell of the sheet is framed and locked."""
    with xlsxwriter.Workbook(path) as book:
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        cover = book.add_worksheet(COVER)
        for row in range(1, 14):
            for column in "ABC":
                cover.write_blank(f"{column}{row}", None, framed)
        sheet = book.add_worksheet(FORM)
        sheet.set_column("A:D", 24)
        for merge in MERGES:
            sheet.merge_range(merge, "", framed)
        covered = {ref for merge in MERGES for ref in merge.split(":")}
        for row in range(1, 15):
            for column in "ABCD":
                ref = f"{column}{row}"
                if ref not in covered:
                    sheet.write(ref, cells.get(ref, ""), framed)
        for page in (cover, sheet):
            page.protect()
        for name, area in names.items():
            book.define_name(f"'{FORM}'!{name}", f"='{FORM}'!{area}")
        for name, area in COVER_NAMES.items():
            book.define_name(f"'{COVER}'!{name}", f"='{COVER}'!{area}")
    return path


def write_register(path: Path, sheets: Mapping[str, Rows] = REGISTER) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    book.save(path)
    return path


@functools.cache
def _settings() -> bytes:
    """Give the 設定.xlsx of うみべ市, written once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        return write_settings(Path(folder) / SETTINGS, toy_settings()).read_bytes()


def make_city(root: Path) -> Workspace:
    """Make the workspace, nothing issued yet."""
    (root / "様式").mkdir(parents=True)
    (root / ".gyokaku").mkdir()
    (root / ".gyokaku" / "key").write_text("ab" * 32, "utf-8")
    (root / SETTINGS).write_bytes(_settings())
    write_template(root / "様式" / "シート.xlsx")
    write_register(root / "計画台帳.xlsx")
    return load_workspace(root)


def make_joint_city(root: Path) -> Workspace:
    """Make the workspace in which 総務課 coordinates all three items of R6, nothing issued yet."""
    workspace = make_city(root)
    header, *rows = REGISTER["項目"]
    lead, coordinator = header.index("主管課"), header.index("取りまとめ課")
    items = [list(row) for row in rows]
    for item in items[:3]:
        item[lead] = "、".join(dict.fromkeys(["総務課", *str(item[lead]).split("、")]))
        item[coordinator] = "総務課"
    write_register(workspace.register, {**REGISTER, "項目": [header, *items]})
    return load_workspace(root)


def issued_path(workspace: Workspace, section: str) -> Path:
    """Give the book of a department in 配布."""
    folder = workspace.folder(ISSUED, workspace.profile.round())
    return next(path for path in folder.glob("*.xlsx") if path.stem.endswith(section))


def fill(workspace: Workspace, section: str, answers: Answers, path: Path) -> Path:
    """Fill a department's book: item sheet (or はじめに) → cell → value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    package = Package.open(issued_path(workspace, section))
    for sheet, cells in answers.items():
        for ref, value in cells.items():
            package.sheet(sheet).write(ref, value)
    package.save(path)
    return path


def fill_all(workspace: Workspace, folder: Path) -> Path:
    """Let every department answer well."""
    for section, answers in GOOD.items():
        fill(workspace, section, answers, folder / f"{section}.xlsx")
    return folder


def insert_row(path: Path, sheet: str, above: int) -> None:
    """Insert a row as Excel does: the rows from `above` on, their merges and names move down by one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.xml"].decode()
    id_ = re.search(rf'<sheet [^>]*name="{sheet}"[^>]*r:id="(\w+)"', book)
    assert id_ is not None
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    target = next(t for t in re.findall(r"<Relationship [^>]*>", links) if f'Id="{id_[1]}"' in t)
    part = "xl/" + re.sub(r'.*Target="/?(?:xl/)?([^"]+)".*', r"\1", target)

    def down(match: re.Match[str]) -> str:
        row = int(match[2])
        return f"{match[1]}{row + (row >= above)}"

    xml = parts[part].decode()
    xml = re.sub(r'(<row r=")(\d+)', down, xml)
    xml = re.sub(r'(<c r="[A-Z]+)(\d+)', down, xml)
    xml = re.sub(r'(?<=mergeCell ref=")[^"]+', lambda m: re.sub(r"([A-Z]+)(\d+)", down, m[0]), xml)
    names = re.sub(
        rf"(?<=>)[^<]*'{sheet}'![^<]*(?=</definedName>)",
        lambda m: re.sub(r"(\$[A-Z]+\$)(\d+)", down, m[0]),
        book,
    )
    assert names != book
    parts |= {part: xml.encode(), "xl/workbook.xml": names.encode()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
