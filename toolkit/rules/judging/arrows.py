"""Arrows of a yearly plan: the cells of a row as printed in, what each year says out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.model.plan import SAME_AS_BEFORE
from toolkit.model.words import half_width
from toolkit.rules.numbers.amounts import MINUS

_ARROW = re.compile(rf"[{re.escape(MINUS)}━=]*[→⇒➡➞⟶➔▶►>]")


class YearlyText(NamedTuple):
    """What a year's cell says: its text, and why in doubt.

    `doubt` is one sentence where the cell can be read in two ways (then `text` is ""), else "".
    """

    text: str
    doubt: str = ""


def resolve_arrows(texts: Sequence[str]) -> tuple[YearlyText, ...]:
    """Give what each year says where `→` (or 〃, merged) is the same as the year before (E10).

    One arrow may be drawn over two cells: a blank beside an arrow belongs to it. A blank behind a text is
    ambiguous: the text may go on, or nothing is planned. A dash is a text of its own: nothing that year.
    """
    resolved: list[YearlyText] = []
    for at, text in enumerate(texts):
        plain = half_width(text).strip()
        before = resolved[-1] if resolved else YearlyText("")
        if plain and not _goes_on(plain):
            resolved.append(YearlyText(text.strip()))
        elif before.text and (_goes_on(plain) or _is_beside_arrow(texts, at)):
            resolved.append(YearlyText(before.text))
        elif _goes_on(plain):
            resolved.append(YearlyText("", doubt="矢印の前の年度に文がないため、何が続くのか分かりません。"))
        elif not _is_dash(before.text):
            said = f"空欄で、前の年度の「{before.text}」が続くのか、予定がないのか分かりません。"
            resolved.append(YearlyText("", doubt=said))
        else:
            resolved.append(YearlyText("", doubt=before.doubt))
    return tuple(resolved)


def is_arrow(text: str) -> bool:
    """Tell whether a cell holds an arrow and no words of its own."""
    return _ARROW.fullmatch(half_width(text).strip()) is not None


def _goes_on(text: str) -> bool:
    return is_arrow(text) or text.strip() == SAME_AS_BEFORE


def _is_dash(text: str) -> bool:
    return not half_width(text).strip(f"{MINUS}━ ")


def _is_beside_arrow(texts: Sequence[str], at: int) -> bool:
    """Tell whether the nearest filled cell on either side of a blank is an arrow."""
    before = next((text for text in reversed(texts[:at]) if text.strip()), "")
    behind = next((text for text in texts[at + 1 :] if text.strip()), "")
    return bool(before) and (_goes_on(before) or _goes_on(behind))
