"""A form's defined names in, the cell of every slot out; and everything that is wrong with the names.

A field is a defined name `群_欄` (DESIGN §4). Its areas run in order, their cells row by row, a merged
area counts as its first cell. Where a field runs over fiscal years, each cell belongs to the year label
(`年次_年度`) it stands beside, so stacked cells and rectangles need no further word.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.books.names import DefinedName, find_name
from toolkit.books.reader import Book, SheetCells
from toolkit.books.refs import Bounds, bounds, from_ref, iter_areas, iter_refs
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Axis, Field, Fields

ITEM_ID = "_item_id"
ISSUE = "_issue"
YEAR_LABEL = "year.label"
BLOCK = "ブロック_"
_SUFFIX = r"__\d{2,}"
LARGEST = 100_000
"""Cells of all merged areas of a sheet, or of a name: a returned file may merge whole columns."""

Ordinals = tuple[int, ...]
"""Where a cell stands on the axes of its field, 1-based: (indicator, year) = (2, 5)."""


@dataclass(frozen=True)
class Binding:
    """Where the fields of one sheet sit: field key → ordinals → the first cell of its merged area.

    `capacity` is the number of slots of each axis; `identity` the cells whose texts, joined by `-`, are
    the item's id as printed.
    """

    sheet: str
    cells: Mapping[str, Mapping[Ordinals, str]]
    capacity: Mapping[Axis, int]
    identity: tuple[str, ...]


def load_binding(book: Book, sheet: str, fields: Fields, *, file: str, suffix: str = "") -> Binding:
    """Bind the fields of one sheet of a template.

    Raises OfficeErrors with every dead, misspelt, illegal, overlapping or miscounted name.
    """
    binding, errors = bind(book, sheet, fields, file=file, suffix=suffix)
    if errors:
        raise OfficeErrors(tuple(errors))
    return binding


def bind(
    book: Book, sheet: str, fields: Fields, *, file: str, suffix: str = ""
) -> tuple[Binding, list[OfficeError]]:
    """Bind what can be bound and list what is wrong (see `load_binding`).

    With a suffix (`__02`) only that copy of a block is bound; without one, no copy but the first.
    """
    cells = book.sheets[sheet]
    anchors, identity, mistakes = _collect_anchors(book, sheet, fields, suffix)
    mistakes += _iter_overlaps(anchors, fields)
    placed: dict[str, dict[Ordinals, str]] = {}
    for key, refs in anchors.items():
        try:
            placed[key] = _place(fields[key], refs, anchors.get(YEAR_LABEL, ()), cells)
        except OfficeError as mistake:
            mistakes.append(mistake)
    capacity, uneven = _capacity(placed, fields)
    errors = [replace(mistake, file=file, sheet=sheet) for mistake in mistakes + uneven]
    return Binding(sheet, placed, capacity, identity), errors


def _collect_anchors(
    book: Book, sheet: str, fields: Fields, suffix: str
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], list[OfficeError]]:
    """Give the cells of every field (by key), the cells of the printed id, and what is wrong."""
    anchors: dict[str, tuple[str, ...]] = {}
    identity: tuple[str, ...] = ()
    mistakes: list[OfficeError] = []
    for name in _names_of_copy(book, sheet, suffix):
        try:
            _check_word(name.name, fields)
            if name.name == ITEM_ID:
                identity = find_anchors(name, book.sheets[sheet])
            elif name.name in fields.by_name:
                anchors[fields.by_name[name.name].key] = find_anchors(name, book.sheets[sheet])
        except OfficeError as mistake:
            mistakes.append(mistake)
    return anchors, identity, mistakes


def find_anchors(name: DefinedName, cells: SheetCells) -> tuple[str, ...]:
    """Give the cells of a name in order, a merged area as its first cell.

    Raises an error that names the name where it is dead or points at a covered cell.
    """
    try:
        areas = [area for _, area in iter_areas(name.text)]
        _refuse_vast(areas)
    except ValueError:
        raise OfficeError(
            f"名前「{name.name}」の参照先がありません（{name.text}）。",
            "［数式］→［名前の管理］で、正しいセルを指すように直すか、削除してください。",
        ) from None
    covered = covered_cells(cells.merges)
    anchors: list[str] = []
    for area in areas:
        inside = [ref for ref in iter_refs(area) if ref not in covered]
        if not inside:
            raise OfficeError(
                f"名前「{name.name}」が、結合セルの隠れた部分を指しています。",
                f"結合セルの左上（{covered[bounds_first(area)]}）を指すように直してください。",
                cell=area,
            )
        anchors += inside
    return tuple(anchors)


def iter_suffixes(book: Book, sheet: str) -> Iterator[str]:
    """Yield "", `__02`, … for every item the sheet holds."""
    for name in book.names:
        if name.sheet == sheet and re.fullmatch(rf"{ITEM_ID}(?:{_SUFFIX})?", name.name):
            yield name.name.removeprefix(ITEM_ID)


def find_item_id(book: Book, sheet: str, suffix: str = "") -> str | None:
    """Find the item a sheet (or a copy of its block) belongs to: the texts of `_item_id` joined by `-`."""
    name = find_name(book.names, ITEM_ID + suffix, sheet)
    if name is None:
        return None
    cells = book.sheets[sheet]
    try:
        refs = find_anchors(name, cells)
    except OfficeError:
        return None
    texts = [cells.cells[ref].raw.strip() for ref in refs if ref in cells.cells]
    return "-".join(texts) or None


@functools.lru_cache(maxsize=32)  # the sheets of a round share a few patterns of merged areas
def covered_cells(merges: tuple[str, ...]) -> Mapping[str, str]:
    """Give every cell hidden under a merged area, with the first cell of that area."""
    _refuse_vast(merges)
    covered: dict[str, str] = {}
    for merge in merges:
        first, *rest = iter_refs(merge)
        covered.update(dict.fromkeys(rest, first))
    return covered


def _refuse_vast(areas: Sequence[str]) -> None:
    """Refuse, before they are walked cell by cell, areas larger than any form has."""
    boxes = [bounds(area) for area in areas]
    if sum((box.bottom - box.top + 1) * (box.right - box.left + 1) for box in boxes) > LARGEST:
        raise OfficeError(
            "名前の範囲か結合セルが、様式より広い範囲に及んでいます。",
            "行や列の全体を選んでの結合や名前付けをやめて、様式の欄だけを指すように直してください。",
        )


def bounds_first(area: str) -> str:
    """Give the first cell of an area."""
    return area.partition(":")[0]


@functools.lru_cache(maxsize=32)
def merged_bounds(merges: tuple[str, ...]) -> Mapping[str, Bounds]:
    """Give the merged areas of a sheet by their first cell."""
    return {bounds_first(merge): bounds(merge) for merge in merges}


def _names_of_copy(book: Book, sheet: str, suffix: str) -> Iterator[DefinedName]:
    """The names of one copy of a block, without its suffix."""
    for name in _names_of_sheet(book, sheet):
        stem, mark = re.fullmatch(rf"(.*?)({_SUFFIX})?", name.name, re.DOTALL).groups()  # type: ignore[union-attr]
        if (mark or "") == suffix and not stem.startswith(BLOCK):
            yield replace(name, name=stem)


def _names_of_sheet(book: Book, sheet: str) -> Iterator[DefinedName]:
    """The sheet's own names, and workbook-scoped ones that point at it (typed in the Name Box)."""
    own = {name.name for name in book.names if name.sheet == sheet}
    for name in book.names:
        if name.name.startswith("_xlnm."):
            continue
        if name.sheet == sheet or (name.sheet is None and name.name not in own and _points_at(name, sheet)):
            yield name


def _points_at(name: DefinedName, sheet: str) -> bool:
    try:
        return {at for at, _ in iter_areas(name.text)} == {sheet}
    except ValueError:
        return f"{sheet}!" in name.text.replace("'", "")


def _check_word(name: str, fields: Fields) -> None:
    """Refuse an illegal name, and one that looks like a misspelt field (fidelity: legal names)."""
    if name in (ITEM_ID, ISSUE) or name in fields.by_name:
        return
    if not is_legal_name(name):
        raise OfficeError(
            f"名前「{name}」は使えません。", "文字・数字・下線だけの、セル番地に見えない名前にしてください。"
        )
    near = difflib.get_close_matches(name, fields.by_name, n=1, cutoff=0.7)
    group = name.partition("_")[0]
    if near or any(group == word.partition("_")[0] for word in fields.by_name):
        hint = (
            f"「{near[0]}」のことであれば、名前を直してください。"
            if near
            else "使える名前の一覧（template show）をご覧ください。"
        )
        raise OfficeError(f"名前「{name}」という欄はありません。", hint)


def is_legal_name(name: str) -> bool:
    """Tell whether Excel and LibreOffice both accept a name, and keep it as it is."""
    return (
        re.fullmatch(r"[^\W\d]\w{0,63}", name) is not None
        and re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]", name) is None
        and re.match(r"[RrCc]\d", name) is None
        and name.upper() not in ("TRUE", "FALSE")
        and unicodedata.normalize("NFKC", name) == name
    )


def _iter_overlaps(anchors: Mapping[str, tuple[str, ...]], fields: Fields) -> Iterator[OfficeError]:
    owner: dict[str, str] = {}
    for key, refs in anchors.items():
        for ref in refs:
            if ref in owner:
                both = f"「{fields[owner[ref]].name}」と「{fields[key].name}」"
                yield OfficeError(
                    f"名前{both}が同じセルを指しています。",
                    "それぞれ別のセルを指すように直してください。",
                    cell=ref,
                )
            owner[ref] = key


def _place(
    field: Field, refs: tuple[str, ...], labels: tuple[str, ...], cells: SheetCells
) -> dict[Ordinals, str]:
    if not field.axes:
        if len(refs) != 1:
            raise OfficeError(
                f"名前「{field.name}」は1セルのはずですが、{len(refs)}セルを指しています。",
                "1セルだけを指すように直してください。",
                cell=refs[0],
            )
        return {(): refs[0]}
    if "year" not in field.axes or field.key == YEAR_LABEL:
        return {(number,): ref for number, ref in enumerate(refs, 1)}
    if not labels:
        raise OfficeError(
            f"名前「{field.name}」は年度ごとの欄ですが、年度の見出しに名前がありません。",
            "年度の見出しのセルに「年次_年度」という名前を付けてください。",
        )
    years = _years_of(field, refs, labels, cells)
    if len(field.axes) == 1:
        if len(set(years)) != len(years):
            raise OfficeError(
                f"名前「{field.name}」のセルが、同じ年度に二つ以上あります。",
                "年度ごとに1セルずつ指すように直してください。",
            )
        return {(year,): ref for year, ref in zip(years, refs, strict=True)}
    seen: Counter[int] = Counter()
    placed: dict[Ordinals, str] = {}
    for year, ref in zip(years, refs, strict=True):
        seen[year] += 1
        placed[(seen[year], year)] = ref
    return placed


def _years_of(field: Field, refs: tuple[str, ...], labels: tuple[str, ...], cells: SheetCells) -> list[int]:
    """Give the year (1-based) of each cell: the one label whose rows (or columns) hold it."""
    merged = merged_bounds(cells.merges)
    boxes = [merged.get(label, bounds(label)) for label in labels]
    stacked = len({box.left for box in boxes}) == 1
    years = []
    for ref in refs:
        row, column = from_ref(ref)
        beside = [
            number
            for number, box in enumerate(boxes, 1)
            if (box.top <= row <= box.bottom if stacked else box.left <= column <= box.right)
        ]
        if len(beside) != 1:
            raise OfficeError(
                f"名前「{field.name}」のセル{ref}が、どの年度の欄か分かりません。",
                "年度の見出し（年次_年度）と同じ行（横並びのときは同じ列）に置いてください。",
                cell=ref,
            )
        years.append(beside[0])
    return years


def _count_mistake(field: Field, found: int, expected: int) -> OfficeError:
    return OfficeError(
        f"名前「{field.name}」のセルの数が合いません（{expected}のはずが{found}）。",
        "年度や行の数と同じだけのセルを指すように直してください。",
    )


def _capacity(
    placed: Mapping[str, Mapping[Ordinals, str]], fields: Fields
) -> tuple[dict[Axis, int], list[OfficeError]]:
    """Give the number of slots per axis, the one most fields agree on, and the fields that disagree."""
    votes: dict[Axis, Counter[int]] = {}
    for key, cells in placed.items():
        for position, axis in enumerate(fields[key].axes):
            votes.setdefault(axis, Counter())[max(ordinals[position] for ordinals in cells)] += 1
    if YEAR_LABEL in placed:
        votes["year"] = Counter({len(placed[YEAR_LABEL]): 1})
    capacity = {
        axis: max(counter.items(), key=lambda vote: (vote[1], vote[0]))[0] for axis, counter in votes.items()
    }
    mistakes = []
    for key, cells in placed.items():
        expected = 1
        for axis in fields[key].axes:
            expected *= capacity[axis]
        if len(cells) != expected:
            mistakes.append(_count_mistake(fields[key], len(cells), expected))
    return capacity, mistakes
