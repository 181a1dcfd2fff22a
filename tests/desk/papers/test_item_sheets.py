"""The items' sheets bound behind a table of contents: うみべ市, whose form here shows rate and flag too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.books.toys import write_toy
from tests.desk.papers.test_grounds import listed
from tests.settings_book import table
from tests.steps.edits import rewrite
from tests.steps.test_report import make, with_papers
from tests.steps.toy_city import (
    FIRST,
    GOOD,
    NAMES,
    REGISTER,
    RESULT,
    fill,
    fill_all,
    make_city,
    write_register,
    write_template,
)
from toolkit.books.reading.reader import Book, read_book
from toolkit.desk.workspace import Workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.report import Reported

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
    (path,) = report_of(tmp_path, shown).papers
    return read_book(path)


def as_it_is(_: Path) -> None:
    """Leave a file as it is."""


def report_of(
    tmp_path: Path,
    shown: Mapping[str, str],
    story: str = "",
    edit: Callable[[Path], None] = as_it_is,
    before: Callable[[Workspace], None] = lambda _: None,
) -> Reported:
    """Give what was reported after every department answered well, 総務課 with this 取組実績, edited so."""
    workspace = make_city(tmp_path / "city")
    write_template(workspace.root / "様式" / "シート.xlsx", {**NAMES, **shown})
    (workspace.root / "様式" / "会議資料").mkdir()
    contents = {"ブロック_行": "A2:B2", "項目_番号": "A2", "項目_名称": "B2"}
    write_toy(workspace.root / "様式" / "会議資料" / "目次.xlsx", {"A1": "目次"}, contents)
    workspace = with_papers(workspace, CONTENTS)
    before(workspace)
    generate(workspace, workspace.profile.round())
    inbox = fill_all(workspace, tmp_path / "受信")
    if story:
        own = {**GOOD["総務課"]["1-①"], RESULT: story}
        edit(fill(workspace, "総務課", {"1-①": own}, inbox / "総務課.xlsx"))
    collect(workspace, workspace.profile.round(), [inbox])
    consolidate(workspace, workspace.profile.round())
    return make(workspace)


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


def test_case_D12_no_cell_of_the_bound_sheets_is_shown_as_one_to_be_filled(tmp_path: Path) -> None:
    (path,) = report_of(tmp_path, RATES).papers
    assert [sheet.title for sheet in openpyxl.load_workbook(path) if [*sheet.conditional_formatting]] == []


def test_a_form_that_shows_no_rate_shows_the_flag_alone(tmp_path: Path) -> None:
    cells = bind(tmp_path, FLAGS).sheets["1-①"].cells
    assert ("B15" in cells, cells["B17"].raw) == (False, "×")


def test_a_year_that_was_not_asked_shows_no_verdict(bound: Book) -> None:
    assert not {"C15", "C17"} & bound.sheets["1-①"].cells.keys()


LINES = [f"{number:03}{'あ' * 47}" for number in range(100)]
"""100 lines of 50 characters, 5,000 in all; a cell of the form is 24 wide, two rows of at most 409.5 high."""


def test_case_R17_a_text_longer_than_the_highest_rows_says_where_the_rest_is(tmp_path: Path) -> None:
    done = report_of(tmp_path, RATES, "\n".join(LINES))
    shown = read_book(done.papers[0]).sheets["1-①"].cells[RESULT].raw
    begun, _, rest = shown.partition("…")
    assert rest == "（続きは、根拠.xlsxのシート「文章」にあります）"
    assert "\n".join(LINES).startswith(begun)
    assert 5 <= begun.count("\n") <= 12  # five lines of the cell to one of the text, some 40 of them fit
    (text,) = [row for row in listed(done, "文章") if row["項目・区分"] == "1-①"]
    assert text["文章"] == "\n".join(LINES)
    assert text["根拠"].endswith("回答のとおり（資料の欄に入り切らないため、全文をここに載せています）")
    assert text["回答"].endswith(" B12")


def test_case_R17_a_text_that_fits_is_printed_whole(tmp_path: Path) -> None:
    done = report_of(tmp_path, RATES, "\n".join(LINES[:5]))
    assert read_book(done.papers[0]).sheets["1-①"].cells[RESULT].raw == "\n".join(LINES[:5])
    (text,) = [row for row in listed(done, "文章") if row["項目・区分"] == "1-①"]
    assert text["根拠"].endswith("回答のとおり")


def test_case_R18_a_control_character_stops_no_paper(tmp_path: Path) -> None:
    def paste(path: Path) -> None:
        rewrite(path, lambda _, xml: xml.replace("一と二", "一_x000B_二_xFFFE__x0000_\u0090"))

    done = report_of(tmp_path, RATES, "一と二", paste)
    assert read_book(done.papers[0]).sheets["1-①"].cells[RESULT].raw == "一\n二"


def test_case_R3_what_is_struck_is_never_printed(tmp_path: Path) -> None:
    def strike(path: Path) -> None:
        book = openpyxl.load_workbook(path, rich_text=True)
        sheet = book["1-①"]
        struck = TextBlock(InlineFont(strike=True), "昨年の文。")
        sheet[RESULT].value = CellRichText(struck, "今年の文。")
        sheet[FIRST].font = Font(strike=True)
        book.save(path)

    done = report_of(tmp_path, RATES, "何か", strike)
    cells = read_book(done.papers[0]).sheets["1-①"].cells
    assert cells[RESULT].raw == "今年の文。"
    assert FIRST not in cells or not cells[FIRST].raw.strip("-－未")


def test_case_R17_a_text_of_the_plan_too_long_for_its_cell_says_where_the_rest_is_too(tmp_path: Path) -> None:
    header, *rows = REGISTER["項目"]
    items = [[*row] for row in rows]
    items[0][header.index("計画_R6")] = "\n".join(LINES)

    def plan(workspace: Workspace) -> None:
        write_register(workspace.register, {**REGISTER, "項目": [header, *items]})

    done = report_of(tmp_path, RATES, before=plan)
    shown = read_book(done.papers[0]).sheets["1-①"].cells["B5"].raw
    begun, _, rest = shown.partition("…")
    assert rest == "（続きは、根拠.xlsxのシート「文章」にあります）"
    assert "\n".join(LINES).startswith(begun)
    (text,) = [row for row in listed(done, "文章") if row["欄"] == "年次_計画"]
    assert text["文章"] == "\n".join(LINES)
    assert (
        text["根拠"]
        == "令和6年度の計画：計画台帳（R6版）のとおり（資料の欄に入り切らないため、全文をここに載せています）"
    )
