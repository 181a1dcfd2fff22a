"""The terminal belongs to cli alone: nothing else reads its arguments, prints or needs a console."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import toolkit
from toolkit.desk.workspace import Workspace

ROOT = Path(toolkit.__file__).parent
STREAMS = {"argv", "stdin", "stdout", "stderr", "exit"}


def iter_talk(tree: ast.Module) -> Iterator[str]:
    """Yield what in a module speaks to a terminal."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="sys"), attr=name) if name in STREAMS:
                yield f"sys.{name}"
            case ast.Call(func=ast.Name(id="print" | "input" as name)):
                yield name
            case ast.Import(names=names) if any(one.name.split(".")[0] == "click" for one in names):
                yield "click"
            case ast.ImportFrom(module="click" | "sys" as name):
                yield name


def test_case_S18_nothing_but_the_command_line_touches_the_terminal() -> None:
    talking = {
        path.relative_to(ROOT).as_posix(): found
        for path in ROOT.rglob("*.py")
        if (found := sorted(set(iter_talk(ast.parse(path.read_text("utf-8"))))))
    }
    pipe = "books/guard/serve.py"  # its streams are the two ends of a pipe, and no terminal
    assert {name.split("/")[0] for name in talking if not name.endswith(pipe)} == {"cli"}


WITHOUT_CONSOLE = """
import sys
from toolkit.cli import main

sys.stdin = sys.stdout = sys.stderr = None
sys.argv = ["gyokaku", *sys.argv[1:]]
main()
"""


def test_case_S18_a_command_works_without_a_console(issued: Workspace, inbox: Path) -> None:
    for arguments, code in ((["collect", str(inbox)], 0), (["validate"], 0), (["collect", "ない"], 2)):
        command = [sys.executable, "-X", "utf8", "-c", WITHOUT_CONSOLE, *arguments, "-C", str(issued.root)]
        assert subprocess.run(command, cwd=ROOT.parent, check=False).returncode == code
    assert (issued.root / "確認" / "R6_実績" / "確認結果.xlsx").is_file()
