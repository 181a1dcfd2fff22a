"""A workspace and a folder of returns in, 受付簿, 確認結果 and 取りまとめ表 out, in one process."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.validate import validate
from toolkit.steps.workspace import load_workspace


def main(folder: Path, returns: Path) -> None:
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    collect(workspace, round_, [returns])
    validate(workspace, round_)
    consolidate(workspace, round_)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
