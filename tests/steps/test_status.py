"""提出状況: who has sent what, whose turn it is, and how many days are left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, recalculate
from tests.steps.sent_round import Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, fill, make_city, write_register
from tests.steps.toy_city import REGISTER as REGISTER_ROWS
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.workspace import Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.decisions import About
from toolkit.model.errors import OfficeError
from toolkit.model.progress import Progress, Stage
from toolkit.model.text_width import text_width
from toolkit.model.typed import KEY, Typed, key_of
from toolkit.steps import decide
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason
from toolkit.steps.generate import generate
from toolkit.steps.request import request
from toolkit.steps.status import Status, status
from toolkit.steps.validate import validate

DUE = dt.date(2025, 5, 30)
HARBOUR, TOURISM, GENERAL = "産業部 港湾課", "産業部 観光課", "総務部 総務課"


def of(found: Status, department: str) -> Progress:
    return next(row for row in found.progress.rows if row.submission.department == department)


def stages(workspace: Workspace) -> list[str]:
    return [row.stage.value for row in status(workspace, workspace.profile.round(), DUE).progress.rows]


def send(workspace: Workspace, folder: Path, section: str, **cells: str | int | None) -> None:
    count = len(list(folder.glob("*"))) if folder.exists() else 0
    ((item, good),) = GOOD[section].items()
    path = fill(workspace, section, {item: {**good, **cells}}, folder / f"{count}.xlsx")
    collect(workspace, workspace.profile.round(), [path])


def test_before_anything_came_everybody_is_late_in_the_order_of_the_register(issued: Workspace) -> None:
    found = status(issued, issued.profile.round(), dt.date(2025, 5, 28))
    assert [row.submission.department for row in found.progress.rows] == [HARBOUR, TOURISM, GENERAL]
    assert [(row.stage, row.time_left) for row in found.progress.rows] == [(Stage.NONE, "あと2日")] * 3
    assert found.path == issued.root / "確認" / "R6_実績" / "提出状況.xlsx"


def test_a_department_goes_from_received_to_asked_to_checked(issued: Workspace, tmp_path: Path) -> None:
    round_ = issued.profile.round()
    assert stages(issued) == ["未提出", "未提出", "未提出"]
    send(issued, tmp_path / "送信", "総務課", B8="多数")
    assert stages(issued) == ["未提出", "未提出", "受付"]
    validate(issued, round_)
    assert stages(issued) == ["未提出", "未提出", "受付"]
    request(issued, round_)
    assert stages(issued) == ["未提出", "未提出", "修正依頼中"]
    send(issued, tmp_path / "送信", "総務課", B8="少数")
    assert stages(issued) == ["未提出", "未提出", "受付"]
    request(issued, round_)
    assert stages(issued) == ["未提出", "未提出", "修正依頼中"]
    send(issued, tmp_path / "送信", "総務課", B8=9)
    assert stages(issued) == ["未提出", "未提出", "受付"]
    validate(issued, round_)
    assert stages(issued) == ["未提出", "未提出", "確認済"]
    send(issued, tmp_path / "送信", "港湾課")
    assert stages(issued) == ["受付", "未提出", "確認済"]


def test_a_fault_that_was_accepted_leaves_the_department_checked(issued: Workspace, tmp_path: Path) -> None:
    round_ = issued.profile.round()
    send(issued, tmp_path / "送信", "総務課", B8="多数")
    rows = validate(issued, round_).rows
    number = 1 + next(n for n, row in enumerate(rows) if row.finding.code == "number-expected")
    decide.accept(issued, round_, [number], Reason("そのままでよい"))
    assert of(status(issued, round_, DUE), GENERAL).stage is Stage.CHECKED


def test_a_department_that_answered_one_of_two_items_has_sent_a_part(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    rows = [list(row) for row in REGISTER_ROWS["項目"]]
    rows[1][6] = "港湾課"  # 1-① is 港湾課's as well
    write_register(workspace.register, {**REGISTER_ROWS, "項目": rows})
    generate(workspace, workspace.profile.round())
    answers = {"1-①": GOOD["総務課"]["1-①"]}
    collect(
        workspace,
        workspace.profile.round(),
        [fill(workspace, "港湾課", answers, tmp_path / "一部.xlsx")],
    )
    found = status(workspace, workspace.profile.round(), DUE)
    row = of(found, HARBOUR)
    assert (row.stage, row.submission.items_returned, row.submission.items_asked) == (Stage.PART, 1, 2)


def test_case_D10_a_reminder_names_what_is_still_owed_and_the_deadline_as_it_stands(
    joint: Round,
) -> None:
    workspace, round_ = joint.workspace, joint.workspace.profile.round()
    joint.send("総務課", {"1-①": GOOD["総務課"]["1-①"]})
    decide.extend(workspace, round_, "総務課", "2025-06-13", Reason("議会対応のため"))
    found = status(workspace, round_, DUE)
    (letter,) = (found.path.parent / "通知文").iterdir()
    assert (found.reminders, letter.name) == (1, "03_総務部_総務課_督促文.txt")
    text = letter.read_text("utf-8")
    assert "について（期限　令和7年6月13日（金））" in text
    assert "■まだ届いていないもの：2項目、8か所\n　・1-②　魚市場の開放\n　・2-①　桟橋の貸付け\n" in text
    assert "窓口の見直し" not in text
    lines = list(found.iter_lines(workspace.root))
    assert lines[-2] == "まだ届いていない項目のある1所属の督促文を 確認/R6_実績/通知文 に作りました。"


def test_who_has_sent_everything_is_reminded_no_more(issued: Workspace, tmp_path: Path) -> None:
    folder = status(issued, issued.profile.round(), DUE).path.parent / "通知文"
    assert len(list(folder.iterdir())) == 3
    send(issued, tmp_path / "送信", "港湾課")
    assert status(issued, issued.profile.round(), DUE).reminders == 2
    assert sorted(path.name for path in folder.iterdir()) == [
        "02_産業部_観光課_督促文.txt",
        "03_総務部_総務課_督促文.txt",
    ]


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2025-05-29", "あと1日"),
        ("2025-05-30", "本日"),
        ("2025-05-31", "1日超過"),
        ("2025-06-30", "31日超過"),
    ],
)
def test_days_are_counted_to_the_deadline(issued: Workspace, today: str, left: str) -> None:
    found = status(issued, issued.profile.round(), dt.date.fromisoformat(today))
    assert {row.time_left for row in found.progress.rows} == {left}


def test_nothing_is_awaited_of_a_department_that_has_sent_everything(
    issued: Workspace, tmp_path: Path
) -> None:
    send(issued, tmp_path / "送信", "総務課")
    assert of(status(issued, issued.profile.round(), dt.date(2025, 6, 30)), GENERAL).time_left == ""


def test_an_extended_deadline_holds_everywhere_until_it_is_taken_back(
    issued: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "yamada")
    round_ = issued.profile.round()
    (line,) = decide.extend(issued, round_, "総務課", "2025-06-13", Reason("議会のため")).iter_lines()
    assert line.startswith("期限延長: 総務部 総務課 令和7年6月13日（金）まで。理由：議会のため（")
    found = status(issued, round_, dt.date(2025, 6, 3))
    row = of(found, GENERAL)
    assert (row.submission.deadline, row.time_left, row.extended) == (dt.date(2025, 6, 13), "あと10日", True)
    assert row.submission.note.startswith("期限延長：議会のため（")
    assert row.submission.note.endswith(" yamada）")
    assert of(found, HARBOUR).submission.deadline == DUE
    late = [row.finding for row in finding_rows(read_answers(issued, round_), issued.fields)]
    assert [one.words["deadline"] for one in late][-1] == "令和7年6月13日（金）"
    sheet = openpyxl.load_workbook(consolidate(issued, round_).path)["提出状況"]
    assert [cell.value for cell in sheet[7]][2] == dt.datetime(2025, 6, 13)  # noqa: DTZ001 - Excel has no zones
    assert str(sheet[7][9].value).startswith("期限延長：議会のため")
    decide.extend(issued, round_, GENERAL, "2025-06-13", Reason("取消し", undo=True))
    assert of(status(issued, round_, DUE), GENERAL).submission.deadline == DUE


@pytest.mark.parametrize(
    ("department", "day", "what"),
    [
        ("図書課", "2025-06-13", "「図書課」にはお願いしていません.*港湾課、観光課、総務課"),
        ("総務課", "6月13日", "「6月13日」は日付として読めません.*令和6年6月14日"),
    ],
)
def test_only_a_department_that_was_asked_gets_more_time(
    issued: Workspace, department: str, day: str, what: str
) -> None:
    with pytest.raises(OfficeError, match=what):
        decide.extend(issued, issued.profile.round(), department, day, Reason("議会のため"))


def test_the_table_on_the_terminal_is_aligned_with_full_width_characters(
    issued: Workspace, tmp_path: Path
) -> None:
    send(issued, tmp_path / "送信", "総務課", B8="多数")
    decide.extend(issued, issued.profile.round(), "港湾課", "2025-06-13", Reason("議会のため"))
    head, titles, *rows, _ = status(issued, issued.profile.round(), DUE).iter_lines(issued.root)
    assert head == (
        "提出状況: 3所属（未提出2、一部提出0、受付1、修正依頼中0、要確認あり0、確認済0）。"
        "令和7年5月30日（金）現在。一覧は 確認/R6_実績/提出状況.xlsx です。"
    )
    assert titles == "所属           状態    提出  要修正  要確認  期限                        残り  最終受付"
    assert rows[0] == "産業部 港湾課  未提出   0/1               1  令和7年6月13日（延長）  あと14日"
    assert rows[1] == "産業部 観光課  未提出   0/1               1  令和7年5月30日              本日"
    assert rows[2].startswith(
        "総務部 総務課  受付     1/1       1          令和7年5月30日                    "
    )
    assert text_width(rows[2][: rows[2].index("令和")]) == text_width(rows[0][: rows[0].index("令和")])


def test_the_workbook_holds_a_row_per_department_and_leads_to_its_last_file(
    issued: Workspace, tmp_path: Path
) -> None:
    send(issued, tmp_path / "送信", "総務課", B8="多数")
    sheet = openpyxl.load_workbook(status(issued, issued.profile.round(), DUE).path)["提出状況"]
    titles = [cell.value for cell in sheet[4]]
    last = dict(zip(titles, (cell.value for cell in sheet[7]), strict=True))
    assert last.pop("最終受付") is not None
    assert last.pop(KEY) == key_of(About(department="総務課"), Typed())
    assert last == {
        "順": 3,
        "所属": GENERAL,
        "状態": "受付",
        "照会件数": 1,
        "提出件数": 1,
        "要修正": 1,
        "要確認": 0,
        "期限": dt.datetime(2025, 5, 30),  # noqa: DTZ001 - Excel has no zones
        "残り": None,
        "受付番号": "1",
        "ファイル": "受付1",
        "備考": None,
        **dict.fromkeys(("対応", "延長後の期限", "理由", "確認方法", "課の確認者", "処理者", "処理日")),
    }
    link = sheet["L7"].hyperlink
    assert link is not None
    assert (link.target or "").replace("\\", "/") == "../../回収/R6_実績/0001_0.xlsx"


def test_the_same_day_gives_the_same_bytes(issued: Workspace) -> None:
    first = status(issued, issued.profile.round(), DUE).path.read_bytes()
    assert status(issued, issued.profile.round(), DUE).path.read_bytes() == first


def test_case_D3_open_points_are_told_until_the_office_has_decided(issued: Workspace, inbox: Path) -> None:
    """総務課 answers 80,000 where 10 are planned, and no longer 確認済 is said of it."""
    round_ = issued.profile.round()
    answers = {"1-①": {**GOOD["総務課"]["1-①"], FIRST: 80_000, EFFECT: 90_000}}
    fill(issued, "総務課", answers, inbox / "総務課.xlsx")
    collect(issued, round_, [inbox])
    rows = validate(issued, round_).rows
    found = status(issued, round_, DUE)
    assert (of(found, GENERAL).stage, of(found, GENERAL).warnings) == (Stage.OPEN, 2)
    lines = list(found.iter_lines(issued.root))
    assert "確認済2" in lines[0]
    assert "要確認あり1" in lines[0]
    left_out = "実績効果額の合計に入らないもの: うち未確定 1件、見込100千円"
    assert lines[-2:] == [
        left_out,
        "次にすること: 事務局の番です。要確認が2件残っています（総務部 総務課2件）。 → gyokaku request",
    ]
    assert left_out in str(openpyxl.load_workbook(found.path)["提出状況"]["A2"].value)
    request(issued, round_)
    asked = status(issued, round_, DUE).turn
    assert asked.command == "gyokaku validate --accept 番号 --why 理由"
    assert "確認のお願いは作ってあります" in asked.why
    doubted = [at for at, row in enumerate(rows, 1) if row.finding.severity is Severity.WARNING]
    decide.accept(issued, round_, doubted, Reason("電話で確認"))
    done = status(issued, round_, DUE)
    assert (of(done, GENERAL).stage, done.turn.verb, done.open_amounts) == (Stage.CHECKED, "consolidate", "")


def test_case_D11_a_file_sent_twice_is_nothing_to_check(issued: Workspace, inbox: Path) -> None:
    round_ = issued.profile.round()
    collect(issued, round_, [inbox])
    validate(issued, round_)
    assert status(issued, round_, DUE).turn.verb == "consolidate"
    collect(issued, round_, [inbox])
    assert status(issued, round_, DUE).turn.verb == "consolidate"


@needs_libreoffice
def test_a_spreadsheet_program_counts_the_same(issued: Workspace, tmp_path: Path) -> None:
    send(issued, tmp_path / "送信", "総務課", **{FIRST: 9})
    path = status(issued, issued.profile.round(), DUE).path
    assert recalculate(path)["提出状況"]["A3"] == (
        "全3所属　未提出 2　一部提出 0　受付 1　修正依頼中 0　要確認あり 0　確認済 0"
    )


@needs_ooxml_validator
def test_the_workbook_is_valid(issued: Workspace) -> None:
    assert ooxml_errors(status(issued, issued.profile.round(), DUE).path) == []
