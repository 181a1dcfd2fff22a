"""A form's defined names in, the cell of every slot out; and everything that is wrong with the names.

A field is a defined name `群_欄` (DESIGN §4). Its areas run in order, their cells row by row, a merged
area counts as its first cell. Where a field runs over fiscal years, each cell belongs to the year label
(`年次_年度`) it stands beside, so stacked cells and rectangles need no further word.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from toolkit.books.blocks.layout import BLOCK, SUFFIX
from toolkit.books.forms.year_labels import REPORTED, YearLabel, labels_beside, read_labels
from toolkit.books.package.merges import bounds_first, covered_cells, refuse_vast
from toolkit.books.package.names import DefinedName
from toolkit.books.package.refs import iter_areas, iter_refs
from toolkit.books.reading.reader import Book, SheetCells
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Axis, Field, Fields
from toolkit.model.words import half_width

ITEM_ID = "_item_id"
ISSUE = "_issue"
YEAR_LABEL = "year.label"
_COPIED = re.compile(rf"(.*?)((?:{SUFFIX})?)", re.DOTALL)
_DEAD = re.compile(r"(?:'(?:[^']|'')*'!|[^'!,()\s]+!)?#REF!")
Ordinals = tuple[int, ...]
"""Where a cell stands on the axes of its field, 1-based: (indicator, year) = (2, 5)."""


@dataclass(frozen=True)
class Binding:
    """Where the fields of one sheet sit: field key → ordinals → the first cell of its merged area.

    `capacity` is the number of slots of each axis; `identity` the cells whose texts, joined by `-`, are
    the item's id as printed; `labels` every year label as (year, cell), those that repeat a year too.
    """

    sheet: str
    cells: Mapping[str, Mapping[Ordinals, str]]
    capacity: Mapping[Axis, int]
    identity: tuple[str, ...]
    labels: tuple[tuple[int, str], ...] = ()


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
    labels = read_labels(anchors.get(YEAR_LABEL, ()), cells)
    placed: dict[str, dict[Ordinals, str]] = {}
    expected: dict[str, int] = {}
    for key, refs in anchors.items():
        try:
            placed[key], expected[key] = _place(fields[key], refs, labels)
        except OfficeError as mistake:
            mistakes.append(mistake)
    capacity, uneven = _capacity(placed, expected, fields)
    errors = [replace(mistake, file=file, sheet=sheet) for mistake in mistakes + uneven]
    shown = tuple((label.year, label.ref) for label in labels)
    return Binding(sheet, placed, capacity, identity, shown), errors


def _collect_anchors(
    book: Book, sheet: str, fields: Fields, suffix: str
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], list[OfficeError]]:
    """Give the cells of every field (by key), the cells of the printed id, and what is wrong."""
    anchors: dict[str, tuple[str, ...]] = {}
    identity: tuple[str, ...] = ()
    mistakes: list[OfficeError] = []
    names = list(_names_of_copy(book, sheet, suffix))
    label = fields[YEAR_LABEL].name
    if suffix and not any(name.name == label for name in names):
        # The years may stand once, above all blocks.
        names += [name for name in _names_of_copy(book, sheet, "") if name.name == label]
    for name in names:
        try:
            if not name.hidden:
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
        refuse_vast(areas)
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


def find_live_anchors(name: DefinedName, cells: SheetCells) -> tuple[str, ...]:
    """Give the cells of a name of a returned sheet that are still on it, in order; () where none is.

    Excel leaves `#REF!` where an area was deleted or pasted over.
    """
    text = _DEAD.sub("", name.text) if "#REF!" in name.text else name.text
    text = re.sub(r",+", ",", text).strip(",")
    try:
        areas = [area for sheet, area in iter_areas(text) if sheet in (None, cells.name)]
        refuse_vast(areas)
    except (ValueError, OfficeError):
        return ()
    covered = covered_cells(cells.merges)
    return tuple(ref for area in areas for ref in iter_refs(area) if ref not in covered)


def iter_suffixes(book: Book, sheet: str) -> Iterator[str]:
    """Yield "", `__02`, … for every item the sheet holds, in the order they were printed."""
    suffixes = set()
    for name in book.names:
        if not name.name.startswith(ITEM_ID):  # nearly every name of a made book
            continue
        stem, suffix = _split(name.name)
        if stem == ITEM_ID and (name.sheet == sheet or (name.sheet is None and _points_at(name, sheet))):
            suffixes.add(suffix)
    yield from sorted(suffixes, key=lambda suffix: int(suffix.lstrip("_") or 1))


def find_item_id(book: Book, sheet: str, suffix: str = "") -> str | None:
    """Find the item a sheet (or a copy of its block) belongs to: the texts of `_item_id` joined by `-`."""
    name = book.find_name(ITEM_ID + suffix, sheet)
    if name is None:
        return None
    cells = book.sheets[sheet]
    try:
        refs = find_anchors(name, cells)
    except OfficeError:
        return None
    texts = [cells.cells[ref].raw.strip() for ref in refs if ref in cells.cells]
    return "-".join(texts) or None


def _names_of_copy(book: Book, sheet: str, suffix: str) -> Iterator[DefinedName]:
    """The names of one copy of a block, without its suffix."""
    for name in _names_of_sheet(book, sheet):
        stem, own = _split(name.name)
        if own == suffix and not stem.startswith(BLOCK):
            yield name._replace(name=stem)


def _split(name: str) -> tuple[str, str]:
    """Give a name without the suffix of its copy, and that suffix."""
    match = _COPIED.fullmatch(name)
    return (match[1], match[2]) if match else (name, "")


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
        and half_width(name) == name
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
    field: Field, refs: tuple[str, ...], labels: tuple[YearLabel, ...]
) -> tuple[dict[Ordinals, str], int]:
    """Give where each cell of a field stands on its axes, and how many years the field has."""
    if not field.axes:
        if len(refs) != 1:
            raise OfficeError(
                f"名前「{field.name}」は1セルのはずですが、{len(refs)}セルを指しています。",
                "1セルだけを指すように直してください。",
                cell=refs[0],
            )
        return {(): refs[0]}, 1
    if field.key == YEAR_LABEL:
        first = {label.year: label.ref for label in reversed(labels) if label.year != REPORTED}
        return {(year,): first[year] for year in sorted(first)}, len(first)
    if "year" not in field.axes:
        return {(number,): ref for number, ref in enumerate(refs, 1)}, 1
    if not labels:
        raise OfficeError(
            f"名前「{field.name}」は年度ごとの欄ですが、年度の見出しに名前がありません。",
            "年度の見出しのセルに「年次_年度」という名前を付けてください。",
        )
    return _place_by_year(field, refs, labels)


def _place_by_year(
    field: Field, refs: tuple[str, ...], labels: tuple[YearLabel, ...]
) -> tuple[dict[Ordinals, str], int]:
    beside = labels_beside(field, refs, labels)
    years = [label.year for label in beside]
    in_run = sum(label.run == beside[0].run for label in labels)
    if len(field.axes) == 1:
        if len(set(years)) != len(years):
            raise OfficeError(
                f"名前「{field.name}」のセルが、同じ年度に二つ以上あります。",
                "年度ごとに1セルずつ指すように直してください。",
            )
        return {(year,): ref for year, ref in zip(years, refs, strict=True)}, in_run
    seen: Counter[int] = Counter()
    placed: dict[Ordinals, str] = {}
    for year, ref in zip(years, refs, strict=True):
        seen[year] += 1
        placed[(seen[year], year)] = ref
    return placed, in_run


def _count_mistake(field: Field, found: int, expected: int) -> OfficeError:
    return OfficeError(
        f"名前「{field.name}」のセルの数が合いません（{expected}のはずが{found}）。",
        "年度や行の数と同じだけのセルを指すように直してください。",
    )


def _capacity(
    placed: Mapping[str, Mapping[Ordinals, str]], years: Mapping[str, int], fields: Fields
) -> tuple[dict[Axis, int], list[OfficeError]]:
    """Give the number of slots per axis, the one most fields agree on, and the fields that disagree."""
    votes: dict[Axis, Counter[int]] = {}
    labels = placed.get(YEAR_LABEL)
    for key, cells in placed.items():
        for position, axis in enumerate(fields[key].axes if cells else ()):
            votes.setdefault(axis, Counter())[max(ordinals[position] for ordinals in cells)] += 1
    if labels:
        votes["year"] = Counter({len(labels): 1})
    elif labels is not None:  # only the year reported on, whichever of the plan that is
        votes.pop("year", None)
    capacity = {
        axis: max(counter.items(), key=lambda vote: (vote[1], vote[0]))[0] for axis, counter in votes.items()
    }
    mistakes = []
    for key, cells in placed.items():
        expected = years[key]
        for axis in fields[key].axes:
            expected *= 1 if axis == "year" else capacity[axis]
        if len(cells) != expected:
            mistakes.append(_count_mistake(fields[key], len(cells), expected))
    return capacity, mistakes
