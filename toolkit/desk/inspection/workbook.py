"""A form's workbook, or a paper's template, in; all that would be lost or misread in it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from toolkit.books.blocks.rehearsal import rehearse_blocks
from toolkit.books.forms.template import bind
from toolkit.books.package.leftovers import iter_leftover_notes
from toolkit.books.package.package import Package
from toolkit.books.papers.template import bind_paper
from toolkit.books.register.office_doubts import iter_form_doubts
from toolkit.desk.papers.check import iter_layout_mistakes, iter_paper_mistakes, iter_untold_totals
from toolkit.desk.workspace import read_form
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Fields
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.plan import Plan
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.amounts import number_styles

NO_FIELDS = (
    "欄の名前が一つもありません。",
    "様式なら、欄のセルに「群_欄」の名前を付けてください。"
    "設定と台帳は、ファイルを指定しない check で調べます。",
)


def find_form_mistakes(path: Path, fields: Fields) -> list[OfficeError]:
    """Give everything that would be lost or misread in a form: names, counts, parts that cannot be copied.

    Raises OfficeError where it is not there or no workbook.
    """
    book = read_form(path)
    mistakes: list[OfficeError] = []
    bound = 0
    for sheet in book.sheets:
        binding, errors = bind(book, sheet, fields, file=path.name)
        mistakes += errors
        bound += len(binding.cells)
    if not bound and not mistakes:
        mistakes.append(OfficeError(*NO_FIELDS, path.name))
    try:
        mistakes += _obstacles(Package.open(path), list(book.sheets), path.name)
    except (OfficeError, OfficeErrors) as error:
        mistakes += _each(error)
    return list(dict.fromkeys(mistakes))


def find_paper_mistakes(
    path: Path, fields: Fields, paper: PaperSettings, unit: str, plan: Plan | None = None
) -> list[OfficeError]:
    """Give what would be lost or misread in a paper's template, and what does not fit its settings.

    `unit` is that of the city's amounts. Raises OfficeError where it is not there or no workbook.
    """
    book = read_form(path)
    mistakes: list[OfficeError] = []
    try:
        package = Package.open(path)
        known, year = fields.with_figures(paper.figures), FiscalYear(0)
        sheets, mistakes = bind_paper(package, book, known, (year,), year, number_styles(unit))
        mistakes += iter_paper_mistakes(sheets, paper, path.name)
        mistakes += _obstacles(package, list(book.sheets), path.name)
        if plan and not mistakes:
            layout = iter_layout_mistakes(Package.open(path), sheets, paper, plan)
            mistakes += [replace(one, file=one.file or path.name) for one in layout]
    except (OfficeError, OfficeErrors) as error:
        mistakes += _each(error)
    return list(dict.fromkeys(mistakes))


def iter_paper_doubts(path: Path, fields: Fields, paper: PaperSettings, unit: str) -> Iterator[OfficeError]:
    """Yield what to look at in a paper's template beside what is a mistake (`find_paper_mistakes`)."""
    known, year = fields.with_figures(paper.figures), FiscalYear(0)
    sheets, _ = bind_paper(Package.open(path), read_form(path), known, (year,), year, number_styles(unit))
    yield from iter_untold_totals(sheets, paper, path.name)
    yield from iter_workbook_doubts(path)


def iter_workbook_doubts(path: Path) -> Iterator[OfficeError]:
    """Yield what to look at in a template: struck words, and what others left in it, which is dropped."""
    yield from iter_form_doubts(path)
    yield from iter_leftover_notes(Package.open(path).leftovers(), path.name)


def _obstacles(package: Package, sheets: list[str], file: str) -> list[OfficeError]:
    obstacles = [one for sheet in package.sheet_names() for one in package.find_obstacles(sheet)]
    obstacles += [one for sheet in sheets for one in rehearse_blocks(package, sheet)]
    return [replace(one, file=one.file or file) for one in dict.fromkeys(obstacles)]


def _each(error: OfficeError | OfficeErrors) -> tuple[OfficeError, ...]:
    return error.errors if isinstance(error, OfficeErrors) else (error,)
