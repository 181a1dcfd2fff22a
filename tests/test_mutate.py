"""The mutator changes one node at a time, every time another, and leaves the module as it was."""

from __future__ import annotations

import ast
import difflib
from pathlib import Path

from tests.mutate.changes import Mutant, choose, iter_changes

SOURCE = '''
"""A docstring stays."""

import re

def first(rows: list[int] | None, least: int=3) -> int | None:
    for row in rows or []:
        if row < least or not row:
            continue
        note(row)
        return max(row, 1)
    return None
'''


def mutants() -> list[Mutant]:
    tree = ast.parse(SOURCE)
    return [Mutant(Path("first.py"), tree, change) for change in iter_changes(tree)]


def test_every_change_is_of_one_node() -> None:
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    changed = []
    for mutant in mutants():
        lines = difflib.ndiff(plain, mutant.source().splitlines())
        differing = [line for line in lines if line.startswith(("+", "-"))]
        assert [line[0] for line in differing] == ["-", "+"]
        changed.append(differing[1][2:].strip())
    assert sorted(changed) == sorted(
        [
            "def first(rows: list[int] | None, least: int=4) -> int | None:",
            "for row in rows and []:",
            "if not (row < least or not row):",
            "if row < least and (not row):",
            "if row <= least or not row:",
            "if row < least or row:",
            "break",
            "pass",
            "return",
            "return min(row, 1)",
            "return max(row, 2)",
        ]
    )


def test_the_tree_is_as_before_after_a_change() -> None:
    trees = {ast.dump(mutant.tree) for mutant in mutants() if mutant.source()}
    assert trees == {ast.dump(ast.parse(SOURCE))}


def test_the_same_seed_chooses_the_same_changes_and_none_twice() -> None:
    once, again, other = (
        [str(mutant) for mutant in choose([Path("toolkit/model")], seed, 20)] for seed in (1, 1, 2)
    )
    assert once == again != other
    assert len(set(once)) == 20
