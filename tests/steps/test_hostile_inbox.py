"""Several hundred hostile and odd files in one go: each ends in one verdict, and nothing else happens."""

from __future__ import annotations

import collections
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.steps.hostile_files import MEMBERS, PASSED, RETURN, Sender, Sent, make_strange_things
from tests.steps.toy_city import GOOD, fill
from toolkit.books.guard.worker import Limits
from toolkit.desk.answers.batches import own_processes
from toolkit.desk.answers.readings import iter_readings
from toolkit.desk.workspace import Workspace
from toolkit.model.ledger import Taken
from toolkit.steps.collect import Collected, collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.validate import validate

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot make such names and links")

MEMORY = 1 << 30
QUICK = Limits(seconds=4, memory=MEMORY)
"""A file that never ends is given up sooner than in an office, so that the test stays short."""


def lay_out(folder: Path, files: list[Sent]) -> None:
    for one in files:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)


def snapshot(folder: Path, *but: Path) -> Mapping[str, str]:
    """Tell every path under a folder, links and pipes too, and the hash of every file."""
    found = {}
    for path in folder.rglob("*"):
        if not {path, *path.parents} & {*but}:
            is_file = path.is_file() and not path.is_symlink()
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest() if is_file else ""
    return found


def verdicts_of(collected: Collected, inbox: Path) -> list[tuple[str, str]]:
    """Give (path in the inbox, verdict) of everything collect tells of."""
    start = len(str(inbox)) + 1
    told = [(one.origin[start:], PASSED) for one in collected.passed_over]
    for entry in collected.entries:
        told.append((entry.origin[start:], RETURN if entry.taken is Taken.RETURN else entry.code))
    return told


def test_every_file_ends_in_one_verdict_and_nothing_else_happens(issued: Workspace, tmp_path: Path) -> None:
    good = fill(issued, "総務課", GOOD["総務課"], tmp_path / "good.xlsx")
    files = list(Sender(good.read_bytes()).everything())
    inbox = tmp_path / "受信"
    lay_out(inbox, files)
    strange = make_strange_things(inbox / "装置", good)
    expected = {one.path.encode("utf-8", "replace").decode(): one.verdicts for one in files}
    expected |= {f"箱/{path}": frozenset({verdict}) for path, verdict in MEMBERS.items()}
    expected |= {f"装置/{name}": frozenset({PASSED}) for name in strange}
    assert len(expected) >= 300
    returned = issued.folder("回収", issued.profile.round())
    kept_apart = (issued.root / ".gyokaku" / name for name in ("received", "read"))
    own = (issued.root / "回収", *kept_apart)
    before = snapshot(tmp_path, *own)

    with own_processes(QUICK) as processes:
        collected = collect(issued, issued.profile.round(), [inbox], executor=processes)

    told = verdicts_of(collected, inbox)
    wrong = {path: verdict for path, verdict in told if verdict not in expected.get(path, ())}
    assert not wrong, "\n".join(f"{a}: {b}" for a, b in wrong.items())
    assert collections.Counter(path for path, _ in told) == dict.fromkeys(expected, 1)
    reasons = {one.origin: one.reason for one in collected.passed_over}
    assert all(reasons.values())
    assert {name: reasons[f"{inbox}/装置/{name}"] for name in strange} == strange
    assert snapshot(tmp_path, *own) == before
    kept = {path.name for path in returned.iterdir()} - {"受付簿.jsonl"}
    assert kept == {entry.file for entry in collected.entries}
    assert all(line.isprintable() for line in collected.iter_lines())
    rows = validate(issued, issued.profile.round()).rows
    set_aside = collected.count(Taken.SET_ASIDE) + collected.count(Taken.DUPLICATE)
    assert len({row.receipt for row in rows if row.finding.item_id == ""}) >= set_aside
    consolidate(issued, issued.profile.round())


RECOGNISED = {"", "not-ours", "other-round", "other-city", "related-copy", "exact-duplicate"}
"""What is said of a book that could be read."""


def test_every_file_in_the_place_of_a_return_is_read_again_by_the_same_limits(
    issued: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = fill(issued, "総務課", GOOD["総務課"], tmp_path / "good.xlsx")
    lay_out(tmp_path / "受信", list(Sender(good.read_bytes()).everything()))
    round_ = issued.profile.round()
    with own_processes(QUICK) as processes:
        entries = collect(issued, round_, [tmp_path / "受信"], executor=processes).entries
    (book,) = [one for one in issued.manifests(round_)[0].books if one.department == "総務課"]
    # A zip that was refused while it was unpacked was never read.
    kept = [one for one in entries if one.taken is not Taken.DUPLICATE and one.code != "archive"]
    asked = [replace(one, taken=Taken.RETURN, issue=1, book=book.file) for one in kept]
    issued.readings_path(round_).unlink()
    monkeypatch.setattr("toolkit.desk.answers.batches.own_processes", lambda: own_processes(QUICK))
    readings = [one for one, _ in iter_readings(issued, round_, asked)]
    told = [(one.file, "" if one.code in RECOGNISED else one.code) for one in kept]
    assert [(one.file, read.unreadable) for one, read in zip(kept, readings, strict=True)] == told
