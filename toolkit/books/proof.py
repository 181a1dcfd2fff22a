"""A book just written and what it was meant to hold in; nothing out where openpyxl finds just that in it.

openpyxl is the second reader: it shares no line with what wrote the book. What it cannot open or see (x14
choices, results beside their formulas, `_x000D_`) our own reader decides, and the message says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.books.package.meant import Formula, Held, HeldBook, Orders, Rule, Shade
from toolkit.books.reading.held import (
    BY_US,
    UnseenError,
    cells_of,
    read_by_openpyxl,
    read_by_us,
    read_template,
)
from toolkit.books.reading.reader import SheetCells, read_book
from toolkit.model.errors import OfficeError

LARGEST = 50_000
"""Cells of a workbook without a template; a larger one is read back by our own reader."""
_MEND = (
    "何も書き出していません。もう一度実行してください。同じところで止まるときは、様式のその場所をExcelで"
    "入れ直してください。確かめずに出すときは --no-proof を付けてください（使ったことは記録に残ります）。"
)


class BookDifference(NamedTuple):
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
        how = ""
        try:
            meant, found = orders.meant(read_template), read_by_openpyxl(path)
        except UnseenError:
            how = self._note(path.name)
            meant, found = orders.meant(read_by_us), read_by_us(path)
        _refuse(path.name, _iter_differences(meant, found), how)
        _refuse(path.name, _iter_unseen(meant, path), BY_US)

    def prove_cells(self, path: Path, name: str, meant: HeldBook) -> None:
        """Read a book without a template, known as `name`, and hold its cells and merged areas against it.

        Raises OfficeError as `prove` does. More than `LARGEST` cells are read by our own reader.
        """
        if not self.wanted:
            return
        small = sum(len(held.cells) for held in meant.sheets.values()) <= LARGEST
        how = "" if small else "（大きな表なので、このツールで読み返しました）"
        try:
            found = read_by_openpyxl(path) if small else read_by_us(path)
        except UnseenError:
            how, found = self._note(name), read_by_us(path)
        _refuse(name, _iter_cell_differences(meant, found), how)
        _refuse(name, _iter_unseen(meant, path), BY_US)

    def _note(self, name: str) -> str:
        note = "もう一つの読み取りでは開けないため、このツールの読み取りだけで確かめました"
        self.notes.append(f"  {name} は、{note}。")
        return f"（{note}）"


def differs_from_meant(found: SheetCells, meant: Held) -> bool:
    """Tell whether our own reader finds other cells or merged areas on a sheet than were meant."""
    return any(_iter_cell_differences(HeldBook({"": meant}), HeldBook({"": cells_of(found)})))


def _refuse(name: str, differences: Iterable[BookDifference], how: str = "") -> None:
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


def _iter_differences(meant: HeldBook, found: HeldBook) -> Iterator[BookDifference]:
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
                yield BookDifference(sheet, ref, "入力規則", _rule_words(rule), _rule_words(other))
        for ref in sorted({*held.shades, *there.shades}):
            shades, others = held.shades.get(ref, ()), there.shades.get(ref, ())
            if shades != others:
                yield BookDifference(sheet, ref, "条件付き書式", _shade_words(shades), _shade_words(others))
        if held.protected != there.protected:
            words = {True: "保護あり", False: "保護なし"}
            yield BookDifference(sheet, "", "シートの保護", words[held.protected], words[there.protected])
        for ref, locked in held.locks.items():
            if locked != there.locks.get(ref, True):
                words = {True: "ロックあり", False: "ロックなし"}
                yield BookDifference(sheet, ref, "セルのロック", words[locked], words[not locked])


def _iter_cell_differences(meant: HeldBook, found: HeldBook) -> Iterator[BookDifference]:
    for sheet in [*meant.sheets, *found.sheets]:
        if (sheet in meant.sheets) != (sheet in found.sheets):
            word = f"シート「{sheet}」"
            pair = (word, "") if sheet in meant.sheets else ("", word)
            yield BookDifference(sheet, "", "シートの有無", *pair)
    for sheet, held in meant.sheets.items():
        there = found.sheets.get(sheet, held)
        for area in sorted(held.merges ^ there.merges):
            words = ("結合", "") if area in held.merges else ("", "結合")
            yield BookDifference(sheet, area, "セルの結合", *words)
        for ref in [*held.cells, *(ref for ref in there.cells if ref not in held.cells)]:
            value, other = _plain(held.cells.get(ref)), there.cells.get(ref)
            if (type(value), value) != (type(other), other) and not _is_escaped(value):
                thing = "数式" if isinstance(value, Formula) else "値"
                yield BookDifference(sheet, ref, thing, _words(value), _words(other))


def _iter_unseen(meant: HeldBook, path: Path) -> Iterator[BookDifference]:
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
            yield BookDifference(sheet, ref, "数式の結果か文字", _words(plain), _words(raw))


def _iter_name_differences(
    sheet: str, meant: Mapping[str, tuple[str, str]], found: Mapping[str, tuple[str, str]]
) -> Iterator[BookDifference]:
    for word in [*meant, *(word for word in found if word not in meant)]:
        (name, text), (other, there) = meant.get(word, ("", "")), found.get(word, ("", ""))
        if (name, text) != (other, there):
            yield BookDifference(sheet, "", f"名前「{name or other}」", text, there)


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


def _shade_words(shades: Iterable[Shade]) -> str:
    words = (f"{one.kind}　{'　'.join(one.formulas)}　{''.join(one.look)}" for one in shades)
    return "、".join(word.rstrip() for word in words)


def _rule_words(rule: Rule | None) -> str:
    return (
        ""
        if rule is None
        else "　".join([rule.kind or "（入力時のメッセージ）", *filter(None, rule.formulas)])
    )
