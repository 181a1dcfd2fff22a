"""One of the office's own books in; what is crossed out or hidden in it, and read all the same, out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.books.package.refs import column_letters, from_ref, to_ref
from toolkit.books.reading.crossed_out import Marked, read_marked
from toolkit.books.reading.reader import read_book
from toolkit.books.reading.shown_figures import to_printed
from toolkit.books.register.table import OWN_COLUMNS, OWN_SHEETS, Columns
from toolkit.model.errors import OfficeError
from toolkit.model.record import Cell
from toolkit.model.words import plain_word
from toolkit.model.years import write_date

_STRUCK = (
    "消したつもりの内容なら、消してください（行なら行ごと削除）。残す内容なら、取り消し線を外してください。"
    "取り消し線があっても、線のない文字と同じに読みます。"
)
_HIDDEN = (
    "使わない内容なら削除し、使う内容なら再表示してください。非表示のままでも、見えている{}と同じに読みます。"
)


def iter_office_doubts(path: Path, sheets: Mapping[str, Columns] | None = None) -> Iterator[OfficeError]:
    """Yield what to ask of a book of the office's: struck words, struck rows, hidden rows and columns.

    `sheets` are those that are read, with their columns: columns of notes are left out. None: every column
    of every sheet but 使い方 and notes.
    UnreadableBook where it is no workbook.
    """
    for sheet, marked in _read(path).items():
        if sheet not in sheets if sheets is not None else sheet.startswith(OWN_SHEETS):
            continue
        known = sheets[sheet] if sheets is not None else Columns(())
        noted = _note_columns(marked, known.required + known.optional)
        for what, mend, ref in (*_iter_struck(marked, noted), *_iter_hidden(marked, noted)):
            yield OfficeError(what, mend, path.name, sheet, ref)


def iter_form_doubts(path: Path) -> Iterator[OfficeError]:
    """Yield the struck words of a form or of a paper's template: they would be printed with the others."""
    for sheet, marked in _read(path).items():
        for ref, struck in marked.struck.items():
            what = _words(marked, ref, struck)
            mend = (
                "要らない文字なら消し、要る文字なら取り消し線を外してください。配るブックにも印字されます。"
            )
            yield OfficeError(what, mend, path.name, sheet, ref)


_Doubt = tuple[str, str, str]


def _read(path: Path) -> dict[str, Marked]:
    """Read what is marked, dates and numbers as a person sees them."""
    cells = {name: sheet.cells for name, sheet in read_book(path).sheets.items()}
    return {
        sheet: replace(
            marked, texts={ref: _shown(cells[sheet].get(ref), text) for ref, text in marked.texts.items()}
        )
        for sheet, marked in read_marked(path).items()
    }


def _shown(cell: Cell | None, stored: str) -> str:
    if cell is None or isinstance(cell.value, str):
        return stored
    if isinstance(cell.value, dt.date):
        return write_date(cell.value)
    shown = to_printed(cell.value, cell.number_format)
    return shown.text if shown else stored


def _note_columns(marked: Marked, known: Collection[str]) -> set[int]:
    """Give the columns that the office keeps for notes: what stands beside the known headers says so."""
    words = {plain_word(header) for header in known}
    headers = Counter(from_ref(ref)[0] for ref, text in marked.texts.items() if plain_word(text) in words)
    top = headers.most_common(1)[0][0] if headers else 0
    beside = {ref: plain_word(marked.texts[ref]) for ref in marked.in_row(top)}
    return {
        from_ref(ref)[1] for ref, word in beside.items() if word.startswith(OWN_COLUMNS) and word not in words
    }


def _iter_struck(marked: Marked, noted: Collection[int]) -> Iterator[_Doubt]:
    rows: dict[int, list[str]] = {}
    for ref in marked.struck:
        row, column = from_ref(ref)
        if column not in noted:
            rows.setdefault(row, []).append(ref)
    for row, refs in rows.items():
        whole = [ref for ref in refs if ref in marked.wholly_struck]
        read = [ref for ref in marked.in_row(row) if from_ref(ref)[1] not in noted]
        if len(whole) == len(read):
            yield f"{row}行目の全体に取り消し線が引かれています。", _STRUCK, refs[0]
        else:
            for ref in refs:
                yield _words(marked, ref, marked.struck[ref]), _STRUCK, ref


def _words(marked: Marked, ref: str, struck: str) -> str:
    whole = marked.texts[ref].strip()
    if ref in marked.wholly_struck:
        return f"「{whole}」に取り消し線が引かれています。"
    return f"「{whole}」のうち「{struck.strip()}」に取り消し線が引かれています。"


def _iter_hidden(marked: Marked, noted: Collection[int]) -> Iterator[_Doubt]:
    why = "（フィルターで隠れています）" if marked.is_filtered else ""
    for first, last in _runs(marked.hidden_rows):
        rows = f"{first}行目" if first == last else f"{first}〜{last}行目"
        yield f"{rows}が非表示です{why}。", _HIDDEN.format("行"), marked.in_row(first)[0]
    for first, last in _runs([column for column in marked.hidden_columns if column not in noted]):
        names = column_letters(first) if first == last else f"{column_letters(first)}〜{column_letters(last)}"
        yield f"{names}列が非表示です。", _HIDDEN.format("列"), to_ref(1, first)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Give numbers that follow one another as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
