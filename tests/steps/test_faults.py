"""Killed, refused, run twice at once: the workspace stays whole and the same command again ends the same."""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.steps import faults
from tests.steps.toy_city import FIRST, REGISTER, STATUS, fill, make_city, write_register
from toolkit.books.system.disk import add_lines, alone, whole_file
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import Taken
from toolkit.model.messages import message_of
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.decide import Reason, withdraw
from toolkit.steps.generate import generate
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

ROOT = Path(__file__).parents[2]
CORE = "docProps/core.xml"  # when it was written
JUDGED = re.compile("判定：[0-9年月]+日 [0-9:]{5}".encode())
MOMENTS = 10
"""So many kills are spread over a collect."""
STEPS = (generate, validate, consolidate, request)
forks = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.rmtree(folder, ignore_errors=True)
    return load_workspace(Path(shutil.copytree(workspace.root, folder)))


def run(step: Callable[..., object], workspace: Workspace) -> object:
    return step(workspace, workspace.profile.round())


def take_in(workspace: Workspace, folder: Path) -> object:
    return collect(workspace, workspace.profile.round(), [folder])


@pytest.fixture
def collected(issued: Workspace, inbox: Path) -> Workspace:
    faults.send_some(inbox)
    take_in(issued, inbox)
    return issued


def result_of(step: Callable[..., object], workspace: Workspace) -> dict[str, object]:
    """Give what a step wrote, apart from the time in it."""
    folder = workspace.folder({validate: "確認", consolidate: "取りまとめ"}[step], workspace.profile.round())
    written: dict[str, object] = {}
    for path in folder.iterdir():
        written[path.name] = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                parts = {name: book.read(name) for name in book.namelist() if name != CORE}
            written[path.name] = {name: JUDGED.sub(b"", part) for name, part in parts.items()}
    return written


# -- killed


@forks
@pytest.mark.parametrize("earlier", [0, 1], ids=["first issue", "issued before"])
def test_generate_killed_anywhere_issues_the_same_books_when_run_again(tmp_path: Path, earlier: int) -> None:
    city = make_city(tmp_path / "city")
    # Two departments: whatever lies between two books lies between any two.
    own = {name: [row for row in rows if row[0] != "2-①"] for name, rows in REGISTER.items()}
    write_register(city.register, own)
    round_ = city.profile.round()
    if earlier:
        run(generate, city)

    def books(workspace: Workspace) -> set[str]:
        return {path.name for path in workspace.folder("配布", round_).rglob("*")}

    def everything(workspace: Workspace) -> set[bytes]:
        return {path.read_bytes() for path in (workspace.root / "配布").rglob("*.xlsx")}

    untouched = copied(city, tmp_path / "ok")
    run(generate, untouched)
    assert len(list(untouched.folder("配布", round_).glob("*.xlsx"))) == 2
    for number in itertools.count(1):
        again = copied(city, tmp_path / "again")
        if not faults.killed(number, again.root, partial(run, generate, again)):
            break
        faults.check_whole(again)
        assert everything(again) >= everything(city)
        run(generate, again)
        faults.check_whole(again)
        assert not faults.left_over(again)
        assert books(again) == books(untouched)
        assert everything(again) >= everything(city)
        # A number of issue is skipped where the record was kept and its books never lay in 配布.
        issues = [manifest.issue for manifest in again.manifests(round_)]
        assert issues in (list(range(1, earlier + 2)), list(range(1, earlier + 3)))
        assert all(again.edition_register(round_, issue).is_file() for issue in issues)
    assert number > 20


@forks
@pytest.mark.parametrize("together", [1, 2, 20])
def test_collect_killed_anywhere_loses_nothing_and_takes_in_the_same_when_run_again(
    issued: Workspace, inbox: Path, tmp_path: Path, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.desk.intake.BATCH", together)
    count = faults.send_some(inbox)
    untouched = copied(issued, tmp_path / "ok")
    take_in(untouched, inbox)
    expected = faults.taken(untouched)
    assert len(expected) == count
    for number in itertools.count(1):
        again = copied(issued, tmp_path / "again")
        if not faults.killed(number, again.root, partial(take_in, again, inbox)):
            break
        faults.check_whole(again)
        take_in(again, inbox)
        faults.check_whole(again)
        assert not faults.left_over(again)
        assert faults.taken(again) == expected
    assert number > 3 * count


@forks
def test_collect_killed_at_any_moment_loses_nothing_and_takes_in_the_same_when_run_again(
    issued: Workspace, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.desk.intake.BATCH", 3)
    faults.send_some(inbox)
    for number in range(8):
        fill(issued, "総務課", {"1-①": {FIRST: number}}, inbox / f"総務課_{number}.xlsx")
        shutil.copyfile(inbox / "観光課.xlsx", inbox / f"総務課_{number}（写し）.xlsx")
    untouched = copied(issued, tmp_path / "ok")
    begun = time.monotonic()
    assert faults.fork(partial(take_in, untouched, inbox)) == 0
    lasted = time.monotonic() - begun
    for number in range(MOMENTS):
        again = copied(issued, tmp_path / "again")
        faults.fork(partial(take_in, again, inbox), lives=lasted * number / MOMENTS)
        faults.check_whole(again)
        take_in(again, inbox)
        assert not faults.left_over(again)
        assert faults.taken(again) == faults.taken(untouched)


@forks
@pytest.mark.parametrize("step", [validate, consolidate])
def test_a_checking_step_killed_anywhere_writes_the_same_when_run_again(
    collected: Workspace, tmp_path: Path, step: Callable[..., object]
) -> None:
    untouched = copied(collected, tmp_path / "ok" / "city")
    run(step, untouched)
    expected = result_of(step, untouched)
    for number in itertools.count(1):
        again = copied(collected, tmp_path / "again" / "city")
        if not faults.killed(number, again.root, partial(run, step, again)):
            break
        faults.check_whole(again)
        before = faults.taken(again)
        run(step, again)
        faults.check_whole(again)
        assert faults.taken(again) == before
        assert result_of(step, again) == expected
    assert number > 5


@forks
def test_request_killed_anywhere_asks_the_same_when_run_again(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    fill(issued, "総務課", {"1-①": {FIRST: "多数", STATUS: "？"}}, inbox / "総務課.xlsx")
    take_in(issued, inbox)

    def asked(workspace: Workspace) -> dict[str, bytes]:
        folder = workspace.folder("修正依頼", workspace.profile.round())
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    untouched = copied(issued, tmp_path / "ok" / "city")
    run(request, untouched)
    assert len(asked(untouched)) == 2  # the marked book and its letter
    for number in itertools.count(1):
        again = copied(issued, tmp_path / "again" / "city")
        if not faults.killed(number, again.root, partial(run, request, again)):
            break
        run(request, again)
        faults.check_whole(again)
        assert asked(again) == asked(untouched)
        assert len(again.requests(again.profile.round())) == 1
    assert number > 5


# -- refused by the system


@forks
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES], ids=["full disk", "no access"])
def test_a_disk_that_refuses_anything_costs_nothing_that_was_there(
    issued: Workspace, inbox: Path, tmp_path: Path, fault: int
) -> None:
    faults.send_some(inbox)
    take_in(issued, inbox)
    fill(issued, "総務課", {"1-①": {FIRST: 9}}, inbox / "総務課（２）.xlsx")
    steps: list[Callable[[Workspace], object]] = [lambda one: take_in(one, inbox)]
    for step in steps + [partial(run, step) for step in STEPS]:
        for number in itertools.count(1):
            again = copied(issued, tmp_path / "again")
            before = faults.taken(again)
            if not faults.refused(number, again.root, partial(step, again), fault):
                break
            faults.check_whole(again)
            assert set(faults.recorded(again)) >= set(before)
        assert number > 3


@forks
@pytest.mark.parametrize("step", [take_in, validate, consolidate], ids=lambda step: step.__name__)
def test_a_disk_that_fills_while_a_file_is_written_costs_nothing_that_was_there(
    issued: Workspace, inbox: Path, tmp_path: Path, step: Callable[..., object]
) -> None:
    take_in(issued, inbox / "観光課.xlsx")
    last = inbox if step is take_in else issued.profile.round()
    wanted = copied(issued, tmp_path / "ok")
    take_in(wanted, inbox)
    step(issued, last if step is not take_in else inbox / "観光課.xlsx")  # there is something to lose
    there = {path for path in issued.root.rglob("*") if path.is_file()}
    before = faults.taken(issued)
    stopped = 0
    for size in (100, 500, 900, 1_300, 1_700, 3_000, 6_000, 9_000, 20_000, 1_000_000):
        again = copied(issued, tmp_path / "again")
        stopped += faults.cut_short(size, partial(step, again, last))
        faults.check_whole(again)
        assert all((again.root / path.relative_to(issued.root)).is_file() for path in there)
        assert not faults.left_over(again)
        assert set(faults.recorded(again)) >= set(before)
        take_in(again, inbox)
        assert faults.taken(again) == faults.taken(wanted)
    assert stopped > 3


@forks
def test_a_full_disk_is_told_with_the_file_and_what_to_do(collected: Workspace) -> None:
    master = run(consolidate, collected)
    assert isinstance(master, Consolidated)
    told = set()
    for number in range(1, 20):
        before = master.path.read_bytes()
        said = faults.message(number, collected.root, partial(run, consolidate, collected))
        what, _, mend = said.partition("\n→ ")
        if said:
            assert mend == "要らないファイルを消して空きを作り、もう一度実行してください。"
            told.add(what)
        if "取りまとめ表.xlsx" in said:
            assert master.path.read_bytes() == before
    full = "ディスクに空きがなく、書き込めません: "
    folder = master.path.parent
    assert told == {
        f"{full}{path}"
        for path in (collected.root / ".gyokaku" / "lock", master.path, folder / "取りまとめ表.json")
    }
    assert not faults.left_over(collected)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "x", "a.xlsx"), "読み書きできません: a.xlsx\n→ Excelで開いていれば"),
        (OSError(errno.EROFS, "x", "b"), "書き込めません: b\n→ 読み取り専用の場所です。"),
        (FileNotFoundError(errno.ENOENT, "x", "回収"), "見つかりません: 回収\n→ フォルダを動かしていないか"),
        (
            OSError(errno.EIO, "Input/output error", "c"),
            "ファイルを扱えません（システムの番号 5）: c\n→ ディスクや",
        ),
        (OSError(errno.ENAMETOOLONG, "x", "d"), "場所の名前が長すぎます: d\n→ 作業フォルダを、"),
        (FileNotFoundError(errno.ENOENT, "x", "深" * 241), "場所の名前が長すぎます: 深"),
        (PermissionError(errno.EACCES, "x", ".12.tmp", None, "表.xlsx"), "読み書きできません: 表.xlsx\n"),
        (OSError(errno.ENOSPC, "x", "市/.12.tmp/配布/1.xlsx"), "ディスクに空きがなく、書き込めません: 市\n"),
    ],
)
def test_what_the_system_refuses_is_told_with_the_file_and_what_to_do(error: OSError, said: str) -> None:
    assert message_of(error).startswith(said)


def test_a_file_that_cannot_be_replaced_stays_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "取りまとめ表.xlsx"
    path.mkdir()  # what cannot be replaced by a file, on any system
    (path / "前の内容").touch()
    with pytest.raises(OSError, match="取りまとめ表") as refused, whole_file(path) as half:
        half.write_text("新しい内容")
    assert refused.value.filename == str(path)
    assert [one.name for one in tmp_path.rglob("*")] == ["取りまとめ表.xlsx", "前の内容"]


def test_a_workspace_that_vanished_ends_with_2_and_its_name(collected: Workspace, inbox: Path) -> None:
    for gone in (collected.root / ".gyokaku", collected.root):
        shutil.rmtree(gone)
        for words in (["collect", inbox], ["validate"], ["consolidate"]):
            ran = gyokaku(*words, "-C", collected.root)
            assert ran.returncode == 2
            assert collected.root.name in ran.stderr
            assert "→" in ran.stderr
            assert "Traceback" not in ran.stderr


# -- two at once


def gyokaku(*words: object) -> subprocess.CompletedProcess[str]:
    with start(*words) as running:
        out, err = running.communicate()
    return subprocess.CompletedProcess([*map(str, words)], running.returncode, out, err)


def start(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "toolkit.cli", *map(str, words)],
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_of_two_collects_at_once_one_takes_everything_in_and_the_other_says_so(
    issued: Workspace, inbox: Path
) -> None:
    count = faults.send_some(inbox)
    words = ("collect", inbox, "-C", issued.root)
    with start(*words) as one, start(*words) as other:
        said = [one.communicate(), other.communicate()]
    codes = [one.returncode, other.returncode]
    faults.check_whole(issued)
    ledger = issued.ledger(issued.profile.round())
    assert len(faults.taken(issued)) == count
    if 2 in codes:  # the other came while the first was at work, the common case
        assert sorted(codes) == [1, 2]
        assert len(ledger) == count
        assert "ほかの gyokaku が、この作業フォルダを使っています" in said[codes.index(2)][1]
    else:  # one was done before the other began, to which every file is a duplicate
        assert sorted(codes) == [0, 1]
        assert len(ledger) == 2 * count


def test_while_one_is_at_work_every_step_says_who_and_changes_nothing(
    collected: Workspace, inbox: Path
) -> None:
    before = {
        path: path.read_bytes()
        for path in collected.root.rglob("*")
        if path.is_file() and path.name != "lock"
    }
    with alone(collected.root / ".gyokaku" / "lock"):
        for step in (generate, validate, consolidate, request, status):
            with pytest.raises(OfficeError, match=rf"プロセス番号{os.getpid()}"):
                run(step, collected)
        with pytest.raises(OfficeError, match="終わるのを待って"):
            take_in(collected, inbox)
        with pytest.raises(OfficeError, match="終わるのを待って"):
            withdraw(collected, collected.profile.round(), 1, Reason("試し"))
    assert {path: path.read_bytes() for path in before} == before
    run(validate, collected)


@forks
def test_the_dead_hold_no_lock(issued: Workspace) -> None:
    lock = issued.root / ".gyokaku" / "lock"

    def die() -> None:
        with alone(lock):
            os._exit(faults.KILLED)

    assert faults.fork(die) == faults.KILLED
    assert "プロセス番号" in lock.read_text("utf-8")
    with alone(lock):
        pass
    assert not lock.read_text("utf-8")


# -- a torn ledger


def test_a_ledger_torn_at_any_byte_is_set_right_and_its_file_taken_in_again(
    collected: Workspace, tmp_path: Path
) -> None:
    expected = faults.taken(collected)
    round_ = collected.profile.round()
    whole = collected.ledger_path(round_).read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    empty = tmp_path / "空"
    empty.mkdir()
    for torn in (
        *(whole[:end] for end in range(last, len(whole), 16)),
        whole[:-1],
        whole[:last] + bytes(300),
    ):
        collected.ledger_path(round_).write_bytes(torn)
        assert len(collected.ledger(round_)) == len(expected) - (torn != whole[:-1])
        take_in(collected, empty)
        faults.check_whole(collected)
        assert faults.taken(collected) == expected


def test_a_line_that_only_lost_its_end_stays(tmp_path: Path) -> None:
    book = tmp_path / "簿.jsonl"
    book.write_text('{"a": 1}', "utf-8")
    add_lines(book, {"b": 2})
    assert book.read_text("utf-8") == '{"a": 1}\n{"b": 2}\n'


def test_a_torn_line_gives_way_to_the_next(tmp_path: Path) -> None:
    book = tmp_path / "簿.jsonl"
    book.write_bytes('{"a": 1}\n{"所属": "総'.encode()[:-1])
    add_lines(book, {"b": 2})
    assert book.read_text("utf-8") == '{"a": 1}\n{"b": 2}\n'


def test_a_file_cut_off_before_its_entry_is_not_written_over(issued: Workspace, inbox: Path) -> None:
    """Another file of the same name comes first the next time: both stay, each with its entry."""
    folder = issued.folder("回収", issued.profile.round())
    folder.mkdir(parents=True)
    shutil.copyfile(inbox / "総務課.xlsx", folder / "0001_総務課.xlsx")
    fill(issued, "総務課", {"1-①": {FIRST: 9}}, inbox / "総務課.xlsx")
    take_in(issued, inbox / "総務課.xlsx")
    entries = issued.ledger(issued.profile.round())
    assert [(one.file, one.taken) for one in entries] == [
        ("0001_総務課.xlsx", Taken.RETURN),
        ("0002_総務課.xlsx", Taken.RETURN),
    ]
    faults.check_whole(issued)
