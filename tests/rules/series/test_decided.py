"""What the office decided of files: a withdrawn return is none, a copy that came later takes its place."""

from __future__ import annotations

import datetime as dt

from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.ledger import Entry, Taken
from toolkit.rules.series.decided import iter_counting

MOMENT = dt.datetime.fromisoformat("2024-05-20T10:00+09:00")


def entry(receipt: int, content: str, taken: Taken = Taken.RETURN, duplicate_of: int = 0) -> Entry:
    name = f"{receipt:04}.xlsx"
    own = {"issue": 1, "department": "総務課", "book": "01.xlsx", "items": ("1-①",)}
    return Entry(receipt, content, MOMENT, name, name, taken, duplicate_of=duplicate_of, **own)  # type: ignore[arg-type]


def withdrawn(receipt: int) -> Decisions:
    about = About(receipt=receipt)
    return Decisions.of([Decision(Kind.WITHDRAWN, about, "山田", MOMENT, "誤送信", receipt)])


def counted(entries: list[Entry], decisions: Decisions) -> list[tuple[int, Taken]]:
    return [(one.receipt, one.taken) for one in iter_counting(entries, decisions)]


ENTRIES = [
    entry(1, "甲"),
    entry(2, "乙"),
    entry(3, "甲", Taken.DUPLICATE, 1),
]


def test_a_copy_of_a_return_that_counts_is_a_duplicate() -> None:
    assert counted(ENTRIES, Decisions.of([])) == [
        (1, Taken.RETURN),
        (2, Taken.RETURN),
        (3, Taken.DUPLICATE),
    ]


def test_a_copy_of_a_withdrawn_return_is_a_return_again() -> None:
    assert counted(ENTRIES, withdrawn(1)) == [(1, Taken.SET_ASIDE), (2, Taken.RETURN), (3, Taken.RETURN)]
