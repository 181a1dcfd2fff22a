"""What the office decides is recorded with who, when and why, is shown, and can be taken back."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.steps.toy_city import GOOD, fill
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import submissions_of
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.summary import ReturnState
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear
from toolkit.steps import decide
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason, Spot
from toolkit.steps.request import request
from toolkit.steps.validate import Validated, validate

R6 = FiscalYear.parse("R6")
COUNT = Slot("indicator.actual", 1, year=R6)
COMPLETE: Mapping[str, str | int | None] = GOOD["総務課"]["1-①"]
FIRST_COUNT = Spot("1-①", "指標_実績値", number=1)
CALLED = Reason("電話で確認")


class Office:
    """A round in which 総務課 sends its sheet again and again and the office decides."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.round = workspace.profile.round()
        self.folder = folder
        self.count = itertools.count(1)

    def receive(self, **changes: str | int | None) -> Path:
        """Let 総務課 send good answers, but with these cells changed."""
        path = self.folder / f"{next(self.count)}.xlsx"
        fill(self.workspace, "総務課", {"1-①": {**COMPLETE, **changes}}, path)
        self.take(path)
        return path

    def take(self, path: Path) -> None:
        collect(self.workspace, self.round, [path])

    def withdraw(self, receipt: int, reason: Reason = CALLED) -> decide.Decided:
        return decide.withdraw(self.workspace, self.round, receipt, reason)

    def accept(self, *numbers: int, reason: Reason = CALLED) -> decide.Decided:
        return decide.accept(self.workspace, self.round, numbers, reason)

    def correct(self, value: str, spot: Spot = FIRST_COUNT, reason: Reason = CALLED) -> decide.Decided:
        return decide.correct(self.workspace, self.round, spot, value, reason)

    def read(self) -> RoundAnswers:
        return read_answers(self.workspace, self.round)

    def answer(self) -> ItemAnswer:
        return next(answer for answer in self.read().items if answer.item.id == "1-①")

    def value(self) -> object:
        return self.answer().record.answer(COUNT).value

    def codes(self) -> list[str]:
        return [f"{one.severity} {one.code}" for one in self.answer().findings]

    def check(self) -> Validated:
        return validate(self.workspace, self.round)

    def result(self) -> list[dict[str, Any]]:
        path = self.check().path.with_suffix(".json")
        rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["findings"]
        return [row for row in rows if row["department"] == "総務部 総務課"]

    def received(self) -> dict[str, str]:
        folder = self.workspace.ledger_path(self.round).parent
        files = (path for path in folder.iterdir() if path.suffix == ".xlsx")
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def office(issued: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("LOGNAME", "yamada")
    return Office(issued, tmp_path / "送信")


def texts(path: Path, sheet: str) -> list[str]:
    return [str(cell.value) for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row]


# -- what is recorded


def test_a_decision_is_a_line_with_who_when_and_why_and_nothing_received_is_touched(office: Office) -> None:
    office.receive(B8="多数")
    before = office.received()
    office.withdraw(1, Reason(" 誤って\n送付したため。 "))
    office.withdraw(1, Reason("やはり使う", undo=True))
    path = office.workspace.decisions_path(office.round)
    first, second = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    assert first.pop("at") <= second.pop("at")
    assert first == {
        "kind": "取下げ",
        "about": {"receipt": 1},
        "who": "yamada",
        "why": "誤って 送付したため",
        "receipts": 1,
        "value": "",
        "undone": False,
    }
    assert (second["about"], second["why"], second["undone"]) == ({"receipt": 1}, "やはり使う", True)
    assert office.received() == before


@pytest.mark.parametrize("why", ["", " ", "。"])
def test_without_a_reason_nothing_is_recorded(office: Office, why: str) -> None:
    office.receive(B8="多数")
    office.check()
    decisions: list[Callable[[], object]] = [
        lambda: office.withdraw(1, Reason(why)),
        lambda: office.accept(1, reason=Reason(why)),
        lambda: office.correct("8", reason=Reason(why)),
        lambda: decide.extend(office.workspace, office.round, "総務課", "2025-06-13", Reason(why)),
    ]
    for decision in decisions:
        with pytest.raises(OfficeError, match="理由がありません"):
            decision()
    assert not office.workspace.decisions_path(office.round).exists()


def test_what_was_never_decided_cannot_be_taken_back(office: Office) -> None:
    office.receive(B8="多数")
    office.check()
    undo = Reason("取消し", undo=True)
    decisions: list[Callable[[], object]] = [
        lambda: office.withdraw(1, undo),
        lambda: office.accept(1, reason=undo),
        lambda: office.correct("", reason=undo),
    ]
    for decision in decisions:
        with pytest.raises(OfficeError, match=r"取り消す.*がありません"):
            decision()


# -- 取下げ


def test_a_withdrawn_return_counts_no_longer_and_the_one_before_does(office: Office) -> None:
    office.receive(B8=8)
    office.receive(B8=9)
    assert office.value() == 9
    lines = list(office.withdraw(2).iter_lines())
    assert lines[0].startswith("取下げ: 受付2 0002_2.xlsx。理由：電話で確認（")
    assert office.value() == 8
    (row,) = office.result()
    assert (row["code"], row["severity"], row["receipt"]) == ("withdrawn", "info", 2)
    assert "電話で確認（" in row["what"]
    assert "yamada" in row["what"]


def test_the_only_return_withdrawn_leaves_the_department_late(office: Office) -> None:
    office.receive()
    office.withdraw(1)
    (submission,) = [one for one in submissions_of(office.read()) if one.department == "総務部 総務課"]
    assert (submission.state, submission.receipts) == (ReturnState.NONE, ())
    assert submission.note.startswith("受付1を取下げ：電話で確認（")
    office.withdraw(1, Reason("取り違え", undo=True))
    assert office.value() == 8
    assert office.codes() == []


def test_the_same_file_sent_again_after_it_was_withdrawn_is_a_return_again(office: Office) -> None:
    path = office.receive()
    office.take(path)
    office.withdraw(1)
    assert office.answer().entry is None
    again = path.with_name("再送.xlsx")
    shutil.copyfile(path, again)
    office.take(again)
    office.take(again)
    entry = office.answer().entry
    assert entry is not None
    assert (entry.receipt, office.value()) == (3, 8)
    assert [(one.taken.value, one.duplicate_of) for one in office.read().entries] == [
        ("対象外", 0),
        ("重複", 1),
        ("回答", 0),
        ("重複", 3),
    ]
    office.withdraw(3)
    assert office.answer().entry is None


def test_a_withdrawn_file_that_still_lies_in_its_folder_stays_withdrawn(office: Office) -> None:
    path = office.receive()
    office.withdraw(1)
    (_, same) = collect(office.workspace, office.round, [path.parent]).iter_lines()
    assert same == f"  受付2 {path.name}: 取り下げた受付1と同じものです。取下げのままにします。"
    assert office.answer().entry is None
    shutil.copyfile(path, path.with_name("再送.xlsx"))
    (_, _, again) = collect(office.workspace, office.round, [path.parent]).iter_lines()
    assert again.endswith("取り下げた受付1と同じ内容です。あらためて提出されたものとします。")
    assert office.value() == 8


@pytest.mark.parametrize(("receipt", "what"), [(9, "受付番号9はありません"), (2, "受付番号1と同じ内容")])
def test_only_a_file_that_counts_can_be_withdrawn(office: Office, receipt: int, what: str) -> None:
    office.take(office.receive())
    with pytest.raises(OfficeError, match=what):
        office.withdraw(receipt)


def test_a_return_is_withdrawn_once(office: Office) -> None:
    office.receive()
    office.withdraw(1)
    with pytest.raises(OfficeError, match="すでに取り下げて"):
        office.withdraw(1)


# -- 事務局了承


def test_an_accepted_finding_needs_no_mending_and_says_why(office: Office) -> None:
    office.receive(B8="多数")
    assert [(row["number"], row["code"], row["severity"]) for row in office.result()] == [
        (1, "number-expected", "error")
    ]
    (line,) = office.accept(1).iter_lines()
    assert line.startswith(
        "事務局了承: 番号1 総務部 総務課 1-① 指標_実績値 「多数」は数値として読めません。理由：電話で確認（"
    )
    (row,) = office.result()
    assert (row["number"], row["severity"]) == (1, "info")
    assert row["accepted"].startswith("電話で確認（")
    said = texts(office.check().path, "確認事項")
    assert {"原文どおり", "電話で確認"} <= set(said)


def test_an_accepted_finding_is_known_by_what_it_is_and_not_by_its_number(office: Office) -> None:
    office.receive(B8="多数")
    office.check()
    office.accept(1)
    for section in ("港湾課", "観光課"):
        path = fill(office.workspace, section, {**GOOD[section]}, office.folder / f"{section}.xlsx")
        office.take(path)
    (row,) = office.result()
    assert (row["number"], row["severity"]) == (1, "info")


def test_the_same_slip_in_another_return_is_asked_again(office: Office) -> None:
    office.receive(B8="多数")
    office.check()
    office.accept(1)
    office.receive(B8="多数", B12="書き直した。")
    assert office.codes() == [
        "参考 number-expected",
        "要確認 older-answer-used",
        "参考 changed-since-last",
    ]


def test_a_newer_return_counts_once_its_faults_are_accepted(office: Office) -> None:
    office.receive(B8="多い")
    office.receive(B8="多数", B9=70)
    assert office.value() == "多数"
    (row,) = (row for row in office.result() if row["severity"] == "error")
    office.accept(row["number"])
    answer = office.answer()
    assert answer.entry is not None
    assert (answer.entry.receipt, answer.errors) == (2, [])


def test_an_acceptance_that_was_taken_back_asks_again(office: Office) -> None:
    office.receive(B8="多数")
    office.check()
    office.accept(1)
    office.check()
    with pytest.raises(OfficeError, match="すでに了承"):
        office.accept(1)
    office.accept(1, reason=Reason("聞き違い", undo=True))
    assert [row["severity"] for row in office.result()] == ["error"]
    with pytest.raises(OfficeError, match="取り消す事務局了承がありません（番号1）"):
        office.accept(1, reason=Reason("もう一度", undo=True))


def test_one_of_several_changed_locked_cells_is_accepted_alone(office: Office) -> None:
    office.receive(A5="予定", A12="実績")
    rows = office.result()
    assert [row["code"] for row in rows] == ["locked-changed", "locked-changed"]
    office.accept(rows[1]["number"])
    assert [row["severity"] for row in office.result()] == ["error", "info"]


def test_numbers_are_those_of_the_last_validate(office: Office) -> None:
    with pytest.raises(OfficeError, match="確認結果がないか"):
        office.accept(1)
    office.receive(B8="多数")
    office.check()
    with pytest.raises(OfficeError, match="番号7はありません"):
        office.accept(1, 7)
    assert not office.workspace.decisions_path(office.round).exists()


# -- 事務局修正


def test_a_corrected_value_is_judged_and_the_typed_one_is_kept(office: Office) -> None:
    office.receive(B8="１０件ほど？", B14="順調")
    before = office.received()
    (line,) = office.correct("10").iter_lines()
    assert line.startswith("事務局修正: 1-① 指標_実績値 R6 1 「１０件ほど？」→「10」。理由：電話で確認（")
    answer = office.answer()
    assert (office.value(), answer.verdicts[0].judgement.flag) == (Decimal(10), Flag.ACHIEVED)
    assert answer.record.corrected == {COUNT: "１０件ほど？"}
    assert office.codes() == ["参考 corrected-by-office"]
    assert "「１０件ほど？」を、事務局で「10」に直しました。理由：電話で確認（" in answer.findings[0].what
    assert str(answer.findings[0].place) == "0001_1.xlsx［1-①］B8"
    assert office.received() == before


def test_the_master_shows_that_the_office_corrected(office: Office) -> None:
    office.receive(B8="多数")
    office.correct("10")
    done = consolidate(office.workspace, office.round)
    assert done.summary.indicators is not None
    row = next(row for row in done.summary.indicators.rows if row.item_id == "1-①" and row.number == 1)
    assert (row.actual, row.value, row.origin) == ("10", Decimal(10), "事務局修正")
    assert row.flag is Flag.ACHIEVED
    assert "事務局修正" in texts(done.path, "指標と判定")
    assert any("電話で確認（" in text for text in texts(done.path, "確認事項"))


def test_a_correction_that_was_taken_back_leaves_what_was_typed(office: Office) -> None:
    office.receive()
    office.correct("10")
    office.correct("11")
    assert office.value() == 11
    office.correct("", reason=Reason("聞き違い", undo=True))
    assert (office.value(), office.codes()) == (8, [])


def test_a_correction_outlives_a_return_that_leaves_the_cell_as_it_was_or_blank(office: Office) -> None:
    office.receive(B8="多数")
    office.correct("10")
    office.receive(B8="多数", B12="書き直した。")
    assert office.value() == 10
    office.receive(B8=None, B12="もう一度書き直した。")
    assert office.value() == 10
    assert "参考 corrected-by-office" in office.codes()
    assert not [code for code in office.codes() if code.startswith(("要修正", "要確認"))]


def test_a_later_return_that_fills_the_cell_otherwise_counts_and_is_asked_about(office: Office) -> None:
    office.receive(B8=8)
    office.correct("10")
    office.receive(B8=9)
    assert office.value() == 9
    asked = next(one for one in office.answer().findings if one.code == "correction-differs")
    assert asked.what == (
        "事務局で「10」に直した「指標_実績値」が、あとの提出（受付番号2）では「9」です。あとの提出の値を使います。"
    )
    assert office.answer().record.corrected == {}


def test_a_later_return_that_brings_the_corrected_value_itself_is_the_answer(office: Office) -> None:
    office.receive(B8=8)
    office.correct("10")
    office.receive(B8=10)
    assert (office.value(), office.codes()) == (10, ["参考 changed-since-last"])


def test_a_correction_after_two_returns_holds_for_whichever_counts(office: Office) -> None:
    office.receive(B8=8)
    office.receive(B8="多数")
    office.correct("10")
    answer = office.answer()
    assert answer.entry is not None
    assert (answer.entry.receipt, office.value()) == (2, 10)


def test_a_correction_holds_for_the_earlier_return_where_the_newer_has_something_to_mend(
    office: Office,
) -> None:
    office.receive(B8=8)
    office.receive(B8="多数", B14="ふつう")
    office.correct("10")
    answer = office.answer()
    assert answer.entry is not None
    assert (answer.entry.receipt, office.value()) == (1, 10)
    assert "要確認 correction-differs" not in office.codes()


@pytest.mark.parametrize(
    ("spot", "value"),
    [
        (Spot("1-①", "実績値", "R6", 1), "-5"),
        (Spot("1-①", "年次_進捗"), "順調"),
        (Spot("1-①", "取組実績"), "=1+1"),
        (Spot("1-①", "実績効果額", "令和6年度"), "1,200"),
    ],
)
def test_a_cell_is_named_by_its_field_as_far_as_needed(office: Office, spot: Spot, value: str) -> None:
    office.receive()
    office.correct(value, spot)
    (decision,) = office.workspace.decisions(office.round).standing.values()
    (told,) = [one for one in office.answer().findings if one.code == "corrected-by-office"]
    assert decision.about.field == told.words["field"]
    assert value in [answer.raw for answer in office.answer().record.answers.values()]


@pytest.mark.parametrize(
    ("spot", "what"),
    [
        (Spot("9-⑨", "実績値"), "「9-⑨」という項目はありません"),
        (Spot("1-①", "実績値"), "決まりません.*--year R6 --number 1、指標_実績値 --year R6 --number 2"),
        (Spot("1-①", "計画"), "欄「計画」はお願いしていません.*年次_取組実績 --year R6"),
        (Spot("1-①", "進捗", "R7"), "欄「進捗」に、R7のセルはありません.*--year R6"),
        (Spot("1-①", "進捗", "来年"), "年度「来年」を読めません"),
        (Spot("2-①", "進捗"), "項目「2-①」は、まだ提出がありません"),
    ],
)
def test_a_correction_of_what_was_not_asked_or_is_not_clear_is_refused(
    office: Office, spot: Spot, what: str
) -> None:
    office.receive()
    with pytest.raises(OfficeError, match=what):
        office.correct("順調", spot)
    with pytest.raises(OfficeError, match="値がありません"):
        office.correct(" ")


# -- 前回提出との違い


def test_a_later_return_says_which_asked_cells_it_changed(office: Office) -> None:
    office.receive(B9=None)
    office.receive(B8=9, B9=70, B12="窓口を統合し、" + "とても" * 20)
    (finding,) = office.answer().findings
    assert finding.code == "changed-since-last"
    assert finding.what == (
        "前の提出（受付番号1）と違うところが3か所あります："
        "年次_取組実績（R6）「窓口を統合した。」→「窓口を統合し、とてもとてもとてもとてもとてもとてもとてもとて…」、"
        "指標_実績値（1、R6）「8」→「9」、指標_実績値（2、R6）（空欄）→「70」。"
    )
    assert str(finding.place) == "0002_2.xlsx［1-①］B12"


def test_a_return_with_the_same_answers_changes_nothing(office: Office) -> None:
    office.receive()
    path = office.receive(B8="8 ")
    assert path.exists()
    assert office.codes() == []


def test_a_blank_that_does_not_count_is_no_change(office: Office) -> None:
    office.receive()
    office.receive(B11=None)
    assert office.codes() == ["要確認 blank-after-answer"]


def test_the_answer_to_a_request_is_told_cell_by_cell_and_not_twice(office: Office) -> None:
    office.receive(B8="多数")
    request(office.workspace, office.round)
    office.receive(B8=9)
    assert office.codes() == ["参考 answered-request"]
    office.receive(B8=10)
    assert office.codes() == ["参考 changed-since-last", "参考 answered-request"]


# -- the workspace


def test_decisions_move_with_the_folder(office: Office, tmp_path: Path) -> None:
    office.receive(B8="多数")
    office.correct("10")
    moved = Workspace(Path(shutil.copytree(office.workspace.root, tmp_path / "よそ")))
    assert Office(moved, tmp_path).value() == 10


def test_a_line_of_the_decisions_that_was_cut_is_named(office: Office) -> None:
    office.receive()
    office.correct("10")
    path = office.workspace.decisions_path(office.round)
    path.write_text(path.read_text("utf-8")[:-9], "utf-8")
    with pytest.raises(OfficeError, match="決定簿の1行目を読めません"):
        office.read()
