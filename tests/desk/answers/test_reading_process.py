"""The process that reads received files loads only what reading needs."""

from __future__ import annotations

import subprocess
import sys

ENTRY = "toolkit.desk.answers.reading_process"


def loaded_by(module: str) -> set[str]:
    """Give every module a fresh Python has loaded once it has imported this one."""
    script = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", script], text=True).split())


def test_it_loads_no_settings_and_nothing_that_writes_judges_or_words() -> None:
    loaded = loaded_by(ENTRY)
    assert ENTRY in loaded
    rules = {name for name in loaded if name.startswith("toolkit.rules") and name.count(".") == 3}
    assert rules == {"toolkit.rules.checks.locked", "toolkit.rules.record.seen"}
    assert not [name for name in loaded if name.startswith(("toolkit.steps", "toolkit.cli"))]
    others = {"toolkit.desk.workspace", "toolkit.model.catalogue"}
    assert not loaded & {*others, "jsonschema", "openpyxl", "xlsxwriter", "click", "subprocess"}
