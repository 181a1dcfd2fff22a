"""A workbook many people have worked in, in; what it holds of their way of looking at it out, and dropped.

Custom views, sheet views and hidden names that point nowhere belong to no cell: a copied sheet would multiply
them, a removed one leave them pointing at nothing. What else is hidden stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from toolkit.books.package.markup import main, remove
from toolkit.books.package.name_list import NameList
from toolkit.books.package.parts import Parts, Relation
from toolkit.model.errors import OfficeError

SHEET_VIEW = "namedSheetView"
"""The kind of relation by which a sheet owns the views that several people made of it (シート ビュー)."""
_VIEW_NAME = re.compile(r"Z_[0-9A-F]{8}(_[0-9A-F]{4}){3}_[0-9A-F]{12}_\.wvu\.\w+", re.IGNORECASE)
_TRUE = ("1", "true")
_HARMLESS = "配るブックには入れないので、そのままで差し支えありません。"


class Leftovers(NamedTuple):
    """What is dropped: names with their sheet, elements of views, and relations to the views of sheets."""

    names: Sequence[tuple[etree._Element, str | None]]
    views: Sequence[etree._Element]
    sheet_views: Sequence[tuple[str, Relation]]


def find_leftovers(parts: Parts, book: str, sheets: Sequence[str], names: NameList) -> Leftovers:
    """Find them in the workbook part and the parts of its sheets."""
    views = list(parts.tree(book).iterfind(main("customWorkbookViews")))
    for part in sheets:
        if parts.mentions(part, [b"customSheetViews"]):
            views += parts.tree(part).iterfind(main("customSheetViews"))
    return Leftovers(
        [(element, scope) for element, scope in names.scopes() if is_leftover(element)],
        views,
        [(part, one) for part in sheets for one in parts.relations(part) if one.kind == SHEET_VIEW],
    )


def is_leftover(name: etree._Element) -> bool:
    """Tell whether a name is a custom view's, or hidden and points nowhere."""
    if name.get("hidden") not in _TRUE:
        return False
    return "#REF!" in (name.text or "") or _VIEW_NAME.fullmatch(name.get("name", "")) is not None


def drop_leftovers(found: Leftovers, parts: Parts) -> None:
    """Take out of the book what was found."""
    for element in (*(name for name, _ in found.names), *found.views):
        remove(element)
    for part, relation in found.sheet_views:
        parts.unrelate(part, relation.id)
        parts.drop(relation.target)


def iter_leftover_notes(found: Leftovers, file: str) -> Iterator[OfficeError]:
    """Yield a line for each kind of them, for the office to know."""
    dead = sum("#REF!" in (name.text or "") for name, _ in found.names)
    if dead:
        yield OfficeError(f"参照先のない隠れた名前が{dead}個あります。", _HARMLESS, file)
    if found.views:
        menu = "［表示］→［ユーザー設定のビュー］"
        yield OfficeError(f"ユーザー設定のビュー（{menu}）があります。", _HARMLESS, file)
    if found.sheet_views:
        yield OfficeError("シート ビュー（［表示］→［シート ビュー］）があります。", _HARMLESS, file)
