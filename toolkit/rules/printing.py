"""Numbers as printed: a Decimal in, the text that stands in sentences and tables out."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def print_number(value: Decimal) -> str:
    """Give a number as staff write it: separators, no superfluous zeros (`1,234.5`)."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def round_off(value: Decimal, digits: int, truncate: bool) -> Decimal:
    """Round to so many decimals: 四捨五入 (half away from zero), or 切捨て where `truncate`."""
    step = Decimal(1).scaleb(-digits)
    return value.quantize(step, rounding=ROUND_DOWN if truncate else ROUND_HALF_UP)


def print_percent(value: Decimal, digits: int, truncate: bool) -> str:
    """Give a percentage with exactly so many decimals and no separators (`1400.0%`, rule A3)."""
    return f"{round_off(value, digits, truncate):f}%"
