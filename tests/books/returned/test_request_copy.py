"""修正依頼: a department's own file with cells highlighted and a list in front, and nothing else changed."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from tests.books.features import FEATURES, M, View
from tests.books.lint import lint
from tests.books.rich_workbook import FORM, rich_parts, write_parts, write_rich_workbook
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, resave
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.books.returned.highlights import WORD
from toolkit.books.returned.our_marks import request_sheets
from toolkit.books.returned.request_copy import (
    REQUEST_SHEET,
    RequestPaper,
    write_request_copy,
    write_request_list,
)
from toolkit.model.findings import Finding
from toolkit.model.record import Place
from toolkit.model.summary import FindingRow

FILE = "0001_企画課.xlsx"
CHANGED = {name for name in FEATURES if name.startswith("CF")}
RECEIVED = dt.datetime(2025, 5, 1, 9, 0)  # noqa: DTZ001 - as a book holds it


def row(sheet: str, cell: str, code: str = "error-value", file: str = FILE) -> FindingRow:
    words = {"value": "#DIV/0!", "range": "0～100", "message": ""}
    finding = Finding(code, Place(file, sheet, cell), "企画部 企画課", "1-①", words=words)
    return FindingRow(finding, 1, "企画部 企画課", "1-① 窓口", "指標_実績値", "#DIV/0!")


def paper(rows: Sequence[FindingRow]) -> RequestPaper:
    notes = ["確認してください。", "受付番号1について書いています。"]
    return RequestPaper("うみべ改革プラン", FILE, "R6|1", rows, notes, RECEIVED)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A returned book with one of everything: locks, validations, conditional formats, pictures, merges."""
    folder = tmp_path / "回収"
    folder.mkdir()
    return write_rich_workbook(folder / FILE)


@pytest.fixture
def highlighted(returned: Path, tmp_path: Path) -> Path:
    """The same book with C8 and the merged A4:B5 to mend, and E8 to look at."""
    rows = [row(FORM, "C8"), row(FORM, "A4"), row(FORM, "E8", "out-of-range")]
    assert write_request_copy(returned, tmp_path / "highlighted.xlsx", paper(rows)) == ""
    return tmp_path / "highlighted.xlsx"


def highlights_of(path: Path) -> list[tuple[str, str]]:
    """Give (cells, colour) of every highlight of the form, read by another library."""
    sheet: Any = openpyxl.load_workbook(path)[FORM]
    return [
        (str(area.sqref), rule.dxf.fill.bgColor.rgb)
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
        if rule.formula and WORD in rule.formula[0]
    ]


def links_of(sheet: Any) -> list[str]:
    """Give where the links of a sheet lead, from top to bottom."""
    return [cell.hyperlink.location for line in sheet.iter_rows() for cell in line if cell.hyperlink]


def without_highlights(xml: str) -> str:
    """Give a sheet's XML with the highlights taken out and the ranks of the other rules as they were."""
    root = etree.fromstring(xml)
    for area in root.findall(M + "conditionalFormatting"):
        if any(WORD in (text or "") for text in area.itertext()):
            root.remove(area)
    for rule in root.iter("{*}cfRule"):
        if rule.get("priority"):
            rule.set("priority", str(int(rule.get("priority", "0")) - 2))
    return etree.tostring(root, method="c14n").decode()


pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def test_the_cells_in_question_are_highlighted_a_merged_area_as_a_whole(highlighted: Path) -> None:
    assert sorted(highlights_of(highlighted)) == [("A4:B5 C8", "FFFFC7A8"), ("E8", "FFFFF2B3")]


def test_the_sheet_holds_nothing_new_but_the_highlights(returned: Path, highlighted: Path) -> None:
    before, after = View(returned, FORM), View(highlighted, FORM)
    was = etree.tostring(before.root, method="c14n").decode()
    # Only the selected tab is another: the list in front.
    assert without_highlights(etree.tostring(after.root).decode()) == was.replace(' tabSelected="1"', "")


@pytest.mark.parametrize("feature", sorted(set(FEATURES) - CHANGED))
def test_the_copy_keeps(feature: str, returned: Path, highlighted: Path) -> None:
    assert FEATURES[feature](View(highlighted, FORM)) == FEATURES[feature](View(returned, FORM))


def test_every_other_part_is_the_same_byte_for_byte(returned: Path, highlighted: Path) -> None:
    with zipfile.ZipFile(returned) as before, zipfile.ZipFile(highlighted) as after:
        changed = {
            name
            for name in before.namelist()
            if name not in after.namelist() or before.read(name) != after.read(name)
        }
    assert changed == {
        "[Content_Types].xml",
        "_rels/.rels",  # the same, written by another hand
        "docProps/app.xml",  # its list of sheets
        "docProps/core.xml",  # who saved it last
        "xl/_rels/workbook.xml.rels",
        "xl/calcChain.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_protection_stays_as_it_was(returned: Path, highlighted: Path) -> None:
    for path in (returned, highlighted):
        book = openpyxl.load_workbook(path)
        assert book[FORM].protection.sheet
        assert book.security.lockStructure


def test_the_list_stands_in_front_and_leads_to_the_cells(highlighted: Path) -> None:
    book = openpyxl.load_workbook(highlighted)
    assert book.sheetnames[0] == REQUEST_SHEET
    sheet = book[REQUEST_SHEET]
    cells: list[list[Any]] = [[cell.value for cell in line] for line in sheet.iter_rows()]
    titles = [
        "番号",
        "区分",
        "項目",
        "欄",
        "場所",
        "今の値",
        "確認してほしいこと",
        "正しい形",
        "直し方",
        "例",
    ]
    places = [(line[0], line[1], line[4]) for line in cells if isinstance(line[0], int)]
    assert cells.count(titles) == 2  # 要修正, then 要確認
    assert places == [(1, "要修正", f"{FORM} C8"), (2, "要修正", f"{FORM} A4"), (3, "要確認", f"{FORM} E8")]
    assert links_of(sheet) == [f"'{FORM}'!C8", f"'{FORM}'!A4", f"'{FORM}'!E8"]


def test_what_lies_in_another_file_is_listed_but_neither_highlighted_nor_linked(
    returned: Path, tmp_path: Path
) -> None:
    rows = [row(FORM, "C8"), row(FORM, "E8", file="0002_追加.xlsx")]
    assert write_request_copy(returned, tmp_path / "highlighted.xlsx", paper(rows)) == ""
    assert [cells for cells, _ in highlights_of(tmp_path / "highlighted.xlsx")] == ["C8"]
    sheet = openpyxl.load_workbook(tmp_path / "highlighted.xlsx")[REQUEST_SHEET]
    assert links_of(sheet) == [f"'{FORM}'!C8"]
    shown = [cell.value for line in sheet.iter_rows() for cell in line]
    assert f"{FORM} E8（0002_追加.xlsx）" in shown


def test_a_copy_that_comes_back_loses_its_old_highlights_and_list(highlighted: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    assert write_request_copy(highlighted, again, paper([row(FORM, "D8")])) == ""
    assert highlights_of(again) == [("D8", "FFFFC7A8")]
    book = openpyxl.load_workbook(again)
    assert book.sheetnames == [REQUEST_SHEET, *View(highlighted, FORM).sheets[1:]]
    assert lint(again) == []


def test_a_sheet_of_the_department_with_the_same_name_stays(returned: Path, tmp_path: Path) -> None:
    parts = rich_parts()
    workbook = parts["xl/workbook.xml"].decode().replace("選択肢", REQUEST_SHEET)
    own = write_parts(returned, parts | {"xl/workbook.xml": workbook.encode()})
    assert write_request_copy(own, tmp_path / "highlighted.xlsx", paper([row(FORM, "C8")])) == ""
    read = read_book(tmp_path / "highlighted.xlsx")
    assert list(read.sheets)[:3] == [f"{REQUEST_SHEET}（2）", FORM, REQUEST_SHEET]
    assert request_sheets(read.names) == {f"{REQUEST_SHEET}（2）"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "ファイルの中身がありません（0バイト）。"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "古い形式（.xls）で保存されています。"),
    ],
)
def test_a_file_that_cannot_be_opened_is_left_alone_with_the_reason(
    content: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert write_request_copy(tmp_path / FILE, tmp_path / "highlighted.xlsx", paper([row(FORM, "C8")])) == why
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_strict_format_is_not_highlighted(returned: Path, tmp_path: Path) -> None:
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name, data in rich_parts().items()
    }
    write_parts(returned, strict)
    why = write_request_copy(returned, tmp_path / "highlighted.xlsx", paper([row(FORM, "C8")]))
    assert why == "「Strict Open XML」の形式で保存されています。"


def test_a_file_that_highlighting_would_change_otherwise_is_not_highlighted(
    highlighted: Path, tmp_path: Path
) -> None:
    """A formula that points at our own list would lose what it points at with the list's removal."""
    package = Package.open(highlighted)
    grid = package.parts.tree(package.sheet(FORM).part)
    formula = next(grid.iter(M + "f"))
    formula.text = f"{REQUEST_SHEET}!A1"
    package.save(highlighted)
    before = sorted(tmp_path.iterdir())
    why = write_request_copy(highlighted, tmp_path / "again.xlsx", paper([row(FORM, "D8")]))
    assert why == "印を付けると、印のほかにも変わるところがあります。"
    assert sorted(tmp_path.iterdir()) == before


def test_the_list_alone_says_the_same_without_links(tmp_path: Path) -> None:
    write_request_list(tmp_path / "list.xlsx", paper([row(FORM, "C8")]))
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx")[REQUEST_SHEET]
    assert [cell.value for cell in sheet[7]][:5] == [1, "要修正", "1-① 窓口", "指標_実績値", f"{FORM} C8"]
    assert links_of(sheet) == []


def test_the_same_return_gives_the_same_copy(returned: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_request_copy(returned, tmp_path / name, paper([row(FORM, "C8")]))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@needs_ooxml_validator
def test_the_copy_has_no_error_that_the_return_did_not_have(returned: Path, highlighted: Path) -> None:
    errors = ooxml_errors_of([returned, highlighted])
    assert errors == {returned: [], highlighted: []}
    assert lint(highlighted) == []


@needs_libreoffice
def test_libreoffice_opens_the_copy_and_keeps_highlights_and_list_when_it_saves(
    highlighted: Path, tmp_path: Path
) -> None:
    saved = resave(highlighted, tmp_path / "saved.xlsx")
    assert sorted(cells for cells, _ in highlights_of(saved)) == ["A4:B5 C8", "E8"]
    assert request_sheets(read_book(saved).names) == {REQUEST_SHEET}
    again = tmp_path / "again.xlsx"
    assert write_request_copy(saved, again, paper([row(FORM, "D8")])) == ""
    assert [cells for cells, _ in highlights_of(again)] == ["D8"]


@pytest.mark.parametrize("lost", [f'LEN("{WORD}")', "0～100"])
def test_a_copy_whose_highlights_or_list_read_otherwise_than_written_is_not_given_back(
    lost: str, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = Package.save

    def save_badly(package: Package, path: Path) -> None:
        save(package, path)
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        with zipfile.ZipFile(path, "w") as book:
            for name, data in parts.items():
                book.writestr(name, data.replace(lost.encode(), b"").replace(escape(lost).encode(), b""))

    monkeypatch.setattr(Package, "save", save_badly)
    rows = [row(FORM, "C8", "out-of-range")]
    why = write_request_copy(returned, tmp_path / "highlighted.xlsx", paper(rows))
    assert why == "付けた印か「ご確認事項」が、書いたとおりに読み返せません。"
    assert not (tmp_path / "highlighted.xlsx").exists()
