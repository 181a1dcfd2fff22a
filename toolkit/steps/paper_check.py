"""A paper's bound template and its settings in, what of the two does not fit together out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.books.block_layout import BLOCK
from toolkit.books.paper_template import PaperSheet, find_missing
from toolkit.model.errors import OfficeError
from toolkit.model.paper_settings import PaperSettings
from toolkit.rules.paper_rows import group_of, is_block


def iter_paper_mistakes(
    sheets: Mapping[str, PaperSheet], paper: PaperSettings, file: str
) -> Iterator[OfficeError]:
    """Yield the figures no cell shows, the conditions of no sheet, the blocks that would never be printed."""
    yield from find_missing(sheets.values(), paper.figures, file)
    for name in paper.only:
        if name not in sheets:
            what = f"[[paper]] の only にあるシート「{name}」が、様式にありません。"
            mend = f"シートの名前か only を直してください（あるシート: {'、'.join(sheets)}）。"
            yield OfficeError(what, mend, file)
    for sheet, bound in sheets.items():
        groups = len(paper.only.get(sheet, ()))
        for block in bound.blocks:
            if not is_block(block):
                what = f"「{BLOCK}{block}」という名前の行は、会議資料では印字しません。"
                mend = "使える名前（ブロック_行、ブロック_指標、ブロック_階層1 など）に直してください。"
                yield OfficeError(what, mend, file, sheet)
            elif group_of(block) > (groups if groups > 1 else 0):
                what = f"「{BLOCK}{block}」の組がないので、印字しません（only の条件は{groups}つ）。"
                mend = "only の条件を [ ] に二つ以上並べるか、その行の名前を直してください。"
                yield OfficeError(what, mend, file, sheet)
