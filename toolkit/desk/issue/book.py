"""One order in, one department's book out: laid out, filled with the plan, only the asked cells open."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from toolkit.books.blocks.repeat import repeat_blocks
from toolkit.books.forms.forms import (
    CoverItem,
    FormSheet,
    open_cells,
    write_cover,
    write_item,
    write_totals,
)
from toolkit.books.forms.heights import grow_rows
from toolkit.books.forms.offered import offer_choices
from toolkit.books.forms.pages import break_between_blocks
from toolkit.books.forms.printed_number import printed_number
from toolkit.books.forms.template import ISSUE, ITEM_ID, find_item_id, load_binding
from toolkit.books.forms.to_fill import show_to_fill
from toolkit.books.package.package import Package
from toolkit.books.package.refs import from_ref
from toolkit.books.package.sheet_names import sheet_name
from toolkit.books.reading.reader import Book, read_book
from toolkit.desk.issue.orders import Job, Order, asked_slots, round_title
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.plan import Item
from toolkit.model.profile import DEPARTMENTS, Round
from toolkit.model.record import IN_DOUBT, Answer, State
from toolkit.model.slots import slots_of
from toolkit.model.years import write_date
from toolkit.rules.counting.totals import subtotal
from toolkit.rules.numbers.quantities import print_as_read
from toolkit.rules.record.read_item import unit_of
from toolkit.rules.words.item_content import item_content
from toolkit.rules.words.office_words import source_text

ENTRY_FIELDS = ("book.respondent", "book.extension", "book.confirmed", "book.message")
"""Cells of the cover that are open in every round."""
_AMOUNTS = ("effect.actual", "activity.actual")
BLOCK = "項目"
"""The prototype rows of a form with a block per item: `ブロック_項目`."""


@dataclass
class _Placed:
    """An item's place in a book: its sheet or its block, bound, with what it asks (slot → cell).

    `issued` is what stands in cells it asks from the beginning.
    """

    item: Item
    form: FormSheet
    number: str
    suffix: str = ""
    rows: tuple[int, int] = (1, 1_048_576)
    asked: dict[Slot, str] = field(default_factory=dict)
    issued: dict[str, str | Decimal] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.form.binding.sheet


def make_book(job: Job, order: Order, staging: Path) -> IssuedBook:
    """Make one book in the staging folder and give what was issued.

    Raises OfficeError(s) where the form has too few slots or prints an id that would not be recognised, and
    where the book reads otherwise than it was meant.
    """
    path = staging / order.file
    package = Package.open(order.form.template)
    if order.form.settings.per == "department":
        placed = _lay_blocks(job, order, package, path)
    else:
        placed = _lay_sheets(job, order, package)
    for one in placed:
        one.asked = asked_slots(one.item, one.form, job.round, order.writer)
        _fill(job, order, package, one)
    for name in dict.fromkeys(one.sheet for one in placed):
        here = [one for one in placed if one.sheet == name]
        asked = {ref: job.workspace.fields[slot.field] for one in here for slot, ref in one.asked.items()}
        open_cells(package.sheet(name), here[0].form, asked)
        offer_choices(package, here[0].form, asked)
        for one in here:
            show_to_fill(package, one.form, list(one.asked.items()), one.issued)
        if order.form.settings.per == "department":
            break_between_blocks(package, name, [[one.rows] for one in here])
    _fill_cover(job, order, package, placed)
    mark = _mark(job, order)
    _identify(job, order, package, mark)
    package.save(path)
    job.proof.prove(path, package.orders)
    book = read_book(path)
    _check_printed_ids(book, order, placed)
    sheets = tuple(_issued_sheet(book, one) for one in placed)
    cover = order.form.cover_of(order.writer).binding.sheet
    return IssuedBook(
        *(order.department.id, path.name, mark, cover, sheets),
        *(order.form.settings.name, order.writer, order.department.name),
    )


def _lay_sheets(job: Job, order: Order, package: Package) -> list[_Placed]:
    """Give each item a copy of the form's sheet."""
    form = order.form.sheet
    placed = []
    for item in order.items:
        number = _number(job, order, item)
        name = sheet_name(number, package.sheet_names())
        package.clone_sheet(form.binding.sheet, name)
        bound = replace(form.of(item), binding=replace(form.binding, sheet=name))
        placed.append(_Placed(item, bound, number))
    package.remove_sheet(form.binding.sheet)
    return placed


def _lay_blocks(job: Job, order: Order, package: Package, path: Path) -> list[_Placed]:
    """Give each item a copy of the form's block, one below the other on the same sheet."""
    form = order.form.sheet
    copies = repeat_blocks(package, form.binding.sheet, [BLOCK] * len(order.items))
    package.save(path)
    book = read_book(path)
    placed = []
    for item, copy in zip(order.items, copies, strict=True):
        binding = load_binding(
            book, form.binding.sheet, job.workspace.fields, file=order.form.template.name, suffix=copy.suffix
        )
        bound = replace(form.of(item), binding=binding, cells=book.sheets[form.binding.sheet])
        number = _number(job, order, item)
        placed.append(_Placed(item, bound, number, copy.suffix, (copy.top, copy.bottom)))
    return placed


def _number(job: Job, order: Order, item: Item) -> str:
    """Give the number of an item as the form prints it."""
    return printed_number(order.form.sheet, item_content(item, job.plan, job.round.edition))


def _fill(job: Job, order: Order, package: Package, placed: _Placed) -> None:
    sheet = package.sheet(placed.sheet)
    content = item_content(placed.item, job.plan, job.round.edition)
    if order.writer != DEPARTMENTS:
        answers = job.answered.get(placed.item.id, {})
        content |= {slot: answer.shown for slot, answer in answers.items() if answer.raw}
    content = {slot: value for slot, value in content.items() if slot not in placed.asked}
    texts = write_item(sheet, placed.form, placed.item, content)
    write_totals(sheet, placed.form, totals_of(placed.item))
    for slot, ref in placed.asked.items():
        value = _prefilled(job, order.writer, placed.item.id, slot)
        if value is not None:
            sheet.write(ref, value)
            placed.issued[ref] = value
    grow_rows(sheet, texts | {ref: str(value) for ref, value in placed.issued.items()})


def _prefilled(job: Job, writer: str, item_id: str, slot: Slot) -> str | Decimal | None:
    """Give what stands in an open cell as issued; None where it is blank.

    Who gets a book again finds what it wrote in this round; an office else what the departments wrote
    (`Ask.source`); everybody what was answered in an earlier round (`Ask.prefill`).
    """
    answered = job.answered.get(item_id, {}) if writer != DEPARTMENTS else {}
    own = job.written.get((writer, item_id), {}).get(slot)
    if own is not None and own.raw:
        return as_typed(own)
    for ask in (ask for ask in job.round.asks if ask.by == writer):
        earlier = job.prefill.get(ask.prefill, {}).get(item_id, {}).get(slot)
        if ask.covers(slot) and earlier is not None and earlier.raw:
            return as_typed(earlier)
        if ask.covers(slot) and (text := source_text(ask, slot, answered)):
            return text
    return None


def as_typed(answer: Answer) -> str | Decimal:
    """Give an earlier answer as it was typed: a plain number as a number, `84.4%` or 3人 as the text."""
    plain = not re.search(r"[^\d.,\-+eE]", answer.raw)
    value = answer.reading if answer.state is State.DOUBT else answer.value
    return value if isinstance(value, Decimal) and plain else answer.raw


def as_shown(item: Item, slot: Slot, answer: Answer) -> str | Decimal:
    """Give an answer as papers show it: a number as it was read, with the field's unit where one was typed.

    An amount is the number alone, for totals stand below. What is asked about (確認中) is not printed: it may
    not be what was meant.
    """
    if answer.reading is not None:
        return IN_DOUBT
    if answer.state is State.NOT_SET and answer.note:
        return "-"
    if not isinstance(answer.value, Decimal):
        return answer.raw
    return answer.value if slot.field in _AMOUNTS else print_as_read(answer, unit_of(item, slot))


def totals_of(item: Item, answers: Mapping[Slot, Answer] | None = None) -> dict[Slot, Decimal | None]:
    """Give the totals a form prints of an item's plan: of amounts and of yearly targets (D1, D2).

    With the item's answers, also those of the amounts achieved, as far as there are answers.
    """
    amounts = [amount for effect in item.effects for amount in effect.planned.values()]
    actual = [one for slot, one in (answers or {}).items() if slot.field == "effect.actual"]
    totals = {
        Slot("item.planned_subtotal"): subtotal(amounts),
        Slot("item.actual_subtotal"): subtotal(actual),
    }
    for activity in item.activities:
        at = activity.id
        planned = [effect.planned.values() for effect in item.effects if effect.activity == at]
        if planned:
            totals[Slot("activity.planned_total", None, at)] = subtotal(
                one for some in planned for one in some
            )
        if activity.targets:
            totals[Slot("activity.target_total", None, at)] = subtotal(activity.targets.values())
        mine = [
            one
            for slot, one in (answers or {}).items()
            if (slot.field, slot.activity) == ("activity.actual", at)
        ]
        if mine:
            totals[Slot("activity.actual_total", None, at)] = subtotal(mine)
    return totals


def _fill_cover(job: Job, order: Order, package: Package, placed: Sequence[_Placed]) -> None:
    asked = [slot for one in placed for slot in one.asked]
    texts: dict[str, str | int] = {
        "book.round": round_title(job.round),
        "book.department": order.department.name,
        "book.deadline": write_date(order.department.deadline or job.round.deadline),
        "book.asked_fields": _asked_words(job.round, order.writer, asked),
        "book.cell_count": len(asked),
        "book.office": job.workspace.profile.office,
    }
    cover = order.form.cover_of(order.writer)
    for other in order.form.covers:
        if other != cover.binding.sheet:
            package.remove_sheet(other)
    sheet = package.sheet(cover.binding.sheet)
    write_cover(
        sheet,
        cover,
        texts,
        [CoverItem(p.item, p.number, p.sheet, f"A{p.rows[0]}", len(p.asked)) for p in placed],
    )
    entries = [(Slot(key), ref) for key in ENTRY_FIELDS for ref in cover.binding.cells.get(key, {}).values()]
    open_cells(sheet, cover, [ref for _, ref in entries])
    show_to_fill(package, cover, entries, {})


def _asked_words(round_: Round, by: str, asked: Iterable[Slot]) -> str:
    """Say what a book asks, year by year: `令和6年度の実績値、差の原因／令和7年度（見込み）の実績値`."""
    found = {(slot.field, slot.year) for slot in asked}
    titles: dict[str, list[str]] = {}
    for ask in round_.asks:
        key = ask.field.key
        years = [year for year in ask.years or () if found & {(key, year), (key, None)}]
        if ask.by == by and (years or (ask.years is None and any(field == key for field, _ in found))):
            words = [f"{year.name}（見込み）" if year in round_.forecast else year.name for year in years]
            title = f"{ask.field.title}（{ask.field.unit}）" if ask.field.unit else ask.field.title
            titles.setdefault("・".join(words) or "各年度", []).append(title)
    return "／".join(f"{years}の{'、'.join(dict.fromkeys(some))}" for years, some in titles.items())


def _identify(job: Job, order: Order, package: Package, mark: str) -> None:
    city, edition = job.workspace.profile.city, job.round.edition.label
    package.set_name(ISSUE, f'"{city}|{edition}|{job.round.id}|{job.issue}|{mark}"')
    known = {"照会": job.round.id, "版": edition, "所属": order.department.name, "発行番号": str(job.issue)}
    for name, text in known.items():
        package.set_property(name, text)
    package.set_title(f"{round_title(job.round)} {order.department.name}")
    package.select_first_sheet()


def _mark(job: Job, order: Order) -> str:
    what = "|".join(
        [job.workspace.profile.city, job.round.edition.label, job.round.id, str(job.issue)]
        + [order.writer, order.department.id, order.form.settings.name]
        + [item.id for item in order.items]
    )
    return hmac.new(job.workspace.key(), what.encode(), hashlib.sha256).hexdigest()[:32]


def _check_printed_ids(book: Book, order: Order, placed: Iterable[_Placed]) -> None:
    """Refuse a book whose sheets would not be recognised when they come back."""
    errors = []
    for one in placed:
        printed = find_item_id(book, one.sheet, one.suffix)
        if printed != one.number:
            what = f"項目「{one.item.name}」の番号「{one.number}」と、印字される番号「{printed or ''}」が"
            what += "違います。"
            mend = f"様式の「{ITEM_ID}」が指すセルを直してください。"
            errors.append(OfficeError(what, mend, order.form.template.name, one.sheet))
    if errors:
        raise OfficeErrors(tuple(errors))


def _issued_sheet(book: Book, placed: _Placed) -> IssuedSheet:
    first, last = placed.rows
    cells, formulas = {}, {}
    for ref, cell in book.sheets[placed.sheet].cells.items():
        if first <= from_ref(ref)[0] <= last:
            if cell.formula is None:
                cells[ref] = cell.raw
            else:
                formulas[ref] = cell.formula
    asked = {ref: slot for slot, ref in placed.asked.items()}
    lines = slots_of(placed.item)
    return IssuedSheet(
        placed.item.id,
        placed.sheet,
        asked,
        cells,
        placed.suffix,
        placed.rows,
        formulas,
        lines,
        placed.number,
        book.sheets[placed.sheet].lying,
    )
