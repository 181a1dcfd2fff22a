"""A sheet of the bound book is fitted on one page as long as it can still be read there."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.books.lint import lint
from toolkit.books.forms.pages import fit_on_page
from toolkit.books.package.markup import main
from toolkit.books.package.package import Package

# A4 landscape is 595 points high; 0.65 inches at head and foot leave 501.
FITS, SHRINKS, FLOWS = 400, 750, 900
"""Heights of ten rows: 501 / 750 is 67 %, 501 / 900 is 56 %."""


def fitted(path: Path, height: float, areas: str) -> int | None:
    """Fit a sheet of ten rows of this height altogether and give how many pages high it may be (0: any)."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("個票")
        sheet.set_paper(9)
        sheet.set_landscape()
        for row in range(10):
            sheet.set_row(row, height / 10)
            sheet.write(row, 0, "取組")
        book.define_name("'個票'!_xlnm.Print_Area", areas)
    package = Package.open(path)
    fit_on_page(package, "個票", "資料2", "1／22")
    package.save(path)
    setup = openpyxl.load_workbook(path)["個票"].page_setup
    assert setup.fitToWidth == 1
    return setup.fitToHeight


WHOLE, HALVES = "='個票'!$A$1:$A$10", "='個票'!$A$1:$A$5,'個票'!$A$6:$A$10"


@pytest.mark.parametrize(
    ("height", "areas", "pages"),
    [
        pytest.param(FITS, WHOLE, 1, id="fits"),
        pytest.param(SHRINKS, WHOLE, 1, id="shrinks-to-two-thirds"),
        pytest.param(FLOWS, WHOLE, 0, id="too-small-to-read-on-one"),
        pytest.param(FLOWS, HALVES, 1, id="two-print-areas-stand-on-a-page-each"),
    ],
)
def test_a_sheet_goes_on_one_page_while_it_can_be_read(
    tmp_path: Path, height: float, areas: str, pages: int
) -> None:
    assert fitted(tmp_path / "個票.xlsx", height, areas) == pages


def test_case_X4_a_form_without_margins_gets_all_six(tmp_path: Path) -> None:
    path = tmp_path / "個票.xlsx"
    xlsxwriter.Workbook(path).close()
    package = Package.open(path)
    name = package.sheet_names()[0]
    tree = package.parts.tree(package.sheet(name).part)
    for margins in tree.findall(main("pageMargins")):
        tree.remove(margins)
    fit_on_page(package, name, "2024年度&会議", "1／22")
    package.save(path)
    written = Package.open(path)
    found = written.parts.tree(written.sheet(name).part).find(main("pageMargins"))
    assert found is not None
    assert set(found.attrib) == {"left", "right", "top", "bottom", "header", "footer"}
    assert lint(path) == []
