"""A value in, the content of a cell as Excel stores it out, and back as text."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from toolkit.books.package.markup import XML_SPACE, drop_attribute, escape_text, main, unescape_text

Value = str | Decimal | int | bool | None

_F, _V, _IS, _T, _PHONETIC = main("f"), main("v"), main("is"), main("t"), main("rPh")


def plain_text(string: etree._Element) -> str:
    """Give the text of a string item: its runs joined, furigana left out."""
    texts = [t for t in string.iter(_T) if _parent_tag(t) != _PHONETIC]
    return unescape_text("".join(t.text or "" for t in texts))


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else parent.tag


def to_stored(value: Value) -> tuple[str, str] | None:
    """Give the type (`t` of the cell) and the text for a value, None for an empty cell.

    ValueError for a text no cell can hold, and for NaN and infinity.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return "inlineStr", escape_text(value)
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    return "n", to_number(value)


def fill(cell: etree._Element, type_: str, text: str) -> None:
    """Put a stored value into an empty cell."""
    if type_ != "inlineStr":
        if type_ != "n":
            cell.set("t", type_)
        etree.SubElement(cell, _V).text = text
        return
    cell.set("t", type_)
    element = etree.SubElement(etree.SubElement(cell, _IS), _T)
    element.text = text
    if "\n" in text or text != text.strip():
        element.set(XML_SPACE, "preserve")


def needs_quote(value: Value) -> bool | None:
    """Tell whether the cell must be marked as text typed after an apostrophe; None: leave the mark."""
    if isinstance(value, str):
        return True if value[:1] in ("=", "+", "-", "@") else None
    return None if value is None else False


def to_number(value: Decimal | int) -> str:
    """Give a number as a cell stores it; ValueError for NaN and infinity."""
    if isinstance(value, int):
        return str(value)
    if not value.is_finite():
        raise ValueError(f"not a number: {value}")
    return format(value, "f")


def clear(cell: etree._Element) -> None:
    """Take value and formula out of a cell; its style stays."""
    drop_value(cell)
    for child in cell.findall(_F):
        cell.remove(child)
    # cm and vm tie the cell to a dynamic array or a picture in the cell; both go with the old content.
    for attribute in ("cm", "vm"):
        drop_attribute(cell, attribute)


def drop_value(cell: etree._Element) -> None:
    """Take the value out of a cell; its formula stays."""
    for child in [*cell.findall(_V), *cell.findall(_IS)]:
        cell.remove(child)
    drop_attribute(cell, "t")
