"""What stops a command: raised by any layer, shown once by the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class GyokakuError(Exception):
    """The base of everything this toolkit raises on purpose; exit code 2."""


@dataclass(unsafe_hash=True)
class OfficeError(GyokakuError):
    """Something the office can mend: configuration, register or template.

    `what` says what is wrong and `mend` what to do, each one Japanese sentence;
    file, sheet and cell say where, as far as it is known.
    """

    what: str
    mend: str
    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Give the whole message: 場所: 何が。 → どう直すか。"""
        sheet = f"［{self.sheet}］" if self.sheet else ""
        place = f"{self.file}{sheet}{self.cell}"
        return f"{place}: {self.what} → {self.mend}" if place else f"{self.what} → {self.mend}"


@dataclass(unsafe_hash=True)
class UnreadableBook(GyokakuError):  # noqa: N818 - a fact about the file, not our error
    """A file that cannot be read as a workbook: `code` is a code of the catalogue of findings."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        """Give code and detail; what staff read is worded by the catalogue."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(unsafe_hash=True)
class OfficeErrors(GyokakuError):  # noqa: N818 - several of them, not one
    """Every mistake found in one pass over the office's own files."""

    errors: tuple[OfficeError, ...]

    def __str__(self) -> str:
        """Give a line per mistake."""
        return "\n".join(str(error) for error in self.errors)


@dataclass(frozen=True)
class RowPlace:
    """A row of one of the office's own books: its file and sheet, and the cell under each header."""

    file: str = ""
    sheet: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, header: str, what: str, mend: str) -> OfficeError:
        """Give what is wrong in the cell under a header."""
        return OfficeError(what, mend, self.file, self.sheet, self.cells.get(header, ""))


NOWHERE = RowPlace()
"""The place of what was made in no book."""
