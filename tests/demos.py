"""A packaged city in, its demo out: run once for a whole test run, by whichever process comes first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.desk.packaged import default_city

ROOT = Path(__file__).parents[1]
SECONDS = 120


def demo_of(city: str, factory: pytest.TempPathFactory) -> Path:
    """Give a folder of one's own with what `gyokaku demo --city` leaves; it may be changed."""
    return Path(shutil.copytree(_shared_demo(city, factory) / "demo", factory.mktemp("demo") / "demo"))


def ending_of(city: str, factory: pytest.TempPathFactory) -> tuple[int, list[str]]:
    """Give the exit code of `gyokaku demo demo --city` and the lines it prints."""
    shared = _shared_demo(city, factory)
    code = (shared / "ended").read_text("utf-8").partition("\n")[0]
    return int(code), (shared / "printed").read_text("utf-8").splitlines()


def _shared_demo(city: str, factory: pytest.TempPathFactory) -> Path:
    """Run the demo as the README does, in an empty folder, unless another process has; give that folder."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"demo_{city}"
    ended = shared / "ended"
    try:
        shared.mkdir()
    except FileExistsError:
        _wait_for(ended)
    else:
        named = [] if city == default_city() else ["--city", city]
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "toolkit.cli", "demo", "demo", *named],
            cwd=shared,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        (shared / "printed").write_text(done.stdout, "utf-8")
        (shared / "ending").write_text(f"{done.returncode}\n{done.stderr}", "utf-8")
        (shared / "ending").rename(ended)
    code, _, complaints = ended.read_text("utf-8").partition("\n")
    assert code in ("0", "1"), complaints
    assert complaints == ""
    return shared


def _wait_for(path: Path) -> None:
    end = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"the demo did not end: {path}"
        time.sleep(0.1)
