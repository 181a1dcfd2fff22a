"""A paper's bound template and its settings in, what of the two does not fit together out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from toolkit.books.blocks.layout import BLOCK
from toolkit.books.blocks.rehearsal import rehearse_blocks
from toolkit.books.package.package import Package
from toolkit.books.package.refs import from_ref
from toolkit.books.papers.papers import Written
from toolkit.books.papers.template import PaperSheet, find_missing
from toolkit.desk.workspace import REGISTER
from toolkit.model.choice_words import find_wrong_choice
from toolkit.model.errors import OfficeError
from toolkit.model.fields import FIGURE, Fields
from toolkit.model.paper_settings import PaperSettings
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Round
from toolkit.model.slots import LINE_AXES, slots_of
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.paper_rows import (
    END,
    GROUPED,
    HEADING,
    LEVEL,
    NOTHING,
    POINTER,
    PaperBlock,
    PlanRow,
    is_block,
    order_blocks,
    plan_rows,
)
from toolkit.rules.figures.amount_words import OPEN
from toolkit.rules.figures.expression import Expression, ExpressionError, Term, has_placeholder, iter_terms
from toolkit.rules.figures.headings import ITEM, PART
from toolkit.rules.figures.parse import parse

_WHERE = "式に {群} のある数値は階層のブロックに、{項目} のある数値は行のブロックに置いてください。"


def iter_paper_mistakes(
    sheets: Mapping[str, PaperSheet], paper: PaperSettings, file: str
) -> Iterator[OfficeError]:
    """Yield the figures no cell shows or no one can read, conditions of no sheet, blocks never printed."""
    yield from find_missing(sheets.values(), paper.figures, file)
    for word in paper.figures:
        try:
            parse_figure(paper, word)
        except OfficeError as mistake:
            yield mistake
    if paper.per_level and not any(bound.prototypes for bound in sheets.values()):
        what = f"階層ごとに作る資料ですが、様式（{file}）に「{BLOCK}…」という名前の行がありません。"
        mend = "並べる行に名前を付けるか、「作り方」を「1部」にしてください。"
        yield paper.row.wrong("作り方", what, mend)
    yield from iter_condition_mistakes(paper)
    for name in paper.only:
        if name not in sheets:
            what = f"資料の条件のシート「{name}」が、様式（{file}）にありません。"
            mend = f"シートの名前を直してください（あるシート: {'、'.join(sheets)}）。"
            row = next((row for (sheet, *_), row in paper.only_rows.items() if sheet == name), paper.row)
            yield row.wrong("シート", what, mend)
    for sheet, bound in sheets.items():
        yield from _iter_strange_groups(bound.blocks, paper, file, sheet)
        yield from _iter_misplaced(bound, paper, file, sheet)
        for block in bound.blocks:
            if not is_block(block):
                what = f"「{BLOCK}{block}」という名前の行は、会議資料では印字しません。"
                mend = "使える名前（ブロック_行、ブロック_指標、ブロック_階層1 など）に直してください。"
                yield OfficeError(what, mend, file, sheet)
            elif (above := block.partition("_")[0]) not in bound.blocks:
                what = f"「{BLOCK}{block}」は「{BLOCK}{above}」の下に印字しますが、その名前の行がありません。"
                mend = f"元の行に「{BLOCK}{above}」という名前を付けるか、この名前を外してください。"
                yield OfficeError(what, mend, file, sheet)


def iter_untold_totals(
    sheets: Mapping[str, PaperSheet], paper: PaperSettings, file: str
) -> Iterator[OfficeError]:
    """Yield the sheets that print what was achieved and not what of it is not settled yet (未確定)."""
    for name, sheet in sheets.items():
        shown = [word for word in paper.figures if f"{FIGURE}.{word}" in sheet.fields]
        terms = {word: [one.keys for one in _iter_terms_of(paper, word)] for word in shown}
        tells = any(OPEN in keys for own in terms.values() for keys in own)
        totals = [word for word, own in terms.items() if any("actual" in keys[:-1] for keys in own)]
        if totals and not tells and "paper.open_effects" not in sheet.fields:
            what = (
                f"実績効果額の合計（数値_{totals[0]}）のそばに、未確定で合計に入らない分の印字がありません。"
            )
            mend = "近くのセルに {資料_未確定の効果額} と書いてください（未確定がなければ、印字されません）。"
            yield OfficeError(what, mend, file, name)


def _iter_terms_of(paper: PaperSettings, word: str) -> Iterator[Term]:
    """Yield the terms of a figure; none of what cannot be read, which is told elsewhere."""
    with suppress(OfficeError):
        yield from iter_terms(parse_figure(paper, word))


def iter_layout_mistakes(
    package: Package, sheets: Mapping[str, PaperSheet], paper: PaperSettings, plan: Plan
) -> Iterator[OfficeError]:
    """Yield what would go wrong when a paper lists all items of a plan: formulas that lose what they read.

    The package is read through and must not be saved afterwards.
    """
    rows = [_with_all_lines(row) for row in plan_rows(plan)]
    for name, sheet in sheets.items():
        count = len(paper.only.get(name, ()))
        groups = range(1, count + 1) if count > 1 else (0,)
        every = [replace(row, group=group) for group in groups for row in rows]
        order = [entry.block for entry in order_blocks(every, sheet.blocks)]
        missing = [block for block in sheet.blocks if block == NOTHING and block not in order]
        if sheet.prototypes:
            yield from rehearse_blocks(package, name, [*order, *missing])


def _with_all_lines(row: PlanRow) -> PlanRow:
    """Give a row with every line of its item, the blank one where it has none of a kind."""
    if not isinstance(row.subject, Item):
        return row
    slots = slots_of(row.subject)
    return replace(row, lines={axis: slots.lines(axis) or [0] for axis in LINE_AXES})


def iter_condition_mistakes(paper: PaperSettings) -> Iterator[OfficeError]:
    """Yield the words of conditions that are none of the field's choices: their list would stay empty."""
    for sheet, several in paper.only.items():
        for at, conditions in enumerate(several):
            for field, words in conditions.items():
                row = paper.only_rows.get((sheet, at, field.name), paper.row)
                wrong = (find_wrong_choice(field, word) for word in words)
                yield from (row.wrong("語", *one) for one in wrong if one)


def _iter_strange_groups(
    blocks: Sequence[str], paper: PaperSettings, file: str, sheet: str
) -> Iterator[OfficeError]:
    """Yield the groups without a condition, whose heading would be lost, and conditions without a heading."""
    named = [block for block in blocks if block.startswith(GROUPED)]
    count = len(paper.only.get(sheet, ()))
    groups = [f"{GROUPED}{number}" for number in range(1, count + 1)] if count > 1 else []
    for block in named:
        if block.removesuffix(END) not in groups:
            what = f"「{BLOCK}{block}」に当たる組が、資料の条件にありません。"
            mend = "資料の条件シートに組の数だけ行を置くか、この名前を外してください。"
            yield OfficeError(what, mend, file, sheet)
    if any(block in groups for block in named):
        for group in groups:
            if group not in named:
                what = f"資料の条件は{count}組ありますが、様式に「{BLOCK}{group}」がありません。"
                mend = "組の見出しの行に名前を付けるか、組を減らしてください。"
                yield OfficeError(what, mend, file, sheet)


def _iter_misplaced(bound: PaperSheet, paper: PaperSettings, file: str, sheet: str) -> Iterator[OfficeError]:
    """Yield the cells that show a figure of a part of the plan, or of an item, where there is none."""
    for word, text in paper.figures.items() if bound.is_whole else ():
        try:
            tree = parse(text)
        except ExpressionError:
            continue
        needed = next((one for one in (PART, ITEM) if has_placeholder(tree, one)), "")
        for ref in bound.refs_of(f"{FIGURE}.{word}") if needed else ():
            row = from_ref(ref)[0]
            block = next((one.name for one in bound.prototypes if one.holds(row, row)), "")
            in_part = block.startswith(LEVEL) or (paper.per_level and bound.prototypes)
            in_row = block and not block.startswith((LEVEL, GROUPED, HEADING, NOTHING, POINTER))
            if not (in_part if needed == PART else in_row):
                yield OfficeError(f"「数値_{word}」は、この欄では求められません。", _WHERE, file, sheet, ref)


def check_figures(written: Sequence[Written], fields: Fields, file: str) -> None:
    """Refuse a figure of a part of the plan, or of an item, in a cell that is of none."""
    for one in written:
        if one.slot.field.startswith(FIGURE) and one.value is None:
            what = f"「{fields[one.slot.field].name}」は、この欄では求められません。"
            raise OfficeError(what, _WHERE, file, one.sheet, one.cell)


def check_parts(entries: Sequence[PaperBlock], rows: Sequence[PlanRow]) -> None:
    """Refuse a part of the plan that would stand twice on a sheet, with all its figures each time."""
    parts = [one for one in entries if one.block.startswith(LEVEL)]  # figures are found by the names alone
    heads = Counter((one.block, tuple(level.name for level in one.levels)) for one in parts)
    for (_, names), times in heads.items():
        if times > 1 and not any(row.group for row in rows):
            what = f"項目シートで、「{'／'.join(names)}」の行が離れています。"
            mend = "同じ名称（と番号）の項目を続けて並べ、もう一度配布してください。"
            raise OfficeError(what, mend, REGISTER)


def parse_figures(paper: PaperSettings) -> dict[str, Expression]:
    """Read the expressions of a paper's figures, by word; OfficeError names the one that is no expression."""
    return {word: parse_figure(paper, word) for word in paper.figures}


def parse_figure(paper: PaperSettings, word: str) -> Expression:
    """Read the expression of one figure of a paper."""
    try:
        return parse(paper.figures[word])
    except ExpressionError as mistake:
        raise figure_mistake(paper, word, mistake) from None


def is_unanswered_year(tree: Expression, years: Sequence[FiscalYear]) -> bool:
    """Tell whether it asks for what was achieved in a year of the plan (no answers have it yet)."""
    labels = {year.label for year in years}
    asked = (term.keys for term in iter_terms(tree) if {"actual", OPEN} & {*term.keys})
    return any(year in labels for keys in asked for before, year in pairwise(keys) if before == "by_year")


def iter_unused_forms(paper: PaperSettings, round_: Round) -> Iterator[OfficeError]:
    """Yield the forms a paper is to hold that its round does not use."""
    for name in paper.forms:
        if name not in round_.forms:
            what = f"会議資料「{paper.name}」の様式「{name}」は、照会「{round_.id}」で使っていません。"
            mend = "「つづる様式」を直すか、「照会」の列でこの資料を作る照会を選んでください。"
            yield paper.row.wrong("つづる様式", what, mend)


def figure_mistake(paper: PaperSettings, word: str, mistake: ExpressionError) -> OfficeError:
    """Say which figure of which paper is wrong, and how to mend it."""
    what = f"会議資料「{paper.name}」の数値「{word}」の式「{paper.figures[word]}」: {mistake.what}。"
    mend = f"{mistake.mend}。" if mistake.mend else "式を直してください。"
    return paper.figure_rows.get(word, paper.row).wrong("式", what, mend)
