"""The forms the settings name in; what is wrong with their workbooks noted, those that can be bound out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.books.forms.form_checks import iter_cover_doubts
from toolkit.desk.inspection.found import Found
from toolkit.desk.inspection.workbook import find_form_mistakes, iter_workbook_doubts
from toolkit.desk.issue.orders import BoundForm, find_form
from toolkit.desk.workspace import Workspace
from toolkit.model.profile import Profile, Round
from toolkit.model.years import FiscalYear


def look_at_forms(
    workspace: Workspace, profile: Profile, years: Sequence[FiscalYear], found: Found
) -> dict[str, BoundForm]:
    """Look at every form and its workbook, each once; give the forms that can be bound, by name."""
    bound: dict[str, BoundForm] = {}
    looked_at: list[Path] = []
    for settings in profile.forms:
        if not settings.file:
            continue
        path = workspace.form_path(settings)
        with found.going_on():
            form, wrong = find_form(profile, settings, path, years, years[-1])
            found.note(wrong)
            if form:
                bound[settings.name] = form
                found.ask(iter_cover_doubts(form.cover.binding, profile.fields, path.name))
        if path.is_file() and path not in looked_at:
            looked_at.append(path)
            with found.going_on():
                found.note(find_form_mistakes(path, profile.fields))
                found.ask(iter_workbook_doubts(path))
    return bound


def forms_of_round(round_: Round, forms: Mapping[str, BoundForm]) -> dict[str, BoundForm]:
    """Give the forms of a round that could be bound, for the year it reports on."""
    return {
        name: replace(form, sheet=replace(form.sheet, reported=round_.years[-1]))
        for name, form in forms.items()
        if name in round_.forms
    }
