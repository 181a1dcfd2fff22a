"""A form and its open cells in, the list each of them offers out; and the office's choices put there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import NamedTuple

from toolkit.books.forms.forms import FormSheet
from toolkit.books.package.names import find_name
from toolkit.books.package.package import Package
from toolkit.books.package.refs import iter_areas, iter_refs, to_area
from toolkit.books.package.validations import find_list
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field

_LONGEST = 1000  # cells of a list that are looked at; a whole column is blank below its choices


class Offered(NamedTuple):
    """What a cell offers: the words of its list, None where only Excel can work them out; and its message."""

    words: tuple[str, ...] | None
    title: str
    prompt: str


def find_offered(package: Package, sheet: str, ref: str) -> Offered | None:
    """Find the list a cell offers, whether it stands in the rule, in cells or behind a name."""
    found = find_list(package.parts.tree(package.sheet(sheet).part), ref)
    return found and Offered(_words(package, sheet, found.formula), found.title, found.prompt)


def offer_choices(package: Package, form: FormSheet, cells: Mapping[str, Field]) -> None:
    """Let cells offer the choices of their fields.

    A cell whose own list is the same already stays untouched; a field without choices keeps what it had. The
    message that a form shows beside its list is kept. OfficeError where Excel could not hold the list.
    """
    name = form.binding.sheet
    wanted: dict[Offered, list[str]] = {}
    for ref, field in cells.items():
        found = find_offered(package, name, ref) if field.choices else None
        if field.choices and (found is None or found.words != field.choices.words):
            _, title, prompt = found or Offered(None, "", "")
            areas = wanted.setdefault(Offered(field.choices.words, title, prompt), [])
            areas.append(to_area(form.area(ref)))
    for (words, title, prompt), areas in wanted.items():
        package.sheet(name).set_validation_list(areas, words or (), prompt_title=title, prompt=prompt)


def _words(package: Package, sheet: str, formula: str) -> tuple[str, ...] | None:
    if formula.startswith('"'):
        inside = formula.strip('"').replace('""', '"')
        return tuple(word.strip() for word in inside.split(","))
    name = find_name(package.names(), formula.lstrip("="), sheet)
    try:
        areas = list(iter_areas(name.text if name else formula))
        refs = ((where or sheet, ref) for where, area in areas for ref in iter_refs(area))
        texts = [package.sheet(where).text(ref) for where, ref in itertools.islice(refs, _LONGEST)]
    except (ValueError, OfficeError):
        return None
    return tuple(text for text in texts if text)
