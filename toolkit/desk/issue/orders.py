"""A round in, what is to be made of it out: its forms bound, its recipients, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator

from toolkit.books.forms.forms import FormSheet
from toolkit.books.forms.printed_number import printed_number
from toolkit.books.forms.template import bind
from toolkit.books.proof import Proof
from toolkit.books.reading.reader import Book
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.editions import as_issued
from toolkit.desk.workspace import Workspace, read_form
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.file_names import legal_name
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import DEPARTMENTS, FormSettings, Profile, Round
from toolkit.model.record import Answer
from toolkit.model.years import FiscalYear
from toolkit.rules.words.item_content import item_content


@dataclass(frozen=True)
class BoundForm:
    """A form of the round: its settings, its workbook (the file, and as read), its sheet and its cover.

    `own_covers` are those of writers that have their own (回答・評価主体), by name.
    """

    settings: FormSettings
    template: Path
    book: Book
    sheet: FormSheet
    cover: FormSheet
    own_covers: Mapping[str, FormSheet]

    def cover_of(self, writer: str) -> FormSheet:
        """Give the cover of a writer's books."""
        return self.own_covers.get(writer, self.cover)

    @property
    def covers(self) -> tuple[str, ...]:
        """The names of all its covers: a book keeps one of them."""
        return tuple(dict.fromkeys(one.binding.sheet for one in (self.cover, *self.own_covers.values())))


@dataclass(frozen=True)
class Job:
    """What every book of an issue shares; `register` is the file the plan was loaded from.

    `prefill` are answers of earlier rounds, by round and item; `answered` those this round has brought so
    far, which the offices (事務局, 委員会) see in their books, `written` what a writer whose
    book is made again wrote itself, by writer and item.
    """

    workspace: Workspace
    round: Round
    register: Path
    plan: Plan
    forms: Mapping[str, BoundForm]
    issue: int
    prefill: Mapping[str, Mapping[str, Mapping[Slot, Answer]]]
    answered: Mapping[str, Mapping[Slot, Answer]]
    written: Mapping[tuple[str, str], Mapping[Slot, Answer]]
    proof: Proof


@dataclass(frozen=True)
class Order:
    """One book to make: who writes it, in which form, of which items."""

    writer: str
    department: Department
    form: BoundForm
    items: Sequence[Item]
    file: str


def prepare(workspace: Workspace, round_: Round, proof: Proof, *, again: bool = False) -> Job:
    """Load what a round needs: the plan, its forms, the earlier answers it is prefilled with.

    `again` takes the plan and the settings as they were when the round was issued last, not as they are now.
    Raises OfficeError(s) for a register, form or setting that cannot be used.
    """
    if again:
        workspace, round_ = as_issued(workspace, round_)
    Draft202012Validator.check_schema(workspace.schema)  # kept with what goes out
    issues = [int(path.name) for path in workspace.issued_records(round_).glob("[0-9]*")]
    register = workspace.edition_register(round_, max(issues)) if again and issues else workspace.register
    plan = workspace.load_plan(register)
    forms = load_forms(workspace, round_, plan)
    earlier = dict.fromkeys(ask.prefill for ask in round_.asks if ask.prefill)
    prefill = {one: _by_item(read_answers(workspace, workspace.profile.round(one))) for one in earlier}
    brought = read_answers(workspace, round_) if issues and len(round_.writers) > 1 else None
    return Job(
        workspace,
        round_,
        register,
        plan,
        forms,
        max(issues, default=0) + 1,
        prefill,
        _by_item(brought) if brought else {},
        {
            (one.writer, one.item.id): one.record.answers
            for one in brought.returns
            if one.writer != DEPARTMENTS
        }
        if brought
        else {},
        proof,
    )


def load_forms(workspace: Workspace, round_: Round, plan: Plan) -> dict[str, BoundForm]:
    """Load the forms a round uses by name, bound for a plan; OfficeErrors for what is wrong with them."""
    forms, errors = {}, []
    for name in round_.forms:
        settings = workspace.profile.form(name)
        path = workspace.form_path(settings)
        form, wrong = find_form(workspace.profile, settings, path, plan.years, round_.years[-1])
        errors += wrong
        if form is not None:
            forms[name] = form
    if errors:
        raise OfficeErrors(tuple(dict.fromkeys(errors)))
    return forms


def _by_item(answers: RoundAnswers) -> dict[str, Mapping[Slot, Answer]]:
    return {answer.item.id: answer.record.answers for answer in answers.items}


def find_form(
    profile: Profile,
    settings: FormSettings,
    template: Path,
    years: Sequence[FiscalYear],
    reported: FiscalYear,
) -> tuple[BoundForm | None, list[OfficeError]]:
    """Bind a form, its workbook at `template`, as far as that can be done, and tell all that is wrong."""
    if not template.is_file():
        what = f"様式のファイルがありません（{settings.file}）。"
        mend = "様式フォルダに置くか、ファイルの名前を直してください。"
        return None, [settings.row.wrong("ファイル", what, mend)]
    book = read_form(template)
    errors = [
        settings.row.wrong(
            header,
            f"様式のブック「{settings.file}」に、シート「{sheet}」がありません。",
            f"シートの名前を合わせてください（あるシート: {'、'.join(book.sheets)}）。",
        )
        for header, sheet in (("シート", settings.sheet), ("表紙", settings.cover))
        if sheet not in book.sheets
    ]
    if errors:
        return None, errors

    def bound(name: str) -> FormSheet:
        binding, wrong = bind(book, name, profile.fields, file=template.name)
        errors.extend(wrong)
        return FormSheet(binding, book.sheets[name], profile.fields, tuple(years), reported)

    own = {one.name: bound(one.cover) for one in profile.writers if one.cover in book.sheets}
    sheet, cover = bound(settings.sheet), bound(settings.cover)
    return BoundForm(settings, template, book, sheet, cover, own), errors


def numbers_of(plan: Plan, forms: Mapping[str, BoundForm], edition: FiscalYear) -> dict[str, str]:
    """Give the numbers of the items by id, as their sheets print them; of those whose form is among these."""
    return {
        item.id: printed_number(forms[item.form].sheet, item_content(item, plan, edition))
        for item in plan.items
        if item.form in forms
    }


def iter_orders(round_: Round, plan: Plan, forms: Mapping[str, BoundForm]) -> Iterator[Order]:
    """Yield the books to make: departments in 建制順, then the offices, each form a book of its own."""
    for writer in round_.writers:
        for department in _recipients(plan, writer):
            first = True
            for form in forms_of(forms, writer):
                items = [
                    item
                    for item in plan.items
                    if (form.settings.by or item.form == form.settings.name)
                    and (writer != DEPARTMENTS or item.coordinator == department.id)
                ]
                if any(asked_slots(item, form.sheet, round_, writer) for item in items):
                    name = book_name(department, "" if first else form.settings.name)
                    yield Order(writer, department, form, items, name)
                    first = False


def forms_of(forms: Mapping[str, BoundForm], writer: str) -> list[BoundForm]:
    """Give the forms a writer gets: its own, where the round uses such, else those of the departments."""
    own = [form for form in forms.values() if form.settings.by == writer]
    return own or [form for form in forms.values() if not form.settings.by]


def _recipients(plan: Plan, writer: str) -> list[Department]:
    if writer != DEPARTMENTS:
        return [office for office in plan.offices if office.id == writer]
    coordinators = {item.coordinator for item in plan.items}
    return sorted((plan.department(one) for one in coordinators), key=lambda one: one.order)


def asked_slots(item: Item, form: FormSheet, round_: Round, by: str = DEPARTMENTS) -> dict[Slot, str]:
    """Give the slots a round asks of an item, with their cells.

    None before the item starts, and none of an item that another body evaluates (評価主体).
    """
    asked: dict[Slot, str] = {}
    if item.evaluator:
        return asked
    own = form.of(item)
    for ask in round_.asks:
        if ask.by != by:
            continue
        for slot, ref in own.slots(ask.field.key).items():
            if slot.year is None or (
                (ask.years is None or slot.year in ask.years) and slot.year >= item.start_year
            ):
                asked[slot] = ref
    return asked


def book_name(department: Department, form: str = "") -> str:
    """Give the file name of a book: `01_企画部_経営企画課.xlsx`, legal on Windows; offices have no number."""
    number = "" if department.is_office else f"{department.order:02}"
    name = "_".join(part for part in (number, department.division, department.section, form) if part)
    return legal_name(f"{name}.xlsx")


def round_title(round_: Round) -> str:
    """Give a round's name as a heading: `R5_取組実績・評価` is `令和5年度 取組実績・評価`."""
    label, _, rest = round_.id.partition("_")
    try:
        return f"{FiscalYear.parse(label).name} {rest}".strip()
    except ValueError:
        return round_.id
