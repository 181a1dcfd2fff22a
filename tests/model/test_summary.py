"""取りまとめ表.json: every key is always there, null where the plan has none."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.small_summary import FILE, MONEY, REFORM, small_summary
from toolkit.model.catalogue import Severity


def test_the_json_of_a_summary_has_the_agreed_shape() -> None:
    answer = json.loads(json.dumps(small_summary().as_json(), ensure_ascii=False))
    verdicts = answer.pop("verdicts")
    assert answer == {
        "city": "伊勢原市",
        "plan": "第６次行財政改革推進計画",
        "round": {"id": "R5_取組実績・評価", "years": ["R5"], "edition": "R6"},
        "plan_size": {"items": 3, "activities": None, "indicators": 3},
        "plan_groups": [],
        "levels": {"基本方針": 2, "推進項目": 2},
        "received": {
            "departments": 2,
            "returned": 1,
            "missing": ["総務部 財政課"],
            "items_asked": 3,
            "items_returned": 2,
        },
        "indicators": {
            "total": {"all": 3, "not_set": 0, "set": 3, "achieved": 1, "missed": 1, "undecided": 1},
            "groups": [
                {"by": "基本方針", "path": [REFORM], "all": 1, "not_set": 0, "set": 1}
                | {"achieved": 0, "missed": 1, "undecided": 0},
                {"by": "基本方針", "path": [MONEY], "all": 2, "not_set": 0, "set": 2}
                | {"achieved": 1, "missed": 0, "undecided": 1},
            ],
            "conventions": [],
        },
        "status": {
            "unit": "実施項目",
            "choices": ["計画どおり", "遅れ"],
            "total": {"計画どおり": 1, "遅れ": 1},
            "groups": [],
            "on_track": {"count": 1, "of": 2, "share": "50%"},
            "outside": [],
            "changes": {"round": None, "why": "", "total": {}, "groups": []},
        },
        "statuses": [{"field": "年次_評価"} | answer["status"]],
        "effects": {
            "unit": "千円",
            "planned": {"by_year": {"R5": 1800, "R6": 700}, "total": 2500},
            "actual": {"by_year": {"R5": 380}, "total": 380},
            "open": {"by_year": {}, "total": {"count": 0, "planned": 0}},
            "groups": [
                {
                    "by": "基本方針",
                    "path": [REFORM],
                    "planned": {"by_year": {"R5": 1500, "R6": 0}, "total": 1500},
                    "actual": {"by_year": {"R5": -20}, "total": -20},
                    "open": {"by_year": {}, "total": {"count": 0, "planned": 0}},
                },
                {
                    "by": "基本方針",
                    "path": [MONEY],
                    "planned": {"by_year": {"R5": 300, "R6": 700}, "total": 1000},
                    "actual": {"by_year": {"R5": 400}, "total": 400},
                    "open": {"by_year": {}, "total": {"count": 0, "planned": 0}},
                },
            ],
            "excluded": [{"item": "項目3", "activity": None, "planned": 9999, "why": "特別会計のため"}],
        },
        "differences": [],
        "reviews": [],
        "published": [],
        "findings": {"error": 1, "warning": 1, "info": 0},
    }
    assert verdicts[0] == {
        "item_id": "1",
        "number": "1",
        "item": "項目1",
        "indicator_id": "1#1",
        "indicator": "=件数",
        "year": "R5",
        "unit": "件",
        "target": "1,000",
        "final": "2,000",
        "actual": "900",
        "rate": "90.0%",
        "flag": "×",
        "why": "1,000に対し900",
        "origin": "回答",
        "source": {"file": FILE, "sheet": "(1)", "cell": "D20"},
    }
    assert verdicts[2]["source"] is None


def test_what_the_plan_does_not_have_is_null_under_the_same_keys() -> None:
    full = small_summary()
    bare = replace(full, indicators=None, statuses=(), effects=None).as_json()
    assert keys(bare) == keys(full.as_json())
    assert set(bare["indicators"]["total"].values()) == {None}
    assert bare["effects"]["planned"] == {"by_year": {}, "total": None}
    assert bare["effects"]["unit"] is None
    assert bare["verdicts"] == []


def test_findings_are_counted_under_every_severity() -> None:
    assert len(small_summary().finding_counts()) == len(Severity)


def keys(answer: object, path: str = "") -> set[str]:
    """Give the keys of nested objects; what lies in lists and under years or choices does not count."""
    if not isinstance(answer, dict) or path in ("/effects/planned/by_year", "/effects/actual/by_year"):
        return set()
    if path == "/status/total":
        return set()
    return {f"{path}/{key}" for key in answer} | {
        deep for key, value in answer.items() for deep in keys(value, f"{path}/{key}")
    }
