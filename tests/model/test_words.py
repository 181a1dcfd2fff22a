"""What is the same word, and that it is told in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit
from toolkit.model.words import plain_word, same_word


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Ａ　達成", "A達成", True, id="G-width-and-blank"),
        pytest.param("実績\n値", "実績値", True, id="G-line-break"),
        pytest.param("㈱", "（株）", True, id="G-one-character-for-three"),
        pytest.param("ﾓﾗｰﾙ", "モラール", True, id="G-half-width-kana"),
        pytest.param("－", "-", True, id="G-full-width-hyphen"),
        pytest.param("—", "-", False, id="G-another-dash"),
        pytest.param("ICT", "ict", False, id="G-case"),
        pytest.param("モラール", "モラル", False, id="G-another-spelling"),
    ],
)
def test_two_spellings_are_the_same_word_where_only_width_and_blanks_differ(
    one: str, other: str, same: bool
) -> None:
    assert same_word(one, other) is same


def test_a_plain_word_keeps_nothing_but_its_characters() -> None:
    assert plain_word(" ２ 達成\r\n") == "2達成"


def test_what_is_one_width_is_told_in_one_place() -> None:
    root = Path(toolkit.__file__).parent
    told = [
        path.relative_to(root).as_posix() for path in root.rglob("*.py") if 'NFKC"' in path.read_text("utf-8")
    ]
    assert told == ["model/words.py"]
