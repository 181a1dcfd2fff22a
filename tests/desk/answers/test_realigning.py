"""A sheet whose rows, columns or cells were moved is read where its fields went, or asked about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.steps.edits import delete_column, delete_row, insert_column, insert_rows
from tests.steps.sent_round import AMOUNT, COUNT, GRADE, STORY, Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, JOINT, SECOND, Answers, fill
from toolkit.books.package.package import Package
from toolkit.model.findings import Finding
from toolkit.model.record import State

GIVEN = (Decimal(8), Decimal(120), "窓口を統合した。", "遅れ")
SHEET = "1-①"


@pytest.fixture
def path(sent: Round) -> Path:
    return fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "edited.xlsx")


def finding(sent: Round, code: str) -> Finding:
    return next(one for one in sent.answer().findings if one.code == code)


# -- rows and columns


@pytest.mark.parametrize("above", [1, 2, 4, 5, 6, 8, 10, 11, 12, 14])
def test_no_row_that_is_added_above_a_field_changes_its_value(sent: Round, path: Path, above: int) -> None:
    insert_rows(path, SHEET, above)
    sent.take(path)
    assert sent.values() == GIVEN
    assert sent.codes() == ["sheet-shifted"]
    assert finding(sent, "sheet-shifted").what == f"項目1-①のシートに、{above}行目が追加されています。"


def test_two_rows_at_two_places_are_told_once_and_not_cell_by_cell(sent: Round, path: Path) -> None:
    insert_rows(path, SHEET, 12)
    insert_rows(path, SHEET, 5)
    sent.take(path)
    assert sent.values() == GIVEN
    assert sent.codes() == ["sheet-shifted"]
    assert finding(sent, "sheet-shifted").what == "項目1-①のシートに、5行目、13行目が追加されています。"


def test_what_is_written_in_an_added_row_is_told(sent: Round, path: Path) -> None:
    insert_rows(path, SHEET, 12)
    package = Package.open(path)
    package.sheet(SHEET).write("B12", "来年度は統合先を広げる。")
    package.save(path)
    sent.take(path)
    assert finding(sent, "sheet-shifted").what == (
        "項目1-①のシートに、12行目が追加されています。（「来年度は統合先を広げる。」とあります）"
    )
    assert sent.values() == GIVEN


@pytest.mark.parametrize("above", [1, 2, 6])
def test_a_row_added_to_one_of_several_sheets_is_told_of_that_sheet_alone(joint: Round, above: int) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "edited.xlsx")
    insert_rows(path, "1-②", above)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]
    assert [joint.codes(item) for item in JOINT] == [[], ["sheet-shifted"], []]


@pytest.mark.parametrize("row", [4, 5])
def test_a_row_deleted_from_one_of_several_sheets_is_told_of_that_sheet_alone(joint: Round, row: int) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "edited.xlsx")
    delete_row(path, "1-②", row)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]
    assert [joint.codes(item) for item in JOINT] == [[], ["lines-removed"], []]


@pytest.mark.parametrize("before", [1, 2, 3, 4])
def test_a_column_that_is_added_is_told_by_its_letter(sent: Round, path: Path, before: int) -> None:
    insert_column(path, SHEET, before)
    sent.take(path)
    assert sent.values() == GIVEN
    assert sent.codes() == ["sheet-shifted"]
    assert f"{'ABCD'[before - 1]}列が追加されています。" in finding(sent, "sheet-shifted").what


def test_a_plan_row_that_is_deleted_is_to_be_restored_and_the_rest_is_read(sent: Round, path: Path) -> None:
    delete_row(path, SHEET, 5)
    sent.take(path)
    assert sent.values() == GIVEN
    assert sent.codes() == ["lines-removed"]
    assert finding(sent, "lines-removed").what == (
        "項目1-①のシートから、配布時の5行目がなくなっています。（「計画」「調査」「実施」とありました）"
    )


def test_a_field_whose_row_was_deleted_is_lost_and_its_neighbours_are_read(sent: Round, path: Path) -> None:
    delete_row(path, SHEET, 11)
    sent.take(path)
    assert sent.values() == (Decimal(8), None, "窓口を統合した。", "遅れ")
    assert [code for code in sent.codes() if code != "effect-missing"] == [
        "field-lost",
        "field-lost",
        "lines-removed",
    ]
    assert finding(sent, "field-lost").words["field"] == "年次_実績効果額"
    assert "effect-missing" not in sent.codes()


def test_a_column_of_a_year_nobody_asks_can_go_and_the_answers_are_read(sent: Round, path: Path) -> None:
    delete_column(path, SHEET, 3)
    sent.take(path)
    assert sent.values() == GIVEN
    assert "lines-removed" in sent.codes()
    assert "field-lost" not in sent.codes()


def test_a_locked_cell_that_was_changed_below_an_added_row_is_told_alone(sent: Round, path: Path) -> None:
    insert_rows(path, SHEET, 5)
    package = Package.open(path)
    package.sheet(SHEET).write("B7", 5)
    package.save(path)
    sent.take(path)
    assert sent.codes() == ["locked-changed", "sheet-shifted"]
    change = finding(sent, "locked-changed")
    assert change.what == "配布時の「10」が「5」に変わっています。"
    assert change.place is not None
    assert change.place.cell == "B7"


# -- when the name and the printed words disagree


def cut_and_paste(path: Path, field: str, to: str, value: int | str) -> None:
    """Move a field's only cell as Excel does: the name goes with the value."""
    package = Package.open(path)
    package.set_name(field, f"'{SHEET}'!{to}", SHEET)
    package.sheet(SHEET).write(EFFECT, None)
    package.sheet(SHEET).write(to.partition(":")[0].replace("$", ""), value)
    package.save(path)


def test_a_value_that_was_cut_and_pasted_is_a_question_and_no_value(sent: Round, path: Path) -> None:
    cut_and_paste(path, "年次_実績効果額", "$B$16:$C$16", 120)
    sent.take(path)
    assert sent.answer().record.answer(AMOUNT).state is State.BLANK
    assert finding(sent, "field-moved").what == (
        "「年次_実績効果額」の欄が、名前ではB16（「120」）、見出しではB11（空欄）にあり、"
        "どちらの値か決まりません。値は使っていません。"
    )
    assert finding(sent, "field-moved").slot == AMOUNT
    assert sent.codes() == ["field-moved"]


def test_a_field_in_doubt_is_asked_about_once(sent: Round, path: Path) -> None:
    cut_and_paste(path, "年次_実績効果額", "$B$16:$C$16", 120)
    sent.take(path)
    assert [one.code for one in sent.answer().findings if one.slot == AMOUNT] == ["field-moved"]


def test_the_last_open_field_that_moved_still_makes_the_return_a_return(sent: Round) -> None:
    path = fill(sent.workspace, "総務課", {SHEET: {EFFECT: 120}}, sent.folder / "one.xlsx")
    cut_and_paste(path, "年次_実績効果額", "$B$16:$C$16", 120)
    sent.take(path)
    assert "field-moved" in sent.codes()


@pytest.mark.parametrize("above", range(1, 15))
def test_rows_inserted_by_a_program_that_forgets_the_names_never_give_a_wrong_value(
    sent: Round, path: Path, above: int
) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].insert_rows(above)
    book.save(path)
    sent.take(path)
    answers = [sent.answer().record.answer(slot) for slot in (COUNT, AMOUNT, STORY, GRADE)]
    for answer, given in zip(answers, GIVEN, strict=True):
        assert answer.state is State.BLANK or answer.value == given


def test_names_that_were_exchanged_are_two_questions(sent: Round, path: Path) -> None:
    package = Package.open(path)
    package.set_name("年次_取組実績", f"'{SHEET}'!$B$14:$C$14", SHEET)
    package.set_name("年次_進捗", f"'{SHEET}'!$B$12:$C$13", SHEET)
    package.save(path)
    sent.take(path)
    assert sent.codes() == ["field-moved", "field-moved"]
    assert sent.values() == (Decimal(8), Decimal(120), None, None)


def test_a_name_that_grew_with_a_row_in_its_middle_gives_only_what_the_words_confirm(
    sent: Round, path: Path
) -> None:
    insert_rows(path, SHEET, 9)
    sent.take(path)
    # Rows 8 and 9 of this form have no words of their own: which of the three is which is not certain.
    assert sent.answer().record.answer(COUNT).state is State.BLANK
    assert "field-moved" in sent.codes()
    assert sent.values()[1:] == GIVEN[1:]


def test_the_value_of_the_next_row_is_not_taken_for_that_of_a_deleted_one(sent: Round) -> None:
    # Rows 8 and 9 have no words of their own: one is gone, and nothing tells which.
    path = fill(
        sent.workspace, "総務課", {SHEET: {FIRST: 8, SECOND: 70, EFFECT: 120}}, sent.folder / "two.xlsx"
    )
    delete_row(path, SHEET, 8)
    sent.take(path)
    assert sent.answer().record.answer(COUNT).state is State.BLANK
    assert sent.values()[1] == 120
    assert "field-moved" in sent.codes()


def test_a_merge_that_was_taken_apart_leaves_its_field_readable(sent: Round, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].unmerge_cells("B12:B13")
    book.save(path)
    sent.take(path)
    assert sent.values() == GIVEN


def test_a_sheet_that_was_emptied_of_its_printed_words_is_no_reason_to_guess(sent: Round, path: Path) -> None:
    answers: Answers = {SHEET: {"A10": None, "A11": None, "A12": None, "A14": None, "B10": None, "A5": None}}
    package = Package.open(path)
    for ref, value in answers[SHEET].items():
        package.sheet(SHEET).write(ref, value)
    package.save(path)
    sent.take(path)
    assert sent.values() == GIVEN
    assert set(sent.codes()) == {"locked-changed"}
