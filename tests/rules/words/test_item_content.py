"""What the register says of an item: every text in the slot of its line, departments as staff call them."""

from __future__ import annotations

from decimal import Decimal

from toolkit.model.fields import Slot
from toolkit.model.plan import Activity, Department, Effect, Indicator, Item, Level, Plan, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.words.item_content import item_content

R5, R6 = FiscalYear.parse("R5"), FiscalYear.parse("R6")
DEPARTMENTS = (Department(1, "企画部", "企画課"), Department(2, "産業部", "港湾課"))


def test_every_line_of_an_item_has_its_texts_under_its_own_id() -> None:
    indicator = Indicator(2, "窓口", "件", Printed("1"), Printed("9"), {R6: Printed("8", Decimal(8))}, id=7)
    activity = Activity(1, "案内", ("港湾課",), {R5: "検討", R6: "実施"})
    item = Item(
        "海-3", (Level("1", "暮らし"),), "1-①", "窓口の改善", "様式", ("企画課",), "企画課", R5,
        related=("港湾課",), activities=(activity,), indicators=(indicator,),
        effects=(Effect({R6: Printed("-")}),),
    )  # fmt: skip
    content = item_content(item, Plan((R5, R6), DEPARTMENTS, (item,)), R5)
    assert content[Slot("item.number")] == "1-①"  # the id 海-3 is never printed
    assert (content[Slot("item.lead")], content[Slot("item.related")]) == ("企画部 企画課", "港湾課")
    assert content[Slot("item.level1_name")] == "暮らし"
    assert content[Slot("indicator.number", 7)] == "2"
    assert content[Slot("indicator.target", 7, year=R6)] == Printed("8", Decimal(8))
    assert content[Slot("activity.plan", None, activity.id, R5)] == "検討"
    assert content[Slot("effect.planned", year=R6)] == Printed("-")
