"""A formula in, the same formula with other sheet names, table names or shifted addresses out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from toolkit.books.refs import column_letters, column_number, quote_sheet

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# One pattern reads a formula from left to right; what stands in "text" or [brackets] is never touched.
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
      | (?P<quoted>'(?:[^']|'')+'!)
      | (?P<plain>(?<![\w.\]])(?:[^\W\d]|[\\_])[\w.]*(?::[\w.]+)?!)
      | (?P<table>(?<![\w.])[^\W\d][\w.]*(?=\[))
      | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
      | (?P<area>(?<![\w.$])(?:
            \$?[A-Za-z]{1,3}\$?[1-9]\d{0,6} | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} | \$?\d+:\$?\d+
        )(?![\w.(!]))""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?")


def rename_sheets(formula: str, names: Mapping[str, str | None]) -> str:
    """Re-point references to sheets: old name (casefolded) → new name, None → `#REF!`, the sheet is gone."""
    plain = formula.casefold().replace("''", "'")
    if not any(name in plain for name in names):
        return formula

    def replace(match: re.Match[str]) -> str:
        if match.lastgroup not in ("quoted", "plain"):
            return match[0]
        text = match[0][:-1]
        sheets = (text[1:-1].replace("''", "'") if match.lastgroup == "quoted" else text).split(":")
        if not any(sheet.casefold() in names for sheet in sheets):
            return match[0]
        new = [names.get(sheet.casefold(), sheet) for sheet in sheets]
        kept = [sheet for sheet in new if sheet is not None]
        return quote_sheet(":".join(kept)) + "!" if len(kept) == len(new) else "#REF!"

    return _TOKEN.sub(replace, formula)


def rename_tables(formula: str, names: Mapping[str, str]) -> str:
    """Re-point structured references: table name (casefolded) → new name, as in `表1[計画]`."""
    if "[" not in formula:
        return formula
    return _sub(formula, "table", lambda text: names.get(text.casefold(), text))


def mentions_sheet(formula: str, name: str) -> bool:
    """Tell whether a formula refers to the sheet."""
    return rename_sheets(formula, {name.casefold(): None}) != formula


def shift(formula: str, rows: int, columns: int) -> str:
    """Give the formula as it reads when copied so many rows down and columns right; `$` stays."""
    return _sub(formula, "area", lambda text: _shift_area(text, rows, columns))


def _sub(formula: str, group: str, change: Callable[[str], str]) -> str:
    return _TOKEN.sub(lambda match: change(match[0]) if match.lastgroup == group else match[0], formula)


def _shift_area(area: str, rows: int, columns: int) -> str:
    corners = [_shift_corner(corner, rows, columns) for corner in area.split(":")]
    return "#REF!" if None in corners else ":".join(corner for corner in corners if corner)


def _shift_corner(corner: str, rows: int, columns: int) -> str | None:
    match = _ADDRESS.fullmatch(corner)
    if match is None:
        return corner
    first, letters, second, digits = match.groups()
    if letters is None:  # a whole row: $3 reads its $ in the first place
        row = int(digits) + (0 if first else rows)
        return f"{first}{row}" if 1 <= row <= LAST_ROW else None
    column = column_number(letters) + (0 if first else columns)
    if not 1 <= column <= LAST_COLUMN:
        return None
    if digits is None:
        return f"{first}{column_letters(column)}"
    row = int(digits) + (0 if second else rows)
    return f"{first}{column_letters(column)}{second}{row}" if 1 <= row <= LAST_ROW else None
