"""A workbook in, what it holds out, for the proof: as openpyxl reads it, or as our own reader does.

openpyxl never saves a book. It reads each once, by the parser under `load_workbook`, which itself spends four
fifths of its time on the borders of merged cells.
"""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from toolkit.books.package.formulas import shift
from toolkit.books.package.graft import styles_of
from toolkit.books.package.markup import X14, XM, main, parse
from toolkit.books.package.meant import Formula, Held, HeldBook, Look, Rule, Shade
from toolkit.books.package.package import Package
from toolkit.books.package.refs import Box, bounds, iter_refs, to_area, to_ref
from toolkit.books.reading.reader import SheetCells, read_book

BY_US = "（もう一つの読み取りでは見えないため、このツールで読み返しました）"
_NO_LOOK = Look("", "")
_Written = tuple[int, Sequence[str], str, Sequence[str], Look]
"""A conditional format: its number, areas, kind, formulas and look."""
_VAST = 20_000  # cells of a rule on whole rows or columns; only those near what the sheet holds are compared


class UnseenError(Exception):
    """A book that openpyxl cannot open; what it says of it is for --debug."""


# ---- what openpyxl reads


def read_template(path: Path) -> HeldBook:
    """Give what a template holds, as `read_by_openpyxl` does; read again only where it has changed."""
    state = path.stat()
    return _read_once(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=32)  # every book of a run is made from the same few templates
def _read_once(path: Path, _changed: int, _size: int) -> HeldBook:
    book = read_by_openpyxl(path)
    escaped = [(held, name, ref) for name, held in book.sheets.items() for ref in _escaped_cells(held)]
    ours = read_by_us(path) if escaped else book
    for held, name, ref in escaped:
        held.cells[ref] = ours.sheets[name].cells[ref]
    return book


def _escaped_cells(held: Held) -> list[str]:
    """Give the cells whose text openpyxl reads as it is stored, not as it is meant (`_x005F_x000D_`)."""
    return [ref for ref, value in held.cells.items() if isinstance(value, str) and "_x" in value]


def read_by_openpyxl(path: Path) -> HeldBook:
    """Give what openpyxl finds in a book, and of x14 choices what we find; UnseenError if it cannot open it.

    Dates stay the numbers they are stored as; formulas come without their results.
    """
    try:
        return _open_by_openpyxl(path)
    except Exception as error:  # it raises whatever comes of what it does not know
        raise UnseenError(f"{type(error).__name__}: {error}"[:80]) from error


def _open_by_openpyxl(path: Path) -> HeldBook:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells what it would lose if it saved; it never does
        reader = ExcelReader(io.BytesIO(path.read_bytes()), read_only=True, keep_links=False)
        with reader.archive:
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            parser: Any = reader.parser  # its types know no names
            tabs = list(parser.find_sheets())
            book = HeldBook(
                {
                    tab.name: _read_sheet(reader, reader.archive.read(relation.target))
                    for tab, relation in tabs
                    if "chartsheet" not in relation.Type
                }
            )
    for name in parser.defined_names.definedName:
        held = book if name.localSheetId is None else book.sheets.get(tabs[name.localSheetId][0].name)
        if held is not None:
            held.names[name.name.casefold()] = (name.name, name.value or "")
    return book


def _read_sheet(reader: Any, xml: bytes) -> Held:
    """Read a sheet by openpyxl's parser; dates stay the numbers they are stored as."""
    from openpyxl.worksheet._reader import WorkSheetParser

    looks = reader.wb._cell_styles
    locked = [reader.wb._protections[look.protectionId].locked for look in looks]
    parser, held = WorkSheetParser(io.BytesIO(xml), reader.shared_strings), Held()
    for _, row in parser.parse():
        for cell in row:
            ref, value = to_ref(cell["row"], cell["column"]), cell["value"]
            held.locks[ref] = locked[cell["style_id"]]
            if value is not None and value != "":
                held.cells[ref] = _value(value, cell["data_type"])
    merged = parser.merged_cells
    held.merges = {area.ref for area in merged.mergeCell} if merged else set()
    protection = getattr(parser, "protection", None)  # only there where the sheet has one
    held.protected = bool(protection and protection.sheet)
    rules = getattr(parser, "data_validations", None)
    for rule in rules.dataValidation if rules else ():
        kind = f"{rule.type or ''} {rule.operator or ''}".strip()
        _add_rule(held, kind, str(rule.sqref).split(), [rule.formula1 or "", rule.formula2 or ""])
    if X14.encode() in xml and b"dataValidation" in xml:
        _add_x14_rules(held, parse(xml))
    looks = reader.wb._differential_styles.styles
    _add_shades(
        held,
        [
            (
                *(rule.priority, str(area.sqref).split(), f"{rule.type} {rule.operator or ''}".strip()),
                *(rule.formula, _NO_LOOK if rule.dxfId is None else _look(looks[rule.dxfId])),
            )
            for area in parser.formatting
            for rule in area.rules
        ],
    )
    return held


def _look(dxf: Any) -> Look:
    return Look(
        _colour(dxf.fill.bgColor if dxf.fill else None),
        _colour(dxf.border.left.color if dxf.border and dxf.border.left else None),
    )


def _colour(colour: Any) -> str:
    return str(colour.rgb) if colour is not None and colour.type == "rgb" else ""


def _value(value: Any, kind: str) -> Any:
    if kind == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or f"={value.t}"
        return Formula(text, "" if isinstance(value, str) else value.ref)
    return float(value) if isinstance(value, int | float) and kind == "n" else value


# ---- what our own reader sees


def read_by_us(path: Path) -> HeldBook:
    """Give what our own reader finds in a book; UnreadableBook as `read_book` raises it."""
    read, package, book = read_book(path), Package.open(path), HeldBook()
    looks = [_look_of(dxf) for dxf in styles_of(package).iterfind(f"{main('dxfs')}/{main('dxf')}")]
    for name, sheet in read.sheets.items():
        page = package.sheet(name)
        tree = package.parts.tree(page.part)
        held = book.sheets[name] = cells_of(sheet)
        page.name_cells()
        refs = [element.get("r", "") for element in tree.iter(main("c"))]
        held.locks = {ref: page.is_locked(ref) for ref in refs}
        for rule in tree.iter(main("dataValidation")):
            kind = f"{rule.get('type', '')} {rule.get('operator', '')}".strip()
            texts = [rule.findtext(main(word)) or "" for word in ("formula1", "formula2")]
            _add_rule(held, kind, rule.get("sqref", "").split(), texts)
        _add_x14_rules(held, tree)
        _add_shades(held, list(_shades_of(tree, looks)))
    for one in read.names:
        place = book if one.sheet is None else book.sheets.get(one.sheet)
        if place is not None:
            place.names[one.name.casefold()] = (one.name, one.text)
    return book


def cells_of(sheet: SheetCells) -> Held:
    """Give what a sheet holds of cells and merged areas."""
    held = Held(merges=set(sheet.merges), protected=sheet.protected)
    for ref, cell in sheet.cells.items():
        value: float | bool | str = cell.raw
        if cell.kind in ("number", "date", "boolean"):
            value = float(cell.raw) if cell.kind != "boolean" else cell.value is True
        held.cells[ref] = value if cell.formula is None else Formula(cell.formula)
    return held


def _shades_of(tree: Any, looks: Sequence[Look]) -> Iterator[_Written]:
    for area in tree.iter(main("conditionalFormatting")):
        for rule in area.iterchildren(main("cfRule")):
            number = rule.get("dxfId")
            yield (
                *(int(rule.get("priority", "0")), area.get("sqref", "").split()),
                f"{rule.get('type', '')} {rule.get('operator', '')}".strip(),
                [formula.text or "" for formula in rule.iterchildren(main("formula"))],
                _NO_LOOK if number is None else looks[int(number)],
            )


def _look_of(dxf: Any) -> Look:
    fill = dxf.find(f"{main('fill')}/{main('patternFill')}/{main('bgColor')}")
    side = dxf.find(f"{main('border')}/{main('left')}/{main('color')}")
    return Look(*("" if colour is None else colour.get("rgb", "") for colour in (fill, side)))


def _add_x14_rules(held: Held, tree: Any) -> None:
    for rule in tree.iter(f"{{{X14}}}dataValidation"):
        texts = [rule.findtext(f"{{{X14}}}{word}/{{{XM}}}f") or "" for word in ("formula1", "formula2")]
        areas = (rule.findtext(f"{{{XM}}}sqref") or "").split()
        _add_rule(held, f"{rule.get('type', '')} x14{BY_US}", areas, texts)


def _add_rule(held: Held, kind: str, areas: Sequence[str], formulas: Sequence[str]) -> None:
    for ref, here in _iter_read(held, areas, formulas):
        held.rules[ref] = Rule(kind, here)


def _add_shades(held: Held, written: Sequence[_Written]) -> None:
    """Let each cell have its conditional formats, that of the lowest number first."""
    for _, areas, kind, formulas, look in sorted(written, key=lambda one: one[0]):
        for ref, here in _iter_read(held, areas, formulas):
            held.shades[ref] = (*held.shades.get(ref, ()), Shade(kind, here, look))


def _iter_read(
    held: Held, areas: Sequence[str], formulas: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each cell of a rule and its formulas as they read there.

    They are written for the first cell of all its areas.
    """
    boxes = [bounds(area) for area in areas]
    top, left = min(box.top for box in boxes), min(box.left for box in boxes)
    fixed = all(shift(formula, 1, 1) == formula for formula in formulas)
    here = tuple(formulas)
    for ref in (ref for box in boxes for ref in iter_refs(to_area(_near(held, box)))):
        if not fixed:
            at = bounds(ref)
            here = tuple(shift(one, at.top - top, at.left - left) for one in formulas)
        yield ref, here


def _near(held: Held, box: Box) -> Box:
    """Give the part of a vast area that lies beside what the sheet holds; any other area whole."""
    if (box.bottom - box.top + 1) * (box.right - box.left + 1) <= _VAST:
        return box
    last = [bounds(ref) for ref in held.locks] or [box]
    bottom, right = max(at.bottom for at in last), max(at.right for at in last)
    return box._replace(
        bottom=max(box.top, min(box.bottom, bottom)), right=max(box.left, min(box.right, right))
    )
