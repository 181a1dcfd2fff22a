"""Files that Excel has open: nothing is lost or half written, and the office reads which to close."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.steps.toy_city import GOOD, fill
from tests.windows.desk import NOBODY_MAY, Ran, contents, gyokaku, held
from toolkit.desk.workspace import Workspace
from toolkit.steps.collect import collect

CLOSE = "Excelで開いていれば閉じて、もう一度実行してください。"


def path_of(city: Workspace, *names: str) -> Path:
    kind, name = names
    return city.root / kind / city.profile.round().id / name


@pytest.mark.parametrize(
    ("verb", "names"),
    [("取りまとめ", ("取りまとめ", "取りまとめ表.xlsx")), ("確認", ("確認", "確認結果.xlsx"))],
)
def test_a_book_that_excel_shows_stays_and_is_named(
    returned: Workspace, verb: str, names: tuple[str, str]
) -> None:
    path = path_of(returned, *names)
    changed = fill(
        returned, "総務課", {"1-①": {**GOOD["総務課"]["1-①"], "B8": 31}}, returned.root.parent / "再.xlsx"
    )
    collect(returned, returned.profile.round(), [changed])
    before = contents(path.parent)
    with held(path):
        ran = gyokaku(verb, cwd=returned.root)
        assert contents(path.parent) == before
    assert ran == Ran(2, ran.said)
    assert ran.said.startswith(f"読み書きできません: {path}")
    assert CLOSE in ran.said
    assert gyokaku(verb, cwd=returned.root).code == 0
    after = contents(path.parent)
    assert {name for name in before if before[name] != after[name]} == {
        path.name,
        path.with_suffix(".json").name,
    }


def test_a_departments_book_that_is_open_is_not_lost_when_the_round_is_issued_again(city: Workspace) -> None:
    books = path_of(city, "配布", "").parent
    book = next(city.folder("配布", city.profile.round()).glob("*.xlsx"))
    before = contents(books)
    with held(book):
        ran = gyokaku("配布", cwd=city.root)
        if ran.code:  # Windows moves no folder in which a file is open; Wine does
            assert contents(books) == before
            assert CLOSE in ran.said
    kept = contents(books).values()
    assert [name for name, content in before.items() if content not in kept] == []
    assert gyokaku("配布", cwd=city.root).code == 0


def test_a_book_of_the_office_that_is_open_leaves_all_books_of_the_round_as_they_were(
    office: Workspace,
) -> None:
    books = office.folder("配布", office.profile.round())
    before = contents(office.root)
    with held(books / "事務局.xlsx"):
        ran = gyokaku("配布", "--writer", "事務局", cwd=office.root)
        now = contents(office.root)
    assert (ran.code, ran.said.splitlines()[0]) == (2, f"読み書きできません: {books / '事務局.xlsx'}")
    assert {name: now[name] for name in now if name in before and not name.endswith("lock")} == {
        name: before[name] for name in before if not name.endswith("lock")
    }
    assert set(now) - set(before) <= {str(Path(".gyokaku", "lock"))}


def test_a_return_that_another_program_keeps_to_itself_is_passed_over_by_name(
    city: Workspace, answered_once: Path
) -> None:
    first, *others = sorted(answered_once.glob("*.xlsx"))
    with held(first, NOBODY_MAY):
        ran = gyokaku("回収", answered_once, cwd=city.root)
    assert f"{len(others)}件を受け付けました" in ran.said
    assert f"{first.name}" in ran.said
    assert "読み取れません（ほかのプログラムで開いたままか、権限がありません）" in ran.said
    assert gyokaku("回収", first, cwd=city.root).code == 0


def test_a_register_that_excel_shows_can_be_issued(city: Workspace) -> None:
    with held(city.register):
        assert gyokaku("配布", cwd=city.root).code == 0


def test_a_master_that_cannot_be_written_leaves_its_numbers_as_they_were_too(returned: Workspace) -> None:
    master = path_of(returned, "取りまとめ", "取りまとめ表.xlsx")
    numbers = json.loads(master.with_suffix(".json").read_text("utf-8"))
    with held(master.with_suffix(".json")):
        ran = gyokaku("取りまとめ", cwd=returned.root)
    assert ran.said.startswith(f"読み書きできません: {master.with_suffix('.json')}")
    assert json.loads(master.with_suffix(".json").read_text("utf-8")) == numbers
