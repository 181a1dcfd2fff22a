"""The lists of the packaged cities as they come out of a printer: legible, dated alike, no page empty."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.demos import demo_of
from tests.office import needs_libreoffice, resave
from tests.printed import OTHER_FONT, font_on_paper
from toolkit.desk.workspace import load_workspace
from toolkit.steps.status import status

ROOT = Path(__file__).parents[1]
CITIES = sorted(path.name for path in (ROOT / "examples").iterdir())
LISTS = ("取りまとめ表.xlsx", "確認結果.xlsx", "提出状況.xlsx", "根拠.xlsx")
LEAST = 8.0  # points
GREGORIAN = re.compile(r"20\d\d\s?[年/.-]\s?\d{1,2}\s?[月/.-]")


@pytest.fixture(scope="module", params=CITIES)
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city after its demo, with the state of its returns."""
    folder = demo_of(request.param, tmp_path_factory)
    workspace = load_workspace(folder)
    status(workspace, workspace.profile.round())
    return folder


def lists_in(folder: Path) -> list[Path]:
    """Give the lists of every round."""
    found = [path for name in LISTS for path in sorted(folder.glob(f"*/*/{name}"))]
    assert {path.name for path in found} == set(LISTS)
    return found


def sheets_of(path: Path) -> list[Any]:
    """Open a workbook and give its sheets."""
    return list(openpyxl.load_workbook(path))


def cells_of(sheet: Any) -> Iterator[Any]:
    """Yield the cells that hold something."""
    yield from (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def brightness(colour: str) -> float:
    """Give the relative luminance of a colour `FFRRGGBB`, 0 black and 1 white, as a grey print shows it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_case_D13_every_sheet_of_every_list_is_printed_at_8_points_or_more(city: Path) -> None:
    sizes = {
        (path.name, sheet.title): font_on_paper(sheet, OTHER_FONT)
        for path in lists_in(city)
        for sheet in sheets_of(path)
    }
    assert {place: size for place, size in sizes.items() if size < LEAST} == {}


def test_case_D13_every_page_says_which_sheet_and_page_it_is_and_repeats_the_headings(city: Path) -> None:
    for path in lists_in(city):
        for sheet in sheets_of(path):
            assert sheet.oddFooter.center.text == "&P／&Nページ"
            assert sheet.oddFooter.right.text == "&A"
            assert sheet.print_title_rows == (None if sheet.title == "概要" else "$1:$4")


def test_case_D13_no_cell_of_a_list_is_dark_and_no_text_is_light(city: Path) -> None:
    for path in lists_in(city):
        for sheet in sheets_of(path):
            fills = {cell.fill.fgColor.rgb for cell in cells_of(sheet) if cell.fill.fill_type}
            looks = [rule.dxf for area in sheet.conditional_formatting for rule in area.rules]
            fills |= {look.fill.bgColor.rgb for look in looks if look and look.fill}
            texts = {look.font.color.rgb for look in looks if look and look.font and look.font.color}
            assert {colour for colour in fills if brightness(colour) < 0.8} == set()
            assert {colour for colour in texts if brightness(colour) > 0.2} == set()


def test_case_D13_dates_are_real_dates_shown_in_the_era_and_no_text_names_another_calendar(
    city: Path,
) -> None:
    for path in lists_in(city):
        for sheet in sheets_of(path):
            dates = {cell.number_format for cell in cells_of(sheet) if cell.is_date}
            assert dates <= {
                '[$-411]ggge"年"m"月"d"日""（"aaa"）"',
                '[$-411]ggge"年"m"月"d"日" h:mm',
            }
            told = [cell.value for cell in cells_of(sheet) if isinstance(cell.value, str)]
            assert [text for text in told if GREGORIAN.search(text)] == []


@pytest.mark.parametrize("name", CITIES)
def test_case_D13_the_register_is_printed_at_8_points_or_more_with_its_headings(name: str) -> None:
    for sheet in sheets_of(ROOT / "examples" / name / "計画台帳.xlsx"):
        assert font_on_paper(sheet) >= LEAST, sheet.title
        assert int(sheet.page_setup.fitToHeight or 1) in (0, 1)
        if sheet.title != "使い方":
            assert sheet.print_title_rows == "$1:$1", sheet.title
            assert sheet.oddFooter.center.text == "&P／&N"
        if sheet.title == "項目":
            assert (int(sheet.page_setup.paperSize), sheet.print_title_cols) == (8, "$A:$B")


@needs_libreoffice
def test_case_D13_no_page_of_the_first_citys_lists_is_nearly_empty(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = demo_of("isehara", tmp_path_factory)
    workspace = load_workspace(folder)
    status(workspace, workspace.profile.round())
    pages = {}
    for path in lists_in(folder):
        if path.name != "根拠.xlsx":
            pages[path.name] = texts_of_pages(path, tmp_path)
    assert {name: len(texts) for name, texts in pages.items()} == {
        "取りまとめ表.xlsx": 18,
        "確認結果.xlsx": 2,
        "提出状況.xlsx": 1,
    }
    for name, texts in pages.items():
        assert [len(text) for text in texts if len(text) < 400] == [], name
    assert "期限" in pages["提出状況.xlsx"][0]
    assert "令和6年5月31日（金）" in pages["提出状況.xlsx"][0]


def texts_of_pages(path: Path, folder: Path) -> list[str]:
    """Print a workbook and give the text of each page, without blanks."""
    pdf = resave(path, folder / f"{path.stem}.pdf")
    command = ["pdftotext", "-layout", str(pdf), "-"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return ["".join(page.split()) for page in run.stdout.split("\f")[:-1]]


def test_case_D14_where_no_target_is_set_no_rate_is_printed_and_no_empty_chart_drawn(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = demo_of("hadano", tmp_path_factory) / "取りまとめ" / "R6_実績・見込み"
    indicators = json.loads((folder / "取りまとめ表.json").read_text("utf-8"))["indicators"]
    assert (indicators["total"]["not_set"], indicators["total"]["set"]) == (48, 0)
    assert [tuple(one.values()) for one in indicators["conventions"]] == [
        ("未設定を分母から除く", 0, 0, "－"),
        ("未設定を達成に含める", 0, 0, "－"),
    ]
    overview: Any = openpyxl.load_workbook(folder / "取りまとめ表.xlsx")["概要"]
    rows = [[cell.value for cell in row[:4]] for row in overview.iter_rows()]
    assert ["未設定を達成に含める", 0, 0, "－"] in rows
    (chart,) = overview._charts
    assert chart.title.tx.rich.p[0].r[0].t.startswith("効果見込額")
