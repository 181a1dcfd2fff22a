"""A worksheet in, what is wrong with its merged areas, rules, links, print set-up and comments out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from tests.books.lint.book import Area, Book, M, R, Sheet, read_area, read_areas, twice, unescaped, units
from tests.books.lint.formulas import iter_formula_faults
from tests.books.lint.workbook import iter_string_faults

_LONGEST = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_LONGEST_LIST, _LONGEST_TIP, _LONGEST_HEADER, _LONGEST_PLACE = 255, 255, 255, 2079
_LARGEST_FONT = 72
_MOST_BREAKS = 1026
_MARGINS = ("left", "right", "top", "bottom", "header", "footer")
_WIDEST_MARGIN = 49
_KINDS = {"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"}
_PLACE = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]+))!(.+)")
_CODES = "LCRPNDTFAZGBIUESXYKHO&+-"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def iter_furniture_faults(book: Book, sheet: Sheet) -> Iterator[str]:
    """Yield what is wrong with what lies on and around the cells."""
    yield from _iter_merge_faults(sheet.tree)
    yield from _iter_format_faults(book, sheet.tree)
    yield from _iter_list_faults(book, sheet.tree)
    yield from _iter_link_faults(book, sheet)
    yield from _iter_print_faults(sheet.tree)
    yield from _iter_comment_faults(book, sheet)
    for part in book.related(sheet.part, "drawing"):
        yield from _iter_drawing_faults(book.trees[part])


def _iter_merge_faults(tree: etree._Element) -> Iterator[str]:
    merges = tree.find(f"{M}mergeCells")
    if merges is None:
        return
    if merges.get("count", str(len(merges))) != str(len(merges)) or not len(merges):
        yield f"{merges.get('count')} of {len(merges)} merged areas"
    areas = [(one.get("ref", ""), read_area(one.get("ref", ""))) for one in merges]
    for ref, area in areas:
        if area is None or (area.top, area.left) == (area.bottom, area.right):
            yield f"merged area {ref}"
    for (one, first), (other, second) in itertools.combinations(areas, 2):
        if first and second and first.meets(second):
            yield f"merged areas {one} and {other} overlap"


def _iter_format_faults(book: Book, tree: etree._Element) -> Iterator[str]:
    """Yield what is wrong with conditional formats."""
    for one in tree.iter(f"{M}conditionalFormatting"):
        where, rules = one.get("sqref", ""), list(one.iterfind(f"{M}cfRule"))
        if read_areas(where) is None or not rules:
            yield f"conditional format of {where!r} with {len(rules)} rules"
        for rule in rules:
            if int(rule.get("priority", "0")) < 1 or int(rule.get("dxfId", "0")) >= max(
                1, book.count_of("dxfs")
            ):
                yield f"conditional format of {where}: priority, look {rule.attrib}"
            formulas = [formula.text or "" for formula in rule.iterfind(f"{M}formula")]
            if rule.get("type") in ("expression", "cellIs") and not all(formulas or [""]):
                yield f"conditional format of {where} without a formula"
            for formula in formulas:
                yield from iter_formula_faults(book, formula)


def _iter_list_faults(book: Book, tree: etree._Element) -> Iterator[str]:
    """Yield what is wrong with the rules of what may be typed."""
    rules = tree.find(f"{M}dataValidations")
    if rules is None:
        return
    if rules.get("count", str(len(rules))) != str(len(rules)) or not len(rules):
        yield f"{rules.get('count')} of {len(rules)} validations"
    every: list[Area] = []
    for rule in rules:
        where = rule.get("sqref", "")
        areas = read_areas(where)
        if areas is None or any(area.meets(other) for area in areas for other in every):
            yield f"validation of {where!r}: its cells are none, or another's"
        every += areas or []
        for key, most in _LONGEST.items():
            if units(unescaped(rule.get(key, ""))) > most:
                yield f"{key} of {units(rule.get(key, ''))}"
        yield from _iter_rule_faults(book, rule, where)


def _iter_rule_faults(book: Book, rule: etree._Element, where: str) -> Iterator[str]:
    formulas, kind = (
        [rule.findtext(f"{M}{name}") or "" for name in ("formula1", "formula2")],
        rule.get("type", "none"),
    )
    if kind not in _KINDS or (kind != "none" and not formulas[0]):
        yield f"validation {kind} of {where} without a formula"
    is_pair = rule.get("operator", "between") in ("between", "notBetween")
    if kind not in ("none", "list", "custom") and is_pair and not formulas[1]:
        yield f"validation {kind} of {where} without an upper end"
    for formula in filter(None, formulas):
        if formula.startswith('"') and units(unescaped(formula[1:-1].replace('""', '"'))) > _LONGEST_LIST:
            yield f"list of {units(formula)}"
        yield from iter_formula_faults(book, unescaped(formula))


def _iter_link_faults(book: Book, sheet: Sheet) -> Iterator[str]:
    links = list(sheet.tree.iterfind(f"{M}hyperlinks/{M}hyperlink"))
    yield from twice("link", (link.get("ref") for link in links))
    if sheet.tree.find(f"{M}hyperlinks") is not None and not links:
        yield "hyperlinks without a link"
    known = {tab.get("name", "").casefold() for tab in book.tabs}
    for link in links:
        place, outside = link.get("location", ""), link.get(f"{R}id")
        if read_area(link.get("ref", "")) is None or not (place or outside):
            yield f"link of {link.get('ref')}"
        if units(unescaped(link.get("tooltip", ""))) > _LONGEST_TIP:
            yield f"tooltip of {units(link.get('tooltip', ''))}"
        if units(place) > _LONGEST_PLACE:
            yield f"place of {units(place)}"
        match = _PLACE.fullmatch(place)
        if place and not outside and match and match[2] != "#REF":  # a dead link repairs nothing
            name = (match[1] or match[2]).replace("''", "'")
            is_bare = match[2] and not re.fullmatch(r"[^\W\d][\w.]*", match[2])
            if name.casefold() not in known or read_area(match[3]) is None or is_bare:
                yield f"link to {place}"


def _iter_print_faults(tree: etree._Element) -> Iterator[str]:
    for margins in tree.iterfind(f"{M}pageMargins"):
        missing = [side for side in _MARGINS if side not in margins.attrib]
        if missing or any(not 0 <= float(margins.get(side, "0")) < _WIDEST_MARGIN for side in _MARGINS):
            yield f"pageMargins without {missing or margins.attrib}"
    for setup in tree.iterfind(f"{M}pageSetup"):
        if not 10 <= int(setup.get("scale", "100")) <= 400:
            yield f"scale {setup.get('scale')}"
    for part in tree.iterfind(f"{M}headerFooter/*"):
        name, text = etree.QName(part).localname, part.text or ""
        if units(unescaped(text)) > _LONGEST_HEADER:
            yield f"{name} of {units(text)}"
        yield from (f"{name}: {fault}" for fault in _iter_code_faults(text))
    for name in ("rowBreaks", "colBreaks"):
        for breaks in tree.iterfind(f"{M}{name}"):
            ids = [int(one.get("id", "0")) for one in breaks]
            manual = sum(one.get("man") in ("1", "true") for one in breaks)
            counts = (breaks.get("count", str(len(ids))), breaks.get("manualBreakCount", "0"))
            if (
                counts != (str(len(ids)), str(manual))
                or ids != sorted({*ids} - {0})
                or not 0 < len(ids) <= _MOST_BREAKS
            ):
                yield f"{name} {ids}"


def _iter_code_faults(text: str) -> Iterator[str]:
    """Yield the codes of a header that Excel does not know, and sizes that a text ran into."""
    codes = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|.|$)', re.DOTALL)
    for match in codes.finditer(text):
        code = match[0][1:]
        if code.isdecimal() and (len(code) > 2 or not 0 < int(code) <= _LARGEST_FONT):
            yield f"size {code} in a header"
        elif not code or (code[0] not in _CODES and code[0] != '"' and not code.isdecimal()) or code == '"':
            yield f"code &{code} in a header"


def _iter_comment_faults(book: Book, sheet: Sheet) -> Iterator[str]:
    for part in book.related(sheet.part, "comments"):
        tree = book.trees[part]
        authors, comments = len(tree.findall(f"{M}authors/{M}author")), list(tree.iter(f"{M}comment"))
        yield from twice("comment", (one.get("ref") for one in comments))
        for one in comments:
            text = one.find(f"{M}text")
            if (
                read_area(one.get("ref", "")) is None
                or int(one.get("authorId", "0")) >= authors
                or text is None
            ):
                yield f"comment at {one.get('ref')}"
            if text is not None:
                yield from iter_string_faults(text)
        if not book.related(sheet.part, "vmlDrawing") or sheet.tree.find(f"{M}legacyDrawing") is None:
            yield "comments without their boxes"


def _iter_drawing_faults(tree: etree._Element) -> Iterator[str]:
    for anchor in tree.iter(f"{_XDR}twoCellAnchor", f"{_XDR}oneCellAnchor"):
        places = [
            tuple(int(corner.findtext(f"{_XDR}{key}") or 0) for key in ("row", "col"))
            for name in ("from", "to")
            if (corner := anchor.find(f"{_XDR}{name}")) is not None
        ]
        if any(row < 0 or column < 0 for row, column in places) or any(
            end < start for start, end in zip(places[0], places[-1], strict=True)
        ):
            yield f"drawing from {places}"
        if anchor.find(f"{_XDR}clientData") is None:
            yield "drawing without clientData"
