"""A paper's template in, its fields, blocks and sentences bound out; and what stands in a sentence.

A cell that bears a field's name holds its value alone; `{群_欄}` inside a text is filled where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.books.block_layout import Prototype
from toolkit.books.block_names import load_template
from toolkit.books.forms import FormSheet
from toolkit.books.package import Package
from toolkit.books.reader import Book
from toolkit.books.template import Binding, bind
from toolkit.books.year_labels import REPORTED
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import FIGURE, Fields, Slot
from toolkit.model.plan import Printed
from toolkit.model.years import FiscalYear

Shown = str | int | Decimal | Printed | None
Values = Mapping[Slot, Shown]
"""What the fields show; a slot that is not there is blank."""
WORD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class PaperSheet:
    """A sheet of a paper's template: its fields, its blocks, and the cells with `{群_欄}` inside a text."""

    form: FormSheet
    prototypes: tuple[Prototype, ...]
    sentences: Mapping[str, str]

    @property
    def blocks(self) -> list[str]:
        """The names of the blocks from top to bottom."""
        return [prototype.name for prototype in self.prototypes]

    @property
    def fields(self) -> set[str]:
        """The keys of all fields the sheet shows."""
        known = self.form.fields
        words = (word for text in self.sentences.values() for word in WORD.findall(text))
        return {*self.form.binding.cells, *(known.by_name[word].key for word in words)}


def bind_paper(
    package: Package, book: Book, fields: Fields, years: Sequence[FiscalYear], reported: FiscalYear
) -> tuple[dict[str, PaperSheet], list[OfficeError]]:
    """Bind every sheet of a paper's template and list what is wrong with it: names, words, blocks."""
    sheets, errors = {}, []
    for name, cells in book.sheets.items():
        binding, mistakes = bind(book, name, fields, file=package.file)
        errors += mistakes
        sentences = {
            ref: cell.raw
            for ref, cell in cells.cells.items()
            if cell.kind == "text" and cell.formula is None and WORD.search(cell.raw)
        }
        errors += _iter_strange_words(sentences, fields, package.file, name)
        try:
            template = load_template(package, name)
        except OfficeErrors as found:
            errors += found.errors
            continue
        form = FormSheet(_with_lone_label(binding, fields), cells, fields, tuple(years), reported)
        known = () if template is None else template.prototypes
        sheets[name] = PaperSheet(form, known, sentences)
    return sheets, errors


def _with_lone_label(binding: Binding, fields: Fields) -> Binding:
    """Let a sheet's only year label stand for the year reported on, not for the first of the plan."""
    if len(binding.labels) != 1:
        return binding
    cells = {
        key: {
            tuple(
                REPORTED if axis == "year" else at for axis, at in zip(fields[key].axes, places, strict=True)
            ): ref
            for places, ref in placed.items()
        }
        for key, placed in binding.cells.items()
    }
    return replace(binding, cells=cells, labels=((REPORTED, binding.labels[0][1]),))


def find_missing(sheets: Iterable[PaperSheet], figures: Iterable[str], file: str) -> list[OfficeError]:
    """Name the figures of the settings that no cell of the template shows."""
    shown = set[str]().union(*(sheet.fields for sheet in sheets))
    return [
        OfficeError(
            f"数値「{word}」を印字する欄（名前「数値_{word}」）が、様式にありません。",
            "数値を印字するセルに名前を付け直すか、[[paper]] の figures から外してください。",
            file,
        )
        for word in figures
        if f"{FIGURE}.{word}" not in shown
    ]


def _iter_strange_words(
    sentences: Mapping[str, str], fields: Fields, file: str, sheet: str
) -> Iterator[OfficeError]:
    for ref, text in sentences.items():
        for word in WORD.findall(text):
            if word not in fields.by_name:
                what = f"文の中の「{{{word}}}」という欄はありません。"
                mend = "欄の名前（例: {項目_名称}）に直してください。"
                yield OfficeError(what, mend, file, sheet, ref)


# -- sentences


def fill_words(text: str, form: FormSheet, values: Values) -> str:
    """Put what the fields show in place of every `{群_欄}` of a text; of the years, the one reported on."""

    def shown(match: re.Match[str]) -> str:
        texts = (show(value) for _, value in named(match[0], form, values))
        return "\n".join(filter(None, texts))

    return WORD.sub(shown, text)


def named(text: str, form: FormSheet, values: Values) -> Iterator[tuple[Slot, Shown]]:
    """Yield what the words of a text stand for; a figure that is not to be had here is None."""
    known = form.fields.by_name
    keys = {known[word].key for word in WORD.findall(text) if word in known}
    for slot, value in values.items():
        if slot.field in keys and slot.year in (None, form.reported):
            yield slot, value
    for key in sorted(keys):
        if key.startswith(FIGURE) and Slot(key) not in values:
            yield Slot(key), None


def show(value: Shown) -> str:
    """Give a value as a text shows it: `12,345`."""
    if isinstance(value, Printed):
        return value.text
    if isinstance(value, int | Decimal):
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value or ""
