"""Folders of code and a seed in, changes of one node each out."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_OPPOSITES: list[tuple[type[ast.AST], type[ast.AST]]] = [
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.In, ast.NotIn),
]
_OPPOSITES += [(ast.Is, ast.IsNot), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv)]
_SWAPPED = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_NO_CODE = ("annotation", "returns", "decorator_list", "bases")
_KEPT = (ast.Import, ast.ImportFrom, ast.Assert, ast.AnnAssign)


class Change(NamedTuple):
    """One node and what stands in its place; `at` is its index where the field is a list.

    `function` is the first line of the innermost function (its decorators count), 0 for none.
    """

    kind: str
    function: int
    line: int
    parent: ast.AST
    field: str
    at: int | None
    node: ast.AST
    other: ast.AST

    def put(self, node: ast.AST) -> None:
        """Put a node in the place of this one."""
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


def iter_changes(parent: ast.AST, function: int = 0, line: int = 0) -> Iterator[Change]:
    """Yield every change of a tree, which stays as it is; annotations and docstrings have none."""
    for field, value in ast.iter_fields(parent):
        several = isinstance(value, list)
        for at, node in enumerate(value if several else [value]):
            if field in _NO_CODE or not isinstance(node, ast.AST) or isinstance(node, _KEPT) or _is_doc(node):
                continue
            here = getattr(node, "lineno", line)
            inside = _first_line(node) if isinstance(node, ast.FunctionDef) else function
            for kind, other in _iter_others(field, node):
                yield Change(kind, function, here, parent, field, at if several else None, node, other)
            yield from iter_changes(node, inside, here)


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(one.lineno for one in function.decorator_list)])


def _is_doc(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _iter_others(field: str, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if type(node) in _SWAPPED:
        yield "operator", _SWAPPED[type(node)]()
    if field == "test" and isinstance(node, ast.expr):
        yield "negated", ast.UnaryOp(ast.Not(), node)
    if field == "ifs":
        yield "dropped if", ast.Constant(True)
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "dropped not", operand
        case ast.Return(value=ast.AST() as value) if ast.unparse(value) != "None":
            yield "no answer", ast.Return(None)
        case ast.Expr(value=ast.Call()):
            yield "no call", ast.Pass()
        case ast.Continue():
            yield "break", ast.Break()
        case ast.Name() | ast.Constant():
            yield from _iter_words(node)


def _iter_words(node: ast.Name | ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
            yield "name", ast.Name(_NAMES[name], ast.Load())
        case ast.Constant(value=bool() as value):
            yield "truth", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "number", ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield "text", ast.Constant(value + "・")


class Mutant(NamedTuple):
    """A module, from the root, and a change of its tree."""

    module: Path
    tree: ast.AST
    change: Change

    def source(self) -> str:
        """Give the module with the change; the tree is as before afterwards."""
        self.change.put(self.change.other)
        try:
            return ast.unparse(self.tree)
        finally:
            self.change.put(self.change.node)

    def __str__(self) -> str:
        """Say where and what."""
        was, now = (_shown(one) for one in (self.change.node, self.change.other))
        return f"{self.module}:{self.change.line} {self.change.kind}: {was} → {now}"


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node) or type(node).__name__
    return text if len(text) < 100 else f"{text[:100]}…"


def choose(folders: Sequence[Path], seed: int, count: int) -> list[Mutant]:
    """Choose changes by chance, every kind as often as the others; the same seed gives the same ones."""
    chance, by_kind = random.Random(seed), dict[str, list[Mutant]]()
    for module in sorted({path for folder in folders for path in (ROOT / folder).rglob("*.py")}):
        tree = ast.parse(module.read_text("utf-8"))
        for change in iter_changes(tree):
            by_kind.setdefault(change.kind, []).append(Mutant(module.relative_to(ROOT), tree, change))
    chosen: list[Mutant] = []
    while by_kind and len(chosen) < count:
        kind = chance.choice(sorted(by_kind))
        chosen.append(by_kind[kind].pop(chance.randrange(len(by_kind[kind]))))
        if not by_kind[kind]:
            del by_kind[kind]
    return chosen
