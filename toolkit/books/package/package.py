"""An official .xlsx in, the same workbook with sheets copied and cells written out; nothing else is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from lxml import etree

from toolkit.books.guard.bounds import read_parts
from toolkit.books.package import clone, meant, properties
from toolkit.books.package.leftovers import Leftovers, drop_leftovers, find_leftovers
from toolkit.books.package.markup import (
    REL_ID,
    WORKBOOK_ORDER,
    WORKSHEET_ORDER,
    drop_attribute,
    ensure_child,
    main,
)
from toolkit.books.package.name_list import NameList
from toolkit.books.package.names import DefinedName
from toolkit.books.package.parts import Parts, office_type, write_parts
from toolkit.books.package.references import repoint, rewriter
from toolkit.books.package.sheet import Sheet
from toolkit.books.package.sheet_names import why_no_sheet_name
from toolkit.books.package.styles import Styles
from toolkit.model.errors import OfficeError

__all__ = ["DefinedName", "Package", "Sheet"]

_SHEET = main("sheet")
_ESCAPED = re.compile("[&<>\"']")
"""What of a sheet's name stands otherwise in a part's bytes."""


class Package:
    """A workbook as its parts. What is not asked to change is saved byte for byte."""

    def __init__(self, parts: Parts, path: Path = Path()) -> None:
        """Take the parts of a workbook, read from `path`. OfficeError for the Strict format."""
        self.parts = parts
        self.file = path.name
        self.orders = meant.Orders(path)
        """What the book was asked to become, for the proof."""
        self.book = parts.related("", "officeDocument") or "xl/workbook.xml"
        """The name of the workbook part."""
        self._tree = parts.tree(self.book)
        if self._tree.tag != main("workbook"):
            raise OfficeError(
                "「Strict Open XML」の形式で保存されています。",
                "Excelで開き、ファイルの種類を「Excel ブック (*.xlsx)」にして保存し直してください。",
                self.file,
            )
        self._styles = Styles(parts.tree(parts.related(self.book, "styles") or "xl/styles.xml"))
        self._sheets: dict[str, Sheet] = {}
        self.name_list = NameList(self._tree)
        self._is_swept = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a workbook; UnreadableBook if the file is none, or may not be trusted."""
        return cls(Parts(read_parts(path)), path)

    # ---- sheets

    def sheet_names(self) -> list[str]:
        """Give the names of the sheets in tab order."""
        return [element.get("name", "") for element in self._sheet_elements()]

    def sheet(self, name: str) -> Sheet:
        """Give the sheet of this name; OfficeError if there is none, or it has no cells."""
        part = self._part(name)
        if not self._is_worksheet(part):
            raise OfficeError(
                f"「{name}」はセルのないシート（グラフシートなど）です。",
                "表のシートを選んでください。",
                self.file,
            )
        if part not in self._sheets:
            self._sheets[part] = Sheet(self._true_name(name), part, self.parts, self._styles, self.orders)
        return self._sheets[part]

    def tabs(self) -> list[tuple[etree._Element, str]]:
        """Give each sheet's element of the workbook with its part, in tab order."""
        parts = {relation.id: relation.target for relation in self.parts.relations(self.book)}
        return [(element, parts[element.get(REL_ID, "")]) for element in self._sheet_elements()]

    def find_obstacles(self, source: str) -> list[OfficeError]:
        """Give every reason why `clone_sheet` would refuse this sheet, each with its mend."""
        return clone.find_obstacles(self.parts, self.book, self._part(source), source)

    def clone_sheet(self, source: str, name: str) -> Sheet:
        """Copy a sheet with all it owns to the end of the tabs.

        Its formulas, names, charts and links that point at the source point at the copy; a workbook-wide
        name that points at the source becomes a name of the copy alone. OfficeError for what cannot be.
        """
        self.drop_leftovers()
        origin = self.sheet(source)
        obstacles = self.find_obstacles(source)
        if obstacles:
            raise obstacles[0]
        self._check_name(name)
        source = origin.name
        names = (element.get("name", "") for element in self._tree.iter(main("definedName")))
        part, rewrite = clone.copy_sheet(self.parts, origin.part, source, name, names)
        number = max(int(element.get("sheetId", "0")) for element in self._sheet_elements()) + 1
        attributes = {
            "name": name,
            "sheetId": str(number),
            REL_ID: self.parts.relate(self.book, part, office_type("worksheet")),
        }
        etree.SubElement(self._required("sheets"), _SHEET, attributes)
        self.name_list.copy(source, name, rewrite)
        copy = self.sheet(name)
        copy.cached_refs |= origin.cached_refs
        self.orders.add(meant.clone, source, name, rewrite)
        return copy

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet with all it owns and every name that points at it; other formulas get `#REF!`."""
        self.drop_leftovers()
        element = self._element(name)
        shown = [
            e for e in self._sheet_elements() if e is not element and e.get("state", "visible") == "visible"
        ]
        if not shown:
            raise ValueError(f"{name}: a book needs a visible sheet")
        name, part = element.get("name", ""), self._part(name)
        self.name_list.delete_all_of(name)
        scopes = self.name_list.scopes()
        for owned in [*clone.owned_parts(self.parts, part), part]:
            self.parts.drop(owned)
        self.parts.unrelate(self.book, element.get(REL_ID, ""))
        self._required("sheets").remove(element)
        self._sheets.pop(part, None)
        self.name_list.set_scopes(scopes)
        self._repoint_all(name, None)
        self.orders.add(meant.remove, name)
        self.select_first_sheet()

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a sheet; formulas, names, print areas, charts and links follow."""
        element = self._element(old)
        old = element.get("name", "")
        if old.casefold() != new.casefold():
            self._check_name(new)
        element.set("name", new)
        part = self._part(new)
        if part in self._sheets:
            self._sheets[part].name = new
        self._repoint_all(old, new)
        self.orders.add(meant.rename, old, new)

    def move_sheet(self, name: str, index: int) -> None:
        """Move a sheet's tab; index 0 is the first."""
        scopes, sheets, element = self.name_list.scopes(), self._required("sheets"), self._element(name)
        sheets.remove(element)
        sheets.insert(index, element)
        self.name_list.set_scopes(scopes)
        self.select_first_sheet()

    def select_first_sheet(self) -> None:
        """Let the book open on its first visible sheet, and have only that one selected.

        With several selected, Excel is in group mode: one keystroke writes into every sheet.
        """
        tabs = self.tabs()
        first = next(i for i, (tab, _) in enumerate(tabs) if tab.get("state", "visible") == "visible")
        windows = self._required("bookViews")
        if not len(windows):
            etree.SubElement(windows, main("workbookView"))
        for window in windows:
            window.set("activeTab", str(first))
            drop_attribute(window, "firstSheet")
        for _, part in tabs:
            if self.parts.mentions(part, [b"tabSelected"]):
                for view in self.parts.tree(part).iter(main("sheetView")):
                    drop_attribute(view, "tabSelected")
        views = ensure_child(self.parts.tree(tabs[first][1]), "sheetViews", WORKSHEET_ORDER)
        if not len(views):
            etree.SubElement(views, main("sheetView"), workbookViewId="0")
        for view in views.iterchildren(main("sheetView")):
            view.set("tabSelected", "1")

    def leftovers(self) -> Leftovers:
        """Give what the book holds of people's ways of looking at it, and hidden names that point nowhere."""
        return find_leftovers(self.parts, self.book, [part for _, part in self.tabs()], self.name_list)

    def drop_leftovers(self) -> None:
        """Drop them before sheets are copied, removed or moved; once is enough for a book."""
        if not self._is_swept:
            found = self.leftovers()
            for element, scope in found.names:
                self.orders.add(meant.delete_name, element.get("name", ""), scope)
            drop_leftovers(found, self.parts)
            self._is_swept = True

    def expand_shared_formulas_of(self, part: str) -> None:
        """Write the formulas of a sheet's part out cell by cell; a sheet without cells has none."""
        if self._is_worksheet(part) and self.parts.mentions(part, [b"shared"]):
            name = next(tab.get("name", "") for tab, own in self.tabs() if own == part)
            self.sheet(name).expand_shared_formulas()

    # ---- names

    def names(self) -> list[DefinedName]:
        """Give the defined names; `sheet` is None for a name of the whole workbook."""
        return self.name_list.all()

    def set_name(self, name: str, text: str, sheet: str | None = None) -> None:
        """Add or replace a defined name; `text` without `=`, e.g. `'様式'!$C$8` or `"R6-002"`."""
        scope = None if sheet is None else self._true_name(sheet)
        self.name_list.set(name, text, scope)
        self.orders.add(meant.set_name, name, text, scope)

    def delete_name(self, name: str, sheet: str | None = None) -> None:
        """Delete a defined name of a sheet, or of the workbook; nothing happens if there is none."""
        scope = None if sheet is None else self._true_name(sheet)
        self.name_list.delete(name, scope)
        self.orders.add(meant.delete_name, name, scope)

    # ---- the book

    def set_property(self, name: str, text: str) -> None:
        """Set a custom document property as text."""
        properties.set_property(self.parts, name, text)

    def set_title(self, title: str) -> None:
        """Set the title in the document properties."""
        properties.set_title(self.parts, title)

    def save(self, path: Path) -> None:
        """Write the book, the same bytes each time; an old file stays until the new one is whole."""
        self._settle()
        write_parts(self.parts, path)

    # ---- inside

    def _settle(self) -> None:
        """Bring into order what hangs on the cells: stale results, calculation chain, traces of people."""
        if any(sheet.written for sheet in self._sheets.values()):
            for tab, part in self.tabs():
                if self.parts.mentions(part, [b"<f", b":f>"]) and self._is_worksheet(part):
                    self.sheet(tab.get("name", "")).drop_stale_results()
            ensure_child(self._tree, "calcPr", WORKBOOK_ORDER).set("fullCalcOnLoad", "1")
        chain = next((r for r in self.parts.relations(self.book) if r.kind == "calcChain"), None)
        if chain is not None:
            self.parts.drop(chain.target)
            self.parts.unrelate(self.book, chain.id)
        properties.strip_traces(self.parts, self.book)

    def _sheet_elements(self) -> list[etree._Element]:
        return list(self._required("sheets").iterchildren(_SHEET))

    def _element(self, name: str) -> etree._Element:
        for element in self._sheet_elements():
            if element.get("name", "").casefold() == name.casefold():
                return element
        raise OfficeError(
            f"シート「{name}」がありません。",
            f"シート名を確かめてください（あるシート: {'、'.join(self.sheet_names())}）。",
            self.file,
        )

    def _part(self, name: str) -> str:
        element = self._element(name)
        return next(part for tab, part in self.tabs() if tab is element)

    def _is_worksheet(self, part: str) -> bool:
        return self.parts.tree(part).tag == main("worksheet")

    def _true_name(self, name: str) -> str:
        return self._element(name).get("name", "")

    def _required(self, name: str) -> etree._Element:
        return ensure_child(self._tree, name, WORKBOOK_ORDER)

    def _check_name(self, name: str) -> None:
        if what := why_no_sheet_name(name, self.sheet_names()):
            raise OfficeError(what, "シート名のもとになる番号や名称を直してください。", self.file)

    def _repoint_all(self, old: str, new: str | None) -> None:
        rewrite = rewriter({old.casefold(): new})
        repoint(self.parts, self.book, rewrite)
        words = [max(_ESCAPED.split(old), key=len).encode()]
        for _, part in self.tabs():
            for owned in [part, *clone.owned_parts(self.parts, part)]:
                if self.parts.mentions(owned, words):
                    repoint(self.parts, owned, rewrite)
