"""A workspace in, CPU seconds per book out: the step `generate` with all it does, imports aside.

With the word `proof` every book is also read back by openpyxl.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from toolkit.desk.workspace import load_workspace
from toolkit.steps.generate import generate


def main(folder: Path, *, proof: bool) -> None:
    with tempfile.TemporaryDirectory() as out:
        workspace = load_workspace(shutil.copytree(folder, Path(out) / "workspace"))
        started = time.process_time()
        issued = generate(workspace, workspace.profile.round(), proof=proof)
        print((time.process_time() - started) / len(issued.manifest.books))


if __name__ == "__main__":
    main(Path(sys.argv[1]), proof=sys.argv[2:] == ["proof"])
