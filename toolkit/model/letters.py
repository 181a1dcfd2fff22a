"""The letters of the office (通知文) as it wrote them: a paragraph a row, with placeholders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a letter: which part of it, its text, and the cell it stands in."""

    part: str
    text: str
    cell: str = ""


@dataclass(frozen=True)
class Letter:
    """One kind of letter (照会文, 督促文 …): its paragraphs in order."""

    kind: str
    paragraphs: tuple[Paragraph, ...]
