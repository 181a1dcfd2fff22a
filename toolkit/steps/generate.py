"""The register and the forms in, a book per department and writer out (配布): only the asked cells open.

Also kept: the manifest of what was issued and the register of the edition; and per book a 照会文.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.books.proof import Proof
from toolkit.books.system.disk import half_folder, move_all
from toolkit.desk.decisions import proof_notes
from toolkit.desk.documents import write_json
from toolkit.desk.issue.book import make_book
from toolkit.desk.issue.check import iter_issue_mistakes
from toolkit.desk.issue.orders import (
    Job,
    Order,
    iter_orders,
    numbers_of,
    prepare,
)
from toolkit.desk.letters import LETTERS, head_of, write_letter
from toolkit.desk.workspace import ISSUED, REGISTER, Workspace
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.findings import Finding
from toolkit.model.letters import INQUIRY
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.profile import DEPARTMENTS, SETTINGS, Round
from toolkit.rules.checks.plan_checks import iter_plan_doubts
from toolkit.rules.words.letters import Inquiry


@dataclass(frozen=True)
class Issued:
    """What generate made: the folder, the manifest, how many items are asked, what the plan leaves to ask.

    `writer` is the office whose books alone were made again; `notes` tell how the books were read back.
    """

    folder: Path
    manifest: Manifest
    items: int
    items_asked: int
    warnings: tuple[Finding, ...] = ()
    writer: str = ""
    notes: tuple[str, ...] = ()

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office, paths from the workspace's root."""
        if self.writer:
            where = self.folder.relative_to(root).as_posix()
            yield f"配布: {self.writer}のブックを、届いた回答を入れて {where} に作り直しました。"
            yield from self.notes
            return
        recipients = dict.fromkeys(
            book.department for book in self.manifest.books if book.writer == DEPARTMENTS
        )
        offices = dict.fromkeys(book.department for book in self.manifest.books if book.writer != DEPARTMENTS)
        also = f"と{'・'.join(offices)}" if offices else ""
        where = self.folder.relative_to(root).as_posix()
        yield (
            f"配布: {len(recipients)}所属{also}のブックを {where} に作りました"
            f"（{self.items}項目、うち記入をお願いするもの{self.items_asked}項目）。"
        )
        yield "  照会文は、その中の「通知文」にあります。"
        yield from self.notes
        for warning in self.warnings:
            number = self.manifest.number_of(warning.item_id)
            yield f"  台帳の{warning.severity.value}: {number} {warning.what}"


def generate(
    workspace: Workspace,
    round_: Round,
    progress: Callable[[str], None] = lambda _: None,
    writer: str = "",
    *,
    proof: bool = True,
) -> Issued:
    """Make the books of a round; with a writer only those of 事務局 or 委員会, with what has come by now.

    Raises OfficeError(s) for a register, form or setting that cannot be used, and for a book that reads
    otherwise than it was meant (`proof`); nothing is left behind then.
    """
    prover = Proof(proof)
    own = workspace.root / ".gyokaku"
    with (
        workspace.alone(own),
        half_folder(own) as half,
    ):
        kept = _kept_books(workspace, round_, writer) if writer else ()
        job = prepare(workspace, round_, prover, again=bool(writer))
        found = iter_issue_mistakes(job.workspace.profile, job.round, job.plan, job.forms)
        if mistakes := tuple(dict.fromkeys(found)):
            raise OfficeErrors(mistakes)
        staging = half / "配布"
        staging.mkdir()
        made = _make_books(job, staging, writer, progress)
        books = [*kept, *made]
        manifest = _manifest(job, books)
        records = _keep(job, manifest, half / "記録")
        names = [book.file for book in made] if writer else None
        published = _publish(job, staging, records, names)
        notes = proof_notes(workspace, round_, prover, ISSUED)
    sheets = [sheet for book in books if book.writer == DEPARTMENTS for sheet in book.sheets]
    asked = sum(bool(sheet.asked) for sheet in sheets)
    doubts = tuple(iter_plan_doubts(job.plan))
    return Issued(published, manifest, len(sheets), asked, doubts, writer, notes)


def _kept_books(workspace: Workspace, round_: Round, writer: str) -> tuple[IssuedBook, ...]:
    """Give the books of the last issue that stay as they are; OfficeError where there is none to stay."""
    issued = workspace.manifests(round_)
    if writer not in round_.writers:
        what = f"照会「{round_.id}」では、{writer}に何も聞いていません。"
        mend = f"照会項目シートに、回答・評価主体が「{writer}」の行があるか確かめてください。"
        raise OfficeError(what, mend, SETTINGS, "照会項目")
    return tuple(book for book in issued[-1].books if book.writer != writer)


def _make_books(job: Job, staging: Path, writer: str, progress: Callable[[str], None]) -> list[IssuedBook]:
    """Make the books of every writer with their letters, or of one office alone, in the staging folder."""
    books = []
    for order in iter_orders(job.round, job.plan, job.forms):
        if writer not in ("", order.writer):
            continue
        progress(order.department.name)
        try:
            books.append(make_book(job, order, staging))
        except OfficeError as error:
            raise replace(error, file=error.file or order.form.template.name) from None
        if not writer:
            _write_inquiry(job, order, books[-1], staging / LETTERS)
    return books


def _manifest(job: Job, books: Sequence[IssuedBook]) -> Manifest:
    return Manifest(
        city=job.workspace.profile.city,
        round=job.round.id,
        edition=job.round.edition,
        issue=job.issue,
        templates={
            name: hashlib.sha256(f.template.read_bytes()).hexdigest() for name, f in job.forms.items()
        },
        slots={
            name: {key: tuple(form.sheet.places(key)) for key in form.sheet.binding.cells}
            for name, form in job.forms.items()
        },
        books=tuple(books),
        numbers=numbers_of(job.plan, job.forms, job.round.edition),
        issued_at=dt.datetime.now().astimezone().replace(microsecond=0),
    )


def _write_inquiry(job: Job, order: Order, book: IssuedBook, folder: Path) -> None:
    asked = [sheet for sheet in book.sheets if sheet.asked]
    about = Inquiry(
        deadline=order.department.deadline or job.round.deadline,
        files=[book.file],
        items=[(sheet.number, job.plan.item(sheet.item_id).name) for sheet in asked],
        cells=sum(len(sheet.asked) for sheet in asked),
    )
    head = head_of(job.workspace, job.round, order.department.name)
    path = folder / f"{Path(book.file).stem}_照会文"
    write_letter(job.workspace, INQUIRY, {**head, **about.values}, path, job.proof)


def _keep(job: Job, manifest: Manifest, records: Path) -> Path:
    """Keep the manifest, the register of the edition and the settings: what was asked, on what state."""
    write_json(records / "manifest.json", manifest.as_json())
    shutil.copyfile(job.register, records / REGISTER)
    shutil.copyfile((job.workspace.pinned or job.workspace.root) / SETTINGS, records / SETTINGS)
    for form in job.forms.values():
        shutil.copyfile(form.template, records / form.template.name)
    return records


def _publish(job: Job, staging: Path, records: Path, names: Sequence[str] | None) -> Path:
    """Put the books (None: all, else these) in 配布 and their records beside those of before.

    What an earlier issue of the same round left there is kept under another name.
    """
    published = job.workspace.folder(ISSUED, job.round)
    stamp = dt.datetime.now().astimezone().strftime("%Y%m%d_%H%M%S")
    old = published.with_name(f"{published.name}_旧_{stamp}")
    old = old.with_name(f"{old.name}_{job.issue - 1}") if old.exists() else old
    # No book lies in 配布 whose record is not kept; a kept record without books only skips a number.
    kept = [(records, job.workspace.issued_records(job.round) / f"{job.issue:02}")]
    if names is None:
        before = [(published, old)] if published.exists() else []
        move_all([*before, *kept, (staging, published)])
    else:
        before = [(published / name, old / name) for name in names if (published / name).exists()]
        move_all([*before, *kept, *((staging / name, published / name) for name in names)])
    return published
