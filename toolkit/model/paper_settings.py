"""The settings of a paper of the meeting (会議資料): what it is made of and what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.model.errors import RowPlace
from toolkit.model.fields import Field

Conditions = Mapping[Field, Sequence[str]]
"""For each field the words it may hold."""


@dataclass(frozen=True)
class PaperSettings:
    """A paper of the meeting (会議資料): its number, its template in 様式 and what it shows.

    `per_level` n: the sheet with blocks is made once for each part of level n; 0: once. `forms` add a
    filled sheet of these forms for every item. `figures` gives the expression of each figure; `only` names,
    by sheet, what the fields of an item (of an indicator, an activity) may hold for it to get a row: one set
    of conditions, or several, the rows of which stand in groups one below the other. `rounds` are those it
    is made for; () for every round. `row` is where it stands in the settings, `figure_rows` where
    its figures do, `only_rows` its conditions: by sheet, which set of conditions (0, 1 …), name of the field.
    """

    name: str
    number: str
    file: str
    per_level: int = 0
    forms: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Sequence[Conditions]] = field(default_factory=dict)
    rounds: tuple[str, ...] = ()
    row: RowPlace = field(default=RowPlace(), compare=False, repr=False)
    figure_rows: Mapping[str, RowPlace] = field(default_factory=dict, compare=False, repr=False)
    only_rows: Mapping[tuple[str, int, str], RowPlace] = field(
        default_factory=dict, compare=False, repr=False
    )
