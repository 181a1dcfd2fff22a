"""A form's workbook with its sheet and its cover bound in, what no book could be made of it for out.

Names that are wrong in themselves are told by `template.bind`; here is what a form lacks, or has too much of.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.books.blocks.layout import BLOCK
from toolkit.books.forms.template import ITEM_ID, Binding, bind
from toolkit.books.reading.reader import Book
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields

ITEM_BLOCK = "項目"
"""The prototype rows of a form with a block per item: `ブロック_項目`."""
_LISTS = ("book.item", "book.item_name")
_EXPECTED = ("book.department", "book.deadline", "book.asked_fields")
_OF_COVER = "book."
PER_ITEM = "item"


def iter_form_mistakes(
    book: Book, form: Binding, cover: Binding, fields: Fields, *, per: str, file: str
) -> Iterator[OfficeError]:
    """Yield why a form cannot be issued: no number, no list of items, blocks amiss, a second item sheet."""
    if not form.identity:
        what = f"項目の番号を示す名前「{ITEM_ID}」がありません。"
        mend = f"番号を印字するセルに「{ITEM_ID}」という名前を付けてください。"
        yield OfficeError(what, mend, file, form.sheet)
    if form.sheet == cover.sheet:
        what = "項目のシートと表紙が、同じシートになっています。"
        yield OfficeError(
            what, "「様式」シートの「表紙」に、別のシートを指定してください。", file, form.sheet
        )
    elif not any(cover.cells.get(key) for key in _LISTS):
        names = "か".join(f"「{fields[key].name}」" for key in _LISTS)
        what = f"表紙に、項目の一覧を示す名前（{names}）がありません。"
        mend = "一覧を印字するセルの並びに名前を付けてください。"
        yield OfficeError(what, mend, file, cover.sheet)
    yield from _iter_block_mistakes(book, form.sheet, per, file)
    for sheet in find_twins(book, form.sheet, cover.sheet, fields, file):
        what = f"シート「{sheet}」にも欄の名前があり、配るブックに記入されないまま残ります。"
        mend = f"使わないシートなら削除してください（使うのは「{form.sheet}」と「{cover.sheet}」です）。"
        yield OfficeError(what, mend, file, sheet)


def find_twins(book: Book, sheet: str, cover: str, fields: Fields, file: str) -> list[str]:
    """Find the other sheets that look like an item's: they have its fields, or the name of its number."""
    found = []
    for other in book.sheets:
        if other not in (sheet, cover):
            binding, _ = bind(book, other, fields, file=file)
            if binding.identity or any(not key.startswith(_OF_COVER) for key in binding.cells):
                found.append(other)
    return found


def _iter_block_mistakes(book: Book, sheet: str, per: str, file: str) -> Iterator[OfficeError]:
    blocks = [
        name.name
        for name in book.names
        if name.name.startswith(BLOCK) and sheet in (name.sheet, name.text.rpartition("!")[0].strip("'"))
    ]
    needed = f"{BLOCK}{ITEM_BLOCK}"
    if per == PER_ITEM and blocks:
        what = f"項目ごとに1シートの様式に、繰り返す行の名前（{'、'.join(blocks)}）があります。"
        mend = "名前を削除するか、「様式」シートの「作り方」を「所属ごと」にしてください。"
        yield OfficeError(what, mend, file, sheet)
    if per != PER_ITEM and needed not in blocks:
        what = f"所属ごとに1シートの様式に、項目の行を示す名前「{needed}」がありません。"
        mend = f"項目1件分の行に「{needed}」という名前を付けてください。"
        yield OfficeError(what, mend, file, sheet)


def iter_cover_doubts(cover: Binding, fields: Fields, file: str) -> Iterator[OfficeError]:
    """Yield what a department would look for on the cover of its book and not find (要確認)."""
    for key in _EXPECTED:
        if not cover.cells.get(key):
            what = f"表紙に「{fields[key].title}」を示す名前（{fields[key].name}）がありません。"
            mend = "印字する欄を設けて名前を付けてください。要らなければ、このままで差し支えありません。"
            yield OfficeError(what, mend, file, cover.sheet)
