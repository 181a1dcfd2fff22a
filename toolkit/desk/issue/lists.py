"""The forms of a round in, where the lists they offer are not the office's choices (選択肢) out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.books.forms.offered import find_offered
from toolkit.books.package.package import Package
from toolkit.books.package.validations import list_formula
from toolkit.desk.issue.orders import BoundForm, forms_of
from toolkit.model.choices import Choices
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field
from toolkit.model.profile import Round

_Found = tuple[BoundForm, Field, Choices, dict[tuple[str, ...], list[str]]]


def iter_list_differences(round_: Round, forms: Mapping[str, BoundForm]) -> Iterator[OfficeError]:
    """Yield every list of a form that is not the office's; the books that go out offer the office's."""
    for form, field, choices, differing in _iter_differing(round_, forms):
        for words, refs in differing.items():
            if words:
                shown, own = ("、".join(some) for some in (words, choices.words))
                what = f"「{field.name}」の一覧（{shown}）が、選択肢シートの選択肢（{own}）と違います。"
                mend = (
                    "配布するブックの一覧は、選択肢シートのものになります。どちらかを直してそろえてください。"
                )
                yield OfficeError(what, mend, form.template.name, form.sheet.binding.sheet, refs[0])


def iter_impossible_lists(round_: Round, forms: Mapping[str, BoundForm]) -> Iterator[OfficeError]:
    """Yield the choices that no cell of a book could offer: too long, or with a comma."""
    told = set()
    for form, field, choices, differing in _iter_differing(round_, forms):
        try:
            if differing and field.key not in told:
                list_formula(choices.words, form.sheet.binding.sheet, [])
        except OfficeError as mistake:
            told.add(field.key)
            yield choices.row.wrong("選択肢", f"「{field.name}」: {mistake.what}", mistake.mend)


def _iter_differing(round_: Round, forms: Mapping[str, BoundForm]) -> Iterator[_Found]:
    """Yield each field a form is asked for, with the lists of its cells that are not the office's."""
    packages = {name: Package.open(form.template) for name, form in forms.items()}
    seen = set()
    for ask in round_.asks:
        choices = ask.field.choices
        for form in forms_of(forms, ask.by) if choices else ():
            name, sheet = form.settings.name, form.sheet.binding.sheet
            if choices is None or (name, ask.field.key) in seen:
                continue
            seen.add((name, ask.field.key))
            differing: dict[tuple[str, ...], list[str]] = {}
            for slot, ref in form.sheet.slots(ask.field.key).items():
                found = find_offered(packages[name], sheet, ref)
                words = (found.words if found else None) or ()
                if words != choices.words and ask.covers(slot):
                    differing.setdefault(words, []).append(ref)
            yield form, ask.field, choices, differing
