"""The plan of the register in, what is worth asking about its targets and years out; nothing here blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from toolkit.model.findings import Finding
from toolkit.model.plan import Direction, FinalRelation, Indicator, Item, Method, Plan, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.arrows import is_arrow, resolve_arrows
from toolkit.rules.judging.targets import Target, TargetKind, check_final, target_of
from toolkit.rules.numbers.quantities import parse_quantity
from toolkit.rules.record.read_item import Make

_LIMITS = (TargetKind.AT_MOST, TargetKind.BELOW)


def iter_plan_doubts(plan: Plan) -> Iterator[Finding]:
    """Yield what to look at in a whole plan: the targets of each indicator, the years of each yearly plan."""
    for item in plan.items:
        for indicator in item.indicators:
            yield from iter_plan_warnings(indicator, item.id)
    # Where no plan draws arrows, a blank is a year without a plan and nothing else.
    rows = [(item, *row) for item in plan.items for row in _iter_yearly_plans(item)]
    if any(is_arrow(text) for _, _, texts in rows for text in texts.values()):
        for item, what, texts in rows:
            said = resolve_arrows([texts.get(year, "") for year in plan.years])
            first = {one.doubt: year for year, one in reversed([*zip(plan.years, said, strict=True)])}
            for why, year in first.items():
                if why:
                    words = {"what": what, "year": year.name, "why": why.removesuffix("。")}
                    yield Finding("yearly-plan-unclear", item_id=item.id, words=words)


def _iter_yearly_plans(item: Item) -> Iterator[tuple[str, Mapping[FiscalYear, str]]]:
    """Yield what is planned year by year, with its name: of the item, and of each activity."""
    if plans := item.year_texts.get("year.plan"):
        yield "計画", plans
    for activity in item.activities:
        if activity.texts:
            yield f"活動「{activity.name}」の計画", activity.texts


def iter_plan_warnings(indicator: Indicator, item_id: str = "") -> Iterator[Finding]:
    """Yield what to look at in an indicator's targets: B11 (behind, already passed), E1, E2, E4 (final).

    Limits (以内, 未満) are kept and not reached, and amounts of one year (合計, 増分) are no level: neither
    is compared with where things stand.
    """

    def finding(code: str, **words: object) -> Finding:
        return Finding(code, item_id=item_id, words={"indicator": indicator.name} | words)

    final = check_final(indicator)
    if final.follows is False:
        yield finding("final-target-differs", why=final.why.removesuffix("。"))
    if indicator.final_relation is not FinalRelation.SUM and indicator.method is not Method.INCREMENT:
        yield from _behind_baseline(indicator, finding)
        yield from _already_passed(indicator, finding)


Targets = Mapping[FiscalYear, Target]


def _behind_baseline(indicator: Indicator, finding: Make) -> Iterator[Finding]:
    behind = _surpassed(indicator, indicator.baseline, _levels(indicator))
    if behind:
        base_year = f"（{indicator.base_year}）" if indicator.base_year else ""
        higher = next(iter(behind.values())).direction is Direction.HIGHER
        yield finding(
            "target-behind-baseline",
            targets=_listed(behind),
            baseline=f"{indicator.baseline.text}{base_year}",
            way="下回っ" if higher else "上回っ",
        )


def _already_passed(indicator: Indicator, finding: Make) -> Iterator[Finding]:
    """Compare the newest known actual with what is still ahead of it."""
    known = {year: actual for year, actual in indicator.actuals.items() if actual.text}
    if not known:
        return
    year = max(known)
    ahead = {at: target for at, target in _levels(indicator).items() if at > year}
    if passed := _surpassed(indicator, known[year], ahead):
        yield finding("target-already-passed", targets=_listed(passed), year=year, actual=known[year].text)


def _levels(indicator: Indicator) -> Targets:
    """Give the yearly targets that are a number to reach."""
    targets = {year: target_of(indicator, year) for year in sorted(indicator.targets)}
    return {
        year: target
        for year, target in targets.items()
        if target.number is not None and target.kind not in _LIMITS
    }


def _surpassed(indicator: Indicator, value: Printed, targets: Targets) -> Targets:
    """Give the targets that a value is already better than; to keep a level is a target like any other."""
    number = parse_quantity(value.text, indicator.unit).value
    if not isinstance(number, Decimal):
        return {}
    return {
        year: target
        for year, target in targets.items()
        if target.number != number and target.is_reached(number)
    }


def _listed(targets: Targets) -> str:
    return "、".join(f"{year} {target.text}" for year, target in targets.items())
