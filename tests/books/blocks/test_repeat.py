"""Prototype rows printed three times: each feature on the copies, above them and below, in the XML."""

# ruff: noqa: E501 - a feature stands on one line, or the table cannot be read as one

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.books.block_workbook import OTHER, SHEET, write_block_workbook
from tests.books.features import R, View, canonical
from tests.books.lint import lint
from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.blocks.repeat import BlockCopy, find_block_obstacles, repeat_blocks
from toolkit.books.package.package import Package

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
ORDER = ["見出し", "取組", "取組", "取組"]
FIRST, SECOND, THIRD = (6, 9, 12)  # the first rows of the copies of 取組; the total stands in row 15


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_block_workbook(tmp_path_factory.mktemp("blocks") / "様式.xlsx")


@pytest.fixture(scope="module")
def made(template: Path) -> Path:
    package = Package.open(template)
    repeat_blocks(package, SHEET, ORDER)
    path = template.with_name("写し.xlsx")
    package.save(path)
    return path


def formula(view: View, ref: str) -> str | None:
    return view.cell(ref).findtext(M + "f")


def text(view: View, ref: str) -> str:
    return "".join(str(t) for t in view.cell(ref).itertext())


def rules(view: View, tag: str) -> list[tuple[str | None, ...]]:
    """Give areas and formulas of validations or conditional formats, of 2007 and of 2010."""
    found = []
    for rule in view.root.iter("{*}" + tag):
        areas = rule.get("sqref") or rule.findtext(XM + "sqref")
        texts = (e for e in rule.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f", "{*}cfvo"))
        found.append((areas, *(t for e in texts if (t := (e.text or "").strip() or e.get("val")))))
    return found


def links(view: View) -> list[tuple[str | None, str | None]]:
    targets = view.targets(view.part)
    return [
        (e.get("ref"), e.get("location") or targets[e.get(R + "id", "")])
        for e in view.root.iter(M + "hyperlink")
    ]


def names(view: View) -> dict[str, str]:
    """Give names and texts: those of this sheet, and those of the book with a `*`."""
    index = str(view.sheets.index(view.sheet))
    found = {}
    for name in view.book.iter(M + "definedName"):
        if name.get("localSheetId") in (None, index):
            mark = "*" if name.get("localSheetId") is None else ""
            found[name.get("name", "") + mark] = (name.text or "").replace("様式!", "")
    return found


def comments(view: View) -> list[tuple[str | None, str]]:
    root = view.tree(view.owned("comments"))
    return [(c.get("ref"), "".join(map(str, c.itertext()))) for c in root.iter(M + "comment")]


def notes(view: View) -> list[tuple[str, str, str]]:
    """Give number, row and box of the comment boxes."""
    vml = view.text(view.owned("vml"))
    return re.findall(
        r'id="_x0000_s(\d+)".*?<x:Anchor>([\d, ]+)</x:Anchor>.*?<x:Row>(\d+)</x:Row>', vml, re.DOTALL
    )


def anchors(view: View) -> list[tuple[str, list[int]]]:
    found = []
    for anchor in view.tree(view.owned("/drawings/drawing")):
        name = next(e.get("name", "") for e in anchor.iter("{*}cNvPr"))
        found.append((name, [int(e.text or "") for e in anchor.iter("{*}row")]))
    return found


def uids(view: View) -> list[str]:
    """Give the revision ids of validations, links and comments."""
    roots = (view.root, view.tree(view.owned("comments")))
    pairs = [pair for root in roots for e in root.iter() for pair in e.attrib.items()]
    return [str(value) for key, value in pairs if str(key).endswith("}uid")]


def series(view: View) -> list[str | None]:
    return [e.text for e in view.tree(view.chart()).iter("{*}f")]


def look(view: View, top: int) -> list[str]:
    """Give the styles of a copy: font, fill, border, format, alignment and lock of each of its cells."""
    refs = [
        e.get("r", "")
        for e in view.root.iter(M + "c")
        if top <= int(re.sub(r"\D", "", e.get("r", ""))) <= top + 2
    ]
    return [view.style(ref, "font", "fill", "border", "format", "alignment", "protection") for ref in refs]


def heights(view: View) -> dict[str, tuple[str | None, str | None]]:
    rows = view.root.iter(M + "row")
    return {e.get("r", ""): (e.get("ht"), e.get("hidden")) for e in rows if e.get("ht") or e.get("hidden")}


FEATURES: dict[str, tuple[Callable[[View], object], object]] = {
    "values": (lambda v: [text(v, f"B{row}") for row in (6, 9, 12)], ["名称"] * 3),
    "what stands below": (lambda v: [text(v, ref) for ref in ("A15", "A16", "A20", "A36")], ["合計", "注", "R6", "以上"]),
    "formula within the block": (lambda v: formula(v, "E10"), "D9+D$10+様式!D11"),
    "formula that reads above": (lambda v: formula(v, "E12"), "D12/$D$2"),
    "formula with names of the block": (lambda v: formula(v, "E14"), "SUM(指標_目標値__03)+D$2"),
    "running total": (lambda v: [formula(v, f"H{row}") for row in (8, 11, 14)], ["SUM(F$4:F8)", "SUM(F$4:F11)", "SUM(F$4:F14)"]),
    "shared formulas": (lambda v: [formula(v, f"G{row}") for row in (8, 9, 13)], ["D8*2", "D9*2", "D13*2"]),
    "no shared formula is left": (lambda v: [e.get("t") for e in v.root.iter(M + "f") if e.get("t")], []),
    "sum over the block": (lambda v: formula(v, "D15"), "SUM(D6:D14)"),
    "sum over blocks and more": (lambda v: formula(v, "D4"), "SUM(D5:D14)"),
    "mean with $": (lambda v: formula(v, "E16"), "AVERAGE(D$6:D$14)"),
    "one cell of a block": (lambda v: formula(v, "E15"), "D8"),
    "a range that is a part of a block": (lambda v: formula(v, "F4"), "SUM(F6:F6)+SUM(K:K)"),
    "formula above that reads below": (lambda v: formula(v, "E4"), "D15+$D$2"),
    "formula below that reads below": (lambda v: formula(v, "D16"), "D15*2+全体_合計"),
    "styles": (lambda v: look(v, SECOND) == look(v, FIRST) == look(v, THIRD), True),
    "inner borders of merged cells": (lambda v: v.style("C9", "border") == v.style("C6", "border") != v.style("D6", "border"), True),
    "merges": (lambda v: sorted(e.get("ref", "") for e in v.root.iter(M + "mergeCell")),
               ["A12:A14", "A16:C16", "A6:A8", "A9:A11", "B12:C12", "B6:C6", "B9:C9", "J4:J15"]),
    "row heights and hidden rows": (heights, {
        "5": ("24", None), "6": ("30", None), "7": (None, "1"), "8": ("20", None), "9": ("30", None),
        "10": (None, "1"), "11": ("20", None), "12": ("30", None), "13": (None, "1"), "14": ("20", None)}),
    "dimension": (lambda v: v.attributes("dimension", "ref"), "[('ref', 'A1:J36')]"),
    "validations, 2007 and 2010": (lambda v: rules(v, "dataValidation"), [
        ("H8 H11 H14 H16", '"○,×"'),
        ("D7:D8 D10:D11 D13:D14", "D7>=D6"),
        ("D6", "0", "D15"), ("D9", "0", "D15"), ("D12", "0", "D15"),
        ("C7 C10 C13", "一覧!$A$1:$A$3")]),
    "conditional formats, 2007 and 2010": (lambda v: rules(v, "conditionalFormatting"), [
        ("D6:D14", "$D$2"),
        ("A4:C7 A9:C10 A12:C16", '$D5=""'),
        ("A8:C8", '$D15=""'), ("A11:C11", '$D15=""'),  # the row below the block is the same for all copies
        ("F6:F8", "F6>$D$6"), ("F9:F11", "F9>$D$9"), ("F12:F14", "F12>$D$12"),
        ("G6:G8", "$D$8"), ("G9:G11", "$D$11"), ("G12:G14", "$D$14"),
        ("G6:G8", "$D$8"), ("G9:G11", "$D$11"), ("G12:G14", "$D$14")]),
    "order of conditional formats": (lambda v: [e.get("priority") for e in v.root.iter(M + "cfRule")], [str(n) for n in range(1, 11)]),
    "a bar of 2007 knows its half of 2010": (
        lambda v: [e.text for e in v.root.iter(X14 + "id")] == [e.get("id") for e in v.root.iter(X14 + "cfRule")], True),
    "count of validations": (lambda v: v.attributes("dataValidations", "count"), "[('count', '5')]"),
    "each link has a relationship of its own": (lambda v: len({e.get(R + "id") for e in v.root.iter(M + "hyperlink")} - {None}), 3),
    "revision ids are not repeated": (lambda v: (len(uids(v)), len(set(uids(v)))), (11, 11)),
    "links": (links, [
        ("A2", "様式!A15"),
        ("H6", "https://www.example.jp/tebiki"), ("H9", "https://www.example.jp/tebiki"), ("H12", "https://www.example.jp/tebiki"),
        ("H7", "様式!A6"), ("H10", "様式!A9"), ("H13", "様式!A12"), ("A16", "一覧!A1")]),
    "comments": (comments, [("A1", "題"), ("D6", "目標を確認"), ("D9", "目標を確認"), ("D12", "目標を確認"), ("A15", "合計です")]),
    "comment boxes": (notes, [
        ("1025", "1, 15, 0, 10, 3, 31, 4, 9", "0"), ("1026", "4, 15, 4, 10, 6, 31, 9, 9", "5"),
        ("1028", "4, 15, 7, 10, 6, 31, 12, 9", "8"), ("1029", "4, 15, 10, 10, 6, 31, 15, 9", "11"),
        ("1027", "1, 15, 13, 10, 3, 31, 18, 9", "14")]),
    "row breaks": (lambda v: [e.get("id") for e in next(v.root.iter(M + "rowBreaks"))], ["8", "11", "14", "16"]),
    "count of row breaks": (lambda v: v.attributes("rowBreaks", "count", "manualBreakCount"), "[('count', '4'), ('manualBreakCount', '4')]"),
    "column breaks": (lambda v: [e.get("max") for e in next(v.root.iter(M + "colBreaks"))], ["35"]),
    "protected ranges": (lambda v: v.attributes("protectedRange", "sqref", "name"), "[('sqref', 'D6:D14 D16'), ('name', '範囲1')]"),
    "ignored errors": (lambda v: v.attributes("ignoredError", "sqref"), "[('sqref', 'D6:D14')]"),
    "autofilter and its sorting": (lambda v: re.findall(r'ref="([^"]*)"', v.xml("autoFilter")), ["A18:B20", "A19:B20", "A19:A20"]),
    "frozen rows stay, the view follows": (lambda v: re.findall(r'(?:ySplit|topLeftCell|activeCell|sqref)="([^"]*)"', v.xml("sheetViews")), ["A15", "3", "D15", "D15"]),
    "drawings": (anchors, [("上の図", [0, 3]), ("下の図", [21, 23]), ("一点の図", [24]), ("推移", [25, 34])]),
    "chart": (series, ["様式!$A$15", "様式!$B$6:$B$14", "様式!$D$6:$D$14"]),
    "sparklines": (lambda v: [(e.findtext(XM + "sqref"), e.findtext(XM + "f")) for e in v.root.iter(X14 + "sparkline")],
                   [("I6", "様式!D6:G6"), ("I9", "様式!D9:G9"), ("I12", "様式!D12:G12"), ("I15", "様式!D15:F15")]),
    "sheet protection": (lambda v: v.attributes("sheetProtection", "sheet", "objects"), "[('sheet', '1'), ('objects', '1')]"),
    "names of the copies": (lambda v: {k: t for k, t in names(v).items() if k.startswith(("_item_id", "項目_", "指標_"))}, {
        "_item_id": "$A$6", "_item_id__02": "$A$9", "_item_id__03": "$A$12",
        "項目_名称": "$B$6", "項目_名称__02": "$B$9", "項目_名称__03": "$B$12",
        "指標_目標値": "$D$6:$D$7,$D$8", "指標_目標値__02": "$D$9:$D$10,$D$11", "指標_目標値__03": "$D$12:$D$13,$D$14",
        "項目_備考*": "$H$6", "項目_備考__02": "$H$9", "項目_備考__03": "$H$12", "項目_見出し": "$A$5"}),
    "names above and below": (lambda v: [names(v)[n] for n in ("全体_題名", "全体_合計", "合計欄*")], ["$A$1", "$D$15", "$D$15"]),
    "a name that is a formula": (lambda v: names(v)["明細*"], "OFFSET($D$5,0,0,COUNTA($D$6:$D$14),1)"),
    "names of blocks are gone": (lambda v: [n for n in names(v) if n.startswith("ブロック")], []),
    "print area grows": (lambda v: names(v)["_xlnm.Print_Area"], "$A$1:$J$36"),
    "print titles": (lambda v: names(v)["_xlnm.Print_Titles"], "$A:$A,$1:$3"),
    "name of the filter": (lambda v: names(v)["_xlnm._FilterDatabase"], "$A$18:$B$20"),
}  # fmt: skip

OF_THE_OTHER_SHEET: dict[str, tuple[Callable[[View], object], object]] = {
    "a cell below the block": (lambda v: formula(v, "B1"), "様式!D15"),
    "a sum over the block": (lambda v: formula(v, "C1"), "SUM(様式!F6:F14)"),
    "a shared formula": (lambda v: formula(v, "C2"), "SUM(様式!F7:F15)"),
    "a cell of the block": (lambda v: formula(v, "B2"), "様式!D6"),
    "its own cells stay": (lambda v: formula(v, "B3"), "様式!A36&D9"),
    "a cell above the block": (lambda v: formula(v, "C3"), "様式!D2"),
    "a range around the block": (lambda v: formula(v, "B4"), "SUM(様式!D4:D16,合計欄)"),
    "a conditional format": (lambda v: rules(v, "conditionalFormatting"), [("B1", "様式!$D$15>0")]),
    "a link": (links, [("A4", "様式!A15")]),
}  # fmt: skip


@pytest.mark.parametrize("feature", FEATURES)
def test_copies_keep_and_the_rest_follows(feature: str, made: Path) -> None:
    read, expected = FEATURES[feature]
    assert read(View(made, SHEET)) == expected


@pytest.mark.parametrize("feature", OF_THE_OTHER_SHEET)
def test_another_sheet_follows(feature: str, made: Path) -> None:
    read, expected = OF_THE_OTHER_SHEET[feature]
    assert read(View(made, OTHER)) == expected


def test_the_copies_are_told_with_their_rows(template: Path) -> None:
    assert repeat_blocks(Package.open(template), SHEET, ORDER) == (
        BlockCopy("見出し", 1, "", 5, 5),
        BlockCopy("取組", 1, "", 6, 8),
        BlockCopy("取組", 2, "__02", 9, 11),
        BlockCopy("取組", 3, "__03", 12, 14),
    )


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_openpyxl_reads_the_copies(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    sheet = book[SHEET]
    assert [sheet[f"D{row}"].value for row in (6, 9, 12)] == [10, 10, 10]
    assert sheet["D9"].comment is not None
    assert sheet["D9"].comment.text == "目標を確認"
    assert sheet.print_area == "'様式'!$A$1:$J$36"
    assert {"A6:A8", "A9:A11", "A12:A14"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.defined_names["項目_名称__03"].attr_text == "様式!$B$12"
    assert sheet["H12"].hyperlink is not None
    assert sheet["H12"].hyperlink.target == "https://www.example.jp/tebiki"


def test_the_own_lint_finds_nothing(made: Path) -> None:
    assert lint(made) == []


@needs_ooxml_validator
def test_the_validator_finds_nothing(template: Path, made: Path) -> None:
    assert ooxml_errors(template) == []
    assert ooxml_errors(made) == []


def test_a_template_whose_blocks_can_be_repeated_has_no_obstacle(template: Path) -> None:
    assert find_block_obstacles(Package.open(template), SHEET) == []
    assert find_block_obstacles(Package.open(template), OTHER) == []


def test_a_sheet_that_is_not_repeated_is_the_same_byte_for_byte_but_for_its_references(
    template: Path, made: Path
) -> None:
    before, after = View(template, OTHER), View(made, OTHER)
    assert canonical(after.root.find(M + "sheetData")).count("<c ") == canonical(  # type: ignore[arg-type] # both have one
        before.root.find(M + "sheetData")  # type: ignore[arg-type]
    ).count("<c ")
    assert after.xml("pageMargins", "dimension") == before.xml("pageMargins", "dimension")


def test_a_clone_of_the_sheet_is_repeated_on_its_own(template: Path, tmp_path: Path) -> None:
    package = Package.open(template)
    package.clone_sheet(SHEET, "第一課")
    repeat_blocks(package, "第一課", ORDER)
    package.save(tmp_path / "b.xlsx")
    assert lint(tmp_path / "b.xlsx") == []
    clone, source = View(tmp_path / "b.xlsx", "第一課"), View(tmp_path / "b.xlsx", SHEET)
    assert (formula(clone, "D15"), formula(source, "D9")) == ("SUM(D6:D14)", "SUM(D6:D8)")
    assert series(clone)[2] == "'第一課'!$D$6:$D$14"
    assert series(source)[2] == "様式!$D$6:$D$8"
    assert names(clone)["項目_備考__02"] == "'第一課'!$H$9"  # a name of the whole book became the clone's own
    assert names(source)["ブロック_取組"] == "$A$6:$J$8"


def test_cells_of_a_copy_are_written_by_their_address(template: Path, tmp_path: Path) -> None:
    package = Package.open(template)
    page = package.sheet(SHEET)
    page.write_cached("E6", 5)
    repeat_blocks(package, SHEET, ORDER)
    assert page.cached_refs == {"E6", "E9", "E12"}
    page.write("B12", "三つ目")
    assert [page.text(f"B{row}") for row in (6, 9, 12)] == ["名称", "名称", "三つ目"]
    assert page.row_height(12) == 30
    package.save(tmp_path / "b.xlsx")
    assert lint(tmp_path / "b.xlsx") == []


def test_new_comment_boxes_take_numbers_no_other_sheet_has(tmp_path: Path) -> None:
    vml = "xl/drawings/vmlDrawing1.vml"
    full = [(vml, "_x0000_s1026", "_x0000_s2046"), (vml, "_x0000_s1027", "_x0000_s2045")]
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", *full))
    package.clone_sheet(SHEET, "写し")  # takes block 2
    repeat_blocks(package, SHEET, ORDER)
    package.save(tmp_path / "b.xlsx")
    view = View(tmp_path / "b.xlsx", SHEET)
    assert [number for number, *_ in notes(view)] == ["1025", "2046", "2047", "3073", "2045"]
    assert 'data="1,3"' in view.text(view.owned("vml"))
    assert lint(tmp_path / "b.xlsx") == []


def test_a_bar_whose_limit_only_its_half_of_2010_knows_is_split_in_both_halves(tmp_path: Path) -> None:
    form = "xl/worksheets/sheet1.xml"
    change = (form, '<cfvo type="formula" val="$D$8"/>', '<cfvo type="max"/>')
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", change))
    repeat_blocks(package, SHEET, ORDER)
    package.save(tmp_path / "b.xlsx")
    view = View(tmp_path / "b.xlsx", SHEET)
    bars = [rule for rule in rules(view, "conditionalFormatting") if str(rule[0]).startswith("G")]
    areas = ["G6:G8", "G9:G11", "G12:G14"]
    assert bars == [*((area,) for area in areas), *zip(areas, ["$D$8", "$D$11", "$D$14"], strict=True)]
    ids = [e.text for e in view.root.iter(X14 + "id")]
    assert ids == [e.get("id") for e in view.root.iter(X14 + "cfRule")]
    assert len(set(ids)) == 3


def test_of_a_prototype_that_is_not_printed_nothing_is_left(tmp_path: Path) -> None:
    form, chart = "xl/worksheets/sheet1.xml", "xl/charts/chart1.xml"
    elsewhere = [  # whatever reads the block alone reads another cell, or it would be refused
        (form, "<f>D8</f>", "<f>D2</f>"),
        (form, "AVERAGE(D$6:D$8)", "D2"),
        (form, '$D5=""', '$D$2=""'),
        (form, "<x14:sparkline><xm:f>様式!D9:F9</xm:f><xm:sqref>I9</xm:sqref></x14:sparkline>", ""),
        ("xl/worksheets/sheet2.xml", "様式!D6", "様式!D2"),
        ("xl/workbook.xml", "COUNTA(様式!$D$6:$D$8)", "3"),
        (chart, "様式!$B$6:$B$8", "様式!$B$2"),
        (chart, "様式!$D$6:$D$8", "様式!$D$2"),
    ]
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", *elsewhere))
    repeat_blocks(package, SHEET, ["見出し"])
    package.save(tmp_path / "b.xlsx")
    view = View(tmp_path / "b.xlsx", SHEET)
    assert lint(tmp_path / "b.xlsx") == []
    assert [text(view, ref) for ref in ("A5", "A6", "A7", "A27")] == ["見出し", "合計", "注", "以上"]
    assert [formula(view, ref) for ref in ("D4", "D6", "F6")] == ["SUM(D5:D5)", "SUM(0)", "SUM(0)"]
    assert [e.get("ref") for e in view.root.iter(M + "mergeCell")] == ["A7:C7", "J4:J6"]
    assert rules(view, "dataValidation") == [("H7", '"○,×"')]
    assert rules(view, "conditionalFormatting") == [("A4:C7", '$D$2=""')]
    assert links(view) == [("A2", "様式!A6"), ("A7", "一覧!A1")]
    assert "https://www.example.jp/tebiki" not in view.targets(view.part).values()
    assert comments(view) == [("A1", "題"), ("A6", "合計です")]
    assert [number for number, *_ in notes(view)] == ["1025", "1027"]
    assert [e.get("id") for e in next(view.root.iter(M + "rowBreaks"))] == ["7"]
    assert [e.get("sqref") for e in view.root.iter(M + "protectedRange")] == ["D7"]
    gone = ("extLst", "ignoredErrors")
    assert [e.tag for e in view.root if e.tag in {M + tag for tag in gone}] == []
    fields = [name for name in names(view) if name.startswith(("_item_id", "項目_", "指標_"))]
    assert fields == ["項目_見出し"]
    assert anchors(view)[1:] == [("下の図", [12, 14]), ("一点の図", [15]), ("推移", [16, 25])]


def test_a_rule_on_two_columns_is_written_for_each_of_them(tmp_path: Path) -> None:
    old = 'sqref="F6:F8"><cfRule type="expression" dxfId="1" priority="3"><formula>F6&gt;$D$6'
    new = 'sqref="F6 E8"><cfRule type="expression" dxfId="1" priority="3"><formula>E6&gt;1'  # written for E6
    change = ("xl/worksheets/sheet1.xml", old, new)
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", change))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    package.save(tmp_path / "b.xlsx")
    found = rules(View(tmp_path / "b.xlsx", SHEET), "conditionalFormatting")
    assert ("F6 F9", "F6>1") in found
    assert ("E8 E11", "E8>1") in found


def test_a_name_of_the_book_behind_one_of_the_sheet_is_not_repeated(tmp_path: Path) -> None:
    end = "</definedNames>"
    wide = ("xl/workbook.xml", end, f'<definedName name="項目_名称">様式!$B$6</definedName>{end}')
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", wide))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    package.save(tmp_path / "b.xlsx")
    assert lint(tmp_path / "b.xlsx") == []
    found = names(View(tmp_path / "b.xlsx", SHEET))
    assert (found["項目_名称"], found["項目_名称*"], found["項目_名称__02"]) == ("$B$6", "$B$6", "$B$9")


def test_the_dates_of_sparklines_follow(tmp_path: Path) -> None:
    form, plain = "xl/worksheets/sheet1.xml", '<x14:colorSeries rgb="FF376092"/>'
    dates = (form, plain, plain + "<xm:f>様式!D10:G10</xm:f>")  # in the toy itself it ends LibreOffice 7.4
    package = Package.open(write_block_workbook(tmp_path / "t.xlsx", dates))
    repeat_blocks(package, SHEET, ORDER)
    package.save(tmp_path / "b.xlsx")
    view = View(tmp_path / "b.xlsx", SHEET)
    assert [e.findtext(XM + "f") for e in view.root.iter(X14 + "sparklineGroup")] == ["様式!D16:G16"]
