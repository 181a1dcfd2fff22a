"""What a form lacks, or has too much of, is found in the form alone, before anything is issued."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from tests.books.toys import load_base_fields
from tests.steps.toy_city import COVER, COVER_NAMES, FORM, NAMES, make_city, write_template
from toolkit.books.forms.form_checks import iter_cover_doubts, iter_form_mistakes
from toolkit.books.forms.template import bind
from toolkit.books.reading.reader import Book, read_book
from toolkit.model.errors import OfficeErrors
from toolkit.steps.generate import generate

FIELDS = load_base_fields()
FILE = "シート.xlsx"


def said(book: Book, *, sheet: str = FORM, cover: str = COVER, per: str = "item") -> list[str]:
    form, front = (bind(book, one, FIELDS, file=FILE)[0] for one in (sheet, cover))
    found = list(iter_form_mistakes(book, form, front, FIELDS, per=per, file=FILE))
    assert all(one.file == FILE and one.mend for one in found)
    return [f"［{one.sheet}］{one.what}" for one in found]


def without(path: Path, sheet: str, *names: str) -> Book:
    """Give the form with some names of a sheet deleted, as a person does in 名前の管理."""
    book = openpyxl.load_workbook(path)
    for name in names:
        del book[sheet].defined_names[name]
    book.save(path)
    return read_book(path)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_template(tmp_path / FILE)


def test_a_whole_form_is_well(form: Path) -> None:
    book = read_book(form)
    assert said(book) == []
    assert list(iter_cover_doubts(bind(book, COVER, FIELDS, file=FILE)[0], FIELDS, FILE)) == []


def test_case_S11_a_form_that_prints_no_number_is_found(form: Path) -> None:
    assert said(without(form, FORM, "_item_id")) == [
        f"［{FORM}］項目の番号を示す名前「_item_id」がありません。"
    ]


def test_case_S11_a_cover_without_a_list_of_items_is_found(form: Path) -> None:
    assert said(without(form, COVER, "記入_項目")) == []
    assert said(without(form, COVER, "記入_項目名")) == [
        f"［{COVER}］表紙に、項目の一覧を示す名前（「記入_項目」か「記入_項目名」）がありません。"
    ]


def test_case_S11_a_cover_without_a_deadline_is_asked_about(form: Path) -> None:
    cover = bind(without(form, COVER, "記入_期限", "記入_所属"), COVER, FIELDS, file=FILE)[0]
    assert [one.what for one in iter_cover_doubts(cover, FIELDS, FILE)] == [
        "表紙に「所属」を示す名前（記入_所属）がありません。",
        "表紙に「期限」を示す名前（記入_期限）がありません。",
    ]


def test_case_S11_a_cover_that_is_the_item_sheet_is_found(form: Path) -> None:
    assert said(read_book(form), cover=FORM) == [
        f"［{FORM}］項目のシートと表紙が、同じシートになっています。"
    ]


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_case_S11_a_second_copy_of_the_item_sheet_is_found(
    form: Path, state: Literal["visible", "hidden"]
) -> None:
    book = openpyxl.load_workbook(form)
    copy = book.copy_worksheet(book[FORM])
    copy.title, copy.sheet_state = f"{FORM} (2)", state
    for name, area in NAMES.items():
        copy.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(
            name, attr_text=f"'{FORM} (2)'!{area}".replace(f"'{FORM}'!", f"'{FORM} (2)'!")
        )
    book.save(form)
    assert said(read_book(form)) == [
        f"［{FORM} (2)］シート「{FORM} (2)」にも欄の名前があり、配るブックに記入されないまま残ります。"
    ]


def test_case_S11_a_form_of_blocks_and_its_settings_fit_together(form: Path) -> None:
    assert said(read_book(form), per="department") == [
        f"［{FORM}］所属ごとに1シートの様式に、項目の行を示す名前「ブロック_項目」がありません。"
    ]
    blocks = read_book(write_template(form, {**NAMES, "ブロック_項目": "$2:$14"}))
    assert said(blocks, per="department") == []
    assert said(blocks) == [
        f"［{FORM}］項目ごとに1シートの様式に、繰り返す行の名前（ブロック_項目）があります。"
    ]


def changed(names: Mapping[str, str], **changes: str) -> dict[str, str]:
    return {name: changes.get(name, area) for name, area in names.items()}


def test_case_S11_all_that_is_wrong_with_a_form_is_told_before_any_book_is_made(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    names = changed(
        {name: area for name, area in NAMES.items() if name != "_item_id"},
        指標_名称="$A$6",
        指標_単位="$D$6",
        指標_目標値="$B$6:$C$6",
        指標_実績値="$B$8:$C$8",
    )
    path = write_template(workspace.root / "様式" / "シート.xlsx", names)
    without(path, COVER, *(name for name in COVER_NAMES if name.startswith("記入_項目")))
    with pytest.raises(OfficeErrors) as told:
        generate(workspace, workspace.profile.round())
    messages = str(told.value)
    for words in (
        "_item_id",
        "指標の欄は1ですが、項目「窓口の見直し」",
        "記入_項目名",
        "表紙の項目一覧は0行",
    ):
        assert words in messages
    assert not (workspace.root / "配布").exists()
