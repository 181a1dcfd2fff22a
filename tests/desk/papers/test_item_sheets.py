"""The items' sheets bound behind a table of contents: うみべ市, whose form here shows rate and flag too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.books.toys import write_toy
from tests.settings_book import table
from tests.steps.test_report import make, with_papers
from tests.steps.toy_city import NAMES, fill_all, make_city, write_template
from toolkit.books.reading.reader import Book, read_book
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate

RATES, FLAGS = {"指標_達成率": "$B$15:$C$16"}, {"指標_達成": "$B$17:$C$18"}
CONTENTS = {
    "資料": table("""
        資料番号|名称|様式ファイル|つづる様式
        資料2|個票|会議資料/目次.xlsx|シート
    """)
}


@pytest.fixture
def bound(tmp_path: Path) -> Book:
    """The book of sheets after every department answered well."""
    return bind(tmp_path, RATES | FLAGS)


def bind(tmp_path: Path, shown: Mapping[str, str]) -> Book:
    workspace = make_city(tmp_path / "city")
    write_template(workspace.root / "様式" / "シート.xlsx", {**NAMES, **shown})
    (workspace.root / "様式" / "会議資料").mkdir()
    contents = {"ブロック_行": "A2:B2", "項目_番号": "A2", "項目_名称": "B2"}
    write_toy(workspace.root / "様式" / "会議資料" / "目次.xlsx", {"A1": "目次"}, contents)
    workspace = with_papers(workspace, CONTENTS)
    generate(workspace, workspace.profile.round())
    collect(workspace, workspace.profile.round(), [fill_all(workspace, tmp_path / "受信")])
    consolidate(workspace, workspace.profile.round())
    (path,) = make(workspace).papers
    return read_book(path)


@pytest.mark.parametrize(
    ("item", "rate", "flag"),
    [
        ("1-①", "80.0%", "×"),  # 8 of 10 windows
        ("1-②", "120.0%", "○"),  # 1,200 of 1,000 visitors
        ("2-①", "100.0%", "○"),  # 50 of 50
    ],
)
def test_a_sheet_shows_the_rate_and_the_flag_of_its_verdict(
    bound: Book, item: str, rate: str, flag: str
) -> None:
    cells = bound.sheets[item].cells
    assert (cells["B15"].raw, cells["B17"].raw) == (rate, flag)


def test_a_form_that_shows_no_rate_shows_the_flag_alone(tmp_path: Path) -> None:
    cells = bind(tmp_path, FLAGS).sheets["1-①"].cells
    assert ("B15" in cells, cells["B17"].raw) == (False, "×")


def test_a_year_that_was_not_asked_shows_no_verdict(bound: Book) -> None:
    assert not {"C15", "C17"} & bound.sheets["1-①"].cells.keys()
