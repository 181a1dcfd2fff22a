"""A formula's text in, whether it reaches outside its own workbook for more than a number out."""

from __future__ import annotations

import re

_TEXTS = re.compile(r'"[^"]*"')
_SHEETS = re.compile(r"'[^']*'")
_FUNCTIONS = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.|com\.[\w.]*\.)*"
    r"(?:WEBSERVICE|FILTERXML|HYPERLINK|RTD|DDE|CALL|EXEC|EVALUATE|REGISTER(?:\.ID)?|SQL\.REQUEST|IMAGE"
    r"|STOCKHISTORY|CUBE\w+|GOOGLE\w+|IMPORT(?:XML|HTML|DATA|FEED|RANGE))\s*\(",
    re.IGNORECASE,
)


def reaches_outside(formula: str) -> bool:
    """Tell whether a formula asks another program or the network, or is a link: its value is nobody's answer.

    A DDE call is the only formula with a `|`: `=cmd|'/c calc'!A0`. A plain reference to another workbook
    (`[1]Sheet1!A1`) is no such thing: its value was seen and saved by a person.
    """
    bare = _TEXTS.sub("", formula)
    return "|" in _SHEETS.sub("", bare) or _FUNCTIONS.search(bare) is not None
