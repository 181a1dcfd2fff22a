"""The register and the forms in, a book per department out (配布): prefilled, exactly the asked cells open.

Also kept: the manifest of what was issued and the register of the edition, and per department a
照会文 and a 督促文 ready to paste.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.books.forms import (
    CoverItem,
    FormSheet,
    item_content,
    open_cells,
    sheet_name_for,
    write_cover,
    write_item,
    write_subtotals,
)
from toolkit.books.package import Package
from toolkit.books.reader import Book, read_book
from toolkit.books.register import load_register
from toolkit.books.template import ISSUE, ITEM_ID, find_item_id, load_binding
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import Round
from toolkit.model.years import FiscalYear, write_date
from toolkit.rules.totals import subtotal
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


@dataclass(frozen=True)
class Issued:
    """What generate made: the folder, the manifest, and how many items are asked."""

    folder: Path
    manifest: Manifest
    items: int
    items_asked: int

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office, paths from the workspace's root."""
        yield (
            f"配布: {len(self.manifest.books)}所属のブックを {self.folder.relative_to(root)} に作りました"
            f"（{self.items}項目、うち記入をお願いするもの{self.items_asked}項目）。"
        )
        yield "  照会文と督促文は、その中の「通知文」にあります。"


@dataclass(frozen=True)
class _Job:
    """What every book of an issue shares."""

    workspace: Workspace
    round: Round
    plan: Plan
    template: Path
    form: FormSheet
    cover: FormSheet
    issue: int


def generate(workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None) -> Issued:
    """Make the books of a round.

    Raises OfficeError(s) for a register, form or setting that cannot be used; nothing is left behind then.
    """
    job = _prepare(workspace, round_)
    _check_plan(job)
    books = []
    with tempfile.TemporaryDirectory(dir=workspace.root / ".gyokaku") as temporary:
        staging = Path(temporary) / "配布"
        staging.mkdir()  # of its own: the temporary folder is closed to all others
        for department in awaited_departments(job.plan, round_):
            progress(department.name)
            try:
                books.append(_make_book(job, department, staging))
            except OfficeError as error:
                raise replace(error, file=error.file or job.template.name) from None
            _write_letters(job, department, books[-1], staging / "通知文")
        manifest = Manifest(
            city=workspace.profile.city,
            round=round_.id,
            edition=round_.edition,
            issue=job.issue,
            template_sha256=hashlib.sha256(job.template.read_bytes()).hexdigest(),
            slots={key: tuple(job.form.all_slots(key)) for key in job.form.binding.cells},
            books=tuple(books),
        )
        _set_aside(workspace.folder(ISSUED, round_), job.issue)
        _keep(job, manifest)
        folder = staging.rename(workspace.folder(ISSUED, round_))
    asked = sum(bool(sheet.asked) for book in books for sheet in book.sheets)
    return Issued(folder, manifest, sum(len(book.sheets) for book in books), asked)


def awaited_departments(plan: Plan, round_: Round) -> list[Department]:
    """Give the departments that return items of this round's form, in 建制順."""
    sections = {item.coordinator for item in plan.items if item.form == round_.form}
    return sorted((plan.department(section) for section in sections), key=lambda one: one.order)


def asked_slots(item: Item, form: FormSheet, round_: Round, by: str = "所属") -> dict[Slot, str]:
    """Give the slots a round asks of an item, with their cells; none before the item starts."""
    asked = {}
    for ask in round_.asks:
        if ask.by != by:
            continue
        for slot, ref in form.slots(ask.field.key).items():
            in_year = slot.year is None or (slot.year in ask.years and slot.year >= item.start_year)
            exists = (slot.indicator or 0) <= len(item.indicators) and (slot.activity or 0) <= len(
                item.activities
            )
            if in_year and exists:
                asked[slot] = ref
    return asked


def _prepare(workspace: Workspace, round_: Round) -> _Job:
    plan = load_register(workspace.register, workspace.fields)
    settings = workspace.profile.form(round_.form)
    template = workspace.form_path(settings)
    if not template.is_file():
        raise OfficeError("様式のファイルがありません。", "様式フォルダに置いてください。", settings.file)
    book = read_form(template)
    forms = []
    for sheet in (settings.sheet, settings.cover):
        if sheet not in book.sheets:
            raise OfficeError(
                f"シート「{sheet}」がありません。",
                f"シート名か {SETTINGS} の [[form]] を直してください。",
                settings.file,
            )
        binding = load_binding(book, sheet, workspace.fields, file=settings.file)
        forms.append(FormSheet(binding, book.sheets[sheet], workspace.fields, plan.years))
    issues = [int(path.name) for path in workspace.issued_records(round_).glob("[0-9]*")]
    return _Job(workspace, round_, plan, template, forms[0], forms[1], max(issues, default=0) + 1)


def _check_plan(job: _Job) -> None:
    """Refuse, in one pass, what no book could hold: unknown forms, unbound asks, years beyond the plan."""
    errors = [*_iter_item_mistakes(job), *_iter_round_mistakes(job)]
    if not job.form.binding.identity:
        errors.append(
            OfficeError(
                "項目の番号を示す名前「_item_id」がありません。",
                "番号を印字するセルに「_item_id」という名前を付けてください。",
                job.template.name,
                job.form.binding.sheet,
            )
        )
    if errors:
        raise OfficeErrors(tuple(errors))


def _iter_item_mistakes(job: _Job) -> Iterator[OfficeError]:
    known = {form.name for form in job.workspace.profile.forms}
    for item in job.plan.items:
        if item.form not in known:
            yield OfficeError(
                f"項目{item.id}の様式「{item.form}」がありません。",
                f"様式の名前を確かめてください（ある様式: {'、'.join(sorted(known))}）。",
                REGISTER,
                "項目",
            )
        amounts = [effect for effect in item.effects if effect.activity is None]
        if len(amounts) > 1 and item.form == job.round.form and "effect.actual" in job.form.binding.cells:
            yield OfficeError(
                f"項目{item.id}には効果額の行が{len(amounts)}つありますが、様式の効果額の欄は1つです。",
                "効果額シートの行を、項目ごとに1行にまとめてください。",
                REGISTER,
                "効果額",
            )


def _iter_round_mistakes(job: _Job) -> Iterator[OfficeError]:
    beyond = [year.label for year in job.round.years if year not in job.plan.years]
    if beyond:
        yield OfficeError(
            f"照会「{job.round.id}」の年度（{'、'.join(beyond)}）は計画期間の外です。",
            "[[round]] の years か、計画台帳の年度の列を確かめてください。",
            SETTINGS,
        )
    for ask in job.round.asks:
        if ask.by == "所属" and ask.field.key not in job.form.binding.cells:
            yield OfficeError(
                f"照会「{job.round.id}」で聞く「{ask.field.name}」の欄が様式にありません。",
                "様式の欄に名前を付けるか、asks から外してください。",
                job.template.name,
                job.form.binding.sheet,
            )


def _make_book(job: _Job, department: Department, staging: Path) -> IssuedBook:
    items = [
        item
        for item in job.plan.items
        if item.coordinator == department.section and item.form == job.round.form
    ]
    package = Package.open(job.template)
    asked = {}
    lines = []
    for item in items:
        name = sheet_name_for(item.id)
        sheet = package.clone_sheet(job.form.binding.sheet, name)
        asked[name] = asked_slots(item, job.form, job.round)
        amounts = [amount for effect in item.effects for amount in effect.planned.values()]
        write_item(sheet, job.form, item, item_content(item, job.plan, job.round.edition))
        write_subtotals(sheet, job.form, planned=subtotal(amounts), actual=None)
        open_cells(sheet, job.form, asked[name].values())
        lines.append(CoverItem(item, name, len(asked[name])))
    package.remove_sheet(job.form.binding.sheet)
    _fill_cover(job, department, package, lines)
    mark = _mark(job, department, items)
    city, edition = job.workspace.profile.city, job.round.edition.label
    package.set_name(ISSUE, f'"{city}|{edition}|{job.round.id}|{job.issue}|{mark}"')
    for name, text in {
        "照会": job.round.id,
        "版": edition,
        "所属": department.name,
        "発行番号": str(job.issue),
    }.items():
        package.set_property(name, text)
    package.set_title(f"{round_title(job.round)} {department.name}")
    package.select_first_sheet()
    path = staging / book_name(department)
    package.save(path)
    book = read_book(path)
    _check_printed_ids(book, lines)
    sheets = tuple(
        IssuedSheet(
            line.item.id,
            line.sheet,
            {ref: slot for slot, ref in asked[line.sheet].items()},
            {ref: cell.raw for ref, cell in book.sheets[line.sheet].cells.items() if cell.formula is None},
        )
        for line in lines
    )
    return IssuedBook(department.section, path.name, mark, job.cover.binding.sheet, sheets)


def _check_printed_ids(book: Book, lines: Iterable[CoverItem]) -> None:
    """Refuse a book whose sheets would not be recognised when they come back."""
    errors = []
    for line in lines:
        printed = find_item_id(book, line.sheet)
        if printed != line.item.id:
            what = f"項目ID「{line.item.id}」と、様式に印字される番号「{printed or ''}」が違います。"
            mend = f"項目IDを印字と同じにするか、様式の「{ITEM_ID}」が指すセルを直してください。"
            errors.append(OfficeError(what, mend, REGISTER, "項目"))
    if errors:
        raise OfficeErrors(tuple(errors))


def _fill_cover(job: _Job, department: Department, package: Package, lines: Iterable[CoverItem]) -> None:
    sheet = package.sheet(job.cover.binding.sheet)
    shown = list(lines)
    fields = [
        f"{ask.field.title}（{ask.field.unit}）" if ask.field.unit else ask.field.title
        for ask in job.round.asks
        if ask.by == "所属"
    ]
    years = "・".join(year.name for year in job.round.years)
    texts: dict[str, str | int] = {
        "book.round": round_title(job.round),
        "book.department": department.name,
        "book.deadline": write_date(department.deadline or job.round.deadline),
        "book.asked_fields": f"{years}の{'、'.join(fields)}",
        "book.cell_count": sum(line.cells for line in shown),
        "book.office": job.workspace.profile.office,
    }
    write_cover(sheet, job.cover, texts, shown)
    entries = [ref for key in ENTRY_FIELDS for ref in job.cover.binding.cells.get(key, {}).values()]
    open_cells(sheet, job.cover, entries)


def _mark(job: _Job, department: Department, items: Iterable[Item]) -> str:
    what = "|".join(
        [
            job.workspace.profile.city,
            job.round.edition.label,
            job.round.id,
            str(job.issue),
            department.section,
        ]
        + [item.id for item in items]
    )
    return hmac.new(job.workspace.key(), what.encode(), hashlib.sha256).hexdigest()[:32]


def book_name(department: Department) -> str:
    """Give the file name of a department's book: `01_企画部_経営企画課.xlsx`, legal on Windows."""
    parts = [f"{department.order:02}", department.division, department.section]
    name = "_".join(part for part in parts if part)
    return "".join("・" if c in '<>:"/\\|?*' else c for c in name) + ".xlsx"


def round_title(round_: Round) -> str:
    """Give a round's name as a heading: `R5_取組実績・評価` is `令和5年度 取組実績・評価`."""
    label, _, rest = round_.id.partition("_")
    try:
        return f"{FiscalYear.parse(label).name} {rest}".strip()
    except ValueError:
        return round_.id


def _write_letters(job: _Job, department: Department, book: IssuedBook, folder: Path) -> None:
    """Write the 照会文 and the 督促文 as text ready to paste into a mail."""
    deadline = write_date(department.deadline or job.round.deadline)
    asked = [sheet for sheet in book.sheets if sheet.asked]
    cells = sum(len(sheet.asked) for sheet in asked)
    title = f"{job.workspace.profile.plan} {round_title(job.round)}"
    items = "\n".join(f"　・{sheet.item_id}　{job.plan.item(sheet.item_id).name}" for sheet in asked)
    office = job.workspace.profile.office
    stem = Path(book.file).stem
    write_text(
        folder / f"{stem}_照会文.txt",
        f"件名：【照会】{title}について（{deadline}まで）\n\n{department.name} 御中\n\n"
        f"お疲れさまです。{office}です。\n"
        f"標記について、添付のExcelブック「{book.file}」に記入のうえ、{deadline}までにこのメールへの返信でお送りください。\n\n"
        f"■記入いただくもの：{len(asked)}項目、{cells}か所（入力できる欄だけが開いています）\n{items}\n\n"
        "■お願い\n"
        "　・最初のシート「記入要領」をご覧のうえ、回答者・内線・所属長確認日もご記入ください。\n"
        "　・まだ分からない数値は「未（7月）」のように、分かる月を添えてください。\n"
        "　・シートの名前、行や列は変えないでください。分けて送っていただいても構いません。\n\n"
        f"ご不明な点は、{office}までお問い合わせください。\n",
    )
    write_text(
        folder / f"{stem}_督促文.txt",
        f"件名：【再度のお願い】{title}について（期限 {deadline}）\n\n{department.name} 御中\n\n"
        f"お疲れさまです。{office}です。\n"
        f"{deadline}を期限としてお願いしている標記の照会について、まだお手元にあるようでしたら、"
        f"「{book.file}」（{len(asked)}項目）に記入のうえ、お送りください。\n"
        "行き違いで既にお送りいただいている場合は、ご容赦ください。\n"
        "間に合わない項目があるときは、記入できた項目だけ先にお送りいただき、残りの見込みをお知らせください。\n\n"
        f"{office}\n",
    )


def _keep(job: _Job, manifest: Manifest) -> None:
    """Keep the manifest and the register of the edition: what was asked, on what state of the plan."""
    records = job.workspace.issued_records(job.round) / f"{job.issue:02}"
    write_json(records / "manifest.json", manifest.as_json())
    shutil.copyfile(job.workspace.register, records / REGISTER)
    shutil.copyfile(job.template, records / job.template.name)


def _set_aside(folder: Path, issue: int) -> None:
    """Keep the books of an earlier issue of the same round under another name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        stamp = dt.datetime.now().astimezone().strftime("%Y%m%d_%H%M%S")
        old = folder.with_name(f"{folder.name}_旧_{stamp}")
        folder.rename(old.with_name(f"{old.name}_{issue - 1}") if old.exists() else old)
