"""150 returns broken at random: none stops a command, each time the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.rounds import Stopped, iter_stopped, make_round, run_round

COUNT, SEED = 150, 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("fuzz") / "city").root


def told(stopped: list[Stopped]) -> str:
    return "\n".join(f"{one.step}: seed {'、'.join(one.seeds)}\n{one.trace}" for one in stopped)


def test_no_broken_return_stops_a_command(root: Path) -> None:
    stopped = list(iter_stopped(root, COUNT, SEED))
    assert not stopped, told(stopped)


@pytest.mark.parametrize("seed", ["3/256", "7/29"])
def test_what_once_stopped_a_command_stops_none_any_more(root: Path, seed: str) -> None:
    assert run_round(root, {"001課": seed}) is None
