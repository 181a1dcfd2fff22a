"""Who evaluates is a row of 設定.xlsx: its name, cover and deadline; it counts after those above it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.settings_book import Typed, ask, change_settings
from tests.steps.toy_city import GOOD, REGISTER, ROUND, STATUS, fill, make_city, write_register
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeErrors
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate

BODY, OWN_COVER = "行革審議会", "審議会の皆さまへ"


def city_with_body(root: Path, cover: str = OWN_COVER) -> Workspace:
    """Make うみべ市 whose 進捗 is asked of the departments and, after them, of a body with its own cover."""
    make_city(root)
    form = root / "様式" / "シート.xlsx"
    book = openpyxl.load_workbook(form)
    own = book.copy_worksheet(book["はじめに"])
    own.title = OWN_COVER
    for name, defined in book["はじめに"].defined_names.items():
        text = defined.attr_text.replace("はじめに", OWN_COVER)
        own.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=text)
    book.save(form)

    def change(rows: Typed) -> None:
        rows["回答・評価主体"].append({"名前": BODY, "敬称": "様", "表紙": cover, "期限": "R7.6.20"})
        rows["照会項目"].append(ask(ROUND, "年次_進捗", by=BODY))

    change_settings(root, change)
    of_r6 = {name: [row for row in rows if row[0] != "2-②"] for name, rows in REGISTER.items()}
    write_register(root / "計画台帳.xlsx", of_r6)
    return load_workspace(root)


def test_a_body_gets_a_book_with_its_own_cover_name_and_deadline(tmp_path: Path) -> None:
    workspace = city_with_body(tmp_path / "city")
    issued = generate(workspace, workspace.profile.round())
    own = openpyxl.load_workbook(issued.folder / f"{BODY}.xlsx")
    assert own.sheetnames[0] == OWN_COVER
    assert "はじめに" not in own.sheetnames
    assert own[OWN_COVER]["B2"].value == BODY
    assert own[OWN_COVER]["B3"].value == "令和7年6月20日（金）"
    books = {path.name: openpyxl.load_workbook(path).sheetnames for path in issued.folder.glob("0*.xlsx")}
    assert {names[0] for names in books.values()} == {"はじめに"}
    assert not [name for name, names in books.items() if OWN_COVER in names]
    letter = (issued.folder / "通知文" / f"{BODY}_照会文.txt").read_text("utf-8")
    assert f"{BODY}　様" in letter
    assert "令和7年6月20日（金）まで" in letter


def test_what_the_body_answered_counts_after_the_department(tmp_path: Path) -> None:
    workspace = city_with_body(tmp_path / "city")
    round_ = workspace.profile.round()
    generate(workspace, round_)
    books = [fill(workspace, "総務課", GOOD["総務課"], tmp_path / "総務課.xlsx")]  # 遅れ
    books.append(fill(workspace, BODY, {"1-①": {STATUS: "順調"}}, tmp_path / "審議会.xlsx"))
    collect(workspace, round_, books)
    answers = read_answers(workspace, round_)
    item = next(one for one in answers.items if one.item.id == "1-①")
    said = {review.by: review.value for review in item.record.reviews}
    assert said == {"所属": "遅れ", BODY: "順調"}
    (status,) = [one for slot, one in item.record.answers.items() if slot.field == "year.status"]
    assert status.value == "順調"
    body = next(one for one in answers.departments if one.id == BODY)
    assert answers.deadline_of(body) == dt.date(2025, 6, 20)


def test_a_cover_that_no_form_has_is_named_where_it_was_typed(tmp_path: Path) -> None:
    workspace = city_with_body(tmp_path / "city", "審議会の皆様へ")
    with pytest.raises(OfficeErrors) as stopped:
        generate(workspace, workspace.profile.round())
    (mistake,) = stopped.value.errors
    assert (mistake.sheet, mistake.cell) == ("回答・評価主体", "C7")
    assert "表紙のシート「審議会の皆様へ」がありません" in mistake.what
