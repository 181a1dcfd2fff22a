"""A book that lost something between writing and proof does not leave: openpyxl says what is in it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from toolkit.books import proof as proving
from toolkit.books.blocks.repeat import repeat_blocks
from toolkit.books.lists.columns import Column, Shown, ShownFormula
from toolkit.books.lists.sheet_style import new_book
from toolkit.books.package.graft import graft_sheet
from toolkit.books.package.package import Package
from toolkit.books.proof import Proof
from toolkit.books.reading.held import read_by_openpyxl, read_by_us
from toolkit.desk.packaged import packaged_cities, packaged_data
from toolkit.model.errors import OfficeError

FORM = "様式"
RED = PatternFill("solid", bgColor="FFFFC7CE")
JUDGED_AT = dt.datetime(2024, 6, 3, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
Damage = Callable[[str], str]


def write_form(path: Path) -> Path:
    """Write a form: a title over four columns, an open cell with choices, a sum, three names, a lock."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = FORM
    sheet["A1"], sheet["A3"], sheet["A4"], sheet["A5"] = "進捗管理シート", "進捗", "目標", "計"
    sheet["C4"], sheet["D4"], sheet["C5"] = 10, 20, "=SUM(C4:D4)"
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C3:D3")
    for ref in ("C3", "D3"):
        sheet[ref].protection = Protection(locked=False)
    choices = DataValidation(type="list", formula1='"順調,遅れ"', allow_blank=True)
    choices.add("C3")
    sheet.add_data_validation(choices)
    below = Rule("cellIs", operator="lessThan", formula=["$C$5"], dxf=DifferentialStyle(fill=RED))
    sheet.conditional_formatting.add("C4:D4", below)
    sheet.protection.enable()
    for name, area in {"項目_名称": "$A$1", "項目_進捗": "$C$3", "年次_目標値": "$C$4:$D$4"}.items():
        sheet.defined_names[name] = DefinedName(name, attr_text=f"'{FORM}'!{area}")
    book.save(path)
    return path


def make_book(template: Path, path: Path) -> Package:
    """Make a book of two items from the form, the first filled, and write it."""
    package = Package.open(template)
    for name in ("1-①", "1-②"):
        package.clone_sheet(FORM, name)
    package.remove_sheet(FORM)
    sheet = package.sheet("1-①")
    sheet.write("B4", "=合言葉")
    sheet.write("C4", Decimal("12.5"))
    sheet.write_cached("C5", Decimal("32.5"))
    sheet.merge("A3:B3")
    sheet.lock_all()
    sheet.set_locked(["C3:D3", "D4"], locked=False)
    package.set_name("_issue", '"うみべ市|R6版"')
    package.save(path)
    return package


def damage(path: Path, part: str, change: Damage) -> None:
    """Rewrite one part of a book, as a bad disk or a bad program would."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    before = parts[part].decode()
    parts[part] = change(before).encode()
    assert parts[part].decode() != before
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def part_of(package: Package, sheet: str) -> str:
    return package.sheet(sheet).part


def without(pattern: str) -> Damage:
    return lambda text: re.sub(pattern, "", text, count=1)


def instead(old: str, new: str) -> Damage:
    return lambda text: text.replace(old, new, 1)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return write_form(tmp_path / "様式.xlsx")


def refusal(path: Path, package: Package) -> OfficeError:
    with pytest.raises(OfficeError) as refused:
        Proof().prove(path, package.orders)
    return refused.value


def test_a_book_that_is_what_it_was_meant_to_be_leaves(template: Path, tmp_path: Path) -> None:
    proof, path = Proof(), tmp_path / "01_総務課.xlsx"
    proof.prove(path, make_book(template, path).orders)
    assert proof.notes == []


LOST = {
    "one drop-down": (without(r"<dataValidations.*</dataValidations>"), "C3", "入力規則", "順調,遅れ"),
    "one value": (instead("<v>12.5</v>", "<v>125</v>"), "C4", "値", "12.5、実際にあるもの：125"),
    "one text": (instead("=合言葉", "合言葉"), "B4", "値", "「=合言葉」、実際にあるもの：「合言葉」"),
    "one formula": (without(r"<f>SUM\(C4:D4\)</f>"), "C5", "数式", "=SUM(C4:D4)、実際にあるもの：32.5"),
    "a formula's cells": (instead("SUM(C4:D4)", "SUM(C4:C4)"), "C5", "数式", "=SUM(C4:C4)"),
    "a formula's result": (instead("<v>32.5</v>", "<v>32</v>"), "C5", "数式の結果", "では見えない"),
    "one cell of a condition": (instead('sqref="C4:D4"', 'sqref="C4"'), "D4", "条件付き書式", "lessThan"),
    "a condition's number": (instead("$C$5<", "$C$4<"), "C4", "条件付き書式", "$C$5　FFFFC7CE、実際"),
    "one merge": (without(r'<mergeCell ref="A3:B3"/>'), "A3:B3", "セルの結合", "結合"),
    "the sheet's protection": (without(r"<sheetProtection [^>]*/>"), "", "シートの保護", "保護あり"),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_book_that_lost(lost: str, template: Path, tmp_path: Path) -> None:
    change, cell, thing, words = LOST[lost]
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    damage(path, part_of(package, "1-①"), change)
    error = refusal(path, package)
    assert (error.file, error.sheet, error.cell) == ("01_総務課.xlsx", "1-①", cell)
    assert f"{thing}" in error.what
    assert words in error.what
    assert "--no-proof" in error.mend


def test_a_book_that_lost_one_lock(template: Path, tmp_path: Path) -> None:
    """The second cell of the merged open area: no reader shows it, yet Excel would keep the area shut."""
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    sheet = package.sheet("1-①")
    shut = Package.open(path).parts.tree(part_of(package, "1-①"))
    styles = {cell.get("r"): cell.get("s") for cell in shut.iter("{*}c")}
    assert not sheet.is_locked("D3")
    damage(
        path,
        part_of(package, "1-①"),
        instead(f'r="D3" s="{styles["D3"]}"', f'r="D3" s="{styles["A4"] or 0}"'),
    )
    error = refusal(path, package)
    assert (error.sheet, error.cell) == ("1-①", "D3")
    assert "セルのロックが違います。入れたはずのもの：ロックなし、実際にあるもの：ロックあり" in error.what


def test_a_book_that_lost_one_name(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    damage(path, "xl/workbook.xml", without(r'<definedName name="項目_進捗"[^<]*</definedName>'))
    error = refusal(path, package)
    assert (error.sheet, error.cell) == ("1-①", "")
    assert "名前「項目_進捗」が違います。入れたはずのもの：'1-①'!$C$3、実際にあるもの：なし" in error.what


def test_a_book_with_something_nobody_ordered(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    damage(path, part_of(package, "1-②"), instead("<v>10</v>", "<v>11</v>"))
    error = refusal(path, package)
    assert (error.sheet, error.cell) == ("1-②", "C4")


def test_a_book_that_lost_a_sheet(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    gone = r'<sheet [^>]*name="1-②"[^>]*/>|<definedName [^>]*localSheetId="1"[^<]*</definedName>'
    damage(path, "xl/workbook.xml", lambda text: re.sub(gone, "", text))
    assert "シート「1-②」" in refusal(path, package).what


# -- what openpyxl cannot open or see


def test_what_openpyxl_cannot_open_our_own_reader_decides_and_says_so(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    damage(path, "xl/styles.xml", lambda text: re.sub(r'<sz val="\d+"/>', '<sz val="中"/>', text))
    with pytest.raises(TypeError, match="float"):
        openpyxl.load_workbook(path)
    proof = Proof()
    proof.prove(path, package.orders)
    (note,) = proof.notes
    assert note.startswith("  01_総務課.xlsx は、もう一つの読み取りでは開けないため")
    damage(path, part_of(package, "1-①"), without(r'<mergeCell ref="A3:B3"/>'))
    error = refusal(path, package)
    assert (error.cell, "もう一つの読み取りでは開けない" in error.what) == ("A3:B3", True)


X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>選択肢!$A$1:$A$3</xm:f>'
    "</x14:formula1><xm:sqref>B5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def test_a_list_of_2010_that_is_lost_is_missed(template: Path, tmp_path: Path) -> None:
    damage(template, "xl/worksheets/sheet1.xml", instead("</worksheet>", X14 + "</worksheet>"))
    path = tmp_path / "01_総務課.xlsx"
    package = make_book(template, path)
    Proof().prove(path, package.orders)
    damage(path, part_of(package, "1-①"), without(r"<extLst>.*</extLst>"))
    error = refusal(path, package)
    assert error.cell == "B5"
    assert "選択肢!$A$1:$A$3" in error.what
    assert "もう一つの読み取りでは見えないため" in error.what


# -- blocks, choices, sheets of other books


def write_list(path: Path) -> Path:
    """Write a form whose row 3 is a block: a choice, a merged text, and a sum of all rows below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = FORM
    sheet["A1"], sheet["B3"], sheet["E3"], sheet["E4"] = "一覧", 1, "=B3*2", "=SUM(B3:B3)"
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("A4:D4")
    choices = DataValidation(type="list", formula1='"○,×"')
    choices.add("A3")
    sheet.add_data_validation(choices)
    above = Rule("expression", formula=["$B3>$E$4"], dxf=DifferentialStyle(fill=RED))
    sheet.conditional_formatting.add("A3:B3", above)
    for name, area in {"ブロック_行": "$A$3:$E$3", "指標_達成": "$A$3", "指標_計": "$E$4"}.items():
        sheet.defined_names[name] = DefinedName(name, attr_text=f"'{FORM}'!{area}")
    book.save(path)
    return path


def make_list(tmp_path: Path) -> tuple[Path, Package]:
    path, package = tmp_path / "一覧.xlsx", Package.open(write_list(tmp_path / "様式一覧.xlsx"))
    repeat_blocks(package, FORM, ["行", "行", "行"])
    package.sheet(FORM).write("B4", 7)
    package.save(path)
    return path, package


def test_a_book_with_repeated_rows_leaves(tmp_path: Path) -> None:
    path, package = make_list(tmp_path)
    Proof().prove(path, package.orders)
    found = openpyxl.load_workbook(path)[FORM]
    assert (found["E5"].value, found["E6"].value) == ("=B5*2", "=SUM(B3:B5)")


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (instead("B5*2", "B3*2"), "E5"),
        (instead("SUM(B3:B5)", "SUM(B3:B3)"), "E6"),
        (without(r'<mergeCell ref="C4:D4"/>'), "C4:D4"),
        (instead('sqref="A3:A5"', 'sqref="A3:A4"'), "A5"),
        (instead("<v>7</v>", "<v>1</v>"), "B4"),
        (instead("$B3&gt;$E$6", "$B3&gt;$E$4"), "A3"),
    ],
)
def test_what_a_repeated_row_lost_is_missed(change: Damage, cell: str, tmp_path: Path) -> None:
    path, package = make_list(tmp_path)
    damage(path, part_of(package, FORM), change)
    assert refusal(path, package).cell == cell


def test_the_names_of_every_copy_are_missed(tmp_path: Path) -> None:
    path, package = make_list(tmp_path)
    damage(path, "xl/workbook.xml", without(r'<definedName name="指標_達成__03"[^<]*</definedName>'))
    assert "名前「指標_達成__03」" in refusal(path, package).what


def test_a_choice_that_was_ordered_is_missed(template: Path, tmp_path: Path) -> None:
    path, package = tmp_path / "01.xlsx", Package.open(template)
    package.sheet(FORM).set_validation_list(["C4:D4"], ["はい", "いいえ"])
    package.save(path)
    Proof().prove(path, package.orders)
    damage(path, part_of(package, FORM), instead("はい,いいえ", "はい"))
    assert refusal(path, package).cell == "C4"


def test_a_sheet_of_another_book_is_held_against_its_own_template(template: Path, tmp_path: Path) -> None:
    other = Package.open(write_list(tmp_path / "様式一覧.xlsx"))
    other.rename_sheet(FORM, "一覧")
    other.sheet("一覧").write("A1", "個票一覧")
    path, package = tmp_path / "資料.xlsx", Package.open(template)
    graft_sheet(package, other, "一覧")
    package.save(path)
    Proof().prove(path, package.orders)
    damage(path, part_of(package, "一覧"), instead("個票一覧", "個票"))
    assert (refusal(path, package).sheet, refusal(path, package).cell) == ("一覧", "A1")


# -- workbooks that begin blank


def write_table(path: Path, proof: Proof) -> None:
    columns = (Column("番号", "number"), Column("名称"), Column("受付", "time"))
    rows: list[list[Shown]] = [[1, "a_x0041_\n", JUDGED_AT], [Decimal("2.5"), "△1", JUDGED_AT.date()]]
    with new_book(path, "うみべ市", JUDGED_AT, proof) as book:
        sheet = book.add_sheet("表", "注")
        book.write_table(sheet, "表1", columns, rows)
        book.write_cell(sheet, 8, 0, ShownFormula("=SUM(A5:A6)", Decimal("3.5")), "number")


@pytest.mark.parametrize("largest", [50_000, 3])
def test_a_table_is_read_back_by_openpyxl_a_large_one_by_us(
    largest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "LARGEST", largest)
    write_table(tmp_path / "表.xlsx", Proof())
    assert openpyxl.load_workbook(tmp_path / "表.xlsx")["表"]["A9"].value == "=SUM(A5:A6)"


def write_carelessly(path: Path) -> None:
    with new_book(path, "うみべ市", JUDGED_AT, Proof()) as book:
        sheet = book.add_sheet("表", "注")
        book.write_cell(sheet, 4, 1, 1813, "number")
        sheet.write_number(4, 1, 181)  # a digit is lost on the way


def test_a_table_that_reads_otherwise_than_written_does_not_appear(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with pytest.raises(OfficeError) as refused:
        write_carelessly(path)
    assert (refused.value.file, refused.value.sheet, refused.value.cell) == ("表.xlsx", "表", "B5")
    assert not path.exists()


# -- the packaged cities (their demos run with the proof on)


@pytest.mark.parametrize("city", packaged_cities())
def test_openpyxl_and_our_reader_find_the_same_in_every_form_and_paper(city: str) -> None:
    for path in packaged_data("templates_xlsx", city).rglob("*.xlsx"):
        found, ours = read_by_openpyxl(path), read_by_us(path)
        assert found.names == ours.names
        assert list(found.sheets) == list(ours.sheets)
        for name, held in found.sheets.items():
            assert (path.name, name, held) == (path.name, name, ours.sheets[name])
