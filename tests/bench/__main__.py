"""Sizes in, the ratios of the speed goals out: `python -m tests.bench [--returns 60,600] [--rounds 5]`.

Figures to know, not a test: nothing fails here.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.measure import Candidate, middle, paired_ratio, run, run_in_turn

R, OURS, READ_ONLY, PLAIN = "calamine (R)", "gyokaku", "openpyxl read_only", "openpyxl"
LARGEST_PLAN = 600
"""Items; more returns than this answer the same items again."""
SHEETS = 10


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--returns", default="60,600", help="how many returns, e.g. 60,600")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--plain-rounds", type=int, default=1, help="rounds of the slow openpyxl script")
    options.add_argument("--memory", type=int, default=0, help="also the peak memory at e.g. 10000 returns")
    options.add_argument("--keep", type=Path, help="a folder to keep the corpus in, for the next run")
    chosen = options.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        corpora = chosen.keep or Path(temporary)
        for count in (int(word) for word in chosen.returns.split(",")):
            lines += compare_rounds(corpora, count, chosen.rounds, chosen.plain_rounds)
        lines += compare_books(corpora, chosen.rounds)
        if chosen.memory:
            lines += weigh(corpora, chosen.memory)
    print("\n".join(lines))


def compare_rounds(corpora: Path, count: int, rounds: int, plain_rounds: int) -> Iterator[str]:
    """Compare collect + validate + consolidate with what only reads the same files."""
    office = shutil.which("soffice") is not None
    folder = corpus(corpora, min(count, LARGEST_PLAN), count, office_saved=office)
    returns = str(folder / ("office_saved" if office else "returns"))
    asked, master = (folder / "asked.txt").read_text("utf-8"), str(folder / "master.xlsx")
    costs = run_in_turn(
        [
            Candidate(R, "candidates.raw_calamine", (returns,)),
            ours(folder, returns),
            Candidate(READ_ONLY, "candidates.openpyxl_read_only", (returns, asked, master)),
            Candidate(PLAIN, "candidates.openpyxl_plain", (returns, asked, master), plain_rounds),
        ],
        rounds,
    )
    saved = "saved by LibreOffice" if office else "as filled (no LibreOffice here)"
    yield f"\n{count} returns of one item, {saved}; {rounds} rounds"
    yield f"{'':20}{'CPU s':>9}{'ms/return':>11}{'wall s':>9}{'peak MB':>9}{'x R':>8}{'x gyokaku':>11}"
    for name, several in costs.items():
        cost = middle(several)
        yield (
            f"{name:20}{cost.cpu:9.2f}{1000 * cost.cpu / count:11.2f}{cost.wall:9.2f}{cost.peak:9.0f}"
            f"{paired_ratio(costs, name, R):8.1f}{paired_ratio(costs, name, OURS):11.2f}"
        )
    parts = zip(*(map(float, cost.said.split()) for cost in costs[OURS]), strict=True)
    steps = zip(("start and imports", "collect", "validate", "consolidate"), parts, strict=True)
    yield f"{OURS}: " + ", ".join(f"{step} {median(seconds):.2f} s" for step, seconds in steps)


def ours(folder: Path, returns: str) -> Candidate:
    """Give our candidate: the workspace as it was issued, before anything came back."""
    workspace = folder / "workspace"
    return Candidate(
        OURS,
        "candidates.gyokaku_round",
        (str(workspace), returns),
        before=partial(forget_returns, workspace),
    )


def forget_returns(workspace: Path) -> None:
    for kind in ("回収", "確認", "取りまとめ", ".gyokaku/read"):
        shutil.rmtree(workspace / kind, ignore_errors=True)


def compare_books(corpora: Path, rounds: int) -> Iterator[str]:
    """Compare making books of ten filled sheets, in process: imports are done before."""
    folder = corpus(corpora, SHEETS * 20, 0, per_department=SHEETS)
    workspace = str(folder / "workspace")
    costs = run_in_turn(
        [
            Candidate("gyokaku", "candidates.book_gyokaku", (workspace,)),
            Candidate("and proof", "candidates.book_gyokaku", (workspace, "proof")),
            Candidate("openpyxl", "candidates.book_openpyxl", (workspace, "5")),
        ],
        rounds,
    )
    seconds = {name: [float(cost.said) for cost in several] for name, several in costs.items()}
    words = {
        "gyokaku": "the whole step generate, 20 books: register, letters, manifest, reading back",
        "and proof": "the same, and every book read back by openpyxl before it leaves",
        "openpyxl": "load, copy_worksheet, fill, lock, save",
    }
    yield f"\nA book of {SHEETS} filled sheets, CPU ms per book in process; {rounds} rounds"
    for name, what in words.items():
        ratio = median(b / a for a, b in zip(seconds[name], seconds["openpyxl"], strict=True))
        yield f"{name:10}{1000 * median(seconds[name]):9.1f}   openpyxl / this {ratio:6.1f}   {what}"


def weigh(corpora: Path, count: int) -> Iterator[str]:
    """Weigh the memory of a very large round."""
    folder = corpus(corpora, LARGEST_PLAN, count)
    returns = str(folder / "returns")
    costs = run_in_turn([Candidate(R, "candidates.raw_calamine", (returns,)), ours(folder, returns)], 1)
    yield f"\n{count} returns to a plan of {LARGEST_PLAN} items, as filled; 1 round"
    for name, (cost,) in costs.items():
        yield f"{name:20} CPU {cost.cpu:7.1f} s   wall {cost.wall:7.1f} s   peak {cost.peak:6.0f} MB"


def corpus(
    corpora: Path, items: int, returns: int, *, per_department: int = 1, office_saved: bool = False
) -> Path:
    """Give the folder of a workspace with its returns, made where it is not there yet."""
    folder = corpora / f"{items}_{returns}_{per_department}"
    if not folder.exists():
        sizes = [f"--items={items}", f"--returns={returns}", f"--per-department={per_department}"]
        run("corpus", str(folder), *sizes, *(["--office-saved"] if office_saved else []))
    return folder


if __name__ == "__main__":
    main()
