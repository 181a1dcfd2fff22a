"""The document properties of a package: title and custom texts in, traces of people and machines out."""

from __future__ import annotations

from lxml import etree

from toolkit.books.package.lengths import MAX_PROPERTY, one_line
from toolkit.books.package.markup import COMPATIBILITY, local_name, new_root
from toolkit.books.package.parts import Parts, office_type

_CORE = "docProps/core.xml"
_CORE_SPACE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_CUSTOM = "docProps/custom.xml"
_CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one set of custom properties Office shows

# Who saved last and when says nothing about a made book, and would differ from one making to the next.
_PERSONAL = {"lastModifiedBy", "modified", "lastPrinted", "revision"}
_TITLES = {"TitlesOfParts", "HeadingPairs"}  # a list of sheets that a program rebuilds on its next save


def set_title(parts: Parts, title: str) -> None:
    """Set the title of the book."""
    part = parts.related("", "core-properties")
    if part is None:
        part = _CORE
        parts.put(part, new_root(_CORE_SPACE, "coreProperties", dc=_DUBLIN), _CORE_TYPE)
        parts.relate("", part, _CORE_RELATION)
    tree = parts.tree(part)
    element = tree.find(f"{{{_DUBLIN}}}title")
    if element is None:
        element = etree.SubElement(tree, f"{{{_DUBLIN}}}title")
    element.text = title


def set_property(parts: Parts, name: str, text: str) -> None:
    """Set a custom document property as text, in place of one of this name."""
    part = parts.related("", "custom-properties")
    if part is None:
        part = _CUSTOM
        parts.put(part, new_root(_CUSTOM_SPACE, "Properties", vt=_VARIANT), _CUSTOM_TYPE)
        parts.relate("", part, office_type("custom-properties"))
    tree = parts.tree(part)
    found = next((e for e in tree if e.get("name", "").casefold() == name.casefold()), None)
    if found is None:
        number = max([1, *(int(e.get("pid", "0")) for e in tree)]) + 1
        found = etree.SubElement(
            tree, f"{{{_CUSTOM_SPACE}}}property", fmtid=_FORMAT_ID, pid=str(number), name=name
        )
    for old in list(found):
        found.remove(old)
    etree.SubElement(found, f"{{{_VARIANT}}}lpwstr").text = property_text(text)


def property_text(text: str) -> str:
    """Give as much of a text as a custom property holds, on one line."""
    return one_line(text, MAX_PROPERTY)


def strip_traces(parts: Parts, book: str) -> None:
    """Remove what tells of the person or machine that saved the template, and what its sheets outdate."""
    for kind, names in (("core-properties", _PERSONAL), ("extended-properties", _TITLES)):
        part = parts.related("", kind)
        if part is not None and part in parts:
            _remove(parts.tree(part), names)
    tree = parts.tree(book)
    for choice in tree.findall(f"{{{COMPATIBILITY}}}AlternateContent"):
        if any(local_name(element) == "absPath" for element in choice.iter()):
            tree.remove(choice)


def _remove(tree: etree._Element, names: set[str]) -> None:
    for element in list(tree):
        if local_name(element) in names:
            tree.remove(element)
