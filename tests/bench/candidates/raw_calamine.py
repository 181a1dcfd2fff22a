"""A folder of returns in, nothing out: python-calamine decodes every sheet to Python values (R)."""

from __future__ import annotations

import sys
from pathlib import Path

from python_calamine import CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]  # extra: bench


def main(returns: Path) -> None:
    for path in sorted(returns.iterdir()):
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
