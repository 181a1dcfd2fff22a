"""The folder of all corpora and sizes in, the folder of one corpus out, made where it is not there yet."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measure import run

LARGEST_PLAN = 600
"""Items; more returns than this answer the same items again."""


def corpus(
    corpora: Path,
    items: int,
    returns: int,
    *,
    per_department: int = 1,
    earlier: int = 0,
    office_saved: bool = False,
) -> Path:
    """Give the folder of a workspace with its returns."""
    name = f"{items}_{returns}_{per_department}"
    folder = corpora / (f"{name}_{earlier}" if earlier else name)
    if not folder.exists():
        sizes = [f"--items={items}", f"--returns={returns}", f"--per-department={per_department}"]
        sizes += [f"--earlier={earlier}"] if earlier else []
        saved = ["--office-saved"] if office_saved else []
        run("tests.bench.corpus", str(folder), *sizes, *saved)
    return folder
