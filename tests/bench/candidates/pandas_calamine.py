"""A folder of returns and the asked cells in, a list of their values out: the pandas script, by calamine."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]  # extra: bench
from openpyxl.utils.cell import coordinate_to_tuple


def main(returns: Path, cells: list[str], out: Path) -> None:
    places = [coordinate_to_tuple(cell) for cell in cells]
    rows = []
    for path in sorted(returns.iterdir()):
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="calamine")
        name, sheet = list(sheets.items())[1]
        height, width = sheet.shape
        inside = [(row, column) if row <= height and column <= width else None for row, column in places]
        rows.append([path.name, name, *(sheet.iat[at[0] - 1, at[1] - 1] if at else None for at in inside)])
    pd.DataFrame(rows, columns=["ファイル", "シート", *cells]).to_excel(out, index=False, engine="xlsxwriter")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3]))
