"""An entry of the 受付簿 is one line and the same after it was written down."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.ledger import Entry, Taken

JST = dt.timezone(dt.timedelta(hours=9))
words = st.text(max_size=10)
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2060, 1, 1)).map(  # noqa: DTZ001 - JST is added
    lambda moment: moment.replace(microsecond=0, tzinfo=JST)
)
entries = st.builds(
    Entry,
    st.integers(1, 9999),
    words,
    moments,
    words,
    words,
    st.sampled_from(Taken),
    st.integers(0, 9),
    words,
    words,
    st.lists(words, max_size=3).map(tuple),
    words,
    words,
    st.integers(0, 9999),
)


@given(entries)
def test_an_entry_is_the_same_after_it_was_a_line(entry: Entry) -> None:
    line = json.dumps(entry.as_json(), ensure_ascii=False)
    assert "\n" not in line
    assert Entry.from_json(json.loads(line)) == entry


def test_an_entry_as_json() -> None:
    moment = dt.datetime(2025, 5, 30, 9, 15, 0, 123456, tzinfo=JST)
    entry = Entry(
        1, "ab", moment, "受信/1.xlsx", "0001_1.xlsx", Taken.RETURN, 1, "総務課", "01_総務課.xlsx", ("1-①",)
    )
    assert entry.as_json() == {
        "receipt": 1,
        "sha256": "ab",
        "received_at": "2025-05-30T09:15:00+09:00",
        "origin": "受信/1.xlsx",
        "file": "0001_1.xlsx",
        "taken": "回答",
        "issue": 1,
        "department": "総務課",
        "book": "01_総務課.xlsx",
        "items": ("1-①",),
        "code": "",
        "detail": "",
        "duplicate_of": 0,
        "run": 0,
        "saved": "",
        "modified": 0,
    }
