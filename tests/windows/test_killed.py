"""A command ended from outside (the power, the task manager) at any moment: what stands is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.steps.faults import check_whole, left_over
from tests.windows.desk import gyokaku, start
from toolkit.desk.workspace import Workspace

_STOPS = """
import runpy, sys
from pathlib import Path
from tests.steps.faults import stop_at

def stop(*touched):
    print("stopped", flush=True)
    sys.stdin.read()

root, number, *words = sys.argv[1:]
stop_at(int(number), Path(root), stop)
sys.argv = ["gyokaku", *words, "-C", root]
runpy.run_module("toolkit.cli", run_name="__main__")
"""


def kill(city: Workspace, number: int, *words: str) -> bool:
    """Run a command, end it before its n-th touch of the disk; False where it ends by itself before."""
    with start("-c", _STOPS, str(city.root), str(number), *words) as process:
        assert process.stdout is not None
        said = b""
        for line in process.stdout:
            said = line.strip()
            if said == b"stopped":
                return True
        assert process.wait() <= 1, said.decode()
        return False


def numbers(city: Workspace) -> dict[str, Any]:
    path = city.folder("取りまとめ", city.profile.round()) / "取りまとめ表.json"
    return dict(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("verb", ["回収", "確認", "取りまとめ"])
def test_after_a_kill_at_any_of_three_moments_the_command_run_again_tells_the_same(
    city: Workspace, answered_once: Path, verb: str
) -> None:
    verbs = {"回収": ["回収", str(answered_once)], "確認": ["確認"], "取りまとめ": ["取りまとめ"]}
    for before in list(verbs)[: list(verbs).index(verb)]:
        assert gyokaku(*verbs[before], cwd=city.root).code == 0
    kills = [kill(city, number, *verbs[verb]) for number in (2, 5, 8)]
    assert kills[0], "a command that is never stopped shows nothing"
    check_whole(city)
    for again in list(verbs)[list(verbs).index(verb) :]:
        assert gyokaku(*verbs[again], cwd=city.root).code == 0
    check_whole(city)
    assert left_over(city) == []
    assert numbers(city)["received"]["returned"] == 3
