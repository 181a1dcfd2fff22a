"""A folder of returns and the asked cells in, a plain list of their values out: the usual openpyxl script."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl


def main(returns: Path, cells: list[str], out: Path) -> None:
    master = openpyxl.Workbook()
    rows = master.worksheets[0]
    rows.append(["ファイル", "シート", *cells])
    for path in sorted(returns.iterdir()):
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[1]
        rows.append([path.name, sheet.title, *(sheet[cell].value for cell in cells)])
    master.save(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3]))
