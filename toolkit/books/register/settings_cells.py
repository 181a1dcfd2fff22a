"""A row of the settings in, what one of its cells means out, where that stands on another sheet.

What is wrong is noted with its cell, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.books.register.table import TableRow
from toolkit.model.fields import Field, Fields
from toolkit.model.file_names import NAME_RULE, is_file_name
from toolkit.model.words import did_you_mean, half_width, plain_word
from toolkit.model.years import FiscalYear

SEPARATOR = "、"


def known(row: TableRow, header: str, words: Iterable[str], where: str, text: str | None = None) -> str:
    """Give the word under a header (or `text` of it) as the sheet `where` spells it; a blank is noted."""
    text = row.needed(header) if text is None else text
    by_word = {plain_word(word): word for word in words}
    if text and plain_word(text) not in by_word:
        near = did_you_mean(text, by_word.values())
        row.wrong(header, f"「{text}」は{where}にありません。", f"{where}の名前と合わせてください。{near}")
    return by_word.get(plain_word(text), text)


def all_known(row: TableRow, header: str, words: Sequence[str], where: str) -> tuple[str, ...]:
    """Give every word under a header, each as the sheet `where` spells it."""
    return tuple(known(row, header, words, where, word) for word in row.words_list(header))


def field_of(row: TableRow, header: str, fields: Fields, text: str | None = None) -> Field | None:
    """Give the field named under a header; None, noted, where there is no such field."""
    name = row.needed(header) if text is None else text
    by_word = {plain_word(one): one for one in fields.by_name}
    found = by_word.get(plain_word(name))
    if name and found is None:
        near = did_you_mean(name, fields.by_name)
        row.wrong(header, f"「{name}」という欄はありません。", f"欄の名前を直してください。{near}")
    return fields.by_name[found] if found else None


def file_name(row: TableRow, header: str) -> str:
    """Give a name that can be part of a path; 、 would part it where several stand in one cell."""
    name = row.needed(header)
    if name and (not is_file_name(name) or SEPARATOR in name):
        what = f"「{name}」は、フォルダやファイルの名前に使えません。"
        row.wrong(header, what, f"{NAME_RULE}「{SEPARATOR}」も使えません。")
    return name


def years_of(row: TableRow, header: str) -> tuple[FiscalYear, ...]:
    """Give the fiscal years under a header."""
    years = []
    for word in row.words_list(header):
        try:
            years.append(FiscalYear.parse(word))
        except ValueError:
            mend = "「R6」のように記入してください。いくつもあるときは「R6、R7」のように区切ります。"
            row.wrong(header, f"「{word}」は年度として読めません。", mend)
    return tuple(years)


def note_twice(rows: Iterable[TableRow], *headers: str) -> None:
    """Note every row that says again what another row said under these headers, the first never blank."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(half_width(plain_word(row.text(header))).casefold() for header in headers)
        if key[0] and key in seen:
            said = "・".join(filter(None, (row.text(header) for header in headers)))
            row.wrong(headers[0], f"「{said}」の行が2つあります。", "重ならないように直してください。")
        seen.add(key)
