"""A date as somebody typed it (`2024/6/7`, `令和６年６月７日(金)`, `R6.6.7`) in, the date out."""

from __future__ import annotations

import datetime as dt
import re

from toolkit.model.words import DASHES, half_width
from toolkit.model.years import ERA, GREGORIAN, gregorian_year

_YEAR = rf"(?:(?P<era>{ERA})\s*(?P<in_era>元|\d{{1,2}})|(?P<year>{GREGORIAN}))"
_WEEKDAY = r"(?:\s*\(?(?P<weekday>[月火水木金土日])(?:曜日?)?\)?)?"
_MIDNIGHT = r"(?:[T\s]0?0:00(?::00)?)?"
_MARKED = re.compile(
    rf"{_YEAR}\s*(?:年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日"
    rf"|(?P<mark>[/.-])\s*(?P<month2>\d{{1,2}})\s*(?P=mark)\s*(?P<day2>\d{{1,2}})){_MIDNIGHT}{_WEEKDAY}",
    re.IGNORECASE,
)
_LATEST = 2099  # as late as a Gregorian year is read
_EIGHT_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


def read_date(text: str) -> dt.date:
    """Read a date however staff write it; ValueError, in a sentence for staff, for anything else.

    Years are Gregorian with four digits or those of an era; a weekday that stands beside must be its own.
    """
    plain = half_width(text).strip().translate(DASHES)
    match = _MARKED.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain)
    if match is None:
        raise ValueError(f"「{text}」は日付として読めません。")
    found = match.groupdict()
    month, day = (int(found[name] or found[f"{name}2"]) for name in ("month", "day"))
    try:
        year = gregorian_year(found["era"], found["in_era"]) if found.get("era") else int(found["year"])
        date = dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"「{text}」は、暦にない日です。") from None
    if year > _LATEST:
        raise ValueError(f"「{text}」は、西暦{year}年になります。")
    weekday = "月火水木金土日"[date.weekday()]
    if found.get("weekday") not in (None, weekday):
        raise ValueError(f"「{text}」の曜日が合いません（{year}年{month}月{day}日は{weekday}曜日です）。")
    return date
