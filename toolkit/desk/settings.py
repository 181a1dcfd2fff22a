"""A file of settings in, what it says out: gyokaku.toml and schema.json as the office edits them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from toolkit.model.errors import OfficeError

SETTINGS = "gyokaku.toml"
SCHEMA = "schema.json"


def load_settings(path: Path) -> dict[str, Any]:
    """Load a file of settings as it is written; OfficeError where it cannot be read."""
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as wrong:
        raise OfficeError(
            f"TOMLとして読めません（{wrong}）。", "書き方を確かめてください。", path.name
        ) from None


def load_schema(path: Path, root: Path) -> Any:
    """Load a city's own part of the contract of a return; OfficeError names it below `root`."""
    try:
        return json.loads(_read_text(path))
    except json.JSONDecodeError as wrong:
        raise OfficeError(
            f"JSONとして読めません（{wrong}）。", "書き方を確かめてください。", str(path.relative_to(root))
        ) from None


def decode(content: bytes, path: Path) -> str:
    """Decode what the office may have edited: UTF-8, with or without the sign that Notepad puts first."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        mend = "メモ帳の「名前を付けて保存」で、文字コードを「UTF-8」にして保存し直してください。"
        raise OfficeError("文字コードがUTF-8ではありません。", mend, path.name) from None


def _read_text(path: Path) -> str:
    return decode(path.read_bytes(), path)
