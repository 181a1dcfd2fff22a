"""What would go wrong when the rows of a paper are known is found in the template alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from toolkit.books.blocks.rehearsal import rehearse_blocks
from toolkit.books.package.package import Package

HEAD, ROW = "ブロック_見出し", "ブロック_行"


def template(path: Path, formula: str, *, at: str = "B6") -> Package:
    """Give a template: row 3 is a heading of every group, rows 4 and 5 an item, row 6 the total."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("資料")
        sheet.write_column("A1", ["一覧", "", "見出し", "項目", "うち", "合計"])
        sheet.write_column("B4", [10, 20])
        sheet.write_formula(at, formula)
        for name, rows in ((HEAD, "$A$3:$B$3"), (ROW, "$A$4:$B$5")):
            book.define_name(f"資料!{name}", f"=資料!{rows}")
    return Package.open(path)


def said(package: Package, *order: str) -> list[str]:
    return [
        f"{one.file}［{one.sheet}］{one.cell} {one.what}" for one in rehearse_blocks(package, "資料", order)
    ]


def test_a_total_over_all_blocks_is_well(tmp_path: Path) -> None:
    assert said(template(tmp_path / "資料.xlsx", "=SUM(B3:B5)")) == []
    assert said(template(tmp_path / "資料.xlsx", "=B4")) == []  # the first of them, and meant so
    assert said(template(tmp_path / "資料.xlsx", "=SUM(B4:B4)", at="B5")) == []  # stands in the block itself


@pytest.mark.parametrize("formula", ["=SUM(B4:B4)", "=SUM(B2:B4)", "=SUM(B5:B6)*2", "=SUM($B$1:$B$4)"])
def test_case_S11_a_formula_over_a_part_of_a_block_is_found(tmp_path: Path, formula: str) -> None:
    at = "C1"
    assert said(template(tmp_path / "資料.xlsx", formula, at=at))[-1:] == [
        f"資料.xlsx［資料］C1 数式「{formula}」の範囲が、ブロックの行の途中で切れています。"
    ]


def test_case_S11_a_formula_between_whose_rows_another_block_comes_is_found(tmp_path: Path) -> None:
    assert said(template(tmp_path / "資料.xlsx", "=SUM(B4:B5)")) == [
        "資料.xlsx［資料］B6 4行目から5行目までの範囲の中に、別のブロック「見出し」が並びます。"
    ]


def test_case_S11_a_formula_of_a_block_that_will_not_stand_is_found(tmp_path: Path) -> None:
    package = template(tmp_path / "資料.xlsx", "=B4*2")
    assert said(package, "見出し", "行", "行") == []
    assert said(package, "見出し") == [
        "資料.xlsx［資料］B6 数式「B4*2」の参照するブロックが1件もないため、参照先がなくなります。"
    ]


def test_case_S11_every_mistake_is_found_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "資料.xlsx"
    template(path, "=SUM(B4:B4)")
    package = Package.open(path)
    package.sheet("資料").merge("C5:C6")
    package.set_name("試し", "資料!$A$3:$A$4", "資料")
    assert len(said(package)) == 2  # the merge and the name; formulas are read once these are mended
