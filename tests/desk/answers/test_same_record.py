"""The same answers give the same record, whatever program saved them and however they were sent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.office import needs_libreoffice, resave
from tests.steps.edits import insert_rows, make_strict, reorder_sheets
from tests.steps.sent_round import Round
from tests.steps.toy_city import EFFECT, FIRST, JOINT, RESULT, SECOND, STATUS, Answers, fill
from toolkit.books.package.package import Package
from toolkit.model.fields import Slot
from toolkit.model.record import Answer

MANNERS: Answers = {
    "1-①": {
        FIRST: "１２件",
        SECOND: "98.5%",
        EFFECT: "△1,234",
        RESULT: "統合した。\n来年も続ける。",
        STATUS: "遅れ",
    },
    "1-②": {FIRST: 1200, EFFECT: "2万円", RESULT: "ｶﾅと㎡と𠮷野家", STATUS: "順調"},
    "2-①": {FIRST: "未（7月）", EFFECT: 900, RESULT: "=桟橋を貸した", STATUS: "順調"},
}


def records(sent: Round) -> dict[str, dict[Slot, Answer]]:
    """Give what was answered of every item; sub-totals are no answers, and some programs calculate them."""
    return {one.item.id: {slot: one.record.answer(slot) for slot in one.asked} for one in sent.read().items}


def from_libreoffice(path: Path) -> list[Path]:
    return [resave(path, path.with_name("libreoffice.xlsx"))]


def renamed(path: Path) -> list[Path]:
    package = Package.open(path)
    package.rename_sheet("1-①", "窓口（最終）")
    package.save(path.with_name("【総務課】提出版(1).xlsx"))
    return [path.with_name("【総務課】提出版(1).xlsx")]


def with_rows_and_another_order(path: Path) -> list[Path]:
    insert_rows(path, "1-①", 11)
    insert_rows(path, "1-①", 5)
    reorder_sheets(path)
    return [path]


def strict(path: Path) -> list[Path]:
    make_strict(path)
    return [path]


def through_openpyxl(path: Path) -> list[Path]:
    openpyxl.load_workbook(path).save(path)
    return [path]


def in_three_parts(path: Path) -> list[Path]:
    parts = []
    for item in JOINT:
        package = Package.open(path)
        for other in JOINT:
            if other != item:
                package.remove_sheet(other)
        parts.append(path.with_name(f"{item}.xlsx"))
        package.save(parts[-1])
    return parts


@pytest.mark.parametrize("answers", [JOINT, MANNERS], ids=["plain", "as-typed"])
@pytest.mark.parametrize(
    "way",
    [
        pytest.param(from_libreoffice, marks=needs_libreoffice),
        renamed,
        with_rows_and_another_order,
        strict,
        through_openpyxl,
        in_three_parts,
    ],
)
def test_the_same_answers_give_the_same_record(
    joint: Round, answers: Answers, way: Callable[[Path], list[Path]]
) -> None:
    as_sent = fill(joint.workspace, "総務課", answers, joint.folder / "as_sent.xlsx")
    joint.take(as_sent)
    expected = records(joint)
    given = [answer for record in expected.values() for answer in record.values() if answer.raw]
    assert len(given) == sum(len(cells) for cells in answers.values())
    joint.workspace.ledger_path(joint.workspace.profile.round()).unlink()
    shutil.rmtree(joint.workspace.root / ".gyokaku" / "received")  # as an office that begins anew
    for path in way(as_sent):
        joint.take(path)
    assert records(joint) == expected
