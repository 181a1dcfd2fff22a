"""Whose turn it is: うみべ市 from the register to its papers, the next command named at every step."""

from __future__ import annotations

from pathlib import Path

from tests.steps.toy_city import FIRST, GOOD, fill, make_city
from toolkit.desk.turn import what_next
from toolkit.desk.workspace import Workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

HARBOUR, TOURISM, GENERAL = "産業部 港湾課", "産業部 観光課", "総務部 総務課"


def send(workspace: Workspace, folder: Path, section: str, first: str | int) -> None:
    ((item, good),) = GOOD[section].items()
    folder.mkdir(exist_ok=True)
    path = folder / f"{len(list(folder.iterdir()))}.xlsx"
    fill(workspace, section, {item: {**good, FIRST: first}}, path)
    collect(workspace, workspace.profile.round(), [path])


def test_a_round_goes_from_the_office_to_the_departments_and_back(tmp_path: Path) -> None:
    workspace, inbox = make_city(tmp_path / "city"), tmp_path / "受信"
    round_ = workspace.profile.round()

    def turn() -> tuple[str, tuple[str, ...]]:
        found = what_next(workspace)
        assert found.command.startswith(f"gyokaku {found.verb}")
        return found.verb, found.who

    assert turn() == ("generate", ())
    generate(workspace, round_)
    assert turn() == ("collect", (HARBOUR, TOURISM, GENERAL))
    send(workspace, inbox, "港湾課", 50)
    send(workspace, inbox, "観光課", 1200)
    send(workspace, inbox, "総務課", "多数")
    assert turn() == ("validate", ())
    validate(workspace, round_)
    assert turn() == ("request", ())
    request(workspace, round_)
    assert turn() == ("collect", (GENERAL,))
    send(workspace, inbox, "総務課", 8)
    assert turn() == ("validate", ())
    validate(workspace, round_)
    assert turn() == ("consolidate", ())
    consolidate(workspace, round_)
    assert turn() == ("audit", ())


def test_status_ends_with_what_to_do_next(issued: Workspace) -> None:
    lines = list(status(issued, issued.profile.round()).iter_lines(issued.root))
    assert lines[-1] == (
        "次にすること: 所属の番です（産業部 港湾課、産業部 観光課、総務部 総務課）。"
        "提出を待っています。届いたら → gyokaku collect 届いたファイル"
    )


def test_a_round_that_is_not_the_current_one_is_named_in_the_command(issued: Workspace) -> None:
    other = issued.profile.round("R6_上半期")
    generate(issued, other)
    assert status(issued, other).turn.command == "gyokaku collect 届いたファイル --round R6_上半期"
