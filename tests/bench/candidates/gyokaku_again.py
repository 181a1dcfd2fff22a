"""A workspace that holds all returns in, 確認結果 and 取りまとめ表 made again out, in one process.

Prints the CPU seconds of start and imports, validate, consolidate.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from toolkit.desk.workspace import load_workspace
from toolkit.steps.consolidate import consolidate
from toolkit.steps.validate import validate


def main(folder: Path) -> None:
    clock = [0.0, time.process_time()]
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    validate(workspace, round_)
    clock.append(time.process_time())
    consolidate(workspace, round_, proof=False)  # the proof is measured beside
    clock.append(time.process_time())
    print(*(after - before for before, after in itertools.pairwise(clock)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
