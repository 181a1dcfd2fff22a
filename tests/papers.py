"""The papers of a packaged city's demo, made once more for a meeting and read back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from toolkit.books.reading.reader import Book, read_book
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import load_workspace
from toolkit.steps.report import report


@dataclass(frozen=True)
class Papers:
    """The set of one round with its 根拠, the workspace it was made in, and what 取りまとめ表.json holds."""

    folder: Path
    paths: tuple[Path, ...]
    grounds: Path
    document: Mapping[str, Any]

    def book(self, number: int) -> Book:
        return read_book(self.paths[number - 1])


def make_papers(folder: Path, meeting: Meeting, round_id: str = "") -> Papers:
    """Make the papers of a round (the current one by default) of a workspace that was consolidated."""
    workspace = load_workspace(folder)
    round_ = workspace.profile.round(round_id)
    done = report(workspace, round_, meeting)
    document = json.loads((folder / "取りまとめ" / round_.id / "取りまとめ表.json").read_text("utf-8"))
    return Papers(folder, done.papers, done.grounds, document)


class Stated(NamedTuple):
    """A row of 根拠.xlsx: its place, its figure, what stands in the paper there, and why it is so."""

    place: str
    figure: Any
    shown: str
    why: str | None


def stated_figures(grounds: Path, papers: Iterable[Path]) -> list[Stated]:
    """Look up every figure of 根拠.xlsx in the cell of the paper it names."""
    books = {path.name: read_book(path) for path in papers}
    found = []
    for cells in opened(grounds)["数値"].iter_rows(min_row=5, values_only=True):
        if cells[0]:
            sheet, ref = cells[3].rsplit(" ", 1)
            shown = books[f"{cells[1]}_{cells[2]}.xlsx"].sheets[sheet].cells[ref].raw
            found.append(Stated(cells[3], cells[6], shown, cells[8]))
    return found


def opened(path: Path) -> Any:
    """Open a book with openpyxl; what its types may hold is not of interest here."""
    return openpyxl.load_workbook(path)


def column(book: Book, sheet: str, letter: str) -> list[str]:
    """Give the texts of a column from top to bottom, without the blank ones."""
    cells = book.sheets[sheet].cells
    last = max(int(re.sub(r"\D", "", ref)) for ref in cells)
    texts = (cells[f"{letter}{row}"].raw for row in range(1, last + 1) if f"{letter}{row}" in cells)
    return [text for text in texts if text]


def plain(value: object) -> str:
    """Give a value as texts are compared: by NFKC, without separators."""
    return unicodedata.normalize("NFKC", str(value)).replace(",", "")
