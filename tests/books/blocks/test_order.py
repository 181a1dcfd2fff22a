"""Any order and number of copies: 0, 1, 3, 300, two prototypes in turn, and what refers to them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books.lint import lint
from tests.books.toys import SHEET, write_toy
from tests.office import needs_ooxml_validator, ooxml_errors
from toolkit.books.blocks.repeat import find_block_obstacles, repeat_blocks
from toolkit.books.package.package import Package, Sheet
from toolkit.model.errors import OfficeError

CELLS: dict[str, str | int] = {
    "A1": "題", "A2": "見出し", "A3": "取組", "B3": 5, "A4": "計画", "B4": 7, "A5": "合計", "A6": "以上",
}  # fmt: skip
BLOCKS = {"ブロック_見出し": "A2:C2", "ブロック_取組": "A3:C4"}
TEXTS = {"見出し": ["見出し"], "取組": ["取組", "計画"]}


def repeated(
    tmp_path: Path, order: list[str], formulas: dict[str, str], names: dict[str, str] | None = None
) -> Sheet:
    toy = write_toy(tmp_path / "toy.xlsx", {**CELLS, **formulas}, BLOCKS | (names or {}))
    package = Package.open(toy)
    repeat_blocks(package, SHEET, order)
    package.save(tmp_path / "out.xlsx")
    assert lint(tmp_path / "out.xlsx") == []
    return package.sheet(SHEET)


def column(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path)[SHEET]
    return [row[0].value for row in sheet.iter_rows(max_col=1)]


@pytest.mark.parametrize("copies", [0, 1, 3, 300])
def test_any_number_of_copies(copies: int, tmp_path: Path) -> None:
    names = {"項目_名称": "A3", "指標_目標値": "B3:B4", "全体_合計": "B5"}
    repeated(tmp_path, ["見出し"] + ["取組"] * copies, {"B5": "=SUM(B3:B4)"}, names)
    assert column(tmp_path / "out.xlsx") == ["題", "見出し"] + TEXTS["取組"] * copies + ["合計", "以上"]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]
    total = 3 + 2 * copies
    assert sheet[f"B{total}"].value == (f"=SUM(B3:B{total - 1})" if copies else "=SUM(0)")
    assert sheet.defined_names["全体_合計"].attr_text == f"'{SHEET}'!$B${total}"
    found = {name for name in sheet.defined_names if name.startswith("項目_名称")}
    suffixes = ["", *(f"__{number:02d}" for number in range(2, copies + 1))]
    assert found == {f"項目_名称{suffix}" for suffix in suffixes[:copies]}
    if copies == 300:
        assert sheet.defined_names["指標_目標値__300"].attr_text == f"'{SHEET}'!$B$601:$B$602"


@needs_ooxml_validator
def test_none_and_300_copies_have_no_validator_error(tmp_path: Path) -> None:
    for order in ([], ["取組"] * 300):
        repeated(tmp_path, order, {}, {"項目_名称": "A3"})
        assert ooxml_errors(tmp_path / "out.xlsx") == []


@settings(max_examples=60, deadline=None)
@given(order=st.lists(st.sampled_from(["見出し", "取組"]), max_size=12))
def test_in_any_order_each_copy_reads_as_its_prototype_and_the_rest_follows(
    order: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("order")
    package = Package.open(write_toy(folder / "toy.xlsx", CELLS, BLOCKS | {"全体_末尾": "A6"}))
    copies = repeat_blocks(package, SHEET, order)
    page = package.sheet(SHEET)
    for copy in copies:
        assert [page.text(f"A{row}") for row in range(copy.top, copy.bottom + 1)] == TEXTS[copy.prototype]
    assert [copy.prototype for copy in copies] == order
    last = copies[-1].bottom if copies else 1
    assert [page.text(f"A{row}") for row in (1, last + 1, last + 2, last + 3)] == ["題", "合計", "以上", ""]
    assert [n.text for n in package.names() if n.name == "全体_末尾"] == [f"'{SHEET}'!$A${last + 2}"]


BOTH = ["見出し", "取組", "見出し", "取組"]  # rows 2 · 3-4 · 5 · 6-7, then the total in row 8


@pytest.mark.parametrize(
    ("formula", "follows"),
    [
        ("=SUM(B2:B4)", "=SUM(B2:B7)"),  # both blocks whole: all copies of both
        ("=SUM(B1:B4)", "=SUM(B1:B7)"),
        ("=SUM(B2:B5)", "=SUM(B2:B8)"),
        ("=B3", "=B3"),  # one cell is that of the first copy
        ("=SUM(B3:B3)", "=SUM(B3:B3)"),
        ("=SUM(B:B)", "=SUM(B:B)"),
        ("=ROWS(2:4)", "=ROWS(2:7)"),
        ("=A6&A1", "=A9&A1"),
        ('="B3:B4"&A6', '="B3:B4"&A9'),  # a text is no reference
        ("=SUM($B$4:$B$2)", "=SUM($B$7:$B$2)"),
    ],
)
def test_a_formula_below_follows_copies_in_turn(formula: str, follows: str, tmp_path: Path) -> None:
    repeated(tmp_path, BOTH, {"C5": formula})
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]["C8"].value == follows


@pytest.mark.parametrize(
    ("formula", "of_the_second"),
    [
        ("=B3*2", "=B6*2"),
        ("=$B$4", "=$B$7"),  # what lies in the block is that of the same copy, with $ too
        ("=B5", "=B8"),
        ("=B$1+B1", "=B$1+B1"),
        ("=SUM(B$1:B3)", "=SUM(B$1:B6)"),  # a running total, whatever stands between
        ("=A2", "=A2"),
    ],
)
def test_a_formula_of_the_second_copy(formula: str, of_the_second: str, tmp_path: Path) -> None:
    repeated(tmp_path, BOTH, {"C3": formula})
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]["C6"].value == of_the_second


def test_a_range_of_one_row_grows_and_a_single_cell_does_not(tmp_path: Path) -> None:
    repeated(tmp_path, ["見出し"] * 3 + ["取組"], {"C5": "=COUNTA(A2:A2)", "C6": "=A2"})
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]
    assert (sheet["C7"].value, sheet["C8"].value) == ("=COUNTA(A2:A4)", "=A2")


@pytest.mark.parametrize(
    ("order", "formula", "said"),
    [
        (BOTH, "=SUM(B3:B4)", "3行目から4行目までの範囲の中に、別のブロック「見出し」が並びます"),
        (["見出し"], "=B3", "数式「B3」の参照するブロックが1件もない"),
        (["見出し"], "=AVERAGE(B3:B4)", "数式「AVERAGE(B3:B4)」の参照するブロックが1件もない"),
    ],
)
def test_a_reference_that_would_read_something_else_is_refused(
    order: list[str], formula: str, said: str, tmp_path: Path
) -> None:
    package = Package.open(write_toy(tmp_path / "toy.xlsx", CELLS | {"C5": formula}, BLOCKS))
    assert find_block_obstacles(package, SHEET) == []  # only the order makes it impossible
    before = {name: package.parts.data(name) for name in package.parts}
    with pytest.raises(OfficeError, match=r"toy.xlsx［様式］C5: ") as raised:
        repeat_blocks(package, SHEET, order)
    assert said in str(raised.value)
    assert {name: package.parts.data(name) for name in package.parts} == before


def test_an_unknown_block_is_refused_with_those_there_are(tmp_path: Path) -> None:
    package = Package.open(write_toy(tmp_path / "toy.xlsx", CELLS, BLOCKS))
    with pytest.raises(OfficeError, match="「ブロック_項目」という名前がありません（あるブロック: 見"):
        repeat_blocks(package, SHEET, ["項目"])
    with pytest.raises(OfficeError, match="「ブロック_…」という名前の行がありません"):
        repeat_blocks(Package.open(write_toy(tmp_path / "b.xlsx", CELLS, {})), SHEET, [])


def test_a_block_named_in_the_name_box_counts_for_the_sheet_it_points_at(tmp_path: Path) -> None:
    package = Package.open(write_toy(tmp_path / "toy.xlsx", CELLS, {}))
    package.set_name("ブロック_取組", f"'{SHEET}'!$A$3:$C$4")
    repeat_blocks(package, SHEET, ["取組", "取組"])
    assert package.sheet(SHEET).text("A5") == "取組"
    assert package.names() == []


def test_a_name_in_capitals_is_the_same_name(tmp_path: Path) -> None:
    repeated(tmp_path, BOTH, {"C3": "=PLAN_X*2"}, {"plan_x": "B3"})
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]["C6"].value == "=plan_x__02*2"


def test_a_running_total_counts_whatever_stands_above_it(tmp_path: Path) -> None:
    repeated(tmp_path, BOTH, {"C2": "=SUM(B$1:B2)"})  # the second heading stands in row 5, below 取組
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]["C5"].value == "=SUM(B$1:B5)"


def test_a_range_keeps_what_is_left_of_it(tmp_path: Path) -> None:
    repeated(tmp_path, ["見出し"], {"C5": "=COUNT(B3:B6)", "C6": "=COUNT(B4:B5)&COUNT(B1:B3)"})
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]
    assert (sheet["C3"].value, sheet["C4"].value) == ("=COUNT(B3:B4)", "=COUNT(B3:B3)&COUNT(B1:B2)")


def test_a_merged_area_around_blocks_that_are_not_printed_shrinks_and_goes(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", CELLS, BLOCKS, merges=["D1:D4", "E1:E5"])
    package = Package.open(toy)
    repeat_blocks(package, SHEET, [])
    assert package.sheet(SHEET).merges() == ["E1:E2"]
