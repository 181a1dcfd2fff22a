"""A form's workbook in, where its fields sit out (template show, picture)."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from toolkit.books.blocks.layout import BLOCK
from toolkit.books.forms.field_picture import write_labelled_copy
from toolkit.books.forms.template import ITEM_ID, bind
from toolkit.books.reading.reader import Book
from toolkit.books.system.libreoffice import print_pictures
from toolkit.desk.inspection.workbook import NO_FIELDS
from toolkit.desk.packaged import packaged_data
from toolkit.desk.workspace import read_form
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields, load_fields
from toolkit.model.file_names import legal_name


def show(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Give, per sheet, every bound field with its cells in order, the cells of the id, the rows of blocks.

    Raises OfficeError where the book has no field.
    """
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
    if not shown:
        raise OfficeError(*NO_FIELDS, path.name)
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


def _open(path: Path) -> tuple[Book, Fields]:
    schema = json.loads(packaged_data("config", "base.schema.json").read_text("utf-8"))
    return read_form(path), load_fields(schema)
