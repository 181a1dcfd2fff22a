"""The mistakes and doubts of one look after another in, each once, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from toolkit.model.errors import OfficeError, OfficeErrors


@dataclass
class Found:
    """What was found: `mistakes` must be mended (直すところ), `doubts` be looked at (確認するところ)."""

    mistakes: list[OfficeError] = field(default_factory=list)
    doubts: list[OfficeError] = field(default_factory=list)

    def note(self, found: Iterable[OfficeError]) -> None:
        """Note the mistakes of one look.

        A cell that an earlier look complained of is left out: what needs it only lacks it too.
        """
        known = {_cell_of(one) for one in self.mistakes if one.cell}
        new = (one for one in dict.fromkeys(found) if one not in self.mistakes)
        self.mistakes += [one for one in new if _cell_of(one) not in known]

    def ask(self, found: Iterable[OfficeError]) -> None:
        """Note what should be looked at."""
        self.doubts += [one for one in dict.fromkeys(found) if one not in self.doubts]

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Note what would stop a command, and go on after the block."""
        try:
            yield
        except OfficeError as error:
            self.note([error])
        except OfficeErrors as errors:
            self.note(errors.errors)


def _cell_of(error: OfficeError) -> tuple[str, str, str]:
    return error.file, error.sheet, error.cell
