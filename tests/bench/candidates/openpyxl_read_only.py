"""A folder of returns and the asked cells in, a plain list of their values out: a good openpyxl script.

Streams only the sheet after the cover, and only the rows and columns that hold an asked cell.
"""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple


def main(returns: Path, cells: list[str], out: Path) -> None:
    places = [coordinate_to_tuple(cell) for cell in cells]
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(column for _, column in places), max(column for _, column in places)
    master = openpyxl.Workbook(write_only=True)
    rows = master.create_sheet("一覧")
    rows.append(["ファイル", "シート", *cells])
    for path in sorted(returns.iterdir()):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[1]
        grid = list(sheet.iter_rows(top, bottom, left, right, values_only=True))
        rows.append([path.name, sheet.title, *(grid[row - top][column - left] for row, column in places)])
        book.close()
    master.save(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3]))
