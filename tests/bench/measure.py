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


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU (user + system) and wall in seconds, peak memory in MB; `said` is its output."""

    cpu: float
    wall: float
    peak: float
    said: str = ""


@dataclass(frozen=True)
class Candidate:
    """A program to measure: a module of tests.bench with its arguments.

    `rounds` bounds how often it runs (0: always); `before` makes the place clean, outside the measure.
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    rounds: int = 0
    before: Callable[[], None] = lambda: None


def run(module: str, *arguments: str) -> Cost:
    """Run a module of tests.bench in a process of its own; RuntimeError where it fails.

    Linux counts the peak of the process that started it too, so this one imports nothing heavy.
    """
    started = time.perf_counter()
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said)


def run_in_turn(candidates: Sequence[Candidate], rounds: int) -> dict[str, list[Cost]]:
    """Run the candidates in turn (A B C A B C …), so that a busy minute falls on all of them."""
    costs: dict[str, list[Cost]] = {candidate.name: [] for candidate in candidates}
    for number in range(rounds):
        for candidate in candidates:
            if candidate.rounds and number >= candidate.rounds:
                continue
            candidate.before()
            costs[candidate.name].append(run(candidate.module, *candidate.arguments))
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
    )
