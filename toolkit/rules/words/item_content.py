"""An item of the register in, what it says of the item by slot, as a form or paper prints it, out."""

from __future__ import annotations

from toolkit.model.fields import Slot
from toolkit.model.plan import Activity, Indicator, Item, Plan, Printed
from toolkit.model.slots import effect_slot
from toolkit.model.years import FiscalYear


def item_content(item: Item, plan: Plan, edition: FiscalYear) -> dict[Slot, str | Printed]:
    """Give what the register says of an item, by slot, as the form prints it."""
    content: dict[Slot, str | Printed] = {
        Slot("item.number"): item.number,
        Slot("item.name"): item.name,
        Slot("item.lead"): "、".join(plan.department(lead).name for lead in item.leads),
        Slot("item.related"): "、".join(map(plan.short_name, item.related)),
        Slot("item.category"): item.category,
        Slot("edition.year"): edition.name,
        Slot("edition.final_year"): plan.years[-1].name,
    }
    for number, level in enumerate(item.levels, 1):
        content[Slot(f"item.level{number}_number")] = level.number
        content[Slot(f"item.level{number}_name")] = level.name
    content.update({Slot(key): text for key, text in item.texts.items()})
    for key, texts in item.year_texts.items():
        content.update({Slot(key, year=year): text for year, text in texts.items()})
    for indicator in item.indicators:
        content.update(_indicator_content(indicator))
    for activity in item.activities:
        content.update(_activity_content(activity, plan))
    for effect in item.effects:
        content.update({effect_slot(effect, year, "planned"): one for year, one in effect.planned.items()})
    return content


def _indicator_content(indicator: Indicator) -> dict[Slot, str | Printed]:
    at = indicator.id
    single: dict[str, str | Printed] = {
        "number": str(indicator.number),
        "name": indicator.name,
        "kind": indicator.kind,
        "unit": indicator.unit,
        "baseline": indicator.baseline,
        "final": indicator.final,
    }
    yearly = {"target": indicator.targets, "actual": indicator.actuals}
    content: dict[Slot, str | Printed] = {Slot(f"indicator.{key}", at): text for key, text in single.items()}
    for key, values in yearly.items():
        content.update({Slot(f"indicator.{key}", at, year=year): one for year, one in values.items()})
    named = zip(indicator.part_ids, indicator.parts, strict=True)
    content.update({Slot("part.name", part=part_id): part.name for part_id, part in named})
    return content


def _activity_content(activity: Activity, plan: Plan) -> dict[Slot, str | Printed]:
    at = activity.id
    single = {
        "number": activity.label,
        "name": activity.name,
        "departments": "、".join(map(plan.short_name, activity.departments)),
    }
    content: dict[Slot, str | Printed] = {
        Slot(f"activity.{key}", None, at): text for key, text in single.items()
    }
    content.update({Slot("activity.plan", None, at, year): text for year, text in activity.texts.items()})
    content.update({Slot("activity.target", None, at, year): one for year, one in activity.targets.items()})
    return content
