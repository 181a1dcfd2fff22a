"""A stored number and its number format in, whether it is shown as a date, and as which, out."""

from __future__ import annotations

import datetime as dt
import functools
import re

from toolkit.model.number_formats import Token, read_sections

_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_MILLISECONDS = 86_400_000
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31, the last day Excel can show


@functools.lru_cache(maxsize=512)
def is_elapsed(number_format: str) -> bool:
    """Tell whether a number is shown as a duration: `[h]:mm`."""
    return any(one.kind == "bracket" and _ELAPSED.fullmatch(one.text) for one in _tokens(number_format))


@functools.lru_cache(maxsize=512)
def is_date(number_format: str) -> bool:
    """Tell whether a number is shown as a date or time, era years such as `[$-411]e"年度"` included."""
    # The name of an era (g) never stands without its year (e).
    moments = any(one.kind == "moment" and one.text[0] not in "gG" for one in _tokens(number_format))
    return moments or is_elapsed(number_format)


def to_moment(
    serial: float, number_format: str, *, from_1904: bool = False
) -> dt.datetime | dt.date | dt.time | dt.timedelta | None:
    """Give what a serial number is shown as under a date format, to the millisecond.

    A duration for `[h]:mm`, a time below one day, a date for a whole number, else a datetime; None where
    Excel shows only `####` (negative or past the year 9999).
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    milliseconds = round(serial * _MILLISECONDS)
    if is_elapsed(number_format):
        return dt.timedelta(milliseconds=milliseconds)
    days, rest = divmod(milliseconds, _MILLISECONDS)
    if days == 0 and not from_1904:
        return _time(rest)
    # Excel counts a 29 February 1900 that never was: day 60. Before it, serials run one day behind.
    epoch = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 31 if days < 60 else 30)
    day = epoch + dt.timedelta(days=days)
    return day if rest == 0 else dt.datetime.combine(day, _time(rest))


def _time(milliseconds: int) -> dt.time:
    seconds, rest = divmod(milliseconds, 1000)
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest * 1000)


def _tokens(number_format: str) -> list[Token]:
    return [token for section in read_sections(number_format) for token in section.tokens]
