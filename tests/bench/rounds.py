"""Numbers of returns in, what a round of them costs beside what else one could run out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.corpora import LARGEST_PLAN, corpus
from tests.bench.measure import CLI, Candidate, Cost, middle, paired_ratio, run_in_turn

R, OURS, AGAIN = "calamine (R)", "gyokaku", "the same again"
COMMANDS, STATUS = "as 3 commands", "status"
READ_ONLY, PLAIN = "openpyxl read_only", "openpyxl"
SCRIPTS = {
    READ_ONLY: "openpyxl_read_only",
    "pandas + calamine": "pandas_calamine",
    "calamine + XlsxWriter": "calamine_xlsxwriter",
    PLAIN: "openpyxl_plain",
}
_MADE = ("回収", "確認", "取りまとめ", ".gyokaku/read", ".gyokaku/received")


def compare_rounds(corpora: Path, count: int, rounds: int, plain_rounds: int) -> Iterator[str]:
    """Compare collect + validate + consolidate with what only reads the same files."""
    office = shutil.which("soffice") is not None and count <= LARGEST_PLAN
    folder = corpus(corpora, min(count, LARGEST_PLAN), count, office_saved=office)
    returns = str(folder / ("office_saved" if office else "returns"))
    asked, master = (folder / "asked.txt").read_text("utf-8"), str(folder / "master.xlsx")
    scripts = [
        Candidate(name, ((_candidate(module), returns, asked, master),), plain_rounds if name == PLAIN else 0)
        for name, module in SCRIPTS.items()
        if name != PLAIN or plain_rounds
    ]
    costs = run_in_turn([_yardstick(returns), *ours(folder, returns), *scripts], rounds)
    saved = "saved by LibreOffice" if office else "as filled"
    yield f"\n{count} returns of one item, {saved}; {rounds} rounds"
    yield from _table(costs, count)
    yield f"{OURS}: {_stages(costs[OURS], ('start and imports', 'collect', 'validate', 'consolidate'))}"
    yield f"{STATUS}: its first line after {middle(costs[STATUS]).first:.2f} s"
    yield f"{AGAIN}: {_stages(costs[AGAIN], ('start and imports', 'validate', 'consolidate'))}"


def compare_years(corpora: Path, years: int, rounds: int) -> Iterator[str]:
    """Compare 60 returns in a workspace of their own with 60 in one that holds earlier rounds."""
    costs: dict[str, list[Cost]] = {}
    for earlier in (0, years):
        folder = corpus(corpora, 60, 60, earlier=earlier)
        found = run_in_turn(ours(folder, str(folder / "returns")), rounds)
        costs |= {f"{name}, {earlier} rounds before": several for name, several in found.items()}
    yield f"\n60 returns of one item, as filled, and what lies in the workspace before them; {rounds} rounds"
    for name, several in costs.items():
        yield f"{name:36}{middle(several).cpu:9.2f} s CPU"


def weigh(corpora: Path, count: int) -> Iterator[str]:
    """Weigh the memory of a very large round."""
    folder = corpus(corpora, LARGEST_PLAN, count)
    returns = str(folder / "returns")
    costs = run_in_turn([_yardstick(returns), *ours(folder, returns)[:2]], 1)
    yield f"\n{count} returns to a plan of {LARGEST_PLAN} items, as filled; 1 round"
    for name, (cost,) in costs.items():
        yield f"{name:22} CPU {cost.cpu:7.1f} s   wall {cost.wall:7.1f} s   peak {cost.peak:6.0f} MB"


def ours(folder: Path, returns: str) -> list[Candidate]:
    """Give our candidates: nothing has come back, all is there already, and as three commands."""
    workspace = str(folder / "workspace")
    forget = partial(forget_returns, folder / "workspace")
    commands: Sequence[tuple[str, ...]] = (
        ("collect", returns, "-C", workspace),
        ("validate", "-C", workspace),
        ("consolidate", "-C", workspace, "--no-proof"),
    )
    return [
        Candidate(OURS, ((_candidate("gyokaku_round"), workspace, returns),), before=forget),
        Candidate(AGAIN, ((_candidate("gyokaku_again"), workspace),)),
        Candidate(COMMANDS, tuple((CLI, *command) for command in commands), before=forget),
        Candidate(STATUS, ((CLI, "status", "-C", workspace),)),
    ]


def forget_returns(workspace: Path) -> None:
    """Take away what a run made of the round that is measured: it is the newest."""
    for kind in _MADE:
        for made in sorted((workspace / kind).glob("*")):
            if not made.stem.partition("~")[2]:
                shutil.rmtree(made) if made.is_dir() else made.unlink()


def _yardstick(returns: str) -> Candidate:
    return Candidate(R, ((_candidate("raw_calamine"), returns),))


def _candidate(module: str) -> str:
    return f"tests.bench.candidates.{module}"


def _table(costs: Mapping[str, Sequence[Cost]], count: int) -> Iterator[str]:
    yield f"{'':22}{'CPU s':>9}{'ms/return':>11}{'wall s':>9}{'peak MB':>9}{'x R':>8}{'x gyokaku':>11}"
    for name, several in costs.items():
        cost = middle(several)
        yield (
            f"{name:22}{cost.cpu:9.2f}{1000 * cost.cpu / count:11.2f}{cost.wall:9.2f}{cost.peak:9.0f}"
            f"{paired_ratio(costs, name, R):8.1f}{paired_ratio(costs, name, OURS):11.2f}"
        )


def _stages(costs: Sequence[Cost], names: Sequence[str]) -> str:
    parts = zip(*(map(float, cost.said.split()) for cost in costs), strict=True)
    return ", ".join(f"{name} {median(seconds):.2f} s" for name, seconds in zip(names, parts, strict=True))
