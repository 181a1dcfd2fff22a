"""Formulas with other sheet names, other table names, or copied to another place."""

from __future__ import annotations

import pytest

from toolkit.books.package.formulas import mentions_sheet, rename_sheets, rename_tables, shift


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("様式!A1", "'新 1'!A1"),
        ("'様式'!$A$1:B2", "'新 1'!$A$1:B2"),
        ("SUM(様式!A1,選択肢!A1)", "SUM('新 1'!A1,選択肢!A1)"),
        ('"様式!A1"&様式!A1', "\"様式!A1\"&'新 1'!A1"),  # not inside a text
        ("様式2!A1+別様式!A1", "様式2!A1+別様式!A1"),  # not a part of another name
        ("[1]様式!A1+'[1]様式'!A1", "[1]様式!A1+'[1]様式'!A1"),  # not another book
        ("様式:裏!A1", "'新 1:裏'!A1"),
        ("SUM(様式!D9:様式!D10)", "SUM('新 1'!D9:'新 1'!D10)"),
        ("様式!$A:$B,様式!$1:$2", "'新 1'!$A:$B,'新 1'!$1:$2"),
        ("表1[様式]", "表1[様式]"),
        ("-様式!A1*(様式!B1)", "-'新 1'!A1*('新 1'!B1)"),
    ],
)
def test_a_sheet_name_is_replaced_where_it_is_a_sheet_name(formula: str, renamed: str) -> None:
    assert rename_sheets(formula, {"様式": "新 1"}) == renamed


def test_upper_and_lower_case_are_one_sheet() -> None:
    assert rename_sheets("SHEET1!A1+sheet1!A2", {"sheet1": "様式"}) == "'様式'!A1+'様式'!A2"


def test_an_apostrophe_in_a_sheet_name_is_doubled() -> None:
    assert rename_sheets("'O''Brien'!A1", {"o'brien": "It's"}) == "'It''s'!A1"


def test_a_removed_sheet_leaves_a_dead_reference() -> None:
    assert rename_sheets("様式!A1+'様式'!B2", {"様式": None}) == "#REF!A1+#REF!B2"


def test_a_formula_mentions_a_sheet_only_outside_its_texts() -> None:
    assert mentions_sheet("SUM('様式'!A1)", "様式")
    assert not mentions_sheet('"様式!"&A1', "様式")


def test_table_names_are_replaced_before_brackets_only() -> None:
    assert rename_tables('SUM(表1[計画])+表1[[#This Row],[表1]]&"表1[x]"', {"表1": "表1_2"}) == (
        'SUM(表1_2[計画])+表1_2[[#This Row],[表1]]&"表1[x]"'
    )
    assert rename_tables("表11[計画]+x表1[a]", {"表1": "y"}) == "表11[計画]+x表1[a]"


@pytest.mark.parametrize(
    ("formula", "shifted"),
    [
        ("C$8*2", "E$8*2"),
        ("A1+$A1+A$1+$A$1", "C4+$A4+C$1+$A$1"),
        ("SUM(A1:B2)", "SUM(C4:D5)"),
        ("SUM(A:B,1:2,$A:B,$1:2)", "SUM(C:D,4:5,$A:D,$1:5)"),
        ("LOG10(A1)", "LOG10(C4)"),  # a function, not cell LOG10
        ("様式!A1+'A1 B2'!A1", "様式!C4+'A1 B2'!C4"),
        ('"A1"&A1', '"A1"&C4'),
        ("表1[A1]+目標A1+A1x", "表1[A1]+目標A1+A1x"),
        ("1E3+.5", "1E3+.5"),
        ("XFD1", "#REF!"),
        ("A1048576", "#REF!"),
        ("TRUE+IF(A1>0,1,0)", "TRUE+IF(C4>0,1,0)"),
    ],
)
def test_a_formula_copied_three_rows_down_and_two_columns_right(formula: str, shifted: str) -> None:
    assert shift(formula, 3, 2) == shifted
