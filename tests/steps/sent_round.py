"""Files of うみべ市 sent in one after the other, and what is thought of them then."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

from tests.steps.toy_city import Answers, fill
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.fields import Slot
from toolkit.model.years import FiscalYear
from toolkit.steps.collect import collect

R6 = FiscalYear.parse("R6")
COUNT, AMOUNT = Slot("indicator.actual", 1, year=R6), Slot("effect.actual", year=R6)
STORY, GRADE = Slot("year.result", year=R6), Slot("year.status", year=R6)


class Round:
    """A round that gets one return after the other, and what is thought of them then."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self.count = itertools.count(1)

    def send(self, section: str, answers: Answers) -> Path:
        path = fill(self.workspace, section, answers, self.folder / f"{next(self.count)}.xlsx")
        self.take(path)
        return path

    def reply(self, cells: Mapping[str, str | int | None]) -> None:
        """Let 総務課 send its sheet of 1-① with these cells filled."""
        self.send("総務課", {"1-①": cells})

    def take(self, path: Path) -> None:
        collect(self.workspace, self.workspace.profile.round(), [path])

    def read(self) -> RoundAnswers:
        return read_answers(self.workspace, self.workspace.profile.round())

    def answer(self, item_id: str = "1-①") -> ItemAnswer:
        return next(answer for answer in self.read().items if answer.item.id == item_id)

    def codes(self, item_id: str = "1-①") -> list[str]:
        """Give what is to be said of an item, apart from what changed since the last return."""
        codes = sorted(finding.code for finding in self.answer(item_id).findings)
        return [code for code in codes if code != "changed-since-last"]

    def file_codes(self) -> list[str]:
        return sorted(finding.code for _, finding in self.read().findings)

    def values(self, item_id: str = "1-①") -> tuple[object, ...]:
        record = self.answer(item_id).record
        return tuple(record.answer(slot).value for slot in (COUNT, AMOUNT, STORY, GRADE))
