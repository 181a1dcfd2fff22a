"""A folder in, a whole round of a packaged city by single commands in it out; what was said is printed.

Run by the Python of either system (`python -m tests.windows.whole_round FOLDER`), so that the two can be
held against each other.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.windows.desk import environment
from toolkit.desk.sample import write_sample_returns
from toolkit.desk.workspace import load_workspace

CITY = "isehara"
PLACE = Path("行財政改革 推進室", "第 6 次　行革")
"""Where an office keeps its workspace: Japanese letters, blanks of both widths."""


def iter_commands(workspace: Path, inbox: Path) -> Iterator[tuple[list[str], int]]:
    """Yield the commands of a round, each with its exit code: 1 = done, with something to mend."""
    there = ["-C", str(workspace)]
    yield ["init", str(workspace), "--city", CITY], 0
    yield ["配布", *there], 0
    yield ["照会用コピー", *there], 0
    yield ["回収", str(inbox), *there], 0
    yield ["回収", str(inbox), *there], 0  # a mail that comes twice
    yield ["確認", *there], 1
    yield ["状況", "--today", "2024-06-10", *there], 0
    yield ["修正依頼", *there], 1
    yield ["修正", "(5)-⑥", "実績値", "33", "--number", "1", "--year", "R5", "--why", "電話で確認", *there], 0
    yield ["確認", *there], 1
    yield ["取りまとめ", *there], 1
    yield ["照合", *there], 0
    yield ["会議資料", "--meeting", "第1回 推進委員会", "--date", "2024-07-10", *there], 1


def run_round(folder: Path) -> None:
    """Run the round; SystemExit where a command ends otherwise than it should."""
    workspace = folder / PLACE
    for words, expected in iter_commands(workspace, workspace / "届いたファイル（見本）"):
        if words[0] == "回収":
            loaded = load_workspace(workspace)
            write_sample_returns(loaded, loaded.profile.round(), CITY)
        done = subprocess.run(
            [sys.executable, "-m", "toolkit.cli", *words],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        print(f"$ gyokaku {' '.join(words)}\n{done.stdout.decode('utf-8')}", flush=True)
        if done.returncode != expected:
            raise SystemExit(f"{words[0]}: {done.returncode}, not {expected}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a console or a pipe has it
    run_round(Path(sys.argv[1]))
