"""Which rounds the sample answers of a packaged city speak of, so that its demo runs them and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.desk.sample import sample_rounds
from toolkit.desk.workspace import init


@pytest.mark.parametrize(
    ("city", "rounds"),
    [
        ("isehara", ["R5_取組実績・評価"]),  # its samples name no round: they are of the current one
        ("atsugi-1", ["R4_確定", "R5_見込み"]),  # its third round, R5_確定, has no samples
        ("hadano", ["R5_見込み", "R6_実績・見込み"]),
    ],
)
def test_the_rounds_with_samples_are_run_in_order_and_the_current_one_once_and_last(
    tmp_path: Path, city: str, rounds: list[str]
) -> None:
    workspace = init(tmp_path / "W", city)
    assert [one.id for one in sample_rounds(workspace, city)] == rounds
