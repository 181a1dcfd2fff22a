"""取りまとめ表.json and the papers' templates in, the papers of a meeting (会議資料) with their 根拠 out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.books.lists.grounds import Earlier, Ground, write_grounds
from toolkit.books.package.package import Package
from toolkit.books.package.sheet_names import sheet_names
from toolkit.books.papers.papers import Line, Written, fill_sheet
from toolkit.books.papers.template import PaperSheet, bind_paper
from toolkit.books.proof import Proof
from toolkit.books.register.register import load_published
from toolkit.books.system.disk import half_folder, move_all
from toolkit.books.system.libreoffice import print_pdfs
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.unsettled import unsettled
from toolkit.desk.decisions import proof_notes
from toolkit.desk.editions import as_issued
from toolkit.desk.issue.orders import BoundForm, load_forms
from toolkit.desk.masters import MASTER, find_behind, find_masters, load_master, mend_of
from toolkit.desk.papers.check import (
    check_figures,
    check_parts,
    iter_paper_mistakes,
    iter_unused_forms,
    parse_figures,
)
from toolkit.desk.papers.earlier import FIGURES, keep_figures, load_figures
from toolkit.desk.papers.grounds import Explainer
from toolkit.desk.papers.item_sheets import bind_sheets
from toolkit.desk.papers.values import Meeting, PaperValues, rows_of
from toolkit.desk.summary.last_round import LastRound, read_last_round, tell_other_rules
from toolkit.desk.summary.summarise import summarise
from toolkit.desk.workspace import FORMS, Workspace, read_form
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.file_names import NAME_RULE, is_file_name
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.profile import SETTINGS, Round
from toolkit.model.summary import Summary
from toolkit.rules.counting.paper_rows import END, ROW, PlanRow, order_blocks
from toolkit.rules.figures.expression import iter_terms
from toolkit.rules.figures.published import check_summary, rounds_named
from toolkit.rules.numbers.amounts import number_styles

REPORTED = "会議資料"
GROUNDS = "根拠.xlsx"


@dataclass(frozen=True)
class Reported:
    """What report made: the papers, the book of grounds, how many figures, and what is not settled."""

    papers: tuple[Path, ...]
    grounds: Path
    figures: int
    unsettled: str
    notes: tuple[str, ...] = ()

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office."""
        for path in self.papers:
            yield f"会議資料: {path.relative_to(root).as_posix()}"
        yield f"根拠: {self.grounds.relative_to(root).as_posix()}（資料の数値{self.figures}件の出どころ）"
        yield from self.notes
        if self.unsettled:
            yield f"  {self.unsettled}"


@dataclass(frozen=True)
class _Job:
    workspace: Workspace
    round: Round
    answers: RoundAnswers
    summary: Summary
    documents: Mapping[str, Mapping[str, Any]]
    meeting: Meeting
    last: LastRound | None
    proof: Proof


def report(
    workspace: Workspace,
    round_: Round,
    meeting: Meeting,
    *,
    pdf: bool = False,
    proof: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Reported:
    """Make every paper of the settings from the judged answers of a round.

    Raises OfficeError(s) where the plan has no papers, the round is not consolidated as it stands now, a
    template is wrong, or a paper reads otherwise than it was meant (`proof`); then nothing is written.
    """
    _check_name(meeting)
    workspace, round_ = as_issued(workspace, round_)
    papers = workspace.profile.papers_of(round_)
    if not papers:
        what = f"照会「{round_.id}」には、会議資料の様式がまだありません。"
        raise OfficeError(
            what, "様式を「様式/会議資料」に置き、資料シートに行を足してください。", SETTINGS, "資料"
        )
    folder = workspace.folder(REPORTED, round_) / meeting.name
    with workspace.alone(folder):
        job = _prepare(workspace, round_, meeting, papers, Proof(proof))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            paths, grounds = _make_papers(job, papers, folder, pdf=pdf, progress=progress)
        except BaseException:
            with suppress(OSError):  # nothing is left behind; a folder with papers of before stays
                folder.rmdir()
            raise
        notes = proof_notes(workspace, round_, job.proof, REPORTED)
    own = tuple(path for path in paths if path.name not in (GROUNDS, FIGURES))
    figures = sum(not one.is_text for one in grounds)
    notes = (*notes, *job.summary.iter_unknown_changes())
    return Reported(own, folder / GROUNDS, figures, unsettled(job.answers.returns), notes)


def _make_papers(
    job: _Job,
    papers: Sequence[PaperSettings],
    folder: Path,
    *,
    pdf: bool,
    progress: Callable[[str], None],
) -> tuple[list[Path], list[Ground]]:
    """Make the papers and their grounds aside, then put all of them in the folder of the meeting."""
    profile, meeting, year = job.workspace.profile, job.meeting, job.round.years[-1]
    grounds: list[Ground] = []
    with half_folder(folder) as half:
        made = []
        for paper in papers:
            progress(paper.name)
            path = half / f"{paper.number}_{paper.name}.xlsx"
            grounds += _make_paper(job, paper, path)
            made.append(path)
        title = f"{profile.city}　{meeting.name or job.round.id}　会議資料"
        rules = tell_other_rules(profile, job.last, year)
        earlier = Earlier(load_figures(folder), job.last.id if job.last else "", rules)
        write_grounds(half / GROUNDS, title, job.round.id, grounds, 1 if meeting.name else 0, earlier)
        keep_figures(half, grounds)
        if pdf:
            progress("PDF")
            print_pdfs(made, half)
        numbers = {paper.number for paper in papers} | {key[0] for key in earlier.figures}
        return _publish(half, folder, numbers), grounds


def _check_name(meeting: Meeting) -> None:
    """Refuse a meeting whose name cannot be that of a folder."""
    if meeting.name and not is_file_name(meeting.name):
        what = f"会議の名前「{meeting.name}」は、フォルダの名前に使えません。"
        raise OfficeError(what, NAME_RULE)


def _prepare(
    workspace: Workspace, round_: Round, meeting: Meeting, papers: Sequence[PaperSettings], proof: Proof
) -> _Job:
    """Judge the answers and add them up; 取りまとめ表.json, which people look at, must say the same."""
    answers = read_answers(workspace, round_)
    summary = summarise(answers, workspace)
    terms = [term for paper in papers for tree in parse_figures(paper).values() for term in iter_terms(tree)]
    named = {workspace.profile.round(term.round) for term in terms if term.round}
    shows_printed = any(term.keys[0] == "published" for term in terms)
    printed = load_published(workspace.register) if shows_printed else None
    documents: dict[str, Mapping[str, Any]] = {
        one.id: load_master(workspace, one) for one in {round_, *named}
    }
    for one in {round_, *named}:
        now = summary if one is round_ else summarise(read_answers(workspace, one), workspace)
        if behind := find_behind(documents[one.id], now, printed):
            what = f"照会「{one.id}」の取りまとめ表が、今の{behind}と違っています。"
            raise OfficeError(what, mend_of(one), MASTER)
        others = find_masters(workspace, rounds_named(printed or ()))
        documents[one.id] = check_summary(printed or (), now, others).as_json()
    last = read_last_round(workspace, round_)
    return _Job(workspace, round_, answers, summary, documents, meeting, last, proof)


def _publish(half: Path, folder: Path, numbers: Collection[str]) -> list[Path]:
    """Put the papers in their place; those of an earlier time are kept in a folder of their own.

    So is what would lie beside them with figures of before: a PDF that is not made now, a paper of one of
    these `numbers` that has another name, or is no more.
    """
    made = sorted(half.iterdir())
    begins = tuple(f"{number}_" for number in numbers if number)
    papers = [path for path in folder.iterdir() if path.suffix in (".xlsx", ".pdf")]
    earlier = [path for path in papers if path.name.startswith(begins)]
    earlier += [folder / name for name in (GROUNDS, FIGURES) if (folder / name).exists()]
    published = [folder / path.name for path in made]
    kept = folder / f"旧_{dt.datetime.now().astimezone():%Y%m%d_%H%M%S}"
    while kept.exists():
        kept = kept.with_name(f"{kept.name}_")
    move_all([(path, kept / path.name) for path in earlier] + list(zip(made, published, strict=True)))
    return published


# -- one paper


def _make_paper(job: _Job, paper: PaperSettings, path: Path) -> list[Ground]:
    """Make one paper in the staging folder and give the figures that stand in it."""
    template = job.workspace.root / FORMS / paper.file
    fields = job.workspace.fields.with_figures(paper.figures)
    book, package = read_form(template), Package.open(template)
    plan, reported = job.answers.plan, job.round.years[-1]
    styles = number_styles(job.workspace.profile.effect_unit)
    sheets, errors = bind_paper(package, book, fields, plan.years, reported, styles)
    errors += iter_paper_mistakes(sheets, paper, template.name)
    if errors:
        raise OfficeErrors(tuple(errors))
    values = PaperValues(paper, job.workspace.profile, job.answers, job.documents, job.meeting)
    written: list[Written] = []
    for name, sheet in sheets.items():
        for own, rows in _lay_sheets(paper, package, name, sheet, rows_of(paper, name, values)):
            written += _fill(package, own, sheet, rows, values)
    values.check_groups()
    check_figures(written, fields, template.name)
    if paper.forms:
        header = f"{paper.number}　{values.general_text('paper.date')}"
        package, filled = bind_sheets(package, written, _forms(job, paper), job.answers, header)
        written += filled
    package.set_title(f"{paper.number} {paper.name}")
    package.select_first_sheet()
    package.save(path)
    job.proof.prove(path, package.orders)
    known = Explainer(fields, job.answers, job.summary, job.last)
    return list(known.iter_grounds(values, path.name, written))


def _lay_sheets(
    paper: PaperSettings, package: Package, name: str, sheet: PaperSheet, rows: Sequence[PlanRow]
) -> Iterator[tuple[str, Sequence[PlanRow]]]:
    """Yield the sheets to fill with their rows: the sheet itself, or a copy for each part of the plan."""
    if not paper.per_level or not sheet.prototypes:
        yield name, rows
        return
    parts = list(dict.fromkeys(row.levels[: paper.per_level] for row in rows))
    words = ("-".join(level.number or level.name for level in part) for part in parts)
    names = sheet_names(words, package.sheet_names())
    for own in names:
        package.clone_sheet(name, own)
    package.remove_sheet(name)
    for own, part in zip(names, parts, strict=True):
        yield own, [row for row in rows if row.levels[: paper.per_level] == part]


def _fill(
    package: Package, name: str, sheet: PaperSheet, rows: Sequence[PlanRow], values: PaperValues
) -> list[Written]:
    lines = []
    numbers, circled = Counter[str](), Counter[str]()
    entries = order_blocks(rows, sheet.blocks)
    check_parts(entries, rows)
    for entry in entries:
        kind = entry.axis or ROW
        if entry.row is None:
            circled.clear()
        elif not entry.optional and not entry.block.endswith(END):
            numbers[kind] += 1
            circled[kind] += 1
        lines.append(values.line(entry, numbers[kind], circled[kind]))
    around = Line("", values.general)
    if values.paper.per_level and sheet.prototypes:
        part = rows[0].levels[: values.paper.per_level]
        around = Line("", {**around.values, **values.part(part)}, "/".join(level.name for level in part))
    return fill_sheet(package, name, sheet, lines, around)


def _forms(job: _Job, paper: PaperSettings) -> list[BoundForm]:
    forms = load_forms(job.workspace, job.round, job.answers.plan)
    for mistake in iter_unused_forms(paper, job.round):
        raise mistake
    return [forms[name] for name in paper.forms]
