"""Which cell each name's slots are, and what `template check` says of names that are wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.books.toys import SHEET, load_base_fields, write_toy
from toolkit.books.forms.template import (
    ITEM_ID,
    Binding,
    bind,
    find_item_id,
    is_legal_name,
    iter_suffixes,
    load_binding,
)
from toolkit.books.forms.year_labels import REPORTED
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.model.errors import OfficeErrors

FIELDS = load_base_fields()

STACKED_YEARS = {
    f"A{row}": f"令和{year}年度" for year, row in zip(range(5, 10), range(3, 13, 2), strict=True)
}
YEAR_MERGES = [f"A{row}:A{row + 1}" for row in range(3, 13, 2)]
ALONG_YEARS = {"B2": "令和6年度", "C2": "令和7年度", "D2": "令和8年度"}


def bound(path: Path) -> Binding:
    return load_binding(read_book(path), SHEET, FIELDS, file=path.name)


def mistakes(path: Path) -> str:
    _, errors = bind(read_book(path), SHEET, FIELDS, file=path.name)
    return "\n".join(str(error) for error in errors)


def test_stacked_cells_over_five_years_are_a_union_in_year_order(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx",
        STACKED_YEARS,
        {
            "年次_年度": "A3 A5 A7 A9 A11",
            "指標_目標値": "B3 B5 B7 B9 B11",
            "年次_効果見込額": "B4 B6 B8 B10 B12",
        },
        merges=YEAR_MERGES,
    )
    binding = bound(toy)
    assert binding.cells["indicator.target"] == {
        (1, 1): "B3", (1, 2): "B5", (1, 3): "B7", (1, 4): "B9", (1, 5): "B11",
    }  # fmt: skip
    assert binding.cells["effect.planned"][(3,)] == "B8"
    assert binding.capacity == {"year": 5, "indicator": 1}


def test_the_only_year_label_of_a_sheet_is_of_the_year_reported_on(tmp_path: Path) -> None:
    names = {"年次_年度": "A2", "指標_目標値": "B3 B4", "年次_取組実績": "B5"}
    binding = bound(write_toy(tmp_path / "toy.xlsx", {"A2": "令和5年度"}, names))
    assert binding.labels == ((REPORTED, "A2"),)
    assert binding.cells["indicator.target"] == {(1, REPORTED): "B3", (2, REPORTED): "B4"}
    assert binding.cells["year.result"] == {(REPORTED,): "B5"}
    assert binding.capacity == {"indicator": 2}  # room for a plan of however many years


def test_a_rectangle_of_indicators_has_its_years_along_the_labels(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx",
        ALONG_YEARS,
        {"年次_年度": "B2:D2", "指標_名称": "A3:A5", "指標_目標値": "B3:D5"},
    )
    binding = bound(toy)
    assert binding.cells["indicator.target"][(1, 1)] == "B3"
    assert binding.cells["indicator.target"][(3, 2)] == "C5"
    assert binding.cells["indicator.name"][(2,)] == "A4"
    assert binding.capacity == {"indicator": 3, "year": 3}


def test_a_rectangle_of_activities_may_have_its_years_downwards(tmp_path: Path) -> None:
    years = {"A3": "令和6年度", "A4": "令和7年度"}
    toy = write_toy(tmp_path / "toy.xlsx", years, {"年次_年度": "A3:A4", "活動_計画": "B3:D4"})
    assert bound(toy).cells["activity.plan"] == {
        (1, 1): "B3", (2, 1): "C3", (3, 1): "D3", (1, 2): "B4", (2, 2): "C4", (3, 2): "D4",
    }  # fmt: skip


def test_a_merged_area_counts_as_its_first_cell(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"B2": ""}, {"項目_名称": "B2:D3"}, merges=["B2:D3"])
    assert bound(toy).cells["item.name"] == {(): "B2"}


def test_a_name_typed_in_the_name_box_counts_for_the_sheet_it_points_at(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"B2": ""}, {})
    package = Package.open(toy)
    package.set_name("項目_名称", f"'{SHEET}'!$B$2")
    package.save(toy)
    assert bound(toy).cells["item.name"] == {(): "B2"}


def test_the_printed_id_is_the_texts_of_its_cells(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"B2": "(8)", "B3": "⑧"}, {"_item_id": "B2 B3"})
    assert find_item_id(read_book(toy), SHEET) == "(8)-⑧"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"指標_目標地": "B3"}, "名前「指標_目標地」という欄はありません。 → 「指標_目標値」のことであれば"),
        (
            {"項目_名称": "B2", "項目_番号": "B2"},
            "名前「項目_名称」と「項目_番号」が同じセルを指しています。",
        ),
        ({"項目_名称": "B2:B3"}, "名前「項目_名称」は1セルのはずですが、2セルを指しています。"),
        ({"項目_名称": "E6"}, "結合セルの左上（E5）を指すように"),
        ({"年次_計画": "B3"}, "年度の見出しに名前がありません"),
        (
            {"年次_年度": "B2:D2", "指標_目標値": "B3:C4"},
            "名前「指標_目標値」のセルの数が合いません（6のはずが4）",
        ),
        (
            {"年次_年度": "B2:D2", "年次_計画": "E3"},
            "名前「年次_計画」のセルE3が、どの年度の欄か分かりません",
        ),
        (
            {"年次_年度": "B2:D2", "年次_計画": "B3:B5"},
            "名前「年次_計画」のセルが、同じ年度に二つ以上あります",
        ),
    ],
    ids=[
        "misspelt",
        "overlap",
        "too many cells",
        "covered",
        "no labels",
        "too few",
        "beside no label",
        "one year",
    ],
)
def test_a_wrong_name_is_refused_with_what_to_mend(tmp_path: Path, names: dict[str, str], said: str) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", ALONG_YEARS, names, merges=["E5:E6"])
    assert said in mistakes(toy)


def test_a_dead_name_is_named(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"B2": ""}, {"項目_名称": "B2"})
    package = Package.open(toy)
    package.set_name("項目_名称", "#REF!", sheet=SHEET)
    package.save(toy)
    assert "toy.xlsx［様式］: 名前「項目_名称」の参照先がありません（#REF!）" in mistakes(toy)


@pytest.mark.parametrize(
    ("merge", "name"), [("C1:E1048576", "B2"), ("B2:C2", "A1:XFD1048576")], ids=["merge", "name"]
)
def test_areas_of_whole_columns_are_refused_before_their_cells_are_listed(
    tmp_path: Path, merge: str, name: str
) -> None:
    book = read_book(write_toy(tmp_path / "toy.xlsx", {"B2": "①"}, {ITEM_ID: name}))
    vast = replace(book, sheets={SHEET: replace(book.sheets[SHEET], merges=(merge,))})
    assert find_item_id(vast, SHEET) is None
    assert "広い範囲" in str(bind(vast, SHEET, FIELDS, file="")[1][0])


def test_every_mistake_is_found_in_one_pass(tmp_path: Path) -> None:
    toy = write_toy(
        tmp_path / "toy.xlsx", {"B2": ""}, {"項目_名前": "B2", "指標_目標": "B3", "項目_番号": "C1:C2"}
    )
    with pytest.raises(OfficeErrors) as raised:
        bound(toy)
    assert len(raised.value.errors) == 3


def test_names_of_the_staff_themselves_are_left_alone(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", {"B2": ""}, {"選択肢": "F1:F5", "税率": "G1", "項目_名称": "B2"})
    assert mistakes(toy) == ""


@pytest.mark.parametrize("name", ["項目_名称", "plan_target", "_x", "目標値1"])
def test_names_that_both_programs_accept_are_legal(name: str) -> None:
    assert is_legal_name(name)


@pytest.mark.parametrize(
    "name", ["R6", "KPI1", "c", "R6_目標", "項目.名称", "指標・目標値", "１年目", "目標値１", "TRUE", "a b"]
)
def test_names_that_one_program_refuses_or_changes_are_not(name: str) -> None:
    assert not is_legal_name(name)


# ---- the copies of a block


COPIES = {
    "年次_年度": "B2:D2", "項目_名称": "B3", "_item_id": "A3", "年次_計画": "B4:D4",
    "項目_名称__02": "B6", "_item_id__02": "A6", "年次_年度__02": "B5:D5", "年次_計画__02": "B7:D7",
    "_item_id__10": "A9", "項目_名称__100": "B20", "_item_id__100": "A20",
    "ブロック_取組": "A3:D4", "ブロック_無関係の名": "A1:D1",
}  # fmt: skip
IDS = (
    {"A3": "①", "A6": "②", "A9": "⑩", "A20": "⑳"}
    | ALONG_YEARS
    | {"B5": "令和9年度", "C5": "令和10年度", "D5": "令和11年度"}
)


def test_a_copy_of_a_block_is_bound_by_its_suffix_and_the_first_without(tmp_path: Path) -> None:
    book = read_book(write_toy(tmp_path / "toy.xlsx", IDS, COPIES))
    second = load_binding(book, SHEET, FIELDS, file="", suffix="__02")
    assert second.cells["item.name"] == {(): "B6"}
    assert second.cells["year.plan"] == {(1,): "B7", (2,): "C7", (3,): "D7"}
    assert second.identity == ("A6",)
    first = load_binding(book, SHEET, FIELDS, file="")
    assert first.cells["item.name"] == {(): "B3"}
    assert first.cells["year.plan"] == {(1,): "B4", (2,): "C4", (3,): "D4"}


def test_every_item_of_a_sheet_is_told_in_the_order_of_its_copies(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.xlsx", IDS, COPIES)
    book = read_book(toy)
    assert list(iter_suffixes(book, SHEET)) == ["", "__02", "__10", "__100"]
    assert [find_item_id(book, SHEET, suffix) for suffix in iter_suffixes(book, SHEET)] == [
        "①",
        "②",
        "⑩",
        "⑳",
    ]
    assert find_item_id(book, SHEET, "__03") is None
    package = Package.open(toy)
    package.delete_name(ITEM_ID, SHEET)
    package.set_name(ITEM_ID, f"'{SHEET}'!$A$3")  # typed in the Name Box: a name of the whole book
    package.save(toy)
    assert next(iter_suffixes(read_book(toy), SHEET)) == ""


def test_names_of_blocks_are_no_unknown_fields(tmp_path: Path) -> None:
    assert mistakes(write_toy(tmp_path / "toy.xlsx", IDS, COPIES)) == ""
    misspelt = COPIES | {"指標_目標地__02": "B8"}
    book = read_book(write_toy(tmp_path / "toy.xlsx", IDS, misspelt))
    assert bind(book, SHEET, FIELDS, file="")[1] == []  # the first copy knows nothing of the second
    assert "「指標_目標地」" in str(bind(book, SHEET, FIELDS, file="", suffix="__02")[1][0])
