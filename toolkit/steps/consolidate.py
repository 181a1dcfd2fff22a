"""The returns of a round in, 取りまとめ表.xlsx and .json out: every verdict and total with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from toolkit.books.master import write_master
from toolkit.books.register import load_published
from toolkit.model.counts import Amounts, Convention, EffectTotals, ExcludedEffect, FlagCounts, Group, OnTrack
from toolkit.model.fields import Slot
from toolkit.model.plan import NOTHING, Effect
from toolkit.model.profile import Profile, Round, StatusSettings
from toolkit.model.summary import (
    Difference,
    EffectRow,
    Effects,
    IndicatorRow,
    Indicators,
    PlanSize,
    RoundInfo,
    Statuses,
    StatusRow,
    Summary,
)
from toolkit.model.verdicts import Judgement
from toolkit.model.years import FiscalYear
from toolkit.rules.published import check_all
from toolkit.rules.records import plain_choice
from toolkit.rules.totals import achieved_of, count_flags, printed_share, subtotal, total_by
from toolkit.steps.answers import ItemAnswer, RoundAnswers, finding_rows, read_answers, submissions_of
from toolkit.steps.workspace import CONSOLIDATED, Workspace, write_json

Row = TypeVar("Row", IndicatorRow, StatusRow, EffectRow)


@dataclass(frozen=True)
class Consolidated:
    """What consolidate made: the workbook and what it holds."""

    path: Path
    summary: Summary

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: where the master is, the flags and the amounts."""
        yield f"取りまとめ: {self.path.relative_to(root)}"
        if self.summary.indicators:
            total = self.summary.indicators.total
            flags = f"○{total.achieved} ×{total.missed} 未{total.undecided}"
            yield f"  指標 目標のある{total.set}件中 {flags}（目標の設定なし {total.not_set}件）"
        if self.summary.effects:
            totals, unit = self.summary.effects.total, self.summary.effects.unit
            yield f"  効果見込額 {_amounts_line(totals.planned)}{unit}"
            if totals.actual:
                yield f"  実績効果額 {_amounts_line(totals.actual)}{unit}"
        differing = sum(check.agrees is False for check in self.summary.published)
        if differing:
            yield f"  公表値 {len(self.summary.published)}件のうち{differing}件が計算と一致しません。"


def _amounts_line(amounts: Amounts) -> str:
    by_year = "、".join(f"{year} {amount:,}" for year, amount in amounts.by_year.items())
    return f"{by_year}、計 {amounts.total:,}" if len(amounts.by_year) > 1 else by_year


def consolidate(
    workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None
) -> Consolidated:
    """Consolidate every return of a round; items without one stand with the plan alone."""
    answers = read_answers(workspace, round_, progress)
    summary = summarise(answers, workspace)
    figures = load_published(workspace.register)  # printed after the round was issued: not its edition's
    summary = replace(summary, published=check_all(figures, summary.as_json()))
    path = workspace.folder(CONSOLIDATED, round_) / "取りまとめ表.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_master(path, summary)
    write_json(path.with_suffix(".json"), summary.as_json())
    return Consolidated(path, summary)


def summarise(answers: RoundAnswers, workspace: Workspace) -> Summary:
    """Give everything the master shows."""
    profile, round_, plan = workspace.profile, answers.round, answers.plan
    return Summary(
        city=profile.city,
        plan=profile.plan,
        round=RoundInfo(round_.id, round_.years, round_.edition.label),
        judged_at=dt.datetime.now().astimezone(),
        levels=profile.levels,
        item_word=profile.item_word,
        plan_size=PlanSize(
            len(plan.items),
            sum(len(item.activities) for item in plan.items) or None,
            sum(len(item.indicators) for item in plan.items) or None,
        ),
        submissions=submissions_of(answers),
        indicators=_indicators(answers, profile),
        statuses=_statuses(answers, profile, workspace),
        effects=_effects(answers, profile),
        differences=tuple(_iter_differences(answers, workspace)),
        findings=finding_rows(answers, workspace.fields),
    )


# -- indicators


def _indicators(answers: RoundAnswers, profile: Profile) -> Indicators:
    rows = tuple(row for answer in answers.items if answer.asked for row in _indicator_rows(answer))
    counts = _count(rows)
    return Indicators(
        rows=rows,
        total=counts,
        groups=tuple(_groups(rows, answers, profile, _count)),
        conventions=tuple(_conventions(counts, answers.round, profile)),
    )


def _indicator_rows(answer: ItemAnswer) -> Iterator[IndicatorRow]:
    indicators = {indicator.number: indicator for indicator in answer.item.indicators}
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
            number=verdict.indicator,
            indicator=indicator.name,
            unit=indicator.unit,
            year=verdict.year,
            target=verdict.target,
            actual=verdict.actual,
            value=value if isinstance(value, Decimal) else None,
            rate=verdict.judgement.printed_rate,
            flag=verdict.judgement.flag,
            why=verdict.judgement.why,
            origin=_origin(answer),
            category=answer.item.category,
            source=answer.record.places.get(slot),
        )


def _origin(answer: ItemAnswer) -> str:
    if not answer.asked:
        return "照会対象外"
    return "回答" if answer.entry else "未提出"


def _count(rows: Sequence[IndicatorRow]) -> FlagCounts:
    return count_flags(Judgement(row.flag, row.why) for row in rows)


def _conventions(counts: FlagCounts, round_: Round, profile: Profile) -> Iterator[Convention]:
    """Both ways of counting indicators without a target, so that neither can be mistaken (C1, C2)."""
    judging = profile.judging_of(round_.years[0])
    for name, unset_achieved in (("未設定を分母から除く", False), ("未設定を達成に含める", True)):
        achieved, of = achieved_of(counts, unset_achieved=unset_achieved)
        rate = printed_share(achieved, of, judging.rate_digits, judging.truncate)
        yield Convention(name, achieved, of, rate)


# -- statuses


def _statuses(answers: RoundAnswers, profile: Profile, workspace: Workspace) -> Statuses | None:
    settings = profile.statuses
    if settings is None:
        return None
    field = workspace.fields.by_name[settings.field]
    choices = {plain_choice(choice): choice for choice in settings.choices}
    rows = tuple(
        StatusRow(
            item_id=answer.item.id,
            item=answer.item.name,
            path=tuple(level.name for level in answer.item.levels),
            division=answer.department.division,
            department=answer.department.section,
            year=slot.year,
            choice=choices.get(word := str(answer.record.answer(slot).value or ""), word),
            origin=_origin(answer),
            source=answer.record.places.get(slot),
        )
        for answer in answers.items
        for slot in answer.asked
        if slot.field == field.key and slot.year is not None
    )

    def count(some: Sequence[StatusRow]) -> dict[str, int]:
        return {choice: sum(row.choice == choice for row in some) for choice in settings.choices}

    return Statuses(
        name=field.title,
        unit=profile.item_word,
        choices=settings.choices,
        on_track_choices=settings.on_track,
        rows=rows,
        total=count(rows),
        on_track=_on_track(rows, settings, profile.judging_of(answers.round.years[0]).truncate),
        groups=tuple(_groups(rows, answers, profile, count)),
    )


def _on_track(rows: Sequence[StatusRow], settings: StatusSettings, truncate: bool) -> OnTrack:
    answered = [row for row in rows if row.choice in settings.choices]
    count = sum(row.choice in settings.on_track for row in answered)
    return OnTrack(count, len(answered), printed_share(count, len(answered), 0, truncate))


# -- effects


def _effects(answers: RoundAnswers, profile: Profile) -> Effects:
    rows = tuple(row for answer in answers.items for row in _effect_rows(answer, answers))
    years = answers.plan.years
    asked = {slot.year for answer in answers.items for slot in answer.asked if slot.field == "effect.actual"}
    actual_years = tuple(year for year in years if year in asked)

    def total(some: Sequence[EffectRow]) -> EffectTotals:
        return _effect_totals(some, years, actual_years)

    return Effects(
        unit=profile.effect_unit,
        years=years,
        actual_years=actual_years,
        rows=rows,
        total=total(rows),
        groups=(*_groups(rows, answers, profile, total), *_item_groups(rows, profile.item_word, total)),
        excluded=tuple(_excluded(answers)),
    )


def _effect_rows(answer: ItemAnswer, answers: RoundAnswers) -> Iterator[EffectRow]:
    """A row per effect and year of the plan; planned amounts stand even where a department is missing."""
    for effect in answer.item.effects or _unplanned(answer):
        for year in answers.plan.years:
            slot = Slot("effect.actual", activity=effect.activity, year=year)
            actual = answer.record.answer(slot)
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
                raw=actual.raw,
                counted=effect.counted,
                why=effect.why,
                kind=effect.kind,
                origin=_origin(answer),
                source=answer.record.places.get(slot),
            )


def _unplanned(answer: ItemAnswer) -> tuple[Effect, ...]:
    """An amount that was answered where none was planned is counted all the same."""
    amounts = [one for slot, one in answer.record.answers.items() if slot.field == "effect.actual"]
    return (Effect({}),) if any(isinstance(one.value, Decimal) for one in amounts) else ()


def _effect_totals(
    rows: Sequence[EffectRow], years: Iterable[FiscalYear], actual_years: Sequence[FiscalYear]
) -> EffectTotals:
    sums = total_by(rows, lambda row: row.year)
    planned = {year: sums[year].planned if year in sums else Decimal(0) for year in years}
    actual = {year: sums[year].actual if year in sums else Decimal(0) for year in actual_years}
    return EffectTotals(
        planned=Amounts(planned, sum(planned.values(), Decimal(0))),
        actual=Amounts(actual, sum(actual.values(), Decimal(0))) if actual_years else None,
    )


def _excluded(answers: RoundAnswers) -> Iterator[ExcludedEffect]:
    for answer in answers.items:
        for effect in answer.item.effects:
            if not effect.counted:
                planned = subtotal(effect.planned.values())
                yield ExcludedEffect(answer.item.id, answer.item.name, effect.activity, planned, effect.why)


# -- groups and differences

Counted = TypeVar("Counted")


def _groups(
    rows: Sequence[Row], answers: RoundAnswers, profile: Profile, count: Callable[[Sequence[Row]], Counted]
) -> Iterator[Group[Counted]]:
    """Count every level of the plan in its order, then every 部 in 建制順."""
    for depth, word in enumerate(profile.levels, 1):
        parts: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            parts.setdefault(row.path[:depth], []).append(row)
        yield from (Group(word, path, count(part)) for path, part in parts.items())
    divisions: dict[str, list[Row]] = {}
    for row in rows:
        divisions.setdefault(row.division, []).append(row)
    names = dict.fromkeys(department.division for department in answers.plan.departments)
    yield from (Group("部", (name,), count(divisions[name])) for name in names if name in divisions)


def _item_groups(
    rows: Sequence[EffectRow], word: str, count: Callable[[Sequence[EffectRow]], EffectTotals]
) -> Iterator[Group[EffectTotals]]:
    """Count every item; its path goes on from its levels to its id."""
    items: dict[tuple[str, ...], list[EffectRow]] = {}
    for row in rows:
        items.setdefault((*row.path, row.item_id), []).append(row)
    yield from (Group(word, path, count(part)) for path, part in items.items())


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
