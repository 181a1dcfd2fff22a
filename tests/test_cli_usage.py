"""What is mistyped at the command line is told in Japanese, with what was typed and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_cli import gyokaku
from toolkit.cli.names import ALIASES

MISTYPED = {
    "chekc": "「chekc」という命令はありません。（もしかして「check」ではありませんか。）",
    "会議資科": "（もしかして「会議資料」ではありませんか。）",
    "template piture": "「piture」という命令はありません。（もしかして「picture」ではありませんか。）",
    "validate --rond R6": "「--rond」という指定はありません。 → （もしかして「--round」ではありませんか。）",
    "validate --no x": "「--no」という指定はありません。",
    "validate 余分": "余分な語「余分」があります。",
    "確認 余分 もっと": "余分な語「余分 もっと」があります。",
    "validate --round": "「--round」の後に書くものがないか、余分です。",
    "validate --accept 三": "「--accept」の「三」は使えません。",
    "correct": "に当たるものがありません。 → 書き足してください。",
    "report --date 令和6年13月1日": "「令和6年13月1日」は、暦にない日です。",
    "report --date あした": "「あした」は日付として読めません。「2024/6/28」か「令和6年6月28日」のように",
    "status --today 2024/2/30": "「2024/2/30」は、暦にない日です。",
}
ENGLISH = re.compile(r"\b(?:Error|Usage|Try|Invalid|No such|Missing|Got|requires|unexpected|match)\b")


@pytest.mark.parametrize(("typed", "said"), MISTYPED.items())
def test_case_D6_what_is_mistyped_is_told_in_japanese(tmp_path: Path, typed: str, said: str) -> None:
    ran = gyokaku(*typed.split(), cwd=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert "--help で見られます。" in ran.err
    assert ENGLISH.search(ran.err) is None
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("word", ALIASES)
def test_every_japanese_word_of_a_command_is_understood(tmp_path: Path, word: str) -> None:
    group = ["template"] if word in ("一覧", "図") else []
    ran = gyokaku(*group, word, "--help", cwd=tmp_path)
    assert ran.code == 0


@pytest.mark.parametrize("typed", ["2024/6/28", "令和6年6月28日", "Ｒ６．６．２８", "2024-06-28"])
def test_case_D7_a_date_is_read_however_it_is_typed(tmp_path: Path, typed: str) -> None:
    ran = gyokaku("report", "--date", typed, cwd=tmp_path)
    assert "設定.xlsx がありません" in ran.err  # the date was read: what lacks is the folder
