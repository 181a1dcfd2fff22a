"""Nothing in; which program this is out: a digest of its own modules, so that what changed tells itself."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from pathlib import Path

from toolkit.desk.packaged import base_schema_path


@functools.cache
def code_version() -> str:
    """Give a digest of the toolkit's modules and the base schema; where no sources lie, of its version."""
    root = Path(str(files("toolkit")))
    sources = [(str(path.relative_to(root)), path.read_bytes()) for path in root.rglob("*.py")]
    told = hashlib.sha256(base_schema_path().read_bytes())
    for name, content in sorted(sources) or [("", _version().encode())]:
        told.update(f"\n{name} {len(content)}\n".encode())
        told.update(content)
    return told.hexdigest()[:16]


def _version() -> str:
    from importlib.metadata import version  # seldom needed, slow to import

    return version("gyokaku")
