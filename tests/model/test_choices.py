"""A typed word is the choice it spells, however it was typed; two choices never become one."""

from __future__ import annotations

import pytest

from toolkit.model.choices import Choice, Choices, Meaning

GRADES = Choices(
    (Choice("Ａ"), Choice("B", ("良",)), Choice("対象外", meaning=Meaning.OUTSIDE), Choice("－"))
)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        *((one, "Ａ") for one in ("Ａ", "A", "a", "ａ", "「Ａ 」", "『a』", " 　Ａ\n")),
        *((one, "B") for one in ("B", "良", "「良」", "ｂ")),
        *((one, "対象外") for one in ("対象外", "対 象 外", "「対象外」")),
        *((one, "－") for one in "－−-ー―—–"),
    ],
)
def test_a_choice_is_its_word_in_whatever_spelling(typed: str, word: str) -> None:
    found = GRADES.find(typed)
    assert (found and found.word, GRADES.word(typed)) == (word, word)


@pytest.mark.parametrize("typed", ["", "AA", "A以上", "（A）", "--", "対象", "○"])
def test_what_is_no_choice_is_found_as_none_and_stays_as_it_is_compared(typed: str) -> None:
    assert GRADES.find(typed) is None


def test_a_mark_is_one_whichever_an_input_method_offers() -> None:
    flags = Choices((Choice("○", meaning=Meaning.ACHIEVED), Choice("×", meaning=Meaning.MISSED)))
    assert [flags.word(typed) for typed in "〇◯○✕✖×"] == ["○", "○", "○", "×", "×", "×"]


def test_a_dash_inside_a_word_is_a_letter_of_it() -> None:
    assert Choices((Choice("センター"),)).find("センタ-") is None
