"""A number of returns in, what reading them through dask costs, and whether it tells the same, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpora import LARGEST_PLAN, corpus
from tests.bench.measure import run
from tests.bench.rounds import forget_returns

_MADE = "取りまとめ/*/取りまとめ表.json"


def compare_executors(corpora: Path, count: int) -> Iterator[str]:
    """Compare our own processes with the workers of `dask.distributed`, both on this one computer."""
    folder = corpus(corpora, min(count, LARGEST_PLAN), count)
    masters = {}
    yield f"\n{count} returns, as filled, collected and consolidated; 1 round"
    for name in ("own", "dask"):
        forget_returns(folder / "workspace")
        places = (str(folder / "workspace"), str(folder / "returns"), name)
        cost = run("tests.bench.candidates.gyokaku_executor", *places)
        (master,) = (folder / "workspace").glob(_MADE)
        masters[name] = _without_times(master.read_text("utf-8"))
        yield f"{name:10}{cost.cpu:9.1f} s CPU{cost.wall:9.1f} s wall{cost.peak:7.0f} MB the largest process"
    yield f"the same 取りまとめ表.json: {'yes' if masters['own'] == masters['dask'] else 'NO'}"


def _without_times(text: str) -> list[str]:
    return [line for line in text.splitlines() if "judged_at" not in line]
