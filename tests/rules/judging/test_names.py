"""Names that two tables of one document write differently."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.record import State
from toolkit.rules.judging.names import same_name
from toolkit.rules.numbers.quantities import parse_quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("アドプト制度；公園愛護会", "アドプト制度：公園愛護会", id="G-semicolon"),
        pytest.param("業務の棚卸し･業務改善", "業務の棚卸し・業務改善", id="G-middle-dot"),
        pytest.param("モラールの向上", "モラルの向上", id="G-long-vowel"),
        pytest.param("ＩＣＴの活用･ＤＸの推進", "ICTの活用・DXの推進", id="G-width"),
        pytest.param("フロントヤード改革（窓口）", "フロントヤード改革(窓口)", id="G-brackets"),
        pytest.param("2（86）", "2(86)", id="G-number-in-brackets"),
        pytest.param("運用開始(R7）", "運用開始（R7)", id="G-mixed-brackets"),
        pytest.param("［再］", "[再]", id="G-square-brackets"),
        pytest.param("3-1-6", "３－１－６", id="G-dash-in-a-number"),
        pytest.param("-", "－", id="G-dash-full-width"),
        pytest.param("-", "—", id="G-dash-em"),
        pytest.param("-", "ー", id="G-dash-kana-sheet-5"),
        pytest.param("徴収率の向上 – 税源", "徴収率の向上 - 税源", id="G-dash-in-a-heading"),
        pytest.param("窓口\nの見直し", "窓口 の見直し", id="G-line-break"),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバ", "サバ缶"),
        ("3-1", "31"),
        ("行政運営の改革", "行政経営の改革"),
        ("ふるさと納税(個人版)", "ふるさと納税(企業版)"),
        ("△5", "-5"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other", "variants"),
    [
        pytest.param("行政運営の推進", "行政経営の推進", [("行政運営", "行政経営")], id="G-another-word"),
        pytest.param("持続的な財政", "持続可能な財政", [("持続的な", "持続可能な")], id="G-another-ending"),
    ],
)
def test_words_a_plan_uses_for_the_same_are_told_as_variants(
    one: str, other: str, variants: list[tuple[str, str]]
) -> None:
    assert same_name(one, other, variants)
    assert same_name(other, one, variants)
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("２9", 29, id="G-29-projects"),
        pytest.param("5５", 55, id="G-55-measures"),
        pytest.param("９４％", 94, id="G-94-percent"),
    ],
)
def test_digits_of_mixed_width_are_one_number(text: str, number: int) -> None:
    answer = parse_quantity(text, "％" if "％" in text else "")
    assert answer.state is State.NUMBER
    assert answer.value == number
    assert answer.raw == text


@given(st.text(max_size=30))
def test_the_width_of_a_character_never_makes_another_name(text: str) -> None:
    assert same_name(text, unicodedata.normalize("NFKC", text))
