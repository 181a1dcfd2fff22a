"""What no command reaches is not there: every function, class, field and constant is used by the toolkit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import toolkit

ROOT = Path(toolkit.__file__).parent
WAITING = {"account", "upto_moment"}
"""Kept for what comes next: the account of an effect, a past moment."""
CALLED_BY_CLICK = {"format_usage"}
_REGISTERED = ("cli.command", "template.command", "cli.group")


def iter_defined(tree: ast.Module) -> Iterator[str]:
    """Yield what a module defines: functions, classes and their fields, constants; but click's commands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks = [ast.unparse(one) for one in node.decorator_list]
            if not any(mark.startswith(_REGISTERED) for mark in marks):
                yield node.name
        if isinstance(node, ast.ClassDef):
            fields = (one.target for one in node.body if isinstance(one, ast.AnnAssign))
            yield from (one.id for one in fields if isinstance(one, ast.Name))
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            yield from (one.id for one in statement.targets if isinstance(one, ast.Name))


def iter_used(tree: ast.Module) -> Iterator[str]:
    """Yield every name a module reads, and every name it imports as another."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
            case ast.alias(name=name, asname=str()):
                yield name


def test_everything_that_is_defined_is_used() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")]
    defined = {name for tree in trees for name in iter_defined(tree) if not name.startswith("__")}
    used = {name for tree in trees for name in iter_used(tree)}
    assert defined - used == WAITING | CALLED_BY_CLICK
