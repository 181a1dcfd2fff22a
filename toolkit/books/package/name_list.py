"""The tree of a workbook part in, its defined names out: read, set, and kept with their sheets."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from toolkit.books.package.formulas import mentions_sheet
from toolkit.books.package.markup import WORKBOOK_ORDER, ensure_child, main, remove
from toolkit.books.package.names import DefinedName
from toolkit.books.package.references import Rewrite
from toolkit.model.errors import UnreadableBook

_NAME, _SHEET = main("definedName"), main("sheet")


class NameList:
    """The defined names of one book. A name of a sheet knows it by the place of its tab."""

    def __init__(self, tree: etree._Element) -> None:
        """Take the tree of the workbook part, tabs and names alike."""
        self._tree = tree

    def all(self) -> list[DefinedName]:
        """Give every name in the order of the book."""
        return [
            DefinedName(_name(element), scope, element.text or "", element.get("hidden") in ("1", "true"))
            for element, scope in self.scopes()
        ]

    def set(self, name: str, text: str, sheet: str | None) -> None:
        """Add or replace a name of a sheet, or of the whole book."""
        self.delete(name, sheet)
        names = ensure_child(self._tree, "definedNames", WORKBOOK_ORDER)
        element = etree.SubElement(names, _NAME, name=name)
        if sheet is not None:
            element.set("localSheetId", str(self._tabs().index(sheet)))
        element.text = text

    def delete(self, name: str, sheet: str | None) -> None:
        """Delete a name of a sheet, or of the whole book; nothing happens if there is none."""
        for element, scope in self.scopes():
            if _name(element).casefold() == name.casefold() and scope == sheet:
                remove(element)

    def add_copy(self, element: etree._Element, name: str, text: str, sheet: str) -> None:
        """Give a sheet a name like another; the caller knows that the sheet has none so called."""
        copy = deepcopy(element)
        copy.set("name", name)
        copy.set("localSheetId", str(self._tabs().index(sheet)))
        copy.text = text
        ensure_child(self._tree, "definedNames", WORKBOOK_ORDER).append(copy)

    def remove(self, element: etree._Element) -> None:
        """Remove a name by its element."""
        remove(element)

    def delete_all_of(self, sheet: str) -> None:
        """Delete the names of a sheet, and those of the whole book that point at it."""
        for element, scope in self.scopes():
            if scope == sheet or (scope is None and mentions_sheet(element.text or "", sheet)):
                remove(element)

    def copy(self, source: str, target: str, rewrite: Rewrite) -> None:
        """Give the target the names of the source, and as its own those of the book that point at it."""
        tabs = self._tabs()
        index, own, wide = str(tabs.index(source)), [], []
        for element in self._tree.iter(_NAME):
            local = element.get("localSheetId")
            if local == index:
                own.append(element)
            elif local is None and mentions_sheet(element.text or "", source):
                wide.append(element)
        words = {_name(element).casefold() for element in own}
        own += [element for element in wide if _name(element).casefold() not in words]
        if not own:
            return
        names = ensure_child(self._tree, "definedNames", WORKBOOK_ORDER)
        place = str(tabs.index(target))
        for element in own:
            copy = deepcopy(element)
            copy.set("localSheetId", place)
            copy.text = rewrite(element.text or "")
            names.append(copy)

    def scopes(self) -> list[tuple[etree._Element, str | None]]:
        """Give each name's element with its sheet, to be set again after the tabs have changed."""
        tabs, found = self._tabs(), []
        for element in self._tree.iter(_NAME):
            index = element.get("localSheetId")
            if index is not None and int(index) >= len(tabs):
                raise UnreadableBook("damaged", f"（名前「{_name(element)}」の範囲）")
            found.append((element, None if index is None else tabs[int(index)]))
        return found

    def set_scopes(self, scopes: list[tuple[etree._Element, str | None]]) -> None:
        """Number the sheets of the names anew after the tabs have changed."""
        order = {name: str(index) for index, name in enumerate(self._tabs())}
        for element, sheet in scopes:
            if sheet is not None:
                element.set("localSheetId", order[sheet])

    def _tabs(self) -> list[str]:
        return [element.get("name", "") for element in self._tree.iterfind(f"{main('sheets')}/{_SHEET}")]


def _name(element: etree._Element) -> str:
    return element.get("name", "")
