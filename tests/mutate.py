"""Folders of code in, the changes that no test notices out: one node at a time, in a copy of the tree.

    python -m tests.mutate --seed 1 --count 60 toolkit/rules toolkit/desk toolkit/books/package

A tool for people, no part of the suite. Each change is tried on the tests that name its module, then, where
they pass, on those of its room and its floor, of desk and of steps; what passes all is listed: to be closed
by a test, or seen to change nothing.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
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
_LONG = ("test_faults", "test_order", "test_hostile_inbox")
_KEPT = (ast.Import, ast.ImportFrom, ast.Assert, ast.AnnAssign)


class Change(NamedTuple):
    """One node and what stands in its place; `at` is its index where the field is a list."""

    kind: str
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


def iter_changes(parent: ast.AST, line: int = 0) -> Iterator[Change]:
    """Yield every change of a tree, which stays as it is; annotations and docstrings have none."""
    for field, value in ast.iter_fields(parent):
        several = isinstance(value, list)
        for at, node in enumerate(value if several else [value]):
            if field in _NO_CODE or not isinstance(node, ast.AST) or isinstance(node, _KEPT) or _is_doc(node):
                continue
            here = getattr(node, "lineno", line)
            for kind, other in _iter_others(field, node):
                yield Change(kind, here, parent, field, at if several else None, node, other)
            yield from iter_changes(node, here)


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


def near_and_wider(tree: Path, module: Path) -> tuple[list[str], list[str]]:
    """Give the test files of a module (its own and those that import it, else its room's) and wider ones."""
    tests, word = tree / "tests", ".".join(module.with_suffix("").parts)
    importing = [path for path in tests.rglob("test_*.py") if f"{word} import" in path.read_text("utf-8")]
    room = sorted(tests.joinpath(*module.parts[1:-1]).glob("test_*.py"))
    floors = [
        path for floor in ("steps", "desk", module.parts[1]) for path in (tests / floor).rglob("test_*.py")
    ]
    near = [*tests.rglob(f"test_{module.stem}.py"), *sorted(importing)] or room
    first, then = (
        [str(path.relative_to(tree)) for path in dict.fromkeys(some) if path.stem not in _LONG]
        for some in (near, room + sorted(floors))
    )
    return first, [name for name in then if name not in first]


def notice(tree: Path, mutant: Mutant, tests: Sequence[str], limit: int) -> str:
    """Tell which of some tests notices a change in a copy of the tree; "" where none does in time."""
    if not tests:
        return ""
    path = tree / mutant.module
    before = path.read_text("utf-8")
    words = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "--tb=no", *tests]
    try:
        _write(path, mutant.source())
        done = subprocess.run(words, cwd=tree, capture_output=True, text=True, preexec_fn=_within(limit))
        lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        in_time = done.returncode != -signal.SIGXCPU
        return "" if done.returncode == 0 or not in_time else " ".join(lines) or f"pytest {done.returncode}"
    finally:
        _write(path, before)


def _within(limit: int) -> Callable[[], None]:
    """Give what holds a process to so many seconds of computing."""

    def hold() -> None:
        import resource  # unknown to Windows

        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))

    return hold


def _write(path: Path, source: str) -> None:
    path.write_text(source, "utf-8")
    # Of the same second and the same length the compiled one would count as new.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def copy_tree(folder: Path) -> Path:
    """Copy all that the tests need; what npm installed is only pointed at."""
    ignored = shutil.ignore_patterns(".*", "node_modules", "__pycache__")
    tree = Path(shutil.copytree(ROOT, folder / "tree", ignore=ignored))
    if (ROOT / "node_modules").exists():
        (tree / "node_modules").symlink_to(ROOT / "node_modules")
    return tree


def main() -> None:
    """Change, test and list: all by the near tests first, then what is left by the wider ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument(
        "--limit", type=int, default=120, help="seconds of computing for the tests of a change"
    )
    asked = parser.parse_args()
    os.nice(1)
    left = chosen = choose(asked.folders, asked.seed, asked.count)
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_tree(Path(folder))
        for at, word in enumerate(("near", "wider")):
            print(f"-- {len(left)} changes, {word} tests")
            mutants, left = left, []
            for mutant in mutants:
                noticed = notice(tree, mutant, near_and_wider(tree, mutant.module)[at], asked.limit)
                left += [] if noticed else [mutant]
                print(f"{mutant}\n    {noticed or 'not noticed'}", flush=True)
    print(f"-- seed {asked.seed}: {len(chosen)} changes, {len(chosen) - len(left)} noticed, these are not:")
    print(*left, sep="\n")


if __name__ == "__main__":
    main()
