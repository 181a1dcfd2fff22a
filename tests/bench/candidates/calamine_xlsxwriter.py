"""A folder of returns and the asked cells in, a list of their values out: the fastest script there is.

calamine decodes no sheet but the one after the cover.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]  # extra: bench


def main(returns: Path, cells: list[str], out: Path) -> None:
    places = [coordinate_to_tuple(cell) for cell in cells]
    master = xlsxwriter.Workbook(out, {"constant_memory": True})
    rows = master.add_worksheet("一覧")
    rows.write_row(0, 0, ["ファイル", "シート", *cells])
    for number, path in enumerate(sorted(returns.iterdir()), 1):
        book = CalamineWorkbook.from_path(path)
        name = book.sheet_names[1]
        grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        values = [_value(grid, row, column) for row, column in places]
        rows.write_row(number, 0, [path.name, name, *values])
    master.close()


def _value(grid: Sequence[Sequence[object]], row: int, column: int) -> object:
    inside = row <= len(grid) and column <= len(grid[row - 1])
    return grid[row - 1][column - 1] if inside else None


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3]))
