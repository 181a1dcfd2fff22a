"""Wherever a part of the book may name a cell below a block, it follows."""

# ruff: noqa: E501 - a place stands on one line, or the table cannot be read as one

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.books.block_workbook import OTHER, SHEET, block_parts
from tests.books.features import View
from tests.books.lint import lint
from tests.books.rich_workbook import TABLE, R, rich_parts, write_parts
from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.blocks.repeat import find_block_obstacles, repeat_blocks
from toolkit.books.package.package import Package
from toolkit.model.errors import OfficeError

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BOOK, FORM, LIST = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
DRAWING, CHART = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"

# In the rich workbook rows 4-5 of 様式 become the block; what stands in row 8 moves to row 10.
BLOCK = '<definedName name="ブロック_指標" localSheetId="0">様式!$A$4:$H$5</definedName></definedNames>'
NO_TABLE = (
    (r'<tableParts.*?</tableParts>', ""),
    (r'<f>SUM\(表1\[計画\]\)</f>', "<f>1</f>"),
    (r'<f>表1\[\[#This Row\],\[取組\]\]\*10</f>', "<f>J21*10</f>"),
)  # fmt: skip


def rich_with_block(tmp_path: Path) -> Package:
    """Open the rich workbook with rows 4-5 as a block; without its table and with nothing drawn on them."""
    parts = rich_parts()
    del parts["xl/tables/table1.xml"]
    form, types = parts[FORM].decode(), parts["[Content_Types].xml"].decode()
    for old, new in NO_TABLE:
        form = re.sub(old, new, form, flags=re.DOTALL)
    parts[FORM] = form.encode()
    parts["[Content_Types].xml"] = re.sub(r'<Override PartName="/xl/tables[^>]*>', "", types).encode()
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[links] = re.sub(rb'<Relationship Id="rId6"[^>]*>', b"", parts[links])
    form = parts[FORM].decode()
    parts[FORM] = form.replace('autoPict="0">', 'autoPict="0" linkedCell="様式!$C$24">').encode()
    parts[BOOK] = parts[BOOK].decode().replace("</definedNames>", BLOCK).encode()
    drawing = parts[DRAWING].decode()  # the text box stood in rows 4-6
    drawing = drawing.replace("<xdr:row>3</xdr:row>", "<xdr:row>18</xdr:row>")
    parts[DRAWING] = drawing.replace("<xdr:row>5</xdr:row>", "<xdr:row>19</xdr:row>").encode()
    return Package.open(write_parts(tmp_path / "様式.xlsx", parts))


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    package = rich_with_block(tmp_path)
    assert find_block_obstacles(package, SHEET) == []
    repeat_blocks(package, SHEET, ["指標", "指標"])
    package.save(tmp_path / "out.xlsx")
    return tmp_path / "out.xlsx"


def test_the_rich_workbook_follows_in_every_part(rich: Path) -> None:
    view = View(rich, SHEET)
    assert [e.text for e in view.tree(view.chart()).iter("{*}f")] == [
        "様式!$A$10", "選択肢!$A$2:$A$4", "様式!$C$10:$E$10",
    ]  # fmt: skip
    assert "<x:FmlaLink>様式!$C$26</x:FmlaLink>" in view.text(view.owned("vmlDrawing1"))
    assert 'fmlaLink="様式!$C$26"' in view.text(view.owned("ctrlProps"))
    assert next(view.root.iter(M + "controlPr")).get("linkedCell") == "様式!$C$26"
    assert 'textlink="様式!$A$1"' in view.text(view.owned("/drawings/drawing"))
    icons = [e.get("val") for e in view.root.iter(M + "cfvo") if e.get("type") == "formula"]
    assert icons == ["様式!$C$10"]
    assert [f.text for f in view.root.iter(M + "formula")] == ["様式!$G$10", 'C10=""']
    assert "<xm:f>様式!$D$10</xm:f>" in view.extension("conditionalFormattings")
    assert "<xm:f>選択肢!$B$2:$B$4</xm:f>" in view.extension("dataValidations")
    array = next(f for f in view.root.iter(M + "f") if f.get("t") == "array")
    assert (array.get("ref"), array.text) == ("F12", "SUM(C10:D10*1)")
    assert View(rich, "選択肢").cell("B4").findtext(M + "f") == "様式!C12"
    assert [e.get("ref") for e in view.root.iter(M + "hyperlink")] == ["A16", "B16"]


def test_controls_below_move_in_each_of_the_three_places_that_know_them(rich: Path) -> None:
    view = View(rich, SHEET)
    vml = view.text(view.owned("vmlDrawing1"))
    assert re.findall(r"<x:Anchor>([^<]*)</x:Anchor>", vml) == [
        "3, 15, 8, 10, 6, 31, 13, 9", "5, 0, 25, 0, 6, 0, 27, 0", "3, 0, 25, 0, 4, 0, 26, 0",
    ]  # fmt: skip
    anchor = next(view.root.iter("{*}anchor"))
    assert [e.text for e in anchor.iter("{*}row")] == ["25", "26"]
    twin = next(a for a in view.tree(view.owned("/drawings/drawing")).iter("{*}twoCellAnchor") if "確認欄" in str([
        e.get("name") for e in a.iter("{*}cNvPr")]))  # fmt: skip
    assert [e.text for e in twin.iter("{*}row")] == ["25", "26"]


@needs_ooxml_validator
def test_the_rich_workbook_with_a_block_has_no_fault(rich: Path) -> None:
    assert lint(rich) == []
    assert ooxml_errors(rich) == []


CHANGES: dict[str, tuple[str, str, str, str]] = {
    # part · what it says in the template · what it says instead · how that reads after three copies
    "a validation of another sheet": (
        LIST, "<hyperlinks>",
        '<dataValidations count="1"><dataValidation type="list" sqref="B5"><formula1>様式!$A$10:$A$30</formula1></dataValidation></dataValidations><hyperlinks>',
        "<formula1>様式!$A$16:$A$36</formula1>"),
    "a name of another sheet": (
        BOOK, "</definedNames>", '<definedName name="別" localSheetId="1">様式!$A$30</definedName></definedNames>',
        ">様式!$A$36</definedName>"),
    "a reference in quotes": (LIST, "様式!D2", "'様式'!D9", "<f>'様式'!D15</f>"),
    "a reference in another book": (LIST, "様式!D2", "[1]様式!D9+'[1]様式'!D9", "<f>[1]様式!D9+'[1]様式'!D9</f>"),
    "a reference in another book, at home": (
        FORM, "D9*2+全体_合計", "[1]様式!D9+'[1]様式'!D9+D9", "<f>[1]様式!D9+'[1]様式'!D9+D15</f>"),
    "a text that looks like a reference": (LIST, "様式!D2", '"様式!D9"', '<f>"様式!D9"</f>'),
    "whole rows": (LIST, "様式!D2", "SUM(様式!9:10)", "<f>SUM(様式!15:16)</f>"),
    "whole columns": (LIST, "様式!D2", "SUM(様式!D:E)", "<f>SUM(様式!D:E)</f>"),
    "a union": (LIST, "様式!D2", "SUM((様式!D9,様式!D6:D8,D9))", "<f>SUM((様式!D15,様式!D6:D14,D9))</f>"),
    "two cells of a range with sheets": (LIST, "様式!D2", "SUM(様式!D9:様式!D10)", "<f>SUM(様式!D15:D16)</f>"),
    "a block between cells with sheets": (LIST, "様式!D2", "SUM('様式'!D6:'様式'!D8)", "<f>SUM('様式'!D6:D14)</f>"),
    "a range that is turned": (LIST, "様式!D2", "SUM(様式!D10:D2)", "<f>SUM(様式!D16:D2)</f>"),
    "a reference that is dead already": (LIST, "様式!D2", "様式!#REF!+様式!D9", "<f>様式!#REF!+様式!D15</f>"),
    "a chart of several areas": (CHART, "様式!$A$9", "(様式!$A$9,様式!$A$6:$A$8)", "<c:f>(様式!$A$15,様式!$A$6:$A$14)</c:f>"),
}  # fmt: skip


@pytest.mark.parametrize("place", CHANGES)
def test_wherever_a_part_names_a_cell_it_follows(place: str, tmp_path: Path) -> None:
    part, old, new, follows = CHANGES[place]
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts((part, old, new))))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組", "取組"])
    assert follows in package.parts.data(part).decode()


@pytest.mark.parametrize("name", ["(8)-⑧", "O'Brien", "A & B", "R5 取組"])
def test_a_sheet_of_any_name_is_repeated(name: str, tmp_path: Path) -> None:
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts()))
    package.rename_sheet(SHEET, name)
    package.save(tmp_path / "b.xlsx")
    package = Package.open(tmp_path / "b.xlsx")
    repeat_blocks(package, name, ["見出し", "取組", "取組", "取組"])
    package.save(tmp_path / "out.xlsx")
    assert lint(tmp_path / "out.xlsx") == []
    quoted = "'" + name.replace("'", "''") + "'"
    assert View(tmp_path / "out.xlsx", OTHER).cell("C1").findtext(M + "f") == f"SUM({quoted}!F6:F14)"
    names = {n.name: n.text for n in package.names() if n.sheet == name}
    assert names["項目_名称__03"] == f"{quoted}!$B$12"


def test_a_sheet_whose_writer_left_the_addresses_out_is_repeated(tmp_path: Path) -> None:
    parts = block_parts()
    form = re.sub(r'(<row) r="([1-9]|10)"', r"\1", parts[FORM].decode())
    parts[FORM] = re.sub(r'<c r="A(\d)"', "<c", form).encode()
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    page = package.sheet(SHEET)
    assert [page.text(ref) for ref in ("A1", "A6", "A9", "B9", "A12")] == [
        "取組状況",
        "①",
        "①",
        "名称",
        "合計",
    ]


def test_blocks_are_repeated_sheet_by_sheet(tmp_path: Path) -> None:
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts()))
    for number in (1, 2, 3):
        package.clone_sheet(SHEET, f"課{number}")
        repeat_blocks(package, f"課{number}", ["見出し"] + ["取組"] * number)
    package.remove_sheet(SHEET)
    package.save(tmp_path / "out.xlsx")
    assert lint(tmp_path / "out.xlsx") == []
    assert [View(tmp_path / "out.xlsx", f"課{n}").cell(f"D{6 + 3 * n}").findtext(M + "f") for n in (1, 2, 3)] == [
        "SUM(D6:D8)", "SUM(D6:D11)", "SUM(D6:D14)",
    ]  # fmt: skip


def test_a_table_of_another_sheet_reads_its_own_cells_and_follows_those_of_the_blocks(tmp_path: Path) -> None:
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts()))
    table = TABLE.replace("表1[[#This Row],[取組]]*10", "D9*様式!D9")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
    package.parts.put("xl/tables/table1.xml", table.encode(), kind)
    package.parts.relate("xl/worksheets/sheet2.xml", "xl/tables/table1.xml", f"{R}/table")
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組", "取組"])
    assert "<calculatedColumnFormula>D9*様式!D15<" in package.parts.data("xl/tables/table1.xml").decode()


def test_what_reaches_to_the_last_row_of_all_still_does(tmp_path: Path) -> None:
    parts = block_parts(
        (FORM, "</sheetData>", '<row r="1048576" ht="13.5"/></sheetData>'),  # as LibreOffice may leave it
        (FORM, 'sqref="H8 H10"', 'sqref="H8:H1048576"'),
        (LIST, "様式!D2", "SUM(様式!D10:D1048576)"),
    )
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組", "取組"])
    package.save(tmp_path / "out.xlsx")
    view = View(tmp_path / "out.xlsx", SHEET)
    assert [row.get("r") for row in view.root.iter(M + "row")][-1] == "36"
    validations = [rule.get("sqref") for rule in view.root.iter(M + "dataValidation")]
    assert validations[0] == "H8 H11 H14:H1048576"
    assert View(tmp_path / "out.xlsx", OTHER).cell("C3").findtext(M + "f") == "SUM(様式!D16:D1048576)"


def test_a_matrix_formula_above_the_blocks_keeps_its_cells(tmp_path: Path) -> None:
    old = '<c r="D2" s="1"><v>100</v></c>'
    new = '<c r="D2" s="1"><f t="array" ref="D2:E2">D9:E9*1</f></c><c r="E2"/>'
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts((FORM, old, new))))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    assert '<f t="array" ref="D2:E2">D12:E12*1</f>' in package.parts.data(FORM).decode()


@pytest.mark.parametrize(
    ("last_row", "copies", "said"), [(30, 1023, "改ページが1024か所"), (1_048_570, 4, "行数の上限")]
)
def test_more_copies_than_excel_has_room_for_are_refused(
    last_row: int, copies: int, said: str, tmp_path: Path
) -> None:
    last = f'r="{last_row}"', f'r="A{last_row}"'
    parts = block_parts((FORM, 'r="30"', last[0]), (FORM, 'r="A30"', last[1]))
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    with pytest.raises(OfficeError, match=said):
        repeat_blocks(package, SHEET, ["見出し"] + ["取組"] * copies)
