"""Which answer counts, and what is said of a sheet that came back changed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_libreoffice, resave, type_into
from tests.steps.sent_round import COUNT, GRADE, R6, STORY, Round
from tests.steps.toy_city import (
    COVER,
    EFFECT,
    FIRST,
    GOOD,
    REGISTER,
    RESULT,
    SECOND,
    STATUS,
    SUBTOTAL,
    Answers,
    fill,
    insert_row,
    issued_path,
    make_city,
    write_register,
)
from toolkit.books.package.package import Package
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.catalogue import Severity
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.record import Place, State
from toolkit.model.summary import ReturnState
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

COMPLETE: Mapping[str, str | int | None] = GOOD["総務課"]["1-①"]


def edited(sent: Round, section: str = "総務課", answers: Answers | None = None) -> tuple[Path, Package]:
    """Give a good return of a department, and its package to change before it is taken in."""
    path = fill(sent.workspace, section, answers or GOOD[section], sent.folder / "edited.xlsx")
    return path, Package.open(path)


# -- which answer counts


def test_an_answer_stands_with_the_file_sheet_and_cell_it_is_from(sent: Round) -> None:
    sent.reply(COMPLETE)
    answer = sent.answer()
    assert sent.values() == (Decimal(8), Decimal(120), "窓口を統合した。", "遅れ")
    assert str(answer.record.places[COUNT]) == "0001_1.xlsx［1-①］B8"
    assert answer.findings == ()
    assert [verdict.judgement.flag.value for verdict in answer.verdicts] == ["×", "－"]


def test_the_newest_of_two_good_answers_counts(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.reply({**COMPLETE, FIRST: 9})
    assert sent.values()[0] == 9
    assert sent.codes() == []


def test_a_newer_answer_with_something_to_mend_does_not_replace_a_good_one(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.reply({**COMPLETE, FIRST: "だいぶ増えた"})
    assert sent.values()[0] == 8
    assert sent.codes() == ["older-answer-used"]
    finding = sent.answer().findings[0]
    assert finding.what == (
        "新しい提出（受付番号2）に要修正の箇所（数値でない）があるため、前の提出（受付番号1）の回答を使っています。"
    )
    assert str(finding.place) == "0002_2.xlsx［1-①］B8"


def test_a_mended_answer_replaces_both(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.reply({**COMPLETE, FIRST: "だいぶ増えた"})
    sent.reply({**COMPLETE, FIRST: 9})
    assert sent.values()[0] == 9
    assert sent.codes() == []


def test_where_none_is_good_the_newest_counts_with_its_faults(sent: Round) -> None:
    sent.reply({**COMPLETE, FIRST: "多い"})
    sent.reply({**COMPLETE, FIRST: "少ない"})
    assert sent.answer().record.answer(COUNT).raw == "少ない"
    assert sent.codes() == ["number-expected"]


def test_items_of_one_book_are_superseded_one_by_one(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    items = [list(row) for row in REGISTER["項目"]]
    items[4][9] = "R6"
    write_register(workspace.register, {**REGISTER, "項目": items})
    generate(workspace, workspace.profile.round())
    sent = Round(workspace, tmp_path / "送信")
    good: dict[str, str | int | None] = {EFFECT: 0, FIRST: 50, RESULT: "実施した。", STATUS: "順調"}
    sent.send("港湾課", {"2-①": good, "2-②": {**good, STATUS: "ふつう"}})
    sent.send("港湾課", {"2-①": {**good, STATUS: "ふつう"}, "2-②": {**good, FIRST: 51}})
    assert (sent.values("2-①")[3], sent.values("2-②")[0]) == ("順調", 51)
    assert (sent.codes("2-①"), sent.codes("2-②")) == (["older-answer-used"], [])


def test_a_book_answered_in_three_parts_is_one_answer(sent: Round) -> None:
    sent.reply({FIRST: 8, EFFECT: 120})
    sent.reply({RESULT: "窓口を統合した。"})
    sent.reply({STATUS: "遅れ"})
    assert sent.values() == (Decimal(8), Decimal(120), "窓口を統合した。", "遅れ")
    assert sent.answer().errors == []
    files = [sent.answer().record.places[slot].file for slot in (COUNT, STORY, GRADE)]
    assert files == ["0001_1.xlsx", "0002_2.xlsx", "0003_3.xlsx"]


def test_a_blank_never_beats_a_filled_cell_of_an_earlier_return_and_is_asked_about(sent: Round) -> None:
    sent.reply({FIRST: 8, EFFECT: 120, STATUS: "遅れ"})
    sent.reply({FIRST: 9, RESULT: "統合した。"})
    assert sent.values() == (Decimal(9), Decimal(120), "統合した。", "遅れ")
    asked = [finding for finding in sent.answer().findings if finding.code == "blank-after-answer"]
    assert [finding.what for finding in asked] == [
        "「年次_実績効果額」が空欄ですが、前の提出（受付番号1）では「120」と記入されています。前の値を使います。",
        "「年次_進捗」が空欄ですが、前の提出（受付番号1）では「遅れ」と記入されています。前の値を使います。",
    ]
    assert [str(finding.place) for finding in asked] == ["0002_2.xlsx［1-①］B11", "0002_2.xlsx［1-①］B14"]


def test_a_correction_that_holds_only_the_corrected_cell_is_the_answer(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.reply({FIRST: 9})
    assert sent.values() == (Decimal(9), Decimal(120), "窓口を統合した。", "遅れ")
    assert sent.codes() == ["blank-after-answer"] * 3


@pytest.mark.parametrize("blank", [" ", "　", "\n"])
def test_a_space_is_no_answer_that_beats_an_earlier_one(sent: Round, blank: str) -> None:
    sent.reply(COMPLETE)
    sent.reply({**COMPLETE, FIRST: blank})
    assert sent.values()[0] == 8
    assert sent.codes() == ["blank-after-answer"]


def test_a_sheet_of_spaces_is_a_sheet_nobody_filled(sent: Round) -> None:
    sent.reply({FIRST: " ", RESULT: "　"})
    assert sent.codes() == ["sheet-empty"]


def test_the_latest_filled_cell_fills_a_blank(sent: Round) -> None:
    sent.reply({EFFECT: 100})
    sent.reply({EFFECT: 120})
    sent.reply({FIRST: 9})
    assert sent.values()[:2] == (9, 120)


def test_an_untouched_copy_sent_later_changes_nothing(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.send("総務課", {COVER: {"B10": "山田"}})
    assert sent.values()[0] == 8
    assert sent.codes() == []


def test_an_answer_to_an_earlier_issue_still_counts(sent: Round) -> None:
    sent.reply(COMPLETE)
    generate(sent.workspace, sent.workspace.profile.round())
    assert sent.values()[0] == 8


def test_an_answer_counts_though_its_department_was_renamed_and_the_round_issued_again(sent: Round) -> None:
    sent.send("港湾課", {**GOOD["港湾課"], COVER: {"B13": "4月から海港課になります。"}})
    renamed = {
        sheet: [
            [cell.replace("港湾課", "海港課") if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
        for sheet, rows in REGISTER.items()
    }
    write_register(sent.workspace.register, renamed)
    generate(sent.workspace, sent.workspace.profile.round())
    assert sent.values("2-①")[0] == 50
    assert sent.answer("2-①").department.name == "産業部 海港課"
    messages = [(finding.code, finding.department) for _, finding in sent.read().findings]
    assert messages == [("message-from-department", "港湾課")]


def test_later_edits_of_the_register_do_not_change_what_was_judged(sent: Round) -> None:
    sent.reply(COMPLETE)
    targets = [list(row) for row in REGISTER["指標"]]
    targets[1][7] = 5
    write_register(sent.workspace.register, {**REGISTER, "指標": targets})
    assert sent.answer().verdicts[0].judgement.flag.value == "×"


# -- what is missing


def test_a_department_that_sent_nothing_is_told_once_and_its_items_are_not(sent: Round) -> None:
    sent.send("観光課", GOOD["観光課"])
    sent.send("港湾課", GOOD["港湾課"])
    rows = finding_rows(sent.read(), sent.workspace.fields)
    assert [(row.finding.code, row.department, row.receipt) for row in rows] == [
        ("not-returned", "総務部 総務課", None)
    ]
    assert rows[0].finding.what == "総務部 総務課から、まだ提出がありません（1項目）。"
    assert sent.answer().verdicts[0].judgement.why == "実績値が未回答です。"


def test_a_sheet_that_came_back_untouched_is_asked_for(sent: Round) -> None:
    sent.send("総務課", {COVER: {"B10": "山田"}})
    assert sent.codes() == ["sheet-empty"]
    finding = sent.answer().findings[0]
    assert finding.expected == "5か所の記入"
    assert str(finding.place) == "0001_1.xlsx［1-①］B12"


def test_a_department_with_nothing_to_fill_is_not_awaited(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    items = [list(row) for row in REGISTER["項目"]]
    items[3][9] = "R7"
    write_register(workspace.register, {**REGISTER, "項目": items})
    generate(workspace, workspace.profile.round())
    answers = Round(workspace, tmp_path).read()
    late = {row.department for row in finding_rows(answers, workspace.fields)}
    assert late == {"産業部 観光課", "総務部 総務課"}
    assert [one.department for one in submissions_of(answers)] == ["産業部 観光課", "総務部 総務課"]


def test_submissions_stand_in_the_order_of_the_register_with_their_receipts(sent: Round) -> None:
    sent.reply(COMPLETE)
    sent.reply(COMPLETE)
    sent.send("観光課", {"1-②": {FIRST: 5}})
    rows = submissions_of(sent.read())
    assert [(one.department, one.state, one.items_asked, one.items_returned) for one in rows] == [
        ("産業部 港湾課", ReturnState.NONE, 1, 0),
        ("産業部 観光課", ReturnState.ALL, 1, 1),
        ("総務部 総務課", ReturnState.ALL, 1, 1),
    ]
    assert [[receipt.number for receipt in one.receipts] for one in rows] == [[], [3], [1]]


# -- a sheet that came back changed


def test_a_locked_cell_that_was_changed_is_told_with_both_texts(sent: Round) -> None:
    path, package = edited(sent)
    package.sheet("1-①").write("B6", 5)
    package.sheet("1-①").write("A5", None)
    package.sheet("1-①").write("C2", "追記")
    package.save(path)
    sent.take(path)
    assert sent.codes() == ["locked-changed"] * 3
    assert {(f.place.cell if f.place else "", f.what) for f in sent.answer().findings} == {
        ("B6", "配布時の「10」が「5」に変わっています。"),
        ("A5", "配布時の「計画」が「（空欄）」に変わっています。"),
        ("C2", "配布時の「（空欄）」が「追記」に変わっています。"),
    }
    assert sent.answer().verdicts[0].target == "10"


def test_a_figure_written_over_the_subtotals_formula_is_compared_and_not_believed(sent: Round) -> None:
    path, package = edited(sent)
    package.sheet("1-①").write(SUBTOTAL, 999)
    package.save(path)
    sent.take(path)
    assert "subtotal-differs" in sent.codes()
    assert sent.values()[1] == 120


def test_a_field_whose_name_was_deleted_is_told_and_the_other_cells_are_read(sent: Round) -> None:
    path, package = edited(sent)
    package.delete_name("指標_実績値", "1-①")
    package.save(path)
    sent.take(path)
    assert "field-lost" in sent.codes()
    finding = next(f for f in sent.answer().findings if f.code == "field-lost")
    assert finding.what == "「指標_実績値」の欄が見つかりません（削除されたようです）。"
    assert sent.values() == (None, Decimal(120), "窓口を統合した。", "遅れ")


@pytest.mark.parametrize("text", ["#REF!", "'1-①'!#REF!", "'1-①'!$B$8"])
def test_a_name_that_points_elsewhere_is_a_field_that_was_lost(sent: Round, text: str) -> None:
    path, package = edited(sent)
    package.set_name("指標_実績値", text, "1-①")
    package.save(path)
    sent.take(path)
    assert "field-lost" in sent.codes()


def test_values_are_found_where_a_row_was_inserted_above_them(sent: Round) -> None:
    path, _ = edited(sent)
    insert_row(path, "1-①", 5)
    sent.take(path)
    assert sent.values() == (Decimal(8), Decimal(120), "窓口を統合した。", "遅れ")
    assert sent.codes() == ["sheet-shifted"]
    assert sent.answer().findings[0].what == ("項目1-①のシートに、5行目が追加されています。")


def test_a_sheet_that_was_renamed_is_the_same_sheet(sent: Round) -> None:
    path, package = edited(sent)
    package.rename_sheet("1-①", "窓口")
    package.save(path)
    sent.take(path)
    assert sent.values()[0] == 8
    assert sent.codes() == []
    assert sent.answer().record.places[COUNT].sheet == "窓口"


def test_a_sheet_of_a_joint_book_that_was_deleted_leaves_its_item_unanswered(sent: Round) -> None:
    path, package = edited(sent, "港湾課")
    package.remove_sheet("2-①")
    package.save(path)
    sent.take(path)
    assert sent.answer("2-①").entry is None
    rows = finding_rows(sent.read(), sent.workspace.fields)
    assert ("not-returned", "産業部 港湾課") in [(row.finding.code, row.department) for row in rows]


def test_two_sheets_of_one_item_are_not_guessed_between(sent: Round) -> None:
    path, package = edited(sent)
    package.clone_sheet("1-①", "1-① (2)")
    package.sheet("1-① (2)").write(FIRST, 9)
    package.save(path)
    sent.take(path)
    assert sent.codes() == ["item-twice"]
    assert sent.values()[0] is None


def test_a_sheet_whose_number_was_changed_is_told(sent: Round) -> None:
    path, package = edited(sent)
    package.sheet("1-①").write("C1", "⑨")
    package.save(path)
    sent.take(path)
    assert sent.file_codes() == ["sheet-id-differs"]
    assert sent.codes() == ["locked-changed"]


def test_a_sheet_the_department_added_is_told_and_its_answers_are_read(sent: Round) -> None:
    path, package = edited(sent)
    package.clone_sheet(COVER, "メモ")
    package.save(path)
    sent.take(path)
    assert sent.file_codes() == ["sheet-unknown"]
    assert sent.values()[0] == 8


def test_a_book_without_its_cover_is_read_all_the_same(sent: Round) -> None:
    path, package = edited(sent)
    package.remove_sheet(COVER)
    package.save(path)
    sent.take(path)
    assert (sent.codes(), sent.values()[0]) == ([], 8)


def test_what_is_written_in_the_message_box_is_passed_on(sent: Round) -> None:
    sent.send("総務課", {**GOOD["総務課"], COVER: {"B13": "目標値を見直したいです。"}})
    rows = [
        row for row in finding_rows(sent.read(), sent.workspace.fields) if row.finding.code != "not-returned"
    ]
    assert [(row.finding.code, row.finding.what, row.receipt) for row in rows] == [
        ("message-from-department", "連絡欄に「目標値を見直したいです。」とあります。", 1)
    ]
    assert str(rows[0].finding.place) == f"0001_1.xlsx［{COVER}］B13"


def test_a_received_file_that_was_moved_away_stops_with_its_name(sent: Round) -> None:
    sent.reply(COMPLETE)
    (sent.workspace.folder("回収", sent.workspace.profile.round()) / "0001_1.xlsx").unlink()
    with pytest.raises(OfficeError, match=r"0001_1\.xlsx"):
        sent.read()


def test_a_round_that_was_never_issued_has_no_answers(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "new")
    with pytest.raises(OfficeError, match="まだ配布していません"):
        read_answers(workspace, workspace.profile.round())


# -- text is text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-件数を見直し", "@遅れ", "=cmd|' /C calc'!A0", "'引用"])
def test_text_that_looks_like_a_formula_stays_text_in_every_paper(sent: Round, text: str) -> None:
    cells = {**COMPLETE, FIRST: f"{text} 多い", RESULT: text, STATUS: text}
    sent.send("総務課", {"1-①": cells, COVER: {"B13": text}})
    round_ = sent.workspace.profile.round()
    validate(sent.workspace, round_)
    consolidate(sent.workspace, round_)
    seen = 0
    for path in sent.workspace.root.glob("*/*/*.xlsx"):
        if path.name in ("確認結果.xlsx", "取りまとめ表.xlsx"):
            for sheet in openpyxl.load_workbook(path):
                for row in sheet.iter_rows():
                    for cell in row:
                        if isinstance(cell.value, str) and cell.value.startswith(text):
                            assert cell.data_type == "s", (path.name, sheet.title, cell.coordinate)
                            seen += 1
    assert seen >= 4


def test_a_formula_in_an_input_cell_is_taken_by_its_result(sent: Round) -> None:
    path, _ = edited(sent)
    book = openpyxl.load_workbook(path)
    book["1-①"][FIRST] = "=4+4"
    book.save(path)
    sent.take(path)
    assert "formula-not-calculated" in sent.codes()
    assert sent.answer().record.answer(COUNT).state is State.ERROR


# -- programs staff use


@needs_libreoffice
def test_a_book_that_libreoffice_saved_has_nothing_to_be_said_of(sent: Round, tmp_path: Path) -> None:
    path, _ = edited(sent)
    sent.take(resave(path, tmp_path / "LibreOffice.xlsx"))
    assert sent.values() == (Decimal(8), Decimal(120), "窓口を統合した。", "遅れ")
    assert (sent.codes(), sent.file_codes()) == ([], [])


@needs_libreoffice
def test_what_is_typed_into_libreoffice_is_read_as_it_was_meant(sent: Round, tmp_path: Path) -> None:
    edits = {"1-①": {FIRST: "１２", SECOND: "98.5%", EFFECT: "△1,234", RESULT: "実施", STATUS: "順調"}}
    path = type_into(issued_path(sent.workspace, "総務課"), tmp_path / "typed.xlsx", edits)
    sent.take(path)
    assert sent.values() == (Decimal(12), None, "実施", "順調")
    amount = sent.answer().record.answer(Slot("effect.actual", year=R6))  # 100 was planned
    assert (amount.state, amount.reading) == (State.DOUBT, Decimal(-1234))
    second = sent.answer().record.answer(Slot("indicator.actual", 2, year=R6))
    assert second.value == Decimal("98.5")
    assert [f for f in sent.answer().findings if f.severity is Severity.ERROR] == []


@needs_libreoffice
def test_a_locked_cell_cannot_be_typed_into(sent: Round, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        type_into(issued_path(sent.workspace, "総務課"), tmp_path / "x.xlsx", {"1-①": {"B6": "5"}})


def test_the_papers_of_a_round_never_change_what_was_received(sent: Round) -> None:
    sent.reply(COMPLETE)
    folder = sent.workspace.folder("回収", sent.workspace.profile.round())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    validate(sent.workspace, sent.workspace.profile.round())
    consolidate(sent.workspace, sent.workspace.profile.round())
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_the_city_can_move_with_its_folder(sent: Round, tmp_path: Path) -> None:
    sent.reply(COMPLETE)
    moved = Path(shutil.move(sent.workspace.root, tmp_path / "別の場所"))
    sent.workspace = Workspace(moved)
    assert sent.values()[0] == 8


def test_case_S14_the_answer_of_an_item_taken_out_while_its_round_is_running_is_told(sent: Round) -> None:
    sent.send("総務課", GOOD["総務課"])
    kept = {sheet: [row for row in rows if row[0] != "1-①"] for sheet, rows in REGISTER.items()}
    write_register(sent.workspace.register, kept)
    sent.workspace = load_workspace(sent.workspace.root)
    generate(sent.workspace, sent.workspace.profile.round())
    ((_, told),) = [pair for pair in sent.read().findings if pair[1].code == "item-left-out"]
    assert told.what == (
        "項目「1-①」は、あとの配布で照会から外れました。届いていた回答（取組実績「窓口を統合した。」、"
        "実績値「8」、実績効果額「120」、進捗「遅れ」）は、集計にも資料にも使っていません。"
    )
    assert told.place == Place("0001_1.xlsx", "1-①", "B12")
