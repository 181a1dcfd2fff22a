"""A run of the tests in, which of them reach which function of the toolkit out: a plugin of pytest.

What a fixture reached counts for every test that asks for it, whichever was the first.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

OUT = "GYOKAKU_REACHED"
"""The variable that names the file to write: [test, seconds, ["file:line" of each function]], a line each."""

_stack: list[set[CodeType]] = [set()]
_fixtures: dict[str, set[CodeType]] = {}


def _note(frame: FrameType, event: str, _: Any) -> None:
    if event == "call":
        _stack[-1].add(frame.f_code)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Note what a fixture reaches, apart from what reaches it."""
    _stack.append(set())
    try:
        return (yield)
    finally:
        _fixtures.setdefault(fixturedef.argname, set()).update(_stack.pop())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Function) -> Generator[None, Any, Any]:
    """Note what a test reaches, and write it with what its fixtures did."""
    _stack[:] = [set()]
    begin = time.process_time()
    sys.setprofile(_note)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        codes = _stack[0].union(*(_fixtures.get(name, set()) for name in item.fixturenames))
        root = str(item.config.rootpath)
        places = sorted(
            f"{code.co_filename[len(root) + 1 :]}:{code.co_firstlineno}"
            for code in codes
            if code.co_filename.startswith(f"{root}/toolkit/")
        )
        with Path(os.environ[OUT]).open("a", encoding="utf-8") as out:
            out.write(json.dumps([item.nodeid, time.process_time() - begin, places]) + "\n")
