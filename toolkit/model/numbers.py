"""A number in, the text staff write for it out."""

from __future__ import annotations

from decimal import Decimal


def print_number(value: Decimal | int, *, separators: bool = True) -> str:
    """Give a number as staff write it: separators, no superfluous zeros (`1,234.5`; without: `1234.5`)."""
    text = f"{Decimal(value):{',' if separators else ''}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


CHANGE_FORMAT = '#,##0;"▲"#,##0'
"""How a spreadsheet shows an increase or decrease."""


def print_change(value: Decimal | int) -> str:
    """Give an increase or decrease as offices print it: `3`, `▲3`."""
    return f"▲{print_number(-value)}" if value < 0 else print_number(value)
