"""A packaged city in, its demo out: run once for a whole test run, by whichever process comes first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 120


def demo_of(city: str, factory: pytest.TempPathFactory) -> Path:
    """Give a folder of one's own with what `gyokaku demo --city` leaves; it may be changed."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"demo_{city}"
    ended = shared / "ended"
    try:
        shared.mkdir()
    except FileExistsError:
        _wait_for(ended)
    else:
        command = [
            sys.executable,
            "-X",
            "utf8",
            "-m",
            "toolkit.cli",
            "demo",
            str(shared / "D"),
            "--city",
            city,
        ]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
        (shared / "ending").write_text(f"{done.returncode}\n{done.stderr}", "utf-8")
        (shared / "ending").rename(ended)
    code, _, complaints = ended.read_text("utf-8").partition("\n")
    assert code in ("0", "1"), complaints
    assert complaints == ""
    return Path(shutil.copytree(shared / "D", factory.mktemp("demo") / "D"))


def _wait_for(path: Path) -> None:
    end = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"the demo did not end: {path}"
        time.sleep(0.1)
