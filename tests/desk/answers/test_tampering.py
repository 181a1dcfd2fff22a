"""What was changed on purpose is told apart from what happened, and what means nothing is not told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.steps.edits import part_of, rewrite
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, SUBTOTAL, fill
from toolkit.books.package.package import Package
from toolkit.model.catalogue import Severity
from toolkit.model.record import State

SHEET = "1-①"


@pytest.fixture
def path(sent: Round) -> Path:
    return fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "edited.xlsx")


def write(path: Path, ref: str, value: str | int | None) -> None:
    package = Package.open(path)
    package.sheet(SHEET).write(ref, value)
    package.save(path)


def said(sent: Round, code: str) -> list[tuple[str, str]]:
    """Give place and sentence of every finding of a code, of files and items."""
    answers = sent.read()
    found = [finding for _, finding in answers.findings]
    found += [finding for answer in answers.returns for finding in answer.findings]
    return [(one.place.cell if one.place else "", one.what) for one in found if one.code == code]


def severities(sent: Round) -> set[Severity]:
    return {finding.severity for finding in sent.answer().findings}


# -- what was locked


def test_a_formula_that_was_overwritten_is_told_and_recomputed(sent: Round, path: Path) -> None:
    write(path, "D10", 999)
    sent.take(path)
    assert said(sent, "formula-overwritten") == [
        ("D10", "計算の欄（=SUM(B10:C10)）に「999」と入っています。取りまとめでは計算し直します。")
    ]
    assert severities(sent) == {Severity.INFO}


def test_a_formula_that_was_erased_is_told(sent: Round, path: Path) -> None:
    write(path, SUBTOTAL, None)
    sent.take(path)
    assert said(sent, "formula-overwritten")[0][1].startswith("計算の欄（=SUM(B11:C11)）に「（空欄）」")


def test_a_formula_in_place_of_a_planned_figure_is_a_change_of_the_plan(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET]["B6"] = "=5+5"
    book.save(path)
    sent.take(path)
    assert said(sent, "locked-changed") == [("B6", "配布時の「10」が「=5+5」に変わっています。")]
    assert sent.answer().verdicts[0].target == "10"


def test_a_formula_beside_the_form_is_told_as_what_was_added(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET]["C3"] = "=B8/B6"
    book.save(path)
    sent.take(path)
    assert said(sent, "locked-changed") == [("C3", "配布時の「（空欄）」が「=B8/B6」に変わっています。")]


def test_a_figure_that_is_stored_otherwise_is_the_same_figure(sent: Round, path: Path) -> None:
    part = part_of(path, SHEET)
    rewrite(path, lambda name, xml: xml.replace("<v>10</v>", "<v>10.0</v>") if name == part else xml)
    sent.take(path)
    assert sent.codes() == []


def test_protection_that_was_removed_is_only_a_remark(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].protection.disable()
    book.save(path)
    sent.take(path)
    assert said(sent, "protection-removed") == [("A1", f"シート「{SHEET}」の保護が解除されています。")]
    assert sent.codes() == []
    assert sent.values()[0] == 8


# -- what was typed


def test_a_formula_that_calculated_its_answer_is_taken_by_its_result(sent: Round, path: Path) -> None:
    part = part_of(path, SHEET)
    write(path, FIRST, 8)
    rewrite(path, lambda name, xml: xml.replace("<v>8</v>", "<f>3+5</f><v>8</v>") if name == part else xml)
    sent.take(path)
    assert sent.values()[0] == 8
    assert said(sent, "formula-in-input") == [(FIRST, "数式（=3+5）で記入されています。値「8」を使います。")]


@pytest.mark.parametrize("formula", ['=WEBSERVICE("http://x")', "=cmd|'/c calc'!A0", "=[1]Sheet1!A1"])
def test_a_formula_that_reaches_outside_is_text_and_never_followed(
    sent: Round, path: Path, formula: str
) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET][FIRST] = formula
    book.save(path)
    sent.take(path)
    assert sent.answer().record.answer(COUNT).state is State.ERROR
    assert sent.codes()[0] in ("formula-outside", "formula-not-calculated")


def test_an_error_value_is_to_be_mended(sent: Round, path: Path) -> None:
    part = part_of(path, SHEET)
    write(path, FIRST, 8)
    cell = f'<c r="{FIRST}"'

    def change(name: str, xml: str) -> str:
        if name != part:
            return xml
        start = xml.index(cell)
        end = xml.index("</c>", start)
        style = xml[start:end].partition(' s="')[2].partition('"')[0]
        return xml[:start] + f'{cell} s="{style}" t="e"><f>1/0</f><v>#DIV/0!</v>' + xml[end:]

    rewrite(path, change)
    sent.take(path)
    assert said(sent, "error-value") == [(FIRST, "計算のエラー（#DIV/0!）になっています。")]


def test_an_answer_pasted_over_a_drop_down_is_compared_with_the_choices(sent: Round, path: Path) -> None:
    write(path, "B14", "おおむね順調")
    sent.take(path)
    assert said(sent, "choice-unknown") == [("B14", "「おおむね順調」は選択肢にありません。")]


def test_an_answer_in_a_hidden_row_is_taken_and_told(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].row_dimensions[11].hidden = True
    book.save(path)
    sent.take(path)
    assert sent.values()[1] == 120
    assert said(sent, "hidden-answer") == [
        (EFFECT, "表示されていない行に「120」と記入されています。その値を使います。")
    ]
    assert severities(sent) == {Severity.INFO}


def test_text_in_a_hidden_row_that_nobody_asked_is_a_change(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET]["A20"] = "下書き"
    book[SHEET].row_dimensions[20].hidden = True
    book.save(path)
    sent.take(path)
    assert said(sent, "locked-changed") == [("A20", "配布時の「（空欄）」が「下書き」に変わっています。")]


def test_an_item_sheet_that_was_hidden_is_read_and_told(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].sheet_state = "hidden"
    book.save(path)
    sent.take(path)
    assert sent.values()[0] == 8
    assert len(said(sent, "hidden-answer")) == 4


def test_colours_fonts_and_widths_are_nobodys_business(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    sheet["A5"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet.column_dimensions["A"].width = 60
    sheet.row_dimensions[12].height = 90
    book.save(path)
    before = path.read_bytes()
    sent.take(path)
    assert (sent.codes(), sent.file_codes()) == ([], [])
    folder = sent.workspace.folder("回収", sent.workspace.profile.round())
    assert [one.read_bytes() for one in folder.glob("*.xlsx")] == [before]
