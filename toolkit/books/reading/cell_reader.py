"""The rows of a sheet's tree in, typed cells out; and the texts they refer to."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from toolkit.books.package.formulas import shift
from toolkit.books.package.markup import FORBIDDEN, clean, iter_elements, unescape_text
from toolkit.books.package.refs import from_ref, to_ref
from toolkit.books.reading.number_formats import is_date, to_moment
from toolkit.books.reading.runs import Piece, as_runs, pieces_of
from toolkit.books.reading.styles import Styles
from toolkit.books.reading.trees import namespace_of
from toolkit.model.numbers import print_number
from toolkit.model.record import Cell, CellValue
from toolkit.model.shown import PLAIN, Content, Shown

UNREADABLE = "読めない値"
"""The code of a cell whose value is stored in no way that the format knows."""
_STORED_REF = re.compile(r"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_WHOLE = 10**15  # whole numbers below are exact in a spreadsheet
_PRECISE = 15  # digits a number in a cell has; more are the writer's way to name the same number
_Typed = tuple[str, CellValue, str]  # kind, value, raw
_WORDS = ("text", "error")
"""The kinds of cells that may hold what no file can."""


def read_texts(tree: etree._Element) -> list[str]:
    """Read the shared strings: the runs of each joined, furigana (rPh) left out."""
    namespace = namespace_of(tree)
    string_tag, text_tag = namespace + "si", namespace + "t"
    etree.strip_elements(tree, namespace + "rPh", with_tail=False)
    texts: list[str] = []
    for element in tree.iter(string_tag, text_tag):
        if element.tag == string_tag:
            texts.append("")
        else:
            texts[-1] += element.text or ""
    return [_unescape(text) if "_x" in text else text for text in texts]


def read_pieces(tree: etree._Element, *, of_all: bool) -> dict[int, list[Piece]]:
    """Read the shared strings with struck or raised pieces, by their number; `of_all`: all with pieces."""
    namespace = namespace_of(tree)
    strings = enumerate(tree.iterfind(f"{namespace}si"))
    return {number: pieces_of(item) for number, item in strings if _has_looks(item, of_all)}


def _has_looks(item: etree._Element, of_all: bool) -> bool:
    """Tell whether the pieces of a text must be read; in a struck cell a font of its own is no strike."""
    return next(iter_elements(item, *(("rPr",) if of_all else ("strike", "vertAlign"))), None) is not None


def _inline_text(string: etree._Element) -> str:
    if len(string) == 1 and string[0].tag == f"{str(string.tag)[:-2]}t" and not len(string[0]):
        return string[0].text or ""  # nothing but a text, as most are; what follows costs ten times as much
    namespace = namespace_of(string)
    if len(string) == 1 and string[0].tag == namespace + "t" and not len(string[0]):
        return string[0].text or ""
    etree.strip_elements(string, namespace + "rPh", with_tail=False)
    return "".join(element.text or "" for element in string.iter(namespace + "t"))


@dataclass(frozen=True)
class Strings:
    """The shared strings of a book, and the pieces of those that do not look alike throughout."""

    texts: Sequence[str] = ()
    pieces: Mapping[int, Sequence[Piece]] = field(default_factory=dict)


class _Tags(NamedTuple):
    """The tags of cells in the sheet's own namespace."""

    value: str
    formula: str
    inline: str

    @classmethod
    def of(cls, namespace: str) -> _Tags:
        return cls(*(namespace + name for name in ("v", "f", "is")))


class _Style(NamedTuple):
    """What a cell has of its style: its number format, and how its text is unlike others."""

    number_format: str
    odd: Shown | None


class CellReader:
    """Reads the cells of the sheets of one book, given what they refer to."""

    def __init__(
        self, strings: Strings, styles: Styles, contents: Sequence[Content | None] = (), *, from_1904: bool
    ) -> None:
        """Keep what cells refer to; `from_1904`: days are counted from 1904, as old Macs do."""
        self._texts = strings.texts
        self._pieces = strings.pieces
        self._styles = styles
        self._contents = contents
        self._from_1904 = from_1904
        self._known_styles: dict[str | None, _Style] = {}

    def iter_cells(self, rows: Iterable[tuple[int, etree._Element]], namespace: str) -> Iterator[Cell]:
        """Yield the cells of a worksheet's rows (each with its number) that hold a value or a formula.

        ValueError or LookupError where a cell is not what the format allows.
        """
        tags = _Tags.of(namespace)
        formulas = _Formulas()
        for number, row in rows:
            before = ""
            for element in row:
                # A writer may leave r out: the cell then follows the one before.
                before = ref = plain_ref(element.get("r")) or _next_in(number, before)
                if len(element):
                    cell = self._read(element, ref, tags, formulas)
                    if cell is not None:
                        yield cell

    def _read(self, element: etree._Element, ref: str, tags: _Tags, formulas: _Formulas) -> Cell | None:
        stored: str | None = None
        formula: str | None = None
        inline: etree._Element | None = None
        kind = element.get("t", "n")
        for child in element:
            tag = child.tag
            if tag == tags.value:
                stored = "".join(map(str, child.itertext())) if len(child) else child.text or ""
            elif tag == tags.formula:
                formula = "=" + formulas.read(child, ref)
            elif tag == tags.inline:
                inline, stored, kind = child, _inline_text(child), "str"
        number = element.get("s")
        style = self._known_styles.get(number) or self._style(number)
        try:
            typed, value, raw = self._typed(kind, stored, style.number_format)
        except (ValueError, LookupError, ArithmeticError):  # this cell is asked about, the others are read
            typed, value, raw = "error", UNREADABLE, stored or UNREADABLE
        if raw == "" and formula is None:
            return None
        cell = Cell(ref, typed, raw, value, formula, style.number_format)
        if typed == "text":
            shared = int(stored or 0) if self._pieces and kind == "s" else None
            pieces = self._pieces_of(inline, shared, style) if inline is not None or self._pieces else ()
            cell = _look(cell, style.odd, pieces) if style.odd or pieces else cell
        elif typed == "error" or style.odd:
            content = self._content(element.get("vm")) if typed == "error" else None
            cell = _look(cell._replace(shown=Shown(content=content)), style.odd)
        is_clean = raw.isprintable() or typed not in _WORDS or FORBIDDEN.search(raw) is None
        return cell if is_clean else _cleaned(cell)

    def _pieces_of(self, inline: etree._Element | None, shared: int | None, style: _Style) -> Sequence[Piece]:
        """Give the pieces of a text, in the cell itself or shared, where they do not look alike."""
        if inline is None:
            return () if shared is None else self._pieces.get(shared, ())
        is_struck = style.odd is not None and style.odd.struck
        has_pieces = inline.find(f"{namespace_of(inline)}r") is not None and _has_looks(inline, is_struck)
        return pieces_of(inline) if has_pieces else ()

    def _style(self, number: str | None) -> _Style:
        at, formats = number_of(number), self._styles.formats
        style = _Style(formats[at] if at < len(formats) else "General", self._styles.odd.get(at))
        self._known_styles[number] = style
        return style

    def _content(self, mark: str | None) -> Content | None:
        at = int(mark) if mark and mark.isascii() and mark.isdecimal() else 0
        return self._contents[at - 1] if 0 < at <= len(self._contents) else None

    def _typed(self, kind: str, stored: str | None, number_format: str) -> _Typed:
        if not stored:
            # A formula's result without a character is a text; no result means it was not calculated.
            return ("text", "", "") if kind == "str" and stored is not None else ("blank", None, "")
        if kind == "s":
            text = self._texts[int(stored)]
            return "text", text, text
        if kind == "n":
            return self._number_or_date(stored, number_format)
        if kind in ("str", "inlineStr"):
            text = _unescape(stored)
            return "text", text, text
        if kind == "b":
            return "boolean", stored in ("1", "true"), stored
        if kind == "e":
            return "error", stored, stored
        if kind == "d":
            return "date", _moment(stored), stored
        raise ValueError(f"unknown cell type {kind!r}")

    def _number_or_date(self, stored: str, number_format: str) -> _Typed:
        number = _number(stored)
        if is_date(number_format):
            moment = to_moment(float(number), number_format, from_1904=self._from_1904)
            if moment is not None:
                return "date", moment, stored
        # What was typed as 9.8 may be stored as 9.8000000000000007.
        is_long = len(stored) > _PRECISE and Decimal(stored) != number
        return "number", number, print_number(number, separators=False) if is_long else stored


def _next_in(row: int, before: str) -> str:
    """Give the address that follows one in a row ("": the first)."""
    return to_ref(row, from_ref(before)[1] + 1 if before else 1)


def _look(cell: Cell, odd: Shown | None, pieces: Sequence[Piece] = ()) -> Cell:
    """Add how the cell's style and the pieces of its text make it look."""
    own = odd or PLAIN
    runs = as_runs(pieces, struck=own.struck)
    shown = replace(cell.shown, runs=runs, struck=own.struck and not pieces, unseen=own.unseen)
    return cell._replace(shown=shown)


def _cleaned(cell: Cell) -> Cell:
    """Leave out of a text what no file can hold."""
    found = dict.fromkeys(f"U+{ord(sign):04X}" for sign in FORBIDDEN.findall(cell.raw))
    raw = clean(cell.raw)
    runs = tuple(run._replace(text=clean(run.text)) for run in cell.shown.runs)
    return cell._replace(raw=raw, value=raw, shown=replace(cell.shown, runs=runs, cleaned=tuple(found)))


def number_of(text: str | None) -> int:
    """Give a whole number of an attribute; 0 where it is left out, empty or none."""
    return int(text) if text and text.isascii() and text.isdecimal() else 0


@functools.lru_cache(maxsize=4096)
def plain_ref(stored: str | None) -> str:
    """Give an address as all others write it (`f034` is F34); "" where it is none."""
    match = _STORED_REF.fullmatch(stored or "")
    return f"{match[1].upper()}{match[2]}" if match else ""


class _Formulas:
    """The formulas of one sheet: one that is shared with other cells is stored once, and shifted to each."""

    def __init__(self) -> None:
        self._shared: dict[str, tuple[int, int, str]] = {}

    def read(self, element: etree._Element, ref: str) -> str:
        text = clean(_unescape(element.text or ""))
        group = element.get("si")
        if element.get("t") != "shared" or group is None:
            return text
        row, column = from_ref(ref)
        if text:
            self._shared[group] = (row, column, text)
            return text
        first_row, first_column, shared = self._shared.get(group, (row, column, ""))
        return shift(shared, row - first_row, column - first_column)


def _number(stored: str) -> Decimal:
    number = float(stored)
    if "_" in stored or not math.isfinite(number):
        raise ValueError(f"not a number: {stored!r}")
    # 0.1 is stored as 0.10000000000000001: the shortest form is what was meant.
    return Decimal(int(number)) if number.is_integer() and abs(number) < _WHOLE else Decimal(repr(number))


def _moment(stored: str) -> dt.datetime | dt.date | dt.time:
    """Give the moment of a cell stored as ISO 8601 (a strict writer's way)."""
    if ":" in stored and "-" not in stored:
        return dt.time.fromisoformat(stored)
    moment = dt.datetime.fromisoformat(stored).replace(tzinfo=None)
    return moment if moment.time() != dt.time() else moment.date()


def _unescape(text: str) -> str:
    """Give the text a reader sees; two escaped halves of a character become the character."""
    if "_x" not in text:
        return text
    return unescape_text(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
