"""A round in, what is to be made of it out: its forms bound, its recipients, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jsonschema import Draft202012Validator

from toolkit.books.forms.form_checks import iter_form_mistakes
from toolkit.books.forms.forms import FormSheet, iter_capacity_mistakes, iter_cover_mistakes
from toolkit.books.forms.printed_number import printed_number
from toolkit.books.forms.template import ITEM_ID, load_binding
from toolkit.books.proof import Proof
from toolkit.books.reading.reader import Book
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.editions import as_issued
from toolkit.desk.workspace import REGISTER, Workspace, read_form
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.file_names import legal_name
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import DEPARTMENTS, SETTINGS, FormSettings, Round
from toolkit.model.record import Answer
from toolkit.model.slots import sharing_effects
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.level_checks import (
    iter_level_mistakes,
    iter_level_name_mistakes,
    iter_parted_levels,
)
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
    far, which the offices (事務局, 委員会) see in their books, `written` what each of them wrote itself, by
    writer and item.
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
        {(one.writer, one.item.id): one.record.answers for one in brought.returns} if brought else {},
        proof,
    )


def load_forms(workspace: Workspace, round_: Round, plan: Plan) -> dict[str, BoundForm]:
    """Load the forms a round uses by name, bound for a plan; OfficeError for one that is wrong."""
    return {
        name: _load_form(workspace, workspace.profile.form(name), plan, round_.years[-1])
        for name in round_.forms
    }


def _by_item(answers: RoundAnswers) -> dict[str, Mapping[Slot, Answer]]:
    return {answer.item.id: answer.record.answers for answer in answers.items}


def _load_form(workspace: Workspace, settings: FormSettings, plan: Plan, reported: FiscalYear) -> BoundForm:
    template = workspace.form_path(settings)
    if not template.is_file():
        raise OfficeError("様式のファイルがありません。", "様式フォルダに置いてください。", settings.file)
    book = read_form(template)
    for sheet in (settings.sheet, settings.cover):
        if sheet not in book.sheets:
            header = "シート" if sheet == settings.sheet else "表紙"
            what = f"様式のブック「{settings.file}」に、シート「{sheet}」がありません。"
            mend = f"シートの名前を合わせてください（あるシート: {'、'.join(book.sheets)}）。"
            raise settings.row.wrong(header, what, mend)

    def bound(name: str) -> FormSheet:
        binding = load_binding(book, name, workspace.fields, file=settings.file)
        return FormSheet(binding, book.sheets[name], workspace.fields, plan.years, reported)

    own = {one.name: one.cover for one in workspace.profile.writers if one.cover in book.sheets}
    return BoundForm(
        *(settings, template, book, bound(settings.sheet), bound(settings.cover)),
        {name: bound(cover) for name, cover in own.items()},
    )


def check(job: Job) -> None:
    """Refuse, in one pass, what no book could hold: see `iter_mistakes`."""
    errors = tuple(dict.fromkeys(iter_mistakes(job)))
    if errors:
        raise OfficeErrors(errors)


def iter_mistakes(job: Job) -> Iterator[OfficeError]:
    """Yield what no book of a round could hold or show: of the plan, the round, its forms and covers."""
    profile = job.workspace.profile
    yield from _iter_item_mistakes(job)
    yield from _iter_round_mistakes(job)
    for mistake in iter_level_name_mistakes(profile.levels, profile.item_word):
        yield replace(mistake, file=SETTINGS, sheet="基本")
    for mistake in iter_level_mistakes(job.plan, profile.levels):
        yield replace(mistake, file=REGISTER, sheet="項目")
    for mistake in iter_parted_levels(job.plan):
        yield replace(mistake, file=REGISTER)
    for form in job.forms.values():
        yield from _iter_form_mistakes(job, form)
    for order in iter_orders(job):
        for mistake in iter_cover_mistakes(order.form.cover_of(order.writer).binding, len(order.items)):
            yield replace(mistake, file=order.form.template.name)


def _iter_form_mistakes(job: Job, form: BoundForm) -> Iterator[OfficeError]:
    """Yield what a form lacks, and of what it has too few for an item of the plan."""
    sheet, cover, file = form.sheet.binding, form.cover.binding, form.template.name
    yield from iter_form_mistakes(
        form.book, sheet, cover, job.workspace.fields, per=form.settings.per, file=file
    )
    for item in job.plan.items:
        if form.settings.by or item.form == form.settings.name:
            for mistake in iter_capacity_mistakes(form.sheet, item):
                yield replace(mistake, file=file)


def _iter_item_mistakes(job: Job) -> Iterator[OfficeError]:
    known = {form.name for form in job.workspace.profile.forms if not form.by}
    numbers, first = numbers_of(job), dict[str, Item]()
    for item in job.plan.items:
        if item.form not in known:
            what = f"項目「{item.name}」（項目ID {item.id}）の様式「{item.form}」がありません。"
            mend = f"様式の名前を確かめてください（ある様式: {'、'.join(sorted(known))}）。"
            yield OfficeError(what, mend, REGISTER, "項目")
        form = job.forms.get(item.form)
        if form is None:
            continue
        number = numbers[item.id]
        yield from _iter_shared_amounts(item, number, form)
        same = first.setdefault(number, item)
        if not number or same is not item:
            why = f"項目「{same.name}」（項目ID {same.id}）と同じ番号「{number}」" if number else "番号が空欄"
            what = f"項目「{item.name}」（項目ID {item.id}）は、印字される番号で見分けられません（{why}）。"
            mend = f"番号を直すか、様式の「{ITEM_ID}」が指すセルを直してください。"
            yield OfficeError(what, mend, REGISTER, "項目")


def numbers_of(job: Job) -> dict[str, str]:
    """Give the numbers of the items by id, as their sheets print them; of those whose form the round uses."""
    edition = job.round.edition
    return {
        item.id: printed_number(job.forms[item.form].sheet, item_content(item, job.plan, edition))
        for item in job.plan.items
        if item.form in job.forms
    }


def _iter_shared_amounts(item: Item, number: str, form: BoundForm) -> Iterator[OfficeError]:
    """Refuse effects that would share a cell: one amount would stand for both, and count twice."""
    for effects in sharing_effects(item, form.sheet.binding.cells):
        activity = next((one for one in item.activities if one.id == effects[0].activity), None)
        of = f"項目{number}" + (f"の活動{activity.number}" if activity else "")
        kinds = "".join(f"「{one.kind}」" for one in effects if one.kind)
        what = f"{of}には効果額の行が{len(effects)}つ{kinds}ありますが、様式の効果額の欄は1つです。"
        mend = (
            "効果額シートの行を1行にまとめるか、種別ごとに活動を分けて「活動番号」を付けてください"
            "（1つの欄の実績額を2行に数えないためです）。"
        )
        yield OfficeError(what, mend, REGISTER, "効果額")


def _iter_round_mistakes(job: Job) -> Iterator[OfficeError]:
    profile, years = job.workspace.profile, job.plan.years
    if profile.period and profile.period != years:
        said, columns = (f"{some[0]}～{some[-1]}" for some in (profile.period, years))
        what = f"計画期間（{said}）が、計画台帳の年度の列（{columns}）と違います。"
        yield profile.basics_row.wrong("計画期間", what, "どちらかを直してください。")
    beyond = [year.label for year in job.round.years if year not in job.plan.years]
    if beyond:
        what = f"照会「{job.round.id}」の年度（{'、'.join(beyond)}）は計画期間の外です。"
        yield job.round.row.wrong("年度", what, "年度を直すか、計画台帳の年度の列を確かめてください。")
    for ask in job.round.asks:
        forms = forms_of(job, ask.by)
        if not any(ask.field.key in form.sheet.binding.cells for form in forms):
            what = f"照会「{job.round.id}」で聞く「{ask.field.name}」の欄が様式にありません。"
            file, sheet = _place_of(next(iter(forms or job.forms.values())))
            mend = f"様式（{file}［{sheet}］）の欄に名前を付けるか、照会項目の行を消してください。"
            yield ask.row.wrong("欄", what, mend)
    for writer in profile.writers:
        asked = forms_of(job, writer.name) if writer.cover and writer.name in job.round.writers else []
        for form in asked:
            if writer.name not in form.own_covers:
                what = f"様式のブック「{form.template.name}」に、表紙のシート「{writer.cover}」がありません。"
                mend = "表紙のシートを足すか、シートの名前を合わせてください。"
                yield writer.row.wrong("表紙", what, mend)


def _place_of(form: BoundForm) -> tuple[str, str]:
    return form.template.name, form.sheet.binding.sheet


def iter_orders(job: Job) -> Iterator[Order]:
    """Yield the books to make: departments in 建制順, then the offices, each form a book of its own."""
    for writer in job.round.writers:
        for department in _recipients(job, writer):
            first = True
            for form in forms_of(job, writer):
                items = [
                    item
                    for item in job.plan.items
                    if (form.settings.by or item.form == form.settings.name)
                    and (writer != DEPARTMENTS or item.coordinator == department.id)
                ]
                if any(asked_slots(item, form.sheet, job.round, writer) for item in items):
                    name = book_name(department, "" if first else form.settings.name)
                    yield Order(writer, department, form, items, name)
                    first = False


def forms_of(job: Job, writer: str) -> list[BoundForm]:
    """Give the forms a writer gets: its own, where the round uses such, else those of the departments."""
    own = [form for form in job.forms.values() if form.settings.by == writer]
    return own or [form for form in job.forms.values() if not form.settings.by]


def _recipients(job: Job, writer: str) -> list[Department]:
    if writer != DEPARTMENTS:
        return [office for office in job.plan.offices if office.id == writer]
    coordinators = {item.coordinator for item in job.plan.items}
    return sorted((job.plan.department(one) for one in coordinators), key=lambda one: one.order)


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
