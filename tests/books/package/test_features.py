"""The 69 features of the rich workbook, each on the source and on its clone."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.books.features import FEATURES, View, normalized
from tests.books.lint import lint
from tests.books.rich_workbook import FORM, rich_parts, write_parts, write_rich_workbook
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, render_png, resave
from toolkit.books.package.package import Package

COPIES = ["写し(2)", "写し(3)", "写し(4)"]
DROPPED_ON_PURPOSE = {"codeName"}  # macros know a sheet by it, so two sheets must not share it


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rich_workbook(tmp_path_factory.mktemp("rich") / "様式.xlsx")


@pytest.fixture(scope="module")
def cloned(source: Path) -> Path:
    package = Package.open(source)
    for name in COPIES:
        package.clone_sheet(FORM, name)
    path = source.with_name("写し.xlsx")
    package.save(path)
    return path


def test_the_table_has_69_features() -> None:
    assert len(FEATURES) == 69


@pytest.mark.parametrize("feature", FEATURES)
def test_a_clone_keeps(feature: str, source: Path, cloned: Path) -> None:
    before = normalized(FEATURES[feature](View(source, FORM)), FORM)
    assert before, "the source must have the feature"
    for sheet in COPIES[:1] + COPIES[2:]:
        after = normalized(FEATURES[feature](View(cloned, sheet)), sheet)
        assert after == ("" if feature in DROPPED_ON_PURPOSE else before)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_source_sheet_is_unchanged_by_cloning(feature: str, source: Path, cloned: Path) -> None:
    assert FEATURES[feature](View(cloned, FORM)) == FEATURES[feature](View(source, FORM))


def test_the_own_lint_finds_nothing_in_three_clones(cloned: Path) -> None:
    assert lint(cloned) == []


@needs_ooxml_validator
def test_three_clones_have_no_validator_error(source: Path, cloned: Path) -> None:
    assert ooxml_errors(source) == []
    assert ooxml_errors(cloned) == []


@needs_libreoffice
def test_a_clone_prints_as_its_source_to_the_pixel(tmp_path: Path) -> None:
    parts = rich_parts()
    form = parts["xl/worksheets/sheet1.xml"]
    # The page number differs from page to page, so the pages go without header and footer.
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<headerFooter.*</headerFooter>", b"", form, flags=re.S)
    package = Package.open(write_parts(tmp_path / "様式.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    package.save(tmp_path / "book.xlsx")
    pages = [path.read_bytes() for path in render_png(tmp_path / "book.xlsx", tmp_path)]
    assert len(pages) == 5  # 様式 has two pages, 選択肢 one, 裏 is hidden, 写し two
    assert pages[3:] == pages[:2]
    assert pages[0] != pages[1]


@needs_libreoffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_libreoffice_opens_three_clones_and_keeps_their_names_and_values(
    cloned: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(resave(cloned, tmp_path / "saved.xlsx"), data_only=True)
    assert book.sheetnames == ["様式", "選択肢", "裏", *COPIES]
    for name in COPIES:
        assert book[name]["C8"].value == -1234
        assert book[name].defined_names["年次_目標値"].attr_text == f"'{name}'!$C$8:$H$8"


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_openpyxl_reads_three_clones(cloned: Path) -> None:
    book = openpyxl.load_workbook(cloned)
    for name in COPIES:
        assert book[name]["C10"].value == f"=SUM(C8:D9)+'{name}'!G8"
        assert book[name]["A1"].value == "行財政改革"
        assert book[name].print_area == f"'{name}'!$A$1:$H$30"
        assert [table.displayName for table in book[name].tables.values()] == [
            f"表1_{COPIES.index(name) + 2}"
        ]
