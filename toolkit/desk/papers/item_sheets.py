"""The forms of a round and its judged answers in, every item's filled sheet in one printable book out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.books.forms.forms import FormSheet, write_item, write_totals
from toolkit.books.forms.pages import fit_on_page
from toolkit.books.package.graft import graft_sheet
from toolkit.books.package.package import Package, Sheet
from toolkit.books.package.sheet_names import sheet_names
from toolkit.books.papers.papers import Written, write_to_fit
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.issue.book import as_shown, totals_of
from toolkit.desk.issue.orders import BoundForm
from toolkit.model.answers import ItemAnswer
from toolkit.model.choice_words import FLAG_FIELD, flag_word, listed_word
from toolkit.model.fields import Slot
from toolkit.rules.judging.rating import iter_ratings
from toolkit.rules.words.item_content import item_content

_LEADING = (Slot("item.number"), Slot("paper.running_number"))
"""What leads to an item's sheet; not its name, for LibreOffice never wraps a link."""


def bind_sheets(
    contents: Package,
    written: Sequence[Written],
    forms: Sequence[BoundForm],
    answers: RoundAnswers,
    header: str,
) -> tuple[Package, list[Written]]:
    """Give the book of the items' sheets behind the table of contents, and what was written in it.

    Every sheet is locked and prints on a page, numbered 1／74 …; a line of the contents leads to its item.
    """
    by_name = {form.settings.name: form for form in forms}
    items = [answer for answer in answers.items if answer.item.form in by_name]
    books = {name: Package.open(form.template) for name, form in by_name.items()}
    tabs = _name_tabs([one.item.id for one in items], answers, [contents, *books.values()])
    filled: list[Written] = []
    for number, answer in enumerate(items, 1):
        form, own = by_name[answer.item.form], tabs[answer.item.id]
        package = books[form.settings.name]
        package.clone_sheet(form.sheet.binding.sheet, own)
        filled += _fill(package, own, form, answer, answers)
        fit_on_page(package, own, header, f"{number}／{len(items)}")
    package = books[forms[0].settings.name]
    for sheet in (forms[0].sheet.binding.sheet, *forms[0].covers):
        package.remove_sheet(sheet)
    for name, other in list(books.items())[1:]:
        for answer in items:
            if answer.item.form == name:
                graft_sheet(package, other, tabs[answer.item.id])
    ordered = [*contents.sheet_names(), *tabs.values()]
    for sheet in contents.sheet_names():
        graft_sheet(package, contents, sheet)
    for at, sheet in enumerate(ordered):
        package.move_sheet(sheet, at)
    for one in written:
        if one.slot in _LEADING and one.about in tabs:
            package.sheet(one.sheet).link(one.cell, sheet=tabs[one.about], tooltip="個票へ")
    package.select_first_sheet()
    return package, filled


def _name_tabs(ids: Sequence[str], answers: RoundAnswers, books: Sequence[Package]) -> dict[str, str]:
    """Give the name of each item's sheet, its number, unlike that of any sheet there is."""
    others = [sheet for book in books for sheet in book.sheet_names()]
    return dict(zip(ids, sheet_names(map(answers.manifest.number_of, ids), others), strict=True))


def _fill(
    package: Package, name: str, form: BoundForm, answer: ItemAnswer, answers: RoundAnswers
) -> list[Written]:
    """Fill one sheet with the plan and the answers, and lock all of it."""
    sheet = package.sheet(name)
    bound = replace(form.sheet.of(answer.item), binding=replace(form.sheet.binding, sheet=name))
    content = {
        slot: value
        for slot, value in item_content(answer.item, answers.plan, answers.round.edition).items()
        if slot not in answer.record.answers
    }
    texts = write_item(sheet, bound, answer.item, content)
    totals = totals_of(answer.item, answer.record.answers)
    write_totals(sheet, bound, totals)
    about = answer.item.id
    written = [
        Written(name, ref, slot, value, about)
        for slot, value in (content | totals).items()
        if (ref := bound.ref(slot)) is not None
    ]
    judged = {Slot(FLAG_FIELD, one.indicator, year=one.year) for one in answer.verdicts}
    for slot, one in answer.record.answers.items():
        ref = bound.ref(slot)
        if ref is not None and one.raw and slot not in totals and slot not in judged:
            value = as_shown(answer.item, slot, one)
            if isinstance(value, str):
                value = listed_word(form.sheet.fields[slot.field], value)
            sheet.write(ref, value)
            texts[ref] = one.raw
            written.append(Written(name, ref, slot, value, about))
    written = write_to_fit(sheet, texts, written)
    written += _write_verdicts(sheet, bound, answer)
    for slot, rating in iter_ratings(answer.verdicts, bound.fields, answers.asked, answers.round.years):
        if rating.choice and (ref := bound.ref(slot)) is not None:
            sheet.write(ref, rating.choice)
            written.append(Written(name, ref, slot, rating.choice, about))
    sheet.protect()
    sheet.lock_all()
    return written


def _write_verdicts(sheet: Sheet, bound: FormSheet, answer: ItemAnswer) -> list[Written]:
    """Write rate and flag of every verdict where the form shows them, as the lists of the papers do."""
    written, choices = [], bound.fields[FLAG_FIELD].choices
    for verdict in answer.verdicts:
        judged = verdict.judgement
        flag = flag_word(judged.flag, choices)
        for key, text in (("indicator.rate", judged.printed_rate), (FLAG_FIELD, flag)):
            slot = Slot(key, verdict.indicator, year=verdict.year)
            ref = bound.ref(slot)
            if ref is not None and text:
                sheet.write(ref, text)
                written.append(Written(sheet.name, ref, slot, text, answer.item.id))
    return written
