"""A sheet in, its pages as they are to be printed out: no block cut in two, or all on one page.

Page sizes are estimates from the print set-up: a program breaks pages by its own fonts and printer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from toolkit.books.package.lengths import fit_header
from toolkit.books.package.markup import WORKSHEET_ORDER, drop_attribute, ensure_child, escape_text, main
from toolkit.books.package.package import Package
from toolkit.books.package.refs import bounds
from toolkit.books.package.sheet import Sheet

PRINT_TITLES = "_xlnm.Print_Titles"
PRINT_AREA = "_xlnm.Print_Area"
_TITLE_ROWS = re.compile(r"!\$(\d+):\$(\d+)")
_AREA_ROWS = re.compile(r"!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)")
PAPERS = {"8": (842.0, 1191.0), "9": (595.0, 842.0)}
"""A3 and A4 in points, upright, by Excel's number."""
POINTS_PER_CHARACTER = 6.2
_MARGINS = {"left": "0.7", "right": "0.7", "top": "0.75", "bottom": "0.75", "header": "0.3", "footer": "0.3"}
# Inches, Excel's own; it repairs a sheet where one of the six is missing.
SAFETY = 0.97
"""Programs and printers differ: so much of a page is counted on."""

SMALLEST = 0.6
"""So far a sheet may shrink to stand on one page: 10 points become 6."""

HEAD_ROOM = 0.65
"""Inches that a line at the head or foot of a page needs."""


def break_between_blocks(package: Package, name: str, units: Sequence[Sequence[tuple[int, int]]]) -> None:
    """Break the page before each unit that does not fit on the page it begins on.

    A unit is blocks (first row, last row) that belong together; one higher than a page parts between its
    blocks. A sheet printed to one page, or on a paper of unknown size, is left as it is.
    """
    sheet, tree = package.sheet(name), package.parts.tree(package.sheet(name).part)
    room = _page_height(sheet, tree)
    if room is None or not units:
        return
    repeated = _title_height(package, sheet, name)
    used = _height(sheet, 1, units[0][0][0] - 1)
    on_page = 0
    for unit in units:
        whole = _height(sheet, unit[0][0], unit[-1][1])
        pieces = [(unit[0][0], unit[-1][1])] if repeated + whole <= room else unit
        for first, last in pieces:
            height = _height(sheet, first, last)
            if on_page and used + height > room:
                _break_before(tree, first)
                used, on_page = repeated, 0
            used, on_page = used + height, on_page + 1


def _title_height(package: Package, sheet: Sheet, name: str) -> float:
    """Give the height of the rows that are printed at the top of every page (印刷タイトル)."""
    titles = (own.text for own in package.names() if own.sheet == name and own.name == PRINT_TITLES)
    rows = [match for text in titles for match in _TITLE_ROWS.finditer(text)]
    return sum(_height(sheet, int(match[1]), int(match[2])) for match in rows)


def _height(sheet: Sheet, first: int, last: int) -> float:
    return sum(sheet.row_height(row) for row in range(first, last + 1) if not sheet.is_hidden_row(row))


def _page_height(sheet: Sheet, tree: etree._Element) -> float | None:
    """Estimate the height in points of the rows a page holds."""
    setup, margins = tree.find(main("pageSetup")), tree.find(main("pageMargins"))
    if setup is None or margins is None or setup.get("paperSize", "") not in PAPERS:
        return None
    fit = tree.find(f"{main('sheetPr')}/{main('pageSetUpPr')}")
    fits = fit is not None and fit.get("fitToPage") in ("1", "true")
    if fits and setup.get("fitToHeight", "1") != "0":
        return None
    width, height = PAPERS[setup.get("paperSize", "")]
    if setup.get("orientation") == "landscape":
        width, height = height, width
    inches = {side: float(margins.get(side, "0.7")) for side in ("left", "right", "top", "bottom")}
    printable = width - (inches["left"] + inches["right"]) * 72
    scale = min(1.0, printable / _width(sheet, tree)) if fits else int(setup.get("scale", "100")) / 100
    return (height - (inches["top"] + inches["bottom"]) * 72) / scale * SAFETY


def _width(sheet: Sheet, tree: etree._Element) -> float:
    dimension = tree.find(main("dimension"))
    last = bounds(dimension.get("ref", "A1")).right if dimension is not None else 1
    return sum(sheet.column_width(column) for column in range(1, last + 1)) * POINTS_PER_CHARACTER


def _break_before(tree: etree._Element, row: int) -> None:
    breaks = ensure_child(tree, "rowBreaks", WORKSHEET_ORDER)
    etree.SubElement(breaks, main("brk"), id=str(row - 1), max="16383", man="1")
    breaks.set("count", str(len(breaks)))
    breaks.set("manualBreakCount", str(len(breaks)))


def fit_on_page(package: Package, name: str, header: str, footer: str) -> None:
    """Fit a sheet (each of its print areas) on one page, with these texts at its upper right and foot.

    Where it would become too small to read, only its width is fitted and its rows go on over the page.
    """
    sheet, tree = package.sheet(name), package.parts.tree(package.sheet(name).part)
    properties = ensure_child(tree, "sheetPr", WORKSHEET_ORDER)
    fit = properties.find(main("pageSetUpPr"))
    if fit is None:
        fit = etree.SubElement(properties, main("pageSetUpPr"))
    fit.set("fitToPage", "1")
    margins = ensure_child(tree, "pageMargins", WORKSHEET_ORDER)
    for side, usual in _MARGINS.items():
        margins.set(side, margins.get(side, usual))
    for side in ("top", "bottom"):
        margins.set(side, str(max(HEAD_ROOM, float(margins.get(side, "")))))
    setup = ensure_child(tree, "pageSetup", WORKSHEET_ORDER)
    drop_attribute(setup, "scale")
    setup.attrib.update({"fitToWidth": "1", "fitToHeight": "0"})
    room = _page_height(sheet, tree)
    if room is None or _highest_area(package, sheet, name) * SMALLEST <= room:
        setup.set("fitToHeight", "1")
    texts = ensure_child(tree, "headerFooter", WORKSHEET_ORDER)
    texts[:] = []
    texts.attrib.clear()
    etree.SubElement(texts, main("oddHeader")).text = escape_text(fit_header(lambda put: f"&R{put(header)}"))
    etree.SubElement(texts, main("oddFooter")).text = f"&C{footer}"


def _highest_area(package: Package, sheet: Sheet, name: str) -> float:
    """Give the height of the highest print area; without one, of all rows."""
    areas = (own.text for own in package.names() if own.sheet == name and own.name == PRINT_AREA)
    rows = [(int(match[1]), int(match[2])) for text in areas for match in _AREA_ROWS.finditer(text)]
    dimension = package.parts.tree(sheet.part).find(main("dimension"))
    last = bounds(dimension.get("ref", "A1")).bottom if dimension is not None else 1
    return max(_height(sheet, *area) for area in rows or [(1, last)])
