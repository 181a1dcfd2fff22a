"""A book as issued and what was answered in it in, the same book made again with the answers in it out.

It carries the marks of the book it takes the place of, so that it is recognised when it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from toolkit.books.proof import Proof
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.issue.book import make_book
from toolkit.desk.issue.orders import BoundForm, Job, find_form, iter_orders
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.catalogue.shown import SHOWN
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Plan
from toolkit.model.record import Answer, State
from toolkit.model.words import half_width

_LOST = OfficeError(
    "配布したときの記録から、同じブックを作れません。",
    "作業フォルダの中の .gyokaku フォルダを、控えから元に戻してください。",
)


def make_again(
    workspace: Workspace,
    answers: RoundAnswers,
    manifests: Sequence[Manifest],
    issued: IssuedBook,
    folder: Path,
) -> IssuedBook:
    """Make a book of the last issue again in a folder, with what counts of its answers in its open cells.

    `manifests` are those of the round. OfficeError(s) where what was kept of the issue does not give it.
    """
    own = [one for one in answers.returns if one.writer == issued.writer]
    written = {(issued.writer, sheet.item_id): _typed(sheet, own) for sheet in issued.sheets}
    issue = min(one.issue for one in manifests if any(book.mark == issued.mark for book in one.books))
    register = workspace.edition_register(answers.round, issue)
    if not register.is_file():
        raise _LOST
    plan = workspace.load_plan(register)
    forms = _kept_forms(workspace, answers, plan, register.parent)
    seen = {answer.item.id: answer.record.answers for answer in answers.items}
    job = Job(
        *(workspace, answers.round, register, plan, forms, issue),
        prefill={},
        answered=seen,
        written=written,
        proof=Proof(True),
    )
    orders = iter_orders(answers.round, plan, forms)
    order = next((one for one in orders if (one.file, one.writer) == (issued.file, issued.writer)), None)
    if order is None:
        raise _LOST
    made = make_book(job, order, folder)
    if made.mark != issued.mark or [one.asked for one in made.sheets] != [one.asked for one in issued.sheets]:
        raise _LOST
    return made


def _kept_forms(
    workspace: Workspace, answers: RoundAnswers, plan: Plan, record: Path
) -> Mapping[str, BoundForm]:
    """Load the forms of a round as they were kept when it was issued."""
    forms = {}
    for name in answers.round.forms:
        settings = workspace.profile.form(name)
        kept = record / Path(settings.file).name
        form, wrong = find_form(workspace.profile, settings, kept, plan.years, answers.round.years[-1])
        if form is None:
            raise OfficeErrors(tuple(wrong))
        forms[name] = form
    return forms


def _typed(sheet: IssuedSheet, answers: Sequence[ItemAnswer]) -> dict[Slot, Answer]:
    """Give what is to stand in the open cells of a sheet: what counts, as it was typed, else as issued."""
    answer = next((one for one in answers if one.item.id == sheet.item_id), None)
    if answer is None or answer.entry is None:
        return {slot: _as_issued(sheet.cells.get(ref, "")) for ref, slot in sheet.asked.items()}
    looks = {one.slot for one in answer.findings if one.doubts and one.code in SHOWN}
    given = answer.record.answers
    return {slot: one for slot, one in given.items() if slot not in looks and _says_the_same_again(one)}


def _as_issued(text: str) -> Answer:
    number = Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) else None
    return Answer(text, State.TEXT if number is None else State.NUMBER, number)


def _says_the_same_again(answer: Answer) -> bool:
    """Tell whether what was typed, typed once more without its format, is asked about again where it was.

    1813 in a cell that shows ▲1,813 is not: without its format nobody would see a doubt.
    """
    if answer.state is not State.DOUBT:
        return answer.state is not State.ERROR
    try:
        return Decimal(half_width(answer.raw).replace(",", "")) == answer.reading
    except InvalidOperation:
        return True
