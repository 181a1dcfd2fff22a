"""What is printed on a Japanese Windows: code page 932, on a console, into a pipe and into a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.windows.desk import ROOT, environment, gyokaku
from toolkit.desk.workspace import Workspace

SETTINGS = ("PYTHONIOENCODING", "PYTHONUTF8")
DONE = "実績効果額 R6 370千円"


def test_what_is_printed_into_a_pipe_is_in_the_code_page_of_the_pc(returned: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit.cli", "取りまとめ"],
        cwd=returned.root,
        env={
            name: text
            for name, text in environment().items()
            if name not in ("PYTHONIOENCODING", "PYTHONUTF8")
        },
        stdin=subprocess.PIPE,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode("cp932").splitlines()[-1].strip() == DONE
    assert done.stderr == b""


def test_what_is_printed_into_a_file_can_be_read_by_notepad(returned: Workspace, tmp_path: Path) -> None:
    log = tmp_path / "記録.txt"
    line = f'cd /d "{returned.root}" && "{sys.executable}" -m toolkit.cli 取りまとめ > "{log}" 2>&1'
    done = subprocess.run(
        f'cmd /s /c "{line}"',
        env={**environment("cp932"), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done
    assert log.read_text("cp932").splitlines()[-1].strip() == DONE


def test_a_character_the_console_does_not_know_stops_nothing(city: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "𠮷野さん😀.txt"
    note.write_text("よろしく", "utf-8")
    ran = gyokaku("回収", note, cwd=city.root)
    assert ran.code == 1
    assert "?野さん?.txt" in ran.said
