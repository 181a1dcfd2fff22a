"""The 決定簿: what the office itself decided about a round, as a line of JSON in and out.

A decision changes nothing that was received. A later one about the same thing replaces it; `undone` takes
it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

from toolkit.model.years import write_day


class Kind(StrEnum):
    """What the office can decide."""

    WITHDRAWN = "取下げ"
    ACCEPTED = "事務局了承"
    CORRECTED = "事務局修正"
    ASKING = "課に確認中"
    EXTENDED = "期限延長"
    REJUDGED = "判定の改め"
    UNPROVED = "読み返し省略"


NOT_USED = "使わない"
"""The value of a 事務局了承 by which what a finding doubts is left out of everything."""


@dataclass(frozen=True)
class About:
    """What a decision is about; what does not apply is left empty.

    取下げ: a `receipt`. 期限延長: a `department` (its id). 事務局修正: a cell, by `item_id`, `field`
    (`指標_実績値`), `year` (`R5`) and `number` on its other axis (an id; of a 内訳 also that of its
    `indicator`). 事務局了承: a finding, by its code, the
    return it speaks of, the cell as above, its `value`, and the sheet's `cell` where it is about no field;
    never by its number in 確認結果, which changes with every return. 判定の改め: the `field` 判定.
    読み返し省略: a verb (配布), as `value`. 課に確認中: a finding, as for 事務局了承.
    """

    receipt: int = 0
    department: str = ""
    item_id: str = ""
    field: str = ""
    year: str = ""
    number: int = 0
    indicator: int = 0
    code: str = ""
    cell: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give what applies."""
        return {key: value for key, value in asdict(self).items() if value}


_SELDOM = ("how", "confirmed_by", "typed")
"""What a line leaves out where it says nothing."""


@dataclass(frozen=True)
class Decision:
    """A decision: what, about what, by whom (the user of the computer), when and why.

    `value` is the corrected value, the new deadline (`2024-06-14`), the settings that judge or NOT_USED;
    `receipts` the number of the last file that had been received, so that a later return is known as such.
    `how` it was confirmed (電話), and by whom of the department (`confirmed_by`); `typed` marks the row of a
    list it was typed into, so that no copy of that list is taken twice.
    """

    kind: Kind
    about: About
    who: str
    at: dt.datetime
    why: str
    receipts: int
    value: str = ""
    undone: bool = False
    how: str = ""
    confirmed_by: str = ""
    typed: str = ""

    @property
    def reason(self) -> str:
        """The reason with how it was confirmed, when and who: `電話で確認（令和6年6月3日 山田）`."""
        confirmed = [f"確認方法：{self.how}"] if self.how else []
        confirmed += [f"課の確認者：{self.confirmed_by}"] if self.confirmed_by else []
        when = f"{write_day(self.at.date())} {self.who}"
        return f"{self.why}（{'、'.join([*confirmed, when])}）"

    def as_json(self) -> dict[str, Any]:
        """Give the decision as its line of JSON holds it."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        own = {name: value for name, value in own.items() if value or name not in _SELDOM}
        return own | {"about": self.about.as_json(), "at": self.at.isoformat(timespec="seconds")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        """Load a decision from its line."""
        about = About(**data["about"])
        at = dt.datetime.fromisoformat(data["at"])
        return cls(**{**data, "kind": Kind(data["kind"]), "about": about, "at": at})


@dataclass(frozen=True)
class Decisions:
    """The decisions that stand: of several about the same thing the last, unless it was taken back."""

    standing: Mapping[tuple[Kind, About], Decision] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Decisions:
        """Take decisions in the order they were made."""
        last = {(one.kind, one.about): one for one in decisions}
        return cls({key: one for key, one in last.items() if not one.undone})

    @cached_property
    def _corrected_items(self) -> frozenset[str]:
        return frozenset(about.item_id for kind, about in self.standing if kind is Kind.CORRECTED)

    def correct_any(self, item_id: str) -> bool:
        """Tell whether any answer of an item was corrected (事務局修正)."""
        return item_id in self._corrected_items

    def find(self, kind: Kind, about: About) -> Decision | None:
        """Give the decision that stands about something, or None."""
        return self.standing.get((kind, about))
