"""One item's return made by hand: cells by field in, read, judged and ready for the checks out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.books.toys import load_base_fields
from tests.settings_book import profile_of
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.plan import NOTHING, Effect, Indicator, Item, Level, Method, Printed
from toolkit.model.profile import Judging
from toolkit.model.record import Cell, Place
from toolkit.model.verdicts import Verdict
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.checks import iter_findings
from toolkit.rules.judging.achievement import Chosen, judge
from toolkit.rules.judging.targets import read_target
from toolkit.rules.record.city_contract import narrow
from toolkit.rules.record.contract import Contract
from toolkit.rules.record.read_item import Asked, ReadItem
from toolkit.rules.record.records import build_record

FIELDS = load_base_fields()
R5, R6 = FiscalYear.parse("R5"), FiscalYear.parse("R6")
CONFIG = Path(__file__).parents[2] / "config"
BASE: dict[str, Any] = json.loads((CONFIG / "base.schema.json").read_text("utf-8"))

RESULT, GRADE = Slot("year.result", year=R5), Slot("year.evaluation", year=R5)
ACTUAL, EFFECT = Slot("indicator.actual", 1, year=R5), Slot("effect.actual", year=R5)
SUBTOTAL = Slot("item.actual_subtotal")
REASON, MEASURE = Slot("indicator.reason", 1, year=R5), Slot("indicator.measure", 1, year=R5)
CHOSEN, DUE = Slot("indicator.flag", 1, year=R5), Slot("indicator.due", 1, year=R5)
ASKED = (RESULT, ACTUAL, EFFECT, GRADE)
REFS = {RESULT: "C9", ACTUAL: "C8", EFFECT: "C10", GRADE: "C11", SUBTOTAL: "F10"}
REFS |= {REASON: "G8", MEASURE: "H8", CHOSEN: "I8", DUE: "J8"}


def schema_of(city: str = "isehara") -> dict[str, Any]:
    """Give the contract of a packaged city, as a workspace puts it together."""
    return narrow(BASE, profile_of(city))


def number_cell(value: str, ref: str = "C8", number_format: str = "General") -> Cell:
    return Cell(ref, "number", value, Decimal(value), number_format=number_format)


def text_cell(text: str, ref: str = "C8") -> Cell:
    return Cell(ref, "text", text, text) if text else Cell(ref)


def printed(text: str) -> Printed:
    plain = text.replace(",", "").removeprefix("-") if text != "-" else ""
    return Printed(text, Decimal(text.replace(",", ""))) if plain.isdigit() else Printed(text)


def item_of(
    target: str = "1,000", planned: str = "5,000", unit: str = "件", method: Method = Method.NUMBER
) -> Item:
    """Give an item with one indicator and one effect; `planned` "" is an item without an amount."""
    return Item(
        id="(1)-①",
        levels=(Level("1", "行政サービス"),),
        number="①",
        name="業務の改善",
        form="シート",
        leads=("経営企画課",),
        coordinator="経営企画課",
        start_year=R5,
        indicators=(Indicator(1, "件数", unit, NOTHING, NOTHING, {R5: printed(target)}, method=method),),
        effects=(Effect({R5: printed(planned)}),),
    )


GOOD: Mapping[Slot, Cell] = {
    RESULT: text_cell("窓口を統合した。"),
    ACTUAL: number_cell("1100"),
    EFFECT: number_cell("5200"),
    GRADE: text_cell("計画どおり"),
}


def return_of(
    changed: Mapping[Slot, Cell] | None = None,
    item: Item | None = None,
    required: Sequence[Slot] = ASKED,
    asked: Sequence[Slot] = ASKED,
) -> ReadItem:
    """Give a good return with some cells changed."""
    item = item or item_of()
    cells = {**GOOD, **(changed or {})}
    places = {slot: Place("01_経営企画課.xlsx", "(1)-①", REFS[slot]) for slot in cells}
    record = build_record(item, cells, places, FIELDS)
    indicator = item.indicators[0]
    target = indicator.targets[R5]
    actual = record.answer(ACTUAL)
    judgement = judge(
        read_target(target.text, indicator.unit, indicator.direction),
        actual,
        Judging(),
        method=indicator.method,
        decided=Chosen(str(record.answer(CHOSEN).value or "")),
    )
    verdict = Verdict(item.id, 1, R5, target.text, actual.raw, judgement)
    return ReadItem(item, record, cells, (verdict,), Asked(asked, required), "企画部 経営企画課")


def findings_of(answered: ReadItem, schema: Mapping[str, Any] | None = None) -> list[Finding]:
    return list(iter_findings(answered, Contract(schema or schema_of()), FIELDS))


def codes_of(answered: ReadItem, schema: Mapping[str, Any] | None = None) -> list[str]:
    return [finding.code for finding in findings_of(answered, schema)]
