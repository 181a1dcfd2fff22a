"""Every row of the rules of the five plans stands in a test case with its figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RULES = (
    *("A1", "A1x", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10"),
    *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13", "D14", "D15", "D16"),
    *("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10"),
    *("F1", "F2", "F3", "F4", "F5", "F6"),
    "G",
)
"""The ids of the specification: rates, achieved or not, counting, amounts, targets, forecasts, text."""


BY_A_COMMAND = ("D13", "D14", "E7", "E8", "E10")
"""Rules about the plan and about what was printed: only what generate or audit says shows that they hold."""
RULE_TESTS = Path(__file__).parent


def iter_case_ids(folder: Path) -> Iterator[str]:
    """Yield the id of every parametrised case in a folder: `pytest.param(…, id="A1-93.8")`, `ids=[…]`."""
    for path in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("id", "ids"):
                for text in ast.walk(node.value):
                    if isinstance(text, ast.Constant):
                        yield str(text.value)


def rules_in(folder: Path) -> frozenset[str]:
    return frozenset(part for case in iter_case_ids(folder) for part in re.split("-", case))


CASES = rules_in(RULE_TESTS) | rules_in(RULE_TESTS.parent / "steps")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_case(rule: str) -> None:
    assert rule in CASES


@pytest.mark.parametrize("rule", BY_A_COMMAND)
def test_a_rule_that_only_a_command_shows_has_a_case_that_runs_one(rule: str) -> None:
    assert rule in rules_in(RULE_TESTS.parent / "steps")


def test_no_case_names_a_rule_that_does_not_exist() -> None:
    named = {part for part in CASES if re.fullmatch(r"[A-F]\d+x?", part)}
    assert named <= set(RULES)
