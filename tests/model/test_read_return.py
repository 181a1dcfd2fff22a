"""A kept reading is plain JSON: whatever was read is loaded as it was."""

from __future__ import annotations

import datetime as dt
import json
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.fields import Slot
from toolkit.model.read_return import (
    Change,
    Doubts,
    FoundSheet,
    Lead,
    Lines,
    Message,
    Pasted,
    ReadReturn,
    ReadSheet,
    ReadSlot,
)
from toolkit.model.record import Cell
from toolkit.model.shown import Content, Lying, On, Run, Shown, Unseen
from toolkit.model.years import FiscalYear

One = TypeVar("One")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
REFS = st.sampled_from(["A1", "C8", "AA120"])
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)
KINDS = st.sampled_from(["blank", "text", "number", "boolean", "date", "error"])
RUNS = st.builds(Run, TEXTS, st.booleans(), st.sampled_from(["", "superscript", "subscript"]))
YEARS = st.none() | st.integers(2019, 2040).map(FiscalYear)
NUMBERS = st.none() | st.integers(1, 20)
PARTS = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9))
SLOTS = st.builds(Slot, st.sampled_from(["year.result", "indicator.actual"]), NUMBERS, NUMBERS, YEARS, PARTS)


def few(ones: st.SearchStrategy[One]) -> st.SearchStrategy[tuple[One, ...]]:
    return st.lists(ones, max_size=2).map(tuple)


LYING = few(st.builds(Lying, st.sampled_from(On), TEXTS, REFS))
SHOWN = st.builds(
    Shown,
    few(RUNS),
    st.booleans(),
    few(st.sampled_from(Unseen)),
    st.none() | st.sampled_from(Content),
    st.sampled_from(["", "B8:B9"]),
    st.booleans(),
    few(st.sampled_from(["U+000B", "U+FFFE"])),
    LYING,
)
CELLS = st.builds(Cell, REFS, KINDS, TEXTS, VALUES, st.none() | TEXTS, TEXTS, SHOWN)
READ_SLOTS = st.builds(ReadSlot, SLOTS, st.sampled_from(Lead), st.none() | CELLS, st.none() | CELLS)
CHANGES = few(st.builds(Change, REFS, TEXTS, TEXTS))
LINES = st.builds(
    Lines,
    few(st.integers(1, 99)),
    few(st.sampled_from("ABC")),
    few(TEXTS),
)
PASTED = few(st.builds(Pasted, REFS, st.integers(2, 99), TEXTS))
PAIRS = few(st.tuples(TEXTS, TEXTS))
SHEETS = st.builds(
    ReadSheet, TEXTS, TEXTS, few(READ_SLOTS), CHANGES, PASTED, CHANGES, LINES, LINES, LYING, PAIRS, TEXTS
)
FOUND = st.builds(FoundSheet, TEXTS, TEXTS, TEXTS, TEXTS, st.none() | TEXTS, TEXTS, st.booleans())
READINGS = st.builds(
    ReadReturn,
    few(SHEETS),
    few(FOUND),
    st.booleans(),
    st.none() | st.builds(Message, TEXTS, REFS, TEXTS),
    few(TEXTS),
    PAIRS,
    st.builds(Doubts, st.booleans(), st.none() | TEXTS, PAIRS),
    TEXTS,
    TEXTS,
)


@given(READINGS)
def test_a_reading_is_the_same_after_it_was_kept_as_a_line_of_json(reading: ReadReturn) -> None:
    line = json.dumps(reading.as_json(), ensure_ascii=False, allow_nan=False)
    loaded = ReadReturn.from_json(json.loads(line))
    assert loaded == reading
    assert json.dumps(loaded.as_json(), ensure_ascii=False) == line


def test_what_is_as_it_should_be_takes_no_room() -> None:
    slot = Slot("indicator.actual", 1, year=FiscalYear.parse("R5"))
    moment = dt.datetime.fromisoformat("2024-04-01T09:30")
    read = ReadSlot(slot, Lead.FOLLOWED, Cell("C8", "date", "45383.4", moment, None, "yyyy/m/d h:mm"))
    assert ReadReturn().as_json() == {}
    assert ReadReturn((ReadSheet("1-①", "1-①", (read,)),)).as_json() == {
        "sheets": [
            {
                "item_id": "1-①",
                "sheet": "1-①",
                "slots": [
                    {
                        "slot": ["indicator.actual", 1, None, "R5", None],
                        "lead": "followed",
                        "cell": {
                            "ref": "C8",
                            "kind": "date",
                            "raw": "45383.4",
                            "value": {"datetime": "2024-04-01T09:30:00"},
                            "number_format": "yyyy/m/d h:mm",
                        },
                    }
                ],
            }
        ]
    }
