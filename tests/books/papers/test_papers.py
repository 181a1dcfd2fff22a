"""Toy papers: a list of 0, 1 and 300 rows, sentences, optional rows, a chart that follows its rows."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.books.toys import SHEET, load_base_fields, write_toy
from tests.office import insert_rows, needs_libreoffice, needs_ooxml_validator, ooxml_errors, resave
from toolkit.books.package.package import Package
from toolkit.books.papers.papers import Line, Written, fill_sheet
from toolkit.books.papers.template import PaperSheet, bind_paper, find_missing
from toolkit.books.reading.reader import read_book
from toolkit.model.errors import OfficeError
from toolkit.model.fields import LineAxis, LineId, Slot
from toolkit.model.slots import ItemSlots
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.amounts import number_styles

R6 = FiscalYear(2024)
FIELDS = load_base_fields().with_figures(["件数", "達成"])
NAME, RELATED, COUNT, DONE = (
    Slot(key) for key in ("item.name", "item.related", "figure.件数", "figure.達成")
)
CELLS = {"A1": "全{数値_件数}件のうち", "A2": "名称", "A3": "名称", "A4": "関連課", "A5": "以上", "B5": "計"}
NAMES = {
    "ブロック_行": "A3:B3",
    "ブロック_行_関連": "A4:B4",
    "項目_名称": "B3",
    "項目_関連課": "B4",
    "数値_達成": "C5",
}


def load(path: Path) -> tuple[Package, dict[str, PaperSheet], list[OfficeError]]:
    package = Package.open(path)
    sheets, errors = bind_paper(package, read_book(path), FIELDS, (R6,), R6, number_styles("千円"))
    return package, sheets, errors


def fill(template: Path, lines: list[Line], out: Path) -> list[Written]:
    package, sheets, errors = load(template)
    assert errors == []
    around = Line("", {COUNT: Decimal(1234), DONE: Decimal(7)})
    written = fill_sheet(package, SHEET, sheets[SHEET], lines, around)
    package.save(out)
    return written


def texts(path: Path, sheet: str = SHEET) -> dict[str, str]:
    return {ref: cell.raw for ref, cell in read_book(path).sheets[sheet].cells.items() if cell.raw}


def rows(count: int) -> list[Line]:
    return [Line("行", {NAME: f"取組{number}"}, str(number)) for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [0, 1, 300])
def test_a_list_holds_its_rows_and_what_stands_below_follows(tmp_path: Path, count: int) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES)
    fill(template, rows(count), tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert [shown[f"B{row}"] for row in range(3, 3 + count)] == [f"取組{n}" for n in range(1, count + 1)]
    assert shown[f"A{3 + count}"] == "以上"
    assert shown[f"C{3 + count}"] == "7"
    assert shown["A1"] == "全1,234件のうち"


@needs_ooxml_validator
@pytest.mark.parametrize("count", [0, 300])
def test_a_filled_paper_is_valid(tmp_path: Path, count: int) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES)
    fill(template, rows(count), tmp_path / "資料.xlsx")
    assert ooxml_errors(tmp_path / "資料.xlsx") == []


def test_an_optional_row_stands_only_where_it_has_something_to_show(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES)
    lines = [
        Line("行", {NAME: "甲"}),
        Line("行_関連", {RELATED: ""}, optional=True),
        Line("行", {NAME: "乙"}),
        Line("行_関連", {RELATED: "図書課"}, optional=True),
    ]
    fill(template, lines, tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert [shown.get(f"B{row}") for row in range(3, 7)] == ["甲", "乙", "図書課", "計"]


def test_an_item_begins_on_the_page_of_its_lines_and_its_subtotal_stays_there(tmp_path: Path) -> None:
    names = {"ブロック_行": "A3:B3", "ブロック_活動": "A4:B4", "ブロック_行末": "A5:B5", "項目_名称": "B3"}
    template = write_toy(tmp_path / "様式.xlsx", {"A3": "項目", "A4": "活動", "A5": "小計"}, names)
    book = openpyxl.load_workbook(template)
    book[SHEET].page_setup.paperSize = 9
    book.save(template)
    lines = [
        line
        for item in range(20)
        for line in (
            Line("行", {NAME: f"項目{item}"}, str(item)),
            *(Line("活動", {}, str(item), axis="activity", line_id=number) for number in range(1, 8)),
            Line("行末", {}, str(item)),
        )
    ]
    fill(template, lines, tmp_path / "資料.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "資料.xlsx")[SHEET]
    starts = [sheet.cell(one.id + 1, 1).value for one in sheet.row_breaks.brk]
    assert len(starts) > 2
    assert set(starts) == {"項目"}


def test_what_was_written_where_is_told(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES)
    written = fill(template, rows(2), tmp_path / "資料.xlsx")
    assert Written(SHEET, "B4", NAME, "取組2", "2") in written
    assert Written(SHEET, "A1", COUNT, Decimal(1234), "") in written
    assert Written(SHEET, "C5", DONE, Decimal(7), "") in written


def test_indicators_without_a_cell_of_their_own_stand_in_the_last_one(tmp_path: Path) -> None:
    names = {"ブロック_行": "A3:B3", "指標_名称": "B3"}
    template = write_toy(tmp_path / "様式.xlsx", {"A3": "指標"}, names)
    values = {Slot("indicator.name", 1): "窓口", Slot("indicator.name", 2): "満足度"}
    fill(template, [Line("行", values)], tmp_path / "資料.xlsx")
    assert texts(tmp_path / "資料.xlsx")["B3"] == "窓口\n満足度"


def test_case_S1_the_cells_of_a_row_are_those_of_the_numbers_that_are_left(tmp_path: Path) -> None:
    names = {"ブロック_行": "A3:D3", "指標_名称": "B3:D3"}
    template = write_toy(tmp_path / "様式.xlsx", {"A3": "指標"}, names)
    values = {Slot("indicator.name", 1): "窓口", Slot("indicator.name", 3): "満足度"}
    fill(template, [Line("行", values, lines=ItemSlots((1, 3)))], tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert [shown.get(ref) for ref in ("B3", "C3", "D3")] == ["窓口", "満足度", None]


@pytest.mark.parametrize(("name", "axis"), [("活動_名称", "activity"), ("内訳_名称", "part")])
def test_so_do_activities_and_parts(tmp_path: Path, name: str, axis: LineAxis) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A3": "名称"}, {"ブロック_行": "A3:B3", name: "B3"})
    ids: list[LineId] = [(0, 1), (0, 2), (0, 3)] if axis == "part" else [1, 2, 3]
    values = {Slot(f"{axis}.name").at(axis, id_): f"{number}番目" for number, id_ in enumerate(ids, 1)}
    fill(template, [Line("行", values)], tmp_path / "資料.xlsx")
    assert texts(tmp_path / "資料.xlsx")["B3"] == "1番目\n2番目\n3番目"


def test_indicators_without_a_cell_of_their_own_stand_in_the_last_one_of_their_year(tmp_path: Path) -> None:
    names = {"年次_年度": "A2:B2", "ブロック_行": "A3:B3", "指標_目標値": "A3:B3"}
    template = write_toy(tmp_path / "様式.xlsx", {"A2": "令和5年度", "B2": "令和6年度"}, names)
    package, years = Package.open(template), (FiscalYear(2023), R6)
    sheets, errors = bind_paper(package, read_book(template), FIELDS, years, R6, {})
    targets = {
        Slot("indicator.target", at, year=year): f"{at}件（{year.label}）" for at in (1, 2) for year in years
    }
    fill_sheet(package, SHEET, sheets[SHEET], [Line("行", targets)], Line(""))
    package.save(tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert (errors, shown["A3"], shown["B3"]) == ([], "1件（R5）\n2件（R5）", "1件（R6）\n2件（R6）")


def test_the_only_year_of_a_sheet_is_the_one_reported_on(tmp_path: Path) -> None:
    names = {"年次_年度": "A2", "ブロック_行": "A3:B3", "指標_目標値": "B3"}
    template = write_toy(tmp_path / "様式.xlsx", {"A2": "令和３年度"}, names)
    package, years = Package.open(template), (FiscalYear(2021), FiscalYear(2022), FiscalYear(2023))
    sheets, errors = bind_paper(package, read_book(template), FIELDS, years, years[2], {})
    targets = {Slot("indicator.target", 1, year=year): f"{at}件" for at, year in enumerate(years, 1)}
    fill_sheet(package, SHEET, sheets[SHEET], [Line("行", targets)], Line(""))
    package.save(tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert (errors, shown["A2"], shown["B3"]) == ([], "令和５年度", "3件")


def test_a_misspelt_word_in_a_sentence_is_named(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {**CELLS, "A2": "{項目_名前}について"}, NAMES)
    errors = load(template)[2]
    assert [(error.cell, "項目_名前" in error.what) for error in errors] == [("A2", True)]


def with_footer(path: Path, text: str) -> Path:
    book: Any = openpyxl.load_workbook(path)
    book[SHEET].oddFooter.center.text = text
    book.save(path)
    return path


def test_a_misspelt_word_in_a_footer_is_named(tmp_path: Path) -> None:
    template = with_footer(write_toy(tmp_path / "様式.xlsx", CELLS, NAMES), "{資料_番合}")
    errors = load(template)[2]
    assert [(error.sheet, "資料_番合" in error.what) for error in errors] == [(SHEET, True)]


def test_a_figure_may_stand_in_a_footer_alone(tmp_path: Path) -> None:
    names = {name: area for name, area in NAMES.items() if name != "数値_達成"}
    template = with_footer(write_toy(tmp_path / "様式.xlsx", CELLS, names), "達成 {数値_達成}")
    _, sheets, errors = load(template)
    assert (errors, find_missing(sheets.values(), ["件数", "達成"], "様式.xlsx")) == ([], [])


def test_a_misspelt_word_is_named_and_not_an_accident_where_figures_are_looked_for(tmp_path: Path) -> None:
    path = write_toy(tmp_path / "様式.xlsx", {"A1": "{項目_名}{項目_名称}"}, {"項目_番号": "B1"})
    _, sheets, errors = load(path)
    assert len(errors) == 1
    assert sheets[SHEET].fields == {"item.name", "item.number"}


def test_a_figure_no_cell_shows_any_more_is_named(tmp_path: Path) -> None:
    names = {name: area for name, area in NAMES.items() if name != "数値_達成"}
    template = write_toy(tmp_path / "様式.xlsx", CELLS, names)
    (error,) = find_missing(load(template)[1].values(), ["件数", "達成"], "様式.xlsx")
    assert "「達成」" in error.what


@needs_libreoffice
def test_a_field_whose_row_was_deleted_is_named(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, {**NAMES, "項目_備考": "D5"})
    with zipfile.ZipFile(template) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = re.sub(r"(項目_備考\"[^>]*>)[^<]+", r"\1様式!#REF!", book).encode()
    with zipfile.ZipFile(template, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    edited = resave(template, tmp_path / "直した様式.xlsx")
    assert ["項目_備考" in error.what for error in load(edited)[2]] == [True]


@needs_libreoffice
def test_a_template_edited_in_libreoffice_still_fills_rightly(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES, widths={"A:B": 20})
    with zipfile.ZipFile(template) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb'width="[\d.]+"', b'width="44"', sheet)
    with zipfile.ZipFile(template, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    edited = insert_rows(template, tmp_path / "直した様式.xlsx", SHEET, [2, 5])
    fill(edited, rows(3), tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert [shown[f"B{row}"] for row in (4, 5, 6)] == ["取組1", "取組2", "取組3"]
    assert (shown["A8"], shown["C8"]) == ("以上", "7")


def write_chart_template(path: Path, values: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write("A2", "計")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"categories": f"='{SHEET}'!$A$1:$A$1", "values": values})
        sheet.insert_chart("A4", chart)
        for name, area in {
            "ブロック_行": "$1:$1",
            "項目_名称": "$A$1",
            "項目_実績効果額小計": "$B$1",
        }.items():
            book.define_name(f"'{SHEET}'!{name}", f"='{SHEET}'!{area}")
    return path


def chart_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return archive.read(name).decode()


@pytest.mark.parametrize("values", [f"='{SHEET}'!$B$1:$B$1", f"='{SHEET}'!$B$1"])
def test_a_chart_over_the_row_of_a_block_is_drawn_over_all_its_copies(tmp_path: Path, values: str) -> None:
    template = write_chart_template(tmp_path / "様式.xlsx", values)
    amount = Slot("item.actual_subtotal")
    lines = [Line("行", {NAME: f"取組{n}", amount: Decimal(n)}) for n in (1, 2, 3)]
    fill(template, lines, tmp_path / "資料.xlsx")
    chart = chart_of(tmp_path / "資料.xlsx")
    assert re.findall(r"<c:f>(.*?)</c:f>", chart) == [f"'{SHEET}'!$A$1:$A$3", f"'{SHEET}'!$B$1:$B$3"]
    assert "Cache" not in chart


@needs_libreoffice
def test_a_chart_template_saved_by_libreoffice_still_draws_every_row(tmp_path: Path) -> None:
    template = write_chart_template(tmp_path / "様式.xlsx", f"='{SHEET}'!$B$1:$B$1")
    edited = resave(template, tmp_path / "直した様式.xlsx")
    amount = Slot("item.actual_subtotal")
    fill(
        edited,
        [Line("行", {NAME: f"取組{n}", amount: Decimal(n)}) for n in (1, 2, 3)],
        tmp_path / "資料.xlsx",
    )
    chart = chart_of(tmp_path / "資料.xlsx")
    assert [text.replace("'", "") for text in re.findall(r"<c:f>(.*?)</c:f>", chart)] == [
        f"{SHEET}!$A$1:$A$3",
        f"{SHEET}!$B$1:$B$3",
    ]


INDICATOR = Slot("indicator.name", 1)
LINES = {
    "ブロック_指標": "A2:C3",
    "ブロック_指標_理由": "A4:C4",
    "項目_名称": "A2",
    "指標_名称": "B2",
    "指標_単位": "B3",
    "項目_備考": "C4",
}


def line(item: str, number: int, **more: str) -> Line:
    values = {NAME: item, INDICATOR.at("indicator", number): f"{item}の指標{number}"}
    values |= {Slot("item.remarks"): more.get("remarks", "")}
    return Line("指標", values, item, axis="indicator", line_id=number)


def test_an_item_stands_once_in_a_cell_as_high_as_all_its_indicators(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "項目"}, LINES, merges=["A2:A3"])
    reason = replace(line("窓口", 2, remarks="人手不足"), block="指標_理由", optional=True)
    fill(template, [line("窓口", 1), line("窓口", 2), reason, line("魚市場", 1)], tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert {ref: text for ref, text in shown.items() if ref[0] == "A"} == {
        "A1": "項目",
        "A2": "窓口",
        "A7": "魚市場",
    }
    assert [shown[ref] for ref in ("B2", "B4", "C6", "B7")] == [
        "窓口の指標1",
        "窓口の指標2",
        "人手不足",
        "魚市場の指標1",
    ]
    assert sorted(read_book(tmp_path / "資料.xlsx").sheets[SHEET].merges) == ["A2:A6", "A7:A8"]


def test_merged_cells_of_the_lines_never_overlap_the_one_of_the_item(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "項目"}, LINES, merges=["A2:A3", "A4:B4"])
    reason = replace(line("窓口", 2, remarks="人手不足"), block="指標_理由", optional=True)
    fill(template, [line("窓口", 1), line("窓口", 2), reason], tmp_path / "資料.xlsx")
    assert read_book(tmp_path / "資料.xlsx").sheets[SHEET].merges == ("A2:A6",)
    wide = {**LINES, "指標_名称": "C2", "指標_単位": "C3", "項目_備考": "D4"}
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "項目"}, wide, merges=["A2:B3", "B4:C4"])
    fill(template, [line("窓口", 1), line("窓口", 2), reason], tmp_path / "資料.xlsx")
    assert read_book(tmp_path / "資料.xlsx").sheets[SHEET].merges == ("A2:B6",)


@needs_ooxml_validator
def test_three_hundred_indicators_of_a_hundred_items_are_valid(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "項目"}, LINES, merges=["A2:A3"])
    lines = [line(f"項目{at}", number) for at in range(100) for number in (1, 2, 3)]
    fill(template, lines, tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert (shown["A596"], shown["B600"]) == ("項目99", "項目99の指標3")
    assert ooxml_errors(tmp_path / "資料.xlsx") == []


def test_a_cell_less_high_than_the_block_stands_on_every_line(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "項目"}, LINES)
    fill(template, [line("窓口", 1), line("窓口", 2)], tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert (shown["A2"], shown["A4"]) == ("窓口", "窓口")


def test_an_amount_is_written_in_oku_and_man(tmp_path: Path) -> None:
    cells = {"A1": "約{数値_件数:億万円}", "A3": "名称"}
    template = write_toy(tmp_path / "様式.xlsx", cells, NAMES)
    package, sheets, errors = load(template)
    assert errors == []
    fill_sheet(package, SHEET, sheets[SHEET], [], Line("", {COUNT: Decimal(400390)}))  # 千円
    package.save(tmp_path / "資料.xlsx")
    assert texts(tmp_path / "資料.xlsx")["A1"] == "約4億39万円"


@pytest.mark.parametrize(("holds", "marks"), [("8、17", ("", "●")), ("１１・8", ("●", "")), ("", ("", ""))])
def test_a_word_among_those_a_field_holds_is_marked(
    tmp_path: Path, holds: str, marks: tuple[str, str]
) -> None:
    template = write_toy(
        tmp_path / "様式.xlsx", {"A3": "{項目_SDGs=11}", "B3": "{項目_SDGs=17}"}, {"ブロック_行": "A3:B3"}
    )
    fill(template, [Line("行", {Slot("item.sdgs"): holds})], tmp_path / "資料.xlsx")
    shown = texts(tmp_path / "資料.xlsx")
    assert (shown.get("A3", ""), shown.get("B3", "")) == marks


def test_every_line_of_a_text_gets_a_bullet_unless_it_has_one(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {"A1": "{項目_名称:箇条書き}", "A3": "名称"}, NAMES)
    package, sheets, errors = load(template)
    assert errors == []
    written = "募集を始めた。\n・28件の応募があった。\n\n※前年度は38件"
    fill_sheet(package, SHEET, sheets[SHEET], [], Line("", {NAME: written}))
    package.save(tmp_path / "資料.xlsx")
    bullets = "・募集を始めた。\n・28件の応募があった。\n※前年度は38件"
    assert texts(tmp_path / "資料.xlsx")["A1"] == bullets


def test_a_style_that_does_not_exist_is_named(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", {**CELLS, "A2": "{数値_件数:億}"}, NAMES)
    (error,) = load(template)[2]
    assert (error.cell, "億万円" in error.mend) == ("A2", True)


def test_an_item_stays_on_the_page_of_the_first_of_its_indicators(tmp_path: Path) -> None:
    # On A4 with margins of an inch 27 rows of 24.5 points fit; an item takes 5 of them: 5 items on a page.
    with xlsxwriter.Workbook(tmp_path / "様式.xlsx") as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_paper(9)
        sheet.set_margins(1, 1, 1, 1)
        sheet.set_column("A:A", 40)
        for row in range(3):
            sheet.set_row(row, 24.5)
        areas = {"ブロック_行": "$1:$1", "ブロック_指標": "$2:$2", "ブロック_行末": "$3:$3"}
        for name, area in (areas | {"項目_名称": "$A$1", "指標_名称": "$A$2"}).items():
            book.define_name(f"'{SHEET}'!{name}", f"='{SHEET}'!{area}")
    lines = []
    for at in range(12):
        item = f"項目{at}"
        lines += [Line("行", {NAME: item}, item), *(line(item, number) for number in (1, 2, 3))]
        lines.append(Line("行末", {NAME: item}, item))
    fill(tmp_path / "様式.xlsx", lines, tmp_path / "資料.xlsx")
    breaks = openpyxl.load_workbook(tmp_path / "資料.xlsx")[SHEET].row_breaks.brk
    assert [one.id for one in breaks] == [25, 50]


def test_a_dash_is_nothing_that_an_optional_row_would_stand_for(tmp_path: Path) -> None:
    template = write_toy(tmp_path / "様式.xlsx", CELLS, NAMES)
    lines = [Line("行", {NAME: "甲"}), Line("行_関連", {RELATED: "-"}, optional=True)]
    fill(template, lines, tmp_path / "資料.xlsx")
    assert "関連課" not in texts(tmp_path / "資料.xlsx").values()


def test_a_subtotal_never_begins_a_page(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "様式.xlsx") as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_paper(9)
        sheet.set_margins(1, 1, 1, 1)
        sheet.set_column("A:A", 40)
        for row in range(2):
            sheet.set_row(row, 24.5)  # 27 of them on a page
        for name, area in {"ブロック_行": "$1:$1", "ブロック_階層1末": "$2:$2", "項目_名称": "$A$1"}.items():
            book.define_name(f"'{SHEET}'!{name}", f"='{SHEET}'!{area}")
    lines = [Line("行", {NAME: f"項目{at}"}, f"項目{at}") for at in range(27)]
    fill(tmp_path / "様式.xlsx", [*lines, Line("階層1末", closes=True)], tmp_path / "資料.xlsx")
    breaks = openpyxl.load_workbook(tmp_path / "資料.xlsx")[SHEET].row_breaks.brk
    assert [one.id for one in breaks] == [26]  # the last item goes over with its subtotal
