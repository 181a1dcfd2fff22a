"""A file of what the workspace keeps in, its records out; one that was torn or edited is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from toolkit.desk.settings import decode
from toolkit.model.errors import OfficeError
from toolkit.model.manifest import Manifest
from toolkit.model.requests import Request

Loaded = TypeVar("Loaded")


def load_lines(
    path: Path, load: Callable[[dict[str, Any]], Loaded], mend: Callable[[bytes], bytes] = bytes
) -> list[Loaded]:
    """Load an append-only book, a line of JSON each; OfficeError names a line that cannot be read."""
    if not path.exists():
        return []
    lines = []
    for number, line in enumerate(decode(mend(path.read_bytes()), path).split("\n"), 1):
        try:
            lines += [load(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError):
            raise OfficeError(
                f"{path.stem}の{number}行目を読めません。",
                "手で直したときは元に戻してください。書きかけで終わった最後の行は、消してください。",
                str(path),
            ) from None
    return lines


def load_request(path: Path) -> Request:
    """Load what was asked of a department (修正依頼)."""
    mend = "壊れたファイルを別の場所へ移して、もう一度 gyokaku request（修正依頼）を実行してください。"
    return _load_record(
        path, Request.from_json, OfficeError("修正依頼の記録が壊れています。", mend, str(path))
    )


def load_manifest(path: Path) -> Manifest:
    """Load what was issued."""
    mend = "控えから元に戻すか、もう一度配布してください（壊れたものはフォルダごと別の場所へ）。"
    return _load_record(path, Manifest.from_json, OfficeError("配布の記録が壊れています。", mend, str(path)))


def _load_record(path: Path, from_json: Callable[[Any], Loaded], broken: OfficeError) -> Loaded:
    try:
        return from_json(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError):
        raise broken from None
