"""うみべ市 once per session; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.steps.sent_round import Round
from tests.steps.toy_city import fill_all, make_city, make_joint_city
from tests.windows.wine import is_wine
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.generate import generate


@pytest.fixture(scope="session")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = make_city(tmp_path_factory.mktemp("umibe") / "city")
    generate(workspace, workspace.profile.round())
    return workspace.root


@pytest.fixture(scope="session")
def answered_once(issued_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_all(load_workspace(issued_once), tmp_path_factory.mktemp("answers"))


@pytest.fixture
def issued(issued_once: Path, tmp_path: Path) -> Workspace:
    """A workspace whose round R6_実績 was issued; nothing came back yet."""
    return load_workspace(Path(shutil.copytree(issued_once, tmp_path / "city")))


@pytest.fixture
def inbox(answered_once: Path, tmp_path: Path) -> Path:
    """The good answers of every department."""
    return Path(shutil.copytree(answered_once, tmp_path / "受信"))


@pytest.fixture
def sent(issued: Workspace, tmp_path: Path) -> Round:
    """The round R6_実績, to which files can be sent."""
    return Round(issued, tmp_path / "送信")


@pytest.fixture
def joint(tmp_path: Path) -> Round:
    """The same round where one department returns all three items, a sheet each."""
    workspace = make_joint_city(tmp_path / "joint")
    generate(workspace, workspace.profile.round())
    return Round(workspace, tmp_path / "送信")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with its reason, what Windows would show and Wine cannot (`not_under_wine`)."""
    for item in items if is_wine() else ():
        mark = item.get_closest_marker("not_under_wine")
        if mark:
            item.add_marker(pytest.mark.skip(reason=f"Wine: {mark.args[0]}"))
