"""`python -m tests.fuzz --count 600`: so many mutants through rounds; exit 1 where any stopped a command.

A step of a round of 50 mutants that takes as long as one file may take to be read (20 s) is one too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.rounds import Times, iter_stopped, make_round
from toolkit.books.guard.worker import LIMITS


def main() -> int:
    """Run, and tell of every stop with its seed, and of the slowest step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=12)
    chosen = parser.parse_args()
    times: Times = []
    with tempfile.TemporaryDirectory() as folder:
        root = make_round(Path(folder) / "city").root
        stopped = list(iter_stopped(root, chosen.count, chosen.seed, times))
    for one in stopped:
        print(f"{one.step} stopped: seed {'、'.join(one.seeds)}\n{one.trace}")
    seconds, slowest = max(times, default=(0, "none"))
    print(f"{chosen.count} mutants, {len(stopped)} stops; slowest step {seconds:.1f} s ({slowest})")
    return 1 if stopped or seconds > LIMITS.seconds else 0


if __name__ == "__main__":
    sys.exit(main())
