"""The code of a number format in, its sections with what each part of them shows out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

_ERA, _LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'

BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("¥"* #,##0_);_("¥"* \\(#,##0\\);_("¥"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("¥"* #,##0.00_);_("¥"* \\(#,##0.00\\);_("¥"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 57), _ERA),
    **dict.fromkeys((28, 29, 51, 54, 58), _LONG),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}
"""The formats a cell names by number (ECMA-376 18.8.30); 27-36 and 50-58 as a Japanese Excel has them."""
NUMBER_OF = {BUILTIN[number]: number for number in (0, 1, 2, 3, 4, 9, 10, 49)}
"""The numbers that mean the same format in the Excel of every country, by code."""

TokenKind = Literal["text", "bracket", "blank", "digits", "general", "moment", "other"]
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|(?P<blank>[_*].)|(?P<end>;)'
    r"|(?P<general>General|G/標準)|(?P<digits>[#0?][#0?,.]*)"
    # A lone e is the year of an era (e"年度"), but an exponent beside digits (0.0E+0); aaa is a weekday.
    r"|(?P<exponent>(?<=[#0?.])e)|(?P<moment>y+|m+|d+|g+|e+|h+|s+|AM/PM|a{3,4})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_KINDS: dict[str, TokenKind] = {"quoted": "text", "escaped": "text", "exponent": "other"}
_KINDS |= {kind: kind for kind in get_args(TokenKind)}


class Token(NamedTuple):
    """A part of a format that means one thing: its text without the quotes, stroke or brackets around it.

    text is shown as it stands; bracket is a colour, condition, locale or duration; blank a gap (`_)`, `* `);
    digits are places of a number; moment is a part of a date or time; other is what stands unquoted.
    """

    kind: TokenKind
    text: str


@dataclass(frozen=True)
class Section:
    """What a format says of some numbers: of all, or of positive ones, negative ones, zero or a text."""

    tokens: tuple[Token, ...]

    @property
    def code(self) -> str:
        """What a number is put into: `#,##0`, `0.0%`."""
        return "".join(one.text for one in self.tokens if one.kind not in ("text", "bracket", "blank"))

    @property
    def literal(self) -> str:
        """What stands beside the number: `千円`, also a currency sign `[$¥-411]` and unquoted 円."""
        return "".join(map(_literal, self.tokens))


@lru_cache(maxsize=512)
def read_sections(number_format: str) -> tuple[Section, ...]:
    """Take the code of a number format apart."""
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(number_format):
        name = match.lastgroup or ""
        if name == "end":
            sections.append([])
        else:
            sections[-1].append(Token(_KINDS[name], match[name]))
    return tuple(Section(tuple(tokens)) for tokens in sections)


def _literal(token: Token) -> str:
    if token.kind == "bracket" and token.text.startswith("$"):
        return token.text[1:].partition("-")[0]
    if token.kind == "other":
        return "".join(mark for mark in token.text if not mark.isascii())
    return token.text if token.kind == "text" else ""
