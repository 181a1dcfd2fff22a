"""What stands in a paper in, why each figure of it is so out: from which counts, answers or plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from toolkit.books.lists.grounds import BasisRow, Ground
from toolkit.books.package.refs import from_ref
from toolkit.books.papers.papers import Written
from toolkit.books.papers.template import show
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.papers.values import PaperValues
from toolkit.desk.summary.last_round import LastRound, tell_change
from toolkit.model.answers import ItemAnswer
from toolkit.model.choice_words import listed_word
from toolkit.model.fields import FIGURE, Field, Fields, Slot
from toolkit.model.plan import Item, Printed
from toolkit.model.profile import OFFICE
from toolkit.model.record import Place
from toolkit.model.summary import EffectRow, IndicatorRow, StatusRow, Summary
from toolkit.rules.figures.expression import put
from toolkit.rules.figures.figure_words import explain
from toolkit.rules.figures.headings import YEAR
from toolkit.rules.figures.parse import write
from toolkit.rules.figures.rests_on import rows_under
from toolkit.rules.judging.rating import rate_item
from toolkit.rules.words.office_words import slots_behind

_VERDICTS = ("indicator.rate", "indicator.flag")
_ACTUAL_TOTALS = {
    "item.actual_subtotal": "この項目の実績効果額の合計",
    "activity.actual_total": "この取組の実績効果額の、回答のある年度の合計",
}
_WHOLE_TEXT = "（資料の欄に入り切らないため、全文をここに載せています）"
_LEFT_OUT = "paper.open_effects"
_NOTHING_COUNTED = "この区分に数えるものがありません"


@dataclass(frozen=True)
class _Why:
    """Why a figure is so; `why` "" for what is no figure (a name, a running number)."""

    why: str = ""
    path: str = ""
    rests_on: tuple[BasisRow, ...] = ()
    source: Place | None = None
    is_text: bool = False


@dataclass(frozen=True)
class Explainer:
    """Explains what stands in the papers of a round; `last` is the round they are compared with."""

    fields: Fields
    answers: RoundAnswers
    summary: Summary
    last: LastRound | None = None

    def iter_grounds(self, values: PaperValues, file: str, written: Sequence[Written]) -> Iterator[Ground]:
        """Yield every figure of a paper: those of 取りまとめ表.json, answers, verdicts, plan figures."""
        sheets = list(dict.fromkeys(one.sheet for one in written))
        answers = {answer.item.id: answer for answer in self.answers.items}
        for words in sorted(written, key=lambda one: (sheets.index(one.sheet), from_ref(one.cell))):
            one = self._behind(words)
            if one.slot.field.startswith(f"{FIGURE}."):
                found, was = self._counted(values, one)
            else:
                found = self._said(answers.get(one.about), one)
                was = self.last.verdict(one.about, one.slot) if self.last else ""
                was = listed_word(self.fields[one.slot.field], was) if was else ""
            if not found.why or not show(one.value):
                continue
            if one.is_cut:
                found = replace(found, why=f"{found.why}{_WHOLE_TEXT}", is_text=True)
            figure = one.value if isinstance(one.value, int | Decimal) else show(one.value)
            yield Ground(
                number=values.paper.number,
                paper=values.paper.name,
                file=file,
                sheet=one.sheet,
                cell=one.cell,
                field=self.fields[one.slot.field].name,
                about=one.about,
                called=self.summary.number_of(one.about),
                figure=figure,
                since=tell_change(was, figure),
                **vars(found),
            )

    def _behind(self, one: Written) -> Written:
        """Give the actual behind the words of a paper about it (`資料_実績`), else what was written."""
        if one.slot.field != "paper.actual":
            return one
        return replace(
            one, slot=one.slot._replace(field="indicator.actual", year=self.answers.round.years[-1])
        )

    def _counted(self, values: PaperValues, one: Written) -> tuple[_Why, str]:
        """Explain a figure of 取りまとめ表.json, and give what it was in the last round."""
        every_year = values.found.get((one.slot, one.about)) or values.found.get((one.slot, ""))
        if every_year is None:
            return _Why(_NOTHING_COUNTED), ""
        tree = put(every_year, YEAR, self.answers.round.years[-1].label)
        was = self.last.figure(every_year, YEAR) if self.last else ""
        rests_on = tuple(_basis(row, self.summary) for row in rows_under(tree, self.summary))
        return _Why(explain(tree, self.summary), write(tree, keys=True), rests_on), was

    def _said(self, answer: ItemAnswer | None, one: Written) -> _Why:
        """Explain what an answer, its verdict or the register says."""
        slot, field = one.slot, self.fields[one.slot.field]
        if field.key == _LEFT_OUT:
            return self._left_out(one.about)
        if field.key.startswith("paper."):
            return self._words(answer, one) if answer else _Why()
        if answer is not None and field.key in _VERDICTS:
            return _judged(answer, one)
        if answer is not None and answer.record.answer(slot).raw:
            source, is_text = answer.record.places.get(slot), field.kind == "text" and slot.part is None
            why = f"{_name(answer.item, slot, field)}：{_answered(answer, slot)}"
            return _Why(why, source=source, is_text=is_text)
        if answer is not None and field.choices and field.choices.bands and slot.year:
            return _Why(rate_item(answer.verdicts, field.choices, slot.year).why)
        if answer is not None and field.key == "indicator.actual":
            return _judged(answer, one)
        if field.key in _ACTUAL_TOTALS:
            return _Why(_ACTUAL_TOTALS[field.key] if isinstance(one.value, int | Decimal) else "")
        is_planned = isinstance(one.value, Printed) and one.value.number is not None
        if is_planned or isinstance(one.value, int | Decimal) or one.is_cut:
            name = _name(answer.item if answer else None, slot, field)
            return _Why(f"{name}：計画台帳（{self.answers.round.edition.label}版）のとおり")
        return _Why()

    def _left_out(self, about: str) -> _Why:
        """Name every amount that a total of actual effects leaves out, of a part of the plan or an item."""
        part = self.summary.effects
        rows = [
            row
            for row in (part.rows if part else ())
            if row.counted and row.is_open and part and row.year in part.actual_years
            if about in ("", row.item_id, *accumulate(row.path, "{}/{}".format))
        ]
        why = "実績効果額の合計に入っていないもの（未回答、未、確認中）と、その効果見込額"
        return _Why(why, rests_on=tuple(_basis(row, self.summary) for row in rows))

    def _words(self, answer: ItemAnswer, one: Written) -> _Why:
        """Say whose words stand in 資料_掲載文 and the like: the office's, or the department's own."""
        behind = slots_behind(one.slot.field, answer.record, self.answers.round)
        if not behind:
            return _Why()
        asks = (ask for ask in self.answers.round.asks if ask.covers(behind[0]))
        said = "事務局の文言" if all(ask.by == OFFICE for ask in asks) else _answered(answer, behind[0])
        name = _name(answer.item, behind[0], self.fields[behind[0].field])
        return _Why(f"{name}：{said}", source=answer.record.places.get(behind[0]), is_text=True)


def _name(item: Item | None, slot: Slot, field: Field) -> str:
    """Name a value of an item: `令和6年度の目標値`, of several indicators `指標「…」の令和6年度の目標値`."""
    several = {one.id: one.name for one in item.indicators} if item else {}
    activities = {one.id: one.number for one in item.activities} if item else {}
    if slot.part and item:
        several = {one.id: one.name for one in item.indicators if one.parts}
    indicator = slot.part[0] if slot.part else slot.indicator
    which = f"指標「{several[indicator]}」の" if indicator in several and len(several) > 1 else ""
    which += f"活動{activities.get(slot.activity, slot.activity)}の" if slot.activity else ""
    which += f"内訳{slot.part[1]}の" if slot.part else ""
    which += f"{slot.year.name}の" if slot.year else ""
    return which + field.title


def _answered(answer: ItemAnswer, slot: Slot) -> str:
    """Say that a value is as answered, or what the office put in its place and why."""
    for finding in answer.findings:
        if finding.code == "corrected-by-office" and finding.slot == slot:
            return f"事務局修正（回答は{finding.words['typed']}、理由: {finding.words['why']}）"
    return "回答のとおり"


def _judged(answer: ItemAnswer, one: Written) -> _Why:
    """Give the reason of the verdict, and where what was judged was answered."""
    slot, places = one.slot, answer.record.places
    chosen = slot if answer.record.answer(slot).raw else slot._replace(field="indicator.actual")
    found = (v for v in answer.verdicts if (v.indicator, v.year) == (slot.indicator, slot.year))
    why = next((verdict.judgement.why for verdict in found), "")
    return _Why(why, source=places.get(chosen))


def _basis(row: IndicatorRow | StatusRow | EffectRow, summary: Summary) -> BasisRow:
    match row:
        case IndicatorRow():
            value, why = f"{row.actual} / {row.target}（{row.flag.value}）", f"「{row.indicator}」{row.why}"
        case StatusRow():
            value, why = row.choice, row.activity
        case _:
            value, why = row.raw if row.actual is None else show(row.actual), row.kind
    return BasisRow(summary.number_of(row.item_id), row.item, row.year.label, value, why, row.source)
