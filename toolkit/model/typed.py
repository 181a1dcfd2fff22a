"""What the office types beside the rows of its lists (対応 …), as it stands there; and a row with it.

A row knows itself by what it is about and by what stood in it when the list was made: a copy of an old list
can be told from a change.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, replace
from enum import StrEnum
from typing import Any

from toolkit.model.decisions import NOT_USED, About, Decision, Kind
from toolkit.model.errors import OfficeError, RowPlace
from toolkit.model.years import write_day

KEY = "記録（消さないでください）"
"""The heading of the hidden column in which a row says what it is about."""


class Response(StrEnum):
    """What the office can decide about a finding or a department (対応)."""

    AS_WRITTEN = "原文どおり"
    CORRECTED = Kind.CORRECTED.value
    NOT_USED = NOT_USED
    ASKING = Kind.ASKING.value
    EXTENDED = Kind.EXTENDED.value


OF_FINDINGS = (Response.AS_WRITTEN, Response.CORRECTED, Response.NOT_USED, Response.ASKING)
OF_DEPARTMENTS = (Response.EXTENDED,)


def responses_to(about: About) -> tuple[Response, ...]:
    """Give what can be decided about a finding, or about a department."""
    return OF_DEPARTMENTS if about.department and not about.code else OF_FINDINGS


@dataclass(frozen=True)
class Typed:
    """The cells of a row that the office fills, "" for a blank; `day` is ISO text where it is a date."""

    response: str = ""
    value: str = ""
    why: str = ""
    how: str = ""
    confirmed_by: str = ""
    who: str = ""
    day: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was typed."""
        return self == Typed()


HEADINGS = {
    "response": ("対応",),
    "value": ("修正値", "延長後の期限"),
    "why": ("理由",),
    "how": ("確認方法",),
    "confirmed_by": ("課の確認者",),
    "who": ("処理者",),
    "day": ("処理日",),
}
"""The headings of these cells, in the order of the columns: in 確認結果, and where 提出状況 has another."""


@dataclass(frozen=True)
class Beside:
    """What stands beside a row: what was decided about it, and what was typed but could not be taken."""

    about: About
    standing: Typed = Typed()
    pending: Typed | None = None

    @property
    def text(self) -> Typed:
        """What the cells hold: what is pending may not be lost."""
        return self.pending or self.standing


@dataclass(frozen=True)
class Settled:
    """A decision that stands about what is no finding any more, with the words of what it is about."""

    department: str
    item: str
    field: str
    year: str
    value: str
    beside: Beside


@dataclass(frozen=True)
class Responses:
    """What stands in the columns of 対応 of a list: beside each of its rows, and what stands apart.

    `made` tells the list from those made before and after it.
    """

    made: str
    beside: tuple[Beside, ...]
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True)
class TypedRow:
    """A row of a list: what it is about, what stood in it when the list was `made`, and what stands now.

    `faults` are cells that cannot be read; nothing of the row is taken then.
    """

    about: About
    shown: Typed
    now: Typed
    made: str
    place: RowPlace
    faults: tuple[OfficeError, ...] = ()

    @property
    def mark(self) -> str:
        """Tell this change from every other, in this list and its copies alike."""
        told = json.dumps([self.made, self.about.as_json(), astuple(self.now)], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def is_changed(self) -> bool:
        """Whether somebody typed here since the list was made; who is no matter of its own."""
        return replace(self.now, who="", day="") != replace(self.shown, who="", day="")


def response_of(decision: Decision) -> Response:
    """Give the word of a decision that can be typed."""
    if decision.kind is Kind.ACCEPTED:
        return Response.NOT_USED if decision.value == NOT_USED else Response.AS_WRITTEN
    return Response(decision.kind.value)


def standing(decision: Decision | None) -> Typed:
    """Give the cells as they show a decision that stands."""
    if decision is None:
        return Typed()
    value = decision.value if decision.kind is Kind.CORRECTED else ""
    if decision.kind is Kind.EXTENDED:
        value = write_day(dt.date.fromisoformat(decision.value))
    return Typed(
        *(
            response_of(decision).value,
            value,
            decision.why,
            decision.how,
            decision.confirmed_by,
            decision.who,
        ),
        decision.at.date().isoformat(),
    )


def key_of(about: About, shown: Typed) -> str:
    """Give what stands in the hidden cell of a row."""
    told = {name: value for name, value in asdict(shown).items() if value}
    key = json.dumps({"about": about.as_json(), "shown": told}, ensure_ascii=False, sort_keys=True)
    return base64.b64encode(key.encode()).decode()  # no words that staff could take for something to read


def parse_key(text: str) -> tuple[About, Typed]:
    """Read it back; ValueError where it is no such text."""
    data: Any = json.loads(base64.b64decode(text, validate=True))
    try:
        return About(**_words(data["about"])), Typed(**_words(data["shown"]))
    except (KeyError, TypeError):
        raise ValueError("no key of a row") from None


def _words(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a plain object of texts and numbers; ValueError for anything else."""
    if not all(isinstance(value, str | int) and not isinstance(value, bool) for value in data.values()):
        raise ValueError("no key of a row")
    return dict(data)
