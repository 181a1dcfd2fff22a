"""`python -m tests.fuzz --count 600`: so many mutants through rounds; exit 1 where any stopped a command."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.rounds import iter_stopped, make_round


def main() -> int:
    """Run, and tell of every stop with its seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=12)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = make_round(Path(folder) / "city").root
        stopped = list(iter_stopped(root, chosen.count, chosen.seed))
    for one in stopped:
        print(f"{one.step} stopped: seed {'、'.join(one.seeds)}\n{one.trace}")
    print(f"{chosen.count} mutants, {len(stopped)} stops")
    return 1 if stopped else 0


if __name__ == "__main__":
    sys.exit(main())
