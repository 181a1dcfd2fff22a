"""修正依頼 and 受領票: who is asked what, on which file; and what comes back held against it."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.styles import Font

from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, type_into
from tests.steps.sent_round import AMOUNT, COUNT, Round
from tests.steps.test_files_cases import without_marks
from tests.steps.toy_city import EFFECT, FIRST, GOOD, JOINT, RESULT, STATUS, Answers, fill, insert_row
from toolkit.books.package.package import Package
from toolkit.books.returned.highlights import highlighted_areas
from toolkit.books.returned.request_copy import REQUEST_SHEET
from toolkit.cli import cli
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.errors import OfficeError
from toolkit.steps.collect import collect
from toolkit.steps.decide import Reason, accept, withdraw
from toolkit.steps.request import Requested, request
from toolkit.steps.validate import validate

FAULTY: Answers = {"1-①": {FIRST: "多数", EFFECT: 120, RESULT: "窓口を統合した。", STATUS: "ふつう"}}
"""総務課's answers with a word for a number and a choice there is none of."""
NAMESPACES = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
BOOK = "03_総務部_総務課"


def take_in(workspace: Workspace, *paths: Path) -> None:
    collect(workspace, workspace.profile.round(), paths)


def asked(workspace: Workspace) -> Requested:
    return request(workspace, workspace.profile.round())


def edit(path: Path, out: Path, sheet: str, cells: dict[str, str | int | None]) -> Path:
    """Change cells of a file as a department does."""
    package = Package.open(path)
    for ref, value in cells.items():
        package.sheet(sheet).write(ref, value)
    package.save(out)
    return out


def make_strict(path: Path) -> None:
    """Save a file in the Strict variant of the format, which is read but never written to."""
    parts = Package.open(path).parts
    with zipfile.ZipFile(path, "w") as book:
        for name in parts:
            data = parts.data(name)
            for usual, strict in NAMESPACES.items():
                data = data.replace(usual, strict)
            book.writestr(name, data)


def told(workspace: Workspace, department: str = "総務部 総務課") -> list[tuple[str, str]]:
    """Give (code, cell) of every finding about a department's answers, in the order they are told."""
    rows = finding_rows(read_answers(workspace, workspace.profile.round()), workspace.fields)
    return [
        (row.finding.code, row.finding.place.cell if row.finding.place else "")
        for row in rows
        if row.department == department
    ]


@pytest.fixture
def faulty(issued: Workspace, inbox: Path) -> Workspace:
    """Every department has answered, 総務課 with two mistakes."""
    fill(issued, "総務課", FAULTY, inbox / "総務課.xlsx")
    take_in(issued, inbox)
    return issued


@pytest.fixture
def requested(faulty: Workspace) -> Path:
    """The marked copy 総務課 gets."""
    return asked(faulty).papers[0][1]


def test_only_who_has_something_to_mend_is_asked(faulty: Workspace) -> None:
    done = asked(faulty)
    assert [(path.name, one.name) for _, path, one in done.papers] == [(f"{BOOK}.xlsx", "総務部 総務課")]
    assert list(done.iter_lines(faulty.root)) == [
        "修正依頼: 1件を 修正依頼/R6_実績 に作りました。",
        f"  総務部 総務課: {BOOK}.xlsx（2か所）",
        "  受領票3件は 確認/R6_実績/受領票 にあります。",
    ]


def test_the_command_says_so_and_ends_with_1_until_all_is_well(issued: Workspace, inbox: Path) -> None:
    fill(issued, "総務課", FAULTY, inbox / "総務課.xlsx")
    take_in(issued, inbox)
    shown = CliRunner().invoke(cli, ["修正依頼", "-C", str(issued.root)])
    assert shown.exit_code == 1
    assert shown.output.startswith("修正依頼: 1件を 修正依頼/R6_実績 に作りました。\n")
    take_in(issued, fill(issued, "総務課", GOOD["総務課"], inbox / "総務課.xlsx"))
    assert CliRunner().invoke(cli, ["修正依頼", "-C", str(issued.root)]).exit_code == 0


def test_nobody_is_asked_where_all_is_well(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox)
    assert asked(issued).papers == []
    assert not (issued.root / "修正依頼").exists()


def test_the_copy_holds_the_departments_own_answers(requested: Path) -> None:
    sheet = openpyxl.load_workbook(requested)["1-①"]
    assert [sheet[ref].value for ref in (FIRST, EFFECT, RESULT, STATUS)] == [
        "多数",
        120,
        "窓口を統合した。",
        "ふつう",
    ]
    assert sheet.protection.sheet
    assert not sheet[FIRST].protection.locked
    assert sheet["B10"].protection.locked


def test_what_was_received_is_not_touched(faulty: Workspace) -> None:
    folder = faulty.folder(RETURNED, faulty.profile.round())
    before = {path: path.read_bytes() for path in folder.iterdir()}
    asked(faulty)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_mail_says_where_what_and_how(requested: Path) -> None:
    text = (requested.parent / "通知文" / f"{BOOK}_修正依頼文.txt").read_text("utf-8")
    assert text.startswith(
        "件名：【修正のお願い】うみべ改革プラン 令和6年度 実績について\n\n総務部 総務課　御中"
    )
    assert "■直していただくところ（2件）" in text
    assert (
        "　1. 1-① B8　指標_実績値\n　　 「多数」は数値として読めません。\n"
        "　　 → 数値で記入してください。（例：12,345）\n" in text
    )
    assert f"「{BOOK}.xlsx」" in text


def test_the_same_command_again_changes_nothing(faulty: Workspace, requested: Path) -> None:
    opened = edit(requested, requested, REQUEST_SHEET, {"L1": "事務局の書き足し"}).read_bytes()
    before = sorted(path.relative_to(faulty.root) for path in faulty.root.rglob("*"))
    asked(faulty)
    assert requested.read_bytes() == opened
    assert sorted(path.relative_to(faulty.root) for path in faulty.root.rglob("*")) == before


def test_of_several_returns_the_newest_with_a_mistake_is_marked_and_the_other_named(
    faulty: Workspace, tmp_path: Path
) -> None:
    cells = {"1-①": {**FAULTY["1-①"], STATUS: "順調"}}
    take_in(faulty, fill(faulty, "総務課", cells, tmp_path / "再提出.xlsx"))
    ((made, path, _),) = asked(faulty).papers
    assert (made.receipt, [cell.cell for cell in made.asked][:1]) == (4, [FIRST])
    assert openpyxl.load_workbook(path)["1-①"][STATUS].value == "順調"
    letter = (path.parent / "通知文" / f"{BOOK}_修正依頼文.txt").read_text("utf-8")
    assert "このほかにいただいたファイル（「総務課.xlsx」）" in letter


def test_a_mistake_in_a_file_that_a_later_one_replaced_is_asked_no_more(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    package = Package.open(inbox / "総務課.xlsx")
    package.clone_sheet("1-①", "1-① (2)")
    package.sheet("1-① (2)").write(EFFECT, 77)
    package.save(tmp_path / "二枚.xlsx")
    take_in(issued, tmp_path / "二枚.xlsx")
    ((made, _, _),) = asked(issued).papers
    assert made.asked[0].code == "item-twice"
    take_in(issued, inbox)
    assert asked(issued).papers == []


def test_of_mistakes_in_two_files_the_newer_file_is_marked(faulty: Workspace, tmp_path: Path) -> None:
    answered = next((faulty.root / "回収" / "R6_実績").glob("*総務課.xlsx"))
    package = Package.open(answered)
    package.clone_sheet("1-①", "1-① (2)")
    package.sheet("1-① (2)").write(EFFECT, 77)
    package.save(tmp_path / "二枚.xlsx")
    take_in(faulty, tmp_path / "二枚.xlsx")
    ((made, path, _),) = asked(faulty).papers
    assert (made.receipt, made.seen) == (4, 4)
    assert [cell.code for cell in made.asked] == ["item-twice", "number-expected", "choice-unknown"]
    shown = [str(cell.value) for line in openpyxl.load_workbook(path)[REQUEST_SHEET] for cell in line]
    assert f"1-① {FIRST}" in shown


def receive_strict(workspace: Workspace) -> None:
    """Let 総務課's file be one of the Strict format, as if it had come so."""
    path = next(workspace.folder(RETURNED, workspace.profile.round()).glob("*総務課.xlsx"))
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    make_strict(path)
    ledger = workspace.ledger_path(workspace.profile.round())
    now = hashlib.sha256(path.read_bytes()).hexdigest()
    ledger.write_text(ledger.read_text("utf-8").replace(before, now), "utf-8")


def fresh_cells(path: Path, sheet: str = "1-①") -> list[object]:
    return [openpyxl.load_workbook(path)[sheet][ref].value for ref in (FIRST, EFFECT, RESULT, STATUS)]


def marked(path: Path, sheet: str = "1-①") -> set[str]:
    formats = openpyxl.load_workbook(path)[sheet].conditional_formatting
    marks = [one for one in formats if any("ご確認事項" in rule.formula[0] for rule in one.rules)]
    return {area for one in marks for area in str(one.sqref).split()}


def test_case_D4_a_file_that_cannot_be_marked_goes_out_as_a_fresh_book_with_its_answers(
    faulty: Workspace,
) -> None:
    receive_strict(faulty)
    ((made, paper, _),) = asked(faulty).papers
    assert (paper.name, made.why_unmarked) == (f"{BOOK}_入れ直し.xlsx", "")
    assert fresh_cells(paper) == ["多数", 120, "窓口を統合した。", "ふつう"]
    assert marked(paper) == {FIRST, STATUS}
    text = (paper.parent / "通知文" / f"{paper.stem}_修正依頼文.txt").read_text("utf-8")
    assert f"「{paper.name}」（配布したブックに、いただいた回答を入れ直したもの）" in text


def test_where_even_the_book_cannot_be_made_again_a_list_goes_out(faulty: Workspace) -> None:
    receive_strict(faulty)
    for kept in (faulty.root / ".gyokaku" / "issued").rglob("シート.xlsx"):
        kept.unlink()
    ((made, paper, _),) = asked(faulty).papers
    assert made.why_unmarked == "「Strict Open XML」の形式で保存されています。"
    assert paper.name == f"{BOOK}_ご確認事項.xlsx"
    sheet = openpyxl.load_workbook(paper)[REQUEST_SHEET]
    shown = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert "1-① B8" in shown
    assert any(made.why_unmarked in text for text in shown)
    letter = paper.parent / "通知文" / f"{paper.stem}_修正依頼文.txt"
    text = letter.read_text("utf-8")
    assert f"添付の「{paper.name}」に、直していただくところをまとめました" in text
    assert "安全に印を付けられませんでした" in text
    assert "色を付けた" not in text


def test_case_D4_a_moved_cell_is_asked_in_a_fresh_book_that_is_recognised_when_it_returns(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    moved = fill(issued, "総務課", FAULTY, inbox / "総務課.xlsx")
    insert_row(moved, "1-①", above=5)
    take_in(issued, inbox)
    assert {code for code, _ in told(issued)} >= {"sheet-shifted", "number-expected", "choice-unknown"}
    ((made, path, _),) = asked(issued).papers
    assert path.name == f"{BOOK}_入れ直し.xlsx"
    assert fresh_cells(path) == ["多数", 120, "窓口を統合した。", "ふつう"]
    assert marked(path) == {FIRST, STATUS}
    asked_of = [(cell.code, cell.cell) for cell in made.asked]
    assert asked_of == [("number-expected", FIRST), ("choice-unknown", STATUS), ("put-back", "")]
    text = (path.parent / "通知文" / f"{path.stem}_修正依頼文.txt").read_text("utf-8")
    assert "入れ直したこのブックでは、配布したときのとおりに戻してあります。" in text
    take_in(issued, edit(path, tmp_path / "修正.xlsx", "1-①", {FIRST: 8, STATUS: "遅れ"}))
    assert told(issued) == [("answered-request", FIRST), ("answered-request", STATUS)]
    assert asked(issued).papers == []


def test_case_D4_every_file_of_a_department_that_is_asked_about_is_marked(
    joint: Round, tmp_path: Path
) -> None:
    workspace = joint.workspace
    joint.send("総務課", {"1-①": FAULTY["1-①"]})
    joint.send("総務課", {"1-②": {**JOINT["1-②"], STATUS: "ふつう"}, "2-①": {**JOINT["2-①"], EFFECT: "多額"}})
    first, second = asked(workspace).papers
    assert [path.name for _, path, _ in (first, second)] == [f"{BOOK}_受付1.xlsx", f"{BOOK}_受付2.xlsx"]
    assert marked(first[1]) == {FIRST, STATUS}
    assert (marked(second[1], "1-②"), marked(second[1], "2-①")) == ({STATUS}, {EFFECT})
    (letter,) = (first[1].parent / "通知文").iterdir()
    text = letter.read_text("utf-8")
    assert f"「{BOOK}_受付1.xlsx」（受付番号1「1.xlsx」の写し）" in text
    assert f"「{BOOK}_受付2.xlsx」（受付番号2「2.xlsx」の写し）" in text
    assert f"1. 「{BOOK}_受付1.xlsx」　1-① B8　指標_実績値" in text
    one = edit(first[1], tmp_path / "一.xlsx", "1-①", {FIRST: 8, STATUS: "遅れ"})
    two = edit(second[1], tmp_path / "二.xlsx", "1-②", {STATUS: "順調"})
    two = edit(two, tmp_path / "三.xlsx", "2-①", {EFFECT: 900})
    take_in(workspace, one, two)
    assert {code for code, _ in told(workspace)} == {"answered-request"}
    assert joint.values("2-①") == (50, 900, "桟橋を貸した。", "順調")
    assert asked(workspace).papers == []


def test_case_D4_a_deleted_sheet_comes_back_blank_in_a_fresh_book(joint: Round, tmp_path: Path) -> None:
    answers = {**JOINT, "1-①": FAULTY["1-①"]}
    package = Package.open(fill(joint.workspace, "総務課", answers, tmp_path / "回答.xlsx"))
    package.remove_sheet("2-①")
    package.save(tmp_path / "欠け.xlsx")
    take_in(joint.workspace, tmp_path / "欠け.xlsx")
    ((_, path, _),) = asked(joint.workspace).papers
    assert path.name == f"{BOOK}_入れ直し.xlsx"
    assert fresh_cells(path) == ["多数", 120, "窓口を統合した。", "ふつう"]
    assert fresh_cells(path, "1-②") == [1200, 250, "市場を開放した。", "順調"]
    assert fresh_cells(path, "2-①") == [None] * 4


def test_case_D4_a_file_without_marks_is_answered_in_a_fresh_book(issued: Workspace, inbox: Path) -> None:
    round_ = issued.profile.round()
    path = without_marks(fill(issued, "総務課", FAULTY, inbox / "総務課.xlsx"))
    collect(issued, round_, [path], sender="総務課")
    rows = validate(issued, round_).rows
    (whole,) = (at for at, row in enumerate(rows, 1) if row.finding.code == "assigned-by-hand")
    accept(issued, round_, [whole], Reason("ファイルのとおり"))
    ((_, fresh, _),) = asked(issued).papers
    assert fresh_cells(fresh) == ["多数", 120, "窓口を統合した。", "ふつう"]
    mended = edit(fresh, inbox / "修正.xlsx", "1-①", {FIRST: 8, STATUS: "遅れ"})
    collect(issued, round_, [mended])
    assert issued.ledger(round_)[-1].taken.value == "回答"
    answer = next(one for one in read_answers(issued, round_).items if one.item.id == "1-①")
    assert [answer.record.answer(slot).value for slot in (COUNT, AMOUNT)] == [8, 120]


def test_case_D4_what_only_a_format_says_is_not_typed_into_the_fresh_book(
    issued: Workspace, inbox: Path
) -> None:
    """1,813 that shows as ▲1,813, and an answer wholly struck: typed anew nobody would see the doubt."""
    path = fill(issued, "総務課", FAULTY, inbox / "総務課.xlsx")
    book = openpyxl.load_workbook(path)
    book["1-①"][EFFECT].number_format = '"▲"#,##0'
    book["1-①"][RESULT].font = Font(strike=True)
    book.save(path)
    make_strict(path)
    take_in(issued, path)
    ((_, fresh, _),) = asked(issued).papers
    assert fresh_cells(fresh) == ["多数", None, None, "ふつう"]


# -- what comes back


def test_a_corrected_file_is_taken_and_each_mended_cell_told(
    faulty: Workspace, requested: Path, tmp_path: Path
) -> None:
    take_in(faulty, edit(requested, tmp_path / "修正.xlsx", "1-①", {FIRST: 8, STATUS: "遅れ"}))
    # What was asked for is not told a second time as a change since the last return.
    assert told(faulty) == [("answered-request", FIRST), ("answered-request", STATUS)]
    (finding, *_) = [
        row.finding
        for row in finding_rows(read_answers(faulty, faulty.profile.round()), faulty.fields)
        if row.finding.code == "answered-request"
    ]
    assert finding.what == (
        "修正をお願いした「指標_実績値」が、「多数」から「8」に変わりました（受付番号2への修正依頼）。"
    )


def test_what_changed_besides_is_asked_about(faulty: Workspace, requested: Path, tmp_path: Path) -> None:
    cells: dict[str, str | int | None] = {FIRST: 8, STATUS: "遅れ", RESULT: "別の文章", EFFECT: None}
    take_in(faulty, edit(requested, tmp_path / "修正.xlsx", "1-①", cells))
    besides = [cell for code, cell in told(faulty) if code == "changed-besides"]
    assert besides == [RESULT, EFFECT]


def test_what_is_still_open_is_asked_again_on_the_new_file(
    faulty: Workspace, requested: Path, tmp_path: Path
) -> None:
    take_in(faulty, edit(requested, tmp_path / "修正.xlsx", "1-①", {FIRST: 8}))
    codes = told(faulty)
    assert ("answered-request", FIRST) in codes
    assert ("choice-unknown", STATUS) in codes
    ((made, path, _),) = asked(faulty).papers
    assert (made.receipt, [cell.cell for cell in made.asked]) == (4, [STATUS])
    assert highlighted_areas(Package.open(path), "1-①") == {STATUS}
    assert openpyxl.load_workbook(path).sheetnames.count(REQUEST_SHEET) == 1


def test_an_answered_request_moves_out_of_the_way(faulty: Workspace, requested: Path, tmp_path: Path) -> None:
    take_in(faulty, edit(requested, tmp_path / "修正.xlsx", "1-①", {FIRST: 8, STATUS: "遅れ"}))
    assert asked(faulty).papers == []
    assert not requested.exists()
    assert sorted(path.name for path in (requested.parent / "済").iterdir()) == [
        f"{BOOK}.xlsx",
        f"{BOOK}_修正依頼文.txt",
    ]


def test_what_was_there_before_the_request_is_no_answer_to_it(faulty: Workspace, tmp_path: Path) -> None:
    take_in(
        faulty, fill(faulty, "総務課", {"1-①": {**FAULTY["1-①"], FIRST: "少数"}}, tmp_path / "再提出.xlsx")
    )
    asked(faulty)
    assert not {code for code, _ in told(faulty)} & {"answered-request", "changed-besides"}


def test_a_torn_record_of_a_request_is_named(faulty: Workspace, requested: Path) -> None:
    assert requested.exists()
    (record,) = (faulty.root / ".gyokaku" / "requests" / "R6_実績").iterdir()
    record.write_text("{", "utf-8")
    with pytest.raises(OfficeError, match="修正依頼の記録が壊れています"):
        asked(faulty)


# -- 確認のお願い

DOUBTFUL: Answers = {"1-①": {**GOOD["総務課"]["1-①"], FIRST: 80000}}
"""80,000 where the target is 10: to be looked at, not to be mended."""


@pytest.fixture
def doubtful(issued: Workspace, inbox: Path) -> Workspace:
    """Every department has answered, 総務課 with a number that may be wrong."""
    fill(issued, "総務課", DOUBTFUL, inbox / "総務課.xlsx")
    take_in(issued, inbox)
    return issued


def test_case_D3_who_has_only_to_look_at_something_gets_a_letter_and_no_book(doubtful: Workspace) -> None:
    done = asked(doubtful)
    assert done.papers == []
    assert [(one.name, number) for one, number in done.questions] == [("総務部 総務課", 1)]
    assert list(done.iter_lines(doubtful.root))[1] == (
        "  確認のお願い（要確認だけの所属。文は「通知文」にあります）: 総務部 総務課（1件）"
    )
    (letter,) = done.folder.rglob("*.*")
    assert letter == done.folder / "通知文" / f"{BOOK}_確認のお願い.txt"
    text = letter.read_text("utf-8")
    assert "標記のご回答（「総務課.xlsx」）をありがとうございました。" in text
    assert "■ご確認いただくところ（1件）\n　1. 1-① B8　指標_実績値\n" in text


def test_a_question_that_was_answered_moves_out_of_the_way(doubtful: Workspace, tmp_path: Path) -> None:
    letter = asked(doubtful).folder / "通知文" / f"{BOOK}_確認のお願い.txt"
    assert letter.exists()
    take_in(doubtful, fill(doubtful, "総務課", GOOD["総務課"], tmp_path / "再提出.xlsx"))
    assert asked(doubtful).questions == []
    assert not letter.exists()
    assert (letter.parents[1] / "済" / letter.name).exists()


@needs_libreoffice
@needs_ooxml_validator
def test_a_department_mends_the_copy_in_libreoffice_and_it_is_read_as_before(
    faulty: Workspace, requested: Path, tmp_path: Path
) -> None:
    returned = next(faulty.folder(RETURNED, faulty.profile.round()).glob("*総務課.xlsx"))
    assert ooxml_errors_of([returned, requested]) == {returned: [], requested: []}
    mended = type_into(requested, tmp_path / "修正.xlsx", {"1-①": {FIRST: "８", STATUS: "遅れ"}})
    with pytest.raises(RuntimeError):
        type_into(requested, tmp_path / "破れ.xlsx", {"1-①": {"B10": "1"}})
    take_in(faulty, mended)
    # What was asked for is not told a second time as a change since the last return.
    assert told(faulty) == [("answered-request", FIRST), ("answered-request", STATUS)]
    assert asked(faulty).papers == []


# -- 受領票


def test_every_received_file_has_a_receipt_with_its_hash(faulty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "メモ.xlsx").write_bytes(b"")
    take_in(faulty, tmp_path / "メモ.xlsx")
    assert asked(faulty).receipts == 4
    folder = faulty.root / "確認" / "R6_実績" / "受領票"
    assert len(list(folder.glob("*.txt"))) == len(list(folder.glob("*.xlsx"))) == 4
    line = next(folder.glob("*総務課.txt")).read_text("utf-8")
    assert "「総務課.xlsx」を" in line
    assert "直していただくところが2件、ご確認いただくところが0件あります。" in line
    assert line.count("\n") == 1
    returned = next(faulty.folder(RETURNED, faulty.profile.round()).glob("*総務課.xlsx"))
    sheet = openpyxl.load_workbook(next(folder.glob("*総務課.xlsx")))["受領票"]
    cells = {line[0]: line[1:5] for line in sheet.iter_rows(values_only=True)}
    assert cells["SHA-256"][0] == hashlib.sha256(returned.read_bytes()).hexdigest()
    assert cells["1-① 窓口の見直し"] == ("この提出の回答を使っています。", 2, 0, 0)
    assert "確かめていないこと" in cells
    assert not any("行や列の位置が変わっている" in str(text) for row in cells.values() for text in row)
    empty = next(folder.glob("*メモ.txt")).read_text("utf-8")
    assert "回答としては取り込めませんでした。ファイルの中身がありません（0バイト）。" in empty


def test_a_second_copy_of_the_same_file_has_a_receipt_that_says_so(faulty: Workspace, inbox: Path) -> None:
    take_in(faulty, inbox / "総務課.xlsx")
    asked(faulty)
    folder = faulty.root / "確認" / "R6_実績" / "受領票"
    (line,) = [path.read_text("utf-8") for path in folder.glob("0004*.txt")]
    assert "受付番号2と同じ内容ですので、先のものを使います。" in line


def test_the_receipt_of_a_withdrawn_return_asks_nothing_of_the_department(faulty: Workspace) -> None:
    withdraw(faulty, faulty.profile.round(), 2, Reason("電話で依頼"))
    assert asked(faulty).papers == []
    (line,) = (faulty.root / "確認" / "R6_実績" / "受領票").glob("0002*.txt")
    text = line.read_text("utf-8")
    assert "この提出を取り下げました。理由：電話で依頼" in text
    assert "取り込めませんでした" not in text
    assert "--undo" not in text


@needs_ooxml_validator
def test_a_receipt_has_no_validator_error(faulty: Workspace) -> None:
    asked(faulty)
    papers = list((faulty.root / "確認" / "R6_実績" / "受領票").glob("*.xlsx"))
    assert ooxml_errors_of(papers) == {path: [] for path in papers}
