"""Imports point down only: cli → steps → books, rules → model; and nobody reaches sideways."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLKIT = Path(__file__).parent.parent / "toolkit"
MODULES = sorted(TOOLKIT.rglob("*.py"))

ALLOWED = {
    "cli": {"steps", "model"},
    "steps": {"steps", "books", "rules", "model"},
    "books": {"books", "model"},
    "rules": {"rules", "model"},
    "model": {"model"},
}
SHARED_STEPS = {
    "workspace",
    "arrivals",
    "orders",
    "book",
    "identity",
    "returned",
    "returns",
    "series",
    "answers",
    "answer_rows",
    "receipts",
    "summarise",
    "item_sheets",
    "paper_values",
    "unsettled",
    "paper_check",
    "paper_grounds",
    "last_round",
    "masters",
}
"""What verbs stand on: the folders, what a round orders, its books, what lies in 回収, what it adds up to."""


def layer_of(path: Path) -> str:
    return path.relative_to(TOOLKIT).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a module imports of the toolkit, as the parts of its name below `toolkit`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolkit"):
            below = tuple((node.module or "").split(".")[1:])
            yield from ((below if len(below) > 1 else (*below, alias.name)) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (tuple(a.name.split(".")[1:]) for a in node.names if a.name.startswith("toolkit."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOOLKIT)))
def test_a_module_imports_only_from_its_own_layer_or_below(path: Path) -> None:
    layer = layer_of(path)
    if layer == "__init__":
        return
    outside = {name[0] for name in imported(path) if name} - ALLOWED[layer]
    assert not outside


@pytest.mark.parametrize("path", sorted((TOOLKIT / "steps").glob("*.py")), ids=lambda path: path.name)
def test_a_verb_never_imports_another_verb(path: Path) -> None:
    siblings = {name[1] for name in imported(path) if name[:1] == ("steps",) and len(name) > 1}
    assert siblings <= SHARED_STEPS


def test_the_walk_sees_imports_at_all() -> None:
    assert ("books", "worker") in set(imported(TOOLKIT / "steps" / "collect.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOOLKIT)))
def test_a_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "。", ":"))
