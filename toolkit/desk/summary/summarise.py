"""The judged answers of a round in, everything the master shows out: rows, counts, totals, groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.answers.rows import finding_rows, submissions_of
from toolkit.desk.summary.origins import origin_of
from toolkit.desk.summary.statuses import statuses_of
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.certainty import Certainties, weakest
from toolkit.model.counts import Amounts, Convention, EffectTotals, ExcludedEffect, FlagCounts
from toolkit.model.fields import Slot
from toolkit.model.plan import NOTHING, Effect, Indicator, Printed
from toolkit.model.profile import Profile, Round
from toolkit.model.record import BLANK, Answer, State
from toolkit.model.slots import effect_slot
from toolkit.model.summary import (
    Difference,
    EffectRow,
    Effects,
    IndicatorRow,
    Indicators,
    RoundInfo,
    Summary,
)
from toolkit.model.verdicts import Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.counting.groups import Axes
from toolkit.rules.counting.totals import (
    achieved_of,
    count_flags,
    count_open,
    level_sizes,
    plan_groups,
    plan_size,
    printed_share,
    subtotal,
    total_by,
)
from toolkit.rules.record.read_item import EFFECTS

_ASKED_ABOUT = (State.DOUBT, State.AMBIGUOUS)


def summarise(answers: RoundAnswers, workspace: Workspace) -> Summary:
    """Give everything the master shows. Parts the plan or the round does not have are None, or ()."""
    profile, round_, plan = workspace.profile, answers.round, answers.plan
    certainties = workspace.sample_certainties(round_)
    return Summary(
        city=profile.city,
        plan=profile.plan,
        round=RoundInfo(round_.id, round_.years, round_.edition.label),
        judged_at=dt.datetime.now().astimezone(),
        levels=profile.levels,
        item_word=profile.item_word,
        plan_size=plan_size(plan.items),
        level_sizes=level_sizes(plan.items),
        plan_groups=tuple(plan_groups(plan.items, profile.levels, profile.item_word)),
        submissions=submissions_of(answers),
        indicators=_indicators(answers, profile, certainties),
        statuses=statuses_of(answers, workspace, _axes(answers, profile), certainties),
        effects=_effects(answers, profile, certainties),
        differences=tuple(_iter_differences(answers, workspace)),
        reviews=tuple((one.item.id, review) for one in answers.items for review in one.record.reviews),
        findings=finding_rows(answers, workspace.fields),
        numbers=answers.manifest.numbers,
    )


def _axes(answers: RoundAnswers, profile: Profile) -> Axes:
    divisions = list(dict.fromkeys(one.division for one in answers.plan.departments))
    return Axes(profile.levels, profile.item_word, divisions)


# -- indicators


def _indicators(answers: RoundAnswers, profile: Profile, certainties: Certainties) -> Indicators | None:
    rows = tuple(row for answer in answers.items for row in _indicator_rows(answer, certainties))
    if not any(item.indicators for item in answers.plan.items):
        return None
    counts = _count(rows)
    return Indicators(
        rows=rows,
        total=counts,
        groups=tuple(_axes(answers, profile).group(rows, _count)),
        conventions=tuple(_conventions(counts, answers.round, profile)),
    )


def _indicator_rows(answer: ItemAnswer, certainties: Certainties) -> Iterator[IndicatorRow]:
    indicators = {indicator.id: indicator for indicator in answer.item.indicators}
    for verdict in answer.verdicts:
        indicator = indicators[verdict.indicator]
        slot = Slot("indicator.actual", verdict.indicator, year=verdict.year)
        value = answer.record.answer(slot).value
        yield IndicatorRow(
            item_id=answer.item.id,
            item=answer.item.name,
            path=tuple(level.name for level in answer.item.levels),
            division=answer.department.division,
            department=answer.department.section,
            number=indicator.number,
            own_id=indicator.id,
            indicator=indicator.name,
            unit=indicator.unit,
            final=indicator.final.text,
            year=verdict.year,
            target=verdict.target,
            actual=verdict.actual,
            value=value if isinstance(value, Decimal) else None,
            rate=verdict.judgement.printed_rate,
            flag=verdict.judgement.flag,
            why=verdict.judgement.why,
            origin=origin_of(answer, slot),
            category=answer.item.category,
            kind=indicator.kind,
            source=answer.record.places.get(slot),
            certainty=_verdict_certainty(answer, slot, indicator, certainties),
        )


def _verdict_certainty(
    answer: ItemAnswer, actual: Slot, indicator: Indicator, certainties: Certainties
) -> str:
    """Give the weakest certainty of what a verdict is made of: the actual or its parts, a person's choice."""
    if not certainties:
        return ""
    slots = [actual, actual._replace(field="indicator.flag")]
    slots += [Slot("part.actual", year=actual.year, part=part) for part in indicator.part_ids]
    return weakest(certainties.get((answer.item.id, slot), "") for slot in slots)


def _count(rows: Sequence[IndicatorRow]) -> FlagCounts:
    return count_flags(Judgement(row.flag, row.why) for row in rows)


def _conventions(counts: FlagCounts, round_: Round, profile: Profile) -> Iterator[Convention]:
    """Both ways of counting indicators without a target, the city's own first (C1, C2)."""
    judging = profile.judging_of(round_.years[0])
    ways = [("未設定を分母から除く", False), ("未設定を達成に含める", True)]
    for name, unset_achieved in sorted(ways, key=lambda way: way[1] != judging.unset_achieved):
        achieved, of = achieved_of(counts, unset_achieved=unset_achieved)
        rate = printed_share(achieved, of, judging.rate_digits, judging.truncate)
        yield Convention(name, achieved, of, rate)


# -- effects


def _effects(answers: RoundAnswers, profile: Profile, certainties: Certainties) -> Effects | None:
    rows = tuple(row for answer in answers.items for row in _effect_rows(answer, answers, certainties))
    if not rows:
        return None
    years = answers.plan.years if any(row.printed for row in rows) else ()
    asked = {slot.year for answer in answers.items for slot in answer.asked if slot.field in EFFECTS}
    actual_years = tuple(year for year in answers.plan.years if year in asked)

    def total(some: Sequence[EffectRow]) -> EffectTotals:
        return _effect_totals(some, years, actual_years)

    return Effects(
        unit=profile.effect_unit,
        years=years,
        actual_years=actual_years,
        rows=rows,
        total=total(rows),
        groups=tuple(_axes(answers, profile).group(rows, total)),
        excluded=tuple(_excluded(answers)),
    )


def _effect_rows(answer: ItemAnswer, answers: RoundAnswers, certainties: Certainties) -> Iterator[EffectRow]:
    """A row per effect and year of the plan; planned amounts stand even where a department is missing."""
    effects = (*answer.item.effects, *_unplanned(answer))
    numbers = {activity.id: activity.number for activity in answer.item.activities}
    for at, effect in enumerate(effects):
        # An amount that was answered once counts once, whatever shares its slot.
        is_first = effect.activity not in {one.activity for one in effects[:at]}
        for year in answers.plan.years:
            slot = effect_slot(effect, year)
            actual = answer.record.answer(slot) if is_first else BLANK
            planned = effect.planned.get(year, NOTHING)
            yield EffectRow(
                item_id=answer.item.id,
                item=answer.item.name,
                path=tuple(level.name for level in answer.item.levels),
                division=answer.department.division,
                department=answer.department.section,
                year=year,
                planned=planned.number,
                printed=planned.text,
                actual=actual.value if isinstance(actual.value, Decimal) else None,
                raw=actual.shown,
                counted=effect.counted,
                why=effect.why,
                activity=effect.activity,
                activity_number=numbers.get(effect.activity or 0),
                is_open=slot not in answer.record.unused
                and _is_open(actual, answer.record.answer(slot), planned),
                kind=effect.kind,
                origin=origin_of(answer, slot),
                source=answer.record.places.get(slot),
                certainty=certainties.get((answer.item.id, slot), ""),
            )


def _is_open(own: Answer, shared: Answer, planned: Printed) -> bool:
    """Tell whether an amount is still to come: what was planned and has none, what is asked about.

    `shared` is the answer of the slot, `own` that of this row: nothing where another row has it already.
    """
    if isinstance(shared.value, Decimal):
        return False
    return planned.number is not None or own.state in _ASKED_ABOUT


def _unplanned(answer: ItemAnswer) -> list[Effect]:
    """Where none was planned, of the item or an activity, an amount that was answered counts all the same."""
    planned = {effect.activity for effect in answer.item.effects}
    answered = dict.fromkeys(
        slot.activity
        for slot, one in answer.record.answers.items()
        if slot.field in EFFECTS and (isinstance(one.value, Decimal) or one.state in _ASKED_ABOUT)
    )
    return [Effect({}, activity) for activity in answered if activity not in planned]


def _effect_totals(
    rows: Sequence[EffectRow], years: Sequence[FiscalYear], actual_years: Sequence[FiscalYear]
) -> EffectTotals:
    sums = total_by(rows, lambda row: row.year)
    planned = {year: sums[year].planned if year in sums else Decimal(0) for year in years}
    actual = {year: sums[year].actual if year in sums else Decimal(0) for year in actual_years}
    return EffectTotals(
        planned=Amounts(planned, sum(planned.values(), Decimal(0))) if years else None,
        actual=Amounts(actual, sum(actual.values(), Decimal(0))) if actual_years else None,
        open=count_open(rows, actual_years),
    )


def _excluded(answers: RoundAnswers) -> Iterator[ExcludedEffect]:
    for item in answers.plan.items:
        numbers = {activity.id: activity.number for activity in item.activities}
        for effect in item.effects:
            if not effect.counted:
                planned = subtotal(effect.planned.values())
                number = numbers.get(effect.activity or 0)
                yield ExcludedEffect(item.id, item.name, effect.activity, planned, effect.why, number)


# -- differences


def _iter_differences(answers: RoundAnswers, workspace: Workspace) -> Iterator[Difference]:
    """Figures a return states that recompute to another: typed sub-totals."""
    for answer in answers.items:
        for finding in answer.findings:
            if finding.code == "subtotal-differs" and finding.slot:
                yield Difference(
                    item_id=answer.item.id,
                    field=workspace.fields[finding.slot.field].name,
                    reported=str(finding.words["value"]),
                    recomputed=str(finding.words["computed"]),
                    why=finding.what,
                    source=finding.place,
                )
