"""The levels of a plan and their names fit together, and the rows of a part stand together."""

from __future__ import annotations

import inspect
import re

import pytest

from toolkit.books.lists import master_rows
from toolkit.model.errors import RowPlace
from toolkit.model.plan import Item, Level, Plan, Pointer
from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.level_checks import (
    TAKEN,
    iter_level_mistakes,
    iter_level_name_mistakes,
    iter_parted_levels,
)

R6 = FiscalYear(2024)


def item(id_: str, *levels: tuple[str, str]) -> Item:
    row = RowPlace(sheet="項目")
    return Item(
        id_, tuple(Level(*one) for one in levels), id_, f"取組{id_}", "シート", ("課",), "課", R6, row=row
    )


def plan(*items: Item, pointers: tuple[Pointer, ...] = ()) -> Plan:
    return Plan((R6,), (), items, pointers)


@pytest.mark.parametrize("name", ["区分", "部", "年度", "活動", "種別", "番 号", "達成の割合"])
def test_case_S8_a_level_may_not_be_called_like_a_heading(name: str) -> None:
    (mistake,) = iter_level_name_mistakes(["柱", name], "取組")
    assert mistake.what == f"階層の名前「{name}」は、集計の見出しに使う言葉です。"
    assert mistake.mend.startswith("「基本」シートの階層の名前を")


def test_case_S8_levels_have_names_of_their_own() -> None:
    assert [one.what for one in iter_level_name_mistakes(["柱", "", "柱", "取組"], "取組")] == [
        "階層2の名前が空欄です。",
        "階層の名前「柱」が2つあります。",
        "階層の名前「取組」が、項目の呼び方と同じです。",
    ]
    assert list(iter_level_name_mistakes(["基本方針", "改革の推進項目"], "実施項目")) == []
    assert list(iter_level_name_mistakes([], "取組")) == []


def test_case_S8_every_column_of_the_master_is_a_word_no_level_may_have() -> None:
    titles = re.findall(
        r'Column\("(.+?)"', inspect.getsource(master_rows).partition("def write_submissions")[0]
    )
    assert {plain_word(title) for title in titles} <= {plain_word(word) for word in TAKEN}


def test_case_S8_the_register_has_as_many_levels_as_have_names() -> None:
    two = plan(item("1", ("1", "窓口"), ("1-1", "電子化")))
    assert list(iter_level_mistakes(two, ["柱", "施策"])) == []
    assert [one.what for one in iter_level_mistakes(two, ["柱"])] == [
        "台帳の階層は2つですが、「基本」シートの階層の名前は1つ（柱）です。"
    ]
    assert [one.what for one in iter_level_mistakes(plan(item("1")), ["柱"])] == [
        "台帳の階層はなしですが、「基本」シートの階層の名前は1つ（柱）です。"
    ]
    assert [one.what for one in iter_level_mistakes(two, [])] == [
        "台帳の階層は2つですが、「基本」シートの階層の名前は空欄です。"
    ]
    assert list(iter_level_mistakes(plan(item("1")), [])) == []


def test_case_S11_the_rows_of_a_part_that_are_apart_are_told_once() -> None:
    parted = plan(
        item("1", ("1", "窓口"), ("1", "電子化")),
        item("2", ("2", "財政"), ("1", "収納")),
        item("3", ("1", "窓口"), ("1", "電子化")),
    )
    assert [f"{one.sheet} {one.what}" for one in iter_parted_levels(parted)] == [
        "項目 「窓口」の行が離れているか、番号が行によって違います。"
    ]


def test_case_S11_a_part_below_that_is_apart_is_told_with_the_part_above() -> None:
    parted = plan(
        item("1", ("1", "窓口"), ("1", "電子化")),
        item("2", ("1", "窓口"), ("2", "広報")),
        item("3", ("1", "窓口"), ("1", "電子化")),
    )
    (mistake,) = iter_parted_levels(parted)
    assert mistake.what.startswith("「窓口／電子化」の行が")


def test_case_S11_one_name_with_two_numbers_is_told() -> None:
    (mistake,) = iter_parted_levels(plan(item("1", ("1", "窓口")), item("2", ("一", "窓口"))))
    assert mistake.what.startswith("「窓口」の行が")


def test_case_S11_a_second_mention_stands_with_its_part_too() -> None:
    items = (item("1", ("1", "窓口")), item("2", ("2", "財政")))
    pointer = Pointer((Level("1", "窓口"),), "①", "再掲", "2", after=2)
    (mistake,) = iter_parted_levels(plan(*items, pointers=(pointer,)))
    assert mistake.what.startswith("「窓口」の行が")
    assert list(iter_parted_levels(plan(*items))) == []


@pytest.mark.parametrize("name", ["すべて", "＊", "{群}", "{項目}"])
def test_a_part_is_not_called_what_stands_for_another_thing_in_an_expression(name: str) -> None:
    (mistake,) = iter_level_mistakes(plan(item("1", ("1", name)), item("2", ("1", name))), ["柱"])
    assert mistake.what == f"名称「{name}」は、式で全部の合計や、資料のその場所を表す言葉です。"
    assert mistake.sheet == "項目"


def test_the_name_of_a_level_holds_no_sign_that_quotes_words_in_an_expression() -> None:
    (mistake,) = iter_level_name_mistakes(["「基本」方針"], "項目")
    assert mistake.what == "階層の名前「「基本」方針」に、「 」は使えません（式で言葉を囲む記号です）。"
