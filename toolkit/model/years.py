"""Japanese fiscal years: a label (R6, 令和６年度) in, one ordered value out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from toolkit.model.words import half_width

_ERAS = {"R": ("令和", 2018), "H": ("平成", 1988), "S": ("昭和", 1925)}
_FIRST_DAYS = (dt.date(2019, 5, 1), dt.date(1989, 1, 8), dt.date(1926, 12, 25))
ERA = "令和|平成|昭和|[RHS]"
GREGORIAN = r"(?:19|20)\d\d"
_LABEL = re.compile(
    rf"(?:(?P<era>{ERA})\s*(?P<in_era>元|\d{{1,2}})|(?P<year>{GREGORIAN}))\s*(?:年度?)?", re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A fiscal year by the Gregorian year in which it begins: R6 = 2024 = April 2024 – March 2025."""

    begins: int

    @classmethod
    def parse(cls, label: str) -> FiscalYear:
        """Read `R6`, `令和６年度`, `H30`, `令和元年度`, `2024年度`; ValueError for anything else."""
        match = _LABEL.fullmatch(half_width(label).strip())
        if match is None:
            raise ValueError(f"年度として読めません: {label!r}")
        return cls(int(match["year"] or gregorian_year(match["era"], match["in_era"])))

    @property
    def label(self) -> str:
        """The short label used in ids and column headings: `R6`."""
        letter, _, number = self._era()
        return f"{letter}{number}"

    @property
    def name(self) -> str:
        """The name staff read: `令和6年度`."""
        _, era, number = self._era()
        return f"{era}{'元' if number == 1 else number}年度"

    def __add__(self, years: int) -> FiscalYear:
        """Give the fiscal year so many years later."""
        return FiscalYear(self.begins + years)

    def __str__(self) -> str:
        """Give the short label."""
        return self.label

    def _era(self) -> tuple[str, str, int]:
        for letter, (name, base) in _ERAS.items():
            if self.begins > base:
                return letter, name, self.begins - base
        raise ValueError(f"昭和より前の年度です: {self.begins}")


def gregorian_year(era: str, number: str) -> int:
    """Give the Gregorian year of a year of an era (`令和` or `R`, `元` or digits): 令和6 is 2024.

    ValueError for the year 0, which no era has.
    """
    base = next(base for letter, (name, base) in _ERAS.items() if era.upper() == letter or era == name)
    in_era = 1 if number == "元" else int(number)
    if not in_era:
        raise ValueError(f"年度として読めません: {era + number!r}")
    return base + in_era


def find_year(text: str) -> FiscalYear | None:
    """Find the first fiscal year a text names (`令和６年度の取組方針` is R6); None where it names none."""
    match = re.search(r"(?:令和|平成|昭和|[RHS])\s*(?:元|\d{1,2})", half_width(text))
    return FiscalYear.parse(match[0]) if match else None


def write_year_like(sample: str, year: FiscalYear) -> str:
    """Put `year` in place of the first fiscal year in `sample`, in the sample's own style.

    `令和６年度の取組方針` with R7 gives `令和７年度の取組方針`: full-width digits stay so.
    A sample without a year is replaced by the year's name.
    """
    match = re.search(r"(令和|平成|昭和|(?<![A-Za-zＡ-Ｚ])[RHSＲＨＳ])(\s*)(\d{1,2}|元)", sample)
    if match is None:
        return year.name
    era, space, digits = match.groups()
    letter, name, number = year._era()
    in_words = len(era) == 2
    written = name if in_words else _as_wide_as(era, letter)
    is_first = number == 1 and in_words and half_width(digits) != "1"  # 令和元年; R1
    count = "元" if is_first else _as_wide_as(digits, str(number))
    return f"{sample[: match.start()]}{written}{space}{count}{sample[match.end() :]}"


def _as_wide_as(sample: str, text: str) -> str:
    """Give ASCII text in full-width characters where the sample is full-width."""
    is_wide = all("０" <= c <= "９" or "Ａ" <= c <= "Ｚ" for c in sample)
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}) if is_wide else text


def write_day(day: dt.date) -> str:
    """Give a date as staff write it: `令和6年5月31日`; of a day before 昭和 the Gregorian year."""
    for (name, base), first_day in zip(_ERAS.values(), _FIRST_DAYS, strict=True):
        if day >= first_day:
            number = day.year - base
            return f"{name}{'元' if number == 1 else number}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def write_date(day: dt.date) -> str:
    """Give a date with its weekday, as letters do: `令和6年5月31日（金）`."""
    return f"{write_day(day)}（{'月火水木金土日'[day.weekday()]}）"


def write_moment(moment: dt.datetime) -> str:
    """Give a date and time: `令和6年5月31日 9:05`."""
    return f"{write_day(moment.date())} {moment.hour}:{moment:%M}"
