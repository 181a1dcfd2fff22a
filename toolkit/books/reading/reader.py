"""A received workbook in; its cells, names and properties out, as stored, in one pass.

Only what a sheet holds is read: neither `<dimension>` nor the last row says how much that is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from toolkit.books.guard.bounds import read_parts
from toolkit.books.package.markup import iter_elements, local_name, parse
from toolkit.books.package.merges import without_vast
from toolkit.books.package.names import DefinedName
from toolkit.books.package.parts import Parts, Relation
from toolkit.books.package.refs import bounds
from toolkit.books.reading.cell_reader import (
    UNREADABLE,
    CellReader,
    Strings,
    namespace_of,
    number_of,
    read_pieces,
    read_texts,
)
from toolkit.books.reading.contents import read_contents
from toolkit.books.reading.lying import read_lying
from toolkit.books.reading.styles import Styles, read_styles
from toolkit.model.errors import UnreadableBook
from toolkit.model.record import Cell
from toolkit.model.shown import Lying

_BLANK_CELL = re.compile(rb'<c r="[^<>/]*+/>')
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
    `is_manual`: it computes only when it is told to, or was not let finish: its results may be old.
    """

    sheets: Mapping[str, SheetCells]
    names: tuple[DefinedName, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    is_manual: bool = False


def read_book(path: Path) -> Book:
    """Read a workbook of whatever origin. Raises UnreadableBook with a code as `guard.read_parts` does."""
    return read_book_parts(read_parts(path))


def read_returned(path: Path) -> Book:
    """Read a workbook that was received: whole rows or columns that were merged hide no cell of the form."""
    book = read_book(path)
    return replace(book, sheets={name: _without_vast(sheet) for name, sheet in book.sheets.items()})


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
    workbook = _parse(package, main_part)
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


def _parse(package: Parts, part: str, lighten: Callable[[bytes], bytes] = bytes) -> etree._Element:
    """Give the tree of a part; `lighten` drops what is not read before it is parsed."""
    if part not in package:
        raise UnreadableBook("damaged", f"（部品{part}がありません）")
    xml = lighten(package.data(part))
    if b"<!" in xml:  # a comment or CDATA could hold what looks like an element
        xml = package.data(part)
    try:
        tree = parse(xml)
    except etree.XMLSyntaxError as error:
        raise UnreadableBook("damaged", f"（部品{part}のXML）") from error
    if b"<!--" in xml or xml.count(b"<?") > 1:  # a comment or instruction would cut a value in two
        etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    return tree


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
        raise UnreadableBook("damaged", f"（部品{part}がありません）")
    try:
        return read_styles(package.data(part), package.data(theme) if theme in package else b"")
    except etree.XMLSyntaxError as error:
        raise UnreadableBook("damaged", f"（部品{part}のXML）") from error


def _read_strings(package: Parts, part: str, struck: bool) -> Strings:
    """Read the shared strings; how their pieces look only where some, or whole cells, are struck."""
    texts = read_texts(_parse(package, part, _without_run_formats))
    xml = package.data(part)
    has_looks = struck or b"strike" in xml or b"vertAlign" in xml
    return Strings(texts, read_pieces(_parse(package, part), of_all=struck) if has_looks else {})


def _relation_id(tab: etree._Element) -> str:
    """Give the relationship id of a tab: `id` in the relationships' namespace, strict or not."""
    return next((str(value) for key, value in tab.attrib.items() if str(key).endswith("}id")), "")


def _read_sheet(package: Parts, part: str, tab: etree._Element, reader: CellReader) -> SheetCells:
    name = tab.get("name", "")
    sheet = _parse(package, part, _without_blank_cells)
    namespace = namespace_of(sheet)
    cells: dict[str, Cell] = {}
    try:
        for cell in reader.iter_cells(sheet):
            twin = cells.get(cell.ref)
            if twin and twin != cell:  # readers differ in which of two they take
                cell = Cell(cell.ref, "error", f"{twin.raw} / {cell.raw}", UNREADABLE)
            cells[cell.ref] = cell
        hidden_rows = frozenset(_iter_hidden_rows(sheet, namespace))
        hidden_columns = tuple(_iter_hidden_columns(sheet, namespace))
        merges = tuple(_iter_merges(sheet, namespace))
    except (ValueError, LookupError) as error:
        raise UnreadableBook("damaged", f"（シート「{name}」）") from error
    protection, views = (
        sheet.find(f"{namespace}sheetProtection"),
        f"{namespace}sheetViews/{namespace}sheetView",
    )
    return SheetCells(
        name,
        cells,
        merges,
        hidden_rows,
        protection is not None and protection.get("sheet") in _TRUE,
        tab.get("state", "visible"),
        hidden_columns,
        read_lying(package, part),
        hides_zeros=any(view.get("showZeros") in _FALSE for view in sheet.iterfind(views)),
    )


def _iter_merges(sheet: etree._Element, namespace: str) -> Iterator[str]:
    """Yield the merged areas; one that is none merges nothing."""
    for merge in sheet.iter(f"{namespace}mergeCell"):
        area = merge.get("ref", "")
        with contextlib.suppress(ValueError):
            bounds(area)
            yield area


def _without_blank_cells(xml: bytes) -> bytes:
    """Drop the cells that hold only a style: nine of ten in a bordered form, and most of the time to parse.

    Only where every cell states its address, else the cells after a dropped one would move.
    """
    rest = _BLANK_CELL.sub(b"", xml)
    has_bare_cells = rest.count(b"<c ") != rest.count(b'<c r="') or b"<c>" in rest or b"<c/>" in rest
    return xml if has_bare_cells else rest


def _without_run_formats(xml: bytes) -> bytes:
    """Drop fonts and colours inside texts: LibreOffice gives every change of script its own."""
    head, *runs = xml.split(b"<rPr>")
    return head + b"".join(run.partition(b"</rPr>")[2] for run in runs)


def _iter_hidden_rows(sheet: etree._Element, namespace: str) -> Iterator[int]:
    number = 0
    for row in sheet.iterfind(f"{namespace}sheetData/{namespace}row"):
        number = number_of(row.get("r")) or number + 1
        if row.get("hidden") in _TRUE or row.get("ht", "").startswith("0"):  # less than a point
            yield number


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
            for link in iter_elements(_parse(package, relation.target), "ddeLink"):
                yield f"{link.get('ddeService', '')}|{link.get('ddeTopic', '')}"


def _read_properties(package: Parts, part: str) -> dict[str, str]:
    if part not in package:
        return {}
    return {
        element.get("name", ""): "".join(str(text) for text in element.itertext())
        for element in _parse(package, part)
        if local_name(element) == "property"
    }
