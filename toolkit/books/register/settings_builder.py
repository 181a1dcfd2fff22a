"""The tables of 設定.xlsx in, the city's settings out; every mistake in the cells is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings_cells import file_name, known, note_twice
from toolkit.books.register.settings_choices import read_check, read_choices, read_judging
from toolkit.books.register.settings_papers import Papers
from toolkit.books.register.settings_rounds import Rounds
from toolkit.books.register.table import Mistakes, Table, TableCell, TableRow
from toolkit.model.fields import load_fields
from toolkit.model.letters import Letter, Paragraph, iter_letter_mistakes
from toolkit.model.profile import DEFAULT_INBOX, DEPARTMENTS, OFFICE, FormSettings, Profile, Writer
from toolkit.model.words import did_you_mean, plain_word
from toolkit.model.years import FiscalYear

_DEFAULT_UNIT = "千円"
_DASH = re.compile("[~〜～]|から|[-―－−]")
_ENDS = 2


def build_profile(tables: Mapping[str, Table], schema: Mapping[str, Any], mistakes: Mistakes) -> Profile:
    """Give the settings the tables mean; what is noted as a mistake is left out or blank in them."""
    basics = _basics(tables[sheets.BASICS].rows, mistakes)
    unit = basics.text(sheets.UNIT) or _DEFAULT_UNIT
    fields = load_fields(schema, unit)
    choices = read_choices(tables[sheets.CHOICES].rows, fields)
    fields = fields.with_choices(choices)
    writers = _writers(tables[sheets.WRITERS].rows, mistakes)
    names = [one.name for one in writers]
    note_twice(tables[sheets.FORMS].rows, "様式")
    forms = tuple(_form(row, names[1:]) for row in tables[sheets.FORMS].rows)
    form_names = [one.name for one in forms]
    rounds = Rounds(tables, fields, names, form_names)
    levels = _levels(basics)
    checks = (read_check(row, fields) for row in tables[sheets.CHECKS].rows)
    return Profile(
        city=file_name(basics, sheets.CITY),
        plan=basics.needed(sheets.PLAN),
        item_word=basics.needed(sheets.ITEM_WORD),
        levels=levels,
        effect_unit=unit,
        office=basics.needed(sheets.OFFICE_NAME),
        period=_period(basics),
        inbox=basics.text(sheets.INBOX) or DEFAULT_INBOX,
        current_round=known(basics, sheets.CURRENT, rounds.ids, "照会シート"),
        fields=fields,
        judging=read_judging(tables[sheets.JUDGING].rows),
        forms=forms,
        rounds=rounds.all(mistakes),
        writers=writers,
        choices=choices,
        checks=tuple(one for one in checks if one),
        letters=_letters(tables[sheets.LETTERS].rows, mistakes),
        papers=Papers(tables, fields, rounds.ids, form_names, len(levels)).all(),
        basics_row=basics.place,
    )


def _basics(rows: Sequence[TableRow], mistakes: Mistakes) -> TableRow:
    """Give the sheet 基本 as one row whose headers are its names."""
    names = (*sheets.NEEDED_BASICS, *sheets.OTHER_BASICS)
    by_word = {plain_word(name): name for name in names}
    cells: dict[str, TableCell] = {}
    for row in rows:
        typed = row.needed("項目")
        name = by_word.get(plain_word(typed))
        if typed and name is None:
            mend = f"項目の名前を直すか、行を消してください。{did_you_mean(typed, names)}"
            row.wrong("項目", f"「{typed}」という項目はありません。", mend)
        elif name in cells:
            row.wrong("項目", f"「{name}」の行が2つあります。", "1つにしてください。")
        elif name:
            cells[name] = row.cells["値"]
    for name in sheets.NEEDED_BASICS:
        if name not in cells:
            mend = f"「項目」の列に「{name}」の行を置いてください。"
            mistakes.add(f"「{name}」の行がありません。", mend, sheets.BASICS)
    return TableRow(sheets.BASICS, cells, mistakes)


def _period(basics: TableRow) -> tuple[FiscalYear, ...]:
    """Give the years of the plan, first to last: `R5～R9`; () for a blank."""
    text = basics.text(sheets.PERIOD)
    if not text:
        return ()
    labels = _DASH.split(text)
    try:
        first, last = FiscalYear.parse(labels[0]).begins, FiscalYear.parse(labels[-1]).begins
    except ValueError:
        first, last = 0, -1
    if first > last or len(labels) > _ENDS:
        what = f"「{text}」は期間として読めません。"
        basics.wrong(sheets.PERIOD, what, "「R5～R9」のように記入してください。")
        return ()
    return tuple(FiscalYear(year) for year in range(first, last + 1))


def _levels(basics: TableRow) -> tuple[str, ...]:
    names = [basics.text(name) for name in sheets.LEVEL_NAMES]
    given = [name for name in names if name]
    if names[: len(given)] != given:
        at = sheets.LEVEL_NAMES[names.index("")]
        basics.wrong(at, f"「{at}」が空欄です。", "上の階層から順に記入してください。")
    return tuple(given)


def _writers(rows: Sequence[TableRow], mistakes: Mistakes) -> tuple[Writer, ...]:
    note_twice(rows, "名前")
    writers = tuple(
        Writer(
            *(file_name(row, "名前"), row.text("敬称") or "御中", row.text("表紙")),
            *(row.date("期限"), row.place),
        )
        for row in rows
    )
    if not writers or writers[0].name != DEPARTMENTS:
        what = f"最初の行が「{DEPARTMENTS}」ではありません。"
        mend = f"「{DEPARTMENTS}」を最初の行に、「{OFFICE}」や評価する機関をその後に置いてください。"
        cell = rows[0].cells["名前"].ref if rows else ""
        mistakes.add(what, mend, sheets.WRITERS, cell)
    return writers


def _form(row: TableRow, offices: Sequence[str]) -> FormSettings:
    by = row.text("だれの")
    if by and by != DEPARTMENTS:
        by = known(row, "だれの", offices, "回答・評価主体シート", by)
    row.needed("作り方")
    return FormSettings(
        file_name(row, "様式"),
        row.needed("ファイル"),
        row.needed("シート"),
        row.needed("表紙"),
        row.word("作り方", sheets.PER_FORM, "item"),
        "" if by == DEPARTMENTS else by,
        row.place,
    )


def _letters(rows: Sequence[TableRow], mistakes: Mistakes) -> dict[str, Letter]:
    paragraphs: dict[str, list[Paragraph]] = {}
    for row in rows:
        kind, part, text = (row.needed(header) for header in ("通知文", "部分", "文"))
        place = row.place.cells.get("文", "")
        paragraphs.setdefault(kind, []).append(Paragraph(part, text, place))
    letters = {kind: Letter(kind, tuple(texts)) for kind, texts in paragraphs.items()}
    for one in iter_letter_mistakes(letters, mistakes.file, sheets.LETTERS):
        mistakes.add(one.what, one.mend, one.sheet, one.cell)
    return letters
