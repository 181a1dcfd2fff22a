"""A cell's value and number format in, the figure exactly as a spreadsheet shows it out."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from toolkit.model.plan import NOTHING, Printed

# What Excel's own buttons make: 標準, 0, 0.00, #,##0, also with the padding `_ ` of the 数値 category
# and a second section for negatives (`#,##0;[Red]-#,##0`, `#,##0;"△ "#,##0`).
_SECTION = re.compile(
    r"(?:\[[^\]]*\])?(?P<sign>[\"\\]?[-△▲] ?\"?)?"
    r"(?P<pattern>General|@|#,##0|0)(?P<decimals>\.0+)?(?:_.|\s)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<sign>[-△▲]\s?)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?")


def to_printed(value: object, number_format: str) -> Printed | None:
    """Give the figure a cell shows, or None where it cannot be told (a date, a format beyond 0 and #,##0).

    `number` is the number as shown, so that what is judged is what is printed.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").strip()
        number = plain_number(text)
        return Printed(text, number, _format_like(text, number))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    shown = show(Decimal(str(value)), number_format)
    return None if shown is None else Printed(shown, plain_number(shown), number_format)


def show(number: Decimal, number_format: str) -> str | None:
    """Give a number as a spreadsheet shows it, or None for a format beyond 標準, 0, 0.0, #,##0, #,##0.0."""
    sections = number_format.split(";")
    own_negative = number < 0 and len(sections) == 2
    section = _SECTION.fullmatch(sections[1 if own_negative else 0])
    if section is None or len(sections) > 2 or (own_negative and not section["sign"]):
        return None
    sign = section["sign"].strip('"\\') if own_negative else "-" if number < 0 else ""
    if section["pattern"] in ("0", "#,##0"):
        places = len(section["decimals"] or ".") - 1
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return sign + (f"{abs(number):,f}" if "," in section["pattern"] else f"{abs(number):f}")
    text = f"{abs(number):f}"
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)


def plain_number(text: str) -> Decimal | None:
    """Give the number of a text that is nothing but a number (`12,000`, `△2,413`, `９４.８`), else None."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
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
