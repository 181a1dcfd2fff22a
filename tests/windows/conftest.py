"""A round of うみべ市 sent out and answered, in a folder whose name has Japanese letters and blanks."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steps.office_city import make_office_city
from tests.windows.wine import is_wine
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

if sys.platform != "win32":
    collect_ignore_glob = ["test_*.py"]  # they ask what only Windows does


@pytest.fixture
def city(issued_once: Path, tmp_path: Path) -> Workspace:
    """うみべ市, its round issued; nothing came back yet."""
    return load_workspace(Path(shutil.copytree(issued_once, tmp_path / "行革 令和6年度" / "うみべ市")))


@pytest.fixture
def returned(city: Workspace, answered_once: Path) -> Workspace:
    """The same with the good answers of all, checked and consolidated."""
    round_ = city.profile.round()
    collect(city, round_, [answered_once])
    validate(city, round_)
    consolidate(city, round_)
    return city


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """うみべ市 where 事務局 has a book of its own, issued."""
    workspace = make_office_city(tmp_path / "うみべ市")
    generate(workspace, workspace.profile.round())
    return workspace


@pytest.fixture
def papers(office: Workspace) -> Workspace:
    """Any issued workspace: the name of a meeting is refused before anything is made."""
    return office


@pytest.fixture
def system_folder() -> Path:
    """A folder in which the system lets nobody make another."""
    return Path("Z:/sys") if is_wine() else Path("C:/Windows/System32")


@pytest.fixture
def share() -> Iterator[Path]:
    """A folder of a file server: Wine has one of its own, Windows shares its disk with itself."""
    base = Path(r"\\fileserver\share") if is_wine() else Path(rf"\\localhost\C$\{tempfile.gettempdir()[3:]}")
    folder = base / f"gyokaku-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)
