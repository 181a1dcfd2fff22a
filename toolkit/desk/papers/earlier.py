"""The figures of a meeting's papers in, 根拠.json beside them out, for the next printing to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from toolkit.books.lists.grounds import Figures, Ground, number_keys
from toolkit.desk.documents import write_json
from toolkit.model.errors import OfficeError

FIGURES = "根拠.json"
_PLACE = ("paper", "sheet", "field", "about")


def keep_figures(folder: Path, grounds: Iterable[Ground]) -> None:
    """Keep what the papers show, for the next time they are made."""
    rows = [dict(zip(_PLACE, one.place, strict=True)) | {"figure": str(one.figure)} for one in grounds]
    write_json(folder / FIGURES, {"figures": rows})


def load_figures(folder: Path) -> Figures:
    """Load what the papers made last in a folder show, nothing for none; OfficeError where it is torn."""
    path = folder / FIGURES
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text("utf-8"))["figures"]
        places = number_keys(tuple(str(row[key]) for key in _PLACE) for row in rows)
        return {place: str(row["figure"]) for place, row in zip(places, rows, strict=True)}
    except (ValueError, KeyError, TypeError):
        what = f"前に作った{FIGURES} を読めません。"
        mend = "別の場所へ移して、もう一度実行してください（前の資料との違いは、印字されません）。"
        raise OfficeError(what, mend, str(path)) from None
