"""The papers of a packaged city's demo, made once more for a meeting and read back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from toolkit.books.reader import Book, read_book
from toolkit.steps.paper_values import Meeting
from toolkit.steps.report import report
from toolkit.steps.workspace import load_workspace


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
