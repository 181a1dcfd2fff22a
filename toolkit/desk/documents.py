"""A text or a JSON document in, its file out, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toolkit.books.system.disk import whole_file


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all (UTF-8, `\\n`)."""
    with whole_file(path) as half:
        half.write_text(text, "utf-8", newline="\n")


def write_json(path: Path, document: Any) -> None:
    """Write a JSON document whole or not at all: a line per key, and per thing in a list under it."""
    if isinstance(document, dict):
        lines = (f"{_encode(key)}: {_in_lines(value)}" for key, value in document.items())
        write_text(path, "{\n" + ",\n".join(lines) + "\n}\n")
    else:
        write_text(path, _in_lines(document) + "\n")


_encode = json.JSONEncoder(ensure_ascii=False).encode  # in one go: with `indent` Python's slow encoder works


def _in_lines(value: Any) -> str:
    is_list = isinstance(value, list) and value
    return "[\n" + ",\n".join(map(_encode, value)) + "\n]" if is_list else _encode(value)
