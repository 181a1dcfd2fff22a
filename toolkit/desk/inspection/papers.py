"""The papers of a meeting and the printed figures in; what is wrong with them noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.desk.inspection.blank_round import blank_document
from toolkit.desk.inspection.figures import Documents, iter_figure_mistakes, iter_published_mistakes
from toolkit.desk.inspection.forms import forms_of_round
from toolkit.desk.inspection.found import Found
from toolkit.desk.inspection.workbook import find_paper_mistakes, iter_paper_doubts
from toolkit.desk.issue.orders import BoundForm
from toolkit.desk.papers.check import iter_unused_forms
from toolkit.desk.workspace import FORMS, Workspace
from toolkit.model.plan import Plan
from toolkit.model.profile import Profile, Round


def look_at_templates(workspace: Workspace, profile: Profile, plan: Plan | None, found: Found) -> None:
    """Look at the template of every paper, with the settings it is filled by."""
    for paper in profile.papers:
        path = workspace.root / FORMS / paper.file
        if not paper.file:
            continue
        if not path.is_file():
            what = f"資料の様式のファイルがありません（{paper.file}）。"
            mend = "様式フォルダに置くか、ファイルの名前を直してください。"
            found.note([paper.row.wrong("様式ファイル", what, mend)])
            continue
        with found.going_on():
            found.note(find_paper_mistakes(path, profile.fields, paper, profile.effect_unit, plan))
            found.ask(iter_paper_doubts(path, profile.fields, paper, profile.effect_unit))


def look_at_figures(
    workspace: Workspace, plan: Plan, forms: Mapping[str, BoundForm], rounds: Sequence[Round], found: Found
) -> None:
    """Look where the expressions of papers and printed figures lead; `rounds` are those to come."""
    profile = workspace.profile
    documents = _documents(workspace, plan, forms)
    for round_ in rounds:
        if round_.id not in documents:
            continue
        for paper in profile.papers_of(round_):
            found.note(iter_unused_forms(paper, round_))
            found.note(iter_figure_mistakes(paper, round_, profile, plan, documents))
    current = next((one for one in rounds if one.id in documents), None)
    if current:
        found.note(iter_published_mistakes(plan, current, documents))


def _documents(workspace: Workspace, plan: Plan, forms: Mapping[str, BoundForm]) -> Documents:
    """Give 取りまとめ表.json of every round as it is while nobody has answered."""
    readable = (one for one in workspace.profile.rounds if {*one.years} <= {*plan.years})
    return {one.id: blank_document(workspace, one, plan, forms_of_round(one, forms)) for one in readable}
