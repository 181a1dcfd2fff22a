"""The bytes of a part in, its tree out, without what nobody reads.

Half of the time to read a workbook goes into parsing. What is not read is cut out of the bytes beforehand,
whole elements each; the rest must be well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from toolkit.books.guard.bounds import has_markup
from toolkit.books.package.markup import parse
from toolkit.books.package.parts import Parts
from toolkit.model.errors import UnreadableBook

_BLANK_CELL = re.compile(rb'<c r="[^<>/]*+/>')
_CELL_WITHOUT_ADDRESS = re.compile(rb'<c(?! r=")[ />]')
_BETWEEN_RUNS = b'</t></r><r><t xml:space="preserve">'


def read_tree(package: Parts, part: str, lighten: Callable[[bytes], bytes] = bytes) -> etree._Element:
    """Give the tree of what `lighten` leaves of a part; UnreadableBook where it is missing or no XML."""
    if part not in package:
        raise lacking(part)
    xml = lighten(package.data(part))
    if has_markup(xml, b"<!"):  # a comment or CDATA could hold what looks like an element
        xml = package.data(part)
    try:
        tree = parse(xml)
    except etree.XMLSyntaxError as error:
        raise malformed(part) from error
    if next(tree.iter(etree.Comment, etree.ProcessingInstruction), None) is not None:
        etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)  # they cut a value in two
    return tree


def lacking(part: str) -> UnreadableBook:
    """Say that a part is missing."""
    return UnreadableBook("damaged", f"（部品{part}がありません）")


def malformed(part: str) -> UnreadableBook:
    """Say that a part is no XML."""
    return UnreadableBook("damaged", f"（部品{part}のXML）")


def namespace_of(tree: etree._Element) -> str:
    """Give `{namespace}` of a tree's root: the strict variant of the format has another one."""
    return tree.tag[: tree.tag.find("}") + 1]


def without_blank_cells(xml: bytes) -> bytes:
    """Drop the cells that hold only a style: nine of ten in a bordered form, and most of the time to parse.

    Only where every cell states its address, else the cells after a dropped one would move.
    """
    return xml if _CELL_WITHOUT_ADDRESS.search(xml) else _BLANK_CELL.sub(b"", xml)


def without_run_formats(xml: bytes) -> bytes:
    """Drop fonts and colours inside texts: LibreOffice gives every change of script its own.

    The runs of a text that are then alike become one.
    """
    head, *runs = xml.split(b"<rPr>")
    plain = head + b"".join(run.partition(b"</rPr>")[2] for run in runs)
    # "\r" and "\n", and "]]" and ">", mean something else where they meet.
    return plain if b"\r" in plain or b"]]" in plain else plain.replace(_BETWEEN_RUNS, b"")
