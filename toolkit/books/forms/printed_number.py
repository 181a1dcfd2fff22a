"""A form and what an item shows in it in, the number by which staff know the item out."""

from __future__ import annotations

from toolkit.books.forms.forms import Content, FormSheet
from toolkit.model.fields import Slot
from toolkit.model.record import Cell


def printed_number(form: FormSheet, content: Content) -> str:
    """Give the number of an item as its sheet prints it: what stands in the cells of `_item_id`, by `-`."""
    keys = {cells[()]: key for key, cells in form.binding.cells.items() if () in cells}
    blank = Cell("")
    texts = (
        str(content.get(Slot(keys[ref]), "")) if ref in keys else form.cells.cells.get(ref, blank).raw
        for ref in form.binding.identity
    )
    return "-".join(text for text in map(str.strip, texts) if text)
