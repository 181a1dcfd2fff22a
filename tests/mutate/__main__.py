"""Folders of code in, the changes that no test notices out: one node at a time, in a copy of the tree.

    python -m tests.mutate --seed 1 --count 60 toolkit/rules toolkit/desk toolkit/books/package

A tool for people, no part of the suite. The tests run once, to learn which of them reach which function; then
each change is tried on those that reach its function, the quickest first. What passes is listed: to be closed
by a test, or seen to change nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutate.changes import ROOT, Mutant, choose
from tests.mutate.reached import OUT

Reached = dict[str, list[str]]
"""By `file:line` of a function (line 0: any of the file) the tests that reach it, the quickest first."""

ROOMS = ("model", "rules", "desk", "steps", "books/package", "books/reading", "books/register", "books/forms")
"""The tests that are tried; those of whole cities and of LibreOffice take too long."""
LONG = ("test_faults", "test_order", "test_hostile_inbox")
MOST = 120
"""Tests tried of those that reach a function: the quickest, which are those nearest to it."""


def copy_tree(folder: Path) -> Path:
    """Copy all that the tests need; what npm installed is only pointed at."""
    ignored = shutil.ignore_patterns(".*", "node_modules", "__pycache__")
    tree = Path(shutil.copytree(ROOT, folder / "tree", ignore=ignored))
    if (ROOT / "node_modules").exists():
        (tree / "node_modules").symlink_to(ROOT / "node_modules")
    return tree


def run_tests(tree: Path, *words: str, limit: int, out: str = "") -> subprocess.CompletedProcess[str]:
    """Run tests of a copy of the tree, within so many seconds of computing."""

    def hold() -> None:
        import resource  # unknown to Windows

        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))

    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tb=no", *words]
    variables = os.environ | {OUT: out}
    return subprocess.run(command, cwd=tree, env=variables, capture_output=True, text=True, preexec_fn=hold)


def learn(tree: Path) -> Reached:
    """Run the tests once, and give which reach what."""
    out = tree.parent / "reached.jsonl"
    ignored = [f"--ignore-glob=*/{name}.py" for name in LONG]
    rooms = [f"tests/{room}" for room in ROOMS]
    run_tests(tree, "-p", "tests.mutate.reached", *ignored, *rooms, limit=3600, out=str(out))
    reached: Reached = {}
    lines = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    for test, _, places in sorted(lines, key=lambda line: float(line[1])):
        modules = {f"{place.rpartition(':')[0]}:0" for place in places}
        for place in (*places, *modules):
            reached.setdefault(place, []).append(test)
    return reached


def notice(tree: Path, mutant: Mutant, tests: Sequence[str], limit: int) -> str:
    """Tell which of some tests notices a change; "" where none does."""
    if not tests:
        return ""
    path = tree / mutant.module
    before = path.read_text("utf-8")
    try:
        _write(path, mutant.source())
        done = run_tests(tree, "-x", *tests, limit=limit)
        lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        if done.returncode == -signal.SIGXCPU:
            return f"no end within {limit} seconds"
        return " ".join(lines) or f"pytest {done.returncode}" if done.returncode else ""
    finally:
        _write(path, before)


def _write(path: Path, source: str) -> None:
    path.write_text(source, "utf-8")
    # Of the same second and the same length the compiled one would count as new.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def main() -> None:
    """Learn, change, test and list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument(
        "--limit", type=int, default=120, help="seconds of computing for the tests of a change"
    )
    asked = parser.parse_args()
    os.nice(5)
    chosen, survived = choose(asked.folders, asked.seed, asked.count), []
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_tree(Path(folder))
        reached = learn(tree)
        for at, mutant in enumerate(chosen, start=1):
            tests = reached.get(f"{mutant.module}:{mutant.change.function}", [])[:MOST]
            noticed = notice(tree, mutant, tests, asked.limit)
            survived += [] if noticed else [mutant]
            print(f"{at:3} {mutant}\n    {noticed or f'NOT NOTICED by {len(tests)} tests'}", flush=True)
    print(
        f"-- seed {asked.seed}: {len(chosen)} changes, {len(chosen) - len(survived)} noticed, these are not:"
    )
    print(*survived, sep="\n")


if __name__ == "__main__":
    main()
