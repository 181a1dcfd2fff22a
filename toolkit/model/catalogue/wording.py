"""How much a finding weighs, and the sentences it is worded with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "要修正"
    WARNING = "要確認"
    INFO = "参考"


@dataclass(frozen=True)
class Wording:
    """How a code is worded: what is wrong, what is expected, how to mend it, an example.

    The texts may hold `{words}` that a finding fills. `doubts`: the value may not mean what it reads, so
    that nothing counts it before the office has decided.
    """

    severity: Severity
    title: str
    what: str
    expected: str
    mend: str
    example: str = ""
    doubts: bool = False
