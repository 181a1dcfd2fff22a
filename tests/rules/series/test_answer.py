"""The answer of an item that counts, chosen from plain candidates: no file is opened here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.rules.small_return import (
    ACTUAL,
    ASKED,
    EFFECT,
    FIELDS,
    GOOD,
    GRADE,
    R5,
    R6,
    REFS,
    RESULT,
    item_of,
    number_cell,
    schema_of,
    text_cell,
)
from toolkit.model.answers import ItemAnswer
from toolkit.model.decisions import About, Decision, Decisions, Kind
from toolkit.model.fields import Slot
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.plan import Department, Plan, offices_of
from toolkit.model.profile import Ask, Judging, Round
from toolkit.model.read_return import Lead, ReadReturn, ReadSheet, ReadSlot
from toolkit.model.record import Answer, Cell, Place, Record, State
from toolkit.rules.record.contract import Contract
from toolkit.rules.series.answer import answer_of, iter_candidates, join
from toolkit.rules.series.basis import Basis
from toolkit.rules.series.candidate import Candidate

OWN, OFFICE, BODY = "所属", "事務局", "委員会"
ITEM = item_of()
SHEET = IssuedSheet(ITEM.id, "(1)-①", {REFS[slot]: slot for slot in ASKED}, {})
BOOK = IssuedBook("経営企画課", "01_経営企画課.xlsx", "ab" * 16, "表紙", (SHEET,), "シート", OWN)
PLAN = Plan(
    (R5, R6),
    (Department(1, "企画部", "経営企画課"),),
    (ITEM,),
    offices=offices_of([(OFFICE, None), (BODY, None)]),
)
ROUND = Round(
    "R5_実績",
    (R5,),
    R6,
    ("シート",),
    dt.date(2024, 5, 31),
    tuple(Ask(FIELDS[slot.field], (R5,), OWN, required=True) for slot in ASKED),
    writers=(OWN, OFFICE, BODY),
)
MOMENT = dt.datetime.fromisoformat("2024-05-20T10:00+09:00")


def entry(receipt: int, taken: Taken = Taken.RETURN) -> Entry:
    name = f"{receipt:04}_01_経営企画課.xlsx"
    own = {"issue": 1, "department": "経営企画課", "book": BOOK.file, "items": (ITEM.id,)}
    return Entry(receipt, "", MOMENT, name, name, taken, **own)  # type: ignore[arg-type]


def basis(entries: Sequence[Entry] = (), decisions: Sequence[Decision] = ()) -> Basis:
    contract = Contract(schema_of())
    standing = Decisions.of(decisions)
    return Basis(ROUND, PLAN, FIELDS, contract, lambda _: Judging(), entries, standing, ())


def reading(changed: Mapping[Slot, Cell] | None = None) -> ReadReturn:
    """Give a good return as it was read, with some cells changed."""
    cells = {**GOOD, **(changed or {})}
    slots = tuple(ReadSlot(slot, Lead.FOLLOWED, cells[slot]._replace(ref=REFS[slot])) for slot in ASKED)
    return ReadReturn((ReadSheet(ITEM.id, SHEET.sheet, slots),))


def answer(*returns: Mapping[Slot, Cell] | None, decisions: Sequence[Decision] = ()) -> ItemAnswer:
    """Give the answer that counts of returns that came one after the other."""
    entries = [entry(number) for number, _ in enumerate(returns, 1)]
    on = basis(entries, decisions)
    candidates: list[Candidate] = []
    for one, changed in zip(entries, returns, strict=True):
        candidates += iter_candidates(on, reading(changed), {"": BOOK}, one)
    return answer_of(on, ITEM, (BOOK, SHEET), candidates)


def codes(one: ItemAnswer) -> list[str]:
    return [finding.code for finding in one.findings]


# -- supersession


def test_the_newest_of_two_good_returns_counts_and_says_what_changed() -> None:
    used = answer(None, {ACTUAL: number_cell("1200")})
    assert used.record.answer(ACTUAL).value == 1200
    assert used.entry == entry(2)
    assert codes(used) == ["changed-since-last"]


def test_a_newer_return_with_something_to_mend_leaves_the_good_one_counting() -> None:
    used = answer(None, {ACTUAL: text_cell("多数")})
    assert (used.record.answer(ACTUAL).value, used.entry) == (Decimal(1100), entry(1))
    assert codes(used) == ["older-answer-used", "changed-since-last"]
    assert used.findings[0].words["titles"] == "数値でない"


def test_where_none_is_good_the_newest_counts() -> None:
    used = answer({ACTUAL: text_cell("多数")}, {ACTUAL: text_cell("大勢")})
    assert (used.record.answer(ACTUAL).raw, used.entry) == ("大勢", entry(2))


@pytest.mark.parametrize("blank", [Cell(""), text_cell("　")])
def test_a_blank_never_beats_an_earlier_answer_and_is_asked_about(blank: Cell) -> None:
    used = answer(None, {EFFECT: blank})
    assert used.record.answer(EFFECT).value == 5200
    assert used.record.places[EFFECT].file == entry(1).file
    assert codes(used) == ["blank-after-answer"]


def test_a_sheet_nobody_filled_is_asked_for() -> None:
    nothing = dict.fromkeys(ASKED, Cell(""))
    assert list(iter_candidates(basis(), reading(nothing), {"": BOOK}, entry(1))) == []
    used = answer(nothing)
    assert (used.entry, codes(used)) == (None, ["sheet-empty"])


def test_who_sent_nothing_is_not_asked_item_by_item() -> None:
    assert codes(answer()) == []


def test_a_sheet_that_need_not_be_filled_came_back_with_the_newest_file_that_holds_it() -> None:
    optional = replace(ROUND, asks=tuple(replace(ask, required=False) for ask in ROUND.asks))
    on = replace(basis([entry(1), entry(2), entry(3, Taken.DUPLICATE)]), round=optional)
    used = answer_of(on, ITEM, (BOOK, SHEET), ())
    assert (used.awaited, used.entry, used.findings) == (False, entry(2), ())


# -- what is not certain, and what the office decided


def test_a_field_in_doubt_has_no_value_and_is_asked_about_once() -> None:
    (sheet,) = reading().sheets
    slots = [
        replace(one, lead=Lead.QUESTIONED, expected=Cell("C9")) if one.slot == ACTUAL else one
        for one in sheet.slots
    ]
    read = ReadReturn((replace(sheet, slots=tuple(slots)),))
    on = basis([entry(1)])
    used = answer_of(on, ITEM, (BOOK, SHEET), list(iter_candidates(on, read, {"": BOOK}, entry(1))))
    assert used.record.answer(ACTUAL).state is State.BLANK
    assert [(one.code, one.slot) for one in used.findings] == [("field-moved", ACTUAL)]


def test_what_the_office_mended_stands_in_place_of_what_was_typed() -> None:
    about = About(item_id=ITEM.id, field="指標_実績値", year="R5", number=1)
    mended = Decision(Kind.CORRECTED, about, "山田", MOMENT, "電話で確認", 1, "1050")
    used = answer({ACTUAL: text_cell("多数")}, decisions=[mended])
    assert used.record.answer(ACTUAL).value == 1050
    assert used.record.corrected == {ACTUAL: "多数"}
    assert codes(used) == ["corrected-by-office"]


# -- several writers


def part(writer: str, section: str, grade: str, file: str) -> ItemAnswer:
    state = State.TEXT if grade else State.BLANK
    record = Record(
        ITEM.id, {GRADE: Answer(grade, state, grade or None)}, {GRADE: Place(file, SHEET.sheet, "C11")}
    )
    return ItemAnswer(ITEM, Department(1, "", section), (GRADE,), record, writer=writer)


@pytest.mark.parametrize(
    ("office", "body", "counts"),
    [("遅れ", "計画どおり", "c"), ("遅れ", "", "b"), ("", "計画どおり", "c"), ("", "", "a")],
)
def test_the_last_writer_that_answered_counts_in_whatever_order_the_books_were_made(
    office: str, body: str, counts: str
) -> None:
    parts = [
        part(BODY, BODY, body, "c"),
        part(OWN, "経営企画課", "計画以上", "a"),
        part(OFFICE, OFFICE, office, "b"),
    ]
    joined = join(basis(), ITEM, parts)
    assert joined.record.places[GRADE].file == counts
    said = [(OWN, "計画以上"), (OFFICE, office), (BODY, body)]
    assert [(one.by, one.value) for one in joined.record.reviews] == [pair for pair in said if pair[1]]


def test_an_evaluation_of_one_writer_is_a_review_with_its_reason_and_a_story_is_none() -> None:
    graded, why = Slot("year.internal_review", year=R5), Slot("year.internal_reason", year=R5)
    answers = {
        graded: Answer("Ａ", State.TEXT, "A"),
        why: Answer("目標を上回った。", State.TEXT, "目標を上回った。"),
        RESULT: Answer("実施した。", State.TEXT, "実施した。"),
    }
    record = Record(ITEM.id, answers, {graded: Place("委員会.xlsx", "(1)-①", "C20")})
    body = ItemAnswer(ITEM, Department(1002, "", BODY), (graded, why, RESULT), record, writer=BODY)
    (review,) = join(basis(), ITEM, [body]).record.reviews
    assert review.as_json() == {
        "by": BODY,
        "year": "R5",
        "field": "年次_内部評価",
        "value": "A",
        "reason": "目標を上回った。",
        "source": {"file": "委員会.xlsx", "sheet": "(1)-①", "cell": "C20"},
    }


def test_a_number_two_writers_gave_is_judged_as_the_last_one_gave_it() -> None:
    own = ItemAnswer(ITEM, PLAN.departments[0], (ACTUAL,), Record(ITEM.id, {ACTUAL: number("900")}))
    office = replace(own, record=Record(ITEM.id, {ACTUAL: number("1000")}), writer=OFFICE)
    (verdict,) = join(basis(), ITEM, [own, office]).verdicts
    assert (verdict.actual, verdict.judgement.flag.value) == ("1000", "○")  # of a target of 1,000


def number(text: str) -> Answer:
    return Answer(text, State.NUMBER, Decimal(text))
