"""The sample answers of a packaged city (回答例.xlsx) in, what each department would type out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from toolkit.books.register.register import open_grids
from toolkit.books.register.table import Columns, Mistakes, TableRow, read_table
from toolkit.model.years import FiscalYear

ANSWERS, CHANGES, WAYS = "回答", "変更", "提出"
_VALUES = Columns(("項目ID", "欄", "年度", "値"), ("別", "照会", "書き手", "番号"))
_SHEETS = {ANSWERS: _VALUES, CHANGES: _VALUES, WAYS: Columns(("所属", "提出", "説明"), ("照会",))}


@dataclass(frozen=True)
class Sample:
    """One value as a writer types it into one cell.

    `round` "" is the current round; `number` is that of the indicator, activity or part; `certainty` says
    where the value is from (原本, 推定, 補完, 架空).
    """

    item_id: str
    field: str
    year: FiscalYear | None
    value: str | Decimal
    round: str = ""
    writer: str = "所属"
    number: int = 1
    certainty: str = ""


@dataclass(frozen=True)
class Way:
    """How a department returns its book: 提出, 分割, 重複, 誤りあり, 未提出; and the story of it."""

    section: str
    way: str
    story: str
    round: str = ""


@dataclass(frozen=True)
class Samples:
    """The sample answers; `changes` are typed into cells that should have stayed as they were."""

    answers: tuple[Sample, ...]
    changes: tuple[Sample, ...]
    ways: tuple[Way, ...]


def load_samples(path: Path) -> Samples:
    """Load the sample answers; OfficeErrors name every header or cell that cannot be used."""
    mistakes = Mistakes(path.name)
    grids = open_grids(path)
    tables = {
        sheet: read_table(sheet, grids.get(sheet, ()), columns, mistakes)
        for sheet, columns in _SHEETS.items()
    }
    answers, changes = (tuple(map(_sample, tables[sheet].rows)) for sheet in (ANSWERS, CHANGES))
    ways = tuple(
        Way(row.needed("所属"), row.needed("提出"), row.text("説明"), row.text("照会"))
        for row in tables[WAYS].rows
    )
    mistakes.stop_if_any()
    return Samples(answers, changes, ways)


def _sample(row: TableRow) -> Sample:
    value = row.printed("値")
    typed = value.text if value.number is None or isinstance(row.cells["値"].value, str) else value.number
    return Sample(
        row.needed("項目ID"),
        row.needed("欄"),
        row.year("年度"),
        typed,
        round=row.text("照会"),
        writer=row.text("書き手") or "所属",
        number=row.whole("番号") or 1,
        certainty=row.text("別"),
    )
