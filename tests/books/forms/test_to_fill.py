"""Open cells are pale yellow while they are blank; what a form shades itself comes first."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.books.lint import lint
from tests.books.toys import load_base_fields
from tests.office import needs_libreoffice, resave
from toolkit.books.forms.forms import FormSheet
from toolkit.books.forms.template import load_binding
from toolkit.books.forms.to_fill import FRAME, TINT, show_to_fill
from toolkit.books.package.package import Package
from toolkit.books.proof import Proof
from toolkit.books.reading.reader import read_book
from toolkit.books.returned.highlights import highlight_cells
from toolkit.model.fields import Slot
from toolkit.model.years import FiscalYear

FORM = "様式"
R6, R7 = FiscalYear.parse("R6"), FiscalYear.parse("R7")
THIS, NEXT = Slot("year.result", year=R6), Slot("year.result", year=R7)
BLANK = 'LEN(TRIM(SUBSTITUTE({},"　","")))=0'


def write_form(path: Path) -> FormSheet:
    """Write a form that asks 年次_取組実績 in B2 and B3 (merged with C3) and makes a blank B2 red itself."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(FORM)
        sheet.set_column("A:C", 20)
        sheet.write_column("A2", ["令和6年度", "令和7年度"])
        sheet.merge_range("B3:C3", "")
        red = book.add_format({"bg_color": "#FF0000"})
        sheet.conditional_format("B2", {"type": "formula", "criteria": '=$A$2="急ぎ"', "format": red})
        book.define_name(f"{FORM}!年次_年度", f"={FORM}!$A$2:$A$3")
        book.define_name(f"{FORM}!年次_取組実績", f"={FORM}!$B$2:$B$3")
    read, fields = read_book(path), load_base_fields()
    binding = load_binding(read, FORM, fields, file=path.name)
    return FormSheet(binding, read.sheets[FORM], fields, (R6, R7))


def shown(
    folder: Path,
    issued: Mapping[str, str | Decimal] | None = None,
    values: Mapping[str, str | Decimal] | None = None,
) -> Path:
    """Give the form with what is to be filled shown, these cells filled, proven as it leaves."""
    form = write_form(folder / "form.xlsx")
    package = Package.open(folder / "form.xlsx")
    for ref, value in {**(issued or {}), **(values or {})}.items():
        package.sheet(FORM).write(ref, value)
    show_to_fill(package, form, [(THIS, "B2"), (NEXT, "B3")], issued or {})
    package.save(folder / "book.xlsx")
    Proof().prove(folder / "book.xlsx", package.orders)
    assert lint(folder / "book.xlsx") == []
    return folder / "book.xlsx"


def rules(path: Path) -> list[tuple[int, str, str, str | None]]:
    """Give rank, cells, condition and fill of every conditional format, as openpyxl finds them."""
    sheet: Any = openpyxl.load_workbook(path)[FORM]
    return sorted(
        (rule.priority, str(area.sqref), rule.formula[0], rule.dxf.fill and rule.dxf.fill.bgColor.rgb)
        for area, own in sheet.conditional_formatting._cf_rules.items()
        for rule in own
    )


def test_case_D12_a_blank_cell_is_yellow_a_merged_one_as_a_whole_and_so_is_its_year(tmp_path: Path) -> None:
    assert rules(shown(tmp_path))[1:] == [
        (2, "B2", BLANK.format("B2"), TINT),
        (3, "B3:C3", BLANK.format("$B$3"), TINT),
        (4, "A2", f"OR({BLANK.format('$B$2')})", TINT),
        (5, "A3", f"OR({BLANK.format('$B$3')})", TINT),
    ]


def test_case_D12_what_the_form_shades_itself_comes_first(tmp_path: Path) -> None:
    assert rules(shown(tmp_path))[0] == (1, "B2", '$A$2="急ぎ"', "FFFF0000")


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        ("前の文", 'EXACT(B2,"前の文")'),
        (Decimal("12.5"), 'EXACT(B2,"12.5")'),
        ('"済"とした', 'EXACT(B2,"""済""とした")'),
        ("一行目\n二行目", "LEN(B2)=7"),
        ("あ" * 200 + "𠮷", "LEN(B2)=202"),
    ],
)
def test_case_D12_a_cell_filled_beforehand_is_framed_until_it_is_changed(
    tmp_path: Path, value: str | Decimal, condition: str
) -> None:
    book = shown(tmp_path, {"B2": value})
    assert rules(book)[1:] == [
        (2, "B3:C3", BLANK.format("$B$3"), TINT),
        (3, "B2", condition, None),
        (4, "A3", f"OR({BLANK.format('$B$3')})", TINT),
    ]
    sheet: Any = openpyxl.load_workbook(book)[FORM]
    (frame,) = [one.dxf.border for one in sheet.conditional_formatting["B2"] if one.priority == 3]
    assert (frame.left.color.rgb, frame.bottom.color.rgb) == (FRAME, FRAME)


def test_case_D12_each_look_stands_once_in_the_book(tmp_path: Path) -> None:
    book: Any = openpyxl.load_workbook(shown(tmp_path, {"B2": "前の文"}))
    assert len(book._differential_styles.styles) == 3  # the form's red, yellow with a frame, the frame alone


def test_case_D12_the_label_of_a_hundred_and_one_cells_has_two_conditions(tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    package = Package.open(tmp_path / "form.xlsx")
    show_to_fill(package, form, [(THIS, f"F{row}") for row in range(1, 102)], {})
    package.save(tmp_path / "book.xlsx")
    label = [condition for _, cells, condition, _ in rules(tmp_path / "book.xlsx") if cells == "A2"]
    assert [condition.count("TRIM") for condition in label] == [100, 1]
    assert max(map(len, label)) < 8192


def yellow(path: Path) -> int:
    """Print a book and count the yellow dots of its first page."""
    pdf = resave(path, path.with_suffix(".pdf"))
    printed = subprocess.run(["pdftoppm", "-r", "50", "-l", "1", pdf], check=True, capture_output=True).stdout
    colours = printed.split(b"\n", 3)[3]
    tint = bytes.fromhex(TINT[2:])
    return sum(colours[at : at + 3] == tint for at in range(0, len(colours), 3))


@needs_libreoffice
@pytest.mark.parametrize(
    ("values", "is_yellow"),
    [
        ({}, True),
        ({"B2": "　 "}, True),
        ({"B2": "済", "B3": "　"}, True),
        ({"B2": "済", "B3": Decimal(0)}, False),
    ],
)
def test_case_D12_on_paper_the_yellow_is_gone_when_all_is_filled(
    tmp_path: Path, values: Mapping[str, str | Decimal], *, is_yellow: bool
) -> None:
    assert bool(yellow(shown(tmp_path, values=values))) is is_yellow


@needs_libreoffice
def test_case_D12_libreoffice_keeps_every_condition(tmp_path: Path) -> None:
    book = shown(tmp_path)
    saved = resave(book, tmp_path / "saved.xlsx")
    assert {(cells, condition, fill) for _, cells, condition, fill in rules(saved)} == {
        (cells, condition, fill) for _, cells, condition, fill in rules(book)
    }


def test_case_D12_what_a_request_asks_about_wins_over_the_yellow(tmp_path: Path) -> None:
    package = Package.open(shown(tmp_path))
    highlight_cells(package, FORM, ["B2"], "mend")
    package.save(tmp_path / "asked.xlsx")
    mine = [(rank, fill) for rank, cells, _, fill in rules(tmp_path / "asked.xlsx") if cells == "B2"]
    assert mine == [(1, "FFFFC7A8"), (2, "FFFF0000"), (3, TINT)]
