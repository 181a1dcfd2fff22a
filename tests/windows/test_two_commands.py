"""Two commands in one workspace: the second says who is at work; a killed one is no hindrance."""

from __future__ import annotations

import os
import platform
import re

import pytest

from tests.windows.desk import gyokaku, start
from toolkit.desk.workspace import Workspace

_AT_WORK = """
import sys
from pathlib import Path
from toolkit.books.system.disk import alone
with alone(Path(sys.argv[1])):
    print("at work", flush=True)
    sys.stdin.read()
"""
SAID = re.compile(
    r"ほかの gyokaku が、この作業フォルダを使っています"
    r"（(.+)、\d{4}-\d\d-\d\d \d\d:\d\d:\d\dから、プロセス番号(\d+)）。"
    r" → 終わるのを待って、もう一度実行してください。"
)


VERBS = (["配布"], ["回収", "設定.xlsx"], ["確認"], ["取りまとめ"], ["状況"], ["修正依頼"])


@pytest.mark.parametrize("words", VERBS)
def test_the_second_command_says_who_is_at_work_and_does_nothing(
    returned: Workspace, words: list[str]
) -> None:
    with start("-c", _AT_WORK, str(returned.root / ".gyokaku" / "lock")) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"at work"
        ran = gyokaku(*words, cwd=returned.root)
        said = SAID.fullmatch(ran.said.strip())
        assert said, ran.said
        assert (ran.code, said[1]) == (2, platform.node())
        assert int(said[2]) != os.getpid()


def test_a_command_that_was_killed_leaves_no_lock(returned: Workspace) -> None:
    with start("-c", _AT_WORK, str(returned.root / ".gyokaku" / "lock")) as first:
        assert first.stdout is not None
        first.stdout.readline()
    assert gyokaku("取りまとめ", cwd=returned.root).code == 0
