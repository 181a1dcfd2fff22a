"""LibreOffice as a server: one JSON request per line in, one JSON answer per line out.

Run by a Python that has `uno` (Debian: the system's). LibreOffice starts once, in a profile of its
own with a Japanese locale, and ends when the input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uno  # comes with LibreOffice, not from an index
from com.sun.star.beans import PropertyValue

JAPANESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>ja-JP</value></prop></item>
</oor:items>
"""
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".pdf": "calc_pdf_Export"}
ERRORS = {503: "#NUM!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA


def properties(**values: Any) -> tuple[Any, ...]:
    """Give UNO properties."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


@contextlib.contextmanager
def libreoffice(profile: Path) -> Iterator[Any]:
    """Start LibreOffice in `profile`, give its desktop, end it afterwards."""
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(JAPANESE, encoding="utf-8")
    pipe = f"gyokaku{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    desktop = connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    try:
        yield desktop
    finally:
        with contextlib.suppress(Exception):  # the connection breaks as LibreOffice ends
            desktop.terminate()
        office.wait(30)


def connect(address: str) -> Any:
    """Give the desktop of the LibreOffice at `address`, waiting up to a minute for its start."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + 60
    while True:
        try:
            remote = resolver.resolve(address)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)


@contextlib.contextmanager
def opened(desktop: Any, path: str) -> Iterator[Any]:
    """Give the opened document (macros off, links not followed); close it afterwards."""
    # Not hidden: LibreOffice drops panes and zoom of a book it opened hidden.
    how = properties(MacroExecutionMode=0, UpdateDocMode=0)
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, how)
    if document is None:
        raise ValueError(f"LibreOffice cannot open {path}")
    try:
        yield document
    finally:
        document.close(True)


def recalculate(desktop: Any, path: str) -> dict[str, dict[str, Any]]:
    """Recalculate every formula and give {sheet: {ref: value}}; an error is {"error": code}."""
    with opened(desktop, path) as document:
        document.calculateAll()
        return {sheet.Name: dict(results(sheet)) for sheet in document.Sheets}


def results(sheet: Any) -> Iterator[tuple[str, Any]]:
    """Yield (ref, result) of every formula of the sheet."""
    for cell in sheet.queryContentCells(FORMULA_CELLS).Cells:
        ref = cell.AbsoluteName.rpartition(".")[2].replace("$", "")
        if cell.getError():
            yield ref, {"error": ERRORS.get(cell.getError(), cell.String)}
        elif cell.FormulaResultType2 == 2:  # com.sun.star.sheet.FormulaResult.STRING
            yield ref, cell.String
        else:
            yield ref, cell.Value


def save(desktop: Any, path: str, out: str) -> None:
    """Open a book and save it under another name, as the name's extension says."""
    with opened(desktop, path) as document:
        store(document, out)


def store(document: Any, out: str) -> None:
    """Save the document as the extension of `out` says."""
    document.storeToURL(Path(out).as_uri(), properties(FilterName=FILTERS[Path(out).suffix]))


def type_into(desktop: Any, path: str, out: str, edits: dict[str, dict[str, str]]) -> None:
    """Type texts into cells as a person does, then save; a locked cell is refused as it refuses a person."""
    with opened(desktop, path) as document:
        controller = document.CurrentController
        services = uno.getComponentContext().ServiceManager
        dispatcher = services.createInstance("com.sun.star.frame.DispatchHelper")
        for name, texts in edits.items():
            sheet = document.Sheets.getByName(name)
            controller.setActiveSheet(sheet)
            for ref, text in texts.items():
                cell = sheet.getCellRangeByName(ref)
                if sheet.isProtected() and cell.CellProtection.IsLocked:
                    raise ValueError(f"locked: {name}!{ref}")
                controller.select(cell)
                dispatcher.executeDispatch(
                    controller.Frame, ".uno:EnterString", "", 0, properties(StringName=text)
                )
        store(document, out)


def insert_rows(desktop: Any, path: str, out: str, sheet: str, above: list[int]) -> None:
    """Insert a row above each of these rows (1-based, as they stand in the file), then save."""
    with opened(desktop, path) as document:
        for row in sorted(above, reverse=True):
            document.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, 1)
        store(document, out)


def rework(desktop: Any, path: str, out: str, sheet: str, steps: list[list[Any]]) -> None:
    """Change a sheet as a clerk does, step by step, then save.

    Steps: ["widen", "A", millimetres], ["insert", row], ["delete", row], ["type", ref, text],
    ["move", from, to] (cut and paste), ["copy", from, to] (copy and paste), ["chart", title, colour] (the
    first chart).
    """
    with opened(desktop, path) as document:
        page = document.Sheets.getByName(sheet)
        for what, *how in steps:
            rework_step(page, what, how)
        store(document, out)


def rework_step(page: Any, what: str, how: list[Any]) -> None:
    """Do one step of a rework."""
    if what == "widen":
        page.Columns.getByName(how[0]).Width = how[1] * 100
    elif what == "insert":
        page.Rows.insertByIndex(how[0] - 1, 1)
    elif what == "delete":
        page.Rows.removeByIndex(how[0] - 1, 1)
    elif what == "type":
        page.getCellRangeByName(how[0]).String = how[1]
    elif what == "move":
        target = page.getCellRangeByName(how[1]).CellAddress
        page.moveRange(target, page.getCellRangeByName(how[0]).RangeAddress)
    elif what == "copy":
        target = page.getCellRangeByName(how[1]).CellAddress
        page.copyRange(target, page.getCellRangeByName(how[0]).RangeAddress)
    elif what == "chart":
        chart = page.Charts.getByIndex(0).EmbeddedObject
        chart.HasMainTitle = True
        chart.Title.String = how[0]
        chart.Diagram.getDataRowProperties(0).FillColor = int(how[1], 16)
    else:
        raise ValueError(what)


ACTIONS: dict[str, Callable[..., Any]] = {
    "recalculate": recalculate,
    "save": save,
    "type_into": type_into,
    "insert_rows": insert_rows,
    "rework": rework,
}


def serve() -> None:
    """Answer requests {"do": action, …arguments} until the input ends."""
    with tempfile.TemporaryDirectory() as profile, libreoffice(Path(profile)) as desktop:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = {"result": ACTIONS[request.pop("do")](desktop, **request)}
            except Exception as error:  # told to the test, which fails with it
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
