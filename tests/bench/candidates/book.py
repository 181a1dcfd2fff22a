"""A workspace in; the form, the plan and the items of its first department's book out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.books.forms import FormSheet
from toolkit.books.reader import read_book
from toolkit.books.register import load_register
from toolkit.books.template import load_binding
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Round
from toolkit.steps.workspace import load_workspace


@dataclass(frozen=True)
class Book:
    """What the candidates make a book from."""

    round: Round
    plan: Plan
    items: list[Item]
    template: Path
    form: FormSheet

    @property
    def sheet(self) -> str:
        return self.form.binding.sheet


def load_first_book(folder: Path) -> Book:
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    plan = load_register(workspace.register, workspace.fields)
    settings = workspace.profile.form(round_.form)
    template = workspace.form_path(settings)
    sheets = read_book(template)
    binding = load_binding(sheets, settings.sheet, workspace.fields, file=settings.file)
    form = FormSheet(binding, sheets.sheets[settings.sheet], workspace.fields, plan.years)
    items = [item for item in plan.items if item.coordinator == plan.departments[0].section]
    return Book(round_, plan, items, template, form)
