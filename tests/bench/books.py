"""Numbers of sheets in, what a book of so many costs beside openpyxl's `copy_worksheet` out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.corpora import corpus
from tests.bench.measure import Candidate, run_in_turn

_SHEETS = 200  # in all books of a run together
_WORDS = {
    "gyokaku": "the whole step generate: register, letters, manifest, reading back",
    "and proof": "the same, and every book read back by openpyxl before it leaves",
    "openpyxl": "load, copy_worksheet, fill, lock, save",
}


def compare_books(corpora: Path, sheets: int, rounds: int) -> Iterator[str]:
    """Compare making books of so many filled sheets, in process: imports are done before."""
    workspace = str(corpus(corpora, _SHEETS, 0, per_department=sheets) / "workspace")
    costs = run_in_turn(
        [
            Candidate("gyokaku", (("tests.bench.candidates.book_gyokaku", workspace),)),
            Candidate("and proof", (("tests.bench.candidates.book_gyokaku", workspace, "proof"),)),
            Candidate("openpyxl", (("tests.bench.candidates.book_openpyxl", workspace, "5"),)),
        ],
        rounds,
    )
    seconds = {name: [float(cost.said) for cost in several] for name, several in costs.items()}
    yield f"\nA book of {sheets} filled sheets, CPU ms per book in process; {rounds} rounds"
    for name, what in _WORDS.items():
        ratio = median(b / a for a, b in zip(seconds[name], seconds["openpyxl"], strict=True))
        yield f"{name:10}{1000 * median(seconds[name]):9.1f}   openpyxl / this {ratio:6.1f}   {what}"
