"""取りまとめ表.xlsx: a Summary in, one workbook with every row, its source and live totals out."""

from __future__ import annotations

from pathlib import Path

from toolkit.books.lists import master_rows
from toolkit.books.lists.findings import in_order, write_finding_sheet
from toolkit.books.lists.master_overview import Areas, write_overview
from toolkit.books.lists.sheet_style import new_book
from toolkit.books.proof import Proof
from toolkit.model.summary import Summary
from toolkit.model.years import write_moment


def write_master(path: Path, summary: Summary, proof: Proof | None = None) -> None:
    """Write 取りまとめ表.xlsx whole or not at all; with a proof, not where it reads otherwise than written.

    Counts and totals are live formulas over the tables of the same book, each with the summary's value
    cached; every row leads to the cell of the return it came from. Sheets of what the plan does not have
    are left out.
    """
    with new_book(path, f"{summary.city}　{summary.plan}", summary.judged_at, proof) as book:
        overview = book.add_sheet("概要", _about(summary))
        departments = [submission.department for submission in summary.submissions]
        areas = Areas(
            indicators=master_rows.write_indicators(book, summary),
            statuses=master_rows.write_statuses(book, summary),
            effects=master_rows.write_effects(book, summary),
            submissions=master_rows.write_submissions(book, summary),
            findings=write_finding_sheet(book, summary.round.id, in_order(summary.findings, departments)),
        )
        master_rows.write_published(book, summary)
        write_overview(book, overview, summary, areas)


def _about(summary: Summary) -> str:
    years = "・".join(year.name for year in summary.round.years)
    return (
        f"照会：{summary.round.id}（{years}）　計画：{summary.round.edition}版　"
        f"判定：{write_moment(summary.judged_at)}"
    )
