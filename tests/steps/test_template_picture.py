"""template picture draws each sheet of a form with its fields outlined and named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.books.lint import lint
from tests.books.toys import load_base_fields
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, resave
from tests.steps.toy_city import COVER, FORM, write_template
from toolkit.books.forms.field_picture import write_labelled_copy
from toolkit.books.forms.template import bind
from toolkit.books.reading.reader import read_book
from toolkit.books.system import libreoffice
from toolkit.model.errors import OfficeError
from toolkit.steps.template import picture

FIELDS = load_base_fields()


def labelled_copy(form: Path, sheet: str = FORM) -> Path:
    book = read_book(form)
    binding, _ = bind(book, sheet, FIELDS, file=form.name)
    write_labelled_copy(form, book.sheets[sheet], binding, FIELDS, form.with_name("図.xlsx"))
    return form.with_name("図.xlsx")


# -- the copy that is drawn


def test_every_cell_of_a_field_bears_its_name_and_its_place(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(labelled_copy(write_template(tmp_path / "シート.xlsx")))[FORM]
    assert sheet["D1"].value == "項目_名称"
    assert [sheet[ref].value for ref in ("B4", "C4")] == ["年次_年度 1", "年次_年度 2"]
    assert [sheet[ref].value for ref in ("B8", "C8", "B9", "C9")] == [
        "指標_実績値 1-1", "指標_実績値 1-2", "指標_実績値 2-1", "指標_実績値 2-2",
    ]  # fmt: skip
    assert sheet["B1"].value == "項目_階層1番号\n_item_id"  # two names in one cell
    assert sheet["D11"].value == "項目_実績効果額小計"  # no formula: over names it would show an error
    assert sheet["A5"].value == "計画"  # what the form prints stays


def test_a_field_is_framed_on_a_pale_ground_over_its_whole_merged_area(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(labelled_copy(write_template(tmp_path / "シート.xlsx")))[FORM]
    assert sheet["B12"].fill.fgColor.rgb == "FFFFF8D6"
    for ref in ("B12", "B13"):  # merged
        assert sheet[ref].border.left.color.rgb == "FFC00000"
    assert sheet["A12"].fill.fill_type is None


def test_names_are_written_smaller_until_they_fit_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "狭い.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("様式")
        sheet.set_column("A:A", 6)
        sheet.set_column("B:B", 40)
        for name, ref in (("項目_名称", "$B$1"), ("項目_取組内容", "$A$1")):
            book.define_name(f"様式!{name}", f"=様式!{ref}")
    labelled = openpyxl.load_workbook(labelled_copy(path, "様式"))["様式"]
    assert labelled["B1"].font.size == 9
    assert labelled["A1"].font.size < 6


def test_the_sheet_comes_first_on_one_page_with_its_hidden_fields_shown(tmp_path: Path) -> None:
    path = tmp_path / "長い.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("別紙")
        sheet = book.add_worksheet("様式")
        sheet.write("A200", "終わり")
        sheet.print_area("A1:C10")
        sheet.set_h_pagebreaks([5, 20])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})
        for name, ref in (("項目_名称", "$A$2"), ("項目_備考", "$A$150")):
            book.define_name(f"様式!{name}", f"=様式!{ref}")
    labelled = openpyxl.load_workbook(labelled_copy(path, "様式"))
    assert labelled.sheetnames == ["様式", "別紙"]
    page = labelled["様式"]
    setup = page.sheet_properties.pageSetUpPr
    assert setup is not None
    assert setup.fitToPage is True
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    assert page.row_breaks.brk == []
    assert not page.print_area  # 項目_備考 lies outside it
    assert [page.row_dimensions[row].hidden for row in (2, 3)] == [False, True]


@needs_ooxml_validator
def test_the_copy_is_a_sound_workbook(tmp_path: Path) -> None:
    copy = labelled_copy(write_template(tmp_path / "シート.xlsx"))
    assert ooxml_errors(copy) == []
    assert lint(copy) == []


# -- the command


@needs_libreoffice
def test_each_sheet_with_fields_becomes_a_picture_of_its_own(tmp_path: Path) -> None:
    form = write_template(tmp_path / "シート.xlsx")
    before = form.read_bytes()
    pictures = picture(form, tmp_path / "図")
    assert [path.name for path in pictures] == [f"シート_{COVER}.png", f"シート_{FORM}.png"]
    assert form.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [form, tmp_path / "図"]
    assert len({path.read_bytes() for path in pictures}) == 2
    for path in pictures:
        width, height = size_of(path)
        assert min(width, height) == pytest.approx(8.27 * 150, abs=50)  # A4 or Letter at 150 dots per inch


def size_of(path: Path) -> tuple[int, int]:
    """Read width and height from the head of a PNG."""
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


@needs_libreoffice
def test_the_names_can_be_read_on_the_page(tmp_path: Path) -> None:
    copy = labelled_copy(write_template(tmp_path / "シート.xlsx"))
    pdf = resave(copy, tmp_path / "図.pdf")
    command = ["pdftotext", "-f", "1", "-l", "1", "-layout", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert [name for name in ("項目_名称", "指標_実績値 2-2", "年次_取組実績 2") if name not in text] == []


@needs_libreoffice
def test_the_command_tells_where_the_pictures_are(tmp_path: Path) -> None:
    form = write_template(tmp_path / "シート.xlsx")
    done = run_picture(form, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"図を作りました: {tmp_path / 'シート_はじめに.png'}",
        f"図を作りました: {tmp_path / 'シート_シート.png'}",
    ]


def run_picture(form: Path, out: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "toolkit.cli", "様式", "図", str(form), "-o", str(out)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **env}
    )


@pytest.mark.skipif(
    any(Path(place).exists() for place in libreoffice.SOFFICE), reason="LibreOffice lies where it always does"
)
def test_without_libreoffice_a_message_says_what_to_install(tmp_path: Path) -> None:
    done = run_picture(write_template(tmp_path / "シート.xlsx"), tmp_path / "図", PATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("LibreOffice（無料の表計算ソフト）がありません。 → 入れてから、")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.png"))


def test_a_program_is_found_in_its_usual_place(tmp_path: Path) -> None:
    place = tmp_path / "soffice.com"
    place.write_bytes(b"")
    assert libreoffice.find_program("no-such-program", (str(place),), "LibreOfficeがありません。") == str(
        place
    )
    with pytest.raises(OfficeError, match="LibreOfficeがありません"):
        libreoffice.find_program("no-such-program", (str(tmp_path / "else"),), "LibreOfficeがありません。")


def test_a_book_without_names_has_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "白紙.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(OfficeError, match="欄の名前が一つもありません"):
        picture(path, tmp_path)
