"""Calls of functions by their names in, what these give out: lines of JSON, in a process of its own.

The process is started by `worker.py`, on every system from nothing; it ends with its first failure.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from typing import Any, BinaryIO

from toolkit.books.system.windows import limit_memory, limit_seconds

TOO_MUCH_MEMORY = "（読み取りに必要なメモリーが多すぎます）"
GIVEN, WHY_NOT = "given", "why_not"
"""What an answer holds: what the function gave, or why there is nothing."""


def serve() -> None:
    """Take the limits and a module, then calls of its functions, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
        told = json.loads(sys.stdin.buffer.readline())
        limit_memory(told["memory"])
        module = importlib.import_module(told["module"])
        _say(out, {})
        for number, line in enumerate(sys.stdin.buffer):
            limit_seconds(told["seconds"])
            answer = _attempt(module, *json.loads(line))
            limit_seconds(None)
            _say(out, answer)
            if WHY_NOT in answer:
                return
            if not number:
                gc.freeze()  # what was loaded for the first call stays


def _attempt(module: object, name: str, arguments: list[Any]) -> dict[str, Any]:
    try:
        return {GIVEN: getattr(module, name)(*arguments)}
    except MemoryError:
        return {WHY_NOT: TOO_MUCH_MEMORY}
    except Exception:  # whatever a parser makes of a hostile file is this file's verdict
        return {WHY_NOT: ""}


def _say(out: BinaryIO, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    out.flush()
