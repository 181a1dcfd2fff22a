"""The returns of a round in, 取りまとめ表.xlsx and .json out: every verdict and total with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.books.lists.master import write_master
from toolkit.books.proof import Proof
from toolkit.books.register.register import load_published
from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.decisions import proof_notes
from toolkit.desk.documents import write_json
from toolkit.desk.editions import as_issued, tell_changes
from toolkit.desk.masters import find_masters
from toolkit.desk.summary.summarise import summarise
from toolkit.desk.typed.take_in import TakenIn, take_in
from toolkit.desk.workspace import CONSOLIDATED, Workspace
from toolkit.model.counts import Amounts
from toolkit.model.numbers import print_number
from toolkit.model.profile import Round
from toolkit.model.summary import Summary
from toolkit.rules.figures.published import check_summary, rounds_named


@dataclass(frozen=True)
class Consolidated:
    """What consolidate made: the workbook, what it holds, and which settings have changed.

    `taken` is what the office had typed into the lists before.
    """

    path: Path
    summary: Summary
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    taken: TakenIn = field(default_factory=TakenIn)

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: where the master is, the flags and the amounts."""
        yield from self.taken.iter_lines()
        yield f"取りまとめ: {self.path.relative_to(root).as_posix()}"
        yield from (f"  {line}" for line in self.changes)
        yield from self.notes
        if self.summary.indicators:
            total = self.summary.indicators.total
            flags = f"○{total.achieved} ×{total.missed} 未{total.undecided}"
            yield f"  指標 目標のある{total.set}件中 {flags}（目標の設定なし {total.not_set}件）"
        yield from self.summary.iter_unknown_changes()
        if self.summary.effects:
            totals, unit = self.summary.effects.total, self.summary.effects.unit
            if totals.planned:
                yield f"  効果見込額 {_amounts_line(totals.planned)}{unit}"
            if totals.actual:
                left_out = totals.open.words(unit)
                beside = f"（{left_out}は含めていません）" if left_out else ""
                yield f"  実績効果額 {_amounts_line(totals.actual)}{unit}{beside}"
        differing = sum(check.agrees is False for check in self.summary.published)
        if differing:
            yield f"  公表値 {len(self.summary.published)}件のうち{differing}件が計算と一致しません。"


def _amounts_line(amounts: Amounts) -> str:
    by_year = "、".join(f"{year} {print_number(amount)}" for year, amount in amounts.by_year.items())
    return f"{by_year}、計 {print_number(amounts.total)}" if len(amounts.by_year) > 1 else by_year


def consolidate(
    workspace: Workspace,
    round_: Round,
    progress: Callable[[str], None] = lambda _: None,
    *,
    proof: bool = True,
) -> Consolidated:
    """Consolidate every return of a round; items without one stand with the plan alone.

    OfficeError where the master reads otherwise than it was written (`proof`); nothing is written then.
    """
    workspace, round_ = as_issued(workspace, round_)
    prover = Proof(proof)
    taken = take_in(workspace, round_)
    answers = read_answers(workspace, round_, progress)
    summary = summarise(answers, workspace)
    figures = load_published(workspace.register)  # printed after the round was issued: not its edition's
    summary = check_summary(figures, summary, find_masters(workspace, rounds_named(figures)))
    path = workspace.folder(CONSOLIDATED, round_) / "取りまとめ表.xlsx"
    with workspace.alone(path.parent):
        write_master(path, summary, prover)
        write_json(path.with_suffix(".json"), summary.as_json())
        notes = proof_notes(workspace, round_, prover, CONSOLIDATED)
    return Consolidated(path, summary, tell_changes(workspace, round_), notes, taken)
