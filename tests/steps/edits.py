"""What departments do to a book, as Excel writes it: a file and a place in, the same file changed out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from toolkit.books.package.refs import column_letters, from_ref, to_ref

Moved = Callable[[int, int], tuple[int, int] | None]
"""Where a cell (row, column) goes; None where it is deleted."""
_REF = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


def insert_rows(path: Path, sheet: str, above: int, count: int = 1) -> None:
    """Insert empty rows: what stands from `above` on moves down, with merges and names."""
    _move(path, sheet, lambda row, column: (row + count * (row >= above), column))


def insert_column(path: Path, sheet: str, before: int) -> None:
    """Insert an empty column."""
    _move(path, sheet, lambda row, column: (row, column + (column >= before)))


def delete_row(path: Path, sheet: str, gone: int) -> None:
    """Delete a row: a range shrinks, a name of that row alone is `#REF!`."""
    _move(path, sheet, lambda row, column: None if row == gone else (row - (row > gone), column))


def delete_column(path: Path, sheet: str, gone: int) -> None:
    """Delete a column."""
    _move(path, sheet, lambda row, column: None if column == gone else (row, column - (column > gone)))


def rewrite(path: Path, change: Callable[[str, str], str]) -> None:
    """Change the text of every XML part of a file: `change(name, xml)`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            is_xml = name.endswith((".xml", ".rels"))
            archive.writestr(name, change(name, data.decode("utf-8")) if is_xml else data)


def save_at(path: Path, moment: str) -> Path:
    """Let a file say when it was saved (`2024-06-03T01:00:00Z`), as Excel does."""
    end = "</cp:coreProperties>"
    told = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
    rewrite(path, lambda name, xml: xml.replace(end, told + end) if name == "docProps/core.xml" else xml)
    return path


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}


def make_strict(path: Path) -> None:
    """Turn a file into 「Strict Open XML スプレッドシート」: the same parts in the other namespaces."""

    def swap(_: str, xml: str) -> str:
        for transitional, strict in STRICT.items():
            xml = xml.replace(transitional, strict)
        return xml

    rewrite(path, swap)


def part_of(path: Path, sheet: str) -> str:
    """Give the part of a file that holds a sheet."""
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    id_ = re.search(rf'<sheet [^>]*name="{re.escape(sheet)}"[^>]*r:id="(\w+)"', book)
    assert id_ is not None
    target = next(t for t in re.findall(r"<Relationship [^>]*>", links) if f'Id="{id_[1]}"' in t)
    return "xl/" + re.sub(r'.*Target="/?(?:xl/)?([^"]+)".*', r"\1", target)


def reorder_sheets(path: Path) -> None:
    """Drag the last tab to the front, as Excel writes it: scopes of names count the tabs."""

    def change(name: str, xml: str) -> str:
        if name != "xl/workbook.xml":
            return xml
        start, end = xml.index("<sheets>") + len("<sheets>"), xml.index("</sheets>")
        tabs = [f"<sheet{tab}" for tab in xml[start:end].split("<sheet")[1:]]
        count = len(tabs)
        xml = xml[:start] + tabs[-1] + "".join(tabs[:-1]) + xml[end:]
        for at in reversed(range(count)):
            xml = xml.replace(f'localSheetId="{at}"', f'localSheetId="#{(at + 1) % count}"')
        return xml.replace('localSheetId="#', 'localSheetId="')

    rewrite(path, change)


def _move(path: Path, sheet: str, moved: Moved) -> None:
    part = part_of(path, sheet)

    def change(name: str, xml: str) -> str:
        if name == part:
            return _move_cells(xml, moved)
        if name == "xl/workbook.xml":
            return re.sub(
                r"(<definedName [^>]*>)([^<]*)(?=</definedName>)",
                lambda m: m[1] + _move_areas(m[2], sheet, moved),
                xml,
            )
        return xml

    rewrite(path, change)


def _move_cells(xml: str, moved: Moved) -> str:
    rows: dict[int, str] = {}
    for row in re.finditer(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', xml, re.DOTALL):
        number, cells, now = int(row[1]), "", moved(int(row[1]), 10_000)
        if now is None:
            continue
        for cell in re.finditer(r'<c r="([A-Z]+)\d+"([^>]*?)(/>|>.*?</c>)', row[3] or "", re.DOTALL):
            place = moved(number, from_ref(f"{cell[1]}1")[1])
            if place:
                cells += f'<c r="{to_ref(*place)}"{cell[2]}{cell[3]}'
        attributes = re.sub(r' spans="[^"]*"', "", row[2])
        rows[now[0]] = f'<row r="{now[0]}"{attributes}>{cells}</row>'
    data = "".join(rows[number] for number in sorted(rows))
    whole = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
    xml = whole.sub(lambda _: f"<sheetData>{data}</sheetData>", xml)
    return re.sub(r'(?<=mergeCell ref=")[^"]+', lambda m: _move_area(m[0], moved) or m[0], xml)


def _move_areas(text: str, sheet: str, moved: Moved) -> str:
    def area(match: re.Match[str]) -> str:
        return f"{match[1]}{_move_area(match[2], moved) or '#REF!'}"

    here = re.escape(f"'{sheet}'!") if f"'{sheet}'!" in text else re.escape(f"{sheet}!")
    return re.sub(rf"({here})(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)", area, text)


def _move_area(area: str, moved: Moved) -> str:
    """Give where an area goes: it grows and shrinks with what lies in it; "" where nothing is left."""
    first, _, last = area.replace("$", "").partition(":")
    (top, left), (bottom, right) = from_ref(first), from_ref(last or first)
    places = [moved(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    kept = [place for place in places if place]
    if not kept:
        return ""
    rows, columns = [row for row, _ in kept], [column for _, column in kept]
    ends = (min(rows), min(columns)), (max(rows), max(columns))
    corners = [f"${column_letters(column)}${row}" for row, column in ends]
    text = corners[0] if corners[0] == corners[1] else ":".join(corners)
    return text if "$" in area else text.replace("$", "")
