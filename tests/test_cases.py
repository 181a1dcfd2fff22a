"""The list of faults that were once found from outside: each of its rows has a test that bears its name."""

from __future__ import annotations

import re
from pathlib import Path

ROWS = {"R": 23, "F": 14, "S": 18, "D": 14, "X": 6}
"""How many rows there are: R what a department types, F files, S the office's settings and register,
D doubt, papers and letters, X what Excel would repair or show wrongly."""
NAMED = re.compile(r"def test_\w*?case_([A-Z]\d+)(?=_|\()")


def test_every_row_of_the_list_has_a_test_of_its_name() -> None:
    rows = [f"{kind}{number}" for kind, last in ROWS.items() for number in range(1, last + 1)]
    texts = (path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    named = {row for text in texts for row in NAMED.findall(text)}
    assert [row for row in rows if row not in named] == []
    assert named <= set(rows)
