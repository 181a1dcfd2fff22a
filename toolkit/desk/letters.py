"""A letter of the office (通知文) and what it is about in, its text and, where wanted, an A4 page out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from toolkit.books.lists.letter import write_letter_page
from toolkit.books.proof import Proof
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.documents import write_text
from toolkit.desk.issue.orders import round_title
from toolkit.desk.workspace import REQUESTED, Workspace
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.rules.words.letters import Values, fill, head_values, letter_text

LETTERS = "通知文"
"""The folder of the letters beside what is sent with them."""


def head_of(workspace: Workspace, round_: Round, department: str, today: dt.date | None = None) -> Values:
    """Give what every letter of a round to a department may name; `department` "" where it is not known."""
    profile = workspace.profile
    to = (department, profile.honorific_of(department))
    today = today or dt.datetime.now().astimezone().date()
    return head_values(profile.plan, round_title(round_), profile.office, to, today)


def write_letter(
    workspace: Workspace, kind: str, values: Values, path: Path, proof: Proof | None = None
) -> None:
    """Write a letter as `path`.txt, and where the office gave it a number or a date as `path`.xlsx too."""
    letter = fill(workspace.profile.letters[kind], values)
    write_text(path.with_name(f"{path.name}.txt"), letter_text(letter))
    if letter.is_on_paper:
        write_letter_page(path.with_name(f"{path.name}.xlsx"), letter, proof)


def questions_path(workspace: Workspace, answers: RoundAnswers, department: Department) -> Path:
    """Give where a department's 確認のお願い lies, without ending: named after the first of its books."""
    books = answers.manifest.books
    first = next((book.file for book in books if book.department == department.id), department.section)
    return workspace.folder(REQUESTED, answers.round) / LETTERS / f"{Path(first).stem}_確認のお願い"
