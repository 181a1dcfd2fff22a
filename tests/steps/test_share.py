"""照会用コピー: an item's sheet for its related departments; what they answer goes to the 主管課."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books.lint import lint
from tests.books.test_proof import damage
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, resave, type_into
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    REGISTER,
    RESULT,
    STATUS,
    issued_path,
    make_city,
    write_register,
)
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import Book, read_book
from toolkit.books.returned.our_marks import RelatedCopy
from toolkit.books.returned.related_copy import write_related_copy
from toolkit.desk.inbox.identity import Issues, recognise
from toolkit.desk.workspace import Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import Taken
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate
from toolkit.steps.share import Shared, share
from toolkit.steps.validate import validate


def shared(workspace: Workspace) -> Shared:
    return share(workspace, workspace.profile.round())


@pytest.fixture
def copy(issued: Workspace) -> Path:
    """図書課's copy of 総務課's 1-①."""
    return shared(issued).copies[0][2]


def test_each_related_department_gets_the_items_sheet_alone(issued: Workspace) -> None:
    done = shared(issued)
    assert list(done.iter_lines(issued.root)) == [
        "照会用コピー: 1件を 配布/R6_実績/照会用コピー に作りました（主管課ごと）。",
        "  総務課: 1件",
    ]
    ((lead, related, path),) = done.copies
    assert (lead, related) == ("総務課", "図書課")
    assert path == issued.root / "配布/R6_実績/照会用コピー/総務課/1-①_図書課.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["1-①（照会用コピー）"]


def test_the_same_cells_are_open_as_in_the_book_of_the_lead(issued: Workspace, copy: Path) -> None:
    def open_cells(path: Path, sheet: str) -> set[str]:
        cells = openpyxl.load_workbook(path)[sheet]
        assert cells.protection.sheet
        return {cell.coordinate for line in cells.iter_rows() for cell in line if not cell.protection.locked}

    ours = open_cells(copy, "1-①（照会用コピー）")
    assert ours == open_cells(issued_path(issued, "総務課"), "1-①")
    assert {FIRST, EFFECT, RESULT} <= ours


def test_it_says_what_it_is_in_title_header_and_tab(copy: Path) -> None:
    book = openpyxl.load_workbook(copy)
    header: Any = book.worksheets[0].oddHeader
    assert book.properties.title == "照会用コピー 1-①（図書課から総務課へ）"
    assert header.center.text == "照会用コピー　図書課から総務課へお返しください"
    assert "_issue" not in book.defined_names


def test_the_letter_asks_to_answer_the_lead_and_not_the_office(copy: Path) -> None:
    text = copy.with_name("1-①_図書課_送付文.txt").read_text("utf-8")
    assert "教育部 図書課　御中\n\nお疲れさまです。総務部 総務課です。" in text
    assert "総務部 総務課へお返しください。" in text
    assert "令和7年5月30日（金）までに総務部 総務課から総務部 改革室へ回答します。" in text
    assert "総務部 改革室へは直接お送りにならないでください。" in text


def test_a_copy_that_reaches_the_office_is_set_aside(issued: Workspace, inbox: Path, copy: Path) -> None:
    round_ = issued.profile.round()
    (entry,) = collect(issued, round_, [copy]).entries
    assert (entry.taken, entry.code) == (Taken.SET_ASIDE, "related-copy")
    collect(issued, round_, [inbox])
    (row,) = validate(issued, round_).rows
    assert row.finding.what == "関連課に伺うための照会用コピーです（項目1-①、図書課から総務課へ）。"
    assert row.finding.mend.startswith("主管課にお渡しください。")


def test_no_mark_of_a_copy_but_its_own_makes_it_a_return(issued: Workspace, copy: Path) -> None:
    book = read_book(copy)
    # What a program leaves that drops every name of the whole book.
    rest = Book(book.sheets, tuple(name for name in book.names if name.sheet), book.properties)
    found = recognise(rest, Issues(issued.manifests(issued.profile.round())))
    assert found.taken is Taken.SET_ASIDE


def test_of_a_sheet_of_blocks_only_the_items_own_block_is_shown_and_open(
    issued: Workspace, tmp_path: Path
) -> None:
    book = next(
        one for one in issued.manifests(issued.profile.round())[-1].books if one.department == "総務課"
    )
    (sheet,) = book.sheets
    asked = {ref: slot for ref, slot in sheet.asked.items() if ref != STATUS}
    own = replace(sheet, asked=asked, rows=(1, 13))
    other = replace(sheet, item_id="1-⑨", asked={STATUS: sheet.asked[STATUS]}, rows=(14, 14))
    about = RelatedCopy("R6_実績", "総務課", "1-①", "図書課")
    path = tmp_path / "写し.xlsx"
    write_related_copy(issued_path(issued, "総務課"), replace(book, sheets=(own, other)), own, about, path)
    cells = openpyxl.load_workbook(path).worksheets[0]
    assert [cells.row_dimensions[row].hidden for row in (12, 13, 14)] == [False, False, True]
    assert (cells[RESULT].protection.locked, cells[STATUS].protection.locked) == (False, True)


def test_a_collective_name_and_an_item_not_asked_get_no_copy(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    departments = [*REGISTER["所属"], [5, "", "全所属", "総称", None]]
    items = [list(line) for line in REGISTER["項目"]]
    at = items[0].index("関連課")
    items[1][at] = "全所属、図書課、港湾課"  # 1-① of 総務課
    items[4][at] = "図書課"  # 2-② begins in R7
    write_register(workspace.register, {**REGISTER, "所属": departments, "項目": items})
    generate(workspace, workspace.profile.round())
    assert [(lead, one) for lead, one, _ in shared(workspace).copies] == [
        ("総務課", "港湾課"),
        ("総務課", "図書課"),
    ]
    submissions = validate(workspace, workspace.profile.round()).submissions
    assert "全所属" not in [one.department for one in submissions]


def test_a_book_that_is_gone_from_the_folder_is_named(issued: Workspace) -> None:
    issued_path(issued, "総務課").unlink()
    with pytest.raises(OfficeError, match="配布したブックがありません"):
        shared(issued)


def losing_the_lock_of(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every book that is saved lose one lock on its way to the disk: the cell looks like an open one."""
    save = Package.save

    def save_badly(package: Package, path: Path) -> None:
        save(package, path)
        with zipfile.ZipFile(path) as book:
            (part,) = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            styles = dict(re.findall(r'r="([A-Z]+\d+)" s="(\d+)"', book.read(part).decode()))
        shut, opened = (f'r="{cell}" s="{styles[one]}"' for one in (cell, FIRST))
        damage(path, part, lambda text: text.replace(shut, opened))

    monkeypatch.setattr(Package, "save", save_badly)


def test_a_copy_that_lost_one_lock_never_leaves_and_those_of_before_stay(
    issued: Workspace, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copy.read_bytes()
    losing_the_lock_of("D1", monkeypatch)
    with pytest.raises(OfficeError) as refused:
        shared(issued)
    error = refused.value
    assert (error.file, error.sheet, error.cell) == ("1-①_図書課.xlsx", "1-①（照会用コピー）", "D1")
    assert "セルのロックが違います。入れたはずのもの：ロックあり、実際にあるもの：ロックなし" in error.what
    assert copy.read_bytes() == before
    assert not list((issued.root / ".gyokaku").glob(".*.tmp"))


def test_a_copy_that_is_not_proved_leaves_and_is_recorded(
    issued: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing_the_lock_of("D1", monkeypatch)
    round_ = issued.profile.round()
    done = share(issued, round_, proof=False)
    assert [path.exists() for _, _, path in done.copies] == [True]
    assert "--no-proof。回収/R6_実績/決定簿.jsonl に記録しました" in list(done.iter_lines(issued.root))[-1]
    assert [(one.kind.value, one.about.value) for one in issued.decision_book(round_)] == [
        ("読み返し省略", "照会用コピー")
    ]


@needs_libreoffice
@needs_ooxml_validator
def test_libreoffice_fills_a_copy_which_stays_known_as_one(
    issued: Workspace, copy: Path, tmp_path: Path
) -> None:
    assert ooxml_errors(copy) == []
    assert lint(copy) == []
    filled = type_into(
        copy, tmp_path / "回答.xlsx", {"1-①（照会用コピー）": {RESULT: "図書館でも受け付けた。"}}
    )
    (entry,) = collect(issued, issued.profile.round(), [resave(filled, tmp_path / "再保存.xlsx")]).entries
    assert entry.code == "related-copy"
