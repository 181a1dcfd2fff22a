"""One sheet of a package: values, locks, merges, heights, links in; its patched tree out, styles kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from lxml import etree

from toolkit.books.package import meant, validations
from toolkit.books.package.cells import Grid
from toolkit.books.package.content import (
    Value,
    clear,
    drop_value,
    fill,
    needs_quote,
    plain_text,
    to_number,
    to_stored,
)
from toolkit.books.package.formulas import shift
from toolkit.books.package.lengths import HIGHEST_ROW, MAX_TIP, cut
from toolkit.books.package.markup import (
    REL_ID,
    WORKSHEET_ORDER,
    ensure_child,
    escape_text,
    main,
    unescape_text,
)
from toolkit.books.package.parts import Parts
from toolkit.books.package.refs import Box, bounds, from_ref, iter_refs, quote_sheet, to_area
from toolkit.books.package.styles import StyleChange, Styles, TextLook
from toolkit.model.errors import OfficeError

_DEFAULT_HEIGHT = 15.0  # points, where the sheet does not tell
_DEFAULT_WIDTH = 9.0  # characters, as MS P Gothic 11 shows them
_F, _V, _IS = main("f"), main("v"), main("is")


class Sheet:
    """The cells of one sheet. Addresses are A1 text; what is written keeps the cell's look."""

    def __init__(self, name: str, part: str, parts: Parts, styles: Styles, orders: meant.Orders) -> None:
        """Take the part of the sheet; `styles` and `orders` are those of the book."""
        self.name = name
        self._orders = orders
        self.part = part
        self._parts = parts
        self._styles = styles
        self._tree = parts.tree(part)
        self._grid = Grid(self._tree)
        self.cached_refs: set[str] = set()  # formulas whose result Python has set
        self.written = False

    # ---- values

    def write(self, ref: str, value: Value, *, number_format: str | None = None) -> None:
        """Put a value into a cell, in place of its value or formula; None empties it.

        The cell keeps its style, save for `number_format` if given. ValueError names the cell where a text
        cannot be stored; OfficeError where the cell is a piece of a matrix formula.
        """
        self._refuse_matrix_piece(ref)
        try:
            stored = to_stored(value)
        except ValueError as error:
            raise ValueError(f"{self.name}!{ref}: {error}") from error
        cell = self._grid.cell(ref)
        if len(cell):
            self._expand_shared(cell)
            clear(cell)
            self.cached_refs.discard(cell.get("r", ""))
        if stored is not None:
            fill(cell, *stored)
        quote = needs_quote(value)
        if number_format is not None or quote is not None:
            self._restyle(cell, StyleChange(number_format=number_format, quote_prefix=quote))
        self.written = True
        self._orders.add(meant.put, self.name, _plain(ref), value)

    def write_cached(self, ref: str, value: str | Decimal | int | None) -> None:
        """Set what a formula's cell shows until a program calculates; None leaves nothing to show.

        ValueError if the cell holds no formula.
        """
        ref = _plain(ref)
        cell = self._grid.find_cell(ref)
        if cell is None or cell.find(_F) is None:
            raise ValueError(f"{self.name}!{ref}: no formula")
        drop_value(cell)
        if isinstance(value, str):
            cell.set("t", "str")
            etree.SubElement(cell, _V).text = escape_text(value)
        elif value is not None:
            etree.SubElement(cell, _V).text = to_number(value)
        self.cached_refs.add(ref)
        self.written = True
        self._orders.add(meant.show, self.name, ref, value)

    def text(self, ref: str) -> str:
        """Give the cell's text: strings whole, numbers as stored, a formula's result, "" if blank."""
        cell = self._grid.find_cell(_plain(ref))
        if cell is None:
            return ""
        if cell.get("t") == "inlineStr":
            inline = cell.find(_IS)
            return "" if inline is None else plain_text(inline)
        value = cell.findtext(_V) or ""
        if cell.get("t") == "s" and value:
            return self._shared_string(int(value))
        if cell.get("t") == "b":
            return "TRUE" if value == "1" else "FALSE"
        return unescape_text(value)

    def has_formula(self, ref: str) -> bool:
        """Tell whether the cell holds a formula."""
        cell = self._grid.find_cell(_plain(ref))
        return cell is not None and cell.find(_F) is not None

    def name_cells(self) -> None:
        """Give every cell its address where a writer left it out."""
        self._grid.name_cells()

    def expand_shared_formulas(self) -> None:
        """Write every formula out in its own cell."""
        for formula in list(self._tree.iter(_F)):
            cell = formula.getparent()
            if formula.get("t") == "shared" and cell is not None:
                self._expand_shared(cell)

    def reload(self, cached_refs: set[str]) -> None:
        """Find the cells anew after rows have moved; `cached_refs` are the formulas whose result was set."""
        self._grid = Grid(self._tree)
        self.__dict__.pop("_matrices", None)
        self.cached_refs = cached_refs
        self.written = True

    def drop_stale_results(self) -> None:
        """Take the stored result from every formula whose result nobody set with `write_cached`.

        After a value has changed, a program that does not calculate would show the old result.
        """
        for formula in self._tree.iter(_F):
            cell = formula.getparent()
            if cell is None or cell.get("r") in self.cached_refs:
                continue
            drop_value(cell)
            for ref in iter_refs(formula.get("ref", "A1")) if formula.get("t") == "array" else ():
                piece = self._grid.find_cell(ref)
                if piece is not None:
                    drop_value(piece)

    # ---- locks and looks

    def set_locked(self, refs: Iterable[str], locked: bool) -> None:
        """Lock or open cells (addresses or areas) under the sheet's protection."""
        areas = list(refs)
        for area in areas:
            for ref in iter_refs(area):
                self._restyle(self._grid.cell(ref), StyleChange(locked=locked))
        self._orders.add(meant.lock, self.name, areas, locked)

    def protect(self) -> None:
        """Put the sheet under protection without a password, unless it already is; rows may be resized."""
        protection = ensure_child(self._tree, "sheetProtection", WORKSHEET_ORDER)
        if not protection.attrib:
            protection.attrib.update({"objects": "1", "scenarios": "1", "formatRows": "0"})
        protection.set("sheet", "1")
        self._orders.add(meant.protect, self.name)

    def lock_all(self) -> None:
        """Lock every cell the sheet holds."""
        for cell in self._tree.iter(main("c")):
            self._restyle(cell, StyleChange(locked=True))
        self._orders.add(meant.lock_all, self.name)

    def is_locked(self, ref: str) -> bool:
        """Tell whether the cell is locked under the sheet's protection."""
        return self._styles.is_locked(self._style(ref))

    def label(self, area: str, text: str, points: float) -> None:
        """Show a text in a cell or a merged area, small, red on yellow, in place of what stands there."""
        style = str(self._styles.label(points))
        for ref in iter_refs(area):
            self.write(ref, None)
            self._grid.cell(ref).set("s", style)
        self.write(next(iter_refs(area)), text)

    def look(self, ref: str) -> TextLook:
        """Give how the cell shows a text: its size, whether its lines break, whether it stands upright."""
        return self._styles.text_look(self._style(ref))

    def row_height(self, row: int) -> float:
        """Give a row's height in points, as it is when shown."""
        element = self._grid.find_row(row)
        height = None if element is None else element.get("ht")
        if height is None:
            format_ = self._tree.find(main("sheetFormatPr"))
            height = None if format_ is None else format_.get("defaultRowHeight")
        return _DEFAULT_HEIGHT if height is None else float(height)

    def set_row_height(self, row: int, points: float) -> None:
        """Set a row's height in points; no row can be higher than Excel allows."""
        element = self._grid.row(row)
        element.set("ht", f"{min(points, HIGHEST_ROW):g}")
        element.set("customHeight", "1")

    def hide_rows(self, rows: Iterable[int]) -> None:
        """Hide rows; their heights stay."""
        for row in rows:
            self._grid.row(row).set("hidden", "1")

    def is_hidden_row(self, row: int) -> bool:
        """Tell whether a row is hidden."""
        element = self._grid.find_row(row)
        return element is not None and element.get("hidden") in ("1", "true")

    def column_width(self, column: int) -> float:
        """Give a column's width in characters of the standard font; 0 for a hidden column."""
        col = self._grid.column(column)
        if col is not None and col.get("hidden") in ("1", "true"):
            return 0.0
        width = None if col is None else col.get("width")
        if width is None:
            format_ = self._tree.find(main("sheetFormatPr"))
            width = None if format_ is None else format_.get("defaultColWidth")
        return _DEFAULT_WIDTH if width is None else float(width)

    # ---- merges, links, choices

    def merges(self) -> list[str]:
        """Give the merged areas."""
        return [element.get("ref", "") for element in self._tree.iterfind(f"{main('mergeCells')}/*")]

    def merge(self, area: str) -> None:
        """Merge an area; as in Excel only the top left cell keeps its content. ValueError on an overlap."""
        box = bounds(area)
        for other in map(bounds, self.merges()):
            apart = other.bottom < box.top or box.bottom < other.top
            if not apart and not (other.right < box.left or box.right < other.left):
                raise ValueError(f"{self.name}!{area}: overlaps the merged {to_area(other)}")
        for ref in list(iter_refs(area))[1:]:
            if self._grid.find_cell(ref) is not None:
                self.write(ref, None)
        merges = ensure_child(self._tree, "mergeCells", WORKSHEET_ORDER)
        etree.SubElement(merges, main("mergeCell"), ref=to_area(box))
        merges.set("count", str(len(merges)))
        self._orders.add(meant.merge, self.name, to_area(box))

    def unmerge(self, area: str) -> None:
        """Take a merged area apart; ValueError if it is not merged so."""
        merges = self._tree.find(main("mergeCells"))
        found = [] if merges is None else [e for e in merges if e.get("ref") == to_area(bounds(area))]
        if merges is None or not found:
            raise ValueError(f"{self.name}!{area}: not merged")
        merges.remove(found[0])
        merges.set("count", str(len(merges)))
        if not len(merges):
            self._tree.remove(merges)
        self._orders.add(meant.unmerge, self.name, to_area(bounds(area)))

    def link(self, ref: str, *, sheet: str, cell: str = "A1", tooltip: str = "") -> None:
        """Let a click on the cell lead to a cell of another sheet of the book."""
        links = ensure_child(self._tree, "hyperlinks", WORKSHEET_ORDER)
        ref = _plain(ref)
        for old in [element for element in links if element.get("ref") == ref]:
            links.remove(old)
            if old.get(REL_ID):
                self._parts.unrelate(self.part, old.get(REL_ID, ""))
        new = etree.SubElement(links, main("hyperlink"), ref=ref, location=f"{quote_sheet(sheet)}!{cell}")
        if tooltip:
            new.set("tooltip", escape_text(cut(tooltip, MAX_TIP)))

    def set_validation_list(
        self, refs: Iterable[str], choices: Sequence[str], *, prompt_title: str = "", prompt: str = ""
    ) -> None:
        """Let cells (addresses or areas) offer these choices, in place of any validation they had.

        OfficeError if the choices do not fit Excel's 255 characters or one holds a comma.
        """
        areas = [to_area(bounds(ref)) for ref in refs]
        formula = validations.list_formula(choices, self.name, areas)
        validations.clear(self._tree, areas)
        validations.add_list(self._tree, areas, formula, prompt_title, prompt)
        self._orders.add(meant.choose, self.name, areas, formula)

    # ---- inside

    @cached_property
    def _matrices(self) -> list[Box]:
        """The areas of several cells that one formula fills."""
        formulas = (f for f in self._tree.iter(_F) if f.get("t") in ("array", "dataTable"))
        return [bounds(f.get("ref", "")) for f in formulas if ":" in f.get("ref", "")]

    def _style(self, ref: str) -> int:
        cell = self._grid.find_cell(_plain(ref))
        return 0 if cell is None else int(cell.get("s", "0"))

    def _restyle(self, cell: etree._Element, change: StyleChange) -> None:
        style = int(cell.get("s", "0"))
        derived = self._styles.derive(style, change)
        if derived != style:
            cell.set("s", str(derived))

    def _shared_string(self, index: int) -> str:
        book = self._parts.related("", "officeDocument") or ""
        part = self._parts.related(book, "sharedStrings")
        return "" if part is None else plain_text(self._parts.tree(part)[index])

    def _refuse_matrix_piece(self, ref: str) -> None:
        if not self._matrices:
            return
        row, column = from_ref(ref)
        for matrix in self._matrices:
            if matrix.holds(row, column):
                what = f"書き込む欄が、複数のセルにまたがる配列数式（{to_area(matrix)}）の一部です。"
                mend = "様式の配列数式を1セルごとの数式に直してください。"
                raise OfficeError(what, mend, sheet=self.name, cell=ref)

    def _expand_shared(self, cell: etree._Element) -> None:
        formula = cell.find(_F)
        if formula is None or formula.get("t") != "shared":
            return
        index = formula.get("si")
        members = [f for f in self._tree.iter(_F) if f.get("t") == "shared" and f.get("si") == index]
        first = next((f for f in members if f.text), None)
        if first is None:
            return
        row, column = _place(first)
        for member in members:
            here = _place(member)
            text = first.text or ""
            text = text if member is first else shift(text, here[0] - row, here[1] - column)
            kept = member.get("ca")
            member.attrib.clear()
            member.text = text
            if kept:
                member.set("ca", kept)


def _place(formula: etree._Element) -> tuple[int, int]:
    cell = formula.getparent()
    return from_ref("" if cell is None else cell.get("r", ""))


def _plain(ref: str) -> str:
    return ref.replace("$", "").upper()
