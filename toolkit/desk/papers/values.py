"""The judged answers of a round and its 取りまとめ表.json in, what every field of a paper shows out."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.books.papers.papers import ABSENT, Line
from toolkit.books.papers.template import PaperValue, show
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.answers.unsettled import state_of, unsettled
from toolkit.desk.issue.book import as_shown, totals_of
from toolkit.desk.issue.orders import round_title
from toolkit.desk.papers.check import figure_mistake, is_unanswered_year, parse_figures
from toolkit.model.answers import ItemAnswer
from toolkit.model.choice_words import listed_word
from toolkit.model.counts import OpenAmounts
from toolkit.model.fields import FIGURE, LineAxis, LineId, Slot
from toolkit.model.paper_settings import Conditions, PaperSettings
from toolkit.model.plan import SAME_AS_BEFORE, Indicator, Item, Level, Plan, Pointer, Printed
from toolkit.model.profile import Profile
from toolkit.model.record import Record
from toolkit.model.slots import slots_of
from toolkit.model.verdicts import Flag
from toolkit.model.years import FiscalYear, write_date
from toolkit.rules.counting.listed import listed_lines
from toolkit.rules.counting.paper_rows import END, GROUPED, HEADING, LEVEL, PaperBlock, PlanRow, plan_rows
from toolkit.rules.figures.calculate import calculate, is_called
from toolkit.rules.figures.expression import (
    Expression,
    ExpressionError,
    NoValueError,
    has_placeholder,
    iter_terms,
    put,
)
from toolkit.rules.figures.headings import ITEM, PART, YEAR
from toolkit.rules.figures.status_terms import CHANGES
from toolkit.rules.judging.rating import Rating, iter_ratings
from toolkit.rules.words.indicator_words import actual_words, baseline_words, final_words, target_words
from toolkit.rules.words.item_content import item_content
from toolkit.rules.words.office_words import printed_words

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

FieldValues = dict[Slot, PaperValue]


@dataclass(frozen=True)
class Meeting:
    """What a set of papers is made for: the name of the meeting ("" for none) and the date printed."""

    name: str
    date: dt.date


@dataclass(frozen=True)
class PaperValues:
    """Gives what the fields of one paper show.

    `documents` are the summaries of the rounds its figures speak of, as JSON, by round id. `found` notes the
    expression of every figure that was found, {年度} still in it, and None for one that was not.
    """

    paper: PaperSettings
    profile: Profile
    answers: RoundAnswers
    documents: Mapping[str, Mapping[str, Any]]
    meeting: Meeting
    found: dict[tuple[Slot, str], Expression | None] = field(default_factory=dict)
    _items: dict[str, FieldValues] = field(default_factory=dict)
    _unanswered: set[str] = field(default_factory=set)

    @functools.cached_property
    def figures(self) -> Mapping[str, Expression]:
        """The expressions of the paper's figures, by word."""
        return parse_figures(self.paper)

    @functools.cached_property
    def general(self) -> FieldValues:
        """What is the same all over the paper: its number, the meeting, the figures of the plan."""
        date = self.meeting.date
        month = write_date(date).partition("月")[0] + "月"
        texts: dict[str, str] = {
            "paper.number": self.paper.number,
            "paper.name": self.paper.name,
            "paper.meeting": self.meeting.name,
            "paper.date": write_date(date).partition("（")[0],
            "paper.city": self.profile.city,
            "paper.plan": self.profile.plan,
            "paper.round": round_title(self.answers.round),
            "paper.forecast": f"見込み（{month}現在）" if self.answers.round.forecast else "",
            "paper.unsettled": unsettled(self.answers.returns),
            "paper.open_effects": self._left_out(""),
            "paper.year": self._reported.label,
            "edition.year": self.answers.round.edition.name,
            "edition.final_year": self.answers.plan.years[-1].name,
        }
        values: FieldValues = {Slot(key): text for key, text in texts.items()}
        values[Slot("year.label", year=self._reported)] = self._reported.name
        for word, tree in self.figures.items():
            if not has_placeholder(tree, PART) and not has_placeholder(tree, ITEM):
                values[Slot(f"{FIGURE}.{word}")] = self._figure(word, tree, "")
        return values

    def general_text(self, key: str) -> str:
        """Give a text of the whole paper: `paper.date`."""
        return str(self.general[Slot(key)])

    def part(self, levels: Sequence[Level]) -> FieldValues:
        """Give what a part of the plan shows: its numbers, names and texts, and its figures."""
        names = "/".join(level.name for level in levels)
        group = f"{self.profile.levels[len(levels) - 1]}={names}"
        left_out = {Slot("paper.open_effects"): self._left_out(group)}
        return _levels(levels) | left_out | self._notes(levels) | self._figures(PART, group, names)

    def _left_out(self, group: str) -> str:
        """Say what the actual effects of the plan, or of a group, leave out as not settled (未確定).

        That of the plan may stand far from the total, and says what it is of.
        """
        effects = self.documents[self.answers.round.id]["effects"]
        entries = [one for one in effects["groups"] if is_called(one, group)] if group else [effects]
        words = OpenAmounts.from_json(entries[0]["open"]).words(effects["unit"] or "") if entries else ""
        return f"実績効果額の{words}（合計に含めていません）" if words and not group else words

    def _notes(self, levels: Sequence[Level]) -> FieldValues:
        """Give the texts (説明) of a part and of those above it; one of its items has each."""
        notes: FieldValues = {}
        for depth in range(1, len(levels) + 1):
            key = f"item.level{depth}_note"
            inside = (item for item in self.answers.plan.items if item.levels[:depth] == levels[:depth])
            notes[Slot(key)] = next((item.texts[key] for item in inside if key in item.texts), "")
        return notes

    def line(self, entry: PaperBlock, number: int, circled: int) -> Line:
        """Give a block with what it shows: the running `number` of its row, and that under its heading."""
        if entry.row is None:
            is_part = entry.block.startswith(LEVEL)
            values = self.part(entry.levels) if is_part else _levels(entry.levels)
            values[Slot("item.heading")] = entry.heading
            about = "/".join(level.name for level in entry.levels)
            heads = is_part or entry.block.startswith(GROUPED)
            closes = entry.block.endswith(END)
            leads = entry.block == HEADING or (heads and not closes)
            return Line(entry.block, values, about, leads=leads, closes=closes)
        subject = entry.row.subject
        values = dict(self._pointer(subject) if isinstance(subject, Pointer) else self.item(subject))
        if entry.axis:
            values = _of_line(values, entry.axis, entry.line_id)
        values[Slot("paper.running_number")] = number
        values[Slot("paper.circled_number")] = _CIRCLED[circled - 1] if circled <= len(_CIRCLED) else circled
        if isinstance(subject, Pointer):
            return Line(entry.block, values, optional=entry.optional)
        lines = slots_of(subject)
        return Line(
            *(entry.block, values, subject.id, entry.optional),
            axis=entry.axis, line_id=entry.line_id, lines=lines,
        )  # fmt: skip

    def item(self, item: Item) -> FieldValues:
        """Give what the register, the answer that counts and its verdicts say of an item."""
        if item.id not in self._items:
            answer = next(one for one in self.answers.items if one.item is item)
            own = {
                Slot("paper.departments"): _departments(item, self.answers.plan),
                Slot("paper.final_target"): "\n".join(map(final_words, item.indicators)),
                Slot("paper.effect_kinds"): "、".join(dict.fromkeys(one.kind for one in item.effects)),
                Slot("paper.state"): self._state(item),
                Slot("paper.priority"): "【重点】" if item.priority else "",
                Slot("paper.open_effects"): self._left_out(f"{self.profile.item_word}={item.id}"),
            }
            words = printed_words(answer.record, self.answers.round)
            rated: FieldValues = {slot: one.choice for slot, one in self._ratings(answer)}
            values = self._listed(item_values(answer, self.answers) | rated) | own | words
            for indicator in item.indicators:
                values |= _indicator_words(indicator, self._reported, values)
            self._items[item.id] = values | self._figures(ITEM, item.id, item.id)
        return self._items[item.id]

    def _ratings(self, answer: ItemAnswer) -> Iterator[tuple[Slot, Rating]]:
        years = self.answers.round.years
        return iter_ratings(answer.verdicts, self.profile.fields, self.answers.asked, years)

    def _listed(self, values: FieldValues) -> FieldValues:
        """Give every choice in the word of the office's list, ○ × 未 in the city's own words."""
        fields = self.profile.fields.by_key
        return {
            slot: listed_word(fields[slot.field], value)
            if isinstance(value, str) and value and slot.field in fields
            else value
            for slot, value in values.items()
        }

    def _state(self, item: Item) -> str:
        """Say what is not settled of an item, whoever answers it."""
        states = (state_of(answer) for answer in self.answers.returns if answer.item is item)
        return next(filter(None, states), "")

    @property
    def _reported(self) -> FiscalYear:
        return self.answers.round.years[-1]

    def check_groups(self) -> None:
        """Refuse a figure that leads to nothing in every part, or item, of the plan: it is misspelt."""
        for word, tree in self.figures.items():
            found = [value for (slot, _), value in self.found.items() if slot.field == f"{FIGURE}.{word}"]
            empty = found and not any(found) and word not in self._unanswered
            if empty and not self._is_unanswered(put(tree, YEAR, self._reported.label)):
                what = "部分" if has_placeholder(tree, PART) else "項目"
                raise figure_mistake(self.paper, word, ExpressionError(f"どの{what}にも値がありません"))

    def _pointer(self, pointer: Pointer) -> FieldValues:
        target = self.answers.plan.item(pointer.item_id)
        words = (f"{level.number} {level.name}".strip() for level in target.levels)
        place = f"{''.join(self.profile.levels[:1])}{' '.join(words)}"
        return _levels(pointer.levels) | {
            Slot("item.number"): pointer.number,
            Slot("item.name"): pointer.name,
            Slot("paper.points_at"): place,
            Slot("paper.departments"): _departments(target, self.answers.plan),
        }

    def _figures(self, placeholder: str, instead: str, about: str) -> FieldValues:
        return {
            Slot(f"{FIGURE}.{word}"): self._figure(word, put(tree, placeholder, instead), about)
            for word, tree in self.figures.items()
            if has_placeholder(tree, placeholder)
        }

    def _figure(self, word: str, every_year: Expression, about: str) -> PaperValue:
        """Give a figure of the summaries; a part or a year of the plan that holds none shows `-`.

        An increase (増減) over what was never counted is no figure: blank.
        """
        slot, tree = Slot(f"{FIGURE}.{word}"), put(every_year, YEAR, self._reported.label)
        try:
            value = calculate(tree, self.documents[self.answers.round.id], self.documents).printed
        except ExpressionError as nothing:
            if not about and not isinstance(nothing, NoValueError) and not self._is_unanswered(tree):
                raise figure_mistake(self.paper, word, nothing) from None
            self.found[slot, about] = None
            if isinstance(nothing, NoValueError):
                self._unanswered.add(word)
            return "" if any(CHANGES in term.keys for term in iter_terms(tree)) else ABSENT
        self.found[slot, about] = every_year
        return value

    def _is_unanswered(self, tree: Expression) -> bool:
        return is_unanswered_year(tree, self.answers.plan.years)


def rows_of(paper: PaperSettings, sheet: str, values: PaperValues) -> list[PlanRow]:
    """Give the rows of the plan, with the lines the paper lists on this sheet; once for each condition."""
    several = paper.only.get(sheet, ({},))
    if len(several) == 1:
        return _rows_under(several[0], values)
    groups = ((number, _rows_under(one, values)) for number, one in enumerate(several, 1))
    return [replace(row, group=number) for number, rows in groups for row in rows]


def _rows_under(conditions: Conditions, values: PaperValues) -> list[PlanRow]:
    rows = []
    for row in plan_rows(values.answers.plan):
        if isinstance(row.subject, Pointer):
            rows.append(replace(row, shown=not conditions))
            continue
        texts = {slot: show(value) for slot, value in values.item(row.subject).items()}
        shown, lines = listed_lines(row.subject, texts, conditions, values.answers.round.years[-1])
        rows.append(replace(row, shown=shown, lines=lines))
    return rows


def item_values(answer: ItemAnswer, answers: RoundAnswers) -> FieldValues:
    """Give what the form of an item shows: the plan and its totals, the answers, flags and rates."""
    values = spell_out(item_content(answer.item, answers.plan, answers.round.edition))
    totals = totals_of(answer.item, answer.record.answers)
    values |= {slot: ABSENT if total is None else total for slot, total in totals.items()}
    said = {slot: one for slot, one in answer.record.answers.items() if one.raw and slot not in totals}
    values |= {slot: as_shown(answer.item, slot, one) for slot, one in said.items()}
    for verdict in answer.verdicts:
        at, year = verdict.indicator, verdict.year
        values[Slot("indicator.flag", at, year=year)] = verdict.judgement.flag.value
        values[Slot("indicator.rate", at, year=year)] = verdict.judgement.printed_rate
        if verdict.actual:
            values.setdefault(Slot("indicator.actual", at, year=year), verdict.actual)
        if verdict.judgement.flag is Flag.UNDECIDED and year == answers.round.years[-1]:
            values[Slot("paper.known_by", at)] = _known_by(answer.record, at, year)
    return values


def spell_out(content: Mapping[Slot, str | Printed]) -> FieldValues:
    """Give for every `〃` the text of the year before: a paper shows one year, nothing stands above it."""
    values: FieldValues = {}
    for slot, value in content.items():
        before = None if slot.year is None else slot._replace(year=slot.year + -1)
        values[slot] = values.get(before) if before and value == SAME_AS_BEFORE else value
    return values


def _known_by(record: Record, indicator: int, year: FiscalYear) -> str:
    """Say when an undecided indicator will be known; where no time was given, the word of the answer."""
    actual = record.answer(Slot("indicator.actual", indicator, year=year))
    stated = record.answer(Slot("indicator.due", indicator, year=year)).raw
    return stated or actual.due or actual.word or actual.raw


def _of_line(values: FieldValues, axis: LineAxis, line_id: LineId) -> FieldValues:
    """Leave out what the other indicators (activities, 内訳) of the item show."""
    return {slot: value for slot, value in values.items() if getattr(slot, axis) in (None, line_id)}


def _levels(levels: Sequence[Level]) -> FieldValues:
    values: FieldValues = {}
    for depth, level in enumerate(levels, 1):
        values[Slot(f"item.level{depth}_number")] = level.number
        values[Slot(f"item.level{depth}_name")] = level.name
    return values


def _departments(item: Item, plan: Plan) -> str:
    """Give 主管課, and the related ones in brackets: `経営企画課（デジタル推進課）`."""
    leads, related = ("、".join(map(plan.short_name, some)) for some in (item.leads, item.related))
    return leads + (f"\n（{related}）" if related else "")


def _indicator_words(indicator: Indicator, year: FiscalYear, values: FieldValues) -> FieldValues:
    """Give what papers print of an indicator beside its fields: its target, actual and baseline in words."""
    at = indicator.id
    actual = show(values.get(Slot("indicator.actual", at, year=year)))
    return {
        Slot("paper.target", at): target_words(indicator, year),
        Slot("paper.actual", at): actual_words(indicator, year, actual),
        Slot("paper.baseline", at): baseline_words(indicator),
    }
