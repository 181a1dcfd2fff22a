"""The lint sees what Excel would repair: a sound workbook is broken in one place, and one fault is found."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.books.lint import lint
from tests.books.lint.workbook import why_no_name

BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
TABLE, STRINGS, TYPES = "xl/tables/table1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
LINKS, COMMENTS = "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml"
LONG = "課" * 256

BROKEN = [
    (BOOK, 'name="一覧"', 'name="履歴"', "no sheet name"),
    (BOOK, 'name="一覧"', 'name="a/b"', "no sheet name"),
    (BOOK, 'name="一覧"', f'name="{"😀" * 16}"', "no sheet name"),
    (BOOK, 'name="一覧"', 'name="_x000D_課"', "no sheet name"),
    (BOOK, 'name="一覧"', 'name="別紙"', "sheet name twice"),
    (BOOK, 'sheetId="1"', 'sheetId="2"', "sheetId twice"),
    (BOOK, 'activeTab="0"|<workbookView', '<workbookView activeTab="7"', "activeTab 7"),
    (BOOK, 'name="欄"', 'name="A1"', "looks like a cell"),
    (BOOK, 'name="欄"', 'name="2課"', "begins with"),
    (BOOK, "一覧!\\$A\\$1<", "ない!$A$1<", "names no sheet"),
    (BOOK, "一覧!\\$A\\$1<", f"&quot;{LONG}&quot;<", "text of 256"),
    (BOOK, "一覧!\\$1:\\$1", "一覧!$A$1:$B$1", "Print_Titles"),
    (STYLES, 'fontId="1"', 'fontId="99"', "fontId 99"),
    (STYLES, '<fonts count="\\d+"', '<fonts count="9"', "of . fonts"),
    (STRINGS, 'uniqueCount="\\d+"', 'uniqueCount="99"', "strings"),
    (STRINGS, "<t>番号", f"<t>{'課' * 32768}", "text of 32768"),
    (STRINGS, "<t>番号", "<t> 番号", "blanks at the end"),
    (STRINGS, "<t>番号", "<t>番_x0007_号", "control character"),
    (SHEET, ' ht="[\\d.]+"', ' ht="500"', "500 high"),
    (SHEET, 'width="[\\d.]+"', 'width="256"', "256 wide"),
    (SHEET, '<c r="A1"', '<c r="C1"', "out of order"),
    (SHEET, '<c r="A1" s="\\d+"', '<c r="A1" s="999"', "style 999"),
    (SHEET, "<v>0</v>", "<v>999</v>", "value '999'"),
    (SHEET, "<v>5</v>", "<v>NaN</v>", "value 'NaN'"),
    (SHEET, "<f>SUM\\(A1\\)</f>", "<f>SUM(A1;B1)</f>", "; in a formula"),
    (SHEET, "<f>SUM\\(A1\\)</f>", "<f>SUM((A1)</f>", "brackets"),
    (SHEET, 'mergeCell ref="A20:B20"', 'mergeCell ref="A20:A20"', "merged area A20:A20"),
    (SHEET, 'mergeCell ref="A20:B20"', 'mergeCell ref="A20:B22"', "overlap"),
    (SHEET, 'dxfId="0"', 'dxfId="9"', "conditional format"),
    (SHEET, "<cfRule .*?</cfRule>", "", "with 0 rules"),
    (SHEET, 'prompt="選ぶ"', f'prompt="{LONG}"', "prompt of 256"),
    (SHEET, 'promptTitle="進捗"', f'promptTitle="{"😀" * 17}"', "promptTitle of 34"),
    (SHEET, '"順調,遅れ"', f'"{"課" * 256}"', "list of"),
    (SHEET, 'sqref="B5"', 'sqref=""', "its cells are none"),
    (SHEET, 'tooltip="先"', f'tooltip="{LONG}"', "tooltip of 256"),
    (SHEET, "location=\"'別紙'!A1\"", 'location="ない!A1"', "link to"),
    (SHEET, '<pageMargins left="[\\d.]+"', "<pageMargins", "pageMargins without"),
    (SHEET, "&amp;L&amp;9 2課", "&amp;L&amp;92課", "size 92"),
    (SHEET, "&amp;L&amp;9 2課", "&amp;Lか&amp;企", "code &企"),
    (SHEET, "&amp;L&amp;9 2課", f"&amp;L{LONG}", "oddHeader of"),
    (SHEET, '<brk id="9"', '<brk id="0"', "rowBreaks"),
    (SHEET, "(<pageMargins.*?/>)(<pageSetup.*?/>)", "\\2\\1", "out of order"),
    (SHEET, 'r:id="rId1"', 'r:id="rId99"', "no such relationship"),
    (TABLE, 'displayName="表"', 'displayName="R1C1"', "looks like a cell"),
    (TABLE, 'name="番号"', 'name="番 号"', "is headed"),
    (TABLE, 'name="番号"', 'name="名称"', "column twice"),
    (LINKS, 'Target="[^"]*example[^"]*"', 'Target="ある 課.xlsx"', "no address"),
    (TYPES, '<Override PartName="/xl/styles.xml"[^>]*/>', "", "styles is no styles"),
    (TYPES, "</Types>", '<Override PartName="/xl/a.xml" ContentType="x"/></Types>', "type without part"),
    (COMMENTS, 'authorId="0"', 'authorId="5"', "comment at"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one of everything, in which nothing is wrong."""
    path = tmp_path_factory.mktemp("lint") / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, _ = book.add_worksheet("一覧"), book.add_worksheet("別紙")
        bold = book.add_format({"bold": True})
        page.write_row(0, 0, ["番号", "名称"], bold)
        page.write_number("A2", 5)
        page.write_formula("B3", "=SUM(A1)", None, 5)
        page.add_table("A6:B8", {"name": "表", "columns": [{"header": "番号"}, {"header": "名称"}]})
        page.set_row(3, 40)
        page.set_column("A:A", 20)
        page.merge_range("A20:B20", "", bold)
        page.merge_range("A21:B22", "", bold)
        page.conditional_format("A2:A3", {"type": "formula", "criteria": "A2>0", "format": bold})
        choices = {
            "validate": "list",
            "source": ["順調", "遅れ"],
            "input_title": "進捗",
            "input_message": "選ぶ",
        }
        page.data_validation("B5", choices)
        page.write_url("B2", "internal:'別紙'!A1", tip="先")
        page.write_url("B4", "external:example.xlsx")
        page.set_header("&L&9 2課&R&A")
        page.set_h_pagebreaks([9])
        page.set_paper(9)
        page.repeat_rows(0)
        page.write_comment("A2", "ご確認ください。")
        book.define_name("欄", "=一覧!$A$1")
    return path


def test_a_sound_workbook_has_no_fault(sound: Path) -> None:
    assert lint(sound) == []


@pytest.mark.parametrize(
    ("part", "there", "instead", "fault"), BROKEN, ids=[f"{b[3]}-{at}" for at, b in enumerate(BROKEN)]
)
def test_one_thing_that_excel_would_repair_is_one_fault(
    sound: Path, tmp_path: Path, part: str, there: str, instead: str, fault: str
) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(sound) as book, zipfile.ZipFile(broken, "w") as out:
        for name in book.namelist():
            xml = book.read(name).decode()
            if name == part:
                changed = re.sub(there, instead, xml, count=1)
                assert changed != xml, f"{part} has no {there}:\n{xml}"
                xml = changed
            out.writestr(name, xml)
    assert [found for found in lint(broken) if re.search(fault, found)]


@pytest.mark.parametrize(
    "name", ["項目_名称", "_item_id", "\\記号", "指標_実績値__02", "数値_1.5", "ー", "〃a"]
)
def test_a_name_that_excel_takes_is_none_to_the_lint(name: str) -> None:
    assert why_no_name(name) == ("" if name != "〃a" else "begins with '〃'")
