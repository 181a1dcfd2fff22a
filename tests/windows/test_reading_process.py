"""The process that reads a received file, as Windows starts, limits and ends it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.books.guard.test_worker import act
from tests.processes import is_alive
from tests.windows.desk import start
from toolkit.books.guard.worker import Limits, Processes
from toolkit.model.errors import UnreadableBook

_PARENT = """
from tests.books.guard.test_worker import act
from toolkit.books.guard.worker import Limits, Processes

with Processes(Limits(seconds=600)) as processes:
    print(processes.submit(act, "good").result(), flush=True)
    processes.submit(act, "forever").result()
"""


def test_a_reader_that_never_ends_is_ended_with_the_command_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, "utf-8")
    with start(str(script)) as parent:
        assert parent.stdout is not None
        reader = int(parent.stdout.readline().split()[1])
        assert is_alive(reader)
    end = time.monotonic() + 30
    while is_alive(reader):
        assert time.monotonic() < end, "the reader outlived the command"
        time.sleep(0.05)


def test_a_time_limit_ends_the_reading_of_one_file_only() -> None:
    with Processes(Limits(seconds=0.5)) as processes:
        with pytest.raises(UnreadableBook, match=r"0\.5秒で読み終わりません"):
            processes.submit(act, "forever").result()
        assert processes.submit(act, "good").result().startswith("good ")
