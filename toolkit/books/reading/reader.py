"""A received workbook in; its cells, names and properties out, as stored, in one pass.

Only what a sheet holds is read: neither `<dimension>` nor the last row says how much that is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from toolkit.books.guard.bounds import read_parts, read_received
from toolkit.books.package.markup import iter_elements, local_name
from toolkit.books.package.merges import areas_of, without_vast
from toolkit.books.package.names import DefinedName, find_name
from toolkit.books.package.parts import Parts, Relation
from toolkit.books.reading.cell_reader import (
    UNREADABLE,
    CellReader,
    Strings,
    number_of,
    read_pieces,
    read_texts,
)
from toolkit.books.reading.contents import read_contents
from toolkit.books.reading.lying import read_lying
from toolkit.books.reading.saved import saved_at
from toolkit.books.reading.styles import Styles, read_styles
from toolkit.books.reading.trees import (
    lacking,
    malformed,
    namespace_of,
    read_tree,
    without_blank_cells,
    without_run_formats,
)
from toolkit.model.errors import UnreadableBook
from toolkit.model.record import Cell
from toolkit.model.shown import Lying

_TRUE, _FALSE = ("1", "true"), ("0", "false")


@dataclass(frozen=True)
class SheetCells:
    """One sheet: its cells that hold a value or a formula, by address, and what else is told of it.

    A formula's text begins with `=`. `state` is visible, hidden or veryHidden; `hidden_rows` are row
    numbers, 1-based, `hidden_columns` (first, last) of neighbours. `lying` is what lies on the cells. `vast`
    are merged areas of whole rows or columns, which are none of `merges`. `hides_zeros`: a 0 shows as blank.
    """

    name: str
    cells: Mapping[str, Cell]
    merges: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    protected: bool = False
    state: str = "visible"
    hidden_columns: tuple[tuple[int, int], ...] = ()
    lying: tuple[Lying, ...] = ()

    def is_hidden_column(self, column: int) -> bool:
        """Tell whether nobody sees a column (1 = A)."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    vast: tuple[str, ...] = ()
    hides_zeros: bool = False


@dataclass(frozen=True)
class Book:
    """A workbook: sheets in the order of their tabs, defined names, custom properties as text.

    `links` are the other workbooks, or the programs (DDE), it takes values from; none is ever opened.
    `is_manual`: it computes only when it is told to, or was not let finish: its results may be old. `saved`
    is when a received one was last saved (`saved_at`).
    """

    sheets: Mapping[str, SheetCells]
    names: tuple[DefinedName, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    is_manual: bool = False
    saved: str = ""

    def find_name(self, name: str, sheet: str | None = None) -> DefinedName | None:
        """Find a name as a formula on `sheet` sees it, as `names.find_name` does."""
        return find_name(self._names_by_word.get(name.lower(), ()), name, sheet)

    @functools.cached_property
    def _names_by_word(self) -> Mapping[str, Sequence[DefinedName]]:
        by_word: dict[str, list[DefinedName]] = {}
        for one in self.names:
            by_word.setdefault(one.name.lower(), []).append(one)
        return by_word


def read_book(path: Path) -> Book:
    """Read a workbook of whatever origin. Raises UnreadableBook with a code as `read_received` does."""
    return read_book_parts(read_parts(path))


def read_returned(path: Path) -> Book:
    """Read a workbook that was received: whole rows or columns that were merged hide no cell of the form."""
    received = read_received(path)
    book = read_book_parts(received.parts)
    sheets = {name: _without_vast(sheet) for name, sheet in book.sheets.items()}
    return replace(book, sheets=sheets, saved=saved_at(received))


def _without_vast(sheet: SheetCells) -> SheetCells:
    kept = without_vast(sheet.merges)
    if kept == sheet.merges:
        return sheet
    usual = set(kept)
    return replace(sheet, merges=kept, vast=tuple(one for one in sheet.merges if one not in usual))


def read_book_parts(parts: Mapping[str, bytes]) -> Book:
    """Read a workbook from its parts. UnreadableBook("damaged") where one is missing or malformed."""
    package = Parts(dict(parts))
    roots = {relation.kind: relation.target for relation in _relations(package, "")}
    main_part = roots.get("officeDocument", "")
    workbook = read_tree(package, main_part)
    namespace = namespace_of(workbook)
    relations = _relations(package, main_part)
    reader = _cell_reader(package, relations, workbook.find(f"{namespace}workbookPr"))
    by_id = {relation.id: relation for relation in relations}
    tabs = list(workbook.iterfind(f"{namespace}sheets/{namespace}sheet"))
    sheets: dict[str, SheetCells] = {}
    for tab in tabs:
        name = tab.get("name", "")
        relation = by_id.get(_relation_id(tab))
        if relation is None or name in sheets:
            raise UnreadableBook("damaged", f"（シート一覧の「{name}」）")
        if relation.kind == "worksheet":  # a chart sheet has no cells
            sheets[name] = _read_sheet(package, relation.target, tab, reader)
    names = tuple(_iter_names(workbook, [tab.get("name", "") for tab in tabs]))
    properties = _read_properties(package, roots.get("custom-properties", ""))
    calculation = workbook.find(f"{namespace}calcPr")
    is_manual = calculation is not None and (
        calculation.get("calcMode") == "manual" or calculation.get("calcCompleted") in _FALSE
    )
    return Book(sheets, names, properties, tuple(_iter_links(package, relations)), is_manual)


def _relations(package: Parts, part: str) -> list[Relation]:
    try:
        return package.relations(part)
    except etree.XMLSyntaxError as error:
        raise UnreadableBook("damaged", f"（{part}の関連付け）") from error


def _cell_reader(package: Parts, relations: list[Relation], settings: etree._Element | None) -> CellReader:
    """Give the reader of this book's cells: with its shared texts, number formats and date system."""
    parts = {relation.kind: relation.target for relation in relations}
    try:
        styles = _read_styles(package, parts) if "styles" in parts else Styles()
        struck = any(one.struck for one in styles.odd.values())
        return CellReader(
            _read_strings(package, parts["sharedStrings"], struck) if "sharedStrings" in parts else Strings(),
            styles,
            read_contents(package, relations),
            from_1904=settings is not None and settings.get("date1904") in _TRUE,
        )
    except (ValueError, IndexError) as error:
        raise UnreadableBook("damaged", "（書式か文字列の部品）") from error


def _read_styles(package: Parts, parts: Mapping[str, str]) -> Styles:
    """Read the cell styles, with the colours of the book's theme."""
    part, theme = parts["styles"], parts.get("theme", "")
    if part not in package:
        raise lacking(part)
    try:
        return read_styles(package.data(part), package.data(theme) if theme in package else b"")
    except etree.XMLSyntaxError as error:
        raise malformed(part) from error


def _read_strings(package: Parts, part: str, struck: bool) -> Strings:
    """Read the shared strings; how their pieces look only where some, or whole cells, are struck."""
    texts = read_texts(read_tree(package, part, without_run_formats))
    xml = package.data(part)
    has_looks = struck or b"strike" in xml or b"vertAlign" in xml
    return Strings(texts, read_pieces(read_tree(package, part), of_all=struck) if has_looks else {})


def _relation_id(tab: etree._Element) -> str:
    """Give the relationship id of a tab: `id` in the relationships' namespace, strict or not."""
    return next((str(value) for key, value in tab.attrib.items() if str(key).endswith("}id")), "")


def _read_sheet(package: Parts, part: str, tab: etree._Element, reader: CellReader) -> SheetCells:
    name = tab.get("name", "")
    sheet = read_tree(package, part, without_blank_cells)
    namespace = namespace_of(sheet)
    cells: dict[str, Cell] = {}
    hidden_rows: set[int] = set()
    try:
        for cell in reader.iter_cells(_iter_rows(sheet, namespace, hidden_rows), namespace):
            twin = cells.get(cell.ref)
            if twin and twin != cell:  # readers differ in which of two they take
                cell = Cell(cell.ref, "error", f"{twin.raw} / {cell.raw}", UNREADABLE)
            cells[cell.ref] = cell
        hidden_columns = tuple(_iter_hidden_columns(sheet, namespace))
    except (ValueError, LookupError) as error:
        raise UnreadableBook("damaged", f"（シート「{name}」）") from error
    protection = sheet.find(f"{namespace}sheetProtection")
    views = sheet.iterfind(f"{namespace}sheetViews/{namespace}sheetView")
    return SheetCells(
        name,
        cells,
        areas_of(tuple(merge.get("ref", "") for merge in sheet.iter(f"{namespace}mergeCell"))),
        frozenset(hidden_rows),
        protection is not None and protection.get("sheet") in _TRUE,
        tab.get("state", "visible"),
        hidden_columns,
        read_lying(package, part),
        hides_zeros=any(view.get("showZeros") in _FALSE for view in views),
    )


def _iter_rows(
    sheet: etree._Element, namespace: str, hidden: set[int]
) -> Iterator[tuple[int, etree._Element]]:
    """Yield the rows of a sheet with their numbers; those that nobody sees are added to `hidden`."""
    number = 0
    for row in sheet.iterfind(f"{namespace}sheetData/{namespace}row"):
        number = number_of(row.get("r")) or number + 1
        if row.get("hidden") in _TRUE or row.get("ht", "").startswith("0"):  # less than a point
            hidden.add(number)
        yield number, row


def _iter_hidden_columns(sheet: etree._Element, namespace: str) -> Iterator[tuple[int, int]]:
    for column in sheet.iterfind(f"{namespace}cols/{namespace}col"):
        if column.get("hidden") in _TRUE or column.get("width") in ("0", "0.0"):
            first, last = column.get("min", ""), column.get("max", "")
            if first.isdecimal() and last.isdecimal():
                yield int(first), int(last)


def _iter_names(workbook: etree._Element, tabs: list[str]) -> Iterator[DefinedName]:
    """Yield the defined names; a scope counts all tabs, chart sheets too."""
    namespace = namespace_of(workbook)
    for name in workbook.iterfind(f"{namespace}definedNames/{namespace}definedName"):
        scope = name.get("localSheetId")
        try:
            sheet = None if scope is None else tabs[int(scope)]
        except (ValueError, IndexError) as error:
            raise UnreadableBook("damaged", f"（名前「{name.get('name', '')}」の範囲）") from error
        yield DefinedName(name.get("name", ""), sheet, name.text or "", name.get("hidden") in _TRUE)


def _iter_links(package: Parts, relations: list[Relation]) -> Iterator[str]:
    """Yield what the workbook links to: paths and addresses as stored, a DDE link as program|topic."""
    for relation in relations:
        if relation.kind == "externalLink" and relation.target in package:
            yield from (one.target for one in _relations(package, relation.target) if one.external)
            for link in iter_elements(read_tree(package, relation.target), "ddeLink"):
                yield f"{link.get('ddeService', '')}|{link.get('ddeTopic', '')}"


def _read_properties(package: Parts, part: str) -> dict[str, str]:
    if part not in package:
        return {}
    return {
        element.get("name", ""): "".join(str(text) for text in element.itertext())
        for element in read_tree(package, part)
        if local_name(element) == "property"
    }
