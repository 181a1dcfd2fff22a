"""The forms of every packaged city, with rows and columns added and deleted: never another cell's value."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.steps.edits import delete_column, delete_row, insert_column, insert_rows
from toolkit.books.package.package import Package
from toolkit.books.package.refs import from_ref
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.read_return import read_return
from toolkit.desk.packaged import packaged_cities
from toolkit.desk.workspace import ISSUED, Workspace, init
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.read_return import Lead
from toolkit.steps.generate import generate

Given = dict[tuple[str, Slot], str]


def issue(folder: Path, city: str) -> tuple[Workspace, Manifest, Path]:
    """Issue the first round of a city that is filled in from no other."""
    workspace = init(folder / city, city)
    for round_ in workspace.profile.rounds:
        try:
            return workspace, generate(workspace, round_).manifest, workspace.folder(ISSUED, round_)
        except OfficeError:
            continue
    raise AssertionError(city)


def fill_cells(path: Path, book: IssuedBook, out: Path) -> Given:
    """Give every open cell a text of its own."""
    package, given, number = Package.open(path), {}, itertools.count(1)
    for sheet in book.sheets:
        for ref, slot in sheet.asked.items():
            given[sheet.item_id, slot] = f"答え{next(number)}"
            package.sheet(sheet.sheet).write(ref, given[sheet.item_id, slot])
    package.save(out)
    return given


def read(workspace: Workspace, manifest: Manifest, issued: IssuedBook, path: Path) -> Given:
    """Give what is taken from a returned book."""
    reading = read_return(read_book(path), manifest, issued, workspace.fields)
    asked = {sheet.item_id: set(sheet.asked.values()) for sheet in issued.sheets}
    taken: Given = {}
    for sheet in reading.sheets:
        for one in sheet.slots:
            if one.lead is Lead.FOLLOWED and one.cell and one.slot in asked[sheet.item_id]:
                taken[sheet.item_id, one.slot] = one.cell.raw
    return taken


@pytest.mark.parametrize("city", packaged_cities())
def test_whatever_row_or_column_is_added_or_deleted_no_value_is_anothers(city: str, tmp_path: Path) -> None:
    workspace, manifest, folder = issue(tmp_path, city)
    book = min(manifest.books, key=lambda one: abs(len(one.sheets) - 3))
    filled, changed = tmp_path / "filled.xlsx", tmp_path / "changed.xlsx"
    given = fill_cells(folder / book.file, book, filled)
    assert read(workspace, manifest, book, filled) == given
    name = book.sheets[0].sheet
    places = [from_ref(ref) for sheet in book.sheets if sheet.sheet == name for ref in sheet.cells]
    rows, columns = range(1, max(places)[0] + 1, 3), range(1, max(column for _, column in places) + 1, 2)
    edits: list[tuple[Callable[[Path, str, int], None], range]] = [
        (insert_rows, rows),
        (delete_row, rows),
        (insert_column, columns),
        (delete_column, columns),
    ]
    for edit, lines in edits:
        for line in lines:
            shutil.copyfile(filled, changed)
            edit(changed, name, line)
            taken = read(workspace, manifest, book, changed)
            assert {slot: given[slot] for slot in taken} == taken, (edit.__name__, line)
            if edit in (insert_rows, insert_column):
                assert taken == given, (edit.__name__, line)
