"""A packaged city in, its rounds from the folder to the papers out, with answers that are invented (demo)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.desk.papers.values import Meeting
from toolkit.desk.sample import sample_rounds, write_sample_returns, write_sample_words
from toolkit.desk.workspace import Workspace, init
from toolkit.model.catalogue import Severity
from toolkit.model.profile import OFFICE, Round
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.report import report
from toolkit.steps.validate import validate

_TO_THE_MEETING = dt.timedelta(days=7)
"""The papers are dated so long after the deadline."""


@dataclass
class Demo:
    """A demo that is run by telling it; `errors` are those of its last round, once all lines are told."""

    folder: Path
    city: str
    progress: Callable[[str], None] = lambda _: None
    errors: int = 0

    def iter_lines(self) -> Iterator[str]:
        """Make the folder, run every round with sample answers, and tell each step as it ends.

        Raises OfficeError where the folder is not empty or the city is unknown.
        """
        workspace = init(self.folder, self.city)
        yield f"作業フォルダ「{self.folder}」を作りました（{workspace.profile.city}の見本。回答は架空です）。"
        for round_ in sample_rounds(workspace, self.city):
            yield from self._ask(workspace, round_)
            if workspace.profile.has_own_form(round_, OFFICE):
                yield from self._ask_the_office(workspace, round_)
            yield from self._tell(workspace, round_)

    def _ask(self, workspace: Workspace, round_: Round) -> Iterator[str]:
        """Issue the books of the departments, and take in their sample answers."""
        yield ""
        yield from generate(workspace, round_, self.progress).iter_lines(workspace.root)
        returned = write_sample_returns(workspace, round_, self.city)
        yield ""
        yield f"回答の見本を {returned.folder.relative_to(workspace.root).as_posix()} に置きました。"
        yield from (f"  ・{line}" for line in returned.story)
        yield ""
        yield from collect(workspace, round_, [returned.folder], self.progress).iter_lines()

    def _ask_the_office(self, workspace: Workspace, round_: Round) -> Iterator[str]:
        """Issue the book of 事務局, which shows what came, and take in its sample words."""
        yield ""
        yield from generate(workspace, round_, self.progress, OFFICE).iter_lines(workspace.root)
        own = write_sample_words(workspace, round_, self.city)
        yield from collect(workspace, round_, [own], self.progress).iter_lines()

    def _tell(self, workspace: Workspace, round_: Round) -> Iterator[str]:
        """Check what came, consolidate it, and make the papers of the meeting."""
        yield ""
        validated = validate(workspace, round_, self.progress)
        self.errors = validated.count(Severity.ERROR)
        yield from validated.iter_lines(workspace.root)
        yield ""
        yield from consolidate(workspace, round_, self.progress).iter_lines(workspace.root)
        if workspace.profile.papers_of(round_):
            meeting = Meeting("", round_.deadline + _TO_THE_MEETING)
            yield ""
            yield from report(workspace, round_, meeting, progress=self.progress).iter_lines(workspace.root)
