"""The office's loop (一括): what came is taken in, what was typed is decided, and all is made again.

うみべ市 asks 総務課, 観光課 and 港湾課; they put their books into 受け箱.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.steps.test_typed_responses import AMOUNT, row_of, type_in
from tests.steps.toy_city import EFFECT, GOOD, fill
from toolkit.cli import cli
from toolkit.desk.inbox import arrivals
from toolkit.desk.workspace import Workspace
from toolkit.model.ledger import Taken
from toolkit.steps.chains.run import Ran, run

NONE: Mapping[str, str | int] = {}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "PAUSE_SECONDS", 0.01)


def start(workspace: Workspace) -> Ran:
    return run(workspace, workspace.profile.round())


def put(
    workspace: Workspace, department: str, folder: str = "", cells: Mapping[str, str | int] = NONE
) -> Path:
    """Let a department put its book into 受け箱, written a while ago."""
    (item,) = GOOD[department]
    inbox = workspace.inbox() / folder
    inbox.mkdir(exist_ok=True)
    path = fill(
        workspace, department, {item: {**GOOD[department][item], **cells}}, inbox / f"{department}.xlsx"
    )
    age(path, 600)
    return path


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def list_of(workspace: Workspace) -> Path:
    return workspace.folder("確認", workspace.profile.round()) / "確認結果.xlsx"


def test_what_lies_in_the_inbox_is_taken_in_once_and_nothing_is_moved(issued: Workspace) -> None:
    put(issued, "総務課")
    path = put(issued, "観光課", "産業部")
    done = start(issued)
    assert [entry.taken for entry in done.collected.entries] == [Taken.RETURN, Taken.RETURN]
    assert path.is_file()
    assert start(issued).collected.entries == []


def test_the_same_content_written_again_is_a_new_arrival(issued: Workspace) -> None:
    path = put(issued, "総務課")
    start(issued)
    age(path, 60)
    (again,) = start(issued).collected.entries
    assert (again.taken, again.duplicate_of) == (Taken.DUPLICATE, 1)
    shutil.copy2(path, path.with_name("総務課（再送）.xlsx"))
    assert len(start(issued).collected.entries) == 1


def test_everything_stands_and_says_whose_turn_it_is(issued: Workspace) -> None:
    put(issued, "総務課", cells={EFFECT: "多数"})
    put(issued, "観光課")
    lines = list(start(issued).iter_lines(issued.root))
    assert lines[0] == "届いたもの: 2件（回答2件）"
    assert lines[2].startswith("確認事項: 要修正1件、")
    assert lines[4] == "修正依頼: 1件（修正依頼/R6_実績）"
    assert "次にすること: 所属の番です（" in lines[6]
    for path in ("処理結果.xlsx", "確認/R6_実績/確認結果.xlsx", "確認/R6_実績/提出状況.xlsx"):
        assert (issued.root / path).is_file()
    assert (issued.root / "取りまとめ/R6_実績/取りまとめ表.xlsx").is_file()


def test_what_was_typed_is_taken_in_and_told(issued: Workspace) -> None:
    for department in GOOD:
        put(issued, department, cells={EFFECT: 12_000} if department == "総務課" else {})
    start(issued)
    type_in(list_of(issued), AMOUNT, {"対応": "原文どおり", "理由": "契約額を確認"})
    done = start(issued)
    effects = done.consolidated.summary.effects
    assert effects
    assert effects.total.actual
    assert effects.total.actual.total == 12_250
    rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(done.path)["対応"].iter_rows(min_row=5)
    ]
    assert rows[0][0] == "取り込みました"
    assert "契約額を確認" in str(rows[0][1])
    assert row_of(list_of(issued), AMOUNT)["対応"] == "原文どおり"


def test_with_nothing_new_no_list_changes(issued: Workspace) -> None:
    for department in GOOD:
        put(issued, department, cells={EFFECT: 12_000} if department == "総務課" else {})
    start(issued)
    before = digests(issued.root)
    start(issued)
    changed = {path for path, digest in digests(issued.root).items() if before.get(path) != digest}
    assert changed <= {
        "処理結果.xlsx",
        "取りまとめ/R6_実績/取りまとめ表.json",
        "取りまとめ/R6_実績/取りまとめ表.xlsx",
    }


def digests(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_a_file_that_is_still_being_copied_waits_for_the_next_time(issued: Workspace) -> None:
    path = put(issued, "総務課")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    done = start(issued)
    assert done.collected.entries == []
    assert done.left == [("総務課.xlsx", "コピーの途中のようです。終わってから、もう一度取り込んでください")]
    assert not done.is_clean
    path.write_bytes(whole)
    assert len(start(issued).collected.entries) == 1


def test_a_file_that_was_torn_long_ago_is_a_broken_file(issued: Workspace) -> None:
    path = put(issued, "総務課")
    path.write_bytes(path.read_bytes()[:2000])
    age(path, 3600)
    (entry,) = start(issued).collected.entries
    assert entry.code == "truncated"


def test_it_is_one_command_with_two_names(issued: Workspace) -> None:
    put(issued, "総務課")
    done = CliRunner().invoke(cli, ["一括", "-C", str(issued.root)])
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "届いたもの: 1件（回答1件）")


def test_the_decisions_stand_in_a_readable_book(issued: Workspace) -> None:
    for department in GOOD:
        put(issued, department, cells={EFFECT: 12_000} if department == "総務課" else {})
    start(issued)
    type_in(list_of(issued), AMOUNT, {"対応": "使わない", "理由": "積算が違う", "処理者": "山田"})
    start(issued)
    type_in(
        list_of(issued),
        AMOUNT,
        {"対応": "事務局修正", "修正値": "120", "理由": "円で書いた", "処理者": "佐藤"},
    )
    path = start(issued).decisions
    headings, *rows = openpyxl.load_workbook(path)["事務局処理簿"].iter_rows(min_row=4, values_only=True)
    at = {str(heading): number for number, heading in enumerate(headings)}
    told = [
        [row[at[heading]] for heading in ("処理者", "対応", "いま", "項目", "決めた値", "理由")]
        for row in rows
    ]
    item = "1-① 窓口の見直し"
    assert told == [
        ["山田", "使わない", "取消し", item, None, "積算が違う"],
        ["佐藤", "使わないの取消し", "－", item, None, "円で書いた"],
        ["佐藤", "事務局修正", "有効", item, "120", "円で書いた"],
    ]
