"""A cell in, the text a person saw in it out: dates and numbers as their format shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from toolkit.model.number_formats import Token, read_sections
from toolkit.model.numbers import print_number
from toolkit.model.record import Cell

_ERAS = (
    (dt.date(2019, 5, 1), "令和", "R", 2018),
    (dt.date(1989, 1, 8), "平成", "H", 1988),
    (dt.date(1926, 12, 25), "昭和", "S", 1925),
)


def shown_text(cell: Cell) -> str:
    """Give a cell as it is shown: 45383 under `ggge"年"m"月"` is 令和6年4月, 0.5 under `0%` is 50%.

    A text is given as stored. What a format shows in ways not followed here (fractions, exponents) is
    given as the plain value.
    """
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return _show_number(value, cell.number_format)
    if isinstance(value, dt.date):  # a datetime is one too
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return _show_moment(moment, cell.number_format)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    return cell.raw


def shows_year_in_words(number_format: str) -> bool:
    """Tell whether a date format shows 年 or an era: what was typed then was a date, and not `1-2`."""
    tokens = [token for section in read_sections(number_format) for token in section.tokens]
    return any((one.kind == "moment" and one.text[0] in "gGeE") or "年" in one.text for one in tokens)


def _show_number(value: Decimal, number_format: str) -> str:
    sections = read_sections(number_format)
    tokens, code = sections[0].tokens, sections[0].code
    if code.strip().endswith("%"):
        return f"{print_number(value * 100)}%"
    at = next((at for at, token in enumerate(tokens) if token.kind == "digits"), None)
    if at is None or len(sections) > 1 or tokens[at].text.endswith(",") or "E" in code.upper():
        return print_number(value, separators=False)
    number = print_number(value, separators="," in tokens[at].text)
    return f"{_visible(tokens[:at])}{number}{_visible(tokens[at + 1 :])}"


def _visible(tokens: Sequence[Token]) -> str:
    return "".join(one.text for one in tokens if one.kind not in ("bracket", "blank")).strip()


def _show_moment(moment: dt.datetime, number_format: str) -> str:
    """Show a date by its format; as 令和6年4月1日 where the format follows the computer's own setting."""
    if number_format.lower() in ("general", "mm-dd-yy", "m/d/yy h:mm"):
        number_format = 'ggge"年"m"月"d"日"'
    shown = ""
    after_hour = False
    for token in read_sections(number_format)[0].tokens:
        if token.kind == "moment":
            code = token.text.lower()
            shown += _show_part(moment, code, minutes=after_hour and code[0] == "m")
            after_hour = code[0] == "h"
        elif token.kind not in ("bracket", "blank"):
            shown += token.text
    return shown.strip().removesuffix("@").strip()


def _show_part(moment: dt.datetime, code: str, *, minutes: bool) -> str:
    name, letter, before = next(
        ((name, letter, before) for start, name, letter, before in _ERAS if moment.date() >= start),
        ("", "", 0),
    )
    numbers = {"d": moment.day, "h": moment.hour, "s": moment.second}
    numbers |= {"m": moment.minute if minutes else moment.month, "e": moment.year - before}
    if code[0] == "y":
        return str(moment.year) if len(code) > 2 else f"{moment.year % 100:02}"
    if code[0] == "g":
        return {1: letter, 2: name[:1]}.get(len(code), name)
    if code[0] == "a":
        return "" if code == "am/pm" else "月火水木金土日"[moment.weekday()]
    return f"{numbers[code[0]]:0{min(len(code), 2)}}"
