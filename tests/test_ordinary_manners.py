"""A hundred answers as office staff type them cause no 要修正 on the sample round of the packaged plan."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.books.toys import load_base_fields
from tests.rules.small_return import schema_of
from toolkit.books.register.register import load_register
from toolkit.model.catalogue import Severity
from toolkit.model.fields import Slot
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Judging
from toolkit.model.record import Cell
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.checks import iter_findings
from toolkit.rules.judging.item import judge_item
from toolkit.rules.record.contract import Contract
from toolkit.rules.record.read_item import Asked, ReadItem
from toolkit.rules.record.records import build_record

ROOT = Path(__file__).parent.parent
FIELDS = load_base_fields()
R5 = FiscalYear.parse("R5")
ACTUAL = Slot("indicator.actual", 1, year=R5)
EFFECT = Slot("effect.actual", year=R5)
RESULT = Slot("year.result", year=R5)
GRADE = Slot("year.evaluation", year=R5)

TYPED: dict[str, dict[Slot, list[str]]] = {
    "(1)-①": {  # 件, target 3, no effect planned
        ACTUAL: [
            "3",
            "３",
            "3件",
            "３件",
            "3 件",
            " 3",
            "3　",
            "約3件",
            "3件程度",
            "3.0",
            "0",
            "０件",
            "4（見込み）",
            "4件（見込み）",
            "未",
            "未定",
            "未（7月）",
            "未（令和6年7月）",
            "未確定",
            "集計中",
            "集計中（6月）",
            "決算後",
            "決算後（令和6年8月）",
            "（未定）",
            "調整中",
        ],
        EFFECT: ["-", "－", "―", "ー", "", "0"],
        GRADE: [
            "計画どおり",
            " 計画どおり",
            "計画どおり　",
            "計画以上",
            "やや遅れ",
            "遅れ",
            "未着手",
            "計画 どおり",
        ],
        RESULT: [
            "実施した。",
            "・窓口の3業務を見直した。\n・手順書を作った。",
            "=見直しを継続",
            "+2業務",
            "-業務を1件減",
            "@庁内掲示板に掲載",
            "令和6年3月に完了",
            "2024/3/29 完了",
            "（１）調査　（２）分析",
            "①済 ②済 ③着手",
            "https://www.example.jp/ を参照",
            "<b>太字</b>のつもり",
            "ﾊﾝｶｸ ｶﾅ",
            "“引用”と'引用'",
        ],
    },
    "(3)-①": {ACTUAL: ["666", "６６６人", "666人", "666名", "667 人"]},
    "(2)-④": {
        ACTUAL: ["22,604", "２２，６０４", "22604", "22,604トン", "22,604t", "22,604ｔ", "約22,600トン"],
        EFFECT: [
            "7,766",
            "8954",
            "８，９５４",
            "8,954千円",
            "895万円",
            "△1,200",
            "▲1,200",
            "-1200",
            "－1,200",
            "約9,000",
        ],
    },
    "(3)-④": {ACTUAL: ["13.2", "１３．２", "13.2時間", "14.2 時間", "13．2"]},
    "(5)-①": {ACTUAL: ["56.1", "56.1%", "５６．１％", "56.1 ％", "54.2パーセント"]},
    "(5)-⑤": {ACTUAL: ["2(78)", "2（78）", "２（７８）"]},
    "(8)-②": {
        ACTUAL: ["84,000", "84,000千円", "8,400万円", "８４，０００", "84000千円"],
        EFFECT: ["84,000", "84,000千円", "決算後（7月）", "未（令和6年7月）", "算定中（8月）"],
    },
    "(10)-①": {ACTUAL: ["18.4億円", "18.4", "１８．４億円", "18億4,000万円"]},
    "(10)-④": {ACTUAL: ["89.9%", "89.9", "８９．９％", "決算後（8月）"]},
}

CASES = [
    pytest.param(item, slot, typed, id=f"{item} {FIELDS[slot.field].title} {typed!r}")
    for item, slots in TYPED.items()
    for slot, texts in slots.items()
    for typed in texts
]


@cache
def plan() -> Plan:
    return load_register(ROOT / "examples" / "isehara" / "計画台帳.xlsx", FIELDS)


@cache
def contract() -> Contract:
    return Contract(schema_of("isehara"))


def good_answers(item: Item) -> dict[Slot, str]:
    """Give what a careful department types, so that only the cell in question can be at fault."""
    return {
        RESULT: "計画に沿って実施した。",
        ACTUAL: item.indicators[0].targets[R5].text,
        EFFECT: item.effects[0].planned[R5].text if item.effects else "-",
        GRADE: "計画どおり",
    }


def test_there_are_a_hundred_of_them() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize(("item_id", "slot", "typed"), CASES)
def test_an_answer_in_ordinary_manners_is_never_sent_back(item_id: str, slot: Slot, typed: str) -> None:
    item = plan().item(item_id)
    answers = good_answers(item) | {slot: typed}
    cells = {at: Cell("B1", "text" if text else "blank", text, text or None) for at, text in answers.items()}
    record = build_record(item, cells, {}, FIELDS)
    verdicts = judge_item(item, record, [R5], lambda _: Judging())
    asked = Asked(tuple(answers), tuple(answers))
    answered = ReadItem(item, record, cells, verdicts, asked)
    findings = list(iter_findings(answered, contract(), FIELDS))
    assert [(one.code, one.what) for one in findings if one.severity is Severity.ERROR] == []
    assert record.answer(slot).raw == typed
