"""A whole round where every name is one that some program trips over; what it makes is looked at.

Cases X1–X5 of the list: what Excel itself would repair or show wrongly. The suite's lint knows its causes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner

from tests.books.lint import lint
from tests.books.lint.book import units
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate
from tests.steps.hostile_city import LONG, MEETING, answer_hostile_round, make_hostile_city
from toolkit.cli import cli
from toolkit.desk.workspace import CHECKED, CONSOLIDATED, ISSUED, Workspace
from toolkit.model.plan import Plan
from toolkit.steps.template import picture

TURNS = (2, 14)
"""One in which the names of the departments are of 300 characters, one in which those of the items are."""
NOT_OURS = ("回収", "様式", "送信")


class Made(NamedTuple):
    """A round that was run from check to report: its workspace, and the plan it is about."""

    workspace: Workspace
    plan: Plan

    @property
    def books(self) -> list[Path]:
        """Every workbook that was made, in a fixed order."""
        root = self.workspace.root
        every = sorted(root.rglob("*.xlsx"))
        return [path for path in every if not set(path.relative_to(root).parts) & set(NOT_OURS)]

    @property
    def sent(self) -> list[Path]:
        """The books of the departments."""
        return sorted(self.workspace.folder(ISSUED, self.workspace.profile.round()).glob("*.xlsx"))

    def list_of(self, kind: str, name: str) -> Any:
        """Open one of the office's lists."""
        return _open(self.workspace.folder(kind, self.workspace.profile.round()) / name)


@pytest.fixture(scope="module", params=TURNS, ids=["departments", "items"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A whole round by every command that makes a workbook; none of them may stop."""
    root = tmp_path_factory.mktemp("hostile")
    workspace = make_hostile_city(root / "city", request.param)

    def run(*words: str) -> None:
        done = CliRunner().invoke(cli, [*words, "-C", str(workspace.root)], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output

    run("check")
    run("generate")
    answer_hostile_round(workspace, root / "送信", request.param)
    run("collect", str(root / "送信"))
    run("validate")
    run("consolidate")
    run("report", "--meeting", MEETING)
    for command in ("status", "request", "share", "audit"):
        run(command)
    run("correct", "i3", "指標_実績値", "55", "--number", "1", "--why", "=電話で&確認")
    run("consolidate")
    return Made(workspace, workspace.load_plan(workspace.register))


def test_case_X1_no_name_runs_into_a_code_of_a_header(made: Made) -> None:
    round_ = made.workspace.profile.round()
    (paper,) = (made.workspace.root / "会議資料" / round_.id / MEETING).glob("*資料1*.xlsx")
    header = _open(paper).worksheets[0].oddHeader
    assert (header.left.size, header.left.text) == (9, "2024年度&&第1回(本部)'会議😀")  # not size 92


def test_case_X2_an_answer_of_1260_characters_stands_whole_in_a_row_that_excel_can_make(made: Made) -> None:
    (path,) = made.workspace.root.glob(f"会議資料/*/{MEETING}/根拠.xlsx")
    sheet = openpyxl.load_workbook(path)["文章"]
    rows = {cell.row for line in sheet.iter_rows() for cell in line if cell.value == LONG}
    assert (units(LONG), len(rows)) == (1260, 2)
    assert all(150 < sheet.row_dimensions[row].height <= 409.5 for row in rows)


def test_case_X3_a_name_of_300_characters_is_cut_in_tooltips_and_tabs_and_nowhere_else(made: Made) -> None:
    names = {one.name for one in made.plan.items}
    shown: set[str] = set()
    for path in made.sent:
        cover = _open(path).worksheets[0]
        shown |= {str(cover[f"B{row}"].value) for row in (6, 7, 8) if cover[f"B{row}"].value}
        for link in cover._hyperlinks:
            assert units(link.tooltip) <= 255
    assert shown == names


def test_case_X4_nothing_that_was_made_is_what_excel_would_repair(made: Made) -> None:
    found = {path.name: lint(path) for path in made.books}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) > 25


def test_case_X5_every_tab_is_a_name_excel_takes_and_no_two_are_alike(made: Made) -> None:
    for path in made.books:
        tabs = openpyxl.load_workbook(path, read_only=True).sheetnames
        assert len({tab.casefold() for tab in tabs}) == len(tabs)
        for tab in tabs:
            assert units(tab) <= 31
            assert not set(tab) & set("[]:*?/\\\n\t")
            assert tab.strip("'") == tab


def test_the_office_s_lists_hold_the_names_as_they_were_given(made: Made) -> None:
    book = made.list_of(CONSOLIDATED, "取りまとめ表.xlsx")
    words = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {item.name for item in made.plan.items} <= words
    assert {one.name for item in made.plan.items for one in item.indicators} <= words
    assert {level.name for item in made.plan.items for level in item.levels} <= words


def test_what_a_department_wrote_is_quoted_as_it_was_written(made: Made) -> None:
    sheet = made.list_of(CHECKED, "確認結果.xlsx")["確認事項"]
    words = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    typed = {str(value) for path in _returns(made) for value in _answers_in(path)}
    assert typed & set(words)


@needs_ooxml_validator
def test_the_open_xml_sdk_finds_no_error(made: Made) -> None:
    assert {
        path.name: found for path, found in ooxml_errors_of(_one_of_each_kind(made)).items() if found
    } == {}


@needs_libreoffice
def test_libreoffice_opens_every_kind_of_workbook(made: Made) -> None:
    for path in _one_of_each_kind(made):
        assert set(recalculate(path)) == set(openpyxl.load_workbook(path, read_only=True).sheetnames)


@needs_libreoffice
def test_a_form_with_hostile_sheets_can_be_drawn(made: Made, tmp_path: Path) -> None:
    for path in made.workspace.root.glob("様式/*.xlsx"):
        assert all(one.is_file() for one in picture(path, tmp_path))


def _one_of_each_kind(made: Made) -> list[Path]:
    """Give two books of every folder: the others there are made alike."""
    folders: dict[Path, list[Path]] = {}
    for path in made.books:
        if ".gyokaku" not in path.parts and path.parent != made.workspace.root:
            folders.setdefault(path.parent, []).append(path)
    return [path for own in folders.values() for path in islice(own, 2)] + [
        made.workspace.root / "検査結果.xlsx"
    ]


def _returns(made: Made) -> list[Path]:
    return sorted(made.workspace.folder("回収", made.workspace.profile.round()).glob("*.xlsx"))


def _answers_in(path: Path) -> Iterator[object]:
    for sheet in openpyxl.load_workbook(path).worksheets[1:]:
        yield sheet["B8"].value


def _open(path: Path) -> Any:
    return openpyxl.load_workbook(path)
