"""A value in, the content of a cell as Excel stores it out, and back as text."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from toolkit.books.markup import XML_SPACE, drop_attribute, escape_text, main, unescape_text

Value = str | Decimal | int | bool | None

_F, _V, _IS = main("f"), main("v"), main("is")


def plain_text(string: etree._Element) -> str:
    """Give the text of a string item: its runs joined, furigana left out."""
    texts = [t for t in string.iter(main("t")) if _parent_tag(t) != main("rPh")]
    return unescape_text("".join(t.text or "" for t in texts))


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else parent.tag


def to_content(value: Value) -> tuple[str, etree._Element] | None:
    """Give the cell type and the child element for a value, None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        inline = etree.Element(_IS)
        text = etree.SubElement(inline, main("t"))
        text.text = escape_text(value)
        if text.text != text.text.strip() or "\n" in text.text:
            text.set(XML_SPACE, "preserve")
        return "inlineStr", inline
    child = etree.Element(_V)
    if isinstance(value, bool):
        child.text = "1" if value else "0"
        return "b", child
    child.text = to_number(value)
    return "", child


def needs_quote(value: Value) -> bool | None:
    """Tell whether the cell must be marked as text typed after an apostrophe; None: leave the mark."""
    if isinstance(value, str):
        return True if value[:1] in ("=", "+", "-", "@") else None
    return None if value is None else False


def to_number(value: Decimal | int) -> str:
    """Give a number as a cell stores it; ValueError for NaN and infinity."""
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"not a number: {value}")
    return format(number, "f")


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
