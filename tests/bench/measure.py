"""A candidate program in, what it cost out: CPU, wall and peak memory of the whole process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
CLI = "toolkit.cli"


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU (user + system) and wall in seconds, peak memory in MB.

    `first` is the wall until its first line, `said` all it said.
    """

    cpu: float
    wall: float
    peak: float
    first: float = 0
    said: str = ""

    def __add__(self, other: Cost) -> Cost:
        """Give the cost of one after the other."""
        peak = max(self.peak, other.peak)
        return Cost(self.cpu + other.cpu, self.wall + other.wall, peak, self.first, self.said + other.said)


Run = tuple[str, ...]
"""A module and its arguments, run in a process of its own."""


@dataclass(frozen=True)
class Candidate:
    """A program to measure: the runs it takes, one after the other.

    `rounds` bounds how often it is measured (0: always); `before` makes the place clean, outside the measure.
    """

    name: str
    runs: tuple[Run, ...]
    rounds: int = 0
    before: Callable[[], None] = lambda: None

    def measure(self) -> Cost:
        """Run it once; what its runs cost together."""
        self.before()
        first, *more = (run(*one) for one in self.runs)
        return sum(more, first)


def run(module: str, *arguments: str) -> Cost:
    """Run a module in a process of its own; RuntimeError where it fails (exit 1 tells of findings).

    Linux counts the peak of the process that started it too, so this one imports nothing heavy.
    """
    started = time.perf_counter()
    command = [sys.executable, "-m", module, *arguments]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    line = child.stdout.readline()
    first = time.perf_counter() - started
    said = line + child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ((0, 1) if module == CLI else (0,)):
        raise RuntimeError(f"{module} ended with {child.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, first, said)


def run_in_turn(candidates: Sequence[Candidate], rounds: int) -> dict[str, list[Cost]]:
    """Run the candidates in turn (A B C A B C …), so that a busy minute falls on all of them."""
    costs: dict[str, list[Cost]] = {candidate.name: [] for candidate in candidates}
    for number in range(rounds):
        for candidate in candidates:
            if candidate.rounds and number >= candidate.rounds:
                continue
            costs[candidate.name].append(candidate.measure())
    return costs


def paired_ratio(costs: Mapping[str, Sequence[Cost]], one: str, other: str) -> float:
    """Give the median over the rounds of CPU of `one` over CPU of `other`, both of the same round."""
    return median(a.cpu / b.cpu for a, b in zip(costs[one], costs[other], strict=False))


def middle(costs: Sequence[Cost]) -> Cost:
    """Give the median of each figure."""
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        median(cost.peak for cost in costs),
        median(cost.first for cost in costs),
    )
