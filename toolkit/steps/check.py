"""A workspace in; all that must be mended or looked at before anything is issued out (検査).

A form or a paper's template can also be looked at alone.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.inspection import TITLE, TO_LOOK_AT, TO_MEND, write_inspection
from toolkit.books.register.settings import inspect_settings
from toolkit.desk.inspection.inspect import inspect
from toolkit.desk.inspection.workbook import find_form_mistakes, find_paper_mistakes
from toolkit.desk.packaged import packaged_data
from toolkit.desk.workspace import FORMS, REGISTER, Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.fields import load_fields
from toolkit.model.profile import SETTINGS

RESULT = f"{TITLE}.xlsx"


@dataclass(frozen=True)
class Checked:
    """What was found in a workspace: what must be mended, and what should be looked at.

    `is_listed` is False where 検査結果.xlsx could not be written: somebody has it open.
    """

    mistakes: tuple[OfficeError, ...]
    doubts: tuple[OfficeError, ...]
    is_listed: bool = True

    def iter_lines(self) -> Iterator[str]:
        """Tell all of it to the office."""
        yield from (f"{TO_MEND}: {one}" for one in self.mistakes)
        yield from (f"{TO_LOOK_AT}: {one}" for one in self.doubts)
        yield self.summary

    @property
    def summary(self) -> str:
        """How much there is, and where it can be read."""
        if not self.mistakes and not self.doubts:
            return f"検査: {TO_MEND}も{TO_LOOK_AT}もありません。"
        count = f"{TO_MEND}{len(self.mistakes)}件、{TO_LOOK_AT}{len(self.doubts)}件"
        if not self.is_listed:
            return f"検査: {count}。{RESULT} が開かれているため、一覧は前のままです。"
        return f"検査: {count}。一覧（セルへのリンク付き）は {RESULT} にあります。"


def check(workspace: Workspace, round_id: str = "") -> Checked:
    """Look through the workspace for a round ("": the current one), and write 検査結果.xlsx at its root."""
    found = inspect(workspace, round_id)
    now = dt.datetime.now().astimezone().replace(microsecond=0)
    books = _books(workspace.root)
    try:
        with workspace.alone(workspace.root):
            write_inspection(workspace.root / RESULT, found.mistakes, found.doubts, books, now)
    except PermissionError:  # what was found is told all the same
        return Checked(tuple(found.mistakes), tuple(found.doubts), is_listed=False)
    return Checked(tuple(found.mistakes), tuple(found.doubts))


def check_file(path: Path) -> list[OfficeError]:
    """Give everything that would be lost or misread in a form.

    Of a paper that the settings of its workspace name, also the figures that no cell shows any more.
    """
    whole, schema = (
        Path(os.path.realpath(path)),
        json.loads(packaged_data("config", "base.schema.json").read_text("utf-8")),
    )
    for folder in whole.parents:
        if (folder / SETTINGS).is_file() and whole.is_relative_to(folder / FORMS):
            file = whole.relative_to(folder / FORMS).as_posix()
            profile, _ = inspect_settings(folder / SETTINGS, schema)
            paper = next((one for one in profile.papers if one.file == file), None) if profile else None
            if profile and paper:
                return find_paper_mistakes(path, profile.fields, paper, profile.effect_unit)
    return find_form_mistakes(path, load_fields(schema))


def _books(root: Path) -> dict[str, str]:
    """Give the path of every book of the office by its name, where only one has that name."""
    forms = [path for path in (root / FORMS).rglob("*.xlsx") if path.is_file()]
    times = Counter(path.name for path in forms)
    paths = {path.name: path.relative_to(root).as_posix() for path in forms if times[path.name] == 1}
    return paths | {SETTINGS: SETTINGS, REGISTER: REGISTER}
