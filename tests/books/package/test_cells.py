"""What is written into a cell, and what stays as it was."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.books.rich_workbook import FORM, rich_parts, write_parts
from tests.office import needs_libreoffice, recalculate
from toolkit.books.package.package import Package, Sheet
from toolkit.model.errors import OfficeError

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package.open(write_parts(tmp_path / "様式.xlsx", rich_parts()))


@pytest.fixture
def form(package: Package) -> Sheet:
    return package.sheet(FORM)


def saved(package: Package, tmp_path: Path) -> Path:
    path = tmp_path / "out.xlsx"
    package.save(path)
    return path


def element(package: Package, ref: str, sheet: str = FORM) -> etree._Element:
    root = package.parts.tree(package.sheet(sheet).part)
    return next(c for c in root.iter(M + "c") if c.get("r") == ref)


def xml(package: Package, ref: str) -> str:
    cell = element(package, ref)
    texts = "".join(
        f"<{child.tag.rpartition('}')[2]}>{''.join(map(str, child.itertext()))}" for child in cell
    )
    return f"{cell.get('t', '')}{texts}"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("目標", "inlineStr<is>目標"),
        (Decimal("98.50"), "<v>98.50"),
        (Decimal("1E+3"), "<v>1000"),
        (-3, "<v>-3"),
        (True, "b<v>1"),
        (None, ""),
        ("", ""),
        ("1行目\r\n2行目", "inlineStr<is>1行目\n2行目"),
        ("_x000D_", "inlineStr<is>_x005F_x000D_"),
    ],
)
def test_a_value_is_stored_as_its_type_and_keeps_the_style(
    package: Package, form: Sheet, value: str | Decimal | int | None, stored: str
) -> None:
    form.write("C8", value)
    assert xml(package, "C8") == stored
    assert element(package, "C8").get("s") == "9"


@pytest.mark.parametrize(
    "text", ["  前後の空白  ", "改行\nあり", "_x0041_x0042_ のような文字", "𠮷野家", "\t"]
)
def test_openpyxl_reads_the_text_that_was_written(
    package: Package, form: Sheet, text: str, tmp_path: Path
) -> None:
    form.write("A30", text)
    with pytest.warns(UserWarning, match="extension"):
        book = openpyxl.load_workbook(saved(package, tmp_path))
    value = book[FORM]["A30"].value
    # openpyxl leaves the escape of an underscore as it stands; Excel and LibreOffice do not.
    assert str(value).replace("_x005F_", "_") == text
    assert form.text("A30") == text


def test_space_around_a_text_is_marked_to_be_kept(package: Package, form: Sheet) -> None:
    form.write("C8", " 1")
    text = next(element(package, "C8").iter(M + "t"))
    assert text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


@pytest.mark.parametrize("text", ["a\x00b", "\x1b", "\x0b", "\ufffe", "\ud800", "あ" * 32768])
def test_a_text_no_cell_can_hold_is_refused_with_its_place_and_nothing_is_written(
    form: Sheet, text: str
) -> None:
    with pytest.raises(ValueError, match="様式!C8"):
        form.write("C8", text)
    assert form.text("C8") == "-1234"


@pytest.mark.parametrize("text", ["=1+1", "+5", "-", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_is_marked_as_text(package: Package, form: Sheet, text: str) -> None:
    form.write("C8", text)
    styles = package.parts.tree("xl/styles.xml").find(f"{M}cellXfs")
    assert styles is not None
    xf = styles[int(element(package, "C8").get("s", ""))]
    assert xf.get("quotePrefix") == "1"
    assert xf.get("numFmtId") == "176"
    assert xml(package, "C8") == f"inlineStr<is>{text}"


def test_a_number_in_a_cell_marked_as_text_takes_the_mark_away(package: Package, form: Sheet) -> None:
    form.write("C8", "-")
    form.write("C8", 5)
    assert element(package, "C8").get("s") == "9"


def test_a_missing_cell_is_made_in_its_place_with_the_style_of_its_column(
    package: Package, form: Sheet
) -> None:
    form.write("B8", 1)
    form.write("B7", 2)
    rows = [row.get("r") for row in package.parts.tree(form.part).iter(M + "row")]
    assert rows == sorted(rows, key=lambda r: int(r or 0))
    row = element(package, "B8").getparent()
    assert row is not None
    assert [c.get("r") for c in row][:3] == ["A8", "B8", "C8"]
    assert element(package, "B8").get("s") == "1"
    assert element(package, "B7").get("s") == "1"


def test_spans_and_dimension_grow_with_a_new_cell(package: Package, form: Sheet) -> None:
    form.write("N30", 1)
    form.write("L8", 1)
    root = package.parts.tree(form.part)
    assert next(root.iter(M + "dimension")).get("ref") == "A1:N30"
    assert {r.get("r"): r.get("spans") for r in root.iter(M + "row")}["8"] == "1:12"


def test_rows_and_cells_without_an_address_are_counted(tmp_path: Path) -> None:
    parts = rich_parts()
    parts["xl/worksheets/sheet2.xml"] = (
        f'<worksheet xmlns="{M[1:-1]}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>'
        "<row><c><v>3</v></c></row></sheetData></worksheet>"
    ).encode()
    sheet = Package.open(write_parts(tmp_path / "b.xlsx", parts)).sheet("選択肢")
    assert [sheet.text(ref) for ref in ("A1", "B1", "A2")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("A1", "行財政改革"),  # without its furigana
        ("B3", "目標必須"),  # two runs
        ("A14", "手引"),  # inline
        ("C8", "-1234"),
        ("D10", "順調"),  # result of a formula
        ("C24", "FALSE"),
        ("A4", ""),
        ("Z99", ""),
    ],
)
def test_text_gives_what_the_template_holds(form: Sheet, ref: str, text: str) -> None:
    assert form.text(ref) == text


def test_a_value_replaces_the_formula_and_its_result(package: Package, form: Sheet) -> None:
    form.write("D10", "遅れ")
    assert xml(package, "D10") == "inlineStr<is>遅れ"


def test_a_formula_shows_the_result_python_gives_it(package: Package, form: Sheet) -> None:
    form.write_cached("D10", "完了")
    form.write_cached("C10", Decimal("12.5"))
    assert xml(package, "D10") == 'str<f>IF(C8="","－",選択肢!A2)<v>完了'
    assert xml(package, "C10") == "<f>SUM(C8:D9)+様式!G8<v>12.5"
    with pytest.raises(ValueError, match="様式!C8: no formula"):
        form.write_cached("C8", 1)


def test_no_stale_result_survives_a_changed_value(package: Package, form: Sheet, tmp_path: Path) -> None:
    form.write("C8", 10)
    form.write_cached("E10", 30)
    path = saved(package, tmp_path)
    with zipfile.ZipFile(path) as book:
        form_xml = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        other_xml = etree.fromstring(book.read("xl/worksheets/sheet2.xml"))
        workbook = book.read("xl/workbook.xml").decode()
    results = {c.get("r"): c.findtext(M + "v") for c in form_xml.iter(M + "c") if c.find(M + "f") is not None}
    assert results.pop("E10") == "30"
    assert set(results.values()) == {None}
    assert next(c for c in other_xml.iter(M + "c") if c.get("r") == "B4").findtext(M + "v") is None
    assert 'fullCalcOnLoad="1"' in workbook


def test_a_result_python_gave_is_cloned_with_its_cell(package: Package, form: Sheet, tmp_path: Path) -> None:
    form.write_cached("C10", 12)
    package.clone_sheet(FORM, "写し").write("C8", 1)
    copy = Package.open(saved(package, tmp_path)).sheet("写し")
    assert (copy.text("C10"), copy.text("D10")) == ("12", "")


def test_results_stay_where_no_value_has_changed(package: Package, tmp_path: Path) -> None:
    package.clone_sheet(FORM, "写し")
    path = saved(package, tmp_path)
    assert Package.open(path).sheet("写し").text("C10") == "-1210"


def test_shared_formulas_are_spelled_out_before_one_of_them_is_replaced(
    package: Package, form: Sheet
) -> None:
    form.write("C12", 1)  # the cell that holds the text of the shared formula
    assert xml(package, "C12") == "<v>1"
    assert [xml(package, ref).split("<v>")[0] for ref in ("D12", "E12")] == ["<f>D$8*2", "<f>E$8*2"]
    assert "shared" not in {f.get("t") for f in package.parts.tree(form.part).iter(M + "f")}


@needs_libreoffice
def test_libreoffice_calculates_from_what_was_written(package: Package, form: Sheet, tmp_path: Path) -> None:
    form.write("C8", 10)
    form.write("D12", 7)
    results = recalculate(saved(package, tmp_path))[FORM]
    assert results["C10"] == 10 + 20 + 3 + 1
    assert results["C12"] == 20
    assert results["E12"] == 45383 * 2


def test_a_piece_of_a_matrix_formula_is_refused_by_name(tmp_path: Path) -> None:
    parts = rich_parts()
    old = b'<f t="array" ref="F10">'
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        old, b'<f t="array" ref="F10:F11">'
    )
    form = Package.open(write_parts(tmp_path / "b.xlsx", parts)).sheet(FORM)
    with pytest.raises(OfficeError, match=r"配列数式（F10:F11）"):
        form.write("F11", 1)


def test_a_number_format_is_derived_once_for_all_cells_of_one_look(package: Package, form: Sheet) -> None:
    for ref in ("A3", "C9", "C10"):  # style 1
        form.write(ref, 1, number_format='0.0"％"')
    styles = {element(package, ref).get("s") for ref in ("A3", "C9", "C10")}
    assert styles == {"15"}
    root = package.parts.tree("xl/styles.xml")
    assert [f.get("formatCode") for f in root.iter(M + "numFmt")][2:] == ['0.0"％"']
    form.write("A3", 1, number_format="#,##0")
    form.write("C9", 1, number_format='#,##0;"△ "#,##0')
    formats = root.find(M + "cellXfs")
    assert formats is not None
    assert [xf.get("numFmtId") for xf in formats][15:] == ["178", "3", "176"]
    assert formats.get("count") == "18" == str(len(formats))


def test_locks_are_derived_and_equal_styles_are_one(package: Package, form: Sheet) -> None:
    form.set_locked(["A3", "C9", "C8:D8", "A4"], locked=False)
    assert element(package, "C8").get("s") == "9"  # was open
    assert element(package, "A3").get("s") == element(package, "C9").get("s") == "15"
    form.set_locked(["A3", "C8"], locked=True)
    assert (form.is_locked("A3"), form.is_locked("C8"), form.is_locked("D8")) == (True, True, False)
    formats = package.parts.tree("xl/styles.xml").find(M + "cellXfs")
    assert formats is not None
    for _ in range(20):
        form.set_locked(["A3", "C8"], locked=False)
        form.set_locked(["A3", "C8"], locked=True)
    assert len(formats) <= 18


def test_a_hidden_formula_stays_hidden_when_it_is_locked(package: Package, form: Sheet) -> None:
    form.set_locked(["F8"], locked=True)
    xf = next(
        e for i, e in enumerate(package.parts.tree("xl/styles.xml").iterfind(f"{M}cellXfs/{M}xf")) if i == 15
    )
    protection = xf.find(M + "protection")
    assert protection is not None
    assert (protection.get("locked"), protection.get("hidden")) == ("1", "1")


def test_a_merge_keeps_only_its_first_cell_and_can_be_undone(package: Package, form: Sheet) -> None:
    form.merge("C8:D8")
    assert form.merges() == ["A4:B5", "E4:F4", "C8:D8"]
    assert (form.text("C8"), form.text("D8")) == ("-1234", "")
    assert element(package, "D8").get("s") == "9"
    with pytest.raises(ValueError, match="overlaps the merged C8:D8"):
        form.merge("D8:E9")
    form.unmerge("C8:D8")
    form.unmerge("E4:F4")
    form.unmerge("A4:B5")
    assert form.merges() == []
    assert package.parts.tree(form.part).find(M + "mergeCells") is None
    with pytest.raises(ValueError, match="not merged"):
        form.unmerge("A4:B5")


def test_sizes_are_read_in_points_and_characters(form: Sheet) -> None:
    assert (form.row_height(1), form.row_height(2), form.row_height(99)) == (30.0, 13.5, 13.5)
    assert (form.column_width(1), form.column_width(8), form.column_width(9)) == (24.625, 10.125, 9.0)
    assert form.column_width(13) == 0.0  # hidden
    assert tuple(form.look(ref).points for ref in ("A1", "C8", "Z99")) == (16.0, 10.5, 11.0)
    form.set_row_height(2, 40.5)
    form.hide_rows([2, 8])
    assert form.row_height(2) == 40.5
    assert [form.is_hidden_row(row) for row in (1, 2, 8, 9)] == [False, True, True, True]


def test_a_link_replaces_the_link_of_its_cell(package: Package, form: Sheet) -> None:
    form.link("A14", sheet="選択肢", cell="B2", tooltip="選択肢へ")
    links = list(package.parts.tree(form.part).iter(M + "hyperlink"))
    assert [link.get("ref") for link in links] == ["B14", "A14"]
    assert (links[1].get("location"), links[1].get("tooltip")) == ("'選択肢'!B2", "選択肢へ")
    assert "hyperlink" not in [r.kind for r in package.parts.relations(form.part)]


def test_a_list_of_choices_replaces_the_validation_of_its_cells_only(package: Package, form: Sheet) -> None:
    form.set_validation_list(["F8", "G8"], ["実施", "未実施"], prompt_title="状況", prompt="選んでください")
    form.set_validation_list(["D8"], ["○", "×"])
    root = package.parts.tree(form.part)
    rules: dict[str, str | None] = {
        r.get("sqref", ""): r.findtext(M + "formula1") for r in root.iter(M + "dataValidation")
    }
    assert rules == {"H8": "進捗一覧", "A4": None, "F8 G8": '"実施,未実施"', "D8": '"○,×"'}
    holder = root.find(M + "dataValidations")
    assert holder is not None
    assert holder.get("count") == "4"
    assert "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" not in {e.get("uri") for e in root.iter(M + "ext")}


@pytest.mark.parametrize(
    ("choices", "said"),
    [(["あ" * 200, "い" * 60], "261文字"), (["1,000円"], "コンマ"), ([""], "選択肢「」")],
)
def test_choices_excel_cannot_hold_are_refused(form: Sheet, choices: list[str], said: str) -> None:
    with pytest.raises(OfficeError, match=said):
        form.set_validation_list(["F8"], choices)
