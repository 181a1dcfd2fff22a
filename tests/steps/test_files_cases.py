"""Files as programs and people leave them, sent into a round: what is read, told and asked (rows F)."""

from __future__ import annotations

import re
import shutil
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.steps.edits import part_of, rewrite
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import COVER, FIRST, FORM, GOOD, fill
from toolkit.books.package.refs import to_ref
from toolkit.model.catalogue import Severity
from toolkit.model.record import State
from toolkit.steps.consolidate import consolidate
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

ITEM = "1-①"


def filled(sent: Round, section: str = "総務課", name: str = "回答.xlsx") -> Path:
    return fill(sent.workspace, section, GOOD[section], sent.folder / name)


def into_sheet(path: Path, sheet: str, old: str, new: str) -> Path:
    """Change a sheet's XML: the first `old` becomes `new`."""
    part = part_of(path, sheet)

    def change(name: str, xml: str) -> str:
        if name != part:
            return xml
        assert old in xml
        return xml.replace(old, new, 1)

    rewrite(path, change)
    return path


def run_all(sent: Round) -> None:
    """Let every step that reads returns run: none may stop."""
    round_ = sent.workspace.profile.round()
    validate(sent.workspace, round_)
    consolidate(sent.workspace, round_)
    status(sent.workspace, round_)
    request(sent.workspace, round_)


@pytest.mark.parametrize(
    ("sheet", "merges"),
    [
        (ITEM, '<mergeCell ref="A40:A1048576"/>'),
        (ITEM, '<mergeCell ref="F1:G1048576"/>'),
        (COVER, "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(20, 28))),
    ],
)
def test_case_F1_merged_whole_rows_and_columns_are_one_finding_of_that_file(
    sent: Round, sheet: str, merges: str
) -> None:
    path = filled(sent)
    xml = zipfile.ZipFile(path).read(part_of(path, sheet)).decode()
    if "</mergeCells>" in xml:
        into_sheet(path, sheet, "</mergeCells>", merges + "</mergeCells>")
    else:
        into_sheet(
            path,
            sheet,
            "</sheetProtection>" if "</sheetProtection>" in xml else "</sheetData>",
            f"</sheetData><mergeCells>{merges}</mergeCells>",
        )
    sent.take(path)
    run_all(sent)
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")
    assert sent.file_codes() == ["vast-merge"]
    ((_, finding),) = sent.read().findings
    assert finding.place and (finding.place.sheet, finding.severity) == (sheet, Severity.WARNING)
    assert "行や列の全体（" in finding.what


@pytest.mark.parametrize("stored", ["1E30", "-1E30", "1E+300", "123456789012345678", "1E-200"])
def test_case_F2_a_number_nobody_can_mean_is_asked_about_and_stops_nothing(sent: Round, stored: str) -> None:
    path = filled(sent)
    part = part_of(path, ITEM)
    rewrite(
        path,
        lambda name, xml: (
            re.sub(rf'(r="{FIRST}"[^>]*>)<v>8</v>', rf"\1<v>{stored}</v>", xml) if name == part else xml
        ),
    )
    sent.take(path)
    run_all(sent)
    answer = sent.answer().record.answer(COUNT)
    assert answer.value is None and answer.state is not State.NUMBER
    (asked,) = [one for one in sent.answer().findings if one.slot == COUNT]
    assert "桁数が多すぎます。" in asked.what


def with_pasted(path: Path, rows: int, columns: int) -> Path:
    """Paste a table of numbers beside the form, from F1 on."""
    part = part_of(path, ITEM)

    def change(name: str, xml: str) -> str:
        if name != part:
            return xml
        head, body, tail = re.split(r"(<sheetData>.*</sheetData>)", xml, flags=re.DOTALL)
        old = dict(re.findall(r'<row r="(\d+)"[^>]*>(.*?)</row>', body, re.DOTALL))
        lines = []
        for row in range(1, max(rows, 14) + 1):
            cells = "".join(
                f'<c r="{to_ref(row, 6 + at)}"><v>{row * 10 + at}</v></c>' for at in range(columns)
            )
            lines.append(f'<row r="{row}">{old.get(str(row), "")}{cells if row <= rows else ""}</row>')
        return f"{head}<sheetData>{''.join(lines)}</sheetData>{tail}"

    rewrite(path, change)
    return path


@pytest.mark.parametrize(("rows", "columns", "area"), [(50, 6, "F1:K50"), (2, 1, "F1:F2")])
def test_case_F7_a_table_pasted_beside_the_form_is_one_finding(
    sent: Round, rows: int, columns: int, area: str
) -> None:
    sent.take(with_pasted(filled(sent), rows, columns))
    (finding,) = [one for one in sent.answer().findings if one.severity is Severity.ERROR]
    assert (finding.code, finding.place and finding.place.cell) == ("pasted-beside", "F1")
    assert f"（{area}、{rows * columns}セル）に、「10」など" in finding.what
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")


def test_case_F7_ninety_thousand_pasted_cells_are_one_finding_in_five_seconds(sent: Round) -> None:
    sent.take(with_pasted(filled(sent), 45_000, 2))
    began = time.process_time()
    findings = [one for one in sent.answer().findings if one.severity is Severity.ERROR]
    assert time.process_time() - began < 5
    assert [one.words["count"] for one in findings] == ["90,000"]
