"""A sheet with prototype rows in, every reason why they cannot be repeated without loss out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from toolkit.books.blocks.drawings import iter_on_rows
from toolkit.books.blocks.layout import Layout
from toolkit.books.blocks.names import Template, areas_of, iter_straddling
from toolkit.books.blocks.sheet import EXTENSIONS
from toolkit.books.package.clone import owned_parts
from toolkit.books.package.formulas import iter_names, iter_spans
from toolkit.books.package.markup import XM, iter_elements, local_name, main
from toolkit.books.package.package import Package, Sheet
from toolkit.books.package.refs import bounds
from toolkit.model.errors import OfficeError

# What a sheet may hold: what has no place on the rows, and what `sheet` and `drawings` move.
_ALLOWED = (  # noqa: SIM905 - thirty lines otherwise
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "autoFilter sortState mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties ignoredErrors "
    "drawing legacyDrawing legacyDrawingHF picture AlternateContent controls tableParts extLst"
).split()
_REMOVE = "シートからこの設定を取り除いてください。"
_DROPPED = "customSheetViews"  # before anything moves
_WORDS = {
    "scenarios": "シナリオ",
    "dataConsolidate": "データの統合",
    "cellWatches": "ウォッチ式",
}


def find_obstacles(package: Package, template: Template) -> list[OfficeError]:
    """Give every obstacle, each with its place and its mend."""
    page = package.sheet(template.sheet)
    layout = Layout(template.prototypes, [prototype.name for prototype in template.prototypes])
    obstacles: list[OfficeError] = []
    for check in (_iter_unknown, _iter_cut, _iter_matrices, _iter_tables, _iter_drawings, _iter_spans):
        obstacles += check(package, page, layout)
    obstacles += _iter_names(package, template, layout)
    obstacles += _iter_outside(package, template, layout)
    placed = (replace(o, file=package.file, sheet=o.sheet or page.name) for o in obstacles)
    return [*package.find_obstacles(page.name), *placed]


def _iter_unknown(package: Package, page: Sheet, _: Layout) -> Iterator[OfficeError]:
    tree = package.parts.tree(page.part)
    for child in tree:
        if local_name(child) and local_name(child) not in (*_ALLOWED, _DROPPED):
            word = _WORDS.get(local_name(child), f"「{local_name(child)}」")
            yield _cannot_move(f"{word}という設定", _REMOVE)
    for extension in tree.iterfind(f"{main('extLst')}/{main('ext')}"):
        for child in extension:
            if local_name(child) not in EXTENSIONS:
                yield _cannot_move(f"「{local_name(child)}」という設定", _REMOVE)


def _cannot_move(what: str, mend: str, cell: str = "") -> OfficeError:
    return OfficeError(f"{what}は、ブロックの繰り返しに合わせて動かせません。", mend, cell=cell)


def _iter_cut(package: Package, page: Sheet, layout: Layout) -> Iterator[OfficeError]:
    """Find what exists once and would be cut by the copies: merges, filters, frozen rows."""
    tree = package.parts.tree(page.part)
    for ref in page.merges():
        box = bounds(ref)
        around = box.top < layout.top and box.bottom >= layout.bottom
        if layout.meets(box.top, box.bottom) and not layout.owner(box.top, box.bottom) and not around:
            yield OfficeError(
                "結合セルがブロックの境をまたいでいます。",
                "結合をブロックの行の中に収めるか、ブロック全体をはさむ大きさにしてください。",
                cell=ref,
            )
    for element in tree.iter(main("autoFilter"), main("sortState")):
        box = bounds(element.get("ref", "A1"))
        if layout.cuts(box.top, box.bottom) or layout.meets(box.top, box.top):
            yield _cannot_move(
                "ブロックの行から始まるか、ブロックの途中で終わるフィルターや並べ替え",
                "範囲がブロック全体を含むように設定し直してください。",
                element.get("ref", ""),
            )
    for pane in tree.iter(main("pane")):
        frozen = pane.get("state", "split").startswith("frozen")
        if frozen and float(pane.get("ySplit", "0")) >= layout.top:
            yield _cannot_move(
                "ブロックの行にかかるウィンドウ枠の固定", "固定する行をブロックより上だけにしてください。"
            )


def _iter_matrices(package: Package, page: Sheet, layout: Layout) -> Iterator[OfficeError]:
    for formula in package.parts.tree(page.part).iter(main("f")):
        ref = formula.get("ref", "")
        large = formula.get("t") == "array" and ":" in ref and bounds(ref).bottom >= layout.top
        if large or formula.get("t") == "dataTable":
            kind = "複数のセルにまたがる配列数式" if large else "データテーブルの数式"
            yield _cannot_move(kind, "1セルごとの数式に直してください。", ref)


def _iter_tables(package: Package, page: Sheet, layout: Layout) -> Iterator[OfficeError]:
    for relation in package.parts.relations(page.part):
        if relation.kind == "table":
            table = package.parts.tree(relation.target)
            if bounds(table.get("ref", "A1")).bottom >= layout.top:
                yield _cannot_move(
                    f"ブロックの行かその下にあるテーブル「{table.get('displayName')}」",
                    "テーブルを普通の表に直す（［テーブルデザイン］→［範囲に変換］）か、ブロックより上に移してください。",
                    table.get("ref", ""),
                )


def _iter_drawings(package: Package, page: Sheet, layout: Layout) -> Iterator[OfficeError]:
    def height(row: int) -> float:
        return 0.0 if page.is_hidden_row(row) else page.row_height(row)

    for name, top, bottom in iter_on_rows(package.parts, page.part, height):
        if layout.meets(top, bottom):
            yield _cannot_move(
                f"ブロックの行にかかる図形・グラフ・ボタン「{name}」",
                "ブロックの行にかからない所へ移してください。",
                f"{top}行目",
            )


def _iter_names(package: Package, template: Template, layout: Layout) -> Iterator[OfficeError]:
    for name, text in iter_straddling(package, template):
        yield OfficeError(
            f"名前「{name}」が、ブロックの行とその外（または別のブロック）の両方を指しています（{text}）。",
            "一つのブロックの行の中だけか、外だけを指すように直してください。",
        )
    taken = {n.name.casefold() for n in package.names() if n.sheet == template.sheet}
    for elements in template.names.values():
        for name in (element.get("name", "") for element in elements):
            if f"{name}__02".casefold() in taken:
                yield OfficeError(
                    f"名前「{name}__02」が様式にすでにあります。",
                    "ブロックの2件目の名前は自動で付くので、様式からは削除してください。",
                )
    prints = {n.name: n.text for n in package.names() if n.sheet == template.sheet}
    area = prints.get("_xlnm.Print_Area", "")
    if any(layout.cuts(box.top, box.bottom) for box in areas_of(area, template.sheet)):
        yield OfficeError(
            f"印刷範囲がブロックの途中で切れています（{area}）。",
            "印刷範囲がブロックの行を全部含むように設定し直してください。",
        )
    titles = prints.get("_xlnm.Print_Titles", "")
    if _has_rows(titles, layout):
        yield OfficeError(
            f"印刷タイトルの行がブロックにかかっています（{titles}）。",
            "印刷タイトルをブロックより上の行にしてください。",
        )


def _has_rows(text: str, layout: Layout) -> bool:
    """Tell whether whole rows among these areas belong to a block."""
    for area in text.split(","):
        first, _, last = area.rpartition("!")[2].replace("$", "").partition(":")
        if first.isdigit() and last.isdigit() and layout.meets(int(first), int(last)):
            return True
    return False


# ---- formulas


class _Formula(NamedTuple):
    """A formula, its sheet, and the areas it stands on ("" where it is no cell's and no rule's)."""

    text: str
    sheet: str
    areas: str


def _iter_spans(package: Package, page: Sheet, _: Layout) -> Iterator[OfficeError]:
    """Find references through several sheets, this one among them."""
    order = [name.casefold() for name in package.sheet_names()]
    here = order.index(page.name.casefold())
    for formula in _iter_texts(package):
        for first, last in iter_spans(formula.text):
            if first in order and last in order:
                ends = sorted((order.index(first), order.index(last)))
                if ends[0] <= here <= ends[1]:
                    yield OfficeError(
                        f"数式「{formula.text}」が、このシートを含む複数のシートをまとめて参照しています（3-D参照）。",
                        "シートごとの参照に直してください。",
                        sheet=formula.sheet,
                        cell=formula.areas,
                    )


def _iter_outside(package: Package, template: Template, layout: Layout) -> Iterator[OfficeError]:
    """Find formulas that know a block by one of its names and do not stand on it."""
    owners = {
        element.get("name", "").casefold(): (prototype, element.get("localSheetId") is None)
        for prototype, elements in template.names.items()
        for element in elements
    }
    sheet = template.sheet
    own = {(name.sheet, name.name.casefold()) for name in package.names()}
    for formula in _iter_texts(package):
        for prefix, name in iter_names(formula.text):
            word = name.casefold()
            prototype, wide = owners.get(word, ("", False))
            seen = prefix == sheet.casefold() if prefix else wide and (formula.sheet, word) not in own
            if not prototype or not (seen or (formula.sheet == sheet and not prefix)):
                continue
            boxes = [bounds(area) for area in formula.areas.split()] if formula.sheet == sheet else []
            stands = {owner.name for box in boxes if (owner := layout.owner(box.top, box.bottom))}
            if stands != {prototype}:
                yield OfficeError(
                    f"数式「{formula.text}」が、ブロックの名前「{name}」をブロックの外から使っています。",
                    "名前でなく、ブロックの行の範囲（例: SUM(F8:F15)）を参照してください。",
                    sheet=formula.sheet,
                    cell=formula.areas,
                )


def _iter_texts(package: Package) -> Iterator[_Formula]:
    """Yield every formula of the book: of cells, rules, names and charts."""
    for name in package.names():
        yield _Formula(name.text, name.sheet or "", "")
    for tab, part in package.tabs():
        for owned in [part, *owned_parts(package.parts, part)]:
            if owned.endswith(".vml") or not package.parts.mentions(owned, [b"<f", b":f>", b"ormula"]):
                continue
            for element in iter_elements(package.parts.tree(owned), "f", "formula", "formula1", "formula2"):
                if element.text:
                    yield _Formula(element.text, tab.get("name", ""), _areas_under(element))


def _areas_under(formula: etree._Element) -> str:
    """Give the cell of a formula, or the areas of its rule."""
    for holder in formula.iterancestors():
        if holder.tag == main("c"):
            return holder.get("r", "")
        areas = holder.get("sqref") or holder.findtext(f"{{{XM}}}sqref")
        if areas:
            return areas
    return ""
