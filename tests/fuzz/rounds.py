"""A count and a seed in, rounds of a toy city whose every department returns one mutant out: what stopped.

`python -m tests.fuzz --count 600 --seed 1` runs it alone; a stop is told with the seed that makes it again.
"""

from __future__ import annotations

import datetime as dt
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.books.toys import write_toy
from tests.fuzz.mutants import mutate
from tests.settings_book import change_settings, table
from tests.steps.edits import part_of
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    REGISTER,
    RESULT,
    STATUS,
    Answers,
    Rows,
    fill,
    make_city,
    write_register,
)
from toolkit.books.guard.worker import FAILED
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.report import report
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

DEPARTMENTS = 50
MEETING = Meeting("第2回調査委員会", dt.date(2025, 6, 27))
Times = list[tuple[float, str]]
"""The seconds that each step of each round took, with its name and a seed of the round."""


@dataclass(frozen=True)
class Stopped:
    """A step that stopped, and the seeds of the mutants that were in its round."""

    step: str
    seeds: Sequence[str]
    trace: str


def make_round(root: Path) -> Workspace:
    """Issue a round to many departments, an item each, with a paper that binds every item's sheet."""
    make_city(root)
    write_register(root / "計画台帳.xlsx", _register())
    paper = root / "様式" / "会議資料" / "総括.xlsx"
    paper.parent.mkdir(exist_ok=True)
    write_toy(
        paper,
        {"A1": "{資料_会議}", "A2": "{項目_階層1名称}", "A3": "{項目_番号} {項目_名称}", "A4": "合計"},
        {"ブロック_階層1": "A2:E2", "ブロック_行": "A3:E3", "数値_達成": "B2", "数値_実績計": "D4"},
    )

    def add(settings: dict[str, list[dict[str, object]]]) -> None:
        settings["資料"] += [
            dict(row)
            for row in table("資料番号|名称|様式ファイル|つづる様式\n資料1|総括|会議資料/総括.xlsx|シート")
        ]
        settings["資料掲載数値"] += [
            dict(row)
            for row in table("資料|名称|式\n資料1|達成|指標.{群}.達成\n資料1|実績計|効果額.実績効果額.計")
        ]

    change_settings(root, add)
    workspace = load_workspace(root)
    generate(workspace, workspace.profile.round(), proof=False)
    return workspace


def _register() -> dict[str, Rows]:
    numbers = range(1, DEPARTMENTS + 1)
    head = {name: rows[0] for name, rows in REGISTER.items()}
    return {
        **{name: [row] for name, row in head.items()},
        "所属": [head["所属"], *([n, "部", f"{n:03}課", "所属", None] for n in numbers)],
        "項目": [
            head["項目"],
            *(
                [
                    f"1-{n}",
                    1,
                    "便利なまち",
                    n,
                    f"取組{n}",
                    "シート",
                    f"{n:03}課",
                    None,
                    None,
                    None,
                    "調査",
                    "実施",
                ]
                for n in numbers
            ),
        ],
        "指標": [
            head["指標"],
            *([f"1-{n}", 1, "件数", "件", "-", None, 20, 10, 20, None, None, None] for n in numbers),
        ],
        "効果額": [head["効果額"], *([f"1-{n}", 100, 200, "する", None] for n in numbers)],
    }


def iter_stopped(root: Path, count: int, seed: int, times: Times | None = None) -> Iterator[Stopped]:
    """Yield every step that stopped while `count` mutants went through rounds of the issued city."""
    done = 0
    while done < count:
        sections = [f"{n:03}課" for n in range(1, min(DEPARTMENTS, count - done) + 1)]
        seeds = {section: f"{seed}/{done + at}" for at, section in enumerate(sections)}
        done += len(sections)
        stopped = run_round(root, seeds, times)
        if stopped:
            yield from _alone(root, seeds, stopped)


def _alone(root: Path, seeds: dict[str, str], stopped: Stopped) -> Iterator[Stopped]:
    """Find which mutant of a round it was."""
    found = [one for section, seed in seeds.items() if (one := run_round(root, {section: seed}))]
    yield from found or [stopped]


def run_round(root: Path, seeds: dict[str, str], times: Times | None = None) -> Stopped | None:
    """Send one mutant per department through a copy of the issued round; None where nothing stopped.

    A mutant that the reading process gave up after its seconds counts as one that stopped it.
    """
    city = root.with_name(f"{root.name}-run")
    shutil.rmtree(city, ignore_errors=True)
    workspace = load_workspace(Path(shutil.copytree(root, city)))
    inbox = city / "受信"
    for section, seed in seeds.items():
        send(workspace, section, seed, inbox / f"{section}.xlsx")
    round_ = workspace.profile.round()
    steps: dict[str, Callable[[], object]] = {
        "collect": lambda: collect(workspace, round_, [inbox]),
        "validate": lambda: _validate(workspace),
        "consolidate": lambda: consolidate(workspace, round_),
        "report": lambda: report(workspace, round_, MEETING, proof=False),
        "status": lambda: status(workspace, round_),
        "request": lambda: request(workspace, round_),
    }
    for name, step in steps.items():
        began = time.monotonic()
        try:
            step()
        except Exception:
            return Stopped(name, list(seeds.values()), traceback.format_exc())
        if times is not None:
            times.append(
                (time.monotonic() - began, f"{name}, a round from seed {next(iter(seeds.values()))}")
            )
    slow = [one for one in workspace.ledger(round_) if one.code == FAILED and "秒" in one.detail]
    return (
        Stopped("collect", [seeds[Path(one.origin).stem] for one in slow], slow[0].detail) if slow else None
    )


def _validate(workspace: Workspace) -> None:
    """Check the round; a return that no rule could deal with was caught, and is a fault all the same."""
    rows = validate(workspace, workspace.profile.round()).rows
    assert not [row.department for row in rows if row.finding.code == "judging-failed"]


def send(workspace: Workspace, section: str, seed: str, path: Path) -> str:
    """Write a department's answer as the seed breaks it; give what was done to it."""
    sheet = f"1-{int(section[:3])}"
    answers: Answers = {sheet: {FIRST: 8, EFFECT: 120, RESULT: "窓口を統合した。", STATUS: "遅れ"}}
    fill(workspace, section, answers, path)
    content, done = mutate(path.read_bytes(), {part_of(path, sheet): (FIRST, EFFECT, RESULT, STATUS)}, seed)
    path.write_bytes(content)
    return done
