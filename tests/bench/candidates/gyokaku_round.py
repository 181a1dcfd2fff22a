"""A workspace and a folder of returns in, 受付簿, 確認結果 and 取りまとめ表 out, in one process.

Prints the CPU seconds of start and imports, collect, validate, consolidate.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from toolkit.desk.workspace import load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.validate import validate


def main(folder: Path, returns: Path) -> None:
    clock = [0.0, time.process_time()]
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    collect(workspace, round_, [returns])
    clock.append(time.process_time())
    validate(workspace, round_)
    clock.append(time.process_time())
    consolidate(workspace, round_, proof=False)  # the proof is measured beside
    clock.append(time.process_time())
    print(*(after - before for before, after in itertools.pairwise(clock)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
