"""Run under a Windows Python: the demo and a whole round, held against those of this system, and the tests.

`python -m tests.windows` runs what CI runs, `--wider` more of the tests, PATH… these tests alone. Exit code 1
where anything differs or fails. Debian's `wine` and `wine64` must be installed; the rest is fetched once.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tests.windows.install import ROOT, WindowsPython, install, windows_path
from tests.windows.whole_round import PLACE

TESTS = (
    "tests/windows",
    "tests/rules",
    "tests/model",
    "tests/books/guard",
    "tests/books/package",
    "tests/books/reading",
    "tests/books/returned",
    "tests/books/register",
    "tests/desk/inbox",
    "tests/desk/issue",
    "tests/desk/test_workspace.py",
    "tests/steps/test_collect.py",
    "tests/steps/test_faults.py",
    "tests/steps/test_validate.py",
    "tests/steps/test_consolidate.py",
    "tests/test_cli.py",
)
"""What of the suite meets the system, within the time CI has; WIDER runs more."""
WIDER = (
    "tests/windows",
    "tests/rules",
    "tests/model",
    "tests/books",
    "tests/desk",
    "tests/steps",
    "tests/test_cli.py",
)
"""All that needs neither LibreOffice nor a packaged city: `python -m tests.windows --wider`."""
RECORDS = ("*取りまとめ表.json", "*確認結果.json")


def main() -> int:
    """Do what the command line asks; give the exit code."""
    python = install()
    if sys.argv[1:]:
        return run_tests(python, WIDER if sys.argv[1:] == ["--wider"] else sys.argv[1:])
    with tempfile.TemporaryDirectory() as temporary:
        room = Path(temporary)
        faults = [*compare_demos(python, room), *compare_rounds(python, room)]
        faults += try_console(python, room / "round" / "windows" / PLACE)
    for fault in faults:
        print(f"Windows: {fault}", flush=True)
    return run_tests(python, TESTS) or bool(faults)


def run_tests(python: WindowsPython, paths: Sequence[str]) -> int:
    """Run tests under it, what they print passed on; give pytest's exit code.

    Wine fails at times where Windows does not (WinError 1359): what failed is run a second time, alone, and
    only what fails again has failed.
    """
    workers = ("-n", str(os.cpu_count() or 1)) if len(paths) > 1 else ()
    with tempfile.TemporaryDirectory() as cache:
        words = ("-m", "pytest", "-rs", "-o", f"cache_dir={windows_path(Path(cache))}")
        code = _pytest(python, *words, *workers, *paths)
        if code == 1:
            print("Once more, what failed:", flush=True)
            code = _pytest(python, *words, "--last-failed", *paths)
    return code


def _pytest(python: WindowsPython, *words: str) -> int:
    with python.run(words, environment={"PYTHONIOENCODING": "utf-8"}) as process:
        return pass_on(process)


def compare_demos(python: WindowsPython, folder: Path) -> Iterator[str]:
    """Yield how the demo differs between the two systems."""
    yield from _compare(python, ["toolkit.cli", "demo"], folder / "demo", Path())


def compare_rounds(python: WindowsPython, folder: Path) -> Iterator[str]:
    """Yield how a round by single commands differs between the two systems."""
    yield from _compare(python, ["tests.windows.whole_round"], folder / "round", PLACE)


def _compare(python: WindowsPython, module: Sequence[str], folder: Path, place: Path) -> Iterator[str]:
    """Run a module with a folder on both systems and compare the records it leaves, byte by byte."""
    ours, theirs = folder / "linux", folder / "windows"
    print(f"$ {' '.join(module)}", flush=True)
    subprocess.run(
        [sys.executable, "-m", *module, str(ours)], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
    )
    with python.run(
        ["-m", *module, str(windows_path(theirs))], environment={"PYTHONIOENCODING": "utf-8"}
    ) as process:
        code = pass_on(process)
    if code not in (0, 1):
        yield f"{module[-1]} ended with {code}"
    records = [path.relative_to(ours) for kind in RECORDS for path in sorted((ours / place).rglob(kind))]
    if len(records) < len(RECORDS):
        yield f"{module[-1]} left only {len(records)} records here"
    for record in records:
        here, there = ours / record, theirs / record
        if not there.is_file():
            yield f"{record} is missing"
        elif here.read_bytes() != there.read_bytes():
            yield f"{record} differs"
        else:
            print(f"{record}: {here.stat().st_size} bytes, the same on both", flush=True)


def try_console(python: WindowsPython, workspace: Path) -> Iterator[str]:
    """Yield what a person at a console of code page 932 does not see of a command's work and result."""
    ours, theirs = pty.openpty()
    words = ["wine", str(python.folder / "python" / "python.exe"), "-m", "toolkit.cli", "取りまとめ"]
    environment = python.environment() | {"TERM": "xterm"}
    with subprocess.Popen(
        words, cwd=workspace, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # what a terminal gives when its program has ended
            while piece := os.read(ours, 65536):
                seen += piece
    os.close(ours)
    shown = seen.decode("utf-8", "replace")
    if process.returncode != 1:
        yield f"the console's command ended with {process.returncode}"
    for text in ("0001_01_企画部_経営企画課", "目標のある42件中 ○28 ×9 未5", "実績効果額 R5"):
        if text not in shown:
            yield f"the console does not show {text}"
    print(f"console: {len(shown)} characters, progress and totals shown", flush=True)


def pass_on(process: subprocess.Popen[bytes]) -> int:
    """Print what a process under Wine prints, as it comes; give its exit code."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    for line in process.stdout:
        print(line.decode("utf-8", "replace").rstrip(), flush=True)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main())
