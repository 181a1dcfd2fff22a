"""The process that reads a received file loads only what recognising a book needs."""

from __future__ import annotations

import subprocess
import sys

ENTRY = "toolkit.desk.inbox.reading_process"


def loaded_by(module: str) -> set[str]:
    """Give every module a fresh Python has loaded once it has imported this one."""
    script = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", script], text=True).split())


def test_it_loads_no_rule_no_settings_and_no_library_that_writes_or_judges() -> None:
    loaded = loaded_by(ENTRY)
    assert ENTRY in loaded
    assert not [name for name in loaded if name.startswith(("toolkit.rules", "toolkit.steps", "toolkit.cli"))]
    assert not loaded & {"toolkit.desk.workspace", "jsonschema", "openpyxl", "xlsxwriter", "click"}
