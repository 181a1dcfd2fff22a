"""A formula in, the same formula with other sheet names, table names or moved addresses out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from toolkit.books.package.refs import column_letters, column_number, quote_sheet

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# One pattern reads a formula from left to right; what stands in "text" or [brackets] is never touched.
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
      | (?P<quoted>'(?:[^']|'')+'!)
      | (?P<plain>(?<![\w.\]!])(?:[^\W\d]|[\\_])[\w.]*(?::[\w.]+)?!)
      | (?P<table>(?<![\w.])[^\W\d][\w.]*(?=\[))
      | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
      | (?P<area>(?<![\w.$])(?:
            \$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?
            | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} | \$?\d+:\$?\d+
        )(?![\w.(!]))
      | (?P<name>(?<![\w.$])(?:[^\W\d]|[\\_])[\w.]*(?![\w.(!\[]))""",
    re.VERBOSE,
)
RowMove = Callable[[int, int, bool], tuple[int, int] | None]
"""First and last row of a reference, and whether it is a range (`F8:F8` is one), in; the rows they become
out, None where nothing is left."""

# A range whose second corner names the sheet once more: 様式!D6:様式!D8.
_TWICE = re.compile(
    r"((?:'(?:[^']|'')+'|(?<![\w.\]!'])[^\W\d][\w.]*)!)(\$?[A-Za-z]{1,3}\$?\d+):\1(\$?[A-Za-z]{1,3}\$?\d+)"
)
_ADDRESS = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?")


def rename_sheets(formula: str, names: Mapping[str, str | None]) -> str:
    """Re-point references to sheets: old name (casefolded) → new name, None → `#REF!`, the sheet is gone."""
    plain = formula.casefold().replace("''", "'")
    if not any(name in plain for name in names):
        return formula

    def renamed(text: str, sheets: Sequence[str]) -> str:
        if not any(sheet.casefold() in names for sheet in sheets):
            return text
        new = [names.get(sheet.casefold(), sheet) for sheet in sheets]
        kept = [sheet for sheet in new if sheet is not None]
        return quote_sheet(":".join(kept)) + "!" if len(kept) == len(new) else "#REF!"

    return "".join(renamed(text, sheets) if sheets else text for text, sheets in _split(formula))


@functools.lru_cache(maxsize=2048)  # the names of a form are renamed for every sheet that is made of it
def _split(formula: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Split a formula before and after each prefix that names sheets; () stands beside all other text."""
    pieces, end = list[tuple[str, tuple[str, ...]]](), 0
    for match in _TOKEN.finditer(formula):
        if match.lastgroup in ("quoted", "plain"):
            text = match[0][:-1]
            sheets = text[1:-1].replace("''", "'") if match.lastgroup == "quoted" else text
            pieces += [(formula[end : match.start()], ()), (match[0], tuple(sheets.split(":")))]
            end = match.end()
    return (*pieces, (formula[end:], ()))


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


def relative_form(formula: str, row: int, column: int) -> str:
    """Give the formula as it reads from this cell, the same for every cell it is copied to: R[1]C3."""

    def corner(text: str) -> str:
        first, letters, second, digits = _ADDRESS.fullmatch(text).groups()  # type: ignore[union-attr] # an area's
        fixed_row = first if letters is None else second
        rows = "" if not digits else f"R{digits}" if fixed_row else f"R[{int(digits) - row}]"
        columns = "" if not letters else f"C{letters}" if first else f"C[{column_number(letters) - column}]"
        return rows + columns

    return _sub(formula, "area", lambda area: ":".join(map(corner, area.split(":"))))


def move_rows(
    formula: str, sheet: str, move: RowMove, *, at_home: bool, names: Mapping[str, str] | None = None
) -> str:
    """Re-point references to cells of a sheet after its rows have moved; what is gone becomes `#REF!`.

    `at_home` tells whether a reference without a sheet's name means this sheet. `names` (casefolded → new)
    are defined names of the sheet that the formula knows by another name.
    """
    wanted, known = sheet.casefold(), names or {}
    if not at_home and wanted not in formula.casefold().replace("''", "'"):
        return formula
    formula = _TWICE.sub(r"\1\2:\3", formula)
    prefix_end, prefix_ours = -1, False

    def replace(match: re.Match[str]) -> str:
        nonlocal prefix_end, prefix_ours
        kind, start = match.lastgroup, match.start()
        if kind in ("quoted", "plain"):
            prefix_end, prefix_ours = match.end(), _sheet_of(match) == wanted
        elif kind in ("area", "name"):
            bare = formula[start - 1 : start] != "!"  # after another "!" it is of another book
            if prefix_ours if prefix_end == start else at_home and bare:
                return (
                    _move_area(match[0], move) if kind == "area" else known.get(match[0].casefold(), match[0])
                )
        return match[0]

    return _TOKEN.sub(replace, formula)


def iter_names(formula: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a formula that may be a defined name, after the sheet it names ("" if none)."""
    prefix, prefix_end = "", -1
    for match in _TOKEN.finditer(formula):
        if match.lastgroup in ("quoted", "plain"):
            prefix, prefix_end = _sheet_of(match), match.end()
        elif match.lastgroup == "name":
            yield prefix if prefix_end == match.start() else "", match[0]


def iter_spans(formula: str) -> Iterator[tuple[str, str]]:
    """Yield the first and last sheet (casefolded) of each reference through several sheets."""
    for match in _TOKEN.finditer(formula):
        if match.lastgroup in ("quoted", "plain"):
            first, colon, last = _sheet_of(match).partition(":")
            if colon:
                yield first, last


def _sheet_of(match: re.Match[str]) -> str:
    text = match[0][:-1]
    return (text[1:-1].replace("''", "'") if match.lastgroup == "quoted" else text).casefold()


def _move_area(area: str, move: RowMove) -> str:
    corners = [_ADDRESS.fullmatch(corner) for corner in area.split(":")]
    rows = [int(corner[4]) for corner in corners if corner is not None and corner[4]]
    if len(rows) != len(corners):
        return area  # whole columns
    top, bottom = min(rows), max(rows)
    moved = move(top, bottom, len(rows) == 2)
    if moved is None:
        return "#REF!"
    if moved == (top, bottom):
        return area
    new = moved if rows[0] <= rows[-1] else moved[::-1]
    written = zip(corners, new, strict=False)  # a single cell has one corner
    return ":".join(f"{c[1]}{c[2] or ''}{c[3]}{row}" for c, row in written if c is not None)


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
