"""A book just written and what it was meant to hold in; nothing out where openpyxl finds just that in it.

openpyxl is the second reader: it shares no line with what wrote the book, and never saves one. A book is read
once, by the parser under `load_workbook`: that spends four fifths of its time on borders of merged cells.
What it cannot open or see (x14 choices, results beside their formulas, `_x000D_`) our own reader decides.
"""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.books.package.formulas import shift
from toolkit.books.package.markup import X14, XM, main, parse
from toolkit.books.package.meant import Formula, Held, HeldBook, Orders, Rule
from toolkit.books.package.package import Package
from toolkit.books.package.refs import Bounds, bounds, iter_refs, to_area, to_ref
from toolkit.books.reading.reader import read_book
from toolkit.model.errors import OfficeError

LARGEST = 50_000
"""Cells of a workbook without a template; a larger one is read back by our own reader."""
_VAST = 20_000  # cells of a rule on whole rows or columns; only those near what the sheet holds are compared
_MEND = (
    "何も書き出していません。もう一度実行してください。同じところで止まるときは、様式のその場所をExcelで"
    "入れ直してください。確かめずに出すときは --no-proof を付けてください（使ったことは記録に残ります）。"
)
_BY_US = "（openpyxlでは見えないため、このツールで読み返しました）"


class Difference(NamedTuple):
    """Something that is not as it was meant: where, what, what was meant and what is found."""

    sheet: str
    cell: str
    thing: str
    meant: str
    found: str


@dataclass
class Proof:
    """Proves the books of one run, if it is `wanted`; `notes` tell which of them openpyxl could not open."""

    wanted: bool = True
    notes: list[str] = field(default_factory=list)

    def prove(self, path: Path, orders: Orders) -> None:
        """Read a book back and hold it against the orders it was made by.

        Raises OfficeError with the first place where the book is not what it was meant to be.
        """
        if not self.wanted:
            return
        try:
            meant, found = orders.meant(_read_template), _read_by_openpyxl(path)
        except _UnseenError as unseen:
            note = f"openpyxlでは開けないため（{unseen}）、このツールの読み取りだけで確かめました"
            _refuse(path.name, _iter_differences(orders.meant(_read_by_us), _read_by_us(path)), f"（{note}）")
            self.notes.append(f"{path.name} は、{note}。")
            return
        _refuse(path.name, _iter_differences(meant, found))
        _refuse(path.name, _iter_unseen(meant, path), _BY_US)

    def prove_cells(self, path: Path, name: str, meant: HeldBook) -> None:
        """Read a book without a template, known as `name`, and hold its cells and merged areas against it.

        Raises OfficeError as `prove` does. More than `LARGEST` cells are read by our own reader.
        """
        if not self.wanted:
            return
        small = sum(len(held.cells) for held in meant.sheets.values()) <= LARGEST
        found = _read_by_openpyxl(path) if small else _read_by_us(path)
        _refuse(name, _iter_cell_differences(meant, found), "" if small else "（このツールで読み返しました）")
        _refuse(name, _iter_unseen(meant, path), _BY_US)


def differs_from_meant(path: Path, sheet: str, meant: Held) -> bool:
    """Tell whether our own reader finds other cells or merged areas on a sheet than were meant."""
    found = _read_by_us(path).sheets.get(sheet, Held())
    return any(_iter_cell_differences(HeldBook({sheet: meant}), HeldBook({sheet: found})))


class _UnseenError(Exception):
    """A book that openpyxl cannot open, and what it says of it."""


def _refuse(name: str, differences: Iterable[Difference], how: str = "") -> None:
    every = list(differences)
    if every:
        first = every[0]
        what = (
            f"作ったブックを読み返すと、{first.thing}が違います。入れたはずのもの：{first.meant or 'なし'}、"
        )
        more = f"。違いは全部で{len(every)}か所あります" if len(every) > 1 else ""
        what += f"実際にあるもの：{first.found or 'なし'}{how}{more}。"
        raise OfficeError(what, _MEND, name, first.sheet, first.cell)


# ---- what is compared


def _iter_differences(meant: HeldBook, found: HeldBook) -> Iterator[Difference]:
    yield from _iter_name_differences("", meant.names, found.names)
    yield from _iter_cell_differences(meant, found)
    for sheet, held in meant.sheets.items():
        there = found.sheets.get(sheet)
        if there is None:
            continue
        yield from _iter_name_differences(sheet, held.names, there.names)
        for ref in sorted({*held.rules, *there.rules}):
            rule, other = held.rules.get(ref), there.rules.get(ref)
            if rule != other:
                yield Difference(sheet, ref, "入力規則", _rule_words(rule), _rule_words(other))
        if held.protected != there.protected:
            words = {True: "保護あり", False: "保護なし"}
            yield Difference(sheet, "", "シートの保護", words[held.protected], words[there.protected])
        for ref, locked in held.locks.items():
            if locked != there.locks.get(ref, True):
                words = {True: "ロックあり", False: "ロックなし"}
                yield Difference(sheet, ref, "セルのロック", words[locked], words[not locked])


def _iter_cell_differences(meant: HeldBook, found: HeldBook) -> Iterator[Difference]:
    for sheet in [*meant.sheets, *found.sheets]:
        if (sheet in meant.sheets) != (sheet in found.sheets):
            word = f"シート「{sheet}」"
            pair = (word, "") if sheet in meant.sheets else ("", word)
            yield Difference(sheet, "", "シートの有無", *pair)
    for sheet, held in meant.sheets.items():
        there = found.sheets.get(sheet, held)
        for area in sorted(held.merges ^ there.merges):
            words = ("結合", "") if area in held.merges else ("", "結合")
            yield Difference(sheet, area, "セルの結合", *words)
        for ref in [*held.cells, *(ref for ref in there.cells if ref not in held.cells)]:
            value, other = _plain(held.cells.get(ref)), there.cells.get(ref)
            if (type(value), value) != (type(other), other) and not _is_escaped(value):
                thing = "数式" if isinstance(value, Formula) else "値"
                yield Difference(sheet, ref, thing, _words(value), _words(other))


def _iter_unseen(meant: HeldBook, path: Path) -> Iterator[Difference]:
    """Yield what openpyxl does not see of the cells: results of formulas, texts that hold an escape."""
    wanted: dict[tuple[str, str], Any] = {}
    for sheet, held in meant.sheets.items():
        wanted |= {(sheet, ref): value for ref, value in held.results.items()}
        wanted |= {(sheet, ref): one for ref, one in held.cells.items() if _is_escaped(_plain(one))}
    book = read_book(path) if wanted else None
    for (sheet, ref), value in wanted.items():
        cell = book.sheets[sheet].cells.get(ref) if book and sheet in book.sheets else None
        plain = _plain(value)
        raw: Any = cell.raw if cell else ""
        if isinstance(plain, float) and cell and cell.kind in ("number", "date"):
            raw = float(raw)
        if (plain or 0 if isinstance(plain, float) else plain or "") != raw:
            yield Difference(sheet, ref, "数式の結果か文字", _words(plain), _words(raw))


def _iter_name_differences(
    sheet: str, meant: Mapping[str, tuple[str, str]], found: Mapping[str, tuple[str, str]]
) -> Iterator[Difference]:
    for word in [*meant, *(word for word in found if word not in meant)]:
        (name, text), (other, there) = meant.get(word, ("", "")), found.get(word, ("", ""))
        if (name, text) != (other, there):
            yield Difference(sheet, "", f"名前「{name or other}」", text, there)


def _plain(value: Any) -> Any:
    """Give a value as it is found again: a number as the double a cell holds, a text with plain line ends."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return float(value)
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _is_escaped(value: Any) -> bool:
    return isinstance(value, str) and ("_x" in value or not value.replace("\n", "").isprintable())


def _words(value: Any) -> str:
    if isinstance(value, Formula):
        return f"{value.text}（{value.area}の配列数式）" if value.area else value.text
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else f"「{str(value)[:60]}」"


def _rule_words(rule: Rule | None) -> str:
    return "" if rule is None else "　".join([rule.kind, *filter(None, rule.formulas)])


# ---- what openpyxl reads


def _read_template(path: Path) -> HeldBook:
    state = path.stat()
    return _read_once(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=32)  # every book of a run is made from the same few templates
def _read_once(path: Path, _changed: int, _size: int) -> HeldBook:
    return _read_by_openpyxl(path)


def _read_by_openpyxl(path: Path) -> HeldBook:
    try:
        return _open_by_openpyxl(path)
    except Exception as error:  # it raises whatever comes of what it does not know
        raise _UnseenError(f"{type(error).__name__}: {error}"[:80]) from error


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
    return held


def _value(value: Any, kind: str) -> Any:
    if kind == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or f"={value.t}"
        return Formula(text, "" if isinstance(value, str) else value.ref)
    return float(value) if isinstance(value, int | float) and kind == "n" else value


# ---- what our own reader sees


def _read_by_us(path: Path) -> HeldBook:
    read, package, book = read_book(path), Package.open(path), HeldBook()
    for name, sheet in read.sheets.items():
        page = package.sheet(name)
        tree = package.parts.tree(page.part)
        held = book.sheets[name] = Held(merges=set(sheet.merges), protected=sheet.protected)
        for ref, cell in sheet.cells.items():
            number = cell.kind in ("number", "date")
            value: Any = (
                float(cell.raw) if number else cell.raw == "1" if cell.kind == "boolean" else cell.raw
            )
            held.cells[ref] = Formula(cell.formula) if cell.formula is not None else value
        page.name_cells()
        refs = [element.get("r", "") for element in tree.iter(main("c"))]
        held.locks = {ref: page.is_locked(ref) for ref in refs}
        for rule in tree.iter(main("dataValidation")):
            kind = f"{rule.get('type', '')} {rule.get('operator', '')}".strip()
            texts = [rule.findtext(main(word)) or "" for word in ("formula1", "formula2")]
            _add_rule(held, kind, rule.get("sqref", "").split(), texts)
        _add_x14_rules(held, tree)
    for one in read.names:
        place = book if one.sheet is None else book.sheets.get(one.sheet)
        if place is not None:
            place.names[one.name.casefold()] = (one.name, one.text)
    return book


def _add_x14_rules(held: Held, tree: Any) -> None:
    for rule in tree.iter(f"{{{X14}}}dataValidation"):
        texts = [rule.findtext(f"{{{X14}}}{word}/{{{XM}}}f") or "" for word in ("formula1", "formula2")]
        areas = (rule.findtext(f"{{{XM}}}sqref") or "").split()
        _add_rule(held, f"{rule.get('type', '')} x14{_BY_US}", areas, texts)


def _add_rule(held: Held, kind: str, areas: Iterable[str], formulas: list[str]) -> None:
    """Let each cell have the rule as it reads there: it is written for the first cell of all its areas."""
    boxes = [bounds(area) for area in areas]
    top, left = min(box.top for box in boxes), min(box.left for box in boxes)
    fixed = all(shift(formula, 1, 1) == formula for formula in formulas)
    known = Rule(kind, tuple(formulas))
    for ref in (ref for box in boxes for ref in iter_refs(to_area(_near(held, box)))):
        if not fixed:
            at = bounds(ref)
            known = Rule(kind, tuple(shift(one, at.top - top, at.left - left) for one in formulas))
        held.rules[ref] = known


def _near(held: Held, box: Bounds) -> Bounds:
    """Give the part of a vast area that lies beside what the sheet holds; any other area whole."""
    if (box.bottom - box.top + 1) * (box.right - box.left + 1) <= _VAST:
        return box
    last = [bounds(ref) for ref in held.locks] or [box]
    bottom, right = max(at.bottom for at in last), max(at.right for at in last)
    return box._replace(
        bottom=max(box.top, min(box.bottom, bottom)), right=max(box.left, min(box.right, right))
    )
