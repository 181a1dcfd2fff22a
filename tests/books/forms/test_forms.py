"""A form's sheet filled from the plan: slots, 〃, hidden rows, rows that grow, figures as printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books.toys import SHEET, load_base_fields, write_toy
from toolkit.books.forms.forms import (
    FormSheet,
    open_cells,
    write_item,
    write_totals,
)
from toolkit.books.forms.heights import grow_rows, text_height
from toolkit.books.forms.template import load_binding
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import SheetCells, read_book
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.plan import Activity, Department, Effect, Indicator, Item, Level, Plan, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.words.item_content import item_content

FIELDS = load_base_fields()
R6, R7, R8 = (FiscalYear.parse(label) for label in ("R6", "R7", "R8"))
YEARS = (R6, R7, R8)
DEPARTMENTS = tuple(
    Department(n, "企画部", f"{name}課") for n, name in enumerate(("経営企画", "財政", "職員"))
)


def indicator(number: int, **targets: Printed) -> Indicator:
    by_year = {FiscalYear.parse(label): target for label, target in targets.items()}
    return Indicator(number, f"指標{number}", "件", Printed("-"), Printed("8", Decimal(8)), by_year)


def item_of(
    indicators: int = 1,
    activities: int = 0,
    plans: Mapping[FiscalYear, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Item:
    return Item(
        id="(1)-①",
        levels=(Level("1", "行政サービスの最適化"), Level("(1)", "業務改善")),
        number="①",
        name="業務の改善",
        form="様式",
        leads=("経営企画課",),
        coordinator="経営企画課",
        start_year=R6,
        related=("財政課", "職員課"),
        texts=texts or {},
        year_texts={"year.plan": plans or {}},
        indicators=tuple(
            indicator(n, R6=Printed("1,234", Decimal(1234), "#,##0")) for n in range(1, indicators + 1)
        ),
        activities=tuple(
            Activity(n, f"活動{n}", ("財政課",), {R6: "実施"}) for n in range(1, activities + 1)
        ),
        effects=(Effect({R6: Printed("12,000", Decimal(12000), "#,##0"), R7: Printed("-")}),),
    )


def filled(template: Path, item: Item) -> tuple[Package, SheetCells]:
    """Fill the toy's own sheet and read the saved book back."""
    book = read_book(template)
    form = FormSheet(load_binding(book, SHEET, FIELDS, file="toy"), book.sheets[SHEET], FIELDS, YEARS)
    plan = Plan(YEARS, DEPARTMENTS, (item,))
    package = Package.open(template)
    texts = write_item(package.sheet(SHEET), form, item, item_content(item, plan, R6))
    grow_rows(package.sheet(SHEET), texts)
    out = template.with_name("filled.xlsx")
    package.save(out)
    return package, read_book(out).sheets[SHEET]


def raw(cells: SheetCells, ref: str) -> str:
    return cells.cells[ref].raw if ref in cells.cells else ""


ALONG = {"B2": "令和6年度", "C2": "令和7年度", "D2": "令和8年度"}


def test_what_the_register_says_stands_where_the_names_point(tmp_path: Path) -> None:
    names = {
        "項目_名称": "A1",
        "項目_主管課": "B1",
        "項目_関連課": "C1",
        "項目_階層2番号": "D1",
        "項目_階層2名称": "E1",
    }
    _, cells = filled(write_toy(tmp_path / "toy.xlsx", {}, names), item_of())
    assert [raw(cells, ref) for ref in ("A1", "B1", "C1", "D1", "E1")] == [
        "業務の改善", "企画部 経営企画課", "財政課、職員課", "(1)", "業務改善",
    ]  # fmt: skip


def test_figures_are_numbers_that_show_as_printed_and_words_stay_words(tmp_path: Path) -> None:
    names = {"年次_年度": "B2:D2", "指標_目標値": "B3:D3", "年次_効果見込額": "B4:D4"}
    _, cells = filled(write_toy(tmp_path / "toy.xlsx", ALONG, names), item_of())
    assert (cells.cells["B3"].value, cells.cells["B3"].number_format) == (Decimal(1234), "#,##0")
    assert cells.cells["B4"].value == Decimal(12000)
    assert cells.cells["C4"].value == "-"


def test_year_labels_and_headings_keep_the_digits_the_form_prints(tmp_path: Path) -> None:
    sample = {"A1": "令和４年度の取組方針", "B2": "令和1年度", "C2": "令和2年度", "D2": "Ｒ３"}
    _, cells = filled(
        write_toy(tmp_path / "toy.xlsx", sample, {"版_年度": "A1", "年次_年度": "B2:D2"}), item_of()
    )
    assert [raw(cells, ref) for ref in ("A1", "B2", "C2", "D2")] == [
        "令和６年度の取組方針", "令和6年度", "令和7年度", "Ｒ８",
    ]  # fmt: skip


def test_a_text_marked_same_is_merged_with_the_year_before(tmp_path: Path) -> None:
    stacked = {"A3": "令和6年度", "A5": "令和7年度", "A7": "令和8年度"}
    toy = write_toy(
        tmp_path / "toy.xlsx",
        stacked,
        {"年次_年度": "A3 A5 A7", "年次_計画": "B3 B5 B7"},
        merges=["A3:A4", "A5:A6", "A7:A8", "B3:C4", "B5:C6", "B7:C8"],
    )
    _, cells = filled(toy, item_of(plans={R6: "調査", R7: "実施", R8: "〃"}))
    assert "B5:C8" in cells.merges
    assert "B3:C4" in cells.merges
    assert raw(cells, "B5") == "実施"
    assert raw(cells, "B7") == ""


def test_a_text_that_runs_over_all_years_is_one_cell(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", ALONG, {"年次_年度": "B2:D2", "年次_計画": "B3:D3"})
    _, cells = filled(toy, item_of(plans={R6: "随時実施", R7: "〃", R8: "〃"}))
    assert cells.merges == ("B3:D3",)


def test_rows_of_unused_slots_are_hidden_and_the_rest_grow_for_merged_texts(tmp_path: Path) -> None:
    long_text = "● 業務量調査を行い、業務の進め方を見直す。" * 12
    toy = write_toy(
        tmp_path / "toy.xlsx",
        ALONG,
        {"年次_年度": "B2:D2", "指標_名称": "A3:A6", "指標_目標値": "B3:D6", "項目_取組内容": "E3"},
        merges=["E3:E6"],
        row_heights=dict.fromkeys(range(3, 7), 15),
        widths={"E:E": 30},
    )
    package, cells = filled(toy, item_of(indicators=2, texts={"item.content": long_text}))
    assert cells.hidden_rows == {5, 6}
    sheet = package.sheet(SHEET)
    shown = sheet.row_height(3) + sheet.row_height(4)
    assert shown >= text_height(long_text, 30, sheet.look("E3").points) > 2 * 15
    assert sheet.row_height(5) == 15


def test_activities_by_year_hide_their_unused_rows(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx", ALONG, {"年次_年度": "B2:D2", "活動_名称": "A3:A7", "活動_計画": "B3:D7"}
    )
    _, cells = filled(toy, item_of(activities=3))
    assert cells.hidden_rows == {6, 7}
    assert [raw(cells, ref) for ref in ("A3", "A5", "B5")] == ["活動1", "活動3", "実施"]


def test_a_row_that_also_holds_a_used_field_stays(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx",
        ALONG,
        {"年次_年度": "B2:D2", "指標_目標値": "B3:D4", "項目_備考": "E4", "項目_名称": "F4"},
    )
    _, cells = filled(toy, item_of(indicators=1))
    assert cells.hidden_rows == frozenset()


def test_an_optional_field_left_empty_hides_its_rows(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"A1": "備考"}, {"項目_備考": "B1", "項目_名称": "B2"})
    assert filled(toy, item_of())[1].hidden_rows == {1}
    assert filled(toy, item_of(texts={"item.remarks": "別紙"}))[1].hidden_rows == frozenset()


def test_rows_grow_and_never_shrink(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx",
        {"A1": "", "A2": ""},
        {"項目_取組内容": "A1", "項目_現状と課題": "A2"},
        row_heights={1: 20, 2: 150},
        widths={"A:A": 20},
    )
    package, _ = filled(toy, item_of(texts={"item.content": "あ" * 90, "item.issues": "短い"}))
    assert package.sheet(SHEET).row_height(1) > 20 * 4
    assert package.sheet(SHEET).row_height(2) == 150


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (item_of(indicators=3), "様式の指標の欄は2ですが、項目「業務の改善」（項目ID (1)-①）には3あります"),
        (item_of(activities=2), "様式の活動の欄は1ですが、項目「業務の改善」（項目ID (1)-①）には2あります"),
    ],
)
def test_too_few_slots_are_refused_with_both_counts(tmp_path: Path, item: Item, said: str) -> None:
    names = {"年次_年度": "B2:D2", "指標_名称": "A3:A4", "活動_名称": "A5"}
    toy = write_toy(tmp_path / "toy.xlsx", ALONG, names)
    with pytest.raises(OfficeError, match=said.replace("(", r"\(").replace(")", r"\)")):
        filled(toy, item)


def test_only_the_asked_cells_are_open_whole_merged_areas_of_them(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx", ALONG, {"年次_年度": "B2:D2", "年次_取組実績": "B3 C3 D3"}, merges=["B3:B4"]
    )
    book = read_book(toy)
    form = FormSheet(load_binding(book, SHEET, FIELDS, file="toy"), book.sheets[SHEET], FIELDS, YEARS)
    package = Package.open(toy)
    sheet = package.sheet(SHEET)
    sheet.set_locked(["C3"], locked=False)
    open_cells(sheet, form, [form.slots("year.result")[Slot("year.result", year=R6)]])
    assert [ref for ref in ("B2", "B3", "B4", "C3", "D3") if not sheet.is_locked(ref)] == ["B3", "B4"]


def test_a_subtotal_keeps_its_formula_and_shows_pythons_value(tmp_path: Path) -> None:
    cells: dict[str, str | int | float] = {"A1": "=SUM(B1:B2)", "B1": 1, "B2": 2}
    toy = write_toy(tmp_path / "toy.xlsx", cells, {"項目_効果見込額小計": "A1", "項目_実績効果額小計": "A2"})
    book = read_book(toy)
    form = FormSheet(load_binding(book, SHEET, FIELDS, file="toy"), book.sheets[SHEET], FIELDS, YEARS)
    package = Package.open(toy)
    totals = {Slot("item.planned_subtotal"): Decimal(3), Slot("item.actual_subtotal"): None}
    write_totals(package.sheet(SHEET), form, totals)
    package.save(toy)
    after = read_book(toy).sheets[SHEET].cells
    assert (after["A1"].formula, after["A1"].value) == ("=SUM(B1:B2)", Decimal(3))
    assert after["A2"].value == "-"


@given(st.text("あいうabc\n", max_size=200), st.floats(5, 60))
def test_a_narrower_cell_never_needs_less_height(text: str, width: float) -> None:
    assert text_height(text, width, 10) >= text_height(text, width * 2, 10)
