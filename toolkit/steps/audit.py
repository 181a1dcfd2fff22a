"""The register's 公表値 and 取りまとめ表.json in, where print and computation differ out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.books.register.register import load_published
from toolkit.desk.masters import find_masters, load_master
from toolkit.desk.workspace import Workspace
from toolkit.model.profile import Round
from toolkit.model.summary import PublishedCheck
from toolkit.rules.figures.published import check_all, rounds_named


@dataclass(frozen=True)
class Audited:
    """Every printed figure, compared."""

    checks: tuple[PublishedCheck, ...]

    @property
    def differing(self) -> list[PublishedCheck]:
        """The figures that do not agree."""
        return [check for check in self.checks if check.agrees is False]

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office: the counts, then why a figure does not agree, or only as it is cut."""
        agreeing = sum(check.agrees is True for check in self.checks)
        rest = len(self.checks) - agreeing - len(self.differing)
        counts = f"一致{agreeing}件、不一致{len(self.differing)}件、照合していないもの{rest}件"
        yield f"照合: 公表値{len(self.checks)}件（{counts}）。"
        for word, checks in (
            ("不一致", self.differing),
            ("端数", [one for one in self.checks if one.truncated]),
        ):
            for check in checks:
                yield f"  {word}: {check.where} {check.name}　{check.why}"


def audit(workspace: Workspace, round_: Round) -> Audited:
    """Compare the register's printed figures, as they stand now, with the last consolidation of a round.

    What a figure rests on (原本 …) is as that consolidation found it. OfficeError where there is none yet.
    """
    document = load_master(workspace, round_)
    certainties = {one["path"]: one["rests_on"] for one in document["published"]}
    figures = load_published(workspace.register)
    others = find_masters(workspace, rounds_named(figures))
    return Audited(check_all(figures, document, certainties, others))
