"""The real programs answer as the other tests rely on."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.office import (
    needs_libreoffice,
    needs_ooxml_validator,
    ooxml_errors_of,
    recalculate,
    render_png,
    resave,
    type_into,
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A protected sheet with wrong cached results and eight open cells C1:C8."""
    path = tmp_path / "form.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("様式")
    is_open = book.add_format({"locked": False})
    sheet.write("A1", 2)
    sheet.write_formula("A2", "=A1*3", None, 999)
    sheet.write_formula("A3", "=1/0", None, 1)
    sheet.write_formula("A4", '="第"&A1', None, "?")
    for row in range(8):
        sheet.write_blank(row, 2, None, is_open)
    sheet.protect()
    book.close()
    return path


@needs_libreoffice
def test_libreoffice_recalculates_what_was_cached_wrongly(form: Path) -> None:
    assert recalculate(form) == {"様式": {"A2": 6.0, "A3": {"error": "#DIV/0!"}, "A4": "第2"}}


@needs_libreoffice
def test_libreoffice_saves_a_workbook_that_says_so(form: Path, tmp_path: Path) -> None:
    saved = resave(form, tmp_path / "saved.xlsx")
    assert b"LibreOffice" in zipfile.ZipFile(saved).read("docProps/app.xml")
    assert openpyxl.load_workbook(saved)["様式"]["A2"].value == "=A1*3"


@needs_libreoffice
def test_typing_is_understood_as_keystrokes_are(form: Path, tmp_path: Path) -> None:
    typed = {
        "C1": "１２３",
        "C2": "98.5%",
        "C3": "一行目\n二行目",
        "C4": "△1,234",
        "C5": "=1+1",
        "C6": "0123",
    }
    saved = type_into(form, tmp_path / "typed.xlsx", {"様式": typed})
    sheet = openpyxl.load_workbook(saved)["様式"]
    values = [sheet[ref].value for ref in typed]
    assert values == [123, 0.985, "一行目\n二行目", "△1,234", "=1+1", 123]
    assert sheet["C2"].number_format == "0%"


@needs_libreoffice
def test_typing_into_a_locked_cell_is_refused(form: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="locked: 様式!A1"):
        type_into(form, tmp_path / "typed.xlsx", {"様式": {"A1": "3"}})


@needs_libreoffice
def test_each_printed_page_becomes_a_picture(form: Path, tmp_path: Path) -> None:
    pages = render_png(form, tmp_path)
    assert [page.name for page in pages] == ["form-1.png"]
    assert pages[0].read_bytes().startswith(b"\x89PNG")


@needs_ooxml_validator
def test_the_validator_finds_what_excel_would_repair(form: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(form) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"<sheetData>", b'<sheetData id="1">'))
    errors = ooxml_errors_of([form, broken])
    assert errors[form] == []
    assert len(errors[broken]) == 1
    assert "The 'id' attribute is not declared" in errors[broken][0]
