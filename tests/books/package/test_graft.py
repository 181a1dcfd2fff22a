"""A sheet of one book in another: its texts, number formats and conditional formats stay what they were."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.package.graft import graft_sheet
from toolkit.books.package.markup import REL_ID, WORKSHEET_ORDER, ensure_child, main
from toolkit.books.package.package import Package
from toolkit.books.package.parts import office_type
from toolkit.model.errors import OfficeError


def write_book(path: Path, sheet: str, unit: str, colour: str) -> Path:
    """Write a book whose A1 is 1,234 of a unit, blue or red where it is above 1,000."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        page.write("A1", 1234, book.add_format({"num_format": f'#,##0"{unit}"'}))
        page.write("A2", f"{sheet}の注", book.add_format({"italic": True}))
        look = book.add_format({"font_color": colour})
        page.conditional_format("A1", {"type": "cell", "criteria": ">", "value": 1000, "format": look})
    return path


def grafted(folder: Path, unit: str) -> Path:
    """Put 資料 with `unit` behind 目次, whose format 164 is 1,234か所."""
    package = Package.open(write_book(folder / "目次.xlsx", "目次", "か所", "#0000FF"))
    graft_sheet(package, Package.open(write_book(folder / "資料.xlsx", "資料", unit, "#FF0000")), "資料")
    package.save(folder / "つづり.xlsx")
    return folder / "つづり.xlsx"


def test_numbers_keep_their_formats(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(grafted(tmp_path, "件"))
    assert [sheet["A1"].number_format for sheet in book.worksheets] == ['#,##0"か所"', '#,##0"件"']
    assert [sheet["A2"].value for sheet in book.worksheets] == ["目次の注", "資料の注"]
    assert book["資料"]["A2"].font.italic


def test_a_format_both_books_have_is_not_added_again(tmp_path: Path) -> None:
    with_same = Package.open(grafted(tmp_path, "か所"))
    formats = with_same.parts.tree("xl/styles.xml").find("{*}numFmts")
    assert formats is not None
    assert [one.get("formatCode") for one in formats] == ['#,##0"か所"']


def test_conditional_formats_keep_their_colours(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(grafted(tmp_path, "件"))
    colours = [
        rule.dxf.font.color.rgb
        for sheet in book.worksheets
        for rules in sheet.conditional_formatting
        for rule in rules.rules
    ]
    assert colours == ["FF0000FF", "FFFF0000"]


def test_a_cell_style_the_other_book_lacks_is_left_behind_and_its_look_kept(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    styled = openpyxl.Workbook()
    styled.worksheets[0].title = "資料"
    styled["資料"]["A1"] = 1234
    styled["資料"]["A1"].style = "Comma"  # the book's second cell style; 目次 has only 標準
    styled["資料"]["A1"].font = Font(name="游明朝", bold=True)
    styled.save(tmp_path / "資料.xlsx")
    graft_sheet(package, Package.open(tmp_path / "資料.xlsx"), "資料")
    looks = package.parts.tree("xl/styles.xml")
    (kinds, cells) = (looks.find(f"{{*}}{name}") for name in ("cellStyleXfs", "cellXfs"))
    assert kinds is not None
    assert cells is not None
    assert (len(kinds), {xf.get("xfId") for xf in cells}) == (1, {"0"})
    package.save(tmp_path / "つづり.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "つづり.xlsx")["資料"]["A1"]
    assert (cell.style, cell.font.name, cell.font.b) == ("Normal", "游明朝", True)
    assert cell.number_format == styled["資料"]["A1"].number_format


def test_a_formula_shows_what_was_set_for_it(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    with xlsxwriter.Workbook(tmp_path / "合計.xlsx") as book:
        book.add_worksheet("合計").write_formula("A1", "=1000+234")
    source = Package.open(tmp_path / "合計.xlsx")
    source.sheet("合計").write_cached("A1", 1234)
    graft_sheet(package, source, "合計").write("B1", "千円")
    package.save(tmp_path / "つづり.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "つづり.xlsx", data_only=True)
    assert shown["合計"]["A1"].value == 1234


def test_the_set_up_of_a_printer_stays_behind(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    source = Package.open(write_book(tmp_path / "資料.xlsx", "資料", "件", "#FF0000"))
    page = source.sheet("資料").part
    printer = source.parts.relate(
        page, "xl/printerSettings/printerSettings1.bin", office_type("printerSettings")
    )
    tree = source.parts.tree(page)
    ensure_child(tree, "pageSetup", WORKSHEET_ORDER).attrib.update({"paperSize": "9", REL_ID: printer})
    setup = package.parts.tree(graft_sheet(package, source, "資料").part).find(main("pageSetup"))
    assert setup is not None
    assert (setup.get("paperSize"), setup.get(REL_ID)) == ("9", None)


def test_a_sheet_with_a_picture_is_refused_in_words_for_the_office(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    with xlsxwriter.Workbook(tmp_path / "図.xlsx") as book:
        book.add_worksheet("図").insert_textbox("A1", "案")
    with pytest.raises(OfficeError, match="図、グラフ、コメント、テーブル") as found:
        graft_sheet(package, Package.open(tmp_path / "図.xlsx"), "図")
    assert (found.value.file, found.value.sheet) == ("図.xlsx", "図")


def test_the_names_of_the_sheet_come_with_it(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    source = Package.open(write_book(tmp_path / "資料.xlsx", "資料", "件", "#FF0000"))
    source.set_name("項目_番号", "資料!$A$1", sheet="資料")
    graft_sheet(package, source, "資料")
    assert [(name.name, name.sheet, name.text) for name in package.names()] == [
        ("項目_番号", "資料", "資料!$A$1")
    ]


@needs_ooxml_validator
def test_the_book_is_valid(tmp_path: Path) -> None:
    assert ooxml_errors(grafted(tmp_path, "件")) == []


def test_each_sheet_has_an_id_of_its_own_however_many_came(tmp_path: Path) -> None:
    package = Package.open(write_book(tmp_path / "目次.xlsx", "目次", "か所", "#0000FF"))
    for sheet in ("資料1", "資料2", "資料3"):
        own = Package.open(write_book(tmp_path / f"{sheet}.xlsx", sheet, "件", "#FF0000"))
        graft_sheet(package, own, sheet)
    sheets = package.parts.tree(package.book).find(main("sheets"))
    assert sheets is not None
    assert [tab.get("sheetId") for tab in sheets] == ["1", "2", "3", "4"]
