"""Repeated blocks in LibreOffice: calculated, printed, saved, and edited by a person."""

# ruff: noqa: E501 - the names of a copy stand on one line

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.books.block_workbook import OTHER, SHEET, write_block_workbook
from tests.office import insert_rows, needs_libreoffice, recalculate, resave
from toolkit.books.blocks.repeat import repeat_blocks
from toolkit.books.package.package import Package

pytestmark = [
    needs_libreoffice,
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
]

# Where the names of the copies stand: block 2 in rows 9-11, block 3 in rows 12-14.
NAMES = {
    "_item_id": ["A6"], "_item_id__02": ["A9"], "_item_id__03": ["A12"],
    "項目_名称": ["B6"], "項目_名称__02": ["B9"], "項目_名称__03": ["B12"],
    "指標_目標値": ["D6:D7", "D8"], "指標_目標値__02": ["D9:D10", "D11"], "指標_目標値__03": ["D12:D13", "D14"],
    "項目_備考__02": ["H9"], "項目_備考__03": ["H12"], "全体_合計": ["D15"], "項目_見出し": ["A5"],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three copies; the second one's first target is 40 instead of 10, its name 二番."""
    path = tmp_path_factory.mktemp("blocks") / "写し.xlsx"
    unprotected = ("xl/worksheets/sheet1.xml", '<sheetProtection sheet="1"', '<sheetProtection sheet="0"')
    package = Package.open(write_block_workbook(path.with_name("様式.xlsx"), unprotected))
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組", "取組"])
    package.sheet(SHEET).write("D9", 40)
    package.sheet(SHEET).write("B9", "二番")
    package.save(path)
    return path


def names_of(path: Path) -> dict[str, list[str]]:
    """Give the areas of the sheet's names, without `$`."""
    found = openpyxl.load_workbook(path)[SHEET].defined_names
    texts = {name: (found[name].attr_text or "").replace("$", "") for name in NAMES}
    return {
        name: [area.rpartition("!")[2] for area in text.strip("()").split(",")]
        for name, text in texts.items()
    }


def test_every_formula_has_the_value_worked_out_by_hand(made: Path) -> None:
    results = recalculate(made)
    form = results[SHEET]
    assert {ref: form[ref] for ref in ("E6", "E9", "E12")} == {"E6": 0.1, "E9": 0.4, "E12": 0.1}
    # E10 = 40 + 20 + 30, E11 = (40 + 20 + 30) + 100, G9 = 40 × 2
    assert (form["E7"], form["E10"], form["E11"], form["E14"], form["G9"]) == (60, 90, 190, 160, 80)
    assert (form["F4"], form["H8"], form["H11"], form["H14"]) == (1, 7, 13, 19)  # from F4 = 1, by 6
    # 60 + 90 + 60; the mean of nine; twice 210 and once more; the last target of the first copy
    assert (form["D15"], form["D16"], form["E15"]) == (210, 630, 30)
    assert form["E16"] == pytest.approx(210 / 9)
    assert (form["D4"], form["E4"], form["F15"]) == (210, 310, 18)
    # 一覧: the total, all amounts, 35 = amounts without the first (17) + their total (18), the first target
    assert [results[OTHER][ref] for ref in ("B1", "C1", "C2", "B2", "C3")] == [210, 18, 35, 10, 100]
    assert results[OTHER]["B3"] == "以上7"
    assert results[OTHER]["B4"] == 210 + 210 + 210 + 630 + 210  # D4, the copies, D15, D16, and 合計欄


def test_every_page_and_every_text_is_printed(made: Path, tmp_path: Path) -> None:
    pdf = resave(made, tmp_path / "写し.pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    *pages, _ = text.split("\f")
    # The break below the block ends a page after each copy, the one below row 10 now below row 16.
    assert [page.split().count("①") for page in pages] == [1, 1, 1, 0, 0, 0]
    assert ["取組状況" in page for page in pages] == [True] * 5 + [False]  # rows 1-3 on every page of 様式
    assert [word in pages[0] for word in ("見出し", "名称", "手引")] == [True] * 3
    assert "二番" in pages[1]
    assert pages[3].split()[-7:] == ["合計", "210", "30", "18", "注", "630", "23.3333333"]
    # The chart names the three copies below its columns.
    assert [pages[4].split().count(word) for word in ("名称", "二番", "R6", "以上")] == [2, 1, 1, 1]


def test_saved_by_libreoffice_every_name_is_where_it_was(made: Path, tmp_path: Path) -> None:
    assert names_of(made) == NAMES
    assert names_of(resave(made, tmp_path / "saved.xlsx")) == NAMES


def test_a_row_inserted_above_and_one_inside_a_copy_move_the_names_of_each_copy(
    made: Path, tmp_path: Path
) -> None:
    edited = insert_rows(
        made, tmp_path / "edited.xlsx", SHEET, [3, 11]
    )  # 11 = the last row of the second copy
    assert names_of(edited) == {
        "_item_id": ["A7"], "_item_id__02": ["A10"], "_item_id__03": ["A14"],
        "項目_名称": ["B7"], "項目_名称__02": ["B10"], "項目_名称__03": ["B14"],
        "指標_目標値": ["D7:D8", "D9"], "指標_目標値__02": ["D10:D11", "D13"], "指標_目標値__03": ["D14:D15", "D16"],
        "項目_備考__02": ["H10"], "項目_備考__03": ["H14"], "全体_合計": ["D17"], "項目_見出し": ["A6"],
    }  # fmt: skip
    sheet = openpyxl.load_workbook(edited)[SHEET]
    assert [sheet[ref].value for ref in ("B7", "B10", "B14", "D13")] == ["名称", "二番", "名称", 30]
    assert recalculate(edited)[SHEET]["D17"] == 210


def test_validations_and_formats_of_every_copy_survive_libreoffice(made: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(resave(made, tmp_path / "saved.xlsx"))[SHEET]
    lists = [v for v in sheet.data_validations.dataValidation if v.formula1 == '"○,×"']
    assert {str(area) for rule in lists for area in rule.sqref.ranges} == {"H8", "H11", "H14", "H16"}
    merges = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A6:A8", "A9:A11", "A12:A14", "B9:C9", "A16:C16"} <= merges
    assert [sheet.row_dimensions[row].hidden for row in (7, 10, 13)] == [True] * 3
    assert sheet["D12"].comment is not None
