"""A formula that asks another program, the network, or is a link is told from one that calculates."""

from __future__ import annotations

import pytest

from toolkit.model.fields import Field, FieldKind
from toolkit.model.record import Cell, State
from toolkit.rules.record.outside import reaches_outside
from toolkit.rules.record.records import read_answer


@pytest.mark.parametrize(
    "formula",
    [
        "=cmd|'/c calc'!A0",
        '=DDE("soffice","a.ods","A1")',
        '=WEBSERVICE("http://example.jp/"&B2)',
        '=_xlfn.WEBSERVICE("http://example.jp/")',
        '=1+hyperlink("http://example.jp","120")',
        '=HYPERLINK ("x")',
        '=IMPORTXML("http://example.jp","//a")',
    ],
)
def test_what_reaches_outside_is_told(formula: str) -> None:
    assert reaches_outside(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(B10:C10)",
        "=[1]Sheet1!A1",
        '=IF(A1="|","HYPERLINK(","なし")',
        "='甲|乙'!A1",
        "=RECALL(1)",
        "=120*1000",
    ],
)
def test_what_only_calculates_is_not(formula: str) -> None:
    assert not reaches_outside(formula)


@pytest.mark.parametrize("kind", ["quantity", "text"])
def test_the_text_of_such_a_cell_is_kept_and_its_value_is_not_taken(kind: FieldKind) -> None:
    cell = Cell("B8", "text", "120", "120", '=HYPERLINK("http://example.jp","120")')
    answer = read_answer(cell, Field("indicator.actual", "指標_実績値", (), kind), "件")
    assert (answer.raw, answer.state, answer.value) == ("120", State.ERROR, None)
