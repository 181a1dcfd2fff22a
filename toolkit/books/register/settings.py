"""設定.xlsx in, the tables of its sheets and the city's settings they mean out.

The tables are kept apart from their meaning: a round takes some sheets as they were when it was issued
(desk/editions), and the office may keep rows of them as a decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.books.register.office_doubts import iter_office_doubts
from toolkit.books.register.register import open_grids
from toolkit.books.register.settings_builder import build_profile
from toolkit.books.register.settings_sheets import BASICS, HELPER_SHEET, SETTINGS_SHEETS, SHOWN_FIRST
from toolkit.books.register.table import (
    Mistakes,
    Table,
    TableCell,
    TableRow,
    check_sheets,
    read_table,
)
from toolkit.model.profile import Profile

Rows = Sequence[Mapping[str, str]]
"""The rows of a sheet as plain text by header, blanks left out: how a decision keeps them."""


@dataclass(frozen=True, eq=False)
class SettingsTables:
    """The sheets of one 設定.xlsx, row by row; `file` is its name in messages.

    Two are the same where they are one object: `load_settings` reads the same content only once.
    """

    file: str
    tables: Mapping[str, Table]

    def rows(self, sheet: str) -> Rows:
        """Give the rows of a sheet as plain text."""
        rows = ({header: _plain(row, header) for header in row.cells} for row in self.tables[sheet].rows)
        return [{header: text for header, text in row.items() if text} for row in rows]

    def with_rows(self, sheet: str, rows: Rows) -> SettingsTables:
        """Give the settings with other rows on a sheet, from plain text."""
        mistakes = Mistakes(self.file)
        made = tuple(
            TableRow(sheet, {header: TableCell("", text) for header, text in row.items()}, mistakes)
            for row in rows
        )
        return self.with_table(sheet, Table(sheet, made))

    def with_table(self, sheet: str, table: Table) -> SettingsTables:
        """Give the settings with another table as a sheet."""
        return replace(self, tables={**self.tables, sheet: table})


def _plain(row: TableRow, header: str) -> str:
    value = row.cells[header].value
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    return row.text(header)


def read_settings(path: Path) -> SettingsTables:
    """Read the sheets of a 設定.xlsx.

    Raises OfficeErrors with every sheet and header that is missing or unknown, OfficeError where the file is
    missing or no workbook.
    """
    mistakes = Mistakes(path.name)
    tables = _read_tables(path, mistakes)
    mistakes.stop_if_any()
    return SettingsTables(path.name, tables)


def _read_tables(path: Path, mistakes: Mistakes) -> dict[str, Table]:
    grids = open_grids(path)
    check_sheets(grids, SETTINGS_SHEETS, [HELPER_SHEET], mistakes)
    return {
        sheet: read_table(sheet, grids[sheet], columns, mistakes)
        for sheet, columns in SETTINGS_SHEETS.items()
        if sheet in grids
    }


def inspect_settings(path: Path, schema: Mapping[str, Any]) -> tuple[Profile | None, Mistakes]:
    """Give the settings of a 設定.xlsx as far as they can be read, with every mistake and doubt in them.

    None where a sheet or a column lacks: then no cell can be read for what it is. What is a mistake is
    blank or left out in the settings. Raises OfficeError where it is no workbook.
    """
    mistakes = Mistakes(path.name)
    tables = _read_tables(path, mistakes)
    for doubt in iter_office_doubts(path, SETTINGS_SHEETS):
        mistakes.ask(doubt.what, doubt.mend, doubt.sheet, doubt.cell)
    is_whole = all(
        sheet in tables and tables[sheet].has(columns) for sheet, columns in SETTINGS_SHEETS.items()
    )
    return build_profile(tables, schema, mistakes) if is_whole else None, mistakes


def load_profile(settings: SettingsTables, schema: Mapping[str, Any]) -> Profile:
    """Give what the settings mean, over the fields of the base schema.

    Raises OfficeErrors with every mistake found in their cells.
    """
    mistakes = Mistakes(settings.file)
    tables = {
        sheet: replace(table, rows=tuple(replace(row, mistakes=mistakes) for row in table.rows))
        for sheet, table in settings.tables.items()
    }
    profile = build_profile(tables, schema, mistakes)
    mistakes.stop_if_any()
    return profile


def is_shown_first(path: Path) -> bool:
    """Tell whether a packaged city's settings mark it as the one the demo shows (見本の市)."""
    rows = read_settings(path).rows(BASICS)
    return any(row.get("項目") == SHOWN_FIRST and row.get("値") for row in rows)
