"""Workbooks in, their PDFs or pictures of their first pages out: LibreOffice prints, pdftoppm draws."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.books.system.windows import PLACES_OF_LIBREOFFICE
from toolkit.model.errors import OfficeError

SOFFICE = (*PLACES_OF_LIBREOFFICE, "/Applications/LibreOffice.app/Contents/MacOS/soffice")
"""Where LibreOffice lies on Windows and macOS without being on the PATH."""
PDFTOPPM = ("/opt/homebrew/bin/pdftoppm", "/usr/local/bin/pdftoppm")
_DOTS_PER_INCH = "150"
_SECONDS = 180  # LibreOffice waits for ever where it cannot start


def print_pdfs(books: Sequence[Path], folder: Path) -> None:
    """Print every workbook whole into a PDF of the same name in the folder.

    Raises OfficeError where LibreOffice is not installed, or prints nothing.
    """
    soffice = find_program("soffice", SOFFICE, "LibreOffice（無料の表計算ソフト）がありません。")
    with tempfile.TemporaryDirectory() as room:
        _convert(soffice, books, folder, Path(room))


def print_pictures(books: Mapping[Path, Path]) -> None:
    """Draw the first page of each workbook (key) into a PNG (value); the key's file name must be its own.

    Raises OfficeError where LibreOffice or pdftoppm is not installed, or prints nothing.
    """
    soffice = find_program("soffice", SOFFICE, "LibreOffice（無料の表計算ソフト）がありません。")
    pdftoppm = find_program(
        "pdftoppm", PDFTOPPM, "pdftoppm（PDFを画像にする、Popplerの中のプログラム）がありません。"
    )
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        _convert(soffice, list(books), room, room)
        for book, picture in books.items():
            pdf = room / f"{book.stem}.pdf"
            draw = ["-r", _DOTS_PER_INCH, "-f", "1", "-l", "1", "-singlefile", "-png"]
            _run([pdftoppm, *draw, str(pdf), str(room / "page")])
            shutil.move(room / "page.png", picture)


def _convert(soffice: str, books: Sequence[Path], folder: Path, room: Path) -> None:
    # A profile of its own: a LibreOffice that is open would take the work and print nothing.
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)]
    _run([soffice, profile, *options, *map(str, books)])
    for book in books:
        if not (folder / f"{book.stem}.pdf").is_file():
            mend = "Excelで開けるブックかを確かめてください。"
            raise OfficeError("LibreOfficeで印刷できませんでした。", mend, book.name)


def find_program(name: str, places: tuple[str, ...], otherwise: str) -> str:
    """Find a program on the PATH or in its usual places; OfficeError that begins so where it is in none."""
    for found in (shutil.which(name), *places):
        if found and Path(found).is_file():
            return found
    raise OfficeError(
        otherwise,
        "入れてから、もう一度実行してください。"
        f"入れてあるときは、{name} の場所を環境変数PATHに足してください。",
    )


def _run(command: list[str]) -> None:
    """Run a program to its end; OfficeError where it fails or hangs."""
    try:
        subprocess.run(  # noqa: S603 - a program found above, files of ours, no shell
            command, check=True, capture_output=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError):
        mend = "ほかのLibreOfficeを閉じて、もう一度実行してください。"
        raise OfficeError(f"{Path(command[0]).stem} が途中で止まりました。", mend) from None
