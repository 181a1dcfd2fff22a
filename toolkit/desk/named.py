"""What staff call an item, a field of it or a department in, the one that is meant out.

Brackets, dashes, digits and widths are those of whatever keyboard: `（4）－９` and `4-9` are (4)-⑨. What is
meant by nothing, or by several, is told with what there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.model.answers import ItemAnswer
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields, Slot
from toolkit.model.plan import Item
from toolkit.model.slots import number_of
from toolkit.model.words import did_you_mean, plain_number, plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.series.decided import about_cell


@dataclass(frozen=True)
class Spot:
    """The cell a correction is about: item, field (`指標_実績値` or `実績値`), year and number if needed.

    The item is named by the number its sheet prints, by its id, or as 確認結果 does (`1-③ 窓口の見直し`).
    `number` is the register's, of the indicator, activity or 内訳; `indicator` that of a 内訳's indicator,
    where several have some.
    """

    item: str
    field: str
    year: str = ""
    number: int = 0
    indicator: int = 0

    def names(self, slot: Slot, fields: Fields) -> bool:
        """Tell whether a slot is of the field that is meant."""
        field = fields[slot.field]
        return plain_word(self.field) in (plain_word(field.name), plain_word(field.title))

    def is_of(self, slot: Slot, item: Item) -> bool:
        """Tell whether a slot of the field is the one that is meant."""
        year = FiscalYear.parse(self.year) if self.year else slot.year
        is_line = self.number in (0, number_of(item, slot)) and self.indicator in (0, _indicator(item, slot))
        return slot.year == year and is_line

    @property
    def line(self) -> str:
        """Say which of the field's cells is meant: `R6の番号2`."""
        number = f"番号{self.number}" if self.number else ""
        return "の".join(filter(None, (self.year, f"指標{self.indicator}" * bool(self.indicator), number)))


def find_cell(answers: RoundAnswers, spot: Spot, fields: Fields) -> tuple[ItemAnswer, Slot]:
    """Find the asked cell staff mean; OfficeError where it is none, several, or not answered yet."""
    item = _find_item(answers, spot.item)
    asked = [(answer, slot) for answer in answers.returns if answer.item is item for slot in answer.asked]
    if not asked:
        raise OfficeError(
            f"項目「{answers.called(item)}」は、この照会でお願いしていません。",
            "項目の番号と、照会の名前（--round）を確かめてください。",
        )
    named = [(answer, slot) for answer, slot in asked if spot.names(slot, fields)]
    try:
        found = [(answer, slot) for answer, slot in named if spot.is_of(slot, item)]
    except ValueError:
        raise OfficeError(f"年度「{spot.year}」を読めません。", "R5 のように書いてください。") from None
    if len(found) != 1:
        if found:
            what = f"欄「{spot.field}」が、どのセルのことか決まりません。"
        elif named:
            what = f"欄「{spot.field}」に、{spot.line}のセルはありません。"
        else:
            near = did_you_mean(spot.field, (fields[slot.field].name for _, slot in asked))
            what = f"欄「{spot.field}」はお願いしていません。{near}"
        known = "、".join(dict.fromkeys(_option(slot, fields, item) for _, slot in found or named or asked))
        raise OfficeError(what, f"次のどれかを指定してください: {known}")
    answer, slot = found[0]
    if answer.entry is None:
        raise OfficeError(
            f"項目「{spot.item}」は、まだ提出がありません。",
            "電話などで聞いた回答は、配布したブックの写しに事務局で記入し、それを取り込んでください。",
        )
    return answer, slot


def _find_item(answers: RoundAnswers, called: str) -> Item:
    """Find the item staff mean; OfficeError where there is none, or it is one's number and another's id."""
    names = [
        (item, (item.id, answers.manifest.number_of(item.id), answers.called(item)))
        for item in answers.plan.items
    ]
    wanted, plain = called.strip(), plain_number(called)
    items = [item for item, own in names if wanted in own]
    items = items or [item for item, own in names if plain in map(plain_number, own)]
    if len(items) > 1:
        known = "、".join(f"「{answers.called(item)}」" for item in items)
        raise OfficeError(
            f"項目「{called}」は、今の番号と項目IDのどちらのことか決まりません。",
            f"次のどれかを指定してください: {known}",
        )
    if not items:
        near = did_you_mean(called, (number for _, (_, number, _) in names))
        raise OfficeError(
            f"「{called}」という項目はありません。{near}",
            "項目の番号は、確認結果の「項目」の列の頭にあるものです。",
        )
    return items[0]


def _indicator(item: Item, slot: Slot) -> int:
    """Give the register's number of the indicator a 内訳 is of; 0 where the slot is of none."""
    return number_of(item, Slot(slot.field, slot.part[0])) if slot.part else 0


def _option(slot: Slot, fields: Fields, item: Item) -> str:
    about, number, indicator = about_cell("", slot, fields), number_of(item, slot), _indicator(item, slot)
    year = f" --year {about.year}" if about.year else ""
    of = (
        f" --indicator {indicator}"
        if sum(bool(one.parts) for one in item.indicators) > 1 and indicator
        else ""
    )
    return about.field + year + (f" --number {number}" if number else "") + of


def find_department(called: str, names: Mapping[str, str]) -> str:
    """Find the id of the department staff mean, of those with these `names` (`総務部 総務課`) by their ids.

    It is named by its 課, by both words or by its id. OfficeError where it is none, or several.
    """
    wanted = plain_word(called)
    sections = {id_: name.partition(" ")[2] or name for id_, name in names.items()}
    found = [
        id_
        for id_, name in names.items()
        if wanted in (plain_word(id_), plain_word(name), plain_word(sections[id_]))
    ]
    if len(found) > 1:
        what = f"「{called}」という課は{len(found)}つあります。"
        raise OfficeError(what, f"次から選んでください: {'、'.join(names[id_] for id_ in found)}")
    if not found:
        what = f"所属「{called}」にはお願いしていません。{did_you_mean(called, sections.values())}"
        raise OfficeError(what, f"次から選んでください: {'、'.join(sections.values())}")
    return found[0]
