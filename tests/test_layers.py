"""Imports point down only: cli → steps → desk → books, rules → model; no circles of rooms; none too large."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

TOOLKIT = Path(__file__).parent.parent / "toolkit"
MODULES = sorted(TOOLKIT.rglob("*.py"))
FLOORS = ("cli", "steps", "desk", "books", "rules", "model")

ALLOWED = {
    "cli": {"cli", "steps", "desk", "model"},
    "steps": {"steps", "desk", "books", "rules", "model"},
    "desk": {"desk", "books", "rules", "model"},
    "books": {"books", "model"},
    "rules": {"rules", "model"},
    "model": {"model"},
}
CHAINS = "chains"
"""The room of steps whose verbs run verbs."""
LONGEST_MODULE, LONGEST_FUNCTION = 350, 40
"""In lines, docstrings and blank lines counted; no module is excepted."""


def place_of(path: Path) -> tuple[str, ...]:
    """Give a module's name below `toolkit`, in parts; a package is named by its folder."""
    parts = path.relative_to(TOOLKIT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


PLACES = {place_of(path): path for path in MODULES}


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the modules of the toolkit a module imports, as the parts of their names below `toolkit`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are not walked"
            first, *below = (node.module or "").split(".")
            if first == "toolkit":
                for alias in node.names:
                    name = (*below, alias.name)
                    yield name if name in PLACES else tuple(below)
        elif isinstance(node, ast.Import):
            yield from (tuple(a.name.split(".")[1:]) for a in node.names if a.name.startswith("toolkit."))


def rooms_of(floor: str) -> dict[str, set[str]]:
    """Give each room of a floor and those beside it that it imports from.

    What lies on the floor itself is a room of its own.
    """
    rooms: dict[str, set[str]] = {}
    for place, path in PLACES.items():
        if place[:1] == (floor,) and len(place) > 1:
            beside = {name[1] for name in imported(path) if name[:1] == (floor,) and len(name) > 1}
            rooms.setdefault(place[1], set()).update(beside - {place[1]})
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOOLKIT)))
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    floor = "".join(place_of(path)[:1])
    outside = {name[0] for name in imported(path) if name} - ALLOWED.get(floor, set())
    assert not outside


@pytest.mark.parametrize("path", sorted((TOOLKIT / "steps").rglob("*.py")), ids=lambda path: path.name)
def test_a_verb_never_imports_another_verb(path: Path) -> None:
    if place_of(path)[:2] == ("steps", CHAINS):
        return
    assert not [name for name in imported(path) if name[:1] == ("steps",)]


@pytest.mark.parametrize("floor", FLOORS)
def test_the_rooms_of_a_floor_stand_in_no_circle(floor: str) -> None:
    try:
        TopologicalSorter(rooms_of(floor)).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_the_walk_sees_imports_at_all() -> None:
    assert ("books", "guard", "bounds") in set(imported(TOOLKIT / "desk" / "intake.py"))
    assert "blocks" in rooms_of("books")["papers"]
    assert "workspace" in rooms_of("desk")["answers"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOOLKIT)))
def test_a_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "。", ":"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOOLKIT)))
def test_a_module_and_each_of_its_functions_can_be_taken_in_at_a_glance(path: Path) -> None:
    text = path.read_text("utf-8")
    too_long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []
    assert len(text.splitlines()) <= LONGEST_MODULE
