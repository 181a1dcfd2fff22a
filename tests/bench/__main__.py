"""Sizes in, the ratios of the speed goals out: `python -m tests.bench [--returns 60,600] [--rounds 5]`.

Figures to know, not a test: nothing fails here.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import books, executors, rounds


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--returns", default="60,600", help="how many returns, e.g. 60,600,6000; 0 for none")
    options.add_argument(
        "--books", default="1,10,40", help="how many sheets a book has, e.g. 1,10,40; 0 for none"
    )
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--plain-rounds", type=int, default=1, help="rounds of the slow openpyxl script")
    options.add_argument("--years", type=int, default=0, help="also in a workspace of e.g. 10 earlier rounds")
    options.add_argument("--memory", type=int, default=0, help="also the peak memory at e.g. 10000 returns")
    options.add_argument("--executor", type=int, default=0, help="also e.g. 6000 returns through dask")
    options.add_argument("--keep", type=Path, help="a folder to keep the corpus in, for the next run")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for line in iter_lines(chosen, chosen.keep or Path(temporary)):
            print(line, flush=True)


def iter_lines(chosen: argparse.Namespace, corpora: Path) -> Iterator[str]:
    """Yield every comparison that was chosen, as it is made."""
    for count in _sizes(chosen.returns):
        yield from rounds.compare_rounds(corpora, count, chosen.rounds, chosen.plain_rounds)
    for sheets in _sizes(chosen.books):
        yield from books.compare_books(corpora, sheets, chosen.rounds)
    if chosen.years:
        yield from rounds.compare_years(corpora, chosen.years, chosen.rounds)
    if chosen.memory:
        yield from rounds.weigh(corpora, chosen.memory)
    if chosen.executor:
        yield from executors.compare_executors(corpora, chosen.executor)


def _sizes(words: str) -> list[int]:
    return [size for size in map(int, words.split(",")) if size]


if __name__ == "__main__":
    main()
