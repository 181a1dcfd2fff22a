"""The element of a text in, its pieces by how they look out: struck, raised, or as the cell is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from toolkit.books.package.markup import iter_elements, local_name, unescape_text
from toolkit.model.shown import Run

_OFF = ("0", "false")
_RAISED = ("superscript", "subscript")


class Piece(NamedTuple):
    """A piece of a text, whether it is struck (None: as the cell is), and whether it is raised or lowered."""

    text: str
    struck: bool | None
    raised: str = ""


def is_struck(properties: etree._Element) -> bool | None:
    """Tell whether a font is struck, None where it has no word on it; `val="0"` is no strike."""
    strike = next((one for one in properties if local_name(one) == "strike"), None)
    return None if strike is None else strike.get("val", "1") not in _OFF


def pieces_of(item: etree._Element) -> list[Piece]:
    """Give the pieces of a text; one with a format of its own follows the cell's no more."""
    found = []
    for child in item:
        if local_name(child) == "t":
            found.append(Piece(unescape_text(child.text or ""), None))
        elif local_name(child) == "r":
            own = next(iter_elements(child, "rPr"), None)
            text = unescape_text("".join(t.text or "" for t in iter_elements(child, "t")))
            if own is None:
                found.append(Piece(text, None))
            else:
                raised = next((align.get("val", "") for align in iter_elements(own, "vertAlign")), "")
                found.append(Piece(text, is_struck(own) or False, raised if raised in _RAISED else ""))
    return found


def as_runs(pieces: Iterable[Piece], struck: bool) -> tuple[Run, ...]:
    """Give the pieces of a cell's text, neighbours that look alike as one; () where all look plain.

    `struck` is how the cell itself is.
    """
    runs: list[Run] = []
    for piece in pieces:
        run = Run(piece.text, struck if piece.struck is None else piece.struck, piece.raised)
        if runs and runs[-1][1:] == run[1:]:
            runs[-1] = run._replace(text=runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return tuple(runs) if any(run.struck or run.raised for run in runs) else ()
