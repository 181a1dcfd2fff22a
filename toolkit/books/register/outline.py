"""The tables of a register in, what the whole plan runs over out: its years, the levels of its tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.books.register.table import Mistakes, Table, yearly
from toolkit.model.years import FiscalYear

_DEPTHS = (1, 2, 3)


def read_years(
    tables: Mapping[str, Table], titles: Mapping[str, str], mistakes: Mistakes
) -> tuple[FiscalYear, ...]:
    """Give the plan's years: those of the yearly targets, else of every yearly column there is.

    Noted as mistakes: no year at all, a gap, a column beyond the years, a year without a column of amounts.
    """
    target, amount = titles["indicator.target"], titles["effect.planned"]
    all_years = {year for table in tables.values() for years in table.years.values() for year in years}
    targets = {year for table in tables.values() for year in table.years.get(target, ())}
    years = tuple(sorted(targets or all_years))
    if not years:
        mend = (
            f"「{target}_R5」「{titles['year.plan']}_R5」「{amount}_R5」のどれかの列を、"
            "計画期間の年度ごとに置いてください。"
        )
        mistakes.add("計画期間の年度が分かりません（年度ごとの列が一つもありません）。", mend)
        return ()
    for year in sorted({years[0] + more for more in range(years[-1].begins - years[0].begins)} - set(years)):
        what = f"計画期間（{years[0]}〜{years[-1]}）の途中の{year}の列がありません。"
        mistakes.add(what, "計画期間の年度ごとに列を置いてください。", _sheet_of(tables, years[0]))
    for mistake in _iter_beyond(tables, years, target if targets else ""):
        mistakes.add(*mistake)
    for table in tables.values():
        for year in sorted(set(years) - set(table.years.get(amount, years))) if table.rows else ():
            header = yearly(amount, year)
            mend = f"「{header}」の列を置いてください。"
            mistakes.add(f"見出し「{header}」の列がありません。", mend, table.sheet)
    return years


def _sheet_of(tables: Mapping[str, Table], year: FiscalYear) -> str:
    """Give the first sheet that has a column of a year."""
    having = (t.sheet for t in tables.values() for years in t.years.values() if year in years)
    return next(having, "")


def _iter_beyond(
    tables: Mapping[str, Table], years: tuple[FiscalYear, ...], target: str
) -> Iterator[tuple[str, str, str]]:
    for table in tables.values():
        for header, own in table.years.items():
            for year in sorted(set(own) - set(years)):
                mend = f"指標シートの{target}の年度とそろえてください。"
                yield f"「{yearly(header, year)}」は計画期間の外です。", mend, table.sheet


def read_level_names(items: Table, titles: Mapping[str, str], mistakes: Mistakes) -> tuple[str, ...]:
    """Give the headers of the names of the levels, from the first down; () for a plan without levels.

    A level that is used, or stands above one that is, must have a column of its name.
    """
    names = [titles[f"item.level{depth}_name"] for depth in _DEPTHS]
    numbers = [titles[f"item.level{depth}_number"] for depth in _DEPTHS]
    pairs = zip(names, numbers, strict=True)
    used = [any(row.text(header) for row in items.rows for header in pair) for pair in pairs]
    depth = max((at for at, is_used in enumerate(used, 1) if is_used), default=0)
    for name in names[:depth]:
        if name not in items.headers:
            mend = f"見出しの行に「{name}」の列を置いてください。"
            mistakes.add(f"見出し「{name}」の列がありません。", mend, items.sheet)
    return tuple(names[:depth])
