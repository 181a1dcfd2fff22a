"""The rows of one item in, each with its number and its id out."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.books.register.table import OWN_ID, TableRow


def number_rows(rows: Sequence[TableRow], header: str) -> list[tuple[int, int, TableRow]]:
    """Give an item's rows as (number, id, row), by number; a blank or repeated number is a mistake."""
    found: dict[int, TableRow] = {}
    for at, row in enumerate(rows):
        row.needed(header)
        number = row.whole(header) or -at
        if number in found:
            row.wrong(header, f"同じ項目に{header}{number}が2つあります。", "番号を付け直してください。")
        found.setdefault(number, row)
    numbers = sorted(found)
    with_ids = identify_rows([found[number] for number in numbers], numbers)
    return [(number, id_, row) for number, (id_, row) in zip(numbers, with_ids, strict=True)]


def identify_rows(rows: Sequence[TableRow], numbers: Sequence[int]) -> list[tuple[int, TableRow]]:
    """Give an item's rows with their ids: as the register tells them, else the row's number.

    An id that two rows have is a mistake.
    """
    found: list[tuple[int, TableRow]] = []
    for number, row in zip(numbers, rows, strict=True):
        id_ = row.whole(OWN_ID) or number
        if id_ in dict(found):
            mend = "初めに付けた番号のまま、重ならないように直してください。"
            row.wrong(OWN_ID, f"同じ項目に{OWN_ID}「{id_}」が2つあります。", mend)
        found.append((id_, row))
    return found
