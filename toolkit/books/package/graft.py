"""A sheet of one book in, the same sheet with its look in another book out; the rest stays as it was."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from toolkit.books.package.content import fill, plain_text
from toolkit.books.package.markup import REL_ID, drop_attribute, ensure_child, main
from toolkit.books.package.package import Package, Sheet
from toolkit.books.package.parts import Parts, office_type
from toolkit.books.package.styles import style_list
from toolkit.model.errors import OfficeError

STYLES_ORDER = (  # noqa: SIM905 - as in markup
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
).split()
_LOOKS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_FIRST_CUSTOM = 164
_PRINTER = "printerSettings"


def graft_sheet(package: Package, source: Package, name: str) -> Sheet:
    """Add a sheet of `source` to the end of the tabs, without the set-up of the printer it was saved with.

    OfficeError where the sheet owns parts (pictures, comments, tables, links outside the book).
    """
    part = source.sheet(name).part
    if any(relation.kind != _PRINTER for relation in source.parts.relations(part)):
        what = "図、グラフ、コメント、テーブルなどのあるシートは、ほかのブックのシートと一冊につづれません。"
        raise OfficeError(what, "様式のそのシートから、図などを削除してください。", source.file, name)
    tree = deepcopy(source.parts.tree(part))
    for setup in tree.iter(main("pageSetup")):
        drop_attribute(setup, REL_ID)
    _write_texts(tree, source)
    _restyle(tree, styles_of(source), styles_of(package))
    parts, sheets = package.parts, package.parts.tree(package.book).find(main("sheets"))
    if sheets is None:
        raise ValueError("the book has no sheets")
    number = max(int(tab.get("sheetId", "0")) for tab in sheets) + 1
    target = parts.free_name("xl/worksheets/sheet1.xml")
    parts.put(target, tree, source.parts.content_type(part))
    relation = parts.relate(package.book, target, office_type("worksheet"))
    etree.SubElement(sheets, main("sheet"), {"name": name, "sheetId": str(number), REL_ID: relation})
    for element, scope in source.name_list.scopes():
        if scope == name:
            package.name_list.add_copy(element, element.get("name", ""), element.text or "", name)
    copy = package.sheet(name)
    copy.cached_refs |= source.sheet(name).cached_refs
    package.orders.add_sheet(name, source.orders)
    return copy


def styles_of(package: Package) -> etree._Element:
    """Give the style sheet of a book."""
    return package.parts.tree(_styles_part(package.parts, package.book))


def find_or_add(entries: etree._Element, entry: etree._Element) -> int:
    """Give the number of an entry of a list of the style sheet, added if no equal one is there."""
    wanted = _canonical(entry)
    for number, known in enumerate(entries):
        if _canonical(known) == wanted:
            return number
    entries.append(entry)
    entries.set("count", str(len(entries)))
    return len(entries) - 1


def _styles_part(parts: Parts, book: str) -> str:
    return parts.related(book, "styles") or "xl/styles.xml"


def _write_texts(tree: etree._Element, source: Package) -> None:
    """Let the cells hold their texts themselves: the other book has a list of its own."""
    strings = source.parts.related(source.book, "sharedStrings")
    for cell in tree.iter(main("c")):
        value = cell.find(main("v"))
        if cell.get("t") == "s" and value is not None and strings is not None:
            text = plain_text(source.parts.tree(strings)[int(value.text or "0")])
            cell.remove(value)
            drop_attribute(cell, "t")
            fill(cell, "inlineStr", text)


def _restyle(tree: etree._Element, old: etree._Element, new: etree._Element) -> None:
    """Give cells, rows and columns the numbers that their looks have in the other book."""
    numbers: dict[str, str] = {}
    for element in tree.iter(main("c"), main("row"), main("col")):
        attribute = "style" if element.tag == main("col") else "s"
        style = element.get(attribute)
        if style is not None:
            if style not in numbers:
                numbers[style] = str(_adopt(int(style), old, new))
            element.set(attribute, numbers[style])
    for element in tree.iter(main("c")):
        element.set("s", element.get("s") or str(_adopt(0, old, new)))
    for rule in tree.iter(main("cfRule")):
        if rule.get("dxfId") is not None:
            look = deepcopy(style_list(old, "dxfs")[int(rule.get("dxfId", "0"))])
            rule.set("dxfId", str(find_or_add(ensure_child(new, "dxfs", STYLES_ORDER), look)))


def _adopt(style: int, old: etree._Element, new: etree._Element) -> int:
    xf = deepcopy(style_list(old, "cellXfs")[style])
    if int(xf.get("numFmtId", "0")) >= _FIRST_CUSTOM:
        xf.set("numFmtId", _adopt_format(xf.get("numFmtId", ""), old, new))
    for attribute, kind in _LOOKS.items():
        entry = deepcopy(style_list(old, kind)[int(xf.get(attribute, "0"))])
        xf.set(attribute, str(find_or_add(style_list(new, kind), entry)))
        xf.set(f"apply{kind[:-1].capitalize()}", "1")
    xf.set("xfId", "0")
    return find_or_add(style_list(new, "cellXfs"), xf)


def _adopt_format(number: str, old: etree._Element, new: etree._Element) -> str:
    """Give the number that a format of numbers has in the other book, added if it is not there."""
    (code,) = (
        one.get("formatCode", "") for one in style_list(old, "numFmts") if one.get("numFmtId") == number
    )
    formats = ensure_child(new, "numFmts", STYLES_ORDER)
    for known in formats:
        if known.get("formatCode") == code:
            return known.get("numFmtId", "")
    taken = [int(known.get("numFmtId", "0")) for known in formats]
    free = str(max([_FIRST_CUSTOM - 1, *taken]) + 1)
    etree.SubElement(formats, main("numFmt"), numFmtId=free, formatCode=code)
    formats.set("count", str(len(formats)))
    return free


def _canonical(entry: etree._Element) -> bytes:
    return etree.tostring(entry, method="c14n", exclusive=True, with_tail=False)
