"""A returned file and what to ask of it in, the same file with cells highlighted and ご確認事項 in front out.

Where the file cannot be highlighted without risk, the same list as a workbook of its own.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.lists.columns import Column, Link, Shown
from toolkit.books.lists.fitting import fit
from toolkit.books.lists.sheet_style import NewBook, new_book
from toolkit.books.package.graft import graft_sheet
from toolkit.books.package.meant import Held
from toolkit.books.package.package import Package
from toolkit.books.package.refs import quote_sheet
from toolkit.books.proof import differs_from_meant
from toolkit.books.reading.reader import Book, read_book
from toolkit.books.returned.highlights import (
    COLOURS,
    areas_of,
    clear_highlights,
    highlight_cells,
    highlighted_areas,
)
from toolkit.books.returned.our_marks import REQUEST, request_sheets
from toolkit.books.system.disk import whole_file
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.summary import FindingRow

REQUEST_SHEET = "ご確認事項"

_COLUMNS = (  # together no wider than A4 carries
    Column("番号", "centred", limit=6),
    Column("区分", "centred", limit=9),
    Column("項目", limit=20),
    Column("欄", limit=16),
    Column("場所", "link", limit=20),
    Column("今の値", limit=14),
    Column("確認してほしいこと", limit=31),
    Column("正しい形", limit=18),
    Column("直し方", limit=28),
    Column("例", limit=12),
)
_ABOUT: dict[Severity, str] = {
    Severity.ERROR: "要修正：直していただくところ（この色のセル）",
    Severity.WARNING: "要確認：正しければ、そのままで構いません（この色のセル）",
}

_SWATCH = {Severity.ERROR: f"#{COLOURS['mend'][2:]}", Severity.WARNING: f"#{COLOURS['look'][2:]}"}


@dataclass(frozen=True)
class RequestPaper:
    """What is asked of a department about one of its files.

    `file` is its name in 回収, `number` tells the request from others, `created` is the time of the newest
    receipt: the same returns give the same paper. `notes` stand above the list.
    """

    title: str
    file: str
    number: str
    rows: Sequence[FindingRow]
    notes: Sequence[str]
    created: dt.datetime


def write_request_copy(returned: Path, path: Path, paper: RequestPaper) -> str:
    """Write the highlighted copy; give "" where it was written, else why this file cannot have highlights.

    Nothing but the highlights and the sheet ご確認事項 differs, and these are what was written: the copy
    is read again and held against the file and the list before it appears at `path`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        draft = Path(temporary) / "draft.xlsx"
        try:
            name, wanted = _highlight(Package.open(returned), paper, draft)
            read = read_book(draft)
            if _differs(read_book(returned), read):
                return "印を付けると、印のほかにも変わるところがあります。"
            if differs_from_meant(read.sheets[name], wanted) or _lacks_highlights(Package.open(draft), paper):
                return "付けた印か「ご確認事項」が、書いたとおりに読み返せません。"
        except UnreadableBook as unreadable:
            return CATALOGUE[unreadable.code].what.format(detail=unreadable.detail)
        except OfficeError as refused:
            return refused.what
        except (ValueError, LookupError):
            return "ファイルの作りが標準と違います。"
        with whole_file(path) as half:
            shutil.copyfile(draft, half)
    return ""


def write_request_list(path: Path, paper: RequestPaper) -> None:
    """Write the list of what is asked as a workbook of its own."""
    with new_book(path, paper.title, paper.created) as book:
        _write_list(book, paper, REQUEST_SHEET, linked=())


def _highlight(package: Package, paper: RequestPaper, path: Path) -> tuple[str, Held]:
    """Highlight the cells and put the list in front; give the list's sheet and what was written in it."""
    _remove_earlier(package)
    sheets = package.sheet_names()
    for severity in (Severity.WARNING, Severity.ERROR):  # what was highlighted last is shown on top
        places = _places(paper, severity)
        for sheet in sheets:
            refs = [ref for at, ref in places if at == sheet]
            highlight_cells(package, sheet, refs, "mend" if severity is Severity.ERROR else "look")
    wanted = _add_list(package, paper, path.with_name("list.xlsx"))
    package.save(path)
    return wanted


def _remove_earlier(package: Package) -> None:
    """Take off the highlights and the list of an earlier request: they have had their answer."""
    clear_highlights(package)
    for sheet in request_sheets(package.names()):
        package.remove_sheet(sheet)


def _places(paper: RequestPaper, severity: Severity) -> list[tuple[str, str]]:
    """Give sheet and cell of every finding of a severity that lies in the file itself."""
    findings = [row.finding for row in paper.rows if row.finding.severity is severity]
    places = [finding.place for finding in findings if finding.place]
    return [(place.sheet, place.cell) for place in places if place.file == paper.file and place.cell]


def _add_list(package: Package, paper: RequestPaper, alone: Path) -> tuple[str, Held]:
    """Put the list in front; it is first written to `alone`, a book of its own. Give what was written."""
    taken = {name.casefold() for name in package.sheet_names()}
    names = [REQUEST_SHEET, *(f"{REQUEST_SHEET}（{number}）" for number in range(2, len(taken) + 3))]
    name = next(name for name in names if name.casefold() not in taken)
    with new_book(alone, paper.title, paper.created) as book:
        _write_list(book, paper, name, linked=package.sheet_names())
    graft_sheet(package, Package.open(alone), name)
    package.set_name(REQUEST, f'"{paper.number}"', sheet=name)
    package.move_sheet(name, 0)
    return name, book.meant.sheets[name]


def _lacks_highlights(package: Package, paper: RequestPaper) -> bool:
    """Tell whether a cell in question is not highlighted in the copy."""
    for name in package.sheet_names():
        refs = [ref for severity in _ABOUT for sheet, ref in _places(paper, severity) if sheet == name]
        if refs and not highlighted_areas(package, name).issuperset(
            areas_of(package.sheet(name).merges(), refs)
        ):
            return True
    return False


def _write_list(book: NewBook, paper: RequestPaper, name: str, linked: Sequence[str]) -> None:
    """Write the sheet: title, notes, then a table per severity; places lead to the sheets of `linked`."""
    sheet = book.add_sheet(name, paper.notes[0])
    for at, note in enumerate(paper.notes[1:], start=2):
        book.write_text(sheet, at, 0, note)
    at = len(paper.notes) + 2
    numbered = list(enumerate(paper.rows, start=1))
    every = [_cells(number, row, paper, linked) for number, row in numbered]
    for severity, about in _ABOUT.items():
        rows = [cells for cells in every if cells[1] == severity.value]
        if rows:
            sheet.write_blank(at, 0, None, book.format(border=1, bg_color=_SWATCH[severity]))
            book.write_text(sheet, at, 1, about, bold=True, font_size=12)
            area = book.write_rows(sheet, at + 1, _COLUMNS, rows)
            fit(sheet, _COLUMNS, rows, at + 1, every)
            at = area.last + 2


def _cells(number: int, row: FindingRow, paper: RequestPaper, linked: Sequence[str]) -> list[Shown]:
    finding, place = row.finding, row.finding.place
    where = Link("", "")
    if place is not None:
        shown = f"{place.sheet} {place.cell}".strip()
        if not place.sheet:
            where = Link(place.file, "")
        elif place.file == paper.file and place.sheet in linked:
            where = Link(shown, f"internal:{quote_sheet(place.sheet)}!{place.cell or 'A1'}")
        else:
            other = "" if place.file == paper.file else f"（{place.file}）"
            where = Link(f"{shown}{other}", "")
    words = [finding.what, finding.expected, finding.mend, finding.example]
    return [number, finding.severity.value, row.item, row.field, where, row.value, *words]


def _differs(before: Book, after: Book) -> bool:
    """Tell whether anything that is read of a book has changed but for our own sheet."""
    ours, earlier = request_sheets(after.names), request_sheets(before.names)
    kept = {name: sheet for name, sheet in after.sheets.items() if name not in ours}
    known = {name: sheet for name, sheet in before.sheets.items() if name not in earlier}
    names = {name for name in after.names if name.sheet not in ours}
    return list(kept.items()) != list(known.items()) or names != {
        name for name in before.names if name.sheet not in earlier
    }
