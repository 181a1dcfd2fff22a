"""A 修正依頼 and an item's cells before and after it in, what was mended and what else changed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.plan import Item
from toolkit.model.record import Cell, Place
from toolkit.model.requests import Request
from toolkit.rules.record.read_item import unit_of
from toolkit.rules.record.records import says_same

BLANK = "空欄"


def find_request(
    requests: Sequence[Request], department: str, book: str, receipt: int, item_id: str
) -> Request | None:
    """Find the newest request that a return can be the answer to: made before it came, of the same book.

    What was asked at one time about several files is one request; it is of the file that holds the item.
    """
    made = [
        one for one in requests if (one.department, one.book) == (department, book) and one.seen < receipt
    ]
    newest = max((one.seen for one in made), default=0)
    several = [one for one in made if one.seen == newest]
    about = [one for one in several if any(cell.item_id == item_id for cell in one.asked)] or several
    return replace(about[0], asked=tuple(cell for one in several for cell in one.asked)) if about else None


def iter_request_findings(
    request: Request,
    item: Item,
    cells: Mapping[Slot, tuple[Cell, Cell]],
    places: Mapping[Slot, Place],
    words: tuple[str, Fields],
) -> Iterator[Finding]:
    """Yield a finding per answer of an item that changed: first those that were asked, then every other.

    `cells` hold each asked answer before and after, `words` the department's name and the fields. What was
    asked and is not mended is found again by the checks themselves.
    """
    department, fields = words
    asked = {cell.slot for cell in request.asked if cell.item_id == item.id}
    typed = {slot: (before.raw.strip(), now.raw.strip()) for slot, (before, now) in cells.items()}
    kinds = {slot: (fields[slot.field], fields[slot.field].unit or unit_of(item, slot)) for slot in cells}
    changed = [slot for slot, pair in cells.items() if not says_same(*pair, *kinds[slot])]
    for slot in sorted(changed, key=lambda slot: slot not in asked):
        code = "answered-request" if slot in asked else "changed-besides"
        told = {"field": fields[slot.field].name, "receipt": request.receipt}
        told |= {"before": typed[slot][0] or BLANK, "value": typed[slot][1] or BLANK}
        yield Finding(code, places.get(slot), department, item.id, slot, told)
