"""A form's workbook and the binding of a sheet in, a copy out that prints it with every field named."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from lxml import etree

from toolkit.books.forms.heights import text_height
from toolkit.books.forms.template import ITEM_ID, YEAR_LABEL, Binding
from toolkit.books.package.markup import WORKSHEET_ORDER, drop_attribute, ensure_child, main
from toolkit.books.package.merges import merged_bounds
from toolkit.books.package.package import Package
from toolkit.books.package.refs import Box, bounds, iter_areas, to_area
from toolkit.books.reading.reader import SheetCells
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields

_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
ROUND_YEAR = "照会年度"
"""What stands for the place of the round's own year, whichever it is."""
_PRINT_AREA = "_xlnm.Print_Area"


def write_labelled_copy(form: Path, cells: SheetCells, binding: Binding, fields: Fields, out: Path) -> None:
    """Write a copy of a form whose first page is one whole sheet, with each field's name in its cells.

    A repeated field has its place behind its name: `指標_実績値 2-1` is the second indicator's first year.
    Formulas are left out: over names they would show errors. A hidden row with a field is shown.
    """
    package = Package.open(form)
    sheet = package.sheet(binding.sheet)
    areas = merged_bounds(cells.merges)
    labels = field_labels(binding, fields)
    labelled = {ref: areas.get(ref, bounds(ref)) for ref in labels}
    for ref, cell in cells.cells.items():
        if cell.formula is not None and ref not in labelled:
            with suppress(OfficeError):  # a piece of a matrix formula
                sheet.write(ref, None)
    for ref, lines in labels.items():
        area = labelled[ref]
        width = sum(sheet.column_width(column) for column in range(area.left, area.right + 1))
        height = sum(sheet.row_height(row) for row in range(area.top, area.bottom + 1))
        text = "\n".join(lines)
        fitting = (size for size in _SIZES if text_height(text, width, size) <= height)
        sheet.label(to_area(area), text, next(fitting, _SIZES[-1]))
    tree = package.parts.tree(sheet.part)
    _show_rows(tree, {row for area in labelled.values() for row in range(area.top, area.bottom + 1)})
    _fit_to_page(tree)
    _print_all_of(package, binding.sheet, list(labelled.values()))
    package.move_sheet(binding.sheet, 0)
    package.save(out)


def field_labels(binding: Binding, fields: Fields) -> Mapping[str, list[str]]:
    """Give the names each bound cell bears, with the place of a repeated one: cell → names."""
    labels: dict[str, list[str]] = {}
    for key, cells in binding.cells.items():
        if key != YEAR_LABEL:
            for ordinals, ref in cells.items():
                place = "-".join(str(number) if number else ROUND_YEAR for number in ordinals)
                labels.setdefault(ref, []).append(f"{fields[key].name} {place}".strip())
    for year, ref in binding.labels:
        labels.setdefault(ref, []).append(f"{fields[YEAR_LABEL].name} {year or ROUND_YEAR}")
    for ref in binding.identity:
        labels.setdefault(ref, []).append(ITEM_ID)
    return labels


def _show_rows(tree: etree._Element, numbers: set[int]) -> None:
    for row in tree.iter(main("row")):
        if row.get("hidden") and int(row.get("r", "0")) in numbers:
            drop_attribute(row, "hidden")


def _fit_to_page(tree: etree._Element) -> None:
    """Let a whole sheet print on one page, whatever breaks it has."""
    setup = ensure_child(tree, "pageSetup", WORKSHEET_ORDER)
    drop_attribute(setup, "scale")
    setup.attrib.update({"fitToWidth": "1", "fitToHeight": "1"})
    properties = ensure_child(tree, "sheetPr", WORKSHEET_ORDER)
    fit = properties.find(main("pageSetUpPr"))
    fit = etree.SubElement(properties, main("pageSetUpPr")) if fit is None else fit
    fit.set("fitToPage", "1")
    for breaks in [*tree.iter(main("rowBreaks"), main("colBreaks"))]:
        tree.remove(breaks)


def _print_all_of(package: Package, sheet: str, labelled: list[Box]) -> None:
    """Print the whole sheet where a field lies outside its print area."""
    name = next((one for one in package.names() if one.name == _PRINT_AREA and one.sheet == sheet), None)
    if name is None:
        return
    printed = [bounds(area) for _, area in iter_areas(name.text)]
    if len(printed) > 1 or not all(printed[0].holds(area.top, area.left) for area in labelled):
        package.delete_name(_PRINT_AREA, sheet)
