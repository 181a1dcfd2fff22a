"""The register (計画台帳.xlsx) in, the plan out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from toolkit.books.package.refs import column_number
from toolkit.books.reading.reader import SheetCells, read_book
from toolkit.books.register.office_doubts import iter_office_doubts
from toolkit.books.register.plan import (
    ACTIVITIES,
    DEPARTMENTS,
    EFFECTS,
    ID,
    INDICATORS,
    ITEMS,
    OPTIONAL,
    PARTS,
    PUBLISHED,
    YEAR_TEXTS,
    Register,
    find_free_texts,
)
from toolkit.books.register.table import OWN_ID, Columns, Mistakes, Table, check_sheets, read_table
from toolkit.books.system.same_content import once_for_same_content
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError, OfficeErrors, UnreadableBook
from toolkit.model.fields import Fields
from toolkit.model.plan import Department, Plan, PublishedFigure
from toolkit.model.record import Cell

_WITHOUT = {ACTIVITIES: "活動", INDICATORS: "指標", EFFECTS: "効果額"}
"""What a plan without the sheet does not have; said where the sheet is missing."""
_PUBLISHED = Columns(required=("箇所", "名称", "印字"), optional=("照合",))


def load_register(path: Path, fields: Fields, offices: Sequence[Department] = ()) -> Plan:
    """Load the plan from the office's register.

    Columns are found by their headers; those that hold a field of the form bear the title of the base
    schema's property (`fields`). The plan's years are those of the 目標値_R* columns, and where it has none
    those of all yearly columns. A row of 項目 with 再掲元 is a pointer and never counted (rules.md C7).
    `offices` are those who write of every item: no 課 may have a name of theirs.

    Raises OfficeErrors with every mistake found (`inspect_register`). Raises OfficeError where the file is
    missing or no workbook.
    """
    plan, mistakes = inspect_register(path, fields, offices)
    mistakes.stop_if_any()
    assert plan is not None
    return plan


def inspect_register(
    path: Path, fields: Fields, offices: Sequence[Department]
) -> tuple[Plan | None, Mistakes]:
    """Give the plan of a register as far as it can be read, and every mistake found.

    None where a sheet, a column or the years lack: without these no cell can be read for what it is.
    """
    mistakes = Mistakes(path.name)
    columns = _columns(fields)
    tables = _read_tables(path, columns, mistakes)
    needed = [sheet for sheet in columns if sheet not in OPTIONAL or tables[sheet].rows]
    if not all(tables[sheet].has(columns[sheet]) for sheet in needed):
        return None, mistakes
    try:
        made = Register(tables, fields, mistakes, [one.id for one in offices]).plan()
    except OfficeErrors:
        return None, mistakes
    return replace(made, published=_published(tables[PUBLISHED]), offices=tuple(offices)), mistakes


def iter_register_doubts(path: Path, fields: Fields) -> Iterator[OfficeError]:
    """Yield what to ask of a register (要確認): what nobody reads, sheets it does without, struck and hidden.

    Raises OfficeError where the file is missing or no workbook.
    """
    mistakes = Mistakes(path.name)
    columns = _columns(fields)
    _read_tables(path, columns, mistakes)
    yield from mistakes.doubts
    yield from iter_office_doubts(path, columns)


def _read_tables(path: Path, columns: Mapping[str, Columns], mistakes: Mistakes) -> dict[str, Table]:
    """Read every sheet of a register; one of `OPTIONAL` that is missing or blank is a table without rows."""
    grids = open_grids(path)
    check_sheets(grids, [sheet for sheet in columns if sheet not in OPTIONAL], OPTIONAL, mistakes)
    tables = {sheet: Table(sheet) for sheet in columns}
    for sheet in columns:
        grid = grids.get(sheet, ())
        is_blank = not any(str(cell.value or "").strip() for row in grid for cell in row)
        if sheet in grids and not (is_blank and sheet in OPTIONAL):
            tables[sheet] = read_table(sheet, grid, columns[sheet], mistakes)
        elif sheet not in grids and sheet in _WITHOUT:
            word = _WITHOUT[sheet]
            mend = f"{word}がある計画なら、「{sheet}」シートを戻してください。"
            mistakes.ask(f"シート「{sheet}」がありません。{word}のない計画として読みます。", mend)
    return tables


def load_published(path: Path) -> tuple[PublishedFigure, ...]:
    """Load the printed figures alone, whatever else of the register is just being edited.

    Raises OfficeErrors with every mistake of their sheet, OfficeError where there is no such workbook.
    """
    mistakes = Mistakes(path.name)
    grids = open_grids(path)
    if PUBLISHED not in grids:
        mistakes.add(f"シート「{PUBLISHED}」がありません。", "シートの名前を確かめてください。")
        mistakes.stop_if_any()
    figures = _published(read_table(PUBLISHED, grids[PUBLISHED], _PUBLISHED, mistakes))
    mistakes.stop_if_any()
    return figures


def _published(table: Table) -> tuple[PublishedFigure, ...]:
    return tuple(
        PublishedFigure(row.text("箇所"), row.needed("名称"), row.needed("印字"), row.text("照合"), row.place)
        for row in table.rows
    )


def open_grids(path: Path) -> Mapping[str, Sequence[Sequence[Cell]]]:
    """Give the cells of every sheet of one of the office's own books, row by row."""
    if not path.is_file():
        raise OfficeError("ファイルが見つかりません。", "名前と場所を確かめてください。", str(path))
    return _read_grids(path)


@once_for_same_content(
    keep=2
)  # a command looks into a register for the plan, and again for the printed figures
def _read_grids(path: Path) -> Mapping[str, Sequence[Sequence[Cell]]]:
    try:
        book = read_book(path)
    except UnreadableBook as unreadable:
        what = CATALOGUE[unreadable.code].what.format(detail=unreadable.detail)
        mend = "Excelで開けることを確かめ、「Excelブック（*.xlsx）」で保存し直してください。"
        raise OfficeError(f"開けません。{what}", mend, path.name) from unreadable
    return {name: grid_of(sheet) for name, sheet in book.sheets.items()}


def grid_of(sheet: SheetCells) -> Sequence[Sequence[Cell]]:
    """Give the cells row by row from A1 on, each row up to its last filled cell."""
    rows: dict[int, dict[int, Cell]] = {}
    for ref, cell in sheet.cells.items():
        letters = ref.rstrip("0123456789")
        rows.setdefault(int(ref[len(letters) :]), {})[column_number(letters)] = cell
    blank = Cell("")
    return [
        [cells.get(column, blank) for column in range(1, max(cells, default=0) + 1)]
        for cells in (rows.get(row, {}) for row in range(1, max(rows, default=0) + 1))
    ]


def _columns(fields: Fields) -> dict[str, Columns]:
    """Give the headers of every sheet; those of the form's fields come from the schema."""
    titles = partial(_titles, fields)
    return {
        DEPARTMENTS: Columns(("建制順", "部", "課", "種別"), (OWN_ID, "期限")),
        ITEMS: _item_columns(fields),
        ACTIVITIES: Columns(
            required=(ID, "活動番号", *titles("activity.name")),
            optional=(OWN_ID, *titles("activity.number", "activity.departments")),
            yearly=titles("activity.plan", "activity.target"),
        ),
        INDICATORS: Columns(
            required=(
                *(ID, "指標番号", "基準年度", "向き", "判定方法", "最終の関係"),
                *titles("indicator.name", "indicator.unit", "indicator.baseline", "indicator.final"),
            ),
            optional=(OWN_ID, "活動番号", "計上開始年度", *titles("indicator.kind")),
            yearly=titles("indicator.target", "indicator.actual"),
        ),
        PARTS: Columns(required=(ID, "指標番号", "内訳番号", *titles("part.name"))),
        EFFECTS: Columns(
            required=(ID, "計上"),
            optional=(OWN_ID, "活動番号", "種別", "理由", "会計", "算定根拠", "算定根拠の別"),
            yearly=titles("effect.planned"),
        ),
        PUBLISHED: _PUBLISHED,
    }


def _item_columns(fields: Fields) -> Columns:
    titles = partial(_titles, fields)
    return Columns(
        required=(
            *(ID, "様式"),
            *titles("item.number", "item.name", "item.lead"),
        ),
        optional=(
            *titles(
                "item.level1_number",
                "item.level1_name",
                "item.level2_number",
                "item.level2_name",
                "item.level3_number",
                "item.level3_name",
            ),
            *titles("item.related", "item.category", *find_free_texts(fields)),
            *("取りまとめ課", "開始年度", "重点", "評価主体", "再掲元"),
        ),
        yearly=titles(*YEAR_TEXTS),
    )


def _titles(fields: Fields, *keys: str) -> tuple[str, ...]:
    return tuple(fields[key].title for key in keys)
