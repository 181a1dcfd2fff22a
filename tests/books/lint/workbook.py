"""A workbook in, what is wrong with its tabs, defined names, looks and strings out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from lxml import etree

from tests.books.lint.book import Area, Book, M, R, read_area, twice, unescaped, units
from tests.books.lint.formulas import iter_formula_faults

_BAD_IN_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_RESERVED = {"history", "履歴"}
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,()]+))!([^,()]+)")
_LONGEST_TEXT, _LONGEST_SHEET, _LONGEST = 32767, 31, 255
_HIGHEST_ID, _FIRST_FORMAT, _LARGEST_FONT = 65534, 164, 409.55
_BUILT_IN = {*range(23), *range(27, 51), *range(50, 59), *range(59, 63), *range(67, 82)}
_COLOUR = re.compile("[0-9A-Fa-f]{8}")
_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


def iter_workbook_faults(book: Book) -> Iterator[str]:
    """Yield what is wrong with the book as a whole."""
    yield from _iter_tab_faults(book)
    yield from _iter_view_faults(book)
    yield from _iter_name_faults(book)
    yield from _iter_style_faults(book)
    for part in book.related(book.workbook_part, "sharedStrings"):
        tree = book.trees[part]
        if tree.get("uniqueCount", str(len(tree))) != str(len(tree)):
            yield f"{tree.get('uniqueCount')} of {len(tree)} strings"
        for number, string in enumerate(tree):
            yield from (f"string {number}: {fault}" for fault in iter_string_faults(string))


def iter_string_faults(string: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a string of a cell or of a comment, its runs and its furigana."""
    whole = ""
    for text in string.iter(f"{M}t"):
        said, parent = text.text or "", text.getparent()
        if (
            said != said.strip(" \t\r\n")
            and text.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve"
        ):
            yield f"blanks at the end are lost: {said!r}"
        if _CONTROL.search(unescaped(said)):
            yield f"control character in {said!r}"
        if parent is not None and parent.tag == f"{M}r" and not said:
            yield "a run without text"
        whole += "" if parent is not None and parent.tag == f"{M}rPh" else unescaped(said)
    if units(whole) > _LONGEST_TEXT:
        yield f"text of {units(whole)}"


def _iter_tab_faults(book: Book) -> Iterator[str]:
    names = [tab.get("name", "") for tab in book.tabs]
    yield from twice("sheet name", (unescaped(name).casefold() for name in names))
    yield from twice("sheetId", (tab.get("sheetId") for tab in book.tabs))
    yield from twice("sheet's part", (tab.get(f"{R}id") for tab in book.tabs))
    for tab in book.tabs:
        if not 1 <= int(tab.get("sheetId", "0")) <= _HIGHEST_ID:
            yield f"sheetId {tab.get('sheetId')}"
    for name in names:
        bad = _BAD_IN_NAME.search(name) or _ESCAPE.search(name) or name.casefold() in _RESERVED
        if bad or not name.strip() or units(name) > _LONGEST_SHEET or "'" in (name[0], name[-1]):
            yield f"no sheet name: {name!r}"


def _iter_view_faults(book: Book) -> Iterator[str]:
    states = [tab.get("state", "visible") for tab in book.tabs]
    views = list(book.workbook.iter(f"{M}workbookView"))
    if "visible" not in states:
        yield "no sheet is visible"
    if not views:
        yield "no window"
    for view in views:
        for key in ("activeTab", "firstSheet"):
            at = int(view.get(key, "0"))
            if at >= len(states) or (key == "activeTab" and states[at] != "visible"):
                yield f"{key} {at} of {states}"
    shown = [view for sheet in book.sheets for view in sheet.tree.iter(f"{M}sheetView")]
    selected = sum(view.get("tabSelected") in ("1", "true") for view in shown)
    if selected != 1:
        yield f"{selected} selected tabs"
    codes = (tree.get("codeName") for sheet in book.sheets for tree in sheet.tree.iter(f"{M}sheetPr"))
    yield from twice("code name", (code for code in codes if code))
    uids = (v for sheet in book.sheets for k, v in sheet.tree.attrib.items() if str(k).endswith("}uid"))
    yield from twice("uid", uids)
    vml = "".join(
        data.decode("utf-8", "replace") for name, data in book.parts.items() if name.endswith(".vml")
    )
    yield from twice("VML shape", re.findall(r' (?:id|o:spid)="(_x0000_s\d+)"', vml))


def _iter_name_faults(book: Book) -> Iterator[str]:
    names = book.names()
    tables = [tree for name, tree in book.trees.items() if tree.tag == f"{M}table"]
    yield from twice("defined name", ((e.get("localSheetId"), e.get("name", "").casefold()) for e in names))
    yield from twice("table id", (table.get("id") for table in tables))
    free = [e.get("name", "").casefold() for e in names if e.get("localSheetId") is None]
    yield from twice("table name", [*(table.get("displayName", "").casefold() for table in tables), *free])
    for one in names:
        name, text = one.get("name", ""), one.text or ""
        if int(one.get("localSheetId", "0")) >= len(book.tabs):
            yield f"localSheetId beyond the tabs: {name}"
        if why := why_no_name(name):
            yield f"defined name {name!r}: {why}"
        if not text or text.startswith("=") or text != text.strip():
            yield f"defined name {name} is {text!r}"
        elif "#REF!" not in text:
            yield from (f"defined name {name}: {fault}" for fault in iter_formula_faults(book, text))
        if name.startswith("_xlnm.Print"):
            yield from _iter_print_faults(book, one)


def why_no_name(name: str) -> str:
    """Say why Excel does not take a defined name, "" where it does."""
    if name.startswith("_xlnm."):
        return ""
    if not name or units(name) > _LONGEST:
        return f"{units(name)} characters"
    if name[0] not in "_\\" and unicodedata.category(name[0])[0] != "L":
        return f"begins with {name[0]!r}"
    bad = [
        c
        for c in name[1:]
        if c not in "_.\\?" and unicodedata.category(c)[0] not in "LM" and not c.isdecimal()
    ]
    if bad:
        return f"holds {bad[0]!r}"
    is_cell = read_area(name.upper()) is not None or re.fullmatch(r"[Rr]\d*([Cc]\d*)?|[Cc]\d*", name)
    return "looks like a cell" if is_cell or name.upper() in ("TRUE", "FALSE") else ""


def _iter_print_faults(book: Book, name: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a print area or with rows printed on every page."""
    what, text, place = name.get("name", ""), name.text or "", name.get("localSheetId")
    if place is None:
        yield f"{what} of no sheet"
        return
    own = book.tabs[int(place)].get("name", "")
    for quoted, plain, area in _PLACE.findall(text):
        if (quoted.replace("''", "'") or plain).casefold() != own.casefold():
            yield f"{what} of {own}: {text}"
        whole = read_area(area)
        if whole is None or (what.endswith("Titles") and not _is_whole(whole)):
            yield f"{what} of {own}: {text}"


def _is_whole(area: Area) -> bool:
    return (area.left, area.right) == (1, 16_384) or (area.top, area.bottom) == (1, 1_048_576)


def _iter_style_faults(book: Book) -> Iterator[str]:
    styles = book.styles()
    for name in _LISTS:
        entries = styles.find(f"{M}{name}")
        if entries is not None and entries.get("count", str(len(entries))) != str(len(entries)):
            yield f"{entries.get('count')} of {len(entries)} {name}"
    formats = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in styles.iter(f"{M}numFmt")}
    own = [one.get("numFmtId") for one in styles.iterfind(f"{M}numFmts/{M}numFmt")]
    yield from twice("number format", own)
    for code in formats.values():
        if not code or units(code) > _LONGEST or code.count('"') % 2:
            yield f"number format {code!r}"
    yield from _iter_look_faults(book, styles, formats)
    yield from twice("cell style", (one.get("name", "").casefold() for one in styles.iter(f"{M}cellStyle")))
    for one in styles.iter(f"{M}color", f"{M}fgColor", f"{M}bgColor"):
        if one.get("rgb") and not _COLOUR.fullmatch(one.get("rgb", "")):
            yield f"colour {one.get('rgb')}"
    for one in styles.iter(f"{M}sz"):
        if not 1 <= float(one.get("val", "0")) <= _LARGEST_FONT:
            yield f"font size {one.get('val')}"


def _iter_look_faults(book: Book, styles: etree._Element, formats: Collection[int]) -> Iterator[str]:
    for entry in (*styles.iterfind(f"{M}cellXfs/{M}xf"), *styles.iterfind(f"{M}cellStyleXfs/{M}xf")):
        for key, of in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(entry.get(key, "0")) >= book.count_of(of):
                yield f"{key} {entry.get(key)} of {book.count_of(of)}"
        number = int(entry.get("numFmtId", "0"))
        if number not in formats and number not in _BUILT_IN:
            yield f"number format {number} is not there"
    for entry in styles.iterfind(f"{M}cellXfs/{M}xf"):
        if int(entry.get("xfId", "0")) >= max(1, book.count_of("cellStyleXfs")):
            yield f"xfId {entry.get('xfId')}"
