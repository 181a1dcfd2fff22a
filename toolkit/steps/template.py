"""A form's workbook in, what is wrong with it or where its fields sit out (template check, show, picture)."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from toolkit.books.blocks.layout import BLOCK
from toolkit.books.blocks.rehearsal import rehearse_blocks
from toolkit.books.forms.field_picture import write_labelled_copy
from toolkit.books.forms.template import ITEM_ID, bind
from toolkit.books.package.package import Package
from toolkit.books.papers.template import bind_paper
from toolkit.books.reading.reader import Book
from toolkit.books.system.libreoffice import print_pictures
from toolkit.desk.papers.check import iter_paper_mistakes
from toolkit.desk.workspace import FORMS, load_workspace, packaged_data, read_form
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Fields, load_fields
from toolkit.model.file_names import legal_name
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.profile import SETTINGS
from toolkit.model.years import FiscalYear
from toolkit.rules.numbers.amounts import number_styles

NO_FIELDS = ("欄の名前が一つもありません。", "欄のセルに「群_欄」の名前を付けてください。")


def check(path: Path) -> list[OfficeError]:
    """Give everything that would be lost or misread in a form: names, counts, parts that cannot be copied.

    Of a paper that the settings of its workspace name, also the figures that no cell shows any more.
    """
    book, fields = _open(path)
    mistakes: list[OfficeError] = []
    bound = 0
    paper, unit = _find_paper(path)
    for sheet in book.sheets if paper is None else ():
        binding, errors = bind(book, sheet, fields, file=path.name)
        mistakes += errors
        bound += len(binding.cells)
    if not bound and not mistakes and paper is None:
        mistakes.append(OfficeError(*NO_FIELDS, path.name))
    try:
        package = Package.open(path)
        if paper is not None:
            known = fields.with_figures(paper.figures)
            styles = number_styles(unit)
            sheets, errors = bind_paper(package, book, known, (FiscalYear(0),), FiscalYear(0), styles)
            mistakes += [*errors, *iter_paper_mistakes(sheets, paper, path.name)]
        obstacles = [one for sheet in package.sheet_names() for one in package.find_obstacles(sheet)]
        obstacles += [one for sheet in book.sheets for one in rehearse_blocks(package, sheet)]
        mistakes += [replace(one, file=one.file or path.name) for one in dict.fromkeys(obstacles)]
    except OfficeError as error:
        mistakes.append(error)
    except OfficeErrors as errors_found:
        mistakes += errors_found.errors
    return list(dict.fromkeys(mistakes))


def show(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Give, per sheet, every bound field with its cells in order, the cells of the id, the rows of blocks."""
    book, fields = _open(path)
    shown = {}
    for sheet in book.sheets:
        binding, _ = bind(book, sheet, fields, file=path.name)
        if binding.cells:
            rows = [(fields[key].name, " ".join(cells.values())) for key, cells in binding.cells.items()]
            rows += [(ITEM_ID, " ".join(binding.identity))] if binding.identity else []
            shown[sheet] = rows + [
                (name.name, name.text.rpartition("!")[2].replace("$", ""))
                for name in book.names
                if name.name.startswith(BLOCK)
                and sheet in (name.sheet, name.text.rpartition("!")[0].strip("'"))
            ]
    return shown


def picture(path: Path, folder: Path) -> list[Path]:
    """Draw each sheet that has fields, every field outlined and named: `<file>_<sheet>.png` in the folder.

    Raises OfficeError where the book has no field, or LibreOffice or pdftoppm is not installed.
    """
    book, fields = _open(path)
    bindings = [bind(book, sheet, fields, file=path.name)[0] for sheet in book.sheets]
    bindings = [binding for binding in bindings if binding.cells]
    if not bindings:
        raise OfficeError(*NO_FIELDS, path.name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        pictures = {}
        for number, binding in enumerate(bindings):
            copy = Path(temporary) / f"{number}.xlsx"
            write_labelled_copy(path, book.sheets[binding.sheet], binding, fields, copy)
            pictures[copy] = folder / picture_name(path, binding.sheet)
        print_pictures(pictures)
    return list(pictures.values())


def picture_name(path: Path, sheet: str) -> str:
    """Give the file name of a sheet's picture, legal on Windows."""
    return legal_name(f"{path.stem}_{sheet}.png")


def _find_paper(path: Path) -> tuple[PaperSettings | None, str]:
    """Find the settings of a paper, and the unit of its amounts, by the workspace its template lies in."""
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / SETTINGS).is_file() and whole.is_relative_to(folder / FORMS):
            file = whole.relative_to(folder / FORMS).as_posix()
            profile = load_workspace(folder).profile
            found = next((paper for paper in profile.papers if paper.file == file), None)
            return found, profile.effect_unit
    return None, ""


def _open(path: Path) -> tuple[Book, Fields]:
    schema = json.loads(packaged_data("config", "base.schema.json").read_text("utf-8"))
    return read_form(path), load_fields(schema)
