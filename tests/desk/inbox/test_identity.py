"""A file is recognised by the majority of what it carries, and every mark that disagrees is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.steps.edits import reorder_sheets
from tests.steps.sent_round import Round
from tests.steps.toy_city import (
    COVER,
    FIRST,
    GOOD,
    JOINT,
    REGISTER,
    ROUND,
    fill,
    issued_path,
    write_register,
)
from toolkit.books.forms.template import find_anchors
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.batches import Readers
from toolkit.desk.answers.reading_process import Asked
from toolkit.desk.inbox.identity import Recognised
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.ledger import Taken
from toolkit.steps.generate import generate


@pytest.fixture
def path(sent: Round) -> Path:
    return fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "edited.xlsx")


def told_of(workspace: Workspace, path: Path) -> Recognised:
    with ThreadPoolExecutor(1) as here:
        readers = Readers(workspace, workspace.profile.round(), here)
        (told,) = readers.take(readers.hand_out([Asked(str(path))]))
    return told.known


def without_mark(path: Path) -> None:
    package = Package.open(path)
    package.delete_name("_issue")
    package.save(path)


def set_properties(path: Path, **texts: str) -> None:
    package = Package.open(path)
    for name, text in texts.items():
        package.set_property(name, text)
    package.save(path)


def whats(sent: Round, code: str) -> list[str]:
    return [finding.what for _, finding in sent.read().findings if finding.code == code]


# -- the book


def test_every_issued_book_is_recognised_with_its_items(joint: Round) -> None:
    known = told_of(joint.workspace, issued_path(joint.workspace, "総務課"))
    assert (known.taken, known.issue, known.department) == (Taken.RETURN, 1, "総務課")
    assert known.items == ("1-①", "1-②", "2-①")


def test_a_book_without_its_mark_is_known_by_its_properties_and_printed_ids(sent: Round, path: Path) -> None:
    without_mark(path)
    sent.take(path)
    assert sent.values()[0] == 8
    assert whats(sent, "identity-differs") == [
        "「03_総務部_総務課.xlsx」として配布したブックと判断しましたが、印の一部が合いません"
        "（ファイルの印（名前 _issue）がない）。"
    ]


def test_printed_ids_alone_are_not_enough(sent: Round, path: Path) -> None:
    without_mark(path)
    set_properties(path, 照会="", 版="", 所属="", 発行番号="")
    known = told_of(sent.workspace, path)
    assert (known.code, known.detail) == (
        "not-ours",
        "配布したときの印（名前 _issue、文書のプロパティ）がありません。",
    )


def test_the_mark_alone_is_enough_for_nobody_else_can_make_it(sent: Round, path: Path) -> None:
    set_properties(path, 照会="R5_実績", 版="R5", 所属="産業部 港湾課", 発行番号="7")
    sent.take(path)
    assert sent.values()[0] == 8
    assert whats(sent, "identity-differs")[0].endswith(
        "（文書のプロパティは照会「R5_実績」、版「R5」、発行番号「7」、所属「産業部 港湾課」）。"
    )


def test_properties_that_a_program_dropped_are_nothing_to_tell(sent: Round, path: Path) -> None:
    package = Package.open(path)
    (custom,) = (one for one in package.parts.relations("") if one.kind == "custom-properties")
    package.parts.drop(custom.target)
    package.parts.unrelate("", custom.id)
    package.save(path)
    sent.take(path)
    assert read_book(path).properties == {}
    assert (sent.values()[0], sent.file_codes()) == (8, [])


def test_two_marks_of_one_book_beat_the_signature_of_another(sent: Round, path: Path) -> None:
    other = next(
        name.text for name in read_book(issued_path(sent.workspace, "港湾課")).names if name.name == "_issue"
    )
    package = Package.open(path)
    package.set_name("_issue", other)
    package.save(path)
    assert told_of(sent.workspace, path).department == "総務課"
    sent.take(path)
    assert "ファイルの印は別の配布ブック" in whats(sent, "identity-differs")[0]


@pytest.mark.parametrize(
    ("mark", "code", "detail"),
    [
        (f"みなと市|R6|{ROUND}|1|{'0' * 32}", "other-city", "みなと市"),
        (f"うみべ市|R5|R5_実績|1|{'0' * 32}", "other-round", "R5_実績"),
        (f"うみべ市|R5|{ROUND}|1|{'0' * 32}", "other-round", f"{ROUND}（R5版）"),
        (f"うみべ市|R6|{ROUND}|1|{'0' * 32}", "not-ours", "この作業フォルダから配布したものではありません。"),
    ],
    ids=["another-city", "last-year", "last-edition", "another-workspace"],
)
def test_a_form_of_another_city_year_or_workspace_is_set_aside_by_its_name(
    sent: Round, path: Path, mark: str, code: str, detail: str
) -> None:
    package = Package.open(path)
    package.set_name("_issue", f'"{mark}"')
    package.save(path)
    known = told_of(sent.workspace, path)
    assert (known.taken, known.code, known.detail) == (Taken.SET_ASIDE, code, detail)


def test_last_years_form_without_a_mark_is_known_by_its_properties(sent: Round, path: Path) -> None:
    without_mark(path)
    set_properties(path, 照会="R5_実績", 版="R5")
    known = told_of(sent.workspace, path)
    assert (known.code, known.detail) == ("other-round", "R5_実績")


def test_an_older_issue_is_read_by_its_own_manifest(sent: Round, path: Path) -> None:
    rows = [list(row) for row in REGISTER["指標"]]
    write_register(sent.workspace.register, {**REGISTER, "指標": [row for row in rows if row[1] != 2]})
    workspace = load_workspace(sent.workspace.root)
    generate(workspace, workspace.profile.round())
    sent.workspace = workspace
    sent.take(path)
    assert workspace.ledger(workspace.profile.round())[0].issue == 1
    assert len(workspace.manifests(workspace.profile.round())) == 2
    assert sent.values()[0] == 8
    assert [code for code in sent.codes() if code == "locked-changed"] == []


def test_of_two_issues_with_as_many_marks_it_is_the_signed_one(sent: Round, path: Path) -> None:
    workspace = load_workspace(sent.workspace.root)
    generate(workspace, workspace.profile.round())
    set_properties(path, 発行番号="2")  # signed in issue 1, printed ids of both
    assert [manifest.issue for manifest in workspace.manifests(workspace.profile.round())] == [1, 2]
    assert told_of(workspace, path).issue == 1


# -- its sheets


def test_a_printed_id_beats_the_tab_where_the_sheet_holds_the_texts_of_both(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    texts = [cell.raw for cell in read_book(path).sheets["1-②"].cells.values()]
    package = Package.open(path)
    for old, new in (("1-①", "仮"), ("1-②", "1-①"), ("仮", "1-②")):
        package.rename_sheet(old, new)
    for row, text in enumerate(texts, start=1):  # pasted beside 1-①, whose tab now says 1-②
        package.sheet("1-②").write(f"H{row}", text)
    package.save(path)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]


def test_printed_numbers_that_were_erased_speak_neither_for_nor_against_a_book(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    without_mark(path)
    package, book = Package.open(path), read_book(path)
    for sheet in ("1-②", "2-①"):
        (name,) = (one for one in book.names if one.name == "_item_id" and one.sheet == sheet)
        for ref in find_anchors(name, book.sheets[sheet]):
            package.sheet(sheet).write(ref, "")
    package.save(path)
    assert told_of(joint.workspace, path).department == "総務課"


def test_sheets_that_were_renamed_and_reordered_are_told_and_read(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    package = Package.open(path)
    package.rename_sheet("1-①", "窓口")
    package.save(path)
    reorder_sheets(path)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]
    assert joint.file_codes() == ["sheet-renamed", "sheets-reordered"]
    assert whats(joint, "sheet-renamed") == ["シート「窓口」は、配布時の「1-①」（項目1-①）です。"]


def test_two_sheets_whose_tabs_were_exchanged_are_known_by_their_printed_ids(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    package = Package.open(path)
    for old, new in (("1-①", "仮"), ("1-②", "1-①"), ("仮", "1-②")):
        package.rename_sheet(old, new)
    package.save(path)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]


def test_a_sheet_of_another_department_is_told_and_read_as_that_departments(sent: Round, path: Path) -> None:
    # What Excel leaves of a sheet moved in from 観光課's book: its cells and its names.
    fill(sent.workspace, "観光課", GOOD["観光課"], sent.folder / "other.xlsx")
    package = Package.open(path)
    package.clone_sheet("1-①", "1-②")
    other = read_book(sent.folder / "other.xlsx").sheets["1-②"]
    for ref in [*other.cells, "B9"]:
        if ref in other.cells and other.cells[ref].formula is None:
            package.sheet("1-②").write(ref, other.cells[ref].raw)
    package.save(path)
    sent.take(path)
    assert whats(sent, "sheet-of-another") == [
        "シート「1-②」は、観光課に配布した項目1-②のシートです。観光課の回答として読み取りました。"
    ]
    assert sent.values("1-②")[0] == 1200
    assert sent.values()[0] == 8


def test_of_a_copied_item_sheet_what_differs_is_asked_and_not_read(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    package = Package.open(path)
    package.clone_sheet("1-①", "1-① (2)")
    package.sheet("1-① (2)").write(FIRST, 9)
    package.save(path)
    joint.take(path)
    assert joint.codes() == ["item-twice"]
    assert joint.values() == (None, 120, "窓口を統合した。", "遅れ")
    assert joint.values("1-②")[0] == 1200


def test_an_item_sheet_that_was_deleted_is_told(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    package = Package.open(path)
    package.remove_sheet("1-②")
    package.save(path)
    joint.take(path)
    answer = next(one for one in joint.read().returns if one.item.id == "1-②")
    assert [finding.what for finding in answer.findings] == [
        "項目1-②のシートが、提出されたどのファイルにもありません。"
    ]


def test_a_printed_id_that_was_typed_over_does_not_make_it_another_item(joint: Round) -> None:
    path = fill(joint.workspace, "総務課", JOINT, joint.folder / "a.xlsx")
    package = Package.open(path)
    package.sheet("1-①").write("C1", "②")
    package.save(path)
    joint.take(path)
    assert [joint.values(item)[0] for item in JOINT] == [8, 1200, 50]
    assert whats(joint, "sheet-id-differs") == [
        "シート「1-①」は、名前と内容から項目1-①と判断しましたが、印字された番号は「1-②」です。"
    ]


def test_a_cover_that_was_renamed_still_says_what_was_written_on_it(sent: Round) -> None:
    answers = {**GOOD["総務課"], COVER: {"B13": "目標値を見直したい。"}}
    path = fill(sent.workspace, "総務課", answers, sent.folder / "a.xlsx")
    package = Package.open(path)
    package.rename_sheet(COVER, "表紙")
    package.save(path)
    sent.take(path)
    assert sent.file_codes() == ["message-from-department"]
