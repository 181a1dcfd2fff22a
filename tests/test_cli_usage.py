"""The command line in Japanese: both names of every command, its help, dates as staff write them.

What is mistyped stands in `mistakes_at_the_desk.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_cli import gyokaku
from toolkit.cli import cli
from toolkit.cli.names import ALIASES

CLICK = re.compile(r"Usage|Options|Commands|Show this|exit|COMMAND|ARGS|TEXT|INTEGER|PATH|FILE|FOLDER|\[OPT")


@pytest.mark.parametrize("word", ALIASES)
def test_every_japanese_word_of_a_command_is_understood(tmp_path: Path, word: str) -> None:
    group = ["template"] if word in ("一覧", "図") else []
    ran = gyokaku(*group, word, "--help", cwd=tmp_path)
    assert ran.code == 0


@pytest.mark.parametrize("words", [[], *([one] for one in cli.commands), ["template", "show"]], ids=" ".join)
def test_case_D6_the_help_is_in_japanese(words: list[str]) -> None:
    said = CliRunner().invoke(cli, [*words, "--help"], prog_name="gyokaku").output
    assert said.startswith(f"使い方: {' '.join(['gyokaku', *words])} [指定]")
    assert "この説明を表示します。" in said
    assert CLICK.search(said) is None, said


@pytest.mark.parametrize("typed", ["2024/6/28", "令和6年6月28日", "Ｒ６．６．２８", "2024-06-28"])
def test_case_D7_a_date_is_read_however_it_is_typed(tmp_path: Path, typed: str) -> None:
    ran = gyokaku("report", "--date", typed, cwd=tmp_path)
    assert "設定.xlsx がありません" in ran.err  # the date was read: what lacks is the folder
