"""A round, the plan and the round's forms in, why no book could be made of them, each with its cell, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from toolkit.books.forms.form_checks import iter_form_mistakes
from toolkit.books.forms.forms import iter_capacity_mistakes, iter_cover_mistakes
from toolkit.books.forms.template import ITEM_ID
from toolkit.desk.issue.lists import iter_impossible_lists
from toolkit.desk.issue.orders import BoundForm, asked_slots, forms_of, iter_orders, numbers_of
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Ask, Profile, Round
from toolkit.model.slots import sharing_effects
from toolkit.rules.checks.level_checks import (
    iter_level_mistakes,
    iter_level_name_mistakes,
    iter_parted_levels,
)


def iter_issue_mistakes(
    profile: Profile, round_: Round, plan: Plan, forms: Mapping[str, BoundForm]
) -> Iterator[OfficeError]:
    """Yield all that forbids a round: unknown forms, unbound asks, years beyond the plan, too few slots."""
    yield from iter_level_name_mistakes(profile.levels, profile.item_word, profile.basics_row)
    yield from iter_level_mistakes(plan, profile.levels, profile.basics_row)
    yield from iter_parted_levels(plan)
    yield from _iter_unknown_forms(profile, plan)
    yield from _iter_period_mistakes(profile, plan)
    yield from _iter_round_mistakes(round_, plan, forms)
    yield from _iter_missing_covers(profile, round_, forms)
    for form in forms.values():
        yield from _iter_form_mistakes(form, profile.fields)
    yield from _iter_item_mistakes(round_, plan, forms)
    yield from iter_impossible_lists(round_, forms)
    yield from _iter_capacity_mistakes(round_, plan, forms)


def _iter_unknown_forms(profile: Profile, plan: Plan) -> Iterator[OfficeError]:
    """Yield the items whose form is none of those the departments answer in."""
    known = {form.name for form in profile.forms if not form.by}
    for item in plan.items:
        if item.form and item.form not in known:
            what = f"項目「{item.name}」（項目ID {item.id}）の様式「{item.form}」がありません。"
            mend = f"様式の名前を確かめてください（ある様式: {'、'.join(sorted(known))}）。"
            yield item.row.wrong("様式", what, mend)


def _iter_period_mistakes(profile: Profile, plan: Plan) -> Iterator[OfficeError]:
    if profile.period and profile.period != plan.years:
        said, columns = (f"{some[0]}～{some[-1]}" for some in (profile.period, plan.years))
        what = f"計画期間（{said}）が、計画台帳の年度の列（{columns}）と違います。"
        yield profile.basics_row.wrong("計画期間", what, "どちらかを直してください。")


def _iter_missing_covers(
    profile: Profile, round_: Round, forms: Mapping[str, BoundForm]
) -> Iterator[OfficeError]:
    """Yield the writers whose own cover a form they get does not have."""
    for writer in profile.writers:
        asked = forms_of(forms, writer.name) if writer.cover and writer.name in round_.writers else []
        for form in asked:
            if writer.name not in form.own_covers:
                what = f"様式のブック「{form.template.name}」に、表紙のシート「{writer.cover}」がありません。"
                mend = "表紙のシートを足すか、シートの名前を合わせてください。"
                yield writer.row.wrong("表紙", what, mend)


def _iter_round_mistakes(round_: Round, plan: Plan, forms: Mapping[str, BoundForm]) -> Iterator[OfficeError]:
    for header, years in (("年度", round_.years), ("見込みの年度", round_.forecast)):
        if beyond := [year.label for year in years if year not in plan.years]:
            what = f"照会「{round_.id}」の{header}（{'、'.join(beyond)}）は計画期間の外です。"
            yield round_.row.wrong(header, what, "年度を直すか、計画台帳の年度の列を確かめてください。")
    for ask in round_.asks:
        of_writer = forms_of(forms, ask.by)
        if not of_writer:
            continue
        if not any(ask.field.key in form.sheet.binding.cells for form in of_writer):
            what = f"照会「{round_.id}」で聞く「{ask.field.name}」の欄が様式にありません。"
            file, sheet = _place_of(of_writer[0])
            mend = f"様式（{file}［{sheet}］）の欄に名前を付けるか、照会項目の行を消してください。"
            yield ask.row.wrong("欄", what, mend)
        elif _asks_nobody(ask, round_, plan, of_writer):
            what = f"照会「{round_.id}」で「{ask.field.name}」を聞くセルが、どの項目にもありません。"
            mend = "年度と、様式にある年度の列、項目の開始年度を確かめてください。"
            yield ask.row.wrong("年度", what, mend)


def _asks_nobody(ask: Ask, round_: Round, plan: Plan, forms: list[BoundForm]) -> bool:
    """Tell whether no item has a cell for what is asked in a year of the plan, though it has such a line."""
    alone = Round(round_.id, round_.years, round_.edition, round_.forms, round_.deadline, (ask,))
    shown = [(item, form) for form in forms for item in plan.items if _is_in(item, form)]
    has_lines = any(form.sheet.of(item).slots(ask.field.key) for item, form in shown)
    return has_lines and not any(asked_slots(item, form.sheet, alone, ask.by) for item, form in shown)


def _is_in(item: Item, form: BoundForm) -> bool:
    return bool(form.settings.by) or item.form == form.settings.name


def _iter_form_mistakes(form: BoundForm, fields: Fields) -> Iterator[OfficeError]:
    sheet, cover, file = form.sheet.binding, form.cover.binding, form.template.name
    yield from iter_form_mistakes(form.book, sheet, cover, fields, per=form.settings.per, file=file)


def _iter_item_mistakes(round_: Round, plan: Plan, forms: Mapping[str, BoundForm]) -> Iterator[OfficeError]:
    numbers, first = numbers_of(plan, forms, round_.edition), dict[str, Item]()
    for item in plan.items:
        if item.form not in forms:
            continue
        form, number = forms[item.form], numbers[item.id]
        yield from _iter_shared_amounts(item, number, form)
        same = first.setdefault(number, item)
        if not number or same is not item:
            why = f"項目「{same.name}」（項目ID {same.id}）と同じ番号「{number}」" if number else "番号が空欄"
            what = f"項目「{item.name}」（項目ID {item.id}）は、印字される番号で見分けられません（{why}）。"
            mend = f"番号を直すか、様式の「{ITEM_ID}」が指すセルを直してください。"
            yield item.row.wrong("番号", what, mend)


def _iter_shared_amounts(item: Item, number: str, form: BoundForm) -> Iterator[OfficeError]:
    """Yield effects that would share a cell: one amount would stand for both, and count twice."""
    for effects in sharing_effects(item, form.sheet.binding.cells):
        activity = next((one for one in item.activities if one.id == effects[0].activity), None)
        of = f"項目{number}" + (f"の活動{activity.number}" if activity else "")
        kinds = "".join(f"「{one.kind}」" for one in effects if one.kind)
        what = f"{of}には効果額の行が{len(effects)}つ{kinds}ありますが、様式の効果額の欄は1つです。"
        mend = (
            "効果額シートの行を1行にまとめるか、種別ごとに活動を分けて「活動番号」を付けてください"
            "（1つの欄の実績額を2行に数えないためです）。"
        )
        yield effects[1].row.wrong("項目ID", what, mend)


def _iter_capacity_mistakes(
    round_: Round, plan: Plan, forms: Mapping[str, BoundForm]
) -> Iterator[OfficeError]:
    """Yield the items, and the departments, for which a form has too few cells."""
    for form in forms.values():
        for item in plan.items:
            for mistake in iter_capacity_mistakes(form.sheet, item) if _is_in(item, form) else ():
                yield item.row.wrong(
                    "項目ID", f"{form.settings.file}［{mistake.sheet}］{mistake.what}", mistake.mend
                )
    for order in iter_orders(round_, plan, forms):
        for mistake in iter_cover_mistakes(order.form.cover_of(order.writer).binding, len(order.items)):
            yield replace(mistake, file=order.form.template.name)


def _place_of(form: BoundForm) -> tuple[str, str]:
    return form.template.name, form.sheet.binding.sheet
