"""Arrows in the yearly plan of one city, as its sheets print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rules.judging.arrows import YearlyText, resolve_arrows

DOUBT = "空欄で、前の年度の「計画改定の検討」が続くのか、予定がないのか分かりません。"


def said(text: str) -> YearlyText:
    return YearlyText(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ("状況調査 見直しの検討", "→", "→"),
            (
                said("状況調査 見直しの検討"),
                said("状況調査 見直しの検討"),
                said("状況調査 見直しの検討"),
            ),
            id="E10-sheet-4",
        ),
        pytest.param(
            ("職員の支援", "→", ""),
            (said("職員の支援"), said("職員の支援"), said("職員の支援")),
            id="E10-sheet-1-one-arrow-over-two-cells",
        ),
        pytest.param(
            ("手続の拡充・周知", "", "→"),
            (said("手続の拡充・周知"), said("手続の拡充・周知"), said("手続の拡充・周知")),
            id="E10-sheet-9-the-arrow-in-the-second-cell",
        ),
        pytest.param(
            ("取組", "—————→", ""),
            (said("取組"), said("取組"), said("取組")),
            id="E10-sheet-20-a-long-arrow",
        ),
        pytest.param(
            ("職員の支援", "→", "〃"),
            (said("職員の支援"), said("職員の支援"), said("職員の支援")),
            id="E10-sheet-1-merged-in-the-register",
        ),
        pytest.param(
            ("基本方針の策定", "方針に基づく取組", "→"),
            (said("基本方針の策定"), said("方針に基づく取組"), said("方針に基づく取組")),
            id="E10-sheet-16",
        ),
        pytest.param(
            ("計画に基づく取組", "計画改定の検討", ""),
            (said("計画に基づく取組"), said("計画改定の検討"), YearlyText("", doubt=DOUBT)),
            id="E10-sheet-15-ambiguous",
        ),
        pytest.param(
            ("導入", "－", "－"), (said("導入"), said("－"), said("－")), id="E10-sheet-9-nothing-planned"
        ),
        pytest.param(
            ("研究", "研究", "検討"), (said("研究"), said("研究"), said("検討")), id="E10-sheet-10-no-arrow"
        ),
    ],
)
def test_an_arrow_is_the_same_as_the_year_before(
    texts: tuple[str, ...], expected: tuple[YearlyText, ...]
) -> None:
    assert resolve_arrows(texts) == expected


def test_an_arrow_without_a_text_before_it_is_asked_about() -> None:
    (first, second) = resolve_arrows(("→", ""))
    assert first == YearlyText("", doubt="矢印の前の年度に文がないため、何が続くのか分かりません。")
    assert second == first


def test_blanks_before_the_first_text_and_behind_a_dash_mean_nothing() -> None:
    assert resolve_arrows(("", "", "検討")) == (said(""), said(""), said("検討"))
    assert resolve_arrows(("導入", "－", "")) == (said("導入"), said("－"), said(""))
    assert resolve_arrows(()) == ()


def test_a_doubt_lasts_until_the_next_text() -> None:
    resolved = resolve_arrows(("検討", "", "", "実施"))
    assert [bool(one.doubt) for one in resolved] == [False, True, True, False]


@given(st.lists(st.sampled_from(["検討", "実施", "→", "", "－"]), max_size=6))
def test_every_year_has_a_text_a_doubt_or_nothing(texts: list[str]) -> None:
    resolved = resolve_arrows(texts)
    assert len(resolved) == len(texts)
    assert not any(one.text and one.doubt for one in resolved)
    assert all(one.text == text for one, text in zip(resolved, texts, strict=True) if text not in ("→", ""))
