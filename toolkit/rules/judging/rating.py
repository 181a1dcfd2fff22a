"""The verdicts of an item in a year and the bands of the rate (達成率（以上）) in, its rating and why out.

One judged indicator gives the band of its unrounded rate; of several the lowest band counts. Without a rate
(未, or a verdict that has none) there is no rating. Indicators without a target take no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.model.choices import Band, Choices
from toolkit.model.fields import Fields, Slot
from toolkit.model.numbers import print_number
from toolkit.model.verdicts import Flag, Verdict
from toolkit.model.years import FiscalYear


class Rating(NamedTuple):
    """A rating given by the rate: the choice ("" for none), why, and the printed rate that decided."""

    choice: str
    why: str
    rate: str = ""


def rate_item(verdicts: Iterable[Verdict], choices: Choices, year: FiscalYear) -> Rating:
    """Rate an item by its verdicts of a year."""
    bands = bands_of(choices, year)
    judged = [one for one in verdicts if one.year == year and one.judgement.flag is not Flag.NOT_SET]
    if not judged:
        return Rating("", "目標値のある指標がないため、評価を出しません。")
    if any(one.judgement.rate is None for one in judged):
        several = "達成率の出ない指標がある" if len(judged) > 1 else "達成率が出ない"
        return Rating("", f"{several}ため、評価は未定です。")
    lowest = min(judged, key=lambda one: one.judgement.rate or 0)
    rate, printed = lowest.judgement.rate, lowest.judgement.printed_rate
    band = next((one for one in bands if rate is not None and rate >= one.from_rate), None)
    which = f"いちばん低い指標の達成率{printed}" if len(judged) > 1 else f"達成率{printed}"
    if band is None:
        return Rating(
            "", f"{which}は、選択肢シートのどの「達成率（以上）」にも届かないため、評価を出しません。"
        )
    return Rating(
        band.choice, f"{which}が{print_number(band.from_rate)}%以上のため、{band.choice}です。", printed
    )


def bands_of(choices: Choices, year: FiscalYear) -> Sequence[Band]:
    """Give the bands of a year, the highest first: its own, else those of no year."""
    own = [band for band in choices.bands if band.year == year]
    general = (band for band in choices.bands if band.year is None)
    return sorted(own or general, key=lambda band: -band.from_rate)


def iter_ratings(
    verdicts: Sequence[Verdict], fields: Fields, asked: Iterable[Slot], years: Iterable[FiscalYear]
) -> Iterator[tuple[Slot, Rating]]:
    """Yield the ratings an item has by its rates alone: of the fields with bands that nobody was asked."""
    known = {slot.field for slot in asked}
    judged = {one.year for one in verdicts}
    for field in fields.by_key.values():
        if field.choices and field.choices.bands and field.key not in known:
            for year in years:
                if year in judged:
                    yield Slot(field.key, year=year), rate_item(verdicts, field.choices, year)
