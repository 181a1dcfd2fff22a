"""Bytes of an XML part in, a tree out, and back; the namespaces of a workbook and the order Excel demands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from toolkit.books.package.lengths import MAX_TEXT, cut, units

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REL_ID = f"{{{RELATIONS}}}id"

# The children of <worksheet> stand in this order (ECMA-376 18.3.1.99), or Excel "repairs" the file.
WORKSHEET_ORDER = (  # noqa: SIM905 - forty lines otherwise
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF drawingHF picture oleObjects AlternateContent controls webPublishItems tableParts extLst"
).split()
WORKBOOK_ORDER = (  # noqa: SIM905 - as above
    "fileVersion fileSharing workbookPr AlternateContent workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes "
    "webPublishing fileRecoveryPr webPublishObjects extLst"
).split()

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML 1.0 cannot carry, plus the control characters Excel itself never stores as such.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def main(tag: str) -> str:
    """Give a tag of the main spreadsheet namespace."""
    return f"{{{MAIN}}}{tag}"


def parse(data: bytes) -> etree._Element:
    """Give the tree of a part; entities stay unresolved, nothing is fetched."""
    return etree.fromstring(data, _PARSER)


def new_root(namespace: str, name: str, **prefixes: str) -> etree._Element:
    """Give the root of a new part with this namespace as its default one."""
    others = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in prefixes.items())
    return parse(f'<{name} xmlns="{namespace}"{others}/>'.encode())


def serialize(tree: etree._Element) -> bytes:
    """Give the bytes of a part as Excel writes it: UTF-8, standalone."""
    return _DECLARATION + etree.tostring(tree, encoding="UTF-8", xml_declaration=False)


def local_name(element: etree._Element) -> str:
    """Give the tag without its namespace, "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def iter_elements(tree: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements with one of these local names, whatever their namespace, in document order."""
    yield from tree.iter(*("{*}" + name for name in names))


def drop_attribute(element: etree._Element, name: str) -> None:
    """Remove an attribute if it is there."""
    if name in element.attrib:
        del element.attrib[name]


def ensure_child(parent: etree._Element, name: str, order: list[str]) -> etree._Element:
    """Give the child of this name, made in its place of the order if it is missing."""
    child = parent.find(main(name))
    if child is not None:
        return child
    later = set(order[order.index(name) + 1 :])
    child = etree.Element(main(name))
    for position, sibling in enumerate(parent):
        if local_name(sibling) in later:
            parent.insert(position, child)
            return child
    parent.append(child)
    return child


def escape_text(text: str) -> str:
    """Give the text as a cell stores it.

    Excel reads `_x000D_` as a character, so a text that holds such a thing gets its first `_` escaped.
    CR LF becomes LF, the line break of a cell. ValueError for control characters and over-long text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = FORBIDDEN.search(text)
    if bad:
        raise ValueError(f"control character U+{ord(bad[0]):04X}")
    if units(text) > MAX_TEXT:
        raise ValueError(f"{units(text)} characters, a cell holds {MAX_TEXT}")
    return _TO_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def cell_text(text: str) -> str:
    """Give as much of a text as a cell can hold: what a department sent may be anything."""
    return cut(clean(text), MAX_TEXT)


def unescape_text(text: str) -> str:
    """Give the text a reader sees: `_x000D_` is a character, `_x005F_` an underscore."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def clean(text: str) -> str:
    """Give a text without what no cell can hold; a vertical tab, the line break of Word, breaks the line."""
    return FORBIDDEN.sub("", text.replace("\x0b", "\n"))


def remove(element: etree._Element) -> None:
    """Remove an element, and a list or extension that held nothing else: Excel refuses an empty one."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if len(holder) == 0 and holder.getparent() is not None:
        remove(holder)
    elif holder.get("count"):
        holder.set("count", str(len(holder)))
