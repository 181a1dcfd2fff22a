"""A paper's template in, its fields, blocks and sentences bound out; and what stands in a sentence.

A cell that bears a field's name holds its value alone; `{群_欄}` inside a text is filled where it stands.
`{群_欄:書き方}` shows it in a style, `{群_欄=語}` a ● where the word is among those the field holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.books.blocks.layout import Prototype
from toolkit.books.blocks.names import load_template
from toolkit.books.forms.forms import FormSheet
from toolkit.books.forms.template import bind
from toolkit.books.package.markup import main
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import Book
from toolkit.model.choice_words import find_wrong_choice, listed_word
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import FIGURE, Fields, Slot
from toolkit.model.numbers import print_number
from toolkit.model.plan import Printed
from toolkit.model.words import half_width, plain_word
from toolkit.model.years import FiscalYear

PaperValue = str | int | Decimal | Printed | None
Values = Mapping[Slot, PaperValue]
"""What the fields show; a slot that is not there is blank."""
NumberStyles = Mapping[str, Callable[[Decimal], str]]
"""How a number may be written in a sentence, by the word after the colon."""
WORD = re.compile(r"\{([^{}:=]*)(?:([:=])([^{}]*))?\}")
MARKED = "●"
BULLETS = "箇条書き"
"""The style that puts ・ before every line of a text."""
_BETWEEN = re.compile(r"[\s、，,・/／]+")


@dataclass(frozen=True)
class PaperSheet:
    """A sheet of a paper's template: its fields, its blocks, and the cells with `{群_欄}` inside a text.

    `margins` is what its headers and footers say, all in one; `is_whole` is False where its blocks are
    wrong, so that nobody knows which cell is of which.
    """

    form: FormSheet
    prototypes: tuple[Prototype, ...]
    sentences: Mapping[str, str]
    styles: NumberStyles = field(default_factory=dict)
    margins: str = ""
    is_whole: bool = True

    @property
    def blocks(self) -> list[str]:
        """The names of the blocks from top to bottom."""
        return [prototype.name for prototype in self.prototypes]

    @property
    def fields(self) -> set[str]:
        """The keys of all fields the sheet shows."""
        known = self.form.fields
        texts = (*self.sentences.values(), self.margins)
        words = (word for text in texts for word, _, _ in WORD.findall(text))
        return {
            *self.form.binding.cells,
            *(known.by_name[word].key for word in words if word in known.by_name),
        }

    def refs_of(self, key: str) -> list[str]:
        """The cells that show a field, alone or inside their text."""
        word = self.form.fields[key].name
        inside = (
            ref for ref, text in self.sentences.items() if word in (one[0] for one in WORD.findall(text))
        )
        return [*self.form.binding.cells.get(key, {}).values(), *inside]

    def keys_at(self, ref: str) -> set[str]:
        """The keys of the fields a cell shows, alone or inside its text."""
        cells = self.form.binding.cells.items()
        named = {key for key, refs in cells if ref in refs.values()}
        known = self.form.fields.by_name
        return named | {known[word].key for word, _, _ in WORD.findall(self.sentences.get(ref, ""))}


def bind_paper(
    package: Package,
    book: Book,
    fields: Fields,
    years: Sequence[FiscalYear],
    reported: FiscalYear,
    styles: NumberStyles,
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
        tree = package.parts.tree(package.sheet(name).part)
        margins = "\n".join(part.text or "" for part in tree.iterfind(f"{main('headerFooter')}/*"))
        texts = {**sentences, "": margins}
        errors += _iter_strange_words(texts, fields, styles, package.file, name)
        template, is_whole = None, True
        try:
            template = load_template(package, name)
        except OfficeErrors as found:  # its fields are known all the same: they are not missing
            errors += found.errors
            is_whole = False
        form = FormSheet(binding, cells, fields, tuple(years), reported)
        known = () if template is None else template.prototypes
        sheets[name] = PaperSheet(form, known, sentences, styles, margins, is_whole)
    return sheets, errors


def find_missing(sheets: Iterable[PaperSheet], figures: Iterable[str], file: str) -> list[OfficeError]:
    """Name the figures of the settings that no cell, header or footer of the template shows."""
    shown = set[str]().union(*(sheet.fields for sheet in sheets))
    return [
        OfficeError(
            f"数値「{word}」を印字する欄（名前「数値_{word}」）が、様式にありません。",
            "数値を印字するセルに名前を付け直すか、資料掲載数値シートの行を消してください。",
            file,
        )
        for word in figures
        if f"{FIGURE}.{word}" not in shown
    ]


def _iter_strange_words(
    texts: Mapping[str, str], fields: Fields, styles: NumberStyles, file: str, sheet: str
) -> Iterator[OfficeError]:
    """Yield the words of texts (by cell; "" the headers and footers) that stand for no field or style."""
    for ref, text in texts.items():
        for word, sign, how in WORD.findall(text):
            if word not in fields.by_name:
                what = f"文の中の「{{{word}}}」という欄はありません。"
                mend = "欄の名前（例: {項目_名称}）に直してください。"
                yield OfficeError(what, mend, file, sheet, ref)
            elif sign == ":" and how not in (*styles, BULLETS):
                what = f"文の中の「{{{word}:{how}}}」の書き方「{how}」はありません。"
                mend = f"使える書き方（{'、'.join([*styles, BULLETS])}）に直してください。"
                yield OfficeError(what, mend, file, sheet, ref)
            elif sign == "=" and (wrong := find_wrong_choice(fields.by_name[word], how)):
                yield OfficeError(*wrong, file, sheet, ref)


# -- sentences


def fill_words(text: str, paper: PaperSheet, values: Values) -> str:
    """Put what the fields show in place of every `{群_欄}` of a text; of the years, the one reported on."""

    def shown(match: re.Match[str]) -> str:
        found = [value for _, value in named(match[0], paper.form, values)]
        if match[2] == "=":
            word = listed_word(paper.form.fields.by_name[match[1]], match[3])
            return MARKED if any(_holds(value, word) for value in found) else ""
        style = paper.styles.get(match[3]) if match[2] else None
        texts = (style(value) if style and isinstance(value, Decimal) else show(value) for value in found)
        lines = "\n".join(filter(None, texts))
        return _with_bullets(lines) if match[3] == BULLETS else lines

    return WORD.sub(shown, text)


def named(text: str, form: FormSheet, values: Values) -> Iterator[tuple[Slot, PaperValue]]:
    """Yield what the words of a text stand for; a figure that is not to be had here is None."""
    known = form.fields.by_name
    keys = {known[word].key for word, _, _ in WORD.findall(text) if word in known}
    for slot, value in values.items():
        if slot.field in keys and slot.year in (None, form.reported):
            yield slot, value
    for key in sorted(keys):
        if key.startswith(FIGURE) and Slot(key) not in values:
            yield Slot(key), None


def _with_bullets(text: str) -> str:
    """Put ・ before every line; what was written with one, or is a note (※), stays as it is."""
    lines = filter(None, map(str.strip, text.split("\n")))
    return "\n".join(line if line[0] in "・※" else f"・{line}" for line in lines)


def _holds(value: PaperValue, word: str) -> bool:
    shown = show(value)
    return plain_word(word) in (plain_word(shown), *_BETWEEN.split(half_width(shown)))


def show(value: PaperValue) -> str:
    """Give a value as a text shows it: `12,345`."""
    if isinstance(value, Printed):
        return value.text
    if isinstance(value, int | Decimal):
        return print_number(Decimal(value))
    return value or ""
