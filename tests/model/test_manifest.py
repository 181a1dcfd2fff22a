"""What was issued is the same after it was written down."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.slots import ItemSlots
from toolkit.model.years import FiscalYear

words = st.text(max_size=8)
years = st.integers(1989, 2060).map(FiscalYear)
numbers = st.none() | st.integers(1, 30)
parts = st.none() | st.tuples(st.integers(0, 30), st.integers(1, 30))
slots = st.builds(Slot, st.just("indicator.actual"), numbers, numbers, st.none() | years, parts)
sheets = st.builds(
    IssuedSheet,
    words,
    words,
    st.dictionaries(words, slots, max_size=4),
    st.dictionaries(words, words, max_size=4),
    words,
    st.tuples(st.integers(1, 99), st.integers(1, 99)),
    lines=st.builds(ItemSlots, st.just((1, 3)), st.just((2,)), st.just(((1, 1), (3, 1)))),
)
books = st.builds(
    IssuedBook, words, words, words, words, st.lists(sheets, max_size=3).map(tuple), words, words
)
manifests = st.builds(
    Manifest,
    words,
    words,
    years,
    st.integers(1, 99),
    st.dictionaries(words, words, max_size=2),
    st.dictionaries(
        words, st.dictionaries(words, st.lists(slots, max_size=4).map(tuple), max_size=3), max_size=2
    ),
    st.lists(books, max_size=3).map(tuple),
)


@given(manifests)
def test_a_manifest_is_the_same_after_it_was_json(manifest: Manifest) -> None:
    text = json.dumps(manifest.as_json(), ensure_ascii=False)
    assert Manifest.from_json(json.loads(text)) == manifest


@given(st.dictionaries(words, slots, min_size=2, max_size=6))
def test_the_asked_cells_keep_their_order(asked: dict[str, Slot]) -> None:
    sheet = IssuedSheet("1-①", "1-①", asked, {})
    book = IssuedBook("総務課", "01.xlsx", "ab", "はじめに", (sheet,), "様式", "所属")
    manifest = Manifest("うみべ市", "R6_実績", FiscalYear(2024), 1, {}, {}, (book,))
    loaded = Manifest.from_json(json.loads(json.dumps(manifest.as_json())))
    assert list(loaded.books[0].sheets[0].asked) == list(asked)
