"""Flags in the city's own words: 目標達成 is ○, whatever papers print, and the marks still mean the same."""

from __future__ import annotations

import pytest

from toolkit.model.choice_words import find_flag, flag_word
from toolkit.model.choices import Choice, Choices, Meaning
from toolkit.model.verdicts import Flag

OWN = Choices(
    (
        Choice("目標達成", ("達成",), Meaning.ACHIEVED),
        Choice("未達成", (), Meaning.MISSED),
        Choice("未定", ("集計中",), Meaning.UNDECIDED),
    )
)


@pytest.mark.parametrize(
    ("word", "flag"),
    [
        ("目標達成", Flag.ACHIEVED),
        ("「目標 達成」", Flag.ACHIEVED),
        ("達成", Flag.ACHIEVED),
        ("○", Flag.ACHIEVED),
        ("〇", Flag.ACHIEVED),
        ("未達成", Flag.MISSED),
        ("✕", Flag.MISSED),
        ("集計中", Flag.UNDECIDED),
        ("未", Flag.UNDECIDED),
        ("－", Flag.NOT_SET),
        ("-", Flag.NOT_SET),
        ("達成見込み", None),
        ("", None),
    ],
)
def test_a_word_or_a_mark_means_a_flag(word: str, flag: Flag | None) -> None:
    assert find_flag(word, OWN) is flag


def test_a_flag_is_printed_in_the_citys_word_and_as_its_mark_where_there_is_none() -> None:
    assert [flag_word(flag, OWN) for flag in Flag] == ["目標達成", "未達成", "未定", "－"]
    assert [flag_word(flag, None) for flag in Flag] == ["○", "×", "未", "－"]
