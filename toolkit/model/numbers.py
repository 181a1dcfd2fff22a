"""A number in, the text staff write for it out."""

from __future__ import annotations

from decimal import Decimal


def print_number(value: Decimal) -> str:
    """Give a number as staff write it: separators, no superfluous zeros (`1,234.5`)."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
