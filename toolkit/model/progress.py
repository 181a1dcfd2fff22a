"""How far the awaited departments are (提出状況)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.summary import Submission


class Stage(StrEnum):
    """Where a department's answers stand, and so who is to do something next."""

    NONE = "未提出"
    PART = "一部提出"
    RECEIVED = "受付"  # all there: the office checks it, or asks for what is to be mended
    ASKED = "修正依頼中"  # the department was asked, and has not sent anything since
    OPEN = "要確認あり"  # nothing to mend, but there are points the office has not decided yet
    CHECKED = "確認済"


@dataclass(frozen=True)
class Progress:
    """One department: what it returned, at which stage, how many findings it has, days to its deadline.

    `days_left` is 0 on the day itself and negative after it; `extended` tells a deadline the office moved.
    """

    submission: Submission
    stage: Stage
    errors: int
    warnings: int
    days_left: int
    extended: bool = False

    @property
    def is_awaited(self) -> bool:
        """Tell whether the department still has to send something."""
        return self.stage in (Stage.NONE, Stage.PART, Stage.ASKED)

    @property
    def time_left(self) -> str:
        """The days left as staff say it; "" where nothing is awaited."""
        if not self.is_awaited:
            return ""
        if self.days_left == 0:
            return "本日"
        return f"あと{self.days_left}日" if self.days_left > 0 else f"{-self.days_left}日超過"


@dataclass(frozen=True)
class RoundProgress:
    """A round on a day: every awaited department in 建制順."""

    round: str
    today: dt.date
    rows: Sequence[Progress]

    def count(self, stage: Stage) -> int:
        """Give how many departments are at this stage."""
        return sum(row.stage is stage for row in self.rows)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: that of the departments `who`, or of the office where there are none.

    `why` is a sentence or the beginning of one; `verb` the command the office starts next, or when something
    came, `command` its line.
    """

    who: tuple[str, ...]
    why: str
    verb: str
    command: str

    @property
    def line(self) -> str:
        """The turn as status tells it."""
        if not self.who:
            return f"次にすること: 事務局の番です。{self.why} → {self.command}"
        some = "、".join(self.who[:3]) + (f" ほか{len(self.who) - 3}所属" if len(self.who) > 3 else "")
        return f"次にすること: 所属の番です（{some}）。{self.why} → {self.command}"
