"""A value in, how XlsxWriter is told to store it out: days as numbers, texts as texts, formulas as given."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Any

_TEXT_SIGNS = ("=", "+", "-", "@")


def serial(day: dt.date) -> float:
    """Give a day as the number a cell stores, with as many digits as XlsxWriter writes."""
    moment = day.replace(tzinfo=None) if isinstance(day, dt.datetime) else dt.datetime(*day.timetuple()[:3])  # noqa: DTZ001 - a cell has no time zone
    since = moment - dt.datetime(1899, 12, 30)  # noqa: DTZ001
    return float(f"{since.days + (since.seconds + since.microseconds / 1e6) / 86400:.16G}")


def quoted(text: str) -> dict[str, bool]:
    """Give the prefix without which Excel takes a text for a formula as soon as somebody edits the cell."""
    return {"quote_prefix": True} if text.startswith(_TEXT_SIGNS) else {}


def decimals(value: int | Decimal, kind: str) -> dict[str, str]:
    """Give the format that shows a number's own decimals in a column of numbers."""
    # `#,##0.###` would print a whole number with a lonely point: 8.
    if kind != "number":
        return {}
    exponent = Decimal(value).normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return {"num_format": "#,##0" + ("." + "0" * digits if digits else "")}


@functools.cache
def sheet_class() -> type:
    """Give XlsxWriter's sheet without its search of each formula for functions that Excel stores otherwise.

    No formula of ours has one.
    """
    from xlsxwriter.worksheet import Worksheet

    return type("Sheet", (Worksheet,), {"_prepare_formula": _as_given})


def _as_given(_sheet: Any, formula: str, *_expand: bool) -> str:
    return formula.removeprefix("=")
