"""A cell's value and number format in, the figure exactly as a spreadsheet shows it out."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from toolkit.model.number_formats import Section, read_sections
from toolkit.model.numbers import print_number
from toolkit.model.plan import NOTHING, Printed
from toolkit.model.words import half_width

_WIDE = Context(prec=1000)  # more digits than any stored number has
_PLACES = re.compile(r"(#,##0|0)(\.0+)?")
_SIGN = re.compile("[-△▲] ?")
_NUMBER = re.compile(r"(?P<sign>[-△▲]\s?)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?")


def to_printed(value: object, number_format: str) -> Printed | None:
    """Give the figure a cell shows, or None where it cannot be told (a date, a format beyond 0 and #,##0).

    `number` is the number as shown, so that what is judged is what is printed.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        text = as_typed(value)
        number = plain_number(text)
        return Printed(text, number, _format_like(text, number))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    shown = show(Decimal(str(value)), number_format)
    return None if shown is None else Printed(shown, plain_number(shown), number_format)


def as_typed(text: str) -> str:
    """Give a stored text as a cell shows it."""
    return text.replace("\r\n", "\n").strip()


def show(number: Decimal, number_format: str) -> str | None:
    """Give a number as a spreadsheet shows it, or None for a format beyond those of Excel's own buttons.

    Those are 標準, 0, 0.0, #,##0, #,##0.0, also with the padding `_ ` of the 数値 category and a second
    section for negatives (`#,##0;[Red]-#,##0`, `#,##0;"△ "#,##0`).
    """
    sections = _sections(number_format)
    own_negative = number < 0 and len(sections) == 2
    parts = sections[1 if own_negative else 0]
    if parts is None or len(sections) > 2 or (own_negative and not parts.sign):
        return None
    sign = parts.sign if own_negative or number >= 0 else f"-{parts.sign}"
    if parts.digits is None:
        return sign + print_number(abs(number), separators=False)
    places = len(parts.digits.partition(".")[2])
    number = abs(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE))
    return sign + (f"{number:,f}" if "," in parts.digits else f"{number:f}")


class _Parts(NamedTuple):
    """The sign a section puts before its number, and the places of the number (None: as it is stored)."""

    sign: str
    digits: str | None


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[_Parts | None, ...]:
    return tuple(map(_parts, read_sections(number_format)))


def _parts(section: Section) -> _Parts | None:
    tokens = [one for one in section.tokens if one.kind not in ("bracket", "blank")]
    numbers = [at for at, one in enumerate(tokens) if one.kind in ("digits", "general") or one.text == "@"]
    if len(numbers) != 1:
        return None
    (at,) = numbers
    sign, behind = ("".join(one.text for one in some) for some in (tokens[:at], tokens[at + 1 :]))
    if behind.strip() or not (sign == "" or _SIGN.fullmatch(sign)):
        return None
    if tokens[at].kind != "digits":
        return _Parts(sign, None)
    return _Parts(sign, tokens[at].text) if _PLACES.fullmatch(tokens[at].text) else None


def plain_number(text: str) -> Decimal | None:
    """Give the number of a text that is nothing but a number (`12,000`, `△2,413`, `９４.８`), else None."""
    if not half_width(text.strip()[-1:])[-1:].isdecimal():  # a long text is not looked at whole
        return None
    match = _NUMBER.fullmatch(half_width(text).strip())
    if match is None:
        return None
    number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    return -number if match["sign"] else number


def _format_like(text: str, number: Decimal | None) -> str:
    """Give the number format that shows the number as the text has it, `General` where none does."""
    if number is None:
        return "General"
    number_format = (
        ("#,##0" if "," in text else "0") + "." * ("." in text) + "0" * len(text.partition(".")[2])
    )
    return number_format if show(number, number_format) == text else "General"
