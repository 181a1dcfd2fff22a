"""An issued book and one of its items in, the 照会用コピー for a related department and its orders out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from toolkit.books.forms.template import ISSUE
from toolkit.books.package.lengths import MAX_HEADER, MAX_SHEET_NAME, cut, fit_header, units
from toolkit.books.package.markup import WORKSHEET_ORDER, ensure_child, escape_text, main
from toolkit.books.package.meant import Orders
from toolkit.books.package.package import Package
from toolkit.books.returned.our_marks import RELATED_COPY, RelatedCopy
from toolkit.model.manifest import IssuedBook, IssuedSheet

WORD = "照会用コピー"
_MIDDLE = re.compile(r"(?<!&)(?:&&)*&C")
_HEADERS = ("oddHeader", "evenHeader", "firstHeader")
_ORDER = ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"]


def write_related_copy(
    issued: Path, book: IssuedBook, sheet: IssuedSheet, about: RelatedCopy, path: Path
) -> Orders:
    """Write the item's sheet alone, with the same open cells, marked in title, tab and printed header.

    Gives the orders the copy was made by. Raises OfficeError where the issued book no longer has the sheet.
    """
    package = Package.open(issued)
    own = package.sheet(sheet.sheet)
    for other in package.sheet_names():
        if other != sheet.sheet:
            package.remove_sheet(other)
    for neighbour in book.sheets:
        if neighbour.sheet == sheet.sheet and neighbour.item_id != sheet.item_id:
            own.set_locked(neighbour.asked, locked=True)
            own.hide_rows(range(neighbour.rows[0], neighbour.rows[1] + 1))
    package.delete_name(ISSUE)
    package.set_name(RELATED_COPY, f'"{about.mark}"')
    package.set_property(
        "所属", about.related
    )  # no mark of the copy may make it look like the 主管課's return
    package.set_property(WORD, f"{about.related}から{about.lead}へ")
    package.set_title(f"{WORD} {about.number}（{about.related}から{about.lead}へ）")
    _print_above(package, own.part, f"{WORD}　{about.related}から{about.lead}へお返しください")
    package.rename_sheet(sheet.sheet, f"{cut(sheet.sheet, MAX_SHEET_NAME - units(WORD) - 2)}（{WORD}）")
    package.select_first_sheet()
    package.save(path)
    return package.orders


def _print_above(package: Package, part: str, text: str) -> None:
    """Put a text first in the printed header, before what the form prints in its middle."""
    holder = ensure_child(package.parts.tree(part), "headerFooter", WORKSHEET_ORDER)
    used = [name for name in _HEADERS if holder.find(main(name)) is not None] or ["oddHeader"]
    for name in used:
        header = ensure_child(holder, name, _ORDER)
        old = header.text or ""
        middle = _MIDDLE.search(old)
        at, after = (middle.end(), "\n") if middle else (len(old), "")
        before = old[:at] if middle else f"{old}&C"
        fits = units(f"{before}{text.replace('&', '&&')}{after}{old[at:]}") <= MAX_HEADER
        around = (before, f"{after}{old[at:]}") if fits else ("&C", "")
        header.text = escape_text(fit_header(partial(_put_between, *around, text)))


def _put_between(before: str, after: str, text: str, put: Callable[[str], str]) -> str:
    return f"{before}{put(text)}{after}"
