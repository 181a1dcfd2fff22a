"""What a department rated itself against the band of its rate: 1,100 of 1,000 are 110 %."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.small_return import FIELDS, GRADE, return_of, text_cell
from toolkit.model.choices import Band, Choice, Choices
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.rules.checks.rating_checks import iter_rating_doubts

GRADES = Choices(
    (Choice("S"), Choice("A", ("良い",)), Choice("B")),
    tuple(Band(word, Decimal(rate)) for word, rate in (("S", 120), ("A", 100), ("B", 0))),
)


def doubts(typed: str, choices: Choices | None = GRADES) -> list[Finding]:
    def finding(code: str, slot: Slot, **words: object) -> Finding:
        return Finding(code, None, "", "", slot, {"title": "評価"} | words)

    fields = FIELDS.with_choices({"year.evaluation": choices} if choices else {})
    return list(iter_rating_doubts(return_of({GRADE: text_cell(typed)}), fields, finding))


def test_another_rating_than_the_rate_gives_is_asked_about_with_both_and_the_rate() -> None:
    (told,) = doubts("S")
    assert told.what == ("評価は「S」ですが、達成率からは「A」です。達成率110.0%が100%以上のため、Aです。")
    assert (told.severity.value, told.expected) == ("要確認", "A（達成率110.0%）")


@pytest.mark.parametrize("typed", ["A", "ａ", "良い", "", "特A"])
def test_the_same_rating_a_blank_and_what_is_no_choice_are_not(typed: str) -> None:
    assert doubts(typed) == []


def test_a_field_without_bands_is_nobodys_to_compute() -> None:
    assert doubts("S", None) == []
    assert doubts("S", Choices(GRADES.all)) == []
