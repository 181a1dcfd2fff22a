"""The parts of a workbook in, what is wrong with the package out: zip, content types, relationships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.books.lint.book import Book, R, out_of_order, twice, units

_TYPE_OF = {
    "worksheet": "worksheet+xml",
    "styles": "styles+xml",
    "sharedStrings": "sharedStrings+xml",
    "drawing": "drawing+xml",
    "chart": "chart",
    "comments": "comments+xml",
    "table": "table+xml",
    "theme": "theme+xml",
    "vmlDrawing": "vmlDrawing",
    "officeDocument": "sheet.main+xml",
}
"""What the content type of a part must hold, by the kind of relationship that leads to it."""
_ONCE = ("styles", "sharedStrings", "theme", "calcChain")
_LONGEST_ADDRESS = 2079
_BAD_ADDRESS = re.compile(r'[\s<>"{}|^`]|%(?![0-9A-Fa-f]{2})')
_ID = re.compile(r"[A-Za-z_][\w.-]*")
_TYPES = "[Content_Types].xml"
_VT = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_LONGEST_PROPERTY = 255
_WORKBOOK = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes "
    "webPublishing fileRecoveryPr webPublishObjects extLst"
)


def iter_package_faults(book: Book) -> Iterator[str]:
    """Yield what is wrong with the parts and what ties them together."""
    yield from book.broken
    yield from twice("zip entry", (one.filename.casefold() for one in book.entries))
    for one in book.entries:
        if "\\" in one.filename or one.filename.startswith("/") or "//" in one.filename:
            yield f"zip entry named {one.filename}"
        if one.compress_type not in (0, 8) or one.flag_bits & 1:
            yield f"zip entry packed otherwise: {one.filename}"
        if b"<!DOCTYPE" in book.parts[one.filename][:500]:
            yield f"DOCTYPE in {one.filename}"
    yield from _iter_type_faults(book)
    yield from _iter_relation_faults(book)
    yield from _iter_property_faults(book)
    yield from out_of_order(book.workbook, _WORKBOOK)


def _iter_type_faults(book: Book) -> Iterator[str]:
    elements = list(book.trees[_TYPES])
    overrides = [
        (one.get("PartName", ""), one.get("ContentType", "")) for one in elements if one.get("PartName")
    ]
    defaults = [(one.get("Extension", "").lower(), one.get("ContentType", "")) for one in elements]
    yield from twice("content type of", (name.casefold() for name, _ in overrides))
    yield from twice("content type of", (name for name, _ in defaults if name))
    known = {name.casefold() for name in book.parts}
    for name, _ in overrides:
        if not name.startswith("/") or name[1:].casefold() not in known:
            yield f"content type without part: {name}"
    types = {name[1:].casefold(): type_ for name, type_ in overrides}
    for name in book.parts:
        ending = dict(defaults).get(name.rpartition(".")[2].lower())
        if name != _TYPES and not types.get(name.casefold(), ending):
            yield f"part without content type: {name}"
    for source, relations in book.relations.items():
        for one in relations.values():
            wanted = _TYPE_OF.get(one.kind)
            ending = dict(defaults).get(one.target.rpartition(".")[2].lower(), "")
            if wanted and not one.external and wanted not in types.get(one.target.casefold(), ending):
                yield f"{source or 'the book'}: {one.kind} is no {wanted}: {one.target}"


def _iter_relation_faults(book: Book) -> Iterator[str]:
    for name, tree in book.trees.items():
        if name.endswith(".rels"):
            yield from twice(f"relationship of {name}", (one.get("Id") for one in tree))
            yield from (f"id {id_} in {name}" for one in tree if not _ID.fullmatch(id_ := one.get("Id", "")))
    roots = [one for one in book.relations.get("", {}).values() if one.kind == "officeDocument"]
    if len(roots) != 1:
        yield f"{len(roots)} workbooks in the book"
    kinds = [one.kind for one in book.relations.get(book.workbook_part, {}).values()]
    yield from (f"{kind} twice" for kind in _ONCE if kinds.count(kind) > 1)
    yield from _iter_target_faults(book)
    for name, tree in book.trees.items():
        known = book.relations.get(name, {})
        for element in tree.iter("{*}*"):
            for key, value in element.attrib.items():
                if str(key).startswith(R) and value and value not in known:
                    yield f"{name} names {value!r}, and has no such relationship"


def _iter_target_faults(book: Book) -> Iterator[str]:
    for source, relations in book.relations.items():
        if source and source not in book.parts:
            yield f"relationships of no part: {source}"
        for id_, one in relations.items():
            if not one.external and one.target not in book.parts:
                yield f"{source} {id_} leads nowhere: {one.target}"
            if one.external and (units(one.target) > _LONGEST_ADDRESS or _BAD_ADDRESS.search(one.target)):
                yield f"{source} {id_} has no address: {one.target}"
            if one.external and one.target.count("#") > 1:
                yield f"{source} {id_} has # twice: {one.target}"


def _iter_property_faults(book: Book) -> Iterator[str]:
    app = book.trees.get("docProps/app.xml")
    for vector in app.iter(f"{_VT}vector") if app is not None else ():
        if vector.get("size") != str(len(vector)):
            yield f"docProps/app.xml: {vector.get('size')} of {len(vector)}"
    core = book.trees.get("docProps/core.xml")
    yield from twice(
        "property", (one.tag for one in core if isinstance(one.tag, str)) if core is not None else ()
    )
    custom = book.trees.get("docProps/custom.xml")
    own = list(custom) if custom is not None else []
    yield from twice("custom property", (one.get("name", "").casefold() for one in own))
    yield from twice("custom property number", (one.get("pid") for one in own))
    for one in own:
        if int(one.get("pid", "0")) < 2 or any(units(value.text or "") > _LONGEST_PROPERTY for value in one):
            yield f"custom property {one.get('name')}"
