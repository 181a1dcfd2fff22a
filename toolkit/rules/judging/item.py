"""An item and its record in, a verdict per indicator and fiscal year out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from toolkit.model.choice_words import FLAG_FIELD
from toolkit.model.choices import Choices
from toolkit.model.fields import Slot
from toolkit.model.plan import NOTHING, Indicator, Item
from toolkit.model.profile import Judging
from toolkit.model.record import Answer, Record, State
from toolkit.model.verdicts import Verdict
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.achievement import Chosen, judge
from toolkit.rules.judging.means import mean_of_parts
from toolkit.rules.judging.targets import has_started, target_of
from toolkit.rules.numbers.quantities import parse_quantity


def judge_item(
    item: Item,
    record: Record,
    years: Iterable[FiscalYear],
    judging_of: Callable[[FiscalYear], Judging],
    flags: Choices | None = None,
) -> tuple[Verdict, ...]:
    """Judge every indicator of an item in these years; one that begins later is not judged (F4).

    `flags` are the choices of 指標_達成 where the city declared them.
    """
    verdicts = []
    for year in years:
        if year < item.start_year:
            continue
        for indicator in item.indicators:
            if not has_started(indicator, year):
                continue
            actual = find_actual(indicator, record, year, judging_of(year))
            decided = record.answer(Slot(FLAG_FIELD, indicator.id, year=year)).value
            judgement = judge(
                target_of(indicator, year),
                actual,
                judging_of(year),
                method=indicator.method,
                decided=Chosen(str(decided or "").strip(), flags),
                last_year=_last_year(indicator, record, year),
            )
            printed = indicator.targets.get(year, NOTHING).text
            verdicts.append(Verdict(item.id, indicator.id, year, printed, actual.shown, judgement))
    return tuple(verdicts)


def find_actual(indicator: Indicator, record: Record, year: FiscalYear, judging: Judging) -> Answer:
    """Give what is judged: the answer, or the mean of the parts where these were answered (A7)."""
    parts = [record.answer(Slot("part.actual", year=year, part=one)) for one in indicator.part_ids]
    if any(part.state is not State.BLANK for part in parts):
        return mean_of_parts(parts, judging, [part.name for part in indicator.parts])
    return record.answer(Slot("indicator.actual", indicator.id, year=year))


def _last_year(indicator: Indicator, record: Record, year: FiscalYear) -> Answer | None:
    """Give the actual of the year before: as answered in this round, else as the register tells it (F6)."""
    answered = record.answer(Slot("indicator.actual", indicator.id, year=year + -1))
    if answered.state is not State.BLANK:
        return answered
    based = indicator.baseline if indicator.base_year == year + -1 else None
    printed = indicator.actuals.get(year + -1, based)
    return parse_quantity(printed.text, indicator.unit) if printed else None
