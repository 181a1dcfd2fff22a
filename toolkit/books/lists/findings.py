"""確認結果.xlsx: findings in, a row each with a link to the cell, and a count per department out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from toolkit.books.lists.columns import Column, Shown, ShownFormula
from toolkit.books.lists.links import link_to_return
from toolkit.books.lists.sheet_style import FAINT, NOTABLE, STRIKING, Area, NewBook, criterion, new_book
from toolkit.books.lists.typed import mark_list, response_cells, response_columns
from toolkit.books.package.refs import from_ref
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.decisions import NOT_USED
from toolkit.model.record import Place
from toolkit.model.summary import FindingRow, Submission
from toolkit.model.typed import OF_FINDINGS, Beside, Responses, Settled

SHEET, SETTLED = "確認事項", "対応済"
UNKNOWN_DEPARTMENT = "（所属不明）"
NO_PLACE = "－"

_COLUMNS = (
    Column("番号", "centred", limit=8),
    Column("所属", limit=16),
    Column("受付番号", "centred", limit=9),
    Column("区分", "centred", limit=9),
    Column("内容", limit=14),
    Column("項目", limit=22),
    Column("欄", limit=12),
    Column("場所", "link", limit=24),
    Column("今の値", limit=14),
    Column("確認してほしいこと", limit=30),
    Column("正しい形", limit=18),
    Column("直し方", limit=28),
    Column("例", limit=12),
)
_SETTLED_COLUMNS = (
    Column("所属", limit=16),
    Column("項目", limit=30),
    Column("欄", limit=16),
    Column("年度", "centred", limit=8),
    Column("届いた値", limit=16),
)
_HOW_TO_TYPE = "対応の列に書き込んで保存すると、次に実行したときに取り込みます。"
_LOOKS = {Severity.ERROR.value: STRIKING, Severity.WARNING.value: NOTABLE, Severity.INFO.value: FAINT}


def write_findings(
    path: Path,
    round_id: str,
    rows: Sequence[FindingRow],
    submissions: Sequence[Submission],
    responses: Responses,
) -> None:
    """Write 確認結果.xlsx whole or not at all: 確認事項 (a row per finding, `in_order`), and 集計 (counts).

    Beside each finding stand the columns of 対応, to be typed into; decisions that stand about what is no
    finding any more have a sheet of their own, where they can be changed and taken back.
    """
    received = [receipt.received_at for submission in submissions for receipt in submission.receipts]
    # The book of the same returns is the same book: its date is the last receipt's, not the clock's.
    created = max(received, default=dt.datetime(2000, 1, 1))  # noqa: DTZ001 - Excel knows no zones
    with new_book(path, f"{round_id}　確認結果", created) as book:
        departments = [submission.department for submission in submissions]
        mark_list(book, "確認結果", round_id, responses.made)
        area = write_finding_sheet(book, round_id, rows, responses.beside)
        _write_settled(book, responses.settled)
        _write_counts(book, area, rows, departments)


def write_finding_sheet(
    book: NewBook, round_id: str, rows: Sequence[FindingRow], beside: Sequence[Beside] = ()
) -> Area:
    """Write the sheet 確認事項, shared by 確認結果 and 取りまとめ表; give the area of its rows.

    `beside` is what stands in the columns of 対応 of 確認結果; the master says what was decided in one.
    """
    severities = [row.finding.severity for row in rows]
    counts = "、".join(f"{severity.value}{severities.count(severity)}件" for severity in Severity)
    note = f"{counts}（この順に、1行に1件）。場所を押すと、届いたファイルのそのセルが開きます。"
    note += _HOW_TO_TYPE if beside else ""
    sheet = book.add_sheet(SHEET, note)
    cells = [_cells(number, row, round_id) for number, row in enumerate(rows, start=1)]
    columns: tuple[Column, ...]
    if beside:
        cells = [[*own, *response_cells(one)] for own, one in zip(cells, beside, strict=True)]
        columns = (*_COLUMNS, *response_columns(OF_FINDINGS))
    else:
        cells = [[*own, _decided(row)] for own, row in zip(cells, rows, strict=True)]
        columns = (*_COLUMNS, Column("事務局の対応", limit=20, optional=True))
    area = book.write_table(sheet, "表_確認事項", columns, cells)
    book.highlight(sheet, area, "区分", _LOOKS)
    return area


def _decided(row: FindingRow) -> str:
    finding = row.finding
    return f"{NOT_USED if finding.is_unused else '了承'}：{finding.accepted}" if finding.accepted else ""


def _write_settled(book: NewBook, settled: Sequence[Settled]) -> None:
    """Write the decisions that stand about what is no finding any more."""
    if not settled:
        return
    note = "対応が済み、確認事項ではなくなったものです。書き直すと改め、対応を消すと取り消します。"
    sheet = book.add_sheet(SETTLED, note)
    rows = [
        [one.department, one.item, one.field, one.year, one.value, *response_cells(one.beside)]
        for one in settled
    ]
    book.write_table(sheet, "表_対応済", (*_SETTLED_COLUMNS, *response_columns(OF_FINDINGS)), rows)


def _cells(number: int, row: FindingRow, round_id: str) -> list[Shown]:
    finding = row.finding
    return [
        number,
        row.department or UNKNOWN_DEPARTMENT,
        row.receipt if row.receipt is not None else NO_PLACE,
        finding.severity.value,
        finding.title,
        row.item,
        row.field,
        link_to_return(round_id, finding.place, NO_PLACE, _spot(finding.place)),
        row.value,
        finding.what,
        finding.expected,
        finding.mend,
        finding.example,
    ]


def _spot(place: Place | None) -> str:
    """Give sheet and cell; the receipt number has a column of its own."""
    return f"{place.sheet} {place.cell}" if place and place.cell else ""


def in_order(rows: Sequence[FindingRow], departments: Sequence[str]) -> list[FindingRow]:
    """Give findings in the order of their 番号: 要修正 first, by department (建制順), item as given, cell."""
    severities = list(Severity)
    rank = {department: number for number, department in enumerate(departments)}
    items: dict[tuple[str, str], int] = {}
    for row in rows:
        items.setdefault((row.department, row.item), len(items))

    def position(row: FindingRow) -> tuple[int, int, int, str, tuple[int, int]]:
        place = row.finding.place
        cell = from_ref(place.cell) if place and place.cell else (0, 0)
        sheet = place.sheet if place else ""
        department = rank.get(row.department, len(rank))
        # What was accepted stays where it stood: the numbers of a printed list hold while it is worked on.
        weight = severities.index(CATALOGUE[row.finding.code].severity)
        return weight, department, items[row.department, row.item], sheet, cell

    return sorted(rows, key=position)


def _write_counts(book: NewBook, area: Area, rows: Sequence[FindingRow], departments: Sequence[str]) -> None:
    sheet = book.add_sheet("集計", "所属ごとの件数（単位：件）。確認事項の表から数式で数えています。")
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(0, 3)
    names = list(dict.fromkeys([*departments, *(row.department or UNKNOWN_DEPARTMENT for row in rows)]))
    titles = [*(severity.value for severity in Severity), "計"]
    columns = [Column("所属"), *(Column(title, "number") for title in titles)]
    found = Counter((row.department or UNKNOWN_DEPARTMENT, row.finding.severity) for row in rows)
    body = [_count_row(area, found, name, number) for number, name in enumerate(names, start=5)]
    last = 4 + len(names)
    counts = [sum(found[name, severity] for name in names) for severity in Severity]
    sums = zip("BCDE", [*counts, len(rows)], strict=True)
    total: list[Shown] = ["合計", *(_sum(f"{letter}5:{letter}{last}", count) for letter, count in sums)]
    book.write_rows(sheet, 3, columns, [*body, total] if names else [])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 10)


def _count_row(area: Area, found: Counter[tuple[str, Severity]], name: str, number: int) -> list[Shown]:
    department = f"{area.column('所属')},{criterion(f'$A{number}', name)}"
    cells: list[Shown] = [name]
    for letter, severity in zip("BCD", Severity, strict=True):
        formula = f"=COUNTIFS({department},{area.column('区分')},{letter}$4)"
        cells.append(ShownFormula(formula, found[name, severity]))
    return [*cells, _sum(f"B{number}:D{number}", sum(found[name, severity] for severity in Severity))]


def _sum(cells: str, value: int) -> ShownFormula:
    return ShownFormula(f"=SUM({cells})", value)
