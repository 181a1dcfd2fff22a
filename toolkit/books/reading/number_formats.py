"""Number formats: ids and codes in; whether a number is shown as a date, and the date it is shown as, out."""

from __future__ import annotations

import datetime as dt
import functools
import re

_ERA, _LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'

# ECMA-376 18.8.30; 27-36 and 50-58 as a Japanese Excel shows them.
BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("¥"* #,##0_);_("¥"* \\(#,##0\\);_("¥"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("¥"* #,##0.00_);_("¥"* \\(#,##0.00\\);_("¥"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 57), _ERA),
    **dict.fromkeys((28, 29, 51, 54, 58), _LONG),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}

_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# What shows as it stands: "text", one character after \ _ or *, [colour or locale], the word General.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]|General|G/標準', re.IGNORECASE)
# A lone e is the year of an era (e"年度"), but an exponent beside digits (0.0E+0); aaa is a weekday.
_MOMENT = re.compile(r"[ymdhs]|g{1,3}e|aaa|(?<![0#?.])e(?![+-])", re.IGNORECASE)

_MILLISECONDS = 86_400_000
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31, the last day Excel can show


@functools.lru_cache(maxsize=512)
def is_elapsed(number_format: str) -> bool:
    """Tell whether a number is shown as a duration: `[h]:mm`."""
    return _ELAPSED.search(number_format) is not None


@functools.lru_cache(maxsize=512)
def is_date(number_format: str) -> bool:
    """Tell whether a number is shown as a date or time, era years such as `[$-411]e"年度"` included."""
    if number_format == "General":
        return False
    return is_elapsed(number_format) or _MOMENT.search(_LITERAL.sub("", number_format)) is not None


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
