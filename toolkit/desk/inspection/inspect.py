"""A workspace in; all that must be mended, and all that should be looked at, before anything is issued, out.

One pass: a mistake hides no other, but a cell that could not be read is not complained of again because
something else needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.books.package.lengths import MAX_PATH, units
from toolkit.books.register.plan import DEPARTMENTS
from toolkit.books.register.register import inspect_register, iter_register_doubts
from toolkit.books.register.settings import inspect_settings
from toolkit.desk.inspection.forms import forms_of_round, look_at_forms
from toolkit.desk.inspection.found import Found
from toolkit.desk.inspection.papers import look_at_figures, look_at_templates
from toolkit.desk.issue.check import iter_issue_mistakes
from toolkit.desk.issue.lists import iter_list_differences
from toolkit.desk.issue.orders import BoundForm, iter_orders
from toolkit.desk.workspace import ISSUED, REGISTER, Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.fields import load_fields
from toolkit.model.plan import Plan
from toolkit.model.profile import SETTINGS, UNREAD_YEAR, Profile, Round
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.conditions import iter_rule_mistakes
from toolkit.rules.checks.level_checks import iter_level_name_mistakes
from toolkit.rules.checks.plan_checks import iter_plan_doubts


def inspect(workspace: Workspace, round_id: str = "") -> Found:
    """Look through settings, register, forms and papers for the rounds that are still to come.

    `round_id` is the round that is to be issued; "" for the current one.
    """
    found = Found()
    with found.going_on():
        workspace.key()
    found.ask(_iter_held(workspace))
    profile = _look_at_settings(workspace, found)
    plan = _look_at_register(workspace, profile, found)
    if profile is None:
        return found
    if plan is not None:
        profile = replace(profile, rounds=tuple(_iter_readable(profile.rounds, plan.years[-1])))
    workspace = replace(workspace, as_read=profile)
    forms = look_at_forms(workspace, profile, plan.years if plan else (UNREAD_YEAR,), found)
    look_at_templates(workspace, profile, plan, found)
    if plan is not None:
        to_come = list(_iter_rounds(workspace, round_id or profile.current_round))
        for round_ in to_come:
            own = forms_of_round(round_, forms)
            found.note(iter_issue_mistakes(profile, round_, plan, own))
            found.ask(iter_list_differences(round_, own))
            found.ask(_iter_long_paths(workspace, round_, plan, own))
        found.note(_iter_missing_answers(workspace, round_id or profile.current_round))
        with found.going_on():
            look_at_figures(workspace, plan, forms, to_come, found)
    return found


def _iter_held(workspace: Workspace) -> Iterator[OfficeError]:
    """Yield a doubt for each of the office's books that somebody has open: what is not saved is not seen."""
    for book in (workspace.root / SETTINGS, workspace.register):
        if any(book.with_name(sign).exists() for sign in (f"~${book.name}", f".~lock.{book.name}#")):
            what = "Excelで開いたままです。保存していない変更は、まだ入っていません。"
            yield OfficeError(what, "保存して閉じてから、もう一度実行してください。", book.name)


def _iter_long_paths(
    workspace: Workspace, round_: Round, plan: Plan, forms: Mapping[str, BoundForm]
) -> Iterator[OfficeError]:
    """Yield that a book would lie so deep that Excel cannot open it; of several the deepest."""
    folder = workspace.folder(ISSUED, round_)
    paths = (str(folder / order.file) for order in iter_orders(round_, plan, forms))
    longest = max(paths, key=units, default="")
    if units(longest) > MAX_PATH:
        what = f"配布するブックの場所と名前が長すぎて（{units(longest)}文字）、Excelで開けません。"
        mend = "作業フォルダを浅い場所に移すか、照会や課の名前を短くしてください。"
        yield OfficeError(
            f"{what}（{longest}）", f"{MAX_PATH}文字に収まるように、{mend}", REGISTER, DEPARTMENTS
        )


def _look_at_settings(workspace: Workspace, found: Found) -> Profile | None:
    """Give the settings as far as they can be read."""
    profile = None
    with found.going_on():
        profile, mistakes = inspect_settings(workspace.root / SETTINGS, workspace.base_schema)
        found.note(mistakes.found)
        found.ask(mistakes.doubts)
    if profile:
        asked = {ask.field.key for round_ in profile.rounds for ask in round_.asks}
        found.note(iter_rule_mistakes(profile.checks, profile.fields, asked))
        found.note(iter_level_name_mistakes(profile.levels, profile.item_word, profile.basics_row))
    return profile


def _look_at_register(workspace: Workspace, profile: Profile | None, found: Found) -> Plan | None:
    """Give the plan as far as it can be read, without the items that cannot: they are told of."""
    fields = profile.fields if profile else load_fields(workspace.base_schema)
    plan = None
    with found.going_on():
        plan, mistakes = inspect_register(workspace.register, fields, profile.offices if profile else ())
        found.note(mistakes.found)
        found.ask(iter_register_doubts(workspace.register, fields))
    if plan is None:
        return None
    sound = _without_unread(plan)
    found.ask(_iter_plan_doubts(sound))
    return sound


def _without_unread(plan: Plan) -> Plan:
    items = {item.id: item for item in reversed(plan.items) if item.id and item.coordinator}
    kept = tuple(item for item in plan.items if items.get(item.id) is item)
    return replace(plan, items=kept, pointers=tuple(one for one in plan.pointers if one.item_id in items))


def _iter_plan_doubts(plan: Plan) -> Iterator[OfficeError]:
    """Yield what the plan leaves to ask, at the row of its item."""
    for doubt in iter_plan_doubts(plan):
        yield plan.item(doubt.item_id).row.wrong("項目ID", doubt.what, doubt.mend)


def _iter_readable(rounds: Sequence[Round], year: FiscalYear) -> Iterator[Round]:
    """Yield the rounds without what could not be read of them: all else is looked at.

    One whose years could not is taken as one of `year`, one whose round before there is not as the first.
    """
    ids = [one.id for one in rounds]
    for one in rounds:
        known = replace(one, previous=one.previous if one.previous in ids else "")
        if UNREAD_YEAR in (*one.years, one.edition):
            asks = tuple(replace(ask, years=None) for ask in one.asks)
            known = replace(known, years=(year,), edition=year, asks=asks)
        yield known


def _iter_rounds(workspace: Workspace, round_id: str) -> Iterator[Round]:
    """Yield the rounds that may still be issued: the one that is to be first, then those that never were."""
    for one in sorted(workspace.profile.rounds, key=lambda one: one.id != round_id):
        if one.id == round_id or (one.id and not any(workspace.issued_records(one).glob("*"))):
            yield one


def _iter_missing_answers(workspace: Workspace, round_id: str) -> Iterator[OfficeError]:
    """Yield what a round is to be prefilled with from a round that was never issued, once for each."""
    rounds = {one.id: one for one in workspace.profile.rounds}
    asks = rounds[round_id].asks if round_id in rounds else ()
    for earlier, ask in {ask.prefill: ask for ask in reversed(asks) if ask.prefill in rounds}.items():
        if not any(workspace.issued_records(rounds[earlier]).glob("[0-9]*/manifest.json")):
            what = f"初期表示の照会「{earlier}」は、まだ配布していません。"
            mend = "先にその照会の配布と回収を済ませるか、「なし」にしてください。"
            yield ask.row.wrong("初期表示", what, mend)
