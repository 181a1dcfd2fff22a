"""A received workbook read as stored: by hand where openpyxl is wrong, else as openpyxl reads it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from tests.office import needs_libreoffice, resave
from toolkit.books.package.names import DefinedName, find_name
from toolkit.books.reading.reader import SheetCells, read_book, read_book_parts
from toolkit.model.errors import UnreadableBook
from toolkit.model.record import Cell

R6_APRIL_1 = 45383  # 2024-04-01


# -- small books, written beside the assertion


def written(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """A book by XlsxWriter with one sheet 様式 that `fill(book, sheet)` has filled."""
    with xlsxwriter.Workbook(path, options) as book:
        fill(book, book.add_worksheet("様式"))
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_of(
    rows: str, *, strings: str = "", formats: str = "", head: str = "", tail: str = ""
) -> Mapping[str, Cell]:
    """The cells of a sheet given as XML: its rows, shared strings and the number format of style 1."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("様式")
        sheet.write("A1", "x", book.add_format({"num_format": formats or "0.0"}))
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, _, rest = parts["xl/worksheets/sheet1.xml"].decode().partition("<sheetData>")
    _, _, end = rest.partition("</sheetData>")
    sheet_xml = f"{start}{head}<sheetData>{rows}</sheetData>{tail}{end}"
    parts["xl/worksheets/sheet1.xml"] = sheet_xml.encode()
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = f"<sst {namespace}>{strings}</sst>".encode()
    return read_book_parts(parts).sheets["様式"].cells


def one(cell: str, **more: str) -> Cell:
    """The single cell of a sheet given as XML."""
    (read,) = sheet_of(f'<row r="1">{cell}</row>', **more).values()
    return read


# -- openpyxl as the oracle


def as_openpyxl_says(value: object) -> object:
    """What openpyxl gives, in the words of our reader."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, dt.datetime):
        return value if value.time() != dt.time() else value.date()
    if isinstance(value, ArrayFormula):
        return value.text
    return value


def assert_same_as_openpyxl(path: Path, but: frozenset[str] = frozenset()) -> None:
    """Values, formulas and formats are those openpyxl reads, cell by cell; `but`: where openpyxl is wrong."""
    book = read_book(path)
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    assert list(book.sheets) == formulas.sheetnames
    for name, sheet in book.sheets.items():
        ours = {ref: cell for ref, cell in sheet.cells.items() if ref not in but}
        theirs = {c.coordinate: c for row in formulas[name].iter_rows() for c in row if c.value is not None}
        assert ours.keys() == theirs.keys() - but
        for ref, cell in ours.items():
            assert cell.number_format == theirs[ref].number_format, ref
            result = as_openpyxl_says(values[name][ref].value)
            assert (cell.value or None) == (result or None), ref
            assert type(cell.value) is type(result) or cell.value == "", ref
            written = as_openpyxl_says(theirs[ref].value) if theirs[ref].data_type == "f" else None
            assert cell.formula == written, ref
        assert set(sheet.merges) == {str(area) for area in formulas[name].merged_cells.ranges}
        assert sheet.protected == formulas[name].protection.sheet
        assert sheet.state == formulas[name].sheet_state
        hidden = {row for row, layout in formulas[name].row_dimensions.items() if layout.hidden}
        assert sheet.hidden_rows == hidden


AS_TYPED = [
    "R6", "１２３", "△1,234", "▲19.6％", "30億円以内", "90％未満", "2(78)", "－", "ー", "―", "未定",
    "令和6年度", "98.5%", "'0123", "一行目\n二行目", "ｶﾅ", "後ろに空白　", "NBSP\xa0", "幅のない\u200b空白",
    "か\u3099", "葛\U000e0100", "𠮷", " 前に空白", "=SUM(A1)", "&lt;tag>",
]  # fmt: skip
NUMBERS = [
    (0.985, "0.0%"), (98.5, '0.0"%"'), (-1234, '#,##0;"△ "#,##0'), (123456, '#,##0,"千円"'), (0, '0;-0;"－"'),
    (6, '"令和"0"年度"'), (R6_APRIL_1, "General"), (R6_APRIL_1, '[$-411]ggge"年"m"月"d"日"'),
    (R6_APRIL_1, 'm"月"d"日"'), (R6_APRIL_1 + 0.75, "yyyy/mm/dd hh:mm"), (0.5, "h:mm"), (26 / 24, "[h]:mm"),
    (0.1, "0.00"), (1e-7, "0.00E+00"), (123456789012, "#,##0"), (0.1 + 0.2, "0.0"), (-0.5, "0.0"), (1, "@"),
]  # fmt: skip


def fill_with_everything(book: Any, sheet: Any) -> None:
    """Every kind of value of a form that openpyxl reads rightly."""
    for row, text in enumerate(AS_TYPED):
        sheet.write_string(row, 0, text)
    for row, (number, number_format) in enumerate(NUMBERS):
        sheet.write_number(row, 1, number, book.add_format({"num_format": number_format}))
    sheet.write_boolean("C1", True)
    sheet.write_boolean("C2", False)
    sheet.write_formula("C3", "=B1*2", None, 1.97)
    sheet.write_formula("C4", '="第"&B6', None, "第6")
    sheet.write_formula("C5", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C6", '=""', None, "")
    sheet.write_formula("C7", "=B1>1", None, False)
    sheet.write_array_formula("C8", "{=SUM(B1:B2*B1:B2)}", None, 9703.220225)
    sheet.write_rich_string("C9", "強い", book.add_format({"bold": True}), "言葉")
    sheet.merge_range("E1:F2", "結合", book.add_format({"border": 1}))
    for row in range(30, 60):
        sheet.write_row(row, 0, [None] * 10, book.add_format({"border": 1}))
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.protect()
    other = book.add_worksheet("(8)-⑧ & 控え")
    other.write("Z90", "遠くのセル")
    other.hide()
    book.add_worksheet("空")


def test_every_kind_of_value_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    assert_same_as_openpyxl(written(tmp_path / "form.xlsx", fill_with_everything))


def test_a_book_with_inline_strings_and_uncalculated_formulas_is_read_as_openpyxl_reads_it(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for text in (*AS_TYPED, True, 12, 0.1, dt.date(2024, 4, 1), dt.time(9, 30), "=A1+1", "#N/A"):
        sheet.append([None, text])
    book.save(tmp_path / "form.xlsx")
    assert_same_as_openpyxl(tmp_path / "form.xlsx")


@needs_libreoffice
def test_what_libreoffice_saved_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    saved = resave(written(tmp_path / "form.xlsx", fill_with_everything), tmp_path / "saved.xlsx")
    assert_same_as_openpyxl(saved)
    assert read_book(saved).sheets["様式"].cells["A15"].value == "一行目\n二行目"


# -- by hand


def test_numbers_are_the_decimals_that_were_meant() -> None:
    assert one('<c r="A1"><v>0.10000000000000001</v></c>').value == Decimal("0.1")
    assert str(one('<c r="A1"><v>7</v></c>').value) == "7"
    assert str(one('<c r="A1"><v>7.0</v></c>').value) == "7"
    assert one('<c r="A1"><v>1E3</v></c>').value == 1000
    assert one('<c r="A1"><v>98.499999999999986</v></c>').value == Decimal("98.49999999999999")
    assert one('<c r="A1"><v>0.10000000000000001</v></c>').raw == "0.1"


@pytest.mark.parametrize(
    ("number_format", "serial", "value"),
    [
        ('[$-411]e"年度"', "45383", dt.date(2024, 4, 1)),
        ('[$-411]ggge"年度"', "45383", dt.date(2024, 4, 1)),
        ("[$-1030411]ggge\\年m\\月d\\日", "45383", dt.date(2024, 4, 1)),
        ("[$-411]aaaa", "45383", dt.date(2024, 4, 1)),
        ("yyyy/m/d", "45383.4375", dt.datetime.combine(dt.date(2024, 4, 1), dt.time(10, 30))),
        ("h:mm", "0.4375", dt.time(10, 30)),
        ("h:mm", "0.99999999999", dt.date(1900, 1, 1)),
        ("[h]:mm", "1.25", dt.timedelta(hours=30)),
        ("[mm]", "1", dt.timedelta(days=1)),
        ("yyyy/m/d", "59", dt.date(1900, 2, 28)),
        (
            "yyyy/m/d",
            "60",
            dt.date(1900, 2, 28),
        ),  # Excel's 29 February, which never was: the last day that was
        ("yyyy/m/d", "61", dt.date(1900, 3, 1)),
        ("yyyy/m/d", "2958465", dt.date(9999, 12, 31)),
        # Excel shows only ##### here, so the number is all there is
        ("yyyy/m/d", "-1", Decimal(-1)),
        ("yyyy/m/d", "2958466", Decimal(2958466)),
        # none of these is a date, whatever letters they hold
        ('0.0"m"', "5", Decimal(5)),
        ("0\\d", "5", Decimal(5)),
        ("0_m", "5", Decimal(5)),
        ("0.0E+00", "5", Decimal(5)),
        ("[Yellow]0", "5", Decimal(5)),
        ('General"円"', "5", Decimal(5)),
        ("[$¥-411]#,##0", "5", Decimal(5)),
    ],
)
def test_a_number_is_a_date_when_its_format_shows_one(number_format: str, serial: str, value: object) -> None:
    cell = one(f'<c r="A1" s="1"><v>{serial}</v></c>', formats=number_format)
    assert cell.value == value
    assert type(cell.value) is type(value)
    assert cell.kind == ("number" if isinstance(value, Decimal) else "date")
    assert (cell.raw, cell.number_format) == (serial, number_format)


@pytest.mark.parametrize(
    ("number_id", "number_format"),
    [
        (27, "[$-411]ge.m.d"), (28, '[$-411]ggge"年"m"月"d"日"'), (30, "m/d/yy"), (31, 'yyyy"年"m"月"d"日"'),
        (34, 'yyyy"年"m"月"'), (36, "[$-411]ge.m.d"), (50, "[$-411]ge.m.d"), (55, 'yyyy"年"m"月"'),
        (57, "[$-411]ge.m.d"), (58, '[$-411]ggge"年"m"月"d"日"'),
    ],
)  # fmt: skip
def test_the_japanese_date_formats_excel_does_not_spell_out_are_known(
    tmp_path: Path, number_id: int, number_format: str
) -> None:
    path = written(tmp_path / "a.xlsx", lambda _, sheet: sheet.write("A1", R6_APRIL_1))
    parts = parts_of(path)
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    era = xf.replace(b'numFmtId="0"', f'numFmtId="{number_id}"'.encode())
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'<cellXfs count="1">' + xf, b"<cellXfs>" + era)
    cell = read_book_parts(parts).sheets["様式"].cells["A1"]
    assert (cell.value, cell.number_format) == (dt.date(2024, 4, 1), number_format)


def test_a_format_the_book_states_itself_goes_before_the_built_in_one(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", 5, book.add_format({"num_format": '0"件"'}))

    parts = parts_of(written(tmp_path / "a.xlsx", fill))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'numFmtId="164"', b'numFmtId="6"')
    assert read_book_parts(parts).sheets["様式"].cells["A1"].number_format == '0"件"'


def test_days_are_counted_from_1904_where_the_book_says_so(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_datetime("A1", dt.date(2024, 4, 1), book.add_format({"num_format": "yyyy/m/d"}))

    book = read_book(written(tmp_path / "mac.xlsx", fill, date_1904=True))
    assert book.sheets["様式"].cells["A1"].value == dt.date(2024, 4, 1)
    assert book.sheets["様式"].cells["A1"].raw == "43921"


def test_furigana_is_left_out_and_runs_are_joined() -> None:
    furigana = "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>"
    runs = "<si><r><rPr><b/></rPr><t>強い</t></r><r><t xml:space='preserve'> 言葉</t></r></si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    cells = sheet_of(row, strings=furigana + runs)
    assert [cell.value for cell in cells.values()] == ["東京", "強い 言葉"]
    inline = "<is><r><t>東</t></r><r><t>京</t></r><rPh sb='0' eb='1'><t>トウ</t></rPh></is>"
    assert one(f"<c r='A1' t='inlineStr'>{inline}</c>").value == "東京"


def test_a_cdata_section_that_looks_like_a_format_is_text() -> None:
    strings = "<si><r><rPr><b/></rPr><t><![CDATA[<rPr>見え消し</rPr>]]></t></r></si>"
    assert one('<c r="A1" t="s"><v>0</v></c>', strings=strings).value == "<rPr>見え消し</rPr>"


def test_escaped_characters_are_decoded() -> None:
    assert one('<c r="A1" t="s"><v>0</v></c>', strings="<si><t>A_x000D_\nB</t></si>").value == "A\r\nB"
    assert one('<c r="A1" t="inlineStr"><is><t>_x005F_x000D_</t></is></c>').value == "_x000D_"
    assert one('<c r="A1" t="str"><f>A2</f><v>_xD842__xDFB7_</v></c>').value == "𠮷"
    assert one('<c r="A1" t="str"><f>A2</f><v>_xD842_</v></c>').value == "\ufffd"


def test_an_error_is_an_error_with_its_code() -> None:
    cells = sheet_of(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="s"><v>0</v></c></row>',
        strings="<si><t>#N/A</t></si>",
    )
    assert cells["A1"] == Cell("A1", "error", "#N/A", "#N/A")
    assert cells["B1"] == Cell("B1", "error", "#DIV/0!", "#DIV/0!", "=1/0")
    assert cells["C1"].kind == "text"  # typed as a text


def test_a_formula_that_was_not_calculated_differs_from_one_whose_result_is_an_empty_text() -> None:
    for not_calculated in ("", "<v/>", "<v></v>"):
        assert one(f'<c r="A1"><f>B1*2</f>{not_calculated}</c>') == Cell("A1", formula="=B1*2")
    assert one('<c r="A1" t="str"><f>""</f><v></v></c>') == Cell("A1", "text", "", "", '=""')


def test_every_cell_of_a_shared_formula_has_its_own() -> None:
    cells = sheet_of(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="0">$D1+D$1*E1&amp;"D1"</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert [cell.formula for cell in cells.values()] == [
        '=$D1+D$1*E1&"D1"',
        '=$D1+E$1*F1&"D1"',
        '=$D2+D$1*E2&"D1"',
    ]


def test_moments_stored_as_text_are_moments() -> None:
    assert one('<c r="A1" t="d"><v>2024-04-01</v></c>').value == dt.date(2024, 4, 1)
    assert one('<c r="A1" t="d"><v>2024-04-01T10:30:00Z</v></c>').value == dt.datetime.combine(
        dt.date(2024, 4, 1), dt.time(10, 30)
    )
    assert one('<c r="A1" t="d"><v>10:30:00</v></c>').value == dt.time(10, 30)


def test_a_blank_cell_with_a_border_holds_nothing() -> None:
    assert sheet_of('<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v></v></c><c r="C1" s="1"></c></row>') == {}
    assert sheet_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t></t></si>") == {}


def test_rows_and_cells_may_leave_out_where_they_are() -> None:
    rows = (
        '<row><c s="1"/><c><v>1</v></c></row>'
        '<row r="5"><c r="C5" s="1"/><c><v>2</v></c></row>'
        "<row><c><v>3</v></c></row>"
    )
    assert {ref: cell.value for ref, cell in sheet_of(rows).items()} == {"B1": 1, "D5": 2, "A6": 3}


def test_what_looks_like_a_blank_cell_inside_a_text_is_text() -> None:
    text = '<c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"/>]]></t></is></c>'
    assert one(text).value == '<c r="B1"/>'
    assert one("<c r='A1'><v>1<!-- <c r='B1'/> -->2</v></c>").value == 12


def test_a_wrong_dimension_is_ignored() -> None:
    cells = sheet_of('<row r="9"><c r="C9"><v>1</v></c></row>', head='<dimension ref="A1"/>')
    assert list(cells) == ["C9"]


def test_a_cell_at_the_far_end_costs_no_more_than_another() -> None:
    cells = sheet_of(
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    )
    assert {ref: cell.value for ref, cell in cells.items()} == {"XFD1": 1, "A1048576": 2}


def test_names_know_their_sheet_and_properties_are_texts(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=様式!$A$1"})
        book.add_chartsheet("図").set_chart(chart)
        book.add_worksheet("(8)-⑧")
        book.define_name("指標_目標値", "=様式!$C$8:$H$8")
        book.define_name("'(8)-⑧'!_item_id", "='(8)-⑧'!$A$1")
        book.define_name("'(8)-⑧'!指標_目標値", "='(8)-⑧'!$C$10,'(8)-⑧'!$C$12")
        book.set_custom_property("_issue", "R5|abc")
        book.set_custom_property("番号", 7)

    book = read_book(written(tmp_path / "form.xlsx", fill))
    assert list(book.sheets) == ["様式", "(8)-⑧"]  # a chart sheet has no cells
    assert set(book.names) == {
        DefinedName("指標_目標値", None, "様式!$C$8:$H$8"),
        DefinedName("_item_id", "(8)-⑧", "'(8)-⑧'!$A$1"),
        DefinedName("指標_目標値", "(8)-⑧", "'(8)-⑧'!$C$10,'(8)-⑧'!$C$12"),
    }
    assert book.properties == {"_issue": "R5|abc", "番号": "7"}
    own, shared = find_name(book.names, "指標_目標値", "(8)-⑧"), find_name(book.names, "指標_目標値", "様式")
    assert own is not None
    assert shared is not None
    assert (own.sheet, shared.sheet) == ("(8)-⑧", None)
    assert find_name(book.names, "_ITEM_ID", "(8)-⑧") is not None
    assert find_name(book.names, "_item_id", "様式") is None


def test_the_strict_variant_of_the_format_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path / "form.xlsx", fill_with_everything)
    strict = {
        name: data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, data in parts_of(path).items()
    }  # fmt: skip
    assert b"purl" in strict["xl/worksheets/sheet1.xml"]
    assert read_book_parts(strict) == read_book(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b"</raw>"),
        ("xl/workbook.xml", b'r:id="rId1"', b'r:id="rId9"'),
        ("xl/workbook.xml", b"<sheets>", b""),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/sheet7.xml"),
        ("xl/_rels/workbook.xml.rels", b"<Relationship ", b"<<"),
        ("_rels/.rels", b"xl/workbook.xml", b"xl/nothing.xml"),
        ("xl/styles.xml", b"</styleSheet>", b""),
        ("xl/sharedStrings.xml", b"<si>", b"&undefined;<si>"),
    ],
)
def test_a_malformed_part_is_a_damaged_file_not_a_crash(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write("A1", "文字")
        sheet.write("B1", 12.5)

    parts = parts_of(written(tmp_path / "form.xlsx", fill))
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with pytest.raises(UnreadableBook) as refused:
        read_book_parts(parts)
    assert refused.value.code == "damaged"
    assert refused.value.detail


@pytest.mark.parametrize(
    ("old", "new", "raw"),
    [
        (b"<v>0</v>", b"<v>99</v>", {"A1": "99", "B1": "12.5"}),
        (b"<v>12.5</v>", b"<v>twelve</v>", {"A1": "文字", "B1": "twelve"}),
        (b"<v>12.5</v>", b"<v>NaN</v>", {"A1": "文字", "B1": "NaN"}),
        (b"<v>12.5</v>", b"<v>1_2</v>", {"A1": "文字", "B1": "1_2"}),
        (b'r="B1"', b't="z" r="B1"', {"A1": "文字", "B1": "12.5"}),
        (b'r="B1"', b'r="A1"', {"A1": "文字 / 12.5"}),
    ],
)
def test_case_F8_of_a_cell_stored_in_no_known_way_only_that_cell_is_lost(
    tmp_path: Path, old: bytes, new: bytes, raw: dict[str, str]
) -> None:
    sheet = changed(tmp_path, old, new)
    assert {ref: cell.raw for ref, cell in sheet.cells.items()} == raw
    kinds = {ref: cell.kind for ref, cell in sheet.cells.items()}
    assert list(kinds.values()).count("error") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="B1"', b'r="b1"'),
        (b'r="B1"', b'r="B01"'),
        (b'r="B1"', b'r="?"'),
        (b'<row r="1"', b'<row r="x"'),
        (b'r="B1"', b'r="B1" s=""'),
        (b'r="B1"', b'r="B1" s="x"'),
        (b"<v>12.5</v>", b"<v>12<?mso here?>.5</v>"),
        (b"<v>12.5</v>", b"<v>1<!-- here -->2.5</v>"),
    ],
)
def test_case_F8_a_cell_is_read_however_a_program_writes_it(tmp_path: Path, old: bytes, new: bytes) -> None:
    cell = changed(tmp_path, old, new).cells["B1"]
    assert (cell.kind, cell.value) == ("number", Decimal("12.5"))


def test_case_F8_a_text_in_the_place_of_a_value_is_that_text(tmp_path: Path) -> None:
    sheet = changed(tmp_path, b'r="B1"><v>12.5</v>', b'r="B1" t="inlineStr"><v>12.5</v>')
    assert (sheet.cells["B1"].kind, sheet.cells["B1"].value) == ("text", "12.5")


def changed(tmp_path: Path, old: bytes, new: bytes) -> SheetCells:
    """Give the sheet of a book with 文字 in A1 and 12.5 in B1, its XML changed."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write("A1", "文字")
        sheet.write("B1", 12.5)

    parts = parts_of(written(tmp_path / "form.xlsx", fill))
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    (sheet,) = read_book_parts(parts).sheets.values()
    return sheet


CELL_TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
    ),
    min_size=1,
    max_size=60,
)
# XlsxWriter, like Excel, stores 16 digits.
NUMBER = st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.16G}")) | st.integers(-(10**15), 10**15)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELL_TEXT | NUMBER | st.booleans(), min_size=1, max_size=20))
def test_whatever_is_written_is_read_back(values: list[str | float | bool]) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, 2, value)
            else:
                sheet.write(row, 2, value)
    with zipfile.ZipFile(out) as archive:
        cells = (
            read_book_parts({name: archive.read(name) for name in archive.namelist()}).sheets["Sheet1"].cells
        )
    assert list(cells) == [f"C{row}" for row in range(1, len(values) + 1)]
    assert [as_float(cell) for cell in cells.values()] == values


def as_float(cell: Cell) -> object:
    return float(cell.value) if isinstance(cell.value, Decimal) else cell.value


# -- links to elsewhere


def linked(tmp_path: Path, part: str, relations: str = "") -> Path:
    """A workbook with an external-link part."""
    path = tmp_path / "リンク.xlsx"
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rIdX" Type="{office}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{main}">{part}</externalLink>'.encode()
    )
    if relations:
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/externalLinkPath" '
            f'Target="{relations}" TargetMode="External"/></Relationships>'
        ).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_link_to_another_workbook_is_told_and_not_followed(tmp_path: Path) -> None:
    assert read_book(linked(tmp_path, "<externalBook/>", "file:///C:/計画/台帳.xlsx")).links == (
        "file:///C:/計画/台帳.xlsx",
    )


def test_a_link_to_a_program_is_told(tmp_path: Path) -> None:
    path = linked(tmp_path, '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')
    assert read_book(path).links == ("cmd|/c calc",)


def test_a_book_without_links_has_none(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx").links == ()
