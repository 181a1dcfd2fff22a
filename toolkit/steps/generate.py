"""The register and the forms in, a book per department and writer out (配布): only the asked cells open.

Also kept: the manifest of what was issued and the register of the edition, and per department a
照会文 and a 督促文 ready to paste.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from toolkit.books.blocks import repeat_blocks
from toolkit.books.forms import (
    CoverItem,
    FormSheet,
    item_content,
    open_cells,
    sheet_name_for,
    write_cover,
    write_item,
    write_totals,
)
from toolkit.books.package import Package
from toolkit.books.pages import break_between_blocks
from toolkit.books.reader import Book, read_book
from toolkit.books.refs import from_ref
from toolkit.books.register import load_register
from toolkit.books.template import ISSUE, ITEM_ID, find_item_id, load_binding
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.findings import Finding
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import OFFICES, Department, Item, Plan
from toolkit.model.profile import FormSettings, Round
from toolkit.model.returns import Answer
from toolkit.model.years import FiscalYear, write_date
from toolkit.rules.letters import Inquiry, write_inquiry, write_reminder
from toolkit.rules.plan_checks import iter_plan_warnings
from toolkit.rules.totals import subtotal
from toolkit.steps.answers import read_answers
from toolkit.steps.workspace import (
    ISSUED,
    REGISTER,
    SETTINGS,
    Workspace,
    read_form,
    write_json,
    write_text,
)

ENTRY_FIELDS = ("book.respondent", "book.extension", "book.confirmed", "book.message")
"""Cells of the cover that are open in every round."""
DEPARTMENTS = "所属"
BLOCK = "項目"
"""The prototype rows of a form with a block per item: `ブロック_項目`."""


@dataclass(frozen=True)
class Issued:
    """What generate made: the folder, the manifest, how many items are asked, what the plan leaves to ask."""

    folder: Path
    manifest: Manifest
    items: int
    items_asked: int
    warnings: tuple[Finding, ...] = ()

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office, paths from the workspace's root."""
        recipients = dict.fromkeys(
            book.department for book in self.manifest.books if book.writer == DEPARTMENTS
        )
        offices = dict.fromkeys(book.department for book in self.manifest.books if book.writer != DEPARTMENTS)
        also = f"と{'・'.join(offices)}" if offices else ""
        yield (
            f"配布: {len(recipients)}所属{also}のブックを {self.folder.relative_to(root)} に作りました"
            f"（{self.items}項目、うち記入をお願いするもの{self.items_asked}項目）。"
        )
        yield "  照会文と督促文は、その中の「通知文」にあります。"
        for warning in self.warnings:
            yield f"  台帳の{warning.severity.value}: {warning.item_id} {warning.what}"


@dataclass(frozen=True)
class _Form:
    """A form of the round: its settings, its workbook, its sheet and its cover."""

    settings: FormSettings
    template: Path
    sheet: FormSheet
    cover: FormSheet


@dataclass(frozen=True)
class _Job:
    """What every book of an issue shares. `prefill` are answers of earlier rounds, by round and item."""

    workspace: Workspace
    round: Round
    plan: Plan
    forms: Mapping[str, _Form]
    issue: int
    prefill: Mapping[str, Mapping[str, Mapping[Slot, Answer]]]


@dataclass(frozen=True)
class _Order:
    """One book to make: who writes it, in which form, of which items."""

    writer: str
    department: Department
    form: _Form
    items: Sequence[Item]
    file: str


@dataclass
class _Placed:
    """An item's place in a book: its sheet or its block, bound, with what it asks (slot → cell)."""

    item: Item
    form: FormSheet
    suffix: str = ""
    rows: tuple[int, int] = (1, 1_048_576)
    asked: dict[Slot, str] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.form.binding.sheet


def generate(workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None) -> Issued:
    """Make the books of a round.

    Raises OfficeError(s) for a register, form or setting that cannot be used; nothing is left behind then.
    """
    job = _prepare(workspace, round_)
    _check(job)
    books = []
    with tempfile.TemporaryDirectory(dir=workspace.root / ".gyokaku") as temporary:
        staging = Path(temporary) / "配布"
        staging.mkdir()  # of its own: the temporary folder is closed to all others
        for order in _iter_orders(job):
            progress(order.department.name)
            try:
                books.append(_make_book(job, order, staging))
            except OfficeError as error:
                raise replace(error, file=error.file or order.form.template.name) from None
            _write_letters(job, order, books[-1], staging / "通知文")
        manifest = _manifest(job, books)
        _set_aside(workspace.folder(ISSUED, round_), job.issue)
        _keep(job, manifest)
        published = staging.rename(workspace.folder(ISSUED, round_))
    sheets = [sheet for book in books if book.writer == DEPARTMENTS for sheet in book.sheets]
    warnings = tuple(
        warning
        for item in job.plan.items
        for indicator in item.indicators
        for warning in iter_plan_warnings(indicator, item.id)
    )
    asked = sum(bool(sheet.asked) for sheet in sheets)
    return Issued(published, manifest, len(sheets), asked, warnings)


def _manifest(job: _Job, books: Sequence[IssuedBook]) -> Manifest:
    return Manifest(
        city=job.workspace.profile.city,
        round=job.round.id,
        edition=job.round.edition,
        issue=job.issue,
        templates={
            name: hashlib.sha256(f.template.read_bytes()).hexdigest() for name, f in job.forms.items()
        },
        slots={
            name: {key: tuple(form.sheet.all_slots(key)) for key in form.sheet.binding.cells}
            for name, form in job.forms.items()
        },
        books=tuple(books),
    )


def asked_slots(item: Item, form: FormSheet, round_: Round, by: str = DEPARTMENTS) -> dict[Slot, str]:
    """Give the slots a round asks of an item, with their cells.

    None before the item starts, and none of an item that another body evaluates (評価主体).
    """
    asked: dict[Slot, str] = {}
    if item.evaluator:
        return asked
    count = {
        "indicator": len(item.indicators),
        "activity": len(item.activities),
        "part": sum(len(indicator.parts) for indicator in item.indicators),
    }
    for ask in round_.asks:
        if ask.by != by:
            continue
        for slot, ref in form.slots(ask.field.key).items():
            in_year = slot.year is None or (
                (ask.years is None or slot.year in ask.years) and slot.year >= item.start_year
            )
            if in_year and all((getattr(slot, axis) or 0) <= number for axis, number in count.items()):
                asked[slot] = ref
    return asked


# -- before anything is made


def _prepare(workspace: Workspace, round_: Round) -> _Job:
    plan = load_register(workspace.register, workspace.fields)
    forms = {
        name: _load_form(workspace, workspace.profile.form(name), plan, round_.years[-1])
        for name in round_.forms
    }
    issues = [int(path.name) for path in workspace.issued_records(round_).glob("[0-9]*")]
    prefill = {}
    for earlier in dict.fromkeys(ask.prefill for ask in round_.asks if ask.prefill):
        answers = read_answers(workspace, workspace.profile.round(earlier))
        prefill[earlier] = {answer.item.id: answer.record.answers for answer in answers.items}
    return _Job(workspace, round_, plan, forms, max(issues, default=0) + 1, prefill)


def _load_form(workspace: Workspace, settings: FormSettings, plan: Plan, reported: FiscalYear) -> _Form:
    template = workspace.form_path(settings)
    if not template.is_file():
        raise OfficeError("様式のファイルがありません。", "様式フォルダに置いてください。", settings.file)
    book = read_form(template)
    for sheet in (settings.sheet, settings.cover):
        if sheet not in book.sheets:
            mend = f"シート名か {SETTINGS} の [[form]] を直してください。"
            raise OfficeError(f"シート「{sheet}」がありません。", mend, settings.file)

    def bound(name: str) -> FormSheet:
        binding = load_binding(book, name, workspace.fields, file=settings.file)
        return FormSheet(binding, book.sheets[name], workspace.fields, plan.years, reported)

    return _Form(settings, template, bound(settings.sheet), bound(settings.cover))


def _check(job: _Job) -> None:
    """Refuse, in one pass, what no book could hold: unknown forms, unbound asks, years beyond the plan."""
    errors = [*_iter_item_mistakes(job), *_iter_round_mistakes(job)]
    for form in job.forms.values():
        if not form.sheet.binding.identity:
            what = f"項目の番号を示す名前「{ITEM_ID}」がありません。"
            mend = f"番号を印字するセルに「{ITEM_ID}」という名前を付けてください。"
            errors.append(OfficeError(what, mend, *_place_of(form)))
    if errors:
        raise OfficeErrors(tuple(errors))


def _iter_item_mistakes(job: _Job) -> Iterator[OfficeError]:
    known = {form.name for form in job.workspace.profile.forms}
    for item in job.plan.items:
        if item.form not in known:
            what = f"項目{item.id}の様式「{item.form}」がありません。"
            mend = f"様式の名前を確かめてください（ある様式: {'、'.join(sorted(known))}）。"
            yield OfficeError(what, mend, REGISTER, "項目")
        amounts = [effect for effect in item.effects if effect.activity is None]
        form = job.forms.get(item.form)
        if len(amounts) > 1 and form and "effect.actual" in form.sheet.binding.cells:
            what = f"項目{item.id}には効果額の行が{len(amounts)}つありますが、様式の効果額の欄は1つです。"
            mend = "効果額シートの行を、項目ごとに1行にまとめてください。"
            yield OfficeError(what, mend, REGISTER, "効果額")


def _iter_round_mistakes(job: _Job) -> Iterator[OfficeError]:
    beyond = [year.label for year in job.round.years if year not in job.plan.years]
    if beyond:
        what = f"照会「{job.round.id}」の年度（{'、'.join(beyond)}）は計画期間の外です。"
        mend = "[[round]] の years か、計画台帳の年度の列を確かめてください。"
        yield OfficeError(what, mend, SETTINGS)
    for ask in job.round.asks:
        if not any(ask.field.key in form.sheet.binding.cells for form in job.forms.values()):
            what = f"照会「{job.round.id}」で聞く「{ask.field.name}」の欄が様式にありません。"
            mend = "様式の欄に名前を付けるか、asks から外してください。"
            yield OfficeError(what, mend, *_place_of(next(iter(job.forms.values()))))


def _place_of(form: _Form) -> tuple[str, str]:
    return form.template.name, form.sheet.binding.sheet


def _iter_orders(job: _Job) -> Iterator[_Order]:
    """Yield the books to make: departments in 建制順, then 事務局 and 委員会, each form a book of its own."""
    for writer in job.round.writers:
        for department in _recipients(job, writer):
            first = True
            for form in job.forms.values():
                items = [
                    item
                    for item in job.plan.items
                    if item.form == form.settings.name
                    and (writer != DEPARTMENTS or item.coordinator == department.section)
                ]
                if any(asked_slots(item, form.sheet, job.round, writer) for item in items):
                    name = book_name(department, "" if first else form.settings.name)
                    yield _Order(writer, department, form, items, name)
                    first = False


def _recipients(job: _Job, writer: str) -> list[Department]:
    if writer != DEPARTMENTS:
        return [office for office in OFFICES if office.section == writer]
    sections = {item.coordinator for item in job.plan.items}
    return sorted((job.plan.department(section) for section in sections), key=lambda one: one.order)


# -- one book


def _make_book(job: _Job, order: _Order, staging: Path) -> IssuedBook:
    path = staging / order.file
    package = Package.open(order.form.template)
    if order.form.settings.per == "department":
        package, placed = _lay_blocks(job, order, package, path)
    else:
        placed = _lay_sheets(order, package)
    for one in placed:
        one.asked = asked_slots(one.item, one.form, job.round, order.writer)
        _fill(job, package, one)
    for name in dict.fromkeys(one.sheet for one in placed):
        here = [one for one in placed if one.sheet == name]
        open_cells(package.sheet(name), here[0].form, [ref for one in here for ref in one.asked.values()])
        if order.form.settings.per == "department":
            break_between_blocks(package, name, [one.rows for one in here])
    _fill_cover(job, order, package, placed)
    mark = _mark(job, order)
    _identify(job, order, package, mark)
    package.save(path)
    book = read_book(path)
    _check_printed_ids(book, placed)
    sheets = tuple(_issued_sheet(book, one) for one in placed)
    cover = order.form.cover.binding.sheet
    return IssuedBook(
        order.department.section, path.name, mark, cover, sheets, order.form.settings.name, order.writer
    )


def _lay_sheets(order: _Order, package: Package) -> list[_Placed]:
    """Give each item a copy of the form's sheet."""
    form = order.form.sheet
    placed = []
    for item in order.items:
        name = sheet_name_for(item.id)
        package.clone_sheet(form.binding.sheet, name)
        placed.append(_Placed(item, replace(form, binding=replace(form.binding, sheet=name))))
    package.remove_sheet(form.binding.sheet)
    return placed


def _lay_blocks(job: _Job, order: _Order, package: Package, path: Path) -> tuple[Package, list[_Placed]]:
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
        bound = replace(form, binding=binding, cells=book.sheets[form.binding.sheet])
        placed.append(_Placed(item, bound, copy.suffix, (copy.top, copy.bottom)))
    return Package.open(path), placed


def _fill(job: _Job, package: Package, placed: _Placed) -> None:
    sheet = package.sheet(placed.sheet)
    content = item_content(placed.item, job.plan, job.round.edition)
    content = {slot: value for slot, value in content.items() if slot not in placed.asked}
    write_item(sheet, placed.form, placed.item, content)
    write_totals(sheet, placed.form, totals_of(placed.item))
    for ask in job.round.asks:
        answers = job.prefill.get(ask.prefill, {}).get(placed.item.id, {})
        for slot, ref in placed.asked.items():
            answer = answers.get(slot)
            if slot.field == ask.field.key and answer is not None and answer.raw:
                sheet.write(ref, _as_typed(answer))


def _as_typed(answer: Answer) -> str | Decimal:
    """Give an earlier answer as it was typed: a plain number as a number, `84.4%` or 3人 as the text."""
    plain = not re.search(r"[^\d.,\-+eE]", answer.raw)
    return answer.value if isinstance(answer.value, Decimal) and plain else answer.raw


def totals_of(item: Item) -> dict[Slot, Decimal | None]:
    """Give the totals a form prints of an item's plan: of amounts and of yearly targets (D1, D2)."""
    amounts = [amount for effect in item.effects for amount in effect.planned.values()]
    totals = {Slot("item.planned_subtotal"): subtotal(amounts), Slot("item.actual_subtotal"): None}
    for effect in item.effects:
        if effect.activity is not None:
            totals[Slot("activity.planned_total", None, effect.activity)] = subtotal(effect.planned.values())
    for activity in item.activities:
        if activity.targets:
            totals[Slot("activity.target_total", None, activity.number)] = subtotal(activity.targets.values())
    return totals


def _fill_cover(job: _Job, order: _Order, package: Package, placed: Sequence[_Placed]) -> None:
    asked = [slot for one in placed for slot in one.asked]
    texts: dict[str, str | int] = {
        "book.round": round_title(job.round),
        "book.department": order.department.name,
        "book.deadline": write_date(order.department.deadline or job.round.deadline),
        "book.asked_fields": _asked_words(job.round, order.writer, asked),
        "book.cell_count": len(asked),
        "book.office": job.workspace.profile.office,
    }
    cover = order.form.cover
    sheet = package.sheet(cover.binding.sheet)
    write_cover(
        sheet, cover, texts, [CoverItem(p.item, p.sheet, f"A{p.rows[0]}", len(p.asked)) for p in placed]
    )
    entries = [ref for key in ENTRY_FIELDS for ref in cover.binding.cells.get(key, {}).values()]
    open_cells(sheet, cover, entries)


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


def _identify(job: _Job, order: _Order, package: Package, mark: str) -> None:
    city, edition = job.workspace.profile.city, job.round.edition.label
    package.set_name(ISSUE, f'"{city}|{edition}|{job.round.id}|{job.issue}|{mark}"')
    known = {"照会": job.round.id, "版": edition, "所属": order.department.name, "発行番号": str(job.issue)}
    for name, text in known.items():
        package.set_property(name, text)
    package.set_title(f"{round_title(job.round)} {order.department.name}")
    package.select_first_sheet()


def _mark(job: _Job, order: _Order) -> str:
    what = "|".join(
        [job.workspace.profile.city, job.round.edition.label, job.round.id, str(job.issue)]
        + [order.writer, order.department.section, order.form.settings.name]
        + [item.id for item in order.items]
    )
    return hmac.new(job.workspace.key(), what.encode(), hashlib.sha256).hexdigest()[:32]


def _check_printed_ids(book: Book, placed: Iterable[_Placed]) -> None:
    """Refuse a book whose sheets would not be recognised when they come back."""
    errors = []
    for one in placed:
        printed = find_item_id(book, one.sheet, one.suffix)
        if printed != one.item.id:
            what = f"項目ID「{one.item.id}」と、様式に印字される番号「{printed or ''}」が違います。"
            mend = f"項目IDを印字と同じにするか、様式の「{ITEM_ID}」が指すセルを直してください。"
            errors.append(OfficeError(what, mend, REGISTER, "項目"))
    if errors:
        raise OfficeErrors(tuple(errors))


def _issued_sheet(book: Book, placed: _Placed) -> IssuedSheet:
    first, last = placed.rows
    cells = {
        ref: cell.raw
        for ref, cell in book.sheets[placed.sheet].cells.items()
        if cell.formula is None and first <= from_ref(ref)[0] <= last
    }
    asked = {ref: slot for slot, ref in placed.asked.items()}
    return IssuedSheet(placed.item.id, placed.sheet, asked, cells, placed.suffix, placed.rows)


def book_name(department: Department, form: str = "") -> str:
    """Give the file name of a book: `01_企画部_経営企画課.xlsx`, legal on Windows; offices have no number."""
    number = "" if department in OFFICES else f"{department.order:02}"
    name = "_".join(part for part in (number, department.division, department.section, form) if part)
    return "".join("・" if c in '<>:"/\\|?*' else c for c in name) + ".xlsx"


def round_title(round_: Round) -> str:
    """Give a round's name as a heading: `R5_取組実績・評価` is `令和5年度 取組実績・評価`."""
    label, _, rest = round_.id.partition("_")
    try:
        return f"{FiscalYear.parse(label).name} {rest}".strip()
    except ValueError:
        return round_.id


# -- beside the books


def _write_letters(job: _Job, order: _Order, book: IssuedBook, folder: Path) -> None:
    asked = [sheet for sheet in book.sheets if sheet.asked]
    about = Inquiry(
        title=f"{job.workspace.profile.plan} {round_title(job.round)}",
        department=order.department.name,
        deadline=write_date(order.department.deadline or job.round.deadline),
        file=book.file,
        items=[(sheet.item_id, job.plan.item(sheet.item_id).name) for sheet in asked],
        cells=sum(len(sheet.asked) for sheet in asked),
        office=job.workspace.profile.office,
    )
    stem = Path(book.file).stem
    write_text(folder / f"{stem}_照会文.txt", write_inquiry(about))
    write_text(folder / f"{stem}_督促文.txt", write_reminder(about))


def _keep(job: _Job, manifest: Manifest) -> None:
    """Keep the manifest and the register of the edition: what was asked, on what state of the plan."""
    records = job.workspace.issued_records(job.round) / f"{job.issue:02}"
    write_json(records / "manifest.json", manifest.as_json())
    shutil.copyfile(job.workspace.register, records / REGISTER)
    for form in job.forms.values():
        shutil.copyfile(form.template, records / form.template.name)


def _set_aside(folder: Path, issue: int) -> None:
    """Keep the books of an earlier issue of the same round under another name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        stamp = dt.datetime.now().astimezone().strftime("%Y%m%d_%H%M%S")
        old = folder.with_name(f"{folder.name}_旧_{stamp}")
        folder.rename(old.with_name(f"{old.name}_{issue - 1}") if old.exists() else old)
