"""事務局の文言: who gets which form, what stands in it, what comes back of it, and what is no false alarm."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.settings_book import Typed, ask, change_settings
from tests.steps.office_city import (
    ASKS,
    CHOICE,
    LISTED,
    NAMES,
    NEXT,
    NOTE,
    OFFICE,
    TEXT,
    THEIRS,
    WORDS,
    answer_all,
    issue_words,
    make_office_city,
    send_words,
    shown,
    write_words_form,
)
from tests.steps.sent_round import R6
from tests.steps.toy_city import GOOD, REGISTER, RESULT, ROUND, fill, issued_path, write_register
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.answers.unsettled import unsettled
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.catalogue import Severity
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.profile import SETTINGS
from toolkit.rules.words.office_words import printed_words
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.status import status

ITEMS = ("1-①", "1-②", "2-①", "2-②")
LISTED_TEXT = Slot("year.listed_text", year=R6)


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    """うみべ市, its books and the office's issued, every department's answers in, nothing of the office."""
    workspace = make_office_city(tmp_path / "city")
    generate(workspace, workspace.profile.round())
    answer_all(workspace, tmp_path / "受信")
    return workspace


@pytest.fixture
def send(city: Workspace, tmp_path: Path) -> Callable[[Mapping[str, Mapping[str, str | None]]], Path]:
    """Let the office send its book with these cells filled."""
    numbers = itertools.count(1)
    return lambda words: send_words(city, tmp_path / f"文言{next(numbers)}.xlsx", words)


def read(workspace: Workspace) -> RoundAnswers:
    return read_answers(workspace, workspace.profile.round())


def printed(workspace: Workspace, item_id: str = "1-①") -> str:
    """Give the 掲載文 papers print of an item."""
    answers = read(workspace)
    record = next(one.record for one in answers.items if one.item.id == item_id)
    return printed_words(record, answers.round)[Slot("paper.listed_text")]


def codes(workspace: Workspace) -> list[str]:
    return [row.finding.code for row in finding_rows(read(workspace), workspace.fields)]


# -- who gets which form


def test_the_office_gets_every_item_in_its_own_form_and_departments_never_see_it(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city")
    issued = generate(workspace, workspace.profile.round())
    forms = {book.file: book.form for book in issued.manifest.books}
    assert forms == {
        "01_産業部_港湾課.xlsx": "シート",
        "02_産業部_観光課.xlsx": "シート",
        "03_総務部_総務課.xlsx": "シート",
        "事務局.xlsx": WORDS,
    }
    sheets = openpyxl.load_workbook(issued_path(workspace, OFFICE)).sheetnames
    assert sheets == ["はじめに", *ITEMS]


def test_only_the_offices_cells_are_open_and_none_of_an_item_that_has_not_begun(city: Workspace) -> None:
    book = openpyxl.load_workbook(issued_path(city, OFFICE))

    def opened(name: str) -> set[str]:
        return {
            cell.coordinate for row in book[name].iter_rows() for cell in row if not cell.protection.locked
        }

    assert opened("1-①") == {LISTED, TEXT, CHOICE, NEXT, NOTE}
    assert opened("2-②") == set()  # from R7 on


def test_its_one_year_label_is_the_year_of_the_round(city: Workspace) -> None:
    assert shown(city, "1-①", "B4") == ["令和6年度"]


def test_an_item_cannot_use_a_form_of_the_office(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city")
    header, *rows = REGISTER["項目"]
    items = [[WORDS if cell == "シート" else cell for cell in row] for row in rows]
    write_register(workspace.register, {**REGISTER, "項目": [header, *items]})
    with pytest.raises(OfficeErrors, match=f"様式「{WORDS}」がありません"):
        generate(workspace, workspace.profile.round())


def test_what_the_office_is_asked_must_stand_in_its_own_form(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city")
    names = {name: area for name, area in NAMES.items() if name != "年次_注記"}
    write_words_form(tmp_path / "city" / "様式" / f"{WORDS}.xlsx", names)
    with pytest.raises(OfficeErrors, match="「年次_注記」の欄が様式にありません") as raised:
        generate(workspace, workspace.profile.round())
    (mistake,) = raised.value.errors
    assert (mistake.file, mistake.sheet) == (SETTINGS, "照会項目")
    assert f"{WORDS}.xlsx［{WORDS}］" in mistake.mend


# -- what stands in it


def test_before_anything_came_its_cells_are_empty(city: Workspace) -> None:
    assert shown(city, "1-①", THEIRS, TEXT) == [None, None]


def test_made_again_it_begins_with_what_the_departments_wrote_which_stands_locked_beside_it(
    city: Workspace,
) -> None:
    issue_words(city)
    assert shown(city, "1-①", THEIRS, TEXT, NEXT) == ["窓口を統合した。", "窓口を統合した。", None]
    assert shown(city, "2-①", THEIRS, TEXT) == ["桟橋を貸した。", "桟橋を貸した。"]


def test_made_once_more_it_holds_what_the_office_wrote(city: Workspace, send: Callable[..., Path]) -> None:
    issue_words(city)
    send({"1-①": {TEXT: "二つの窓口を一つにした。", LISTED: "掲載する"}})
    issue_words(city)
    assert shown(city, "1-①", THEIRS, TEXT, LISTED) == [
        "窓口を統合した。",
        "二つの窓口を一つにした。",
        "掲載する",
    ]
    assert shown(city, "2-①", TEXT, LISTED) == ["桟橋を貸した。", None]


def test_making_it_again_leaves_the_departments_books_as_they_are(city: Workspace) -> None:
    book = issued_path(city, "総務課")
    before = book.read_bytes()
    issue_words(city)
    assert book.read_bytes() == before
    answers = {"1-①": {**GOOD["総務課"]["1-①"], RESULT: "窓口を一つにした。"}}
    collect(city, city.profile.round(), [fill(city, "総務課", answers, city.root.parent / "再送.xlsx")])
    assert printed(city) == "窓口を一つにした。"


def test_what_is_asked_beyond_the_plan_is_refused_where_it_was_typed(tmp_path: Path) -> None:
    beyond = ask(ROUND, "年次_進捗", year="+5", by="委員会", required=False)
    workspace = make_office_city(tmp_path / "city", [beyond])  # the plan ends in R7: no cell would be open
    with pytest.raises(OfficeErrors) as refused:
        generate(workspace, workspace.profile.round())
    (mistake,) = refused.value.errors
    assert (mistake.sheet, mistake.cell) == ("照会項目", "C9")
    assert "「年次_進捗」を聞くセルが、どの項目にもありません" in mistake.what


def test_making_it_again_keeps_the_plan_as_it_was_issued(city: Workspace) -> None:
    header, *rows = REGISTER["項目"]
    renamed = [["窓口の廃止" if cell == "窓口の見直し" else cell for cell in row] for row in rows]
    write_register(city.register, {**REGISTER, "項目": [header, *renamed]})
    issue_words(city)
    assert shown(city, "1-①", "C1") == ["窓口の見直し"]


def test_only_an_office_that_is_asked_can_have_its_book_made_again(city: Workspace) -> None:
    with pytest.raises(OfficeError, match="委員会に何も聞いていません"):
        generate(city, city.profile.round(), writer="委員会")


def test_before_the_first_issue_no_book_can_be_made_again(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city")
    with pytest.raises(OfficeError, match="まだ配布していません"):
        issue_words(workspace)


# -- what comes back


def test_the_offices_text_is_printed_and_the_departments_stays_in_its_own_record(
    city: Workspace, send: Callable[..., Path]
) -> None:
    issue_words(city)
    send({"1-①": {TEXT: "二つの窓口を一つにした。"}})
    assert printed(city) == "二つの窓口を一つにした。"
    assert printed(city, "2-①") == "桟橋を貸した。"
    own = next(
        one for one in read(city).returns if one.item.id == "1-①" and one.department.section == "総務課"
    )
    assert own.record.answer(Slot("year.result", year=R6)).raw == "窓口を統合した。"
    assert LISTED_TEXT not in own.record.answers


def test_where_the_office_wrote_nothing_the_departments_text_is_printed(city: Workspace) -> None:
    assert printed(city) == "窓口を統合した。"


def test_a_text_the_office_leaves_out_is_not_printed(city: Workspace, send: Callable[..., Path]) -> None:
    issue_words(city)
    send({"1-①": {CHOICE: "掲載しない"}})
    assert (printed(city), printed(city, "2-①")) == ("", "桟橋を貸した。")


def test_what_the_department_mends_is_printed_where_the_office_left_its_text_alone(
    city: Workspace, send: Callable[..., Path], tmp_path: Path
) -> None:
    issue_words(city)
    send({"1-①": {LISTED: "掲載する"}, "2-①": {TEXT: "桟橋を二つ貸した。"}})
    mended = {**GOOD["総務課"]["1-①"], RESULT: "三つの窓口を統合した。"}
    late = fill(city, "総務課", {"1-①": mended}, tmp_path / "後から.xlsx")
    collect(city, city.profile.round(), [late])
    assert printed(city) == "三つの窓口を統合した。"
    assert printed(city, "2-①") == "桟橋を二つ貸した。"
    issue_words(city)
    assert shown(city, "1-①", TEXT, LISTED) == ["三つの窓口を統合した。", "掲載する"]


def test_what_the_office_wrote_in_an_earlier_round_stands_where_it_left_it_alone(tmp_path: Path) -> None:
    half = "R6_上半期"
    asks = [{**row, "初期表示": f"照会「{half}」"} if row["初期表示"] == "なし" else row for row in ASKS]
    root = make_office_city(tmp_path / "city", asks).root

    def ask_earlier(rows: Typed) -> None:
        rows["照会"][1]["様式"] = f"シート、{WORDS}"
        rows["照会項目"].append(ask(half, "年次_注記", by=OFFICE, required=False))

    change_settings(root, ask_earlier)
    workspace = load_workspace(root)
    earlier = workspace.profile.round(half)
    generate(workspace, earlier)
    path = next(workspace.folder("配布", earlier).glob(f"*{OFFICE}*.xlsx"))
    package = Package.open(path)
    package.sheet("1-①").write(NOTE, "速報")
    package.save(tmp_path / "上半期.xlsx")
    collect(workspace, earlier, [tmp_path / "上半期.xlsx"])
    generate(workspace, workspace.profile.round())
    assert shown(workspace, "1-①", NOTE) == ["速報"]
    send_words(workspace, tmp_path / "文言.xlsx", {"1-①": {LISTED: "掲載する"}})
    record = next(one.record for one in read(workspace).items if one.item.id == "1-①")
    assert record.answer(Slot("year.note", year=R6)).raw == "速報"


def test_what_the_office_clears_is_cleared(city: Workspace, send: Callable[..., Path]) -> None:
    issue_words(city)
    send({"1-①": {LISTED: "掲載する", TEXT: "窓口を一つにした。", CHOICE: "掲載しない", NOTE: "速報"}})
    send({"1-①": {LISTED: None, CHOICE: None, NOTE: None}})
    assert "blank-after-answer" not in codes(city)
    record = next(one.record for one in read(city).items if one.item.id == "1-①")
    assert record.answer(Slot("year.listed", year=R6)).raw == ""
    assert printed_words(record, city.profile.round()) == {
        Slot("paper.listed_text"): "窓口を統合した。",  # put back as it was issued
        Slot("paper.listed_next"): "",
        Slot("paper.note"): "",
    }
    send({"1-①": {TEXT: None}})
    assert printed(city) == "窓口を統合した。"


def test_a_book_of_an_earlier_issue_takes_nothing_back_that_it_does_not_speak_of(
    city: Workspace, send: Callable[..., Path], tmp_path: Path
) -> None:
    first = fill(city, OFFICE, {"2-①": {NOTE: "速報"}}, tmp_path / "はじめの事務局.xlsx")
    issue_words(city)
    send({"1-①": {TEXT: "二つの窓口を一つにした。", LISTED: "掲載する"}})
    collect(city, city.profile.round(), [first])
    assert printed(city) == "二つの窓口を一つにした。"
    assert printed(city, "2-①") == "桟橋を貸した。"
    issue_words(city)
    assert shown(city, "1-①", TEXT, LISTED) == ["二つの窓口を一つにした。", "掲載する"]
    assert shown(city, "2-①", TEXT, NOTE) == ["桟橋を貸した。", "速報"]


def test_a_word_that_is_no_choice_is_to_be_mended(city: Workspace, send: Callable[..., Path]) -> None:
    send({"1-①": {CHOICE: "のせない"}})
    (row,) = [row for row in finding_rows(read(city), city.fields) if row.finding.severity is Severity.ERROR]
    assert (row.finding.code, row.department) == ("choice-unknown", OFFICE)
    assert "掲載する、掲載しない" in row.finding.expected
    assert unsettled(read(city).returns) == "未確定: 事務局（要修正）"


def test_a_sheet_of_another_department_is_that_departments_though_the_office_has_one_of_the_item_too(
    city: Workspace, tmp_path: Path
) -> None:
    theirs = read_book(fill(city, "観光課", GOOD["観光課"], tmp_path / "観光課.xlsx")).sheets["1-②"]
    path = fill(city, "総務課", GOOD["総務課"], tmp_path / "総務課（２）.xlsx")
    package = Package.open(path)
    package.clone_sheet("1-①", "1-②")
    for ref, cell in theirs.cells.items():
        if cell.formula is None:
            package.sheet("1-②").write(ref, cell.raw)
    package.save(path)
    collect(city, city.profile.round(), [path])
    (told,) = [one.what for _, one in read(city).findings if one.code == "sheet-of-another"]
    assert told.startswith("シート「1-②」は、観光課に配布した項目1-②のシートです。")


# -- what is no false alarm


@pytest.mark.parametrize("again", [False, True], ids=["空欄のまま", "所属の文のまま"])
def test_a_book_that_comes_back_as_it_went_is_no_finding(
    city: Workspace, send: Callable[..., Path], again: bool
) -> None:
    if again:
        issue_words(city)
    send({})
    assert codes(city) == []
    assert unsettled(read(city).returns) == ""
    assert printed(city) == "窓口を統合した。"


def test_items_left_alone_beside_one_that_was_written_are_no_finding(
    city: Workspace, send: Callable[..., Path]
) -> None:
    send({"1-①": {NOTE: "決算後に確定"}})
    assert codes(city) == []


def test_a_required_word_is_missed_as_any_other(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city", [{**ASKS[0], "必須": "必須"}, *ASKS[1:]])  # 年次_掲載
    generate(workspace, workspace.profile.round())
    answer_all(workspace, tmp_path / "受信")
    assert codes(workspace) == ["not-returned"]
    words = {"1-①": {LISTED: "掲載する"}, "1-②": {TEXT: "市場を開いた。"}}
    send_words(workspace, tmp_path / "文言.xlsx", words)
    assert codes(workspace) == ["blank", "sheet-empty"]


def test_the_offices_book_changes_no_count_of_what_departments_returned(
    city: Workspace, send: Callable[..., Path]
) -> None:
    def received() -> object:
        path = consolidate(city, city.profile.round()).path.with_suffix(".json")
        return json.loads(path.read_text("utf-8"))["received"]

    counts = {"departments": 3, "returned": 3, "missing": [], "items_asked": 3, "items_returned": 3}
    before = received()
    send({"1-①": {LISTED: "掲載する"}})
    assert (before, received()) == (counts, counts)
    assert [one.department for one in submissions_of(read(city))] == [
        "産業部 港湾課",
        "産業部 観光課",
        "総務部 総務課",
    ]
    assert len(status(city, city.profile.round()).progress.rows) == 3


# -- what is not settled


def test_as_long_as_nothing_came_of_the_office_its_words_are_not_settled(
    city: Workspace, send: Callable[..., Path]
) -> None:
    assert unsettled(read(city).returns) == "未確定: 事務局（未提出）"
    send({"1-①": {LISTED: "掲載する"}})
    assert unsettled(read(city).returns) == ""


def test_the_offices_words_are_settled_with_the_items_it_sent_though_one_lacks_its_sheet(
    city: Workspace, tmp_path: Path
) -> None:
    path = fill(city, OFFICE, {"1-①": {LISTED: "掲載する"}}, tmp_path / "文言.xlsx")
    package = Package.open(path)
    package.remove_sheet("2-①")
    package.save(path)
    collect(city, city.profile.round(), [path])
    returns = [answer for answer in read(city).returns if answer.department.section == OFFICE]
    assert [answer.item.id for answer in returns if answer.entry is None] == ["2-①"]
    assert unsettled(read(city).returns) == ""


def test_a_department_is_not_settled_though_the_office_wrote_of_its_item(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city")
    generate(workspace, workspace.profile.round())
    send_words(workspace, tmp_path / "文言.xlsx", {item: {TEXT: "まとめた。"} for item in ITEMS[:3]})
    assert (
        unsettled(read(workspace).returns) == "未確定: 港湾課（未提出）、観光課（未提出）、総務課（未提出）"
    )
    answer_all(workspace, tmp_path / "受信")
    assert unsettled(read(workspace).returns) == ""


def test_a_round_that_asks_nothing_of_the_office_does_not_wait_for_it(tmp_path: Path) -> None:
    workspace = make_office_city(tmp_path / "city", asks=[])
    generate(workspace, workspace.profile.round())
    answer_all(workspace, tmp_path / "受信")
    assert unsettled(read(load_workspace(workspace.root)).returns) == ""
